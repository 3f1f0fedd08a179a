"""The one file in which a learner carries a record away: write it, and read it with distrust."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable

from course_utils.record.events import Event, Forgotten, Header, read_events, write_line

LAYOUT = 1
LIMIT = 5_000_000
EXPECTED = "It is not the file that cu.save_my_work() downloads; that one is called my-work-….jsonl"
NOT_WHOLE = "The file is not whole: it was cut short or damaged."
# How a file begins that the course did not write.
STARTS = {b"%PDF": "a PDF", b"SQLite": "a database", b"<": "a web page"}
STARTS |= dict.fromkeys((b"\x89PNG", b"\xff\xd8"), "an image")


class RecordError(ValueError):
    """A file, or a learner code, cannot be taken; the message says why, in a sentence or two."""


def dump(events: Iterable[Event]) -> bytes:
    """Write events as one file, a line each; the same events give the same bytes.

    Raises ``RecordError`` for more than 5 MB, which ``load`` would refuse.
    """
    listed = sorted(events, key=lambda event: (event.time, event.id))
    head = Header(id=_seal(listed), time=listed[-1].time, layout=LAYOUT)
    data = b"".join(map(write_line, (head, *listed)))
    if len(data) > LIMIT:
        raise RecordError("This is more than a file of 5 MB can hold: choose fewer items for it.")
    return data


def load(data: bytes | memoryview) -> tuple[Event, ...]:
    """Read a file that ``dump`` wrote, perhaps laid out anew or zipped; ``RecordError`` if not.

    A file of the record's folder is taken, too.  What would delete something is left out.
    """
    file = _unpacked(bytes(data))
    if max(len(data), len(file)) > LIMIT:
        raise RecordError("The file is larger than 5 MB, and no file of this course is.")
    found = read_events(file)
    if not any(found):
        ours = b'"checksum"' in file[:400]
        raise RecordError(NOT_WHOLE if ours else f"The file is {_named(file)}. {EXPECTED}")
    if not all(found):
        raise RecordError("The file was changed after the course wrote it.")
    events = [each for each in found if each and not isinstance(each, Header)]
    for head in (each for each in found if isinstance(each, Header)):
        if head.layout > LAYOUT:
            raise RecordError("The file comes from a newer version of the course than this one.")
        if head.id != _seal(events):
            raise RecordError(NOT_WHOLE)
    return tuple(event for event in events if not isinstance(event, Forgotten))


def _seal(events: Iterable[Event]) -> str:
    """Return what tells these events from fewer or more."""
    ids = "".join(sorted(event.id for event in events))
    return hashlib.blake2b(ids.encode(), digest_size=16).hexdigest()


def _unpacked(data: bytes) -> bytes:
    """Return what is in a zip file that holds one file, and any other file as it is."""
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [each for each in packed.namelist() if not each.startswith("__MACOSX")]
            if len(names) == 1:
                with packed.open(names[0]) as file:
                    return file.read(LIMIT + 1)
    except Exception:  # There are many ways in which a zip can be damaged.
        what = "a zip that cannot be unpacked"
    else:
        office = "[Content_Types].xml" in names or "mimetype" in names
        what = "an office document" if office else f"a zip of {len(names)} files"
    raise RecordError(f"The file is {what}. {EXPECTED}")


def _named(data: bytes) -> str:
    """Say in words what a file is that the course did not write."""
    if not data.strip():
        return "empty"
    if known := [what for start, what in STARTS.items() if data.lstrip().startswith(start)]:
        return known[0]
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return "a file of another program" if b"\0" in data else "a text"
    notebook = isinstance(said, dict) and "nbformat" in said
    return "a notebook" if notebook else "JSON of something else"
