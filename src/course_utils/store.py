"""The record's file: an SQLite database that two kernels may use at once, and its many faults."""

from __future__ import annotations

import datetime as dt
import errno
import glob
import re
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from course_utils.entries import ENTRY, LEARNER, Contents, Draft

T = TypeVar("T")
FileNumber = tuple[int, int] | None
MAGIC = b"SQLite format 3\0"
APPLICATION = 0x43524543
PRAGMAS = ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON")
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# By the names that SQLite or the system gives to an error: what a student is told.
REASONS = {
    "FULL|ENOSPC|EDQUOT": "the disk is full",
    "BUSY|LOCK|PROTOCOL|ENOLCK": "another program keeps the record locked, or this disk cannot"
    " lock files, as some network disks cannot",
    "READONLY|CANTOPEN|PERM|^E": "the file {0.name} cannot be written in the folder {0.parent}",
}
# Closing any handle on a file gives up the locks that the whole process holds on it, so whatever
# opens a record's file does so alone.
one_at_a_time = threading.RLock()


class StoreError(Exception):
    """The file cannot be used now; the message is the reason, to stand after a colon."""


class _DamagedError(Exception):
    """The file is not as SQLite left it."""


def _create(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE entries (id TEXT PRIMARY KEY, item TEXT NOT NULL, entry TEXT NOT NULL)"
    )
    db.execute("CREATE TABLE drafts (name TEXT, text TEXT, time TEXT, PRIMARY KEY (name, text))")
    db.execute("CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    File(db).name_anew()


# One function for each version: the first makes version 1, the next makes 2 of 1, and so on.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_create,)


class File:
    """The record's file inside one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def identity(self) -> str:
        """A random name, new when the file is begun and when its contents are forgotten."""
        return self._fact("identity")

    def forgot(self, identity: str) -> bool:
        """Tell whether the contents that the file had under this name were deleted on purpose."""
        return bool(self._fact(f"forgot {identity}"))

    def name_anew(self) -> None:
        """Give the file another identity."""
        self._set_fact("identity", str(uuid4()))

    def read(self, name: str | None = None) -> tuple[Contents, int]:
        """Return what is there, of one item or draft or of all, and how many rows are damaged."""
        every = {"every": name is None, "name": name}
        found = self._db.execute("SELECT entry FROM entries WHERE :every OR item = :name", every)
        rows = [_read(ENTRY.validate_json, entry) for (entry,) in found]
        entries = {entry.id: entry for entry in rows if entry}
        found = self._db.execute("SELECT * FROM drafts WHERE :every OR name = :name", every)
        texts = [_read(_draft, row) for row in found]
        drafts = {(draft.name, draft.text): draft for draft in texts if draft}
        learner = _read(LEARNER.validate_json, self._fact("learner"))
        return Contents(entries, drafts, learner), [*rows, *texts].count(None)

    def add(self, contents: Contents, drop: Iterable[tuple[str, str]] = ()) -> None:
        """Add what the file lacks of ``contents``, after dropping some drafts."""
        self._db.executemany("DELETE FROM drafts WHERE name = ? AND text = ?", drop)
        entries = contents.entries.values()
        rows = ((entry.id, entry.item, ENTRY.dump_json(entry).decode()) for entry in entries)
        self._db.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?)", rows)
        texts = ((draft.name, draft.text, _sortable(draft)) for draft in contents.drafts.values())
        self._db.executemany(
            "INSERT INTO drafts VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET time = max(time, excluded.time)",
            texts,
        )
        self._add_learner(contents)

    def erase(self) -> None:
        """Delete all that the learner left; the file remembers only that it did."""
        self._set_fact(f"forgot {self.identity}", "yes")
        self.name_anew()
        self._db.execute("DELETE FROM entries")
        self._db.execute("DELETE FROM drafts")
        self._db.execute("DELETE FROM facts WHERE name = 'learner'")

    def _add_learner(self, contents: Contents) -> None:
        known = Contents(learner=_read(LEARNER.validate_json, self._fact("learner")))
        learner = (contents | known).learner
        if contents.learner and learner:
            self._set_fact("learner", LEARNER.dump_json(learner).decode())

    def _fact(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def _set_fact(self, name: str, value: str) -> None:
        self._db.execute("REPLACE INTO facts VALUES (?, ?)", (name, value))


class Store:
    """The file at ``path``; each use opens it anew, so that nothing is held between two uses.

    A damaged file is moved aside and another begun; ``notice`` then says so.  Whatever else is in
    the way raises ``StoreError``, and nothing was changed.  ``patience`` is how many seconds to
    wait for another program that uses the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self._seen: FileNumber = None
        self._sound: FileNumber = None

    def read(self, work: Callable[[File], T], patience: float) -> T | None:
        """Return what ``work`` returns, or None if there is no file."""
        return self._guarded(lambda: self._transact(work, patience) if self._exists() else None)

    def write(self, work: Callable[[File], T], patience: float) -> T:
        """Return what ``work`` returns, once all that it changed is safe on the disk."""
        return self._guarded(lambda: self._transact(work, patience, write=True))

    def erase(self, patience: float) -> None:
        """Delete all that the learner left, in damaged files that were moved aside too."""
        self.read(lambda _: None, patience)  # If it is damaged, it is moved aside here.
        self._guarded(self._delete_damaged)
        self.notice = ""
        if self._guarded(self._exists):
            self.write(File.erase, patience)

    def _guarded(self, use: Callable[[], T]) -> T:
        with one_at_a_time:
            try:
                try:
                    return use()
                except _DamagedError:
                    self._move_aside()
                    return use()
            except (OSError, RuntimeError, sqlite3.Error, _DamagedError) as error:
                raise StoreError(self._reason(error)) from error

    def _place(self) -> Path:
        return self.path.expanduser()

    def _exists(self) -> bool:
        return self._place().exists()

    def _transact(self, work: Callable[[File], T], patience: float, write: bool = False) -> T:
        path = self._place()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._seen = _number(path)
        write = _version(path) < len(MIGRATIONS) or write
        try:
            with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as db:
                db.text_factory = lambda raw: raw.decode("utf-8", "replace")
                for pragma in PRAGMAS:
                    db.execute(f"PRAGMA {pragma}")
                db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                self._check(db)
                _migrate(db)
                result = work(File(db))
                db.execute("COMMIT")
        except sqlite3.Error as error:
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in DAMAGED:
                raise _DamagedError("it is damaged") from error
            raise
        return result

    def _check(self, db: sqlite3.Connection) -> None:
        """Look through the whole file when it is used for the first time."""
        if self._seen is None or self._seen != self._sound:
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise _DamagedError("it is damaged")
            self._sound = self._seen

    def _move_aside(self) -> None:
        path = self._place()
        if _number(path) != self._seen:
            return  # Another kernel was here first.
        try:
            aside = _free_name(path)
            try:
                path.replace(aside)
            except OSError:
                aside.unlink()
                raise
        except OSError as error:
            raise StoreError(f"the file {path} is damaged and cannot be moved aside") from error
        self.notice = (
            f"The record of your work was damaged. It is kept as {aside.name} in {aside.parent},"
            " and a new record was begun."
        )

    def _delete_damaged(self) -> None:
        path = self._place()
        for aside in path.parent.glob(f"{glob.escape(path.stem)}-damaged-*"):
            aside.unlink()

    def _reason(self, error: Exception) -> str:
        if isinstance(error, RuntimeError):
            return "the home folder cannot be found"
        number = getattr(error, "errno", None)
        name = getattr(error, "sqlite_errorname", errno.errorcode.get(number or 0, ""))
        for pattern, reason in REASONS.items():
            if re.search(pattern, name):
                return reason.format(self.path)
        return f"the file {self.path} cannot be used ({error})"


def _migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the newest version, within the transaction that needs it."""
    version = _known(db.execute("PRAGMA user_version").fetchone()[0])
    for step in MIGRATIONS[version:]:
        step(db)
    if version < len(MIGRATIONS):
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(path: Path) -> int:
    """Return the version in the head of the file, read without SQLite, which might write to it.

    Raises ``StoreError`` for a file of a newer version or of another program.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return 0
    if not head.startswith(MAGIC):
        return 0  # Empty, or damaged: SQLite will tell.
    version, owner = (int.from_bytes(head[at : at + 4], "big") for at in (60, 68))
    if owner != APPLICATION:
        raise StoreError(f"the file {path} belongs to another program and is left as it is")
    return _known(version)


def _known(version: int) -> int:
    if version > len(MIGRATIONS):
        raise StoreError("the record is of a newer version of the course and is left as it is")
    return version


def _number(path: Path) -> FileNumber:
    """Return what tells a file from another one of the same name, or None if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _free_name(path: Path) -> Path:
    """Take a dated name beside ``path`` that no file has, and hold it with an empty file."""
    day = dt.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    for number in count(1):
        free = path.with_name(f"{path.stem}-damaged-{day}-{number}{path.suffix}")
        with suppress(FileExistsError):
            free.open("xb").close()
            break
    return free


def _read(read: Callable[[Any], T], value: object) -> T | None:
    """Return what ``read`` makes of a value from the file, or None if the value is damaged."""
    try:
        return read(value)
    except (TypeError, ValueError):
        return None


def _draft(row: tuple[str, str, str]) -> Draft:
    return Draft(row[0], row[1], dt.datetime.fromisoformat(row[2]))


def _sortable(draft: Draft) -> str:
    return draft.time.isoformat(timespec="microseconds")
