"""A folder of exported records becomes tables; no file in it can stop that."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import pandas as pd
import pytest

from course_utils.record.events import ENCODER, Attempt, checksum, write_line
from course_utils.record.exchange import EXPECTED
from course_utils.record.record import Record
from course_utils.record.tally import Tally, class_tally

QUESTION = ["question", "version", "asked", "right_first", "right_last"]
QUESTION += ["wrong_answer", "chose_it", "error"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are handed in."""
    place = tmp_path / "class"
    place.mkdir()
    return place


def learner(folder: Path, code: str, *answers: tuple[object, ...]) -> Record:
    """A learner who gave these answers: item, response, verdict and perhaps the error."""
    record = Record(folder.parent / code)
    record.choose_learner_code(code)
    for item, response, verdict, *error in answers:
        record.add_attempt(str(item), "v1", response, str(verdict), *map(str, error))
    return record


def hand_in(folder: Path, record: Record, name: str = "") -> None:
    path = folder / (name or f"{record.learner_code()}.jsonl")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(record.export())


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False, name=None)]


def test_a_question_is_counted_by_learner_at_first_and_at_last(folder: Path) -> None:
    hand_in(folder, learner(folder, "A", ("who", 0, "wrong", "hindsight"), ("who", 1, "right")))
    hand_in(folder, learner(folder, "B", ("who", 1, "right"), ("who", 2, "wrong", "mirror")))
    hand_in(folder, learner(folder, "C", ("who", 0, "wrong", "hindsight"), ("when", 3, "right")))
    tally = class_tally(folder)
    assert list(tally.by_question.columns) == QUESTION
    assert rows(tally.by_question) == [
        ("when", "v1", 1, 1, 1, "", 0, ""),
        ("who", "v1", 3, 1, 1, "0", 2, "hindsight"),
    ]
    assert tally.sentence == "Learners: 3, questions: 2, files skipped: 0."


def test_one_learner_who_repeats_a_wrong_answer_counts_once(folder: Path) -> None:
    again = ("who", 0, "wrong", "hindsight")
    hand_in(folder, learner(folder, "A", again, again, again))
    hand_in(folder, learner(folder, "B", ("who", 2, "wrong", "mirror")))
    hand_in(folder, learner(folder, "C", ("who", 2, "wrong", "mirror")))
    assert rows(class_tally(folder).by_question)[0][5:] == ("2", 2, "mirror")


@pytest.mark.parametrize("verdict", ["not answered", "kept"])
def test_what_was_not_judged_counts_neither_as_asked_nor_as_wrong(
    verdict: str, folder: Path
) -> None:
    hand_in(folder, learner(folder, "A", ("who", None, verdict), ("who", 1, "right")))
    hand_in(folder, learner(folder, "B", ("who", None, verdict)))
    assert rows(class_tally(folder).by_question) == [("who", "v1", 1, 1, 1, "", 0, "")]


def test_what_is_partly_right_is_not_right(folder: Path) -> None:
    answers = [("order", [1, 0], "partly right"), ("order", [0, 1], "right")]
    hand_in(folder, learner(folder, "A", *answers))
    assert rows(class_tally(folder).by_question) == [("order", "v1", 1, 0, 1, "[1, 0]", 1, "")]


def test_two_versions_of_a_question_are_two_rows(folder: Path) -> None:
    record = learner(folder, "A", ("who", 1, "right"))
    record.add_attempt("who", "v2", 1, "wrong", "hindsight")
    hand_in(folder, record)
    assert [row[:5] for row in rows(class_tally(folder).by_question)] == [
        ("who", "v1", 1, 1, 1),
        ("who", "v2", 1, 0, 0),
    ]


def test_a_wrong_answer_can_be_put_into_words(folder: Path) -> None:
    hand_in(folder, learner(folder, "A", ("who", 1, "wrong", "hindsight")))
    tally = class_tally(folder, wording=lambda attempt: f"{attempt.item} {'AB'[attempt.response]}")
    assert tally.by_question["wrong_answer"][0] == "who B"


def test_a_learner_is_a_row_with_all_of_his_files_joined(folder: Path) -> None:
    record = learner(folder, "heron", ("who", 0, "wrong", "hindsight"))
    hand_in(folder, record, "monday.jsonl")
    record.add_attempt("who", "v1", 1, "right")
    record.add_prediction("centre", "v1", "me")
    record.add_forecast("F1", "v1", 50, "even")
    hand_in(folder, record, "tuesday/heron (1).jsonl")
    other = learner(folder, "Heron", ("when", 1, "right"))
    hand_in(folder, other, "Heron.jsonl")
    tally = class_tally(folder)
    assert list(tally.by_learner.columns) == [
        *("learner", "files", "questions", "right_first", "right_last"),
        *("attempts", "predictions", "forecasts", "shares_with"),
    ]
    assert [row[1:] for row in rows(tally.by_learner)] == [(3, 2, 1, 2, 3, 1, 1, "")]
    assert tally.by_question["asked"].tolist() == [1, 1]


def test_the_order_of_the_files_does_not_matter(folder: Path) -> None:
    record = learner(folder, "A", ("who", 0, "wrong", "hindsight"))
    first = record.export()
    record.add_attempt("who", "v1", 1, "right")
    (folder / "1.jsonl").write_bytes(record.export())
    (folder / "2.jsonl").write_bytes(first)
    assert rows(class_tally(folder).by_question)[0][2:5] == (1, 0, 1)


