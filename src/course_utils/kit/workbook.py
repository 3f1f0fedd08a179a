"""The course data as one workbook of text cells, for any spreadsheet program, and back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import warnings
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from course_utils.course import BY_NAME, read_course
from course_utils.kit.columns import SheetColumn, columns_of
from course_utils.quiz.files import load_records, quiz_files
from course_utils.quiz.kinds import KINDS
from course_utils.source.errors import DataError, Problem
from course_utils.source.tables import MOST_ROWS, Table, read_records
from course_utils.source.text import MISSING, read_text, unseen
from course_utils.words import listing

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Sheet = list[list[str]]  # the header first, blank rows too: a row has one number everywhere
Sheets = dict[str, Sheet]
QUESTIONS = "questions"
COLUMNS = {name: columns_of(model) for name, model in BY_NAME.items()}
COLUMNS[QUESTIONS] = {
    "file": SheetColumn("the file in the folder quizzes, one a lesson, such as 01-first.yaml"),
    "id": SheetColumn("identifier of the question, the same in all its rows"),
    "key": SheetColumn("what the text is, such as stem; for the second choice: choices / 2 / text"),
    "text": SheetColumn(f"the text; a kind is one of: {', '.join(KINDS)}"),
}
STEP = " / "  # in the way to a text, such as choices / 2 / feedback
FILE = re.compile(r"\w[\w .()-]*\.ya?ml")
LAST = MOST_ROWS + 1
TERMS = 'OFFSET(terms!$B$1,MATCH("{0}",terms!$A:$A,0)-1,0,COUNTIF(terms!$A:$A,"{0}"),1)'
LONGEST = 32_767  # characters in a cell of Excel
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_workbook(data: Path, file: Path) -> None:
    """Write all tables and questions into a new workbook; they may be wrong, or missing.

    Raises ``ValueError`` for what cannot be read or no cell can hold, and if ``file`` is there
    already: it may have in it what nobody has brought back yet.
    """
    from openpyxl import Workbook

    if file.exists():
        raise ValueError(f"{file} is there already. Bring it back with --from, or rename it.")
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _read_files(data).items():
        sheet = book.create_sheet(name)
        _fill(sheet, rows)
        for place, column in enumerate(rows[0], start=1):
            _format_column(sheet, place, COLUMNS[name].get(column, SheetColumn("not known here")))
    book.save(file)


def _read_files(data: Path) -> Sheets:
    """Every table and the questions, as they stand in files that may be wrong."""
    problems: list[Problem] = []
    sheets: Sheets = {}
    for name, model in BY_NAME.items():
        table = Table(model)
        text, trouble = read_text(data / table.file)
        if trouble not in ("", MISSING, "is empty"):
            table.report(trouble)
        sheets[name] = [cells for _, cells in read_records(table, text)] or [[*COLUMNS[name]]]
        problems += table.problems
    sheets[QUESTIONS] = [[*COLUMNS[QUESTIONS]], *_question_rows(data / "quizzes", problems)]
    if problems:
        raise DataError(problems)
    return sheets


def _question_rows(folder: Path, problems: list[Problem]) -> Iterator[list[str]]:
    """Yield a row for each text of each question."""
    for path in quiz_files(folder, []):
        faults: list[tuple[int, str]] = []
        for _, record in load_records(path, faults):
            name = str(record.pop("id", "")) if isinstance(record, dict) else ""
            yield from ([path.name, name, key, text] for key, text in _ways(record, ""))
        problems += [Problem(f"quizzes/{path.name}", line, "", said) for line, said in faults]


def _ways(value: object, way: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict | list):
        yield way.removeprefix(STEP), str(value)
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value, start=1):
        yield from _ways(inner, f"{way}{STEP}{key}")


def _fill(sheet: Worksheet, rows: Sheet) -> None:
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            if NOT_XML.search(text) or len(text) > LONGEST:
                why = unseen(text) or f"has a cell with more than {LONGEST} characters"
                raise ValueError(f"{sheet.title} row {number}: {why}")
            cell = sheet.cell(number, place, text or None)
            cell.data_type = "s" if text else "n"  # a text that begins with '=' is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format, cell.font = "@", Font(bold=number == 1)
    sheet.freeze_panes = "A2"


def _format_column(sheet: Worksheet, place: int, about: SheetColumn) -> None:
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(place)
    column = sheet.column_dimensions[letter]
    column.number_format = "@"  # for rows that are still to come
    column.width = min(max(len(str(cell.value)) for cell in sheet[letter]) + 2, 50)
    sheet.cell(1, place).comment = Comment(about.note, "course", height=120, width=320)
    if about.codes or about.refers_to:
        listed = f'"{",".join(about.codes)}"' if about.codes else TERMS.format(about.refers_to)
        choice = f"{about.refers_to}!$A$2:$A${LAST}" if about.refers_to in BY_NAME else listed
        # A row may refer to one that is still to come: only codes are held to the list.
        rule = DataValidation("list", formula1=choice, showErrorMessage=bool(about.codes))
        rule.add(f"{letter}2:{letter}{LAST}")
        sheet.add_data_validation(rule)


def read_workbook(file: Path, data: Path) -> list[str]:
    """Bring back what a workbook says into the files of ``data``; return in sentences what changed.

    Raises ``ValueError`` with all problems by sheet and row; nothing is written then.  Else all
    files are first copied to ``my-work``.
    """
    problems: list[str] = []
    book, earlier = _open(file), _read_files(data)
    others = [name for name in book.sheetnames if name not in earlier]
    sheets = _read_sheets(book, earlier, others, problems)
    _refuse(file, problems)
    old, new = _texts(earlier, []), _texts(sheets, problems)
    _refuse(file, problems)
    changed = [name for name in old | new if new.get(name) != old.get(name)]
    with TemporaryDirectory(prefix=".sheet-", dir=data.parent) as place:
        copy = shutil.copytree(data, Path(place) / "data")
        for name in changed:
            (copy / name).parent.mkdir(exist_ok=True)
            (copy / name).write_text(new.get(name, "[]"), encoding="utf-8", newline="\n")
        _refuse(file, _problems(copy))
        told = [f"{name}: is no table of the course, and was not read" for name in others]
        same = "The workbook, as it was saved last, says what the files say."
        return told + (_replace(changed, copy, data) if changed else [same])


def _refuse(file: Path, problems: list[str]) -> None:
    if problems:
        raise ValueError("\n  ".join([f"Nothing was changed. Wrong in {file.name}:", *problems]))


def _open(file: Path) -> Workbook:
    from openpyxl import load_workbook

    with warnings.catch_warnings(), file.open("rb") as opened:
        warnings.simplefilter("ignore")  # what other programs add is of no use here
        try:
            return load_workbook(opened)
        except Exception:  # of other files openpyxl raises errors of many kinds
            what = "is no workbook, or is protected: save it as .xlsx, without a password"
            raise ValueError(f"{file.name} {what}") from None


def _read_sheets(book: Workbook, earlier: Sheets, others: list[str], problems: list[str]) -> Sheets:
    sheets: Sheets = {}
    for name, (header, *_) in earlier.items():
        sheets[name] = _read_sheet(book[name], problems) if name in book.sheetnames else [[]]
        if lost := sorted(COLUMNS[name].keys() & {*header} - {*sheets[name][0]}):
            what = f"column {listing(lost)}" if sheets[name][0] else "the sheet"
            renamed = f"; was it renamed? Not known: {listing(others)}" if others else ""
            problems.append(f"{name}: {what} is missing{renamed}")
    return sheets


def _read_sheet(sheet: Worksheet, problems: list[str]) -> Sheet:
    """The rows of a sheet, without what is blank at its end."""
    for merged in sheet.merged_cells.ranges:
        problems.append(f"{sheet.title}: cells {merged.coord} are merged: split them")
    for cell in chain(*sheet.iter_rows()):
        if cell.data_type == "f":
            problems.append(f"{sheet.title}: {cell.coordinate} is a formula: paste its value")
    rows = [["" if value is None else str(value) for value in row] for row in sheet.values]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place for row in rows for place, text in enumerate(row, 1) if text), default=0)
    return [row[:width] for row in rows] or [[]]


def _texts(sheets: Sheets, problems: list[str]) -> dict[str, str]:
    """What the files have to say, by name."""
    import yaml

    texts = {}
    for name in BY_NAME:
        file = io.StringIO()
        csv.writer(file, lineterminator="\n").writerows(
            row if any(row) else [] for row in sheets[name]
        )
        texts[f"{name}.csv"] = file.getvalue()
    plain = type("Plain", (yaml.SafeDumper,), {"yaml_implicit_resolvers": {}})  # all are texts
    for quiz, questions in _questions(sheets[QUESTIONS], problems).items():
        text = yaml.dump(questions, Dumper=plain, allow_unicode=True, sort_keys=False, width=110)
        texts[f"quizzes/{quiz}"] = text
    return {name: text.replace("_x000D_", "") for name, text in texts.items()}  # Excel's "\r"


def _questions(sheet: Sheet, problems: list[str]) -> dict[str, list[Any]]:
    """The questions by file; the opposite of ``_question_rows``."""
    files: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(sheet[1:], start=2):
        cells = dict(zip(sheet[0], row, strict=True))
        file, name, way, text = (cells.get(column, "") for column in COLUMNS[QUESTIONS])
        if text:
            *above, last = way.split(STEP)
            branch = files.setdefault(file, {}).setdefault(name, {"id": name})
            for key in above:
                branch = branch.setdefault(key, {}) if isinstance(branch, dict) else ""
            if isinstance(branch, str) or last in branch:
                problems.append(f"{QUESTIONS} row {number}: '{way}' stands twice in '{name}'")
            else:
                branch[last] = text
    for file in files:
        if not FILE.fullmatch(file):
            problems.append(f"{QUESTIONS}: '{file}' is not the name of a file, as 01-first.yaml is")
    return {file: [_with_lists(each) for each in found.values()] for file, found in files.items()}


def _with_lists(tree: Any) -> Any:
    if isinstance(tree, str):
        return tree
    if all(map(str.isdigit, tree)):
        return [_with_lists(each) for each in tree.values()]
    return {key: _with_lists(each) for key, each in tree.items()}


def _problems(copy: Path) -> list[str]:
    """What is wrong with a course, by sheet and row; a question is found by its name."""
    try:
        read_course(copy)
    except DataError as error:
        found = [each._replace(row=0) if "/" in each.file else each for each in error.problems]
        return [str(problem).replace(".csv", "", 1) for problem in found]
    return []


def _replace(files: list[str], copy: Path, data: Path) -> list[str]:
    """Keep what is in ``data``, then take files from a copy beside it; tell which."""
    kept = data.parent / "my-work" / f"data-{dt.datetime.now():%Y-%m-%d-%H%M%S-%f}"
    shutil.copytree(data, kept)
    for name in files:  # one that another program holds stops all, before the first is replaced
        (data / name).parent.mkdir(exist_ok=True)
        if (data / name).exists():
            (data / name).open("ab").close()
    for name in files:
        (copy / name).replace(data / name)
    told = [f"{name}: {'changed' if (kept / name).exists() else 'new'}" for name in files]
    return [*told, f"What the files held before is in {kept}"]
