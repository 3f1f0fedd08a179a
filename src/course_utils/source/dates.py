"""Dates that may be partial: a day, a month or a year as the days it runs over, and their names."""

import calendar
import datetime as dt
import re
from typing import Literal, NamedTuple, Self

from course_utils.words import count, counts

PARTIAL = r"[0-2]\d{3}(?:-\d{2}(?:-\d{2})?)?"  # 6580, a day as spreadsheets count them, is no year
PARTS = "YYYY, YYYY-MM or YYYY-MM-DD"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FEW_DAYS = 62  # longer stretches are told in months and years
MONTH = 365.2425 / 12  # days on average


class Period(NamedTuple):
    """The days from ``first`` to ``last`` that a date may mean: one day, a month or a year."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, text: str) -> Self:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``ValueError`` for anything else."""
        if not re.fullmatch(PARTIAL, text):
            raise ValueError(f"'{text}' is not a date of the form {PARTS}")
        year, month, day = [*map(int, text.split("-")), 0, 0][:3]
        last = day or calendar.monthrange(year, month or 12)[1]
        return cls(dt.date(year, month or 1, day or 1), dt.date(year, month or 12, last))

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        """How closely the date is known."""
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    def name(self, year: bool = False) -> str:
        """``21 November`` or ``November``, or with its year; a year is always its number."""
        if self.precision == "year":
            return f"{self.first.year}"
        day = f"{self.first.day} " if self.precision == "day" else ""
        return f"{day}{MONTHS[self.first.month - 1]}" + (f" {self.first.year}" if year else "")


def last_day(partial: str) -> dt.date:
    """The last day that a partial date, or two of them with ``/``, may mean.

    Whoever knows only the month cannot rule out its last day, so that day counts.
    """
    return Period.of(partial.split("/")[-1]).last


def day_name(date: dt.date, year: bool = False) -> str:
    """``21 November``, or with its year."""
    return Period(date, date).name(year)


def from_to(first: Period, last: Period, year: bool = True) -> str:
    """Two dates in words that repeat no month or year, as in ``21 to 26 November 2017``."""
    if first == last:
        return last.name(year)
    same_year = first.first.year == last.first.year
    days = first.precision == last.precision == "day"
    if days and same_year and first.first.month == last.first.month:
        return f"{first.first.day} to {last.name(year)}"
    return f"{first.name(year and not same_year)} to {last.name(year)}"


def how_long(first: dt.date, last: dt.date) -> str:
    """How long it is from ``first`` to ``last``, both included: days, or months and years."""
    days = (last - first).days + 1
    if days <= FEW_DAYS:
        return count(days, "day")
    years, months = divmod(round(days / MONTH), 12)
    return counts({"year": years, "month": months})