def test_answers_under_two_codes_are_pointed_out(folder: Path) -> None:
    record = learner(folder, "before", ("who", 1, "right"))
    hand_in(folder, record)
    record.choose_learner_code("after")
    hand_in(folder, record)
    hand_in(folder, learner(folder, "alone", ("who", 1, "right")))
    shared = class_tally(folder).by_learner.set_index("learner")["shares_with"]
    assert shared.to_dict() == {"after": "before", "alone": "", "before": "after"}


def test_bad_files_are_listed_with_the_reason_and_skipped(folder: Path) -> None:
    record = learner(folder, "A", ("who", 1, "right", ""))
    hand_in(folder, record)
    file = record.export()
    (folder / "cut.jsonl").write_bytes(file[:-20])
    (folder / "edited.jsonl").write_bytes(file.replace(b'"right"', b'"wrong"'))
    (folder / "empty.jsonl").write_bytes(b"")
    (folder / "holiday.jpg").write_bytes(b"\xff\xd8" + bytes(100))
    (folder / "huge.jsonl").write_bytes(bytes(6_000_000))
    (folder / "gone.jsonl").symlink_to(folder / "nowhere.jsonl")
    (folder / ".hidden").write_bytes(b"x")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "notes.txt").write_text("Marks")
    os.mkfifo(folder / "pipe")
    tally = class_tally(folder)
    assert {str(row[0]): str(row[1]) for row in rows(tally.skipped)} == {
        "cut.jsonl": "The file is not whole: some of its entries are missing.",
        str(Path("deeper", "notes.txt")): f"The file is a text. {EXPECTED}",
        "edited.jsonl": "The file was damaged, or changed after the course wrote it.",
        "empty.jsonl": f"The file is empty. {EXPECTED}",
        "holiday.jpg": f"The file is an image. {EXPECTED}",
        "huge.jsonl": "The file is larger than 5 MB, and no file of this course is.",
    }
    assert rows(tally.by_question) == [("who", "v1", 1, 1, 1, "", 0, "")]
    assert tally.sentence == "Learners: 1, questions: 1, files skipped: 6."


def test_a_file_that_may_not_be_read_is_listed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(folder, learner(folder, "A", ("who", 1, "right")))

    def refuse(path: Path, mode: str = "r") -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    tally = class_tally(folder)
    assert rows(tally.skipped) == [("A.jsonl", "The file cannot be read: Permission denied.")]


def test_an_empty_folder_gives_empty_tables_with_their_columns(folder: Path) -> None:
    tally = class_tally(folder)
    assert tally.by_question.empty
    assert list(tally.by_question.columns) == QUESTION
    assert tally.by_learner.empty
    assert list(tally.skipped.columns) == ["file", "reason"]
    assert tally.sentence == "Learners: 0, questions: 0, files skipped: 0."


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere' is not a folder"):
        class_tally(folder / "nowhere")


def test_the_tables_are_written_as_a_spreadsheet_reads_them(folder: Path, tmp_path: Path) -> None:
    answers = [("=1+1", 0, "wrong", "@SUM(A1)"), ("کی", -1, "wrong", "hindsight")]
    hand_in(folder, learner(folder, "=cmd|'/c calc'!A1", *answers), "handed in.jsonl")
    (folder / "-2+3.txt").write_text("x")
    tally: Tally = class_tally(folder)
    paths = tally.to_csv(tmp_path / "out")
    assert [path.name for path in paths] == ["by_question.csv", "by_learner.csv", "skipped.csv"]
    for path in paths:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert not any(cell.startswith(("=", "@", "-")) for cell in cells.to_numpy().ravel())
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "کی" in paths[0].read_text(encoding="utf-8")
    assert pd.read_csv(paths[0])["asked"].tolist() == [1, 1]


def test_a_forged_file_puts_no_formula_and_no_second_row_into_a_spreadsheet(
    folder: Path, tmp_path: Path
) -> None:
    record = learner(folder, "A", ("who", 0, "wrong", "＝1+1"), ("  =2+2", 0, "wrong"))
    hand_in(folder, record)
    event = Attempt(item="q", version="v", time=dt.datetime.now(dt.UTC), response=0, verdict="x")
    line = write_line(event)
    for place, name in enumerate(("item", "version", "verdict")):
        said = json.loads(line)
        said["content" if name == "verdict" else name] = "q\r=40+2"
        del said["checksum"]
        forged = {**said, "checksum": checksum(ENCODER.encode(said).encode())}
        (folder / f"forged {place}.jsonl").write_text(json.dumps(forged))
    tally = class_tally(folder, wording=lambda attempt: "one\r\n=40+2\u2028=2")
    assert [row[1] for row in rows(tally.skipped)] == [
        "The file was damaged, or changed after the course wrote it."
    ] * 3
    for path in tally.to_csv(tmp_path / "out"):
        raw = path.read_text(encoding="utf-8-sig")
        lines = raw.splitlines()
        assert all(line.startswith('"') and line.endswith('"') for line in lines)
        assert not re.search(r'[\r\n,]\s*=|"\s*[=＝]', raw.replace('""', ""))
        assert len(lines) == 1 + len(pd.read_csv(path))


def test_a_file_whose_name_is_not_utf_8_is_listed_with_the_reason(
    folder: Path, tmp_path: Path
) -> None:
    (folder / os.fsdecode(b"\xe9t\xe9.txt")).write_text("Marks")
    tally = class_tally(folder)
    assert [row[0] for row in rows(tally.skipped)] == ["\ufffdt\ufffd.txt"]
    assert "\ufffdt\ufffd.txt" in tally.to_csv(tmp_path)[2].read_text(encoding="utf-8")
