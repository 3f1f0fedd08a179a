"""What is wrong with a folder of data: the cause first and alone, nothing waits, nothing else is raised."""

from __future__ import annotations

import csv
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course_utils.session import load_course
from course_utils.source.errors import DataError, Problem
from course_utils.source.rows import Actor
from tests.test_course import edit
from tests.tiny_course import TERMS, tiny_rows, write_table, write_tiny_course

SECONDS = 20  # more is a hang, on a slow machine too


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_course(tmp_path)


def problems(folder: Path | None) -> list[str]:
    """What is wrong with a folder; the answer comes soon, whatever it is."""
    start = time.perf_counter()
    with pytest.raises(DataError) as caught:
        load_course(folder)
    assert time.perf_counter() - start < SECONDS
    return [str(problem) for problem in caught.value.problems]


def only_problem(folder: Path | None) -> str:
    found = problems(folder)
    assert len(found) == 1, found
    return found[0]


def rewrite(folder: Path, table: str, change: dict[int, list[str]]) -> None:
    """Replace rows of a table, counted as a spreadsheet does."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    save(path, [change.get(number, row) for number, row in enumerate(rows, start=1)])


def save(path: Path, rows: Iterable[list[str]], separator: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)


# As spreadsheets save


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_read_as_spreadsheets_save_them(tiny: Path, separator: str) -> None:
    expected = load_course(tiny)
    for path in tiny.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[*row, "", ""] for row in csv.reader(file)]
        save(path, [*rows, *[[""] * len(rows[0])] * 3], separator)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert b"\r\n" in path.read_bytes()
    assert load_course(tiny).tables == expected.tables


def test_blank_rows_are_one_problem_and_what_refers_to_them_is_left_out(tmp_path: Path) -> None:
    rows = [{"claim_id": f"claims-{number}"} for number in range(1, 10)]
    write_tiny_course(tmp_path, claims=[{}] * 9, relations=rows)
    rewrite(tmp_path, "claims", dict.fromkeys(range(3, 9), [""] * 12))
    expected = "claims.csv row 3: is blank, and so are the rows to 8: fill it again, or delete it"
    assert only_problem(tmp_path) == expected


def test_blank_rows_at_the_end_are_a_problem_once_something_refers_to_them(tmp_path: Path) -> None:
    rows = [{"claim_id": f"claims-{number}"} for number in range(1, 6)]
    write_tiny_course(tmp_path, claims=[{}] * 5, relations=rows)
    rewrite(tmp_path, "claims", dict.fromkeys(range(4, 7), [""] * 12))
    message = "the table is blank from this row on, and rows that others refer to are missing"
    assert only_problem(tmp_path) == f"claims.csv row 4: {message}"


# The cause alone


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("statements", {"voice": "rumour"}),
        ("actors", {"kind": "gang"}),
        ("claims", {"role": "rumour"}),
        ("sources", {"kind": "gossip"}),
        ("terms", {"list": "side", "id": "side-1", "meaning": ""}),
    ],
)
def test_a_row_with_a_wrong_cell_is_still_a_row_that_others_may_refer_to(
    tmp_path: Path, table: str, cells: dict[str, str]
) -> None:
    rows = [cells, {}]
    if table == "terms":
        rows = [{"tie_class": ""} | cells, *TERMS[1:]]
    column = [*cells][-1]
    problem = only_problem(write_tiny_course(tmp_path, None, **{table: rows}))
    assert problem.startswith(f"{table}.csv row 2, column '{column}': ")


def test_a_row_with_a_wrong_cell_is_checked_in_its_others(tmp_path: Path) -> None:
    row = {"voice": "rumour", "who": "actors-1;nobody", "year": "soon", "side": "nowhere"}
    places = [
        text.split(":")[0] for text in problems(write_tiny_course(tmp_path, statements=[row, {}]))
    ]
    columns = ("voice", "year", "side", "who")
    assert places == [f"statements.csv row 2, column '{column}'" for column in columns]


def test_an_identifier_that_cannot_be_read_leaves_out_what_refers_to_its_table(
    tmp_path: Path,
) -> None:
    write_tiny_course(tmp_path, claims=[{"id": "claims 1"}, {}])
    assert only_problem(tmp_path).startswith("claims.csv row 2, column 'id': 'claims 1' is not an")
    with pytest.raises(DataError, match=r"What refers to claims\.csv is checked after that\."):
        load_course(tmp_path)


def test_a_row_with_too_many_cells_leaves_out_what_refers_to_it(tiny: Path) -> None:
    edit(tiny, "claims", "claims-1,", "claims-1,one too many,")
    assert only_problem(tiny) == "claims.csv row 2: has 13 cells where the header has 12"


def test_a_wrong_header_leaves_out_what_refers_to_its_table(tiny: Path) -> None:
    edit(tiny, "claims", "id,", "id,extra,")
    assert only_problem(tiny).startswith(
        "claims.csv row 1, column 'extra': the column is not known"
    )


def test_a_row_that_is_missing_is_one_problem_however_many_name_it(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, claims=[{"id": "claims-2"}])
    first, *others = problems(tmp_path)
    assert others == []
    assert "'claims-1' is not in claims.csv; it is also named in " in first
    assert first.endswith("more cells")


def test_causes_come_before_what_may_follow_from_them() -> None:
    cell, file = Problem("terms.csv", 9, "id", "m"), Problem("terms.csv", 0, "", "m")
    reference = Problem("actors.csv", 2, "part_of", "m", between=True)
    evidence = Problem("a/b.yaml", 1, "x", "m", between=True)
    error = DataError([evidence, reference, cell, file, cell])
    assert error.problems == (file, cell, reference, evidence)


# Invisible and damaged


def test_an_invisible_character_is_the_only_problem_of_its_cell(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, context=[{"source_ids": "sources-9"}])
    edit(tmp_path, "sources", "sources-1,", "sources-1\u200b,")
    edit(tmp_path, "statements", ",author,asserted", ",au\u00a0thor,asserted")
    sources, statements, unknown = problems(tmp_path)
    place = "sources.csv row 2, column 'id': holds an invisible character"
    assert sources.startswith(f"{place} after 'sources-1': zero width space (U+200B)")
    place = "statements.csv row 2, column 'voice': holds an invisible character"
    assert statements.startswith(f"{place} after 'au': no-break space (U+00A0)")
    assert "'sources-9' is not in sources.csv" in unknown


def test_damaged_text_is_one_problem_of_its_file_with_row_and_column(tmp_path: Path) -> None:
    claims = [{"claim": "It is “so”"}, {"claim": "It’s so", "second_reading": "café"}]
    write_tiny_course(tmp_path, claims=claims)
    path = tmp_path / "claims.csv"
    path.write_text(path.read_bytes().decode("cp1252", "ignore"), encoding="utf-8")
    problem = only_problem(tmp_path)
    assert problem.startswith("claims.csv row 2, column 'claim': 'â€œsoâ€' is damaged: UTF-8 was")
    assert problem.endswith("; so are 2 more cells of this file")


@pytest.mark.parametrize("char", ["\\u0000", "\\ud800", "\\u00a0"])
def test_the_title_of_the_course_can_be_printed(tiny: Path, char: str) -> None:
    path = tiny / "datapackage.json"
    path.write_text(path.read_text().replace("A tiny course", f"A{char}b"), encoding="utf-8")
    problem = only_problem(tiny)
    assert problem.startswith(
        "datapackage.json, column 'title': holds an invisible character after 'A'"
    )
    assert problem.isprintable()


# Names used once


def test_an_identifier_stands_once_in_statements_claims_and_assumptions(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, assumptions=[{"id": "claims-2"}, {"id": "statements-1"}])
    assert problems(tmp_path) == [
        "assumptions.csv row 2, column 'id': 'claims-2' is already the id of claims.csv row 3",
        "assumptions.csv row 3, column 'id': 'statements-1' is already the id of statements.csv row 2",
    ]


def test_a_label_stands_once_among_actors_and_once_in_each_list(tmp_path: Path) -> None:
    labels = ["one", "two", "one", "one", "two", "two"]
    terms = [term | {"label": label} for term, label in zip(TERMS, labels, strict=False)] + TERMS[
        len(labels) :
    ]
    write_tiny_course(tmp_path, actors=[{"label": "one"}, {"label": "one"}], terms=terms)
    assert problems(tmp_path) == [
        "actors.csv row 3, column 'label': 'one' is already the label of row 2",
        "terms.csv row 5, column 'label': 'one' is already the label of row 4",
        "terms.csv row 7, column 'label': 'two' is already the label of row 6",
    ]


# What is no file, or no folder


@pytest.mark.parametrize("name", ["claims.csv", "datapackage.json", "quizzes/lesson.yaml"])
def test_what_is_no_file_is_refused_and_not_waited_for(tiny: Path, name: str) -> None:
    path = tiny / name
    message = f"{name}: cannot be read: it is a folder, a pipe or a device, and no file"
    path.unlink()
    os.mkfifo(path)
    assert only_problem(tiny) == message
    path.unlink()
    path.symlink_to("/dev/zero")
    assert only_problem(tiny) == message
    path.unlink()
    path.symlink_to(path)
    assert only_problem(tiny).startswith(f"{name}: cannot be read: ")


@pytest.mark.parametrize("name", ["claims.csv", "datapackage.json", "quizzes", "."])
def test_what_may_not_be_read_is_one_problem(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = write_tiny_course(Path(folder) / "data")
        mode = (data / name).stat().st_mode
        (data / name).chmod(0)
        with without_privileges():
            problem = only_problem(data)
        (data / name).chmod(mode)
    assert problem == f"{data if name == '.' else name}: cannot be read: Permission denied"


@contextmanager
def without_privileges() -> Iterator[None]:
    """Be somebody whom permissions stop; the administrator is not stopped by any."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("name", ["~no-such-user", "a\0b", "n" * 300, "n/" * 3000, "\ud800"])
