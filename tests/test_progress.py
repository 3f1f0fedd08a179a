"""Progress by lesson: what is counted, and in which words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.progress import Lesson, Standing, State, Work, lessons, slips
from course_utils.record.events import Attempt
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.tiny_course import QUESTIONS, write_tiny_course

REFLECTION = """\
- id: think
  kind: reflection
  stem: What do you make of it?
  answer: Who speaks, and to whom?
"""
LATER = dt.datetime(2017, 12, 7, tzinfo=dt.UTC)


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


def standing(course: Course, state: State) -> Standing:
    if state == "noted":
        return Standing(course.questions["think"], kept=("a text",))
    verdict = "right" if state == "right" else "wrong"
    tries = Attempt(item="who-speaks", version="v", time=LATER, response=0, verdict=verdict)
    return Standing(course.questions["who-speaks"], () if state == "open" else (tries,))


def lesson(course: Course, *states: State) -> Lesson:
    return Lesson("lesson", tuple(standing(course, state) for state in states))


# Counting


def test_a_lesson_is_a_file_of_questions_in_the_order_of_files(
    course: Course, record: Record
) -> None:
    shown = lessons(course, Work.of(record))
    assert [one.name for one in shown] == ["01-first", "02-second"]
    asked = [each.question.id for one in shown for each in one.standings]
    assert asked == ["who-speaks", "what-is-told", "think"]
    assert [each.state for one in shown for each in one.standings] == ["open"] * 3


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], "open"),
        (["not answered"], "open"),
        (["wrong"], "tried"),
        (["partly right"], "tried"),
        (["wrong", "right"], "right"),
        (["right", "wrong"], "tried"),
    ],
)
def test_the_last_answer_counts(
    verdicts: list[str], state: State, course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", *verdicts)
    first, _ = lessons(course, Work.of(record))
    assert first.standings[0].state == state


@pytest.mark.parametrize(("text", "state"), [("A thought", "noted"), (" \n", "open")])
def test_a_text_is_neither_right_nor_wrong(
    text: str, state: State, course: Course, record: Record
) -> None:
    record.keep_draft("think", text)
    _, second = lessons(course, Work.of(record))
    assert second.standings[1].state == state


def test_an_answer_to_another_wording_does_not_count(course: Course, record: Record) -> None:
    record.add_attempt("who-speaks", "another", 1, "right")
    first, _ = lessons(course, Work.of(record))
    assert first.standings[0].state == "open"


def test_a_lesson_counts_each_question_once(course: Course) -> None:
    states: list[State] = ["right", "tried", "noted", "open", "open"]
    assert lesson(course, *states).sentence == ("2 of 5 done, 1 not right yet, 2 not answered yet")
    assert lesson(course, "right").sentence == "1 of 1 done"
    assert lesson(course).sentence == "0 of 0 done"


def test_slips_come_the_most_frequent_first_and_those_made_once_together(
    course: Course, record: Record
) -> None:
    answer(course, record, "who-speaks", "wrong", "right", error="overlooked")
    answer(course, record, "what-is-told", "wrong", "wrong", error="order")
    answer(course, record, "what-is-told", "wrong", error="overlooked")
    answer(course, record, "what-is-told", "wrong", error="overlooked")
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
