"""Plain `pytest --nbval` is the instructor's check: all notebooks, nothing else, word for word."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PICTURE = '<img alt="Six days" src="data:image/png;base64,{}">'
SHOW_PICTURE = "from IPython.display import HTML\nHTML('" + PICTURE.format("AAAA") + "')"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course with this repository's settings, and much that is not to be collected."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("conftest.py", "pyproject.toml", "tests/nbval.cfg"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in ("tests", "tests/browser", "tests/long", "src/course_utils"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / f"test_{Path(name).name}.py").write_text("def test() -> None: ...\n")
    for name in ("notebooks/a", "notebooks/b", "notebooks/.ipynb_checkpoints/c", "my-work/d"):
        write_notebook(folder / f"{name}.ipynb", "1", plain("1"))
    return folder


def plain(text: str) -> dict[str, str]:
    return {"text/plain": text}


def html(text: str) -> dict[str, str]:
    return plain("<IPython.core.display.HTML object>") | {"text/html": text}


def write_notebook(path: Path, source: str, data: dict[str, str]) -> None:
    """Store one code cell with its output, made in an environment that is not here."""
    common: dict[str, Any] = {"execution_count": 1, "metadata": {}}
    output = common | {"output_type": "execute_result", "data": data}
    cell = common | {"cell_type": "code", "id": "c", "source": source, "outputs": [output]}
    kernel = {"name": "elsewhere", "display_name": "Elsewhere", "language": "python"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}))


def run_pytest(folder: Path, *arguments: str, **environment: str) -> str:
    leave_out = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    command = [sys.executable, "-m", "pytest", *leave_out, *arguments]
    variables = os.environ | environment
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=variables)
    return done.stdout + done.stderr


def collected(folder: Path, *arguments: str) -> set[str]:
    """Name the files that pytest, started in this folder, would take tests from."""
    listing = run_pytest(folder, "--collect-only", "-q", *arguments)
    return {Path(name).name for name in re.findall(r"^(\S+)::", listing, re.MULTILINE)}


@pytest.mark.parametrize("start", [".", "notebooks", "tests/browser"])
def test_plain_nbval_collects_every_notebook_and_nothing_else(course: Path, start: str) -> None:
    assert collected(course / start, "--nbval") == {"a.ipynb", "b.ipynb"}


def test_plain_nbval_collects_the_notebooks_of_this_course() -> None:
    expected = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert expected
    assert collected(ROOT / "src", "--nbval") == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("--nbval notebooks/b.ipynb", {"b.ipynb"}),
        ("--nbval notebooks tests", {"a.ipynb", "b.ipynb", "test_tests.py"}),
        ("", {"test_tests.py"}),
        ("tests", {"test_tests.py"}),
        ("tests/browser", {"test_browser.py"}),
        ("tests/long/test_long.py::test", {"test_long.py"}),
    ],
)
def test_named_paths_and_runs_without_nbval_work_as_usual(
    course: Path, arguments: str, expected: set[str]
) -> None:
    assert collected(course, *arguments.split()) == expected


LOOK_AT_RECORD = (
    "import os, pathlib\nrecord = pathlib.Path(os.environ['COURSE_RECORD'])\n"
    "str(record) != '/mine', record.parent.is_dir(), record.exists(), "
    "'COURSE_ARTICLE' in os.environ"
)
CASES: dict[str, tuple[str, dict[str, Any], str]] = {
    "the same words": ("'a b'", plain("'a b'"), "passed"),
    "one word altered": ("'a b'", plain("'a c'"), "failed"),
    "a number altered": ("1 + 1", plain("3"), "failed"),
    "other bytes of a picture": (SHOW_PICTURE, html(PICTURE.format("B+/8==")), "passed"),
    "another alternative text": (
        SHOW_PICTURE,
        html(PICTURE.format("AAAA").replace("Six", "Ten")),
        "failed",
    ),
    "words after a picture": (SHOW_PICTURE, html(PICTURE.format("AAAA") + " More"), "failed"),
    "an error": ("1/0", plain("1"), "failed"),
    "a record of its own": (LOOK_AT_RECORD, plain("(True, True, False, False)"), "passed"),
}


@pytest.fixture(scope="module")
def verdicts(course: Path) -> str:
    """What one plain run says about a notebook for each case."""
    for name, (source, data, _) in CASES.items():
        write_notebook(course / "notebooks" / f"{name.replace(' ', '-')}.ipynb", source, data)
    personal = {"COURSE_RECORD": "/mine", "COURSE_ARTICLE": "/article.txt"}
    listing = run_pytest(course, "--nbval", "-q", "-rA", "--color=no", **personal)
    for name in CASES:
        (course / "notebooks" / f"{name.replace(' ', '-')}.ipynb").unlink()
    return listing


@pytest.mark.parametrize("name", CASES)
def test_the_words_are_compared_and_the_bytes_of_pictures_are_not(verdicts: str, name: str) -> None:
    notebook = re.escape(f"notebooks/{name.replace(' ', '-')}.ipynb::Cell 0")
    found = re.findall(rf"^(PASSED|FAILED) {notebook}", verdicts, re.MULTILINE)
    assert found == [CASES[name][2].upper()]


def test_a_run_leaves_nothing_behind(course: Path, tmp_path: Path) -> None:
    run_pytest(course, "--nbval", "notebooks/a.ipynb", TMPDIR=str(tmp_path))
    assert list(tmp_path.glob("course-record-*")) == []


def test_a_folder_without_notebooks_is_an_error_not_a_pass(course: Path) -> None:
    (course / "notebooks").rename(course / "elsewhere")
    try:
        assert "there is no notebook in" in run_pytest(course, "--nbval")
    finally:
        (course / "elsewhere").rename(course / "notebooks")
