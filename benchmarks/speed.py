"""Importing, reading and drawing beside what one would do without the package.

Run it alone on a quiet machine: ``python benchmarks/speed.py``.  Each line is the median of several
runs of ours, of the other way, and their ratio.  Imports are timed in fresh processes.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
RUNS = 9


def main() -> None:
    """Print one line for each comparison."""
    model = "from pydantic import BaseModel\nclass Row(BaseModel): x: int"
    ours = "from course_utils import load_course"
    report("import course_utils | a pydantic model", _run("import course_utils"), _run(model))
    report("and its load_course | a pydantic model", _run(ours), _run(model))
    import course_utils as cu

    course = cu.load_course(DATA)
    _ = course.statements, cu.draw_timeline(course).svg  # what is imported late is there now
    report("load_course() | frictionless validate", _median(_load), _median(_validate, 3))
    report("load_course() | pandas.read_csv, unchecked", _median(_load), _median(_read_csv))
    report("draw_timeline().svg | axes.annotate, savefig", _median(_timeline), _median(_annotate))


def report(what: str, ours: float, other: float) -> None:
    """Print two times in milliseconds and their ratio."""
    print(f"{what:45} {ours * 1000:7.0f} ms {other * 1000:7.0f} ms   ratio {ours / other:.2f}")


def _median(work: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _run(code: str) -> float:
    """Seconds that code takes in an interpreter that has started."""
    timed = f"import time\nt = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
    command = [sys.executable, "-c", timed]
    return statistics.median(float(subprocess.check_output(command)) for _ in range(RUNS))


def _load() -> object:
    from course_utils.course import read_course

    return read_course(DATA)


def _read_csv() -> object:
    import pandas as pd

    return [pd.read_csv(path) for path in DATA.glob("*.csv")]


def _validate() -> object:
    from frictionless import Package

    return Package(DATA / "datapackage.json").validate()


def _timeline() -> object:
    import course_utils as cu

    return cu.draw_timeline(cu.load_course(DATA)).svg


def _annotate() -> object:
    """The same statements as plain annotations, overlaps and all."""
    from matplotlib.figure import Figure

    import course_utils as cu

    figure = Figure(figsize=(8, 8.5), dpi=100)
    axes = figure.subplots()
    for place, text in enumerate(cu.load_course(DATA).statements["short"]):
        axes.plot([place], [place % 5], "o")
        axes.annotate(text, (place, place % 5))
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out


if __name__ == "__main__":
    main()
