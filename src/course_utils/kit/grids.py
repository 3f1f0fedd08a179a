"""The data folder as grids of text, one a sheet, and back into its files, of which few change.

A grid has the rows of a sheet as they stand there, the header first and blank rows too, so that a
row has one number in a grid, in the spreadsheet and in a problem.  No file is an empty grid.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from course_utils.course import read_course
from course_utils.kit.question_rows import (
    PLACE,
    SHEET,
    Record,
    as_yaml,
    dumped,
    question_columns,
    questions_of_rows,
    rows_of_questions,
)
from course_utils.quiz.files import load_records, quiz_files
from course_utils.source.errors import DataError, Problem
from course_utils.source.rows import TABLES
from course_utils.source.tables import Table, read_records
from course_utils.source.text import clean, read_text
from course_utils.words import count, verb

Grid = list[list[str]]
Questions = dict[str, list[tuple[int, Record]]]  # by file, each with its row or line
QUIZZES = "quizzes"
TABLE_OF = {model.table: model for model in TABLES}


def read_grids(data: Path) -> dict[str, Grid]:
    """Every table, and the questions; rows and cells may be wrong.

    Raises ``DataError`` for files that cannot be read as CSV or YAML, and for what no cell holds.
    """
    problems: list[Problem] = []
    grids: dict[str, Grid] = {}
    for model in TABLES:
        table = Table(model)
        text, trouble = read_text(data / table.file)
        if trouble not in ("", "is missing", "is empty"):
            table.report(trouble)
        grids[model.table] = [cells for _, cells in read_records(table, text)]
        problems += table.problems
    found = read_quizzes(data, problems)
    if problems:
        raise DataError(problems)
    rows = [row for file, each in found.items() for row in rows_of_questions(file, each)]
    header = dict.fromkeys([*PLACE, *question_columns()[0], *(key for row in rows for key in row)])
    grids[SHEET] = [[*header], *([row.get(name, "") for name in header] for row in rows)]
    return grids


def read_quizzes(data: Path, problems: list[Problem]) -> Questions:
    """The questions of each quiz file, not yet checked; adds to ``problems``."""
    found: Questions = {}
    for path in quiz_files(data / QUIZZES, []):
        faults: list[tuple[int, str]] = []
        found[path.name] = load_records(path, faults)
        problems += [Problem(f"{QUIZZES}/{path.name}", line, "", said) for line, said in faults]
    return found


def names(grid: Grid) -> list[str]:
    """The names of the columns."""
    header = [clean(cell).strip() for cell in grid[0]] if grid else []
    while header and not header[-1]:
        header.pop()
    return header


def questions_of(grid: Grid, problems: list[Problem]) -> Questions:
    """The questions of their grid by file, each with its row; adds to ``problems``."""
    rows = [*enumerate(_cells(grid), start=2)]
    return questions_of_rows([(number, cells) for number, cells in rows if cells], problems)


def _cells(grid: Grid) -> Iterator[dict[str, str]]:
    header = names(grid)
    for row in grid[1:]:
        yield {name: cell for name, cell in zip(header, row, strict=False) if cell}


def bring_back(grids: Mapping[str, Grid], data: Path) -> list[str]:
    """Write what differs from the files, and say what does; raises ``DataError`` for all problems.

    Nothing is written then.  Files that change are first copied to ``my-work``.
    """
    earlier = read_grids(data)
    problems = [*_lost(earlier, grids)]
    questions = questions_of(grids.get(SHEET, []), problems)
    if problems:
        raise DataError(problems)
    _check(grids, questions, data)
    texts: dict[str, str] = {}
    told: list[str] = []
    for name in TABLE_OF:
        old, new = earlier[name], [row for row in grids.get(name, []) if row]
        if new != old and (old or len(new) > 1):
            texts[f"{name}.csv"] = as_csv(new)
            told.append(f"{name}: {_difference(name, old, new)}")
    found = read_quizzes(data, [])
    for file, numbered in questions.items():
        records, before = (
            [record for _, record in each] for each in (numbered, found.get(file, []))
        )
        if records != before:
            name = f"{QUIZZES}/{file}"
            text, _ = read_text(data / name)
            texts[name] = as_yaml(records, text, found.get(file, []))
            told.append(f"{name}: {_in_words(_by_id(before), _by_id(records), 'question')}")
    left = sorted(found.keys() - questions.keys())
    told += [f"{QUIZZES}/{file}: has no row in the workbook, and stays as it is" for file in left]
    if texts:
        told.append(f"What these files held before is in {_save(texts, data)}.")
    return told or ["The workbook says what the files say: nothing was written."]


def _lost(earlier: Mapping[str, Grid], grids: Mapping[str, Grid]) -> Iterator[Problem]:
    """Yield sheets and columns that are gone from the workbook while their file has content."""
    others = sorted(grids.keys() - earlier.keys())
    renamed = f"; was it renamed? Not known: {', '.join(others)}" if others else ""
    for name, old in earlier.items():
        if name not in grids and old[1:]:
            yield Problem(name, 0, "", f"the sheet is missing{renamed}")
        for column in names(old) if name in grids else ():
            filled = sum(column in cells for cells in _cells(old))
            if filled and column not in names(grids[name]):
                cells = f"{count(filled, 'cell')} of it {verb(filled, 'is', 'are')} filled in"
                yield Problem(name, 1, column, f"the column is missing, and in the file {cells}")


def _save(texts: Mapping[str, str], data: Path) -> Path:
    """Write files whole or not at all, after what they held was copied to where this returns."""
    kept = data.parent / "my-work" / f"data-{dt.datetime.now():%Y-%m-%d-%H%M%S-%f}"
    parts = {data / name: data / f"{name}.part" for name in texts}
    try:
        for name, text in texts.items():
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            if (data / name).exists():
                shutil.copyfile(data / name, kept / name)
            (data / name).parent.mkdir(exist_ok=True)
            parts[data / name].write_text(text, encoding="utf-8", newline="\n")
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return kept


def _check(grids: Mapping[str, Grid], questions: Questions, data: Path) -> None:
    """Raise ``DataError`` with every problem that the folder would have, by sheet and row."""
    starts: dict[str, list[tuple[int, int]]] = {}
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(data, copy)
        (copy / QUIZZES).mkdir(exist_ok=True)
        for name in TABLE_OF:
            file = copy / f"{name}.csv"
            if any(grids.get(name, [])[1:]) or file.exists():
                file.write_text(as_csv(grids.get(name, [])), encoding="utf-8", newline="\n")
        for name, records in questions.items():
            texts = [dumped(record) for _, record in records]
            lines = accumulate((text.count("\n") for text in texts), initial=1)
            starts[f"{QUIZZES}/{name}"] = [*zip(lines, [row for row, _ in records], strict=False)]
            (copy / QUIZZES / name).write_text("".join(texts), encoding="utf-8", newline="\n")
        try:
            read_course(copy)
        except DataError as error:
            found = [_in_sheet(problem, starts) for problem in error.problems]
            raise DataError(found, error.unchecked) from None


def _in_sheet(problem: Problem, starts: Mapping[str, list[tuple[int, int]]]) -> Problem:
    """The problem of a file as one of a sheet, with its row there."""
    if problem.file in starts:
        lines = starts[problem.file]
        row = lines[max(bisect_right(lines, (problem.row, 10**9)) - 1, 0)][1]
        message = f"{problem.column}: {problem.message}" if problem.column else problem.message
        return Problem(SHEET, row, "", message, problem.between)
    return problem._replace(file=problem.file.removesuffix(".csv"))


def as_csv(grid: Grid) -> str:
    """The text of a file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(grid)
    return file.getvalue()


def _difference(name: str, earlier: Grid, grid: Grid) -> str:
    """What has changed in a table, in words: ``2 rows changed, 1 new``."""
    key = TABLE_OF[name].key
    old, new = (
        {tuple(cells.get(column, "") for column in key): cells for cells in _cells(each)}
        for each in (earlier, grid)
    )
    return _in_words(old, new, "row")


def _in_words(old: Mapping[Any, object], new: Mapping[Any, object], noun: str) -> str:
    """What has changed from ``old`` to ``new``: how many were changed, are new, are gone."""
    changed = sum(old[name] != new[name] for name in old.keys() & new.keys())
    added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    numbers = {"changed": changed, "new": added, "gone": gone}
    said = [f"{count(number, noun)} {what}" for what, number in numbers.items() if number]
    return ", ".join(said) or "other columns, or another order"


def _by_id(records: list[Record]) -> dict[str, Record]:
    return {str(record.get("id")): record for record in records}
