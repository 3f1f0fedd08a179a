"""The workbook holds all that the files hold, and brings back what a person wrote into it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from course_utils.__main__ import main
from course_utils.course import read_course
from course_utils.kit.workbook import COLUMNS, read_workbook, write_workbook
from course_utils.source.rows import TABLES
from course_utils.source.text import damaged, unseen
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

DATA = Path(__file__).parent.parent / "data"
UNCHANGED = ["The workbook, as it was saved last, says what the files say."]
Edit = Callable[[Workbook], object]


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def edited(file: Path, edit: Edit) -> Path:
    """The workbook after a person, or another program, worked on it."""
    book = openpyxl.load_workbook(file)
    edit(book)
    book.save(file)
    return file


def column(sheet: Worksheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def put(sheet: str, row: int, name: str, value: object, form: str = "") -> Edit:
    def edit(book: Workbook) -> None:
        cell = book[sheet].cell(row, column(book[sheet], name))
        cell.value = value  # type: ignore[assignment]
        cell.number_format = form or cell.number_format

    return edit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = write_tiny_course(tmp_path_factory.mktemp("tiny") / "data", {"kinds.yaml": QUIZ})
    write_workbook(data, data.parent / "course.xlsx")
    return data.parent


@pytest.fixture
def tiny(tmp_path: Path, made: Path) -> Path:
    """The data of a tiny course, with its workbook beside it."""
    return Path(shutil.copytree(made, tmp_path / "course")) / "data"


@pytest.fixture
def file(tiny: Path) -> Path:
    return tiny.parent / "course.xlsx"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the first course's data, with its workbook beside it."""
    data = tmp_path_factory.mktemp("first") / "data"
    shutil.copytree(DATA, data)
    write_workbook(data, data.parent / "first.xlsx")
    return data


def test_the_first_course_comes_back_to_the_byte_from_other_programs_too(first: Path) -> None:
    file = first.parent / "first.xlsx"
    assert read_workbook(file, first) == UNCHANGED
    assert read_workbook(edited(file, lambda book: None), first) == UNCHANGED
    assert bytes_of(first) == bytes_of(DATA)


def test_what_a_spreadsheet_makes_of_yes_is_read_as_yes(tmp_path: Path) -> None:
    data, file = write_tiny_course(tmp_path / "course" / "data"), tmp_path / "tiny.xlsx"
    write_workbook(data, file)
    read_workbook(edited(file, put("scales", 2, "high_included", False)), data)
    assert read_course(data).scales["high_included"].tolist()[0] is False
    read_workbook(edited(file, put("scales", 2, "high_included", True)), data)
    assert read_course(data).scales["high_included"].tolist()[0] is True


def test_every_cell_is_text_and_every_header_says_what_goes_in(first: Path) -> None:
    book = openpyxl.load_workbook(first.parent / "first.xlsx")
    assert book.sheetnames == [*(model.table for model in TABLES), "questions"]
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {(cell.data_type, cell.number_format) for cell in cells if cell.value} == {
            ("s", "@")
        }
        assert sheet.freeze_panes == "A2"
        assert {each.number_format for each in sheet.column_dimensions.values()} == {"@"}
        for cell in sheet[1]:
            assert cell.font.bold
            note = cell.comment and cell.comment.text
            assert note == COLUMNS[sheet.title][str(cell.value)].note


def test_what_may_be_chosen_is_a_list_and_only_codes_are_held_to_it(first: Path) -> None:
    book = openpyxl.load_workbook(first.parent / "first.xlsx")

    def choice(sheet: str, name: str) -> tuple[str, bool] | None:
        letter = get_column_letter(column(book[sheet], name))
        for rule in book[sheet].data_validations.dataValidation:
            if str(rule.sqref) == f"{letter}2:{letter}2001":
                return rule.formula1, rule.showErrorMessage
        return None

    assert choice("claims", "role") is not None
    assert choice("relations", "directed") == ('"yes,no"', True)
    assert choice("relations", "from_actor") == ("actors!$A$2:$A$2001", False)
    kinds, strict = choice("relations", "kind") or ("", True)
    assert 'MATCH("tie",terms!$A:$A,0)' in kinds
    assert not strict
    assert choice("claims", "claimed_by") is None  # a list, of which Excel could only take one
    codes = [about.codes for columns in COLUMNS.values() for about in columns.values()]
    assert all(len(",".join(listed)) <= 255 and "," not in "".join(listed) for listed in codes)
    assert "as in sheet actors or author or unnamed" in COLUMNS["claims"]["claimed_by"].note


