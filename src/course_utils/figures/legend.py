"""The line that stands for a commitment, and the legend that explains lines, marks and signs."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from course_utils.figures import canvas
from course_utils.figures.canvas import LINES, PAPER, PARTY, QUIET, SMALL_SIZE, Mark
from course_utils.source.cells import Commitment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE_WIDTH = 1.6
DOUBLE = (3.6, 1.5)  # points of a double line, and of the white within
LEGEND_ROW = 13.0
DOT = 12.0  # width of the sample of a mark
BEFORE = 5.0  # between a sample and its name
SPACE = 10.0  # between two signs


# Draws a sign from a place to the right, over a width.
Sign = Callable[["Axes", tuple[float, float], float], None]


class Sample(NamedTuple):
    """A name in the legend, and the sign before it with its width."""

    name: str
    draw: Sign
    across: float = 24.0

    @property
    def width(self) -> float:
        """Width in points with the space after it."""
        return self.across + BEFORE + canvas.text_width(self.name, SMALL_SIZE) + SPACE


def commitment_line(
    axes: Axes,
    xs: tuple[float, float],
    ys: tuple[float, float],
    commitment: Commitment,
    colour: str,
) -> None:
    """Draw a line in the style of a commitment; a party's is double, as it is white within."""
    single, double = [(colour, LINE_WIDTH)], [(colour, DOUBLE[0]), (PAPER, DOUBLE[1])]
    look: dict[str, Any] = {"ls": LINES[commitment], "gid": f"line {commitment}"}
    for ink, width in double if commitment == PARTY else single:
        axes.plot(xs, ys, color=ink, lw=width, dash_capstyle="butt", solid_capstyle="butt", **look)


def commitment_samples(used: Container[Commitment]) -> list[Sample]:
    """The commitments in use, in the order of the codebook."""
    names: Sequence[Commitment] = get_args(Commitment)
    return [Sample(name, partial(_line_sample, name)) for name in names if name in used]


def _line_sample(name: Commitment, axes: Axes, at: tuple[float, float], width: float) -> None:
    commitment_line(axes, (at[0], at[0] + width), (at[1], at[1]), name, QUIET)


def mark_sample(name: str, mark: Mark, hollow: bool = False) -> Sample:
    """The mark of a group, or what a hollow one means."""

    def draw(axes: Axes, at: tuple[float, float], width: float) -> None:
        fill = PAPER if hollow else mark.colour
        look: dict[str, Any] = {"ms": 10, "mfc": fill, "mec": mark.colour, "gid": "legend marker"}
        axes.plot([at[0] + width / 2], [at[1]], mark.shape, **look)

    return Sample(canvas.printable(name), draw, DOT)


def legend_rows(kinds: Iterable[Iterable[Sample]], width: float) -> list[list[Sample]]:
    """Break the samples of each kind into rows of at most ``width`` points."""
    rows: list[list[Sample]] = []
    for samples in kinds:
        left = 0.0
        for sample in samples:
            if not left or left + sample.width > width:
                rows.append([])
                left = 0.0
            rows[-1].append(sample)
            left += sample.width
    return rows


def draw_legend(axes: Axes, rows: Sequence[Sequence[Sample]], corner: tuple[float, float]) -> float:
    """Draw the rows of a legend from ``corner``, their top left, downwards; return their foot."""
    for number, row in enumerate(rows):
        x, y = corner[0], corner[1] + (number + 0.5) * LEGEND_ROW
        for sample in row:
            sample.draw(axes, (x, y), sample.across)
            start = x + sample.across + BEFORE
            canvas.write(axes, (start, y), sample.name, "legend", SMALL_SIZE, middle=True)
            x += sample.width
    return corner[1] + len(rows) * LEGEND_ROW
