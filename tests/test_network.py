from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.cells import Commitment
from course_utils.course import Course, load_course
from course_utils.network import (
    alternative,
    backing,
    build_network,
    description,
    ego_network,
    finding,
    levels,
    neighbours,
    rank_actors,
    ranks,
    strongest,
    table,
    ties,
)
from tests.tiny_course import write_tiny_course

QUOTED = {"voice": "official quoted", "claimed_by": "actors-2"}
HEDGED = {"certainty": "hedged", "hedge": "may"}
OWN: Commitment = "the author says it"
RESERVED: Commitment = "the author, with a reservation"
PARTY: Commitment = "a party says it"


def tie(start: int, end: int, **cells: str) -> dict[str, str]:
    return {"from_actor": f"actors-{start}", "to_actor": f"actors-{end}", **cells}


def course_of(folder: Path, count: int, *relations: dict[str, str], **actor: str) -> Course:
    """A course with ``count`` actors, labelled A, B, C ..., and these ties."""
    same = {"part_of": "", "countries": "place-1", "kind": "person", **actor}
    actors = [{"label": chr(64 + number), **same} for number in range(1, count + 1)]
    rows = [{"object_actor": "", "alternative_of": "", "kind": "trains"} | row for row in relations]
    return load_course(write_tiny_course(folder, actors=actors, relations=rows))


@pytest.fixture
def chain(tmp_path: Path) -> Course:
    """A heads B, B may support C (twice, once quoted), D is alone; A to B is in another place."""
    return course_of(
        tmp_path,
        4,
        tie(1, 2, kind="heads", theatre="place-2"),
        tie(2, 3, kind="supports", paragraph="P2", **HEDGED),
        tie(2, 3, kind="supports", directed="no", paragraph="P2", **QUOTED),
    )


# The graph


def test_without_a_filter_every_actor_is_a_node_those_in_no_tie_too(chain: Course) -> None:
    assert list(build_network(chain)) == ["actors-1", "actors-2", "actors-3", "actors-4"]


def test_with_a_filter_only_the_ends_of_the_ties_kept_are_nodes(chain: Course) -> None:
    assert list(build_network(chain, kinds=["heads"])) == ["actors-1", "actors-2"]


def test_parallel_ties_are_edges_of_their_own(chain: Course) -> None:
    graph = build_network(chain)
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph["actors-2"]["actors-3"]) == {"relations-2", "relations-3"}


def test_an_edge_carries_what_its_row_says(chain: Course) -> None:
    row = build_network(chain).edges["actors-2", "actors-3", "relations-3"]
    assert row["kind"] == "supports"
    assert row["commitment"] == PARTY
    assert row["paragraph"] == ("P2",)
    assert row["claimed_by"] == ("actors-2",)
    assert row["directed"] is False


def test_a_node_carries_what_its_row_says(tmp_path: Path) -> None:
    course = course_of(tmp_path, 2, hypothetical="yes", kind="party", countries="place-1")
    node = build_network(course).nodes["actors-1"]
    assert (node["label"], node["kind"], node["hypothetical"]) == ("A", "party", True)
    assert node["group"] == course.label("place", "place-1")


