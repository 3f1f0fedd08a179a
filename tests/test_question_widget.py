"""The question form from the kernel's side: a real widget, real messages, its traits read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.figures.timeline import draw_timeline
from course_utils.quiz.kinds import SingleChoice
from course_utils.reading.answers import CLOSING, EARLIER, as_html, as_text
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.widgets.form import HERE
from course_utils.widgets.prediction import FOLD, PredictionForm, predict
from course_utils.widgets.question import ANOTHER, QuestionForm, ask
from course_utils.widgets.still import to_run
from tests.every_kind import EXAMPLES, QUIZ, Example
from tests.tiny_course import QUESTIONS, write_tiny_course

VIEW = "application/vnd.jupyter.widget-view+json"


each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)


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


def send(form: QuestionForm, content: object) -> None:
    """Let the form receive ``content`` as the page sends it, through the widget protocol."""
    data = {"method": "custom", "content": content}
    form._handle_msg({"content": {"comm_id": form.model_id, "data": data}, "buffers": []})


def answer(form: QuestionForm, response: object) -> dict[str, Any]:
    send(form, {"ask": "check", "response": response})
    outcome: dict[str, Any] = form.outcome
    return outcome


def type_text(form: QuestionForm, text: str) -> dict[str, Any]:
    send(form, {"ask": "draft", "response": text})
    saved: dict[str, Any] = form.saved
    return saved


def stored(form: QuestionForm | PredictionForm, shown: list[dict[str, Any]]) -> Any:
    """What a cell stores that ends with the form, but for the number of the widget."""
    shown.clear()
    form._ipython_display_()
    return [{mime: text for mime, text in each.items() if mime != VIEW} for each in shown]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The outputs that a cell gets, each as its mimebundle."""
    outputs: list[dict[str, Any]] = []
    name = "IPython.display.publish_display_data"
    monkeypatch.setattr(name, lambda data, metadata=None: outputs.append(data))
    return outputs


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
    (remark,) = outcome["remarks"]
    assert outcome["verdict"] == "wrong"
    assert remark["text"] == first.feedback
    assert remark["error"] == first.error
    assert [source["where"] for source in remark["sources"]] == ["P1, near “anchor 1”"]
    assert not [choice.feedback for choice in others if choice.feedback in page(form)]


def test_wrong_then_right_counts_two_attempts(form: QuestionForm) -> None:
    assert answer(form, 0)["times"] == 1
    assert answer(form, 1)["times"] == 2
    assert form.outcome["verdict"] == "right"
    assert form.outcome["response"] == 1


def test_nothing_chosen_is_said_and_is_no_attempt(form: QuestionForm) -> None:
    outcome = answer(form, None)
    assert (outcome["verdict"], outcome["times"]) == ("not answered", 0)


def test_the_same_answer_twice_gets_a_reply_twice(form: QuestionForm) -> None:
    replies: list[int] = []
    form.observe(lambda change: replies.append(change.new["reply"]), "outcome")
    for response in (None, None, 0, 0):
        answer(form, response)
    assert replies == sorted(set(replies))
    assert len(replies) == 4


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


def test_a_cell_stores_the_question_in_words_and_a_view_in_an_output_of_its_own(
    form: QuestionForm, shown: list[dict[str, Any]]
) -> None:
    form._ipython_display_()
    still, live = shown
    assert set(still) == {"text/plain", "text/html"}
    assert still["text/plain"] == as_text(form.asked)
    assert as_html(form.asked) in still["text/html"]
    assert set(live) == {"text/plain", VIEW}
    assert to_run(CLOSING) in still["text/html"]
    assert live["text/plain"] == ""
    assert live[VIEW]["model_id"] == form.model_id


@each_example
def test_what_a_cell_stores_is_the_same_whatever_was_answered(
    course: Course, shown: list[dict[str, Any]], example: Example
) -> None:
    form = ask(example.id, course)
    before = stored(form, shown)
    for response in (example.none, example.wrong, example.right):
        answer(form, response)
        send(form, {"ask": "hint"})
        send(form, {"ask": "answer"})
        assert stored(form, shown) == before
        assert stored(ask(example.id, course), shown) == before


