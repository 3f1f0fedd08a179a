"""Which course `lab` opens, and what it tells JupyterLab; a real one is in `tests/long/`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jupyterlab.labapp import LabApp

from course_utils.__main__ import main
from course_utils.kit import lab
from tests.tiny_course import write_tiny_course

COPY = "reading-a-policy-argument"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What JupyterLab would be called with."""
    words: list[str] = []
    monkeypatch.setattr(LabApp, "launch_instance", lambda given: words.extend(given))
    return words


def write_course(folder: Path) -> Path:
    write_tiny_course(folder / "data")
    (folder / "notebooks").mkdir()
    (folder / "notebooks" / "00-start.ipynb").write_text("delivered")
    (folder / "notebooks" / ".as-delivered.zip").write_bytes(b"zip")
    return folder


def test_from_anywhere_within_a_course_it_opens_that_at_the_first_lesson_for_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    course = write_course(tmp_path / "IR seminar [2026]")
    write_course(course / "courses" / "second")
    monkeypatch.chdir(course / "notebooks")
    assert main(["lab", "--", "--no-browser", "--port=9999"]) == 0
    assert opened[-2:] == ["--no-browser", "--port=9999"]
    assert "--ServerApp.ip=127.0.0.1" in opened
    assert f"--ServerApp.root_dir={course}" in opened
    assert "--LabApp.default_url=/lab/tree/notebooks/00-start.ipynb" in opened
    assert ("--allow-root" in opened) == (os.geteuid() == 0)
    (course / "courses/second/notebooks/00-start.ipynb").unlink()
    monkeypatch.chdir(course / "courses" / "second")
    opened.clear()
    assert main(["lab"]) == 0
    assert f"--ServerApp.root_dir={course / 'courses' / 'second'}" in opened
    assert not [word for word in opened if "default_url" in word]


def test_where_there_is_no_course_it_copies_what_a_wheel_brought_once_and_overwrites_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    opened: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = write_course(tmp_path / "python" / "share" / "course-utils")
    monkeypatch.setattr(lab, "installed_course", lambda: source)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    course = tmp_path / "empty" / COPY
    for _ in range(2):
        opened.clear()
        assert main(["lab"]) == 0
        assert f"The course is in {course}\n" in capsys.readouterr().out
        assert f"--ServerApp.root_dir={course}" in opened
        (course / "notebooks" / "00-start.ipynb").write_text("my answers")
    assert (course / "notebooks" / ".as-delivered.zip").read_bytes() == b"zip"
    assert [path.name for path in Path.cwd().iterdir()] == [COPY]
    assert (course / "notebooks" / "00-start.ipynb").read_text() == "my answers"
    (course / "data" / "datapackage.json").unlink()
    assert main(["lab"]) == 1
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize("installed", [True, False])
def test_elsewhere_a_repository_that_is_installed_is_opened_and_else_nothing(
    tmp_path: Path,
    installed: bool,
    monkeypatch: pytest.MonkeyPatch,
    opened: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = write_course(tmp_path / "clone")
    monkeypatch.setattr(lab, "installed_course", lambda: source if installed else None)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert main(["lab"]) == (0 if installed else 1)
    assert (f"--ServerApp.root_dir={source}" in opened) == installed
    assert ("There is no course in" in capsys.readouterr().err) != installed
    assert [*Path.cwd().iterdir()] == []
