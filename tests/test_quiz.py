"""Asking a question without any page: what the page gets, its plain words, the look-up by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.quiz.kinds import SingleChoice
from course_utils.reading.answers import as_text, find_question, for_page, told
from course_utils.session import load_course
from tests.tiny_course import write_tiny_course

CHOICES = [
    {"text": "The author", "feedback": "Not so.", "evidence": ("S1",), "error": "hearsay"},
    {"text": "An official", "feedback": "So.", "evidence": ("S2", "S1"), "correct": True},
]
QUESTION = SingleChoice.model_validate(
    {
        "id": "who-speaks",
        "kind": "single choice",
        "stem": "Who speaks?",
        "hints": ("Look at the verb.", "Look before the verb."),
        "choices": tuple(CHOICES),
        "answer": "An official speaks.",
    }
)


def test_the_question_reads_as_plain_text() -> None:
    lines = "Who speaks?\n\nA  The author\nB  An official\n\nRun this cell to answer here."
    assert as_text(QUESTION) == lines


def test_the_page_gets_the_question_and_how_it_is_answered() -> None:
    assert for_page(QUESTION) == {
        "kind": "single choice",
        "stem": "Who speaks?",
        "how": "",
        "verb": "Check",
        "offer": "Show the worked answer",
        "keeps": "attempt",
        "hint_count": 2,
        "choices": [("A", "The author"), ("B", "An official")],
    }


def test_the_page_is_told_the_judgement_and_where_the_deciding_passages_are(
    tmp_path: Path,
) -> None:
    course = load_course(write_tiny_course(tmp_path))
    judgement = course.questions["who-speaks"].judge(0)
    (remark,) = judgement.remarks
    twice = remark._replace(evidence=("statements-2", "statements-1", "statements-2"))
    assert told(judgement._replace(remarks=(twice,)), course) == {
        "verdict": "wrong",
        "message": "Answer A is not right.",
        "remarks": [
            {
                "text": remark.text,
                "evidence": twice.evidence,
                "about": "",
                "fits": None,
                "error": "source and subject confused",
                "sources": (
                    {"row": "statements-2", "where": "P2, near “anchor 2”", "passage": ""},
                    {"row": "statements-1", "where": "P1, near “anchor 1”", "passage": ""},
                ),
            }
        ],
    }


@pytest.mark.parametrize(
    ("names", "wanted", "message"),
    [
        (["who-speaks", "who-spoke", "when"], "who-speak", "like it: who-speaks, who-spoke"),
        (["b", "a"], "no such thing", "the first: b"),
        ([], "who", "there is none"),
    ],
)
def test_an_unknown_name_is_answered_with_names_that_there_are(
    names: list[str], wanted: str, message: str
) -> None:
    with pytest.raises(LookupError) as caught:
        find_question(dict.fromkeys(names, QUESTION), wanted)
    assert str(caught.value) == f"no question is called '{wanted}'; {message}"
