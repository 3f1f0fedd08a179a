"""The one file in which a learner carries a record away: write it, and read it with distrust."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from course_utils.entries import EXACT, Contents, Draft, Entry, Learner

FORMAT: Final = "course-record"
VERSION: Final = 1
LIMIT = 5_000_000


class RecordError(ValueError):
    """A file, or a learner code, cannot be taken; the message is one sentence with the reason."""


@dataclass(frozen=True, config=EXACT)
class Package:
    """The file as it is written."""

    format: Literal["course-record"]
    version: Literal[1]
    learner: Learner | None
    entries: tuple[Entry, ...]
    drafts: tuple[Draft, ...]
    checksum: str = ""


PACKAGE = TypeAdapter(Package)


def dump(contents: Contents) -> bytes:
    """Write ``contents`` as one JSON file; the same contents give the same bytes.

    Raises ``RecordError`` for more than 5 MB, which ``load`` would refuse.
    """
    entries = tuple(entry for _, entry in sorted(contents.entries.items()))
    drafts = tuple(draft for _, draft in sorted(contents.drafts.items()))
    package = PACKAGE.dump_python(
        Package(FORMAT, VERSION, contents.learner, entries, drafts), mode="json"
    )
    package["checksum"] = _checksum(package)
    data = json.dumps(package, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    if len(data) > LIMIT:
        raise RecordError("This is more than a file of 5 MB can hold: choose fewer items for it.")
    return data


def load(data: bytes | memoryview) -> Contents:
    """Read a file that ``dump`` wrote; ``RecordError`` says why it is not taken."""
    if memoryview(data).nbytes > LIMIT:
        raise RecordError("The file is larger than 5 MB, and no file of this course is.")
    _check(_parse(bytes(data)))
    try:
        package = PACKAGE.validate_json(bytes(data).removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, OverflowError):
        raise RecordError("The file was changed: it holds what no record holds.") from None
    entries = {entry.id: entry for entry in package.entries}
    drafts = {(draft.name, draft.text): draft for draft in package.drafts}
    return Contents(entries, drafts, package.learner)


def _parse(data: bytes) -> dict[str, Any]:
    try:
        package = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if FORMAT.encode() in data[:100]:
            raise RecordError("The file is not whole: it was cut short or damaged.") from None
        raise RecordError("The file is not one that this course wrote.") from None
    if not isinstance(package, dict) or package.get("format") != FORMAT:
        raise RecordError("The file is not one that this course wrote.")
    return package


def _check(package: dict[str, Any]) -> None:
    version = package.get("version")
    if type(version) is int and version > VERSION:
        raise RecordError("The file comes from a newer version of the course than this one.")
    try:
        genuine = package.get("checksum") == _checksum(package)
    except (ValueError, RecursionError):
        genuine = False
    if not genuine:
        raise RecordError("The file was changed after the course wrote it.")


def _checksum(package: dict[str, Any]) -> str:
    """Return a hash that blanks, line ends and the order of keys do not change."""
    rest = {key: value for key, value in package.items() if key != "checksum"}
    text = json.dumps(rest, ensure_ascii=False, allow_nan=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
