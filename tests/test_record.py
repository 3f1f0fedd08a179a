"""The learner's record: what is stored is read as given, carried away, brought back, joined."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_utils import record as record_module
from course_utils.course import load_course
from course_utils.entries import (
    Attempt,
    Contents,
    Draft,
    Entry,
    Forecast,
    Learner,
    Prediction,
    whole,
)
from course_utils.exchange import LIMIT, dump, load
from course_utils.record import Record, RecordError, current_record
from tests.tiny_course import write_tiny_course

UTC = dt.UTC
ODD_TEXTS = [
    "",
    "it's \"quoted\" -- ' ; DROP TABLE entries",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "چه کسی؟ «محاصره»",
    "a\x00b\r\n\tc",
    "\U0001f600 é ﷽",
    "x" * 10_000,
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my-work" / "record.sqlite"


@pytest.fixture
def record(path: Path) -> Record:
    return Record(path)


def fill(record: Record) -> Record:
    """Store one of each, and two texts."""
    assert record.add_attempt("who", "v1", 2, "wrong", "hindsight")
    assert record.add_prediction("centre", "v1", "the author")
    assert record.add_forecast("F4b", "v1", 70, "they said so")
    assert record.keep_draft("brief", "Dear reader")
    assert record.keep_draft("note", "A thought")
    return record


def held(record: Record) -> Contents:
    """All that a record holds, as its file carries it."""
    return load(record.export(include_writing=True))


# Storing and reading


def test_nothing_is_created_before_something_is_stored(record: Record, path: Path) -> None:
    assert (record.attempts(), record.predictions(), record.forecasts()) == ((), (), ())
    assert (record.draft("brief"), record.drafts()) == (None, ())
    assert not path.parent.exists()


def test_an_attempt_is_read_as_it_was_given(record: Record, path: Path) -> None:
    before = dt.datetime.now(UTC)
    saved = record.add_attempt("who", "v1", {"b": [2, None], "a": "x"}, "wrong", "hindsight")
    assert saved
    assert saved.sentence == "Saved."
    (attempt,) = Record(path).attempts("who")
    assert attempt == record.attempts()[0]
    assert (attempt.item, attempt.version, attempt.id) == ("who", "v1", saved.id)
    assert (attempt.verdict, attempt.error) == ("wrong", "hindsight")
    assert attempt.response == {"a": "x", "b": [2, None]}
    assert before <= attempt.time <= dt.datetime.now(UTC)
    assert attempt.time.tzinfo is UTC


def test_each_kind_is_read_back_apart(record: Record, path: Path) -> None:
    fill(record)
    again = Record(path)
    assert [type(entry) for entry in held(again).listed()] == [Attempt, Prediction, Forecast]
    assert again.predictions("centre")[0].response == "the author"
    assert (again.forecasts()[0].percent, again.forecasts()[0].reason) == (70, "they said so")
    assert again.attempts("centre") == ()
    assert [draft.text for draft in again.drafts()] == ["Dear reader", "A thought"]


def test_nothing_stored_is_ever_replaced(record: Record) -> None:
    ids = [record.add_attempt("who", version, 1, "right").id for version in ("v1", "v1", "v2")]
    assert [attempt.id for attempt in record.attempts("who")] == ids
    assert [attempt.version for attempt in record.attempts("who")] == ["v1", "v1", "v2"]


@pytest.mark.parametrize("percent", [-1, 101, float("nan"), True, "70"])
def test_a_forecast_lies_between_0_and_100(percent: float, record: Record) -> None:
    with pytest.raises(ValueError, match="percent"):
        record.add_forecast("F1", "v", percent, "")
    assert record.forecasts() == ()
    assert record.add_attempt("who", "v", 1, "right")


@pytest.mark.parametrize("response", [float("inf"), {1, 2}, object()])
def test_a_response_that_json_cannot_hold_is_refused_and_harms_nothing(
    response: object, record: Record
) -> None:
    with pytest.raises((TypeError, ValueError)):
        record.add_attempt("who", "v", response, "right")
    assert record.add_attempt("who", "v", 1, "right")
    assert len(record.attempts()) == 1


def test_the_last_answer_is_the_last_given_even_after_a_clock_that_was_ahead(
    record: Record, tmp_path: Path
) -> None:
    ahead = dt.datetime.now(UTC) + dt.timedelta(days=400)
    early = Attempt(item="who", version="v", time=ahead, response=1, verdict="wrong")
    text = Draft("brief", "from elsewhere", ahead)
    record.merge(dump(Contents({early.id: early}, {("brief", text.text): text})))
    last = record.add_attempt("who", "v", 2, "right").id
    record.keep_draft("brief", "typed here")
    assert record.attempts("who")[-1].id == last
    assert record.draft("brief") == "typed here"


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(exclude_categories=())))
@example("\ud800 half a character")
@example("\ud83d\ude00 two halves")
def test_any_text_is_stored_carried_and_read_as_typed(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_text(text, Path(folder))


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_stored_carried_and_read_as_typed(text: str, tmp_path: Path) -> None:
    assert whole(text) == text
    check_text(text, tmp_path)


def check_text(text: str, folder: Path) -> None:
    record, other = Record(folder / "a.sqlite"), Record(folder / "b.sqlite")
    assert record.add_attempt("who", "v", text, "right")
    assert record.add_prediction("who", "v", {text: [text]})
    assert record.add_forecast("F1", "v", 5, text)
    assert record.keep_draft("brief", text)
    other.merge(record.export(include_writing=True))
    for place in (record, Record(folder / "a.sqlite"), other):
        assert place.attempts()[0].response == whole(text)
        assert place.predictions()[0].response == {whole(text): [whole(text)]}
        assert place.forecasts()[0].reason == whole(text)
        assert place.draft("brief") == whole(text)


def test_half_a_character_alone_becomes_a_sign_for_it() -> None:
    assert whole("a\ud800b\udc00") == "a\ufffdb\ufffd"
    assert whole("\ud83d\ude00") == "\U0001f600"


def test_threads_of_one_kernel_may_store_at_once(record: Record, path: Path) -> None:
    saved: list[str] = []

    def store(name: int) -> None:
        saved.extend(record.add_attempt(f"q{name}", "v", n, "right").id for n in range(20))

    threads = [threading.Thread(target=store, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {attempt.id for attempt in Record(path).attempts()} == set(saved)
    assert (len(saved), record.trouble) == (80, "")


# Drafts


def test_a_text_replaces_what_this_session_typed_before(record: Record, path: Path) -> None:
    for text in ("D", "De", "Dear", "Dea", "Deal"):
        record.keep_draft("brief", text)
    assert Record(path).draft("brief") == record.draft("brief") == "Deal"
    assert Record(path).earlier_drafts("brief") == record.earlier_drafts("brief") == ()


def test_a_text_that_another_session_typed_stays_among_the_earlier(
    record: Record, path: Path
) -> None:
    record.keep_draft("brief", "Monday's text")
    again = Record(path)
    again.keep_draft("brief", "Monday's text, and Tuesday's")
    assert again.draft("brief") == "Monday's text, and Tuesday's"
    assert [draft.text for draft in again.earlier_drafts("brief")] == ["Monday's text"]


def test_a_text_that_returns_to_an_earlier_one_holds(path: Path) -> None:
    for text in ("this", "that", "this"):
        Record(path).keep_draft("brief", text)
    assert Record(path).draft("brief") == "this"
    assert [draft.text for draft in Record(path).earlier_drafts("brief")] == ["that"]


def test_a_text_deleted_by_a_slip_stays_among_the_earlier(record: Record) -> None:
    record.keep_draft("brief", "An hour of work")
    record.keep_draft("brief", "")
    assert record.draft("brief") == ""
    assert [draft.text for draft in record.earlier_drafts("brief")] == ["An hour of work"]


def test_of_two_texts_brought_together_the_newer_holds_and_the_older_is_kept(
    tmp_path: Path,
) -> None:
    first, second = Record(tmp_path / "a"), Record(tmp_path / "b")
    first.keep_draft("brief", "older")
    second.keep_draft("brief", "newer")
    files = [first.export(include_writing=True), second.export(include_writing=True)]
    for target, file in ((first, files[1]), (second, files[0])):
        target.merge(file)
        assert target.draft("brief") == "newer"
        assert [draft.text for draft in target.earlier_drafts("brief")] == ["older"]


# The learner's code


def test_a_random_code_is_short_readable_and_stays(record: Record, path: Path) -> None:
    code = record.learner_code()
    assert re.fullmatch(r"[BCDFGHJKMNPQRTVWX]{3}-[BCDFGHJKMNPQRTVWX]{3}", code)
    assert record.learner_code() == Record(path).learner_code() == code


def test_a_chosen_code_replaces_the_random_one_and_the_last_chosen_holds(
    record: Record, path: Path
) -> None:
    record.learner_code()
    for code in ("Simurgh 7", "  blue   heron "):
        assert record.choose_learner_code(code)
    assert Record(path).learner_code() == "blue heron"


def test_a_code_chosen_now_holds_even_after_a_clock_that_was_ahead(record: Record) -> None:
    ahead = dt.datetime.now(UTC) + dt.timedelta(days=400)
    record.merge(dump(Contents(learner=Learner("crane", True, ahead))))
    record.choose_learner_code("heron")
    assert record.learner_code() == "heron"


@pytest.mark.parametrize("code", ["", "   ", "x" * 41, "a\x00b", "\u202eabc", "\ud800"])
def test_a_code_that_cannot_be_read_is_refused(code: str, record: Record) -> None:
    with pytest.raises(RecordError, match="1 to 40 characters, all visible"):
        record.choose_learner_code(code)


def test_a_new_place_takes_over_the_code_that_is_brought_back(tmp_path: Path) -> None:
    old, new = Record(tmp_path / "old"), Record(tmp_path / "new")
    code = old.learner_code()
    assert new.learner_code() != code
    new.merge(old.export())
    assert new.learner_code() == code


# Carrying away and bringing back


def test_a_file_holds_the_answers_and_no_writing_unless_asked(record: Record) -> None:
    fill(record)
    kept = load(record.export())
    assert len(kept.entries) == 3
    assert not kept.drafts
    assert len(held(record).drafts) == 2


def test_a_file_holds_only_what_was_ticked(record: Record) -> None:
    fill(record)
    kept = load(record.export(include_writing=True, include={"who", "brief"}))
    assert {entry.item for entry in kept.entries.values()} == {"who"}
    assert {name for name, _ in kept.drafts} == {"brief"}


def test_the_file_is_versioned_json_that_a_person_can_read(record: Record) -> None:
    record.add_attempt("who", "v1", "«محاصره»", "right")
    text = record.export().decode("utf-8")
    package = json.loads(text)
    assert (package["format"], package["version"]) == ("course-record", 1)
    assert package["learner"]["code"] == record.learner_code()
    assert "«محاصره»" in text
    assert record.export().decode("utf-8") == text


def test_more_than_one_file_can_hold_is_said_and_less_can_be_chosen(record: Record) -> None:
    record.add_attempt("long", "v", "x" * LIMIT, "right")
    record.add_attempt("short", "v", "x", "right")
    with pytest.raises(RecordError, match="choose fewer items"):
        record.export()
    assert len(load(record.export(include={"short"})).entries) == 1


def test_bringing_back_says_what_was_new_and_what_was_not(tmp_path: Path) -> None:
    one, two = fill(Record(tmp_path / "one")), Record(tmp_path / "two")
    file = one.export(include_writing=True)
    report = two.merge(file)
    assert report.saved
    assert (len(report.added), report.known) == (5, 0)
    assert report.sentence == (
        "Added: answers 1, guesses 1, forecasts 1, texts 2; here already: 0. Saved."
    )
    again = two.merge(memoryview(file))
    assert (len(again.added), again.known) == (0, 5)
    assert held(two) == held(one)


def test_blanks_line_ends_and_a_mark_at_the_start_do_not_spoil_a_file(tmp_path: Path) -> None:
    file = fill(Record(tmp_path / "one")).export(include_writing=True)
    text = json.dumps(json.loads(file), indent=2).replace("\n", "\r\n")
    assert load(b"\xef\xbb\xbf" + text.encode()) == load(file)


# Joining is a union, whatever the order

TIMES = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(UTC))
NAMES = st.sampled_from(["who", "centre", "brief"])
IDS = st.uuids(version=4).map(str)
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(
        Attempt,
        item=NAMES,
        version=NAMES,
        time=TIMES,
        id=IDS,
        response=st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=5)),
        verdict=st.sampled_from(["right", "wrong"]),
    ),
    st.builds(
        Forecast,
        item=NAMES,
        version=NAMES,
        time=TIMES,
        id=IDS,
        percent=st.floats(0, 100),
        reason=st.text(max_size=5),
    ),
)
DRAFTS = st.builds(Draft, name=NAMES, text=st.sampled_from(["", "a", "b"]), time=TIMES)
LEARNERS = st.builds(
    Learner, code=st.sampled_from(["KTX-RMB", "heron"]), chosen=st.booleans(), time=TIMES
)


@st.composite
def three_contents(
    draw: st.DrawFn, learners: st.SearchStrategy[Learner | None] = LEARNERS
) -> list[Contents]:
    """Three contents that have some entries, drafts and codes in common."""
    pool = draw(st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.id))
    found = []
    for _ in range(3):
        entries = draw(st.lists(st.sampled_from(pool))) if pool else []
        drafts = draw(st.lists(DRAFTS, max_size=3, unique_by=lambda each: (each.name, each.text)))
        learner = draw(learners)
        by_key = {(draft.name, draft.text): draft for draft in drafts}
        found.append(Contents({entry.id: entry for entry in entries}, by_key, learner))
    return found


@given(three_contents(st.none() | LEARNERS))
def test_a_union_is_commutative_associative_and_idempotent(three: list[Contents]) -> None:
    a, b, c = three
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert (a | b) | b == a | b
    assert a | a == a


@settings(deadline=None, max_examples=15)
@given(three_contents())
def test_bringing_back_is_commutative_associative_and_idempotent(three: list[Contents]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        a, b, c = files = [dump(contents) for contents in three]
        names = iter(range(9))

        def joined(*order: bytes) -> Record:
            place = Record(Path(folder) / str(next(names)))
            for file in order:
                place.merge(file)
            return place

        expected = three[0] | three[1] | three[2]
        nested = joined(a, joined(b, c).export(include_writing=True))
        for place in (joined(a, b, c), joined(c, b, a, b, *files), nested):
            assert held(place) == expected


def test_what_was_typed_after_the_file_was_made_is_not_lost(record: Record) -> None:
    record.keep_draft("brief", "at noon")
    file = record.export(include_writing=True)
    record.keep_draft("brief", "at one o'clock")
    record.merge(file)
    assert record.draft("brief") == "at one o'clock"
    assert [draft.text for draft in record.earlier_drafts("brief")] == ["at noon"]


# Refused files


def changed(file: bytes, **values: object) -> bytes:
    """The file with other values, and a checksum that fits them."""
    from course_utils.exchange import _checksum

    package = json.loads(file) | values
    return json.dumps(package | {"checksum": _checksum(package)}).encode()


def refused_files(file: bytes) -> Iterator[tuple[str, bytes]]:
    """Files that are not taken, each with what is said of it."""
    one = json.loads(file)["entries"][0]
    yield "not one that this course wrote", b""
    yield "not one that this course wrote", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "not one that this course wrote", b'{"cells": [], "nbformat": 4}'
    yield "not one that this course wrote", b"[" * 100_000
    yield "not one that this course wrote", b"9" * 10_000
    yield "larger than 5 MB", b" " * (LIMIT + 1)
    yield "not whole", file[: len(file) // 2]
    yield "not whole", file[:-1]
    yield "changed after the course wrote it", file.replace(b"hindsight", b"mirroring")
    yield "changed after the course wrote it", file.replace(b'"wrong"', b'"right"')
    yield "changed after the course wrote it", file.replace(b"70.0", b"NaN")
    yield "changed after the course wrote it", file.replace(b'"drafts"', b'"other"')
    yield "newer version", changed(file, version=2)
    for broken in (
        [one | {"id": "1"}],
        [one | {"time": "9999-12-31T23:59:59Z"}],
        [one | {"time": "0001-01-01T00:00:00+12:00"}],
        [one | {"time": "yesterday"}],
        [one | {"kind": "guess"}],
        [one | {"item": 3}],
        [one | {"extra": 1}],
        [{"kind": "attempt"}],
        ["x"],
        {"a": 1},
    ):
        yield "holds what no record holds", changed(file, entries=broken)
    yield "holds what no record holds", changed(file, version="1")
    yield "holds what no record holds", changed(file, drafts=[{"name": "brief"}])
    yield "holds what no record holds", changed(file, learner={"code": "x"})
    yield (
        "an answer in it differs from the record",
        changed(file, entries=[one | {"version": "v9"}]),
    )


def test_a_file_that_is_not_whole_or_not_genuine_is_refused_and_changes_nothing(
    record: Record, path: Path
) -> None:
    file = fill(record).export(include_writing=True)
    assert record.merge(file).saved
    before = path.read_bytes()
    for reason, data in refused_files(file):
        with pytest.raises(RecordError, match=reason) as caught:
            record.merge(data)
        assert str(caught.value).count(".") <= 2
        assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert held(record) == load(file)


def test_no_part_of_a_file_is_taken_for_the_whole(record: Record) -> None:
    file = fill(record).export()
    for end in range(0, len(file), 7):
        with pytest.raises(RecordError):
            load(file[:end])


# Deleting


def test_forgetting_leaves_nothing_to_read(record: Record, path: Path) -> None:
    fill(record)
    record.add_attempt("who", "v", "a very private answer", "right")
    code = record.learner_code()
    assert record.forget()
    for place in (record, Record(path)):
        assert (place.attempts(), place.forecasts(), place.drafts()) == ((), (), ())
        assert place.learner_code() != code
    assert b"private" not in path.read_bytes()
    assert record.add_attempt("who", "v", 1, "right")


def test_what_was_forgotten_does_not_come_back_from_another_notebook(
    record: Record, path: Path
) -> None:
    other = Record(path)
    other.add_attempt("who", "v", 1, "right")
    record.forget()
    assert other.attempts() == ()
    assert other.add_attempt("who", "v", 2, "right")
    assert other.add_attempt("who", "v", 3, "right")
    path.unlink()
    assert other.add_attempt("who", "v", 4, "right")
    assert [attempt.response for attempt in Record(path).attempts()] == [2, 3, 4]


def test_what_was_forgotten_may_be_brought_back(record: Record) -> None:
    file = fill(record).export()
    record.forget()
    record.merge(file)
    assert len(record.attempts()) == 1
    assert record.add_attempt("who", "v", 2, "right")
    assert len(record.attempts()) == 2


def test_forgetting_nothing_creates_nothing(record: Record, path: Path) -> None:
    assert record.forget()
    assert not path.exists()


# Where it is


def test_the_record_lies_beside_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_RECORD")
    course = load_course(write_tiny_course(tmp_path / "data"))
    found = current_record()
    assert found.path == tmp_path / "my-work" / "record.sqlite"
    assert current_record(course) is found


def test_course_record_names_another_file_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_RECORD", "elsewhere/mine.sqlite")
    found = current_record()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert found.add_attempt("who", "v", 1, "right")
    assert (tmp_path / "elsewhere" / "mine.sqlite").is_file()


def test_importing_creates_nothing_and_loads_no_widget(tmp_path: Path) -> None:
    code = "import sys, course_utils.record, course_utils.tally; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert {"ipywidgets", "pandas", "matplotlib"}.isdisjoint(done.stdout.split())
    assert list(tmp_path.iterdir()) == []


def test_the_public_names_are_there() -> None:
    for name in record_module.__all__:
        assert getattr(record_module, name).__doc__
