from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.reading.argument import (
    Argument,
    Support,
    argument_from,
    argument_of,
    grounds,
    hubs,
    into,
    last_grounds,
    linked,
    links_out,
    rests_on,
    row_of,
    source,
    strands,
    without,
)
from course_utils.session import load_course
from course_utils.source.rows import Assumption, Claim, Link, Statement
from tests.tiny_course import write_tiny_course

ORDER: dict[Support, int] = {
    "taken away": 0,
    "lost its support": 0,
    "weakened": 1,
    "keeps full support": 2,
    "stands on its own": 2,
}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


@pytest.fixture(scope="module")
def argument(course: Course) -> Argument:
    return argument_of(course)


def made(claims: int, links: list[tuple[int, int, str]], carries: list[list[int]]) -> Argument:
    """An argument of bare rows: links from a lower to a higher number, -1 for a statement."""
    names = [f"C{n}" for n in range(claims)]
    rows = [
        Link.model_construct(
            id=f"L{n:02}",
            from_claim=None if start < 0 else f"C{start}",
            from_statement="S1" if start < 0 else None,
            to_claim=f"C{end}",
            kind=kind,
        )
        for n, (start, end, kind) in enumerate(links)
    ]
    premises = [
        Assumption.model_construct(id=f"A{n}", carries=tuple(f"C{c}" for c in carried))
        for n, carried in enumerate(carries)
    ]
    bare = [Claim.model_construct(id=name, role="evidence", statement_id=None) for name in names]
    return argument_from([Statement.model_construct(id="S1"), *bare, *premises], rows)


@st.composite
def arguments(draw: st.DrawFn) -> Argument:
    claims = draw(st.integers(1, 7))
    pairs = [(start, end) for end in range(claims) for start in range(-1, end)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12))
    kinds = [draw(st.sampled_from(["supports", "supports", "attacks"])) for _ in chosen]
    links = [(start, end, kind) for (start, end), kind in zip(chosen, kinds, strict=True)]
    carried = st.lists(st.integers(0, claims - 1), min_size=1, max_size=3, unique=True)
    return made(claims, links, draw(st.lists(carried, max_size=3)))


@st.composite
def losses(draw: st.DrawFn) -> tuple[Argument, list[str], list[str]]:
    argument = draw(arguments())
    some = st.lists(st.sampled_from(list(argument)), unique=True)
    return argument, draw(some), draw(some)


# What falls


@given(arguments())
def test_removing_nothing_changes_nothing(argument: Argument) -> None:
    for claim, standing in without(argument, []).items():
        resting = grounds(argument, claim)
        assert standing.support == ("keeps full support" if resting else "stands on its own")
        assert standing.kept == resting


