from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.argument import Argument, Support, known, listing, source, without
from course_utils.argument_words import (
    alternative,
    count,
    description,
    finding,
    strand_name,
    view,
)
from course_utils.course import Course, load_course
from course_utils.rows import Assumption, Claim, Link, Statement
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
    return Argument.of(course)


def made(claims: int, links: list[tuple[int, int, str]], carries: list[list[int]]) -> Argument:
    """An argument of bare rows: links from a lower to a higher number, -1 for a statement."""
    names = [f"C{n}" for n in range(claims)]
    rows = [
        Link.model_construct(
            id=f"L{n}",
            from_claim=None if start < 0 else f"C{start}",
            from_statement="S1" if start < 0 else None,
            to_claim=f"C{end}",
            kind=kind,
        )
        for n, (start, end, kind) in enumerate(links)
    ]
    premises = {
        f"A{n}": Assumption.model_construct(id=f"A{n}", carries=tuple(f"C{c}" for c in carried))
        for n, carried in enumerate(carries)
    }
    return Argument(
        {name: Claim.model_construct(id=name, role="evidence") for name in names},
        {"S1": Statement.model_construct(id="S1")},
        premises,
        tuple(rows),
    )


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
    pool = [*argument.claims, *argument.statements, *argument.premises]
    some = st.lists(st.sampled_from(pool), unique=True)
    return argument, draw(some), draw(some)


# What falls


@given(arguments())
def test_removing_nothing_changes_nothing(argument: Argument) -> None:
    for claim, standing in without(argument, []).items():
        grounds = argument.grounds(claim)
        assert standing.support == ("keeps full support" if grounds else "stands on its own")
        assert standing.kept == grounds


