"""What stands where in a figure, read from its artists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def texts(figure: Figure, *roles: str) -> list[Text]:
    """Text artists with words, those of ``roles`` only if any are given."""
    found = figure.findobj(Text)
    return [
        text
        for text in found
        if isinstance(text, Text) and text.get_text() and (not roles or text.get_gid() in roles)
    ]


def words(figure: Figure, *roles: str) -> str:
    """All words of these roles, joined by blanks."""
    return " ".join(text.get_text() for text in texts(figure, *roles))


def box(text: Text) -> Bbox:
    """Where a text is drawn, in points, less the smooth edge."""
    figure = text.get_figure()
    assert isinstance(figure, Figure)
    return text.get_window_extent(renderer(figure)).padded(-0.4)


@cache
def renderer(figure: Figure) -> Any:
    """What measures the letters of a figure as its SVG has them."""
    width, height = figure.bbox.size
    make: Any = RendererSVG
    return make(width, height, io.StringIO())


def overlaps(boxes: list[tuple[str, Bbox]]) -> Iterator[str]:
    """Pairs of boxes that share a spot, in words."""
    x0, y0, x1, y1 = np.array([spot.extents for _, spot in boxes]).reshape(-1, 4).T
    shared = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
    for first, second in zip(*np.nonzero(np.triu(shared, 1)), strict=True):
        yield f"'{boxes[first][0]}' lies on '{boxes[second][0]}'"


def label_overlaps(figure: Figure) -> list[str]:
    """Every pair of labels that touch; the numbers stand in their markers by design."""
    labels = [text for text in texts(figure) if text.get_gid() != "number"]
    return list(overlaps([(text.get_text(), box(text)) for text in labels]))


def marker_overlaps(figure: Figure) -> list[str]:
    """Every label or marker that lies on a marker."""
    markers = [(f"marker {n}", spot) for n, spot in enumerate(marker_boxes(figure))]
    labels = [(t.get_text(), box(t)) for t in texts(figure) if t.get_gid() != "number"]
    return [pair for pair in overlaps([*markers, *labels]) if "marker" in pair]


def marker_boxes(figure: Figure) -> list[Bbox]:
    """The inner square of every marker: it must stay free of others."""
    boxes = []
    for line in figure.axes[0].lines:
        if line.get_gid() == "marker":
            size = line.get_markersize() * figure.dpi / 72
            spot = figure.axes[0].transData.transform(np.asarray(line.get_xydata()))[0]
            half = size / 2 - 1
            boxes.append(Bbox([[spot[0] - half, spot[1] - half], [spot[0] + half, spot[1] + half]]))
    return boxes


def bar_boxes(figure: Figure) -> list[Bbox]:
    """Where the bars of months and years are drawn, in pixels."""
    bars = (area for area in figure.axes[0].collections if area.get_gid() == "bar")
    return [area.get_window_extent() for area in bars]


def bar_overlaps(figure: Figure) -> list[str]:
    """Every label, marker or bar that lies on a bar."""
    bars = [(f"bar {n}", spot.padded(-1)) for n, spot in enumerate(bar_boxes(figure))]
    markers = [(f"marker {n}", spot) for n, spot in enumerate(marker_boxes(figure))]
    labels = [(text.get_text(), box(text)) for text in texts(figure)]
    return [pair for pair in overlaps([*bars, *markers, *labels]) if "bar " in pair]


def outside_frame(figure: Figure) -> list[str]:
    """Every text that leaves the figure."""
    width, height = figure.bbox.size
    return [
        text.get_text()
        for text in texts(figure)
        if box(text).x0 < 0 or box(text).y0 < 0 or box(text).x1 > width or box(text).y1 > height
    ]


def poles_through_labels(figure: Figure) -> list[str]:
    """Every label that an upright line of a statement crosses."""
    upright = []
    for line in figure.axes[0].lines:
        if str(line.get_gid()).startswith("line"):
            ends = figure.axes[0].transData.transform(np.asarray(line.get_xydata()))
            if abs(ends[0][0] - ends[1][0]) < 1:
                upright.append((ends[0][0], min(ends[:, 1]), max(ends[:, 1])))
    labels = [(text.get_text(), box(text)) for text in texts(figure, "label")]
    return [
        words
        for words, spot in labels
        for x, low, high in upright
        if spot.x0 < x < spot.x1 and spot.y0 < high and low < spot.y1
    ]
