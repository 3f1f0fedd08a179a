"""What the lessons and questions refer to exists, and nothing later than the article shows too soon."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.session import load_course
from course_utils.source.rows import Context
from tests.test_notebooks import LABELS, LESSONS, cells, each_lesson, outputs, prose, source

# Terms that are also everyday words, and are used as such before they are explained.
EVERYDAY = {"data", "evidence", "network", "quotation", "silence"}
LAST_DAY = "2017-12-07"
QUIZZES = sorted((Path(__file__).parent.parent / "data" / "quizzes").glob("*.yaml"))
BEFORE_THE_OUTCOMES = [path for path in LESSONS if "01" <= path.stem[:2] <= "05"]
TABLES = {
    "S": "statements",
    "C": "claims",
    "R": "relations",
    "L": "links",
    "A": "assumptions",
    "H": "hedges",
}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def unknown(text: str, course: Course) -> set[str]:
    """Row identifiers and paragraphs in a text that the course does not have."""
    known = {row for table in TABLES.values() for row in getattr(course, table)["id"]}
    known |= {f"P{number}" for number in range(13)} | set(course.forecasts["id"])
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


@pytest.mark.parametrize("path", BEFORE_THE_OUTCOMES, ids=lambda path: path.stem)
def test_nothing_later_than_the_article_shows_before_the_outcomes(
    path: Path, course: Course
) -> None:
    text = shown(path)
    assert re.findall(r"(?<![\d-])20(?:1[89]|2\d)(?![\d])", text) == []
    late = [row for row in course.rows(Context) if str(row.known_by or "9999") > LAST_DAY]
    assert [row.id for row in late if row.finding in text or named(row.id, text)] == []
    assert [outcome for outcome in course.outcomes["outcome"] if outcome in text] == []


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
