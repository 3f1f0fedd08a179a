"""A coded row: whose word it is and how sure, its second readings."""

from __future__ import annotations

from typing import get_args

import pytest

from course_utils.source.cells import Certainty, Commitment, Voice
from course_utils.source.rows import Claim, Reading

OWN: dict[Certainty, Commitment] = {
    "asserted": "the author says it",
    "concluded": "the author says it",
    "taken for granted": "the author says it",
    "future": "the author says it",
    "hedged": "the author, with a reservation",
    "conditional": "the author, with a reservation",
    "not established": "left open",
    "asks or aims": "asks or aims",
}


def row(voice: str, certainty: str, second_reading: str = "") -> Claim:
    return Claim.model_construct(
        voice=voice, certainty=certainty, second_reading=second_reading, role="evidence"
    )


# Whose word, how sure


@pytest.mark.parametrize("certainty", get_args(Certainty))
def test_what_the_author_says_is_his_with_what_he_adds(certainty: Certainty) -> None:
    assert row("author", certainty).commitment == OWN[certainty]


@pytest.mark.parametrize("voice", get_args(Voice)[1:])
@pytest.mark.parametrize("certainty", get_args(Certainty))
def test_what_another_voice_says_is_a_partys_however_sure(voice: str, certainty: str) -> None:
    asked = certainty == "asks or aims"
    expected = "asks or aims" if asked else "a party says it"
    assert row(voice, certainty).commitment == expected


# Second readings


def test_second_readings_are_read_one_by_one() -> None:
    text = "voice: official paraphrased - he may report it | after: empty - no - date - is named"
    assert row("author", "asserted", text).readings == (
        Reading("voice", "official paraphrased", "he may report it"),
        Reading("after", "empty", "no - date - is named"),
    )
    assert row("author", "asserted").readings == ()


def test_each_second_reading_gives_the_row_its_own_commitment() -> None:
    text = "voice: party of another - why | certainty: hedged - why | claim: another - why"
    assert row("author", "asserted", text).commitments == {
        "the author says it",
        "a party says it",
        "the author, with a reservation",
    }


def test_a_second_reading_of_another_column_changes_no_code() -> None:
    own = row("author", "asserted", "claim: another - why")
    assert own.read_as(own.readings[0]) == own
