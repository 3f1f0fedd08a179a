"""The timeline as rows, words and numbers: what it shows, what it finds, where things go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from course_utils.as_of import parse_day
from course_utils.cells import Mode
from course_utils.course import Course
from course_utils.rows import Statement

By = Literal["side", "mode"]
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Entry:
    """A statement as the timeline shows it.

    ``date`` is the day it is drawn at, or None; ``outside`` says that only other sources give that
    day; ``group`` is the value that colour and shape stand for.
    """

    statement: Statement
    speaker: str
    date: dt.date | None
    outside: bool
    group: str

    @property
    def number(self) -> int:
        """Position in the order of telling, from 1."""
        return self.statement.order_told


def select(
    course: Course,
    by: By = "side",
    sides: Iterable[str] | None = None,
    modes: Iterable[str] | None = None,
    dated: bool | None = None,
    as_of: str | dt.date | None = None,
    outside: bool = False,
) -> tuple[Entry, ...]:
    """Choose the statements to show, in the order of telling.

    ``sides`` and ``modes`` keep some; ``dated`` keeps what is drawn with a day, or what is drawn
    without; ``as_of`` drops what has a later day.  A statement without a day stays at every
    ``as_of``.  ``outside`` uses days that only other sources give.

    Raises ``ValueError`` for an unknown side, mode or grouping, or a date that cannot be read.
    """
    _one_of("grouping", [by], get_args(By))
    wanted_sides = _one_of("side", sides, [term.id for term in course.terms_of("side")])
    wanted_modes = _one_of("mode", modes, get_args(Mode))
    last = parse_day(as_of)
    entries = (_entry(course, row, by, outside) for row in course.rows(Statement))
    chosen = [
        entry
        for entry in entries
        if entry.statement.side in wanted_sides
        and entry.statement.mode in wanted_modes
        and dated in (None, entry.date is not None)
        and not (last and entry.date and entry.date > last)
    ]
    return tuple(sorted(chosen, key=lambda entry: entry.number))


def _one_of(what: str, given: Iterable[str] | None, known: Sequence[str]) -> list[str]:
    """``given``, or all of ``known``; ``ValueError`` names what is not known."""
    wanted = list(known if given is None else given)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"no {what} is called {', '.join(unknown)}; there are {', '.join(known)}")
    return wanted


def _entry(course: Course, row: Statement, by: By, outside: bool) -> Entry:
    elsewhere = outside and row.date is None and row.outside_date is not None
    date = dt.date.fromisoformat(row.outside_date or "") if elsewhere else row.date
    group = course.label("side", row.side) if by == "side" else row.mode
    return Entry(row, speaker(course, row), date, elsewhere, group)


def speaker(course: Course, row: Statement) -> str:
    """Who speaks, short enough for a label: the first, and whether there are others."""
    first = course.label_of(row.who[0])
    return first if len(row.who) == 1 else f"{first} and others"


def days(dates: Iterable[dt.date | None]) -> tuple[dt.date, ...]:
    """Every day from the first to the last of ``dates``, the empty ones too."""
    known = sorted({date for date in dates if date})
    if not known:
        return ()
    return tuple(known[0] + dt.timedelta(n) for n in range((known[-1] - known[0]).days + 1))


# Words


def day_name(date: dt.date, year: bool = False) -> str:
    """``21 November``, or with its year."""
    return f"{date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if year else "")


def span(shown: Sequence[dt.date]) -> str:
    """The first and the last day in words, as in ``21 to 26 November 2017``."""
    first, last = shown[0], shown[-1]
    if first == last:
        return day_name(first, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_name(last, year=True)}"
    return f"{day_name(first, first.year != last.year)} to {day_name(last, year=True)}"


def finding(entries: Sequence[Entry]) -> str:
    """The title: how many statements carry a day, and whether they are told in that order."""
    if not entries:
        return "No statement fits these choices"
    dated = sorted((entry for entry in entries if entry.date), key=lambda e: (e.date, e.number))
    verb = "carries" if len(dated) == 1 else "carry"
    count = f"{len(dated)} of {len(entries)} statements {verb} a day"
    outside = sum(entry.outside for entry in dated)
    if outside:
        count += f", {outside} from other sources"
    if len(dated) < 2:
        return count
    in_order = all(first.number < second.number for first, second in pairwise(dated))
    return f"{count}; they are {'' if in_order else 'not '}told in the order of days"


def alternative(
    entries: Sequence[Entry], shown: Sequence[dt.date], as_of: dt.date | None = None
) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not entries:
        return "An empty timeline: no statement fits these choices."
    undated = sum(entry.date is None for entry in entries)
    when = f"{span(shown)}, with " if shown else ""
    limit = f", none after {day_name(as_of)}" if as_of else ""
    count = "1 statement" if len(entries) == 1 else f"{len(entries)} statements"
    return (
        f"Timeline of {count}: {when}{len(entries) - undated} placed on a day{limit},"
        f" and {undated or 'none'} in a lane without days."
    )


def description(
    entries: Sequence[Entry], shown: Sequence[dt.date], as_of: dt.date | None = None
) -> list[str]:
    """What stands where, day by day and then the undated lane, one paragraph each."""
    words = []
    for day in shown:
        if as_of and day > as_of:
            words.append(f"From {day_name(day)} on: left out.")
            break
        there = [entry for entry in entries if entry.date == day]
        said = "; ".join(map(_said, there)) if there else "no statement"
        words.append(f"{day_name(day)}: {said}.")
    undated = [entry for entry in entries if entry.date is None]
    if undated:
        told = "; ".join(map(_said, undated))
        words.append(f"Without a day, in the order of telling: {told}.")
    return words


def _said(entry: Entry) -> str:
    outside = ", day from other sources" if entry.outside else ""
    where = ", ".join(entry.statement.paragraph)
    about = f"{entry.group}, {entry.statement.commitment}, {where}{outside}"
    return f"{entry.number} {entry.speaker}, {entry.statement.short.rstrip('.')} ({about})"


# Numbers


def assign_lanes(lefts: Sequence[float], widths: Sequence[float], gap: float = 0.0) -> list[int]:
    """Give each label a lane, 0 lowest, so that no label lies on a label or across a pole.

    A label begins at its pole and runs to the right, so whatever starts under it must lie lower.
    Going from right to left, each label takes the lane above the highest it covers.  Items with the
    same left edge are covered by the ones before them.
    """
    lanes = [0] * len(lefts)
    order = sorted(range(len(lefts)), key=lambda i: (lefts[i], i), reverse=True)
    for place, item in enumerate(order):
        covered = [j for j in order[:place] if lefts[j] < lefts[item] + widths[item] + gap]
        lanes[item] = 1 + max((lanes[j] for j in covered), default=-1)
    return lanes


def lane_floors(lanes: Sequence[int], heights: Sequence[float], gap: float) -> list[float]:
    """Height above the axis at which each lane begins: the tallest labels below, with gaps."""
    floors = [0.0]
    for lane in range(max(lanes, default=-1) + 1):
        tallest = max(height for own, height in zip(lanes, heights, strict=True) if own == lane)
        floors.append(floors[-1] + tallest + gap)
    return floors


def flow(
    heights: Sequence[float], columns: int, gap: float
) -> tuple[list[tuple[int, float]], float]:
    """Fill a grid row by row: column and depth of the top of each label, and the whole depth."""
    places: list[tuple[int, float]] = []
    depth = 0.0
    for start in range(0, len(heights), columns):
        row = heights[start : start + columns]
        places.extend((column, depth) for column in range(len(row)))
        depth += max(row) + gap
    return places, depth
