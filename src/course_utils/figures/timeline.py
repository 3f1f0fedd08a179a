"""Draw the timeline: days above the axis, months and years as bars below, and the lane without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.legend import commitment_line, draw_legend
from course_utils.figures.picture import Picture
from course_utils.figures.style import (
    INK,
    PAPER,
    QUIET,
    RULE,
    SHADE,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    Mark,
    marks,
)
from course_utils.figures.timeline_axis import AxisRow, Column
from course_utils.figures.timeline_plan import (
    BAND,
    BAR,
    GAP,
    INDENT,
    MARGIN,
    MARKER,
    RADIUS,
    SPAN_SIGN,
    Bar,
    Placed,
    Plan,
    band_height,
    break_lines,
    measure,
    years_shown,
)
from course_utils.reading.timeline import (
    By,
    Entry,
    alternative,
    description,
    finding,
    periods,
    select,
    until,
    years_matter,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

NO_DAY = "no day"
SLASH = 4.0  # half the height of a stroke that marks a break


def draw_timeline(
    course: Course,
    by: By = "side",
    sides: Iterable[str] | None = None,
    modes: Iterable[str] | None = None,
    dated: bool | None = None,
    as_of: str | dt.date | None = None,
    outside: bool = False,
    width: float = canvas.WIDTH,
) -> Picture:
    """Draw what the article's speakers said, in the order of days.

    Statements with a day stand above the axis; those of which only the month or the year is known
    hang below it, under a bar over that time.  Statements without a day lie in a lane at the
    bottom, in the order of telling; the numbers are that order too.  Line style is commitment,
    colour and shape are ``by``.  The axis counts in days, months, years, decades or centuries,
    whatever suits the span; a long empty stretch is a break that says how long it is.

    by: ``"side"``, or ``"mode"`` (quotation, paraphrase, collective summary, silence).
    sides, modes: keep these only.
    dated: keep only what is drawn with a date, or only what is drawn without.
    as_of: leave out what is later, ``"YYYY-MM-DD"``; statements without a day stay.
    outside: draw dates that only other sources give, hollow.
    width: inches; an axis that needs more goes on in a next row.

    Raises ``ValueError`` for an unknown side, mode, grouping or date.
    """
    everything = select(course, by, outside=outside)
    entries = select(course, by, sides, modes, dated, as_of, outside)
    shown = periods(entry.period for entry in everything)
    last = until(as_of)
    looks = marks(entry.group for entry in everything)
    groups = [name for name in looks if any(entry.group == name for entry in entries)]
    plan = measure(entries, shown, width * canvas.POINTS, groups)
    return Picture(
        partial(_draw, plan, looks, last),
        finding(entries),
        alternative(entries, shown, last),
        description(entries, shown, last),
        table(entries, by, years_matter(shown)),
        f"Data: coding of {course.about['article']}",
    )


def table(entries: Sequence[Entry], by: By, year: bool = False) -> DataFrame:
    """The statements chosen, with what the picture shortens; ``year`` says each date's year."""
    import pandas as pd

    rows = [
        {
            "No.": entry.number,
            "Day": _day_cell(entry, year),
            "Who": entry.speaker,
            by.capitalize(): entry.group,
            "What is said": entry.statement.content,
            "Commitment": entry.statement.commitment,
            "Paragraph": ", ".join(entry.statement.paragraph),
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)


def _day_cell(entry: Entry, year: bool) -> str:
    if entry.period is None:
        return NO_DAY
    return entry.period.name(year) + (" (other sources)" if entry.outside else "")


def _draw(plan: Plan, looks: Mapping[str, Mark], as_of: dt.date | None) -> Figure:
    figure, axes = canvas.blank(plan.width, plan.height)
    title = "\n".join(plan.title)
    canvas.write(axes, (MARGIN, MARGIN), title, "title", TITLE_SIZE, weight="bold")
    below = MARGIN + canvas.block_height(plan.title, TITLE_SIZE)
    canvas.write(axes, (MARGIN, below), "\n".join(plan.note), "note", color=QUIET)
    if plan.lane:
        _draw_lane(axes, plan, *plan.lane)
    for number, (row, depth) in enumerate(plan.rows, start=1):
        _draw_row(axes, row, depth, as_of)
        if number < len(plan.rows):
            axes.plot([row.right], [depth], ">", ms=6, color=INK, gid="goes on")
    for bar in plan.bars:
        _draw_bar(axes, bar)
    for placed in plan.cards:
        _draw_card(axes, placed, looks[placed.card.entry.group])
    draw_legend(axes, plan.legend, (MARGIN, plan.key), looks, {SPAN_SIGN: _draw_sample})
    return figure


def _draw_row(axes: Axes, row: AxisRow, depth: float, as_of: dt.date | None) -> None:
    foot = depth + band_height(row)
    for column, year in zip(row.columns, years_shown(row), strict=True):
        late = bool(as_of and column.begins > as_of)
        if late:
            axes.fill_between([column.left, column.right], depth, foot, color=SHADE, lw=0)
        axes.plot([column.left, column.left], [depth, foot], color=RULE, lw=0.8)
        if column.is_break:
            _draw_break(axes, column, depth)
        else:
            _draw_name(axes, column, depth, year, late)
    axes.plot([row.right, row.right], [depth, foot], color=RULE, lw=0.8)


def _draw_name(axes: Axes, column: Column, depth: float, year: str, late: bool) -> None:
    axes.plot([column.left, column.right], [depth, depth], color=INK, lw=1.6)
    middle = (column.left + column.right) / 2
    place, ink = (middle, depth + BAND), QUIET if late else INK
    canvas.write(axes, place, column.name, "day", weight="bold", ha="center", color=ink)
    second = depth + BAND + canvas.line_height(TEXT_SIZE)
    canvas.write(axes, (middle, second), year, "year", ha="center", color=QUIET)


def _draw_break(axes: Axes, column: Column, depth: float) -> None:
    """Interrupt the axis with dots between two strokes, and say how long nothing is dated."""
    axes.plot([column.left, column.right], [depth, depth], color=INK, lw=1.6, ls=(0, (1, 3)))
    for x in (column.left, column.right):
        axes.plot([x - 2, x + 2], [depth + SLASH, depth - SLASH], color=INK, lw=1.2)
    place = ((column.left + column.right) / 2, depth + BAND)
    words = "\n".join(break_lines(column))
    canvas.write(axes, place, words, "break", SMALL_SIZE, ha="center", color=QUIET)


def _draw_bar(axes: Axes, bar: Bar) -> None:
    fill = PAPER if bar.hollow else QUIET
    xs = [bar.left, bar.right]
    axes.fill_between(xs, bar.top, bar.top + BAR, facecolor=fill, edgecolor=QUIET, lw=1, gid="bar")
    words = bar.words
    width = canvas.text_width(words, SMALL_SIZE)
    left = min(bar.left, axes.get_xlim()[1] - MARGIN - width)
    canvas.write(axes, (left, bar.top + BAR), words, "goes on", SMALL_SIZE, color=QUIET)


def _draw_sample(axes: Axes, place: tuple[float, float], width: float) -> None:
    x, y = place
    axes.fill_between([x, x + width], y - BAR / 2, y + BAR / 2, color=QUIET, lw=0)


def _draw_lane(axes: Axes, plan: Plan, top: float, foot: float) -> None:
    axes.fill_between([MARGIN, plan.width - MARGIN], top, foot, color=SHADE, lw=0)
    heading = "No day in the article, in the order of telling"
    canvas.write(axes, (MARGIN + GAP, top + GAP), heading, "lane", weight="bold")


def _draw_card(axes: Axes, placed: Placed, look: Mark) -> None:
    """Draw a line from top to foot, and beside it the number, the speaker and the words."""
    card, top, line = placed.card, placed.top, placed.left
    commitment = card.entry.statement.commitment
    commitment_line(axes, (line, line), (top, placed.foot), commitment, look.colour)
    left = line + INDENT
    middle = top + MARKER / 2
    _draw_marker(axes, (left + RADIUS, middle), card.entry, look)
    beside = (left + MARKER + 3, middle - canvas.line_height(TEXT_SIZE) / 2)
    canvas.write(axes, beside, "\n".join(card.speaker), "label", weight="bold")
    canvas.write(axes, (left, top + card.head), "\n".join(card.lines), "label")


def _draw_marker(axes: Axes, place: tuple[float, float], entry: Entry, look: Mark) -> None:
    size = 2 * RADIUS * (0.85 if look.shape == "D" else 1.0)
    fill, ink = (PAPER, look.colour) if entry.outside else (look.colour, PAPER)
    axes.plot(
        *([value] for value in place),
        marker=look.shape,
        ms=size,
        mfc=fill,
        mec=look.colour,
        mew=1.2,
        gid="marker",
    )
    look_of_number = {"weight": "bold", "color": ink, "ha": "center"}
    canvas.write(axes, place, str(entry.number), "number", SMALL_SIZE, True, **look_of_number)
