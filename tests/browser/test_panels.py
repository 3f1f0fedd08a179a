"""The record panels in a real JupyterLab: files that go out and come back, by mouse and by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course_utils.course import Course
from course_utils.record.exchange import LIMIT
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.browser import axe, lab
from tests.browser.test_question import tab_to
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Locator, Page

NAME = "panels.ipynb"
SAVE, BRING_BACK, MY_RECORD, FORGET, ARTICLE, TWICE = range(6)
CALLS = [
    "cu.save_my_work()",
    "cu.bring_back_my_work()",
    "cu.my_record()",
    "cu.forget_me()",
    "cu.add_my_article()",
    "twice = cu.save_my_work()\ntwice",
    "twice",
]
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = {path!r}
course = cu.load_course("../panels-course")
"""
LONG = "A text may be as long as its writer likes. " * 6 + "W" * 120
PERSIAN = "فاطمیون و زینبیون"
HARD = f"<script>fail()</script><img src=x onerror=fail()> {PERSIAN} {LONG}"
SET_FIRST = f"source => {lab.CODE_CELLS}[0].setSource(source)"
TARGETS = "button, summary, label:has(input), input:not([type=checkbox])"
DESCRIPTION = "n => document.getElementById(n.getAttribute('aria-describedby'))?.textContent ?? ''"
# Parts of the panels that are wider than their panel, or that show only a part of their text.
CUT = """() => [...document.querySelectorAll(".course-panel, .course-panel *")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => !node.closest(".course-scroll, input, thead"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def course(server: lab.Server) -> Course:
    return load_course(write_tiny_course(server.folder / "panels-course"))


@pytest.fixture(scope="module")
def notebook(server: lab.Server, course: Course) -> Path:
    """A notebook with all panels, in the folder that is served."""
    return lab.write_notebook(server, NAME, ["", *CALLS])


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server, notebook: Path) -> Iterator[Page]:
    """One page for all tests of this file: to start a kernel for each would take minutes."""
    with lab.new_page(chromium, server) as page:
        lab.open_notebook(page, notebook.name)
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def record(course: Course, tmp_path: Path) -> Record:
    """A record of its own for each test, with two answers, a guess, a forecast and a text."""
    record = Record(tmp_path / "my-work" / "record")
    for item, response, verdict, error in (
        ("who-speaks", 0, "wrong", "source and subject confused"),
        ("who-speaks", 1, "right", ""),
    ):
        record.add_attempt(item, course.questions[item].version, response, verdict, error)
    record.add_prediction("centre", "v", "the author")
    record.add_forecast("forecasts-1", "v", 70, "they said so")
    record.keep_draft("brief", HARD)
    return record


@pytest.fixture
def panels(lesson: Page, record: Record) -> Locator:
    """All panels on this test's record: every cell has run again."""
    return shown(lesson, record.path)


def shown(lesson: Page, path: Path) -> Locator:
    lesson.set_viewport_size({"width": 1280, "height": 1600})
    lab.command(lesson, "notebook:clear-all-cell-outputs")
    lesson.evaluate(SET_FIRST, BEGIN.format(path=str(path)))
    lab.command(lesson, "notebook:run-all-cells")
    panels = lesson.locator("form.course-panel")
    panels.nth(len(CALLS) - 1).wait_for()
    assert lab.error_outputs(lesson) == []
    return panels


def said(panel: Locator, words: str) -> str:
    """What the live region of a panel says once it says these words."""
    status = panel.get_by_role("status")
    status.filter(has_text=words).wait_for()
    return status.inner_text()


def downloaded(lesson: Page, panel: Locator) -> Path:
    with lesson.expect_download() as waiting:
        panel.get_by_role("button", name="Download").click()
    return waiting.value.path()


