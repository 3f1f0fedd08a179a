"""How long a learner waits after a click on Check, next to a plain ipywidgets button.

    python -m benchmarks.click_to_feedback [rounds]

A real JupyterLab in Chromium shows a form of every kind, and on the same page an ipywidgets Button
whose callback writes into an HTML widget: what a course without a question kit would use.  Clicks
alternate.  Measured in the page: from the click until the feedback is in it, and for the forms
until "Saved." is in it, too.  The exit code is 1 if a form takes more than 1.5 times as long.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.timing import notebook, rounds_wanted
from tests.browser.lab import press
from tests.browser.test_kinds import TRIED
from tests.every_kind import EXAMPLES, QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 40  # and one before, which loads what is used later and does not count
LIMIT = 1.5
NAMES = [example.id for example in EXAMPLES if example.id in TRIED]
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


def main(rounds: int) -> int:
    """Measure every kind and print a line for each; return 1 if one is too slow."""
    with notebook(CELLS, prepare) as page:
        forms = page.locator("form.course-question")
        forms.nth(len(NAMES) - 1).wait_for()
        print(f"{'medians in milliseconds':<30} form  plain  ratio  saved after")
        worst = 0.0
        for place, name in enumerate(NAMES):
            forms.nth(place).locator("[data-way], input, select, textarea").first.focus()
            press(page, *TRIED[name].keys)
            worst = max(worst, line(page, place, name, rounds))
        print(f"highest ratio {worst:.2f}, at most {LIMIT} is allowed")
        return int(worst > LIMIT)


def prepare(folder: Path) -> None:
    write_tiny_course(folder / "every-kind", quizzes={"lesson.yaml": QUIZ})


def line(page: Page, place: int, name: str, rounds: int) -> float:
    """Measure one form and the button in turns, print the medians, return their ratio."""
    form = page.locator("form.course-question").nth(place).element_handle()
    times = []
    for _ in range(rounds + 1):
        ours, theirs = page.evaluate(MEASURE, form), page.evaluate(MEASURE, None)
        times.append((*ours, *theirs))
    told, saved, plain = (statistics.median(each) for each in zip(*times[1:], strict=True))
    ratio: float = told / plain
    print(f"{name:<30}{told:5.1f}  {plain:5.1f}  {ratio:5.2f}  {saved:11.1f}")
    return ratio


if __name__ == "__main__":
    sys.exit(main(rounds_wanted(ROUNDS)))
