"""The argument's explorer in a real JupyterLab: premises are switched off, and words say what falls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "argument-explorer.ipynb"
CELLS = ["import course_utils as cu\ncourse = cu.load_course()", "cu.explore_argument(course)"]
PREMISES = 16


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_run(chromium, server, NAME, CELLS) as page:
        yield page


@pytest.fixture
def explorer(page: Page) -> Locator:
    found = page.locator(".jp-OutputArea-output", has=page.locator(".course-choices"))
    found.get_by_label("Claim", exact=True).select_option(index=0)
    for box in found.get_by_role("checkbox").all():
        box.check()
    found.get_by_text("All premises hold.").wait_for()
    assert found.get_by_role("checkbox").count() == PREMISES
    return found


def box(explorer: Locator, premise: str) -> Locator:
    return explorer.get_by_role("checkbox", name=re.compile(rf"^{premise}\b"))


def switch_off(explorer: Locator, *premises: str) -> None:
    for premise in premises:
        box(explorer, premise).uncheck()


def touched(explorer: Locator, count: int) -> list[str]:
    """Wait until so many claims are listed, and return the sentence of each."""
    explorer.locator(f".course-words ul > li:nth-child({count}):last-child").wait_for()
    return [text.split("\n")[0] for text in explorer.locator(".course-words li").all_inner_texts()]


def test_a_premise_switched_off_names_each_claim_it_touches_and_marks_it(
    explorer: Locator, page: Page
) -> None:
    switch_off(explorer, "A1")
    sentences = touched(explorer, 13)
    assert sentences[0].startswith("C1 is weakened: it rests on a premise that was taken away (A1)")
    explorer.get_by_role("status").filter(has_text="stripes mark 13 weakened").wait_for()
    alt = explorer.locator("img").get_attribute("alt")
    assert alt is not None
    assert "stripes mark 13 weakened" in alt
    lab.screenshot(page, "argument-explorer")


def test_a_touched_claim_is_told_in_words_beside_its_number(explorer: Locator) -> None:
    switch_off(explorer, "A11")
    touched(explorer, 1)
    words = explorer.locator(".course-words li small").inner_text()
    assert words.startswith("C70: It is hardly shown that Iran")


def test_switching_it_on_again_restores_everything(explorer: Locator) -> None:
    switch_off(explorer, "A11")
    touched(explorer, 1)
    box(explorer, "A11").check()
    explorer.get_by_text("All premises hold.").wait_for()
    assert explorer.locator(".course-words li").count() == 0


def test_without_both_its_grounds_the_claim_in_focus_has_lost_its_support(
    explorer: Locator, page: Page
) -> None:
    focus = explorer.get_by_label("Claim", exact=True)
    label = focus.locator("option", has_text="C50 ").inner_text()
    focus.select_option(label=label)
    explorer.get_by_role("status").filter(has_text="Map around C50").wait_for()
    switch_off(explorer, "S9", "S10")
    explorer.locator("figcaption", has_text="C50 has lost its support").wait_for()
    assert "C50 has lost its support: S9 and S10 are gone." in touched(explorer, 8)
    lab.screenshot(page, "argument-explorer-c50")


def test_the_keyboard_alone_is_enough(explorer: Locator, page: Page) -> None:
    explorer.get_by_label("Claim", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert not explorer.get_by_role("checkbox").first.is_checked()
    explorer.get_by_text("Claims that are touched").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    explorer.get_by_role("status").filter(has_text="Map around C1,").wait_for()


def test_each_premise_has_a_row_of_its_own(explorer: Locator) -> None:
    boxes = [box.bounding_box() for box in explorer.get_by_role("checkbox").all()]
    assert len({box["x"] for box in boxes if box}) == 1
    assert len({box["y"] for box in boxes if box}) == PREMISES
