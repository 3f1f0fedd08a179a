"""A cell that is run again closes the widgets of its earlier run, which nobody can see any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ipywidgets import DOMWidget

# By cell, which run of it has made widgets last, and these.
_made: dict[tuple[str, str], tuple[str, list[DOMWidget]]] = {}


def replace_earlier(widget: DOMWidget) -> None:
    """Close what an earlier run of the running cell made, and remember that this one made this.

    A cell is known by the identifier that JupyterLab sends and by its code: either alone may stand
    for two cells, in two notebooks of one kernel or in a kernel that is sent no identifiers.
    Outside a cell of a notebook nothing is closed.
    """
    shell = _shell()
    request = shell.get_parent() if shell else {}
    code = request.get("content", {}).get("code")
    if code is None:
        return
    cell, run = (request["metadata"].get("cellId", ""), code), request["header"]["msg_id"]
    made_by, widgets = _made.get(cell, (run, []))
    if made_by != run:
        for old in widgets:
            _forget(shell, old)
        widgets = []
    _made[cell] = run, [*widgets, widget]


def _shell() -> Any:
    """The shell of a notebook's kernel, or None elsewhere."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return shell if hasattr(shell, "get_parent") else None


def _forget(shell: Any, widget: DOMWidget) -> None:
    """Close a widget, and take it out of what IPython keeps of every cell's last line."""
    shown = shell.user_ns["_oh"]
    for number in [number for number, value in shown.items() if value is widget]:
        del shown[number]
        shell.drop_by_id({f"_{number}": widget})
    for part in list(_parts(widget)):
        part.close()


def _parts(widget: DOMWidget) -> Iterator[Any]:
    """A widget and the widgets that it is made of, which do not close with it."""
    yield widget
    for part in (widget.layout, getattr(widget, "style", None)):
        if part is not None:
            yield part
    for child in getattr(widget, "children", ()):
        yield from _parts(child)
