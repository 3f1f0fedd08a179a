"""Another text: what its package may lack, and what is said of slips that its maker is likely to make."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

import course_utils as cu
from course_utils.course import Course
from course_utils.figures.picture import Picture
from course_utils.reading.article import (
    own_copy,
    paragraphs_of,
    passage,
    rows_with_passage,
    save_copy,
)
from course_utils.session import current_record, load_course
from course_utils.source.errors import DataError
from course_utils.source.rows import TABLES, Row, Term
from course_utils.source.tables import keys, read_table
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.my_work import what_is_found
from course_utils.widgets.panel import Panel
from tests.made_up_article import BODY, BYLINE, TITLE, made_up_course, page
from tests.tiny_course import TERMS, Cells, write_tiny_course

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
    "text": cu.show_text,
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


# The text itself


def shipping(course: Course, *blocks: str, licence: str = "Public domain") -> Course:
    """The course with these blocks as the text that ships with it."""
    package = course.folder / "datapackage.json"
    about = json.loads(package.read_text(encoding="utf-8"))
    about["sources"][0]["license"] = licence
    package.write_text(json.dumps(about), encoding="utf-8")
    (course.folder / "article.txt").write_text("\n\n".join(blocks), encoding="utf-8")
    return load_course(course.folder)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    return made_up_course(tmp_path)


BLOCKS = (f"{TITLE}\n{BYLINE}", *BODY[:-1], f"{BODY[-1]}\n")


def test_the_text_ships_only_with_its_licence_and_is_then_read_by_its_paragraphs(
    course: Course,
) -> None:
    assert paragraphs_of(course) == {}
    with pytest.raises(DataError) as caught:
        shipping(course, *BLOCKS, licence="")
    (problem,) = caught.value.problems
    assert str(problem).startswith("article.txt: ships with the course, which needs its licence")
    text = paragraphs_of(shipping(course, "", *BLOCKS, " ", ""))
    assert [*text] == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert text["P0"] == f"{TITLE} {BYLINE}"
    assert (text["P1"], text["P5"]) == (BODY[0], BODY[-1])
    (course.folder / "article.txt").write_bytes(BODY[0].encode("cp1252"))
    assert problems(course.folder)[0].startswith("article.txt: is not UTF-8: byte 0x")
    (course.folder / "article.txt").write_text("It is â€œsoâ€", encoding="utf-8")
    assert problems(course.folder)[0].startswith("article.txt: 'â€œsoâ€' is damaged")


def test_passages_come_from_the_readers_own_copy_and_without_one_from_the_text_that_ships(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = shipping(course, *BLOCKS)
    row = rows_with_passage(course)["forecasts-1"]
    assert passage(course, row).startswith("It was founded after the storm of 1987")
    assert "no copy is needed" in what_is_found(course)
    assert "input" not in str(cu.add_my_article(course).shown["content"])
    own = [block.replace("founded", "begun") for block in BLOCKS]
    save_copy(course, "\n\n".join(own).encode())
    assert passage(course, row).startswith("It was begun")
    assert what_is_found(course).endswith("is complete: 6 paragraphs found, none missing.")
    named = course.folder.parent / "named.txt"
    named.write_text("\n\n".join(BLOCKS).replace("founded", "made"), encoding="utf-8")
    monkeypatch.setenv("COURSE_ARTICLE", str(named))
    assert passage(course, row).startswith("It was made")


def test_the_text_is_shown_by_paragraphs_with_source_and_licence_if_it_ships(
    course: Course,
) -> None:
    save_copy(course, page())  # of which nothing is ever shown
    home = "A tiny article, https://example.org/article."
    lines = ["The text is not part of this course.", f"Read it where it is published: {home}"]
    assert str(cu.show_text(course)).splitlines() == lines
    blocks = [*BLOCKS[:2], "A <b>bold</b> & plain paragraph", *BLOCKS[3:]]
    course = shipping(course, *blocks, licence="<i>free</i>")
    whole = cu.show_text(course)
    assert "<b>bold" not in whole.body
    assert "<i>" not in whole.body
    shown = str(whole).splitlines()
    assert [line.split()[0] for line in shown[1:-1]] == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert shown[3] == "P2 A <b>bold</b> & plain paragraph"
    assert shown[-1] == f"Source: {home} Licence: <i>free</i>."
    for wanted in ("P4", ["P4"]):
        assert str(cu.show_text(course, wanted)).splitlines()[1:-1] == [f"P4 {BODY[3]}"]
    with pytest.raises(ValueError, match="no paragraph is called 'P9'"):
        cu.show_text(course, ["P4", "P9"])


# Two packages side by side


@pytest.mark.parametrize("owner", ["the learner", "somebody else"])
def test_courses_side_by_side_share_no_record_and_no_copy_of_a_text(
    owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_RECORD", raising=False)
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    own = owner == "the learner"
    monkeypatch.setenv("HOME", str(tmp_path if own else tmp_path / "learner"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "learner" / "data"))
    monkeypatch.setattr("course_utils.record.folder._own", lambda *_: False)
    folders = [tmp_path / "texts" / name for name in ("one", "two", "three/data", "four/data")]
    courses = [load_course(write_tiny_course(folder)) for folder in folders]
    records = [current_record(course) for course in courses]
    for folder, course, record in zip(folders, courses, records, strict=True):
        assert record.is_empty
        assert record.add_attempt("who-speaks", "v", 1, "right")
        home = folder.parent if folder.name == "data" else folder
        assert own_copy(course) == home / "my-work" / "article.txt"
        if own:
            assert record.path == home / "my-work" / "record"
        assert load_course(folder).questions == course.questions  # nothing is read of it
    assert [len(record.attempts()) for record in records] == [1] * len(courses)
    assert len({record.path for record in records}) == len(courses)


# Slips that are likely


Edit = Callable[[Path], object]


def with_rows(**tables: list[Cells]) -> Edit:
    """Write the tiny course with these rows."""
    return lambda folder: write_tiny_course(folder, None, **tables)


def in_bytes(table: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the file of a table as a whole."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return edit


def date(text: str) -> Edit:
    return with_rows(statements=[{"outside_date": text, "outside_source": "sources-1"}, {}])


def statement(**cells: str) -> Edit:
    return with_rows(statements=[cells, {}])


PLACE = "statements.csv row 2, column 'outside_date': "
FORM = "is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD; in a spreadsheet, format the column as text"
DAMAGED = "is damaged, and so may be more: UTF-8 was read in another encoding"
# By the points of what was tried with another text: what is done, and all that is said of it.
SLIPS: dict[str, tuple[Edit, list[str]]] = {
    # 3. dates of which not all is known
    "a year alone": (statement(day_in_text="1927", year="", year_source=""), []),
    "a month alone": (statement(day_in_text="1946-02", year="", year_source=""), []),
    "a year from outside": (date("1927"), []),
    # 4. lists of the text
    "a medium without its row": (
        statement(medium="telegram"),
        ["statements.csv row 2, column 'medium': 'telegram' is not in list 'medium' of terms.csv"],
    ),
    "an act without its row": (
        statement(act="warns"),
        ["statements.csv row 2, column 'act': 'warns' is not in list 'act' of terms.csv"],
    ),
    "a kind without its row": (
        with_rows(actors=[{"kind": "people"}, {}]),
        ["actors.csv row 2, column 'kind': 'people' is not in list 'kind' of terms.csv"],
    ),
    "a tie without its row": (
        with_rows(relations=[{"kind": "occupies"}, {}]),
        ["relations.csv row 2, column 'kind': 'occupies' is not in list 'tie' of terms.csv"],
    ),
    "a group without its row": (
        with_rows(actors=[{"group": "bloc"}, {}]),
        ["actors.csv row 2, column 'group': 'bloc' is not in list 'group' of terms.csv"],
    ),
    "words of the text's own, with their rows": (
        with_rows(
            statements=[
                {"medium": "telegram", "act": "warns"},
                {"act": "is silent", "mode": "silence"},
            ],
            actors=[{"kind": "people", "group": "bloc"}, {"kind": "state"}],
            relations=[{"kind": "occupies"}, {"kind": "heads"}],
            terms=[
                *TERMS,
                *(
                    {"list": name, "id": word, "tie_class": ""}
                    for name, word in {
                        "medium": "telegram",
                        "act": "warns",
                        "kind": "people",
                        "group": "bloc",
                    }.items()
                ),
                {"list": "tie", "id": "occupies", "tie_class": "opposes"},
            ],
        ),
        [],
    ),
    # 5. one bad cell, whatever refers to its row
    "a wrong voice": (
        with_rows(claims=[{"voice": "rumour"}, {}]),
        ["claims.csv row 2, column 'voice': 'rumour' is not one of author, official quoted,"],
    ),
    "a wrong voice of both claims": (
        with_rows(claims=[{"voice": "rumour"}, {"voice": "rumour"}]),
        [
            "claims.csv row 2, column 'voice': 'rumour'",
            "claims.csv row 3, column 'voice': 'rumour'",
        ],
    ),
    "a row that was cleared": (
        in_bytes("claims", lambda data: re.sub(rb"(?m)^claims-2,.*$", b",,,,,,", data)),
        ["links.csv row 2, column 'to_claim': 'claims-2' is not in claims.csv"],
    ),
    "a byte order mark": (in_bytes("claims", lambda data: b"\xef\xbb\xbf" + data), []),
    # 10. spreadsheets
    "semicolons": (in_bytes("scales", lambda data: data.replace(b",", b";")), []),
    "tabs": (in_bytes("scales", lambda data: data.replace(b",", b"\t")), []),
    "blank rows at the end": (in_bytes("claims", lambda data: data + b",,,,,,,,,,,\r\n" * 3), []),
    "a date of a spreadsheet": (date("2/9/1946"), [f"{PLACE}'2/9/1946' {FORM}"]),
    "a day of a spreadsheet": (date("13-Feb"), [f"{PLACE}'13-Feb' {FORM}"]),
    "a time of a spreadsheet": (
        date("1946-02-09 00:00:00"),
        [f"{PLACE}'1946-02-09 00:00:00' {FORM}"],
    ),
    "a day as a number": (date("16842"), [f"{PLACE}'16842' {FORM}"]),
    "a day in the text": (
        statement(day_in_text="13-Feb"),
        [
            "statements.csv row 2, column 'day_in_text': '13-Feb' is not a date of the form MM-DD, YYYY,"
        ],
    ),
    "no date": (
        date("soon"),
        [f"{PLACE}'soon' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD"],
    ),
    "another encoding": (
        in_bytes("claims", lambda data: data.replace(b"claim 1", "“so”".encode("cp1252"))),
        ["claims.csv: is not UTF-8: byte 0x93 at position "],
    ),
    "a wrong encoding, saved again": (
        in_bytes("claims", lambda data: data.replace(b"claim 1", "â€œsoâ€".encode())),
        [f"claims.csv row 2, column 'claim': 'â€œsoâ€' {DAMAGED}"],
    ),
    "UTF-16": (
        in_bytes("claims", lambda data: data.decode().encode("utf-16")),
        ["claims.csv: is not UTF-8: byte 0x"],
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_once_and_its_cause_alone(slip: str, tmp_path: Path) -> None:
    change, expected = SLIPS[slip]
    write_tiny_course(tmp_path)
    change(tmp_path)
    found = problems(tmp_path)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected
