"""What was known by a day: partial dates as days, and the tables without what came later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from course_utils.source.dates import Period
from course_utils.source.rows import Context, Outcome, Row, Source, Statement

Tables = Mapping[type[Row], tuple[Row, ...]]


def parse_day(value: str | dt.date | None) -> dt.date | None:
    """A day given as a date or as ``YYYY-MM-DD``; ``ValueError`` for anything else."""
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"as_of='{value}' is not a date of the form YYYY-MM-DD") from None


def last_day(partial: str) -> dt.date:
    """The last day that a partial date may mean: ``2017-11`` is 30 November 2017.

    Whoever knows only the month cannot rule out its last day, so that day counts.
    """
    return Period.of(partial.split("/")[-1]).last


def known_on(tables: Tables, day: dt.date) -> Tables:
    """The tables as they stand for a reader on ``day``, for whom no forecast has come out yet.

    Of ``context`` only rows with ``known_by`` on or before ``day`` are left: where a needed source
    has no date, nobody can say that it was public.  Of ``sources`` those are left that something
    still cites; ``outcomes`` is empty.  All other tables describe the article and stay.
    """
    known: list[Row] = []
    cited: set[str | None] = set()
    for row in (*tables[Context], *tables[Statement]):
        if isinstance(row, Context) and row.known_by and last_day(row.known_by) <= day:
            known.append(row)
            cited.update(row.source_ids)
        elif isinstance(row, Statement):
            cited.update((row.year_source, *row.outside_source))
    sources = tuple(row for row in tables[Source] if isinstance(row, Source) and row.id in cited)
    return {**tables, Context: tuple(known), Outcome: (), Source: sources}
