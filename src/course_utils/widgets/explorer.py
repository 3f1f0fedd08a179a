"""Choices and a picture or page that follows them, without a flicker and with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import anywidget
import traitlets

from course_utils.pages.render import Account
from course_utils.widgets.form import confirm, replace_earlier, script, show_over_still, style

KEPT = 20  # pictures of an explorer that are kept


@dataclass(frozen=True)
class Control:
    """A labelled choice: one of ``options`` from a drop-down list, or ``many`` by check box.

    ``options`` are values by their label.  At first the value ``start`` is chosen, or all of them.
    Check boxes are in the page itself, each with the control's name as ``data-choice`` and the
    place of its option as value.
    """

    label: str
    options: Mapping[str, object]
    many: bool = False
    start: object = None

    @property
    def first(self) -> object:
        """What is chosen at first: a place among the options, or several."""
        values = list(self.options.values())
        return list(range(len(values))) if self.many else values.index(self.start)

    def value(self, chosen: object) -> object:
        """The value, or values, at the chosen place or places; ``LookupError`` for any other."""
        places = chosen if self.many and isinstance(chosen, list) else [chosen]
        values = dict(enumerate(self.options.values()))
        found = [values[place] for place in places if type(place) is int and place in values]
        if len(found) == len(places):
            return found if self.many else found[0]
        raise LookupError(f"'{self.label}' has no choice {chosen!r}")


class Explorer(anywidget.AnyWidget):
    """Controls by name, and the picture or page that ``draw`` makes of their values.

    ``draw`` may give HTML to stand before the picture, with every text in it escaped.  The page
    gets image, alternative text, words and table as a whole; ``status`` is announced.
    """

    _esm = script("explorer.js")
    _css = style("explorer.css")
    controls: traitlets.List[dict[str, object]] = traitlets.List().tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        about: str,
        controls: Mapping[str, Control],
        draw: Callable[..., Account | tuple[Account, str]],
    ) -> None:
        self.about = about
        self.by_name = dict(controls)
        self.draw = draw
        self.shown: dict[str, tuple[str, str]] = {}  # so that going back is immediate
        shown = [
            {"name": name, "label": control.label, "options": list(control.options)}
            for name, control in controls.items()
            if not control.many
        ]
        first = {name: control.first for name, control in controls.items()}
        super().__init__(controls=shown, chosen=first)
        self.observe(lambda _: self.redraw(), "chosen")
        confirm(self, lambda *_: True)
        self.redraw()
        self.first = self.html
        replace_earlier(self)

    def redraw(self) -> None:
        """Draw what is chosen; what the page cannot have offered is passed over."""
        try:
            values = {name: c.value(self.chosen.get(name)) for name, c in self.by_name.items()}
        except LookupError:
            return
        key = repr(values)
        if key not in self.shown:
            drawn = self.draw(**values)
            picture, words = drawn if isinstance(drawn, tuple) else (drawn, "")
            html = f'<div class="course-words">{words}</div>{picture.html}'
            self.shown = {**dict(list(self.shown.items())[-KEPT:]), key: (html, picture.alt)}
        with self.hold_sync():
            self.html, self.status = self.shown[key]

    def _ipython_display_(self) -> None:
        """Show the explorer over its first picture: the same is stored whatever was chosen."""
        about = f"{self.about} Run this cell to use it."
        show_over_still(self, about, about, after=self.first)
