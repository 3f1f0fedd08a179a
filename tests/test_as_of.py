"""A course as a reader of an earlier day would have had it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from course_utils.session import current_course, load_course
from course_utils.source.dates import last_day
from course_utils.source.rows import Context, Outcome, Row, Source, Statement
from tests.tiny_course import write_tiny_course

DAY = "2017-12-07"


def ids(folder: Path, model: type[Row], as_of: str = DAY) -> list[str]:
    return [str(getattr(row, "id", "")) for row in load_course(folder, as_of=as_of).rows(model)]


@pytest.mark.parametrize(
    ("partial", "day"),
    [
        ("2017-11-26", dt.date(2017, 11, 26)),
        ("2017-11", dt.date(2017, 11, 30)),
        ("2016-02", dt.date(2016, 2, 29)),
        ("2017", dt.date(2017, 12, 31)),
        ("2021/2025-01", dt.date(2025, 1, 31)),
    ],
)
def test_a_partial_date_counts_as_its_last_day(partial: str, day: dt.date) -> None:
    assert last_day(partial) == day


@pytest.mark.parametrize(
    ("known_by", "left"),
    [
        ("2017-12-07", True),
        ("2017-11", True),
        ("2017-12-08", False),
        ("2017-12", False),
        ("", False),
    ],
)
def test_a_finding_is_left_if_it_was_surely_known_by_then(
    known_by: str, left: bool, tmp_path: Path
) -> None:
    folder = write_tiny_course(tmp_path, context=[{"known_by": known_by}])
    assert bool(ids(folder, Context)) is left


def test_no_forecast_has_come_out_yet(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path), as_of=DAY)
    assert course.rows(Outcome) == ()


def test_only_sources_that_something_left_still_cites_are_left(tmp_path: Path) -> None:
    cells = {"year_source": "sources-2", "outside_date": "", "outside_source": ""}
    folder = write_tiny_course(
        tmp_path,
        sources=[{}, {}, {}],
        statements=[cells, {}],
        context=[{"known_by": "2020", "source_ids": "sources-1"}],
        outcomes=[{"source_ids": "sources-3"}],
    )
    assert ids(folder, Source) == ["sources-2"]
    assert ids(folder, Source, "2021-01-01") == ["sources-1", "sources-2"]


def test_what_describes_the_article_stays_and_the_course_of_a_day_is_the_current_one(
    tmp_path: Path,
) -> None:
    folder = write_tiny_course(tmp_path)
    whole, then = load_course(folder), load_course(folder, as_of=dt.date(2017, 12, 7))
    assert current_course() is then
    assert then.rows(Statement) == whole.rows(Statement)
    assert then.questions.keys() == whole.questions.keys()


@pytest.mark.parametrize("as_of", ["yesterday", "2017-12", "2017-02-30", ""])
def test_a_day_that_cannot_be_read_is_named(as_of: str, tmp_path: Path) -> None:
    folder = write_tiny_course(tmp_path)
    with pytest.raises(ValueError, match=f"as_of='{as_of}' is not a date of the form YYYY-MM-DD"):
        load_course(folder, as_of=as_of)
