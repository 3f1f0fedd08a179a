"""Whose word a coded row is, and how sure: in words that a page can show, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

from course_utils.course import Course
from course_utils.source.cells import Commitment
from course_utils.source.row import Claimed, Coded
from course_utils.source.text_rows import Claim, Forecast, Relation, Statement
from course_utils.words import known, listing

if TYPE_CHECKING:
    from pandas import DataFrame

# Behind a number of rows.
COUNTED: dict[Commitment, str] = {
    "the author says it": "by the author",
    "the author, with a reservation": "with a reservation",
    "left open": "left open",
    "a party says it": "by a party",
    "asks or aims": "asked or aimed at",
}


def names_of(course: Course, *rows: Coded) -> list[str]:
    """Who says so, each once in short names: ``the author``, ``Brandt``, ``somebody not named``."""
    spoken = {"author": "the author", "unnamed": "somebody not named"}
    voices: dict[str, None] = {}
    for row in rows:
        claimed = row.claimed_by if isinstance(row, Claimed) else ("author",)
        voices |= dict.fromkeys(row.who if isinstance(row, Statement) else claimed)
    return [spoken.get(voice) or course.label_of(voice) for voice in voices]


def whose_word(course: Course, *rows: Coded) -> str:
    """Whose word it is and how sure: ``the author says it``, ``on the word of Brandt``.

    Of several rows each commitment comes once, in the order of ``Commitment``.
    """
    parts = []
    for commitment in get_args(Commitment):
        if alike := [row for row in rows if row.commitment == commitment]:
            names = listing(names_of(course, *alike))
            said = {
                "left open": "the author leaves it open",
                "a party says it": f"on the word of {names}",
                "asks or aims": f"asked or aimed at by {names}",
            }
            parts.append(said.get(commitment, commitment))
    return "; ".join(parts)


def count_commitments(course: Course, table: str = "claims") -> DataFrame:
    """Count the rows of a table by whose word they are and how sure, as a range.

    ``table`` is ``claims``, ``relations``, ``statements`` or ``forecasts``.  ``At least`` counts
    the rows that every defensible reading puts there, ``at most`` those that any does.

    Raises ``ValueError`` for another table.
    """
    import pandas as pd

    tables = {model.table: model for model in (Claim, Relation, Statement, Forecast)}
    known(table, tables, "table")
    rows: Sequence[Coded] = course.rows(tables[table])
    counted = [
        {
            "Commitment": commitment,
            "Number": sum(row.commitment == commitment for row in rows),
            "At least": sum(row.commitments == {commitment} for row in rows),
            "At most": sum(commitment in row.commitments for row in rows),
        }
        for commitment in get_args(Commitment)
    ]
    return pd.DataFrame(counted)