def test_a_name_that_no_folder_can_have_is_a_problem(name: str) -> None:
    assert only_problem(Path(name)).isprintable()


def test_a_link_that_leads_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path / "data")
    assert only_problem(tmp_path / "data").startswith(f"{tmp_path / 'data'}: cannot be read: ")


def test_a_working_folder_that_is_gone_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_DATA", raising=False)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert only_problem(None).startswith("the working folder: cannot be read: ")


def test_a_missing_folder_of_questions_is_a_problem_and_an_empty_one_is_not(tiny: Path) -> None:
    (tiny / "quizzes" / "lesson.yaml").unlink()
    assert load_course(tiny).questions == {}
    (tiny / "quizzes").rmdir()
    message = "the folder is missing; where there are no questions it is empty"
    assert only_problem(tiny) == f"quizzes: {message}"
    (tiny / "quizzes").touch()
    assert only_problem(tiny).startswith("quizzes: cannot be read: ")


def test_a_quiz_file_whose_name_cannot_be_printed_is_a_problem(tiny: Path) -> None:
    (tiny / "quizzes" / "lesson.yaml").rename(tiny / "quizzes" / os.fsdecode(b"a\xff.yaml"))
    assert only_problem(tiny).startswith("quizzes/a.yaml: its name holds an invisible character")


