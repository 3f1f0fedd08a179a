"""The picture of the network: nothing lies on anything else, and what it shows can be seen."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, get_args

import pytest
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from course_utils.course import Course
from course_utils.figures import network_cards, network_place
from course_utils.figures.canvas import LINES, PARTY
from course_utils.figures.network import COLOURS, draw_network
from course_utils.figures.network_place import divide, spread
from course_utils.reading.network import build_network, ties
from course_utils.session import load_course
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.rows import Actor, Relation
from tests import figure_boxes as boxes
from tests.made_up_network import actor, made_up, random_course, tie
from tests.network_faults import collections, faults, shapes

PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت"
SIZES = (7.0, 8.0, 11.0)


@cache
def real() -> Course:
    return load_course()


def theatres() -> list[str]:
    return sorted({place for row in real().rows(Relation) for place in row.theatre})


# Nothing lies on anything else


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("whole", [False, True])
def test_nothing_overlaps_at_any_size(whole: bool, width: float) -> None:
    assert faults(draw_network(real(), whole=whole, width=width).figure) == []


def test_nothing_overlaps_in_any_theatre() -> None:
    for theatre in theatres():
        assert faults(draw_network(real(), theatre=theatre).figure) == [], theatre


def test_nothing_overlaps_around_any_actor_alone() -> None:
    graph = build_network(real())
    for row in real().rows(Actor):
        assert faults(draw_network(graph, row.id).figure) == [], row.id


def test_nothing_overlaps_around_another_core() -> None:
    for core in ("united-states", "fatehin", "bji"):
        assert faults(draw_network(real(), core=core, whole=True).figure) == [], core


@pytest.mark.parametrize("size", range(5, 101, 9))
def test_nothing_overlaps_in_random_networks(size: int) -> None:
    course = random_course(size, seed=size)
    assert faults(draw_network(course, whole=size % 2 == 0).figure) == []


@pytest.mark.parametrize(
    "label", ["long label of many words " * 9, PERSIAN, "x" * 400, "$x_1$ \U0001f600"]
)
def test_no_name_is_too_long_or_strange(label: str) -> None:
    actors = [
        actor("a1", label=label),
        actor("a2", label=label, countries="p1"),
        actor("a3", label=label, part_of="a1"),
    ]
    lines = [
        tie("a1", "a2", said="party", object_actor="a3"),
        tie("a3", "a2"),
        tie("a2", "a3", "opposes"),
    ]
    assert faults(draw_network(made_up(actors, lines), whole=True).figure) == []


@pytest.mark.parametrize(
    ("module", "name", "value", "said"),
    [
        (network_place, "MARGIN", -30.0, "a line runs through the box"),
        (network_cards, "ABOVE", -6.0, "a line runs through '"),
        (network_cards, "LEADING", 4.0, "' lies on '"),
        (network_place, "HEADING", 2.0, "lies over the edge of a box"),
        (network_place, "BETWEEN", -12.0, "lies over the edge of a box"),
    ],
)
def test_the_check_finds_the_faults_of_a_broken_copy(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, value: float, said: str
) -> None:
    monkeypatch.setattr(module, name, value)
    found = faults(draw_network(real()).figure)
    assert len(found) >= 5
    assert any(said in fault for fault in found), found


# Size


def test_the_glance_view_fits_a_laptop() -> None:
    picture = draw_network(real())
    assert 'width="800"' in picture.svg[:200]
    width, height = picture.figure.get_size_inches() * 100
    assert width <= 800
    assert height <= 760


def test_no_text_is_smaller_than_eight_points() -> None:
    figure = draw_network(real(), whole=True).figure
    assert min(float(text.get_fontsize()) for text in boxes.texts(figure)) >= 8


def test_beyond_sixty_actors_the_strongest_part_is_shown_and_said() -> None:
    names = [f"a{n}" for n in range(1, 81)]
    lines = [tie("a1", name) for name in names[1:]] + [tie("a2", name) for name in names[2:40]]
    picture = draw_network(made_up([actor(name) for name in names], lines))
    drawn = boxes.words(picture.figure, "name")
    assert len(boxes.texts(picture.figure, "name")) == 60
    assert "A2" in drawn
    assert "20 actors, too much for one picture" in boxes.words(picture.figure, "note")


# What can be seen


def drawn_lines(figure: Figure) -> Counter[str]:
    return Counter(
        {
            str(one.get_gid()).removeprefix("line "): len(one.get_paths())
            for one in collections(figure, "line")
        }
    )


def test_every_tie_of_the_whole_is_a_line_a_note_or_said_by_boxes() -> None:
    figure = draw_network(real(), whole=True).figure
    expected = Counter(tie.commitment for tie in ties(build_network(real())))
    expected["the author says it"] -= len(list(boxes.texts(figure, "under")))
    nested = {"IRGC", "IRGC-QF", "Rasul-Allah Corps", "Fatehin"}
    drawn = drawn_lines(figure)
    said_by_boxes = expected["the author says it"] - drawn["the author says it"]
    assert said_by_boxes == len(nested)
    assert {name: drawn[name] for name in get_args(Commitment)[1:]} == {
        name: expected[name] for name in get_args(Commitment)[1:]
    }


def test_each_commitment_has_a_line_of_its_own_and_a_party_a_double_one() -> None:
    figure = draw_network(real(), whole=True).figure
    found: dict[str, list[Any]] = {}
    for one in collections(figure, "line"):
        style: Any = one.get_linestyle()
        found.setdefault(str(one.get_gid()), []).append((style[0][1], one.get_linewidth()))
    assert {name: len(looks) for name, looks in found.items() if len(looks) > 1} == {
        f"line {PARTY}": 2
    }
    dashes = [str(looks[0][0]) for name, looks in found.items() if name != f"line {PARTY}"]
    assert len(set(dashes)) == len(LINES) - 1


def test_the_class_of_a_tie_is_its_colour_and_the_kind_its_word() -> None:
    assert len(set(COLOURS.values())) == len(get_args(TieClass))
    figure = draw_network(
        made_up([actor("a1"), actor("a2", countries="p1")], [tie("a1", "a2", "modelled on")])
    ).figure
    (word,) = boxes.texts(figure, "word")
    assert word.get_text() == "modelled on"
    assert word.get_color() == COLOURS["follows a model"]


def test_the_voice_stands_whole_under_its_line() -> None:
    figure = draw_network(real()).figure
    voices = {text.get_text() for text in boxes.texts(figure, "voice")}
    assert {
        "says Jafari",
        "says Saudi Arabia",
        "say Jafari and others",
        "for Paramilitary wings",
    } <= voices
    assert not [text for text in boxes.texts(figure) if "…" in text.get_text()]


def test_ties_of_one_kind_between_one_pair_stand_under_one_word() -> None:
    actors = [actor("a1"), actor("a2", countries="p1")]
    lines = [tie("a1", "a2"), tie("a1", "a2", said="hedged"), tie("a1", "a2", said="open")]
    figure = draw_network(made_up(actors, lines)).figure
    assert boxes.words(figure, "word") == "supports"
    assert sum(drawn_lines(figure).values()) == 3


def test_an_arrowhead_shows_the_way_and_a_tie_both_ways_has_none() -> None:
    actors = [actor("a1"), actor("a2", countries="p1")]
    one = draw_network(made_up(actors, [tie("a2", "a1")])).figure
    both = draw_network(made_up(actors, [tie("a2", "a1", directed="no")])).figure
    (block,) = shapes(one, "block")
    (head,) = shapes(one, "arrow")
    assert abs(head.x1 - block.x0) < 1
    assert shapes(both, "arrow") == []


def test_an_imagined_actor_is_hollow() -> None:
    actors = [
        actor("a1"),
        actor("a2", countries="p1", hypothetical="yes"),
        actor("a3", countries="p1"),
    ]
    figure = draw_network(made_up(actors, [tie("a1", "a2"), tie("a1", "a3")])).figure
    styles: list[Any] = [one.get_linestyle() for one in collections(figure, "box")]
    assert [style[0][1] is None for style in styles] == [True, False]


def test_bodies_stand_within_the_bodies_they_are_part_of_with_their_leaders() -> None:
    figure = draw_network(real(), theatre="yemen").figure
    (block,) = shapes(figure, "block")
    around = {text.get_text(): boxes.box(text) for text in boxes.texts(figure, "name")}
    cards = shapes(figure, "box")
    holders = {
        name: [c for c in cards if c.contains(spot.x0, spot.y0)] for name, spot in around.items()
    }
    assert [len(holders[name]) for name in ("IRGC", "Rasul-Allah", "Fatehin", "Houthis")] == [
        1,
        2,
        3,
        1,
    ]
    assert not block.contains(around["Houthis"].x0, around["Houthis"].y0)
    assert "under Hashemi" in boxes.words(figure, "under")


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    said = boxes.words(draw_network(real()).figure, "legend")
    assert all(name in said for name in get_args(Commitment))
    assert "helps" in said
    assert "opposes" not in said
    assert "opposes" in boxes.words(draw_network(real(), whole=True).figure, "legend")


def test_what_is_left_out_is_said_under_the_picture() -> None:
    said = boxes.words(draw_network(real()).figure, "note")
    assert "Left out: 13 ties of opposition; 2 ties between others." in said
    assert "Left out" not in boxes.words(draw_network(real(), whole=True).figure, "note")


def test_the_same_network_gives_the_same_bytes() -> None:
    first, second = draw_network(real()), draw_network(real())
    assert first.svg == second.svg
    assert len(first.svg) < 130_000


def test_nothing_to_show_is_a_sentence() -> None:
    picture = draw_network(build_network(real(), commitment=[]))
    assert boxes.words(picture.figure, "title") == "No tie fits these choices"
    assert "empty" in picture.alt
    assert draw_network(real(), "nato").title == "NATO has no tie that fits"


# Placing, without a canvas


@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 13, 40])
def test_both_sides_are_about_equally_tall(count: int) -> None:
    heights = [float(20 + 7 * n % 45) for n in range(count)]
    right = divide(heights)
    assert len(right) == count
    sides = [
        sum(h for h, side in zip(heights, right, strict=True) if side == which)
        for which in (False, True)
    ]
    assert abs(sides[0] - sides[1]) <= max(heights, default=0)


def test_pieces_stand_where_they_want_unless_they_would_touch() -> None:
    assert spread([20, 60], [10, 10], 4, (0, 100)) == [15, 55]
    assert spread([50, 50], [10, 10], 4, (0, 100)) == [38, 52]
    assert spread([0, 200], [10, 10], 4, (0, 100)) == [0, 90]


def test_arrowheads_are_drawn_as_one_artist() -> None:
    (heads,) = [
        one for one in collections(draw_network(real()).figure, "arrow") if len(one.get_paths()) > 1
    ]
    assert isinstance(heads, PolyCollection)


def test_every_word_of_the_figure_is_in_its_svg_where_it_was_measured() -> None:
    picture = draw_network(real())
    figure = picture.figure
    found = re.findall(r'<g fill="#\w+" transform="translate\((\S+) (\S+)\)', picture.svg)
    height = figure.bbox.height
    starts = {(round(float(x)), round(height - float(y))) for x, y in found}
    texts = boxes.texts(figure)
    assert len(found) == len(texts)
    for text in texts:
        left = text.get_window_extent(boxes.renderer(figure)).x0
        level = text.get_transform().transform(text.get_position())[1]
        near = {(round(left + dx), round(level + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
        assert near & starts, text.get_text()