@pytest.mark.parametrize("countries", ["", "place-1;place-2"])
def test_an_actor_of_no_or_several_countries_stands_across(tmp_path: Path, countries: str) -> None:
    graph = build_network(course_of(tmp_path, 2, countries=countries))
    assert graph.nodes["actors-1"]["group"] == "Across countries"


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ({"commitment": [OWN, PARTY]}, ["relations-1", "relations-3"]),
        ({"kinds": ["supports"]}, ["relations-2", "relations-3"]),
        ({"theatres": ["place-2"]}, ["relations-1"]),
        ({"theatres": "place-2"}, ["relations-1"]),
        ({"commitment": []}, []),
        ({"commitment": OWN}, ["relations-1"]),
        ({"commitment": [OWN], "theatres": ["place-1"]}, []),
    ],
)
def test_a_tie_stays_if_it_passes_every_filter(
    chain: Course, keep: dict[str, list[str]], kept: list[str]
) -> None:
    assert [tie.id for tie in ties(build_network(chain, **keep))] == kept


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ({"commitment": ["sure"]}, "no commitment is called sure; there are the author says it, "),
        ({"kinds": ["loves"]}, "no kind of tie is called loves; there are commands, "),
        ({"theatres": ["moon"]}, "no theatre is called moon; there are place-1, place-2"),
    ],
)
def test_what_is_unknown_is_named_with_what_is_known(
    chain: Course, keep: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        build_network(chain, **keep)


def test_the_real_network_has_every_row() -> None:
    course = real()
    graph = build_network(course)
    assert set(graph) == set(course.actors["id"])
    assert [tie.id for tie in ties(graph)] == list(course.relations["id"])


@cache
def real() -> Course:
    return load_course()


@given(st.sets(st.sampled_from(get_args(Commitment))))
@settings(max_examples=20, deadline=None)
def test_filters_share_the_ties_out(chosen: set[str]) -> None:
    course = real()
    whole = {tie.id for tie in ties(build_network(course))}
    kept = {tie.id for tie in ties(build_network(course, commitment=chosen))}
    others = {tie.commitment for tie in ties(build_network(course))} - chosen
    rest = {tie.id for tie in ties(build_network(course, commitment=others))}
    assert kept | rest == whole
    assert not kept & rest


# Measures


def values(graph: nx.MultiDiGraph, by: str) -> dict[str, float]:
    ranked = rank_actors(graph, by)  # type: ignore[arg-type]
    return dict(zip(ranked["actor"], ranked["value"], strict=True))


def test_degree_counts_each_of_parallel_ties(chain: Course) -> None:
    assert values(build_network(chain), "degree") == {"B": 3, "C": 2, "A": 1, "D": 0}


def test_a_tie_without_direction_counts_neither_in_nor_out(chain: Course) -> None:
    graph = build_network(chain)
    assert values(graph, "in_degree") == {"B": 1, "C": 1, "A": 0, "D": 0}
    assert values(graph, "out_degree") == {"A": 1, "B": 1, "C": 0, "D": 0}


def test_betweenness_is_that_of_the_simple_graph_without_direction(chain: Course) -> None:
    graph = build_network(chain)
    expected = nx.betweenness_centrality(nx.Graph(graph))["actors-2"]
    assert expected == pytest.approx(1 / 3), "of the pairs AC, AD and CD only AC has a path"
    assert values(graph, "betweenness")["B"] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("by", ["betweenness", "degree", "in_degree", "out_degree"])
def test_equal_actors_come_by_name(chain: Course, by: str) -> None:
    ranked = rank_actors(build_network(chain), by)  # type: ignore[arg-type]
    assert list(ranked.columns) == ["actor", "value", "meaning"]
    order = list(zip(-ranked["value"], ranked["actor"], strict=True))
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("betweenness", "between 33.3% of the pairs of others"),
        ("degree", "an end of 3 ties"),
        ("in_degree", "reached by 1 tie"),
        ("out_degree", "start of 1 tie"),
    ],
)
def test_a_value_comes_with_its_meaning(chain: Course, by: str, said: str) -> None:
    ranked = rank_actors(build_network(chain), by)  # type: ignore[arg-type]
    assert ranked.set_index("actor")["meaning"]["B"] == said


def test_an_unknown_measure_is_named(chain: Course) -> None:
    with pytest.raises(ValueError, match=r"no measure is called fame; there are betweenness, "):
        rank_actors(build_network(chain), "fame")  # type: ignore[arg-type]


def test_an_empty_network_ranks_nobody(chain: Course) -> None:
    assert rank_actors(build_network(chain, commitment=[])).empty


def test_an_ego_network_has_the_neighbours_in_both_directions(chain: Course) -> None:
    graph = build_network(chain)
    assert set(ego_network(graph, "actors-1")) == {"actors-1", "actors-2"}
    assert set(ego_network(graph, "actors-2")) == {"actors-1", "actors-2", "actors-3"}
    assert neighbours(graph, "actors-3") == {"actors-2"}


@pytest.mark.parametrize("ask", [ego_network, neighbours])
def test_an_unknown_actor_is_named(chain: Course, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match="no actor is called nobody; there are actors-1, "):
        ask(build_network(chain), "nobody")


def test_a_pair_may_rest_on_one_paragraph_or_one_voice(chain: Course) -> None:
    found = backing(build_network(chain)).set_index(["from", "to"])
    assert found.loc[("B", "C"), "ties"] == 2
    assert found.loc[("B", "C"), "one_paragraph"]
    assert not found.loc[("B", "C"), "one_voice"]
    assert found.loc[("A", "B"), "one_voice"]


def test_command_runs_along_heads_and_commands_and_against_part_of(tmp_path: Path) -> None:
    course = course_of(
        tmp_path, 4, tie(1, 2, kind="heads"), tie(3, 2, kind="part of"), tie(4, 3, kind="opposes")
    )
    graph = build_network(course)
    assert list(ranks(graph).values()) == [0, 1, 2, 0]


def test_a_state_stands_nearer_to_command_than_a_community(tmp_path: Path) -> None:
    course = course_of(tmp_path, 2, tie(1, 2, kind="opposes"), kind="state")
    assert list(levels(build_network(course)).values()) == [0, 0]
    course = course_of(tmp_path, 2, tie(1, 2, kind="opposes"), kind="community")
    assert list(levels(build_network(course)).values()) == [3, 3]


