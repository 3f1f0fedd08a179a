"""What all benchmarks share: medians of alternating rounds, and a real JupyterLab to measure in."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.browser.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page

Work = Callable[[], object]


def rounds_wanted(usual: int) -> int:
    """The number on the command line, or the usual one."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else usual


def seconds(work: Work) -> float:
    """The seconds that some work takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def medians(*works: Work, rounds: int) -> list[float]:
    """The median seconds of each work; the works take turns."""
    times = [[seconds(work) for work in works] for _ in range(rounds)]
    return [statistics.median(each) for each in zip(*times, strict=True)]


def report(what: str, ours: float, other: float) -> None:
    """Print two times in milliseconds and their ratio."""
    print(f"{what:45} {ours * 1000:7.0f} ms {other * 1000:7.0f} ms   ratio {ours / other:.2f}")


@contextmanager
def notebook(cells: Sequence[str], prepare: Callable[[Path], None] | None = None) -> Iterator[Page]:
    """A notebook of these cells, run in JupyterLab in Chromium on a copy of the course.

    ``prepare`` may add files to the copy before.
    """
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with tempfile.TemporaryDirectory() as course, tempfile.TemporaryDirectory() as private:
        lab.copy_course(Path(course))
        if prepare:
            prepare(Path(course))
        with lab.start(Path(course), Path(private)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
            with lab.notebook_run(browser, server, "benchmark.ipynb", list(cells)) as page:
                yield page
            browser.close()
