"""The question form from the kernel's side: a real widget, real messages, its traits read."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.figures.timeline import draw_timeline
from course_utils.quiz.kinds import SingleChoice
from course_utils.reading.answers import CLOSING, EARLIER, as_html, as_text
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.widgets.question import ANOTHER, FOLD, QuestionForm, ask, predict
from tests.cell_outputs import VIEW, cell_outputs, send, words_of
from tests.every_kind import EXAMPLES, QUIZ, Example
from tests.test_kinds import RECORDS
from tests.tiny_course import QUESTIONS, write_tiny_course

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
each_graded = pytest.mark.parametrize("example", EXAMPLES[:7], ids=lambda example: example.id)


@pytest.fixture(autouse=True)
def _own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record"))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    quizzes = {"lesson.yaml": QUESTIONS, "kinds.yaml": QUIZ}
    return load_course(write_tiny_course(tmp_path / "data", quizzes=quizzes))


@pytest.fixture
def record(course: Course) -> Record:
    return current_record(course)


@pytest.fixture
def form(course: Course) -> QuestionForm:
    return ask("who-speaks", course)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What forms send to their pages beside their traits."""
    sent: list[Any] = []
    monkeypatch.setattr(QuestionForm, "send", lambda _, content, buffers=None: sent.append(content))
    return sent


def answer(form: QuestionForm, response: object) -> dict[str, Any]:
    send(form, {"ask": "check", "response": response})
    outcome: dict[str, Any] = form.outcome
    return outcome


def type_text(form: QuestionForm, text: str, **page: object) -> dict[str, Any]:
    send(form, {"ask": "draft", "response": text, **page})
    saved: dict[str, Any] = form.saved
    return saved


def stored(form: QuestionForm) -> list[dict[str, Any]]:
    return words_of(cell_outputs(form))


def page(form: QuestionForm) -> str:
    """All that the page, or a notebook file that keeps widget state, can know of the form."""
    return json.dumps(form.get_state(), ensure_ascii=False)


# What the page is told


@each_example
def test_the_page_knows_all_that_is_shown_and_neither_key_nor_feedback_nor_hints(
    course: Course, example: Example
) -> None:
    record = RECORDS[example.id]
    parts = [part for key in ("choices", "items", "mistakes") for part in record.get(key, [])]
    parts = [part for part in parts if isinstance(part, dict)]
    shown = [part["text"] for part in parts if "text" in part] + record.get("categories", [])
    secrets = [record.get("answer"), record.get("feedback"), *record.get("hints", [])]
    secrets += [part.get(key) for part in parts for key in ("feedback", "error")]
    form = ask(example.id, course)
    html = unescape(as_html(form.asked))
    for words in (page(form), as_text(form.asked), html):
        assert not [secret for secret in filter(None, secrets) if secret in words]
        for text in (record["stem"], form.asked.how(), *shown):
            assert text in words
        assert "correct" not in words
        assert '"category"' not in words


def test_feedback_on_a_choice_tells_nothing_of_the_others(form: QuestionForm) -> None:
    (remark,) = answer(form, 0)["remarks"]
    assert isinstance(form.asked, SingleChoice)
    first, *others = form.asked.choices
    assert (remark["text"], remark["error"]) == (first.feedback, first.error)
    assert [source["where"] for source in remark["sources"]] == ["P1, near “anchor 1”"]
    assert not [choice.feedback for choice in others if choice.feedback in page(form)]


def test_each_request_is_answered_and_the_worked_answer_comes_after_an_attempt(
    form: QuestionForm,
) -> None:
    hints = list(form.asked.hints)
    for shown in (hints[:1], hints[:2], hints[:2]):
        send(form, {"ask": "hint"})
        assert form.hints == shown
    told = [answer(form, response) for response in (None, None)]
    send(form, {"ask": "answer"})
    assert form.answer == ""
    told += [answer(form, response) for response in (0, 0, 1)]
    send(form, {"ask": "answer"})
    assert form.answer == form.asked.answer
    assert [each["times"] for each in told] == [0, 0, 1, 2, 3]
    assert [each["verdict"] for each in told] == ["not answered"] * 2 + ["wrong"] * 2 + ["right"]
    assert len({each["reply"] for each in told}) == 5


