"""One error for all that is wrong with the course data, worded for who can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and where.

    ``row`` counts as a spreadsheet does: the header is row 1, the first record is row 2.
    In a YAML file it is the line.  ``row`` is 0 and ``column`` is empty where they do not apply.
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"


class DataError(ValueError):
    """The course data cannot be used; ``problems`` lists every reason, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count} problems"
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{head} in the course data:\n{lines}")

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback: the problems alone."""
        return [f"DataError: {self}"]
