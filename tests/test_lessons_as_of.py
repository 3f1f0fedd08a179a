"""Until lesson 05 a reader meets nothing that became known after 7 December 2017.

Each lesson runs in a process of its own.  Then every frame that it could show is walked, the
columns that no cell prints included: all tables of its course, and what its cells left behind.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from course_utils.source.as_of import last_day
from course_utils.source.rows import TABLES

FOLDER = Path(__file__).parent.parent / "notebooks"
LESSONS = sorted(FOLDER.glob("0[0-5]-*.ipynb"))
LAST = dt.date(2017, 12, 7)
OURS = "seen_on"  # the day on which the authors of the course read a page
PARTIAL = ("published", "known_by", "resolved_on")
LATER = re.compile(
    r"(?<![\d.])(?:201[89]|20[2-9]\d)(?!\d)"  # a year
    r"|2017[-/]12[-/](?:0[89]|[123]\d)"
    r"|(?<!\d)(?:[89]|[123]\d) Dec(?:ember|\.)? 2017"
    r"|Dec(?:ember|\.)? (?:[89]|[123]\d),? 2017"
)


def is_later(text: str) -> bool:
    return LATER.search(text) is not None


def later_cells(name: str, frame: Any) -> Iterator[str]:
    """The cells of a frame, or its headings, that hold a later date."""
    for column in frame.reset_index().columns:
        if str(column) == OURS:
            continue
        for value in (column, *frame.reset_index()[column]):
            text = str(value)
            late = str(column) in PARTIAL and re.fullmatch(r"\d{4}(-\d\d)?", text)
            if is_later(text) or (late and last_day(text) > LAST):
                yield f"{name}, column '{column}': {text}"


def reachable(namespace: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every frame of the lesson: the tables of its course, and the frames of its cells."""
    import pandas as pd

    for model in TABLES:
        yield f"course.{model.table}", getattr(namespace["course"], model.table)
    for name, value in namespace.items():
        if isinstance(value, pd.Series):
            yield name, value.to_frame()
        if isinstance(value, pd.DataFrame):
            yield name, value


def run_lesson(path: Path) -> list[str]:
    """Run the code cells of a lesson and list what is later than its last day."""
    os.chdir(path.parent)
    os.environ["MPLBACKEND"] = "agg"
    namespace: dict[str, Any] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), namespace)
    found = (later for name, frame in reachable(namespace) for later in later_cells(name, frame))
    return sorted(set(found))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_frame_of_a_lesson_holds_a_later_date(path: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        assert process.submit(run_lesson, path).result() == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_text_of_a_lesson_names_a_later_date(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    questions = path.parent.parent / "data" / "quizzes" / f"{path.stem}.yaml"
    texts = ["".join(cell["source"]) for cell in cells]
    texts += questions.read_text(encoding="utf-8").splitlines()
    assert [text for text in texts if is_later(text)] == []


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("by 7 December 2017", False),
        ("on 8 December 2017", True),
        ("December 14, 2017", True),
        ("2017/12/07", False),
        ("2017-12-31", True),
        ("in 2018, later", True),
        ("node/1166346", False),
        ("29 December", False),
    ],
)
def test_a_later_date_is_told_from_an_earlier_one(text: str, later: bool) -> None:
    assert is_later(text) is later
