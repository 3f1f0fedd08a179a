"""From a tick in the argument's outline to the changed page in a real JupyterLab.

Needs the test tools and Chromium: ``python benchmarks/outline_in_browser.py``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.browser.conftest import CHROMIUM_OPTIONS

NAME = "outline.ipynb"
CELLS = ["import course_utils as cu\ncourse = cu.load_course()", "cu.explore_argument(course)"]
TIMES = 40
CHROMIUM = "/usr/bin/chromium"
# No state comes twice, so that nothing is answered from what was kept.
TICK = """(n) => new Promise((done) => {
  const explorer = document.querySelector(".course-choices").parentElement;
  const page = explorer.querySelector(".course-page").parentElement;
  const boxes = [...page.querySelectorAll("input")];
  const start = performance.now();
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(page, { childList: true });
  boxes[n].click();
})"""


def main() -> None:
    """Print the median and the slowest, in milliseconds, each until the next frame is painted."""
    with tempfile.TemporaryDirectory() as course, tempfile.TemporaryDirectory() as private:
        lab.copy_course(Path(course))
        with lab.start(Path(course), Path(private)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            with lab.notebook_run(browser, server, NAME, CELLS) as page:
                times = []
                for n in range(TIMES):
                    times.append(page.evaluate(TICK, 2 * n))
                    page.wait_for_timeout(200)
            browser.close()
    print(f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
