"""The brief in a real JupyterLab: what was made is added, the page is printed on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import axe, lab
from tests.browser.lab import said

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CARD, BRIEF, EXPORT = range(3)
HARD = "<img src=x onerror=alert(1)> & “so” فاطمیون"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../brief-record")
course = cu.load_course()
"""
CALLS = ['cu.ask("source-card")', "cu.write_brief()", "cu.export_brief()"]
SHOWN = "form.course-form"
FIELDS = ("What the article claims", "How well founded", "The best reading", "Signposts")
LONG = "Forty words, more or less, of which each says something to somebody who must decide. " * 3


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_open(chromium, server, "brief.ipynb", [BEGIN, *CALLS]) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


def test_a_brief_takes_what_was_made_and_prints_on_one_sheet(
    lesson: Page, chromium: Browser, tmp_path: Path
) -> None:
    forms = lab.run_again(lesson, BEGIN, SHOWN, 3)
    forms.nth(CARD).get_by_label("Who wrote it").fill(HARD)
    forms.nth(CARD).locator(".saved").filter(has_text="Saved.").wait_for()
    forms = lab.run_again(lesson, BEGIN, SHOWN, 3)
    brief, export = forms.nth(BRIEF), forms.nth(EXPORT)
    brief.get_by_text("From your source card").click()
    brief.get_by_role("button", name="Add it here").first.click()
    assert HARD in brief.get_by_label("Whose word it rests on").input_value()
    for label in FIELDS:
        brief.get_by_label(label).fill(LONG)
    brief.locator(".check").click()
    assert "Still empty:" in said(brief, "Your form is kept.")
    export.get_by_role("button", name="Read it again").click()
    export.get_by_text("Not written yet: Headline").wait_for()
    lesson.locator("details").evaluate_all("all => all.forEach((fold) => (fold.open = true))")
    axe.finds_nothing(lesson, SHOWN)
    with lesson.expect_download() as waiting:
        export.get_by_role("button", name="page to print").click()
    waiting.value.save_as(path := tmp_path / "brief.html")
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        assert HARD in page.locator("main").inner_text()
        assert page.locator("img, script").count() == 0
        sheet = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
