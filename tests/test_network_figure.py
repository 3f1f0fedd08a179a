from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from matplotlib.collections import Collection, LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from course_utils.cells import ActorKind, Commitment
from course_utils.course import Course, load_course
from course_utils.figures import style
from course_utils.figures.network import LOOKS, draw_network
from course_utils.figures.style import PARTY, RULE, marks
from course_utils.network import KINDS, build_network, ties
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course

WIDTHS = [6.5, 9.0, 14.0]
THEATRES = ["afghanistan", "iran", "iraq", "lebanon", "pakistan", "region", "syria", "yemen"]
PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت"
QUOTED = {"voice": "official quoted", "claimed_by": "actors-1"}


def tie(start: int, end: int, **cells: str) -> dict[str, str]:
    plain = {"object_actor": "", "alternative_of": ""}
    return {"from_actor": f"actors-{start}", "to_actor": f"actors-{end}", **plain, **cells}


def course_of(folder: Path, count: int, relations: list[dict[str, str]], **actor: str) -> Course:
    """A course of ``count`` actors, half of them in each of two countries, with these ties."""
    actors = [
        {"part_of": "", "countries": f"place-{1 + n % 2}", "label": f"Actor {n}", **actor}
        for n in range(count)
    ]
    return load_course(write_tiny_course(folder, actors=actors, relations=relations))


def collections(figure: Figure, role: str) -> list[Collection]:
    return [one for one in figure.axes[0].collections if str(one.get_gid()).startswith(role)]


def patterns(collection: Collection) -> list[Any]:
    """The lengths of the dashes of each line of a collection, None where it is solid."""
    styles: Any = collection.get_linestyle()
    return [lengths for _, lengths in styles]


def paints(collection: Collection) -> tuple[list[str], list[str]]:
    """The colours of all edges, and of all faces."""
    edges: Any = collection.get_edgecolor()
    faces: Any = collection.get_facecolor()
    return [to_hex(colour) for colour in edges], [to_hex(colour) for colour in faces]


def shapes(figure: Figure, role: str) -> list[Bbox]:
    """Where each shape of a role stands, in pixels."""
    place = figure.axes[0].transData
    found = [path for one in collections(figure, role) for path in one.get_paths()]
    return [Bbox(sorted_corners(place.transform(np.asarray(path.vertices)))) for path in found]


def sorted_corners(points: Any) -> Any:
    return [points.min(axis=0), points.max(axis=0)]


def pieces(figure: Figure, role: str) -> Iterator[Bbox]:
    """Every straight piece of the lines of a role, in pixels."""
    place = figure.axes[0].transData
    for one in collections(figure, role):
        for path in one.get_paths():
            for ends in pairwise(place.transform(np.asarray(path.vertices))):
                yield Bbox(sorted_corners(np.asarray(ends)))


def meet(a: Bbox, b: Bbox) -> bool:
    return bool(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)


def assert_readable(figure: Figure) -> None:
    """No label on a label, a box, an arrowhead or a line; no line through a box."""
    assert boxes.label_overlaps(figure) == []
    assert boxes.outside_frame(figure) == []
    cards = shapes(figure, "box")
    labels = [(text.get_text(), boxes.box(text)) for text in boxes.texts(figure, "label", "count")]
    for role in ("box", "arrow"):
        spots = shapes(figure, role)
        assert [text for text, box in labels for spot in spots if meet(box, spot)] == []
    lines = [*pieces(figure, "line"), *pieces(figure, "rail")]
    written = [
        *labels,
        *((text.get_text(), boxes.box(text)) for text in boxes.texts(figure, "group")),
    ]
    assert [text for text, box in written for line in lines if meet(box, line.padded(0.01))] == []
    inside = [card.padded(-1.5) for card in cards]
    assert not [card for card in inside for line in lines if meet(card, line.padded(0.01))]
    for text in boxes.texts(figure, "name", "kind"):
        around = boxes.box(text)
        holders = [card for card in cards if meet(card, around)]
        assert len(holders) == 1, text.get_text()
        assert holders[0].x0 < around.x0 < around.x1 < holders[0].x1, text.get_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theatre", [None, *THEATRES])
