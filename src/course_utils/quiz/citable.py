"""What questions may refer to: the rows that they cite, the reasoning errors that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course_utils.quiz.questions import Passage
from course_utils.source.rows import Actor, Coded, GlossaryEntry
from course_utils.source.tables import Table


def passages(tables: Iterable[Table]) -> dict[str, Passage] | None:
    """Every row that a question may cite, by identifier; None if not all of them are known.

    Of a row with a wrong cell only the identifier is known.
    """
    citable = [table for table in tables if issubclass(table.model, Coded | Actor)]
    if not all(table.complete for table in citable):
        return None
    found: dict[str, Passage] = {}
    for table in citable:
        for number, cells in table.cells.items():
            row = table.rows.get(number)
            found[cells["id"]] = row if isinstance(row, Coded | Actor) else _Unread()
    return found


def reasoning_errors(tables: Iterable[Table]) -> set[str] | None:
    """The errors that a question may name, from the glossary; None if not all are known."""
    glossary = next(table for table in tables if table.model is GlossaryEntry)
    if not glossary.complete or any("kind" not in cells for cells in glossary.cells.values()):
        return None
    return {cells["term"] for cells in glossary.cells.values() if cells["kind"] == "error"}


@dataclass(frozen=True)
class _Unread:
    """What stands for a row with a wrong cell: it is there, and its passage does not matter."""

    paragraph: tuple[str, ...] = ()
    anchor: str = ""
