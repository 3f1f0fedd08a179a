"""Every picture, page and explorer in a real JupyterLab: axe, narrow, both themes, no trust yet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from course_utils.pages.render import page_css
from tests.browser import axe, lab
from tests.test_colours import alike

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "pictures.ipynb"
SHOWN = [
    "cu.draw_timeline(course)",
    "cu.draw_network(course, theatre='yemen')",
    "cu.show_argument(course, without=['S9', 'S10'])",
    "cu.show_argument(course, focus='C50', without=['S9', 'A1'])",
    "cu.show_cases(course)",
    "cu.show_table(course.assumptions, 'Twelve assumptions')",
    "cu.show_ties(course)",
    "cu.explore_timeline(course)",
    "cu.explore_network(course, actor='fatehin')",
]
BEGIN = "import course_utils as cu\ncourse = cu.load_course()"
OUTPUT = ".jp-OutputArea-output:has(.course-page):not(:has(.course-still))"
PAGES = [code for code in SHOWN if ".show_" in code]
TARGETS = "summary, select, label:has(input)"
# What is wider than its box, or shows only a part of its text; a picture scrolls in its own box.
CUT = f"""() => [...document.querySelectorAll("{OUTPUT}, {OUTPUT} *")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => !node.closest(".course-scroll, thead, select"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


# How cells are set, and how those of a plain table look: before trust that is up to JupyterLab.
ALIGNED = ["textAlign", "verticalAlign"]
LOOK = ["fontSize", "padding", "borderTopWidth", "borderBottomWidth", "backgroundColor"]
LOOKS = """(tables, names) => tables
  .flatMap((table) => [...table.querySelectorAll("thead, tbody tr, th, td")])
  .map((node) => names.map((name) => getComputedStyle(node)[name].replace("start", "left")))"""
NAMES = "node => [...node.querySelectorAll('tbody th')].map((name) => name.offsetHeight)"


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


def test_axe_finds_nothing_in_any_picture_table_or_explorer(page: Page, outputs: Locator) -> None:
    axe.finds_nothing(page, OUTPUT, "pictures")


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


def test_a_page_reads_well_and_unfolds_before_the_notebook_is_trusted(
    chromium: Browser, server: lab.Server, page: Page
) -> None:
    lab.save(page)
    book = json.loads(server.stored(NAME).read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"] if "".join(cell["source"]) in PAGES]
    book["metadata"]["from"] = "elsewhere"  # its signature fits no longer
    server.stored("untrusted.ipynb").write_text(json.dumps(book), encoding="utf-8")
    stored = ["".join(cell["outputs"][0]["data"]["text/plain"]) for cell in book["cells"]]
    with lab.new_page(chromium, server) as fresh:
        lab.open_notebook(fresh, "untrusted.ipynb")
        shown = fresh.locator(".jp-OutputArea-output.jp-RenderedHTMLCommon")
        shown.nth(len(PAGES) - 1).wait_for()
        assert shown.locator("style").count() == 0, "the notebook is trusted after all"
        for output, text in zip(shown.all(), stored, strict=True):
            seen = output.evaluate("node => node.textContent")
            assert "{" not in seen, "a style sheet is shown as text"
            assert text.splitlines()[0] in " ".join(seen.split())
        assert shown.first.locator("details[open]").count() == 2
        folded = shown.first.locator("details", has_text="Yemen: more help, and its limits")
        folded.locator("summary").click()
        assert folded.locator("li").first.is_visible()
        for place, code in enumerate(PAGES):
            was, now = shown.nth(place), page.locator(OUTPUT).nth(SHOWN.index(code))
            names = ALIGNED + LOOK * ("show_table" in code)
            looks = now.locator("table").evaluate_all(LOOKS, names)
            assert was.locator("table").evaluate_all(LOOKS, names) == looks, code
        lab.command(fresh, "application:toggle-left-area")
        with lab.viewport(fresh, 320, 900):
            assert max(shown.last.evaluate(NAMES)) < 40, "a name of the ties is broken"


@pytest.mark.parametrize("around", ["", "marks"])
def test_the_lines_of_pages_are_told_apart_as_small_as_they_are(
    chromium: Browser, around: str
) -> None:
    names = ("full", "broken", "dots", "double", "asks")
    spans = [f'<p class="{around}"><b class="mark {name}"></b></p>' for name in names]
    with chromium.new_context() as context:
        fresh = context.new_page()
        fresh.set_content(
            f"<style>{page_css()}</style><div class=course-page style='margin: 20px'>{''.join(spans)}</div>"
        )
        seen = {name: _pixels(fresh.locator(f".{name}")) for name in names}
    assert alike(seen) == {}


def _pixels(mark: Locator) -> Any:
    """How dark each pixel is of a mark and a little around it."""
    box = mark.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    clip: Any = {  # Playwright keeps its type to itself
        "x": round(middle[0]) - 15,
        "y": round(middle[1]) - 9,
        "width": 30,
        "height": 18,
    }
    image = Image.open(io.BytesIO(mark.page.screenshot(clip=clip)))
    return 1 - np.asarray(image.convert("L")) / 255
