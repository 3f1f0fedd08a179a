"""Counts, shares, lists, and what is known or an error."""

from __future__ import annotations

import pytest

from course_utils.words import count, counts, known, listing, share, verb


def test_a_count_has_its_noun_and_its_verb_in_the_right_number() -> None:
    assert [count(n, "claim") for n in (0, 1, 2)] == ["no claim", "1 claim", "2 claims"]
    assert [count(2, noun) for noun in ("guess", "match")] == ["2 guesses", "2 matches"]
    assert [verb(n, "falls", "fall") for n in (0, 1, 2)] == ["falls", "falls", "fall"]
    assert counts({"answer": 1, "guess": 2, "forecast": 0}) == "1 answer and 2 guesses"
    assert counts({"answer": 0}) == "nothing"


def test_a_share_and_a_list_read_as_one_says_them() -> None:
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