# What is too much


def test_what_is_larger_than_any_course_is_refused_with_the_limit(tmp_path: Path) -> None:
    write_actors(write_tiny_course(tmp_path), [f"a{number}" for number in range(2001)])
    assert only_problem(tmp_path) == "actors.csv: has 2001 rows; 2000 are the most that are read"
    (tmp_path / "actors.csv").write_bytes(b"x" * 50_000_000)
    assert only_problem(tmp_path) == "actors.csv: is larger than 4 MB, the most that is read"


def write_actors(folder: Path, names: list[str]) -> None:
    """Write actors, each a part of the one before, the first of the last."""
    row, pairs = tiny_rows(Actor)[1], zip(names, [names[-1], *names], strict=False)
    rows = [row | {"id": name, "label": name, "part_of": whole} for name, whole in pairs]
    write_table(folder, Actor, rows)


def test_a_long_circle_is_found_soon_and_named_in_part(tmp_path: Path) -> None:
    names = ["actors-1", "actors-2", *(f"a{number}" for number in range(1990))]
    write_actors(write_tiny_course(tmp_path), names)
    problem = only_problem(tmp_path)
    assert problem.startswith("actors.csv row 2, column 'part_of': goes round in a circle: ")
    assert problem.endswith(" - and 1986 more")


def test_a_package_of_too_many_levels_is_refused(tiny: Path) -> None:
    (tiny / "datapackage.json").write_text("[" * 100_000)
    assert only_problem(tiny) == "datapackage.json: has too many levels, one in another"
