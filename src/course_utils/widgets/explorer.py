"""Controls and a picture that follows them, without a flicker and with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from course_utils.figures.picture import Picture

HERE = Path(__file__).parent


class PictureView(anywidget.AnyWidget):
    """A picture that is exchanged as a whole: image, alternative text, words and table together."""

    _esm = HERE / "picture.js"
    html = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)

    def show(self, picture: Picture) -> None:
        """Show another picture; its one sentence is announced."""
        with self.hold_sync():
            self.html, self.status = picture.html, picture.alt


class Explorer(ipywidgets.VBox):
    """Drop-down lists by name, and the picture that ``draw`` makes of their values."""

    def __init__(
        self,
        about: str,
        controls: Mapping[str, ipywidgets.Dropdown],
        draw: Callable[..., Picture],
    ) -> None:
        self.about = about
        self.controls = dict(controls)
        self.draw = draw
        self.view = PictureView()
        row = ipywidgets.Box(list(controls.values()), layout={"flex_flow": "row wrap"})
        super().__init__([row, self.view])
        for control in controls.values():
            control.observe(lambda _: self.redraw(), "value")
        self.redraw()

    def redraw(self) -> None:
        """Draw with the present values of the controls."""
        values = {name: control.value for name, control in self.controls.items()}
        self.view.show(self.draw(**values))

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """Add what can be explored in plain words: the same whatever was chosen."""
        bundle: dict[str, Any] = super()._repr_mimebundle_(**options)
        return bundle | {"text/plain": f"{self.about} Run this cell to use it."}


def dropdown(label: str, options: Mapping[str, object]) -> ipywidgets.Dropdown:
    """A drop-down list with a visible label, the first option chosen."""
    return ipywidgets.Dropdown(
        options=list(options.items()),
        description=label,
        style={"description_width": "auto"},
        layout={"width": "auto", "max_width": "100%"},
    )
