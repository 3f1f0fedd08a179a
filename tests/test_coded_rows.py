"""A coded row: whose word it is and how sure, its second readings, and the rules it must keep."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from matplotlib.figure import Figure

from course_utils.figures.legend import commitment_line
from course_utils.figures.style import LINES
from course_utils.session import load_course
from course_utils.source.cells import Certainty, Commitment, Voice
from course_utils.source.errors import DataError
from course_utils.source.rows import Claim, Reading
from tests.tiny_course import write_tiny_course

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
BELIEFS = [name for name in get_args(Commitment) if name != "asks or aims"]


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


def problems(folder: Path, table: str, cells: dict[str, str]) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_course(write_tiny_course(folder, None, **{table: [cells, {}]}))
    found = [str(problem) for problem in caught.value.problems]
    return [text for text in found if text.startswith(f"{table}.csv row 2, column ")]


@pytest.mark.parametrize("table", ["statements", "relations", "claims", "forecasts"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("another reading can be defended", "is not of the form 'column: code - why'"),
        ("voice: official quoted", "is not of the form 'column: code - why'"),
        ("voice: official quoted - why | certainty", "is not of the form 'column: code - why'"),
        ("voice: rumour - why", "'rumour' is not one of author, official quoted, "),
        ("certainty: stated - why", "'stated' is not one of asserted, concluded, "),
        ("certainty: hedged - why | voice: rumour - why", "'rumour' is not one of author, "),
        ("voise: author - why", "'voise' is not a column of the table"),
    ],
)
def test_a_second_reading_that_cannot_be_counted_is_refused(
    table: str, text: str, said: str, tmp_path: Path
) -> None:
    (found,) = problems(tmp_path, table, {"second_reading": text})
    assert found.startswith(f"{table}.csv row 2, column 'second_reading': {said}")


def test_a_second_reading_of_a_role_names_a_role(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, "claims", {"second_reading": "role: rumour - why"})
    assert "'rumour' is not one of thesis, recommendation, " in found


# What attacks and quotations carry


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("links", {"kind": "attacks"}, "'move': goes with an attack: give it there and nowhere"),
        ("links", {"move": "rebuts the claim"}, "'move': goes with an attack: give it there"),
        ("links", {"kind": "attacks", "move": "denies"}, "'move': 'denies' is not one of rebuts"),
        ("statements", {"rendering": ""}, "'rendering': is empty, but mode is 'quotation'"),
        ("statements", {"rendering": "sung"}, "'rendering': 'sung' is not one of translated, with"),
    ],
)
def test_an_attack_needs_its_move_and_a_quotation_its_rendering(
    table: str, cells: dict[str, str], said: str, tmp_path: Path
) -> None:
    (found,) = problems(tmp_path, table, cells)
    assert found.startswith(f"{table}.csv row 2, column {said}")


@pytest.mark.parametrize("mode", ["paraphrase", "collective summary"])
def test_what_is_not_quoted_needs_no_rendering(mode: str, tmp_path: Path) -> None:
    rows = [{"mode": mode, "rendering": ""}, {}]
    assert load_course(write_tiny_course(tmp_path, statements=rows)).statements["mode"][0] == mode


# How a commitment is drawn


def look(commitment: Commitment) -> tuple[int, str]:
    """How many strokes a line has, and whether they are full, dotted, broken or mixed."""
    axes = Figure().subplots()
    commitment_line(axes, (0, 1), (0, 0), commitment, "#000000")
    pattern = LINES[commitment]
    if isinstance(pattern, str):
        return len(axes.lines), "full"
    on = pattern[1][::2]
    return len(axes.lines), "mixed" if len(on) > 1 else "dots" if on[0] <= 1 else "broken"


def test_each_commitment_has_the_line_of_the_codebook() -> None:
    assert {name: look(name) for name in get_args(Commitment)} == {
        "the author says it": (1, "full"),
        "the author, with a reservation": (1, "broken"),
        "left open": (1, "dots"),
        "a party says it": (2, "full"),
        "asks or aims": (1, "mixed"),
    }


def test_there_are_four_lines_for_beliefs_and_a_fifth_for_what_is_none() -> None:
    assert list(LINES) == list(get_args(Commitment))
    assert len({look(name) for name in BELIEFS}) == len(BELIEFS) == 4
    assert look("asks or aims") not in {look(name) for name in BELIEFS}
