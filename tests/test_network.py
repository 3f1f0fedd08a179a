"""The network as a graph, what one picture of it shows, and the same in words."""

from __future__ import annotations

from functools import cache

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.reading.network import backing, build_network, rank_actors, ties
from course_utils.reading.network_view import View, view
from course_utils.reading.network_words import alternative, description, finding, table
from course_utils.session import load_course
from course_utils.source.cells import Commitment
from tests.made_up_network import actor, made_up, tie

OWN: Commitment = "the author says it"
COMMITMENTS = [OWN, "the author, with a reservation", "left open", "a party says it"]


@pytest.fixture
def chain() -> Course:
    """A heads B, B may support C (twice, once a party says so), D is alone; A to B elsewhere."""
    return made_up(
        [actor(name, label=name[1:], kind="person") for name in ("aA", "aB", "aC", "aD")],
        [
            tie("aA", "aB", "heads", theatre="p1"),
            tie("aB", "aC", said="hedged", paragraph="P2"),
            tie("aB", "aC", said="party", claimed_by="aB", directed="no", paragraph="P2"),
        ],
    )


@cache
def real() -> Course:
    return load_course()


# The graph


def test_without_a_filter_every_actor_is_a_node_those_in_no_tie_too(chain: Course) -> None:
    assert list(build_network(chain)) == ["aA", "aB", "aC", "aD"]


def test_with_a_filter_only_the_ends_of_the_ties_kept_are_nodes(chain: Course) -> None:
    assert list(build_network(chain, kinds=["heads"])) == ["aA", "aB"]


def test_parallel_ties_are_edges_of_their_own(chain: Course) -> None:
    graph = build_network(chain)
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph["aB"]["aC"]) == {"R2", "R3"}


def test_an_edge_carries_what_its_row_says(chain: Course) -> None:
    row = build_network(chain).edges["aB", "aC", "R3"]
    assert (row["kind"], row["commitment"]) == ("supports", "a party says it")
    assert (row["paragraph"], row["claimed_by"]) == (("P2",), ("aB",))
    assert row["directed"] is False


def test_a_node_carries_what_its_row_says_and_its_home() -> None:
    course = made_up([actor("a1", hypothetical="yes", kind="party", countries="p1")], [])
    node = build_network(course).nodes["a1"]
    assert (node["label"], node["kind"], node["hypothetical"]) == ("A1", "party", True)
    assert node["home"] == "Place 1"


