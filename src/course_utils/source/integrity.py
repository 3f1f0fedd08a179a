"""What must hold between rows and between tables: references, names used once, no circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from course_utils.source.cells import LIST, SEPARATOR, Key, TermList
from course_utils.source.rows import Actor, Assumption, Claim, Link, Row, Statement, Term
from course_utils.source.tables import Table, shorten
from course_utils.words import count

LISTS = get_args(TermList)
ONE_ARGUMENT = (Statement, Claim, Assumption)  # one identifier, one row of them all
ARROWS: dict[type[Row], tuple[str, str]] = {
    Actor: ("id", "part_of"),
    Link: ("from_claim", "to_claim"),
}
Place = tuple[Table, int, str]


def check_between(tables: Sequence[Table]) -> None:
    """Report to the tables what their rows have wrong with each other.

    A row that has a wrong cell counts as far as it was read.  Where a table was not read whole,
    nothing is called unknown: what is missing may be in the part that was not read.
    """
    _report_unknown(tables)
    _report_used_twice(tables)
    for table in tables:
        if table.model in ARROWS:
            _report_circle(table, *ARROWS[table.model])


def _report_unknown(tables: Sequence[Table]) -> None:
    """Report each name that no row has, once, where it is used first."""
    pools = _pools(tables)
    homes = {table.model.table: table for table in tables}
    homes |= dict.fromkeys(LISTS, homes[Term.table])
    missing: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place, key, item in _references(tables):
        known = item in pools[key.table] or item in key.also
        if homes[key.table].complete and not known:
            missing[key.table, item].append(place)
    for (pool, item), ((table, row, column), *others) in missing.items():
        home = homes[pool]
        if home.blank_end:  # blank rows at the end are a fault once something refers to them
            home.complete = False
            message = "is blank from this row on, and rows that others refer to are missing"
            home.report(f"the table {message}", home.blank_end)
        else:
            listed = f"list '{pool}' of {home.file}" if pool in LISTS else home.file
            message = f"'{shorten(item)}' is not in {listed}{_also_in(others)}"
            table.report(message, row, column, between=True)


def _also_in(places: Sequence[Place]) -> str:
    more = f" and in {count(len(places) - 1, 'more cell')}" if len(places) > 1 else ""
    return f"; it is also named in {_where(places[0])}{more}" if places else ""


def _where(place: Place) -> str:
    return f"{place[0].file} row {place[1]}"


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
                    yield from (((table, number, column), key, item) for item in items)
        for number, cells in table.cells.items():
            if cells.get("list") == "strand" and "id" in cells:  # named by its claim
                yield (table, number, "id"), Key(Claim.table), cells["id"]


def _keys(model: type[Row]) -> Iterator[tuple[str, Key, bool]]:
    """Yield the columns that name rows of a table, and whether they may name several."""
    for column, info in model.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Key):
                yield column, mark, LIST in info.metadata


def _report_used_twice(tables: Iterable[Table]) -> None:
    first: dict[tuple[str, ...], Place] = {}
    for table in tables:
        for number, cells in table.cells.items():
            for column, group, *name in _names(table, cells):
                place = (table, number, column)
                earlier = first.setdefault((column, group, *name), place)
                if all(name) and earlier != place:
                    message = f"'{shorten(', '.join(name))}' stands already in {_where(earlier)}"
                    table.report(message, number, column, between=True)


def _names(table: Table, cells: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield what only one row may be called: the column, where that holds, and the name.

    Pictures and tables tell actors and terms of a list apart by their labels alone.
    """
    key, group = table.model.key, "argument" if table.model in ONE_ARGUMENT else table.file
    yield [key[-1], group, *(cells.get(column, "") for column in key)]
    if "label" in cells:
        yield ["label", cells.get("list", table.file), cells["label"]]


def _report_circle(table: Table, start: str, end: str) -> None:
    arrows = {row: (cells.get(start), cells.get(end)) for row, cells in table.cells.items()}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one, other in arrows.values():
        if one and other:
            sorter.add(one, other)
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        row = min(row for row, pair in arrows.items() if {*pair} <= {*circle})
        shown = shorten(" - ".join(circle), 200)
        table.report(f"goes round in a circle: {shown}", row, end, between=True)
