"""Progress by lesson: what is counted, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.progress import State, Work, lessons, slips
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.tiny_course import QUESTIONS, write_tiny_course

REFLECTION = """\
- id: think
  kind: reflection
  stem: What do you make of it?
  answer: Who speaks, and to whom?
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    first, second = QUESTIONS.split("- id: what-is-told")
    quizzes = {
        "02-second.yaml": f"- id: what-is-told{second}{REFLECTION}",
        "01-first.yaml": first,
        "03-none.yaml": "[]",
    }
    return load_course(write_tiny_course(tmp_path_factory.mktemp("data"), quizzes))


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


def answer(course: Course, record: Record, item: str, *verdicts: str, error: str = "") -> None:
    for verdict in verdicts:
        named = "" if verdict == "right" else error
        record.add_attempt(item, course.questions[item].version, 0, verdict, named)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        (["not answered"], "open"),
        (["partly right"], "tried"),
        (["wrong", "right"], "right"),
        (["right", "wrong"], "tried"),
    ],
)
def test_the_last_answer_to_the_present_wording_counts(
    verdicts: list[str], state: State, course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", *verdicts)
    record.add_attempt("who-speaks", "another", 1, "right")
    shown = lessons(course, Work.of(record))
    assert [one.name for one in shown] == ["01-first", "02-second"]
    asked = {each.question.id: each.state for one in shown for each in one.standings}
    assert asked == {"who-speaks": state, "what-is-told": "open", "think": "open"}


def test_a_lesson_counts_each_question_once_and_an_empty_text_is_none(
    course: Course, record: Record
) -> None:
    answer(course, record, "what-is-told", "wrong", "wrong")
    record.keep_draft("think", " \n")
    _, second = lessons(course, Work.of(record))
    assert second.sentence == "0 of 2 done, 1 not right yet, 1 not answered yet"
    record.keep_draft("think", "A thought")
    _, second = lessons(course, Work.of(record))
    assert (second.sentence, second.done) == ("1 of 2 done, 1 not right yet", 1)


def test_slips_come_the_most_frequent_first_and_those_made_once_together(
    course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", "wrong", "right", error="overlooked")
    answer(course, record, "what-is-told", "wrong", "wrong", error="order")
    answer(course, record, "what-is-told", "wrong", "wrong", error="overlooked")
    for error in ("mirror", "hindsight"):
        answer(course, record, "what-is-told", "wrong", error=error)
    assert slips(course, lessons(course, Work.of(record))) == [
        "Overlooked, 3 times. 1 of the 2 questions where it came up is right by now.",
        "Order, 2 times. That question is not right by now.",
        "Once each: hindsight; mirror.",
    ]


def test_the_glossary_says_what_a_slip_is(record: Record) -> None:
    course = load_course()
    question = course.questions["order-of-jafari"]
    error = "order of telling taken for order of events"
    record.add_attempt(question.id, question.version, 0, "wrong", error)
    assert slips(course, lessons(course, Work.of(record))) == [
        f"Once: {error} – taking what a text tells first for what happened first."
    ]
