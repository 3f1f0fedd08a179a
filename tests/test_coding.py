"""Forms and codings from the kernel's side: real widgets, real messages, bad input, a class."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.pages.class_answers import class_tally, show_class
from course_utils.quiz.forms import written_in
from course_utils.reading.coding import CERTAINTIES, VOICES, agreement, find_coding
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.source.course_rows import Exercise
from course_utils.source.text_rows import Claim
from course_utils.widgets.coding import NO_COPY, CodingForm, code
from course_utils.widgets.my_work import my_record, save_my_work
from course_utils.widgets.question import ANOTHER, QuestionForm, ask
from tests.cell_outputs import cell_outputs, send, words_of
from tests.every_kind import QUIZ
from tests.shipped import each_course, shipped
from tests.test_kinds import make
from tests.tiny_course import write_tiny_course

DATA = Path(__file__).parent.parent / "data"
HTML = "<script>alert(1)</script> & <b>so</b>"
WRONG_SHAPES = ["no JSON", "[1, 2]", '"text"', "{day", '{"day": [1], "stop": {"a": 1}}', "9" * 5000]


@pytest.fixture(autouse=True)
def _own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record"))
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


@pytest.fixture
def tiny(tmp_path: Path) -> Course:
    return load_course(write_tiny_course(tmp_path / "data", quizzes={"lesson.yaml": QUIZ}))


def type_in(form: QuestionForm, ask: str = "draft", window: str = "w", **fields: str) -> str:
    """Let the page send what is written; a blank in the name of a field is ``_`` here."""
    text = json.dumps({key.replace("_", " "): value for key, value in fields.items()})
    send(form, {"ask": ask, "response": text, "window": window, "id": "1"})
    return text


def page(form: QuestionForm) -> str:
    return json.dumps(form.get_state(), ensure_ascii=False)


# Forms


def test_a_form_says_all_it_asks_what_is_empty_and_which_number_is_none_and_refuses_nothing() -> (
    None
):
    card = make("trip-card")
    told = card.judge(json.dumps({"seats": "about two", "stop 1 where": "The pier"}))
    assert told.verdict == "kept"
    assert "“about two” is not a number" in told.message
    assert told.message.endswith("“How long” of Stop 1 and 2 others.")
    assert card.words('{"class": "deck", "stop 2 where": "a", "stop 2 long": "an hour"}') == (
        "Class: deck\nStop 2 – Where: a; How long: an hour"
    )
    assert card.words('{"gone": "x", "class": "an old choice"}') == "Class: an old choice\ngone: x"
    lines = ["Seats (seats)", "Class (deck / cabin)"]
    assert list(card.lines())[2:] == [*lines, "Stop, 2 times: Where; How long (an hour / a night)"]


def test_what_is_written_is_kept_as_typed_shown_in_words_and_offered_in_another_form(
    tiny: Course,
) -> None:
    text = type_in(ask("stops", tiny), stop_1=HTML)
    record = current_record(tiny)
    assert record.draft("stops") == text
    assert ask("stops", tiny).outcome["response"] == text
    assert ask("trip-card", tiny).beside == {"offered": {"stops": f"Stop 1: {HTML}"}}
    for panel in (my_record(tiny), save_my_work(tiny)):
        shown = json.dumps(panel.shown["content"])
        assert HTML[:30] in shown
        assert '{\\"' not in shown
    assert "Still empty" in _check(ask("stops", tiny), text)
    assert (record.attempts(), record.predictions()) == ((), ())


def _check(form: QuestionForm, text: str) -> str:
    send(form, {"ask": "check", "response": text})
    return str(form.outcome["message"])


def test_what_a_cell_stores_holds_nothing_that_was_written(tiny: Course, course: Course) -> None:
    forms: list[Callable[[], QuestionForm]]
    forms = [lambda: ask("trip-card", tiny), lambda: code("P11", course)]
    for make_form in forms:
        before = words_of(cell_outputs(make_form()))
        form = make_form()
        type_in(form, "check", day=HTML, C71_voice="author", C71_certainty="asserted")
        assert words_of(cell_outputs(make_form())) == before
        assert "script" not in json.dumps(before)


def test_two_windows_on_one_form_are_both_kept_and_said_in_words(tiny: Course) -> None:
    form = ask("stops", tiny)
    type_in(form, stop_1="The pier")
    type_in(form, window="other", stop_1="The mill")
    assert form.another == ANOTHER
    shown = json.dumps(my_record(tiny).shown["content"])
    assert "Another version of this text: Stop 1: The pier" in shown


@pytest.mark.parametrize("text", WRONG_SHAPES)
def test_a_text_of_a_wrong_shape_is_kept_and_shown_as_it_is(tiny: Course, text: str) -> None:
    record = current_record(tiny)
    record.keep_draft("stops", text)
    record.keep_draft("coding-P1", text)
    record.add_attempt("code-P1", "v", {"claims-1": ["nobody"], "x": text}, "kept")
    form = ask("stops", tiny)
    assert form.outcome["response"] == text
    assert json.dumps(text[:50])[1:-1] in page(form)
    assert code("P1", tiny).beside["compared"] == {}
    assert my_record(tiny).shown["turn"] == 0
    assert written_in(text) == text
    type_in(form, stop_1="The pier")
    assert record.texts("stops")[-1].text == text


# A coding


def coded(form: CodingForm, ask: str = "check", **codes: str) -> dict[str, Any]:
    """Let the page send codes: ``C71="author/asserted/may"``; return what stands beside them."""
    fields = {
        f"{claim}_{part}": code
        for claim, given in codes.items()
        for part, code in zip(("voice", "certainty", "hedge"), given.split("/"), strict=False)
    }
    type_in(form, ask, **fields)
    compared: dict[str, Any] = form.beside["compared"]
    return compared


def states(compared: dict[str, Any], claim: str) -> list[str]:
    return [state for state, _ in compared[claim]["parts"].values()]


def test_before_it_is_compared_the_page_knows_nothing_of_our_coding(course: Course) -> None:
    form = code("P11", course)
    secrets = [row.note for row in course.rows(Exercise) if row.note]
    secrets += [each.why for row in form.asked.claims for each in row.readings]
    assert coded(form, "draft", C71="official paraphrased/asserted") == {}
    assert not [secret for secret in secrets if secret in page(form)]
    assert form.beside["where"] == [f"{form.asked.where} {NO_COPY}"]
    assert form.asked.where.startswith("P11, near “Saudi authorities complain”")


def test_a_coding_left_half_done_is_compared_and_the_rest_is_named_and_stays_hidden(
    course: Course,
) -> None:
    form, record = code("P11", course), current_record(course)
    assert coded(form, C71="author", C72="//may") == {}
    assert form.outcome["message"].startswith("Nothing is coded yet")
    assert record.attempts() == ()
    given = {"C71": "party of another/asserted", "C74": "author/hedged/may bear"}
    compared = coded(form, **given, C77="author")
    assert list(compared) == ["C71", "C74"]
    assert states(compared, "C71") == ["second", "same", "same"]
    assert states(compared, "C74") == ["same"] * 3
    left = "Not coded yet, so ours is not shown: “Men of Hezbollah and of Iran have given"
    assert left in form.outcome["message"]
    assert (compared["C71"]["differs"], compared["C74"]["differs"]) == (True, False)
    assert "whose word: a party or unnamed, about others" in compared["C71"]["notes"][0]
    (attempt,) = record.attempts("code-P11")
    assert attempt.verdict == "kept"
    C71, C74 = (of.split("/") for of in given.values())
    assert attempt.response == {"C71": [*C71, ""], "C74": C74}


def test_the_comparison_follows_what_is_typed_and_comes_back(course: Course) -> None:
    form = code("P11", course)
    coded(form, C76="author/asserted")
    mended = coded(form, "draft", C76="party of another/asserted", C75="author/asserted")
    assert list(mended) == ["C76"]
    assert states(mended, "C76") == ["same", "same", "same"]
    type_in(form, C76_voice="author", C76_certainty="asserted", C76_because=HTML)
    again = code("P11", course)
    assert states(again.beside["compared"], "C76") == ["differs", "same", "same"]
    assert json.loads(again.outcome["response"])["C76 because"] == HTML
    assert len(current_record(course).attempts()) == 1


def test_what_was_compared_goes_along_without_writing_and_is_shown_where_it_is_brought_back(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"C75_voice": "author", "C75_certainty": "asserted"}
    type_in(code("P11", course), "check", **given, C75_because="x")
    data = current_record(course).export()
    assert b"because" not in data
    assert current_record(course).export(include={"code-P11"}) == data
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "elsewhere"))
    current_record(course).merge(data)
    form = code("P11", course)
    assert states(form.beside["compared"], "C75") == ["same"] * 3
    assert json.loads(form.outcome["response"]) == {
        key.replace("_", " "): code for key, code in given.items()
    }
    shown = json.dumps(my_record(course).shown["content"], ensure_ascii=False)
    assert "Whose word: the author; How sure: said as a fact" in shown
    assert "Other answers" not in shown


def test_a_faulty_coding_is_there_to_be_mended_and_has_the_three_planted_faults(
    course: Course,
) -> None:
    form = code("P8", course)
    start = form.asked.start
    wrong = [
        claim.id
        for claim in form.asked.claims
        for part in ("voice", "certainty")
        if agreement(claim, part, start[f"{claim.id} {part}"]) not in ("same", "second")
    ]
    assert wrong == ["C50", "C50", "C51", "C55"]
    assert "with some faults" in form.asked.how()
    assert _check(form, "") == _check(form, json.dumps(start))
    assert form.outcome["message"].startswith("Nothing is mended yet")
    assert _check(form, json.dumps(start | {"C51 voice": "author"})).startswith("Ours stands")
    assert list(form.beside["compared"]) == [claim.id for claim in form.asked.claims]


def test_a_paragraph_without_exercises_has_all_its_claims_and_one_without_claims_is_named(
    course: Course,
) -> None:
    claims = [row.id for row in course.rows(Claim) if row.paragraph[0] == "P2"]
    assert [claim.id for claim in find_coding(course, "P2").claims] == claims
    for missing in ("P13", "p11", ""):
        with pytest.raises(LookupError, match=f"'{missing}'; there are: P0, P1, .* and P12"):
            code(missing, course)


def test_a_passage_comes_from_the_readers_copy_in_its_order_each_sentence_once(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchors = [claim.anchor for claim in find_coding(course, "P11").claims]
    first, *others = dict.fromkeys(anchors)
    copy = tmp_path / "copy.txt"
    copy.write_text(f"They said: {first} & so. Now {' '.join(others)}.\n", encoding="utf-8")
    monkeypatch.setenv("COURSE_ARTICLE", str(copy))
    form = code("P11", course)
    assert form.beside["passage"] == [f"They said: {first} & so.", f"Now {' '.join(others)}."]
    assert form.beside["where"] == []
    assert "They said" not in json.dumps(words_of(cell_outputs(form)))


@each_course
def test_the_exercises_are_of_their_paragraph_and_every_code_has_words(name: str) -> None:
    course = shipped(name)
    claims = {row.id: row for row in course.rows(Claim)}
    for row in course.rows(Exercise):
        assert claims[row.claim_id].paragraph[0] == row.paragraph
    assert {row.voice for row in claims.values()} <= set(VOICES)
    assert {row.certainty for row in claims.values()} <= set(CERTAINTIES)


@pytest.mark.parametrize("given", [{"voice": "author"}, {"hedge": "may"}], ids=repr)
def test_half_a_coding_to_be_mended_is_a_data_error(given: dict[str, str]) -> None:
    row = Exercise.model_validate({"paragraph": "P1", "claim_id": "C1"} | given)
    assert [name for name, _ in row.troubles()] == ["hedge" if "hedge" in given else "certainty"]


# A class


def hand_in(folder: Path, course: Course, name: str, **codes: str) -> None:
    record = Record(folder.parent / f"record of {name}")
    record.choose_learner_code(name)
    for given in (codes, dict.fromkeys(codes, "author/hedged/")):  # later, with ours in sight
        response = {claim: of.split("/") for claim, of in given.items()}
        record.add_attempt("code-P11", "v", response, "kept")
    record.add_attempt("code-P11", "v", {"C75": [HTML, "asserted", ""], "C99": 1}, "kept")
    (folder / f"{name}.jsonl").write_bytes(record.export())


def test_a_class_sees_claim_by_claim_where_it_codes_otherwise(
    course: Course, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    ours = "official paraphrased/asserted/"
    hand_in(folder, course, "A", C71=ours, C76="author/asserted/")
    hand_in(folder, course, "B", C71="author/asserted/", C76="author/asserted/may")
    hand_in(folder, course, "C", C76="author/hedged/", C71=ours)
    tally = class_tally(folder)
    assert tally.by_question.empty
    assert list(tally.codings["claim"]) == ["C71"] * 3 + ["C75"] * 3 + ["C76"] * 3
    told = str(show_class(folder, course=course)).split("\n")
    at = told.index("Where the class codes otherwise.")
    assert told[at + 1 : at + 3] == [
        "Most code otherwise whose word it is, or how sure:",
        "Iranians have been killed or wounded in Yemen.",
    ]
    (line,) = [line for line in told if line.startswith("Claim: C76")]
    assert line.endswith(
        "Coded by: 3; Whose word as we do: 0; How sure as we do: 2; Which word as we do: 2;"
        " Most frequent other coding: the author; said as a fact (2)"
    )
    assert not [line for line in told if "script" in line or "C75" in line]
    assert "codings.csv" in [path.name for path in tally.to_csv(tmp_path / "out")]