@given(losses())
def test_removing_more_never_restores_support(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, more = case
    before, after = without(argument, some), without(argument, {*some, *more})
    for claim in argument.claims:
        assert ORDER[after[claim].support] <= ORDER[before[claim].support]


@given(losses())
def test_the_order_of_removal_does_not_matter(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, more = case
    assert without(argument, [*some, *more]) == without(argument, [*reversed(more), *some, *more])


@given(losses())
def test_attacks_never_carry(case: tuple[Argument, list[str], list[str]]) -> None:
    argument, some, _ = case
    peaceful = replace(argument, links=tuple(x for x in argument.links if x.kind == "supports"))
    for claim, standing in without(peaceful, some).items():
        assert replace(without(argument, some)[claim], spared=()) == standing


@given(losses())
def test_a_claim_without_ground_or_premise_falls_only_if_it_is_taken_away(
    case: tuple[Argument, list[str], list[str]],
) -> None:
    argument, some, _ = case
    for claim, standing in without(argument, some).items():
        if not argument.grounds(claim) and not argument.needs(claim) and claim not in some:
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


def test_claims_taken_from_a_statement_go_with_it_and_leave_it_in_place() -> None:
    argument = made(4, [(-1, 0, "supports"), (1, 2, "supports"), (3, 2, "supports")], [])
    taken = argument.claims["C1"].model_copy(update={"statement_id": "S1"})
    argument = replace(argument, claims={**argument.claims, "C1": taken})
    found = without(argument, "S1")
    assert found["C1"].sentence == "C1 is taken away."
    assert found["C2"].sentence == "C2 is weakened: C1 is gone; C3 stays."
    assert without(argument, "C1")["C0"].support == "keeps full support"


def test_without_a_speech_every_claim_quoted_from_it_is_gone(course: Course) -> None:
    gone = {
        claim for claim, found in without(course, "S10").items() if found.support == "taken away"
    }
    assert gone == {row.id for row in course.rows(Claim) if row.statement_id == "S10"} != set()


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


def test_an_identifier_like_no_other_is_told_where_they_begin() -> None:
    with pytest.raises(ValueError, match="no claim is called 'xyz'; the first: C1"):
        known(["xyz"], ["C1", "C2"], "claim")
    with pytest.raises(ValueError, match="no claim is called 'xyz'; there is none"):
        known("xyz", [], "claim")


# The graph


def test_what_a_claim_rests_on_goes_down_to_the_last_grounds(argument: Argument) -> None:
    assert argument.grounds("C56") == ("C51", "C50", "C57")
    assert argument.rests_on("C56") == ("S9", "S10", "C50", "C51", "C57")
    assert argument.last_grounds("C56") == ("S9", "S10", "C51", "C57")
    assert argument.attackers("C50") == ("C52",)
    assert argument.needs("C70") == ("A11", "A13")


def test_every_item_comes_after_what_bears_on_it(argument: Argument) -> None:
    place = {item: number for number, item in enumerate(argument.order)}
    assert len(place) == len(argument.claims) + len(argument.statements)
    assert all(place[source(link)] < place[link.to_claim] for link in argument.links)


def test_strands_and_hubs_share_out_the_linked_items(argument: Argument) -> None:
    parts = [*argument.hubs, *(item for strand in argument.strands for item in strand)]
    assert sorted(parts) == sorted(argument.linked)
    assert argument.hubs == ("C1", "C81", "C82", "C83")


def test_no_link_leads_from_one_strand_to_another(argument: Argument) -> None:
    home = {item: n for n, strand in enumerate(argument.strands) for item in strand}
    for link in argument.links:
        if link.to_claim in home:
            assert home[source(link)] == home[link.to_claim]


def test_a_thesis_that_supports_another_claim_is_no_hub(tmp_path: Path) -> None:
    claims = [{"role": "thesis"}, {"role": "inference"}]
    links = [{"from_claim": "claims-1", "to_claim": "claims-2"}]
    course = load_course(write_tiny_course(tmp_path, claims=claims, links=links))
    assert Argument.of(course).hubs == ()
    assert finding(view(course)) == "1 link joins 2 claims and no statement"


def test_around_goes_as_many_steps_back_as_asked(argument: Argument) -> None:
    assert argument.around("C50", 1) == ("S9", "S10", "C1", "C50", "C52", "C56")
    assert "S9" not in argument.around("C56", 1)
    assert "S9" in argument.around("C56")


# Words


def test_the_title_counts_what_the_thesis_rests_on(course: Course, argument: Argument) -> None:
    grounds = argument.grounds("C1")
    bare = [ground for ground in grounds if not argument.grounds(ground)]
    assert finding(view(course)) == (
        f"The thesis has {len(grounds)} direct grounds, {len(bare)} of them without grounds of"
        f" their own, and {len(argument.attackers('C1'))} attacks"
    )


@pytest.mark.parametrize(
    ("focus", "said"),
    [
        (
            "C50",
            "C50 has 2 recorded grounds, both on the word of Jafari;"
            " 1 claim attacks it; 2 claims rest on it",
        ),
        (
            "C43",
            "C43 has 6 recorded grounds, all on the word of the author;"
            " 1 claim attacks it; 1 claim rests on it",
        ),
        ("C2", "C2 has no recorded ground; 1 claim rests on it"),
        ("C12", "C12 takes part in no link"),
        ("S9", "S9 has no recorded ground; 1 claim rests on it"),
    ],
)
def test_the_title_around_an_item_says_on_whose_word_it_rests(
    course: Course, focus: str, said: str
) -> None:
    assert finding(view(course, focus)) == said


@pytest.mark.parametrize(
    ("focus", "removed", "said"),
    [
        (
            None,
            ["S9", "S10"],
            "Without S9 and S10, C50 loses its support and 7 claims are weakened",
        ),
        (None, ["C52"], "Without C52, every other claim keeps the support it had"),
        (None, ["A2"], "Without A2, 5 claims are weakened"),
        (None, ["C81"], "Without C81, C82 and C83 lose their support"),
        ("C50", ["S9"], "Without S9, C50 is weakened"),
        ("C50", ["C50"], "Without C50, 7 claims are weakened"),
    ],
)
def test_the_title_says_what_falls(
    course: Course, focus: str | None, removed: list[str], said: str
) -> None:
    assert finding(view(course, focus, removed)) == said


def test_the_alternative_sentence_counts_what_is_drawn(course: Course, argument: Argument) -> None:
    attacks = sum(link.kind == "attacks" for link in argument.links)
    words = alternative(view(course))
    assert f"{len(argument.links)} links, {attacks} of them attacks" in words
    assert words.endswith("to C1, C81, C82 and C83.")
    assert alternative(view(course, "C50")) == (
        "Map around C50, an inference: on the left 3 items that bear on it,"
        " on the right 2 claims that it bears on."
    )
    assert alternative(view(course, "C50", ["S9"])).endswith(
        ", and stripes mark 1 taken away and 3 weakened."
    )


def test_the_description_names_every_link(course: Course, argument: Argument) -> None:
    words = " ".join(description(view(course)))
    assert all(link.to_claim in words and source(link) in words for link in argument.links)
    assert "In no link: C12, " in words
    assert "Attacks that are gone: C52 against C50." in description(view(course, None, ["C52"]))


def test_the_description_around_a_claim_has_its_words_and_its_premises(course: Course) -> None:
    words = description(view(course, "C50"))
    assert words[0].startswith("In the middle, C50, Iran is pressing Syria")
    assert any(part.startswith("Against it: C52, ") for part in words)
    assert words[-1].startswith("Unstated premises that carry it, as we read it: A1, ")


def test_a_strand_is_named_after_the_place_of_most_of_its_ties(
    course: Course, argument: Argument
) -> None:
    names = [strand_name(course, argument, strand) for strand in argument.strands]
    assert "Yemen (P3, P10, P11)" in names
    assert "Afghanistan (P1 to P4)" in names
    assert names[-1] == "Single grounds (P1 to P3, P12)"


def test_small_numbers_and_lists_read_as_words() -> None:
    assert [count(n, "claim") for n in (0, 1, 2)] == ["no claim", "1 claim", "2 claims"]
    assert [listing(list("ABCD")[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert listing(list("ABCDE"), most=3) == "A, B and 3 others"


def test_a_course_without_links_says_so(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path, links=[]))
    assert finding(view(course)) == "No claim is linked to another"
    assert alternative(view(course)) == "An empty map: no claim is linked to another."
