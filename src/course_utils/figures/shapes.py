"""Boxes, lines and arrowheads of a network, many as one artist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from course_utils.figures.canvas import LINE_WIDTH, LINES, PAPER, PARTY, QUIET
from course_utils.figures.network_place import Rect
from course_utils.source.cells import Commitment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEAD = (6.0, 2.8)  # length and half the height of an arrowhead
ROUND = 4.0  # radius of a corner
DASHED = (0, (3, 2))
DOUBLE = (3.6, 1.5)  # a party's line: the width of both, and of the white between them
Z_BLOCK, Z_BOX, Z_LINE, Z_WORDS = 1.0, 1.1, 2.0, 3.0
Point = tuple[float, float]


def boxes(axes: Axes, rects: Sequence[Rect], role: str, face: str, dashes: Any = "solid") -> None:
    """Draw boxes with round corners; ``role`` becomes the gid."""
    from matplotlib.collections import PathCollection

    look: dict[str, Any] = {"facecolor": face, "edgecolor": QUIET, "linestyle": dashes, "lw": 1}
    zorder = Z_BLOCK if role == "block" else Z_BOX
    drawn = PathCollection(list(map(_rounded, rects)), gid=role, zorder=zorder, **look)
    axes.add_collection(drawn, autolim=False)


def _rounded(rect: Rect) -> Any:
    from matplotlib.patches import BoxStyle

    left, top, right, bottom = rect
    round_ = BoxStyle.Round(pad=0, rounding_size=ROUND)
    return round_(left, top, right - left, bottom - top, 1)


def arrow(tip: Point, heading: float) -> list[Point]:
    """The corners of an arrowhead that points to the right, or if ``heading`` is -1 to the left."""
    back = tip[0] - heading * HEAD[0]
    return [tip, (back, tip[1] - HEAD[1]), (back, tip[1] + HEAD[1])]


def arrows(axes: Axes, found: Sequence[tuple[list[Point], str]]) -> None:
    """Draw arrowheads, each with its colour."""
    from matplotlib.collections import PolyCollection

    look: dict[str, Any] = {"facecolors": [colour for _, colour in found], "lw": 0}
    shapes = [shape for shape, _ in found]
    axes.add_collection(
        PolyCollection(shapes, gid="arrow", zorder=Z_LINE + 0.1, **look), autolim=False
    )


def strokes(axes: Axes, commitment: Commitment, found: Sequence[tuple[Any, str]]) -> None:
    """Draw lines of one commitment; a party's are white within, which makes them double."""
    from matplotlib.collections import PathCollection

    paths, colours = [path for path, _ in found], [colour for _, colour in found]
    look: dict[str, Any] = {
        "facecolor": "none",
        "linestyle": [LINES[commitment]],
        "capstyle": "butt",
    }
    inks: list[Any] = [colours, PAPER] if commitment == PARTY else [colours]
    for n, ink in enumerate(inks):
        look |= {"edgecolor": ink, "lw": DOUBLE[n] if commitment == PARTY else LINE_WIDTH}
        lines = PathCollection(paths, gid=f"line {commitment}", zorder=Z_LINE + n / 100, **look)
        axes.add_collection(lines, autolim=False)
