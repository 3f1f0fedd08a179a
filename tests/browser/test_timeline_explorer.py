"""The timeline's explorer in a real JupyterLab: picture, words and count change together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from course_utils.session import load_course
from course_utils.source.text_rows import Statement
from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "timeline-explorer.ipynb"
CELLS = ["import course_utils as cu\ncourse = cu.load_course()", "cu.explore_timeline(course)"]
# The page never shows the explorer without an image between two choices.
WATCH = """() => {
  window.bare = 0;
  const look = () => {
    if (!document.querySelector('.course-choices ~ div img')?.complete) window.bare += 1;
    window.frame = requestAnimationFrame(look);
  };
  look();
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_run(chromium, server, NAME, CELLS) as page:
        yield page


@pytest.fixture
def explorer(page: Page) -> Locator:
    return page.locator(".jp-OutputArea-output", has=page.locator(".course-choices"))


def shows(explorer: Locator, count: int) -> None:
    """Wait until picture, caption, table and announcement all speak of ``count`` statements."""
    words = f"Timeline of {count} statement"
    explorer.get_by_role("status").filter(has_text=words).wait_for()
    alt = explorer.locator("img").get_attribute("alt")
    assert alt is not None
    assert alt.startswith(words)
    assert explorer.locator("tbody tr").count() == count


def test_a_choice_by_keyboard_changes_all_together_and_keeps_focus_and_what_was_unfolded(
    explorer: Locator, page: Page
) -> None:
    page.evaluate(WATCH)
    table = explorer.locator("details").nth(1)
    table.locator("summary").click()
    explorer.get_by_label("As of").select_option("23 November")
    shows(explorer, 14)
    explorer.get_by_label("As of").select_option(index=0)
    explorer.get_by_label("Side").select_option("Saudi Arabia")
    shows(explorer, 2)
    explorer.get_by_label("Mode").select_option("silence")
    explorer.get_by_role("status").filter(has_text="no statement fits").wait_for()
    explorer.get_by_label("Mode").select_option("all")
    explorer.get_by_label("Side").select_option("all")
    shows(explorer, 16)
    explorer.get_by_label("Side").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    shows(explorer, sum(row.mode == "quotation" for row in load_course().rows(Statement)))
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    assert table.evaluate("fold => fold.open")
    page.evaluate("cancelAnimationFrame(window.frame)")
    assert page.evaluate("window.bare") == 0, "the picture never goes away between two choices"


def test_at_a_narrow_width_the_picture_scrolls_in_its_own_box(
    explorer: Locator, page: Page
) -> None:
    lab.command(page, "application:toggle-left-area")
    page.set_viewport_size({"width": 480, "height": 900})
    box = explorer.get_by_role("group", name=re.compile("^Picture: "))
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
    words = explorer.locator("figcaption")
    assert words.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    lab.screenshot(page, "timeline-explorer-narrow")
    page.set_viewport_size({"width": 1280, "height": 1600})
    lab.command(page, "application:toggle-left-area")
    lab.screenshot(page, "timeline-explorer")
