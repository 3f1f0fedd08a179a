"""Every picture, page and explorer in a real JupyterLab: axe, narrow pages, and both themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "pictures.ipynb"
SHOWN = [
    "cu.draw_timeline(course)",
    "cu.draw_network(cu.build_network(course, theatres=['yemen']))",
    "cu.show_argument(course)",
    "cu.show_argument(course, focus='C50', without=['S9', 'A1'])",
    "cu.show_ties(course)",
    "cu.show_cases(course)",
    "cu.show_table(course.assumptions, 'Twelve assumptions')",
    "cu.explore_timeline(course)",
    "cu.explore_network(course, actor='fatehin')",
]
BEGIN = "import course_utils as cu\ncourse = cu.load_course()"
OUTPUT = ".jp-OutputArea-output:has(.course-page)"
ALL_AT_ONCE = 24_000  # pixels: axe cannot judge the contrast of what is half out of sight
TARGETS = "summary, select, label:has(input)"
# What is wider than its box, or shows only a part of its text; a picture scrolls in its own box.
CUT = f"""() => [...document.querySelectorAll("{OUTPUT}, {OUTPUT} *")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => !node.closest(".course-scroll, thead, select"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_run(chromium, server, NAME, [BEGIN, *SHOWN]) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def outputs(page: Page) -> Locator:
    """The outputs with all their words unfolded."""
    found = page.locator(OUTPUT)
    assert found.count() == len(SHOWN)
    found.locator("details").evaluate_all("all => all.forEach(fold => (fold.open = true))")
    return found


@pytest.mark.parametrize("theme", lab.THEMES)
def test_axe_finds_nothing_in_any_picture_table_or_explorer(
    page: Page, outputs: Locator, theme: str
) -> None:
    with lab.theme(page, theme), lab.viewport(page, 1280, ALL_AT_ONCE):
        assert axe.violations(page, OUTPUT) == []
        bad = axe.found_in_known_bad(page, OUTPUT)
        assert {"color-contrast", "image-alt", "label"} <= bad
        lab.screenshot(page, f"pictures-{theme.split()[-1].lower()}")


@pytest.mark.parametrize(("width", "scale"), [(1280, 1), (640, 2), (320, 1)])
def test_nothing_is_cut_and_every_target_is_large_enough(
    page: Page, outputs: Locator, width: int, scale: int
) -> None:
    with lab.viewport(page, width, 1600 // scale):
        assert page.evaluate(CUT) == []
        boxes = [target.bounding_box() for target in outputs.locator(TARGETS).all()]
        assert len(boxes) >= 30
        assert [box for box in boxes if not box or min(box["width"], box["height"]) < 24] == []
        if width == 320:
            outputs.locator("details").evaluate_all("all => all.forEach(f => (f.open = false))")
            lab.screenshot(page, "pictures-320")
