"""What forms share: script and style, confirmed messages, their still page, and their next run."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from course_utils.pages.render import render

if TYPE_CHECKING:
    from ipywidgets import DOMWidget

    from course_utils.record.record import Record

HERE = Path(__file__).parent


def script(name: str) -> str:
    """The module ``name`` with what it imports: a widget's script is a single file.

    It is text: given a path, anywidget keeps every widget alive, to tell it of changes to the file.
    """
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    own = (line for line in lines if not line.startswith("import "))
    return "\n".join([(HERE / "form.js").read_text(encoding="utf-8"), *own])


def style(name: str) -> str:
    """The style sheet ``name`` after the one of all forms."""
    return "".join((HERE / part).read_text(encoding="utf-8") for part in ("form.css", name))


def confirm(widget: DOMWidget, receive: Callable[[Any, Sequence[memoryview]], object]) -> None:
    """Let ``receive`` have each message of the page, and then confirm it by its number.

    ``receive`` says whether what was written is saved, so that the page lets go of it; or answers.
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


def show_over_still(
    widget: DOMWidget, text: str, run: str, title: str = "", before: str = "", after: str = ""
) -> None:
    """Display a page that reads well where nothing runs, and the widget in its place.

    Both store the same whatever is answered.  The sentence ``run`` says what running the cell is
    for, and another what helps if no form comes; HTML may stand ``before`` and ``after`` them.
    ``text`` is the same in plain words.
    """
    from IPython.display import publish_display_data

    publish: Any = publish_display_data
    still = render("still.html", run=run, title=title, before=before, after=after)
    publish({"text/html": still, "text/plain": text})
    bundle: Any = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    publish({**data, "text/plain": ""}, metadata)


# A cell that is run again closes what its earlier run made, which nobody can see any more.
# Each widget has with it the run that made it, and the names by which its cell is known.
_made: list[tuple[DOMWidget, str, set[tuple[str, str]]]] = []


def replace_earlier(widget: DOMWidget) -> None:
    """Close what an earlier run of the running cell made, and remember that this one made this.

    A cell is known by the identifier that JupyterLab sends, together with its code, and, as it may
    be edited, with its window.  The identifier alone may stand for two cells, in two notebooks of
    one kernel, and some send none.  Outside a cell of a notebook nothing is closed.
    """
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()  # which has no parent outside the kernel of a notebook
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    code = request.get("content", {}).get("code")
    if code is None:
        return
    header, name = request["header"], request["metadata"].get("cellId", "")
    cell = {("code", name + code), *([("window", name + header["session"])] if name else [])}
    for earlier, run, names in list(_made):
        if names & cell and run != header["msg_id"]:
            _forget(shell, earlier)
            _made.remove((earlier, run, names))
    _made.append((widget, header["msg_id"], cell))


def _forget(shell: Any, widget: DOMWidget) -> None:
    """Close a widget, and take it out of what IPython keeps of every cell's last line."""
    shown = shell.user_ns["_oh"]
    for number in [number for number, value in shown.items() if value is widget]:
        del shown[number]
        shell.drop_by_id({f"_{number}": widget})
    widget.layout.close()
    widget.close()
