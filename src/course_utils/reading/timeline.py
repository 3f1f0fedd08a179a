"""The timeline as rows, words and numbers: what it shows, what it finds, where things go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, get_args

from course_utils.course import Course
from course_utils.source.as_of import last_day
from course_utils.source.cells import Mode
from course_utils.source.dates import Period, day_name, days_from_to, from_to, how_long
from course_utils.source.rows import Statement
from course_utils.words import count

By = Literal["side", "mode"]
MOST_DRAWN = 60  # statements in one picture; more are said, and stand in its table
A_FEW = 3  # days; longer empty stretches say how long they are


@dataclass(frozen=True)
class Entry:
    """A statement as the timeline shows it.

    ``period`` is the day, month or year it is drawn at, or None; ``outside`` says that only other
    sources give it; ``group`` is the value that colour and shape stand for.
    """

    statement: Statement
    speaker: str
    period: Period | None
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

    ``sides`` and ``modes`` keep some; ``dated`` keeps what is drawn with a date, or what is drawn
    without; ``as_of`` drops what is surely later.  A statement without a date, or of a month or a
    year that had begun, stays.  ``outside`` uses dates that only other sources give.

    Raises ``ValueError`` for an unknown side, mode or grouping, or a date that cannot be read.
    """
    _one_of("grouping", [by], get_args(By))
    wanted_sides = _one_of("side", sides, [term.id for term in course.terms_of("side")])
    wanted_modes = _one_of("mode", modes, get_args(Mode))
    last = until(as_of)
    entries = (_entry(course, row, by, outside) for row in course.rows(Statement))
    chosen = [
        entry
        for entry in entries
        if entry.statement.side in wanted_sides
        and entry.statement.mode in wanted_modes
        and dated in (None, entry.period is not None)
        and not (last and entry.period and entry.period.first > last)
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
    given = row.period
    elsewhere = Period.of(row.outside_date) if outside and row.outside_date and not given else None
    group = course.label("side", row.side) if by == "side" else row.mode
    return Entry(row, speaker(course, row), given or elsewhere, elsewhere is not None, group)


def speaker(course: Course, row: Statement) -> str:
    """Who speaks, short enough for a label: the first, and whether there are others."""
    first = course.label_of(row.who[0])
    return first if len(row.who) == 1 else f"{first} and others"


def until(as_of: str | dt.date | None) -> dt.date | None:
    """A day given as a date or in words of data; of a month or a year its last day.

    Raises ``ValueError`` for anything else.
    """
    if as_of is None or isinstance(as_of, dt.date):
        return as_of
    try:
        return last_day(as_of)
    except (AttributeError, ValueError):
        said = "is not a date of the form YYYY-MM-DD, YYYY-MM or YYYY"
        raise ValueError(f"as_of='{as_of}' {said}") from None


def periods(dates: Iterable[Period | None]) -> tuple[Period, ...]:
    """The different dates, in their order."""
    return tuple(sorted({date for date in dates if date}))


def years_matter(dates: Sequence[Period]) -> bool:
    """Whether a date has to say its year: they are not all of one."""
    return len({year for date in dates for year in (date.first.year, date.last.year)}) > 1


# Words


def finding(entries: Sequence[Entry]) -> str:
    """The title: whether statements carry a day, and whether they are told in that order."""
    if not entries:
        return "No statement fits these choices"
    dates = [entry.period for entry in entries if entry.period]
    what = "day" if all(date.precision == "day" for date in dates) else "date"
    said = [_share(len(dates), len(entries), what), _order(dates, len(entries), what)]
    outside = sum(entry.outside for entry in entries)
    if outside:
        said.append(f"other sources give {'one' if outside == 1 else outside} of the {what}s")
    return "; ".join(filter(None, said))


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
    """What the picture shows, for who cannot see it; ``shown`` are all dates of its axis."""
    if not entries:
        return "An empty timeline: no statement fits these choices."
    dates = [entry.period for entry in entries if entry.period]
    days = sum(date.precision == "day" for date in dates)
    when = f"{_whole_span(shown)}, with " if shown else ""
    spans = f", {len(dates) - days} on a month or a year" if days < len(dates) else ""
    limit = f", none after {day_name(as_of)}" if as_of else ""
    total = count(len(entries), "statement")
    said = (
        f"Timeline of {total}: {when}{days} placed on a day{spans}{limit},"
        f" and {len(entries) - len(dates) or 'none'} in a lane without days."
    )
    return " ".join(filter(None, (said, left_out(entries))))


def _whole_span(shown: Sequence[Period]) -> str:
    return from_to(shown[0], max(shown, key=lambda date: (date.last, date.first)))


def description(
    entries: Sequence[Entry], shown: Sequence[Period], as_of: dt.date | None = None
) -> list[str]:
    """What stands where: dates that hold something, empty stretches in one, and the lane."""
    year = years_matter(shown)
    words = list(_by_date(entries, shown, as_of)) if shown else []
    if as_of and any(date.first > as_of for date in shown):
        words.append(f"From {day_name(as_of + dt.timedelta(1), year)} on: left out.")
    undated = [entry for entry in entries if entry.period is None]
    if undated:
        told = "; ".join(map(_said, undated))
        words.append(f"Without a day, in the order of telling: {told}.")
    return [*words, *filter(None, [left_out(entries)])]


def _by_date(
    entries: Sequence[Entry], shown: Sequence[Period], as_of: dt.date | None
) -> Iterator[str]:
    year = years_matter(shown)
    last = max(date.last for date in shown).toordinal()
    end = min(last, as_of.toordinal()) if as_of else last
    begin = shown[0].first.toordinal()
    there: dict[Period, list[Entry]] = {date: [] for date in shown}
    for entry in entries:
        if entry.period:
            there[entry.period].append(entry)
    for date, found in there.items():
        if found:
            yield from _empty(begin, date.first.toordinal() - 1, year)
            yield f"{date.name(year)}: {'; '.join(map(_said, found))}."
            begin = max(begin, date.last.toordinal() + 1)
    yield from _empty(begin, end, year)


def _empty(begin: int, end: int, year: bool) -> Iterator[str]:
    """Say that nothing is dated to the days from ``begin`` to ``end``, if there are any."""
    if begin <= end:
        first, last = dt.date.fromordinal(begin), dt.date.fromordinal(end)
        long = f", {how_long(first, last)}" if end - begin >= A_FEW else ""
        yield f"{days_from_to(first, last, year)}{long}: no statement."


def _said(entry: Entry) -> str:
    outside = ", date from other sources" if entry.outside else ""
    where = ", ".join(entry.statement.paragraph)
    about = f"{entry.group}, {entry.statement.commitment}, {where}{outside}"
    return f"{entry.number} {entry.speaker}, {entry.statement.short.rstrip('.')} ({about})"
