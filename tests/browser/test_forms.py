"""Forms and codings in a real JupyterLab: kept, compared by keyboard, and shown again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from course_utils.reading.coding import find_coding
from course_utils.session import load_course
from tests.browser import axe, lab
from tests.browser.lab import press, said, tab_to
from tests.browser.test_kinds import FORGET
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "forms.ipynb"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../forms-record")
trips = cu.load_course("../trips")
course = cu.load_course("../data")
"""
CELLS = [
    'cu.ask("source-card")',
    'cu.code("P11")',
    'cu.code("P8")',
    'cu.ask("stops", trips)',
    'cu.ask("trip-card", trips)',
    "cu.my_record()",
]
CARD, P11, P8, STOPS, TRIP = range(5)
HARD = "<img src=x onerror=alert(1)> & “so” فاطمیون"
GENRE = "an analysis with advice"
SAVED = "Saved."
GONE = ["widget model not found"]  # JupyterLab's own complaint of a kernel that was restarted


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    write_tiny_course(server.folder / "trips", quizzes={"lesson.yaml": QUIZ})
    with lab.notebook_open(chromium, server, NAME, [BEGIN + FORGET, *CELLS], GONE) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def forms(lesson: Page) -> Locator:
    """The forms, nothing written yet: the record is empty and all cells have run again."""
    lab.forget_typed(lesson)
    return run_again(lesson, BEGIN + FORGET)


def run_again(lesson: Page, begin: str = BEGIN) -> Locator:
    return lab.run_again(lesson, begin, "form.course-question", 5)


def saved(form: Locator) -> None:
    form.locator(".saved").filter(has_text=SAVED).wait_for()


def code_claim(page: Page, keys: str, word: str) -> None:
    """By keys, from the first field of a claim: the voice, how sure, and the word."""
    voice, certainty = keys.split("/")
    press(page, *voice, "Tab", *certainty, "Tab", *word)


def test_a_form_is_kept_across_a_restart_and_a_reload_and_shown_in_my_record(
    lesson: Page, forms: Locator
) -> None:
    form = forms.nth(CARD)
    form.get_by_label("Who wrote it").fill(HARD)
    form.get_by_label("What kind of text").select_option(GENRE)
    form.get_by_label("cannot know").fill("What was meant.\nAnd by whom.")
    form.locator(".check").click()
    assert "Still empty:" in said(form, "Your form is kept.")
    saved(form)
    lesson.evaluate(lab.SET_FIRST, BEGIN)
    lab.save(lesson)
    lesson.reload()
    form.wait_for()
    holds_card(form)
    lesson.evaluate(f"{lab.PANEL}.sessionContext.session.kernel.restart()")
    lab.open_notebook(lesson, NAME)
    lab.command(lesson, "application:toggle-left-area")
    form = run_again(lesson).nth(CARD)
    holds_card(form)
    form.get_by_label("Not finished before").fill("7 December")
    form.locator(".check").focus()
    saved(form)
    form.locator(".offer summary").click()
    form.locator(".worked:not(:empty)").wait_for()
    run_again(lesson)
    record = lesson.locator(".course-panel")
    record.get_by_text("What I answered in 01-source").click()
    text = record.inner_text()
    assert f"Who wrote it, and what you know of that person: {HARD}" in text
    assert f"What kind of text it is: {GENRE}" in text
    assert record.locator("img").count() == 0


def holds_card(form: Locator) -> None:
    form.scroll_into_view_if_needed()
    saved(form)
    assert form.get_by_label("Who wrote it").input_value() == HARD
    assert form.get_by_label("What kind of text").input_value() == GENRE
    assert form.get_by_label("cannot know").input_value() == "What was meant.\nAnd by whom."


def test_what_was_written_in_one_form_is_added_to_another_and_its_own_words_stay(
    lesson: Page, forms: Locator
) -> None:
    forms.nth(STOPS).get_by_label("Stop 2").fill(HARD)
    forms.nth(STOPS).locator(".check").click()
    said(forms.nth(STOPS), "Your form is kept.")
    trip = run_again(lesson).nth(TRIP)
    why = trip.get_by_label("Why you go")
    why.fill("To rest.")
    trip.get_by_text("From your stops").click()
    trip.get_by_role("button", name="Add it here").click()
    assert why.input_value() == f"To rest.\nStop 2: {HARD}"
    assert lab.has_focus(why)
    trip.get_by_role("group", name="Stop 2").get_by_label("How long").select_option("a night")
    trip.get_by_label("Seats").fill("about two")
    trip.locator(".check").click()
    assert "“about two” is not a number" in said(trip, "Your form is kept.")
    trip = run_again(lesson).nth(TRIP)
    assert why.input_value() == f"To rest.\nStop 2: {HARD}"
    assert trip.get_by_label("Seats").input_value() == "about two"


