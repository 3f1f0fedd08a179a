"""Read the CSV tables into checked rows; say what is wrong with each cell and between rows."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from course_utils.source.cells import LIST, SEPARATOR, Key, TermList, tidy
from course_utils.source.course_rows import Assumption, Term
from course_utils.source.errors import Problem
from course_utils.source.row import Row
from course_utils.source.text import MISSING, clean, damaged, read_text, unseen
from course_utils.source.text_rows import Actor, Claim, Link, Statement
from course_utils.words import count, listing, shorten

SEPARATORS = ",;\t"
MOST_ROWS = 2000
# The errors of pydantic in words that need no Python; its name for an error begins with the key.
SENTENCES = {
    "missing": "is empty, but a value is needed",
    "literal_error": "'{came}' is not one of {expected}",
    "int_parsing_size": "'{came}' is too large a number",
    "int_": "'{came}' is not a whole number",
    "greater_than_equal": "'{came}' is below {ge}",
    "less_than_equal": "'{came}' is above {le}",
    "string_too_short": "is empty, but a text is needed",
    "string_type": "is {form}, where one text is expected",
    "value_error": "{error}",
    "extra_forbidden": "is not a key of this kind of question",
    "tuple_type": "'{came}' is not a list, each item with a '-'",
    "too_short": "has {actual_length}, at least {min_length} are needed",
    "too_long": "has {actual_length}, at most {max_length} are needed",
    "model_|dict_": "'{came}' stands alone, where keys are expected, such as 'text:'",
    "decimal_(max|whole)_": "'{came}' has more digits than a number here may have",
    "decimal_|finite_": "'{came}' is not a number",
    "bool_": "'{came}' is neither true nor false",
}
LISTS = get_args(TermList)
ONE_ARGUMENT = (Statement, Claim, Assumption)  # one identifier, one row of them all
ARROWS = {Actor.table: ("id", "part_of"), Link.table: ("from_claim", "to_claim")}
Record = tuple[int, list[str]]


@dataclass(eq=False)
class Table:
    """The rows of a file that passed, by row number, and the problems of those that did not.

    ``cells`` has of every row the cells that are right by themselves.  ``complete`` tells whether
    all identifiers are known, ``missing`` whether there is no file, which means no rows,
    ``damaged`` whether a wrong encoding damaged the file.
    """

    model: type[Row]
    rows: dict[int, Row] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    missing: bool = False
    damaged: bool = False

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.model.table}.csv"

    def report(self, message: str, row: int = 0, column: str = "", between: bool = False) -> None:
        """Note a problem of a cell, a row or the whole file."""
        self.problems.append(Problem(self.file, row, column, message, between))


Place = tuple[Table, int, str]


def read_table(folder: Path, model: type[Row]) -> Table:
    """Read ``folder/<table>.csv``; nothing is raised, every problem is listed in the result."""
    table = Table(model)
    text, trouble = read_text(folder / table.file)
    if trouble == MISSING:
        table.missing = True
        return table
    if trouble:
        table.report(trouble)
    records = [] if trouble else read_records(table, text)
    first = records.pop(0)[1] if records else []
    header = [] if table.problems else _read_header(table, first)
    table.complete = not table.problems
    for number, cells in records if table.complete else []:
        _read_row(table, number, header, cells)
    return table


def read_records(table: Table, text: str) -> list[Record]:
    """The rows of a file, blank ones left out; none if it cannot be read, which is reported."""
    names = text.lstrip("\n").split("\n", 1)[0].replace('"', "")
    # The sign between cells is the one that leaves most of the header's names as they should be.
    sign = max(SEPARATORS, key=lambda sign: len({*names.split(sign)} & {*table.model.model_fields}))
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign))
    except csv.Error as error:
        message = f"cannot be read as CSV from this row on (a quote left open?): {error}"
        table.report(message, len(rows) + 1)
        return []
    # Spreadsheets leave blank rows: such a row says no more than one that is deleted.
    records = [(number, cells) for number, cells in enumerate(rows, 1) if "".join(cells).strip()]
    if len(records) > MOST_ROWS + 1:
        table.report(f"has {len(records) - 1} rows; {MOST_ROWS} are the most that are read")
        return []
    return records


def _read_header(table: Table, cells: list[str]) -> list[str]:
    """The names of the columns; reported are those missing but needed, unknown or given twice."""
    header, expected = [clean(cell).strip() for cell in cells], table.model.model_fields
    while header and not header[-1]:
        header.pop()
    for name, column in expected.items():
        if column.is_required() and name not in header:
            table.report("the column is missing", 1, name)
    for name, times in Counter(header).items():
        if name not in expected:
            message = f"the column is not known; known are {', '.join(expected)}"
            table.report(message, 1, shorten(name) or "(no name)")
        if times > 1:
            table.report(f"the column stands {times} times", 1, shorten(name))
    return header


def _read_row(table: Table, number: int, header: list[str], cells: list[str]) -> None:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        table.report(f"has {len(cells)} cells where the header has {len(header)}", number)
        table.complete = False
        return
    fields, pairs = table.model.model_fields, zip(header, cells, strict=True)
    told = {name: tidy(cell, LIST in fields[name].metadata) for name, cell in pairs}
    given = {name: cell for name, cell in told.items() if cell}
    odd = {name for name, cell in given.items() if _is_odd(table, number, name, cell)}
    filled = {name: clean(cell).strip() if name in odd else cell for name, cell in given.items()}
    wrong: set[str] = set()
    try:
        row = table.rows[number] = table.model.model_validate(filled)
        found = list(row.troubles())
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [(str(detail["loc"][0]), sentence(detail)) for detail in details]
        wrong = {column for column, _ in found}
    for column, message in found:
        if column not in odd:
            table.report(message, number, column)
    table.cells[number] = {name: cell for name, cell in filled.items() if name not in wrong}
    table.complete &= all(name in table.cells[number] for name in table.model.key)


def _is_odd(table: Table, number: int, name: str, cell: str) -> bool:
    """Report a cell that is damaged or holds what nobody sees; nothing else is said of it."""
    hurt = damaged(cell)
    message = hurt or unseen(cell)
    if message and not (hurt and table.damaged):
        table.report(message, number, name)
    table.damaged |= bool(hurt)
    return bool(message)


def check_between(tables: Sequence[Table]) -> None:
    """Report to the tables what their rows have wrong with each other.

    A row that has a wrong cell counts as far as it was read.  Where a table was not read whole,
    nothing is called unknown: what is missing may be in the part that was not read.
    """
    _report_unknown(tables)
    _report_used_twice(tables)
    for table in tables:
        for number, column, message in table.model.clashes(table.rows):
            table.report(message, number, column, between=True)
        if table.model.table in ARROWS:
            _report_circle(table, *ARROWS[table.model.table])


def _report_unknown(tables: Sequence[Table]) -> None:
    """Report each name that no row has, once; where a file is missing, that and who needs it."""
    pools = _pools(tables)
    homes = {table.model.table: table for table in tables}
    homes |= dict.fromkeys(LISTS, homes[Term.table])
    unknown: dict[tuple[str, str], list[Place]] = defaultdict(list)
    needing: dict[str, set[Place]] = defaultdict(set)
    for place, key, item in _references(tables):
        home = homes[key.table]
        if home.complete and item not in pools[key.table] and item not in key.also:
            if home.missing:
                needing[home.model.table].add(place)
            else:
                unknown[key.table, item].append(place)
    for name, cells in needing.items():
        files = Counter(table.file for table, _, _ in cells)
        needed = [f"{file} ({count(number, 'cell')})" for file, number in sorted(files.items())]
        homes[name].report(f"{MISSING}, and needed by {listing(needed)}")
    for (pool, item), places in unknown.items():
        listed = f"list '{pool}' of " if pool in LISTS else ""
        _report_name(f"'{shorten(item)}' is not in {listed}{homes[pool].file}", places)


def _report_name(message: str, places: Sequence[Place]) -> None:
    if places[1:]:
        message += f"; it is also named in {places[1][0].file} row {places[1][1]}"
    if places[2:]:
        message += f" and in {count(len(places) - 2, 'more cell')}"
    table, row, column = places[0]
    table.report(message, row, column, between=True)


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
        for column, key, several in keys(table.model):
            for number, cells in table.cells.items():
                if cell := cells.get(column):
                    items = cell.split(SEPARATOR) if several else [cell]
                    yield from (((table, number, column), key, item) for item in items)
        for number, cells in table.cells.items():
            if cells.get("list") == "strand" and "id" in cells:  # named by its claim
                yield (table, number, "id"), Key(Claim.table), cells["id"]


def keys(model: type[Row]) -> Iterator[tuple[str, Key, bool]]:
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
                home, row, _ = earlier = first.setdefault((column, group, *name), place)
                if all(name) and earlier != place:
                    shown = shorten(", ".join(name))
                    message = f"'{shown}' stands already in {home.file} row {row}"
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


def sentence(detail: ErrorDetails) -> str:
    """One error of pydantic in words that need no Python: what came, and what was expected."""
    found = (words for start, words in SENTENCES.items() if re.match(start, detail["type"]))
    context = {"came": shorten(detail["input"])} | detail.get("ctx", {})
    context["form"] = "a list" if isinstance(detail["input"], list) else "several keys"
    context["expected"] = str(context.get("expected")).replace("'", "")
    return next(found, "'{came}' does not fit here").format(**context)
