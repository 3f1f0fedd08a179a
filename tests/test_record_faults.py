"""What goes wrong with disks, kernels, files and users: nothing reported as saved is ever lost.

The short forms; ``tests/long/test_record_faults_long.py`` has the full ones.
"""

from __future__ import annotations

import errno
import os
import pwd
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from course_utils.record.exchange import load
from course_utils.record.folder import Folder, place_of_record
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from tests.tiny_course import write_tiny_course

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-work" / "record"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user can reach."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


def answer(record: Record, response: object = "x" * 500) -> str:
    """Store an answer that must be reported as saved; return its identifier."""
    saved = record.add_attempt("who", "v", response, "right")
    assert saved, saved.sentence
    return saved.id


def ids(record: Record) -> set[str]:
    return {attempt.id for attempt in record.attempts()}


def files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl"))


def goes_on_in_memory(record: Record, reason: str) -> str:
    """Check that an answer is not saved, that this is said, and that it is not lost; return its id.

    What the system calls the error is not said.
    """
    saved = record.add_attempt("who", "v", "in memory" * 500, "right")
    assert (saved.yes, saved.sentence[:11]) == (False, "Not saved: ")
    for words in (saved.sentence, record.trouble):
        assert reason in words
        assert "download your work" in words
        assert "Err" not in words
    assert saved.id in ids(record) & {event.id for event in load(record.export())}
    assert not record.keep_draft("brief", "typed")
    assert record.draft("brief") == "typed"
    return saved.id


def is_saved_once_it_works(record: Record, held: set[str]) -> None:
    """Check that the next answer takes along what was held in memory."""
    held.add(answer(record))
    again = Record(record.path)
    assert (record.trouble, ids(again)) == ("", held)
    assert (again.draft("brief"), again.notice) == ("typed", "")


# Killed while writing, and several at once

