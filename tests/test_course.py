"""Loading: the folder is found, its tables are handed out, and a course is read again once its files change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from course_utils.session import current_course, load_course
from course_utils.source.errors import DataError
from course_utils.source.rows import TABLES, Statement
from tests.tiny_course import write_tiny_course


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
    write_tiny_course(tmp_path / "data")
    other = write_tiny_course(tmp_path / "other")
    (tmp_path / "notebooks" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deeper")
    assert load_course().folder == tmp_path / "data"
    monkeypatch.setenv("COURSE_DATA", str(other))
    assert load_course().folder == other


def test_no_data_anywhere_says_how_to_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="set COURSE_DATA to its place"):
        load_course()


def test_unchanged_files_give_the_same_course_and_the_last_is_the_current_one(
    tiny: Path, tmp_path: Path
) -> None:
    course = load_course(tiny)
    assert current_course() is load_course(tiny) is course
    other = load_course(write_tiny_course(tmp_path / "other"))
    assert load_course(tiny) is current_course() is course
    assert current_course(other) is other


@pytest.mark.parametrize("name", ["actors.csv", "datapackage.json", "quizzes/lesson.yaml"])
def test_a_changed_file_gives_a_new_course(name: str, tiny: Path) -> None:
    course = load_course(tiny)
    path = tiny / name
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert load_course(tiny) is not course


def test_a_file_that_is_new_or_gone_gives_a_new_course(tiny: Path) -> None:
    course = load_course(tiny)
    (tiny / "quizzes" / "more.yaml").write_text("[]", encoding="utf-8")
    more = load_course(tiny)
    (tiny / "quizzes" / "more.yaml").unlink()
    assert more is not course
    assert load_course(tiny) is not more


def test_a_refusal_is_not_remembered_and_nothing_is_half_loaded(tiny: Path) -> None:
    before = load_course(tiny)
    whole = (tiny / "scales.csv").read_bytes()
    (tiny / "scales.csv").unlink()
    for _ in range(2):
        with pytest.raises(DataError, match=r"scales\.csv: is missing"):
            load_course(tiny)
        assert current_course() is before
    (tiny / "scales.csv").write_bytes(whole)
    assert load_course(tiny).folder == tiny


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "$x_1$", "long " * 100, "بسیج", "\U0001f600", 'a "quote"']
)
def test_odd_text_arrives_as_it_is(text: str, tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path, hypotheses=[{"reason": text}]))
    assert list(course.hypotheses["reason"]) == [text]


def test_a_partial_date_may_lack_its_day_or_name_two(tmp_path: Path) -> None:
    rows = [{"published": "2017-11"}, {"published": "2021/2025"}]
    course = load_course(write_tiny_course(tmp_path, sources=rows))
    assert list(course.sources["published"]) == ["2017-11", "2021/2025"]


def test_a_label_names_actors_and_those_not_named(tiny: Path) -> None:
    course = load_course(tiny)
    assert course.label_of("actors-1") == course.actors["label"][0]
    assert course.label_of("unnamed") == "not named"
