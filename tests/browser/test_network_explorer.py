"""The network's explorer in a real JupyterLab: an actor, its ties in words, and the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "network-explorer.ipynb"
CELLS = ["import course_utils as cu\ncourse = cu.load_course()", "cu.explore_network(course)"]


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_run(chromium, server, NAME, CELLS) as page:
        yield page


@pytest.fixture
def explorer(page: Page) -> Locator:
    found = page.locator(".jp-OutputArea-output", has=page.locator(".course-choices"))
    for label in ("Actor", "Theatre", "Kind of tie"):
        found.get_by_label(label, exact=True).select_option(index=0)
    found.get_by_label("Show", exact=True).select_option("and what a party says")
    says(found, "Network of 79 ties")
    return found


def says(explorer: Locator, words: str) -> None:
    """Wait until announcement and alternative text both say these words."""
    explorer.get_by_role("status").filter(has_text=words).wait_for()
    alt = explorer.locator("img").get_attribute("alt")
    assert alt is not None
    assert words in alt


def test_an_actor_comes_with_its_ties_in_words(explorer: Locator, page: Page) -> None:
    explorer.get_by_label("Actor").select_option("Fatehin")
    says(explorer, "Fatehin in the middle")
    ties = explorer.locator(".course-words li")
    assert ties.count() == 8
    assert ties.filter(has_text="Fatehin assists Houthis").count() == 1
    lab.screenshot(page, "network-explorer-fatehin")
