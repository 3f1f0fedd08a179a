"""Draw the timeline: statements above the axis, topics below, and a lane for what has no day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from course_utils.as_of import parse_day
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
from course_utils.figures.timeline_plan import (
    AXIS,
    GAP,
    INDENT,
    MARGIN,
    MARKER,
    RADIUS,
    Card,
    Columns,
    Plan,
    measure,
    topic_lines,
)
from course_utils.timeline import (
    By,
    Entry,
    alternative,
    day_name,
    days,
    description,
    finding,
    select,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

NO_DAY = "no day"
NARROW = 44.0  # points of a day below which its name loses the month


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
    """Draw what the article's speakers said, day by day.

    Statements with a day stand above the axis on a pole of their own; each is marked again below,
    in the row of its topics.  Statements without a day lie in a lane at the bottom, in the order of
    telling; the numbers are that order too.  Line style is commitment, colour and shape are ``by``.

    by: ``"side"``, or ``"mode"`` (quotation, paraphrase, collective summary, silence).
    sides, modes: keep these only.
    dated: keep only what is drawn with a day, or only what is drawn without.
    as_of: leave out what has a later day, ``"YYYY-MM-DD"``; statements without a day stay.
    outside: draw days that only other sources give, hollow.
    width: inches; a long period makes the figure wider.

    Raises ``ValueError`` for an unknown side, mode, grouping or date.
    """
    everything = select(course, by, outside=outside)
    entries = select(course, by, sides, modes, dated, as_of, outside)
    shown = days(entry.date for entry in everything)
    last = parse_day(as_of)
    looks = marks(entry.group for entry in everything)
    groups = [name for name in looks if any(entry.group == name for entry in entries)]
    plan = measure(course, entries, Columns.of(shown, width * canvas.POINTS), groups)
    return Picture(
        partial(_draw, plan, looks, last),
        finding(entries),
        alternative(entries, shown, last),
        description(entries, shown, last),
        table(entries, by),
        f"Data: coding of {course.about['article']}",
    )


def table(entries: Sequence[Entry], by: By) -> DataFrame:
    """The statements drawn, with what the picture shortens."""
    import pandas as pd

    rows = [
        {
            "No.": entry.number,
            "Day": _day_cell(entry),
            "Who": entry.speaker,
            by.capitalize(): entry.group,
            "What is said": entry.statement.content,
            "Commitment": entry.statement.commitment,
            "Paragraph": ", ".join(entry.statement.paragraph),
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)


def _day_cell(entry: Entry) -> str:
    if entry.date is None:
        return NO_DAY
    return day_name(entry.date) + (" (other sources)" if entry.outside else "")


def _draw(plan: Plan, looks: Mapping[str, Mark], as_of: dt.date | None) -> Figure:
    figure, axes = canvas.blank(plan.columns.width, plan.height)
    title = "\n".join(plan.title)
    canvas.write(axes, (MARGIN, MARGIN), title, "title", TITLE_SIZE, weight="bold")
    _draw_columns(axes, plan, as_of)
    for card, pole, lane in zip(plan.cards, plan.poles, plan.lanes, strict=True):
        top = plan.axis - plan.floors[lane] - card.height - GAP / 2
        _draw_card(axes, card, (pole, top, plan.axis), looks[card.entry.group])
    _draw_topics(axes, plan, looks)
    if plan.undated:
        _draw_lane(axes, plan, looks)
    draw_legend(axes, plan.legend, (MARGIN, plan.key), looks)
    return figure


def _draw_columns(axes: Axes, plan: Plan, as_of: dt.date | None) -> None:
    columns, bottom = plan.columns, plan.lane - GAP
    for date in (*columns.days, None):
        left = columns.left(date)
        late = bool(date and as_of and date > as_of)
        if late:
            span = [left, left + columns.across(date)]
            axes.fill_between(span, plan.axis, bottom, color=SHADE, lw=0)
        axes.plot([left, left], [plan.axis, bottom], color=RULE, lw=0.8)
        name = NO_DAY if date is None else _short_day(date, columns)
        out = late or date is None
        place = (left + columns.across(date) / 2, plan.axis + 4)
        ink, weight = (QUIET, "normal") if out else (INK, "bold")
        canvas.write(axes, place, name, "day", ha="center", color=ink, weight=weight)
    axes.plot(
        [columns.left(None) - columns.day * len(columns.days), columns.left(None)],
        [plan.axis, plan.axis],
        color=INK,
        lw=1.6,
    )


def _short_day(date: dt.date, columns: Columns) -> str:
    if columns.day > NARROW:
        return f"{date.day} {day_name(date).split()[1][:3]}"
    turn = date == columns.days[0] or date.day == 1
    return f"{date.day}/{date.month}" if turn else str(date.day)


def _draw_lane(axes: Axes, plan: Plan, looks: Mapping[str, Mark]) -> None:
    foot = plan.first_card + plan.lane_depth
    axes.fill_between([MARGIN, plan.columns.right], plan.lane, foot, color=SHADE, lw=0)
    heading = "No day in the article, in the order of telling"
    canvas.write(axes, (MARGIN + GAP, plan.lane + GAP), heading, "lane", weight="bold")
    for card, (column, down) in zip(plan.undated, plan.places, strict=True):
        top = plan.first_card + down
        left = MARGIN + GAP + column * plan.columns.lane_column
        _draw_card(axes, card, (left, top, top + card.height), looks[card.entry.group])


def _draw_card(axes: Axes, card: Card, box: tuple[float, float, float], look: Mark) -> None:
    """Draw a pole from top to foot, and at its top the number, the speaker and the words."""
    pole, top, foot = box
    commitment_line(axes, (pole, pole), (top, foot), card.entry.statement.commitment, look.colour)
    left = pole + INDENT
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


def _draw_topics(axes: Axes, plan: Plan, looks: Mapping[str, Mark]) -> None:
    top = plan.axis + AXIS
    for topic, entries in plan.topics.items():
        height = plan.topic_height(topic)
        axes.plot([MARGIN, plan.columns.right], [top, top], color=RULE, lw=0.8)
        name = "\n".join(topic_lines(topic))
        canvas.write(axes, (MARGIN, top + height / 2), name, "topic", SMALL_SIZE, middle=True)
        for date in {entry.date for entry in entries}:
            there = [entry for entry in entries if entry.date == date]
            _draw_markers(axes, plan.columns, top, there, looks)
        top += height


def _draw_markers(
    axes: Axes,
    columns: Columns,
    top: float,
    entries: Sequence[Entry],
    looks: Mapping[str, Mark],
) -> None:
    """Mark the statements of one topic and one day, side by side and then in further lines."""
    date = entries[0].date
    for place, entry in enumerate(entries):
        down, along = divmod(place, columns.fit(date))
        x = columns.left(date) + 3 + RADIUS + along * MARKER
        y = top + 2 + RADIUS + down * MARKER
        _draw_marker(axes, (x, y), entry, looks[entry.group])
