"""How items of the argument look: shapes for families of roles, links, losses, and their key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, nan, pi, sin
from typing import TYPE_CHECKING, Any

from course_utils.argument import Support
from course_utils.cells import Commitment, LinkKind
from course_utils.figures.canvas import POINTS
from course_utils.figures.legend import Item, Sign, draw_legend, legend_rows
from course_utils.figures.style import (
    DOUBLE,
    INK,
    LINES,
    PAPER,
    PARTY,
    QUIET,
    RULE,
    marks,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, float]
Rect = tuple[float, float, float, float]  # left, top, right, foot

PIXEL = POINTS / 100  # of the stored picture: what stands on whole pixels is drawn crisp

# One shape for a family of roles: ten shapes would not be told apart, and each box names its role.
FAMILIES: dict[str, tuple[str, ...]] = {
    "thesis": ("thesis",),
    "inference": ("inference",),
    "outlook": ("forecast", "conditional scenario"),
    "concession": ("concession",),
    "ground": ("evidence", "background", "comparison", "generalisation"),
    "statement": ("statement",),
    "recommendation": ("recommendation",),
}
COLOURS = {family: mark.colour for family, mark in marks(FAMILIES).items()}
# Steps in points between the stripes of a box that lost something, upright and level.
STRIPES: dict[Support, tuple[float, float]] = {
    "taken away": (4 * PIXEL, 4 * PIXEL),
    "lost its support": (5 * PIXEL, 0.0),
    "weakened": (0.0, 5 * PIXEL),
}
FRAMED = "framed: each by itself"
SHORT: dict[Support, str] = {
    "taken away": "away",
    "lost its support": "lost",
    "weakened": "weaker",
}
CORNER = 7 * PIXEL
TAIL = 4.0  # of the sign for speech, below the box
HEAD = 5.0
LINK_WIDTH = 2 * PIXEL
BORDER = 2 * PIXEL
DASHES = (0, (5, 3))


def family(role: str) -> str:
    """The family of a role, which gives it colour and shape."""
    return next(name for name, roles in FAMILIES.items() if role in roles)


def outline(name: str, rect: Rect) -> list[Point]:
    """The corners of the shape of a family, clockwise from the top left."""
    (left, top, right, foot), cut = rect, CORNER
    middle = (top + foot) / 2
    corners = [(left, top), (right, top), (right, foot), (left, foot)]
    match name:
        case "thesis":
            above = [(left, middle), (left + cut, top), (right - cut, top)]
            return [*above, (right, middle), (right - cut, foot), (left + cut, foot)]
        case "inference":
            return _rounded(rect, min(8.0, (foot - top) / 2))
        case "outlook":
            ahead = [(right - cut, top), (right, middle), (right - cut, foot)]
            return [corners[0], *ahead, corners[3]]
        case "concession":
            return [*corners[:2], (right - cut, middle), *corners[2:]]
        case "statement":
            tail = [(left + 12, foot), (left + 6, foot + TAIL), (left + 6, foot)]
            return [*corners[:3], *tail, corners[3]]
        case "recommendation":
            ear = [(right - 1.4 * cut, top), (right, top + 1.4 * cut)]
            return [corners[0], *ear, *corners[2:]]
    return corners


def _rounded(rect: Rect, radius: float) -> list[Point]:
    left, top, right, foot = rect
    centres = [(right, top, -1, 1), (right, foot, -1, -1), (left, foot, 1, -1), (left, top, 1, 1)]
    points = []
    for quarter, (x, y, inward, down) in enumerate(centres):
        for step in range(5):
            angle = pi / 2 * (quarter + step / 4 - 1)
            at = (x + inward * radius, y + down * radius)
            points.append((at[0] + radius * cos(angle), at[1] + radius * sin(angle)))
    return points


def draw_shape(
    axes: Axes,
    name: str,
    rect: Rect,
    commitment: Commitment,
    gid: str,
    loss: Support | None = None,
    heavy: bool = False,
) -> None:
    """Draw the box of an item: its family's shape and colour, its commitment as the border.

    What was lost shows as stripes: upright for lost support, level for weakened, both for taken
    away.  They run along the pixels, for slanting ones make the stored picture half as large again.
    """
    (fill,) = axes.fill(*_xy(outline(name, rect)), color=PAPER, lw=0, zorder=2, gid=gid)
    if loss:
        look: dict[str, Any] = {"color": QUIET, "alpha": 0.5, "lw": PIXEL, "gid": f"{loss} {gid}"}
        (stripes,) = axes.plot(*_stripes(rect, *STRIPES[loss]), zorder=2.1, **look)
        stripes.set_clip_path(fill)
    width = BORDER * (1.5 if heavy else 1.0)
    if commitment != PARTY:
        _draw_border(axes, name, rect, commitment, width)
        return
    left, top, right, foot = rect
    inner = (left + DOUBLE * 2, top + DOUBLE * 2, right - DOUBLE * 2, foot - DOUBLE * 2)
    for line in (rect, inner):
        _draw_border(axes, name, line, commitment, 0.6 * width)


def _draw_border(axes: Axes, name: str, rect: Rect, commitment: Commitment, width: float) -> None:
    points = outline(name, rect)
    axes.plot(
        *_xy([*points, points[0]]),
        color=COLOURS[name],
        lw=width,
        ls=LINES[commitment],
        dash_capstyle="butt",
        solid_joinstyle="miter",
        zorder=2.5,
        gid=f"border {commitment}",
    )


def _stripes(rect: Rect, across: float, down: float) -> tuple[list[float], list[float]]:
    """Upright lines ``across`` points apart and level ones ``down`` points apart, none for 0."""
    left, top, right, foot = rect
    xs: list[float] = []
    ys: list[float] = []
    for step in range(1, int((right - left) / across) + 1 if across else 0):
        xs += [left + step * across, left + step * across, nan]
        ys += [top, foot, nan]
    for step in range(1, int((foot - top) / down) + 1 if down else 0):
        xs += [left, right, nan]
        ys += [top + step * down, top + step * down, nan]
    return xs, ys


def _xy(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]


def draw_link(axes: Axes, kind: LinkKind, points: Sequence[Point], gid: str, faint: bool) -> None:
    """Draw a part of a link: a plain line for support, a dashed one for attack."""
    axes.plot(
        *_xy(points),
        color=RULE if faint else INK if kind == "attacks" else QUIET,
        lw=LINK_WIDTH,
        ls=DASHES if kind == "attacks" else "solid",
        solid_joinstyle="round",
        zorder=1,
        gid=gid,
    )


def draw_head(axes: Axes, kind: LinkKind, tip: Point, way: Point, gid: str, faint: bool) -> None:
    """Draw the end of a link that runs the way ``way``: an arrowhead, or a bar for attack."""
    (x, y), (across, down) = tip, way
    colour = RULE if faint else INK if kind == "attacks" else QUIET
    if kind == "attacks":
        back = (x - 1.5 * across, y - 1.5 * down)
        ends = [(back[0] + side * down * HEAD, back[1] + side * across * HEAD) for side in (-1, 1)]
        axes.plot(*_xy(ends), color=colour, lw=2.4, solid_capstyle="butt", zorder=1.5, gid=gid)
        return
    base = (x - HEAD * across, y - HEAD * down)
    half = 0.5 * HEAD
    sides = [(base[0] + side * down * half, base[1] + side * across * half) for side in (-1, 1)]
    axes.fill(*_xy([tip, *sides]), color=colour, lw=0, zorder=1.5, gid=gid)


def draw_dot(axes: Axes, place: Point) -> None:
    """Draw the dot that says that lines meet here; without one they only cross."""
    axes.plot(*_xy([place]), "o", ms=3.2, color=QUIET, zorder=1.4, gid="dot")


def draw_frame(axes: Axes, rect: Rect, gid: str) -> None:
    """Draw the light frame around items that lead to the same claim, each by itself."""
    left, top, right, foot = rect
    xs, ys = [left, right, right, left, left], [top, top, foot, foot, top]
    axes.fill(xs, ys, color=PAPER, lw=0, zorder=1.8, gid=gid)
    axes.plot(xs, ys, color=QUIET, lw=0.72, zorder=1.9, gid=f"border {gid}")


# The key


def key_rows(
    roles: Iterable[str], commitments: Iterable[Commitment], others: Iterable[str], width: float
) -> list[list[Item]]:
    """The rows of the key, no wider than ``width``: shapes, borders in use, and other signs."""
    shapes = [name for name, wanted in _role_signs(roles).items() if wanted]
    return [
        *legend_rows([], [], width, signs=shapes),
        *legend_rows([], commitments, width, signs=list(others)),
    ]


def _role_signs(roles: Iterable[str]) -> dict[str, str]:
    """The words for the shapes of these roles, and the family of each."""
    used = set(roles)
    found = {name: [role for role in members if role in used] for name, members in FAMILIES.items()}
    return {", ".join(members): name for name, members in found.items() if members}


def draw_key(
    axes: Axes, rows: Sequence[Sequence[Item]], corner: Point, roles: Iterable[str]
) -> None:
    """Draw the key from ``corner``, its top left, downwards; ``roles`` as for its rows."""
    shapes = _role_signs(roles)
    signs: dict[str, Sign] = {words: _shape_sign(name) for words, name in shapes.items()}
    signs.update({loss: _shape_sign("ground", loss) for loss in STRIPES})
    signs.update({"supports": _link_sign("supports"), "attacks": _link_sign("attacks")})
    signs[FRAMED] = lambda axes, place, width: draw_frame(axes, _sample(place, width), "sample")
    draw_legend(axes, rows, corner, {}, signs)


def _sample(place: Point, width: float) -> Rect:
    return place[0], place[1] - 5, place[0] + width, place[1] + 5


def _shape_sign(name: str, loss: Support | None = None) -> Sign:
    def draw(axes: Axes, place: Point, width: float) -> None:
        draw_shape(axes, name, _sample(place, width), "the author says it", "sample", loss)

    return draw


def _link_sign(kind: LinkKind) -> Sign:
    def draw(axes: Axes, place: Point, width: float) -> None:
        end = (place[0] + width, place[1])
        draw_link(axes, kind, [place, (end[0] - HEAD + 1, end[1])], "sample", faint=False)
        draw_head(axes, kind, end, (1, 0), "sample", faint=False)

    return draw
