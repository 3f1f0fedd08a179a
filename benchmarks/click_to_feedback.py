"""How long a learner waits after a click on Check, next to a plain ipywidgets button.

    python -m benchmarks.click_to_feedback

A real JupyterLab in Chromium shows a form of every kind, and on the same page an ipywidgets Button
whose callback writes into an HTML widget: what a course without a question kit would use.  Clicks
alternate.  Measured in the page: from the click until the feedback is in it, and for the forms
until "Saved." is in it, too.  The exit code is 1 if a form takes more than 1.5 times as long.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.browser.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS
from tests.browser.test_kinds import NAMES, fill
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 41  # the first, which loads what is used later, does not count
LIMIT = 1.5
PLAIN = """\
import ipywidgets
import course_utils as cu
course = cu.load_course("../every-kind")
clicks = 0
button, html = ipywidgets.Button(description="Check"), ipywidgets.HTML("none")
def check(_):
    global clicks
    clicks += 1
    html.value = f"<p>Answer A is not right.</p><p>{clicks} attempts so far.</p>"
button.on_click(check)
display(button, html)"""
CELLS = [PLAIN, *(f'cu.ask("{name}")' for name in NAMES)]
NOTEBOOK = "click-to-feedback.ipynb"
# Milliseconds from a click until each of some nodes has changed.
MEASURE = """async (form) => {
  const button = form ? form.querySelector(".check") : document.querySelector(".jupyter-button");
  const nodes = form ? [".outcome", ".saved"].map((name) => form.querySelector(name))
    : [document.querySelector(".widget-html-content")];
  let start = 0;
  const changed = nodes.map((node) => new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!node.textContent) return;
      observer.disconnect();
      resolve(performance.now() - start);
    }).observe(node, { childList: true, subtree: true, characterData: true });
  }));
  await new Promise((resolve) => setTimeout(resolve, 30));
  start = performance.now();
  button.click();
  return Promise.all(changed);
}"""


def main() -> int:
    """Measure every kind and print a line for each."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lab.copy_course(folder)
        write_tiny_course(folder / "every-kind", quizzes={"lesson.yaml": QUIZ})
        (folder / "private").mkdir()
        with lab.start(folder, folder / "private") as server, sync_playwright() as playwright:
            lab.write_notebook(server, NOTEBOOK, CELLS)
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
            return run(browser, server)


def run(browser: Browser, server: lab.Server) -> int:
    """Open the page, fill in every form, and click."""
    with lab.new_page(browser, server) as page:
        lab.open_notebook(page, NOTEBOOK)
        lab.run_all(page)
        forms = page.locator("form.course-question")
        forms.nth(len(NAMES) - 1).wait_for()
        print(f"{'medians in milliseconds':<30} form  plain  ratio  saved after")
        worst = 0.0
        for place, name in enumerate(NAMES):
            fill(forms.nth(place), name)
            worst = max(worst, line(page, place, name))
        print(f"highest ratio {worst:.2f}, at most {LIMIT} is allowed")
        return int(worst > LIMIT)


def line(page: Page, place: int, name: str) -> float:
    """Measure one form and the button in turns, print the medians, return their ratio."""
    form = page.locator("form.course-question").nth(place).element_handle()
    rounds = []
    for _ in range(ROUNDS):
        ours, theirs = page.evaluate(MEASURE, form), page.evaluate(MEASURE, None)
        rounds.append((*ours, *theirs))
    told, saved, plain = (statistics.median(times) for times in zip(*rounds[1:], strict=True))
    ratio: float = told / plain
    print(f"{name:<30}{told:5.1f}  {plain:5.1f}  {ratio:5.2f}  {saved:11.1f}")
    return ratio


if __name__ == "__main__":
    sys.exit(main())
