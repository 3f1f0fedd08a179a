"""Read one CSV table into checked rows, and say of each cell that fails what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_utils.source.errors import Problem
from course_utils.source.rows import Row
from course_utils.source.text import clean, damaged, read_text, unseen, with_others

SEPARATORS = ",;\t"
MOST_ROWS = 2000
# The errors of pydantic in words that need no Python.
SENTENCES = {
    "missing": "is empty, but a value is needed",
    "literal_error": "{came} is not one of {expected}",
    "int_parsing": "{came} is not a whole number",
    "int_type": "{came} is not a whole number",
    "int_parsing_size": "{came} is too large a number",
    "greater_than_equal": "{came} is below {ge}",
    "less_than_equal": "{came} is above {le}",
    "string_too_short": "is empty, but a text is needed",
    "value_error": "{error}",
}
Record = tuple[int, list[str]]


@dataclass(eq=False)
class Table:
    """The rows of a file that passed, by row number, and the problems of those that did not.

    ``cells`` has of every row the cells that are right by themselves.  ``complete`` tells whether
    all identifiers are known; ``blank_end`` is the first of the blank rows at the end, which are
    left out, or 0.  ``damage`` gathers the cells that a wrong encoding damaged.
    """

    model: type[Row]
    rows: dict[int, Row] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damage: list[Problem] = field(default_factory=list)
    complete: bool = True
    blank_end: int = 0

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.model.table}.csv"

    def report(self, message: str, row: int = 0, column: str = "", between: bool = False) -> None:
        """Note a problem of a cell, a row or the whole file."""
        self.problems.append(Problem(self.file, row, column, message, between))


def read_table(folder: Path, model: type[Row]) -> Table:
    """Read ``folder/<table>.csv``; nothing is raised, every problem is listed in the result."""
    table = Table(model)
    text, trouble = read_text(folder / table.file)
    if trouble:
        table.report(trouble)
    records = _read_records(table, text) if not trouble else []
    header = _read_header(table, records.pop(0)[1]) if records else []
    table.complete = not table.problems
    if table.complete:
        _read_rows(table, header, records)
    return table


def _read_records(table: Table, text: str) -> list[Record]:
    names = text.lstrip("\n").split("\n", 1)[0].replace('"', "")
    # The sign between cells is the one that leaves most of the header's names as they should be.
    sign = max(SEPARATORS, key=lambda sign: len({*names.split(sign)} & {*table.model.model_fields}))
    records: list[Record] = []
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=sign)
        for number, cells in enumerate(reader, start=1):
            records.append((number, cells))
    except csv.Error as error:
        message = f"cannot be read as CSV from this row on (a quote left open?): {error}"
        table.report(message, number + 1)
        return []
    records = [(number, cells) for number, cells in records if cells]
    if len(records) > MOST_ROWS + 1:
        table.report(f"has {len(records) - 1} rows; {MOST_ROWS} are the most that are read")
        return []
    return records


def _read_header(table: Table, cells: list[str]) -> list[str]:
    """The names of the columns; reported are those that are missing, unknown or given twice."""
    header, expected = [clean(cell).strip() for cell in cells], list(table.model.model_fields)
    while header and not header[-1]:
        header.pop()
    for name in expected:
        if name not in header:
            table.report("the column is missing", 1, name)
    for name, count in Counter(header).items():
        if name not in expected:
            message = f"the column is not known; known are {', '.join(expected)}"
            table.report(message, 1, shorten(name) or "(no name)")
        if count > 1:
            table.report(f"the column stands {count} times", 1, shorten(name))
    return header


def _read_rows(table: Table, header: list[str], records: list[Record]) -> None:
    """Read what follows the header; blank rows may once have held what others refer to."""
    for filled, group in groupby(records, lambda record: any(cell.strip() for cell in record[1])):
        rows = list(group)
        first, last = rows[0][0], rows[-1][0]
        if filled:
            for number, cells in rows:
                _read_row(table, number, header, cells)
        elif last == records[-1][0]:  # spreadsheets write rows at the end that were once in use
            table.blank_end = first
        else:
            more = f", and so are the rows to {last}" if last > first else ""
            table.report(f"is blank{more}: fill it again, or delete it", first)
            table.complete = False
    if table.damage:
        _, row, column, message, _ = table.damage[0]
        table.report(with_others(message, len(table.damage) - 1, "cell"), row, column)


def _read_row(table: Table, number: int, header: list[str], cells: list[str]) -> None:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        table.report(f"has {len(cells)} cells where the header has {len(header)}", number)
        table.complete = False
        return
    given = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    odd = {name for name, cell in given.items() if _is_odd(table, number, name, cell)}
    filled = {name: clean(cell).strip() if name in odd else cell for name, cell in given.items()}
    wrong: set[str] = set()
    try:
        row = table.rows[number] = table.model.model_validate(filled)
        found = list(row.troubles())
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [(str(detail["loc"][0]), sentence(dict(detail))) for detail in details]
        wrong = {column for column, _ in found}
    for column, message in found:
        if column not in odd:
            table.report(message, number, column)
    table.cells[number] = {name: cell for name, cell in filled.items() if name not in wrong}
    table.complete &= all(name in table.cells[number] for name in table.model.key)


def _is_odd(table: Table, number: int, name: str, cell: str) -> bool:
    """Report a cell that is damaged or holds what nobody sees; nothing else is said of it."""
    if hurt := damaged(cell):
        table.damage.append(Problem(table.file, number, name, hurt))
    elif hurt := unseen(cell):
        table.report(hurt, number, name)
    return bool(hurt)


def sentence(detail: Mapping[str, Any]) -> str:
    """One error of pydantic in words that need no Python: what came, and what was expected."""
    context = dict(detail.get("ctx", {}))
    expected = str(context.pop("expected", "")).replace("'", "")
    words = SENTENCES.get(detail["type"], "{came} does not fit here")
    came = f"'{shorten(detail['input'])}'"
    return words.format(came=came, expected=expected, **context)


def shorten(value: object, length: int = 60) -> str:
    """``value`` as text of at most ``length`` characters."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"
