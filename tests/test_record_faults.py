"""What goes wrong with disks, kernels and files: nothing reported as saved is ever lost.

The short forms; ``tests/long/test_record_faults_long.py`` has the full ones.
"""

from __future__ import annotations

import errno
import os
import platform
import pwd
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from course_utils import record as record_module
from course_utils import store
from course_utils.exchange import load
from course_utils.record import Record, current_record

NOBODY = 65534
FILLER = "x" * 500


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-work" / "record.sqlite"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_module, "PATIENCE", 0.3)
    monkeypatch.setattr(record_module, "SHORT_PATIENCE", 0.05)


def answer(record: Record, response: object = FILLER) -> str:
    """Store an answer that must be reported as saved; return its identifier."""
    saved = record.add_attempt("who", "v", response, "right")
    assert saved, saved.sentence
    return saved.id


def ids(record: Record) -> set[str]:
    return {attempt.id for attempt in record.attempts()}


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as db:
        return bool(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


def goes_on_in_memory(record: Record, reason: str) -> str:
    """Check that an answer is not saved, that this is said, and that the answer is not lost.

    Return its identifier.
    """
    saved = record.add_attempt("who", "v", "in memory", "right")
    assert not saved
    assert saved.sentence.startswith("Not saved: ")
    for words in (saved.sentence, record.trouble):
        assert reason in words
        assert "download your work" in words
        assert not any(word in words for word in ("sqlite3", "database", "Errno", "Error"))
    assert saved.id in ids(record)
    assert saved.id in load(record.export()).entries
    assert not record.keep_draft("brief", "typed")
    assert record.draft("brief") == "typed"
    assert reason in record.trouble
    return saved.id


def is_saved_once_it_works(record: Record, held: set[str]) -> None:
    """Check that the next answer takes along what was held in memory."""
    held.add(answer(record))
    assert record.trouble == ""
    again = Record(record.path)
    assert held <= ids(again)
    assert again.draft("brief") == "typed"


# Killed while writing

WRITER = """
import sys
from pathlib import Path
from course_utils.record import Record
record = Record(Path(sys.argv[1]))
print("begun", flush=True)
for number in range(int(sys.argv[2])):
    saved = record.add_attempt(f"q{number}", "v", "x" * 500, "right")
    print(saved.id if saved else saved.sentence, flush=True)
    if number % 5 == 0:
        record.keep_draft("brief", "text " * number)
"""


def writer(path: Path, answers: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(answers)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)


def kill_while_writing(path: Path, seconds: float) -> set[str]:
    """Kill a kernel some time after it began to write; return what it reported as saved."""
    with writer(path, 10**6) as process:
        assert process.stdout
        assert process.stdout.readline() == "begun\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().split("\n")
    return set(lines[:-1])


def check_kills(folder: Path, runs: int, seed: int) -> None:
    """Kill ``runs`` kernels, eight to a file, so that some die while they begin the file."""
    moments = random.Random(seed)
    reported: set[str] = set()
    for run in range(runs):
        path = folder / f"{run // 8}.sqlite"
        reported = reported if run % 8 else set()
        reported |= kill_while_writing(path, moments.uniform(0, 0.15))
        record = Record(path)
        assert reported <= ids(record)
        assert (record.trouble, record.notice) == ("", "")
        assert not path.exists() or sound(path)
    assert reported


def test_a_killed_kernel_loses_nothing_that_was_reported_as_saved(tmp_path: Path) -> None:
    check_kills(tmp_path, runs=20, seed=20171124)


# Two kernels


def check_two_kernels(path: Path, answers: int) -> None:
    """Let two kernels store ``answers`` each at the same time; none may be lost or refused."""
    with writer(path, answers) as one, writer(path, answers) as two:
        printed = [process.communicate() for process in (one, two)]
    reported = [line for out, _ in printed for line in out.splitlines() if line != "begun"]
    assert [trouble for _, trouble in printed] == ["", ""]
    assert len(set(reported)) == 2 * answers
    assert set(reported) == ids(Record(path))
    assert sound(path)


def test_two_kernels_that_write_at_once_lose_nothing(path: Path) -> None:
    check_two_kernels(path, answers=50)


# 'Saved' only after the commit


class NoCommit(sqlite3.Connection):
    """A connection whose disk fails at the last moment."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "COMMIT":
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *values)


@contextmanager
def connecting(**options: Any) -> Iterator[None]:
    """Let the record connect to its file with other options."""
    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **k | options))
        yield


def test_nothing_is_reported_as_saved_when_the_commit_fails(path: Path) -> None:
    record = Record(path)
    first = answer(record)
    with connecting(factory=NoCommit):
        held = goes_on_in_memory(record, "cannot be used")
        assert ids(Record(path)) == set()
    assert ids(Record(path)) == {first}
    is_saved_once_it_works(record, {first, held})


class LateFailure(sqlite3.Connection):
    """A connection that reports a failure when all is on the disk already."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        done = super().execute(sql, *values)
        if sql == "COMMIT":
            raise sqlite3.OperationalError("disk I/O error")
        return done


def test_what_was_saved_though_a_failure_was_reported_is_there_once(path: Path) -> None:
    record = Record(path)
    first = answer(record)
    with connecting(factory=LateFailure):
        held = goes_on_in_memory(record, "cannot be used")
    is_saved_once_it_works(record, {first, held})
    assert len(record.attempts()) == 3


def test_a_code_made_while_nothing_could_be_saved_gives_way_to_the_one_in_the_file(
    path: Path,
) -> None:
    record = Record(path)
    with connecting(factory=NoCommit):
        random_code = record.learner_code()
        assert record.learner_code() == random_code
    Record(path).choose_learner_code("heron")
    answer(record)
    assert record.learner_code() == Record(path).learner_code() == "heron"


def test_a_commit_that_a_reader_holds_up_too_long_is_not_reported_as_saved(path: Path) -> None:
    record = Record(path)
    first = answer(record)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM entries").fetchone()
        held = goes_on_in_memory(record, "another program keeps the record locked")
    is_saved_once_it_works(record, {first, held})


# The disk is full


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Mount a disk of 100 KB at ``folder``, and tell whether that was possible."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True).returncode == 0
    except OSError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full_disk(folder: Path) -> Iterator[str]:
    """Take all room on the disk, really, or as near as this machine allows; yield what is said."""
    if os.path.ismount(folder):
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(512))
        yield "the disk is full"
        filler.unlink()
    else:
        with no_file_larger_than(1000):
            yield "cannot be used"


