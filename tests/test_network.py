"""The network as a graph, what one picture of it shows, and the same in words."""

from __future__ import annotations

import networkx as nx
import pytest

from course_utils.course import Course
from course_utils.reading.network import View, build_network, ties
from course_utils.reading.network_words import alternative, description, finding, table
from tests.made_up_network import actor, made_up, tie

OWN = "the author says it"


@pytest.fixture
def chain() -> Course:
    """A heads B, B may support C (twice, once a party says so), D is alone; A to B elsewhere."""
    return made_up(
        [actor(name, label=name[1:], kind="person") for name in ("aD", "aA", "aB", "aC")],
        [
            tie("aA", "aB", "heads", theatre="p1"),
            tie("aB", "aC", said="hedged", paragraph="P2"),
            tie("aB", "aC", said="party", claimed_by="aB", directed="no", paragraph="P2"),
        ],
    )


# The graph


def test_actors_are_nodes_and_parallel_ties_edges_that_carry_their_rows(chain: Course) -> None:
    graph = build_network(chain)
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph) == ["aD", "aA", "aB", "aC"]
    assert set(graph["aB"]["aC"]) == {"R2", "R3"}
    row = graph.edges["aB", "aC", "R3"]
    assert (row["kind"], row["commitment"]) == ("supports", "a party says it")
    assert (row["claimed_by"], row["directed"]) == (("aB",), False)
    assert list(build_network(chain, kinds=["heads"])) == ["aA", "aB"]


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        ({"commitment": [OWN, "a party says it"]}, ["R1", "R3"]),
        ({"kinds": ["supports"]}, ["R2", "R3"]),
        ({"theatres": "p1"}, ["R1"]),
        ({"commitment": []}, []),
        ({"commitment": [OWN], "theatres": ["p0"]}, []),
    ],
)
def test_a_tie_stays_if_it_passes_every_filter(
    chain: Course, keep: dict[str, list[str]], kept: list[str]
) -> None:
    assert [row.id for row in ties(build_network(chain, **keep))] == kept


# What one picture shows


ACTORS = [
    actor("land", label="Land", countries="p0"),
    actor("army", label="Army", kind="institution", countries="p0", part_of="land"),
    actor("unit", label="Unit", kind="unit", countries="p0", part_of="army"),
    actor("chief", label="Chief", kind="person", countries="p0", part_of="army"),
    actor("other", label="Other", countries="p1"),
    actor("militia", label="Militia", kind="armed group", countries="p1"),
    actor("crowd", label="The crowd", kind="community"),
    actor("alone", label="Alone", kind="party", countries="p2"),
    actor("distant", label="Distant", kind="party", countries="p2"),
]


def seen(*lines: dict[str, str], **choices: object) -> View:
    return View(build_network(made_up(ACTORS, lines)), **choices)  # type: ignore[arg-type]


def told(view: View) -> list[tuple[str, str, str, int]]:
    return [(line.at, line.word, line.to, line.way) for line in view.lines]


def notes(view: View, box: str) -> list[str]:
    return [f"{note.word} {note.note}".strip() for note in view.notes if note.at == box]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"commitment": ["sure"]}, "no commitment is called 'sure'; "),
        ({"kinds": ["loves"]}, "no kind of tie is called 'loves'; like it: opposes"),
        ({"theatres": ["moon"]}, "no theatre is called 'moon'; "),
        ({"focus": "nobody"}, "no actor is called 'nobody'"),
        ({"core": "nobody"}, "no actor is called 'nobody'"),
        ({"theatre": "moon"}, "no theatre is called 'moon'"),
        ({"upto": "everybody"}, "no step is called 'everybody'"),
    ],
)
def test_an_unknown_choice_is_named(chain: Course, choice: dict[str, str], said: str) -> None:
    filters = choice.keys() & {"commitment", "kinds", "theatres"}
    with pytest.raises(ValueError, match=said):
        build_network(chain, **choice) if filters else seen(**choice)


def test_the_core_is_the_state_with_most_ties_or_the_actor_if_there_is_no_state() -> None:
    lines = [tie("militia", name) for name in ("land", "other", "crowd")]
    assert seen(*lines, tie("land", "alone")).core == "land"
    assert seen(*lines, tie("other", "alone")).core == "other"
    assert seen(*lines, core="militia").core == "militia"
    assert seen(tie("militia", "crowd"), tie("militia", "alone")).core == "militia"


def test_what_belongs_to_the_core_lies_in_boxes_and_the_others_have_a_home() -> None:
    found = seen(tie("unit", "militia"), tie("land", "other"), tie("land", "crowd"))
    assert list(found.boxes.edges) == [("land", "army"), ("army", "unit")]
    assert [line.to for line in found.lines] == ["unit", "land", "land"]
    assert found.homes == {"other": "Place 1", "militia": "Place 1", "crowd": "Across countries"}


