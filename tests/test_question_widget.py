"""The question form from the kernel's side: a real widget, real messages, its traits read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course, load_course
from course_utils.questions import SingleChoice
from course_utils.quiz import as_text
from course_utils.widgets.question import HERE, QuestionForm, ask
from tests.tiny_course import write_tiny_course

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(write_tiny_course(tmp_path))


@pytest.fixture
def form(course: Course) -> QuestionForm:
    return ask("who-speaks", course)


def send(form: QuestionForm, content: object) -> None:
    """Let the form receive ``content`` as the page sends it, through the widget protocol."""
    data = {"method": "custom", "content": content}
    form._handle_msg({"content": {"comm_id": form.model_id, "data": data}, "buffers": []})


def answer(form: QuestionForm, response: object) -> dict[str, Any]:
    send(form, {"ask": "check", "response": response})
    outcome: dict[str, Any] = form.outcome
    return outcome


def page(form: QuestionForm) -> str:
    """All that the page, or a notebook file that keeps widget state, can know of the form."""
    return json.dumps(form.get_state(), ensure_ascii=False)


def question_of(form: QuestionForm) -> SingleChoice:
    assert isinstance(form.asked, SingleChoice)
    return form.asked


def test_before_an_answer_the_page_knows_neither_key_nor_feedback_nor_hints(
    form: QuestionForm,
) -> None:
    asked = question_of(form)
    secrets = [asked.answer, *asked.hints]
    secrets += [choice.feedback for choice in asked.choices]
    secrets += [choice.error for choice in asked.choices if choice.error]
    assert asked.stem in page(form)
    assert not [secret for secret in secrets if secret in page(form)]
    assert '"correct"' not in page(form)


def test_a_wrong_answer_brings_its_own_feedback_and_no_other(form: QuestionForm) -> None:
    outcome = answer(form, 0)
    first, *others = question_of(form).choices
    assert outcome["verdict"] == "wrong"
    assert outcome["feedback"] == first.feedback
    assert outcome["error"] == first.error
    assert list(outcome["paragraphs"]) == ["P1"]
    assert not [choice.feedback for choice in others if choice.feedback in page(form)]


def test_wrong_then_right_counts_two_attempts(form: QuestionForm) -> None:
    assert answer(form, 0)["attempts"] == 1
    assert answer(form, 1)["attempts"] == 2
    assert form.outcome["verdict"] == "right"
    assert form.outcome["response"] == 1


def test_nothing_chosen_is_said_and_is_no_attempt(form: QuestionForm) -> None:
    outcome = answer(form, None)
    assert (outcome["verdict"], outcome["attempts"]) == ("not answered", 0)


def test_the_same_answer_twice_gets_a_reply_twice(form: QuestionForm) -> None:
    replies: list[int] = []
    form.observe(lambda change: replies.append(change.new["reply"]), "outcome")
    for response in (None, None, 0, 0):
        answer(form, response)
    assert replies == [1, 2, 3, 4]


def test_hints_come_one_at_each_request_and_no_more_than_there_are(form: QuestionForm) -> None:
    hints = list(form.asked.hints)
    for shown in (hints[:1], hints[:2], hints[:2]):
        send(form, {"ask": "hint"})
        assert form.hints == shown


def test_the_worked_answer_comes_after_an_attempt_never_before(form: QuestionForm) -> None:
    send(form, {"ask": "answer"})
    answer(form, None)
    send(form, {"ask": "answer"})
    assert form.answer == ""
    answer(form, 0)
    assert form.answer == ""
    send(form, {"ask": "answer"})
    assert form.answer == form.asked.answer


@pytest.mark.parametrize("content", [None, "check", [], {}, {"ask": "key"}, {"ask": "check"}])
def test_a_message_that_is_not_understood_changes_nothing(
    form: QuestionForm, content: object
) -> None:
    before = page(form)
    send(form, content)
    assert page(form) == before


def test_the_plain_text_is_the_question_and_never_varies(
    form: QuestionForm, course: Course
) -> None:
    words = as_text(form.asked)
    assert form._repr_mimebundle_()[0]["text/plain"] == words
    answer(form, 1)
    send(form, {"ask": "hint"})
    send(form, {"ask": "answer"})
    assert form._repr_mimebundle_()[0]["text/plain"] == words
    assert ask("who-speaks", course)._repr_mimebundle_()[0]["text/plain"] == words


def test_the_output_of_the_cell_holds_the_words_and_the_view_and_nothing_else(
    form: QuestionForm,
) -> None:
    answer(form, 0)
    data, metadata = form._repr_mimebundle_()
    assert set(data) == {"text/plain", VIEW}
    assert data[VIEW]["model_id"] == form.model_id
    assert metadata == {}


def test_text_reaches_the_page_as_it_is_written(tmp_path: Path) -> None:
    stem = "<script>alert(1)</script> & $x_1$ فاطمیون 🙂 \"quoted\" 'once' " + "long " * 100
    quoted = json.dumps(stem, ensure_ascii=False)
    quiz = f"""\
- id: hard
  kind: single choice
  stem: {quoted}
  choices:
    - {{text: {quoted}, correct: true, feedback: {quoted}}}
    - {{text: "no", feedback: "no", error: "an error"}}
  answer: {quoted}
"""
    course = load_course(write_tiny_course(tmp_path, quizzes={"lesson.yaml": quiz}))
    form = ask("hard", course)
    assert form.question["stem"] == stem.strip()
    assert form.question["choices"][0] == ("A", stem.strip())
    assert answer(form, 0)["feedback"] == stem.strip()
    assert stem.strip() in form._repr_mimebundle_()[0]["text/plain"]


def test_the_page_sets_text_as_text() -> None:
    source = (HERE / "question.js").read_text(encoding="utf-8")
    for way_in in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert way_in not in source


def test_asking_uses_the_course_loaded_last(course: Course) -> None:
    assert ask("who-speaks").asked is course.questions["who-speaks"]


def test_a_course_that_is_given_is_used_whatever_was_loaded_last(
    course: Course, tmp_path: Path
) -> None:
    load_course(write_tiny_course(tmp_path / "later", quizzes={"lesson.yaml": "[]"}))
    assert ask("who-speaks", course).asked is course.questions["who-speaks"]


def test_an_unknown_question_names_the_nearest(course: Course) -> None:
    with pytest.raises(LookupError, match="Did you mean 'who-speaks'"):
        ask("who-speak", course)
