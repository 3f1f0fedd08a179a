"""What the lessons and questions refer to exists, and until lesson 05 nothing later than the article shows.

Lessons 00 to 05 are also run, each in a process of its own.  Then every frame that one could show is
walked, the columns that no cell prints included: all tables of its course, and what its cells left.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.session import load_course
from course_utils.source.dates import last_day
from course_utils.source.rows import TABLES, Context
from tests.test_notebooks import LABELS, LESSONS, cells, each_lesson, outputs, prose, source

# Terms that are also everyday words, and are used as such before they are explained.
EVERYDAY = {"data", "evidence", "network", "quotation", "silence"}
LAST_DAY = dt.date(2017, 12, 7)
QUIZZES = sorted((Path(__file__).parent.parent / "data" / "quizzes").glob("*.yaml"))
BEFORE_THE_OUTCOMES = [path for path in LESSONS if path.stem[:2] <= "05"]
NAMED = ("statements", "claims", "relations", "links", "assumptions", "hedges", "forecasts")
OURS = "seen_on"  # the day on which the authors of the course read a page
PARTIAL = ("published", "known_by", "resolved_on")
LATER = re.compile(
    r"(?<![\d.])(?:201[89]|20[2-9]\d)(?!\d)"  # a year
    r"|2017[-/]12[-/](?:0[89]|[123]\d)"
    r"|(?<!\d)(?:[89]|[123]\d) Dec(?:ember|\.)? 2017"
    r"|Dec(?:ember|\.)? (?:[89]|[123]\d),? 2017"
)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def unknown(text: str, course: Course) -> set[str]:
    """Row identifiers and paragraphs in a text that the course does not have."""
    known = {row for table in NAMED for row in getattr(course, table)["id"]}
    known |= {f"P{number}" for number in range(13)}
    return set(re.findall(r"\b[SCRLAHP]\d+\b|\bF\d+[ab]?\b", text)) - known


def shown(path: Path) -> str:
    """Everything a lesson shows: its prose, its code, what its cells store, its questions."""
    parts = [source(cell) for cell in cells(path)]
    parts += [
        re.sub(r"base64,[A-Za-z0-9+/=]*", "", text)
        for cell in cells(path, "code")
        for _, text in outputs(cell)
    ]
    quiz = QUIZZES[0].parent / f"{path.stem}.yaml"
    return "\n".join([*parts, quiz.read_text(encoding="utf-8")])


@each_lesson
def test_every_row_and_paragraph_that_a_lesson_names_exists(path: Path, course: Course) -> None:
    assert unknown(prose(path), course) == set()


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_every_row_and_paragraph_that_a_question_names_exists(path: Path, course: Course) -> None:
    assert unknown(path.read_text(encoding="utf-8"), course) == set()


def test_every_lesson_has_its_questions_and_no_question_is_left_unasked(course: Course) -> None:
    asked = [
        name
        for path in LESSONS
        for cell in cells(path, "code")
        for name in re.findall(r'cu\.(?:ask|predict)\(\s*"([^"]+)"', source(cell))
    ]
    assert sorted(asked) == sorted(course.questions)


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
            if is_later(text) or (late and last_day(text) > LAST_DAY):
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


@pytest.mark.parametrize("path", BEFORE_THE_OUTCOMES, ids=lambda path: path.stem)
def test_nothing_later_than_the_article_shows_before_the_outcomes(
    path: Path, course: Course
) -> None:
    text = shown(path)
    assert [line for line in text.splitlines() if is_later(line)] == []
    late = [row for row in course.rows(Context) if last_day(row.known_by or "9999") > LAST_DAY]
    assert [row.id for row in late if row.finding in text or named(row.id, text)] == []
    assert [outcome for outcome in course.outcomes["outcome"] if outcome in text] == []


@pytest.mark.parametrize("path", BEFORE_THE_OUTCOMES, ids=lambda path: path.stem)
def test_no_frame_of_a_lesson_holds_a_later_date(path: Path) -> None:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as process:
        assert process.submit(run_lesson, path).result() == []


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


def named(identifier: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(identifier)}(?![\w-])", text) is not None


def bold_terms(path: Path) -> set[str]:
    """The terms that a lesson sets in bold type, which is where it explains them."""
    names = (term.rstrip(".:").strip() for term in re.findall(r"\*\*([^*]+?)\*\*", prose(path)))
    return {name.lower() for name in names if name not in LABELS}


def test_a_term_is_bold_in_one_lesson_only() -> None:
    lessons = defaultdict(set)
    for path in LESSONS:
        for term in bold_terms(path):
            lessons[term].add(path.stem)
    assert {term: sorted(found) for term, found in lessons.items() if len(found) > 1} == {}


def test_no_term_is_used_in_a_lesson_before_the_one_that_explains_it() -> None:
    early = [
        f"{term} of {later.stem} in {path.stem}"
        for place, later in enumerate(LESSONS)
        for term in bold_terms(later) - EVERYDAY
        for path in LESSONS[:place]
        if re.search(rf"\b{re.escape(term)}\b", prose(path), re.IGNORECASE)
    ]
    assert early == []
