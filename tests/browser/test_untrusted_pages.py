"""Pages as JupyterLab first shows a notebook that it does not trust: without any style."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "untrusted.ipynb"
SHOWN = [
    "cu.show_argument(course, without=['S9', 'S10'])",
    "cu.show_argument(course, focus='C70')",
    "cu.show_cases(course)",
    "cu.show_table(course.assumptions, 'Assumptions')",
    "cu.show_ties(course)",
]
BEGIN = "import course_utils as cu\ncourse = cu.load_course()"
OUTPUT = ".jp-OutputArea-output.jp-RenderedHTMLCommon"


def test_a_page_reads_well_and_unfolds_before_the_notebook_is_trusted(
    chromium: Browser, server: lab.Server
) -> None:
    with lab.notebook_run(chromium, server, NAME, [BEGIN, *SHOWN]) as page:
        lab.save(page)
    path = server.stored(NAME)
    book = json.loads(path.read_text(encoding="utf-8"))
    book["metadata"]["from"] = "elsewhere"  # its signature fits no longer
    path.write_text(json.dumps(book), encoding="utf-8")
    stored = ["".join(cell["outputs"][0]["data"]["text/plain"]) for cell in book["cells"][1:]]
    with lab.new_page(chromium, server) as page:
        lab.open_notebook(page, NAME)
        outputs = page.locator(OUTPUT)
        outputs.nth(len(SHOWN) - 1).wait_for()
        assert outputs.locator("style").count() == 0, "the notebook is trusted after all"
        for output, text in zip(outputs.all(), stored, strict=True):
            seen = output.evaluate("node => node.textContent")
            assert "{" not in seen, "a style sheet is shown as text"
            assert text.splitlines()[0] in " ".join(seen.split())
        assert outputs.first.locator("details[open]").count() == 2
        folded = outputs.first.locator("details", has_text="Yemen: more help, and its limits")
        folded.locator("summary").click()
        assert folded.locator("li").first.is_visible()
        aligned = outputs.locator("td").evaluate_all(
            "cells => [...new Set(cells.map((cell) => getComputedStyle(cell).textAlign))]"
        )
        assert aligned == ["left"]
        lab.screenshot(page, "untrusted")
        lab.command(page, "application:toggle-left-area")
        with lab.viewport(page, 320, 900):
            width, room = outputs.last.evaluate("node => [node.scrollWidth, node.clientWidth]")
            assert width <= room, "the ties reflow, for sentences stand in their table"
