"""What every form shares: its script and style, and confirming each message of its page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from ipywidgets import Widget

    from course_utils.record.record import Record

HERE = Path(__file__).parent
FORM = (HERE / "form.js").read_text(encoding="utf-8")
Receive = Callable[[object, Sequence[memoryview]], bool]


def script(name: str) -> str:
    """The module ``name`` with what it imports: a widget's script is a single file.

    It is text: given a path, anywidget keeps every widget alive, to tell it of changes to the file.
    """
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return "\n".join([FORM, *(line for line in lines if not line.startswith("import "))])


def style(name: str) -> str:
    """The style sheet ``name`` after the one of all forms."""
    return "".join((HERE / part).read_text(encoding="utf-8") for part in ("form.css", name))


def confirm(widget: Widget, receive: Receive) -> None:
    """Let ``receive`` have each message of the page, and then confirm it by its number.

    ``receive`` says whether what was written or chosen is saved: then the page lets go of it.
    """

    def on_message(_: object, message: object, buffers: Sequence[memoryview]) -> None:
        saved = receive(message, buffers)
        match message:
            case {"id": str(number)}:
                widget.send({"done": number, "saved": saved})

    widget.on_msg(on_message)


def place_of(record: Record, *parts: str) -> str:
    """Where the browser keeps what is not saved yet: for no other record, course or question."""
    of_record = hashlib.sha256(str(record.path).encode()).hexdigest()[:16]
    return "/".join([of_record, *(quote(part, safe="") for part in parts)])
