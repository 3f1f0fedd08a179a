"""The timeline as rows and words: which statements it shows, what it finds, what stands where."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, get_args

from course_utils.course import Course
from course_utils.source.cells import Mode
from course_utils.source.dates import Period, day_name, from_to, how_long
from course_utils.source.text_rows import Statement
from course_utils.words import count, known

Ids = str | Iterable[str] | None
MOST_DRAWN = 60  # statements in one picture; more are said, and stand in its table
A_FEW = 3  # days; longer empty stretches say how long they are


class Entry(NamedTuple):
    """A statement as the timeline shows it.

    ``period`` is where it is drawn, ``outside`` whether only other sources give that; ``side`` is
    what colour and shape stand for.
    """

    statement: Statement
    speaker: str
    period: Period | None
    outside: bool
    side: str


class Timeline(NamedTuple):
    """The statements chosen; dates and sides of all, so that axis and colours stay the same.

    ``as_of`` is the last day shown, or None.
    """

    entries: list[Entry]
    dates: list[Period]
    sides: list[str]
    as_of: dt.date | None


def choose(
    course: Course, sides: Ids, modes: Ids, dated: bool | None, last: object, outside: bool
) -> Timeline:
    """Choose the statements to show, in the order of telling, as ``draw_timeline`` says.

    What is surely later than ``last`` is dropped: what is dated to a month that had begun stays.
    """
    every_side, every_mode = [term.id for term in course.terms_of("side")], get_args(Mode)
    wanted_sides = known(every_side if sides is None else sides, every_side, "side")
    wanted_modes = known(every_mode if modes is None else modes, every_mode, "mode")
    as_of = None if last is None else Period.of(str(last)).last
    told = sorted(course.rows(Statement), key=lambda row: row.order_told)
    every = [_entry(course, row, outside) for row in told]
    entries = [
        entry
        for entry in every
        if entry.statement.side in wanted_sides
        and entry.statement.mode in wanted_modes
        and dated in (None, entry.period is not None)
        and not (as_of and entry.period and entry.period.first > as_of)
    ]
    return Timeline(entries, periods(every), [entry.side for entry in every], as_of)


def _entry(course: Course, row: Statement, outside: bool) -> Entry:
    given = row.period
    elsewhere = Period.of(row.outside_date) if outside and row.outside_date and not given else None
    speaker = course.label_of(row.who[0]) + (" and others" if len(row.who) > 1 else "")
    side = course.label("side", row.side)
    return Entry(row, speaker, given or elsewhere, elsewhere is not None, side)


def periods(dated: Iterable[Entry | Statement]) -> list[Period]:
    """The different dates, in their order."""
    return sorted({each.period for each in dated if each.period})


def years_matter(dates: Iterable[Period]) -> bool:
    """Whether a date has to say its year: they are not all of one."""
    return len({day.year for date in dates for day in (date.first, date.last)}) > 1


def rows(shown: Timeline) -> dict[str, dict[str, object]]:
    """The statements chosen, with what the picture shortens."""
    year = years_matter(shown.dates)
    return {
        row.id: {
            "No.": row.order_told,
            "Day": (date.name(year) if date else "no day") + " (other sources)" * outside,
            "Who": speaker,
            "Side": side,
            "What is said": row.content,
            "Commitment": row.commitment,
            "Paragraph": ", ".join(row.paragraph),
        }
        for row, speaker, date, outside, side in shown.entries
    }


def finding(entries: Sequence[Entry]) -> str:
    """The title: whether statements carry a day, and whether they are told in that order."""
    if not entries:
        return "No statement fits these choices"
    dates, what = [entry.period for entry in entries if entry.period], _what(entries)
    outside = sum(entry.outside for entry in entries)
    said = [_share(len(dates) - outside, len(entries), what)]
    if outside:
        said = [f"{said[0]} in the text", f"other sources date {outside}"]
    # Dates are in an order only if one of them is before another.
    if dates and max(date.first for date in dates) > min(date.last for date in dates):
        latest = accumulate((date.first for date in dates), max)
        in_order = all(before <= date.last for before, date in zip(latest, dates, strict=True))
        who = "they" if len(dates) == len(entries) else "those that do"
        who = f"those with a {what}" if outside else who
        said.append(f"{who} are {'' if in_order else 'not '}told in the order of {what}s")
    return "; ".join(said)


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


def alternative(shown: Timeline) -> str:
    """What the picture shows, for who cannot see it."""
    entries, dates = shown.entries, shown.dates
    if not entries:
        return "An empty timeline: no statement fits these choices."
    dated = sum(entry.period is not None for entry in entries)
    latest = max(dates, key=lambda date: (date.last, date.first), default=None)
    when = f"{from_to(dates[0], latest)}, with " if latest else ""
    limit = f", none after {day_name(shown.as_of)}" if shown.as_of else ""
    placed = f"{when}{dated} placed on a {_what(entries)}{limit}"
    lane = f"{len(entries) - dated or 'none'} in a lane without days. {left_out(entries)}"
    return f"Timeline of {count(len(entries), 'statement')}: {placed}, and {lane}".rstrip()


def left_out(entries: Sequence[Entry]) -> str:
    """What the picture leaves out because it would be too much; empty as a rule."""
    most = f"Drawn are the first {MOST_DRAWN} of {len(entries)} statements, in the order of telling"
    return f"{most}; the table has all of them." if len(entries) > MOST_DRAWN else ""


def description(shown: Timeline) -> list[str]:
    """What stands where: dates that hold something, empty stretches in one, and the lane."""
    undated = _listed(entry for entry in shown.entries if entry.period is None)
    lane = [f"Without a day, in the order of telling: {undated}."] if undated else []
    return [*(_by_date(shown) if shown.dates else []), *lane]


def _by_date(shown: Timeline) -> Iterator[str]:
    dates, as_of, year = shown.dates, shown.as_of, years_matter(shown.dates)
    begin, end = dates[0].first.toordinal(), max(date.last for date in dates)
    for date in periods(shown.entries):
        yield from _empty(begin, date.first.toordinal() - 1, year)
        yield f"{date.name(year)}: {_listed(e for e in shown.entries if e.period == date)}."
        begin = max(begin, date.last.toordinal() + 1)
    yield from _empty(begin, min(end, as_of or end).toordinal(), year)
    if as_of and as_of < dates[-1].first:
        yield f"From {day_name(as_of + dt.timedelta(1), year)} on: left out."


def _empty(begin: int, end: int, year: bool) -> Iterator[str]:
    """Say that nothing is dated to the days from ``begin`` to ``end``, if there are any."""
    if begin <= end:
        first, last = dt.date.fromordinal(begin), dt.date.fromordinal(end)
        long = f", {how_long(first, last)}" if end - begin >= A_FEW else ""
        yield f"{from_to(Period(first, first), Period(last, last), year)}{long}: no statement."


def _listed(entries: Iterable[Entry]) -> str:
    said = []
    for row, speaker, _, outside, side in entries:
        about = [side, row.commitment, *row.paragraph, *["date from other sources"] * outside]
        said.append(f"{row.order_told} {speaker}, {row.short.rstrip('.')} ({', '.join(about)})")
    return "; ".join(said)
