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

Boxes = list[tuple[str, Bbox]]


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


def overlaps(boxes: Boxes) -> Iterator[str]:
    """Pairs of boxes that share a spot, in words."""
    x0, y0, x1, y1 = np.array([spot.extents for _, spot in boxes]).reshape(-1, 4).T
    shared = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
    for first, second in zip(*np.nonzero(np.triu(shared, 1)), strict=True):
        yield f"'{boxes[first][0]}' lies on '{boxes[second][0]}'"


def marker_boxes(figure: Figure) -> Boxes:
    """The inner square of every marker: it must stay free of others."""
    lines = [line for line in figure.axes[0].lines if line.get_gid() == "marker"]
    return [
        (f"marker {n}", Bbox([_ends(figure, line)[0]] * 2).padded(line.get_markersize() / 2 - 1))
        for n, line in enumerate(lines)
    ]


def bar_boxes(figure: Figure) -> Boxes:
    """Where the bars of months and years are drawn, less their edge."""
    bars = [area for area in figure.axes[0].collections if area.get_gid() == "bar"]
    return [(f"bar {n}", area.get_window_extent().padded(-1)) for n, area in enumerate(bars)]


def _pole_boxes(figure: Figure) -> Boxes:
    lines = (line for line in figure.axes[0].lines if str(line.get_gid()).startswith("line"))
    ends = [_ends(figure, line) for line in lines]
    upright = [Bbox([pair.min(0), pair.max(0)]) for pair in ends if np.ptp(pair[:, 0]) < 1]
    return [(f"pole {n}", spot.padded(0.01)) for n, spot in enumerate(upright)]


def _ends(figure: Figure, line: Any) -> Any:
    return figure.axes[0].transData.transform(np.asarray(line.get_xydata()))


def faults(figure: Figure) -> list[str]:
    """All that overlaps, is crossed by the line of a statement, or leaves the frame.

    The numbers stand in their markers by design, and a line may touch the bar it hangs from.
    """
    labels = [(text.get_text(), box(text)) for text in texts(figure) if text.get_gid() != "number"]
    names = [(text.get_text(), box(text)) for text in texts(figure, "label")]
    crossed = [pair for pair in overlaps([*_pole_boxes(figure), *names]) if "pole" in pair]
    width, height = figure.bbox.size
    return [
        *overlaps([*bar_boxes(figure), *marker_boxes(figure), *labels]),
        *(pair for pair in crossed if pair.count("pole") == 1),
        *(t for t, b in labels if b.x0 < 0 or b.y0 < 0 or b.x1 > width or b.y1 > height),
    ]
