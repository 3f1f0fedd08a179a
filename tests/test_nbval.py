"""Plain `pytest --nbval` is the instructor's check: all notebooks, nothing else, word for word.

Typed within a further course it is the check of that course.

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
LEAVE_OUT = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
BOTH = {"a.ipynb", "b.ipynb"}
EVERY = {*BOTH, "second.ipynb"}  # with that of another course
Cell = tuple[str, str, str]  # code, what is stored, which is HTML if it starts with "<"; verdict

PICTURE = '<img alt="Six days" src="data:image/png;base64,{}">'
SHOW_PICTURE = "from IPython.display import HTML\nHTML('" + PICTURE.format("AAAA") + "')"
LOOK_AT_RECORD = (
    "import os, pathlib\nrecord = pathlib.Path(os.environ['COURSE_RECORD'])\n"
    "str(record) != '/mine', record.parent.is_dir(), record.exists(), "
    "'COURSE_ARTICLE' in os.environ, 'COURSE_DATA' in os.environ"
)
CELLS: list[Cell] = [
    ("'a b'", "'a b'", "PASSED"),
    ("'a b'", "'a c'", "FAILED"),
    ("1 + 1", "3", "FAILED"),
    (SHOW_PICTURE, PICTURE.format("B+/8=="), "PASSED"),
    (SHOW_PICTURE, PICTURE.format("AAAA").replace("Six", "Ten"), "FAILED"),
    (SHOW_PICTURE, PICTURE.format("AAAA") + " More", "FAILED"),
    ("1/0", "1", "FAILED"),
    (LOOK_AT_RECORD, "(True, True, False, False, False)", "PASSED"),
    ("record.name", "'record'", "PASSED"),
]
# Each cell needs the one before it, so they must run in one kernel.
CHAIN: list[Cell] = [("n = [0]", "", "PASSED"), *[("n.append(len(n))", "", "PASSED")] * 6]
CHAIN.append(("n[6]", "6", "PASSED"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course with this repository's settings, and much that is not to be collected."""
    folder = tmp_path_factory.mktemp("courses") / "IR seminar [2026]"
    for name in ("tests", "tests/browser", "tests/long", "src/course_utils"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / f"test_{Path(name).name}.py").write_text("def test() -> None: ...\n")
    for name in ("conftest.py", "pyproject.toml", "tests/nbval.cfg"):
        shutil.copy(ROOT / name, folder / name)
    write_notebook(folder / "notebooks/a.ipynb", CELLS)
    second = "courses/2/notebooks/second"
    for name in ("notebooks/b", second, "notebooks/.ipynb_checkpoints/c", "my-work/d"):
        write_notebook(folder / f"{name}.ipynb", CHAIN)
    return folder


def write_notebook(path: Path, cells: list[Cell]) -> None:
    """Store code cells with their outputs, made in an environment that is not here."""
    common: dict[str, Any] = {"execution_count": 1, "metadata": {}}
    stored = []
    for number, (source, text, _) in enumerate(cells):
        html = {"text/plain": "<IPython.core.display.HTML object>", "text/html": text}
        data = html if text.startswith("<") else {"text/plain": text}
        output = common | {"output_type": "execute_result", "data": data}
        cell = common | {"cell_type": "code", "id": f"c{number}", "source": source}
        stored.append(cell | {"outputs": [output] if text else []})
    kernel = {"name": "elsewhere", "display_name": "Elsewhere", "language": "python"}
    notebook = {"cells": stored, "metadata": {"kernelspec": kernel}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}))


@pytest.mark.parametrize(
    ("start", "arguments", "expected"),
    [
        ("notebooks", "--nbval", EVERY),
        ("tests/browser", "--nbval-lax", EVERY),
        ("courses", "--nbval", EVERY),
        ("courses/2", "--nbval", {"second.ipynb"}),
        ("courses/2/notebooks", "--nbval-lax", {"second.ipynb"}),
        (".", "--nbval notebooks tests", {*BOTH, "test_tests.py"}),
        (".", "", {"test_tests.py"}),
        (".", "tests/long/test_long.py::test", {"test_long.py"}),
    ],
)
def test_plain_nbval_means_all_notebooks_or_those_of_a_further_course_and_all_other_runs_mean_what_they_say(
    course: Path,
    start: str,
    arguments: str,
    expected: set[str],
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (
        "COURSE_RECORD",
        "COURSE_ARTICLE",
        "COURSE_DATA",
    ):  # a run inside this one changes them
        monkeypatch.setenv(name, os.environ.get(name, "none"))
    monkeypatch.chdir(course / start)
    options = (*LEAVE_OUT, "--collect-only", "-q", *arguments.split())
    listing = pytester.runpytest_inprocess(*options).stdout.str()
    found = re.findall(r"^([^:\n]+)::", listing, re.MULTILINE)
    assert {Path(name).name for name in found} == expected


@pytest.mark.parametrize("stripped", [True, False])
def test_where_there_is_nothing_to_compare_the_run_says_so_and_is_no_pass(
    course: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, stripped: bool
) -> None:
    empty = pytester.path / "empty"
    shutil.copytree(course, empty, ignore=shutil.ignore_patterns("*.ipynb"))
    if stripped:
        write_notebook(empty / "notebooks/second.ipynb", [("1", "", "")])
        write_notebook(empty / "courses/2/notebooks/second.ipynb", CHAIN)
    monkeypatch.chdir(empty)
    result = pytester.runpytest_subprocess("--nbval")
    said = (
        "no outputs are stored in notebooks/second.ipynb, so"
        if stripped
        else "there is no notebook in"
    )
    assert said in result.stderr.str()
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_words_are_compared_bytes_of_pictures_are_not_and_processes_share_out_the_lessons_by_file(
    course: Path, tmp_path: Path
) -> None:
    personal = {"COURSE_RECORD": "/mine", "COURSE_ARTICLE": "/article.txt", "COURSE_DATA": "/data"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *LEAVE_OUT, "--nbval", "-n2", "-rA", "--color=no"],
        cwd=course,
        capture_output=True,
        text=True,
        env=os.environ | personal | {"TMPDIR": str(tmp_path)},
    )
    line = re.compile(r"^(PASSED|FAILED|ERROR) \S*?(\w+)\.ipynb::Cell (\d+)", re.MULTILINE)
    found = {(name, int(number)): verdict for verdict, name, number in line.findall(done.stdout)}
    expected = {("a", number): cell[2] for number, cell in enumerate(CELLS)}
    for name in ("b", "second"):
        expected |= {(name, number): cell[2] for number, cell in enumerate(CHAIN)}
    assert found == expected, done.stdout + done.stderr
    assert not list(tmp_path.glob("course-record-*")), "a run leaves nothing behind"
