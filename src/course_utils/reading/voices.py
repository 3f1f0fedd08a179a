"""Whose word a coded row is, and how sure, in words that a page can show."""

from __future__ import annotations

from typing import get_args

from course_utils.course import Course
from course_utils.source.cells import Commitment
from course_utils.source.rows import Claimed, Coded, Statement
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


def names_of(course: Course, *rows: Coded) -> list[str]:
    """Who says so, each once in short names: ``the author``, ``Jafari``, ``somebody not named``."""
    spoken = {"author": "the author", "unnamed": "somebody not named"}
    voices = dict.fromkeys(voice for row in rows for voice in voices_of(row))
    return [spoken.get(voice) or course.label_of(voice) for voice in voices]


def whose_word(course: Course, *rows: Coded) -> str:
    """Whose word it is and how sure: ``the author says it``, ``on the word of Jafari``.

    Of several rows each commitment comes once, in the order of ``Commitment``.
    """
    parts = []
    for commitment in get_args(Commitment):
        if alike := [row for row in rows if row.commitment == commitment]:
            parts.append(_said(commitment, listing(names_of(course, *alike))))
    return "; ".join(parts)


def _said(commitment: Commitment, names: str) -> str:
    if commitment == "asks or aims":
        return f"asked or aimed at by {names}"
    if commitment == "a party says it":
        return f"on the word of {names}"
    return "the author leaves it open" if commitment == "left open" else commitment
