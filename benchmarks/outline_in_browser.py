"""From a tick in the argument's outline to the changed page in a real JupyterLab.

    python -m benchmarks.outline_in_browser [rounds]

Beside it stand the same page and as many check boxes by ipywidgets alone.
"""

from __future__ import annotations

import statistics

from benchmarks.timing import notebook, report, rounds_wanted

ROUNDS = 40
PLAIN = """\
import ipywidgets as w
ids = [*course.assumptions["id"], *course.claims["id"], *course.statements["id"]]
boxes, page = [w.Checkbox(description=id) for id in ids], w.HTML()
def show(_):
    gone = [box.description for box in boxes if box.value]
    page.value = cu.show_argument(course, without=gone).html
for box in boxes:
    box.observe(show, "value")
w.VBox([*boxes, page]).add_class("plain")"""
CELLS = [
    "import course_utils as cu\ncourse = cu.load_course()",
    "cu.explore_argument(course)",
    PLAIN,
]
# Milliseconds until the next frame; no state comes twice, so nothing is answered from memory.
TICK = """([root, n]) => new Promise((done) => {
  const shown = document.querySelector(root);
  const start = performance.now();
  new MutationObserver((_, seen) => {
    seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - start));
  }).observe(shown.querySelector(".course-page")?.parentElement ?? shown, {
    childList: true, subtree: true,
  });
  shown.querySelectorAll("input[type=checkbox]")[n].click();
})"""
OURS = ":has(> .course-choices)"


def main(rounds: int) -> None:
    """Print both medians and their ratio, and the slowest of ours."""
    ours: list[float] = []
    plain: list[float] = []
    with notebook(CELLS) as page:
        for n in range(rounds):
            for times, root in ((ours, OURS), (plain, ".plain")):
                times.append(page.evaluate(TICK, [root, 2 * n]) / 1000)
                page.wait_for_timeout(200)
    report("a premise, ours | plain", statistics.median(ours), statistics.median(plain))
    print(f"slowest of ours {max(ours) * 1000:.0f} ms")


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
