"""Plain `pytest --nbval` is the instructor's check: all notebooks, nothing else, word for word.

The course lies in a folder with blanks and brackets in its name.  What is only collected is
collected in this process; one run with kernels carries all other claims.
"""

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

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
PICTURE = '<img alt="Six days" src="data:image/png;base64,{}">'
SHOW_PICTURE = "from IPython.display import HTML\nHTML('" + PICTURE.format("AAAA") + "')"
LEAVE_OUT = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
Cell = tuple[str, dict[str, str]]


def plain(text: str) -> dict[str, str]:
    return {"text/plain": text}


def html(text: str) -> dict[str, str]:
    return plain("<IPython.core.display.HTML object>") | {"text/html": text}


LOOK_AT_RECORD = (
    "import os, pathlib\nrecord = pathlib.Path(os.environ['COURSE_RECORD'])\n"
    "str(record) != '/mine', record.parent.is_dir(), record.exists(), "
    "'COURSE_ARTICLE' in os.environ"
)
CASES: dict[str, tuple[str, dict[str, str], str]] = {
    "the same words": ("'a b'", plain("'a b'"), "PASSED"),
    "one word altered": ("'a b'", plain("'a c'"), "FAILED"),
    "a number altered": ("1 + 1", plain("3"), "FAILED"),
    "other bytes of a picture": (SHOW_PICTURE, html(PICTURE.format("B+/8==")), "PASSED"),
    "another alternative text": (
        SHOW_PICTURE,
        html(PICTURE.format("AAAA").replace("Six", "Ten")),
        "FAILED",
    ),
    "words after a picture": (SHOW_PICTURE, html(PICTURE.format("AAAA") + " More"), "FAILED"),
    "an error": ("1/0", plain("1"), "FAILED"),
    "a record of its own": (LOOK_AT_RECORD, plain("(True, True, False, False)"), "PASSED"),
    "a name of an earlier cell": ("record.name", plain("'record'"), "PASSED"),
}
# Each cell needs the one before it, so they must run in one kernel.
CHAIN: list[Cell] = [("n = [0]", {}), *[("n.append(len(n))", {})] * 6, ("n[6]", plain("6"))]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course with this repository's settings, and much that is not to be collected."""
    folder = tmp_path_factory.mktemp("courses") / "IR seminar [2026]"
    for name in ("conftest.py", "pyproject.toml", "tests/nbval.cfg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in ("tests", "tests/browser", "tests/long", "src/course_utils"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / f"test_{Path(name).name}.py").write_text("def test() -> None: ...\n")
    write_notebook(folder / "notebooks/a.ipynb", [(each[0], each[1]) for each in CASES.values()])
    write_notebook(folder / "notebooks/b.ipynb", CHAIN)
    write_notebook(folder / "notebooks/.ipynb_checkpoints/c.ipynb", CHAIN)
    write_notebook(folder / "my-work/d.ipynb", CHAIN)
    return folder


def write_notebook(path: Path, cells: list[Cell]) -> None:
    """Store code cells with their outputs, made in an environment that is not here."""
    common: dict[str, Any] = {"execution_count": 1, "metadata": {}}
    stored = []
    for number, (source, data) in enumerate(cells):
        output = common | {"output_type": "execute_result", "data": data}
        cell = common | {"cell_type": "code", "id": f"c{number}", "source": source}
        stored.append(cell | {"outputs": [output] if data else []})
    kernel = {"name": "elsewhere", "display_name": "Elsewhere", "language": "python"}
    notebook = {"cells": stored, "metadata": {"kernelspec": kernel}}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}))


