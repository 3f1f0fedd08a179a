"""What lessons and questions refer to exists, and until lesson 05 nothing later than the article shows.

A lesson takes its data from the course of one day.  So every frame that a cell could show is made
from the tables of that course, which are walked here to their last column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.source.course_rows import Context
from course_utils.source.dates import last_day
from course_utils.source.rows import TABLES
from tests.lesson_runs import cells, outputs, source
from tests.shipped import (
    COURSES,
    LAST_DAYS,
    LESSONS,
    LESSONS_OF,
    course_of,
    each_course,
    labels_of,
    name_of,
    shipped,
)
from tests.test_notebooks import LABELS, prose

# Terms that are also everyday words, and are used as such before they are explained.
EVERYDAY = {"data", "evidence", "network", "quotation", "silence"}
QUIZZES = {
    f"{name}-{path.name}": path
    for name, folder in COURSES.items()
    for path in sorted((folder / "data/quizzes").glob("*.yaml"))
}
BEFORE_THE_OUTCOMES = {name: path for name, path in LESSONS.items() if path.stem[:2] <= "05"}
NAMED = ("statements", "claims", "relations", "links", "assumptions", "hedges", "forecasts")
OURS = "seen_on"  # the day on which the authors of the course read a page
# Books on method, which say nothing of a case.
METHOD = re.compile(
    r"\b(?:Brier|Heuer|Kent|Primer|Toulmin|Wineburg)\W{1,4}\d{4}|203 \(January 2015\)"
)
# Years and days after the last day; the address of 1947 itself names 31 March and 30 June 1948.
LATER = {
    "root": re.compile(
        r"(?<![\d.])(?:201[89]|20[2-9]\d)(?!\d)"
        r"|2017[-/]12[-/](?:0[89]|[123]\d)"
        r"|(?<!\d)(?:[89]|[123]\d) Dec(?:ember|\.)? 2017"
        r"|Dec(?:ember|\.)? (?:[89]|[123]\d),? 2017"
    ),
    "truman-1947": re.compile(
        r"(?<![\d.])(?<!June )(?<!June 30, )(?:194[89]|19[5-9]\d|20\d\d)(?!\d)"
        r"|1947[-/](?:03[-/](?:1[3-9]|[23]\d)|0[4-9]|1\d)"
        r"|(?<!\d)(?:1[3-9]|2\d|30) March 1947|March (?:1[3-9]|2\d|30),? 1947"
        r"|(?:April|May|June|July|August|September|October|November|December) (?:\d+, )?1947"
    ),
}


@pytest.mark.parametrize("path", [*LESSONS.values(), *QUIZZES.values()], ids=[*LESSONS, *QUIZZES])
def test_every_row_and_paragraph_that_is_named_exists(path: Path) -> None:
    course = course_of(path)
    text = prose(path) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    known = {row for table in NAMED for row in getattr(course, table)["id"]} | labels_of(course)
    assert set(re.findall(r"\b[SCRLAHP]\d+\b|\bF\d+[ab]?\b", text)) <= known


@each_course
def test_every_lesson_has_its_questions_and_no_question_is_left_unasked(name: str) -> None:
    code = "\n".join(source(cell) for path in LESSONS_OF[name] for cell in cells(path, "code"))
    asked = re.findall(r'cu\.(?:ask|predict)\(\s*"([^"]+)"', code)
    asked += ["brief"] * code.count("cu.write_brief()")
    assert sorted(asked) == sorted(shipped(name).questions)


def shown(path: Path) -> str:
    """Everything a lesson shows: its prose, its code, what its cells store, its questions."""
    stored = "\n".join(text for cell in cells(path, "code") for text in outputs(cell))
    quiz = COURSES[name_of(path)] / f"data/quizzes/{path.stem}.yaml"
    parts = [source(cell) for cell in cells(path)]
    parts += [re.sub(r"base64,[A-Za-z0-9+/=]*", "", stored), quiz.read_text(encoding="utf-8")]
    return "\n".join(parts)


@pytest.mark.parametrize("path", BEFORE_THE_OUTCOMES.values(), ids=BEFORE_THE_OUTCOMES)
def test_nothing_later_than_the_article_shows_before_the_outcomes(path: Path) -> None:
    text, name, course = shown(path), name_of(path), course_of(path)
    assert re.findall(r"load_course\((.*)\)", text) == [f'as_of="{LAST_DAYS[name]}"']
    assert [line for line in text.splitlines() if is_later(name, line)] == []
    then = of_that_day(name).rows(Context)
    for row in course.rows(Context):
        if row not in then:
            assert row.finding not in text, row.id
            assert not re.search(rf"(?<![\w-]){row.id}(?![\w-])", text), row.id
    told = [*course.outcomes["outcome"], *course.ledger["outcome"]]
    assert [outcome for outcome in told if outcome in text] == []


def is_later(name: str, text: str) -> bool:
    """Whether a day or a year is named that comes after the day from which the course reads."""
    return bool(LATER[name].search(METHOD.sub("", text)))


def of_that_day(name: str) -> Course:
    return shipped(name).known_on(date.fromisoformat(LAST_DAYS[name]))


def later_cells(name: str, course: Course) -> Iterator[str]:
    """The cells of all frames that hold a later date, or one that may be later."""
    for model in TABLES:
        frame: Any = getattr(course, model.table)
        for column in set(frame.columns) - {OURS, "deadline"}:
            for text in map(str, frame[column]):
                partial = column in ("published", "known_by") and re.fullmatch(r"[\d/-]+", text)
                late = partial and str(last_day(text)) > LAST_DAYS[name]
                if late or is_later(name, text):
                    yield f"{model.table}, column '{column}': {text}"


@each_course
def test_no_frame_of_the_course_of_that_day_holds_a_later_date(name: str) -> None:
    assert list(later_cells(name, of_that_day(name))) == []
    assert list(later_cells(name, shipped(name))) != []


@pytest.mark.parametrize(
    ("name", "later", "earlier"),
    [
        (
            "root",
            ["on 8 December 2017", "December 14, 2017", "2017-12-31", "in 2018, later"],
            ["by 7 December 2017", "2017/12/07", "node/1166346", "29 December"],
        ),
        (
            "truman-1947",
            ["on 13 March 1947", "March 14, 1947", "1947-04", "in May 1947", "in 1948, later"],
            ["12 March 1947", "1947-03-12", "30 June 1948", "frus1947v05/d57", "(Toulmin 1958)"],
        ),
    ],
)
def test_a_later_date_is_told_from_an_earlier_one(
    name: str, later: list[str], earlier: list[str]
) -> None:
    assert [text for text in later + earlier if is_later(name, text)] == later


@each_course
def test_a_term_is_bold_in_one_lesson_and_not_used_before_it(name: str) -> None:
    """In bold type stands a term where it is explained."""
    lessons, own = defaultdict(set), LESSONS_OF[name]
    for path in own:
        for name in re.findall(r"\*\*([^*]+?)\*\*", prose(path)):
            if (term := name.rstrip(".:").strip()) not in LABELS:
                lessons[term.lower()].add(path)
    assert {term: found for term, found in lessons.items() if len(found) > 1} == {}
    early = [
        f"{term} in {path.stem}"
        for term, (explained,) in lessons.items()
        for path in own[: own.index(explained)]
        if term not in EVERYDAY and re.search(rf"\b{re.escape(term)}\b", prose(path), re.IGNORECASE)
    ]
    assert early == []
