"""The timeline's explorer in a real JupyterLab: picture, words and count change together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from course_utils.session import load_course
from course_utils.source.rows import Statement
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
    found = page.locator(".jp-OutputArea-output", has=page.locator(".course-choices"))
    for label in ("Side", "Mode", "Day", "As of"):
        found.get_by_label(label, exact=True).select_option(index=0)
    shows(found, 16)
    return found


def shows(explorer: Locator, count: int) -> None:
    """Wait until picture, caption, table and announcement all speak of ``count`` statements."""
    words = f"Timeline of {count} statement"
    explorer.get_by_role("status").filter(has_text=words).wait_for()
    alt = explorer.locator("img").get_attribute("alt")
    assert alt is not None
    assert alt.startswith(words)
    assert explorer.locator("tbody tr").count() == count


def test_a_choice_changes_picture_words_and_count_together(explorer: Locator) -> None:
    explorer.get_by_label("Side").select_option("Saudi Arabia")
    shows(explorer, 2)
    explorer.get_by_label("Day", exact=True).select_option("with")
    shows(explorer, 1)
    explorer.get_by_label("Mode").select_option("silence")
    explorer.get_by_role("status").filter(has_text="no statement fits").wait_for()


def test_as_of_keeps_the_lane_without_days(explorer: Locator) -> None:
    explorer.get_by_label("As of").select_option("23 November")
    shows(explorer, 14)


def test_the_keyboard_alone_is_enough(explorer: Locator, page: Page) -> None:
    explorer.get_by_label("Side").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    shows(explorer, sum(row.mode == "quotation" for row in load_course().rows(Statement)))
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


def test_what_was_unfolded_stays_unfolded(explorer: Locator) -> None:
    table = explorer.locator("details").nth(1)
    table.locator("summary").click()
    explorer.get_by_label("Side").select_option("Hezbollah")
    shows(explorer, 1)
    assert table.evaluate("fold => fold.open")
    table.locator("summary").click()


def test_the_picture_never_goes_away_between_two_choices(explorer: Locator, page: Page) -> None:
    page.evaluate(WATCH)
    for side in ("Iran", "Hezbollah", "all"):
        explorer.get_by_label("Side").select_option(side)
        page.wait_for_timeout(400)
    page.evaluate("cancelAnimationFrame(window.frame)")
    assert page.evaluate("window.bare") == 0


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
