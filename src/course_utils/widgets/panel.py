"""A panel of the learner's record: the kernel describes what it shows, the page draws that."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, ClassVar, NamedTuple

import anywidget
import traitlets

from course_utils.pages.render import render
from course_utils.record.record import Record
from course_utils.widgets import form

# What the page draws: [tag, attributes, *children], of which some are texts.
Node = list[Any]
# The first three are set by BinderHub's spawner, the last by the Kubernetes that it runs on.
BINDER = ("BINDER_LAUNCH_HOST", "BINDER_REPO_URL", "BINDER_REQUEST", "BINDER_SERVICE_HOST")
ON_BINDER = (
    "This course runs on Binder, a borrowed computer: after some idle minutes, ten on mybinder.org,"
    " its disk is deleted, and your work with it. Download your work with cu.save_my_work() before"
    " you take a break; cu.bring_back_my_work() takes it in again."
)


class Asked(NamedTuple):
    """What the page sends when a button is pressed: what is ticked, typed and chosen."""

    button: str
    take: tuple[str, ...]
    text: str
    data: memoryview | None


class Reply(NamedTuple):
    """The sentence to say, whether it is a refusal, and the button to put the focus on."""

    said: str
    refused: bool = False
    focus: str = ""


class Panel(anywidget.AnyWidget):
    """One panel; what it shows is personal, so its text/plain says only what it is for.

    A kind of panel has a template, the values in it, and what its buttons do.
    """

    _esm = form.script("panel.js")
    _css = form.style("panel.css")
    place = traitlets.Unicode().tag(sync=True)
    about: ClassVar[str]
    template: ClassVar[str]
    heading = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, heading: str, record: Record, said: str = "") -> None:
        super().__init__(heading=heading, place=form.place_of(record, "panel", heading))
        self.record = record
        form.confirm(self, self._receive)
        self._show(Reply(said))
        form.replace_earlier(self)

    def values(self) -> dict[str, object]:
        """What the template shows now, between the heading and the line in which it replies."""
        return {}

    def press(self, asked: Asked) -> Reply:
        """Do what a button asks for, and say what came of it."""
        return Reply("")

    def _receive(self, message: object, buffers: Sequence[memoryview]) -> bool:
        """Press a button, and tell whether what was typed beside it is taken."""
        match message:
            case {"button": str(button), "take": [*take], "text": str(text)}:
                data = buffers[0] if buffers else None
                reply = self.press(Asked(button, tuple(map(str, take)), text, data))
                self._show(reply)
                return not reply.refused
        return False

    def _show(self, reply: Reply) -> None:
        values = self.values()  # first: it may find what there is to notice
        binder = ON_BINDER if any(map(os.environ.get, BINDER)) else ""
        notices = list(filter(None, (binder, self.record.trouble, self.record.notice)))
        html = render(self.template, heading=self.heading, notices=notices, **values)
        # A trait fires only when its value changes, and the page waits for a reply each time.
        turn = self.shown.get("turn", -1) + 1
        self.shown = reply._asdict() | {"content": nodes_of(html), "turn": turn}

    def _ipython_display_(self) -> None:
        """Show the panel; what the cell stores is the same whatever the record holds."""
        form.show_over_still(self, self.about, self.about, title=self.heading)


def nodes_of(html: str) -> list[Node]:
    """Read HTML back into nodes: the page sets their texts as texts, so nothing in them can run."""
    reader = _Nodes()
    reader.feed(html)
    reader.close()
    return reader.open[0][2:]


class _Nodes(HTMLParser):
    """Gathers nodes; white space between two elements is no text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[list[Any]] = [["div", {}]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: Node = [tag, {name: value or "" for name, value in attrs}]
        self.open[-1].append(node)
        if tag != "input":
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].append(data)
