"""The argument as a graph: what falls with what, by the rule, and how strands share it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from course_utils.reading import argument
from course_utils.reading.argument import argument_of, into, without
from course_utils.session import load_course
from course_utils.source.rows import Link
from tests.tiny_course import write_tiny_course

ORDER = {"taken away": 0, "lost its support": 0, "weakened": 1}  # all others 2
COURSE = load_course()
GRAPH = argument_of(COURSE)
losses = st.lists(st.sampled_from(list(GRAPH)), unique=True, max_size=len(GRAPH))


@given(losses, losses)
def test_more_losses_never_restore_support_in_whatever_order(
    some: list[str], more: list[str]
) -> None:
    before, after = without(COURSE, some), without(COURSE, [*some, *more])
    assert after == without(COURSE, [*reversed(more), *some, *more])
    for claim in before:
        assert ORDER.get(after[claim].support, 2) <= ORDER.get(before[claim].support, 2)


@given(losses)
def test_attacks_never_carry(some: list[str]) -> None:
    links = tuple(link for link in COURSE.rows(Link) if link.kind == "supports")
    peaceful = replace(COURSE, tables={**COURSE.tables, Link: links})
    assert without(COURSE, some) == without(peaceful, some)


@given(losses)
def test_a_claim_without_ground_or_premise_falls_only_if_it_is_taken_away(some: list[str]) -> None:
    for claim, footing in without(COURSE, some).items():
        if not into(GRAPH, claim) and not into(GRAPH, claim, "carries"):
            gone = claim in some or GRAPH.nodes[claim]["row"].statement_id in some
            assert footing.support == ("taken away" if gone else "stands on its own")


def test_a_claim_falls_with_its_last_ground_and_is_weakened_by_any_other_loss() -> None:
    all_kept, one, both = (without(COURSE, ids) for ids in ([], "S9", ["S9", "S10"]))
    assert all_kept["C50"] == ("keeps full support", (), (), ("S9", "S10"))
    assert one["C50"] == ("weakened", ("S9",), (), ("S10",))
    assert one["C56"] == ("weakened", (), ("C50",), ("C51", "C57"))
    assert both["C50"] == ("lost its support", ("S9", "S10"), (), ())
    assert both["C56"] == ("weakened", ("C50",), (), ("C51", "C57"))
    assert without(COURSE, "A11")["C70"][:2] == ("weakened", ())


def test_a_statement_takes_along_its_claims_and_an_attack_that_goes_restores_nothing() -> None:
    found = without(COURSE, ["S10"])
    gone = [claim for claim, footing in found.items() if footing.support == "taken away"]
    assert gone == ["C52", "C53", "C54", "C55", "C89"]
    assert found["C50"].support == "weakened"
    assert without(COURSE, ["C52"])["C53"].support == "stands on its own"


def test_strands_and_hubs_share_out_the_linked_items_in_the_order_of_the_text() -> None:
    hubs, strands = argument.hubs(GRAPH), argument.strands(GRAPH)
    assert hubs == ["C1", "C81", "C82", "C83"]
    home = {item: n for n, strand in enumerate(strands) for item in strand}
    assert sorted([*hubs, *home]) == sorted(argument.linked(GRAPH))
    for start, to, link in GRAPH.edges(data="link"):
        assert not link or start in hubs or home.get(to, home[start]) == home[start]
    assert [strand[0] for strand in strands[:3]] == ["C4", "C15", "C7"]
    assert {into(GRAPH, item) for item in strands[-1]} == {()}, "those that stand alone are last"


def test_a_thesis_that_leads_elsewhere_is_no_hub_and_two_steps_may_join_two_claims(
    tmp_path: Path,
) -> None:
    claims = [{"role": "thesis"}, {"role": "inference"}]
    step = {"from_claim": "claims-1", "from_statement": "", "to_claim": "claims-2"}
    links = [step, {**step, "kind": "attacks", "move": "limits its scope"}]
    graph = argument_of(load_course(write_tiny_course(tmp_path, claims=claims, links=links)))
    assert argument.hubs(graph) == []
    assert into(graph, "claims-2") == into(graph, "claims-2", "attacks") == ("claims-1",)
