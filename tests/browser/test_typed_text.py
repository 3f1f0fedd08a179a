"""What was typed or chosen survives a kernel and a page that go, and forms say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course_utils.record.record import Record
from tests.browser import axe, lab
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "typed-text.ipynb"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../{record}-record")
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
KERNEL = f"{lab.PANEL}.sessionContext.session.kernel"
NOT_SAVED = "Not saved yet: the kernel does not answer."
NOT_FOLLOWING = "The picture does not follow: the kernel does not answer."
KEPT = "Your text is kept in this browser."
WHAT_TO_DO = "use Run > Restart Kernel and Run All Cells."
ENTRIES = "() => Object.keys(localStorage).filter(key => key.startsWith('course-utils/'))"
NO_ENTRIES = f"{ENTRIES}.length === 0"
REFUSE_STORAGE = """() => {
  window.usual = Storage.prototype.setItem;
  Storage.prototype.setItem = () => { throw new DOMException("full") };
}"""
# What the page itself says of a kernel that goes.
EXPECTED = ["widget model not found", "Failed to load resource", "WebSocket", "fetch", "closed"]


def prepare(folder: Path) -> list[str]:
    """Write two courses with the same questions, and return a notebook with forms of both."""
    for name in ("typed-text", "other-course"):
        write_tiny_course(folder / name, quizzes={"lesson.yaml": QUIZ})
    package = folder / "other-course" / "datapackage.json"
    package.write_text(package.read_text().replace('"tiny"', '"other"'))
    return [BEGIN.format(record="typed-text", course="typed-text"), *CELLS]


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    """One page for all tests of this file: to open one for each would take minutes."""
    with lab.notebook_open(chromium, server, NAME, prepare(server.folder), EXPECTED) as page:
        page.set_default_timeout(15_000)
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def record(server: lab.Server) -> Record:
    return Record(server.folder / "typed-text-record")


@pytest.fixture
def page(lesson: Page, record: Record) -> Page:
    """The page, in a browser that knows nothing yet, on an empty record; all cells have run."""
    lab.forget_typed(lesson)
    record.forget()
    run_all(lesson)
    return lesson


def run_all(page: Page, record: str = "typed-text", course: str = "typed-text") -> None:
    page.evaluate(lab.SET_FIRST, BEGIN.format(record=record, course=course))
    lab.run_all(page)
    assert lab.error_outputs(page) == []


def forms(page: Page) -> Locator:
    return page.locator("form.course-question")


def field(page: Page, place: int = VIEW) -> Locator:
    return forms(page).nth(place).get_by_role("textbox")


def write(page: Page, text: str, place: int = VIEW) -> None:
    field(page, place).press("Control+End")
    page.keyboard.type(text)


def check(page: Page, choice: int) -> None:
    form = forms(page).nth(CHOICE)
    form.get_by_role("radio").nth(choice).check()
    form.locator(".check").click()


def saved(page: Page, place: int = VIEW) -> Locator:
    return forms(page).nth(place).locator(".saved").filter(has_text="Saved.")


def have_kernel(page: Page, code: str) -> None:
    page.evaluate(f"code => {{ {KERNEL}.requestExecute({{ code }}); }}", code)


def restart(page: Page) -> None:
    page.evaluate(f"() => {KERNEL}.restart()")
    page.wait_for_function(f"() => {KERNEL}.status === 'idle'")


def die(page: Page) -> None:
    have_kernel(page, "import os; os._exit(1)")
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()


def shut_down(page: Page) -> None:
    page.evaluate(f"() => {lab.PANEL}.sessionContext.shutdown()")


def says_not_saved(page: Page, place: int = VIEW, kept: str = KEPT) -> None:
    form = forms(page).nth(place)
    words = lab.said(form, NOT_SAVED)
    assert kept in words
    assert words.endswith(WHAT_TO_DO)
    assert form.locator(".saved").inner_text() == ""


def is_back(page: Page, record: Record, text: str) -> None:
    """The text is in the form, then in the record, and then no longer in the browser."""
    saved(page).wait_for()
    assert field(page).input_value() == text
    assert record.draft("your-view") == text
    page.wait_for_function(NO_ENTRIES)


# The kernel and the page


@pytest.mark.parametrize("go", [restart, die])
def test_what_a_kernel_that_went_did_not_take_is_not_called_saved_and_comes_back(
    page: Page, record: Record, go: Callable[[Page], None]
) -> None:
    choice, panel = forms(page).nth(CHOICE), page.locator("form.course-panel").nth(SAVE)
    code = panel.get_by_label("Learner code")
    use = panel.get_by_role("button", name="Use this code")
    write(page, "Who pays?")
    saved(page).wait_for()
    check(page, 0)
    saved(page, CHOICE).wait_for()
    run_all(page)  # now that there is work, its panel has a field for the code
    code.fill("blue heron")
    go(page)
    use.click()
    assert "What you typed is kept in this browser." in lab.said(panel, "does not answer")
    choice.get_by_role("radio").nth(1).check()
    assert choice.locator(".saved").inner_text() == ""
    check(page, 1)
    says_not_saved(page, CHOICE, "Your answer is kept in this browser.")
    write(page, " And who rows?")
    says_not_saved(page)
    lab.screenshot(page, "not-saved")
    write(page, " And when?")  # just before a reload
    page.reload()
    page.locator(lab.NOTEBOOK).wait_for()
    lab.open_notebook(page, NAME)
    run_all(page)
    saved(page).wait_for()
    assert choice.get_by_role("radio").nth(1).is_checked()
    choice.locator(".saved").filter(has_text="Not saved yet: press “Check”.").wait_for()
    check(page, 1)
    saved(page, CHOICE).wait_for()
    assert [attempt.response for attempt in record.attempts()] == [0, 1]
    assert code.input_value() == "blue heron"
    use.click()
    lab.said(panel, "Your learner code is blue heron.")
    is_back(page, record, "Who pays? And who rows? And when?")


# Whose it is


def test_a_text_comes_back_in_its_record_course_and_question_beside_what_they_have_by_then(
    page: Page, record: Record
) -> None:
    restart(page)
    write(page, "Who pays?")
    says_not_saved(page)
    axe.finds_nothing(page, ".course-question")
    run_all(page, record="another")
    assert [field(page, place).input_value() for place in (VIEW, NAMED, GUESS)] == [""] * 3
    run_all(page, course="other-course")
    assert field(page).input_value() == ""
    assert record.drafts() == Record(record.path.parent / "another-record").drafts() == ()
    record.keep_draft("your-view", "Who rows?")
    run_all(page)
    other = forms(page).nth(VIEW).locator(".other")
    other.get_by_text("Who pays?", exact=True).wait_for()
    assert field(page).input_value() == "Who rows?"
    axe.finds_nothing(page, ".course-question, .course-panel, .course-choices")
    lab.screenshot(page, "another-version")
    other.get_by_role("button", name="Use this version").click()
    saved(page).wait_for()
    assert record.draft("your-view") == "Who pays?"
    for _ in ("used", "run again"):
        assert field(page).input_value() == "Who pays?"
        assert other.locator("blockquote").inner_text() == "Who rows?"
        run_all(page)
    other.get_by_role("button", name="Remove it").click()
    run_all(page)
    is_back(page, record, "Who pays?")
    assert other.count() == 0


def test_two_windows_on_one_text_are_both_kept_and_each_says_so(page: Page, record: Record) -> None:
    def all_have(*windows: tuple[Page, str]) -> None:
        for window, text in windows:
            saved(window).wait_for()
            assert field(window).input_value() == text
            said = forms(window).nth(VIEW).locator(".another")
            said.filter(has_text="There is another version").wait_for()

    write(page, "Who?")
    saved(page).wait_for()
    lab.save(page)
    other = page.context.new_page()  # which shares the kernel and the form
    lab.open_notebook(other, NAME)
    field(other).wait_for()
    assert field(other).input_value() == "Who?"
    write(other, " In two")
    write(page, " In one")
    all_have((page, "Who? In one"), (other, "Who? In two"))
    write(page, " on")
    saved(page).wait_for()
    write(other, " on")
    all_have((page, "Who? In one on"), (other, "Who? In two on"))
    lab.screenshot(page, "two-windows")
    other.close()
    run_all(page)
    all_have((page, field(page).input_value()))
    texts = [draft.text for draft in record.texts("your-view")]
    assert sorted(texts) == ["Who? In one on", "Who? In two on"]


def test_what_was_not_checked_comes_back_unchecked_is_no_attempt_and_goes_when_all_is_forgotten(
    page: Page, record: Record
) -> None:
    choice = forms(page).nth(CHOICE).get_by_role("radio").nth(1)
    items = forms(page).nth(ORDER).locator(".items .text")
    write(page, "Brandt", NAMED)
    write(page, "A day", GUESS)
    choice.check()
    forms(page).nth(ORDER).get_by_role("button", name="Move down: The captain speaks").click()
    moved = items.all_inner_texts()
    lab.save(page)
    page.reload()
    forms(page).nth(GUESS).wait_for()
    for again in (lambda page: None, run_all):
        again(page)
        for place, text, verb in ((NAMED, "Brandt", "Check"), (GUESS, "A day", "Keep this guess")):
            words = forms(page).nth(place).locator(".saved")
            words.filter(has_text=f"Not saved yet: press “{verb}”.").wait_for()
            assert field(page, place).input_value() == text
        assert choice.is_checked()
        assert items.all_inner_texts() == moved
    assert (record.attempts(), record.predictions()) == ((), ())
    forms(page).nth(NAMED).locator(".check").click()
    saved(page, NAMED).wait_for()
    assert [attempt.response for attempt in record.attempts()] == ["Brandt"]
    assert len(page.evaluate(ENTRIES)) == 3
    forget = page.locator("form.course-panel").nth(FORGET)
    forget.get_by_role("button", name="Delete my record").click()
    forget.get_by_role("button", name="Delete all this").click()
    lab.said(forget, "Your record is deleted.")
    page.wait_for_function(NO_ENTRIES)
    run_all(page)
    assert [field(page, place).input_value() for place in (VIEW, NAMED, GUESS)] == [""] * 3
    assert not choice.is_checked()


def test_a_busy_kernel_is_waited_for_and_where_storage_is_refused_the_form_says_so(
    page: Page, record: Record
) -> None:
    have_kernel(page, "import time; time.sleep(9)")
    write(page, "Who pays?")
    says_not_saved(page)
    is_back(page, record, "Who pays?")
    assert forms(page).nth(VIEW).locator(".outcome").inner_text() == ""
    restart(page)
    page.evaluate(REFUSE_STORAGE)
    try:
        write(page, " And who rows?")
        says_not_saved(page, kept="its storage is refused or full: copy it before you leave.")
    finally:
        page.evaluate("() => (Storage.prototype.setItem = window.usual)")


def test_without_a_kernel_an_explorer_shows_what_it_has_and_says_what_it_has_not(
    page: Page,
) -> None:
    status = page.locator(".course-status")
    side, mode = (page.get_by_label(label, exact=True) for label in ("Side", "Mode"))
    before = status.inner_text()
    side.select_option(index=1)
    status.filter(has_text="Timeline of").filter(has_not_text=before).wait_for()
    shut_down(page)
    side.select_option(index=0)
    status.filter(has_text=before).wait_for()
    mode.select_option(index=1)
    side.select_option(index=1)
    status.filter(has_text=NOT_FOLLOWING).wait_for()
    lab.open_notebook(page, NAME)


def test_a_page_opened_the_next_day_has_words_and_pictures_and_no_error(page: Page) -> None:
    page.get_by_label("Side", exact=True).select_option(index=1)
    assert page.locator(".course-still:visible").count() == 0
    lab.save(page)
    shut_down(page)
    page.goto(f"/lab/tree/notebooks/{NAME}?reset")
    error = page.get_by_text("Error displaying widget")
    error.nth(len(CELLS) - 1).wait_for(state="attached", timeout=lab.RUN_MILLISECONDS)
    assert [message for message in error.all() if message.is_visible()] == []
    still = page.locator(".course-still:visible")
    assert still.count() == len(CELLS)
    assert "A file with your work, to download. Run this" in still.nth(5).inner_text()
    assert (still.last.locator("img").get_attribute("alt") or "").startswith("Timeline of 16")
    still.last.locator("summary", has_text="as a table").click()
    assert still.last.locator("tbody tr").count() == 16
    lab.screenshot(page, "next-day")