@pytest.mark.parametrize("countries", [{}, {"countries": "p1;p2"}])
def test_an_actor_of_no_or_several_countries_is_across(countries: dict[str, str]) -> None:
    graph = build_network(made_up([actor("a1", **countries)], []))
    assert graph.nodes["a1"]["home"] == "Across countries"


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ({"commitment": [OWN, "a party says it"]}, ["R1", "R3"]),
        ({"kinds": ["supports"]}, ["R2", "R3"]),
        ({"theatres": ["p1"]}, ["R1"]),
        ({"theatres": "p1"}, ["R1"]),
        ({"commitment": []}, []),
        ({"commitment": [OWN], "theatres": ["p0"]}, []),
    ],
)
def test_a_tie_stays_if_it_passes_every_filter(
    chain: Course, keep: dict[str, list[str]], kept: list[str]
) -> None:
    assert [tie.id for tie in ties(build_network(chain, **keep))] == kept


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        ({"commitment": ["sure"]}, "no commitment is called 'sure'; "),
        ({"kinds": ["loves"]}, "no kind of tie is called 'loves'; like it: opposes"),
        ({"theatres": ["moon"]}, "no theatre is called 'moon'; "),
    ],
)
def test_what_is_unknown_is_named(chain: Course, keep: dict[str, list[str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build_network(chain, **keep)


def test_the_real_network_has_every_row() -> None:
    course = real()
    graph = build_network(course)
    assert set(graph) == set(course.actors["id"])
    assert [tie.id for tie in ties(graph)] == list(course.relations["id"])


def test_a_tie_has_the_word_and_the_class_of_its_kind() -> None:
    (found,) = ties(
        build_network(made_up([actor("a1"), actor("a2")], [tie("a1", "a2", "opposes")]))
    )
    assert (found.word, found.tie_class) == ("opposes", "opposes")


@given(st.sets(st.sampled_from(COMMITMENTS)))
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
    expected = nx.betweenness_centrality(nx.Graph(graph))["aB"]
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
    with pytest.raises(ValueError, match="no measure is called 'fame'; "):
        rank_actors(build_network(chain), "fame")  # type: ignore[arg-type]


def test_an_empty_network_ranks_nobody(chain: Course) -> None:
    assert rank_actors(build_network(chain, commitment=[])).empty


def test_a_pair_may_rest_on_one_paragraph_or_one_voice(chain: Course) -> None:
    found = backing(build_network(chain)).set_index(["from", "to"])
    assert found.loc[("B", "C"), "ties"] == 2
    assert found.loc[("B", "C"), "one_paragraph"]
    assert not found.loc[("B", "C"), "one_voice"]
    assert found.loc[("A", "B"), "one_voice"]


# What one picture shows


ACTORS = [
    actor("land", label="Land", countries="p0"),
    actor("army", label="Army", kind="institution", countries="p0", part_of="land"),
    actor("unit", label="Unit", kind="unit", countries="p0", part_of="army"),
    actor("chief", label="Chief", kind="person", countries="p0", part_of="army"),
    actor("other", label="Other", countries="p1"),
    actor("militia", label="Militia", kind="armed group", countries="p1"),
    actor("dream", label="Dream", kind="party", hypothetical="yes", countries="p1"),
    actor("crowd", label="Crowd", kind="community"),
    actor("alone", label="Alone", kind="party", countries="p2"),
    actor("distant", label="Distant", kind="party", countries="p2"),
]


def seen(*lines: dict[str, str], **choices: object) -> View:
    return view(build_network(made_up(ACTORS, lines)), **choices)  # type: ignore[arg-type]


def told(view: View) -> list[tuple[str, str, str, str]]:
    return [(line.source, line.word, line.target, line.note) for line in view.lines]


def test_the_core_is_the_state_with_most_ties() -> None:
    lines = [tie("militia", name) for name in ("land", "other", "crowd")]
    assert seen(*lines, tie("land", "dream")).core == "land"
    assert seen(*lines, tie("other", "dream")).core == "other"
    assert seen(*lines, core="militia").core == "militia"


def test_without_a_state_the_core_is_the_actor_with_most_ties() -> None:
    assert seen(tie("militia", "crowd"), tie("militia", "dream")).core == "militia"


def test_what_belongs_to_the_core_lies_in_boxes_within_boxes() -> None:
    found = seen(tie("unit", "militia"), tie("land", "other"))
    assert found.parents == {"unit": "army", "army": "land"}
    assert [found.depth(box) for box in ("land", "army", "unit")] == [0, 1, 2]
    assert told(found) == [("unit", "supports", "militia", ""), ("land", "supports", "other", "")]


def test_a_leader_shares_the_box_of_the_body_and_has_his_name_on_the_word() -> None:
    found = seen(tie("chief", "army", "heads"), tie("chief", "militia"), tie("land", "other"))
    assert found.leaders("army") == ["Chief"]
    assert ("army", "Chief supports", "militia", "") in told(found)


def test_a_leader_on_a_partys_word_has_a_box_of_his_own() -> None:
    lines = [
        tie("chief", "army", "heads", "party", claimed_by="crowd"),
        tie("chief", "militia"),
        tie("land", "other"),
    ]
    found = seen(*lines)
    assert found.leaders("army") == []
    assert ("chief", "supports", "militia", "") in told(found)


def test_the_leaders_of_the_article_are_named_in_every_part_of_it() -> None:
    leads = tie("chief", "army", "heads", theatre="p0")
    found = seen(leads, tie("unit", "other", theatre="p1"), core="land", theatre="p1")
    assert found.leaders("army") == ["Chief"]


def test_who_heads_from_outside_is_tied_by_a_line_and_shares_no_box() -> None:
    found = seen(tie("land", "militia", "heads"), core="militia")
    assert found.leaders("militia") == []
    assert told(found) == [("land", "heads", "militia", "")]


def test_a_state_without_a_home_takes_nobody_in() -> None:
    found = view(build_network(made_up([actor("a1"), actor("a2")], [tie("a1", "a2")])))
    assert (found.core, found.parents, list(found.homes)) == ("a1", {}, ["a2"])


def test_part_of_within_the_core_is_said_by_the_boxes_unless_a_party_says_so() -> None:
    own = seen(tie("unit", "army", "part of"), tie("land", "other"))
    assert (own.parents["unit"], own.notes) == ("army", {})
    party = seen(tie("unit", "army", "part of", "party", claimed_by="crowd"), tie("land", "other"))
    assert [note.word for note in party.notes["unit"]] == ["Army"]


def test_others_stand_by_home_and_the_imagined_are_last() -> None:
    found = seen(*(tie("land", name) for name in ("dream", "militia", "other", "crowd")))
    assert found.outer == {"Place 1": ["other", "militia", "dream"], "Across countries": ["crowd"]}
    assert [found.rank(name) for name in ("other", "militia", "dream")] == [0, 1, 2]


def test_a_tie_between_two_others_is_a_note_with_the_partners_name() -> None:
    found = seen(
        tie("land", "other"),
        tie("other", "militia"),
        tie("crowd", "other", said="party", claimed_by="unit"),
        core="land",
    )
    notes = [(note.word, note.way, note.note) for note in found.notes["other"]]
    assert notes == [("Militia", 1, ""), ("Crowd", -1, "says Unit")]
    assert list(found.homes) == ["other"]


def test_a_note_at_length_says_what_the_tie_is() -> None:
    lines = [tie("land", "other"), tie("other", "militia"), tie("crowd", "other")]
    words = [note.word for note in seen(*lines, core="land", whole=True).notes["other"]]
    assert words == ["supports Militia", "Crowd supports"]


def test_opposition_and_what_does_not_touch_the_core_are_left_out_at_a_glance_and_said() -> None:
    lines = [tie("land", "other"), tie("land", "militia", "opposes"), tie("alone", "distant")]
    glance, whole = seen(*lines), seen(*lines, whole=True)
    assert glance.left_out == ["1 tie of opposition", "1 tie between others"]
    assert len(glance.shown) == 1
    assert whole.left_out == []
    assert len(whole.shown) == 3
    assert [note.word for note in whole.notes["alone"]] == ["supports Distant"]


def test_each_step_adds_to_the_one_before() -> None:
    lines = [tie("land", "other", said=said) for said in ("own", "hedged", "open", "asks")]
    lines.append(tie("land", "other", said="party", claimed_by="crowd"))
    shown = [
        len(seen(*lines, upto=step).shown)
        for step in ("the author", "with a reservation", "a party")
    ]
    assert shown == [1, 3, 5]
    assert seen(*lines, upto="the author").left_out == [
        "1 with a reservation, 1 left open, 1 asked or aimed at, 1 by a party"
    ]


def test_one_actor_alone_comes_with_its_own_ties_and_no_other() -> None:
    found = seen(
        tie("militia", "other"), tie("land", "militia"), tie("land", "other"), focus="militia"
    )
    assert found.core == "militia"
    assert told(found) == [
        ("militia", "supports", "other", ""),
        ("land", "supports", "militia", ""),
    ]


def test_for_whom_and_on_whose_word_stand_with_a_tie() -> None:
    voiced = tie("land", "other", said="party", claimed_by="crowd", object_actor="militia")
    many = tie("land", "other", said="party", claimed_by="unit;crowd")
    unnamed = tie("land", "other", said="party", claimed_by="unnamed")
    found = seen(voiced, many, unnamed)
    assert [line.note for line in found.lines] == [
        "for Militia, say Crowd",
        "say Unit and others",
        "says somebody not named",
    ]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"focus": "nobody"}, "no actor is called 'nobody'"),
        ({"core": "nobody"}, "no actor is called 'nobody'"),
        ({"theatre": "moon"}, "no theatre is called 'moon'"),
        ({"upto": "everybody"}, "no step is called 'everybody'"),
    ],
)
def test_an_unknown_choice_is_named(choice: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        seen(tie("land", "other"), **choice)


# Words


def test_the_title_says_on_whose_word_the_core_is_tied_to_whom() -> None:
    lines = [
        tie("land", "other"),
        tie("land", "alone", said="hedged"),
        tie("land", "distant", said="hedged"),
    ]
    assert finding(seen(*lines)) == (
        "Ties of Land to Place 1 rest on the author's own word; those to Place 2 carry a reservation"
    )
    mixed = [
        tie("land", "other"),
        tie("land", "other", said="open"),
        tie("land", "alone", said="asks"),
    ]
    assert finding(seen(*mixed)) == (
        "Ties of Land to Place 1 are divided; those to Place 2 are only asked for or aimed at"
    )


def test_mostly_is_said_where_some_ties_are_otherwise_and_opposition_does_not_count() -> None:
    lines = [tie("land", "other"), tie("land", "other"), tie("land", "other", said="hedged")]
    opposed = [tie("land", "other", "opposes", "open")] * 5
    said = "Ties of Land to Place 1 rest mostly on the author's own word"
    assert finding(seen(*lines, *opposed, whole=True)) == said


def test_the_title_keeps_theatre_and_home_apart() -> None:
    assert finding(seen(tie("land", "other", theatre="p2"), theatre="p2")) == (
        "Theatre Place 2: ties of Land to Place 1 rest on the author's own word"
    )


def test_the_title_of_one_actor_names_its_partners() -> None:
    found = seen(tie("militia", "other"), tie("land", "militia", said="open"), focus="militia")
    assert finding(found) == (
        "Ties of Militia to Other rest on the author's own word; those to Land are left open"
    )
    assert finding(seen(focus="crowd")) == "Crowd has no tie that fits"


def test_the_alternative_sentence_counts_ties_boxes_and_commitments() -> None:
    found = seen(tie("unit", "militia"), tie("land", "other", said="open"))
    assert alternative(found) == (
        "Network of 2 ties: Land in the middle with 2 boxes in it, 2 actors at the sides by home;"
        " 1 the author says it, 1 left open."
    )


def test_the_description_names_every_tie_and_what_the_author_does_not_answer_for() -> None:
    words = description(seen(tie("land", "other"), tie("land", "militia", said="hedged")))
    assert "Land – supports – Other (the author says it, P1)" in words[0]
    assert "In no tie that the author says without a reservation: Militia." in words
    assert any(line.startswith("In no tie: Army, ") for line in words)


def test_the_table_has_a_row_for_each_tie_shown() -> None:
    found = table(seen(tie("land", "other", directed="no"), tie("land", "militia", said="hedged")))
    assert list(found.index) == ["R1", "R2"]
    assert found["Direction"].tolist() == ["none", "one way"]
    assert found["Hedge"].tolist() == ["", "may"]
