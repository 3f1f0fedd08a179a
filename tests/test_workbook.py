"""The workbook holds all that the files hold, and brings back what a person wrote into it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

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
from course_utils.kit import workbook
from course_utils.kit.columns import columns_of
from course_utils.kit.grids import as_csv, read_grids
from course_utils.kit.question_rows import NOTES
from course_utils.kit.workbook import read_workbook, write_workbook
from course_utils.source.rows import TABLES
from course_utils.source.text import damaged, unseen
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

DATA = Path(__file__).parent.parent / "data"
UNCHANGED = ["The workbook says what the files say. Nothing was written."]
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


def rows(sheet: Worksheet) -> Iterator[dict[str, str]]:
    header, *others = sheet.iter_rows(values_only=True)
    for row in others:
        yield {str(key): str(value) for key, value in zip(header, row, strict=True) if value}


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
    claims = (DATA / "claims.csv").read_text(encoding="utf-8")
    assert as_csv(read_grids(first)["claims"]) == claims  # so a changed file changes in its rows


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
            assert note == columns_of(sheet.title)[str(cell.value)].note


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
    assert 'MATCH("tie",terms!$A$1:$A$2001,0)' in kinds
    assert not strict
    assert choice("claims", "claimed_by") is None  # a list, of which Excel could only take one
    codes = [about.codes for sheet in book.sheetnames for about in columns_of(sheet).values()]
    assert all(len(",".join(listed)) <= 255 and "," not in "".join(listed) for listed in codes)
    assert "as in sheet actors or author or unnamed" in columns_of("claims")["claimed_by"].note


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
    assert told[:3] == [
        "claims.csv: 2 rows changed",
        "hedges.csv: 1 row gone",
        "assumptions.csv: 1 row new",
    ]
    course = read_course(tiny)
    first, second = course.claims["claim"]
    assert first == "Another = '1,2', with “quotes”\nin two lines"
    assert second == "=1+1 is what it says"
    assert list(course.assumptions["id"]) == ["assumptions-1", "assumptions-2", "007"]
    after = bytes_of(tiny)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"claims.csv", "hedges.csv", "assumptions.csv"}
    (kept,) = (tiny.parent / "my-work").iterdir()
    assert bytes_of(kept) == {name: before[name] for name in changed}
    assert str(kept) in told[-1]
    assert read_workbook(file, tiny) == UNCHANGED


def test_every_kind_of_question_comes_back_and_one_is_made_by_copying_rows(
    tiny: Path, file: Path
) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["questions"]
        copied = [row for row in sheet.iter_rows() if row[1].value == "one-of-four"][:4]
        for cells in copied:
            sheet.append([cell.value for cell in cells])
            put("questions", sheet.max_row, "question", "another")(book)
            put("questions", sheet.max_row, "file", "02-new.yaml")(book)
        put("questions", sheet.max_row, "text", "The second mate")(book)

    assert read_workbook(file, tiny) == UNCHANGED
    told = read_workbook(edited(file, edit), tiny)
    assert told[0] == "quizzes/02-new.yaml: 1 question new"
    new = (tiny / "quizzes" / "02-new.yaml").read_text("utf-8")
    assert "\n    correct: true\n" in new  # as a person writes it, without quotes
    (question,) = yaml.safe_load(new)
    assert [choice["text"] for choice in question["choices"]] == [
        "The author",
        "The captain",
        "The second mate",
    ]
    put_hint = put("questions", 2, "hints", "Look: there.\n- And 'here' # too")
    told = read_workbook(edited(file, put_hint), tiny)
    assert told[0] == "quizzes/kinds.yaml: 1 question changed"
    text = (tiny / "quizzes" / "kinds.yaml").read_text("utf-8")
    now, old = (yaml.load(each, yaml.BaseLoader) for each in (text, QUIZ))
    assert now[0].pop("hints") == ["Look: there.", "- And 'here' # too"]
    old[0].pop("hints")
    assert now == old


def test_tables_and_columns_that_a_course_does_without_are_there_and_make_no_file(
    tmp_path: Path,
) -> None:
    data = write_tiny_course(tmp_path / "data", {})
    (data / "exercises.csv").unlink()
    (data / "scales.csv").write_text(
        "scale,term,low_percent,high_percent,high_included\nx,y,1,2,no\n"
    )
    before = bytes_of(data)
    file = tmp_path / "tiny.xlsx"
    write_workbook(data, file)
    for name in ("exercises", "scales"):
        header = [cell.value for cell in openpyxl.load_workbook(file)[name][1]]
        assert header == [*columns_of(name)]
    assert read_workbook(file, data) == UNCHANGED
    assert bytes_of(data) == before
    edited(file, lambda book: book["exercises"].append(["P1", "claims-1"]))
    edited(file, put("scales", 2, "note", "new"))
    assert read_workbook(file, data)[:2] == [
        "scales.csv: 1 row changed",
        "exercises.csv: 1 row new",
    ]
    assert (data / "scales.csv").read_text().splitlines()[1] == "x,y,1,2,no,new"


def test_a_broken_course_is_mended_in_its_workbook(tmp_path: Path) -> None:
    rows_of = {"claims": [{"role": "rumour"}, {}], "hedges": [{"paragraph": "2"}]}
    data = write_tiny_course(tmp_path / "data", None, **rows_of)
    file = tmp_path / "tiny.xlsx"
    write_workbook(data, file)
    with pytest.raises(ValueError, match="Nothing was changed") as caught:
        read_workbook(file, data)
    assert "\n  claims row 2, column 'role': 'rumour' is not one of thesis" in str(caught.value)
    put("claims", 2, "role", "thesis")
    edited(
        file,
        lambda book: [
            put("claims", 2, "role", "thesis")(book),
            put("hedges", 2, "paragraph", "P2")(book),
        ],
    )
    assert read_workbook(file, data)[:2] == [
        "claims.csv: 1 row changed",
        "hedges.csv: 1 row changed",
    ]
    assert read_course(data)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("claims.csv", b'id,"', "claims.csv row 1: cannot be read as CSV from this row on"),
        ("claims.csv", b"id,claim\nx,\0", "claims.csv row 2: holds an invisible character"),
        ("claims.csv", b"id\n" + b"x" * 32768, "claims.csv row 2: a text of 32768 characters"),
        ("quizzes/lesson.yaml", b"- id: [", "quizzes/lesson.yaml row 2: is not YAML"),
        ("quizzes/lesson.yaml", b"- id: x\n  stem: [a]", "stem: a cell cannot hold this"),
        ("quizzes/lesson.yaml", b"- x", "is not a question: one begins with '- id:'"),
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


DAY = dt.datetime(2017, 11, 21)
SAID_AT_ONCE: list[dict[str, Edit]] = [
    {
        "sources row 2, column 'published': E2 was made a date, 2017-11-21: format the cell as text and type it again": put("sources", 2, "published", DAY, "mmm-yy"),
        "sources row 2, column 'seen_on': K2 was made a date, 2017": put("sources", 2, "seen_on", DAY.replace(hour=9), "yyyy-mm-dd"),
        "statements row 2, column 'day_in_text': L2 was made a date": put("statements", 2, "day_in_text", DAY, "yyyy-mm-dd"),
        "claims row 2, column 'claim': L2 was made a date": put("claims", 2, "claim", DAY, "yyyy-mm-dd"),
        "claims row 3, column 'claim': L3 holds 09:30:00, which is no text": put("claims", 3, "claim", dt.time(9, 30)),
        "scales row 2, column 'low_percent': C2 is a percentage, 20%: type its number as text": put("scales", 2, "low_percent", 0.2, "0%"),
        "claims row 2, column 'anchor': C2 is a formula: paste it as a value": put("claims", 2, "anchor", "=A1&B1"),
        "claims row 3, column 'anchor': C3 is an error of the spreadsheet, #N/A": put("claims", 3, "anchor", "#N/A"),
        "hedges: cells B2:C3 are merged: split them": lambda book: book["hedges"].merge_cells("B2:C3"),
        "terms: goes down to row 30000: delete the empty rows": lambda book: book["terms"].cell(30_000, 1, " "),
        "claims : two sheets have this name": lambda book: book.create_sheet("claims "),
    },
    {
        "links: the sheet is missing, or empty; was it renamed? Not known: links of mine": rename("links", "links of mine"),
        "claims row 1, column 'id': the column is missing; the file has 2 cells in it": drop("claims", "id"),
        "actors row 1, column 'note': the column is missing; the file has 1 cell in it": drop("actors", "note"),
        "questions row 1, column 'stem': the column is missing; the file has 13 cells in it": drop("questions", "stem"),
        "hypotheses: the sheet is missing, or empty; was it renamed? Not known: links of mine": lambda book: book["hypotheses"].delete_rows(1, 99),
        "cases row 1, column 'finding': the column is missing; the file": put("cases", 1, "finding", "findings"),
        "questions row 13: '../x.yaml' is not the name of a file": put("questions", 13, "file", "../x.yaml"),
        "questions row 3: no row above of this file and question has the part 'question'": put("questions", 3, "question", "x"),
        "questions row 14: 'choice' is not one of question, choices": put("questions", 14, "part", "choice"),
        "questions row 8: the question has its choices in the column 'choices', too": put("questions", 7, "choices", "a\nb"),
    },
    {
        "scales row 2, column 'low_percent': '2.5' is not a whole number": put("scales", 2, "low_percent", 2.5),
        "scales row 2, column 'high_included': 'true' is not yes or no": put("scales", 2, "high_included", True),
        "claims row 3, column 'claim': holds an invisible character after 'soft'": put("claims", 3, "claim", "soft\xadhyphen"),
        "links row 3, column 'to_claim': 'S9' is not in claims.csv": put("links", 3, "to_claim", "S9"),
        "hedges row 4, column 'strength': 'x' is not one of": below_a_blank_row,
        "cases row 2: has 8 cells where the header has 6": lambda book: book["cases"].cell(2, 8, "beside"),
        "questions row 2: one-of-four: evidence: no row is called 'S9'": put("questions", 4, "evidence", "S9"),
        "questions row 7: three-of-five: choices, 2 'The ferry leaves at dusk.', feedback: is empty": put("questions", 9, "feedback", None),
    },
]  # fmt: skip


@pytest.mark.parametrize("edits", SAID_AT_ONCE, ids=["cells", "shape", "meaning"])
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


def test_the_workbook_of_another_course_is_refused(tiny: Path, file: Path) -> None:
    edited(file, lambda book: setattr(book.properties, "title", "other"))
    with pytest.raises(
        ValueError, match=r"course.xlsx is the workbook of 'other', and this is 'tiny'"
    ):
        read_workbook(file, tiny)


def test_what_a_spreadsheet_makes_of_texts_is_taken_for_what_it_stands_for(
    tiny: Path, file: Path
) -> None:
    def edit(book: Workbook) -> None:
        put("sources", 2, "seen_on", DAY, "dd/mm/yyyy")(book)
        put("sources", 2, "published", 2017.0)(book)
        put("scales", 2, "high_percent", 3.0)(book)
        put("claims", 2, "claim", 0.5)(book)
        put("claims", 3, "claim", "one_x000D_\ntwo")(book)
        put("questions", 3, "correct", None)(book)
        put("questions", 4, "correct", True)(book)
        book["claims"].cell(9, 1, "")
        book["claims"].cell(2, 20, "")
        rename("claims", "Claims")(book)
        book.create_sheet("my notes")["A1"] = "=1"

    notes = read_workbook(edited(file, edit), tiny)
    assert "my notes: is no table of the course, and was not read" in notes
    assert "sources: dates of the spreadsheet were read as days: K2 2017-11-21" in notes
    course = read_course(tiny)
    assert course.sources["seen_on"][0] == "2017-11-21"
    assert course.sources["published"][0] == "2017"
    assert course.scales["high_percent"][0] == 3
    assert list(course.claims["claim"]) == ["0.5", "one\ntwo"]


def zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.xlsx", b"", "x.xlsx is empty."),
        ("x.csv", b"id,claim\n", "x.csv is not a workbook. Open it in your spreadsheet program and"),
        ("x.xls", workbook.OLD + b"\xa1\xb1", "x.xls is an old Excel workbook (.xls), or protected with"),
        ("x.xlsx", zipped(mimetype="application/vnd.oasis"), "x.xlsx is no workbook, or damaged."),
        ("x.ods", zipped(mimetype="application/vnd.oasis"), "x.ods is no workbook, or damaged."),
        ("x.xlsx", b"\0" * 20_000_001, "x.xlsx is larger than 20 MB"),
    ],
)  # fmt: skip
def test_another_file_is_refused(name: str, content: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(problem)):
        read_workbook(tmp_path / name, tmp_path)


@pytest.mark.parametrize("lock", ["~$course.xlsx", ".~lock.course.xlsx#"])
def test_a_workbook_that_is_open_is_named_with_its_lock(lock: str, tiny: Path, file: Path) -> None:
    file.with_name(lock).touch()
    with pytest.raises(
        ValueError,
        match=re.escape(
            f"open in another program: save it and close it there. If it is not, delete {lock}"
        ),
    ):
        read_workbook(file, tiny)


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
    "_x005F_x0041_",
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
        edited(Path(place) / "tiny.xlsx", put("questions", 2, "answer", "y"))
        read_workbook(Path(place) / "tiny.xlsx", data)
        with (data / "glossary.csv").open(encoding="utf-8", newline="") as opened:
            found = {row["term"]: row["meaning"] for row in csv.DictReader(opened)}
        assert found == {row["term"]: row["meaning"] for row in glossary}
        (now,) = yaml.load((data / "quizzes" / "lesson.yaml").read_text("utf-8"), yaml.BaseLoader)
        assert now == quiz[0] | {"answer": "y"}


def test_what_looks_like_a_code_of_excel_is_marked_as_a_text(tmp_path: Path) -> None:
    meant = [{"kind": "method", "meaning": "_x0041_"}]
    write_tiny_course(tmp_path / "data", {}, glossary=meant)
    write_workbook(tmp_path / "data", tmp_path / "tiny.xlsx")
    assert (
        "_x005F_x0041_"
        in next(rows(openpyxl.load_workbook(tmp_path / "tiny.xlsx")["glossary"])).values()
    )


def test_the_commands_say_what_to_do_and_never_show_a_traceback(
    tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*words: object) -> tuple[int, str]:
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    course = tiny.parent
    assert said()[0] == 0
    assert "sheet FOLDER --from FILE.xlsx" in said()[1]
    (course / "course.xlsx").unlink()
    code, text = said("sheet", course)
    assert (code, f'sheet "{course}" --from "{course / "course.xlsx"}"' in text) == (0, True)
    assert said("sheet", tiny) == (
        1,
        f"{course / 'course.xlsx'} is there already. Rename it, or give another name with --to.\n",
    )
    assert said("sheet", tiny, "--from", course / "course.xlsx") == (0, UNCHANGED[0] + "\n")
    assert said("sheet", tiny, "--from", "no.xlsx") == (1, "no.xlsx: No such file or directory\n")
    assert said("sheet", course / "no") == (
        1,
        f"{course / 'no'} is not a folder. 'new' makes one.\n",
    )
    assert said("sheet", course / "data" / "quizzes")[1].endswith(
        "there is no datapackage.json in it or in its folder data.\n"
    )
    assert said("sheet", tiny, "--to", "x.ods")[1].startswith("x.ods is not the name of a workbook")
    monkeypatch.setattr(workbook, "find_spec", lambda name: None)
    assert said("sheet", tiny, "--to", "x.xlsx")[1].endswith("python -m pip install openpyxl\n")
    monkeypatch.setattr(
        workbook, "find_spec", lambda name: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    assert said("sheet", tiny) == (130, "")


@pytest.mark.parametrize("command", ["new", "sheet", "check", "doctor"])
def test_each_command_explains_itself_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert f"Example: python -m course_utils {command}" in text
    assert "\nNext: " in text


def test_every_column_of_questions_has_a_note() -> None:
    assert all(columns_of("questions")[name].note for name in NOTES)
