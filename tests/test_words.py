"""Counts, shares, lists, what is known or an error; commitments, values and hedges counted."""

from __future__ import annotations

from pathlib import Path

import pytest

import course_utils as cu
from course_utils.source.text_rows import Relation
from course_utils.words import count, counts, known, listing, share, verb
from tests.tiny_course import write_tiny_course


def test_counts_shares_and_lists_read_as_one_says_them() -> None:
    assert [count(n, "match") for n in (0, 1, 2)] == ["no match", "1 match", "2 matches"]
    assert [verb(n, "falls", "fall") for n in (0, 1, 2)] == ["falls", "falls", "fall"]
    assert counts({"answer": 1, "guess": 2, "forecast": 0}) == "1 answer and 2 guesses"
    assert counts({"answer": 0}) == "nothing"
    some, one = [share(n, 5, "claim") for n in (0, 2, 5)], [share(n, 1, "claim") for n in (0, 1)]
    assert some == ["none of 5 claims", "2 of 5 claims", "all 5 claims"]
    assert [*one, share(0, 0, "claim")] == ["not the one claim", "the one claim", "no claim"]
    assert [listing(list("ABCD")[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert listing(list("ABCDE"), most=3) == "A, B and 3 others"


def test_an_unknown_name_is_answered_with_those_that_look_like_it() -> None:
    for name, pool, hint in (
        ("c5", ["C5", "C51", "A1"], "like it: C5, C51"),
        ("xyz", ["C1", "C2"], "the first: C1"),
        ("xyz", [], "there is none"),
    ):
        with pytest.raises(ValueError, match=f"no claim is called '{name}'; {hint}"):
            known([name], pool, "claim")
    assert known("C1", ["C1", "C2"], "claim") == ("C1",)
    assert known(["C2", "C1", "C2"], ["C1", "C2"], "claim") == ("C2", "C1")


COURSE = cu.load_course()


def test_a_second_reading_widens_the_range_of_a_count(tmp_path: Path) -> None:
    doubt = {"second_reading": "certainty: hedged - why", "hedge": "", "certainty": "asserted"}
    folder = write_tiny_course(tmp_path, claims=[doubt, {}])
    table = cu.count_commitments(cu.load_course(folder)).set_index("Commitment")
    assert tuple(table.loc["the author says it"]) == (2, 1, 2)
    assert tuple(table.loc["the author, with a reservation"]) == (0, 0, 1)
    ties = cu.count_commitments(COURSE, "relations")
    assert ties["Number"].sum() == len(COURSE.rows(Relation))
