"""The data folder as grids of text, one a sheet, and back into its files, of which few change.

A grid has the rows of a sheet as they stand there, the header first and blank rows as ``[]``, so
that a row has one number in a grid, in the spreadsheet and in a problem.  No file: an empty grid.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from course_utils.course import BY_NAME, read_course
from course_utils.kit import question_rows as questions_sheet
from course_utils.kit.question_rows import SHEET, Questions, as_yaml
from course_utils.quiz.files import load_records, quiz_files
from course_utils.source.errors import DataError, Problem
from course_utils.source.tables import Table, read_records
from course_utils.source.text import read_text
from course_utils.words import count

Grid = list[list[str]]
QUIZZES = "quizzes"


def read_grids(data: Path) -> dict[str, Grid]:
    """Every table, and the questions; rows and cells may be wrong.

    Raises ``DataError`` for files that cannot be read as CSV or YAML, and for what no cell holds.
    """
    problems: list[Problem] = []
    grids: dict[str, Grid] = {}
    for name, model in BY_NAME.items():
        table = Table(model)
        text, trouble = read_text(data / table.file)
        if trouble not in ("", "is missing", "is empty"):
            table.report(trouble)
        grids[name] = [cells for _, cells in read_records(table, text)]
        problems += table.problems
    questions = _read_quizzes(data, problems)
    if problems:
        raise DataError(problems)
    rows = [
        row
        for file, each in questions.items()
        for row in questions_sheet.rows_of_questions(file, each)
    ]
    header = dict.fromkeys([*questions_sheet.NOTES, *(key for row in rows for key in row)])
    grids[SHEET] = [[*header], *([row.get(name, "") for name in header] for row in rows)]
    return grids


def _read_quizzes(data: Path, problems: list[Problem]) -> Questions:
    """The questions of each quiz file, not yet checked; adds to ``problems``."""
    found: Questions = {}
    for path in quiz_files(data / QUIZZES, []):
        faults: list[tuple[int, str]] = []
        found[path.name] = load_records(path, faults)
        problems += [Problem(f"{QUIZZES}/{path.name}", line, "", said) for line, said in faults]
    return found


def bring_back(grids: Mapping[str, Grid], data: Path) -> list[str]:
    """Write what differs from the files, and say what does; raises ``DataError`` for all problems.

    Nothing is written then.  Files that change are first copied to ``my-work``.
    """
    earlier = read_grids(data)
    problems = list(_lost(earlier, grids))
    rows = [each for each in enumerate(_cells(grids.get(SHEET, [])), start=2) if each[1]]
    questions = questions_sheet.questions_of_rows(rows, problems)
    if problems:
        raise DataError(problems)
    _check(grids, questions, data)
    changes = dict([*_changed_tables(earlier, grids), *_changed_quizzes(questions, data)])
    texts = {file: text for file, (text, _) in changes.items() if text}
    told = [f"{file}: {what}" for file, (_, what) in changes.items()]
    if texts:
        told.append(f"What these files held before is in {_save(texts, data)}")
    return told or ["The workbook says what the files say. Nothing was written."]


Changes = Iterator[tuple[str, tuple[str, str]]]  # a file, its new text, and what is new in it


def _changed_tables(earlier: Mapping[str, Grid], grids: Mapping[str, Grid]) -> Changes:
    for name, model in BY_NAME.items():
        old, new = earlier[name], _as_in_file(grids.get(name, []), *earlier[name][:1])
        if new != old and (old or new[1:]):
            was, now = ([*_cells(grid)] for grid in (old, new))
            yield f"{name}.csv", (as_csv(new), _difference(was, now, model.key, "row"))


def _as_in_file(grid: Grid, header: Sequence[str] | None = None) -> Grid:
    """The rows as a file has them: none blank, and no empty column that it did without."""
    rows = [row for row in grid if row]
    if header is None or not rows:
        return rows
    columns = list(zip(*rows, strict=True))
    kept = [column for column in columns if column[0] in header or any(column[1:])]
    return [list(row) for row in zip(*kept, strict=True)]


def _changed_quizzes(questions: Questions, data: Path) -> Changes:
    there = _read_quizzes(data, [])
    for file in sorted({*there, *questions}):
        was, now = ([each for _, each in found.get(file, [])] for found in (there, questions))
        text = "".join(map(as_yaml, now))
        if was and not now:
            yield f"{QUIZZES}/{file}", ("", "has no row in the workbook, and stays as it is")
        elif was != now:
            yield f"{QUIZZES}/{file}", (text, _difference(was, now, ("id",), "question"))


def _cells(grid: Grid) -> Iterator[dict[str, str]]:
    for row in grid[1:]:
        yield {name: cell for name, cell in zip(grid[0], row, strict=False) if name and cell}


def _lost(earlier: Mapping[str, Grid], grids: Mapping[str, Grid]) -> Iterator[Problem]:
    """Yield sheets and columns that are gone from the workbook while their file has content."""
    others = ", ".join(sorted(grids.keys() - earlier.keys()))
    for name, old in earlier.items():
        if not grids.get(name) and old[1:]:
            renamed = f"; was it renamed? Not known: {others}" if others else ""
            yield Problem(name, 0, "", f"the sheet is missing, or empty{renamed}")
        filled = Counter(column for cells in _cells(old) for column in cells)
        for column in filled.keys() - {*(grids.get(name) or old or [[]])[0]}:
            message = f"the column is missing; the file has {count(filled[column], 'cell')} in it"
            yield Problem(name, 1, column, message)


def _check(grids: Mapping[str, Grid], questions: Questions, data: Path) -> None:
    """Raise ``DataError`` with every problem that the folder would have, by sheet and row."""
    starts: dict[str, list[tuple[int, int]]] = {}
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(data, copy)
        (copy / QUIZZES).mkdir(exist_ok=True)
        for name in BY_NAME:
            file, grid = copy / f"{name}.csv", grids.get(name, [])
            if file.exists() or any(grid[1:]):
                file.write_text(as_csv(grid), encoding="utf-8", newline="\n")
        for name, numbered in questions.items():
            texts = [as_yaml(question) for _, question in numbered]
            lines = accumulate((text.count("\n") for text in texts), initial=1)
            rows = [row for row, _ in numbered]
            starts[f"{QUIZZES}/{name}"] = list(zip(lines, rows, strict=False))
            (copy / QUIZZES / name).write_text("".join(texts), encoding="utf-8", newline="\n")
        try:
            read_course(copy)
        except DataError as error:
            found = [_in_sheet(problem, starts) for problem in error.problems]
            raise DataError(found, error.unchecked) from None


def _in_sheet(problem: Problem, starts: Mapping[str, list[tuple[int, int]]]) -> Problem:
    """The problem of a file as one of a sheet, with its row there."""
    if problem.file not in starts:
        return problem._replace(file=problem.file.removesuffix(".csv"))
    before = [row for line, row in starts[problem.file] if line <= max(problem.row, 1)]
    message = f"{problem.column}: {problem.message}" if problem.column else problem.message
    return Problem(SHEET, before[-1], "", message, problem.between)


def as_csv(grid: Grid) -> str:
    """The text of a table's file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(grid)
    return file.getvalue()


def _difference(
    was: Sequence[Mapping[str, Any]],
    now: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    noun: str,
) -> str:
    """What has changed, in words: ``2 rows changed, 1 row new``."""
    old, new = ({tuple(map(row.get, key)): row for row in rows} for rows in (was, now))
    numbers = {
        "changed": sum(old[name] != new[name] for name in old.keys() & new.keys()),
        "new": len(new.keys() - old.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    said = [f"{count(number, noun)} {what}" for what, number in numbers.items() if number]
    return ", ".join(said) or "other columns, or another order"


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