def test_a_leader_shares_the_box_of_the_body_and_has_his_name_on_the_word() -> None:
    leads = tie("chief", "army", "heads", theatre="p0")
    lines = [tie(one, "militia", theatre="p1") for one in ("chief", "land")]
    for theatre in (None, "p1"):
        found = seen(leads, *lines, theatre=theatre)
        assert found.folded == {"chief": "army"}
        assert ("militia", "Chief supports", "army", -1) in told(found)
    party = tie("chief", "army", "heads", "party", claimed_by="crowd")
    assert seen(party, lines[0], core="land").folded == {}
    assert seen(tie("land", "militia", "heads"), lines[0], core="militia").folded == {}


def test_a_tie_between_two_others_is_a_note_at_length_if_all_is_shown() -> None:
    backed = tie("crowd", "other", said="party", claimed_by="unit")
    lines = [tie("land", "other"), tie("other", "militia"), backed]
    found = seen(*lines, core="land")
    assert notes(found, "other") == ["Militia", "The crowd says Unit"]
    assert list(found.homes) == ["other"]
    whole = seen(*lines, core="land", whole=True)
    assert notes(whole, "other") == ["supports Militia", "The crowd supports says Unit"]


def test_opposition_and_what_does_not_touch_the_core_are_left_out_at_a_glance_and_said() -> None:
    lines = [tie("land", "other"), tie("land", "militia", "opposes"), tie("alone", "distant")]
    glance, whole = seen(*lines), seen(*lines, whole=True)
    assert glance.left_out == ["1 tie of opposition", "1 tie between others"]
    assert (len(glance.shown), len(whole.shown)) == (1, 3)
    assert whole.left_out == []
    assert notes(whole, "alone") == ["supports Distant"]


def test_each_step_adds_to_the_one_before() -> None:
    lines = [tie("land", "other", said=said) for said in ("own", "hedged", "open", "asks")]
    lines.append(tie("land", "other", said="party", claimed_by="crowd"))
    steps = ("the author", "with a reservation", "a party")
    assert [len(seen(*lines, upto=step).shown) for step in steps] == [1, 3, 5]
    left_out = "1 with a reservation, 1 left open, 1 asked or aimed at, 1 by a party"
    assert seen(*lines, upto="the author").left_out == [left_out]


def test_for_whom_and_on_whose_word_stand_with_a_tie() -> None:
    voiced = tie("land", "other", said="party", claimed_by="crowd", object_actor="militia")
    many = tie("land", "other", said="party", claimed_by="unit;crowd")
    unnamed = tie("land", "other", said="party", claimed_by="unnamed")
    said = ["for Militia, say the crowd", "say Unit and others", "says somebody not named"]
    assert [line.note for line in seen(voiced, many, unnamed).lines] == said


# Words


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ({"other": ["own"], "alone": ["hedged"], "distant": ["hedged"]}, (
            "Place 1 rest on the author's own word; those to Place 2 carry a reservation"
        )),
        ({"other": ["own", "open"], "alone": ["asks"]}, (
            "Place 1 are divided; those to Place 2 are only asked for or aimed at"
        )),
        ({"other": ["own", "own", "hedged"]}, "Place 1 rest mostly on the author's own word"),
        ({"crowd": ["open"]}, "actors across countries are left open"),
    ],
)  # fmt: skip
def test_the_title_says_on_whose_word_the_core_is_tied_to_whom(
    said: dict[str, list[str]], title: str
) -> None:
    lines = [tie("land", end, said=one) for end, several in said.items() for one in several]
    opposed = [tie("land", "other", "opposes", "open")] * 5
    assert finding(seen(*lines, *opposed, whole=True)) == f"Ties of Land to {title}"


def test_the_title_keeps_theatre_and_home_apart_and_names_the_partners_of_one_actor() -> None:
    assert finding(seen(tie("land", "other", theatre="p2"), theatre="p2")) == (
        "Theatre Place 2: ties of Land to Place 1 rest on the author's own word"
    )
    lines = [tie("militia", "other"), tie("crowd", "militia", said="open"), tie("land", "other")]
    found = seen(*lines, focus="militia")
    assert told(found) == [
        ("other", "supports", "militia", -1),
        ("crowd", "supports", "militia", 1),
    ]
    assert finding(found) == (
        "Ties of Militia to Other rest on the author's own word; those to the crowd are left open"
    )
    assert finding(seen(focus="crowd")) == "The crowd has no tie that fits"


def test_alternative_description_and_table_say_what_is_drawn() -> None:
    found = seen(tie("unit", "militia", directed="no"), tie("land", "other", said="hedged"))
    assert alternative(found) == (
        "Network of 2 ties: Land in the middle with 2 boxes in it, 2 actors at the sides by"
        " home; 1 the author says it, 1 the author, with a reservation."
    )
    words = description(found)
    assert "In no tie that the author says without a reservation: Land, Other." in words
    assert any(line.startswith("In no tie: Army, ") for line in words)
    assert table(found)["Direction"].to_dict() == {"R1": "none", "R2": "one way"}
    assert table(found)["Hedge"].tolist() == ["", "may"]
