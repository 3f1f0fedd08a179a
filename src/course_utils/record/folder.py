"""The files of a record: each kernel appends to one of its own, and reading joins them all."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from course_utils.record.events import Event, Forgotten, read_line, write_line
from course_utils.record.exchange import read_laid_out

# What our files are called.  A program that synchronises folders adds to the end of a name.
OURS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{16}")
FULL = (errno.ENOSPC, errno.EDQUOT)
# Bytes after which a kernel goes on in another file, as a file that changed is read anew.
ENOUGH = 200_000
Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Found:
    """What a folder holds: events by id, the file ``where`` each is, and all files of the record.

    ``forgotten`` are the names under which files were deleted on the learner's wish, ``returned``
    the files that came back all the same and are not read, ``unreadable`` a number of lines.
    """

    events: Mapping[str, Event] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    forgotten: frozenset[str] = frozenset()
    returned: tuple[str, ...] = ()
    unreadable: int = 0

    @property
    def notice(self) -> str:
        """What the learner should know of the files; empty as a rule."""
        damaged = f"{self.unreadable} of your entries cannot be read: damaged or changed."
        back = (
            f"Of a record that you deleted came back, and is not read: {', '.join(self.returned)};"
            " delete it, or take it in again with cu.bring_back_my_work()."
        )
        return " ".join([damaged] * (self.unreadable > 0) + [back] * bool(self.returned))


class Folder:
    """The folder at ``path``, which the first event creates; no file in it is ever rewritten.

    All that goes wrong is an ``OSError``, which ``reason`` puts into words.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = ""
        self._known: dict[str, tuple[Stamp, list[Event | None]]] = {}

    def read(self) -> Found:
        """Join all files; those that did not change since the last time are not read again."""
        place = self._place()
        return _join({name: self._lines(place / name, stamp) for name, stamp in _listed(place)})

    def append(self, events: Iterable[Event], anew: bool = False) -> None:
        """Return once the events are safe on the disk.

        After a failure, or if told so, this goes on in a new file: what follows half a line
        could not be read, and a file may be deleted while it is in use.
        """
        data = b"".join(map(write_line, events))
        own, self._own = self._own, ""
        if own and not anew:
            with suppress(OSError):
                return self._write(own, data, "ab")
        name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(8)}.jsonl"
        _make(self._place())
        try:
            self._write(name, data, "xb")
        except OSError:
            with suppress(OSError):
                (self._place() / name).unlink()
            raise

    def remove(self, names: Collection[str]) -> None:
        """Delete these files."""
        for name in names:
            (self._place() / name).unlink(missing_ok=True)
        _sync(self._place())

    def _lines(self, path: Path, stamp: Stamp) -> list[Event | None]:
        """Return what is in each line of a file, None where that cannot be read."""
        known = self._known.get(path.name)
        if known and known[0] == stamp:
            return known[1]
        try:
            lines = _parse(path.read_bytes())
        except OSError:
            return [None]
        self._known[path.name] = (stamp, lines)
        return lines

    def _write(self, name: str, data: bytes, mode: str) -> None:
        """Append to a file that is there, or to a new one, and write it through to the disk."""
        with open(self._place() / name, mode, opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        if mode == "xb":
            _sync(self._place())
        self._own = name if size < ENOUGH else ""

    def _place(self) -> Path:
        try:
            return self.path.expanduser()
        except RuntimeError as error:
            raise OSError("the home folder cannot be found") from error

    def reason(self, error: OSError) -> str:
        """Say why the folder cannot be used now, to stand after a colon."""
        if error.errno is None:  # it is one of ours
            return str(error)
        if error.errno in FULL:
            return "the disk is full"
        if os.path.lexists(self.path) and not self.path.is_dir():
            return f"{self.path} is no folder, and is left as it is"
        return f"no file can be written in the folder {self.path}"


def _listed(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """Name the files of a folder, each with what is another when it was changed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        with suppress(FileNotFoundError):
            if entry.name.endswith(".jsonl") and entry.is_file():
                file = entry.stat()
                yield entry.name, (file.st_ino, file.st_size, file.st_mtime_ns)


def origin(name: str) -> str:
    """Return the name under which a kernel made a file, of which this may be a copy."""
    ours = OURS.match(name)
    return ours[0] if ours else name


def _join(lines: Mapping[str, list[Event | None]]) -> Found:
    ours = {name: found for name, found in lines.items() if any(found) or OURS.match(name)}
    notes = (each for found in ours.values() for each in found if isinstance(each, Forgotten))
    forgotten = frozenset(name for note in notes for name in note.files)
    kept = {name: found for name, found in ours.items() if origin(name) not in forgotten}
    events: dict[str, Event] = {}
    where: dict[str, str] = {}
    for name, found in kept.items():
        for each in found:
            if each and each.id not in events:
                events[each.id], where[each.id] = each, name
    returned = tuple(name for name in ours if name not in kept)
    unreadable = sum(each is None for found in kept.values() for each in found)
    return Found(events, where, tuple(ours), forgotten, returned, unreadable)


def _parse(data: bytes) -> list[Event | None]:
    *lines, rest = data.split(b"\n")
    found = [_read(line) for line in lines if line.strip()]
    found += filter(None, [_read(rest)])  # what was cut short was never called saved
    if not any(found):
        with suppress(ValueError, RecursionError):
            return list(read_laid_out(data))
    return found


def _read(line: bytes) -> Event | None:
    try:
        return read_line(line)
    except (ValueError, RecursionError):
        return None


def _private(path: str, flags: int) -> int:
    """Open a file that nobody else may read, and make one only if it is to be new."""
    return os.open(path, flags if flags & os.O_EXCL else flags & ~os.O_CREAT, 0o600)


def _make(folder: Path) -> None:
    """Make a folder that nobody else may read, and write its name through to the disk."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in missing:
        _sync(place.parent)


def _sync(folder: Path) -> None:
    """Write the names in a folder through to the disk, where the system has that."""
    if hasattr(os, "O_DIRECTORY"):
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(number)