def test_a_message_that_is_not_understood_changes_nothing(form: QuestionForm) -> None:
    before = page(form)
    unknown: list[object] = [None, "check", [], {}, {"ask": "key"}, {"ask": "check"}]
    for content in unknown:
        send(form, content)
        assert page(form) == before


@each_example
def test_what_a_cell_stores_is_the_same_whatever_was_answered(
    course: Course, example: Example
) -> None:
    form = ask(example.id, course)
    before = stored(form)
    still, live = cell_outputs(form)
    assert (set(still), set(live)) == ({"text/plain", "text/html"}, {"text/plain", VIEW})
    assert (still["text/plain"], live["text/plain"]) == (as_text(form.asked), "")
    assert as_html(form.asked) in still["text/html"]
    assert f"<p>{CLOSING} <small>No form after that?" in still["text/html"]
    for response in (example.none, example.wrong, example.right):
        answer(form, response)
        send(form, {"ask": "hint"})
        send(form, {"ask": "answer"})
        assert stored(form) == stored(ask(example.id, course)) == before


# The record


@each_graded
def test_an_answer_is_stored_before_it_is_called_saved(
    course: Course, record: Record, example: Example, heard: list[Any]
) -> None:
    form = ask(example.id, course)
    seen: list[int] = []
    form.observe(lambda _: seen.append(len(record.attempts(example.id))), "saved")
    for number, response in enumerate((example.none, example.wrong, example.right)):
        send(form, {"ask": "check", "response": response, "id": f"w-{number}"})
    assert seen == [1, 2]
    assert (form.saved["yes"], form.saved["sentence"]) == (True, "Saved.")
    assert [one["saved"] for one in heard] == [False, True, True]
    first, second = record.attempts(example.id)
    assert (first.response, first.verdict) == (example.wrong, "wrong")
    assert first.error == form.asked.judge(example.wrong).error
    assert (second.response, second.verdict, second.error) == (example.right, "right", "")
    assert first.version == second.version == form.asked.version


def test_an_answer_to_another_wording_is_said_and_not_judged(
    course: Course, record: Record, tmp_path: Path
) -> None:
    answer(ask("who-speaks", course), 1)
    edited = QUESTIONS.replace("Who speaks in", "Whose voice is heard in")
    quizzes = {"lesson.yaml": edited, "kinds.yaml": QUIZ.replace("stem: W", "stem: By the way, w")}
    other = load_course(write_tiny_course(tmp_path / "edited", quizzes=quizzes))
    form = ask("who-speaks", other)
    assert (form.outcome["message"], form.outcome["verdict"]) == (EARLIER, "not answered")
    assert (form.outcome["response"], form.times, form.saved) == (None, 0, {})
    send(form, {"ask": "answer"})
    assert form.answer == ""
    assert answer(form, 1)["times"] == 1
    assert len({attempt.version for attempt in record.attempts("who-speaks")}) == 2
    assert form.place != ask("who-speaks", course).place  # a choice is of one wording
    assert ask("your-view", course).place == ask("your-view", other).place  # a text of any
    assert ask("who-speaks", course).outcome["verdict"] == "right"
    assert ask("who-speaks").asked is other.questions["who-speaks"]
    with pytest.raises(LookupError, match="like it: who-speaks"):
        ask("who-speak", course)


def test_what_cannot_be_saved_is_said_and_not_confirmed_as_saved(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: list[Any]
) -> None:
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "no-folder" / "record"))
    form = ask("who-speaks", course)
    send(form, {"ask": "check", "response": 1, "id": "w-1"})
    assert (form.outcome["verdict"], form.saved["yes"]) == ("right", False)
    assert form.saved["sentence"].startswith("Not saved: ")
    again = ask("who-speaks", course)
    assert again.outcome["times"] == 1
    assert again.saved["sentence"] == current_record(course).trouble != ""
    type_text(ask("your-view", course), "Who pays?", id="w-2")
    assert heard == [{"done": "w-1", "saved": False}, {"done": "w-2", "saved": False}]


@pytest.mark.parametrize("response", [5, [99], [0, 0, 0, 0, 0], "x", None, {"a": 1}])
def test_a_response_that_no_form_gives_is_set_aside_and_the_question_asked(
    response: object, course: Course, record: Record
) -> None:
    asked = ask("five-in-order", course).asked
    record.add_attempt(asked.id, asked.version, response, "wrong")
    form = ask("five-in-order", course)
    assert (form.times, form.outcome, form.saved) == (0, {}, {})
    assert answer(form, EXAMPLES[2].right)["times"] == 1


