"""Read one CSV table into checked rows, and say of each cell that fails what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_utils.cells import ID_PATTERN, PARAGRAPH_PATTERN, WORDS_PATTERN
from course_utils.errors import Problem
from course_utils.rows import Row

BOM = "\ufeff"
TIDY = "'make tidy' rewrites it"
FORMS = {
    ID_PATTERN: "an identifier: letters, digits, '-', '_' and '.'",
    PARAGRAPH_PATTERN: "a paragraph: P and its number, as in P3",
    WORDS_PATTERN: "a word, or words with single blanks between them and no ';'",
}
Record = tuple[int, list[str]]


@dataclass
class Table:
    """The rows of a file that passed, by row number, and the problems of those that did not."""

    model: type[Row]
    rows: dict[int, Row] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

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
    text = _read_text(table, folder / table.file)
    records = _read_records(table, text) if text else []
    if records and _header_fits(table, records[0][1]):
        for number, cells in records[1:]:
            _read_row(table, number, records[0][1], cells)
        _find_duplicates(table)
    return table


def read_utf8(path: Path) -> tuple[str, str]:
    """Return the text of a file, and a sentence on what is wrong if it is not UTF-8 with LF."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        return "", f"cannot be read: {error.strerror or error}"
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        return (
            "",
            f"is not UTF-8: byte 0x{byte:02x} at position {error.start}; save it as UTF-8",
        )
    if text.startswith(BOM):
        return (
            "",
            f"starts with a byte order mark; save it as UTF-8 without one ({TIDY})",
        )
    if "\r" in text:
        row = text[: text.index("\r")].count("\n") + 1
        return (
            "",
            f"has Windows or old Mac line ends, first in line {row}; save it with LF ({TIDY})",
        )
    return text, "" if text.strip() else "is empty"


def _read_text(table: Table, path: Path) -> str:
    text, trouble = read_utf8(path) if path.exists() else ("", "is missing")
    if trouble:
        table.report(trouble)
        return ""
    return text


def _read_records(table: Table, text: str) -> list[Record]:
    records: list[Record] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        records.extend((number, cells) for number, cells in enumerate(reader, start=1) if cells)
    except csv.Error as error:
        number = _last_sound_row(text) + 1
        table.report(
            f"cannot be read as CSV from this row on (a quote left open?): {error}",
            number,
        )
        return []
    return records


def _last_sound_row(text: str) -> int:
    number = 0
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), strict=True):
            number += 1
    except csv.Error:
        pass
    return number


def _header_fits(table: Table, header: list[str]) -> bool:
    expected = list(table.model.model_fields)
    for name in [name for name in expected if name not in header]:
        table.report("the column is missing", 1, name)
    for name in [name for name in header if name not in expected]:
        table.report(
            f"the column is not known; known are {', '.join(expected)}",
            1,
            name or "(no name)",
        )
    for name, count in Counter(header).items():
        if count > 1:
            table.report(f"the column stands {count} times", 1, name)
    return not table.problems


def _read_row(table: Table, number: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        table.report(f"has {len(cells)} cells where the header has {len(header)}", number)
        return
    filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}
    try:
        row = table.model.model_validate(filled)
    except ValidationError as error:
        for column, message in _sentences(error):
            table.report(message, number, column)
        return
    for column, message in row.troubles():
        table.report(message, number, column)
    table.rows[number] = row


def _sentences(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_url=False):
        yield str(detail["loc"][0]), sentence(dict(detail))


def sentence(detail: dict[str, Any]) -> str:
    """One error of pydantic in words that need no Python: what came, and what was expected."""
    came = shorten(detail["input"])
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "is empty, but a value is needed"
        case "literal_error":
            return f"'{came}' is not one of {context['expected'].replace(chr(39), '')}"
        case "int_parsing" | "int_from_float" | "int_type":
            return f"'{came}' is not a whole number"
        case "string_pattern_mismatch":
            return f"'{came}' is not {FORMS.get(context['pattern'], 'of the right form')}"
        case "value_error":
            return str(context["error"])
        case _:
            return f"'{came}': {detail['msg']}"


def shorten(value: object, length: int = 60) -> str:
    """``value`` as text of at most ``length`` characters."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def _find_duplicates(table: Table) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for number, row in table.rows.items():
        key = tuple(getattr(row, name) for name in table.model.key)
        if key in seen:
            named = ", ".join(str(part) for part in key)
            table.report(
                f"'{named}' stands already in row {seen[key]}",
                number,
                table.model.key[-1],
            )
        seen.setdefault(key, number)


def cycles(arrows: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield one cycle of the graph of ``arrows``, as the identifiers on it, if there is any."""
    from graphlib import CycleError, TopologicalSorter

    sorter: TopologicalSorter[str] = TopologicalSorter()
    for start, end in arrows:
        sorter.add(start, end)
    try:
        sorter.prepare()
    except CycleError as error:
        yield error.args[1]
