"""The lines that stand for commitment, and the legend that explains lines and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from course_utils.figures import canvas
from course_utils.figures.style import DOUBLE, LINES, PAPER, PARTY, QUIET, SMALL_SIZE, Mark
from course_utils.source.cells import Commitment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE_WIDTH = 1.6
LEGEND_ROW = 13.0
# Width of what stands before a name.
SAMPLE = {"group": 12.0, "hollow": 12.0, "commitment": 24.0, "sign": 24.0}
SPACE = 10.0  # between two items

# Draws the sample of a sign of one figure: from a place to the right, over a width.
Sign = Callable[["Axes", tuple[float, float], float], None]


@dataclass(frozen=True)
class Item:
    """One entry of a legend: a group, what a hollow mark means, a commitment, or another sign."""

    kind: str
    name: str

    @property
    def width(self) -> float:
        """Width in points with the space after it."""
        return SAMPLE[self.kind] + 5 + canvas.text_width(self.name, SMALL_SIZE) + SPACE


def commitment_line(
    axes: Axes,
    xs: tuple[float, float],
    ys: tuple[float, float],
    commitment: Commitment,
    colour: str,
) -> None:
    """Draw an upright or level line in the style of a commitment; a party's is double."""
    upright = xs[0] == xs[1]
    for shift in (-DOUBLE, DOUBLE) if commitment == PARTY else (0.0,):
        across, down = (shift, 0.0) if upright else (0.0, shift)
        axes.plot(
            [x + across for x in xs],
            [y + down for y in ys],
            color=colour,
            lw=LINE_WIDTH * (0.6 if commitment == PARTY else 1.0),
            ls=LINES[commitment],
            dash_capstyle="butt",
            solid_capstyle="butt",
            gid=f"line {commitment}",
        )


def legend_rows(
    groups: Sequence[str],
    used: Iterable[Commitment],
    width: float,
    hollow: str = "",
    signs: Sequence[str] = (),
) -> list[list[Item]]:
    """Break the legend into rows of ``width`` points: groups, the commitments in use, other signs.

    ``hollow`` says what a hollow mark means, where there is one.
    """
    present = set(used)
    commitments = [commitment for commitment in get_args(Commitment) if commitment in present]
    marks = [Item("group", canvas.printable(name)) for name in groups]
    marks += [Item("hollow", hollow)] if hollow else []
    lines = [Item("commitment", commitment) for commitment in commitments]
    others = [Item("sign", name) for name in signs]
    return [row for items in (marks, lines, others) for row in _break(items, width)]


def _break(items: Sequence[Item], width: float) -> list[list[Item]]:
    rows: list[list[Item]] = []
    for item in items:
        if rows and sum(other.width for other in rows[-1]) + item.width <= width:
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def draw_legend(
    axes: Axes,
    rows: Sequence[Sequence[Item]],
    corner: tuple[float, float],
    looks: Mapping[str, Mark],
    signs: Mapping[str, Sign] | None = None,
) -> None:
    """Draw the rows of a legend from ``corner``, their top left, downwards.

    ``looks`` says how groups are marked, ``signs`` draws the sample of each other sign.
    """
    shapes = {canvas.printable(name): look for name, look in looks.items()}
    for number, row in enumerate(rows):
        x, y = corner[0], corner[1] + (number + 0.5) * LEGEND_ROW
        for item in row:
            if item.kind == "sign" and signs:
                signs[item.name](axes, (x, y), SAMPLE[item.kind])
            else:
                _draw_sample(axes, item, (x, y), shapes)
            start = x + SAMPLE[item.kind] + 5
            canvas.write(axes, (start, y), item.name, "legend", SMALL_SIZE, middle=True)
            x += item.width


def _draw_sample(
    axes: Axes, item: Item, place: tuple[float, float], shapes: Mapping[str, Mark]
) -> None:
    x, y = place
    width = SAMPLE[item.kind]
    if item.kind == "hollow":
        axes.plot([x + width / 2], [y], "o", ms=10, mfc=PAPER, mec=QUIET, gid="legend marker")
    elif item.kind == "group":
        look = shapes[item.name]
        axes.plot([x + width / 2], [y], look.shape, ms=10, color=look.colour, gid="legend marker")
    else:
        commitment = next(
            commitment for commitment in get_args(Commitment) if commitment == item.name
        )
        commitment_line(axes, (x, x + width), (y, y), commitment, QUIET)
