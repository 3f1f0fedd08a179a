"""Progress by lesson: what is counted, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.progress import Work, lessons, slips
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.tiny_course import QUESTIONS, write_tiny_course

REFLECTION = "[{id: think, kind: reflection, stem: What of it?, answer: Who speaks?}]"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    quizzes = {"02-second.yaml": REFLECTION, "01-first.yaml": QUESTIONS, "03-none.yaml": "[]"}
    return load_course(write_tiny_course(tmp_path_factory.mktemp("data"), quizzes))


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


def answer(course: Course, record: Record, item: str, *verdicts: str, error: str = "") -> None:
    for verdict in verdicts:
        named = "" if verdict == "right" else error
        record.add_attempt(item, course.questions[item].version, 0, verdict, named)


@pytest.mark.parametrize(
    ("verdicts", "text", "first", "done"),
    [
        (["not answered"], " \n", "0 of 2 done, 2 not answered yet", 0),
        (["wrong", "right"], "A thought", "1 of 2 done, 1 not answered yet", 1),
        (["right", "wrong"], "", "0 of 2 done, 1 not right yet, 1 not answered yet", 0),
    ],
)
def test_each_question_counts_once_by_its_last_answer_and_an_empty_text_is_none(
    verdicts: list[str], text: str, first: str, done: int, course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", *verdicts)
    record.keep_draft("think", text)
    one, other = lessons(course, Work.of(record))
    assert (one.name, one.sentence, other.done) == ("01-first", first, done)


def test_slips_come_the_most_frequent_first_and_those_made_once_together(
    course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", "wrong", "right", error="overlooked")
    answer(course, record, "what-is-told", "wrong", "wrong", error="order")
    answer(course, record, "what-is-told", "wrong", "wrong", error="overlooked")
    for error in ("mirror", "overlooked attribution"):
        answer(course, record, "what-is-told", "wrong", error=error)
    assert slips(course, lessons(course, Work.of(record))) == [
        "Overlooked, 3 times. 1 of the 2 questions where it came up is right by now.",
        "Order, 2 times. That question is not right by now.",
        "Once each: mirror; overlooked attribution – meaning 4.",
    ]
