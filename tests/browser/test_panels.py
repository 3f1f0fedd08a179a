"""The record panels in a real JupyterLab: files that go out and come back, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course_utils.course import Course
from course_utils.reading.progress import Work
from course_utils.record.exchange import LIMIT
from course_utils.record.record import Record
from course_utils.session import load_course
from tests.browser import axe, lab
from tests.browser.lab import has_focus, press, said
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FilePayload, Locator, Page

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
HARD = f"<script>fail()</script><img src=x onerror=fail()> فاطمیون و زینبیون {LONG}"
DESCRIPTION = "n => document.getElementById(n.getAttribute('aria-describedby'))?.textContent ?? ''"


@pytest.fixture(scope="module")
def course(server: lab.Server) -> Course:
    return load_course(write_tiny_course(server.folder / "panels-course"))


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server, course: Course) -> Iterator[Page]:
    """One page with all panels, for all tests: to start a kernel for each would take minutes."""
    with lab.notebook_open(chromium, server, "panels.ipynb", ["", *CALLS]) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def record(course: Course, tmp_path: Path) -> Record:
    """A record of its own for each test, with two answers, a guess, a forecast and a text."""
    record = Record(tmp_path / "my-work" / "record")
    version = course.questions["who-speaks"].version
    record.add_attempt("who-speaks", version, 0, "wrong", "source and subject confused")
    record.add_attempt("who-speaks", version, 1, "right")
    record.add_prediction("centre", "v", "the author")
    record.add_forecast("forecasts-1", "v", 70, "they said so")
    record.keep_draft("brief", HARD)
    return record


@pytest.fixture
def panels(lesson: Page, record: Record) -> Locator:
    """All panels on this test's record: every cell has run again."""
    return shown(lesson, record.path)


def shown(lesson: Page, path: Path) -> Locator:
    return lab.run_again(lesson, BEGIN.format(path=str(path)), "form.course-panel", len(CALLS))


def bring_back(panel: Locator, file: FilePayload | Path) -> None:
    panel.get_by_label("File with your work").set_input_files(file)
    panel.get_by_role("button", name="Bring back").click()


def test_a_download_brings_answers_back_into_a_fresh_record_and_nothing_twice(
    lesson: Page, panels: Locator, record: Record, tmp_path: Path
) -> None:
    names: list[str] = []
    lesson.on("download", lambda download: names.append(download.suggested_filename))
    panels.nth(TWICE + 1).get_by_label("Your text “brief”").check()
    with lesson.expect_download() as waiting:
        panels.nth(TWICE + 1).get_by_role("button", name="Download").click()
    for place in (TWICE, TWICE + 1):
        sentence = said(panels.nth(place), "Your browser downloads my-work-")
        assert "kB, with 2 answers, 1 guess, 1 forecast and 1 text. It goes to your own" in sentence
    lesson.wait_for_timeout(1000)
    assert len(names) == 1, "a panel that is shown twice downloads once"
    fresh = Record(tmp_path / "fresh" / "record")
    panels = shown(lesson, fresh.path)
    assert "Nothing is recorded yet" in panels.nth(MY_RECORD).inner_text()
    panel = panels.nth(BRING_BACK)
    bring_back(panel, {"name": "film", "mimeType": "video/mp4", "buffer": b"x" * (LIMIT + 1)})
    assert "It was not sent; your record is as it was." in said(panel, "larger than 5 MB")
    (tmp_path / "gone.json").write_text("here")
    panel.get_by_label("File with your work").set_input_files(tmp_path / "gone.json")
    (tmp_path / "gone.json").unlink()
    panel.get_by_role("button", name="Bring back").click()
    said(panel, "The file cannot be read: choose it again.")
    assert fresh.is_empty
    bring_back(panel, waiting.value.path())
    said(panel, "Added: answers 2, guesses 1, forecasts 1, texts 1; here")
    assert Work.of(fresh) == Work.of(record)
    panel.get_by_role("button", name="Bring back").click()
    said(panel, "Added: answers 0, guesses 0, forecasts 0, texts 0; here")
    assert Work.of(fresh) == Work.of(record)
    assert fresh.learner_code() == record.learner_code()
    panels = shown(lesson, fresh.path)
    assert "So far: 2 answers, 1 guess" in panels.nth(MY_RECORD).inner_text()


