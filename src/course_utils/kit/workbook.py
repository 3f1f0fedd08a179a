"""The course data as one workbook of text cells, for any spreadsheet program, and back."""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from course_utils.course import BY_NAME, PACKAGE
from course_utils.kit.columns import columns_of, lay_out
from course_utils.kit.grids import Grid, bring_back, read_grids
from course_utils.kit.question_rows import SHEET
from course_utils.source.errors import DataError, Problem
from course_utils.source.text import read_text, unseen
from course_utils.words import count, listing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 20_000_000
MOST_ROWS = 20_000
LONGEST = 32_767  # characters in a cell of Excel
LOCKS = ("~${}", ".~lock.{}#")  # what Excel and LibreOffice put beside a file that is open
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CODE = "x[0-9A-Fa-f]{4}_"  # Excel reads it as a character, unless "_x005F_" stands before it
SAVE = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx)."
OLD = b"\xd0\xcf\x11\xe0"  # how files of Office before 2007 begin, and protected ones


def write_workbook(data: Path, file: Path) -> None:
    """Write all tables and questions into a new workbook; they may be wrong, or missing.

    Raises ``DataError`` for files that cannot be read at all, and ``ValueError`` if openpyxl is
    not installed, or ``file`` is there already: it may hold what nobody has brought back yet.
    """
    _need_openpyxl()
    from openpyxl import Workbook

    if file.suffix.lower() != ".xlsx":
        raise ValueError(f"{file} is not the name of a workbook: it has to end in .xlsx.")
    if file.exists():
        raise ValueError(f"{file} is there already. Rename it, or give another name with --to.")
    grids = read_grids(data)
    problems = [problem for name, grid in grids.items() for problem in _unfit(name, grid)]
    if problems:
        raise DataError(problems)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = _course_id(data)
    _fill(book, grids)
    part = file.with_name(f"{file.name}.part")
    try:
        book.save(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _fill(book: Workbook, grids: Mapping[str, Grid]) -> None:
    headers = {name: _header(name, *grid) for name, grid in grids.items()}
    for name, grid in grids.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate([headers[name], *grid[1:]], start=1):
            for column, text in enumerate(row, start=1):
                _write(sheet.cell(number, column), text)
        lay_out(sheet, name, headers)


def _header(name: str, first: Sequence[str] = (), *rows: Sequence[str]) -> list[str]:
    """The columns of a file, then those that it does without, unless a row has too many cells."""
    known = BY_NAME[name].model_fields if name in BY_NAME else ()
    fits = all(len(row) <= len(first) for row in rows)
    return [*first, *(column for column in known if fits and column not in first)]


def _need_openpyxl() -> None:
    if not find_spec("openpyxl"):
        how = "Install it with: python -m pip install openpyxl"
        raise ValueError(f"Workbooks are read and written by openpyxl, which is missing. {how}")


def _unfit(name: str, grid: Grid) -> Iterator[Problem]:
    for number, row in enumerate(grid, start=1):
        for text in row:
            if NOT_XML.search(text):
                yield Problem(f"{name}.csv", number, "", unseen(text))
            elif len(text) > LONGEST:
                message = f"a text of {len(text)} characters; a workbook has room for {LONGEST}"
                yield Problem(f"{name}.csv", number, "", message)


def _write(cell: Cell, text: str) -> None:
    cell.value = re.sub(f"_(?={CODE})", "_x005F_", text)
    if text:
        cell.data_type = "s"  # a text that begins with '=' is no formula


def _course_id(data: Path) -> str:
    with suppress(ValueError, AttributeError):
        about = json.loads(read_text(data / PACKAGE)[0])
        return str(about.get("name") or about.get("title") or "")
    return ""


def read_workbook(file: Path, data: Path) -> list[str]:
    """Bring back what a workbook says into the files of ``data``; return in sentences what changed.

    Raises ``ValueError`` with all problems by sheet, row and column; nothing is written then.
    """
    _need_openpyxl()
    _refuse_others(file)
    try:
        book = _open(file)
        title, here = book.properties.title or "", _course_id(data)
        if title and here and title != here:
            raise ValueError(f"{file.name} is the workbook of '{title}', and this is '{here}'.")
        problems: list[Problem] = []
        notes: list[str] = []
        grids = _grids(book, problems, notes)
        if problems:
            raise DataError(problems)
        return notes + bring_back(grids, data)
    except DataError as error:
        found = "\n".join(f"  {problem}" for problem in error.problems)
        number = count(len(error.problems), "problem")
        raise ValueError(f"Nothing was changed. {number} in {file.name}:\n{found}") from None


def _refuse_others(file: Path) -> None:
    """Raise ``ValueError`` for what is no workbook, too large, or open elsewhere."""
    for lock in (file.with_name(pattern.format(file.name)) for pattern in LOCKS):
        if lock.exists():
            end = f"save it and close it there. If it is not, delete {lock.name} beside it."
            raise ValueError(f"{file.name} is open in another program: {end}")
    size = file.stat().st_size
    with file.open("rb") as opened:
        old = opened.read(len(OLD)) == OLD
    faults = {
        "is empty.": not size,
        f"is larger than {LARGEST / 1e6:.0f} MB, the most that is read.": size > LARGEST,
        f"is an old Excel workbook (.xls), or protected with a password. {SAVE}": old,
        f"is not a workbook. {SAVE}": not is_zipfile(file),
    }
    for fault, so in faults.items():
        if so:
            raise ValueError(f"{file.name} {fault}")


def _open(file: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what other programs add is of no use here
            return load_workbook(file)
    except Exception as error:  # of other files openpyxl raises errors of many kinds
        raise ValueError(f"{file.name} is no workbook, or damaged. {SAVE} ({error})") from None


def _grids(book: Workbook, problems: list[Problem], notes: list[str]) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    for sheet in book.worksheets:
        name = sheet.title.strip().lower()
        if name not in (*BY_NAME, SHEET):
            notes.append(f"{sheet.title}: is no table of the course, and was not read")
            grids[sheet.title] = []
        elif name in grids:
            problems.append(Problem(sheet.title, 0, "", "two sheets have this name"))
        elif sheet.max_row > MOST_ROWS:
            message = f"goes down to row {sheet.max_row}: delete the empty rows below the last one"
            problems.append(Problem(name, 0, "", message))
        else:
            grids[name] = _grid(sheet, name, problems, notes)
    return grids


def _grid(sheet: Worksheet, name: str, problems: list[Problem], notes: list[str]) -> Grid:
    for merged in sheet.merged_cells.ranges:
        message = f"cells {merged.coord} are merged: split them, each cell with its own text"
        problems.append(Problem(name, 0, "", message))
    known = columns_of(name)
    grid: Grid = []
    dates: list[str] = []
    for cells in sheet.iter_rows():
        row: list[str] = []
        for cell in cells:
            column = grid[0][len(row)] if grid and len(row) < len(grid[0]) else ""
            day = column in known and known[column].day
            text, trouble = _text(cell, day)
            if trouble:
                problems.append(
                    Problem(name, len(grid) + 1, column, f"{cell.coordinate} {trouble}")
                )
            dates += [f"{cell.coordinate} {text}"] if isinstance(cell.value, dt.datetime) else []
            row.append(text)
        while row and not row[-1]:
            row.pop()
        grid.append(row + [""] * (len(grid[0]) - len(row)) if grid and row else row)
    if dates:
        notes.append(f"{name}: dates of the spreadsheet were read as days: {listing(dates, 4)}")
    return grid


def _text(cell: Cell | MergedCell, day: bool) -> tuple[str, str]:
    """What a cell says as text, and what is wrong with it if a spreadsheet took it for another."""
    value, form = cell.value, cell.number_format.lower()
    if cell.data_type == "f":
        return "", "is a formula: paste it as a value"
    if cell.data_type == "e":
        return "", f"is an error of the spreadsheet, {value}"
    if isinstance(value, bool):
        return str(value).lower(), ""
    if isinstance(value, int | float):
        wrong = f"is a percentage, {value:.0%}: type its number as text" if "%" in form else ""
        return str(value) if isinstance(value, int) else f"{value:.15g}", wrong
    if isinstance(value, dt.datetime):
        whole = day and value.time() == dt.time() and {*"dy"} <= {*form}
        wrong = f"was made a date, {value:%Y-%m-%d}: format the cell as text and type it again"
        return f"{value:%Y-%m-%d}", "" if whole else wrong
    if value is None or isinstance(value, str):
        text = re.sub(r"_x000D_\n?|\r\n?", "\n", value or "")
        return re.sub(f"_x005F_(?={CODE})", "_", text), ""
    return "", f"holds {value}, which is no text"
