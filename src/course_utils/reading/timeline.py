"""The timeline as rows and words: which statements it shows, what it finds, what stands where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from course_utils.course import Course
from course_utils.source.cells import Mode
from course_utils.source.dates import Period, day_name, from_to, how_long
from course_utils.source.rows import Statement
from course_utils.words import count, known

if TYPE_CHECKING:
    from pandas import DataFrame

By = Literal["side", "mode"]
MOST_DRAWN = 60  # statements in one picture; more are said, and stand in its table
A_FEW = 3  # days; longer empty stretches say how long they are


class Entry(NamedTuple):
    """A statement as the timeline shows it, with its ``number`` in the order of telling.

    ``period`` is the day, month or year it is drawn at, or None; ``outside`` says that only other
    sources give it; ``group`` is the value that colour and shape stand for.
    """

    statement: Statement
    number: int
    speaker: str
    period: Period | None
    outside: bool
    group: str


def select(
    course: Course,
    by: By = "side",
    sides: str | Iterable[str] | None = None,
    modes: str | Iterable[str] | None = None,
    dated: bool | None = None,
    as_of: str | dt.date | None = None,
    outside: bool = False,
) -> list[Entry]:
    """Choose the statements to show, in the order of telling, as ``draw_timeline`` says.

    ``as_of`` drops what is surely later: a statement of a month or year that had begun stays.
    """
    known(by, get_args(By), "grouping")
    every_side = [term.id for term in course.terms_of("side")]
    wanted_sides = every_side if sides is None else known(sides, every_side, "side")
    wanted_modes = get_args(Mode) if modes is None else known(modes, get_args(Mode), "mode")
    last = until(as_of)
    rows = sorted(course.rows(Statement), key=lambda row: row.order_told)
    return [
        entry
        for entry in (_entry(course, row, by, outside) for row in rows)
        if entry.statement.side in wanted_sides
        and entry.statement.mode in wanted_modes
        and dated in (None, entry.period is not None)
        and not (last and entry.period and entry.period.first > last)
    ]


def _entry(course: Course, row: Statement, by: By, outside: bool) -> Entry:
    given = row.period
    elsewhere = Period.of(row.outside_date) if outside and row.outside_date and not given else None
    group = course.label("side", row.side) if by == "side" else row.mode
    speaker = course.label_of(row.who[0]) + (" and others" if len(row.who) > 1 else "")
    return Entry(row, row.order_told, speaker, given or elsewhere, elsewhere is not None, group)


def until(as_of: str | dt.date | None) -> dt.date | None:
    """The last day that ``as_of`` may mean; ``ValueError`` for what is no date."""
    return None if as_of is None else Period.of(str(as_of)).last


def periods(entries: Iterable[Entry]) -> list[Period]:
    """The different dates, in their order."""
    return sorted({entry.period for entry in entries if entry.period})


def years_matter(dates: Iterable[Period]) -> bool:
    """Whether a date has to say its year: they are not all of one."""
    return len({year for date in dates for year in (date.first.year, date.last.year)}) > 1


def table(entries: Sequence[Entry], by: By, year: bool = False) -> DataFrame:
    """The statements chosen, with what the picture shortens; ``year`` says each date's year."""
    import pandas as pd

    rows = [
        {
            "No.": entry.number,
            "Day": (entry.period.name(year) if entry.period else "no day")
            + " (other sources)" * entry.outside,
            "Who": entry.speaker,
            by.capitalize(): entry.group,
            "What is said": entry.statement.content,
            "Commitment": entry.statement.commitment,
            "Paragraph": ", ".join(entry.statement.paragraph),
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)


# Words


def finding(entries: Sequence[Entry]) -> str:
    """The title: whether statements carry a day, and whether they are told in that order."""
    if not entries:
        return "No statement fits these choices"
    dates, what = [entry.period for entry in entries if entry.period], _what(entries)
    said = [_share(len(dates), len(entries), what), _order(dates, len(entries), what)]
    outside = sum(entry.outside for entry in entries)
    if outside:
        said.append(f"other sources give {'one' if outside == 1 else outside} of the {what}s")
    return "; ".join(filter(None, said))


def _what(entries: Iterable[Entry]) -> str:
    return "day" if all(date.precision == "day" for date in periods(entries)) else "date"


def _share(dated: int, total: int, what: str) -> str:
    if total == 1:
        return f"The only statement carries {'a' if dated else 'no'} {what}"
    if dated in (0, total):
        return f"{'Every' if dated else 'No'} statement carries a {what}"
    if dated == 1:
        return f"One statement alone carries a {what}"
    if 2 * dated == total:
        return f"Half of the statements carry a {what}"
    return f"Most statements carry {'no' if 2 * dated < total else 'a'} {what}"


def _order(told: Sequence[Period], total: int, what: str) -> str:
    """Whether dates are told in their own order; nothing if none is before another."""
    if not told or max(date.first for date in told) <= min(date.last for date in told):
        return ""
    latest = accumulate((date.first for date in told), max)
    in_order = all(before <= date.last for before, date in zip(latest, told, strict=True))
    who = "they" if len(told) == total else "those that do"
    return f"{who} are {'' if in_order else 'not '}told in the order of {what}s"


def left_out(entries: Sequence[Entry]) -> str:
    """What the picture leaves out because it would be too much; empty as a rule."""
    if len(entries) <= MOST_DRAWN:
        return ""
    return (
        f"Drawn are the first {MOST_DRAWN} of {len(entries)} statements, in the order of telling;"
        " the table has all of them."
    )


def alternative(
    entries: Sequence[Entry], shown: Sequence[Period], as_of: dt.date | None = None
) -> str:
    """What the picture shows, for who cannot see it; ``shown`` are all dates, in their order."""
    if not entries:
        return "An empty timeline: no statement fits these choices."
    dated = sum(entry.period is not None for entry in entries)
    latest = max(shown, key=lambda date: (date.last, date.first), default=None)
    when = f"{from_to(shown[0], latest)}, with " if latest else ""
    limit = f", none after {day_name(as_of)}" if as_of else ""
    total = count(len(entries), "statement")
    said = (
        f"Timeline of {total}: {when}{dated} placed on a {_what(entries)}{limit},"
        f" and {len(entries) - dated or 'none'} in a lane without days. {left_out(entries)}"
    )
    return said.rstrip()


def description(
    entries: Sequence[Entry], shown: Sequence[Period], as_of: dt.date | None = None
) -> list[str]:
    """What stands where: dates that hold something, empty stretches in one, and the lane."""
    words = list(_by_date(entries, shown, as_of)) if shown else []
    undated = [entry for entry in entries if entry.period is None]
    if undated:
        words.append(f"Without a day, in the order of telling: {_listed(undated)}.")
    return words


def _by_date(
    entries: Sequence[Entry], shown: Sequence[Period], as_of: dt.date | None
) -> Iterator[str]:
    year = years_matter(shown)
    end = max(date.last for date in shown).toordinal()
    begin = shown[0].first.toordinal()
    for date in periods(entries):
        yield from _empty(begin, date.first.toordinal() - 1, year)
        yield f"{date.name(year)}: {_listed(e for e in entries if e.period == date)}."
        begin = max(begin, date.last.toordinal() + 1)
    yield from _empty(begin, min(end, as_of.toordinal()) if as_of else end, year)
    if as_of and as_of < shown[-1].first:
        yield f"From {day_name(as_of + dt.timedelta(1), year)} on: left out."


def _empty(begin: int, end: int, year: bool) -> Iterator[str]:
    """Say that nothing is dated to the days from ``begin`` to ``end``, if there are any."""
    if begin <= end:
        first, last = dt.date.fromordinal(begin), dt.date.fromordinal(end)
        long = f", {how_long(first, last)}" if end - begin >= A_FEW else ""
        yield f"{from_to(Period(first, first), Period(last, last), year)}{long}: no statement."


def _listed(entries: Iterable[Entry]) -> str:
    said = []
    for entry in entries:
        row = entry.statement
        about = [entry.group, row.commitment, *row.paragraph]
        about += ["date from other sources"] if entry.outside else []
        said.append(f"{entry.number} {entry.speaker}, {row.short.rstrip('.')} ({', '.join(about)})")
    return "; ".join(said)
