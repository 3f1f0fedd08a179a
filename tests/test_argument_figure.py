from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.transforms import Bbox

from course_utils.argument import Argument, source
from course_utils.course import Course, load_course
from course_utils.figures import style
from course_utils.figures.argument import draw_argument
from course_utils.figures.argument_marks import COLOURS, FAMILIES, outline
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course

WIDTHS = [6.5, 9.0, 14.0]
PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت مردم منطقه است"
ROLES = [role for roles in FAMILIES.values() for role in roles if role != "statement"]
Rows = list[dict[str, str]]
Segment = tuple[str, np.ndarray, np.ndarray]  # gid, and both ends in pixels


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def crowd(folder: Path, text: str = "a claim with a few words") -> Course:
    """Claims of every role, each linked to several later ones, three links in ten attacks."""
    claims = [{"id": f"C{n}", "role": ROLES[n * 7 % 10], "claim": text} for n in range(16)]
    pairs = [(n, n + step) for n in range(16) for step in (1, 3, 4) if n + step < 16]
    links = [
        {"id": f"L{n}", "from_claim": f"C{a}", "from_statement": "", "to_claim": f"C{b}"}
        | ({"kind": "attacks", "move": "limits its scope"} if n % 10 in (2, 5, 8) else {})
        for n, (a, b) in enumerate(pairs)
    ]
    here: Rows = [{"claim_id": "C1"}, {"claim_id": "C2"}]
    return load_course(
        write_tiny_course(
            folder,
            claims=claims,
            links=links,
            relations=here,
            forecasts=here,
            hedges=[{"claim_ids": "C1"}] * 2,
            assumptions=[{"carries": "C1"}] * 2,
            cases=[{"claim_ids": "C1"}] * 2,
            quizzes={"lesson.yaml": "[]"},
        )
    )


# What stands where


def shapes(figure: Figure, start: str) -> dict[str, Bbox]:
    """Boxes, frames or heads by gid, less half a pixel of smooth edge."""
    found = {}
    for patch in figure.findobj(Polygon):
        gid = str(patch.get_gid() or "")
        if gid.startswith(start):
            assert isinstance(patch, Polygon)
            found[gid.removeprefix(start)] = patch.get_window_extent().padded(-0.5)
    return found


def lines(figure: Figure, start: str) -> list[Line2D]:
    return [line for line in figure.axes[0].lines if str(line.get_gid()).startswith(start)]


def segments(figure: Figure) -> Iterator[Segment]:
    for line in lines(figure, "link "):
        ends = figure.axes[0].transData.transform(np.asarray(line.get_xydata()))
        for a, b in pairwise(ends):
            yield str(line.get_gid()).removeprefix("link "), a, b


