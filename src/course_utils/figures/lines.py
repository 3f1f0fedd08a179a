"""Lines with corners in the style of a commitment, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import dist
from typing import TYPE_CHECKING

from course_utils.cells import Commitment
from course_utils.figures.style import LINES, PARTY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
PIXEL = 0.72  # whole pixels keep lines sharp, and the picture small
CORNER = 3.0  # radius of a corner
STEPS = (0.0, 0.33, 0.67, 1.0)  # along a corner


@dataclass(frozen=True)
class Stroke:
    """A line of level and upright pieces, in the style of a commitment; ``order`` is its zorder."""

    points: tuple[Point, ...]
    commitment: Commitment
    colour: str
    order: float


def draw_strokes(axes: Axes, strokes: Sequence[Stroke]) -> None:
    """Draw lines with rounded corners, what a party says as a double line.

    Lines of one commitment and one order are one artist, with the gid ``"line COMMITMENT"``.
    """
    from matplotlib.collections import LineCollection

    ordered = sorted(strokes, key=_look)
    for (order, commitment), alike in groupby(ordered, key=_look):
        pieces = [(line, stroke.colour) for stroke in alike for line in _drawn(stroke)]
        axes.add_collection(
            LineCollection(
                [line for line, _ in pieces],
                colors=[colour for _, colour in pieces],
                linewidths=PIXEL if commitment == PARTY else 2 * PIXEL,
                linestyles=[LINES[commitment]],
                snap=True,
                gid=f"line {commitment}",
                zorder=order,
            ),
            autolim=False,
        )


def _look(stroke: Stroke) -> tuple[float, Commitment]:
    return stroke.order, stroke.commitment


def _drawn(stroke: Stroke) -> Iterator[list[Point]]:
    for shift in (-2 * PIXEL, 2 * PIXEL) if stroke.commitment == PARTY else (0.0,):
        yield rounded(beside(stroke.points, shift))


def beside(points: Sequence[Point], shift: float) -> list[Point]:
    """The same line of level and upright pieces, ``shift`` points to one side all along."""
    moved = [list(point) for point in points]
    for start, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        level = y == to_y
        ahead = to_x > x if level else to_y > y
        for end in (start, start + 1):
            moved[end][level] += shift if ahead != level else -shift
    return [(x, y) for x, y in moved]


def rounded(points: Sequence[Point]) -> list[Point]:
    """The same line with a short curve for each corner, shorter between two close ones."""
    line = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(CORNER, dist(before, corner) / 2, dist(corner, after) / 2)
        start, end = _toward(corner, before, reach), _toward(corner, after, reach)
        line += [_mix(_mix(start, corner, t), _mix(corner, end, t), t) for t in STEPS]
    return [*line, points[-1]]


def _toward(start: Point, end: Point, reach: float) -> Point:
    return _mix(start, end, reach / max(dist(start, end), reach, 1e-9))


def _mix(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
