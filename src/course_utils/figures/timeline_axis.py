"""The axis of the timeline: its unit, its columns, the breaks between them, and its rows.

A column is one day, month, year, decade or century; a break stands for a long empty stretch.  The
unit is the finest whose columns are few.  Columns that do not fit side by side go on in a next row.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, get_args

from course_utils.figures import canvas
from course_utils.figures.style import SMALL_SIZE
from course_utils.source.dates import MONTHS, Period, how_long

Unit = Literal["day", "month", "year", "decade", "century"]
YEARS: dict[Unit, int] = {"year": 1, "decade": 10, "century": 100}
MOST_COLUMNS = 24
MOST_BREAKS = 2
LONGEST_GAP = 6  # empty columns that are drawn; more become a break
CARD_LEAST = 92.0  # points of a column with labels
STACK = 8  # labels one above the other, before their column widens
BREAK = 56.0  # points of a break
AROUND = 12.0  # points around the name of an empty column


@dataclass(frozen=True)
class Column:
    """One unit of the axis, or the break for all units from ``first`` to ``last``.

    ``labels`` counts what stands on it; ``left`` and ``width`` are points.
    """

    unit: Unit
    first: int
    last: int
    labels: int = 0
    left: float = 0.0
    width: float = 0.0

    @property
    def is_break(self) -> bool:
        """Whether it stands for a stretch that is too long to be drawn."""
        return self.last > self.first

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.left + self.width

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.first <= _place(day, self.unit) < self.last + 1

    @property
    def begins(self) -> dt.date:
        """The first day of it."""
        return _first_day(self.unit, self.first)

    @property
    def name(self) -> str:
        """What stands under it; of a break, how long it is."""
        if self.is_break:
            return how_long(self.begins, _last_day(self.unit, self.last))
        day = self.begins
        match self.unit:
            case "day":
                return f"{day.day} {MONTHS[day.month - 1][:3]}"
            case "month":
                return MONTHS[day.month - 1][:3]
            case "year":
                return f"{self.first}"
            case "decade":
                return f"{10 * self.first}s"
        return f"{100 * self.first} to {100 * self.first + 99}"

    @property
    def year(self) -> str:
        """The year of it, where its name does not have that."""
        return f"{self.begins.year}" if self.unit in ("day", "month") and not self.is_break else ""

    @property
    def least(self) -> float:
        """The points that it needs."""
        if self.labels:
            return CARD_LEAST * -(-self.labels // STACK)
        name = canvas.text_width(self.name, weight="bold") + AROUND
        return BREAK if self.is_break else max(name, canvas.text_width("2000", SMALL_SIZE))


@dataclass(frozen=True)
class AxisRow:
    """Columns that stand side by side."""

    columns: tuple[Column, ...]

    @property
    def left(self) -> float:
        """Left edge in points."""
        return self.columns[0].left

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.columns[-1].right

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in one of its columns."""
        return any(column.holds(day) for column in self.columns)

    def room(self, column: Column) -> float:
        """The points from a column to the next one with labels: words may run over empty ones."""
        later = [other.left for other in self.columns if other.left > column.left and other.labels]
        return min([self.right, *later]) - column.left

    def stretch(self, period: Period) -> tuple[float, float] | None:
        """From where to where the days of ``period`` run in this row, if they do."""
        unit = self.columns[0].unit
        begin, end = _place(period.first, unit), _place(period.last, unit, after=True)
        if end <= self.columns[0].first or begin >= self.columns[-1].last + 1:
            return None
        return self._point(begin), self._point(end)

    def _point(self, place: float) -> float:
        for column in self.columns:
            if place < column.last + 1:
                share = (place - column.first) / (column.last + 1 - column.first)
                return column.left + max(share, 0.0) * column.width
        return self.right


