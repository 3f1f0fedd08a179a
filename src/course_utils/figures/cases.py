"""Draw the comparison of cases: conditions down, cases across, and what is left open as such."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from course_utils.cases import (
    NOT_ADDRESSED,
    Cell,
    Comparison,
    alternative,
    compare,
    description,
    finding,
)
from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, Item, commitment_line, draw_legend, legend_rows
from course_utils.figures.picture import Picture
from course_utils.figures.style import (
    PAPER,
    QUIET,
    RULE,
    SHADE,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    marks,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

Box = tuple[float, float, float, float]  # left, top, right, foot

MARGIN = 8.0
GAP = 8.0
NAMES = (70.0, 130.0)  # least and greatest width of the names of the conditions
LEAST = 104.0  # width of a case below which its words are hard to read
POLE = 6.0  # from one line of commitment to the next, or to the words
PAD = 5.0  # above and below the words of a cell
HEAD = 20.0  # height of the names of the cases
STRIPE = 7.2  # between the stripes of a cell that says nothing
LINES = 12


@dataclass(frozen=True)
class Block:
    """The words of a cell, wrapped: what is said, then paragraphs and commitment."""

    cell: Cell
    lines: list[str]
    source: list[str]

    @classmethod
    def of(cls, cell: Cell, width: float) -> Block:
        """Wrap the words of a cell into ``width`` points, its lines of commitment included."""
        room = width - GAP - POLE * (len(cell.commitments) + 1)
        return cls(
            cell,
            canvas.wrap(cell.finding, room, LINES),
            canvas.wrap(cell.source, room, LINES, SMALL_SIZE),
        )

    @property
    def height(self) -> float:
        """Height of the cell that these words need."""
        words = canvas.block_height(self.lines) + canvas.block_height(self.source, SMALL_SIZE)
        return words + 2 * PAD


@dataclass(frozen=True)
class Panel:
    """Some cases side by side: as many as have room."""

    cases: tuple[str, ...]
    names: Mapping[str, list[str]]
    blocks: dict[tuple[str, str], Block]

    def row(self, condition: str) -> float:
        """Height of the row of a condition."""
        name = canvas.block_height(self.names[condition], TEXT_SIZE) + 2 * PAD
        return max(name, *(self.blocks[condition, case].height for case in self.cases))

    @property
    def height(self) -> float:
        """Height of the panel."""
        return HEAD + sum(map(self.row, self.names))


@dataclass(frozen=True)
class Plan:
    """Everything measured, in points."""

    width: float
    names: float
    case_width: float
    title: list[str]
    panels: list[Panel]
    legend: list[list[Item]]

    @property
    def top(self) -> float:
        """Depth at which the first panel begins."""
        return MARGIN + canvas.block_height(self.title, TITLE_SIZE) + GAP

    @property
    def key(self) -> float:
        """Depth at which the legend begins."""
        return self.top + sum(panel.height + GAP for panel in self.panels) + GAP

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.key + LEGEND_ROW * len(self.legend) + MARGIN


def draw_cases(
    course: Course, cases: Iterable[str] | None = None, width: float = canvas.WIDTH
) -> Picture:
    """Draw what the article says of each case on the same conditions, or that it says nothing.

    Each cell has its paragraphs, and at its left a line for each commitment of its claims.
    The comparison is the course's reading, not the article's.

    cases: keep these only, as ``["afghanistan", "syria"]``, in this order.
    width: inches; cases that have no room side by side follow below.

    Raises ``ValueError`` for an unknown case.
    """
    comparison = compare(course, cases)
    colours = {case: mark.colour for case, mark in marks(compare(course).cases).items()}
    return Picture(
        partial(_draw, _measure(comparison, width * canvas.POINTS), colours),
        finding(comparison),
        alternative(comparison),
        description(comparison),
        table(comparison),
        f"Data: our reading of {course.about['article']}",
    )


def table(comparison: Comparison) -> DataFrame:
    """The comparison itself: a row for each condition, a column for each case."""
    import pandas as pd

    rows = [
        {"Condition": condition}
        | {case: _full(comparison.cell(condition, case)) for case in comparison.cases}
        for condition in comparison.conditions
    ]
    return pd.DataFrame(rows, columns=["Condition", *comparison.cases])


def _full(cell: Cell) -> str:
    return f"{cell.finding} ({cell.source})" if cell.source else cell.finding


def _measure(comparison: Comparison, width: float) -> Plan:
    words = [word for condition in comparison.conditions for word in condition.split()]
    longest = max((canvas.text_width(word, TEXT_SIZE, "bold") for word in words), default=0.0)
    names = min(max(NAMES[0], longest + GAP + 1), NAMES[1])
    across = max(1, int((width - 2 * MARGIN - names) // LEAST))
    rows = -(-len(comparison.cases) // across) or 1
    across = -(-len(comparison.cases) // rows) or 1  # panels of one size, as far as can be
    each = max(LEAST, (width - 2 * MARGIN - names) / across)
    full = 2 * MARGIN + names + each * across
    shown = [comparison.cases[n : n + across] for n in range(0, len(comparison.cases), across)]
    present = {commitment for cell in comparison.cells for commitment in cell.commitments}
    return Plan(
        full,
        names,
        each,
        canvas.wrap(finding(comparison), full - 2 * MARGIN, 3, TITLE_SIZE, "bold"),
        [_panel(comparison, cases, names, each) for cases in shown],
        legend_rows([], present, full - 2 * MARGIN, signs=[NOT_ADDRESSED]),
    )


def _panel(comparison: Comparison, cases: tuple[str, ...], names: float, width: float) -> Panel:
    wrapped = {
        condition: canvas.wrap(condition, names - GAP, 4, TEXT_SIZE, "bold")
        for condition in comparison.conditions
    }
    blocks = {
        (condition, case): Block.of(comparison.cell(condition, case), width)
        for condition in comparison.conditions
        for case in cases
    }
    return Panel(cases, wrapped, blocks)


def _draw(plan: Plan, colours: Mapping[str, str]) -> Figure:
    figure, axes = canvas.blank(plan.width, plan.height)
    title = "\n".join(plan.title)
    canvas.write(axes, (MARGIN, MARGIN), title, "title", TITLE_SIZE, weight="bold")
    top = plan.top
    for panel in plan.panels:
        _draw_panel(axes, plan, panel, top, colours)
        top += panel.height + GAP
    draw_legend(axes, plan.legend, (MARGIN, plan.key), {}, {NOT_ADDRESSED: _draw_sign})
    return figure


def _draw_panel(
    axes: Axes, plan: Plan, panel: Panel, top: float, colours: Mapping[str, str]
) -> None:
    first = MARGIN + plan.names
    lefts = {case: first + plan.case_width * n for n, case in enumerate(panel.cases)}
    right = first + plan.case_width * len(panel.cases)
    for case, left in lefts.items():
        name = "".join(canvas.wrap(case, plan.case_width - GAP, 1, TEXT_SIZE, "bold"))
        canvas.write(axes, (left, top + 3), name, "case", weight="bold", color=colours[case])
    top += HEAD
    for condition, lines in panel.names.items():
        foot = top + panel.row(condition)
        axes.plot([MARGIN, right], [top, top], color=RULE, lw=0.8)
        words = "\n".join(lines)
        canvas.write(axes, (MARGIN, top + PAD), words, "condition", weight="bold")
        for case, left in lefts.items():
            block, box = panel.blocks[condition, case], (left, top, left + plan.case_width, foot)
            _draw_cell(axes, block, box, colours[case])
        top = foot


def _draw_cell(axes: Axes, block: Block, box: Box, colour: str) -> None:
    left, top, _, foot = box
    if not block.cell.addressed:
        _draw_nothing(axes, box)
        return
    for number, commitment in enumerate(block.cell.commitments):
        x = left + POLE * number + 1
        commitment_line(axes, (x, x), (top + PAD, foot - PAD), commitment, colour)
    x = left + POLE * (len(block.cell.commitments) + 0.3)
    canvas.write(axes, (x, top + PAD), "\n".join(block.lines), "cell")
    below = top + PAD + canvas.block_height(block.lines)
    source = "\n".join(block.source)
    canvas.write(axes, (x, below), source, "source", SMALL_SIZE, color=QUIET)


def _draw_nothing(axes: Axes, box: Box) -> None:
    """Draw a cell that says nothing: stripes, and words on a white plate."""
    left, top, right, foot = box
    _draw_stripes(axes, (left, top + 3, right - GAP, foot - 3))
    middle, wide = (top + foot) / 2, canvas.text_width(NOT_ADDRESSED)
    start = (left + right - GAP - wide) / 2
    axes.fill_betweenx(
        [middle - 8, middle + 8], start - 4, start + wide + 4, color=PAPER, lw=0, zorder=2
    )
    canvas.write(axes, (start, middle), NOT_ADDRESSED, "empty", middle=True, color=QUIET)


def _draw_stripes(axes: Axes, box: Box) -> None:
    """Draw a grey field with level stripes; slanting ones would make the stored picture larger."""
    left, top, right, foot = box
    axes.fill([left, right, right, left], [top, top, foot, foot], color=SHADE, lw=0, gid="hatch")
    number = int((foot - top) / STRIPE)
    for step in range(1, number + 1):
        y = top + step * STRIPE - STRIPE / 2
        axes.plot([left, right], [y, y], color=RULE, lw=0.72)


def _draw_sign(axes: Axes, place: tuple[float, float], width: float) -> None:
    _draw_stripes(axes, (place[0], place[1] - 5, place[0] + width, place[1] + 5))
