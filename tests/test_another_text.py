"""Another text: what its package may lack, and what is said of slips that its maker is likely to make."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

import course_utils as cu
from course_utils.course import Course
from course_utils.figures.picture import Picture
from course_utils.session import load_course
from course_utils.source.errors import DataError
from course_utils.source.rows import TABLES, Row, Term
from course_utils.source.tables import keys, read_table
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.panel import Panel
from tests.tiny_course import Cells, write_tiny_course

DATA = Path(__file__).parent.parent / "data"
SAMPLE_CLASS = DATA / "sample-class"

# Tables: what may be missing


def problems(folder: Path) -> list[str]:
    """What is wrong with a folder, causes first; nothing if it loads."""
    try:
        load_course(folder)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_course_needs_no_table_no_questions_and_no_column_with_a_default(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, {}, **{model.table: [] for model in TABLES})
    for model in TABLES:
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        header = ",".join(needed) + "\n"
        (tmp_path / f"{model.table}.csv").write_text(header, encoding="utf-8")
    assert load_course(tmp_path).missing == ()
    for path in [*tmp_path.glob("*.csv")]:
        path.unlink()
    (tmp_path / "quizzes").rmdir()
    course = load_course(tmp_path)
    assert course.missing == tuple(f"{model.table}.csv" for model in TABLES)
    assert {*course.tables.values()} == {()}
    assert course.questions == {}
    (tmp_path / "datapackage.json").unlink()
    assert problems(tmp_path) == ["datapackage.json: is missing"]


LOST = [
    (["scales"], []),
    (["terms"], ["terms.csv: is missing, and needed by actors.csv (4 cells), cases.csv (2 cells), "]),
    (["claims"], ["claims.csv: is missing, and needed by assumptions.csv (2 cells), cases.csv (1 cell), "]),
    # Of these nothing but questions knows.
    (["statements", "hypotheses", "claims", "links", "hedges"], ["claims.csv: is missing, and needed by "]),
    (["statements", "hypotheses", "links"],
     ["statements.csv: missing, and questions name 2 rows that no table has, 'statements-1' first"]),
    (["glossary"],
     ["glossary.csv: missing, and questions name 3 rows that no table has, 'order taken for cause' first"]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), LOST)
def test_a_missing_table_that_something_refers_to_is_one_problem_with_all_that_needs_it(
    tables: list[str], expected: list[str], tmp_path: Path
) -> None:
    write_tiny_course(tmp_path)
    for table in tables:
        (tmp_path / f"{table}.csv").unlink()
    found = problems(tmp_path)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


# What is shown of tables without rows


def without(gone: type[Row], folder: Path) -> Course:
    """The first course without one table, nor what refers to it, and without questions."""
    tables = {model: [*read_table(DATA, model).cells.values()] for model in TABLES}
    tables[gone] = []
    before = -1
    while before != (left := sum(map(len, tables.values()))):
        before = left
        for model, rows in tables.items():
            tables[model] = [row for row in rows if _holds(model, row, tables)]
    for model in (model for model in TABLES if model is not gone):
        with (folder / f"{model.table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*model.model_fields])
            writer.writeheader()
            writer.writerows(tables[model])
    shutil.copy(DATA / "datapackage.json", folder)
    return load_course(folder)


def _holds(model: type[Row], row: Cells, tables: Mapping[type[Row], Sequence[Cells]]) -> bool:
    """Take out of a row what names no row; tell whether it can stand without that."""
    names = {other.table: {each.get(other.key[-1]) for each in tables[other]} for other in TABLES}
    for each in tables[Term]:
        names.setdefault(each["list"], set()).add(each["id"])
    if row.get("list") == "strand" and row["id"] not in names["claims"]:
        return False
    for column, key, _ in keys(model):
        pool = names.get(key.table, set()) | {*key.also}
        items = row.pop(column, "").split(";")
        if kept := [item for item in items if item in pool]:
            row[column] = ";".join(kept)
    try:
        return not [*model.model_validate(row).troubles()]
    except ValidationError:
        return False


SHOWN: dict[str, Callable[[Course], object]] = {
    "timeline": cu.draw_timeline,
    "network": cu.draw_network,
    "scales": cu.draw_scales,
    "argument": cu.show_argument,
    "cases": cu.show_cases,
    "ties": cu.show_ties,
    "table": lambda course: cu.show_table(course.statements, "Statements", course),
    "class": lambda course: cu.show_class(SAMPLE_CLASS, course),
    "commitments": cu.count_commitments,
    "timeline explorer": cu.explore_timeline,
    "network explorer": cu.explore_network,
    "argument explorer": cu.explore_argument,
    "coding": lambda course: cu.code("P1", course),
    "forecast": lambda course: cu.commit_forecast("L1", course=course),
    "outcomes": cu.show_outcomes,
    "record": cu.my_record,
    "copy": cu.add_my_article,
}


@pytest.mark.parametrize("gone", [*TABLES, None], ids=lambda model: model.table if model else "all")
def test_all_that_can_be_shown_says_something_whichever_table_is_missing(
    gone: type[Row] | None, tmp_path: Path
) -> None:
    if gone:
        course = without(gone, tmp_path)
    else:
        shutil.copy(DATA / "datapackage.json", tmp_path)
        course = load_course(tmp_path)
    assert course.missing == tuple(
        f"{model.table}.csv" for model in TABLES if gone in (model, None)
    )
    for name, show in SHOWN.items():
        try:
            made = show(course)
        except LookupError as error:  # of what is asked for by its name
            made = error
        match made:  # the first view of an explorer is drawn here
            case Picture():
                words = f"{made.alt} {made}"
            case Panel():
                words = str(made.shown)
            case Explorer():
                words = re.sub('<style.*?</style>|base64,[^"]*|<[^>]*>', "", made.html)
            case _:
                words = str(made)
        assert re.search(r"\w+ \w+", words), name
        assert not re.search(r"\b(of|with|from|for|:) +[.;:,]|\bNone\b|\bnan\b", words), (
            name,
            words,
        )