def test_a_change_is_written_told_and_what_was_there_is_kept(tiny: Path, file: Path) -> None:
    def edit(book: Workbook) -> None:
        put("claims", 2, "claim", "Another = '1,2', with “quotes”\nin two lines")(book)
        put("claims", 3, "claim", "=1+1 is what it says")(book)
        book["claims"].cell(3, column(book["claims"], "claim")).data_type = "s"
        put("hedges", 2, "strength", None)
        book["hedges"].delete_rows(3)
        book["assumptions"].append([cell.value for cell in book["assumptions"][3]])
        put("assumptions", 4, "id", "007")(book)

    before = bytes_of(tiny)
    told = read_workbook(edited(file, edit), tiny)
    names = ["claims.csv", "hedges.csv", "assumptions.csv"]
    assert sorted(told[:3]) == sorted(f"{name}: changed" for name in names)
    course = read_course(tiny)
    first, second = course.claims["claim"]
    assert first == "Another = '1,2', with “quotes”\nin two lines"
    assert second == "=1+1 is what it says"
    assert list(course.assumptions["id"]) == ["assumptions-1", "assumptions-2", "007"]
    after = bytes_of(tiny)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {*names}
    assert all(after[name].count(b"\n") <= before[name].count(b"\n") + 1 for name in changed)
    (kept,) = (tiny.parent / "my-work").iterdir()
    assert bytes_of(kept) == before
    assert {path.name for path in tiny.parent.iterdir()} == {"data", "my-work", "course.xlsx"}
    assert str(kept) in told[-1]
    assert read_workbook(file, tiny) == UNCHANGED


def test_every_kind_of_question_comes_back_and_one_is_made_by_copying_rows(
    tiny: Path, file: Path
) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["questions"]
        copied = [row for row in sheet.iter_rows(values_only=True) if row[1] == "one-of-four"]
        for _, _, key, text in copied:
            if not str(key).startswith("choices / 4"):
                sheet.append(["02-new.yaml", "another", key, text])
        sheet.append(["02-new.yaml", "another", "choices / 9 / text", "- a: [b] # c"])
        sheet.append(["02-new.yaml", "another", "choices / 9 / feedback", "'It' is: so"])

    assert read_workbook(file, tiny) == UNCHANGED
    assert read_workbook(edited(file, edit), tiny)[0] == "quizzes/02-new.yaml: new"
    new = (tiny / "quizzes" / "02-new.yaml").read_text("utf-8")
    assert "\n    correct: true\n" in new  # as a person writes it, without quotes
    texts = [choice["text"] for choice in yaml.safe_load(new)[0]["choices"]]
    assert texts == ["The author", "The captain", "The council", "- a: [b] # c"]
    book = edited(
        file, lambda book: book["questions"].append(["kinds.yaml", "stops", "hints / 1", "Look."])
    )
    assert read_workbook(book, tiny)[0] == "quizzes/kinds.yaml: changed"
    text = (tiny / "quizzes" / "kinds.yaml").read_text("utf-8")
    now, old = (yaml.load(each, yaml.BaseLoader) for each in (text, QUIZ))
    assert now[-1].pop("hints") == ["Look."]
    assert now == old
    edited(file, lambda book: book["questions"].delete_rows(2, 999))
    assert len(read_workbook(file, tiny)) == 3
    assert (tiny / "quizzes" / "kinds.yaml").read_text("utf-8") == "[]"


