"""What a sheet says of its columns: a note, a list to choose from, whether it holds days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from course_utils.kit.grids import TABLE_OF
from course_utils.kit.question_rows import PLACE, WHOLE, question_columns
from course_utils.quiz.kinds import KINDS
from course_utils.source.cells import Form, Key
from course_utils.source.rows import Row, Term
from course_utils.source.tables import MOST_ROWS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NARROW, WIDE = 10, 50
TERMS = 'OFFSET(terms!$B$1,MATCH("{0}",{1},0)-1,0,COUNTIF({1},"{0}"),1)'


class Column(NamedTuple):
    """The note of a column, the texts it may hold if these are few, the table it refers to."""

    note: str
    codes: tuple[str, ...] = ()
    refers_to: str = ""
    day: bool = False


@cache
def columns_of(name: str) -> Mapping[str, Column]:
    """The columns of a sheet."""
    if name in TABLE_OF:
        return {column: _column(TABLE_OF[name], column) for column in TABLE_OF[name].model_fields}
    known, parts = question_columns()
    notes = PLACE | {"part": f"{PLACE['part']} {', '.join(parts)}"}
    said = {column: Column(note) for column, note in notes.items()}
    said |= {column: Column(each.note) for column, each in known.items()}
    said["part"] = said["part"]._replace(codes=(WHOLE, *parts))
    said["kind"] = Column(f"kind of question: {', '.join(KINDS)}; or of a field")
    said["correct"] = said["correct"]._replace(codes=("true",))
    return said


def _column(model: type[Row], name: str) -> Column:
    info = model.model_fields[name]
    marks = [*info.metadata]
    marks += [
        mark for part in get_args(info.annotation) for mark in getattr(part, "__metadata__", ())
    ]
    schema = model.model_json_schema()["properties"][name]
    several = schema.get("type") == "array"
    codes = _codes(schema) or _codes(schema.get("items", {}))
    forms = [mark for mark in marks if isinstance(mark, Form)]
    key = next((mark for mark in marks if isinstance(mark, Key)), None)
    said = [next(mark for mark in marks if isinstance(mark, str))]
    said += [f"one of: {', '.join(codes)}"] if codes else [form.words for form in forms[:1]]
    if key:
        place = (
            f"sheet {key.table}" if key.table in TABLE_OF else f"list '{key.table}' in sheet terms"
        )
        said.append(" or ".join([f"names a row of {place}", *map(repr, key.also)]))
    said.append("needed" if info.is_required() else "may be empty")
    day = any(_takes(form, "2001-02-03") and not _takes(form, "x", "02-03") for form in forms)
    chosen = () if several else codes
    return Column("; ".join(said), chosen, key.table if key and not several else "", day)


def _codes(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The texts of a closed list."""
    found = [each for each in (schema, *schema.get("anyOf", ())) if {*each} & {"enum", "const"}]
    if schema.get("type") == "boolean":
        return ("yes", "no")
    return tuple(code for each in found for code in each.get("enum", [each.get("const")]))


def _takes(form: Form, *texts: str) -> bool:
    return any(re.fullmatch(form.pattern, text) for text in texts)


def holds_a_day(sheet: str, column: str) -> bool:
    """Whether a cell of the column is a date of which the day may be known."""
    return sheet in TABLE_OF and column in columns_of(sheet) and columns_of(sheet)[column].day


def lay_out(sheet: Worksheet, name: str, headers: Mapping[str, Sequence[str]]) -> None:
    """Give the cells of a filled sheet their format, and the columns notes and lists."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "A2"
    for cells in sheet.iter_cols():
        letter, column = cells[0].column_letter, str(cells[0].value)
        longest = max(len(line) for cell in cells for line in str(cell.value or "").split("\n"))
        whole = sheet.column_dimensions[letter]
        whole.width = min(max(longest + 2, NARROW), WIDE)
        whole.number_format = "@"
        for cell in cells:
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
        cells[0].font = Font(bold=True)
        about = columns_of(name).get(column)
        if not about:
            continue
        cells[0].comment = Comment(about.note, "course", height=120, width=320)
        if formula := _choice(about, headers):
            # Who writes the rows in another order refers to rows that are still to come.
            rule = DataValidation(type="list", formula1=formula, showErrorMessage=bool(about.codes))
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
            sheet.add_data_validation(rule)


def _choice(about: Column, headers: Mapping[str, Sequence[str]]) -> str:
    """The list to choose from, as a formula."""
    if about.codes:
        return f'"{",".join(about.codes)}"'
    if about.refers_to in headers:
        column = headers[about.refers_to].index(TABLE_OF[about.refers_to].key[-1])
        letter = chr(ord("A") + column)
        return f"{about.refers_to}!${letter}$2:${letter}${MOST_ROWS + 1}"
    lists = f"{Term.table}!$A$1:$A${MOST_ROWS + 1}"
    return TERMS.format(about.refers_to, lists) if about.refers_to else ""
