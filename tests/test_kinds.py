"""Every kind of question: what its file may hold, and the one outcome of any response."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from course_utils.quiz.kinds import Classify, MultipleChoice, Order, Prediction
from course_utils.quiz.questions import Outcome, Question
from course_utils.reading.answers import as_html, as_text, check, for_page
from tests.every_kind import EXAMPLES, QUIZ, Example
from tests.test_questions import Row, read
from tests.test_quiz import JSON

ROWS = {"statements-1": Row(("P1",), "as he said"), "statements-2": Row(("P2",), "in all")}
RECORDS: dict[str, dict[str, Any]] = {
    record["id"]: record for record in yaml.load(QUIZ, yaml.CBaseLoader)
}


def make(name: str, **changes: object) -> Question:
    """Build the question of this name, some of its keys changed; None takes a key away."""
    record = {key: value for key, value in (RECORDS[name] | changes).items() if value is not None}
    return Question.kinds[str(record["kind"])].model_validate(record, context=ROWS)


QUESTIONS = {name: make(name) for name in RECORDS}
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
any_example = st.sampled_from(EXAMPLES)


def problems(tmp_path: Path, name: str, **changes: object) -> list[str]:
    """What is said of the question when it is read from a file."""
    record = {key: value for key, value in (RECORDS[name] | changes).items() if value is not None}
    text = json.dumps([record], ensure_ascii=False).replace("statements-", "S")
    for slip in ("overlooked attribution", "order taken for cause"):
        text = text.replace(slip, "hindsight bias")
    return [line.split(f"'{name}': ")[-1] for line in read(tmp_path, text)[1]]


def said(name: str, response: object, **changes: object) -> str:
    return make(name, **changes).judge(response).message


# All kinds


def test_there_is_an_example_of_every_kind() -> None:
    assert {question.kind for question in QUESTIONS.values()} == set(Question.kinds)
    assert [example.id for example in EXAMPLES] == list(QUESTIONS)


@each_example
def test_the_example_is_a_sound_question(tmp_path: Path, example: Example) -> None:
    assert problems(tmp_path, example.id) == []


@each_example
def test_a_right_a_wrong_and_no_response_are_told_apart(example: Example) -> None:
    question = QUESTIONS[example.id]
    kept = question.kept_as != "attempt"
    assert question.judge(example.right).verdict == ("kept" if kept else "right")
    assert question.judge(example.none).verdict == "not answered"
    if not kept:
        assert question.judge(example.wrong).verdict == "wrong"


@given(any_example, JSON | st.lists(st.integers(-1, 6) | st.none(), max_size=6) | st.integers(0, 6))
def test_any_response_has_one_outcome_and_not_answered_says_nothing_else(
    example: Example, response: object
) -> None:
    question = QUESTIONS[example.id]
    outcome = check(question, response)
    assert isinstance(outcome, Outcome)
    assert outcome.message
    assert outcome == check(question, response)
    graded = {"right", "partly right", "wrong", "not answered"}
    allowed = graded if question.kept_as == "attempt" else {"kept", "not answered"}
    assert outcome.verdict in allowed
    if outcome.verdict == "not answered":
        assert outcome.remarks == ()
    else:
        assert isinstance(question.words(response), str)
    if outcome.verdict == "right":
        assert outcome.error == ""


@given(any_example, st.text())
def test_any_text_has_one_outcome(example: Example, response: str) -> None:
    outcome = check(QUESTIONS[example.id], response)
    assert outcome.verdict in {"right", "wrong", "not answered", "kept"}


@each_example
def test_the_page_is_told_neither_key_nor_feedback_nor_hints(example: Example) -> None:
    question, record = QUESTIONS[example.id], RECORDS[example.id]
    parts = [part for key in ("choices", "items", "mistakes") for part in record.get(key, [])]
    secrets = [record.get("answer"), record.get("feedback"), *record.get("hints", [])]
    secrets += [part["feedback"] for part in parts if isinstance(part, dict)]
    secrets += [part["error"] for part in parts if isinstance(part, dict) and "error" in part]
    for words in (json.dumps(for_page(question)), as_text(question), as_html(question)):
        assert not [secret for secret in secrets if secret and secret in words]
        assert "correct" not in words
        assert '"category"' not in words


@each_example
def test_the_words_of_a_page_on_which_nothing_runs_hold_all_that_is_shown(
    example: Example,
) -> None:
    question = QUESTIONS[example.id]
    record = RECORDS[example.id]
    texts = [part if isinstance(part, str) else part["text"] for part in record.get("choices", [])]
    texts += [part["text"] for part in record.get("items", [])] + record.get("categories", [])
    for text in (question.stem, question.how(), *texts):
        assert text in as_text(question)
        assert text.replace("'", "&#x27;") in as_html(question)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("key", ["colour", "Answer", "key"])
def test_a_key_that_the_kind_does_not_have_is_refused(tmp_path: Path, name: str, key: str) -> None:
    changed = problems(tmp_path, name, **{key: "x"})
    assert changed == [f"{key}: is not a key of this kind of question"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *[(name, "answer") for name in QUESTIONS if not name.startswith("guess")],
        *[(name, "stem") for name in QUESTIONS],
        ("five-in-order", "error"),
        ("how-many", "feedback"),
        ("how-many", "value"),
        ("whose-name", "feedback"),
        ("whose-name", "accepted"),
        ("guess-a-name", "form"),
    ],
)
def test_a_key_that_the_kind_needs_is_missed(tmp_path: Path, name: str, key: str) -> None:
    assert problems(tmp_path, name, **{key: None}) == [f"{key}: is empty, but a value is needed"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("one-of-four", "choices"),
        ("three-of-five", "choices"),
        ("five-in-order", "items"),
        ("says-who", "items"),
        ("how-many", "mistakes"),
        ("whose-name", "mistakes"),
    ],
)
def test_every_part_has_feedback(tmp_path: Path, name: str, parts: str) -> None:
    first, *others = RECORDS[name][parts]
    bare = {key: value for key, value in first.items() if key != "feedback"}
    expected = [f"{parts}, 1, feedback: is empty, but a value is needed"]
    assert problems(tmp_path, name, **{parts: [bare, *others]}) == expected


@pytest.mark.parametrize(
    ("name", "changes", "message"),
    [
        (
            "three-of-five",
            {"choices": [c | {"correct": "false", "error": "e"} for c in RECORDS["three-of-five"]["choices"]]},
            "choices: 0 are marked correct, a multiple choice has at least 1",
        ),
        ("five-in-order", {"items": RECORDS["five-in-order"]["items"][:2]}, "items: has 2, at least 3 are needed"),
        ("says-who", {"categories": ["a", "b"]}, "categories: has 2, at least 3 are needed"),
        (
            "says-who",
            {"categories": ["an official", "a third party", "hearsay"]},
            "items: 'The fleet has been growing.' has no category 'the author'",
        ),
        (
            "says-who",
            {"categories": ["an official", "a third party", "the author", "The  author"]},
            "categories: 'the author' stands there more than once",
        ),
        ("how-many", {"value": "six"}, "value: 'six' is not a number"),
        ("how-many", {"value": "NaN"}, "value: 'NaN' is not a number"),
        ("how-many", {"percentage": "perhaps"}, "percentage: 'perhaps' is neither true nor false"),
        ("how-many", {"percentage": "true"}, "unit: a percentage has none"),
        ("how-many", {"tolerance": "1"}, "mistakes: what is near 5 also counts as right"),
        ("what-share", {"value": "0.4"}, "value: 0.4 is not 0, and not from 1 to 100, as a percentage is"),
        ("whose-name", {"accepted": ["Brandt", "“brandt”"]}, "accepted, mistakes: 'Brandt' stands there more than once"),
        ("whose-name", {"accepted": ["Brandt", "FINCH"]}, "accepted, mistakes: 'FINCH' stands there more than once"),
        ("whose-name", {"accepted": ["Brandt", "--"]}, "accepted: '--' holds nothing that counts"),
        ("guess-a-name", {"answer": "The captain"}, "answer: is not a key of this kind of question"),
        ("guess-a-name", {"hints": ["none"]}, "hints: is not a key of this kind of question"),
        ("guess-a-name", {"form": "riddle"}, "form: 'riddle' is not one of choices, value or text"),
        ("guess-a-name", {"form": "text"}, "choices: belong to 'form: choices', and to no other"),
        ("guess-a-name", {"choices": None}, "choices: belong to 'form: choices', and to no other"),
        ("guess-a-name", {"choices": ["one"]}, "choices: has 1, at least 2 are needed"),
        ("guess-in-words", {"unit": "m"}, "unit, percentage: belong to 'form: value', and to no other"),
        (
            "guess-a-name",
            {"choices": ["The mayor", "both of the above"]},
            "choices: 'both of the above' points to other choices and says nothing itself",
        ),
        ("five-in-order", {"error": "a slip"}, "error: 'a slip' is not in glossary.csv with the kind 'error'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_said_in_a_sentence(
    tmp_path: Path, name: str, changes: dict[str, object], message: str
) -> None:
    assert message in problems(tmp_path, name, **changes)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("All of the above", True),
        ("None of the above.", True),
        ("none of these", True),
        ("Some of the others", True),
        ("None of these militias is named in P6", False),
        ("All of the brigades named above the line", False),
        ("The one above", False),
    ],
)
def test_only_a_choice_that_points_to_others_is_refused(text: str, refused: bool) -> None:
    choices = [{"text": text, "correct": "true", "feedback": "f"}]
    choices += [{"text": "x", "feedback": "f", "error": "e"}]
    assert (
        any("points to" in line for line in make("one-of-four", choices=choices).troubles())
        == refused
    )


# The version


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_version_is_a_hash_of_what_is_asked(name: str) -> None:
    version = QUESTIONS[name].version
    assert len(version) == 12
    assert make(name).version == version
    assert make(name, stem="Another wording?").version != version


def test_the_version_changes_with_the_answers_shown_and_not_with_feedback_or_hints() -> None:
    question = QUESTIONS["one-of-four"]
    choices = RECORDS["one-of-four"]["choices"]
    turned = make("one-of-four", choices=choices[::-1])
    reworded = make("one-of-four", choices=[each | {"feedback": "f"} for each in choices])
    assert turned.version != question.version
    assert reworded.version == make("one-of-four", hints=[]).version == question.version


# Multiple choice


@pytest.mark.parametrize(
    ("response", "verdict", "message"),
    [
        ([0, 2, 3], "right", "3 of 3 right answers chosen."),
        ([3, 0, 2], "right", "3 of 3 right answers chosen."),
        ([0, 3], "partly right", "2 of 3 right answers chosen."),
        ([0, 3, 4], "partly right", "2 of 3 right answers chosen, and 1 that does not fit."),
        ([0, 1, 2, 3, 4], "partly right", "3 of 3 right answers chosen, and 2 that do not fit."),
        ([1], "wrong", "0 of 3 right answers chosen, and 1 that does not fit."),
        ([], "not answered", "Nothing is chosen yet: choose all that fit, then check."),
        ([0, 0], "not answered", "Nothing is chosen yet: choose all that fit, then check."),
        ([0, 5], "not answered", "Nothing is chosen yet: choose all that fit, then check."),
    ],
)
def test_a_multiple_choice_counts_keys_and_others(
    response: object, verdict: str, message: str
) -> None:
    outcome = QUESTIONS["three-of-five"].judge(response)
    assert (outcome.verdict, outcome.message) == (verdict, message)


def test_each_chosen_or_missed_answer_has_its_feedback() -> None:
    remarks = QUESTIONS["three-of-five"].judge([0, 1]).remarks
    assert [(remark.about, remark.fits) for remark in remarks] == [
        ("A fits.", True),
        ("B does not fit.", False),
        ("C fits and is not chosen.", False),
        ("D fits and is not chosen.", False),
    ]
    assert remarks[1].error == "overlooked attribution"
    texts = [choice["feedback"] for choice in RECORDS["three-of-five"]["choices"]]
    assert [remark.text for remark in remarks] == texts[:4]


@given(st.lists(st.integers(0, 4), min_size=1, unique=True))
def test_a_multiple_choice_is_right_only_with_all_keys_and_nothing_else(chosen: list[int]) -> None:
    question = QUESTIONS["three-of-five"]
    assert isinstance(question, MultipleChoice)
    keys = {place for place, choice in enumerate(question.choices) if choice.correct}
    verdict = question.judge(chosen).verdict
    assert (verdict == "right") == (set(chosen) == keys)
    assert (verdict == "wrong") == (not keys & set(chosen))


# Order


def make_order(texts: list[str], name: str = "an-order") -> Order:
    items = [{"text": text, "feedback": "f"} for text in texts]
    question = make("five-in-order", items=items, id=name)
    assert isinstance(question, Order)
    return question


SOME_TEXTS = st.lists(st.integers(0, 99).map(str), min_size=3, max_size=9, unique=True)


@given(SOME_TEXTS, st.integers(0).map(str))
def test_items_are_dealt_the_same_each_time_and_never_in_order(texts: list[str], name: str) -> None:
    question = make_order(texts, name)
    assert sorted(question.dealt) == list(range(len(texts)))
    assert list(question.dealt) != list(range(len(texts)))
    assert question.dealt == make_order(texts, name).dealt
    assert question.shown()["items"] == [texts[place] for place in question.dealt]


def test_items_are_not_dealt_alike_in_two_questions() -> None:
    texts = [str(number) for number in range(9)]
    assert make_order(texts, "one").dealt != make_order(texts, "another").dealt


@given(SOME_TEXTS, st.randoms())
def test_the_score_of_an_order_is_how_many_neighbours_stand_as_in_the_right_order(
    texts: list[str], chance: random.Random
) -> None:
    question = make_order(texts)
    shown = question.shown()["items"]
    arranged = list(shown)
    chance.shuffle(arranged)
    assume(arranged != shown)
    outcome = question.judge([shown.index(text) for text in arranged])
    pairs = [(arranged[at], arranged[at + 1]) for at in range(len(arranged) - 1)]
    wrong = [(a, b) for a, b in pairs if texts.index(a) > texts.index(b)]
    score = f"{len(pairs) - len(wrong)} of {len(pairs)} pairs in order"
    assert outcome.message.startswith(score)
    assert (outcome.verdict == "right") == (arranged == texts) == (not wrong)
    assert (outcome.verdict == "wrong") == (arranged == texts[::-1])
    if wrong:
        first = f"the first that breaks is “{wrong[0][0]}” before “{wrong[0][1]}”."
        assert outcome.message == f"{score}; {first}"
        assert [remark.about for remark in outcome.remarks] == [f"“{text}”" for text in wrong[0]]


def test_a_broken_order_names_the_pair_its_feedback_and_the_error() -> None:
    outcome = QUESTIONS["five-in-order"].judge([2, 0, 1, 3, 4])
    assert outcome.verdict == "partly right"
    assert outcome.message == (
        "3 of 4 pairs in order; the first that breaks is"
        " “The captain speaks to the council” before “The company is founded”."
    )
    feedback = [remark.text for remark in outcome.remarks]
    assert feedback == ["He speaks on 3 March.", "It is founded after the storm."]
    assert outcome.error == "order taken for cause"


def test_a_right_order_has_the_feedback_of_all_items_in_their_order() -> None:
    outcome = QUESTIONS["five-in-order"].judge([2, 1, 0, 3, 4])
    assert outcome.message == "4 of 4 pairs in order: every item stands where it belongs."
    texts = [item["feedback"] for item in RECORDS["five-in-order"]["items"]]
    assert [remark.text for remark in outcome.remarks] == texts
    assert outcome.error == ""


@pytest.mark.parametrize(
    "response", [[0, 1, 2, 3, 4], [], [0], [0, 0, 1, 2, 3], [1, 2, 3, 4, 5], None]
)
def test_what_was_not_moved_or_is_no_arrangement_is_not_answered(response: object) -> None:
    outcome = QUESTIONS["five-in-order"].judge(response)
    assert outcome.verdict == "not answered"
    assert outcome.message == "Nothing is moved yet: put the items in order, then check."


# Classify


@pytest.mark.parametrize(
    ("response", "verdict", "message"),
    [
        ([3, 1, 2], "right", "3 of 3 items are in their category."),
        ([3, 3, 2], "partly right", "2 of 3 items are in their category."),
        ([0, 0, 0], "wrong", "0 of 3 items are in their category."),
        ([3, None, 2], "not answered", "1 item has no category yet: choose one for each, then check."),
        ([3, None, 9], "not answered", "2 items have no category yet: choose one for each, then check."),
        ([None] * 3, "not answered", "3 items have no category yet: choose one for each, then check."),
        ([3, 1], "not answered", "3 items have no category yet: choose one for each, then check."),
        ("3", "not answered", "3 items have no category yet: choose one for each, then check."),
    ],
)  # fmt: skip
def test_items_in_their_category_are_counted(response: object, verdict: str, message: str) -> None:
    outcome = QUESTIONS["says-who"].judge(response)
    assert (outcome.verdict, outcome.message) == (verdict, message)


def test_each_item_has_its_feedback_and_a_wrong_one_its_error() -> None:
    remarks = QUESTIONS["says-who"].judge([3, 3, 0]).remarks
    assert [(remark.about, remark.fits, remark.error) for remark in remarks] == [
        ("“The fleet has been growing.”: “the author” fits.", True, ""),
        (
            "“The boats are a model for every village.”: “the author” does not fit.",
            False,
            "source and subject confused",
        ),
        ("“Passengers complain about late buses.”: “an event” does not fit.", False, ""),
    ]
    texts = [item["feedback"] for item in RECORDS["says-who"]["items"]]
    assert [remark.text for remark in remarks] == texts


@given(st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_the_score_of_a_classification_is_the_number_of_items_that_fit(given: list[int]) -> None:
    question = QUESTIONS["says-who"]
    assert isinstance(question, Classify)
    fits = [
        item.category == question.categories[n]
        for item, n in zip(question.items, given, strict=True)
    ]
    outcome = question.judge(given)
    assert outcome.message.startswith(f"{sum(fits)} of 3 ")
    assert [remark.fits for remark in outcome.remarks] == fits


# Number


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ("6", "“6” is right: anything from 5.5 to 6.5 is."),
        (" 6 paragraphs ", "“6 paragraphs” is right: anything from 5.5 to 6.5 is."),
        ("6,5", "“6,5” is right: anything from 5.5 to 6.5 is."),
        ("+5.5", "“+5.5” is right: anything from 5.5 to 6.5 is."),
        ("۶", "“۶” is right: anything from 5.5 to 6.5 is."),
        ("5", "“5” is not right."),
        ("6.51", "“6.51” is not right: it is too high."),
        ("\u22126", "“\u22126” is not right: it is too low."),
        (".5", "“.5” is not right: it is too low."),
        ("1,000", "“1,000” can be read as two numbers: write it without the comma."),
        ("", "Nothing is written yet: write a number, then check."),
        ("  ", "Nothing is written yet: write a number, then check."),
        (None, "Nothing is written yet: write a number, then check."),
        (6, "Nothing is written yet: write a number, then check."),
        ("six", "“six” is not a number: write digits, such as 12 or 2.5."),
        ("6 boats", "“6 boats” is not a number: write digits, such as 12 or 2.5."),
        ("1e3", "“1e3” is not a number: write digits, such as 12 or 2.5."),
        ("nan", "“nan” is not a number: write digits, such as 12 or 2.5."),
    ],
)
def test_a_number_is_read_as_it_is_written_by_hand(response: object, message: str) -> None:
    assert said("how-many", response) == message


def test_a_number_without_tolerance_is_right_alone() -> None:
    assert said("how-many", "6.0", tolerance=None) == "“6.0” is right."
    assert said("how-many", "6.0001", tolerance=None) == "“6.0001” is not right: it is too high."


def test_a_number_that_shows_a_mistake_has_its_feedback_and_any_other_wrong_one_the_place() -> None:
    (remark,) = check(QUESTIONS["how-many"], "5").remarks
    assert (remark.text, remark.error) == (
        "This fits if the headline is left out.",
        "overlooked attribution",
    )
    (remark,) = check(QUESTIONS["how-many"], "40").remarks
    assert (remark.text, remark.error) == ("", "")
    assert [source.where for source in remark.sources] == ["P1, near “as he said”"]


@given(st.decimals(0, 20, places=2))
def test_a_number_is_right_within_its_tolerance_exactly(number: Decimal) -> None:
    verdict = QUESTIONS["how-many"].judge(str(number)).verdict
    assert verdict == ("right" if Decimal("5.5") <= number <= Decimal("6.5") else "wrong")


@pytest.mark.parametrize(
    "response", ["40", "40 %", "40%", "40 percent", "40 per cent", "35", "45,0"]
)
def test_a_percentage_may_have_its_sign(response: str) -> None:
    assert said("what-share", response) == f"“{response}” is right: anything from 35 to 45 is."


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ("0.4", "“0.4” looks like a share of 1: write per cent, such as 40 for two fifths."),
        ("0,4", "“0,4” looks like a share of 1: write per cent, such as 40 for two fifths."),
        ("0.4 %", "“0.4 %” is not right: it is too low."),
        ("0", "“0” is not right: it is too low."),
        ("100", "“100” is not right: it is too high."),
        ("101", "“101” is not a percentage: write a number from 0 to 100."),
        ("-1", "“-1” is not a percentage: write a number from 0 to 100."),
        ("%", "“%” is not a number: write digits, such as 12 or 2.5."),
    ],
)
def test_a_percentage_runs_from_0_to_100_and_a_share_of_1_is_not_guessed_at(
    response: str, message: str
) -> None:
    assert said("what-share", response) == message


# Short text


@pytest.mark.parametrize(
    "response",
    ["Brandt", "brandt", " BRANDT. ", "“Brandt”", "Bra\u0301ndt", "ole  brandt", "Ole-Brandt", "capt. brandt"],
)  # fmt: skip
def test_case_blanks_quotes_hyphens_and_accents_do_not_matter(response: str) -> None:
    assert QUESTIONS["whose-name"].judge(response).verdict == "right"


@pytest.mark.parametrize("response", ["Brand", "Ole", "Brandt's", "B randt"])
def test_letters_do_matter(response: str) -> None:
    outcome = QUESTIONS["whose-name"].judge(response)
    assert (outcome.verdict, outcome.message) == ("wrong", f"“{response}” is not right.")
    assert outcome.remarks[0].evidence == ("statements-1",)


def test_a_text_that_shows_a_mistake_has_its_feedback() -> None:
    (remark,) = QUESTIONS["whose-name"].judge("ada FINCH").remarks
    assert remark.text == "This fits if the author is taken for the one she writes about."
    assert remark.error == "source and subject confused"


# Kept


def test_a_reflection_is_kept_and_neither_right_nor_wrong() -> None:
    outcome = QUESTIONS["your-view"].judge("No.")
    assert outcome == Outcome("kept", "Your text is kept. It is not graded.")
    assert said("your-view", " \n") == "Nothing is written yet."


@pytest.mark.parametrize(
    ("name", "response", "message"),
    [
        ("guess-a-name", 2, "Your guess is kept. It is not graded."),
        ("guess-a-name", 3, "Nothing is chosen yet: choose your guess first."),
        ("guess-a-number", "7 statements", "Your guess is kept. It is not graded."),
        ("guess-a-number", "seven", "“seven” is not a number: write digits, such as 12 or 2.5."),
        ("guess-in-words", "a day", "Your guess is kept. It is not graded."),
        ("guess-in-words", " ", "Nothing is written yet: write your guess first."),
    ],
)
def test_a_guess_is_kept_if_it_has_its_form(name: str, response: object, message: str) -> None:
    assert said(name, response) == message


def test_a_guess_of_a_percentage_is_read_as_one() -> None:
    share = make("guess-a-number", unit=None, percentage="true")
    assert isinstance(share, Prediction)
    assert share.shown()["unit"] == "%"
    assert share.judge("40 %").verdict == "kept"
    assert share.judge("0.4").verdict == "not answered"


@pytest.mark.parametrize(
    ("name", "response", "words"),
    [
        ("one-of-four", 1, "The captain"),
        (
            "three-of-five",
            [0, 1],
            "The old timetable has served its purpose.; The ferry leaves at dusk.",
        ),
        ("guess-a-name", 0, "The captain"),
        ("guess-a-number", " 7 ", "7"),
        ("guess-in-words", "A day\n", "A day"),
    ],
)
def test_a_response_is_put_into_words(name: str, response: object, words: str) -> None:
    assert QUESTIONS[name].words(response) == words