WRITER = """
import sys
from course_utils.record.record import Record
record = Record(sys.argv[1])
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


def check_kills(folder: Path, runs: int, seed: int) -> None:
    """Kill ``runs`` kernels, eight to a record, so that some die while they begin one."""
    moments = random.Random(seed)
    reported: dict[Path, set[str]] = defaultdict(set)
    for run in range(runs):
        path = folder / str(run // 8)
        with writer(path, 10**6) as process:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            time.sleep(moments.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            reported[path].update(process.stdout.read().split("\n")[:-1])
        record = Record(path)
        assert reported[path] <= ids(record)
        assert (record.trouble, record.notice) == ("", "")
    assert any(reported.values())


def check_kernels_at_once(path: Path, kernels: int, answers: int) -> None:
    """Let kernels store ``answers`` each at the same time; none may be lost or refused."""
    printed = [process.communicate() for process in [writer(path, answers) for _ in range(kernels)]]
    reported = {line for out, _ in printed for line in out.splitlines()} - {"begun"}
    assert [trouble for _, trouble in printed] == [""] * kernels
    assert len(reported) == kernels * answers
    assert reported == ids(Record(path))


def test_a_killed_kernel_loses_nothing_that_was_reported_as_saved(tmp_path: Path) -> None:
    check_kills(tmp_path, runs=16, seed=20171124)


def test_kernels_that_write_at_once_lose_nothing(path: Path) -> None:
    check_kernels_at_once(path, kernels=3, answers=40)


# 'Saved' only after fsync


@contextmanager
def failing(name: str, error: OSError) -> Iterator[None]:
    """Let a function of the system fail after it has done its work."""
    work = getattr(os, name)

    def fail(*values: object) -> object:
        result = work(*values)
        if name == "open":
            os.close(result)
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, name, fail)
        yield


@pytest.mark.parametrize("number", [0, errno.EINVAL, errno.EIO])
def test_files_and_their_names_are_written_through_where_the_system_has_that(
    number: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    sync = os.fsync

    def note(opened: int) -> None:
        synced.append(Path(f"/proc/self/fd/{opened}").readlink())
        if number and synced[-1].is_dir():
            raise OSError(number, "x")
        sync(opened)

    monkeypatch.setattr(os, "fsync", note)
    record = Record(path)
    saved = [record.add_attempt("who", "v", 1, "right").yes for _ in range(2)]
    assert saved == [number != errno.EIO] * 2, "a disk that fails is another thing"
    if all(saved):
        (file,) = files(path)
        assert synced == [path.parent, path.parent.parent, file, path, file]


def test_after_half_a_line_the_kernel_goes_on_in_a_new_file(path: Path) -> None:
    record = Record(path)
    saved = {answer(record)}
    (first,) = files(path)
    with no_file_larger_than(first.stat().st_size + 100):
        saved.add(answer(record, 1))
    assert not first.read_bytes().endswith(b"\n"), "half a line is there"
    saved.add(answer(record, 2))
    again = Record(path)
    assert (ids(again), again.notice, len(files(path))) == (saved, "", 2)


# What cannot be written to, or is no folder


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    ("call", "number", "named"),
    [
        ("open", errno.ENOSPC, "the disk is full"),
        ("open", errno.EACCES, "no file can be written in the folder"),
        ("fsync", errno.EIO, "no file can be written in the folder"),
    ],
)
def test_trouble_is_named_and_nothing_is_called_saved_before_the_disk_has_it(
    call: str, number: int, named: str, path: Path
) -> None:
    record = Record(path)
    saved = {answer(record)}
    with failing(call, OSError(number, "x")):
        assert ids(Record(path)) == saved
        held = goes_on_in_memory(record, named)
        said = Record(path).forget()
        assert (said.yes, "could not be deleted" in said.sentence) == (False, True)
    written = [file.read_bytes().count(held.encode()) for file in files(path)]
    is_saved_once_it_works(record, saved | {held})
    again = [file.read_bytes().count(held.encode()) for file in files(path)]
    assert sum(again) > sum(written), "what the disk did not take is written once more"


@contextmanager
def as_user(number: int) -> Iterator[None]:
    """Be another user for a while; who may not, is taken for that user by the course at least."""
    with pytest.MonkeyPatch.context() as patch:
        if os.geteuid() == 0:
            os.seteuid(number)
        elif number != NOBODY:
            patch.setattr(os, "geteuid", lambda: number)
        try:
            yield
        finally:
            if os.getuid() == 0:
                os.seteuid(0)


def test_a_file_without_permission_is_left_for_a_new_one_and_said_until_it_can_be_read(
    open_folder: Path,
) -> None:
    with as_user(NOBODY):
        record = Record(open_folder)
        saved = {answer(record)}
        (file,) = files(open_folder)
        file.chmod(0o444)
        saved.add(answer(record))
        file.chmod(0)
        again = Record(open_folder)
        assert (len(ids(again)), "cannot be read" in again.notice) == (1, True)
        file.chmod(0o600)
        assert (ids(again), again.notice, len(files(open_folder))) == (saved, "", 2)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("file", "is no folder, and is left"),
        ("pipe", "is no folder, and is left"),
        ("file/below", "in the folder"),
        ("gone/record", "in the folder"),
        ("~/record", "the home folder cannot be found"),
    ],
)
def test_without_a_folder_the_lesson_goes_on_in_memory_and_what_is_there_is_left_alone(
    place: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("a regular file")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").mkdir()
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    monkeypatch.chdir(tmp_path / "gone")
    if place[0] in "g~":  # there is no working folder either
        (tmp_path / "gone").rmdir()
    before = {each: (each.lstat().st_mode, each.lstat().st_mtime_ns) for each in tmp_path.iterdir()}
    given = place.removeprefix("gone/") if place[0] in "g~" else str(tmp_path / place)
    monkeypatch.setenv("COURSE_RECORD", given)
    record = current_record()
    goes_on_in_memory(record, reason)
    assert place_of_record(tmp_path)[0] == tmp_path / "my-work" / "record"
    assert bool(record.forget()) == (place[0] in "g~")
    after = {each: (each.lstat().st_mode, each.lstat().st_mtime_ns) for each in tmp_path.iterdir()}
    assert after == before


# Damaged and lost files


def change(path: Path, begin: int, length: int, sign: bytes) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:begin] + sign * length + data[begin + length :])


# How many of eight answers another kernel reads then, and whether it says so.
DAMAGE: dict[str, tuple[int, bool, Callable[[Path], object]]] = {
    "another kind of file": (0, True, lambda path: path.write_bytes(b"%PDF-1.7 \n" + bytes(900))),
    "the second half": (4, False, lambda path: os.truncate(path, path.stat().st_size // 2)),
    "a letter": (7, True, lambda path: change(path, 100, 1, b"y")),
    "its middle": (7, True, lambda path: change(path, path.stat().st_size // 2, 400, b"\xff")),
    "zeros at its end": (8, False, lambda path: change(path, path.stat().st_size, 900, b"\0")),
    "nothing but zeros": (0, False, lambda path: change(path, 0, path.stat().st_size, b"\0")),
    "all of it": (0, False, Path.unlink),
    "the folder": (0, False, lambda path: shutil.rmtree(path.parent)),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("reads_first", [True, False])
def test_damage_hides_nothing_else_and_nothing_that_this_session_saved(
    damage: str, reads_first: bool, path: Path
) -> None:
    left, said, spoil = DAMAGE[damage]
    record = Record(path)
    saved = {answer(record) for _ in range(8)}
    spoil(files(path)[0])
    again = Record(path)
    assert (len(ids(again)), bool(again.notice)) == (left, said)
    if reads_first:
        assert ids(record) == saved
    saved.add(answer(record))
    assert ids(record) == ids(Record(path)) == saved
    assert record.trouble == ""


@pytest.mark.parametrize("order", [1, -1], ids=["before it is written", "before it is read back"])
def test_another_notebook_that_deletes_the_record_meanwhile_loses_no_answer(
    order: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(path)
    first = answer(record)
    append = Folder.append

    def meanwhile(*values: Any, **named: Any) -> None:
        monkeypatch.setattr(Folder, "append", append)
        write = partial(append, *values, **named)
        steps: list[Callable[[], object]] = [Record(path).forget, write]
        for step in steps[::order]:
            step()

    monkeypatch.setattr(Folder, "append", meanwhile)
    last = answer(record, "last")
    assert ids(Record(path)) == ids(record) == {last} != {first}


# Synchronised folders


def test_a_synchronised_folder_with_conflict_copies_loses_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    one = Record(here)
    saved = {answer(one, number) for number in range(3)}
    one.keep_draft("brief", "one")
    shutil.copytree(here, there)
    two = Record(there)
    saved |= {answer(one, 3), answer(two, 4)}
    two.keep_draft("brief", "two")
    (mine,) = files(here)
    # As if both had written to the same file: the program sets one aside and takes the other.
    mine.rename(mine.with_stem(f"{mine.stem} (conflicted copy 2017-11-26)"))
    shutil.copytree(there, here, dirs_exist_ok=True)
    saved.add(answer(one, 5))
    for place in (one, Record(here)):
        assert (ids(place), place.notice) == (saved, "")
        assert {draft.text for draft in place.texts("brief")} == {"one", "two"}
    one.forget()
    shutil.copytree(there, here, dirs_exist_ok=True)
    assert ids(Record(here)) == set()


# One folder, several users


def test_users_of_one_folder_have_each_their_own_record(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A teacher whose home the course is in, a student, and one who finds a folder ``my-work``."""
    monkeypatch.delenv("COURSE_RECORD")
    course = load_course(write_tiny_course(open_folder / "teacher" / "course" / "data"))
    users = {"teacher": 40001, "student": 40002, "other": 40003}
    if os.geteuid() == 0:
        for folder in (open_folder / "teacher").rglob("*"):
            os.chown(folder, users["teacher"], users["teacher"])
            folder.chmod(0o777)
    for user, number in users.items():
        home = open_folder / user
        home.mkdir(exist_ok=True)
        home.chmod(0o777)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
        with as_user(number):
            record, again = (Record(*place_of_record(course.folder.parent)) for _ in range(2))
            assert record.is_empty
            answer(record, user)
            assert [each.response for each in again.attempts()] == [user]
            assert record.path.is_relative_to(home)
            assert str(record.path) in again.about
            assert ("belongs to somebody else" in again.about) == (user != "teacher")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_moves_no_record_into_the_home(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    (tmp_path / "course").mkdir()

    def fail(**_: object) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(tempfile, "TemporaryFile", fail)
    place, _ = place_of_record(tmp_path / "course")
    assert place.is_relative_to(tmp_path / ("course" if number == errno.ENOSPC else "home"))


def test_a_record_lies_beside_its_course_or_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_RECORD", "elsewhere/mine")
    found = current_record()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert answer(found)
    assert files(tmp_path / "elsewhere" / "mine")
    assert current_record() is not found
    monkeypatch.delenv("COURSE_RECORD")
    course = load_course(write_tiny_course(tmp_path / "data"))
    assert current_record().path == tmp_path / "my-work" / "record"
    assert current_record(course) is current_record()