def axis_rows(
    dates: Sequence[Period], labels: Iterable[Period], left: float, width: float
) -> list[AxisRow]:
    """Lay out an axis for ``dates`` in rows of ``width`` points; ``labels`` have a label on it."""
    if not dates:
        return []
    unit = choose_unit(dates)
    counts = Counter(int(_place(date.first, unit)) for date in labels)
    columns = [
        replace(column, labels=0 if column.is_break else counts[column.first])
        for column in columns_of(dates, unit)
    ]
    return [AxisRow(tuple(_placed(row, left, width))) for row in _balanced(columns, width)]


def choose_unit(dates: Sequence[Period]) -> Unit:
    """The finest unit with few columns and breaks, and not finer than any date is known."""
    finest = [date.precision for date in dates]
    units: Sequence[Unit] = get_args(Unit)
    start = next(place for place, unit in enumerate(units) if unit in finest)
    for unit in units[start:-1]:
        columns = columns_of(dates, unit)
        breaks = sum(column.is_break for column in columns)
        if len(columns) <= MOST_COLUMNS and breaks <= MOST_BREAKS:
            return unit
    return "century"


def columns_of(dates: Iterable[Period], unit: Unit) -> list[Column]:
    """The columns from the first date to the last, with a break for each long empty stretch."""
    ends = {int(_place(day, unit)) for date in dates for day in (date.first, date.last)}
    numbers = sorted(ends)
    columns = [Column(unit, numbers[0], numbers[0])]
    for before, number in pairwise(numbers):
        if number - before - 1 > LONGEST_GAP:
            columns.append(Column(unit, before + 1, number - 1))
        else:
            columns += [Column(unit, empty, empty) for empty in range(before + 1, number)]
        columns.append(Column(unit, number, number))
    return columns


def _place(day: dt.date, unit: Unit, after: bool = False) -> float:
    """A day on the axis: the number of its unit, and the share of it that is over by then."""
    if unit == "day":
        return day.toordinal() + after
    if unit == "month":
        share = (day.day - 1 + after) / calendar.monthrange(day.year, day.month)[1]
        return 12 * day.year + day.month - 1 + share
    days = 366 if calendar.isleap(day.year) else 365
    return (day.year + (day.timetuple().tm_yday - 1 + after) / days) / YEARS[unit]


def _first_day(unit: Unit, number: int) -> dt.date:
    if unit == "day":
        return dt.date.fromordinal(number)
    if unit == "month":
        return dt.date(number // 12, number % 12 + 1, 1)
    return dt.date(max(number * YEARS[unit], 1), 1, 1)


def _last_day(unit: Unit, number: int) -> dt.date:
    return dt.date.fromordinal(_first_day(unit, number + 1).toordinal() - 1)


def _balanced(columns: Sequence[Column], width: float) -> list[list[Column]]:
    """Break columns into as few rows as fit, and these about equally full."""
    fewest = len(_broken(columns, width))
    limit = sum(column.least for column in columns) / fewest
    while len(rows := _broken(columns, min(limit, width))) > fewest:
        limit *= 1.05
    return rows


def _broken(columns: Sequence[Column], width: float) -> list[list[Column]]:
    rows: list[list[Column]] = []
    for column in columns:
        if rows and sum(other.least for other in rows[-1]) + column.least <= width:
            rows[-1].append(column)
        else:
            rows.append([column])
    return rows


def _placed(columns: Sequence[Column], left: float, width: float) -> Iterator[Column]:
    """Share the width out: all alike if there is room, else the narrow ones gain first."""
    rising = [min(column.least, width) for column in columns if not column.is_break]
    level = _level(rising, width - BREAK * (len(columns) - len(rising)))
    for column in columns:
        across = BREAK if column.is_break else max(min(column.least, width), level)
        yield replace(column, left=left, width=across)
        left += across


def _level(sizes: Sequence[float], total: float) -> float:
    """The size to which the smallest have to rise so that all sum up to ``total``."""
    falling = sorted(sizes, reverse=True)
    while falling and total < falling[0] * len(falling):
        total -= falling.pop(0)
    return total / len(falling) if falling else 0.0
