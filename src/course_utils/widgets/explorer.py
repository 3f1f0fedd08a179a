"""Choices and a picture or page that follows them, without a flicker and with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import anywidget
import traitlets

from course_utils.pages.render import Account
from course_utils.widgets.form import confirm, replace_earlier, script, show_over_still, style

KEPT = 150  # views of an explorer that are kept, as many as the page keeps


class Control(NamedTuple):
    """A labelled choice: one of ``options`` from a drop-down list, or ``many`` by check box.

    ``options`` are values by their label.  At first the value ``start`` is chosen, or all of them.
    Check boxes are in the page itself, each with the control's name as ``data-choice`` and the
    place of its option as value.
    """

    label: str
    options: Mapping[str, object]
    many: bool = False
    start: object = None

    def value(self, chosen: Any) -> object:
        """The value, or values, at the chosen place or places."""
        values = list(self.options.values())
        return tuple(values[place] for place in chosen) if self.many else values[chosen]


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
        @lru_cache(KEPT)
        def view(**values: object) -> tuple[str, str]:
            drawn = draw(**values)
            picture, words = drawn if isinstance(drawn, tuple) else (drawn, "")
            return f'<div class="course-words">{words}</div>{picture.html}', picture.alt

        self.about, self.by_name, self.view = about, controls, view
        shown, first = [], {}
        for name, (label, options, many, start) in controls.items():
            values = list(options.values())
            first[name] = list(range(len(values))) if many else values.index(start)
            if not many:
                shown.append({"name": name, "label": label, "options": list(options)})
        super().__init__(controls=shown, chosen=first)
        self.observe(lambda _: self.redraw(), "chosen")
        confirm(self, self._receive)
        self.redraw()
        self.first = self.html
        replace_earlier(self)

    def redraw(self) -> None:
        """Draw what is chosen, so that a page that is loaded again has it at once."""
        if view := self.drawn(self.chosen):
            with self.hold_sync():
                self.html, self.status = view

    def _receive(self, message: object, _: Sequence[memoryview]) -> tuple[str, str] | None:
        """Draw a choice for the page, or have what it shows now in store."""
        match message:
            case {"draw": choice}:
                return self.drawn(choice)
            case {"chosen": dict(choice)}:
                self.chosen = choice
        return None

    def drawn(self, chosen: Any) -> tuple[str, str] | None:
        """The page and the status of a choice, if it is one that the page can have offered."""
        try:
            values = {name: c.value(chosen[name]) for name, c in self.by_name.items()}
        except (LookupError, TypeError):
            return None
        return self.view(**values)

    def _ipython_display_(self) -> None:
        """Show the explorer over its first picture: the same is stored whatever was chosen."""
        about = f"{self.about} Run this cell to use it."
        show_over_still(self, about, about, after=self.first)
