"""The full forms of what ``tests/test_record_faults.py`` does in short."""

from __future__ import annotations

from pathlib import Path

from course_utils.record.record import Record
from tests.test_record_faults import (
    answer,
    check_kernels_at_once,
    check_kills,
    ids,
    no_file_larger_than,
)


def test_300_killed_kernels_lose_nothing_that_was_reported_as_saved(tmp_path: Path) -> None:
    check_kills(tmp_path, runs=300, seed=20171207)


def test_four_kernels_with_300_answers_each_lose_nothing(tmp_path: Path) -> None:
    check_kernels_at_once(tmp_path / "record", kernels=4, answers=300)


def test_a_disk_that_fills_up_at_any_moment_loses_nothing_reported_as_saved(
    tmp_path: Path,
) -> None:
    """Leave a little more room each time, so that each step of a write fails once."""
    for room in range(0, 5_000, 64):
        path = tmp_path / str(room)
        record = Record(path)
        with no_file_larger_than(room):
            outcomes = [record.add_attempt("who", "v", "x" * 3000, "right") for _ in range(9)]
        saved = {outcome.id for outcome in outcomes}
        assert saved == ids(record)
        assert {outcome.id for outcome in outcomes if outcome} <= ids(Record(path))
        saved.add(answer(record))
        assert saved == ids(Record(path))
