"""What is wrong with a folder of data: the cause first and alone, nothing waits, nothing else is raised."""

from __future__ import annotations

import csv
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from course_utils.session import load_course
from course_utils.source.course_rows import Scale
from course_utils.source.errors import DataError
from course_utils.source.row import Row
from course_utils.source.rows import TABLES
from tests.tiny_course import ERRORS, TERMS, write_tiny_course

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
    (found,) = problems(folder)
    return found


def save(path: Path, rows: Iterable[list[str]], separator: str = ",") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)


@pytest.mark.parametrize("model", TABLES)
def test_a_file_or_a_cell_that_is_empty_is_named_alone(model: type[Row], tiny: Path) -> None:
    path = tiny / f"{model.table}.csv"
    column = next(name for name, info in model.model_fields.items() if info.is_required())
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    rows[1][[*model.model_fields].index(column)] = ""
    save(path, rows)
    expected = f"{path.name} row 2, column '{column}': is empty, but a value is needed"
    assert only_problem(tiny) == expected
    path.write_bytes(b"")
    assert only_problem(tiny) == f"{path.name}: is empty"


@pytest.mark.parametrize(
    ("table", "old", "new", "problem"),
    [
        ("scales", "high_percent", "x", " row 1, column 'high_percent': the column is missing"),
        ("scales", "scale,", "scale,scale,", " row 1, column 'scale': the column stands 2 times"),
        ("cases", "place-1,", "place-1,more,", " row 2: has 7 cells where the header has 6"),
        ("hedges", "hedges-2,", '"hedges-2,', " row 3: cannot be read as CSV from this row on"),
        ("scales", "scale 1", "\udcdc", ": is not UTF-8: byte 0xdc at position"),
    ],
)
def test_a_table_that_cannot_be_read_whole_says_where(
    table: str, old: str, new: str, problem: str, tiny: Path
) -> None:
    path = tiny / f"{table}.csv"
    path.write_bytes(path.read_bytes().replace(old.encode(), os.fsencode(new), 1))
    assert any(text.startswith(f"{table}.csv{problem}") for text in problems(tiny))


