"""The two codings made apart, and what the datasheet says of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from course_utils.session import load_course
from course_utils.source.cells import Certainty, Role, Scorable, Strength, Voice
from course_utils.source.rows import TABLES
from tools.agreement import CODINGS, kappa, read, report

DATASHEET = (CODINGS.parent / "README.md").read_text(encoding="utf-8")
LISTS = {"claim": get_args(Role), "forecast": get_args(Scorable), "hedge": get_args(Strength)}
READERS = sorted(CODINGS.glob("*.csv"))


def test_the_figures_of_the_datasheet_are_those_of_the_codings() -> None:
    first, second = (read(path) for path in READERS)
    for line in report(first, second):
        assert line in DATASHEET


def test_the_counts_of_the_datasheet_are_those_of_the_tables() -> None:
    composition = DATASHEET.partition("## Coding rules")[0]
    found = re.findall(r"\| `(\w+)` \| .* \| (\d+) \|", composition)
    said = {name: int(rows) for name, rows in found}
    course = load_course()
    assert said == {model.table: len(course.rows(model)) for model in TABLES}


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.stem)
def test_a_reader_used_the_codes_of_the_rules(path: Path) -> None:
    ties = tuple(term.id for term in load_course().terms_of("tie"))
    for row in read(path):
        assert row["voice"] in ("", *get_args(Voice))
        assert not row["voice"] or row["certainty"] in get_args(Certainty)
        assert row["detail"] in (LISTS | {"tie": ties}).get(row["table"], (row["detail"],))


def test_kappa_corrects_for_chance() -> None:
    pairs = {"aa bb": 1, "ab ba": -1, "aa ab ba bb": 0, "aa aa": 1, "": 0}
    found = [kappa([(pair[0], pair[1]) for pair in given.split()]) for given in pairs]
    assert found == pytest.approx(list(pairs.values()))
