"""A class's answers as a page: bars with words, and what could not be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.pages.class_answers import show_class
from course_utils.session import load_course
from tests.test_tally import hand_in, learner
from tests.tiny_course import write_tiny_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(write_tiny_course(tmp_path / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "class"
    place.mkdir()
    return place


def test_a_question_is_a_bar_with_its_words_and_the_answer_most_chosen(
    folder: Path, course: Course
) -> None:
    for code in "AB":
        answers = (("who-speaks", 0, "wrong", "hindsight"), ("who-speaks", 1, "right"))
        hand_in(folder, learner(folder, code, *answers))
    hand_in(folder, learner(folder, "C", ("who-speaks", 0, "wrong", "hindsight")))
    page = show_class(folder, course=course)
    assert page.description == [
        "3 learners, 1 question.",
        "Who speaks in the first paragraph? 2 of 3",
        "Right at first: none of 3 learners; in the end: 2 of 3 learners."
        " Most chosen of the wrong answers, by 3 learners: 0 (hindsight).",
    ]
    assert '<meter min="0" max="3" value="2">' in page.html


def test_a_class_of_one_is_spoken_of_as_one(folder: Path, course: Course) -> None:
    hand_in(folder, learner(folder, "A", ("elsewhere", 1, "right")))
    page = show_class(folder, course=course)
    assert page.title == "1 learner, 1 question"
    assert "elsewhere" in str(page), "a question that the course does not ask has only its name"
    assert "Right at first: the one learner; in the end: the one learner." in str(page)


def test_an_empty_folder_and_a_file_that_is_none_are_said(folder: Path, course: Course) -> None:
    assert str(show_class(folder, course=course)) == "No learner, no question."
    (folder / "notes.json").write_text("not a record", encoding="utf-8")
    assert "notes.json: " in str(show_class(folder, course=course))


def test_answers_in_a_file_are_escaped(folder: Path, course: Course) -> None:
    hand_in(folder, learner(folder, "A", ("<script>", "<b>x</b>", "wrong", "<i>")))
    html = show_class(folder, course=course).html
    assert not [tag for tag in ("<script>", "<b>x", "<i>") if tag in html]
