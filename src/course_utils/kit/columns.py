"""What a sheet says of its columns: a note, a list to choose from, whether it holds days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from course_utils.course import BY_NAME
from course_utils.kit.question_rows import NOTES, PARTS, WHOLE
from course_utils.quiz.kinds import KINDS
from course_utils.source.cells import Form, Key
from course_utils.source.rows import Row, Term
from course_utils.source.tables import MOST_ROWS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

NARROW, WIDE = 10, 50
LAST = MOST_ROWS + 1
LISTS = f"{Term.table}!$A$1:$A${LAST}"
TERMS = f'OFFSET({Term.table}!$B$1,MATCH("{{0}}",{LISTS},0)-1,0,COUNTIF({LISTS},"{{0}}"),1)'


class SheetColumn(NamedTuple):
    """The note of a column, and what may be chosen in it: codes, or rows of a table or a list."""

    note: str
    codes: tuple[str, ...] = ()
    refers_to: str = ""
    day: bool = False


@cache
def columns_of(name: str) -> Mapping[str, SheetColumn]:
    """The columns of a sheet; ``day`` is true of those that hold a date with its day."""
    if name in BY_NAME:
        return {column: _column(BY_NAME[name], column) for column in BY_NAME[name].model_fields}
    columns = {column: SheetColumn(note) for column, note in NOTES.items()}
    columns["kind"] = SheetColumn(f"kind of question: {', '.join(KINDS)}; or kind of a field")
    return columns | {"part": SheetColumn(NOTES["part"], (WHOLE, *PARTS))}


def _column(model: type[Row], name: str) -> SheetColumn:
    info = model.model_fields[name]
    inner = (getattr(part, "__metadata__", ()) for part in get_args(info.annotation))
    marks = [*info.metadata, *chain.from_iterable(inner)]
    schema = model.model_json_schema()["properties"][name]
    codes = tuple(_codes(schema) or _codes(schema.get("items", {})))
    several = schema.get("type") == "array"
    forms = [mark for mark in marks if isinstance(mark, Form)]
    said = [next(mark for mark in marks if isinstance(mark, str))]
    said += [f"one of: {', '.join(codes)}"] if codes else []
    said += [form.words for form in forms if several or not codes]
    keys = [mark for mark in marks if isinstance(mark, Key)]
    for key in keys:
        place = f"sheet {key.table}" if key.table in BY_NAME else f"list {key.table} of sheet terms"
        said.append(" or ".join([f"as in {place}", *key.also]))
    said.append("needed" if info.is_required() else "may be empty")
    day = [form for form in forms if _takes(form, "2001-02-03") and not _takes(form, "02-03", "x")]
    refers_to = "" if several or not keys else keys[0].table
    return SheetColumn("; ".join(said), () if several else codes, refers_to, bool(day))


def _codes(schema: Mapping[str, Any]) -> list[str]:
    """The texts of a closed list."""
    if schema.get("type") == "boolean":
        return ["yes", "no"]
    found = (each.get("enum", []) for each in (schema, *schema.get("anyOf", ())))
    return list(chain.from_iterable(found))


def _takes(form: Form, *texts: str) -> bool:
    return any(re.fullmatch(form.pattern, text) for text in texts)


def lay_out(sheet: Worksheet, name: str, headers: Mapping[str, Sequence[str]]) -> None:
    """Give the cells of a filled sheet their format, and the columns notes and lists."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "A2"
    for place, cells in enumerate(sheet.iter_cols(), start=1):
        letter, column = get_column_letter(place), str(cells[0].value)
        longest = max(len(line) for cell in cells for line in str(cell.value or "").split("\n"))
        whole = sheet.column_dimensions[letter]
        whole.width = min(max(longest + 2, NARROW), WIDE)
        whole.number_format = "@"  # for rows that are still to come
        for cell in cells:
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
        cells[0].font = Font(bold=True)
        about = columns_of(name).get(column)
        if not about:
            continue
        cells[0].comment = Comment(about.note, "course", height=120, width=320)
        if formula := _choice(about, headers):
            # A row may refer to one that is still to come: only codes are held to the list.
            rule = DataValidation(type="list", formula1=formula, showErrorMessage=bool(about.codes))
            rule.add(f"{letter}2:{letter}{LAST}")
            sheet.add_data_validation(rule)


def _choice(about: SheetColumn, headers: Mapping[str, Sequence[str]]) -> str:
    """The list to choose from, as a formula."""
    if about.codes:
        return f'"{",".join(about.codes)}"'
    if about.refers_to not in BY_NAME:
        return TERMS.format(about.refers_to) if about.refers_to else ""
    places = dict(zip(headers[about.refers_to], ascii_uppercase, strict=False))
    letter = places.get(BY_NAME[about.refers_to].key[-1])
    return f"{about.refers_to}!${letter}$2:${letter}${LAST}" if letter else ""
