"""Loading: which folder, when it is read again, what a day leaves out, and what rows say of themselves."""

from __future__ import annotations

import datetime as dt
import os
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from course_utils import session
from course_utils.reading.article import own_copy
from course_utils.session import current_course, current_record, load_course
from course_utils.source.cells import Certainty, Voice
from course_utils.source.course_rows import Context, Outcome, Source
from course_utils.source.errors import DataError
from course_utils.source.row import Reading
from course_utils.source.rows import TABLES
from course_utils.source.text_rows import Claim, Statement
from tests.tiny_course import write_tiny_course

DAY = "2017-12-07"
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_course(tmp_path)


def test_every_table_is_a_new_frame_with_the_columns_of_its_file(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path, hypotheses=[]))
    for model in TABLES:
        frame = getattr(course, model.table)
        assert [*frame.columns][: len(model.model_fields)] == [*model.model_fields]
        assert len(frame) == len(course.rows(model))
    frame = course.statements
    assert [*frame.columns] == [*Statement.model_fields, "commitment", "date"]
    frame.loc[0, "content"] = "changed"
    assert "changed" not in set(course.statements["content"])


def test_the_data_are_found_from_the_notebooks_folder_upward_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deeper")
    assert load_course().folder == ROOT / "data"  # that of the course that is installed
    monkeypatch.setattr(session, "installed_course", lambda: None)
    with pytest.raises(DataError, match="set COURSE_DATA to its place"):
        load_course()
    write_tiny_course(tmp_path / "data")
    assert load_course().folder == tmp_path / "data"
    monkeypatch.setenv("COURSE_DATA", str(write_tiny_course(tmp_path / "other")))
    assert load_course().folder == tmp_path / "other"


def test_what_is_installed_is_nobodys_own_so_work_is_kept_beside_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "python" / "share" / "course-utils"
    write_tiny_course(share / "data")
    monkeypatch.setattr(session, "installed_course", lambda: share)
    monkeypatch.delenv("COURSE_RECORD")
    (tmp_path / "alone").mkdir()
    monkeypatch.chdir(tmp_path / "alone")
    course = load_course()
    assert course.folder == share / "data"
    assert current_record(course).path == tmp_path / "alone" / "my-work" / "record"
    assert own_copy(course) == tmp_path / "alone" / "my-work" / "article.txt"
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="is not a folder"):
        load_course()


def test_the_same_files_are_the_same_course_and_the_last_is_the_current_one(tiny: Path) -> None:
    course = load_course(tiny)
    other = load_course(write_tiny_course(tiny / "other"))
    assert load_course(tiny) is current_course() is course
    assert current_course(other) is other
    more = tiny / "quizzes" / "more.yaml"
    more.write_text("[]", encoding="utf-8")
    for path in (tiny / "actors.csv", tiny / "datapackage.json", more):
        os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
        course, before = load_course(tiny), course
        assert course is not before
    more.unlink()
    assert load_course(tiny) is not course


def test_a_refusal_is_not_remembered_and_nothing_is_half_loaded(tiny: Path) -> None:
    before = load_course(tiny)
    (tiny / "claims.csv").rename(tiny / "kept")
    for _ in range(2):
        with pytest.raises(DataError, match=r"claims\.csv: is missing"):
            load_course(tiny)
        assert current_course() is before
    (tiny / "kept").rename(tiny / "claims.csv")
    assert load_course(tiny).folder == tiny


def test_a_finding_is_left_if_it_was_surely_known_by_the_day(tmp_path: Path) -> None:
    known = [DAY, "2017-11", "2010/2016"]
    later = ["2017-12-08", "2017-12", "2017", "2016/2018", ""]
    rows = [{"known_by": day} for day in (*known, *later)]
    folder = write_tiny_course(tmp_path, context=rows)
    whole, then = load_course(folder), load_course(folder, as_of=dt.date.fromisoformat(DAY))
    assert current_course() is then
    assert [row.known_by for row in then.rows(Context)] == known
    assert then.rows(Outcome) == ()
    assert then.rows(Statement) == whole.rows(Statement)
    assert then.questions == whole.questions


def test_only_sources_that_something_left_still_cites_are_left(tmp_path: Path) -> None:
    said = {"year_source": "sources-2", "outside_source": "sources-4"}
    found = {"known_by": "2020", "source_ids": "sources-1"}
    folder = write_tiny_course(
        tmp_path,
        sources=[{}] * 4,
        statements=[said, {}],
        context=[found],
        outcomes=[{"source_ids": "sources-3"}],
    )
    for day, left in {DAY: "24", "2021-01-01": "124"}.items():
        sources = load_course(folder, as_of=day).rows(Source)
        assert [row.id for row in sources] == [f"sources-{number}" for number in left]


@pytest.mark.parametrize("as_of", ["yesterday", "2017-12", "2017-02-30", ""])
def test_a_day_that_cannot_be_read_is_named(as_of: str, tiny: Path) -> None:
    with pytest.raises(ValueError, match=f"as_of='{as_of}' is not a date of the form YYYY-MM-DD"):
        load_course(tiny, as_of=as_of)


def claim(voice: str, certainty: str, second_reading: str = "") -> Claim:
    return Claim.model_construct(
        voice=voice, certainty=certainty, second_reading=second_reading, role="evidence"
    )


def test_a_commitment_is_of_the_voice_unless_it_is_the_authors_own() -> None:
    reserved = dict.fromkeys(("hedged", "conditional"), "the author, with a reservation")
    own = dict.fromkeys(get_args(Certainty), "the author says it") | reserved
    own |= {"not established": "left open", "asks or aims": "asks or aims"}
    for voice, certainty in product(get_args(Voice), own):
        other = voice != "author" and certainty != "asks or aims"
        expected = "a party says it" if other else own[certainty]
        assert claim(voice, certainty).commitment == expected, (voice, certainty)


def test_second_readings_are_read_one_by_one_and_each_gives_its_own_commitment() -> None:
    text = "voice: party of another - why | certainty: hedged - why | claim: a - no - date - why"
    row = claim("author", "asserted", text)
    assert row.readings[2] == Reading("claim", "a", "no - date - why")
    read = {"the author says it", "a party says it", "the author, with a reservation"}
    assert row.commitments == read
    assert row.read_as(row.readings[2]) == row  # a reading of another column changes no code