def bring_back(panel: Locator, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/json", "buffer": data}
    panel.get_by_label("File with your work").set_input_files([file])
    panel.get_by_role("button", name="Bring back").click()


def has_focus(target: Locator) -> bool:
    return bool(target.evaluate("node => node === document.activeElement"))


def work_of(record: Record) -> tuple[object, ...]:
    return record.attempts(), record.predictions(), record.forecasts(), record.drafts()


# Files that go out


def test_a_download_is_a_file_that_another_record_takes(
    lesson: Page, panels: Locator, record: Record, tmp_path: Path
) -> None:
    path = downloaded(lesson, panels.nth(SAVE))
    sentence = said(panels.nth(SAVE), "Your browser downloads my-work-")
    assert "1 kB, with 2 answers, 1 guess and 1 forecast. It goes to your own" in sentence
    other = Record(tmp_path / "other")
    other.merge(path.read_bytes())
    assert work_of(other) == (*work_of(record)[:3], ())
    assert other.learner_code() == record.learner_code()


def test_a_panel_shown_twice_downloads_once(lesson: Page, panels: Locator) -> None:
    names: list[str] = []
    lesson.on("download", lambda download: names.append(download.suggested_filename))
    panels.nth(TWICE + 1).get_by_role("button", name="Download").click()
    for place in (TWICE, TWICE + 1):
        said(panels.nth(place), "Your browser downloads")
    lesson.wait_for_timeout(1000)
    assert len(names) == 1
    ids = lesson.locator("form.course-panel [id]").evaluate_all("all => all.map(n => n.id)")
    assert len(ids) == len(set(ids)) >= 6


def test_a_learner_code_is_chosen_by_typing_and_enter(
    lesson: Page, panels: Locator, record: Record
) -> None:
    field = panels.nth(SAVE).get_by_label("Learner code")
    assert field.input_value() == record.learner_code()
    cells = lesson.evaluate(f"{lab.PANEL}.content.widgets.length")
    field.press("Control+a")
    lesson.keyboard.type("add b xx yz")  # each of these letters is a shortcut of JupyterLab
    lesson.keyboard.press("Control+z")
    assert field.input_value() != "add b xx yz"
    lesson.keyboard.press("Control+a")
    lesson.keyboard.type("add b xx y")
    lesson.keyboard.press("Enter")
    assert said(panels.nth(SAVE), "Your learner code is") == "Your learner code is add b xx y."
    assert record.learner_code() == "add b xx y"
    assert has_focus(field)
    assert lesson.evaluate(f"{lab.PANEL}.content.widgets.length") == cells


# Files that come back


def test_an_upload_brings_answers_back_into_a_fresh_record_and_nothing_twice(
    lesson: Page, record: Record, tmp_path: Path
) -> None:
    fresh = Record(tmp_path / "fresh" / "record")
    panels = shown(lesson, fresh.path)
    assert "Nothing is recorded yet" in panels.nth(MY_RECORD).inner_text()
    panel = panels.nth(BRING_BACK)
    bring_back(panel, "my work.jsonl", record.export(include_writing=True))
    said(panel, "Added: answers 2, guesses 1, forecasts 1, texts 1; here already: 0. Saved.")
    assert work_of(fresh) == work_of(record)
    panel.get_by_role("button", name="Bring back").click()
    said(panel, "Added: answers 0, guesses 0, forecasts 0, texts 0; here already: 5. Saved.")
    assert work_of(fresh) == work_of(record)
    panels = shown(lesson, fresh.path)
    assert "So far: 2 answers, 1 guess" in panels.nth(MY_RECORD).inner_text()


def test_a_huge_file_is_refused_in_the_page_and_not_sent(
    lesson: Page, panels: Locator, record: Record
) -> None:
    before = work_of(record)
    bring_back(panels.nth(BRING_BACK), "film.json", b"x" * (LIMIT + 1))
    said(panels.nth(BRING_BACK), "larger than 5 MB")
    assert "It was not sent; your record is as it was." in said(panels.nth(BRING_BACK), "")
    assert work_of(record) == before


def test_a_file_that_is_gone_by_then_is_said_to_be(
    lesson: Page, panels: Locator, tmp_path: Path
) -> None:
    path = tmp_path / "gone.json"
    path.write_text("here")
    panels.nth(BRING_BACK).get_by_label("File with your work").set_input_files(path)
    path.unlink()
    panels.nth(BRING_BACK).get_by_role("button", name="Bring back").click()
    said(panels.nth(BRING_BACK), "The file cannot be read: choose it again.")


# Forgetting


def test_by_keyboard_alone_forgetting_is_cancelled_and_then_confirmed(
    lesson: Page, panels: Locator, record: Record
) -> None:
    panel, before = panels.nth(FORGET), work_of(record)
    lesson.evaluate(f"{lab.PANEL}.content.activeCellIndex = {FORGET + 1}")
    lab.command(lesson, "notebook:enter-command-mode")
    tab_to(lesson, panel.get_by_role("button", name="Delete my record"))
    lesson.keyboard.press("Enter")
    said(panel, "Delete all this?")
    cancel = panel.get_by_role("button", name="Cancel")
    assert has_focus(cancel)
    goes = f"Your record in {record.path}: 2 answers, 1 guess, 1 forecast and 1 text"
    assert goes in panel.inner_text()
    for name in ("Cancel", "Delete all this"):
        button = panel.get_by_role("button", name=name)
        assert goes in button.evaluate(DESCRIPTION)
    lesson.keyboard.press("Space")
    said(panel, "Nothing was deleted.")
    assert work_of(record) == before
    assert has_focus(panel.get_by_role("button", name="Delete my record"))
    lesson.keyboard.press("Enter")
    said(panel, "Delete all this?")
    lesson.keyboard.press("Tab")
    assert has_focus(panel.get_by_role("button", name="Delete all this"))
    lesson.keyboard.press("Enter")
    said(panel, "Your record is deleted.")
    assert work_of(record) == ((), (), (), ())
    assert has_focus(panel.get_by_role("button", name="Delete my record"))


# Words and looks


def test_hard_texts_are_shown_as_they_were_typed_and_nothing_in_them_runs(
    lesson: Page, panels: Locator
) -> None:
    panel = panels.nth(MY_RECORD)
    panel.locator("summary", has_text="1 text").click()
    item = panel.get_by_text("<script>fail()</script>")
    assert item.inner_text() == HARD
    assert panel.locator("script, img[src=x]").count() == 0
    meter = panel.get_by_role("meter")
    assert [meter.get_attribute(name) for name in ("value", "max")] == ["1", "2"]
    assert lesson.evaluate("typeof fail") == "undefined"


@pytest.mark.parametrize(("width", "scale"), [(1280, 1), (640, 2), (320, 1)])
def test_nothing_is_cut_and_every_target_is_large_enough(
    lesson: Page, panels: Locator, width: int, scale: int
) -> None:
    for summary in panels.locator("summary").all():
        summary.click()
    panels.nth(FORGET).get_by_role("button").click()
    said(panels.nth(FORGET), "Delete all this?")
    lesson.set_viewport_size({"width": width, "height": 1600 // scale})
    lesson.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    assert panels.nth(0).evaluate("node => node.clientWidth") < width
    assert lesson.evaluate(CUT) == []
    boxes = [target.bounding_box() for target in panels.locator(TARGETS).all()]
    assert len(boxes) >= 20
    assert [box for box in boxes if not box or min(box["width"], box["height"]) < 24] == []


@pytest.mark.parametrize("theme", lab.THEMES)
def test_axe_finds_nothing_in_any_panel(lesson: Page, panels: Locator, theme: str) -> None:
    for summary in panels.nth(MY_RECORD).locator("summary").all():
        summary.click()
    panels.nth(FORGET).get_by_role("button").click()
    panels.nth(BRING_BACK).get_by_role("button", name="Bring back").click()
    said(panels.nth(FORGET), "Delete all this?")
    said(panels.nth(BRING_BACK), "No file is chosen yet")
    with lab.theme(lesson, theme):
        for place in range(TWICE):
            panels.nth(place).evaluate("(node, place) => (node.dataset.place = place)", place)
            assert axe.violations(lesson, f"[data-place='{place}']") == []
        lab.screenshot(lesson, f"panels-{theme.split()[-1].lower()}")
        bad = axe.found_in_known_bad(lesson, f"[data-place='{MY_RECORD}']")
        assert {"image-alt", "label", "color-contrast"} <= bad


# The notebook and its kernel


def test_a_busy_kernel_is_waited_for_and_its_late_file_arrives(
    lesson: Page, panels: Locator
) -> None:
    wait = "import time; time.sleep(6)"
    lesson.evaluate(f"{lab.PANEL}.sessionContext.session.kernel.requestExecute({{code: '{wait}'}})")
    with lesson.expect_download(timeout=15_000) as waiting:
        panels.nth(SAVE).get_by_role("button", name="Download").click()
        said(panels.nth(SAVE), "Nothing is done yet: the kernel does not answer.")
    assert re.fullmatch(r"my-work-.*\.jsonl", waiting.value.suggested_filename)
    said(panels.nth(SAVE), "Your browser downloads")