def through(a: np.ndarray, b: np.ndarray, box: Bbox) -> bool:
    """Whether a level or upright line runs through the inside of a box."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    return bool(
        low[0] < box.x1 and box.x0 < high[0] + 0.1 and low[1] < box.y1 and box.y0 < high[1] + 0.1
    )


def links_through_boxes(figure: Figure) -> list[str]:
    """Every link that runs through a box which is not its own."""
    items = shapes(figure, "box ")
    return [
        f"{gid} runs through {item}"
        for gid, a, b in segments(figure)
        for item, box in items.items()
        if item not in gid.split()[1:] and through(a, b, box)
    ]


def links_through_words(figure: Figure) -> list[str]:
    """Every link that runs through words: a box is drawn over its own lines, so notes and titles."""
    notes = [text for text in boxes.texts(figure) if text.get_gid() != "label"]
    return [
        f"{gid} runs through '{note.get_text()}'"
        for gid, a, b in segments(figure)
        for note in notes
        if through(a, b, boxes.box(note))
    ]


def links_on_links(figure: Figure) -> list[str]:
    """Every pair of lines that lie on one another without leading from or to the same items."""
    found = []
    for (one, a, b), (other, c, d) in combinations(segments(figure), 2):
        same = set(one.split()[1:]) & set(other.split()[1:]) and one.split()[0] == other.split()[0]
        for axis in (0, 1):
            level = abs(a[axis] - b[axis]) < 0.5 and abs(c[axis] - d[axis]) < 0.5
            near = abs(a[axis] - c[axis]) < 1.0
            across = 1 - axis
            shared = min(max(a[across], b[across]), max(c[across], d[across])) - max(
                min(a[across], b[across]), min(c[across], d[across])
            )
            if level and near and shared > 3 and not same:
                found.append(f"{one} lies on {other}")
    return found


def words_off_boxes(figure: Figure) -> list[str]:
    """Every label that lies outside a box, and every note that lies on one."""
    items = list(shapes(figure, "box ").values())
    found = []
    for text in boxes.texts(figure):
        spot = boxes.box(text).padded(-1)
        inside = any(
            box.x0 <= spot.x0 and spot.x1 <= box.x1 and box.y0 <= spot.y0 and spot.y1 <= box.y1
            for box in items
        )
        touches = any(box.overlaps(spot) for box in items)
        if (text.get_gid() == "label" and not inside) or (text.get_gid() != "label" and touches):
            found.append(text.get_text())
    return found


def heads(figure: Figure) -> dict[str, Bbox]:
    """The arrowheads and bars by what they say."""
    found = shapes(figure, "head ")
    for line in lines(figure, "head "):
        ends = figure.axes[0].transData.transform(np.asarray(line.get_xydata()))
        found[str(line.get_gid()).removeprefix("head ")] = Bbox(
            [ends.min(axis=0) - 1, ends.max(axis=0) + 1]
        )
    return found


def heads_under_something(figure: Figure) -> list[str]:
    """Every end of a link that lies under words or in a box."""
    others = [(text.get_text(), boxes.box(text)) for text in boxes.texts(figure)]
    others += list(shapes(figure, "box ").items())
    return [
        f"{gid} lies on {name}"
        for gid, head in heads(figure).items()
        for name, spot in others
        if head.padded(-1).overlaps(spot)
    ]


def check(figure: Figure) -> None:
    assert list(boxes.overlaps(list(shapes(figure, "box ").items()))) == []
    assert boxes.label_overlaps(figure) == []
    assert boxes.outside_frame(figure) == []
    assert words_off_boxes(figure) == []
    assert links_through_boxes(figure) == []
    assert links_through_words(figure) == []
    assert links_on_links(figure) == []
    assert heads_under_something(figure) == []


@pytest.mark.parametrize(
    ("width", "removed"), [*((width, []) for width in WIDTHS), (9.0, ["S9", "S10", "C69", "A10"])]
)
def test_nothing_touches_in_the_whole_map(course: Course, width: float, removed: list[str]) -> None:
    check(draw_argument(course, without=removed, width=width).figure)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("focus", ["C1", "C26", "C50", "C70", "S9"])
def test_nothing_touches_around_a_claim(course: Course, focus: str, width: float) -> None:
    check(draw_argument(course, focus, ["C52", "S9"], width).figure)


def test_nothing_touches_around_claims_of_all_kinds(course: Course) -> None:
    for claim in course.claims["id"][::4]:
        check(draw_argument(course, claim, width=6.5).figure)


@pytest.mark.parametrize(
    ("text", "width"),
    [("short", 6.5), ("short", 14.0), ("many words " * 25, 9.0), (PERSIAN, 6.5), ("x" * 200, 6.5)],
    ids=["narrow", "wide", "long", "persian", "unbroken"],
)
def test_nothing_touches_in_another_course(text: str, width: float, tmp_path: Path) -> None:
    course = crowd(tmp_path, text)
    check(draw_argument(course, without=["C3"], width=width).figure)
    for focus in ("C4", "C9", "C15"):
        check(draw_argument(course, focus, width=width).figure)


# What is drawn


def test_the_map_has_every_linked_item_once(course: Course) -> None:
    figure = draw_argument(course).figure
    argument = Argument.of(course)
    assert sorted(shapes(figure, "box ")) == sorted(argument.linked)
    first = [text.get_text().split()[0] for text in boxes.texts(figure, "label")]
    assert set(argument.linked) <= set(first)


def test_every_link_leaves_its_source_and_reaches_its_goal(course: Course) -> None:
    figure = draw_argument(course).figure
    leave = [gid.split() for gid, _, _ in segments(figure)]
    reach = {tuple(gid.split()) for gid in heads(figure)}
    for link in Argument.of(course).links:
        assert any(kind == link.kind and source(link) in items for kind, *items in leave)
        assert (link.kind, link.to_claim) in reach


def test_an_attack_is_dashed_and_ends_in_a_bar_and_says_so(course: Course) -> None:
    figure = draw_argument(course, "C50").figure
    assert {line.get_linestyle() for line in lines(figure, "link attacks")} == {"--"}
    assert {line.get_linestyle() for line in lines(figure, "link supports")} == {"-"}
    assert set(shapes(figure, "head ")) == {"supports C50", "supports C1", "supports C56"}
    assert [line.get_gid() for line in lines(figure, "head ")] == ["head attacks C50"]
    assert "attacks C50" in boxes.words(figure, "label")
    assert {"supports", "attacks"} <= {t.get_text() for t in boxes.texts(figure, "legend")}


def test_each_family_of_roles_has_a_shape_of_its_own_and_each_role_its_word(
    course: Course,
) -> None:
    rect = (0.0, 0.0, 100.0, 50.0)
    assert len({tuple(outline(name, rect)) for name in FAMILIES}) == len(FAMILIES)
    assert len({COLOURS[name] for name in FAMILIES}) == len(style._COLOURS)
    figure = draw_argument(course).figure
    words = {
        word for text in boxes.texts(figure) for word in re.split(r", |^C\d+ ", text.get_text())
    }
    assert {*course.claims["role"], "statement"} <= words
    assert "C50 inference" in boxes.words(draw_argument(course, "C50").figure, "label")


def test_the_border_tells_the_commitment_a_partys_is_double(course: Course) -> None:
    figure = draw_argument(course, "C50").figure
    argument = Argument.of(course)
    drawn = Counter(argument.row(item).commitment for item in shapes(figure, "box "))
    drawn[style.PARTY] *= 2
    assert len(drawn) > 2
    assert {name: len(lines(figure, f"border {name}")) for name in drawn} == drawn


def test_what_is_lost_is_striped_and_says_so(course: Course) -> None:
    figure = draw_argument(course, "C50", ["S9", "S10"]).figure
    striped = {str(line.get_gid()) for line in figure.axes[0].lines} & {
        "taken away box S9",
        "taken away box S10",
        "taken away box C52",
        "lost its support box C50",
        "weakened box C1",
        "weakened box C56",
    }
    assert len(striped) == 6, "C52 is quoted from S10 and goes with it"
    said = [text.get_text() for text in boxes.texts(figure, "label")]
    assert [said.count(w) for w in ("taken away", "lost its support", "weakened")] == [3, 1, 2]
    whole = boxes.words(draw_argument(course, without="C50").figure, "label")
    assert "C50 away" in whole
    assert "C56 weaker" in whole


def test_a_link_that_carries_nothing_is_pale(course: Course) -> None:
    figure = draw_argument(course, "C50", ["S9"]).figure
    pale = {str(x.get_gid()) for x in lines(figure, "link ") if x.get_color() == style.RULE}
    assert pale == {"link supports S9"}


def test_the_view_around_a_claim_has_the_words_of_its_grounds(course: Course) -> None:
    words = boxes.words(draw_argument(course, "C50", width=14).figure, "label")
    for item in ("S9", "S10", "C52", "C50", "C1", "C56"):
        argument = Argument.of(course)
        assert argument.words(item).rstrip(".") in words
    assert "unstated premises: A1" in words
    assert "other grounds: C51 and C57" in words


def test_what_is_not_drawn_is_named(course: Course) -> None:
    words = boxes.words(draw_argument(course, "C59", width=6.5).figure, "label")
    assert "grounds: C60 and C61" in words


def test_text_is_large_enough_and_colours_are_those_of_the_style(course: Course) -> None:
    known = {style.INK, style.QUIET, style.RULE, style.PAPER, style.SHADE, *style._COLOURS}
    for picture in (draw_argument(course, without="C50"), draw_argument(course, "C70")):
        figure = picture.figure
        assert min(float(text.get_fontsize()) for text in boxes.texts(figure)) >= 8
        used = {to_hex(line.get_color()) for line in figure.axes[0].lines}
        used |= {to_hex(text.get_color()) for text in boxes.texts(figure)}
        used |= {to_hex(p.get_facecolor()) for p in figure.findobj(Polygon)}
        assert used <= known


def test_an_unknown_claim_is_named_with_those_that_look_like_it(course: Course) -> None:
    with pytest.raises(ValueError, match="no claim or statement is called 'C500'; like it: C50"):
        draw_argument(course, "C500")
    with pytest.raises(ValueError, match="no claim, statement or premise is called 'A0'"):
        draw_argument(course, without=["A0"])


# The picture as a whole


@pytest.mark.parametrize("focus", [None, "C26", "C50", "C63", "C70", "C81"])
def test_the_picture_is_small_and_the_same_each_time(course: Course, focus: str | None) -> None:
    first, second = draw_argument(course, focus), draw_argument(course, focus)
    assert first.png == second.png
    assert len(first.png) <= 45_000


def test_the_table_has_what_each_item_rests_on_with_the_words_for_the_step(
    course: Course,
) -> None:
    table = draw_argument(course, "C50", ["S9"]).table.set_index("No.")
    assert table.loc["C50", "Rests on"] == "S9 (indicated), S10 (our reading)"
    assert table.loc["C50", "Attacked by"] == "C52 (our reading)"
    assert table.loc["C50", "Unstated premises (ours)"] == "A1"
    assert table.loc["C50", "What is left"] == "C50 is weakened: S9 is gone; S10 stays."
    assert table.loc["S9", "What is left"] == "S9 is taken away."
    whole = draw_argument(course).table
    assert len(whole) == len(Argument.of(course).linked)
    assert "What is left" not in whole.columns


def test_what_a_cell_stores_is_the_description(course: Course) -> None:
    picture = draw_argument(course, "C50")
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    for part in (picture.title, picture.alt, *picture.description, picture.credit):
        assert part in bundle["text/plain"]
    assert re.search(r'<img [^>]*alt="Map around C50, an inference', picture.html)


def test_text_of_the_data_is_shown_as_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> costs $x_1$ & more \U0001f600"
    picture = draw_argument(crowd(tmp_path, text), "C4")
    assert "<script>" not in picture.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; costs $x_1$ &amp; more \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "label")


@pytest.mark.parametrize("focus", [None, "claims-1"])
def test_a_course_without_links_has_a_picture_that_says_so(
    focus: str | None, tmp_path: Path
) -> None:
    picture = draw_argument(load_course(write_tiny_course(tmp_path, links=[])), focus)
    check(picture.figure)
    assert "link" in picture.title
    assert "<table" in picture.html
