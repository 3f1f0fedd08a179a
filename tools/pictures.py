"""Photograph the running course for README: in JupyterLab in Chromium, on a copy of the course.

python -m tools.pictures
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import lab
from tests.browser.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FOLDER = lab.ROOT / "docs"
COLOURS = 64  # a third of the bytes, and nobody sees it
WINDOW = (1280, 860)
AFTER_RUNNING = 2000  # milliseconds in which JupyterLab scrolls to the last cell


def main() -> None:
    """Write all pictures; each is named after what it shows."""
    FOLDER.mkdir(exist_ok=True)
    with opened() as page:
        for lesson, photographs in PICTURES.items():
            lab.open_notebook(page, lesson)
            lab.command(page, "application:toggle-left-area")  # its list has times
            lab.run_all(page)
            page.wait_for_timeout(AFTER_RUNNING)
            for photograph in photographs:
                write(photograph.__name__, photograph(page))


@contextmanager
def opened() -> Iterator[Page]:
    """A page of JupyterLab on a copy of the course."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with tempfile.TemporaryDirectory() as course, tempfile.TemporaryDirectory() as private:
        lab.copy_course(Path(course))
        with lab.start(Path(course), Path(private)) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
            with lab.new_page(browser, server) as page, lab.viewport(page, *WINDOW):
                yield page
            browser.close()


def write(name: str, photograph: bytes) -> None:
    """Store a photograph with few colours, which is sharp and small."""
    file = FOLDER / f"{name}.png"
    with Image.open(io.BytesIO(photograph)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(file, optimize=True)
    print(f"{file.relative_to(lab.ROOT)}  {file.stat().st_size // 1000} kB")


def network(page: Page) -> bytes:
    """The window with the network at a glance."""
    picture = page.locator(".course-picture:visible").first
    return in_the_window(page, picture)


def question(page: Page) -> bytes:
    """A question with a wrong answer, and what is said to it."""
    form = page.locator("form.course-question", has_text="Who makes the link, and how?")
    form.get_by_label("Jafari makes it in both").check()
    form.get_by_role("button", name="Check").click()
    form.locator(".saved").filter(has_text="Saved").wait_for()
    return form.screenshot()


def argument(page: Page) -> bytes:
    """The outline of the argument, a strand unfolded and a premise taken away."""
    explorer = page.locator(".jp-OutputArea-output:has(.course-choices)")
    strand = explorer.locator("details", has_text="Yemen: more help").first
    strand.locator("> summary").click()
    strand.locator("input:enabled:checked").first.click()
    strand.get_by_text("taken away").first.wait_for()
    return in_the_window(page, strand)


def in_the_window(page: Page, shown: Locator) -> bytes:
    """The window, scrolled to what is shown."""
    page.mouse.move(0, 0)
    for _ in range(2):  # cells above take their true heights only when they come into view
        shown.evaluate("node => node.scrollIntoView()")
        page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    return page.screenshot()


PICTURES = {"03-network.ipynb": (network, question), "04-argument.ipynb": (argument,)}

if __name__ == "__main__":
    main()
