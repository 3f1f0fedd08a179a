"""The cases side by side: one table, the same conditions for each, and what is not addressed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from course_utils.course import Course
from course_utils.pages.outline import MARKS
from course_utils.pages.render import Page, render
from course_utils.reading.voices import whose_word
from course_utils.source.cells import Commitment
from course_utils.source.rows import Case, Claim
from course_utils.words import known, listing

if TYPE_CHECKING:
    from pandas import DataFrame

NOT_ADDRESSED = "not addressed"


@dataclass(frozen=True)
class Cell:
    """What the article says of one case on one condition, in which paragraphs, on whose word."""

    case: str
    finding: str = NOT_ADDRESSED
    basis: tuple[str, ...] = ()
    commitments: tuple[Commitment, ...] = ()

    @property
    def addressed(self) -> bool:
        """Whether the article says anything."""
        return self.finding != NOT_ADDRESSED

    @property
    def words(self) -> str:
        """The same in one text."""
        return f"{self.finding} ({' · '.join(self.basis)})" if self.basis else self.finding


Comparison = dict[str, list[Cell]]  # by condition, a cell for each case


def show_cases(course: Course, cases: Iterable[str] | None = None) -> Page:
    """Show the comparison of all cases, or of those named, ``["syria", "yemen"]``, in that order.

    Each cell says what the article says, in which paragraph, on whose word and how sure.

    Raises ``ValueError`` for an unknown case.
    """
    rows = compare(course, cases)
    names = [cell.case for cell in next(iter(rows.values()), [])]
    title = finding(rows)
    body = render("cases.html", title=title, names=names, rows=rows, marks=MARKS)
    return Page(title, f"{title}.", table(names, rows), body)


def compare(course: Course, cases: Iterable[str] | None = None) -> Comparison:
    """The cells of the comparison; what has no row is not addressed."""
    found = {(row.condition, row.case): row for row in course.rows(Case)}
    every = list(dict.fromkeys(case for _, case in found))
    chosen = known(every if cases is None else cases, every, "case")
    claims = {row.id: row for row in course.rows(Claim)}
    return {
        condition: [_cell(course, case, found.get((condition, case)), claims) for case in chosen]
        for condition in dict.fromkeys(condition for condition, _ in found)
    }


def _cell(course: Course, case: str, row: Case | None, claims: dict[str, Claim]) -> Cell:
    name = course.label("place", case)
    if row is None:
        return Cell(name)
    resting = [claims[claim] for claim in row.claim_ids]
    parts = (", ".join(row.paragraph), whose_word(course, *resting))
    commitments = {claim.commitment for claim in resting}
    return Cell(
        name,
        row.finding,
        tuple(filter(None, parts)),
        tuple(commitment for commitment in get_args(Commitment) if commitment in commitments),
    )


def finding(rows: Comparison) -> str:
    """The title: how much of the comparison the article fills, and where most and least."""
    columns = list(zip(*rows.values(), strict=True))
    answers = {cells[0].case: sum(cell.addressed for cell in cells) for cells in columns}
    if not answers:
        return "There is no case to compare"
    head = f"The article fills {sum(answers.values())} of {len(answers) * len(rows)} cells"
    most, least = max(answers.values()), min(answers.values())
    if most == least:
        return head if len(answers) == 1 else f"{head}, {most} of {len(rows)} for each case"
    top, low = (_having(answers, value) for value in (most, least))
    return f"{head}: {most} of {len(rows)} for {top}, {least or 'none'} for {low}"


def _having(answers: dict[str, int], value: int) -> str:
    return listing([case for case, found in answers.items() if found == value])


def table(names: Sequence[str], rows: Comparison) -> DataFrame:
    """The cells as a data frame: a row a condition, a column a case."""
    import pandas as pd

    told = [[condition, *(cell.words for cell in cells)] for condition, cells in rows.items()]
    return pd.DataFrame(told, columns=["Condition", *names])