def test_text_reaches_the_page_as_it_is_written(tmp_path: Path) -> None:
    stem = "<script>alert(1)</script> & $x_1$ فاطمیون 🙂 \"quoted\" 'once' " + "long " * 100
    quoted = json.dumps(stem, ensure_ascii=False)
    quiz = f"""\
- id: hard
  kind: single choice
  stem: {quoted}
  choices:
    - {{text: {quoted}, correct: true, feedback: {quoted}}}
    - {{text: "no", feedback: "no", error: "order taken for cause"}}
  answer: {quoted}
"""
    course = load_course(write_tiny_course(tmp_path / "hard", quizzes={"lesson.yaml": quiz}))
    form = ask("hard", course)
    assert form.question["stem"] == stem.strip()
    assert form.question["choices"][0] == ("A", stem.strip())
    assert answer(form, 0)["remarks"][0]["text"] == stem.strip()
    assert stem.strip() in as_text(form.asked)
    assert "<script>" not in as_html(form.asked)


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
    with pytest.raises(LookupError, match="like it: who-speaks"):
        ask("who-speak", course)


# The record


@pytest.mark.parametrize("example", EXAMPLES[:7], ids=lambda example: example.id)
def test_an_answer_is_stored_before_it_is_called_saved(
    course: Course, record: Record, example: Example
) -> None:
    form = ask(example.id, course)
    form.observe(lambda _: seen.append(len(record.attempts(example.id))), "saved")
    seen: list[int] = []
    answer(form, example.none)
    assert (seen, form.saved) == ([], {})
    answer(form, example.wrong)
    answer(form, example.right)
    assert seen == [1, 2]
    assert (form.saved["yes"], form.saved["sentence"]) == (True, "Saved.")
    first, second = record.attempts(example.id)
    assert (first.response, first.verdict) == (example.wrong, "wrong")
    assert first.error == form.asked.judge(example.wrong).error
    assert (second.response, second.verdict, second.error) == (example.right, "right", "")
    assert first.version == second.version == form.asked.version


@each_example
def test_what_was_answered_comes_back_in_a_new_form(course: Course, example: Example) -> None:
    form = ask(example.id, course)
    if form.asked.kept_as == "draft":
        type_text(form, str(example.right))
    else:
        answer(form, example.right)
    again = ask(example.id, course)
    same = {key: value for key, value in form.outcome.items() if key != "reply"}
    assert {key: value for key, value in again.outcome.items() if key != "reply"} == same
    assert again.times == 1
    assert (again.saved["yes"], again.saved["sentence"]) == (True, "Saved.")
    assert again.outcome["response"] == example.right
    assert again.answer == ""


def test_the_attempts_before_count_on(course: Course) -> None:
    form = ask("who-speaks", course)
    answer(form, 0)
    answer(form, 1)
    assert ask("who-speaks", course).outcome["times"] == 2
    assert answer(ask("who-speaks", course), 2)["times"] == 3
    send(again := ask("who-speaks", course), {"ask": "answer"})
    assert again.answer == again.asked.answer


def test_an_answer_to_another_wording_is_said_and_not_judged(
    course: Course, record: Record, tmp_path: Path
) -> None:
    answer(ask("who-speaks", course), 1)
    edited = QUESTIONS.replace("Who speaks in", "Whose voice is heard in")
    other = load_course(write_tiny_course(tmp_path / "edited", quizzes={"lesson.yaml": edited}))
    form = ask("who-speaks", other)
    assert (form.outcome["message"], form.outcome["verdict"]) == (EARLIER, "not answered")
    assert (form.outcome["response"], form.times, form.saved) == (None, 0, {})
    send(form, {"ask": "answer"})
    assert form.answer == ""
    assert answer(form, 1)["times"] == 1
    assert len({attempt.version for attempt in record.attempts("who-speaks")}) == 2
    assert ask("who-speaks", course).outcome["verdict"] == "right"


def test_what_cannot_be_saved_is_said_in_the_words_of_the_record(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "no-folder" / "record"))
    form = ask("who-speaks", course)
    assert answer(form, 1)["verdict"] == "right"
    assert form.saved["yes"] is False
    assert form.saved["sentence"].startswith("Not saved: ")
    again = ask("who-speaks", course)
    assert again.outcome["times"] == 1
    assert again.saved["sentence"] == current_record(course).trouble != ""


def test_a_text_is_kept_as_it_is_typed_and_offers_points_to_consider(
    course: Course, record: Record
) -> None:
    form = ask("your-view", course)
    send(form, {"ask": "answer"})
    assert form.answer == ""
    assert type_text(form, "Who pa")["sentence"] == "Saved."
    assert (form.outcome, record.draft("your-view")) == (
        {"times": 1, "response": "Who pa"},
        "Who pa",
    )
    type_text(form, "Who pays?")
    send(form, {"ask": "answer"})
    assert form.answer == form.asked.answer
    assert answer(form, "Who pays?")["verdict"] == "kept"
    assert record.draft("your-view") == "Who pays?"
    assert (record.attempts(), record.predictions()) == ((), ())
    type_text(form, "")
    assert ask("your-view", course).outcome == {}


