"""Write what the data say of their columns from ``course_utils.source.rows``.

These are the Table Schemas in the ``datapackage.json`` of each course and the tables of columns in
``data/README.md``; the rest of these files is kept as it is.  With ``--check`` nothing is written;
the exit code is 1 where a file is stale.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from course_utils.kit.columns import columns_of
from course_utils.source.cells import Form, Key
from course_utils.source.row import Row
from course_utils.source.rows import TABLES

ROOT = Path(__file__).parent.parent
README, PACKAGES = "data/README.md", ("data", "courses/*/data")
EXAMPLES = ROOT / "src/course_utils/kit/template/data"
BEGIN, END = "<!-- columns: written by make schema -->", "<!-- end of columns -->"


def main() -> int:
    """Write the files, or tell which are stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only tell what is stale")
    check, stale = parser.parse_args().check, False
    packages = [path for at in PACKAGES for path in sorted(ROOT.glob(f"{at}/datapackage.json"))]
    for path in (ROOT / README, *packages):
        stored = path.read_text(encoding="utf-8")
        fresh = with_columns(stored) if path.suffix == ".md" else with_schemas(stored, path.parent)
        if fresh != stored and check:
            print(f"{path.relative_to(ROOT)} is stale: run 'make schema'", file=sys.stderr)
            stale = True
        elif fresh != stored:
            path.write_text(fresh, encoding="utf-8", newline="\n")
    return int(stale)


def with_columns(text: str) -> str:
    """The text of the ``README.md`` with its tables of columns written anew."""
    before, rest = text.split(BEGIN)
    tables = [columns(model) for model in TABLES]
    return "\n\n".join([before + BEGIN, *tables, END + rest.split(END)[1]])


def columns(model: type[Row]) -> str:
    """The columns of one table in words, each with an example from the course to begin with."""
    path = EXAMPLES / f"{model.table}.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8"))) if path.exists() else []
    lines = [f"**{model.table}**", "", "| column | what goes in | example |", "|---|---|---|"]
    for name, column in columns_of(model).items():
        example = next((row[name] for row in rows if row[name]), "")
        note = column.note.replace(" between its items and no blanks around them", "")
        cells = [f"`{name}`", note.replace("sheet ", ""), example]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def with_schemas(text: str, data: Path) -> str:
    """The text of a ``datapackage.json`` with its resources, the tables beside it, written anew."""
    tables = {model: data / f"{model.table}.csv" for model in TABLES}
    there = [resource(model, path) for model, path in tables.items() if path.exists()]
    package = json.loads(text) | {"resources": there}
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def resource(model: type[Row], path: Path) -> dict[str, Any]:
    """The description of one table, with the columns of its file in their order."""
    with path.open(encoding="utf-8") as file:
        fields = [(name, model.model_fields[name]) for name in next(csv.reader(file))]
    keys = [key for name, info in fields for key in foreign_keys(model, name, info)]
    schema = {
        "fields": [field(name, info) for name, info in fields],
        "missingValues": [""],
        "primaryKey": list(model.key),
    }
    return {
        "name": model.table,
        "type": "table",
        "path": f"{model.table}.csv",
        "description": (model.__doc__ or "").strip().split("\n")[0],
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def field(name: str, info: FieldInfo) -> dict[str, Any]:
    """The Table Schema field of one column."""
    marks = list(_marks(info.annotation, info.metadata))
    description = next(mark for mark in marks if isinstance(mark, str))
    kind, limits = _kind(info, marks)
    if info.is_required():
        limits["required"] = True
    extra = {"trueValues": ["yes"], "falseValues": ["no"]} if kind == "boolean" else {}
    written = {"name": name, "type": kind, "description": description, **extra}
    return written | ({"constraints": limits} if limits else {})


def _kind(info: FieldInfo, marks: list[object]) -> tuple[str, dict[str, Any]]:
    types = list(_types(info.annotation))
    limits: dict[str, Any] = {}
    for kind in types:
        if get_origin(kind) is Literal:
            limits["enum"] = list(get_args(kind))
    for mark in marks:
        match mark:
            case Form(pattern) if bool not in types:
                limits.setdefault("pattern", pattern)
            case annotated_types.Ge(ge):
                limits["minimum"] = ge
            case annotated_types.Le(le):
                limits["maximum"] = le
    names = {int: "integer", bool: "boolean"}
    return next((names[kind] for kind in types if kind in names), "string"), limits


def _types(annotation: object) -> Iterator[Any]:
    """The types in an annotation, without ``None`` and ``Annotated``."""
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _types(part)
    elif hasattr(annotation, "__metadata__"):
        yield from _types(get_args(annotation)[0])
    elif annotation is not type(None):
        yield annotation


def _marks(annotation: object, metadata: list[object]) -> Iterator[object]:
    """What is noted on a column, the notes inside ``Type | None`` too."""
    yield from metadata
    for part in get_args(annotation):
        yield from getattr(part, "__metadata__", ())


def foreign_keys(model: type[Row], name: str, info: FieldInfo) -> Iterator[dict[str, Any]]:
    """The foreign key of a column that holds a single identifier of another table."""
    tables = {other.table: other for other in TABLES}
    single = get_origin(info.annotation) is not tuple
    for mark in info.metadata:
        if isinstance(mark, Key) and single and mark.table in tables and not mark.also:
            home = "" if mark.table == model.table else mark.table
            target = {"resource": home, "fields": list(tables[mark.table].key)}
            yield {"fields": [name], "reference": target}


if __name__ == "__main__":
    sys.exit(main())
