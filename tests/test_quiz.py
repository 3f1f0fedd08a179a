"""Asking a question without any page: the outcome of a response, the words, the look-up by name."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.quiz.kinds import SingleChoice
from course_utils.quiz.questions import Remark, Source
from course_utils.reading.answers import Outcome, as_html, as_text, check, find_question, for_page
from tests.test_questions import Row

ROWS = {"S1": Row(("P1", "P4"), "as he said"), "S2": Row(("P2", "P1"), "in all")}
S1, S2 = Source("S1", "P1, near “as he said”"), Source("S2", "P2, near “in all”")
QUESTION = SingleChoice.model_validate(
    {
        "id": "who-speaks",
        "kind": "single choice",
        "stem": "Who speaks?",
        "hints": ("Look at the verb.", "Look before the verb."),
        "choices": (
            {
                "text": "The author",
                "feedback": "This fits if the report is taken for the thing.",
                "evidence": ("S1",),
                "error": "source and subject confused",
            },
            {
                "text": "An official",
                "correct": True,
                "feedback": "The clause stands in quotation marks.",
                "evidence": ("S2", "S1"),
            },
        ),
        "answer": "An official speaks.",
    },
    context=ROWS,
)
SECRETS = [
    QUESTION.answer,
    *QUESTION.hints,
    *(choice.feedback for choice in QUESTION.choices),
    "source and subject confused",
]


def test_the_key_is_right_with_its_feedback_its_rows_and_their_paragraphs() -> None:
    assert check(QUESTION, 1) == Outcome(
        verdict="right",
        message="Answer B is right.",
        remarks=(Remark("The clause stands in quotation marks.", ("S2", "S1"), sources=(S2, S1)),),
    )


def test_a_wrong_choice_is_wrong_and_its_error_has_a_name() -> None:
    error = "source and subject confused"
    remark = Remark(
        "This fits if the report is taken for the thing.", ("S1",), error=error, sources=(S1,)
    )
    outcome = check(QUESTION, 0)
    assert outcome == Outcome("wrong", "Answer A is not right.", (remark,))
    assert outcome.error == error


@pytest.mark.parametrize("response", [None, "", "1", 1.0, True, False, -1, 2, [1], {"choice": 1}])
def test_what_chooses_nothing_is_not_answered_and_never_wrong(response: object) -> None:
    outcome = check(QUESTION, response)
    assert outcome.verdict == "not answered"
    assert outcome.message == "Nothing is chosen yet: choose an answer, then check."
    assert (outcome.remarks, outcome.error) == ((), "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_any_response_has_one_outcome_and_only_the_key_is_right(response: object) -> None:
    outcome = check(QUESTION, response)
    is_place = type(response) is int and response in (0, 1)
    assert (outcome.verdict == "right") == (is_place and response == 1)
    assert (outcome.verdict == "not answered") == (not is_place)


def test_an_outcome_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        check(QUESTION, 1).verdict = "wrong"  # type: ignore[misc]


def test_the_question_reads_as_plain_text() -> None:
    assert as_text(QUESTION) == (
        "Who speaks?\n\nA  The author\nB  An official\n\nRun this cell to answer here."
    )


def test_the_page_is_told_neither_key_nor_feedback_nor_hints() -> None:
    told = for_page(QUESTION)
    assert told == {
        "kind": "single choice",
        "stem": "Who speaks?",
        "how": "",
        "verb": "Check",
        "offer": "Show the worked answer",
        "keeps": "attempt",
        "hint_count": 2,
        "choices": [("A", "The author"), ("B", "An official")],
    }
    for words in (json.dumps(told), as_text(QUESTION), as_html(QUESTION)):
        assert not [secret for secret in SECRETS if secret in words]


def test_a_question_is_found_by_its_name() -> None:
    assert find_question({"who-speaks": QUESTION}, "who-speaks") is QUESTION


@pytest.mark.parametrize(
    ("names", "wanted", "message"),
    [
        (
            ["who-speaks", "who-spoke", "when"],
            "who-speak",
            "no question is called 'who-speak'; like it: who-speaks, who-spoke",
        ),
        (
            ["b", "a"],
            "no such thing",
            "no question is called 'no such thing'; the first: b",
        ),
        ([], "who", "no question is called 'who'; there is none"),
    ],
)
def test_an_unknown_name_is_answered_with_names_that_there_are(
    names: list[str], wanted: str, message: str
) -> None:
    with pytest.raises(LookupError) as caught:
        find_question(dict.fromkeys(names, QUESTION), wanted)
    assert str(caught.value) == message


def test_checking_loads_no_widget() -> None:
    code = "import sys, course_utils.reading.answers; print({'ipywidgets', 'anywidget'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
