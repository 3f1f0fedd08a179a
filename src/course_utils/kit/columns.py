"""What goes into a column of a table: in words, and what there is to choose from."""

from typing import Literal, NamedTuple, get_args, get_origin

from pydantic.fields import FieldInfo

from course_utils.course import BY_NAME
from course_utils.source.cells import LIST, Form, Key
from course_utils.source.row import Row


class SheetColumn(NamedTuple):
    """A note on a column, and what to choose from: codes, or the rows of a table or a list."""

    note: str
    codes: tuple[str, ...] = ()
    refers_to: str = ""


def columns_of(model: type[Row]) -> dict[str, SheetColumn]:
    """The columns of a table, in their order."""
    return {name: _column(info) for name, info in model.model_fields.items()}


def _column(info: FieldInfo) -> SheetColumn:
    parts = (info.annotation, *get_args(info.annotation))
    inside = [mark for part in parts for mark in getattr(part, "__metadata__", ())]
    marks = [*info.metadata, *inside]
    codes = [code for part in parts if get_origin(part) is Literal for code in get_args(part)]
    codes += ["yes", "no"] if info.annotation is bool else []
    several = LIST in marks
    said = [next(mark for mark in marks if isinstance(mark, str))]
    said += [f"one of: {', '.join(codes)}"] if codes else []
    said += [mark.words for mark in marks if isinstance(mark, Form) and (several or not codes)]
    keys = [mark for mark in marks if isinstance(mark, Key)]
    for key in keys:
        place = f"sheet {key.table}" if key.table in BY_NAME else f"list {key.table} of sheet terms"
        said.append(" or ".join([f"as in {place}", *key.also]))
    said.append("needed" if info.is_required() else "may be empty")
    # Of a list, a spreadsheet lets one choose a single item.
    refers_to = keys[0].table if keys and not several else ""
    return SheetColumn("; ".join(said), () if several else tuple(codes), refers_to)
