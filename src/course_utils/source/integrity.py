"""What must hold between rows and between tables: references, names used once, no circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from course_utils.source.cells import LIST_PATTERN, SEPARATOR, Form, Key, TermList
from course_utils.source.errors import Problem
from course_utils.source.rows import (
    Actor,
    Assumption,
    Claim,
    Link,
    Row,
    Statement,
    Term,
)
from course_utils.source.tables import Table, shorten

ONE_NAMESPACE = (Statement, Claim, Assumption)
LISTS = get_args(TermList)
NAMED_OF_A_CIRCLE = 6


@dataclass(frozen=True)
class Place:
    """A cell: file, row and column."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.file} row {self.row}"

    def problem(self, message: str) -> Problem:
        """A problem of this cell that another place may be the cause of."""
        return Problem(self.file, self.row, self.column, message, between=True)


def problems_between(tables: Sequence[Table]) -> list[Problem]:
    """All that rows and tables have wrong with each other.

    A row that has a wrong cell counts as far as it was read.  Where a table was not read whole,
    nothing is called unknown: what is missing may be in the part that was not read.
    """
    found = [*_unknown(tables), *_ids_used_twice(tables), *_labels_used_twice(tables)]
    return [*found, *_circles(tables)]


# References


def _unknown(tables: Sequence[Table]) -> Iterator[Problem]:
    """Report each name that no row has, once, where it is used first."""
    pools, homes = _pools(tables), {table.model.table: table for table in tables}
    missing: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place, key, item in _references(tables):
        home = homes["terms" if key.table in LISTS else key.table]
        if home.complete and item not in key.also and item not in pools[key.table]:
            missing[key.table, item].append(place)
    for (pool, item), places in missing.items():
        home = homes["terms" if pool in LISTS else pool]
        if home.blank_end:
            yield _blank_end(home)
        else:
            listed = f"list '{pool}' of {home.file}" if pool in LISTS else home.file
            yield places[0].problem(f"'{shorten(item)}' is not in {listed}{_more(places[1:])}")


def _blank_end(table: Table) -> Problem:
    """Blank rows at the end are no fault, unless rows that others refer to are missing."""
    table.complete = False
    message = "the table is blank from this row on, and rows that others refer to are missing"
    return Problem(table.file, table.blank_end, "", message)


def _more(places: Sequence[Place]) -> str:
    if len(places) < 2:
        return f"; it is also named in {places[0]}" if places else ""
    return f"; it is also named in {places[0]} and in {len(places) - 1} more cells"


def _pools(tables: Iterable[Table]) -> dict[str, set[str]]:
    """Identifiers by what a ``Key`` may point to: a table, or a list of ``terms``."""
    pools: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for cells in table.cells.values():
            pool = cells.get("list", "") if table.model is Term else table.model.table
            pools[pool].add(cells.get(table.model.key[-1], ""))
    return pools


def _references(tables: Iterable[Table]) -> Iterator[tuple[Place, Key, str]]:
    for table in tables:
        for column, key, several in _keys(table.model):
            for number, cells in table.cells.items():
                if cell := cells.get(column):
                    items = cell.split(SEPARATOR) if several else [cell]
                    yield from ((Place(table.file, number, column), key, item) for item in items)
        if table.model is Term:
            yield from _strands(table)


def _strands(table: Table) -> Iterator[tuple[Place, Key, str]]:
    """Yield the claims by which the strands of the argument are named."""
    for number, cells in table.cells.items():
        if cells.get("list") == "strand" and "id" in cells:
            yield Place(table.file, number, "id"), Key(Claim.table), cells["id"]


def _keys(model: type[Row]) -> Iterator[tuple[str, Key, bool]]:
    """Yield the columns that name rows of a table, and whether they may name several."""
    for column, info in model.model_fields.items():
        several = Form(LIST_PATTERN) in info.metadata
        for mark in info.metadata:
            if isinstance(mark, Key):
                yield column, mark, several


# Names used once


def _ids_used_twice(tables: Iterable[Table]) -> Iterator[Problem]:
    """Statements, claims and assumptions stand in one argument: one name, one row."""
    first: dict[str, Place] = {}
    for table in (table for table in tables if table.model in ONE_NAMESPACE):
        for number, cells in table.cells.items():
            place, name = Place(table.file, number, "id"), cells.get("id", "")
            earlier = first.setdefault(name, place)
            if name and earlier.file != place.file:
                yield place.problem(f"'{shorten(name)}' is already the id of {earlier}")


def _labels_used_twice(tables: Iterable[Table]) -> Iterator[Problem]:
    """Pictures and tables tell actors and terms of a list apart by their labels alone."""
    first: dict[tuple[str, str], int] = {}
    for table in (table for table in tables if table.model in (Actor, Term)):
        for number, cells in table.cells.items():
            label = cells.get("label", "")
            row = first.setdefault((cells.get("list", table.file), label), number)
            if label and row != number:
                message = f"'{shorten(label)}' is already the label of row {row}"
                yield Place(table.file, number, "label").problem(message)


# Circles


def _circles(tables: Iterable[Table]) -> Iterator[Problem]:
    for table in tables:
        arrows = dict(_arrows(table))
        column = "part_of" if table.model is Actor else "to_claim"
        if circle := _circle(arrows.values()):
            members = set(circle)
            row = min(number for number, pair in arrows.items() if pair[0] in members)
            place = Place(table.file, row, column)
            yield place.problem(f"goes round in a circle: {_shown(circle)}")


def _arrows(table: Table) -> Iterator[tuple[int, tuple[str, str]]]:
    for number, row in table.rows.items():
        if isinstance(row, Actor) and row.part_of:
            yield number, (row.id, row.part_of)
        if isinstance(row, Link) and row.from_claim:
            yield number, (row.from_claim, row.to_claim)


def _circle(arrows: Iterable[tuple[str, str]]) -> list[str]:
    """One circle of the graph of ``arrows``, as the identifiers on it, or none."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for start, end in arrows:
        sorter.add(start, end)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _shown(circle: Sequence[str]) -> str:
    if len(circle) <= NAMED_OF_A_CIRCLE + 1:
        return " - ".join(circle)
    named = " - ".join(circle[:NAMED_OF_A_CIRCLE])
    return f"{named} - and {len(circle) - 1 - NAMED_OF_A_CIRCLE} more"