def test_a_table_that_a_course_does_without_has_a_sheet_and_makes_no_file(tmp_path: Path) -> None:
    data = write_tiny_course(tmp_path / "data", {})
    (data / "exercises.csv").unlink()
    scales = "scale,term,low_percent,high_percent,high_included\nx,y,1,2,no\n"
    (data / "scales.csv").write_text(scales)
    shutil.rmtree(data / "quizzes")
    before = bytes_of(data)
    file = tmp_path / "tiny.xlsx"
    write_workbook(data, file)
    header = [cell.value for cell in openpyxl.load_workbook(file)["exercises"][1]]
    assert header == [*COLUMNS["exercises"]]
    assert read_workbook(file, data) == UNCHANGED
    assert bytes_of(data) == before
    edited(file, lambda book: book["exercises"].append(["P1", "claims-1"]))
    edited(file, lambda book: book["scales"].cell(1, 6, "note"))
    edited(file, lambda book: book["scales"].cell(2, 6, "new"))
    edited(file, lambda book: book["questions"].append(["1.yaml", "q", "kind", "reflection"]))
    edited(file, lambda book: book["questions"].append(["1.yaml", "q", "stem", "Why?"]))
    edited(file, lambda book: book["questions"].append(["1.yaml", "q", "answer", "007"]))
    told = read_workbook(file, data)[:-1]
    assert {*told} == {"scales.csv: changed", "exercises.csv: new", "quizzes/1.yaml: new"}
    assert (data / "scales.csv").read_text().splitlines()[1] == "x,y,1,2,no,new"
    assert read_course(data).questions["q"].answer == "007"


def test_a_broken_course_is_mended_in_its_workbook(tmp_path: Path) -> None:
    rows_of = {"claims": [{"role": "rumour"}, {}], "hedges": [{"paragraph": "2"}]}
    data = write_tiny_course(tmp_path / "data", None, **rows_of)
    scales = data / "scales.csv"
    scales.write_text(scales.read_text().replace("note", "notes,colour") + "1,1")
    file = tmp_path / "tiny.xlsx"
    write_workbook(data, file)
    with pytest.raises(ValueError, match="Nothing was changed") as caught:
        read_workbook(file, data)
    assert "\n  claims row 2, column 'role': 'rumour' is not one of thesis" in str(caught.value)
    edited(file, put("claims", 2, "role", "thesis"))
    edited(file, put("hedges", 2, "paragraph", "P2"))
    edited(file, drop("scales", "colour"))
    edited(file, put("scales", 1, "notes", "note"))
    edited(file, lambda book: book["scales"].delete_rows(4))
    told = read_workbook(file, data)
    assert {*told[:-1]} == {f"{name}.csv: changed" for name in ("claims", "hedges", "scales")}
    assert read_course(data)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("claims.csv", b'id,"', "claims.csv row 1: cannot be read as CSV from this row on"),
        ("claims.csv", b"id,claim\nx,\0", "claims row 2: holds an invisible character"),
        ("claims.csv", b"id\n" + b"x" * 32768, "claims row 2: has a cell with more than 32767"),
        ("quizzes/lesson.yaml", b"- id: [", "quizzes/lesson.yaml row 2: is not YAML"),
    ],
)
def test_what_no_workbook_can_hold_is_named_and_none_is_written(
    name: str, text: bytes, problem: str, tmp_path: Path
) -> None:
    data = write_tiny_course(tmp_path / "data")
    (data / name).write_bytes(text)
    with pytest.raises(ValueError, match=re.escape(problem)):
        write_workbook(data, tmp_path / "tiny.xlsx")
    assert not list(tmp_path.glob("*.xlsx*"))


def rename(sheet: str, title: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet].title = "passing"  # openpyxl gives no title twice, in other case neither
        book["passing"].title = title

    return edit


def drop(sheet: str, name: str) -> Edit:
    return lambda book: book[sheet].delete_cols(column(book[sheet], name))


def below_a_blank_row(book: Workbook) -> None:
    book["hedges"].insert_rows(3)
    put("hedges", 4, "strength", "x")(book)


def add(*row: str) -> Edit:
    return lambda book: book["questions"].append(row)


