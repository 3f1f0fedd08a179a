"""Questions as rows of a sheet: one of the question, below it one of each choice, item or field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from course_utils.quiz.forms import FormQuestion
from course_utils.quiz.kinds import KINDS
from course_utils.quiz.questions import Absent
from course_utils.source.errors import DataError, Problem

Record = dict[str, Any]
Questions = dict[str, list[tuple[int, Record]]]  # by file, each with its line or row
SHEET = "questions"
WHOLE = "question"  # the part that the row of the question itself is
PART = BaseModel  # the shape of a key under which parts stand
SHAPES: dict[Any, str] = {tuple: "texts, one a line", dict: "lines of the form 'category: error'"}
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.ya?ml", re.ASCII)


def _keys(model: type[BaseModel]) -> Iterator[tuple[str, Any, str]]:
    """Yield the keys of a question and its parts, each with its shape and what it says."""
    for name, info in model.model_fields.items():
        key, shape = info.alias or name, get_origin(info.annotation)
        inside = get_args(info.annotation)[0] if shape is tuple else None
        if isinstance(inside, type) and issubclass(inside, BaseModel):
            yield key, PART, ""
            yield from _keys(inside)
        elif key != "id" and Absent not in info.metadata:
            yield key, shape, next((mark for mark in info.metadata if isinstance(mark, str)), "")


MODELS: tuple[type[BaseModel], ...] = (*KINDS.values(), FormQuestion)
KEYS = [key for model in MODELS for key in _keys(model)]
PARTS = list(dict.fromkeys(name for name, shape, _ in KEYS if shape is PART))
SHAPE_OF: dict[str, Any] = {}
NOTES = PLACE = {
    "file": "the file in the folder quizzes, one a lesson, such as 01-first.yaml",
    "question": "identifier of the question, the same in all its rows",
    "part": f"'{WHOLE}' in its first row; below it a row for each of its {', '.join(PARTS)}",
}
for name, shape, said in KEYS:
    if shape is not PART and name not in SHAPE_OF:
        SHAPE_OF[name] = shape
        NOTES = NOTES | {name: "; ".join(filter(None, [said, SHAPES.get(shape)]))}


def rows_of_questions(file: str, records: Iterable[tuple[int, Any]]) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a quiz file; raises ``DataError`` for what no cell can hold."""
    for line, record in records:
        try:
            if not isinstance(record, dict):
                raise ValueError("is not a question: one begins with '- id:'")
            place = {"file": file, "question": str(record.get("id", ""))}
            yield from _rows(place, WHOLE, {key: record[key] for key in record if key != "id"})
        except ValueError as error:
            raise DataError([Problem(f"quizzes/{file}", line, "", str(error))]) from None


def _rows(place: Mapping[str, str], part: str, record: Record) -> list[Mapping[str, str]]:
    row, below = {**place, "part": part}, []
    for key, value in record.items():
        if key in PARTS and isinstance(value, list) and all(isinstance(v, dict) for v in value):
            inner = key if part == WHOLE else f"{part}, {key}"
            below += [each for found in value for each in _rows(place, inner, found)]
        elif key not in PLACE and (isinstance(value, str) or _value(key, _cell(value)) == value):
            row[key] = _cell(value)
        else:
            what = SHAPES.get(SHAPE_OF.get(key), "one text")
            raise ValueError(f"{key}: a cell cannot hold this; it has room for {what}")
    return [row, *below]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        value = [f"{name}: {each}" for name, each in value.items()]
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _value(key: str, text: str) -> Any:
    """What a cell says; the opposite of ``_cell``."""
    if SHAPE_OF.get(key) not in SHAPES:
        return text
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    pairs = [line.rpartition(": ") for line in lines]
    return lines if SHAPE_OF[key] is tuple else {name: error for name, _, error in pairs}


def questions_of_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], problems: list[Problem]
) -> Questions:
    """The questions by file, each with the row that it begins in; adds to ``problems``."""
    files: Questions = {}
    homes: dict[tuple[str, str], dict[str, Record]] = {}
    for number, cells in rows:
        file, name, part = (cells.get(column, "") for column in PLACE)
        record = {key: _value(key, text) for key, text in cells.items() if key not in PLACE}
        message = _misplaced(file, part, homes.get((file, name), {}))
        if message:
            problems.append(Problem(SHEET, number, "", message))
            homes[file, name] = {WHOLE: {}}  # one cause is said once
        elif part == WHOLE:
            homes[file, name] = {WHOLE: {"id": name} | record}
            files.setdefault(file, []).append((number, homes[file, name][WHOLE]))
        else:
            outer, _, key = part.rpartition(", ")
            homes[file, name][outer or WHOLE].setdefault(key, []).append(record)
            homes[file, name][part] = record
    return files


def _misplaced(file: str, part: str, home: Mapping[str, Record]) -> str:
    """Why a row cannot stand where it does."""
    outer, _, key = part.rpartition(", ")
    if not FILE.fullmatch(file):
        return f"'{file}' is not the name of a file, such as 01-first.yaml"
    if part != WHOLE and key not in PARTS:
        return f"'{part}' is not one of {WHOLE}, {', '.join(PARTS)}"
    if part != WHOLE and (outer or WHOLE) not in home:
        return f"no row above of this file and question has the part '{outer or WHOLE}'"
    if part != WHOLE and not all(isinstance(v, dict) for v in home[outer or WHOLE].get(key, [])):
        return f"the question has its {key} in the column '{key}', too: use one of the two"
    return ""


def as_yaml(record: Record) -> str:
    """A question as it stands in a quiz file, where every value is a text."""
    import yaml

    plain = type("Plain", (yaml.SafeDumper,), {"yaml_implicit_resolvers": {}})
    return yaml.dump([record], Dumper=plain, allow_unicode=True, sort_keys=False, width=110)