def test_the_real_network_reads_at_every_width(theatre: str | None, width: float) -> None:
    graph = build_network(load_course(), theatres=theatre and [theatre])
    assert_readable(draw_network(graph, width=width).figure)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["long label of many words " * 9, PERSIAN, "x" * 400, "$x_1$ \U0001f600"]
)
def test_no_label_is_too_long_or_strange(text: str, width: float, tmp_path: Path) -> None:
    relations = [tie(1, 2), tie(2, 3, **QUOTED), tie(3, 1, object_actor="actors-2", **QUOTED)]
    course = course_of(tmp_path, 4, relations, label=text)
    assert_readable(draw_network(build_network(course), width=width).figure)


@pytest.mark.parametrize("count", [0, 1, 2, 35, 100])
def test_any_number_of_actors_is_drawn(count: int, tmp_path: Path) -> None:
    relations = [tie(n, n * 7 % count + 1) for n in range(1, count + 1) if n != n * 7 % count + 1]
    graph = build_network(course_of(tmp_path, max(count, 3), relations))
    graph.remove_nodes_from([actor for actor in list(graph) if int(actor[7:]) > count])
    picture = draw_network(graph)
    assert_readable(picture.figure)
    assert len(boxes.texts(picture.figure, "kind")) == min(count, 60)
    assert picture.png


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    graph = build_network(course_of(tmp_path, 70, [tie(1, n) for n in range(2, 60)]))
    picture = draw_network(graph)
    said = boxes.words(picture.figure, "note")
    assert said.startswith("Too much for one picture: the 60 actors with most ties are drawn; 10")
    assert picture.description[-1] == (
        "Not drawn, for lack of room: "
        + ", ".join(f"Actor {n}" for n in sorted(range(60, 70)))
        + "."
    )


def test_no_text_is_smaller_than_eight_points() -> None:
    figure = draw_network(build_network(load_course())).figure
    assert min(float(text.get_fontsize()) for text in boxes.texts(figure)) >= 8


def test_every_actor_and_every_tie_is_drawn() -> None:
    graph = build_network(load_course())
    figure = draw_network(graph).figure
    assert len(shapes(figure, "box")) == len(graph)
    drawn = {name: len(shapes(figure, f"line {name}")) for name in get_args(Commitment)}
    counts = Counter(tie.commitment for tie in ties(graph))
    counts[PARTY] *= 2  # a double line
    assert drawn == {name: counts[name] for name in get_args(Commitment)}


def test_line_style_tells_the_commitment() -> None:
    figure = draw_network(build_network(load_course())).figure
    drawn = {}
    for lines in collections(figure, "line"):
        assert isinstance(lines, LineCollection)
        (drawn[str(lines.get_gid())],) = patterns(lines)
    solid = [name for name, pattern in drawn.items() if pattern is None]
    assert sorted(solid) == ["line a party says it", "line the author says it"]
    assert len({str(pattern) for pattern in drawn.values()}) == len(drawn) - 1


def test_the_legend_explains_every_kind_and_every_commitment() -> None:
    graph = build_network(load_course())
    said = [text.get_text() for text in boxes.texts(draw_network(graph).figure, "legend")]
    assert {tie.commitment for tie in ties(graph)} <= set(said)
    assert {kind for _, kind in graph.nodes(data="kind")} <= set(said)
    assert "only imagined in the article" in said
    assert "several ties of one actor" in said
    assert "says so, if not the author" in said


@pytest.mark.parametrize("theatre", [None, "yemen"])
def test_a_heading_says_home_and_never_how_many_ties_play_there(theatre: str | None) -> None:
    graph = build_network(load_course(), theatres=theatre and [theatre])
    figure = draw_network(graph).figure
    groups = {group for _, group in graph.nodes(data="group")}
    assert [text.get_text() for text in boxes.texts(figure, "count")] == ["home"] * len(groups)
    assert not re.search(r"\d", boxes.words(figure, "group"))


def test_every_kind_of_actor_has_a_look_of_its_own() -> None:
    assert sorted(LOOKS) == sorted(KINDS) == sorted(get_args(ActorKind))
    assert len(set(marks(LOOKS).values())) == len(LOOKS)


