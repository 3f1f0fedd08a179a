"""A folder of exported records becomes tables and a page; no file in it can stop that."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from course_utils.pages.class_answers import class_tally, show_class
from course_utils.record.events import Attempt, checksum, write_line
from course_utils.record.exchange import EXPECTED
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.tiny_course import write_tiny_course

Given = tuple[str, object, str] | tuple[str, object, str, str]
WRONG = ("who", 0, "wrong", "hindsight")
RIGHT = ("who", 1, "right")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are handed in."""
    (tmp_path / "class").mkdir()
    return tmp_path / "class"


def hand_in(folder: Path, code: str, *answers: Given, version: str = "v1") -> Record:
    """Hand in a file of a learner who gave these answers: item, response, verdict, error."""
    record = Record(folder.parent / code)
    record.choose_learner_code(code)
    for item, response, verdict, *error in answers:
        record.add_attempt(item, version, response, verdict, *error)
    (folder / f"{len(code)} {code}.jsonl").write_bytes(record.export())
    return record


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False, name=None)]


def test_questions_are_counted_by_learner_at_first_and_at_last(folder: Path) -> None:
    assert class_tally(folder).by_question.empty
    hand_in(folder, "A", WRONG, RIGHT, *[("when", 0, "wrong", "x")] * 3, ("why", "b", "wrong"))
    hand_in(folder, "B", RIGHT, WRONG, ("when", 2, "wrong", "mirror"), ("why", "a", "wrong"))
    hand_in(folder, "C", WRONG, ("when", 2, "wrong", "y"), ("how", None, "not answered"))
    record = hand_in(folder, "D", ("how", [1, 0], "partly right"), ("how", 1, "right"))
    record.add_attempt("how", "v2", 1, "right")
    (folder / "again.jsonl").write_bytes(record.export())
    hand_in(folder, "E", ("how", None, "kept"))
    tally = class_tally(folder)
    assert rows(tally.by_question) == [
        ("how", "v1", 1, 0, 1, "answers 2, 1 of another wording", 1, ""),
        ("how", "v2", 1, 1, 1, "", 0, ""),  # a version of a question is a row
        (
            "when",
            "v1",
            3,
            0,
            0,
            "answer 3 of another wording",
            2,
            "mirror",
        ),  # who repeats a wrong answer counts once
        ("who", "v1", 3, 1, 1, "answer 1 of another wording", 3, "hindsight"),
        ("why", "v1", 2, 0, 0, "a", 1, ""),  # of two chosen as often the first in order
    ]
    assert (len(tally.by_learner), len(tally.skipped)) == (5, 0)


def test_a_learner_is_a_row_with_all_files_joined_and_a_second_code_is_pointed_out(
    folder: Path,
) -> None:
    record = hand_in(folder, "heron", WRONG)
    (folder / "tuesday").mkdir()
    (folder / "tuesday" / "heron (1).jsonl").write_bytes(record.export())
    record.add_attempt("who", "v1", 1, "right")
    record.add_prediction("centre", "v1", "me")
    record.add_forecast("F1", "v1", 50, "even")
    (folder / "monday.jsonl").write_bytes(record.export())
    other = hand_in(folder, "Hero", ("when", 1, "right"))
    other.choose_learner_code("Heron")
    (folder / "6 new code.jsonl").write_bytes(other.export())
    counted = {"learner": "Heron", "files": 4, "questions": 2, "right_first": 1, "right_last": 2}
    counted |= {"attempts": 3, "predictions": 1, "forecasts": 1, "shares_with": "Hero"}
    shared, joined = class_tally(folder).by_learner.to_dict("records")
    assert (shared["learner"], shared["questions"], shared["shares_with"]) == ("Hero", 1, "heron")
    assert joined == counted | {"learner": "heron"}