def test_p11_is_coded_and_compared_by_keyboard_and_shown_again_after_a_reload(
    lesson: Page, forms: Locator
) -> None:
    form = forms.nth(P11)
    lesson.evaluate(f"{lab.PANEL}.content.activeCellIndex = {1 + P11}")
    lab.command(lesson, "notebook:enter-command-mode")
    tab_to(lesson, form.locator("select").first)
    code_claim(lesson, "an official, r/said", "")
    press(lesson, "Enter")  # in a line it shows nothing yet
    press(lesson, "Tab")
    code_claim(lesson, "the/said", "may")
    saved(form)
    assert form.locator(".ours:not(:empty)").count() == 0
    tab_to(lesson, form.locator(".check"))
    press(lesson, "Enter")
    words = said(form, "Ours stands beside yours.")
    assert "Not coded yet, so ours is not shown: “There have been launches" in words
    check_compared(form)
    because = form.get_by_label("I keep mine")
    assert because.filter(visible=True).count() == 1
    because.nth(1).focus()
    press(lesson, *"He takes it over.")
    form.locator(".check").focus()
    saved(form)
    lesson.evaluate(lab.SET_FIRST, BEGIN)
    lab.save(lesson)
    lesson.reload()
    forms.first.wait_for()
    form = run_again(lesson).nth(P11)
    form.scroll_into_view_if_needed()
    check_compared(form)
    assert form.get_by_label("I keep mine").nth(1).input_value() == "He takes it over."
    form.locator("select").nth(2).select_option("official paraphrased")
    form.locator(".ours", has_text="The same as ours: an official").nth(1).wait_for()


def check_compared(form: Locator) -> None:
    """Ours stands beside the first two claims and beside no other, in words and in shape."""
    ours = form.locator(".ours:not(:empty)")
    ours.nth(5).wait_for()
    assert ours.count() == 6
    states = [each.get_attribute("data-state") for each in ours.all()]
    assert states == ["same", "same", "same", "differs", "same", "differs"]
    assert form.locator(".shape").all_inner_texts() == ["=", "=", "=", "≠", "=", "≠"]
    assert ours.nth(3).inner_text().endswith("an official, reported (Saudi Arabia)")


def test_a_faulty_coding_stands_there_to_be_mended(lesson: Page, forms: Locator) -> None:
    form = forms.nth(P8)
    form.locator(".check").click()
    said(form, "Nothing is mended yet")
    assert form.locator("select").first.input_value() == "official quoted"
    form.locator("select").first.select_option("author")
    form.locator(".check").click()
    said(form, "Ours stands beside yours.")
    form.locator(".ours[data-state=differs]").nth(2).wait_for()
    assert form.locator(".ours[data-state=differs]").count() == 3


def test_axe_finds_nothing_and_nothing_is_cut(
    lesson: Page, forms: Locator, server: lab.Server
) -> None:
    copy = server.folder / "my-work" / "article.txt"
    copy.parent.mkdir(exist_ok=True)
    claims = find_coding(load_course(lab.ROOT / "data"), "P11").claims
    copy.write_text(" ".join(f"Made up: {claim.anchor}, and so on." for claim in claims))
    forms = run_again(lesson, BEGIN + FORGET)
    assert forms.nth(P11).locator(".passage blockquote").count() == 6
    copy.unlink()
    fill_all(forms)
    axe.finds_nothing(lesson, ".course-question", "forms")
    for width in (320, 640):
        with lab.viewport(lesson, width, 1600):
            lab.screenshot(lesson, f"forms-{width}")
    lab.check_sizes(lesson, forms, 60)


def fill_all(forms: Locator) -> None:
    card = forms.nth(CARD)
    card.get_by_label("Who wrote it").fill("Farzin Nadimi; P0 says no more")
    card.get_by_label("Who published it").fill(
        "A magazine critical of it (1991): close to a lobby."
    )
    card.locator(".check").click()
    said(card, "Your form is kept.")
    form = forms.nth(P11)
    for place, code in enumerate(("official paraphrased", "asserted", "author", "asserted")):
        form.locator("select").nth(place).select_option(code)
    form.locator(".check").click()
    said(form, "Ours stands beside yours.")
    form.get_by_label("I keep mine").nth(1).fill("He takes it over without a word of doubt.")
    forms.nth(TRIP).get_by_label("Day").fill("Friday")
