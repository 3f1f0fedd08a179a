"""What Windows and macOS do otherwise: encoding, line ends, calls, and the names they refuse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from course_utils.record.record import Record
from tests.shipped import COURSES

ROOT = Path(__file__).resolve().parent.parent
# Where nothing says UTF-8, as on Windows: a text that is read or written without saying so fails.
ASCII = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
COMMANDS = """
import locale, sys
from course_utils import load_course
from course_utils.__main__ import main
assert "\\u201d".encode(locale.getencoding(), "ignore") == b""
for command in ("new c", "sheet c", "sheet c --from c/c.xlsx", "check c"):
    assert main(command.split()) == 0, command
for data in sys.argv[1:]:
    load_course(data)
"""
REFUSED = re.compile(r'.*([<>:"|?*\\\x00-\x1f]|[ .]$)|(con|prn|aux|nul|com\d|lpt\d)(\..*)?$', re.I)
# Windows takes 259 characters as a rule; the rest is for the folders above.
LONGEST = 120


def check_names(names: Iterable[str]) -> None:
    found = list(names)
    assert found
    assert not [name for name in found if any(map(REFUSED.match, name.split("/")))]
    assert not [name for name in found if len(name) > LONGEST]
    assert len({name.casefold() for name in found}) == len(found)


def run(*words: str | Path, cwd: Path) -> str:
    done = subprocess.run(words, cwd=cwd, env=os.environ | ASCII, capture_output=True)
    said = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git for Windows checks out, as it is set up there as a rule."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    folder = tmp_path_factory.mktemp("windows") / "clone"
    run("git", "clone", "-q", "--shared", "-c", "core.autocrlf=true", ROOT, folder, cwd=ROOT)
    return folder


def test_git_gives_every_system_the_same_bytes(clone: Path) -> None:
    ends = {line.split()[1] for line in run("git", "ls-files", "--eol", cwd=clone).splitlines()}
    assert ends <= {"w/lf", "w/none", "w/-text"}


def test_every_system_takes_the_names_of_the_files(clone: Path) -> None:
    check_names(filter(None, run("git", "ls-files", "-z", cwd=clone).split("\0")))


def test_commands_and_courses_run_where_nothing_says_utf_8(tmp_path: Path) -> None:
    data = [course / "data" for course in COURSES.values()]
    run(sys.executable, "-c", COMMANDS, *data, cwd=tmp_path)
    check_names(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))


def test_a_record_is_kept_where_folders_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    record = Record(tmp_path / "my-work" / "record")
    assert record.add_attempt("who", "v1", 2, "wrong", "hindsight")
    assert Record(record.path).attempts()
    check_names(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