DAY = dt.datetime(2017, 11, 21)
SAID_AT_ONCE: list[dict[str, Edit]] = [
    {
        "claims: C2 is a formula: paste its value": put("claims", 2, "anchor", "=A1&B1"),
        "hedges: cells B2:C3 are merged: split them": lambda book: book["hedges"].merge_cells("B2:C3"),
        "links: the sheet is missing; was it renamed? Not known: Links": rename("links", "Links"),
        "hypotheses: the sheet is missing": lambda book: book["hypotheses"].delete_rows(1, 99),
        "actors: column note is missing": drop("actors", "note"),
        "cases: column finding is missing": put("cases", 1, "finding", "findings"),
        "questions: column key is missing": drop("questions", "key"),
    },
    {
        "questions: '../../x.yaml' is not the name of a file": add("../../x.yaml", "new", "stem", "x"),
        "questions: '' is not the name of a file": add("", "new", "stem", "x"),
        "questions row 5: 'hints / 1' stands twice in 'one-of-four'": put("questions", 5, "key", "hints / 1"),
        "questions row 6: 'stem / 2' stands twice in 'one-of-four'": put("questions", 6, "key", "stem / 2"),
    },
    {
        "sources row 2, column 'published': '2017-11-21 00:00:00' is not a date": put("sources", 2, "published", DAY, "mmm-yy"),
        "statements row 2, column 'day_in_text': '2017-11-21 00:00:00' is not a date": put("statements", 2, "day_in_text", DAY, "yyyy-mm-dd"),
        "actors row 2: has 20 cells where the header has 14": lambda book: book["actors"].cell(2, 20, "beside"),
        "scales row 2, column 'low_percent': '2.5' is not a whole number": put("scales", 2, "low_percent", 2.5),
        "claims row 3, column 'claim': holds an invisible character after 'soft'": put("claims", 3, "claim", "soft\xadhyphen"),
        "hedges row 4, column 'strength': 'x' is not one of": below_a_blank_row,
    },
    {
        "links row 3, column 'to_claim': 'S9' is not in claims.csv": put("links", 3, "to_claim", "S9"),
        "quizzes/kinds.yaml, column 'one-of-four': evidence: no row is called 'S9'": put("questions", 7, "text", "S9"),
        "quizzes/kinds.yaml, column 'says-who': stems: is not a key of this kind": add("kinds.yaml", "says-who", "stems", "x"),
        "quizzes/new.yaml, column 'new': kind: is missing": add("new.yaml", "new", "stem", "x"),
    },
]  # fmt: skip


@pytest.mark.parametrize("edits", SAID_AT_ONCE, ids=["sheets", "questions", "cells", "references"])
def test_what_a_spreadsheet_did_is_named_at_once_and_nothing_is_written(
    edits: dict[str, Edit], tiny: Path, file: Path
) -> None:
    edited(file, lambda book: [edit(book) for edit in edits.values()])
    before = bytes_of(tiny.parent)
    with pytest.raises(ValueError, match="Nothing was changed") as caught:
        read_workbook(file, tiny)
    said = str(caught.value).splitlines()[1:]
    for problem in edits:
        assert any(line.startswith(f"  {problem}") for line in said), (problem, said)
    assert len(said) == len(edits), said
    assert bytes_of(tiny.parent) == before


def test_what_a_spreadsheet_makes_of_texts_is_taken_for_what_it_stands_for(
    tiny: Path, file: Path
) -> None:
    def edit(book: Workbook) -> None:
        put("sources", 2, "published", 2017)(book)
        put("scales", 2, "high_percent", 3)(book)
        put("claims", 2, "claim", 0.5)(book)
        put("claims", 3, "claim", "one_x000D_\ntwo")(book)
        put("questions", 11, "text", True)(book)
        book["claims"].cell(9, 1, "")
        book["claims"].cell(2, 20, "")
        book.create_sheet("my notes")["A1"] = "=1"

    told = read_workbook(edited(file, edit), tiny)
    assert told[0] == "my notes: is no table of the course, and was not read"
    course = read_course(tiny)
    assert course.sources["published"][0] == "2017"
    assert course.scales["high_percent"][0] == 3
    assert list(course.claims["claim"]) == ["0.5", "one\ntwo"]
    assert len((tiny / "claims.csv").read_text().splitlines()) == 4


