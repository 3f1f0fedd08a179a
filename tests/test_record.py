"""The learner's record: what is stored is read as given, carried away, brought back, joined."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_utils.record.events import (
    ENCODER,
    Attempt,
    CodeChosen,
    Draft,
    Event,
    Forgotten,
    Unknown,
    checksum,
    read_line,
    whole,
    write_line,
)
from course_utils.record.exchange import LIMIT, RecordError, dump, load
from course_utils.record.record import Record

NOW = dt.datetime.now(dt.UTC)
SAMPLE = Path(__file__).parent / "record_layout_1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-work" / "record"


@pytest.fixture
def record(path: Path) -> Record:
    return Record(path)


def fill(record: Record) -> Record:
    """Store one of each, and two texts."""
    assert record.add_attempt("who", "v1", 2, "wrong", "hindsight")
    assert record.add_prediction("centre", "v1", "the author")
    assert record.add_forecast("F4b", "v1", 70.0, "they said so")
    assert record.keep_draft("brief", "Dear reader")
    assert record.keep_draft("note", "A thought")
    return record


def held(record: Record) -> set[bytes]:
    """All that a record holds, as its file carries it."""
    return set(map(write_line, load(record.export(include_writing=True))))


def files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl"))


def responses(record: Record) -> list[object]:
    return [attempt.response for attempt in record.attempts()]


# Storing and reading


def test_files_of_the_first_layout_open_the_same_for_ever(record: Record, path: Path) -> None:
    away = (SAMPLE / "my-work-heron.jsonl").read_bytes()
    (sample,) = SAMPLE.glob("2025*.jsonl")
    path.mkdir(parents=True)
    shutil.copy(sample, path)
    record.merge(away)
    assert len(files(path)) == 1, "the file to carry away holds nothing that the folder lacks"
    assert (record.export(include_writing=True), record.notice) == (away, "")
    (attempt,) = record.attempts("who-speaks")
    assert attempt.time == dt.datetime(2025, 3, 1, 9, 3, 0, 21, dt.UTC)
    assert attempt.response == {"a": "«محاصره»", "b": [2, None, 0.5]}
    assert (record.forecasts()[0].percent, record.learner_code()) == (70, "heron")
    texts = ["Another letter", "Dear reader, and more"]
    assert [draft.text for draft in record.texts("brief")] == texts
    lines = sample.read_bytes().splitlines()
    assert [write_line(event).strip() for event in map(read_line, lines) if event] == lines


def test_nothing_is_created_too_early_and_a_file_says_when_and_not_who(
    record: Record, path: Path
) -> None:
    assert (record.drafts(), record.is_empty, bool(record.forget())) == ((), True, True)
    assert not path.parent.exists()
    record.choose_learner_code("heron")
    for response in ("x" * 300_000, 1, 2):
        record.add_attempt("who", "v", response, "right")
    assert sorted(file.read_bytes().count(b"\n") for file in files(path)) == [2, 2], "one is full"
    for file in files(path):
        assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{16}\.jsonl", file.name)
        assert not (file.stat().st_mode | path.stat().st_mode) & 0o077


@pytest.mark.parametrize("wrong", [-1, 101, float("nan"), True, "70", {1, 2}])
def test_what_no_event_can_hold_is_refused_and_harms_nothing(wrong: Any, record: Record) -> None:
    with pytest.raises((TypeError, ValueError)):
        record.add_forecast("F1", "v", wrong, "")
    if not isinstance(wrong, int | str):
        with pytest.raises((TypeError, ValueError)):
            record.add_attempt("who", "v", wrong, "right")
    assert record.add_attempt("who", "v", 1, "right")
    assert (responses(record), record.forecasts()) == ([1], ())


@pytest.mark.parametrize("days", [0.5, 400, 365 * 6900])
def test_the_last_is_the_last_given_even_after_a_clock_that_was_ahead(
    days: float, record: Record, path: Path
) -> None:
    time = NOW + dt.timedelta(days=days)
    brought: list[Event] = [
        Attempt(item="who", version="v", time=time, response=1, verdict="wrong"),
        Draft(item="brief", text="from elsewhere", time=time, window="there"),
        CodeChosen(code="crane", drawn=False, time=time),
    ]
    assert record.merge(dump(brought))
    record.add_attempt("who", "v", 2, "right")
    record.keep_draft("brief", "typed here")
    record.choose_learner_code("heron")
    for place in (record, Record(path)):
        last = place.attempts("who")[-1]
        assert (last.response, last.time < NOW + dt.timedelta(days=1)) == (2, True)
        assert (place.draft("brief"), place.learner_code()) == ("typed here", "heron")


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(exclude_categories=())))
@example("\ud800 half a character")
@example("\ud83d\ude00 two halves")
@example("a\x00b\r\n\tc\u2028d <b>bold</b> & ' \" چه کسی؟ \U0001f600 ﷽")
def test_any_text_is_stored_carried_and_read_as_typed(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        record, other = Record(Path(name, "a")), Record(Path(name, "b"))
        assert record.add_attempt("who", "v", {text: [text]}, "right")
        assert record.add_forecast("F1", "v", 5, text)
        assert record.keep_draft("brief", text)
        other.merge(record.export(include_writing=True))
        for place in (record, Record(record.path), other):
            assert responses(place) == [{whole(text): [whole(text)]}]
            assert place.forecasts()[0].reason == place.draft("brief") == whole(text)


def test_threads_of_one_kernel_may_store_at_once(record: Record, path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        saved = pool.map(lambda n: record.add_attempt("who", "v", n, "right").id, range(60))
    assert {attempt.id for attempt in Record(path).attempts()} == set(saved)
    assert (len(responses(record)), record.trouble, len(files(path))) == (60, "", 1)


# Lines


def forged(**changes: object) -> bytes:
    """A line with a checksum that fits, whatever is in it."""
    event = Attempt(item="who", version="v", time=NOW, response=1, verdict="right")
    said = json.loads(write_line(event)) | {"checksum": None} | changes
    said = {key: value for key, value in said.items() if value is not None}
    return json.dumps(said | {"checksum": checksum(ENCODER.encode(said).encode())}).encode()


def with_number(number: bytes) -> bytes:
    """The same with a number that JSON can be made to hold."""
    rest = write_line(Attempt(time=NOW, response=[12345], verdict="right"))[31:].strip()
    rest = rest.replace(b"12345", number)
    return b'{"checksum":"%s",' % checksum(b"{" + rest).encode() + rest


BAD_LINES = [
    forged(id="1"),
    forged(id=None),
    forged(time="2017-11-26T00:00:00"),
    forged(time="9999-12-31T23:59:59Z"),
    forged(time="0001-01-01T00:00:00+12:00"),
    forged(time=1),
    forged(item="q\r=40+2"),
    forged(kind=["attempt"]),
    forged(content={"response": 1}),
    forged(content={"response": 1, "verdict": "right\n", "error": ""}),
    forged(content={"response": 1, "verdict": "right", "id": "0" * 32}),
    forged(content={"verdict": "right"}, response=1),
    forged(content=[1]),
    forged(more=1),
    *map(with_number, (b"1e999", b"NaN", b"-Infinity")),
    b"1, 2",
    b'{"half": [',
]


@pytest.mark.parametrize("bad", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_line_that_holds_what_no_event_holds_is_not_read(bad: bytes, path: Path) -> None:
    path.mkdir(parents=True)
    (path / "other.jsonl").write_bytes(b"\n".join([forged(), bad, with_number(b"2"), b""]))
    record = Record(path)
    assert sorted(map(str, responses(record))) == ["1", "[2]"]
    assert "1 of your entries" in record.notice


def test_an_unknown_kind_is_kept_and_ignored(record: Record, path: Path, tmp_path: Path) -> None:
    line = write_line(Unknown.model_validate({"kind": "sketch", "time": NOW, "strokes": [1, 2]}))
    before = held(fill(record))
    (path / "newer.jsonl").write_bytes(line)
    assert (held(Record(path)), Record(path).notice) == (before, "")
    other = Record(tmp_path / "other")
    assert other.merge(line)
    assert files(other.path)[0].read_bytes() == line


# Texts: text, window and over which earlier one, for each that is typed; and those that count

TYPED: dict[str, tuple[list[tuple[str, str, int]], list[str]]] = {
    "a window's last": ([("D", "A", -1), ("De", "A", -1), ("Da", "A", -1)], ["Da"]),
    "two windows": ([("one", "A", -1), ("two", "B", -1), ("more", "A", -1)], ["more", "two"]),
    "a window that began with a text": ([("Mon", "A", -1), ("Tue", "B", 0)], ["Tue"]),
    "and the first goes on": ([("Mo", "A", -1), ("Tue", "B", 0), ("Mon", "A", -1)], ["Mon", "Tue"]),
    "empty, or in the newest": ([("", "A", -1), ("De", "B", -1), ("Dear", "C", -1)], ["Dear"]),
}


@pytest.mark.parametrize("case", TYPED)
def test_of_each_window_the_last_text_counts(case: str, record: Record, tmp_path: Path) -> None:
    typed, counts = TYPED[case]
    ids: list[str] = []
    for text, window, over in typed:
        began_with = ids[over] if over >= 0 else ""
        ids.append(record.keep_draft("brief", text, window, began_with).id)
    other = Record(tmp_path / "other")
    other.merge(record.export(include_writing=True))
    for place in (record, other):
        assert [draft.text for draft in place.texts("brief")] == counts
        assert [draft.text for draft in place.drafts() + place.earlier_drafts()] == counts


def test_a_random_code_is_short_and_stays_until_one_is_chosen(record: Record, path: Path) -> None:
    code = record.learner_code()
    assert re.fullmatch(r"[BCDFGHJKMNPQRTVWX]{3}-[BCDFGHJKMNPQRTVWX]{3}", code)
    assert record.learner_code() == Record(path).learner_code() == code
    record.choose_learner_code("  مرغ   آبی ")
    for bad in ("   ", "x" * 41, "a\x00b", "\u202eabc", "\ud800"):
        with pytest.raises(RecordError, match="1 to 40 characters, all visible"):
            record.choose_learner_code(bad)
    new = Record(path.with_name("new"))
    new.learner_code()
    record.merge(new.export())
    assert record.learner_code() == "مرغ آبی", "one drawn elsewhere, later, changes nothing"
    new.merge(record.export())
    assert new.learner_code() == "مرغ آبی", "a new place takes over the code that is brought back"


# Carrying away and bringing back


def zipped(*names: str) -> Callable[[bytes], bytes]:
    def pack(file: bytes) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.writestr(name, file)
        return packed.getvalue()

    return pack


def laid_out(file: bytes) -> bytes:
    """As a program does that reads numbers as JavaScript does and sorts the keys in its own way."""
    values = [json.loads(line, parse_float=lambda n: int(float(n))) for line in file.splitlines()]
    turned = [dict(sorted(value.items(), reverse=True)) for value in values]
    return b"\xef\xbb\xbf" + json.dumps(turned, indent=2).replace("\n", "\r\n").encode()


PASSES: dict[str, Callable[[bytes], bytes]] = {
    "a formatter that makes a list": laid_out,
    "other line ends": lambda file: file.replace(b"\n", b"\r\n"),
    "zip of a Mac": zipped("my-work.jsonl", "__MACOSX/._my-work.jsonl"),
    "a text in UTF-16": lambda file: file.decode().encode("utf-16"),
}


@pytest.mark.parametrize("change", PASSES.values(), ids=PASSES)
def test_what_programs_do_to_a_file_is_no_change(
    change: Callable[[bytes], bytes], record: Record, tmp_path: Path
) -> None:
    file = change(fill(record).export(include_writing=True))
    other = Record(tmp_path / "other")
    counted = "Added: answers {0}, guesses {0}, forecasts {0}, texts {1}; here already: {2}. Saved."
    first, again = other.merge(memoryview(file)), other.merge(file)
    assert (first.yes, first.sentence, bool(first.id)) == (True, counted.format(1, 2, 0), True)
    assert again == (True, counted.format(0, 0, 5), "")
    assert held(other) == held(record)
    if b"PK" not in file[:2]:
        (tmp_path / "dropped").mkdir()
        (tmp_path / "dropped" / "my-work-KTX.jsonl").write_bytes(file)
        dropped = Record(tmp_path / "dropped")
        assert (held(dropped), dropped.notice) == (held(record), "")


def test_files_may_be_brought_back_in_any_order(record: Record, tmp_path: Path) -> None:
    parts = []
    for text in ("one", "two", "three"):
        fill(record).keep_draft("brief", text, window=text)
        parts.append(record.export(include_writing=True))
        record.forget()
    places = [Record(tmp_path / str(number)) for number in range(6)]
    for place, order in zip(places, permutations(parts), strict=True):
        for file in order:
            place.merge(file)
        assert held(place) == held(places[0])
    assert len(responses(places[0])) == 3


PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
LAYOUT_2 = {"kind": "export", "content": {"format": "course-record", "layout": 2}}
REFUSED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "nothing": ("is empty", lambda file: b""),
    "a page": ("is a web page", lambda file: b"\n<!DOCTYPE html><title>Log in</title>"),
    "a document": ("is an office document", zipped("[Content_Types].xml", "word/document.xml")),
    "several in a zip": ("is a zip of 2 files", zipped("a.jsonl", "b.jsonl")),
    "a photo in a zip": ("is an image", lambda file: zipped("a.png")(PNG)),
    "half a zip": ("is a zip that cannot be unpacked", lambda file: zipped("a")(file)[:-30]),
    "a zip of zeros": ("larger than 5 MB", lambda file: zipped("a")(bytes(LIMIT + 1))),
    "brackets": ("is a text", lambda file: b"[" * 100_000),
    "lines of brackets": ("is a text", lambda file: b"[\n" * 200_000),
    "digits": ("is a text", lambda file: b"9" * 10_000),
    "a line taken out": ("not whole", lambda file: file.replace(file.splitlines()[2], b"")),
    "another verdict": ("was changed after", lambda file: file.replace(b'"wrong"', b'"right"')),
    "half of a list": ("not whole", lambda file: laid_out(file)[: len(file)]),
    "a newer layout": ("newer version", lambda file: forged(**LAYOUT_2)),
    "a forged line": ("not whole", lambda file: forged(item="q\r=40+2")),
    "another entry": ("an entry in it differs", lambda file: forged(id=load(file)[0].id)),
}


@pytest.mark.parametrize(("reason", "spoil"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_named_for_what_it_is_and_changes_nothing(
    reason: str, spoil: Callable[[bytes], bytes], record: Record, path: Path
) -> None:
    file = fill(record).export(include_writing=True)
    before = files(path)[0].read_bytes()
    with pytest.raises(RecordError, match=reason) as caught:
        record.merge(spoil(file))
    assert ("cu.save_my_work()" in str(caught.value)) == reason.startswith("is ")
    assert [file.read_bytes() for file in files(path)] == [before]


# Deleting


def test_forgetting_leaves_nothing_of_this_or_another_notebook(record: Record, path: Path) -> None:
    other = Record(path)
    other.add_attempt("who", "v", "a very private answer", "right")
    code = fill(record).learner_code()
    record.merge(dump([Forgotten(files=tuple(file.stem for file in files(path)), time=NOW)]))
    assert len(record.attempts()) == 2, "a file that is brought cannot delete what is here"
    assert record.forget()
    for place in (record, Record(path), other):
        assert (place.attempts(), place.forecasts(), place.drafts()) == ((), (), ())
        assert place.learner_code() != code
    assert not [file for file in files(path) if b"private" in file.read_bytes()]
    assert other.add_attempt("who", "v", 2, "right")
    for file in files(path):
        if b"forgotten" not in file.read_bytes():
            file.unlink()
    assert other.add_attempt("who", "v", 3, "right")
    assert responses(Record(path)) == [2, 3]


@pytest.mark.parametrize("name", ["{}.jsonl", "{}.sync-conflict-1.jsonl"])
def test_a_forgotten_file_that_is_synchronised_back_stays_forgotten(
    name: str, record: Record, path: Path
) -> None:
    record.add_attempt("who", "v", "private", "right")
    (file,) = files(path)
    data = file.read_bytes()
    for _ in range(2):
        record.forget()
    back = path / name.format(file.stem)
    back.write_bytes(data)
    for place in (record, Record(path)):
        assert (place.attempts(), back.name in place.notice) == ((), True)
    assert record.merge(data), "bringing it back in the usual way works"
    assert responses(Record(path)) == ["private"]
    record.forget()
    assert (back.exists(), record.notice) == (False, "")


def test_files_of_other_programs_are_neither_read_nor_deleted(record: Record, path: Path) -> None:
    fill(record)
    (path / "log.jsonl").write_bytes(b'{"level": "info"}\nnot JSON\n')
    (path / "notes.txt").write_text("mine")
    os.mkfifo(path / "pipe.jsonl")  # to read it would never end
    (path / "nowhere.jsonl").symlink_to(path / "gone")
    (path / "folder.jsonl").mkdir()
    assert (record.notice, record.add_attempt("a", "v", 1, "right").sentence) == ("", "Saved.")
    assert record.forget()
    left = {file.name for file in path.iterdir()} - {files(path)[0].name}
    assert left == {"log.jsonl", "notes.txt", "pipe.jsonl", "nowhere.jsonl", "folder.jsonl"}
