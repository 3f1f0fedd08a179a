"""What questions may refer to: the rows that they cite, the reasoning errors that they name."""

from __future__ import annotations

from collections.abc import Iterable

from course_utils.source.rows import Actor, Coded, GlossaryEntry
from course_utils.source.tables import Table


def citable_rows(tables: Iterable[Table]) -> set[str] | None:
    """The rows that a question may cite, those with a wrong cell too; None if not all are known."""
    citable = [table for table in tables if issubclass(table.model, Coded | Actor)]
    if not all(table.complete for table in citable):
        return None
    return {cells["id"] for table in citable for cells in table.cells.values()}


def reasoning_errors(tables: Iterable[Table]) -> set[str] | None:
    """The errors that a question may name, from the glossary; None if not all are known."""
    glossary = next(table for table in tables if table.model is GlossaryEntry)
    if not glossary.complete or any("kind" not in cells for cells in glossary.cells.values()):
        return None
    return {cells["term"] for cells in glossary.cells.values() if cells["kind"] == "error"}