def test_on_a_full_disk_the_lesson_goes_on_in_memory(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    with small_disk(folder):
        record = Record(folder / "record.sqlite")
        saved = {answer(record) for _ in range(9)}
        with full_disk(folder) as reason:
            held = goes_on_in_memory(record, reason)
            assert saved <= ids(record)
            assert saved <= ids(Record(record.path))
        is_saved_once_it_works(record, saved | {held})
        assert sound(record.path)


def test_a_disk_that_is_full_from_the_start_is_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    with small_disk(folder):
        with full_disk(folder) as reason:
            record = Record(folder / "record.sqlite")
            held = goes_on_in_memory(record, reason)
        is_saved_once_it_works(record, {held})


class SixPages(sqlite3.Connection):
    """A connection for which the disk is full when the file has six pages."""

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        self.execute("PRAGMA max_page_count = 6")


def test_a_file_that_may_not_grow_is_a_full_disk(path: Path) -> None:
    record = Record(path)
    with connecting(factory=SixPages):
        saved: set[str] = set()
        while outcome := record.add_attempt("who", "v", FILLER, "right"):
            saved.add(outcome.id)
        goes_on_in_memory(record, "the disk is full")
        assert ids(Record(path)) == saved
    is_saved_once_it_works(record, saved | {outcome.id})


# Folders that cannot be written to


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Give up the rights of root for a while, if this is root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


def test_in_a_read_only_folder_the_lesson_goes_on_in_memory(open_folder: Path) -> None:
    folder = open_folder / "my-work"
    with bound_by_permissions():
        saved = {answer(Record(folder / "record.sqlite"))}
        folder.chmod(0o555)
        record = Record(folder / "record.sqlite")
        assert ids(record) == saved
        assert record.trouble == ""
        held = goes_on_in_memory(record, f"record.sqlite cannot be written in the folder {folder}")
        assert ids(record) == saved | {held}
        folder.chmod(0o777)
        is_saved_once_it_works(record, saved | {held})


def test_a_read_only_file_is_said_and_its_answers_stay_readable(open_folder: Path) -> None:
    path = open_folder / "record.sqlite"
    with bound_by_permissions():
        saved = {answer(Record(path))}
        path.chmod(0o444)
        record = Record(path)
        assert (
            saved
            < saved | {goes_on_in_memory(record, "cannot be written in the folder")}
            == ids(record)
        )


def test_a_folder_that_cannot_be_made_is_said(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    with bound_by_permissions():
        record = Record(open_folder / "my-work" / "record.sqlite")
        goes_on_in_memory(record, f"cannot be written in the folder {open_folder / 'my-work'}")


@pytest.mark.parametrize("place", ["file/record.sqlite", "file/below/record.sqlite", "folder"])
def test_a_path_that_can_hold_no_file_is_said(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a regular file")
    (tmp_path / "folder").mkdir()
    goes_on_in_memory(Record(tmp_path / place), "cannot be written in the folder")
    assert (tmp_path / "file").read_text() == "a regular file"


def test_without_a_home_folder_the_lesson_goes_on_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_RECORD", "~/record.sqlite")
    goes_on_in_memory(current_record(), "the home folder cannot be found")
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_folder_a_record_elsewhere_works(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    monkeypatch.setenv("COURSE_RECORD", str(path))
    assert answer(current_record()) in ids(Record(path))


def test_a_working_folder_that_was_deleted_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    monkeypatch.setenv("COURSE_RECORD", "my-work/no-such-folder.sqlite")
    goes_on_in_memory(current_record(), "cannot be written in the folder")


# Locks

NO_LOCKS = """
import ctypes, errno, fcntl, platform, struct, sys
from pathlib import Path
from course_utils import record as module
from course_utils.record import Record

number = {"x86_64": 72, "aarch64": 25}[platform.machine()]  # of the system call fcntl
load, equal, give = 0x20, 0x15, 0x06
filter = [
    (load, 0, 0, 0), (equal, 0, 4, number),
    (load, 0, 0, 24), (equal, 1, 0, fcntl.F_SETLK), (equal, 0, 1, fcntl.F_SETLKW),
    (give, 0, 0, 0x00050000 | errno.ENOLCK), (give, 0, 0, 0x7FFF0000),
]
steps = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in filter))
program = struct.pack("HxxxxxxP", len(filter), ctypes.addressof(steps))
system = ctypes.CDLL(None)
assert system.prctl(38, 1, 0, 0, 0) == 0  # no new privileges
assert system.prctl(22, 2, program, 0, 0) == 0  # from now on no lock is given

module.PATIENCE = module.SHORT_PATIENCE = 0.1
record = Record(Path(sys.argv[1]))
saved = record.add_attempt("who", "v", 1, "right")
assert not saved and len(record.attempts()) == 1 and record.export()
print(saved.sentence)
"""


@pytest.mark.skipif(platform.system() != "Linux", reason="takes locks away as only Linux can")
def test_on_a_disk_without_locks_the_lesson_goes_on_in_memory(path: Path) -> None:
    answer(Record(path))
    command = [sys.executable, "-c", NO_LOCKS, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    assert "this disk cannot lock files, as some network disks" in done.stdout


def test_a_lock_that_the_disk_fails_to_give_is_said(path: Path) -> None:
    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorname = "SQLITE_IOERR_LOCK"
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK

    def fail(*_: object, **__: object) -> sqlite3.Connection:
        raise failure

    record = Record(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", fail)
        held = goes_on_in_memory(record, "this disk cannot lock files")
    is_saved_once_it_works(record, {held})


def test_a_record_that_another_program_keeps_locked_is_said(path: Path) -> None:
    record = Record(path)
    first = answer(record)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        held = goes_on_in_memory(record, "another program keeps the record locked")
        assert first in ids(record)
    is_saved_once_it_works(record, {first, held})


# Damaged files


def overwrite(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def overwrite_index(path: Path) -> None:
    """Damage what is not looked at when answers are read."""
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_entries%'"
        page = db.execute(query).fetchone()[0]
    overwrite(path, 4096 * (page - 1), b"\xff" * 4096)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "another kind of file": lambda path: path.write_bytes(b"%PDF-1.7 " + bytes(9000)),
    "a few bytes": lambda path: path.write_bytes(b"oh"),
    "half of it": lambda path: os.truncate(path, path.stat().st_size // 2),
    "its first page": lambda path: overwrite(path, 100, b"\xff" * 400),
    "a later page": lambda path: overwrite(path, 4096, b"\xff" * 9000),
    "an index": overwrite_index,
    "nothing but zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_moved_aside_and_a_new_one_begun(
    damage: Callable[[Path], object], path: Path
) -> None:
    for _ in range(40):
        answer(Record(path))
    damage(path)
    before = path.read_bytes()
    record = Record(path)
    assert record.attempts() == ()
    (aside,) = path.parent.glob("record-damaged-20??-??-??-*.sqlite")
    assert aside.read_bytes() == before
    assert aside.name in record.notice
    assert "a new record was begun" in record.notice
    saved = record.add_attempt("who", "v", 1, "right")
    assert saved.sentence == f"Saved. {record.notice}"
    assert record.add_attempt("who", "v", 2, "right").sentence == "Saved."
    assert record.trouble == ""
    assert len(Record(path).attempts()) == 2
    assert sound(path)


def test_no_damaged_file_replaces_an_earlier_one(path: Path) -> None:
    answer(Record(path))
    for number in range(5):
        path.write_bytes(f"damage {number}".encode())
        assert Record(path).attempts() == ()
    aside = {found.read_bytes() for found in path.parent.glob("record-damaged-*")}
    assert aside == {f"damage {number}".encode() for number in range(5)}


@pytest.mark.parametrize("reads_first", [True, False])
def test_what_this_session_saved_outlives_the_damage(reads_first: bool, path: Path) -> None:
    record = Record(path)
    saved = {answer(record) for _ in range(3)}
    path.write_bytes(b"damage")
    if reads_first:
        assert ids(record) == saved
    saved.add(answer(record))
    assert ids(record) == ids(Record(path)) == saved


@pytest.mark.parametrize("remove", [Path.unlink, lambda path: os.truncate(path, 0)])
def test_what_this_session_saved_outlives_the_loss_of_the_file(
    remove: Callable[[Path], object], path: Path
) -> None:
    record = Record(path)
    saved = {answer(record) for _ in range(3)}
    remove(path)
    assert ids(record) == saved
    saved.add(answer(record))
    assert ids(Record(path)) == saved


def test_what_this_session_saved_goes_into_the_file_that_another_kernel_begins(path: Path) -> None:
    one, two = Record(path), Record(path)
    saved = {answer(one), answer(two)}
    path.write_bytes(b"damage")
    saved |= {answer(two), answer(one)}
    assert ids(Record(path)) == saved
    assert len(list(path.parent.glob("record-damaged-*"))) == 1


def test_the_journal_of_a_lost_file_does_no_harm_to_the_next(path: Path) -> None:
    for text in ("a first file", "another"):
        answer(Record(path), text)
    with writer(path, 10**6) as process:
        journal = path.with_name("record.sqlite-journal")
        for _ in range(10**6):
            with suppress(FileNotFoundError):
                left = journal.read_bytes()
                if left:
                    break
        process.kill()
    path.unlink()
    journal.write_bytes(left)
    record = Record(path)
    saved = {answer(record)}
    assert ids(Record(path)) == saved
    assert record.notice == ""


def test_a_file_that_another_kernel_began_meanwhile_is_not_moved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(Record(path))
    path.write_bytes(b"damage")
    connect = sqlite3.connect

    def after_another(*values: Any, **options: Any) -> sqlite3.Connection:
        """See the damage, but only after another kernel saw it too and began a new file."""
        monkeypatch.setattr(sqlite3, "connect", connect)
        answer(Record(path))
        failure = sqlite3.DatabaseError("file is not a database")
        failure.sqlite_errorcode = sqlite3.SQLITE_NOTADB
        raise failure

    monkeypatch.setattr(sqlite3, "connect", after_another)
    assert len(Record(path).attempts()) == 1
    assert len(list(path.parent.glob("record-damaged-*"))) == 1


def test_a_damaged_file_that_cannot_be_moved_is_said(open_folder: Path) -> None:
    path = open_folder / "my-work" / "record.sqlite"
    with bound_by_permissions():
        answer(Record(path))
        path.write_bytes(b"damage")
        path.parent.chmod(0o555)
        goes_on_in_memory(Record(path), "is damaged and cannot be moved aside")
        assert path.read_bytes() == b"damage"
        assert len(list(path.parent.iterdir())) == 1
        path.parent.chmod(0o777)


def test_a_damaged_file_that_is_in_use_elsewhere_stays_and_no_other_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "in use by another process")

    answer(Record(path))
    path.write_bytes(b"damage")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        goes_on_in_memory(Record(path), "is damaged and cannot be moved aside")
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_row_hides_no_other(path: Path) -> None:
    record = Record(path)
    kept = [answer(record) for _ in range(3)]
    record.keep_draft("brief", "text")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE entries SET entry = substr(entry, 9) WHERE id = ?", (kept[0],))
        db.execute("UPDATE entries SET entry = CAST(x'ff7b' AS TEXT) WHERE id = ?", (kept[1],))
        db.execute("UPDATE drafts SET time = 'once'")
    again = Record(path)
    assert ids(again) == set(kept[2:])
    assert again.draft("brief") is None
    assert "3 of your entries cannot be read" in again.notice
    assert answer(again)


def test_forgetting_deletes_damaged_files_too(path: Path) -> None:
    record = Record(path)
    answer(record)
    path.write_bytes(b"damage")
    answer(record)
    path.write_bytes(b"more damage")
    assert record.forget()
    assert record.notice == ""
    assert list(path.parent.glob("record-damaged-*")) == []
    assert Record(path).attempts() == ()


def test_forgetting_says_when_it_cannot(open_folder: Path) -> None:
    path = open_folder / "my-work" / "record.sqlite"
    with bound_by_permissions():
        record = Record(path)
        answer(record)
        path.parent.chmod(0o555)
        saved = record.forget()
        assert not saved
        assert "could not be deleted" in saved.sentence
        path.parent.chmod(0o777)


# Versions


@pytest.mark.parametrize("write_first", [True, False])
def test_an_older_file_is_brought_forward_with_all_it_holds(
    write_first: bool, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = {answer(Record(path))}
    with monkeypatch.context() as patch:
        patch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, add_one_question))
        record = Record(path)
        if write_first:
            saved.add(answer(record))
        assert ids(record) >= saved
        assert record.attempts("made-up")
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert len(Record(path).attempts("made-up")) == 1


def add_one_question(db: sqlite3.Connection) -> None:
    """A second version that exists only here."""
    entry = db.execute("SELECT entry FROM entries").fetchone()[0].replace('"who"', '"made-up"')
    name = entry.split('"id":"')[1][:36]
    other = name[:-1] + ("0" if name[-1] != "0" else "1")
    row = (other, "made-up", entry.replace(name, other))
    db.execute("INSERT INTO entries VALUES (?, ?, ?)", row)


def test_a_step_forward_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM entries")
        db.execute("no such statement")

    saved = {answer(Record(path))}
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, fails))
        record = Record(path)
        assert not record.add_attempt("who", "v", 1, "right")
        assert record.trouble
    assert path.read_bytes() == before
    assert ids(Record(path)) == saved


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_file_of_a_newer_version_is_left_untouched(journal: str, path: Path) -> None:
    answer(Record(path))
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("PRAGMA user_version = 7")
        db.commit()
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    record = Record(path)
    assert record.attempts() == ()
    goes_on_in_memory(record, "is of a newer version of the course and is left as it is")
    assert not record.forget()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, stamp)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_another_program_is_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "photos.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE photos (name TEXT)")
        db.commit()
    before = path.read_bytes()
    goes_on_in_memory(Record(path), "belongs to another program and is left as it is")
    assert path.read_bytes() == before


def test_the_file_is_safe_on_network_disks_and_durable(path: Path) -> None:
    """A lock from the first, a rollback journal, every commit written through, one file alone."""
    settings: dict[str, object] = {}

    def look(file: store.File) -> None:
        locked = pytest.raises(sqlite3.OperationalError, match="locked")
        with closing(sqlite3.connect(path, timeout=0)) as other, locked:
            other.execute("BEGIN IMMEDIATE")
        for name in ("journal_mode", "synchronous"):
            settings[name] = file._db.execute(f"PRAGMA {name}").fetchone()[0]

    answer(Record(path))
    store.Store(path).write(look, 1)
    assert settings == {"journal_mode": "delete", "synchronous": 2}
    assert list(path.parent.iterdir()) == [path]


def test_trouble_is_named_by_what_the_system_reports(path: Path) -> None:
    reasons = [
        (OSError(errno.ENOSPC, "x"), "the disk is full"),
        (OSError(errno.EDQUOT, "x"), "the disk is full"),
        (OSError(errno.EROFS, "x"), "cannot be written in the folder"),
        (OSError(errno.ENOLCK, "x"), "cannot lock files"),
    ]
    for error, reason in reasons:

        def fail(*_: object, error: OSError = error, **__: object) -> sqlite3.Connection:
            raise error

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", fail)
            goes_on_in_memory(Record(path), reason)
