"""The folder of a record: where it lies; each kernel's own file in it; all files joined."""

import datetime as dt
import errno
import gc
import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import FileIO
from operator import attrgetter
from pathlib import Path

from course_utils.record.events import Event, Forgotten, read_events, write_line

HERE = "Your work is kept in the folder {}."
ELSEWHERE = (
    "Your work is kept in the folder {}, among your own files, because the folder of the course"
    " belongs to somebody else or cannot be written to."
)
DAMAGED = "{} of your entries cannot be read: damaged or changed."
RETURNED = (
    "Of a record that you deleted came back, and is not read: {};"
    " delete it, or take it in again with cu.bring_back_my_work()."
)
# What our files are called.  A program that synchronises folders adds to the end of a name.
OURS = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{16}")
FULL = (errno.ENOSPC, errno.EDQUOT)
# Bytes after which a kernel goes on in another file, as a file that changed is read anew.
ENOUGH = 200_000


def place_of_record(course: Path) -> tuple[Path, str]:
    """Return the folder of the record of a course that lies in ``course``, and what to say of it.

    It lies with the person, and beside the course only if that is the person's own: a folder that
    several people use, each logged in as another user, has no record of any of them.
    """
    beside = course / "my-work" / "record"
    if _in_home(course) or _own(course, course / "my-work", beside):
        return beside, HERE.format(beside)
    from platformdirs import user_data_path

    name = f"{course.name}-{hashlib.sha256(os.fsencode(course)).hexdigest()[:8]}"
    place = user_data_path("course-utils", appauthor=False) / name / "record"
    return place, ELSEWHERE.format(place)


def _in_home(folder: Path) -> bool:
    with suppress(OSError, RuntimeError):
        home = Path.home().resolve()
        return home != Path(home.anchor) and folder.resolve().is_relative_to(home)
    return False


def _own(*folders: Path) -> bool:
    """Tell whether the folders that are there belong to the user, and what is made in them too."""
    if os.name != "posix":
        return False
    try:
        there = [folder for folder in folders if folder.exists()]
        with tempfile.TemporaryFile(dir=there[-1]) as probe:
            found = [os.fstat(probe.fileno()), *(folder.stat() for folder in there)]
    except OSError as error:
        return error.errno in FULL
    return {each.st_uid for each in found} == {os.geteuid()}


class Folder:
    """The folder at ``path``, which the first event creates; no file in it is ever rewritten.

    ``read`` finds its ``events`` by id, its ``files``, those ``forgotten``, that is the names under
    which files were deleted on the learner's wish, and a ``notice``, empty as a rule.  All that
    goes wrong is an ``OSError``, which ``reason`` puts into words.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.events: dict[str, Event] = {}
        self.files: list[str] = []
        self.forgotten: set[str] = set()
        self.notice = ""
        self._own = ""
        self._known: dict[object, list[Event | None]] = {}

    def read(self) -> None:
        """Join all files; those that did not change since the last time are not read again."""
        known, self._known = self._known, {}
        lines: dict[str, list[Event | None]] = {}
        gc.disable()  # there is no garbage meanwhile, and looking for it took a third of the time
        try:
            for file, state in self._listed():
                try:
                    if state not in known:
                        with FileIO(file.path) as opened:  # Path would take longer
                            known[state] = read_events(opened.read())
                    self._known[state] = lines[file.name] = known[state]
                except OSError:
                    lines[file.name] = [None]
        finally:
            gc.enable()
        ours = {name: found for name, found in lines.items() if any(found) or OURS.match(name)}
        self.files = list(ours)
        # isinstance() would take longer than all else here
        notes = [each for found in ours.values() for each in found if type(each) is Forgotten]
        self.forgotten = {name for note in notes for name in note.files}
        returned = [name for name in ours if _origin(name) in self.forgotten]
        kept = [each for name in ours if name not in returned for each in ours[name]]
        self.events = {each.id: each for each in kept if each}
        said = {DAMAGED: sum(each is None for each in kept), RETURNED: ", ".join(returned)}
        self.notice = " ".join(words.format(what) for words, what in said.items() if what)

    def _listed(self) -> Iterator[tuple[os.DirEntry[str], object]]:
        """The files, each with what is another when it was changed."""
        try:
            entries = sorted(os.scandir(self.path), key=attrgetter("name"))
        except FileNotFoundError:
            return
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.name.endswith(".jsonl") and entry.is_file():  # a pipe would never end
                    file = entry.stat()
                    yield entry, (entry.name, file.st_ino, file.st_size, file.st_mtime_ns)

    def append(self, events: Iterable[Event], anew: bool = False) -> None:
        """Return once the events are safe on the disk.

        After a failure, or if told so, this goes on in a new file: what follows half a line
        could not be read, and a file may be deleted while it is in use.
        """
        if str(self.path).startswith("~"):
            raise OSError("the home folder cannot be found")
        data = b"".join(map(write_line, events))
        own, self._own = self._own, ""
        if own and not anew:
            with suppress(OSError):
                return self._write(own, data, "ab")
        _make(self.path)
        name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(8)}.jsonl"
        try:
            self._write(name, data, "xb")
        except OSError:
            with suppress(OSError):
                (self.path / name).unlink()
            raise

    def forget(self, time: dt.datetime) -> None:
        """Delete all files, once it is noted which, as copies of them may return."""
        names = self.forgotten.union(map(_origin, self.files))
        self.append([Forgotten(time=time, files=tuple(sorted(names)))], anew=True)
        for name in self.files:
            (self.path / name).unlink(missing_ok=True)
        _sync(self.path)

    def reason(self, error: OSError) -> str:
        """Say why the folder cannot be used now, to stand after a colon."""
        if error.errno is None:  # it is one of ours
            return str(error)
        if error.errno in FULL:
            return "the disk is full"
        if os.path.lexists(self.path) and not self.path.is_dir():
            return f"{self.path} is no folder, and is left as it is"
        return f"no file can be written in the folder {self.path}"

    def _write(self, name: str, data: bytes, mode: str) -> None:
        """Append to a file that is there, or to a new one, and write it through to the disk."""
        with open(self.path / name, mode, opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        if mode == "xb":
            _sync(self.path)
        self._own = name if size < ENOUGH else ""


def _origin(name: str) -> str:
    """Return the name under which a kernel made a file, of which this may be a copy."""
    ours = OURS.match(name)
    return ours[0] if ours else name


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
