"""The network as a graph, as one picture, and in words; nothing in it lies on anything else."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

import networkx as nx
import pytest
from matplotlib.figure import Figure

from course_utils.figures import canvas, network_place
from course_utils.figures.network import COLOURS, draw_network
from course_utils.reading.network import View, build_network, ties
from course_utils.reading.network_words import finding
from course_utils.session import load_course
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.text_rows import Actor
from tests import figure_boxes as boxes
from tests.figure_boxes import artists, network_faults, shapes
from tests.made_up_network import actor, made_up, random_course, tie

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


def test_parallel_ties_are_edges_that_carry_their_rows_and_stay_if_they_are_of_a_kind() -> None:
    voiced = tie("other", "crowd", said="party", claimed_by="other")
    course = made_up(ACTORS, [tie("land", "other", "heads"), tie("other", "crowd"), voiced])
    graph = build_network(course)
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph) == [row["id"] for row in ACTORS]
    assert graph.edges["other", "crowd", "R3"]["claimed_by"] == ("other",)
    assert [row.id for row in ties(build_network(course, "supports"))] == ["R2", "R3"]
    assert list(build_network(course, ["heads"])) == ["land", "other"]
    assert list(build_network(course, [])) == []
    with pytest.raises(ValueError, match="no kind of tie is called 'loves'; like it: opposes"):
        build_network(course, ["loves"])


def seen(*lines: dict[str, str], **choices: object) -> View:
    return View(build_network(made_up(ACTORS, lines)), **choices)  # type: ignore[arg-type]


def notes(view: View, box: str) -> list[str]:
    return [f"{note.word} {note.note}".strip() for note in view.notes if note.at == box]


def test_an_unknown_choice_is_named() -> None:
    for what, name in {"actor": "focus", "theatre": "theatre", "step": "upto"}.items():
        with pytest.raises(ValueError, match=f"no {what} is called 'moon'"):
            seen(**{name: "moon"})


def test_what_belongs_to_the_core_lies_in_boxes_and_the_others_have_a_home() -> None:
    found = seen(tie("unit", "militia"), tie("land", "other"), tie("land", "crowd"))
    assert seen(tie("militia", "crowd"), tie("militia", "alone")).core == "militia", "no state"
    assert found.core == "land", "it has more ties than the other state"
    assert list(found.boxes.edges) == [("land", "army"), ("army", "unit")]
    assert [line.to for line in found.lines] == ["unit", "land", "land"]
    assert found.homes == {"other": "Place 1", "militia": "Place 1", "crowd": "Across countries"}


def test_a_leader_shares_the_box_of_the_body_and_has_his_name_on_the_word() -> None:
    leads = tie("chief", "army", "heads", theatre="p0")
    lines = [tie(one, "militia", theatre="p1") for one in ("chief", "land")]
    for theatre in (None, "p1"):
        found = seen(leads, *lines, theatre=theatre)
        assert found.folded == {"chief": "army"}
        assert ("Chief supports", "army") in [(line.word, line.to) for line in found.lines]
    party = tie("chief", "army", "heads", "party", claimed_by="crowd")
    assert seen(party, *lines).folded == {}
    assert seen(tie("land", "militia", "heads"), lines[0], focus="militia").folded == {}


def test_a_tie_between_two_others_is_a_note_at_length_if_all_is_shown() -> None:
    backed = tie("crowd", "militia", said="party", claimed_by="unit")
    lines = [tie("land", "militia"), tie("land", "other"), tie("militia", "alone"), backed]
    found, whole = seen(*lines), seen(*lines, whole=True)
    assert notes(found, "militia") == ["Alone", "The crowd says Unit"]
    assert list(found.homes) == ["other", "militia"]
    assert notes(whole, "militia") == ["supports Alone", "The crowd supports says Unit"]


def test_what_a_glance_or_a_step_does_not_show_is_left_out_and_said() -> None:
    lines = [tie("land", "other"), tie("land", "militia", "opposes"), tie("alone", "distant")]
    glance, whole = seen(*lines), seen(*lines, whole=True)
    assert glance.left_out == ["1 tie of opposition", "1 tie between others"]
    assert (len(glance.shown), len(whole.shown)) == (1, 3)
    assert whole.left_out == []
    assert notes(whole, "alone") == ["supports Distant"]
    lines = [tie("land", "other", said=said) for said in ("own", "hedged", "open", "asks")]
    left_out = "1 with a reservation, 1 left open, 1 asked or aimed at"
    assert seen(*lines, upto="the author").left_out == [left_out]


# Words


def test_the_title_says_on_whose_word_the_core_is_tied_to_whom() -> None:
    opposed = [tie("land", "other", "opposes", "open")] * 5
    own, reserved = "rest on the author's own word", "those to Place 2 carry a reservation"
    asked = "those to Place 2 are only asked for or aimed at"
    for said, title in (
        ({"other": ["own"], "alone": ["hedged"], "distant": ["hedged"]}, f"{own}; {reserved}"),
        ({"other": ["own", "open"], "alone": ["asks"]}, f"are divided; {asked}"),
        ({"other": ["own", "own", "hedged"]}, "rest mostly on the author's own word"),
    ):
        lines = [tie("land", end, said=one) for end, several in said.items() for one in several]
        for found in (seen(*lines, whole=True), seen(*lines, *opposed)):
            assert finding(found) == f"Ties of Land to Place 1 {title}"
    drawn = seen(tie("land", "other"), opposed[0], whole=True)
    assert finding(drawn) == "Ties of Land to Place 1 are divided"
    across = finding(seen(tie("land", "crowd", said="open")))
    assert across == "Ties of Land to actors across countries are left open"
    assert finding(seen(tie("land", "other", theatre="p2"), theatre="p2")) == (
        "Theatre Place 2: ties of Land to Place 1 rest on the author's own word"
    )
    lines = [tie("militia", "other"), tie("crowd", "militia", said="open"), tie("land", "other")]
    found = seen(*lines, focus="militia")
    assert [(line.at, line.way) for line in found.lines] == [("other", -1), ("crowd", 1)]
    assert finding(found) == (
        "Ties of Militia to Other rest on the author's own word; those to the crowd are left open"
    )
    assert finding(seen(focus="crowd")) == "The crowd has no tie that fits"
    assert finding(seen()) == "No tie fits these choices"


PAIR = [actor("a1"), actor("a2", countries="p1")]


# Nothing lies on anything else


def test_nothing_overlaps_at_any_size_in_any_theatre_nor_around_any_actor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = load_course()
    views: list[dict[str, Any]] = [
        *({"theatre": term.id} for term in course.terms_of("place")),  # of some, an empty picture
        *({"focus": row.id} for row in course.rows(Actor)),
    ]
    for view in views:
        assert network_faults(draw_network(course, **view).figure) == [], view
    for inches in (7, 8, 11):
        monkeypatch.setattr(canvas, "WIDTH", inches * canvas.POINTS)
        for whole in (False, True):
            assert network_faults(draw_network(course, whole=whole).figure) == [], inches


@pytest.mark.parametrize("size", range(5, 101, 9))
def test_nothing_overlaps_in_random_networks(size: int) -> None:
    course = random_course(size, seed=size)
    assert network_faults(draw_network(course, whole=size % 2 == 0).figure) == []


@pytest.mark.parametrize(
    "label", ["long label of many words " * 9, "بسیج جهان", "x" * 400, "$x_1$ \U0001f600"]
)
def test_no_name_is_too_long_or_strange(label: str) -> None:
    homes = {"a1": {}, "a2": {"countries": "p1"}, "a3": {"part_of": "a1"}}
    actors = [actor(name, label=label, **home) for name, home in homes.items()]
    voiced = tie("a1", "a2", said="party", object_actor="a3")
    lines = [voiced, tie("a3", "a2"), tie("a2", "a3", "opposes")]
    assert network_faults(draw_network(made_up(actors, lines), whole=True).figure) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MARGIN", -30.0, "a line runs through the box"),
        ("ABOVE", -6.0, "a line runs through '"),
        ("LEADING", 4.0, "' lies on '"),
        ("HEADING", 2.0, "lies over the edge of a box"),
    ],
)
def test_the_check_finds_the_faults_of_a_broken_copy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: float, said: str
) -> None:
    monkeypatch.setattr(network_place, name, value)
    found = network_faults(draw_network(load_course()).figure)
    assert len(found) >= 5
    assert any(said in fault for fault in found), found


# Size


def test_the_glance_view_fits_a_laptop_and_is_the_same_each_time() -> None:
    picture = draw_network(load_course())
    assert 'width="800"' in picture.svg[:200]
    assert picture.figure.get_size_inches()[1] * 100 <= 760
    assert draw_network(load_course()).svg == picture.svg
    assert len(picture.svg) < 130_000
    texts = boxes.texts(picture.figure)
    assert not [text for text in texts if "…" in text.get_text()]
    assert "under Hashemi" in boxes.words(picture.figure, "under")
    said = boxes.words(picture.figure, "legend", "note")
    assert all(name in said for name in (*get_args(Commitment), "helps"))
    assert "opposes" not in said
    assert "Left out: 13 ties of opposition" in said
    assert "says Jafari" in {text.get_text() for text in boxes.texts(picture.figure, "voice")}


def test_beyond_sixty_actors_the_strongest_part_is_shown_and_said() -> None:
    names = [f"a{n}" for n in range(1, 81)]
    lines = [tie("a1", name) for name in names[1:]] + [tie("a2", name) for name in names[2:40]]
    figure = draw_network(made_up([actor(name) for name in names], lines)).figure
    assert len(boxes.texts(figure, "name")) == 60
    assert "A2" in boxes.words(figure, "name")
    assert "20 ties too many for one picture" in boxes.words(figure, "note")


# What can be seen


def drawn_lines(figure: Figure) -> Counter[str]:
    return Counter(str(one.get_gid()).removeprefix("line ") for one in artists(figure, "line"))


def test_every_tie_of_the_whole_is_a_line_a_note_or_said_by_boxes() -> None:
    figure = draw_network(load_course(), whole=True).figure
    expected = Counter(row.commitment for row in ties(build_network(load_course())))
    drawn = drawn_lines(figure)
    assert "opposes" in boxes.words(figure, "legend")
    drawn["a party says it"] //= 2  # white within makes its line double
    nested = ("IRGC", "IRGC-QF", "Rasul-Allah Corps", "Fatehin")
    drawn["the author says it"] += len(nested) + len(boxes.texts(figure, "under"))
    assert drawn == expected
    dashes = {str(one.get_gid()): str(one.get_linestyle()) for one in artists(figure, "line")}
    assert len(dashes) == len(get_args(Commitment))
    assert len(set(dashes.values())) == len(dashes) - 1  # a party's is solid, and double


def test_ties_of_one_kind_stand_under_one_word_and_an_arrowhead_shows_the_way() -> None:
    lines = [tie("a2", "a1"), tie("a2", "a1", said="hedged"), tie("a2", "a1", said="open")]
    figure = draw_network(made_up(PAIR, lines)).figure
    (word,) = boxes.texts(figure, "word")
    assert (word.get_text(), word.get_color()) == ("supports", COLOURS["helps"])
    assert len(set(COLOURS.values())) == len(get_args(TieClass))
    assert drawn_lines(figure).total() == 3
    (block,) = shapes(figure, "block")
    assert [head.x0 - block.x1 < 1 for head in shapes(figure, "arrow")] == [True] * 3
    both = draw_network(made_up(PAIR, [tie("a2", "a1", directed="no")])).figure
    assert shapes(both, "arrow") == []


def test_a_state_stands_first_and_an_imagined_actor_last_and_hollow() -> None:
    kinds = {"dream": {"hypothetical": "yes"}, "group": {"kind": "party"}}
    actors = [actor(name, countries="p1", **cells) for name, cells in kinds.items()]
    lines = [tie("a1", name) for name in ("dream", "group", "a2")]
    figure = draw_network(made_up([*actors, *PAIR], lines)).figure
    dashes = [one.get_linestyle() for one in artists(figure, "box")]
    assert dashes == ["solid", "solid", (0, (3, 2))]
    depths = {text.get_text(): text.get_position()[1] for text in boxes.texts(figure, "name")}
    assert depths["A2"] < depths["GROUP"] < depths["DREAM"]
