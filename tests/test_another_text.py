"""Another text: what its package may lack, and what is said of slips that its maker is likely to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.session import load_course
from course_utils.source.errors import DataError
from course_utils.source.rows import TABLES
from tests.tiny_course import write_tiny_course

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
