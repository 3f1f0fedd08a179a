"""How much a kernel grows when a lesson is run twenty times more in it, and what is then alive.

    python -m benchmarks.memory [lesson ...]

Without a lesson it takes the two with the largest pictures.  Cells are sent to the kernel as
JupyterLab sends them.  The exit code is 1 if a kernel grows by 60 MB or more.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.lesson_runs import kernel

LESSONS = ["03-network", "04-argument"]
RUNS = 20
LIMIT = 60


def main(lessons: list[str]) -> int:
    """Print what each lesson takes; return 1 if one takes too much."""
    grown = [measure(lesson) for lesson in lessons]
    return int(max(grown) >= LIMIT)


def measure(lesson: str) -> float:
    """Megabytes that twenty runs of a lesson add to the first, in a kernel of its own."""
    with tempfile.TemporaryDirectory() as folder:
        record = {"COURSE_RECORD": str(Path(folder) / "record")}
        with kernel(record) as running:
            running.run_lesson(lesson)
            before = running.alive()
            for _ in range(RUNS):
                running.run_lesson(lesson)
            after = running.alive()
    first, last = before["bytes"] / 1e6, after["bytes"] / 1e6
    print(f"{lesson}: {first:.0f} MB after a run, {last:.0f} MB after {RUNS} more")
    for name in ("figures", "courses", "widgets"):
        print(f"  {name} alive: {before[name]}, then {after[name]}")
    return last - first


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or LESSONS))
