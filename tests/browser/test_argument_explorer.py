"""The argument's explorer in a real JupyterLab: a check box at each premise, its effect beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "argument-explorer.ipynb"
CELLS = ["import course_utils as cu\ncourse = cu.load_course()", "cu.explore_argument(course)"]
OUTPUT = ".jp-OutputArea-output:has(.course-choices)"
YEMEN = "Yemen: more help, and its limits"


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_run(chromium, server, NAME, CELLS) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def explorer(page: Page) -> Locator:
    found = page.locator(OUTPUT)
    found.get_by_label("Claim", exact=True).select_option(index=0)
    found.locator(".course-page .hubs").wait_for()
    gone = found.locator("input:enabled:not(:checked)")
    while gone.count():
        gone.first.evaluate("box => box.click()")
        page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    found.get_by_role("status").filter(has_text="The thesis rests on").wait_for()
    found.locator("details").evaluate_all("all => all.forEach((fold) => (fold.open = false))")
    return found


def box(explorer: Locator, premise: str) -> Locator:
    return line(explorer, premise).locator("> .own input")


def line(explorer: Locator, item: str) -> Locator:
    """Where an item stands first, with all below it."""
    basis = explorer.page.locator(f'> .own small:text-matches("\\\\b{item}\\\\s·")')
    return explorer.locator("li", has=basis).first


def top(node: Locator) -> float:
    """Where it begins in the window, in pixels from the top."""
    found = node.bounding_box()
    assert found
    return found["y"]


def strand(explorer: Locator, name: str) -> Locator:
    return explorer.locator("details", has_text=name).first


def test_the_effect_of_a_tick_stands_beside_it_without_scrolling(
    explorer: Locator, page: Page
) -> None:
    with lab.viewport(page, 1280, 900):
        explorer.get_by_label("Claim", exact=True).scroll_into_view_if_needed()
        premise = box(explorer, "A1")
        premise.scroll_into_view_if_needed()
        before = top(premise)
        premise.uncheck()
        effect = explorer.get_by_text("13 are weakened and 79 stand", exact=False)
        effect.nth(1).wait_for()
        assert abs(top(box(explorer, "A1")) - before) < 2
        weakened = explorer.locator(".hubs > li > .own .state", has_text="weakened").first
        assert 0 < top(effect.nth(1)) < 900
        assert 0 < top(weakened) < 900
        lab.screenshot(page, "argument-explorer")


def test_open_strands_and_the_focus_stay_where_they_are(explorer: Locator, page: Page) -> None:
    strand(explorer, YEMEN).evaluate("fold => (fold.open = true)")
    premise = box(explorer, "A11")
    premise.focus()
    before = top(premise)
    page.keyboard.press("Space")
    explorer.get_by_role("status").filter(has_text="Without A11, ").wait_for()
    now = box(explorer, "A11")
    assert now.evaluate("box => box === document.activeElement")
    assert strand(explorer, YEMEN).evaluate("fold => fold.open")
    assert not strand(explorer, "Syria: a demand for a law").evaluate("fold => fold.open")
    assert abs(top(now) - before) < 2
    assert "▽ weakened" in line(explorer, "C70").locator("> .own").inner_text()
    page.keyboard.press("Space")
    explorer.get_by_role("status").filter(has_text="The thesis rests on 19 grounds").wait_for()
    assert explorer.locator(".hurt").count() == 0


def test_axe_finds_nothing_with_everything_open_and_something_gone(
    explorer: Locator, page: Page
) -> None:
    box(explorer, "A1").uncheck()
    explorer.get_by_role("status").filter(has_text="Without A1, ").wait_for()
    explorer.locator("details").evaluate_all("all => all.forEach((fold) => (fold.open = true))")
    axe.finds_nothing(page, OUTPUT)
    targets = explorer.locator("label:has(input), summary").evaluate_all(
        "all => all.map((node) => node.getBoundingClientRect().height)"
    )
    assert min(targets) >= 24
