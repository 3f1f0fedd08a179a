"""Importing, reading and drawing beside what one would do without the package.

    python -m benchmarks.speed [rounds]

Each line is the median of several rounds of ours, of the other way, and their ratio.  Imports are
timed in fresh processes.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
from pathlib import Path

import course_utils as cu
from benchmarks.timing import medians, report, rounds_wanted
from course_utils.course import read_course

DATA = Path(__file__).resolve().parent.parent / "data"
ROUNDS = 9
MODEL = "from pydantic import BaseModel\nclass Row(BaseModel): x: int"


def main(rounds: int) -> None:
    """Print one line for each comparison."""
    model = started(MODEL, rounds)
    report("import course_utils | a pydantic model", started("import course_utils", rounds), model)
    ours = started("from course_utils import load_course", rounds)
    report("and its load_course | a pydantic model", ours, model)
    course = cu.load_course(DATA)
    _ = course.statements, cu.draw_timeline(course).svg  # what is imported late is there now
    loaded, checked = medians(load, validate, rounds=rounds)
    report("load_course() | frictionless validate", loaded, checked)
    report("load_course() | pandas.read_csv, unchecked", *medians(load, read_csv, rounds=rounds))
    drawn = medians(lambda: cu.draw_timeline(course).svg, annotate, rounds=rounds)
    report("draw_timeline().svg | axes.annotate, savefig", *drawn)


def started(code: str, rounds: int) -> float:
    """Seconds that code takes in an interpreter that has started."""
    timed = f"import time\nt = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
    command = [sys.executable, "-c", timed]
    return statistics.median(float(subprocess.check_output(command)) for _ in range(rounds))


def load() -> object:
    return read_course(DATA)


def read_csv() -> object:
    import pandas as pd

    return [pd.read_csv(path) for path in DATA.glob("*.csv")]


def validate() -> object:
    from frictionless import Package

    return Package(DATA / "datapackage.json").validate()


def annotate() -> object:
    """The same statements as plain annotations, overlaps and all."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 8.5), dpi=100)
    axes = figure.subplots()
    for place, text in enumerate(cu.load_course(DATA).statements["short"]):
        axes.plot([place], [place % 5], "o")
        axes.annotate(text, (place, place % 5))
    out = io.BytesIO()
    figure.savefig(out, format="svg")
    return out


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
