"""One error for all that is wrong with the course data, worded for who can mend it."""

from collections.abc import Iterable
from typing import NamedTuple

from course_utils.words import count


class Problem(NamedTuple):
    """One thing that is wrong, and where.

    ``row`` counts as a spreadsheet does: the header is row 1, the first record is row 2.
    In a YAML file it is the line.  ``row`` is 0 and ``column`` is empty where they do not apply.
    ``between`` marks what rows or files have wrong with each other: it may come from a slip in
    only one of them, so it is said after what is wrong by itself.
    """

    file: str
    row: int
    column: str
    message: str
    between: bool = False

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"


class DataError(ValueError):
    """The course data cannot be used; ``problems`` lists every reason, causes first.

    Whole files come first, then cells, then what rows have wrong with each other; each of these
    is sorted by place.  ``unchecked`` names tables of which no row is called unknown, because it
    may be in a part that could not be read.
    """

    def __init__(self, problems: Iterable[Problem], unchecked: Iterable[str] = ()) -> None:
        # The quiz files, which lie in a folder of their own, refer to tables.
        in_order = sorted(set(problems), key=lambda p: (p.row > 0, p.between, "/" in p.file, p))
        self.problems = tuple(in_order)
        self.unchecked = tuple(unchecked)
        lines = [f"{count(len(self.problems), 'problem')} in the course data:"]
        lines += [f"  {problem}" for problem in self.problems]
        if self.unchecked:
            lines.append(f"What refers to {', '.join(self.unchecked)} is checked after that.")
        super().__init__("\n".join(lines))

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows instead of a traceback: the problems alone."""
        return [f"DataError: {self}"]
