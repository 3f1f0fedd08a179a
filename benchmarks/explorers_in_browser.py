"""From a choice to the changed page in a real JupyterLab, beside explorers by ipywidgets alone.

    python -m benchmarks.explorers_in_browser [rounds]

The network's explorer stands beside a drop-down list whose choice sets an ``HTML`` widget to the
same picture, the argument's beside the same page and as many check boxes.  Times are medians, to
the image or to the next frame.  Nothing is chosen twice.  The network is measured at once and, as
its likely views come ahead, after a reader's pause; the pointer comes to a box before the click.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.timing import notebook, report, rounds_wanted, seconds

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 40  # ticks in the argument
PAUSE = 8  # seconds
AIM = 0.2  # seconds from the pointer at a box to the click
LOAD = "import course_utils as cu\ncourse = cu.load_course()\nimport ipywidgets as w"
PLAIN_NETWORK = """\
names = ["Fatehin", "NDF", "Houthis", "Hezbollah", "IRGC", "Basij"]
ids = dict(zip(course.actors["label"], course.actors["id"]))
pick, page = w.Dropdown(options=["all", *names], description="Plain"), w.HTML()
def show(change):
    actor = ids.get(change["new"])
    page.value = cu.draw_network(course, actor, whole=True).html
pick.observe(show, "value")
w.VBox([pick, page])"""
PLAIN_ARGUMENT = """\
ids = [*course.assumptions["id"], *course.claims["id"], *course.statements["id"]]
boxes, outline = [w.Checkbox(description=id) for id in ids], w.HTML()
def tick(_):
    gone = [box.description for box in boxes if box.value]
    outline.value = cu.show_argument(course, without=gone).html
for box in boxes:
    box.observe(tick, "value")
w.VBox([*boxes, outline]).add_class("plain")"""
ACTORS = ["Fatehin", "NDF", "Houthis", "Hezbollah", "IRGC", "Basij"]
AT_ONCE = ["Soleimani", "Bagheri", "Israel", "Iraq"]
THEATRES = ["Yemen", "Syria", "Afghanistan"]
STEPS = ["plus with a reservation or left open", "what the author says"]
SOURCES = """() => [...document.querySelectorAll('.course-picture img')]
  .map(image => image.src.length + image.src.slice(-400)).join()"""
HOVER = """([root, n]) => document.querySelector(root)
  .querySelectorAll("input[type=checkbox]")[n]
  .dispatchEvent(new PointerEvent("pointerover", { bubbles: true }))"""
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


def main(rounds: int) -> None:
    """Print medians in milliseconds and their ratio, for the network and then the argument."""
    with notebook([LOAD, "cu.explore_network(course)", PLAIN_NETWORK]) as page:
        measure_network(page)
    with notebook([LOAD, "cu.explore_argument(course)", PLAIN_ARGUMENT]) as page:
        measure_argument(page, rounds)


def measure_network(page: Page) -> None:
    """Choose actors, theatres and the whole, in ours and in the plain explorer."""
    at_once = [choose(page, "Actor", name) for name in AT_ONCE]
    choose(page, "Actor", "all")
    page.wait_for_timeout(PAUSE * 1000)
    ours = [choose(page, "Actor", name) for name in ACTORS]
    choose(page, "Actor", "all")
    theatres = [choose(page, "Theatre", name) for name in THEATRES]
    choose(page, "Theatre", "all")
    whole = [choose(page, "Show", step) for step in STEPS]
    plain = [choose(page, "Plain", name) for name in ACTORS]
    taken = {"at once": at_once, "an actor": ours, "a theatre": theatres, "nearly the whole": whole}
    for what, times in taken.items():
        report(f"{what}, ours | an actor, plain", *map(statistics.median, (times, plain)))


def choose(page: Page, label: str, option: str) -> float:
    """Seconds from a choice in a drop-down list until an image has another source than before."""
    control = page.get_by_label(label, exact=True).first
    before = page.evaluate(SOURCES)

    def work() -> None:
        control.select_option(option)
        page.wait_for_function(f"before => ({SOURCES})() !== before", arg=before, polling=5)

    taken = seconds(work)
    page.wait_for_timeout(300)
    return taken


def measure_argument(page: Page, rounds: int) -> None:
    """Tick premises in both explorers in turns."""
    times: list[list[float]] = []
    for n in range(rounds):
        times.append([])
        for root in (":has(> .course-choices)", ".plain"):
            page.evaluate(HOVER, [root, 2 * n])
            page.wait_for_timeout(AIM * 1000)
            times[-1].append(page.evaluate(TICK, [root, 2 * n]) / 1000)
            page.wait_for_timeout(200)
    ours, plain = zip(*times, strict=True)
    report("a premise, ours | plain", statistics.median(ours), statistics.median(plain))
    print(f"slowest of ours {max(ours) * 1000:.0f} ms")


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
