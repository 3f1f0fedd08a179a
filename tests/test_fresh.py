"""What `fresh` sets back, what it keeps, and that it stops before it has changed anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from course_utils.__main__ import main
from course_utils.kit.fresh import AS_DELIVERED, fresh
from tests.test_record_faults import as_user
from tools.notebooks import deliver

NOON = datetime(2030, 1, 2, 12, 0, 0)
COPIES = "my-work/notebooks-2030-01-02-120000"
NOBODY = 65534
NOTHING = "Nothing to do: the notebooks are as delivered."


@pytest.fixture
def course() -> Iterator[Path]:
    """Two courses as delivered, in a folder that any user can reach and whose name pytest hates."""
    with tempfile.TemporaryDirectory(prefix="my [course] ") as name:
        root = Path(name)
        for folder in (root / "notebooks", root / "courses" / "second" / "notebooks"):
            folder.mkdir(parents=True)
            (folder / "a.ipynb").write_text("delivered a")
            (folder / "b.ipynb").write_text("delivered b")
            deliver(folder)
        (root / "data").mkdir()
        (root / "data" / "datapackage.json").touch()
        for place in (root, *root.rglob("*")):
            place.chmod(0o777 if place.is_dir() else 0o666)
        yield root


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def change(course: Path) -> dict[str, bytes]:
    """Change and delete notebooks and add one; return what the course must hold afterwards."""
    own = course / "notebooks" / "mine.ipynb"
    own.write_text("my own")
    after = contents(course)
    (course / "notebooks" / "a.ipynb").write_text("my answers")
    (course / "notebooks" / "b.ipynb").unlink()
    (course / "courses/second/notebooks/a.ipynb").write_text("my second")
    kept = {f"{COPIES}/a.ipynb": b"my answers", f"{COPIES}/second/a.ipynb": b"my second"}
    return after | kept


def test_what_was_changed_is_kept_and_set_back_and_no_earlier_copy_is_overwritten(
    course: Path,
) -> None:
    after = change(course)
    told = fresh(course, NOON)
    assert contents(course) == after
    assert told.splitlines() == [
        f"notebooks/a.ipynb is as delivered again (your version is in {COPIES}/)",
        "notebooks/b.ipynb is as delivered again",
        f"courses/second/notebooks/a.ipynb is as delivered again (your version is in {COPIES}/second/)",
    ]
    assert fresh(course, NOON) == NOTHING
    (course / "notebooks" / "a.ipynb").write_text("more answers")
    with pytest.raises(ValueError, match=r"Nothing was changed\. .*120000: File exists\.$"):
        fresh(course, NOON)
    assert contents(course) == after | {"notebooks/a.ipynb": b"more answers"}


@pytest.mark.parametrize("pulls", [0, 2])
def test_what_nbgitpuller_has_committed_is_set_back_to_what_the_course_released(
    course: Path, tmp_path: Path, pulls: int
) -> None:
    git(course, "init", "--quiet", "--initial-branch=main")
    git(course, "add", ".")
    git(course, "commit", "--quiet", "--message", "Release")
    git(tmp_path, "clone", "--quiet", str(course), "pulled")
    pulled = tmp_path / "pulled"
    (pulled / "notebooks" / "a.ipynb").write_text("my answers")
    for number in range(pulls):
        (course / "notebooks" / "b.ipynb").write_text(f"released {number}")
        deliver(course / "notebooks")
        git(course, "commit", "--quiet", "--all", "--message", "Release again")
        git(pulled, "commit", "--quiet", "--all", "--allow-empty", "--message", "Pull")
        git(pulled, "fetch", "--quiet")
        git(pulled, "merge", "--quiet", "-X", "ours", "--no-edit", "origin/main")
    git(pulled, "commit", "--quiet", "--all", "--allow-empty", "--message", "Pull")
    assert fresh(pulled, NOON).startswith("notebooks/a.ipynb is as delivered again")
    assert contents(pulled) == contents(course) | {f"{COPIES}/a.ipynb": b"my answers"}


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(b"a.ipynb") + 8] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "trouble"),
    [
        (Path.unlink, "is missing: nothing here says how"),
        (lambda path: path.write_text("<!DOCTYPE html>"), r"is damaged: File is not a zip file\."),
        (cut, "is damaged: "),
        (flip, "is damaged: "),
    ],
)
def test_without_a_sound_zip_file_nothing_is_changed_and_the_way_out_is_named(
    course: Path, harm: Callable[[Path], object], trouble: str
) -> None:
    change(course)
    for file in course.rglob(AS_DELIVERED):
        harm(file)
    before = contents(course)
    with pytest.raises(ValueError, match=trouble) as stopped:
        fresh(course, NOON)
    assert f"{course}/notebooks/{AS_DELIVERED} " in str(stopped.value)
    assert "Get the course again" in str(stopped.value)
    assert contents(course) == before


def test_a_further_course_that_nobody_delivered_is_left_as_it_is(course: Path) -> None:
    change(course)
    (course / "courses/second/notebooks" / AS_DELIVERED).unlink()
    assert len(fresh(course, NOON).splitlines()) == 2
    assert (course / "courses/second/notebooks/a.ipynb").read_text() == "my second"


@pytest.mark.parametrize(
    ("place", "mode"),
    [("notebooks", 0o555), ("notebooks/a.ipynb", 0o444), ("my-work", 0o555), (".", 0o555)],
)
@pytest.mark.parametrize("whose", ["mine", "somebody else's"])
def test_what_cannot_be_written_stops_all_with_the_true_reason(
    course: Path, place: str, mode: int, whose: str
) -> None:
    change(course)
    if place == "my-work":
        (course / place).mkdir()
    (course / place).chmod(mode)
    if whose == "mine" and os.geteuid() == 0:
        os.chown(course / place, NOBODY, NOBODY)
    before = contents(course)
    with as_user(NOBODY):
        with pytest.raises(
            ValueError, match=r"^Nothing was changed\. .*: Permission denied"
        ) as stop:
            fresh(course, NOON)
        foreign = whose != "mine" and os.getuid() == 0
        assert ("it belongs to somebody else" in str(stop.value)) == foreign
    (course / place).chmod(0o777)
    assert contents(course) == before


def test_a_disk_that_gets_full_leaves_no_half_copy(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(course)
    before, copy = contents(course), shutil.copy2

    def fill(source: Path, to: Path) -> Path:
        if "courses" in source.parts:  # the second
            raise OSError(28, "No space left on device")
        return copy(source, to)

    monkeypatch.setattr(shutil, "copy2", fill)
    with pytest.raises(ValueError, match=r"^Nothing was changed\. The disk: No space left"):
        fresh(course, NOON)
    assert contents(course) == before


def test_what_is_stopped_halfway_is_finished_by_the_next_call_and_nothing_is_lost(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, replace = change(course), Path.replace

    def once(path: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", die)
        return replace(path, target)

    def die(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(KeyboardInterrupt):
        fresh(course, NOON)
    monkeypatch.undo()
    assert (course / "notebooks/a.ipynb").read_text() == "delivered a"
    fresh(course, NOON.replace(hour=13))
    held = contents(course)
    later = f"{COPIES[:-6]}130000/second/a.ipynb"
    assert held.pop(later) == b"my second"
    assert held == after


def test_the_command_works_from_within_the_course_and_elsewhere_says_so(
    course: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(course)
    monkeypatch.chdir(course / "notebooks")
    assert main(["fresh"]) == 0
    assert "a.ipynb is as delivered again (your version is in my-work/" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    assert main(["fresh"]) == 1
    assert f"There is no course in {tmp_path}, or above it." in capsys.readouterr().err