# What is collected


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What a run inside this one changes is put back."""
    for name in ("COURSE_RECORD", "COURSE_ARTICLE"):
        monkeypatch.setenv(name, os.environ.get(name, "none"))
    return monkeypatch


@pytest.mark.parametrize(
    ("start", "arguments", "expected"),
    [
        (".", "--nbval", {"a.ipynb", "b.ipynb"}),
        ("notebooks", "--nbval", {"a.ipynb", "b.ipynb"}),
        ("tests/browser", "--nbval-lax", {"a.ipynb", "b.ipynb"}),
        (".", "--nbval notebooks/b.ipynb", {"b.ipynb"}),
        (".", "--nbval notebooks tests", {"a.ipynb", "b.ipynb", "test_tests.py"}),
        (".", "", {"test_tests.py"}),
        (".", "tests", {"test_tests.py"}),
        (".", "tests/browser", {"test_browser.py"}),
        (".", "tests/long/test_long.py::test", {"test_long.py"}),
    ],
)
def test_plain_nbval_means_all_notebooks_and_nothing_else_and_all_other_runs_mean_what_they_say(
    course: Path,
    start: str,
    arguments: str,
    expected: set[str],
    pytester: pytest.Pytester,
    environment: pytest.MonkeyPatch,
) -> None:
    environment.chdir(course / start)
    assert collected(pytester, *arguments.split()) == expected


def test_plain_nbval_collects_the_notebooks_of_this_course(
    pytester: pytest.Pytester, environment: pytest.MonkeyPatch
) -> None:
    environment.chdir(ROOT / "src")
    expected = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert expected
    assert collected(pytester, "--nbval") == expected


def test_a_folder_without_notebooks_is_an_error_not_a_pass(
    course: Path, pytester: pytest.Pytester, environment: pytest.MonkeyPatch
) -> None:
    empty = pytester.path / "empty"
    shutil.copytree(course, empty, ignore=shutil.ignore_patterns("*.ipynb"))
    environment.chdir(empty)
    result = pytester.runpytest_inprocess("--nbval")
    assert "there is no notebook in" in result.stderr.str()
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def collected(pytester: pytest.Pytester, *arguments: str) -> set[str]:
    """Name the files that pytest, started in this folder, would take tests from."""
    result = pytester.runpytest_inprocess(*LEAVE_OUT, "--collect-only", "-q", *arguments)
    listing = result.stdout.str()
    return {Path(name).name for name in re.findall(r"^([^:\n]+)::", listing, re.MULTILINE)}


# What runs


@pytest.fixture(scope="module")
def verdicts(course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one run in two processes says of each notebook, in the order of its cells."""
    temporary = tmp_path_factory.mktemp("temporary")
    personal = {"COURSE_RECORD": "/mine", "COURSE_ARTICLE": "/article.txt"}
    command = [sys.executable, "-m", "pytest", *LEAVE_OUT, "--nbval", "-n2", "-rA", "--color=no"]
    done = subprocess.run(
        command,
        cwd=course,
        capture_output=True,
        text=True,
        env=os.environ | personal | {"TMPDIR": str(temporary)},
    )
    line = re.compile(r"^(PASSED|FAILED|ERROR) \S*?(\w+)\.ipynb::Cell (\d+)", re.MULTILINE)
    found: dict[str, dict[int, str]] = {}
    for verdict, name, number in line.findall(done.stdout):
        found.setdefault(name, {})[int(number)] = verdict
    assert found, done.stdout + done.stderr
    left = ["left behind"] * len(list(temporary.glob("course-record-*")))
    by_cell = {name: [each[number] for number in sorted(each)] for name, each in found.items()}
    return by_cell | {"temporary": left}


def test_the_words_are_compared_and_the_bytes_of_pictures_are_not(
    verdicts: dict[str, list[str]],
) -> None:
    expected = {name: verdict for name, (_, _, verdict) in CASES.items()}
    assert dict(zip(CASES, verdicts["a"], strict=True)) == expected


def test_processes_share_out_the_lessons_by_file(verdicts: dict[str, list[str]]) -> None:
    assert verdicts["b"] == ["PASSED"] * len(CHAIN)


def test_a_run_leaves_nothing_behind(verdicts: dict[str, list[str]]) -> None:
    assert verdicts["temporary"] == []
