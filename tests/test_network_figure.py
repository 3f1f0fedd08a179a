"""The picture of the network: nothing lies on anything else, and what it shows can be seen."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest
from matplotlib.figure import Figure

from course_utils.figures import network_place
from course_utils.figures.canvas import PARTY
from course_utils.figures.network import COLOURS, draw_network
from course_utils.reading.network import build_network, ties
from course_utils.session import load_course
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.rows import Actor, Relation
from tests import figure_boxes as boxes
from tests.made_up_network import actor, made_up, random_course, tie
from tests.network_faults import artists, faults, shapes

PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت"
PAIR = [actor("a1"), actor("a2", countries="p1")]


# Nothing lies on anything else


@pytest.mark.parametrize("width", [7.0, 8.0, 11.0])
@pytest.mark.parametrize("whole", [False, True])
def test_nothing_overlaps_at_any_size(whole: bool, width: float) -> None:
    assert faults(draw_network(load_course(), whole=whole, width=width).figure) == []


def test_nothing_overlaps_in_any_theatre_nor_around_any_core_or_actor_alone() -> None:
    for theatre in sorted({place for row in load_course().rows(Relation) for place in row.theatre}):
        assert faults(draw_network(load_course(), theatre=theatre).figure) == [], theatre
    for core in ("united-states", "fatehin", "bji"):
        assert faults(draw_network(load_course(), core=core, whole=True).figure) == [], core
    for row in load_course().rows(Actor):
        assert faults(draw_network(load_course(), row.id).figure) == [], row.id


@pytest.mark.parametrize("size", range(5, 101, 9))
def test_nothing_overlaps_in_random_networks(size: int) -> None:
    course = random_course(size, seed=size)
    assert faults(draw_network(course, whole=size % 2 == 0).figure) == []


@pytest.mark.parametrize(
    "label", ["long label of many words " * 9, PERSIAN, "x" * 400, "$x_1$ \U0001f600"]
)
def test_no_name_is_too_long_or_strange(label: str) -> None:
    homes = {"a1": {}, "a2": {"countries": "p1"}, "a3": {"part_of": "a1"}}
    actors = [actor(name, label=label, **home) for name, home in homes.items()]
    voiced = tie("a1", "a2", said="party", object_actor="a3")
    lines = [voiced, tie("a3", "a2"), tie("a2", "a3", "opposes")]
    assert faults(draw_network(made_up(actors, lines), whole=True).figure) == []


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
    found = faults(draw_network(load_course()).figure)
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
    assert min(float(text.get_fontsize()) for text in texts) >= 8
    assert not [text for text in texts if "…" in text.get_text()]
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
    drawn[PARTY] //= 2  # white within makes its line double
    nested = ("IRGC", "IRGC-QF", "Rasul-Allah Corps", "Fatehin")
    drawn["the author says it"] += len(nested) + len(boxes.texts(figure, "under"))
    assert drawn == expected
    dashes = {str(one.get_gid()): str(one.get_linestyle()) for one in artists(figure, "line")}
    assert len(dashes) == len(get_args(Commitment))
    assert len(set(dashes.values())) == len(dashes) - 1  # a party's is solid, and double


def test_ties_of_one_kind_between_one_pair_stand_under_one_word_of_their_class() -> None:
    lines = [tie("a1", "a2"), tie("a1", "a2", said="hedged"), tie("a1", "a2", said="open")]
    figure = draw_network(made_up(PAIR, lines)).figure
    (word,) = boxes.texts(figure, "word")
    assert (word.get_text(), word.get_color()) == ("supports", COLOURS["helps"])
    assert len(set(COLOURS.values())) == len(get_args(TieClass))
    assert drawn_lines(figure).total() == 3


def test_an_arrowhead_shows_the_way_and_a_tie_both_ways_has_none() -> None:
    one = draw_network(made_up(PAIR, [tie("a2", "a1")])).figure
    both = draw_network(made_up(PAIR, [tie("a2", "a1", directed="no")])).figure
    (block,) = shapes(one, "block")
    (head,) = shapes(one, "arrow")
    assert abs(head.x0 - block.x1) < 1
    assert shapes(both, "arrow") == []


def test_a_state_stands_first_and_an_imagined_actor_last_and_hollow() -> None:
    actors = [
        actor("dream", countries="p1", hypothetical="yes"),
        actor("group", countries="p1", kind="party"),
        *PAIR,
    ]
    lines = [tie("a1", name) for name in ("dream", "group", "a2")]
    figure = draw_network(made_up(actors, lines), core="a1").figure
    dashes = [one.get_linestyle() for one in artists(figure, "box")]
    assert dashes == ["solid", "solid", (0, (3, 2))]
    names = sorted(boxes.texts(figure, "name"), key=lambda text: text.get_position()[1])
    assert [text.get_text() for text in names if text.get_text() != "A1"] == [
        "A2",
        "GROUP",
        "DREAM",
    ]


def test_bodies_stand_within_the_bodies_they_are_part_of_with_their_leaders() -> None:
    figure = draw_network(load_course(), theatre="yemen").figure
    around = {text.get_text(): boxes.box(text) for text in boxes.texts(figure, "name")}
    cards = [*shapes(figure, "block"), *shapes(figure, "box")]
    names = ("Iran", "IRGC", "Rasul-Allah", "Fatehin", "Houthis")
    spots = [(around[name].x0, around[name].y0) for name in names]
    assert [sum(card.contains(*spot) for card in cards) for spot in spots] == [1, 2, 3, 4, 1]
    assert "under Hashemi" in boxes.words(figure, "under")


def test_the_legend_explains_what_is_drawn_and_the_note_what_is_not() -> None:
    glance, whole = (
        draw_network(load_course()).figure,
        draw_network(load_course(), whole=True).figure,
    )
    said = boxes.words(glance, "legend")
    assert all(name in said for name in (*get_args(Commitment), "helps"))
    assert "opposes" not in said
    assert "opposes" in boxes.words(whole, "legend")
    assert "Left out: 13 ties of opposition" in boxes.words(glance, "note")
    assert "Left out" not in boxes.words(whole, "note")


def test_nothing_to_show_is_a_sentence() -> None:
    picture = draw_network(build_network(load_course(), commitment=[]))
    assert boxes.words(picture.figure, "title") == "No tie fits these choices"
    assert "empty" in picture.alt