def test_a_learner_code_is_chosen_by_typing_and_enter(
    lesson: Page, panels: Locator, record: Record
) -> None:
    field = panels.nth(SAVE).get_by_label("Learner code")
    assert field.input_value() == record.learner_code()
    field.press("Control+a")
    lesson.keyboard.type("add b xx yz")  # each of these letters is a shortcut of JupyterLab
    press(lesson, "Control+z")
    assert field.input_value() != "add b xx yz"
    press(lesson, "Control+a")
    lesson.keyboard.type("add b xx y")
    press(lesson, "Enter")
    assert said(panels.nth(SAVE), "Your learner code is") == "Your learner code is add b xx y."
    assert record.learner_code() == "add b xx y"
    assert has_focus(field)
    assert lesson.evaluate(f"{lab.PANEL}.content.widgets.length") == 1 + len(CALLS)


def test_by_keyboard_alone_forgetting_is_cancelled_and_then_confirmed(
    lesson: Page, panels: Locator, record: Record
) -> None:
    panel, before = panels.nth(FORGET), Work.of(record)
    ask, cancel, delete = (
        panel.get_by_role("button", name=name)
        for name in ("Delete my record", "Cancel", "Delete all this")
    )
    lesson.evaluate(f"{lab.PANEL}.content.activeCellIndex = {FORGET + 1}")
    lab.command(lesson, "notebook:enter-command-mode")
    lab.tab_to(lesson, ask)
    press(lesson, "Enter")
    said(panel, "Delete all this?")
    assert has_focus(cancel)
    goes = f"Your record in {record.path}: 2 answers, 1 guess, 1 forecast and 1 text"
    for button in (cancel, delete):
        assert goes in button.evaluate(DESCRIPTION)
    press(lesson, "Space")
    said(panel, "Nothing was deleted.")
    assert Work.of(record) == before
    assert has_focus(ask)
    press(lesson, "Enter")
    said(panel, "Delete all this?")
    press(lesson, "Tab")
    assert has_focus(delete)
    press(lesson, "Enter")
    said(panel, "Your record is deleted.")
    assert not Work.of(record)
    assert has_focus(ask)


def test_every_text_is_set_as_text_nothing_is_cut_and_axe_finds_nothing(
    lesson: Page, panels: Locator
) -> None:
    for summary in panels.locator("summary").all():
        summary.click()
    item = panels.nth(MY_RECORD).get_by_text("<script>fail()</script>")
    assert item.inner_text() == HARD
    assert panels.locator("script, img[src=x]").count() == 0
    assert lesson.evaluate("typeof fail") == "undefined"
    meter = panels.nth(MY_RECORD).get_by_role("meter")
    assert [meter.get_attribute(name) for name in ("value", "max")] == ["1", "2"]
    panels.nth(FORGET).get_by_role("button").click()
    panels.nth(BRING_BACK).get_by_role("button", name="Bring back").click()
    said(panels.nth(FORGET), "Delete all this?")
    said(panels.nth(BRING_BACK), "No file is chosen yet")
    lab.check_sizes(lesson, panels, 20)
    ids = lesson.locator("form.course-panel [id]").evaluate_all("all => all.map(n => n.id)")
    assert len(ids) == len(set(ids)) >= 6
    once = "(all, number) => all.forEach((n, i) => n.classList.toggle('once', i < number))"
    panels.evaluate_all(once, TWICE)
    axe.finds_nothing(lesson, ".course-panel.once", "panels")
