"""The full forms of what ``tests/test_record_faults.py`` does in short."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from course_utils.record import Record
from tests.test_record_faults import (
    answer,
    check_kills,
    check_two_kernels,
    ids,
    no_file_larger_than,
    small_disk,
    sound,
)


def test_300_killed_kernels_lose_nothing_that_was_reported_as_saved(tmp_path: Path) -> None:
    check_kills(tmp_path, runs=300, seed=20171207)


def test_two_kernels_with_500_answers_each_lose_nothing(tmp_path: Path) -> None:
    check_two_kernels(tmp_path / "record.sqlite", answers=500)


def test_a_disk_that_fills_up_at_any_moment_loses_nothing_reported_as_saved(
    tmp_path: Path,
) -> None:
    """Leave a little more room each time, so that each step of a commit fails once."""
    folder = tmp_path / "disk"
    with small_disk(folder) as mounted:
        path, filler = folder / "record.sqlite", folder / "filler"
        saved: set[str] = set()
        for room in range(0, 60_000, 1024):
            filler.write_bytes(bytes(60_000 - room))
            record = Record(path)
            with nullcontext() if mounted else no_file_larger_than(room):
                outcomes = [record.add_attempt("who", "v", "x" * 300, "right") for _ in range(3)]
            saved |= {outcome.id for outcome in outcomes if outcome}
            assert {outcome.id for outcome in outcomes} <= ids(record)
            filler.unlink()
            saved |= {answer(record), *(outcome.id for outcome in outcomes)}
            assert saved == ids(Record(path))
            assert sound(path)
            if path.stat().st_size > 40_000:
                path.unlink()
                saved.clear()
