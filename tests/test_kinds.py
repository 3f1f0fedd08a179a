"""Every kind of question: what its file may hold, and the one judgement of any response."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from course_utils.quiz.kinds import KINDS, kind_of
from course_utils.quiz.questions import Question
from course_utils.quiz.typed import fold
from tests.every_kind import EXAMPLES, QUIZ, Example
from tests.test_questions import read

RECORDS: dict[str, dict[str, Any]] = {
    record["id"]: record for record in yaml.load(QUIZ, yaml.CBaseLoader)
}


def changed(name: str, changes: dict[str, object]) -> dict[str, Any]:
    """The record of this name, some of its keys changed; None takes a key away."""
    return {key: value for key, value in (RECORDS[name] | changes).items() if value is not None}


def make(name: str, **changes: object) -> Question:
    record = changed(name, changes)
    return kind_of(record).model_validate(record)


def problems(folder: Path, name: str, **changes: object) -> list[str]:
    """What is said of the question when it is read from a file."""
    drawn_on = [RECORDS["stops"]] if name == "trip-card" else []
    text = json.dumps([changed(name, changes), *drawn_on], ensure_ascii=False)
    return [line.split(f"'{name}': ")[-1] for line in read(folder, text)[1]]


QUESTIONS = {name: make(name) for name in RECORDS}
CHOICES, ITEMS = RECORDS["one-of-four"]["choices"], RECORDS["five-in-order"]["items"]
SORTED = RECORDS["says-who"]["items"]
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
PLACES = st.lists(st.integers(-1, 6) | st.none(), max_size=6) | st.integers(0, 6)
NUMBERS = st.floats().map(str) | st.from_regex(r"[-+]?[0-9]*[.,]?[0-9]*( ?%)?")


def test_there_is_an_example_of_every_kind() -> None:
    assert {question.kind for question in QUESTIONS.values()} == set(KINDS)
    assert [example.id for example in EXAMPLES] == list(QUESTIONS)


@each_example
def test_a_sound_question_has_what_it_needs_and_no_key_of_another_kind(
    tmp_path: Path, example: Example
) -> None:
    assert problems(tmp_path, example.id) == []
    for key in ("colour", "Answer", "lesson"):
        said = [f"{key}: is not a key of this kind of question"]
        assert problems(tmp_path, example.id, **{key: "x"}) == said
    record = RECORDS[example.id]
    for key in record.keys() & {"stem", "answer", "feedback", "value", "accepted", "form"}:
        said = [f"{key}: is empty, but a value is needed"]
        assert problems(tmp_path, example.id, **{key: None}) == said
    for key in ("choices", "items", "mistakes"):
        first, *others = record.get(key, [""])
        if isinstance(first, dict):
            bare = {name: value for name, value in first.items() if name != "feedback"}
            name = f"{key}, 1 '{first['text']}'" if "text" in first else f"{key}, 1"
            said = [f"{name}, feedback: is empty, but a value is needed"]
            assert problems(tmp_path, example.id, **{key: [bare, *others]}) == said


def choices(*changes: Mapping[str, object]) -> dict[str, object]:
    """The first choices of the single choice, with these changes."""
    parts = [{**each, **change} for each, change in zip(CHOICES, changes, strict=False)]
    return {"choices": [{k: v for k, v in part.items() if v is not None} for part in parts]}


DAY = {"name": "day", "label": "Day"}
TWO = "a choice has two choices or more, another kind none"
FAULTY_FIELDS: list[tuple[list[dict[str, Any]], str]] = [
    ([DAY, DAY], "'day' stands there more than once"),
    ([DAY, DAY | {"name": "stop"}], "'Day' stands there more than once"),
    ([DAY | {"name": "stop", "fields": [DAY, DAY]}], "'day' stands there more than once"),
    ([DAY | {"kind": "choice", "choices": ["deck"]}], f"'day': {TWO}"),
    ([DAY | {"choices": ["deck", "cabin"]}], f"'day': {TWO}"),
    ([DAY | {"fields": [DAY | {"unit": "hours"}]}], "'day': only a number has a unit"),
]
RIGHT, WRONG = {"correct": "true", "error": None}, {"correct": None, "error": "hindsight bias"}


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        ("one-of-four", choices(RIGHT, RIGHT), "choices: 2 are marked correct, a single choice has exactly 1"),
        ("three-of-five", choices(WRONG, WRONG), "choices: 0 are marked correct, a multiple choice has at least 1"),
        ("one-of-four", choices({}, {"error": "e"}), "choices, 2 'The captain': is correct and names an error"),
        ("one-of-four", choices({}, {"text": "the  author"}), "choices: 'The author' stands there more than once"),
        ("one-of-four", {"choices": ["The author", CHOICES[1]]}, "choices, 1: 'The author' stands alone, where keys are expected, such as 'text:'"),
        ("one-of-four", choices({}, {"evidence": []}), "choices, 2 'The captain', evidence: has 0, at least 1 are needed"),
        ("one-of-four", choices({}, {"evidence": "S2"}), "choices, 2 'The captain', evidence: 'S2' is not a list, each item with a '-'"),
        ("one-of-four", choices({}, {"evidence": ["S9"]}), "evidence: no row is called 'S9'"),
        ("one-of-four", choices({"error": "a slip"}, {}), "error: 'a slip' is not in glossary.csv with the kind 'error'"),
        ("says-who", {"items": [SORTED[0], SORTED[1] | {"errors": {"the author": "a slip"}}]}, "error: 'a slip' is not in glossary.csv with the kind 'error'"),
        ("says-who", {"items": [SORTED[0], SORTED[1] | {"errors": {"an official": "hindsight bias"}}]}, f"items: '{SORTED[1]['text']}' names an error for its own category"),
        ("five-in-order", {"items": ITEMS[:2]}, "items: has 2, at least 3 are needed"),
        ("five-in-order", {"stem": ["a"]}, "stem: is a list, where one text is expected"),
        ("says-who", {"categories": ["an official", "a third party", "x"]}, "items: 'The fleet has been growing.' has no category 'the author'"),
        ("says-who", {"categories": ["a", "b", "c", "A"]}, "categories: 'a' stands there more than once"),
        *[("how-many", {"value": each}, f"value: '{each}' is not a number") for each in ("six", "NaN")],
        *[("how-many", {"value": each}, f"value: '{each}' has more digits than a number here may have") for each in ("9e999999", "-9e999999", "1e-999999")],
        ("how-many", {"percentage": "perhaps"}, "percentage: 'perhaps' is neither true nor false"),
        ("how-many", {"percentage": "true"}, "unit: a percentage has none"),
        ("how-many", {"tolerance": "1"}, "mistakes: what is near 5 also counts as right"),
        ("what-share", {"value": "0.4"}, "value: 0.4 is not 0, and not from 1 to 100, as a percentage is"),
        ("whose-name", {"accepted": ["Brandt", "“brandt”"]}, "accepted, mistakes: 'Brandt' stands there more than once"),
        ("whose-name", {"accepted": ["Brandt", "--"]}, "accepted: '--' holds nothing that counts"),
        ("guess-a-name", {"answer": "The captain"}, "answer: is not a key of this kind of question"),
        ("guess-a-name", {"form": "riddle"}, "form: 'riddle' is not one of choices, value or text"),
        ("guess-a-name", {"form": "text"}, "choices: belong to 'form: choices', and to no other"),
        *[("trip-card", {"fields": fields}, f"fields: {message}") for fields, message in FAULTY_FIELDS],
        ("trip-card", {"fields": []}, "fields: has 0, at least 1 are needed"),
        ("trip-card", {"fields": [DAY | {"from": ["stop"]}]}, "from: no form or reflection is called 'stop'"),
        ("trip-card", {"fields": [DAY | {"from": "stops"}]}, "fields, 1, from: 'stops' is not a list, each item with a '-'"),
        ("trip-card", {"fields": [DAY | {"kind": "riddle"}]}, "fields, 1, kind: 'riddle' is not one of line, text, choice or number"),
        ("trip-card", {"fields": [DAY | {"repeat": "10"}]}, "fields, 1, repeat: '10' is above 9"),
        ("trip-card", {"fields": [DAY | {"repeat": "often"}]}, "fields, 1, repeat: 'often' is not a whole number"),
        ("guess-in-words", {"unit": "m"}, "unit, percentage: belong to 'form: value', and to no other"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_said_in_a_sentence(
    tmp_path: Path, name: str, changes: dict[str, object], message: str
) -> None:
    said = problems(tmp_path, name, **changes)
    assert message in said
    assert "stands alone" not in message or len(said) == 1  # nor that one choice is too few


def test_only_a_choice_that_points_to_others_is_refused() -> None:
    pointing = ["All of the above", "None of the above.", "none of these", "Some of the others"]
    fine = ["None of these militias is named in P6", "All brigades named above the line"]
    said = [*make("guess-a-name", choices=pointing + fine).troubles()]
    assert said == [
        f"choices: '{text}' points to other choices and says nothing itself" for text in pointing
    ]
    assert [*make("one-of-four", **choices({"text": pointing[0]}, {})).troubles()] == said[:1]


def test_the_version_changes_with_what_is_asked_and_not_with_feedback_or_hints() -> None:
    version = QUESTIONS["one-of-four"].version
    assert version == "18e20754406e"  # of the records that learners have
    assert make("one-of-four", hints=None, **choices(*[{"feedback": "f"}] * 4)).version == version
    assert make("one-of-four", choices=CHOICES[::-1]).version != version
    assert make("one-of-four", stem="Another wording?").version != version


@given(st.sampled_from(EXAMPLES), JSON | PLACES | NUMBERS)
def test_any_response_has_one_judgement_and_not_answered_says_nothing_else(
    example: Example, response: object
) -> None:
    question = QUESTIONS[example.id]
    judgement = question.judge(response)
    answered = judgement.verdict != NONE
    assert judgement == question.judge(response)
    assert (judgement.verdict == "kept") == (answered and question.kept_as != "attempt")
    assert judgement.message.endswith(".")
    assert isinstance(question.words(response), str) if answered else judgement.remarks == ()
    assert judgement.verdict != "right" or judgement.error == ""


CHOOSE = "Nothing is chosen yet: choose an answer, then check."
CHOOSE_ALL = "Nothing is chosen yet: choose all that fit, then check."
MOVE = "Nothing is moved yet: put the items in order, then check."
WRITE = "Nothing is written yet: write a number, then check."
KEPT = "Your guess is kept. It is not graded."
NONE = "not answered"


@pytest.mark.parametrize(
    ("name", "response", "verdict", "message"),
    [
        ("one-of-four", 1, "right", "Answer B is right."),
        ("one-of-four", 0, "wrong", "Answer A is not right."),
        *[("one-of-four", each, NONE, CHOOSE) for each in (None, "1", 1.0, True, -1, 4, [1])],
        ("three-of-five", [3, 0, 2], "right", "3 of 3 right answers chosen."),
        ("three-of-five", [0, 3], "partly right", "2 of 3 right answers chosen."),
        ("three-of-five", [0, 1, 2, 3, 4], "partly right", "3 of 3 right answers chosen, and 2 that do not fit."),
        ("three-of-five", [1], "wrong", "0 of 3 right answers chosen, and 1 that does not fit."),
        *[("three-of-five", each, NONE, CHOOSE_ALL) for each in ([], [0, 0], [0, 5], [True], 0)],
        ("five-in-order", [2, 1, 0, 3, 4], "right", "4 of 4 pairs in order: every item stands where it belongs."),
        *[("five-in-order", each, NONE, MOVE) for each in ([0, 1, 2, 3, 4], [0], [0, 0, 1, 2, 3], [1, 2, 3, 4, 5], None)],
        ("says-who", [3, 1, 2], "right", "3 of 3 items are in their category."),
        ("says-who", [3, 3, 2], "partly right", "2 of 3 items are in their category."),
        ("says-who", [3, None, 2], NONE, "1 item has no category yet: choose one for each, then check."),
        ("says-who", [3, 1], NONE, "3 items have no category yet: choose one for each, then check."),
        *[("how-many", each, "right", f"“{each.strip()}” is right: anything from 5.5 to 6.5 is.") for each in ("6", " 6 Paragraphs ", "6,5", "+5.5", "۶")],
        ("exactly", "6.0", "right", "“6.0” is right."),
        ("guess-a-share", "40 %", "kept", KEPT),
        ("guess-a-share", "0.4", NONE, "“0.4” looks like a share of 1: write per cent, such as 40 for two fifths."),
        ("how-many", "6.51", "wrong", "“6.51” is not right: it is too high."),
        ("how-many", "\u22126", "wrong", "“\u22126” is not right: it is too low."),
        ("how-many", ".5", "wrong", "“.5” is not right: it is too low."),
        ("how-many", "1" * 1000, NONE, f"“{'1' * 59}…” is not a number: write digits, such as 12 or 2.5."),
        ("how-many", "1,000", NONE, "“1,000” can be read as two numbers: write it without the comma."),
        *[("how-many", each, NONE, WRITE) for each in ("", "  ", None, 6)],
        *[(name, each, NONE, f"“{each}” is not a number: write digits, such as 12 or 2.5.") for name, each in (("how-many", "6 boats"), ("how-many", "1e3"), ("how-many", "nan"), ("what-share", "%"), ("guess-a-number", "six"))],
        *[("what-share", each, "right", f"“{each}” is right: anything from 35 to 45 is.") for each in ("40", "40 %", "40%", "40 percent", "40 per cent", "45,0")],
        *[("what-share", each, NONE, f"“{each}” looks like a share of 1: write per cent, such as 40 for two fifths.") for each in ("0.4", "0,4")],
        *[("what-share", each, "wrong", f"“{each}” is not right: it is too low.") for each in ("0.4 %", "0")],
        *[("what-share", each, NONE, f"“{each}” is not a percentage: write a number from 0 to 100.") for each in ("101", "-1")],
        *[("whose-name", each, "right", f"“{each}” is right.") for each in ("brandt", "BRANDT.", "“Brandt”", "Bra\u0301ndt", "ole  brandt", "Ole-Brandt")],
        *[("whose-name", each, "wrong", f"“{each}” is not right.") for each in ("Brand", "Ole", "Brandt's", "B randt")],
        ("your-view", "No.", "kept", "Your text is kept. The course does not grade it."),
        ("your-view", " \n", NONE, "Nothing is written yet."),
        ("guess-a-name", 2, "kept", KEPT),
        ("guess-a-name", 3, NONE, "Nothing is chosen yet: choose your guess first."),
        ("guess-in-words", " ", NONE, "Nothing is written yet: write your guess first."),
    ],
)  # fmt: skip
def test_a_response_has_its_verdict_and_sentence(
    name: str, response: object, verdict: str, message: str
) -> None:
    more = {
        "exactly": make("how-many", tolerance=None),
        "guess-a-share": make("guess-a-number", unit=None, percentage="true"),
    }
    judgement = (QUESTIONS | more)[name].judge(response)
    assert (judgement.verdict, judgement.message) == (verdict, message)


def test_what_a_reader_takes_for_the_same_is_the_same() -> None:
    same = {"Ja'fari": "JAFARI", "IRGC-QF": "irgc qf", "Fāṭemiyoun": "Fatemiyoun", "İran": "iran"}
    same |= {"Straße": "STRASSE", "«the\n council. »": "“The council”", "ش\u200cیعه": "شیعه"}
    for text, other in same.items():
        assert fold(text) == fold(other) == fold(fold(text)) != ""


@pytest.mark.parametrize(
    ("name", "response", "remarks"),
    [
        ("one-of-four", 0, ["|This fits if one takes the report for the thing reported.|source and subject confused"]),
        ("three-of-five", [1, 2], ["A fits and is not chosen.|The captain says it, in", "B does not fit.|This fits if a headline", "C fits.|The mayor asks", "D fits and"]),
        ("five-in-order", [2, 1, 0, 3, 4], [f"“{item['text']}”|{item['feedback']}|" for item in ITEMS]),
        ("five-in-order", [2, 0, 1, 3, 4], ["“The captain speaks to the council”|He speaks on 3 March.|", "“The company is founded”|It is founded after the storm.|order taken for cause"]),
        ("says-who", [3, 3, 0], ["“The fleet has been growing.”: “the author” fits.|No speaker", "“The boats are a model for every village.”: “the author” does not fit.|The captain is quoted.|source and subject confused", "“Passengers complain about late buses.”: “an event” does not fit.|"]),
        ("how-many", "6", ["|P0 is the headline, P1 to P5 are the body.|"]),
        ("how-many", "5", ["|This fits if the headline is left out.|overlooked attribution"]),
        ("whose-name", "ada FINCH", ["|This fits if the author is taken for the one she writes about.|source and subject"]),
    ],
)  # fmt: skip
def test_each_part_of_a_response_has_its_feedback_its_error_and_rows(
    name: str, response: object, remarks: list[str]
) -> None:
    given = QUESTIONS[name].judge(response).remarks
    for remark, begins in zip(given, remarks, strict=True):
        assert f"{remark.about}|{remark.text}|{remark.error}".startswith(begins)
        assert remark.evidence
        fits = None if " fit" not in remark.about else "fits." in remark.about
        assert remark.fits is fits


def test_a_response_is_put_into_words() -> None:
    words = QUESTIONS["says-who"].words([0, 0, 1])
    assert words.startswith("The fleet has been growing.: an event; The boats are")
    assert QUESTIONS["five-in-order"].words([2, 1, 0, 3, 4]).startswith("The storm; The company")


def test_an_order_is_dealt_the_same_each_time_and_never_in_order() -> None:
    texts = [item["text"] for item in ITEMS[:3]]
    for name in map(str, range(50)):
        dealt, again = (make("five-in-order", id=name, items=ITEMS[:3]).shown() for _ in "12")
        assert dealt == again
        assert sorted(dealt["items"]) == sorted(texts)
        assert dealt["items"] != texts
