"""Progress by lesson: what is counted, what is drawn, and the words that go with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from course_utils.course import Course, load_course
from course_utils.figures.progress import draw_progress
from course_utils.progress import Lesson, Standing, State, Work, counted, lessons, slips
from course_utils.record.events import Attempt
from course_utils.record.record import Record
from tests import figure_boxes as boxes
from tests.tiny_course import QUESTIONS, write_tiny_course

REFLECTION = """\
- id: think
  kind: reflection
  stem: What do you make of it?
  answer: Who speaks, and to whom?
"""
LATER = dt.datetime(2017, 12, 7, tzinfo=dt.UTC)
NAMES = ["01", "02-timeline", "a lesson with a long name " * 9, "x" * 300, "بسیج جهان اسلام"]
EACH: list[State] = ["right", "tried", "noted", "open"]


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


def lesson(course: Course, name: str, *states: State) -> Lesson:
    return Lesson(name, tuple(standing(course, state) for state in states))


def drawn(figure: Figure) -> Counter[str]:
    """How many boxes of each state are drawn, without those of the legend."""
    found = [patch for patch in figure.findobj(Polygon) if patch.get_gid()]
    return Counter(str(patch.get_gid()).removeprefix("box ") for patch in found) - Counter(EACH)


# Counting


def test_a_lesson_is_a_file_of_questions_in_the_order_of_files(
    course: Course, record: Record
) -> None:
    shown = lessons(course, Work.of(record))
    assert [one.name for one in shown] == ["01-first", "02-second"]
    asked = [each.question.id for one in shown for each in one.standings]
    assert asked == ["who-speaks", "what-is-told", "think"]
    assert [each.state for one in shown for each in one.standings] == ["open"] * 3


def test_lessons_are_those_that_were_loaded_whatever_became_of_the_files(
    tmp_path: Path, record: Record
) -> None:
    other = load_course(write_tiny_course(tmp_path / "data", quizzes={"first.yml": QUESTIONS}))
    (tmp_path / "data" / "quizzes" / "first.yml").write_text("[left open")
    assert [one.name for one in lessons(other, Work.of(record))] == ["first"]


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


def test_counts_are_put_into_words() -> None:
    assert counted({"answer": 1, "guess": 2, "forecast": 0, "text": 3}) == (
        "1 answer, 2 guesses and 3 texts"
    )
    assert counted({"answer": 2}) == "2 answers"
    assert counted({"guess": 1, "text": 1}) == "1 guess and 1 text"
    assert counted({"answer": 0}) == "nothing"


def test_slips_that_are_as_frequent_are_summed_by_name(course: Course, record: Record) -> None:
    names = ["source and subject confused", "overlooked attribution", "order taken for cause"]
    for name in names:
        answer(course, record, "who-speaks", "wrong", error=name)
    said = " ".join(slips(course, lessons(course, Work.of(record))))
    assert sorted(names, key=said.index) == sorted(names)


def test_slips_are_summed_the_most_frequent_first(course: Course, record: Record) -> None:
    answer(course, record, "who-speaks", "wrong", "right", error="overlooked")
    answer(course, record, "what-is-told", "wrong", "wrong", error="order")
    answer(course, record, "what-is-told", "wrong", error="overlooked")
    answer(course, record, "what-is-told", "wrong", error="overlooked")
    assert slips(course, lessons(course, Work.of(record))) == [
        "In 3 of 6 answers the slip was overlooked."
        " 1 of the 2 questions where it came up is right by now.",
        "In 2 of 6 answers the slip was order. That question is not right by now.",
    ]


def test_the_glossary_says_what_a_slip_is(record: Record) -> None:
    course = load_course()
    question = course.questions["order-of-jafari"]
    error = "order of telling taken for order of events"
    record.add_attempt(question.id, question.version, 0, "wrong", error)
    (said,) = slips(course, lessons(course, Work.of(record)))
    assert said == (
        f"In 1 of 1 answer the slip was {error}: taking what a text tells first for what happened"
        " first. That question is not right by now."
    )


# Drawing


def test_there_is_a_box_for_each_question(course: Course) -> None:
    states: list[State] = ["open", "right", "tried", "right", "noted", "right"]
    picture = draw_progress([lesson(course, "01", *states), lesson(course, "02", "open")])
    assert drawn(picture.figure) == Counter({"right": 3, "open": 2, "tried": 1, "noted": 1})


def test_the_boxes_of_a_lesson_stand_side_by_side_those_that_are_right_first(
    course: Course,
) -> None:
    figure = draw_progress([lesson(course, "01", "open", "tried", "right", "open")]).figure
    found = [patch for patch in figure.findobj(Polygon) if patch.get_gid()][:4]
    edges = [(patch.get_xy()[0][0], patch.get_xy()[1][0]) for patch in found]
    assert [patch.get_gid() for patch in found] == [
        "box right",
        "box tried",
        "box open",
        "box open",
    ]
    assert all(here[1] < there[0] for here, there in pairwise(edges))


def test_each_state_has_a_sign_beside_its_colour(course: Course) -> None:
    figure = draw_progress([lesson(course, "01", *EACH)]).figure
    legend = figure.findobj(Polygon)
    looks = {
        str(patch.get_gid()): (patch.get_facecolor(), patch.get_edgecolor())
        for patch in legend
        if patch.get_gid()
    }
    assert len(set(looks.values())) == 4
    filled = [name for name, (face, _) in looks.items() if face != (1, 1, 1, 1)]
    assert filled == ["box right"]
    dots = [line for line in figure.axes[0].lines if line.get_gid() == "dot"]
    halves = [patch for patch in legend if len(patch.get_xy()) == 4]
    assert (len(dots), len(halves)) == (2, 2), "one in the row, one in the legend"


@pytest.mark.parametrize("count", [0, 1, 8, 200])
@pytest.mark.parametrize("name", NAMES, ids=["short", "usual", "long", "unbroken", "persian"])
def test_no_text_touches_a_text_or_leaves_the_frame(name: str, count: int, course: Course) -> None:
    shown = [lesson(course, name, *EACH, *EACH[:1] * count) for _ in range(3)]
    figure = draw_progress(shown).figure
    assert boxes.label_overlaps(figure) == []
    assert boxes.outside_frame(figure) == []
    inside = [patch.get_window_extent() for patch in figure.findobj(Polygon)]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.width for box in inside)
    words = [boxes.box(text) for text in boxes.texts(figure)]
    assert not [1 for word in words for box in inside if word.overlaps(box)]


def test_the_words_say_what_is_drawn(course: Course) -> None:
    shown = [lesson(course, "01-first", "right", "open"), lesson(course, "02-second", "tried")]
    picture = draw_progress(shown)
    assert picture.title == "2 of 3 questions answered: 1 right at last, 1 not right yet"
    assert picture.alt == (
        "A box for each question by lesson, and how many are answered:"
        " 01-first, 1 of 2; 02-second, 1 of 1."
    )
    assert picture.description == [
        "01-first: 1 of 2 questions answered: 1 right at last.",
        "02-second: 1 of 1 question answered: 1 not right yet.",
    ]
    assert boxes.words(picture.figure, "words") == (
        "1 of 2 questions answered: 1 right at last 1 of 1 question answered: 1 not right yet"
    )
    assert picture.table.to_numpy().tolist() == [
        ["01-first", 2, 1, 0, 0, 1],
        ["02-second", 1, 0, 1, 0, 0],
    ]
    assert list(picture.table.columns[2:]) == [
        *("Right at last", "Not right yet", "Guessed or written", "Not answered yet"),
    ]


def test_with_no_lesson_there_is_a_picture_all_the_same() -> None:
    picture = draw_progress([])
    assert picture.alt == "An empty picture: no lesson asks a question."
    assert picture.title == "0 of 0 questions answered"


def test_the_picture_is_small_and_the_same_each_time(course: Course) -> None:
    shown = [lesson(course, f"{n:02}-lesson", *EACH * 5) for n in range(8)]
    first, second = draw_progress(shown), draw_progress(shown)
    assert first.png == second.png
    assert len(first.png) <= 40_000
