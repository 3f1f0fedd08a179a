"""What was typed or chosen survives a kernel, a server and a page that go, and forms say so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from course_utils.record import Record
from tests.browser import axe, lab
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "typed-text.ipynb"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../{record}.sqlite")
course = cu.load_course("../{course}")
"""
CELLS = [
    'cu.ask("your-view")',
    'cu.ask("whose-name")',
    'cu.ask("one-of-four")',
    'cu.ask("five-in-order")',
    'cu.predict("guess-in-words")',
    "cu.save_my_work()",
    "cu.forget_me()",
    'cu.explore_timeline(cu.load_course("../data"))',
]
VIEW, NAMED, CHOICE, ORDER, GUESS = range(5)
SAVE, FORGET = range(2)
SET_FIRST = f"source => {lab.CODE_CELLS}[0].setSource(source)"
KERNEL = f"{lab.PANEL}.sessionContext.session.kernel"
NOT_SAVED = "Not saved yet: the kernel does not answer."
KEPT = "Your text is kept in this browser."
WHAT_TO_DO = "use Run > Restart Kernel and Run All Cells."
ENTRIES = "() => Object.keys(localStorage).filter(key => key.startsWith('course-utils/'))"
# What the page itself says of a kernel that goes, and of a server that does.
EXPECTED = ["widget model not found", "Failed to load resource", "WebSocket", "fetch", "closed"]


@pytest.fixture(scope="module")
def folder(server: lab.Server) -> Path:
    """Two courses with the same questions, and a notebook with forms, panels and an explorer."""
    prepare(server)
    return server.folder


def prepare(server: lab.Server) -> None:
    for name in ("typed-text", "other-course"):
        write_tiny_course(server.folder / name, quizzes={"lesson.yaml": QUIZ})
    package = server.folder / "other-course" / "datapackage.json"
    package.write_text(package.read_text().replace('"tiny"', '"other"'))
    lab.write_notebook(server, NAME, [BEGIN.format(record="typed-text", course="typed-text"), *CELLS])


@pytest.fixture
def page(chromium: Browser, server: lab.Server, folder: Path) -> Iterator[Page]:
    """A browser that knows nothing yet, on an empty record; all cells have run."""
    record_of(folder).forget()
    with lab.new_page(chromium, server, EXPECTED) as page:
        page.set_default_timeout(15_000)
        lab.open_notebook(page, NAME)
        lab.command(page, "application:toggle-left-area")
        run_all(page)
        yield page


def record_of(folder: Path, name: str = "typed-text") -> Record:
    return Record(folder / f"{name}.sqlite")


def run_all(page: Page, record: str = "typed-text", course: str = "typed-text") -> None:
    page.evaluate(SET_FIRST, BEGIN.format(record=record, course=course))
    lab.run_all(page)
    assert lab.error_outputs(page) == []


def forms(page: Page) -> Locator:
    return page.locator("form.course-question")


def field(page: Page, place: int = VIEW) -> Locator:
    return forms(page).nth(place).get_by_role("textbox")


def write(page: Page, text: str, place: int = VIEW) -> None:
    field(page, place).press("Control+End")
    page.keyboard.type(text)


def saved(page: Page, place: int = VIEW) -> Locator:
    return forms(page).nth(place).locator(".saved").filter(has_text="Saved.")


def restart(page: Page) -> None:
    page.evaluate(f"() => {KERNEL}.restart()")
    page.wait_for_function(f"() => {KERNEL}.status === 'idle'")


def says_not_saved(page: Page, place: int = VIEW) -> str:
    status = forms(page).nth(place).locator(".outcome")
    status.filter(has_text=NOT_SAVED).wait_for()
    assert forms(page).nth(place).locator(".saved").inner_text() == ""
    words = status.inner_text()
    assert words.endswith(WHAT_TO_DO)
    return words


def is_back(page: Page, folder: Path, text: str) -> None:
    """The text is in the form, then in the record, and then no longer in the browser."""
    saved(page).wait_for()
    assert field(page).input_value() == text
    assert record_of(folder).draft("your-view") == text
    page.wait_for_function(f"{ENTRIES[:5]} ({ENTRIES[6:]}).length === 0")


# The kernel, the page, the server


def test_what_is_written_after_a_restart_is_not_called_saved_and_comes_back(
    page: Page, folder: Path
) -> None:
    write(page, "Who pays?")
    saved(page).wait_for()
    restart(page)
    write(page, " And who rows?")
    assert KEPT in says_not_saved(page)
    lab.screenshot(page, "not-saved")
    run_all(page)
    is_back(page, folder, "Who pays? And who rows?")
