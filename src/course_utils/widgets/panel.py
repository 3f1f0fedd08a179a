"""A panel of the learner's record: the kernel describes what it shows, the page draws that."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, ClassVar

import anywidget
import traitlets

from course_utils.record.record import Record
from course_utils.widgets.form import confirm, place_of, script, style
from course_utils.widgets.notices import notices
from course_utils.widgets.rerun import replace_earlier
from course_utils.widgets.still import show_over_still, to_run

# What the page draws: a text, or [tag, attributes, *children].
Node = str | list[Any]


@dataclass(frozen=True)
class Asked:
    """What the page sends when a button is pressed: what is ticked, typed and chosen."""

    button: str
    take: tuple[str, ...] = ()
    text: str = ""
    file: str = ""
    data: memoryview | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Reply:
    """The sentence to say, whether it is a refusal, and the button to put the focus on."""

    said: str
    refused: bool = False
    focus: str = ""


class Panel(anywidget.AnyWidget):
    """One panel; what it shows is personal, so its text/plain says only what it is for.

    A kind of panel says what it holds and what its buttons do; both are called in the kernel, at
    the start and whenever a button is pressed.
    """

    _esm = script("panel.js")
    _css = style("panel.css")
    place = traitlets.Unicode().tag(sync=True)
    about: ClassVar[str]
    heading = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, heading: str, record: Record, said: str = "") -> None:
        super().__init__(heading=heading, place=place_of(record, "panel", heading))
        self.record = record
        confirm(self, self._receive)
        self._show(Reply(said))
        replace_earlier(self)

    @abstractmethod
    def content(self) -> list[Node]:
        """Return what the panel holds now, between its heading and the line in which it replies."""

    @abstractmethod
    def press(self, asked: Asked) -> Reply:
        """Do what a button asks for, and say what came of it."""

    def _receive(self, message: object, buffers: Sequence[memoryview]) -> bool:
        """Press a button, and tell whether what was typed beside it is taken."""
        match message:
            case {"button": str(button), "take": [*take], "text": str(text), "file": str(file)}:
                data = buffers[0] if buffers else None
                asked = Asked(button, tuple(map(str, take)), text, file, data)
                self._show(reply := self.press(asked))
                return not reply.refused
        return False

    def _show(self, reply: Reply) -> None:
        content = self.content()
        first = [["p", {"class": "notice"}, words] for words in notices(self.record)]
        # A trait fires only when its value changes, and the page waits for a reply each time.
        turn = self.shown.get("turn", -1) + 1
        self.shown = asdict(reply) | {
            "content": [*first, text(self.heading, "h3"), *content],
            "turn": turn,
        }

    def _ipython_display_(self) -> None:
        """Show the panel; what the cell stores is the same whatever the record holds."""
        still = f"<p><strong>{escape(self.heading)}</strong></p>{to_run(self.about)}"
        show_over_still(self, self.about, still)


# What panels are made of


def text(words: str, tag: str = "p") -> Node:
    """A paragraph, or another element with nothing but words, in whichever direction they run."""
    return [tag, {"dir": "auto"}, words]


def note(name: str, words: str) -> Node:
    """A paragraph that explains the control called ``name``, and is read out with it."""
    return ["p", {"class": "quiet", "id": f"{name}-note"}, words]


def items(nodes: Iterable[Node], name: str = "") -> Node:
    """A list of texts or other nodes; by its name a button may be described with it."""
    return ["ul", {"id": name} if name else {}, *(["li", {}, node] for node in nodes)]


def entry(head: str, *texts: str) -> Node:
    """What a text belongs to, and below it the text, each in the direction of its script."""
    return ["div", {}, text(head), *map(text, texts)]


def folded(summary: str, *nodes: Node) -> Node:
    """Nodes that show when their summary is pressed."""
    return ["details", {}, ["summary", {"data-key": summary}, summary], *nodes]


def button(name: str, label: str, about: str = "") -> Node:
    """A button; ``name`` is what it asks for, ``about`` the name of what it is described with."""
    look = {"type": "submit", "name": "button", "value": name, "data-key": name}
    return ["button", look | ({"aria-describedby": about} if about else {}), label]


def tick(value: str, label: str, ticked: bool) -> Node:
    """A check box with its label."""
    look = {"type": "checkbox", "name": "take", "value": value, "data-key": f"take {value}"}
    return ["label", {}, ["input", look | ({"checked": ""} if ticked else {})], text(label, "span")]


def field_for(name: str, label: str, control: dict[str, str], explained: str) -> list[Node]:
    """A labelled field with a note; the page sends what is in it as ``name``."""
    look = {"name": name, "id": name, "data-key": name, "aria-describedby": f"{name}-note"}
    return [["label", {"for": name}, label], ["input", look | control], note(name, explained)]


def file_field(label: str, types: str, limit: int, too_large: str, explained: str) -> list[Node]:
    """A field to choose a file; one over ``limit`` bytes is refused in the page, unsent."""
    control = {"type": "file", "accept": types, "data-limit": str(limit), "data-refusal": too_large}
    return field_for("file", label, control, explained)


def measured(name: str, done: int, whole: int, words: str) -> Node:
    """A name, how much of a whole is done as a bar, and the same in words."""
    bar = {"min": "0", "max": str(whole), "value": str(done)}
    meter = ["meter", bar, f"{done} of {whole}"]
    return ["label", {}, text(name, "span"), meter, text(words, "span")]
