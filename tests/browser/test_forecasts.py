"""Forecasts in a real JupyterLab: committed, revised, made final, and what happened."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from course_utils.record.record import Record
from course_utils.session import load_course
from course_utils.source.course_rows import LedgerEvent
from tests.browser import axe, lab
from tests.browser.lab import press, said, tab_to

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

VETO, OTHER, OUTCOMES = range(3)
SHOWN = "form.course-form"
LOCK = "Show what happened; my numbers are final"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = {path!r}
course = cu.load_course()
"""
CALLS = ['cu.commit_forecast("p11-veto", "ndf-law")', "cu.show_outcomes()"]
RULERS = ["cu.draw_scales(course)", "cu.draw_scales(course, 60)"]


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    with lab.notebook_open(chromium, server, "forecasts.ipynb", ["", *CALLS]) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record")


@pytest.fixture
def forms(lesson: Page, record: Record) -> Locator:
    lab.forget_typed(lesson)
    return run(lesson, record)


def run(page: Page, record: Record) -> Locator:
    return lab.run_again(page, BEGIN.format(path=str(record.path)), SHOWN, 3)


def fill(form: Locator, percent: str, reason: str = "a reason", known: str = "no") -> None:
    form.get_by_label("Probability").fill(percent)
    form.get_by_label("Why, in one line").fill(reason)
    form.get_by_label("Did you already know").select_option(known)


def commit(form: Locator, *given: str) -> None:
    fill(form, *given)
    form.get_by_role("button", name="Commit").click()


def outcomes() -> list[str]:
    return [event.outcome for event in load_course(lab.ROOT / "data").rows(LedgerEvent)]


def test_a_number_is_typed_or_stepped_and_committed_by_keys(
    lesson: Page, forms: Locator, record: Record
) -> None:
    form = forms.nth(VETO)
    number = form.get_by_label("Probability")
    number.focus()
    press(lesson, "ArrowUp")
    assert number.input_value() == "50"
    form.get_by_role("button", name="5 more").click()
    form.get_by_role("button", name="5 more").click()
    form.get_by_role("button", name="5 less").click()
    number.focus()
    press(lesson, "ArrowDown")
    assert number.input_value() == "54"
    tab_to(lesson, form.get_by_label("Why, in one line"))
    lesson.keyboard.type("abc xyz")  # each of these letters is a shortcut of JupyterLab
    press(lesson, "Enter")
    tab_to(lesson, form.get_by_label("Did you already know"))
    lesson.keyboard.type("n")
    tab_to(lesson, form.get_by_role("button", name="Commit"))
    assert record.forecasts() == ()
    press(lesson, "Enter")
    said(form, "Committed: 54 %. You may revise it once")
    assert [(each.percent, each.reason) for each in record.forecasts()] == [(54, "abc xyz")]


def test_bad_numbers_are_named_and_stay_as_typed(lesson: Page, forms: Locator) -> None:
    form = forms.nth(VETO)
    for typed, words in [
        ("about 60", "“about 60” is not a number"),
        ("160", "“160” is not a percentage"),
        ("-5", "“-5” is not a percentage"),
        ("", "Write a probability"),
        ("60,5", "“60,5” is read as 60.5."),
    ]:
        commit(form, typed)
        said(form, words)
        assert form.get_by_label("Probability").input_value() == typed


def test_what_is_typed_survives_a_reload_and_commits_nothing(
    lesson: Page, forms: Locator, record: Record
) -> None:
    fill(forms.nth(VETO), "37", "typed only")
    forms.nth(VETO).get_by_text("Saved.").wait_for()
    again = run(lesson, record)
    assert again.nth(VETO).get_by_label("Probability").input_value() == "37"
    assert again.nth(VETO).get_by_label("Did you already know").input_value() == "no"
    assert record.forecasts() == ()


def test_commit_revise_lock_and_a_late_number_of_another_window(
    chromium: Browser, server: lab.Server, lesson: Page, forms: Locator, record: Record
) -> None:
    commit(forms.nth(VETO), "60", "the first reason")
    said(forms.nth(VETO), "Committed: 60 %.")
    commit(forms.nth(VETO), "70", "the in-tray")
    said(forms.nth(VETO), "Committed: 60 %, revised to 70 %.")
    commit(forms.nth(VETO), "80", "more")
    said(forms.nth(VETO), "80 % is not taken")
    sources = [BEGIN.format(path=str(record.path)), CALLS[0]]
    with lab.notebook_open(chromium, server, "other.ipynb", sources) as window:
        lab.run_all(window)
        other = window.locator(SHOWN)
        text = lesson.content() + server.stored("forecasts.ipynb").read_text(encoding="utf-8")
        state = lesson.evaluate(f"JSON.stringify({lab.PANEL}.content.model.toJSON())")
        assert [each for each in outcomes() if each in text + state] == []
        panel = forms.nth(OUTCOMES)
        panel.get_by_role("button", name=LOCK).click()
        said(panel, "11 events without a number: show it all the same?")
        assert record.locked_at is None
        panel.get_by_role("button", name=LOCK).click()
        said(panel, "Your numbers are final. Saved.")
        assert lab.has_focus(panel), "the button that was pressed is gone"
        assert all(each in panel.inner_text() for each in outcomes())
        commit(other.nth(OTHER), "20", "too late")
        said(other.nth(OTHER), "late: 20 %, not scored. All your numbers are final since")
    assert [each.percent for each in record.forecasts()] == [60, 70, 20]
    lab.save(lesson)
    stored = server.stored("forecasts.ipynb").read_text(encoding="utf-8")
    assert [each for each in outcomes() if json.dumps(each)[1:-1] in stored] == []
    lab.run_all(lesson)  # a new kernel, which reads the record of this machine's other place
    again = run(lesson, record)
    assert "60 %, revised to 70 %" in again.nth(OUTCOMES).inner_text()
    assert "late: 20 %, not scored" in again.nth(OUTCOMES).inner_text()
    assert "All your numbers are final" in again.nth(VETO).inner_text()


def test_forms_and_outcomes_fit_and_can_be_used_by_everybody(
    lesson: Page, forms: Locator, record: Record
) -> None:
    version = {
        event.id: _version(event) for event in load_course(lab.ROOT / "data").rows(LedgerEvent)
    }
    for number, (event, of) in enumerate(version.items()):
        record.add_forecast(event, of, number * 9, "a reason", known=number == 3)
    assert record.lock()
    forms = run(lesson, record)
    forms.nth(OUTCOMES).get_by_role("table", name="Your forecasts").wait_for()
    lab.check_sizes(lesson, forms, at_least=10)
    axe.finds_nothing(lesson, SHOWN, "forecasts")
    for width in (320, 640):
        with lab.viewport(lesson, width, 1600):
            lab.screenshot(lesson, f"forecasts-{width}")


def _version(event: LedgerEvent) -> str:
    from course_utils.quiz.forecasts import Forecasting

    return Forecasting.of(event).version


def test_rulers_in_both_themes(chromium: Browser, server: lab.Server, record: Record) -> None:
    sources = [BEGIN.format(path=os.fspath(record.path)), *RULERS]
    with lab.notebook_run(chromium, server, "scales.ipynb", sources) as page:
        lab.command(page, "application:toggle-left-area")
        axe.finds_nothing(page, ".course-picture", "scales")
        for width in (320, 640):
            with lab.viewport(page, width, 1600):
                lab.screenshot(page, f"scales-{width}")
