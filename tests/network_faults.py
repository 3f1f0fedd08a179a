"""What is wrong with a picture of the network, read from its artists: words, lines, boxes that meet.

assert faults(picture.figure) == []
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from tests import figure_boxes as boxes

SMOOTH = 0.4  # points of an edge that two things may share


def faults(figure: Figure) -> list[str]:
    """Every text on a text, out of the figure or over an edge, every line through words or a box."""
    words = [(text.get_text(), boxes.box(text)) for text in boxes.texts(figure)]
    page = Bbox.from_extents(0, 0, *figure.bbox.size)
    cards = shapes(figure, "b")  # block and boxes
    lines = [piece for _, pieces in drawn_lines(figure) for piece in pieces]
    lines += [head.extents for head in shapes(figure, "arrow")]
    every = np.array(lines).reshape(-1, 4)
    return [
        *boxes.overlaps(words),
        *(f"'{text}' leaves the figure" for text, box in words if not within(box, page)),
        *(
            f"'{text}' lies over the edge of a box"
            for text, box in words
            if any(meets(np.array([card.extents]), box) and not within(box, card) for card in cards)
        ),
        *(f"a line runs through '{text}'" for text, box in words if meets(every, box)),
        *foreign_boxes_under_a_line(figure),
    ]


def artists(figure: Figure, role: str) -> list[Patch]:
    """The boxes, lines or arrowheads of a role."""
    return [one for one in figure.axes[0].patches if str(one.get_gid()).startswith(role)]


def shapes(figure: Figure, role: str) -> list[Bbox]:
    """Where each shape of a role stands."""
    place = figure.axes[0].transData
    return [place.transform_path(one.get_path()).get_extents() for one in artists(figure, role)]


def drawn_lines(figure: Figure) -> Iterator[tuple[Any, Any]]:
    """Both ends of each line, and left, bottom, right and top of its short straight pieces."""
    place = figure.axes[0].transData
    for one in artists(figure, "line"):
        path: Any = place.transform_path(one.get_path())
        (points,) = path.to_polygons(closed_only=False)
        low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
        half = one.get_linewidth() / 2 - SMOOTH
        yield points[[0, -1]], np.hstack([low - half, high + half])


def meets(pieces: Any, box: Bbox) -> bool:
    """Whether any of these pieces lies in a box."""
    across = (pieces[:, 0] < box.x1) & (pieces[:, 2] > box.x0)
    return bool((across & (pieces[:, 1] < box.y1) & (pieces[:, 3] > box.y0)).any())


def foreign_boxes_under_a_line(figure: Figure) -> Iterator[str]:
    """Each line that enters a box in which it does not end."""
    inside = [card.padded(-2) for card in shapes(figure, "box")]
    for ends, pieces in drawn_lines(figure):
        for inner in inside:
            if meets(pieces, inner) and not any(inner.contains(*end) for end in ends):
                yield f"a line runs through the box at {inner.x0:.0f}, {inner.y0:.0f}"


def within(a: Bbox, b: Bbox) -> bool:
    """Whether a box lies in another."""
    return bool(b.x0 <= a.x0 and a.x1 <= b.x1 and b.y0 <= a.y0 and a.y1 <= b.y1)