OUTSIDE = {"outside_source": "sources-1"}
BAD_CELLS = [
    ("statements", "order_told", {"order_told": "first"}, "'first' is not a whole number"),
    ("statements", "order_told", {"order_told": "9" * 5000}, "999…' is too large a number"),
    ("statements", "outside_date", OUTSIDE | {"outside_date": "٢٠١٧-11-01"}, "is not a date of"),
    ("statements", "outside_date", OUTSIDE | {"outside_date": "2017-13-01"}, "does not exist"),
    ("statements", "outside_source", {"outside_source": ""}, "give both or neither"),
    ("statements", "day_in_text", {"day_in_text": "02-29", "year": "2017"}, "'2017-02-29' is a date that"),
    ("statements", "year", {"day_in_text": "11-21", "year": ""}, "year and year_source are needed"),
    ("statements", "mode", {"mode": "silence", "act": "explains"}, "is 'silence', but act is"),
    ("statements", "condition", {"certainty": "conditional"}, "is empty, but certainty is"),
    ("statements", "hedge", {"certainty": "hedged"}, "is empty, but certainty is 'hedged'"),
    ("statements", "hedge", {"hedge": "may"}, "is 'may', but certainty is 'asserted'"),
    ("statements", "side", {"side": "nowhere"}, "'nowhere' is not in list 'side' of terms"),
    ("statements", "rendering", {"rendering": ""}, "is empty, but mode is 'quotation'"),
    ("scales", "high_percent", {"low_percent": "50", "high_percent": "40"}, "is 40, below low_percent 50"),
    ("scales", "high_included", {"high_included": "perhaps"}, "'perhaps' is not yes or no"),
    ("ledger", "source_ids", {"source_ids": ""}, "is empty, but an outcome needs a source"),
    ("ledger", "source_ids", {"source_ids": "nowhere"}, "'nowhere' is not in sources.csv"),
    ("ledger", "happened", {"happened": "perhaps"}, "'perhaps' is not one of yes, no, void"),
    ("ledger", "judge", {"judge": ""}, "is empty, but a value is needed"),
    ("ledger", "deadline", {"deadline": "2017-01-01", "as_of": "2017-12-07"}, "is 2017-01-01, not after"),
    ("ledger", "resolved_on", {"happened": "yes", "resolved_on": ""}, "is empty, but happened is 'yes'"),
    ("ledger", "resolved_on", {"happened": "yes", "resolved_on": "2019-01"}, "is 2019-01, but happened is"),
    ("actors", "hypothetical", {"hypothetical": "maybe"}, "'maybe' is not yes or no"),
    ("actors", "aliases", {"aliases": "one;;two"}, "is not a list with ';' between its items"),
    ("relations", "to_actor", {"to_actor": "actors-1"}, "is 'actors-1', the same as from_actor"),
    ("claims", "claimed_by", {"claimed_by": "actors-1"}, "is 'actors-1', but voice is 'author'"),
    ("links", "from_claim", {"from_statement": "statements-1"}, "give exactly one of from_claim and"),
    ("links", "move", {"kind": "attacks"}, "goes with an attack: give it there and nowhere else"),
    ("terms", "tie_class", {"list": "side", "tie_class": "helps"}, "goes with a term of list 'tie'"),
    ("actors", "label", {"label": "Organisation of the Lakes"}, "has 25 characters; 24 fit in a picture"),
    ("statements", "short", {"short": "a" * 61}, "has 61 characters; 60 fit in a picture"),
    ("terms", "label", {"list": "place", "label": "a" * 33}, "has 33 characters; 32 fit in a picture"),
    ("relations", "second_reading", {"second_reading": "voice: author - why | voice"}, "is not of the form"),
    ("claims", "second_reading", {"second_reading": "role: rumour - why"}, "'rumour' is not one of thesis"),
    ("claims", "second_reading", {"second_reading": "voise: author - why"}, "'voise' is not a column"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column", "change", "problem"), BAD_CELLS)
def test_a_bad_cell_is_named_with_what_came_and_what_was_expected(
    table: str, column: str, change: dict[str, str], problem: str, tmp_path: Path
) -> None:
    rows = [change, *TERMS[1:]] if table == "terms" else [change, {}]
    found = problems(write_tiny_course(tmp_path, None, **{table: rows}))
    place = f"{table}.csv row 2, column '{column}': "
    assert any(text.startswith(place) and problem in text for text in found), found


def test_bands_of_a_scale_may_share_an_end_and_not_overlap(tmp_path: Path) -> None:
    def folder(*bands: tuple[str, int, int]) -> Path:
        names = ("scale", "low_percent", "high_percent")
        rows = [dict(zip(names, map(str, band), strict=True)) for band in bands]
        return write_tiny_course(tmp_path, None, scales=rows)

    assert load_course(folder(("x", 20, 45), ("x", 0, 20), ("x", 45, 55), ("y", 40, 60)))
    place = "scales.csv row 2, column 'low_percent': overlaps 'term 2', which is 0 to 30"
    assert problems(folder(("x", 20, 45), ("x", 0, 30), ("x", 45, 55))) == [place]


def test_a_bad_package_file_is_named(tiny: Path) -> None:
    needs = "needs 'title', and 'sources' with the text's 'title' as its first entry"
    texts = {
        "{": "is not JSON: EOF while parsing an object at line 1",
        "[" * 100_000: "is not JSON: recursion limit exceeded at line 1",
        '{"title": "x", "sources": [{"title": 5}]}': needs,
    }
    for text, problem in texts.items():
        (tiny / "datapackage.json").write_text(text, encoding="utf-8")
        assert only_problem(tiny).startswith(f"datapackage.json: {problem}")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_read_as_spreadsheets_save_them(tiny: Path, separator: str) -> None:
    expected = load_course(tiny)
    for path in tiny.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [[*row, "", ""] for row in csv.reader(file)]
        blank = [[" "] * len(rows[0])]
        save(path, [*rows[:2], *blank, *rows[2:], *blank * 3], separator)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert b"\r\n" in path.read_bytes()
    assert load_course(tiny).tables == expected.tables


ROUND = {"from_claim": "claims-2", "to_claim": "claims-1", "from_statement": ""}
# Each with the place and the beginning of every problem that there is.
SLIPS = [
    ({"glossary": [{}, {}, ERRORS[0] | {"kind": "slip"}, *ERRORS[1:]]}, ["glossary.csv row 4, column 'kind': "]),
    ({"claims": [{"id": "claims 1"}, {}]}, ["claims.csv row 2, column 'id': 'claims 1' is not an"]),
    ({"claims": [{"id": "claims-2"}]},
     ["relations.csv row 2, column 'claim_id': 'claims-1' is not in claims.csv; it is also named in "]),
    ({"actors": [{"part_of": "actors-2"}, {"part_of": "actors-1"}]},
     ["actors.csv row 2, column 'part_of': goes round in a circle: actors-"]),
    ({"links": [ROUND | {"from_claim": "claims-1", "to_claim": "claims-2"}, ROUND]},
     ["links.csv row 2, column 'to_claim': goes round in a circle: claims-"]),
    ({"assumptions": [{"id": "claims-2"}, {"id": "statements-1"}]},
     ["assumptions.csv row 2, column 'id': 'claims-2' stands already in claims.csv row 3",
      "assumptions.csv row 3, column 'id': 'statements-1' stands already in statements.csv row 2"]),
    ({"actors": [{"label": "one"}, {"label": "one"}]},
     ["actors.csv row 3, column 'label': 'one' stands already in actors.csv row 2"]),
    # A row with a wrong cell is checked in its others.
    ({"statements": [{"voice": "rumour", "who": "actors-1;nobody", "year": "soon"}, {}], "scales": [{"low_percent": "x"}]},
     ["scales.csv row 2, column 'low_percent': ", "statements.csv row 2, column 'voice': ",
      "statements.csv row 2, column 'year': ", "statements.csv row 2, column 'who': 'nobody' is not in"]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), SLIPS)
def test_one_slip_is_one_problem_however_much_refers_to_its_row(
    tables: dict[str, list[dict[str, str]]], expected: list[str], tmp_path: Path
) -> None:
    found = problems(write_tiny_course(tmp_path, None, **tables))
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected
    with pytest.raises(DataError, match=r"What refers to claims\.csv is checked after that\."):
        load_course(write_tiny_course(tmp_path, claims=[{"id": "claims 1"}, {}]))


def test_an_invisible_character_is_the_only_problem_of_its_cell(tmp_path: Path) -> None:
    sources, statements = [{"id": "sources-1\u200b"}, {}], [{"voice": "au\u00a0thor"}, {}]
    write_tiny_course(tmp_path, None, sources=sources, statements=statements)
    package = tmp_path / "datapackage.json"
    package.write_text(package.read_text().replace("A tiny course", "A\\u0000b"), encoding="utf-8")
    places = {
        "datapackage.json, column 'title'": "after 'A': control character (U+0000)",
        "sources.csv row 2, column 'id'": "after 'sources-1': zero width space (U+200B)",
        "statements.csv row 2, column 'voice'": "after 'au': no-break space (U+00A0)",
    }
    for problem, (place, what) in zip(problems(tmp_path), places.items(), strict=True):
        assert problem.startswith(f"{place}: holds an invisible character {what}")
        assert problem.isprintable()


def test_damaged_text_is_one_problem_of_its_file_with_row_and_column(tmp_path: Path) -> None:
    claims = [{"claim": "It is “so”"}, {"claim": "It’s so", "second_reading": "café"}]
    path = write_tiny_course(tmp_path, claims=claims) / "claims.csv"
    path.write_text(path.read_bytes().decode("cp1252", "ignore"), encoding="utf-8")
    problem = only_problem(tmp_path)
    assert problem.startswith("claims.csv row 2, column 'claim': 'â€œsoâ€' is damaged, and so may")


@pytest.mark.parametrize("name", ["claims.csv", "datapackage.json", "quizzes/lesson.yaml"])
def test_what_is_no_file_is_refused_and_not_waited_for(name: str, tiny: Path) -> None:
    path = tiny / name
    message = f"{name}: cannot be read: it is a folder, a pipe or a device, and no file"
    path.unlink()
    os.mkfifo(path)
    assert only_problem(tiny) == message
    for target in ("/dev/zero", path):  # without an end; leads to itself
        path.unlink()
        path.symlink_to(target)
        assert only_problem(tiny).startswith(f"{name}: cannot be read: ")


SHUT = [("claims.csv", 0), ("datapackage.json", 0), ("quizzes", 0), (".", 0), (".", 0o444)]


@pytest.mark.parametrize(("name", "mode"), SHUT)
def test_what_may_not_be_read_is_one_problem(name: str, mode: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = write_tiny_course(Path(folder) / "data")
        before, user = (data / name).stat().st_mode, os.geteuid()
        (data / name).chmod(mode)
        os.seteuid(user or 65534)  # permissions do not stop the administrator
        try:
            problem = only_problem(data)
        finally:
            os.seteuid(user)
            (data / name).chmod(before)
    assert problem == f"{data if name == '.' else name}: cannot be read: Permission denied"


def test_a_folder_that_cannot_be_is_missing_gone_or_leads_to_itself_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("~no-such-user", "a\0b", "n" * 300, "n/" * 3000, "\ud800"):
        assert only_problem(Path(name)).isprintable()
    data = tmp_path / "data"
    assert only_problem(data) == f"{data}: is not a folder"
    data.symlink_to(data)
    assert only_problem(data).startswith(f"{data}: cannot be read: ")
    monkeypatch.delenv("COURSE_DATA", raising=False)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert only_problem(None).startswith("the working folder: cannot be read: ")


def test_what_is_larger_than_any_course_or_has_an_odd_name_is_refused(tiny: Path) -> None:
    path = tiny / "quizzes" / "lesson.yaml"
    odd = path.rename(path.with_name(os.fsdecode(b"a\xff.yaml")))
    assert only_problem(tiny).startswith("quizzes/a.yaml: its name holds an invisible character")
    odd.unlink()
    assert load_course(tiny).questions == {}
    path = tiny / "scales.csv"
    save(path, [[*Scale.model_fields], *([str(row), "x", "1", "2", ""] for row in range(2001))])
    assert only_problem(tiny) == "scales.csv: has 2001 rows; 2000 are the most that are read"
    path.write_bytes(b"x" * 50_000_000)
    assert only_problem(tiny) == "scales.csv: is larger than 4 MB, the most that is read"
