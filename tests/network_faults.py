"""What is wrong with a picture of the network, read from its artists: words, lines, boxes that meet.

assert faults(picture.figure) == []
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from tests import figure_boxes as boxes

SMOOTH = 0.4  # points of an edge that two things may share
Words = Sequence[tuple[str, Bbox]]


def faults(figure: Figure) -> list[str]:
    """Every text on a text, out of the figure or over an edge, every line through words or a box."""
    words = [(text.get_text(), boxes.box(text)) for text in boxes.texts(figure)]
    width, height = figure.bbox.size
    page = Bbox.from_extents(0, 0, width, height)
    return [
        *boxes.overlaps(words),
        *(f"'{text}' leaves the figure" for text, around in words if not within(around, page)),
        *words_over_an_edge(figure, words),
        *words_under_a_line(figure, words),
        *foreign_boxes_under_a_line(figure),
    ]


def artists(figure: Figure, role: str) -> list[Patch]:
    """The boxes, lines or arrowheads of a role."""
    return [one for one in figure.axes[0].patches if str(one.get_gid()).startswith(role)]


def shapes(figure: Figure, role: str) -> list[Bbox]:
    """Where each shape of a role stands."""
    place = figure.axes[0].transData
    return [place.transform_path(one.get_path()).get_extents() for one in artists(figure, role)]


def lines(figure: Figure) -> Iterator[tuple[Any, float]]:
    """The points of each line, its curves broken into short pieces, and half its width."""
    place = figure.axes[0].transData
    for one in artists(figure, "line"):
        (points,) = place.transform_path(one.get_path()).to_polygons(closed_only=False)
        yield points, one.get_linewidth() / 2


def pieces(points: Any, half: float) -> Any:
    """Left, bottom, right and top of each straight piece of a line."""
    low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
    return np.hstack([low - half + SMOOTH, high + half - SMOOTH])


def meets(pieces: Any, box: Bbox) -> bool:
    """Whether any piece of a line lies in a box."""
    across = (pieces[:, 0] < box.x1) & (pieces[:, 2] > box.x0)
    return bool((across & (pieces[:, 1] < box.y1) & (pieces[:, 3] > box.y0)).any())


def words_over_an_edge(figure: Figure, words: Words) -> Iterator[str]:
    """Each text that lies partly in a box."""
    cards = [*shapes(figure, "box"), *shapes(figure, "block")]
    for text, around in words:
        if any(overlap(around, card) and not within(around, card) for card in cards):
            yield f"'{text}' lies over the edge of a box"


def words_under_a_line(figure: Figure, words: Words) -> Iterator[str]:
    """Each text that a line or an arrowhead crosses."""
    parts = [pieces(points, half) for points, half in lines(figure)]
    every = np.vstack(parts) if parts else np.empty((0, 4))
    heads = shapes(figure, "arrow")
    for text, around in words:
        if meets(every, around) or any(overlap(around, head) for head in heads):
            yield f"a line runs through '{text}'"


def foreign_boxes_under_a_line(figure: Figure) -> Iterator[str]:
    """Each line that enters a box in which it does not end."""
    cards = shapes(figure, "box")
    for points, half in lines(figure):
        line = pieces(points, half)
        for card in cards:
            inner = card.padded(-1.0 - half)
            if meets(line, inner) and not any(inner.contains(*end) for end in points[[0, -1]]):
                yield f"a line runs through the box at {card.x0:.0f}, {card.y0:.0f}"


def overlap(a: Bbox, b: Bbox) -> bool:
    """Whether two boxes share a spot."""
    return bool(a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)


def within(a: Bbox, b: Bbox) -> bool:
    """Whether a box lies in another."""
    return bool(b.x0 <= a.x0 and a.x1 <= b.x1 and b.y0 <= a.y0 and a.y1 <= b.y1)