# Texts


def test_a_text_is_kept_as_it_is_typed_and_offers_points_to_consider(
    course: Course, record: Record, heard: list[Any]
) -> None:
    form = ask("your-view", course)
    send(form, {"ask": "answer", "id": "w-1"})
    assert form.answer == ""
    assert type_text(form, "Who pa", id="w-2")["sentence"] == "Saved."
    assert heard == [{"done": "w-1", "saved": False}, {"done": "w-2", "saved": True}]
    assert form.outcome == {"times": 1, "response": "Who pa"}
    send(form, {"ask": "answer"})
    assert form.answer == form.asked.answer
    assert answer(form, "Who pays?")["verdict"] == "kept"
    assert record.draft("your-view") == "Who pays?"
    assert (record.attempts(), record.predictions()) == ((), ())
    type_text(form, "")
    assert ask("your-view", course).outcome == {}
    assert type_text(ask("whose-name", course), "Bra") == {}  # only a reflection is
    assert [draft.item for draft in record.drafts()] == ["your-view"]


def type_in(form: QuestionForm, window: str, text: str, known: str = "") -> str:
    """Let a window of JupyterLab send a text, and return what the form says of another."""
    assert type_text(form, text, window=window, known=known)["sentence"] == "Saved."
    another: str = form.another
    return another


def test_two_windows_on_one_text_are_both_kept_and_what_is_written_on_has_one_version(
    course: Course, record: Record
) -> None:
    form = ask("your-view", course)
    assert type_in(form, "a", "A writes") == ""
    assert type_in(form, "b", "B writes") == ANOTHER
    assert type_in(form, "a", "A writes on", "A writes") == ANOTHER
    assert type_in(ask("your-view", course), "c", "C goes on", "A writes on") == ANOTHER
    assert [draft.text for draft in record.texts("your-view")] == ["C goes on", "B writes"]
    again = ask("your-view", course)
    assert (again.outcome["response"], again.another) == ("C goes on", ANOTHER)
    assert type_in(again, "d", "C goes on, and B writes", "C goes on") == ""
    page = {"window": "d", "known": "C goes on, and B writes"}
    send(again, {"ask": "check", "response": "Here B writes", **page})
    assert (again.outcome["window"], again.outcome["known"]) == tuple(page.values())
    assert (
        type_in(ask("your-view", course), "the next day", "B writes: who?", "Here B writes") == ""
    )
    assert [draft.text for draft in record.texts("your-view")] == ["B writes: who?"]


@pytest.mark.parametrize("text", ["<b>&\"'\n $x_1$ خط", "x" * 10_000, "half \ud83d a character"])
def test_any_text_is_stored_and_shown_as_typed(course: Course, record: Record, text: str) -> None:
    whole = text.replace("\ud83d", "\ufffd")
    form = ask("your-view", course)
    assert type_text(form, text, window="a\nb\ud800" * 500, known=3)["yes"]
    assert record.draft("your-view") == form.outcome["response"] == whole
    answer(ask("guess-in-words", course), text)
    (guess,) = record.predictions("guess-in-words")
    assert guess.response == ask("guess-in-words", course).outcome["response"] == whole
    page(form).encode()


# A guess and its figure


def test_a_guess_is_kept_and_said_in_words_and_its_figure_is_stored_folded(
    course: Course, record: Record
) -> None:
    picture = draw_timeline(course)
    form = predict("guess-a-name", picture, course)
    before = stored(form)
    assert form.figure == f"<details><summary>{FOLD}</summary>{picture.html}</details>"
    assert before[0]["text/plain"] == f"{as_text(form.asked)}\n\n{picture}"
    assert as_html(form.asked) + form.figure in before[0]["text/html"]
    assert answer(form, None)["guess"] == ""
    assert answer(form, 1)["guess"] == "The mayor"
    (guess,) = record.predictions("guess-a-name")
    assert (guess.response, guess.version) == (1, form.asked.version)
    assert (record.attempts(), form.question["offer"]) == ((), "")
    assert stored(form) == stored(predict("guess-a-name", picture, course)) == before
    assert predict("guess-in-words", course=course).figure == ""
    with pytest.raises(ValueError, match="'who-speaks' is a single choice and no prediction"):
        predict("who-speaks", course=course)