def test_actors_who_command_one_another_share_a_depth(tmp_path: Path) -> None:
    circle = [tie(1, 2, kind="heads"), tie(2, 1, kind="heads"), tie(2, 3, kind="heads")]
    assert list(ranks(build_network(course_of(tmp_path, 3, *circle))).values()) == [0, 0, 1]


def test_too_much_for_a_picture_leaves_the_strongest(tmp_path: Path) -> None:
    graph = build_network(course_of(tmp_path, 4, tie(3, 4), tie(3, 2), tie(3, 4)))
    part, left_out = strongest(graph, actors=2)
    assert list(part) == ["actors-3", "actors-4"]
    assert left_out == ["B", "A"]
    part, left_out = strongest(graph, most_ties=1)
    assert [tie.id for tie in ties(part)] == ["relations-1"]
    assert "actors-1" in strongest(graph, focus="actors-1", actors=2)[0]


def test_what_fits_is_left_as_it_is(chain: Course) -> None:
    graph = build_network(chain)
    assert strongest(graph) == (graph, [])


# Words


def test_the_title_counts_what_the_author_says_and_names_who_has_most(chain: Course) -> None:
    assert finding(build_network(chain)) == (
        "The author says 1 of 3 ties without a reservation; 3 have B at one end"
    )


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ({"kinds": ["heads"]}, "One tie, the author says it: A and B"),
        ({"commitment": []}, "No tie fits these choices"),
    ],
)
def test_the_title_fits_few_ties(chain: Course, keep: dict[str, list[str]], said: str) -> None:
    assert finding(build_network(chain, **keep)).startswith(said)


@pytest.mark.parametrize(
    ("cells", "said"), [({}, "says all 2 ties"), (HEDGED, "says none of 2"), (QUOTED, "none of 2")]
)
def test_the_title_says_if_the_author_says_all_ties_or_none(
    cells: dict[str, str], said: str, tmp_path: Path
) -> None:
    course = course_of(tmp_path, 2, tie(1, 2, **cells), tie(2, 1, **cells))
    assert said in finding(build_network(course))


def test_the_title_of_a_focus_is_about_that_actor(chain: Course) -> None:
    graph = build_network(chain)
    assert finding(graph, "actors-3") == (
        "C is an end of 2 of 3 ties; the author says 0 of them without a reservation"
    )
    assert finding(graph, "actors-4") == "D is an end of 0 of 3 ties"


def test_actors_without_ties_are_no_mistake_of_the_choices(tmp_path: Path) -> None:
    graph = build_network(course_of(tmp_path, 2))
    assert finding(graph) == "2 actors and no tie"
    assert alternative(graph) == "Network of 2 actors in 1 group, joined by 0 ties."


def test_the_alternative_sentence_counts_actors_groups_and_commitments(chain: Course) -> None:
    graph = build_network(chain)
    assert alternative(graph) == (
        "Network of 4 actors in 1 group, joined by 3 ties: 1 the author says it,"
        " 1 the author, with a reservation, 1 a party says it."
    )
    assert alternative(graph, "actors-1").endswith("; marked: A and 1 actor tied to it.")
    empty = build_network(chain, commitment=[])
    assert alternative(empty) == "An empty network: no tie fits these choices."


def test_the_description_names_every_tie_and_who_has_none_of_the_author(chain: Course) -> None:
    words = description(build_network(chain))
    assert "A – heads – B (the author says it, P1)" in words[0]
    assert "B – supports – C, no direction (a party says it, B, P2)" in words[0]
    assert words[-2] == "In no tie: D."
    assert words[-1] == "In no tie that the author says without a reservation: C."
    reserved = description(build_network(chain, commitment=[RESERVED]))
    assert reserved[-1] == "In no tie that the author says without a reservation: B, C."


def test_a_tie_for_a_third_actor_names_it(tmp_path: Path) -> None:
    course = course_of(tmp_path, 3, tie(1, 2, kind="pressures", object_actor="actors-3"))
    said = ties(build_network(course))[0].sentence
    assert said == "A – pressures – B for C (the author says it, P1)"


def test_several_voices_are_the_first_and_others(tmp_path: Path) -> None:
    cells = {"voice": "official paraphrased", "claimed_by": "actors-2;unnamed"}
    graph = build_network(course_of(tmp_path, 2, tie(1, 2, **cells)))
    assert ties(graph)[0].voice == "B and others"
    assert table(graph)["Who says so"][0] == "B and others"


def test_the_table_has_a_row_for_each_tie(chain: Course) -> None:
    found = table(build_network(chain))
    assert len(found) == 3
    assert found["Direction"].tolist() == ["one way", "one way", "none"]
    assert found["Hedge"].tolist() == ["", "may", ""]
    assert table(build_network(chain, commitment=[])).empty
