"""Questions as rows of a sheet: one of the question, below it one of each choice, item or field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from course_utils.quiz.forms import FormQuestion
from course_utils.quiz.kinds import KINDS
from course_utils.quiz.questions import Absent
from course_utils.source.errors import DataError, Problem
from course_utils.words import listing

SHEET = "questions"
WHOLE = "question"  # the part that the question's own row is
PLACE = {
    "file": "the file in the folder quizzes, one a lesson, such as 01-first.yaml",
    "question": "identifier of the question, the same in all its rows",
    "part": "'question' in its first row; then a row for each part of it, in their order:",
}
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.ya?ml", re.ASCII)
SEVERAL: dict[Any, str] = {tuple: "texts, one a line", dict: "lines of the form 'category: error'"}
Record = dict[str, Any]
WIDTH = 110


class QuestionColumn(NamedTuple):
    """A key of questions: what it says, and whether its cell holds a list or pairs."""

    note: str
    shape: type


@cache
def question_columns() -> tuple[dict[str, QuestionColumn], tuple[str, ...]]:
    """The columns of all kinds of questions after those of ``PLACE``, and the names of parts."""
    columns: dict[str, QuestionColumn] = {}
    parts: dict[str, None] = {}
    for model in (*KINDS.values(), FormQuestion):
        _collect(model, columns, parts)
    return columns, tuple(parts)


def _collect(
    model: type[BaseModel], columns: dict[str, QuestionColumn], parts: dict[str, None]
) -> None:
    for name, info in model.model_fields.items():
        key, shape = info.alias or name, get_origin(info.annotation)
        inner = get_args(info.annotation)[0] if shape is tuple else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            parts[key] = None
            _collect(inner, columns, parts)
        elif key != "id" and Absent not in info.metadata:
            said = next((mark for mark in info.metadata if isinstance(mark, str)), "")
            note = "; ".join(filter(None, [said, SEVERAL.get(shape)]))
            columns.setdefault(key, QuestionColumn(note, shape if shape in SEVERAL else str))


def rows_of_questions(file: str, records: Sequence[tuple[int, Any]]) -> Iterator[dict[str, str]]:
    """Yield the rows of a quiz file; raises ``DataError`` for what no cell can hold."""
    for line, record in records:
        try:
            if not isinstance(record, dict):
                raise ValueError("is not a question: one begins with '- id:'")
            place = {"file": file, "question": str(record.get("id", ""))}
            yield from _rows(place, WHOLE, {key: record[key] for key in record if key != "id"})
        except ValueError as error:
            raise DataError([Problem(f"quizzes/{file}", line, "", str(error))]) from None


def _rows(place: Mapping[str, str], part: str, record: Record) -> Iterator[dict[str, str]]:
    row = {**place, "part": part}
    below: list[dict[str, str]] = []
    for key, value in record.items():
        if key in PLACE:
            raise ValueError(f"'{key}' is not a key of a question")
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            for each in value:
                below += _rows(place, key if part == WHOLE else f"{part}, {key}", each)
        else:
            row[key] = _cell(key, value)
    yield row
    yield from below


def _cell(key: str, value: Any) -> str:
    pairs = isinstance(value, dict)
    items = [f"{name}: {each}" for name, each in value.items()] if pairs else value
    text = value if isinstance(value, str) else "\n".join(map(str, items))
    if not isinstance(value, str) and _value(key, text) != value and value:
        what = SEVERAL.get(_shape(key), "one text")
        raise ValueError(f"{key}: a cell cannot hold this; it has room for {what}")
    return text


def _shape(key: str) -> type:
    columns, _ = question_columns()
    return columns[key].shape if key in columns else str


def _value(key: str, text: str) -> Any:
    """What a cell says; the opposite of ``_cell``."""
    shape = _shape(key)
    if shape is str:
        return text
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if shape is tuple:
        return lines
    pairs = [line.rpartition(": ") for line in lines]
    return {name.strip(): error.strip() for name, _, error in pairs}


def questions_of_rows(
    rows: Sequence[tuple[int, Mapping[str, str]]], problems: list[Problem]
) -> dict[str, list[tuple[int, Record]]]:
    """The questions by file, each with the row that it begins in; adds to ``problems``."""
    files: dict[str, list[tuple[int, Record]]] = {}
    homes: dict[tuple[str, str], dict[str, Record]] = {}
    for number, cells in rows:
        file, name, part = (cells.get(column, "") for column in PLACE)
        record = {key: _value(key, text) for key, text in cells.items() if key not in PLACE}
        if not FILE.fullmatch(file):
            message = f"'{file}' is not the name of a file, such as 01-first.yaml"
            problems.append(Problem(SHEET, number, "file", message))
        elif part == WHOLE:
            record = ({"id": name} if name else {}) | record
            files.setdefault(file, []).append((number, record))
            homes[file, name] = {WHOLE: record}
        elif message := _add_part(homes.get((file, name)), part, record):
            problems.append(Problem(SHEET, number, "part", message))
    return files


def _add_part(home: dict[str, Record] | None, part: str, record: Record) -> str:
    """Put a part where it belongs, or say why that cannot be."""
    outer, _, key = part.rpartition(", ")
    parent = (home or {}).get(outer or WHOLE)
    _, parts = question_columns()
    if key not in parts:
        return f"'{part}' is not known; it is one of {listing([WHOLE, *parts])}"
    if home is None or parent is None:
        return f"no row above, with the same file and question, has the part '{outer or WHOLE}'"
    if not all(isinstance(each, dict) for each in parent.setdefault(key, [])):
        return f"column '{key}' of the question is filled in, too: use one of the two"
    parent[key].append(record)
    home[part] = record
    return ""


def dumped(record: Record) -> str:
    """A question as it stands in a quiz file, where every value is text."""
    import yaml

    plain = type("Plain", (yaml.SafeDumper,), {"yaml_implicit_resolvers": {}})
    return yaml.dump([record], Dumper=plain, allow_unicode=True, sort_keys=False, width=WIDTH)


def as_yaml(records: Sequence[Record], text: str, earlier: Sequence[tuple[int, Any]]) -> str:
    """The text of a quiz file; questions that are in its ``earlier`` text stay as written there."""
    import yaml

    lines = text.splitlines(keepends=True)
    starts = [line - 1 for line, _ in earlier]
    ends = [*starts[1:], len(lines)]
    kept = {
        dumped(record): "".join(lines[start:end])
        for start, end, (_, record) in zip(starts, ends, earlier, strict=True)
    }
    parts = [kept.get(dumped(record), dumped(record)) for record in records]
    whole = "".join(lines[: starts[0] if starts else 0]) + "".join(parts)
    with suppress(yaml.YAMLError):
        if yaml.load(whole, yaml.CBaseLoader) == records:
            return whole
    return "".join(map(dumped, records))