def test_an_arrowhead_stands_where_the_tie_points(tmp_path: Path) -> None:
    course = course_of(tmp_path, 3, [tie(1, 2), tie(2, 3, directed="no")])
    figure = draw_network(build_network(course)).figure
    (head,) = shapes(figure, "arrow")
    (target,) = [text for text in boxes.texts(figure, "name") if text.get_text() == "Actor 1"]
    card = next(card for card in shapes(figure, "box") if meet(card, boxes.box(target)))
    assert min(abs(head.x0 - card.x1), abs(head.x1 - card.x0)) < 0.5
    assert card.y0 < (head.y0 + head.y1) / 2 < card.y1


def test_parallel_ties_are_lines_of_their_own(tmp_path: Path) -> None:
    figure = draw_network(build_network(course_of(tmp_path, 2, [tie(1, 2)] * 3))).figure
    assert len(shapes(figure, "line the author says it")) == len(shapes(figure, "arrow")) == 3
    assert len({round(line.y0) for line in shapes(figure, "line the author says it")}) == 3


def test_an_imagined_actor_is_dashed_and_hollow(tmp_path: Path) -> None:
    course = course_of(tmp_path, 2, [tie(1, 2)], hypothetical="yes")
    figure = draw_network(build_network(course)).figure
    (cards,) = collections(figure, "box")
    assert all(patterns(cards))
    signs = [line for line in figure.axes[0].lines if line.get_gid() == "sign"]
    assert {to_hex(sign.get_markerfacecolor()) for sign in signs} == {style.PAPER}


def test_a_focus_stands_out_with_its_neighbours() -> None:
    graph = build_network(load_course())
    figure = draw_network(graph, focus="ndf").figure
    (cards,) = collections(figure, "box")
    edges, fills = (Counter(colours) for colours in paints(cards))
    assert edges[RULE] == len(graph) - 8
    assert fills[style.PAPER] == len(graph) - 1


def test_a_focus_is_in_the_title_and_in_the_alternative_text() -> None:
    graph = build_network(load_course())
    picture = draw_network(graph, focus="ndf")
    assert boxes.words(picture.figure, "title") == picture.title
    assert picture.title.startswith(f"NDF is an end of 7 of {graph.number_of_edges()} ties; ")
    assert "marked: NDF and 7 actors" in picture.alt


def test_an_unknown_focus_is_named() -> None:
    with pytest.raises(ValueError, match="no actor is called nobody; there are iran, soleimani, "):
        draw_network(build_network(load_course()), focus="nobody")


def test_nothing_left_to_show_is_a_sentence() -> None:
    picture = draw_network(build_network(load_course(), commitment=[]))
    assert boxes.words(picture.figure, "title") == "No tie fits these choices"
    assert "<table" in picture.html


def test_text_of_the_data_is_shown_as_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> & $x_1$ \U0001f600"
    picture = draw_network(build_network(course_of(tmp_path, 2, [tie(1, 2)], label=text)))
    assert "<script>" not in picture.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; $x_1$ \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "name")


@pytest.mark.parametrize("theatre", THEATRES)
def test_a_view_is_small_enough_for_a_notebook(theatre: str) -> None:
    picture = draw_network(build_network(load_course(), theatres=[theatre]))
    assert len(picture.png) <= 40_000


def test_the_whole_is_the_same_each_time() -> None:
    graph = build_network(load_course())
    first, second = draw_network(graph), draw_network(graph)
    assert first.png == second.png
    assert len(first.png) <= 100_000


def test_only_the_colours_of_the_course_are_used() -> None:
    known = {f"#{r:02x}{g:02x}{b:02x}" for r, g, b in style.ramps()}
    figure = draw_network(build_network(load_course()), focus="ndf").figure
    found = [colours for one in figure.axes[0].collections for colours in paints(one)]
    assert {colour for colours in found for colour in colours} <= known
    assert {to_hex(text.get_color()) for text in boxes.texts(figure)} <= known


def test_what_a_cell_stores_is_the_description() -> None:
    picture = draw_network(build_network(load_course(), theatres=["yemen"]))
    bundle = picture._repr_mimebundle_()
    for part in (picture.title, picture.alt, *picture.description, picture.credit):
        assert part in bundle["text/plain"]
    assert re.search(r'<img [^>]*alt="Network of 12 actors', bundle["text/html"])
