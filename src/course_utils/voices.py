"""Whose word a coded row is, and how sure, in words that a page can show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from course_utils.cells import Commitment
from course_utils.course import Course
from course_utils.rows import Claimed, Coded, Statement
from course_utils.words import listing

# Behind a number of rows.
COUNTED: dict[Commitment, str] = {
    "the author says it": "by the author",
    "the author, with a reservation": "with a reservation",
    "left open": "left open",
    "a party says it": "by a party",
    "asks or aims": "asked or aimed at",
}


def voices_of(row: Coded) -> tuple[str, ...]:
    """Who says so, as identifiers of actors, ``author`` or ``unnamed``."""
    if isinstance(row, Statement):
        return row.who
    return row.claimed_by if isinstance(row, Claimed) else ("author",)


def names_of(course: Course, row: Coded) -> list[str]:
    """Who says so, in short names: ``the author``, ``Jafari``, ``somebody not named``."""
    spoken = {"author": "the author", "unnamed": "somebody not named"}
    return [spoken.get(voice) or course.label_of(voice) for voice in voices_of(row)]


def whose_word(course: Course, row: Coded) -> str:
    """Whose word it is and how sure: ``the author says it``, ``on the word of Jafari``."""
    if row.commitment == "asks or aims":
        return f"asked or aimed at by {listing(names_of(course, row))}"
    if row.commitment == "a party says it":
        return f"on the word of {listing(names_of(course, row))}"
    return "the author leaves it open" if row.commitment == "left open" else row.commitment


def whose_words(course: Course, rows: Iterable[Coded]) -> str:
    """The same of several rows, each once, in the order of ``Commitment``."""
    order = list(get_args(Commitment))
    sorted_rows = sorted(rows, key=lambda row: order.index(row.commitment))
    return "; ".join(dict.fromkeys(whose_word(course, row) for row in sorted_rows))
