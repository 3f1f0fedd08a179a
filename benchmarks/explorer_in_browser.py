"""From a choice to the changed picture in a real JupyterLab, beside a plain ipywidgets explorer.

Needs the test tools and Chromium: ``python benchmarks/explorer_in_browser.py``.  Ours is the
explorer of the network; the other is an ``ipywidgets`` drop-down list whose choice sets an ``HTML``
widget to the same picture.  Times are medians, from the choice to the image on the page.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.browser.conftest import CHROMIUM_OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "explorers.ipynb"
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
THEATRES = ["Yemen", "Syria", "Afghanistan"]
STEPS = ["plus with a reservation or left open", "what the author says"]
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Print medians in milliseconds and their ratio."""
    with tempfile.TemporaryDirectory() as course, tempfile.TemporaryDirectory() as private:
        lab.copy_course(Path(course))
        with lab.start(Path(course), Path(private)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            with lab.new_page(browser, server) as page:
                lab.write_notebook(server, NAME, CELLS)
                lab.open_notebook(page, NAME)
                lab.run_all(page)
                measure(page)
            browser.close()


def measure(page: Page) -> None:
    """Choose actors, theatres and the whole, in ours and in the plain explorer."""
    ours = [choose(page, "Actor", name) for name in ACTORS]
    choose(page, "Actor", "all")
    theatres = [choose(page, "Theatre", name) for name in THEATRES]
    choose(page, "Theatre", "all")
    whole = [choose(page, "Show", step) for step in STEPS]
    plain = [choose(page, "Plain", name) for name in ACTORS]
    report("an actor, ours | plain", ours, plain)
    report("a theatre, ours | an actor, plain", theatres, plain)
    report("nearly the whole, ours | an actor, plain", whole, plain)


def choose(page: Page, label: str, option: str) -> float:
    """Choose from a drop-down list."""
    control = page.get_by_label(label, exact=True).first
    seconds = timed(page, lambda: control.select_option(option))
    page.wait_for_timeout(300)
    return seconds


def timed(page: Page, act: object) -> float:
    """Seconds until an image on the page has another source than before."""
    before = page.evaluate(SOURCES)
    start = time.perf_counter()
    act()  # type: ignore[operator]
    page.wait_for_function(f"before => ({SOURCES})() !== before", arg=before, polling=5)
    return time.perf_counter() - start


SOURCES = """() => [...document.querySelectorAll('.course-picture img')]
  .map(image => image.src.length + image.src.slice(-400)).join()"""


def report(what: str, ours: list[float], other: list[float]) -> None:
    """Print two medians and their ratio."""
    first, second = statistics.median(ours) * 1000, statistics.median(other) * 1000
    print(f"{what:42} {first:6.0f} ms {second:6.0f} ms   ratio {first / second:.2f}")


if __name__ == "__main__":
    main()
