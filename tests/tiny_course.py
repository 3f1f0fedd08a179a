"""A small valid data folder, made from the row models themselves, for a test to break or to use.

    write_tiny_course(tmp_path)                                    # every table, nothing wrong
    write_tiny_course(tmp_path, statements=[{"who": "nobody"}])    # one row, broken in one cell
    write_tiny_course(tmp_path, links=[])                          # a table with a header only
    write_tiny_course(tmp_path, quizzes={"lesson.yaml": "[]"})     # other questions

The first row of a table fills every column it can, the second only those that are needed.
Identifiers are the table's name with 1 or 2: ``statements-1``.  Columns that point to another
table point to its first row; those that point to their own table point from row 1 to row 2.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from course_utils.source.cells import Key
from course_utils.source.course_rows import GlossaryEntry, Term
from course_utils.source.row import Row
from course_utils.source.rows import TABLES

Cells = dict[str, str]

ABOUT = {
    "name": "tiny",
    "title": "A tiny course",
    "sources": [{"title": "A tiny article", "path": "https://example.org/article"}],
}

QUESTIONS = """\
- id: who-speaks
  kind: single choice
  stem: Who speaks in the first paragraph?
  hints: [Look for the verb of saying., Whose name stands before it?]
  choices:
    - text: The author
      feedback: This fits if one takes the report for the thing reported.
      evidence: [statements-1]
      error: source and subject confused
    - text: An official
      correct: true
      feedback: The clause stands in quotation marks, and the name before it is an official's.
      evidence: [statements-1, statements-2]
    - text: Nobody
      feedback: This fits if one reads past the verb of saying.
      evidence: [statements-2]
      error: overlooked attribution
  answer: An official speaks; the author only reports the words.
- id: what-is-told
  kind: single choice
  stem: What does the second paragraph tell?
  choices:
    - {text: What happened, feedback: One takes the order of telling for that of events., error: order taken for cause}
    - {text: What was said, correct: true, feedback: Its only verb is a verb of saying.}
  answer: It tells what was said.
"""

# What the rules between columns ask for, beyond the type of each cell: of both rows, or of one.
BOTH = {
    "statements": {"rendering": "translated"},
    "relations": {"to_actor": "actors-2"},
    "links": {"to_claim": "claims-2"},
    "ledger": {"happened": "no", "source_ids": "sources-1", "deadline": "2018-12-31"},
}
ONE = {
    ("statements", 1): {"day_in_text": "11-21"},
    ("links", 1): {"from_statement": ""},
    ("links", 2): {"from_statement": "statements-1"},
}
# These contradict what the generated rows are: asserted by the author, supporting, by themselves.
LEFT_EMPTY = {"hedge", "condition", "second_reading", "move", "statement_id"}
TIES = {
    "tie-1": "leads or creates",
    "heads": "leads or creates",
    "part of": "leads or creates",
    "trains": "helps",
    "supports": "helps",
    "modelled on": "follows a model",
    "pressures": "status and influence",
    "opposes": "opposes",
}
LISTED = (
    *("side-1", "side-2", "topic-1", "topic-2", "place-1", "place-2"),
    *("medium-1", "act-1", "kind-1", "group-1"),
)
TERMS = [
    *({"list": name[:-2], "id": name, "tie_class": ""} for name in LISTED),
    *({"list": "tie", "id": name, "label": name, "tie_class": kind} for name, kind in TIES.items()),
]
ERRORS = [
    {"term": name, "kind": "error"}
    for name in ("source and subject confused", "overlooked attribution", "order taken for cause")
]


def write_tiny_course(
    folder: Path,
    quizzes: Mapping[str, str] | None = None,
    **tables: Sequence[Mapping[str, str]],
) -> Path:
    """Write the data package into ``folder`` and return it.

    A table that is named gets as many rows as are given; their cells replace the generated ones.
    """
    assert set(tables) <= {model.table for model in TABLES}
    (folder / "quizzes").mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    for model in TABLES:
        others: list[Cells] = [{}, {}, *(ERRORS if model is GlossaryEntry else [])]
        changes = tables.get(model.table, TERMS if model is Term else others)
        with (folder / f"{model.table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(model.model_fields), lineterminator="\n")
            writer.writeheader()
            writer.writerows(_row(model, n) | dict(row) for n, row in enumerate(changes, start=1))
    for name, text in ({"lesson.yaml": QUESTIONS} if quizzes is None else quizzes).items():
        (folder / "quizzes" / name).write_bytes(text.encode("utf-8"))
    return folder


def _row(model: type[Row], number: int) -> Cells:
    cells = {name: _cell(model, name, number) for name in model.model_fields}
    return cells | BOTH.get(model.table, {}) | ONE.get((model.table, number), {})


def _cell(model: type[Row], name: str, number: int) -> str:
    """A reference, or the first of some likely texts that the column accepts."""
    info = model.model_fields[name]
    if not info.is_required() and (number > 1 or name in LEFT_EMPTY):
        return ""
    for key in info.metadata:
        if isinstance(key, Key):
            to = number if name in model.key else 1 + (key.table == model.table)
            return "author" if "author" in key.also else f"{key.table}-{to}"
    form: Any = Annotated[info.annotation, *info.metadata]
    cell: TypeAdapter[object] = TypeAdapter(form)
    lists = (info.annotation, *get_args(info.annotation))
    listed = [code for part in lists if get_origin(part) is Literal for code in get_args(part)]
    texts = (f"{name} {number}", f"{model.table}-{number}", f"P{number}", str(number))
    for text in (*listed, *texts, "2017", "2017-11-21", "yes", "translated"):
        with suppress(ValidationError):
            cell.validate_python(text)
            return str(text)
    raise AssertionError(f"no example fits {model.table}.{name}: add one here")
