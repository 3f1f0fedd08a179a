"""The comparison of cases as rows and words: the same conditions for each, filled or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from course_utils.argument import known, listing
from course_utils.cells import Commitment
from course_utils.course import Course
from course_utils.rows import Case, Claim

NOT_ADDRESSED = "not addressed"


@dataclass(frozen=True)
class Cell:
    """What the article says of one case on one condition, and who answers for it.

    ``commitments`` are those of the claims that the cell rests on, in the order of ``Commitment``.
    """

    case: str
    condition: str
    finding: str
    paragraphs: tuple[str, ...]
    commitments: tuple[Commitment, ...]

    @property
    def addressed(self) -> bool:
        """Whether the article says anything."""
        return self.finding != NOT_ADDRESSED

    @property
    def source(self) -> str:
        """Paragraphs and commitments in words."""
        parts = [", ".join(self.paragraphs), ", ".join(self.commitments)]
        return ": ".join(part for part in parts if part)


@dataclass(frozen=True)
class Comparison:
    """Cells by condition and case; names are those that figures show."""

    cases: tuple[str, ...]
    conditions: tuple[str, ...]
    cells: tuple[Cell, ...]

    def cell(self, condition: str, case: str) -> Cell:
        """The cell of a condition and a case; what has no row is not addressed."""
        for cell in self.cells:
            if (cell.condition, cell.case) == (condition, case):
                return cell
        return Cell(case, condition, NOT_ADDRESSED, (), ())

    def answers(self, case: str) -> int:
        """On how many conditions the article says something of a case."""
        return sum(self.cell(condition, case).addressed for condition in self.conditions)


def compare(course: Course, cases: Iterable[str] | None = None) -> Comparison:
    """Compare all cases, or those named, as ``["syria", "yemen"]``, in that order.

    Raises ``ValueError`` for an unknown case.
    """
    rows = course.rows(Case)
    every = dict.fromkeys(row.case for row in rows)
    chosen = known(every if cases is None else cases, every, "case")
    claims = {row.id: row for row in course.rows(Claim)}
    cells = tuple(_cell(course, row, claims) for row in rows if row.case in chosen)
    conditions = tuple(dict.fromkeys(row.condition for row in rows))
    return Comparison(tuple(course.label("place", case) for case in chosen), conditions, cells)


def _cell(course: Course, row: Case, claims: dict[str, Claim]) -> Cell:
    present = {claims[claim].commitment for claim in row.claim_ids}
    commitments = tuple(commitment for commitment in get_args(Commitment) if commitment in present)
    return Cell(
        course.label("place", row.case), row.condition, row.finding, row.paragraph, commitments
    )


def finding(comparison: Comparison) -> str:
    """The title: how much of the comparison the article fills, and where most and least."""
    answers = {case: comparison.answers(case) for case in comparison.cases}
    number = len(comparison.conditions)
    if not answers or not number:
        return "There is no case to compare"
    head = f"The article fills {sum(answers.values())} of {len(answers) * number} cells"
    most, least = max(answers.values()), min(answers.values())
    if most == least:
        return head if len(answers) == 1 else f"{head}, {most} of {number} for each case"
    top, low = (
        listing([case for case, found in answers.items() if found == value])
        for value in (most, least)
    )
    return f"{head}: {most} of {number} for {top}, {least or 'none'} for {low}"


def alternative(comparison: Comparison) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not comparison.cases:
        return "An empty comparison: there is no case."
    return (
        f"Table of {listing(comparison.cases)} on {len(comparison.conditions)} conditions;"
        f" each cell has what the article says, its paragraph and whose word it is, or nothing."
    )


def description(comparison: Comparison) -> list[str]:
    """Condition by condition, what the article says of each case, and what it leaves out."""
    return [_told(comparison, condition) for condition in comparison.conditions]


def _told(comparison: Comparison, condition: str) -> str:
    cells = [comparison.cell(condition, case) for case in comparison.cases]
    said = [_named(cell) for cell in cells if cell.addressed]
    silent: Sequence[str] = [cell.case for cell in cells if not cell.addressed]
    parts = [*said, *([f"not addressed for {listing(silent)}"] if silent else [])]
    return f"{condition[0].upper()}{condition[1:]}: {'; '.join(parts)}."


def _named(cell: Cell) -> str:
    words = cell.finding.rstrip(".") + (f" ({cell.source})" if cell.source else "")
    return words if words.startswith(f"{cell.case}:") else f"{cell.case}: {words}"