def type_in(form: QuestionForm, window: str, text: str, known: str = "") -> str:
    """Let a window of JupyterLab send a text, and return what the form says of another."""
    send(form, {"ask": "draft", "response": text, "window": window, "known": known})
    assert form.saved["sentence"] == "Saved."
    another: str = form.another
    return another


def test_two_windows_on_one_text_are_both_kept_and_the_form_says_so(
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


def test_windows_that_take_turns_and_see_each_others_text_have_one(
    course: Course, record: Record
) -> None:
    form = ask("your-view", course)
    type_in(form, "a", "who pays")
    type_in(form, "b", "Who pays?", "who pays")
    assert type_in(form, "a", "Who is paid?", "Who pays?") == ""
    assert (form.outcome["window"], form.outcome["known"]) == ("a", "Who pays?")
    answer(form, "Who is paid?")
    assert [draft.text for draft in record.texts("your-view")] == ["Who is paid?"]


def test_a_text_that_is_written_on_in_a_new_form_has_one_version(
    course: Course, record: Record
) -> None:
    for text, known in (("Monday", ""), ("Tuesday", "Monday"), ("Wednesday", "Tuesday")):
        form = ask("your-view", course)
        assert form.outcome.get("response", "") == known
        assert type_in(form, f"window on {text}", text, known) == ""
    assert [draft.text for draft in record.texts("your-view")] == ["Wednesday"]


@pytest.mark.parametrize("window", [None, 7, ["a"], "a\nb\ud800" * 500])
def test_whatever_a_window_calls_itself_its_text_is_kept(
    window: object, course: Course, record: Record
) -> None:
    form = ask("your-view", course)
    send(form, {"ask": "draft", "response": "text", "window": window, "known": 3})
    assert (form.saved["yes"], record.draft("your-view")) == (True, "text")


@pytest.mark.parametrize("response", [5, [99], [0, 0, 0, 0, 0], "x", None, {"a": 1}])
def test_a_response_that_no_form_gives_is_set_aside_and_the_question_asked(
    response: object, course: Course, record: Record
) -> None:
    asked = ask("five-in-order", course).asked
    record.add_attempt(asked.id, asked.version, response, "wrong")
    form = ask("five-in-order", course)
    assert (form.times, form.outcome, form.saved) == (0, {}, {})
    assert answer(form, EXAMPLES[2].right)["times"] == 1


def test_only_a_reflection_is_kept_as_it_is_typed(course: Course, record: Record) -> None:
    form = ask("whose-name", course)
    assert type_text(form, "Bra") == {}
    assert record.drafts() == ()


@pytest.mark.parametrize(
    "text", ["<b>&\"'\n", "خط فارسی", "x" * 10_000, "half \ud83d a character", "$x_1$"]
)
def test_any_text_is_stored_and_shown_as_typed(course: Course, record: Record, text: str) -> None:
    whole = text.replace("\ud83d", "\ufffd")
    form = ask("your-view", course)
    type_text(form, text)
    assert record.draft("your-view") == form.outcome["response"] == whole
    answer(ask("guess-in-words", course), text)
    (guess,) = record.predictions("guess-in-words")
    assert guess.response == ask("guess-in-words", course).outcome["response"] == whole
    json.dumps(form.get_state(), ensure_ascii=False).encode()


def test_a_guess_is_a_prediction_and_shown_in_words(course: Course, record: Record) -> None:
    form = ask("guess-a-name", course)
    assert answer(form, 1)["guess"] == "The mayor"
    (guess,) = record.predictions("guess-a-name")
    assert (guess.response, guess.version) == (1, form.asked.version)
    assert record.attempts() == ()
    assert form.question["offer"] == ""
    assert answer(form, None)["guess"] == ""


# What the page keeps


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What forms send to their pages beside their traits."""
    sent: list[object] = []
    monkeypatch.setattr(QuestionForm, "send", lambda _, content, buffers=None: sent.append(content))
    return sent


def test_a_message_is_confirmed_once_what_it_holds_is_saved(
    course: Course, record: Record, heard: list[object]
) -> None:
    form = ask("your-view", course)
    send(form, {"ask": "draft", "response": "Who pays?", "id": "w-1"})
    assert record.draft("your-view") == "Who pays?"
    send(form, {"ask": "hint", "id": "w-2"})
    send(form, {"ask": "hint"})
    assert heard == [{"done": "w-1", "saved": True}, {"done": "w-2", "saved": False}]


@pytest.mark.parametrize("example", EXAMPLES[:7], ids=lambda example: example.id)
def test_only_an_answer_that_counts_is_confirmed_as_saved(
    course: Course, heard: list[object], example: Example
) -> None:
    form = ask(example.id, course)
    for number, response in enumerate((example.none, example.wrong)):
        send(form, {"ask": "check", "response": response, "id": f"w-{number}"})
    assert heard == [{"done": "w-0", "saved": False}, {"done": "w-1", "saved": True}]


def test_what_the_disk_does_not_take_is_not_confirmed_as_saved(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: list[object]
) -> None:
    (tmp_path / "no-folder").write_text("")
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "no-folder" / "record"))
    send(ask("your-view", course), {"ask": "draft", "response": "Who pays?", "id": "w-1"})
    send(ask("who-speaks", course), {"ask": "check", "response": 1, "id": "w-2"})
    assert heard == [{"done": "w-1", "saved": False}, {"done": "w-2", "saved": False}]


def test_the_browser_keeps_a_text_for_one_record_course_and_question(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [ask(example.id, course).place for example in EXAMPLES]
    folder = write_tiny_course(tmp_path / "elsewhere", quizzes={"kinds.yaml": QUIZ})
    package = folder / "datapackage.json"
    package.write_text(package.read_text().replace('"tiny"', '"another"'))
    places.append(ask("your-view", load_course(folder)).place)
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "another"))
    places.append(ask("your-view", course).place)
    assert len(set(places)) == len(EXAMPLES) + 2


def test_a_choice_belongs_to_one_wording_and_a_text_to_all(course: Course, tmp_path: Path) -> None:
    edited = QUIZ.replace("stem: W", "stem: By the way, w")
    other = load_course(write_tiny_course(tmp_path / "edited", quizzes={"kinds.yaml": edited}))
    assert ask("one-of-four", course).place != ask("one-of-four", other).place
    assert ask("your-view", course).place == ask("your-view", other).place


# The reader's copy


def test_with_a_copy_of_the_article_feedback_has_the_passage(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "article.txt"
    copy.write_text("So the text has anchor 1 in it.\n\nAnd here it has anchor 2.\n")
    form = ask("who-speaks", course)
    monkeypatch.setenv("COURSE_ARTICLE", str(copy))
    (remark,) = answer(form, 0)["remarks"]
    assert remark["sources"] == (
        {
            "row": "statements-1",
            "where": "P1",
            "passage": "So the text has anchor 1 in it.",
        },
    )


# A guess and its figure


def test_the_figure_is_folded_before_a_guess_and_beside_it_afterwards(
    course: Course, shown: list[dict[str, Any]]
) -> None:
    picture = draw_timeline(course)
    guess = predict("guess-a-name", picture, course)
    before = stored(guess, shown)
    assert guess.view.value == f"<details><summary>{FOLD}</summary>{picture.html}</details>"
    answer(guess.form, None)
    assert guess.view.value.startswith("<details>")
    answer(guess.form, 1)
    assert guess.view.value == f"<h3>The figure</h3>{picture.html}"
    again = predict("guess-a-name", picture, course)
    assert again.view.value == guess.view.value
    assert stored(guess, shown) == stored(again, shown) == before


def test_a_cell_with_a_guess_stores_the_question_and_the_figure_folded(
    course: Course, shown: list[dict[str, Any]]
) -> None:
    picture = draw_timeline(course)
    guess = predict("guess-a-name", picture, course)
    guess._ipython_display_()
    still, live = shown
    assert still["text/plain"] == f"{as_text(guess.form.asked)}\n\n{picture}"
    assert as_html(guess.form.asked) in still["text/html"]
    assert f"<details><summary>{FOLD}</summary>{picture.html}</details>" in still["text/html"]
    assert (set(live), live["text/plain"]) == ({"text/plain", VIEW}, "")


def test_a_guess_may_have_no_figure(course: Course) -> None:
    guess = predict("guess-in-words", course=course)
    assert list(guess.children) == [guess.form]


def test_only_a_prediction_is_guessed(course: Course) -> None:
    with pytest.raises(ValueError, match="'who-speaks' is a single choice and no prediction"):
        predict("who-speaks", course=course)
    with pytest.raises(LookupError, match="like it: guess-a-name"):
        predict("guess-a-nam", course=course)
