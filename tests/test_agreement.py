"""The two codings made apart, and what the datasheet says of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from course_utils.session import load_course
from course_utils.source.cells import Certainty, Role, Scorable, Strength, Voice
from course_utils.source.rows import TABLES
from tools.agreement import CODINGS, Unit, align, kappa, overlap, read, report

DATASHEET = (CODINGS.parent / "README.md").read_text(encoding="utf-8")
LISTS = {"claim": get_args(Role), "forecast": get_args(Scorable), "hedge": get_args(Strength)}
READERS = sorted(CODINGS.glob("*.csv"))


def unit(table: str, number: int, words: str, **codes: str) -> Unit:
    empty = {"paragraph": "P1", "from": "", "to": "", "detail": "", "voice": "author"}
    return empty | {"table": table, "id": f"{table}{number}", "words": words} | codes


def test_the_figures_of_the_datasheet_are_those_of_the_codings_and_tables() -> None:
    first, second = map(read, READERS)
    lines = list(report(first, second))
    assert lines == [line for line in lines if line in DATASHEET]
    for model in TABLES:
        said = re.search(rf"\| `{model.table}` \| .* \| (\d+) \|", DATASHEET)
        assert said is not None, model.table
        assert int(said[1]) == len(read(CODINGS.parent / f"{model.table}.csv")), model.table


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_a_reader_used_the_codes_of_the_rules(path: Path) -> None:
    ties = tuple(term.id for term in load_course().terms_of("tie"))
    for row in read(path):
        assert row["voice"] in ("", *get_args(Voice))
        assert not row["voice"] or row["certainty"] in get_args(Certainty)
        assert row["detail"] in (LISTS | {"tie": ties}).get(row["table"], (row["detail"],))


def test_units_are_paired_by_their_words_and_not_by_their_codes() -> None:
    first = [unit("claim", 1, "1-10", voice="author"), unit("claim", 2, "11-20")]
    second = [unit("claim", 7, "12-20", voice="author"), unit("claim", 8, "1-9", voice="x")]
    pairs = [(one["id"], other["id"]) for one, other in align(first, second)["claim"]]
    assert pairs == [("claim1", "claim8"), ("claim2", "claim7")]
    far, elsewhere = unit("claim", 3, "10-20"), unit("claim", 4, "1-10", paragraph="P2")
    assert overlap(first[0], first[0]) == 1
    assert align(first[:1], [far, elsewhere])["claim"] == []


def test_a_step_is_paired_when_both_its_ends_are() -> None:
    ends = [unit("claim", 1, "1-5"), unit("claim", 2, "6-9")]
    step = unit("link", 1, "", **{"from": "claim1", "to": "claim2"})
    back = step | {"from": "claim2", "to": "claim1"}
    for second, paired in ((step, 1), (back, 0)):
        assert len(align([*ends, step], [*ends, second])["link"]) == paired


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a"), ("a", "a")], 1.0),
        ([], 0.0),
    ],
)
def test_kappa_corrects_for_chance(given: list[tuple[str, str]], value: float) -> None:
    assert kappa(given) == pytest.approx(value)
