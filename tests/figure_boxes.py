"""What stands where in a figure, read from its artists, and what lies on anything else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

Boxes = list[tuple[str, Bbox]]
SMOOTH = 0.4  # points of an edge that two things may share


def texts(figure: Figure, *roles: str) -> list[Text]:
    """Text artists with words, those of ``roles`` only if any are given."""
    found = [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]
    return [text for text in found if not roles or text.get_gid() in roles]


def words(figure: Figure, *roles: str) -> str:
    return " ".join(text.get_text() for text in texts(figure, *roles))


def box(text: Text) -> Bbox:
    """Where a text is drawn, in points, less the smooth edge."""
    figure = text.get_figure()
    assert isinstance(figure, Figure)
    return text.get_window_extent(renderer(figure)).padded(-SMOOTH)


@cache
def renderer(figure: Figure) -> Any:
    """What measures the letters of a figure as its SVG has them."""
    make: Any = RendererSVG
    return make(*figure.bbox.size, io.StringIO())


def lines(figure: Figure) -> list[Line2D]:
    return [line for line in figure.findobj(Line2D) if isinstance(line, Line2D)]


def drawn(line: Line2D) -> Any:
    """The points of a line in points of the figure, from its lower left corner."""
    return line.get_transform().transform(np.asarray(line.get_xydata()))


def overlaps(boxes: Boxes) -> Iterator[str]:
    """Pairs of boxes that share a spot, in words."""
    x0, y0, x1, y1 = np.array([spot.extents for _, spot in boxes]).reshape(-1, 4).T
    shared = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
    for first, second in zip(*np.nonzero(np.triu(shared, 1)), strict=True):
        yield f"'{boxes[first][0]}' lies on '{boxes[second][0]}'"


def outside(figure: Figure, boxes: Boxes) -> Iterator[str]:
    page = Bbox.from_extents(0, 0, *figure.bbox.size)
    yield from (f"'{name}' leaves the figure" for name, spot in boxes if not within(spot, page))


def within(a: Bbox, b: Bbox) -> bool:
    return bool(b.x0 <= a.x0 and a.x1 <= b.x1 and b.y0 <= a.y0 and a.y1 <= b.y1)


# A timeline


def bar_boxes(figure: Figure) -> Boxes:
    """Where the bars of months and years are drawn, less their edge."""
    bars = [area for area in figure.findobj(Rectangle) if area.get_gid() == "bar"]
    return [(f"bar {n}", area.get_window_extent().padded(-1)) for n, area in enumerate(bars)]


def faults(figure: Figure) -> list[str]:
    """All in a timeline that overlaps, is crossed by the line of a statement, or leaves the frame.

    The numbers stand in their markers by design, and a line may touch the bar it hangs from.
    """
    labels = [(text.get_text(), box(text)) for text in texts(figure) if text.get_gid() != "number"]
    names = [(text.get_text(), box(text)) for text in texts(figure, "label")]
    markers: Boxes = []
    poles: Boxes = []
    for line in lines(figure):
        ends = drawn(line)
        if line.get_gid() == "marker":  # its inner square must stay free of others
            square = Bbox([ends[0]] * 2).padded(line.get_markersize() / 2 - 1)
            markers.append((f"marker {len(markers)}", square))
        elif str(line.get_gid()).startswith("line") and np.ptp(ends[:, 0]) < 1:
            poles.append((f"pole {len(poles)}", Bbox([ends.min(0), ends.max(0)]).padded(0.01)))
    crossed = [pair for pair in overlaps([*poles, *names]) if pair.count("pole") == 1]
    beside = [*bar_boxes(figure), *markers, *labels]
    return [*overlaps(beside), *crossed, *outside(figure, labels)]


# A network


def network_faults(figure: Figure) -> list[str]:
    """Every text on a text, out of the figure or over an edge, every line through words or a box."""
    names = [(text.get_text(), box(text)) for text in texts(figure)]
    cards = shapes(figure, "b")  # block and boxes
    pieces = [piece for _, pieces in drawn_lines(figure) for piece in pieces]
    pieces += [head.extents for head in shapes(figure, "arrow")]
    every = np.array(pieces).reshape(-1, 4)
    return [
        *overlaps(names),
        *outside(figure, names),
        *(
            f"'{text}' lies over the edge of a box"
            for text, spot in names
            for card in cards
            if meets(np.array([card.extents]), spot) and not within(spot, card)
        ),
        *(f"a line runs through '{text}'" for text, spot in names if meets(every, spot)),
        *foreign_boxes_under_a_line(figure),
    ]


def artists(figure: Figure, role: str) -> list[Patch]:
    """The boxes, lines or arrowheads of a role."""
    every = [one for one in figure.findobj(Patch) if isinstance(one, Patch)]
    return [one for one in every if str(one.get_gid()).startswith(role)]


def shapes(figure: Figure, role: str) -> list[Bbox]:
    return [
        one.get_transform().transform_path(one.get_path()).get_extents()
        for one in artists(figure, role)
    ]


def drawn_lines(figure: Figure) -> Iterator[tuple[Any, Any]]:
    """Both ends of each line, and left, bottom, right and top of its short straight pieces."""
    for one in artists(figure, "line"):
        path: Any = one.get_transform().transform_path(one.get_path())
        (points,) = path.to_polygons(closed_only=False)
        low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
        half = one.get_linewidth() / 2 - SMOOTH
        yield points[[0, -1]], np.hstack([low - half, high + half])


def meets(pieces: Any, spot: Bbox) -> bool:
    """Whether any of these pieces lies in a box."""
    across = (pieces[:, 0] < spot.x1) & (pieces[:, 2] > spot.x0)
    return bool((across & (pieces[:, 1] < spot.y1) & (pieces[:, 3] > spot.y0)).any())


def foreign_boxes_under_a_line(figure: Figure) -> Iterator[str]:
    """Each line that enters a box in which it does not end."""
    for ends, pieces in drawn_lines(figure):
        for inner in (card.padded(-2) for card in shapes(figure, "box")):
            if meets(pieces, inner) and not any(inner.contains(*end) for end in ends):
                yield f"a line runs through the box at {inner.x0:.0f}, {inner.y0:.0f}"
