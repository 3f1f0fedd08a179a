"""From a choice to the changed picture in a real JupyterLab, beside a plain ipywidgets explorer.

    python -m benchmarks.explorer_in_browser [seconds]

Ours is the explorer of the network; the other is an ``ipywidgets`` drop-down list whose choice
sets an ``HTML`` widget to the same picture.  Times are medians, from the choice to the image.
Nothing is chosen twice.  Ours is measured at once and, as its likely views come ahead, after a
reader's pause; how long that is may be given in seconds.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.timing import Work, notebook, report, rounds_wanted, seconds

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAUSE = 8  # seconds
PLAIN = """\
import ipywidgets as w
names = ["Fatehin", "NDF", "Houthis", "Hezbollah", "IRGC", "Basij"]
ids = dict(zip(course.actors["label"], course.actors["id"]))
pick, page = w.Dropdown(options=["all", *names], description="Plain"), w.HTML()
def show(change):
    actor = ids.get(change["new"])
    page.value = cu.draw_network(course, actor, whole=True).html
pick.observe(show, "value")
w.VBox([pick, page])"""
CELLS = [
    "import course_utils as cu\ncourse = cu.load_course()",
    "cu.explore_network(course)",
    PLAIN,
]
ACTORS = ["Fatehin", "NDF", "Houthis", "Hezbollah", "IRGC", "Basij"]
AT_ONCE = ["Soleimani", "Bagheri", "Israel", "Iraq"]
THEATRES = ["Yemen", "Syria", "Afghanistan"]
STEPS = ["plus with a reservation or left open", "what the author says"]


def main() -> None:
    """Print medians in milliseconds and their ratio."""
    with notebook(CELLS) as page:
        measure(page)


def measure(page: Page) -> None:
    """Choose actors, theatres and the whole, in ours and in the plain explorer."""
    at_once = [choose(page, "Actor", name) for name in AT_ONCE]
    choose(page, "Actor", "all")
    page.wait_for_timeout(rounds_wanted(PAUSE) * 1000)
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
    """Choose from a drop-down list."""
    control = page.get_by_label(label, exact=True).first
    taken = until_changed(page, lambda: control.select_option(option))
    page.wait_for_timeout(300)
    return taken


def until_changed(page: Page, act: Work) -> float:
    """Seconds until an image on the page has another source than before."""
    before = page.evaluate(SOURCES)

    def wait() -> None:
        act()
        page.wait_for_function(f"before => ({SOURCES})() !== before", arg=before, polling=5)

    return seconds(wait)


SOURCES = """() => [...document.querySelectorAll('.course-picture img')]
  .map(image => image.src.length + image.src.slice(-400)).join()"""


if __name__ == "__main__":
    main()
