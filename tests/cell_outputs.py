"""What a cell stores that ends with a widget."""

from __future__ import annotations

from typing import Any

import pytest

VIEW = "application/vnd.jupyter.widget-view+json"


def cell_outputs(widget: Any) -> list[dict[str, Any]]:
    """The outputs of such a cell, each as its mimebundle."""
    outputs: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        name = "IPython.display.publish_display_data"
        patch.setattr(name, lambda data, metadata=None: outputs.append(data))
        widget._ipython_display_()
    return outputs


def words_of(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same without the numbers of the widgets."""
    return [{mime: text for mime, text in each.items() if mime != VIEW} for each in outputs]


def send(widget: Any, content: object, *buffers: bytes) -> None:
    """Let a widget receive what its page sends, through the widget protocol."""
    data = {"method": "custom", "content": content}
    message = {"comm_id": widget.model_id, "data": data}
    widget._handle_msg({"content": message, "buffers": [memoryview(each) for each in buffers]})
