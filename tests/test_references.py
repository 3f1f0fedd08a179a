"""What the lessons and questions refer to exists, and until lesson 05 nothing later than the article shows.

A lesson takes its data from the course of one day.  So every frame that a cell could show is made
from the tables of that course, which are walked here to their last column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.session import load_course
from course_utils.source.dates import last_day
from course_utils.source.rows import TABLES, Context
from tests.lesson_runs import LESSONS, cells, outputs, source
from tests.test_notebooks import LABELS, prose

# Terms that are also everyday words, and are used as such before they are explained.
EVERYDAY = {"data", "evidence", "network", "quotation", "silence"}
LAST_DAY = "2017-12-07"
QUIZZES = sorted((Path(__file__).parent.parent / "data" / "quizzes").glob("*.yaml"))
BEFORE_THE_OUTCOMES = [path for path in LESSONS if path.stem[:2] <= "05"]
NAMED = ("statements", "claims", "relations", "links", "assumptions", "hedges", "forecasts")
OURS = "seen_on"  # the day on which the authors of the course read a page
LATER = re.compile(
    r"(?<![\d.])(?:201[89]|20[2-9]\d)(?!\d)"  # a year
    r"|2017[-/]12[-/](?:0[89]|[123]\d)"
    r"|(?<!\d)(?:[89]|[123]\d) Dec(?:ember|\.)? 2017"
    r"|Dec(?:ember|\.)? (?:[89]|[123]\d),? 2017"
)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


@pytest.mark.parametrize("path", [*LESSONS, *QUIZZES], ids=lambda path: path.name)
def test_every_row_and_paragraph_that_is_named_exists(path: Path, course: Course) -> None:
    text = prose(path) if path in LESSONS else path.read_text(encoding="utf-8")
    known = {row for table in NAMED for row in getattr(course, table)["id"]}
    known |= {f"P{number}" for number in range(13)}
    assert set(re.findall(r"\b[SCRLAHP]\d+\b|\bF\d+[ab]?\b", text)) <= known


def test_every_lesson_has_its_questions_and_no_question_is_left_unasked(course: Course) -> None:
    code = "\n".join(source(cell) for path in LESSONS for cell in cells(path, "code"))
    asked = re.findall(r'cu\.(?:ask|predict)\(\s*"([^"]+)"', code)
    asked += ["brief"] * code.count("cu.write_brief()")
    assert sorted(asked) == sorted(course.questions)


def shown(path: Path) -> str:
    """Everything a lesson shows: its prose, its code, what its cells store, its questions."""
    stored = "\n".join(text for cell in cells(path, "code") for text in outputs(cell))
    quiz = QUIZZES[0].parent / f"{path.stem}.yaml"
    parts = [source(cell) for cell in cells(path)]
    parts += [re.sub(r"base64,[A-Za-z0-9+/=]*", "", stored), quiz.read_text(encoding="utf-8")]
    return "\n".join(parts)


@pytest.mark.parametrize("path", BEFORE_THE_OUTCOMES, ids=lambda path: path.stem)
def test_nothing_later_than_the_article_shows_before_the_outcomes(
    path: Path, course: Course
) -> None:
    text = shown(path)
    assert re.findall(r"load_course\((.*)\)", text) == [f'as_of="{LAST_DAY}"']
    assert [line for line in text.splitlines() if LATER.search(line)] == []
    then = load_course(as_of=LAST_DAY).rows(Context)
    for row in course.rows(Context):
        if row not in then:
            assert row.finding not in text, row.id
            assert not re.search(rf"(?<![\w-]){row.id}(?![\w-])", text), row.id
    told = [*course.outcomes["outcome"], *course.ledger["outcome"]]
    assert [outcome for outcome in told if outcome in text] == []


def later_cells(course: Course) -> Iterator[str]:
    """The cells of all frames that hold a later date, or one that may be later."""
    for model in TABLES:
        frame: Any = getattr(course, model.table)
        for column in set(frame.columns) - {OURS, "deadline"}:
            for text in map(str, frame[column]):
                partial = column in ("published", "known_by") and re.fullmatch(r"[\d/-]+", text)
                if LATER.search(text) or (partial and str(last_day(text)) > LAST_DAY):
                    yield f"{model.table}, column '{column}': {text}"


def test_no_frame_of_the_course_of_that_day_holds_a_later_date(course: Course) -> None:
    assert list(later_cells(load_course(as_of=LAST_DAY))) == []
    assert list(later_cells(course)) != []


def test_a_later_date_is_told_from_an_earlier_one() -> None:
    later = ["on 8 December 2017", "December 14, 2017", "2017-12-31", "in 2018, later"]
    earlier = ["by 7 December 2017", "2017/12/07", "node/1166346", "29 December"]
    assert [text for text in later + earlier if LATER.search(text)] == later


def test_a_term_is_bold_in_one_lesson_and_not_used_before_it() -> None:
    """In bold type stands a term where it is explained."""
    lessons = defaultdict(set)
    for path in LESSONS:
        for name in re.findall(r"\*\*([^*]+?)\*\*", prose(path)):
            if (term := name.rstrip(".:").strip()) not in LABELS:
                lessons[term.lower()].add(path)
    assert {term: found for term, found in lessons.items() if len(found) > 1} == {}
    early = [
        f"{term} in {path.stem}"
        for term, (explained,) in lessons.items()
        for path in LESSONS[: LESSONS.index(explained)]
        if term not in EVERYDAY and re.search(rf"\b{re.escape(term)}\b", prose(path), re.IGNORECASE)
    ]
    assert early == []