def test_where_one_file_cannot_be_replaced_none_is(
    tiny: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(file, put("claims", 2, "claim", "x"))
    edited(file, put("scales", 2, "high_percent", 4))
    before, opened = bytes_of(tiny), Path.open

    def held(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if path == tiny / "scales.csv" and mode == "ab":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *args, **more)

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(PermissionError):
        read_workbook(file, tiny)
    assert bytes_of(tiny) == before


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.xlsx", b""),
        ("x.csv", b"id,claim\n"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1"),
        ("x.xlsx", zipped(mimetype="application/vnd.oasis")),
        ("x.ods", zipped(mimetype="application/vnd.oasis")),
    ],
)
def test_another_file_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    what = f"{name} is no workbook, or is protected: save it as .xlsx, without a password"
    with pytest.raises(ValueError, match=re.escape(what)):
        read_workbook(tmp_path / name, tmp_path)


def is_plain(text: str) -> bool:
    """Whether a cell may hold it: what nobody sees and what is damaged is refused elsewhere."""
    return bool(text.strip()) and not unseen(text) and not damaged(text)


ODD = [
    "007",
    "=1+1",
    "+49",
    "-1",
    "@a",
    "'",
    '"',
    "a\n\nb",
    "_x0041_",
    "1e5",
    "TRUE",
    "2017-11-21",
    "خبر می‌دهد",
    "👩‍👩‍👧",
    "- a: [b] # c",
    "~",
    "<&>",
    "#N/A",
    " a ",
]
letters = st.sampled_from("abc =+-@'\"#:,;{}[]&*!|>%`~<\n012.é—“”…سیب😀")
texts = st.one_of(st.sampled_from(ODD), st.text(letters, min_size=1, max_size=12)).filter(is_plain)


@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(st.lists(texts, min_size=20, max_size=20))
def test_any_text_comes_back_from_a_cell(written: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        glossary = [
            {"term": f"t{n}", "kind": "method", "meaning": text} for n, text in enumerate(written)
        ]
        quiz = [
            {
                "id": "q",
                "kind": "reflection",
                "stem": f"{written[0]}",
                "answer": "x" + written[1],
                "hints": [" ".join(each.split()) for each in written[2:]],
            }
        ]
        lesson = yaml.dump(quiz, allow_unicode=True)
        data = write_tiny_course(Path(place) / "data", {"lesson.yaml": lesson}, glossary=glossary)
        write_workbook(data, Path(place) / "tiny.xlsx")
        assert read_workbook(Path(place) / "tiny.xlsx", data) == UNCHANGED
        # With another order of rows everything is written anew, and is still the same.
        edited(Path(place) / "tiny.xlsx", lambda book: book["glossary"].move_range("A2:E2", 40))
        edited(Path(place) / "tiny.xlsx", put("questions", 2, "text", "y"))
        read_workbook(Path(place) / "tiny.xlsx", data)
        with (data / "glossary.csv").open(encoding="utf-8", newline="") as opened:
            found = {row["term"]: row["meaning"] for row in csv.DictReader(opened)}
        assert found == {row["term"]: row["meaning"] for row in glossary}
        (now,) = yaml.load((data / "quizzes" / "lesson.yaml").read_text("utf-8"), yaml.BaseLoader)
        assert now == quiz[0] | {"answer": "y"}


def test_the_commands_say_what_to_do_and_never_show_a_traceback(
    tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*words: object) -> tuple[int, str]:
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    course = tiny.parent
    (course / "course.xlsx").unlink()
    code, text = said("sheet", course)
    assert (code, f'sheet "{course}" --from "{course / "course.xlsx"}"' in text) == (0, True)
    there = f"{course / 'course.xlsx'} is there already. Bring it back with --from, or rename it.\n"
    assert said("sheet", tiny) == (1, there)
    assert said("sheet", tiny, "--from", course / "course.xlsx") == (
        0,
        f'{UNCHANGED[0]}\nNext: python -m course_utils check "{course}"\n',
    )
    assert said("sheet", tiny, "--from", "no.xlsx") == (1, "no.xlsx: No such file or directory\n")
    for place in (course / "no", course / "data" / "quizzes"):
        none = f"There is no course in {place}: no datapackage.json there or in its folder data.\n"
        assert said("sheet", place) == (1, none)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    install = "Install openpyxl: python -m pip install openpyxl\n"
    assert said("sheet", tiny, "--from", course / "course.xlsx") == (1, install)


@pytest.mark.parametrize("command", ["lab", "fresh", "new", "sheet", "check", "doctor"])
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "\nNext: " in capsys.readouterr().out
