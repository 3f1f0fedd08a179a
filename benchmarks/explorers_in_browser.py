"""From a choice to the changed page in a real JupyterLab, beside explorers by ipywidgets alone.

    python -m benchmarks.explorers_in_browser [rounds]

The network's explorer stands beside a drop-down list whose choice sets an ``HTML`` widget to the
same picture, the argument's beside the same page and as many check boxes, each in a notebook of its
own.  Times are medians, from the choice to the frame that shows what follows.  Nothing is chosen
twice.  The network is measured at once and, as its likely views come ahead, after a reader's
pause; the pointer comes to a box before the click.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.timing import notebook, report, rounds_wanted

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
STEPS = ["and with a reservation or left open", "what the author says"]
CHOOSE = """([label, option]) => new Promise((done) => {
  const named = [...document.querySelectorAll("label")].find((each) => each.textContent === label);
  const list = named.control ?? named.parentElement.querySelector("select");
  const images = () => [...document.querySelectorAll(".course-picture img")];
  const shown = () => images().map((image) => image.src).join();
  const before = shown();
  const start = performance.now();
  const look = () =>
    shown() === before
      ? requestAnimationFrame(look)
      : images()[0].decode().then(() =>
          requestAnimationFrame(() => done(performance.now() - start)));
  list.selectedIndex = [...list.options].findIndex((each) => each.text === option);
  list.dispatchEvent(new Event("change", { bubbles: true }));
  look();
})"""
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
    with notebook([LOAD, PLAIN_NETWORK]) as page:
        plain = statistics.median(choose(page, "Plain", name) for name in ACTORS)
    with notebook([LOAD, "cu.explore_network(course)"]) as page:
        for what, times in network_times(page).items():
            report(f"{what}, ours | an actor, plain", statistics.median(times), plain)
    with notebook([LOAD, PLAIN_ARGUMENT]) as page:
        plain = statistics.median(ticks(page, ".plain", rounds))
    with notebook([LOAD, "cu.explore_argument(course)"]) as page:
        ours = ticks(page, ":has(> .course-choices)", rounds)
    report("a premise, ours | plain", statistics.median(ours), plain)
    print(f"slowest of ours {max(ours) * 1000:.0f} ms")


def network_times(page: Page) -> dict[str, list[float]]:
    """Choose actors, theatres and the whole in the network's explorer; seconds of each choice."""
    at_once = [choose(page, "Actor", name) for name in AT_ONCE]
    choose(page, "Actor", "all")
    page.wait_for_timeout(PAUSE * 1000)
    actors = [choose(page, "Actor", name) for name in ACTORS]
    choose(page, "Actor", "all")
    theatres = [choose(page, "Theatre", name) for name in THEATRES]
    choose(page, "Theatre", "all")
    whole = [choose(page, "Show", step) for step in STEPS]
    return {
        "at once": at_once,
        "an actor": actors,
        "a theatre": theatres,
        "nearly the whole": whole,
    }


def choose(page: Page, label: str, option: str) -> float:
    """Seconds from a choice in a drop-down list to the frame that shows another picture."""
    taken: float = page.evaluate(CHOOSE, [label, option])
    page.wait_for_timeout(300)
    return taken / 1000


def ticks(page: Page, root: str, rounds: int) -> list[float]:
    """Tick premises one after the other; seconds of each from the click to the changed page."""
    times = []
    for n in range(rounds):
        page.evaluate(HOVER, [root, 2 * n])
        page.wait_for_timeout(AIM * 1000)
        times.append(page.evaluate(TICK, [root, 2 * n]) / 1000)
        page.wait_for_timeout(200)
    return times


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
