"""How long a record takes to open: 10,000 events in 600 files, and beside it in one file.

    python -m benchmarks.record_open [rounds]

Each line is the median of several runs in which every file is read and every event checked, as in
a kernel that has just started, and what one more answer takes in that kernel.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from benchmarks.timing import medians, rounds_wanted
from course_utils.record.events import Attempt, write_line
from course_utils.record.record import Record

EVENTS = 10_000
ROUNDS = 9
NAME = "20171126T000000Z-{:016x}.jsonl"


def main(rounds: int) -> None:
    """Print a line for each number of files."""
    for files in (600, 1):
        with tempfile.TemporaryDirectory() as name:
            opened, saved = measured(Path(name) / "record", files, rounds)
        print(
            f"{EVENTS} events in {files:4} files: open {opened * 1000:4.0f} ms,"
            f" one more answer {saved * 1000:4.0f} ms"
        )


def measured(folder: Path, files: int, rounds: int) -> tuple[float, float]:
    """Return the seconds that opening takes, and one more answer."""
    fill(folder, files)
    (opened,) = medians(lambda: Record(folder).attempts(), rounds=rounds)
    record = Record(folder)
    record.attempts()
    (saved,) = medians(lambda: record.add_attempt("who", "v", 1, "right"), rounds=rounds)
    return opened, saved


def fill(folder: Path, files: int) -> None:
    """Write events as so many kernels would have left them."""
    folder.mkdir()
    now = dt.datetime.now(dt.UTC)
    for number in range(files):
        made = (
            Attempt(item=f"q{each}", version="v", time=now, response=[1, 2], verdict="right")
            for each in range(number, EVENTS, files)
        )
        (folder / NAME.format(number)).write_bytes(b"".join(map(write_line, made)))


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
