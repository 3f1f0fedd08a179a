"""Read one CSV table into checked rows, and say of each cell that fails what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_utils.source.cells import ID_PATTERN, PARAGRAPH_PATTERN, WORDS_PATTERN
from course_utils.source.characters import clean, damaged, unseen, with_others
from course_utils.source.errors import Problem
from course_utils.source.files import read_text
from course_utils.source.rows import Row

SEPARATORS = ",;\t"
MOST_ROWS = 2000
FORMS = {
    ID_PATTERN: "an identifier: letters, digits, '-', '_' and '.'",
    PARAGRAPH_PATTERN: "a paragraph: P and its number, as in P3",
    WORDS_PATTERN: "a word, or words with single blanks between them and no ';'",
}
Record = tuple[int, list[str]]


@dataclass
class Table:
    """The rows of a file that passed, by row number, and the problems of those that did not.

    ``cells`` has of every row the cells that are right by themselves.  ``complete`` tells whether
    all identifiers are known, ``read`` whether any row was; ``blank_end`` is the first of the
    blank rows at the end, which are left out, or 0.
    """

    model: type[Row]
    rows: dict[int, Row] = field(default_factory=dict)
    cells: dict[int, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    blank_end: int = 0

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.model.table}.csv"

    def report(self, message: str, row: int = 0, column: str = "") -> None:
        """Note a problem of a cell, a row or the whole file."""
        self.problems.append(Problem(self.file, row, column, message))


def read_table(folder: Path, model: type[Row]) -> Table:
    """Read ``folder/<table>.csv``; nothing is raised, every problem is listed in the result."""
    table = Table(model)
    text, trouble = read_text(folder / table.file)
    if trouble:
        table.report(trouble)
    records = _read_records(table, text) if not trouble else []
    header = _read_header(table, records[0][1]) if records else []
    table.complete = not table.problems
    if table.complete:
        _read_rows(table, header, _without_blank_end(table, records[1:]))
    return table


def _read_records(table: Table, text: str) -> list[Record]:
    records: list[Record] = []
    reader = csv.reader(
        io.StringIO(text, newline=""), strict=True, delimiter=_separator(table.model, text)
    )
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells:
                records.append((number, cells))
    except csv.Error as error:
        message = f"cannot be read as CSV from this row on (a quote left open?): {error}"
        table.report(message, number + 1)
        return []
    if len(records) > MOST_ROWS + 1:
        table.report(f"has {len(records) - 1} rows; {MOST_ROWS} are the most that are read")
        return []
    return records


def _separator(model: type[Row], text: str) -> str:
    """The sign between cells: the one that leaves most of the header's names as they should be."""
    header = text.lstrip("\n").split("\n", 1)[0].replace('"', "")
    return max(SEPARATORS, key=lambda sign: len(set(header.split(sign)) & {*model.model_fields}))


def _read_header(table: Table, cells: list[str]) -> list[str]:
    """The names of the columns; reported are those that are missing, unknown or given twice."""
    header, expected = [clean(cell).strip() for cell in cells], list(table.model.model_fields)
    while header and not header[-1]:
        header.pop()
    for name in [name for name in expected if name not in header]:
        table.report("the column is missing", 1, name)
    for name in [name for name in header if name not in expected]:
        message = f"the column is not known; known are {', '.join(expected)}"
        table.report(message, 1, shorten(name) or "(no name)")
    for name, count in Counter(header).items():
        if count > 1:
            table.report(f"the column stands {count} times", 1, shorten(name))
    return header


def _without_blank_end(table: Table, records: list[Record]) -> list[Record]:
    """Spreadsheets write rows that were once in use: a comma for each cell and nothing else."""
    while records and _is_blank(records[-1][1]):
        table.blank_end = records.pop()[0]
    return records


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _read_rows(table: Table, header: list[str], records: list[Record]) -> None:
    blank: list[int] = []
    damage: list[Problem] = []
    for number, cells in records:
        if _is_blank(cells):
            blank.append(number)
            continue
        report_blank(table, blank)
        blank.clear()
        if named := _by_name(table, number, header, cells):
            _read_row(table, number, named, damage)
    if damage:
        message = with_others(damage[0].message, len(damage) - 1, "cell")
        table.report(message, damage[0].row, damage[0].column)
    _find_duplicates(table)


def report_blank(table: Table, rows: list[int]) -> None:
    """Report blank rows, which may once have held what others refer to, as one problem."""
    if rows:
        more = f", and so are the rows to {rows[-1]}" if len(rows) > 1 else ""
        table.report(f"is blank{more}: fill it again, or delete it", rows[0])
        table.complete = False


def _by_name(table: Table, number: int, header: list[str], cells: list[str]) -> dict[str, str]:
    """The cells of a row that are not empty; none where they cannot be told apart."""
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) != len(header):
        table.report(f"has {len(cells)} cells where the header has {len(header)}", number)
        table.complete = False
        return {}
    return {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}


def _read_row(table: Table, number: int, cells: Mapping[str, str], damage: list[Problem]) -> None:
    odd = dict(_odd_cells(table.file, number, cells, damage))
    filled = {name: clean(cell).strip() if name in odd else cell for name, cell in cells.items()}
    bad: dict[str, str] = {}
    try:
        row = table.model.model_validate(filled)
        table.rows[number] = row
        found = list(row.troubles())
    except ValidationError as error:
        found = list(_sentences(error))
        bad = dict(found)
    found = [(column, message) for column, message in found if column not in odd]
    for column, message in (*odd.items(), *found):
        if message:
            table.report(message, number, column)
    table.cells[number] = {name: cell for name, cell in filled.items() if name not in bad}
    table.complete &= all(name in table.cells[number] for name in table.model.key)


def _odd_cells(
    file: str, number: int, cells: Mapping[str, str], damage: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Yield cells with characters that nobody sees, and collect those that are damaged."""
    for name, cell in cells.items():
        if hurt := damaged(cell):
            damage.append(Problem(file, number, name, hurt))
            yield name, ""
        elif message := unseen(cell):
            yield name, message


def _sentences(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_url=False):
        yield str(detail["loc"][0]), sentence(dict(detail))


def sentence(detail: dict[str, Any]) -> str:
    """One error of pydantic in words that need no Python: what came, and what was expected."""
    came = f"'{shorten(detail['input'])}'"
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "is empty, but a value is needed"
        case "literal_error":
            return f"{came} is not one of {context['expected'].replace(chr(39), '')}"
        case "int_parsing" | "int_from_float" | "int_type":
            return f"{came} is not a whole number"
        case "int_parsing_size":
            return f"{came} is too large a number"
        case "greater_than_equal":
            return f"{came} is below {context['ge']}"
        case "less_than_equal":
            return f"{came} is above {context['le']}"
        case "string_too_short":
            return "is empty, but a text is needed"
        case "string_pattern_mismatch":
            return f"{came} is not {FORMS.get(context['pattern'], 'of the right form')}"
        case "value_error":
            return str(context["error"])
        case _:
            return f"{came} does not fit here"


def shorten(value: object, length: int = 60) -> str:
    """``value`` as text of at most ``length`` characters."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def _find_duplicates(table: Table) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in table.cells.items():
        key = tuple(cells.get(name, "") for name in table.model.key)
        if all(key) and key in seen:
            named = shorten(", ".join(key))
            table.report(
                f"'{named}' stands already in row {seen[key]}", number, table.model.key[-1]
            )
        seen.setdefault(key, number)