@given(losses())
def test_removing_more_never_restores_support(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, more = case
    before, after = without(argument, some), without(argument, {*some, *more})
    for claim in before:
        assert ORDER[after[claim].support] <= ORDER[before[claim].support]


@given(losses())
def test_the_order_of_removal_does_not_matter(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, more = case
    assert without(argument, [*some, *more]) == without(argument, [*reversed(more), *some, *more])


@given(losses())
def test_attacks_never_carry(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, _ = case
    links = [link for _, _, link in argument.edges(data="link") if link]
    peaceful = argument_from(
        [row_of(argument, item) for item in argument],
        sorted((link for link in links if link.kind == "supports"), key=lambda link: link.id),
    )
    for claim, standing in without(peaceful, some).items():
        assert replace(without(argument, some)[claim], spared=()) == standing


@given(losses())
def test_a_claim_without_ground_or_premise_falls_only_if_it_is_taken_away(
    case: tuple[Argument, list[str], list[str]],
) -> None:
    argument, some, _ = case
    for claim, standing in without(argument, some).items():
        if (
            not grounds(argument, claim)
            and not into(argument, claim, "carries")
            and claim not in some
        ):
            assert standing.support == "stands on its own"


def test_a_claim_loses_its_support_when_all_its_grounds_are_gone_and_so_on_up() -> None:
    chain = made(3, [(-1, 0, "supports"), (0, 1, "supports"), (1, 2, "supports")], [])
    found = without(chain, "S1")
    assert [standing.support for standing in found.values()] == ["lost its support"] * 3
    assert found["C2"].sentence == "C2 has lost its support: C1 is gone."


def test_a_claim_with_one_ground_left_is_weakened_and_weakens_what_rests_on_it() -> None:
    fork = made(4, [(0, 2, "supports"), (1, 2, "supports"), (2, 3, "supports")], [])
    found = without(fork, ["C0"])
    assert found["C0"].sentence == "C0 is taken away."
    assert found["C2"].sentence == "C2 is weakened: C0 is gone; C1 stays."
    assert found["C3"].sentence == "C3 is weakened: C2 is weakened."


def test_a_premise_taken_away_weakens_what_it_carries_and_takes_nothing_else() -> None:
    carried = made(3, [(0, 1, "supports")], [[1, 2]])
    found = without(carried, ["A0"])
    assert found["C0"].support == "stands on its own"
    assert found["C1"].sentence == (
        "C1 is weakened: it rests on a premise that was taken away (A0); C0 stays."
    )
    assert found["C2"].support == "weakened"


def test_an_attack_that_goes_is_named_and_restores_nothing(course: Course) -> None:
    found = without(course, ["C52", "S9"])["C50"]
    assert (found.support, found.spared) == ("weakened", ("C52",))
    assert "C52 no longer stands against it" in found.sentence


def test_the_pressure_on_syria_rests_on_two_statements(course: Course) -> None:
    assert without(course, ["S9", "S10"])["C50"].support == "lost its support"
    assert without(course, ["S9"])["C50"].support == "weakened"
    assert without(course, [])["C50"].sentence == "C50 keeps full support."


@pytest.mark.parametrize("wrong", ["C500", "c50"])
def test_an_unknown_identifier_is_named_with_those_that_look_like_it(
    course: Course, wrong: str
) -> None:
    with pytest.raises(ValueError, match=f"is called '{wrong}'; like it: .*C50"):
        without(course, [wrong])


def test_a_statement_taken_away_takes_along_the_claims_that_are_taken_from_it(
    course: Course,
) -> None:
    found = without(course, ["S10"])
    gone = [claim for claim, standing in found.items() if standing.support == "taken away"]
    assert gone == ["C52", "C53", "C54", "C55", "C89"]
    assert found["C52"].sentence == "C52 is taken away: it is taken from S10."
    assert found["C50"].sentence == (
        "C50 is weakened: S10 is gone; S9 stays; C52 no longer stands against it."
    )


def test_a_claim_taken_away_leaves_the_statement_that_it_is_taken_from(course: Course) -> None:
    assert without(course, ["C52"])["C53"].support == "stands on its own"


# The graph


def test_what_a_claim_rests_on_goes_down_to_the_last_grounds(argument: Argument) -> None:
    assert grounds(argument, "C56") == ("C51", "C50", "C57")
    assert rests_on(argument, "C56") == ("S9", "S10", "C50", "C51", "C57")
    assert last_grounds(argument, "C56") == ("S9", "S10", "C51", "C57")
    assert into(argument, "C50", "attacks") == ("C52",)
    assert into(argument, "C70", "carries") == ("A11", "A13")


def test_two_steps_between_the_same_two_claims_are_both_kept() -> None:
    twice = made(2, [(0, 1, "supports"), (0, 1, "attacks")], [])
    assert (into(twice, "C1", "supports"), into(twice, "C1", "attacks")) == (("C0",), ("C0",))


def test_strands_and_hubs_share_out_the_linked_items(argument: Argument) -> None:
    parts = [*hubs(argument), *(item for strand in strands(argument) for item in strand)]
    assert sorted(parts) == sorted(linked(argument))
    assert hubs(argument) == ("C1", "C81", "C82", "C83")


def test_no_link_leads_from_one_strand_to_another(argument: Argument) -> None:
    home = {item: n for n, strand in enumerate(strands(argument)) for item in strand}
    for item in home:
        for link in links_out(argument, item):
            assert home.get(link.to_claim, home[item]) == home[source(link)]


def test_strands_come_in_the_order_of_the_text_those_that_stand_alone_last(
    argument: Argument,
) -> None:
    *several, alone = strands(argument)
    assert [strand[0] for strand in several[:3]] == ["C4", "C15", "C7"]
    assert {grounds(argument, item) for item in alone} == {()}


def test_a_thesis_that_supports_another_claim_is_no_hub(tmp_path: Path) -> None:
    claims = [{"role": "thesis"}, {"role": "inference"}]
    links = [{"from_claim": "claims-1", "to_claim": "claims-2"}]
    course = load_course(write_tiny_course(tmp_path, claims=claims, links=links))
    assert hubs(argument_of(course)) == ()


def test_an_item_keeps_its_row(course: Course, argument: Argument) -> None:
    assert row_of(argument, "S9") in course.rows(Statement)