def test_files_that_cannot_be_used_are_listed_with_the_reason(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = hand_in(folder, "A", RIGHT).export()
    (folder / "cut.jsonl").write_bytes(file[:-20])
    (folder / "edited.jsonl").write_bytes(file.replace(b'"right"', b'"wrong"'))
    (folder / "huge.jsonl").write_bytes(bytes(6_000_000))
    (folder / "gone.jsonl").symlink_to(folder / "nowhere.jsonl")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "deeper").mkdir()
    (folder / "deeper" / os.fsdecode(b"\xe9t\xe9.txt")).write_text("Marks")
    os.mkfifo(folder / "pipe")
    tally = class_tally(folder)
    assert dict(rows(tally.skipped)) == {
        "cut.jsonl": "The file is not whole: it was cut short or damaged.",
        str(Path("deeper", "\ufffdt\ufffd.txt")): f"The file is a text. {EXPECTED}",
        "edited.jsonl": "The file was changed after the course wrote it.",
        "huge.jsonl": "The file is larger than 5 MB, and no file of this course is.",
    }
    assert tally.by_question["asked"].tolist() == [1]
    assert "\ufffdt\ufffd.txt" in tally.to_csv(tmp_path)[2].read_text(encoding="utf-8")

    def refuse(path: Path, mode: str = "r") -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert set(class_tally(folder).skipped["reason"]) == {
        "The file cannot be read: Permission denied."
    }
    with pytest.raises(NotADirectoryError, match="nowhere' is not a folder"):
        class_tally(folder / "nowhere")


def test_no_file_puts_a_formula_or_a_second_row_into_a_spreadsheet(
    folder: Path, tmp_path: Path
) -> None:
    answers: list[Given] = [
        ("=1+1", -1, "wrong", "@SUM(A1)"),
        ("کی", "a\u2028=2", "wrong", "  ＝2+2"),
    ]
    file = hand_in(folder.parent, "=cmd|'c calc'!A1", *answers).export()
    (folder / "-2+3.jsonl").write_bytes(file)
    (folder / "-2+3.txt").write_text("x")
    event = Attempt(item="q", version="v", time=dt.datetime.now(dt.UTC), response=0, verdict="x")
    for name in (b'"item":"q"', b'"version":"v"', b'"verdict":"x"'):
        rest = b"{" + write_line(event)[31:].replace(name, name[:-1] + rb"\r=40+2" + b'"').strip()
        head = b'{"checksum":"%s",' % checksum(rest).encode()
        (folder / f"forged {name[1:6].decode()}.jsonl").write_bytes(head + rest[1:])
    tally = class_tally(folder)
    assert (len(tally.skipped), len(tally.by_question)) == (4, 2)
    paths = tally.to_csv(tmp_path / "out")
    for path in paths:
        raw = path.read_text(encoding="utf-8-sig")
        assert all(line.startswith('"') and line.endswith('"') for line in raw.splitlines())
        assert not re.search(r'[\r\n,]\s*[=@-]|"\s*[=＝@-]', raw.replace('""', ""))
        assert len(raw.splitlines()) == 1 + len(pd.read_csv(path))
    assert "کی" in paths[0].read_text(encoding="utf-8")
    assert pd.read_csv(paths[0])["asked"].tolist() == [1, 1]


# The page


def test_a_question_is_a_bar_with_its_words_and_the_answer_most_chosen(
    folder: Path, tmp_path: Path
) -> None:
    course = load_course(write_tiny_course(tmp_path / "data"))
    assert str(show_class(folder, course=course)) == "No learner, no question."
    asked = course.questions["who-speaks"].version
    for code in ("A", "B"):
        answers = ("who-speaks", 0, "wrong", "hindsight"), ("who-speaks", 1, "right")
        hand_in(folder, code, *answers, version=asked)
    hand_in(folder, "C", ("who-speaks", 0, "wrong", "hindsight"), version=asked)
    hand_in(folder, "D", ("<script>", 1, "right"))
    (folder / "notes.json").write_text("not a record", encoding="utf-8")
    page = show_class(folder, course=course)
    assert str(page).splitlines()[5:8] == [
        "Who speaks in the first paragraph?",
        "2 of 3",
        "Right at first: none of 3 learners; in the end: 2 of 3 learners."
        " Most chosen of the wrong answers, by 3 learners: The author (hindsight).",
    ]
    assert "notes.json: The file is a text." in str(page)
    assert '<meter min="0" max="3" value="2">' in page.html
    assert "<script>" not in page.html, "a question that the course does not ask has only its name"
