"""The cases side by side: one table, the same conditions for each, and what is not addressed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.reading.voices import whose_word
from course_utils.source.cells import Commitment
from course_utils.source.rows import Case, Claim
from course_utils.words import known, listing

NOT_ADDRESSED = "not addressed"
Comparison = dict[str, dict[str, dict[str, Any]]]  # by condition and case, a cell


def show_cases(course: Course, cases: Iterable[str] | None = None) -> Page:
    """Show the comparison of all cases, or of those named, ``["syria", "yemen"]``, in that order.

    Each cell says what the article says, in which paragraph, on whose word and how sure; a cell
    without a row in the data is not addressed.

    Raises ``ValueError`` for an unknown case.
    """
    found = {(row.condition, row.case): row for row in course.rows(Case)}
    every = list(dict.fromkeys(case for _, case in found))
    chosen = known(every if cases is None else cases, every, "case")
    names = [course.label("place", case) for case in chosen]
    rows: Comparison = {}
    for condition in dict.fromkeys(condition for condition, _ in found):
        cells = [_cell(course, found.get((condition, case))) for case in chosen]
        rows[condition] = dict(zip(names, cells, strict=True))
    title = _finding(names, rows)
    return Page(title, render("cases.html", title=title, names=names, rows=rows))


def _cell(course: Course, row: Case | None) -> dict[str, Any]:
    """What the article says of a case on a condition, where, and on whose word."""
    if row is None or row.finding == NOT_ADDRESSED:
        return {"addressed": False}
    claims = [claim for claim in course.rows(Claim) if claim.id in row.claim_ids]
    basis = " · ".join(filter(None, (", ".join(row.paragraph), whose_word(course, *claims))))
    said = {claim.commitment for claim in claims}
    return {
        "addressed": True,
        "finding": row.finding,
        "basis": basis,
        "commitments": sorted(said, key=get_args(Commitment).index),
    }


def _finding(names: list[str], rows: Comparison) -> str:
    """The title: how much of the comparison the article fills, and where most and least."""
    if not names:
        return "There is no case to compare"
    filled = {name: sum(cells[name]["addressed"] for cells in rows.values()) for name in names}
    head = f"The article fills {sum(filled.values())} of {len(names) * len(rows)} cells"
    most, least = max(filled.values()), min(filled.values())
    if most == least:
        return head if len(names) == 1 else f"{head}, {most} of {len(rows)} for each case"
    having = {value: [name for name in names if filled[name] == value] for value in (most, least)}
    top, low = map(listing, having.values())
    return f"{head}: {most} of {len(rows)} for {top}, {least or 'none'} for {low}"
