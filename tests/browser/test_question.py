"""A question answered in a real JupyterLab: its words, hard texts, and two forms of one question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab
from tests.tiny_course import ERRORS, QUESTIONS, write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LONG = "An answer may be long where it is fair to every side of a matter. " * 6 + "W" * 120
HARD_TEXTS = [
    "<script>fail()</script><img src=x onerror=fail()>",
    "$x_1$ 🙂",
    "فاطمیون و زینبیون",
    LONG,
]
HARD = {
    "id": "hard-texts",
    "kind": "single choice",
    "stem": " ".join(HARD_TEXTS),
    "hints": [HARD_TEXTS[0]],
    "choices": [
        {"text": text, "feedback": f"{text} {text}", "error": HARD_TEXTS[0]} for text in HARD_TEXTS
    ]
    + [{"text": "The key", "correct": True, "feedback": "As written."}],
    "answer": HARD_TEXTS[0],
}
FORGET = "from course_utils.session import current_record\ncurrent_record().forget();"
CELLS = [
    f'import course_utils as cu\ncourse = cu.load_course("../tiny-course")\n{FORGET}',
    'cu.ask("who-speaks")',
    'cu.ask("hard-texts")',
    'twice = cu.ask("what-is-told")\ntwice',
    "twice",
]


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    """One page with four forms, for all tests: to start a kernel for each would take minutes."""
    quizzes = {"lesson.yaml": QUESTIONS, "hard.yaml": json.dumps([HARD], ensure_ascii=False)}
    errors = [*ERRORS, {"term": HARD_TEXTS[0], "kind": "error"}]
    write_tiny_course(server.folder / "tiny-course", quizzes, glossary=errors)
    with lab.notebook_open(chromium, server, "question-form.ipynb", CELLS) as page:
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def forms(lesson: Page) -> Locator:
    """The four forms, nothing answered yet: all cells have run again."""
    lab.forget_typed(lesson)
    return lab.run_again(lesson, CELLS[0], "form.course-question", 4)


def answer(form: Locator, choice: int, words: str) -> str:
    form.get_by_role("radio").nth(choice).check()
    form.get_by_role("button", name="Check").click()
    return lab.said(form, words)


def test_an_answer_is_told_in_a_live_region_that_was_there_before(
    lesson: Page, forms: Locator
) -> None:
    form = forms.nth(0)
    region = form.locator(".outcome").element_handle()
    assert region is not None
    assert (region.inner_text(), region.get_attribute("role")) == ("", "status")
    form.get_by_text("The author").click()
    lesson.keyboard.press("Enter")  # which is for the form, and not for JupyterLab
    outcome = lab.said(form, "Answer A is not right.")
    for words in (
        "✗",
        wrong := "This fits if one takes the report for the thing reported.",
        "Slip in reading: source and subject confused.",
        "See P1, near “anchor 1” (row statements-1).",
        "1 attempt so far.",
    ):
        assert words in outcome
    assert region.evaluate("node => node.isConnected && node.innerText") == outcome
    outcome = answer(form, 1, "Answer B is right.")
    for words in ("✓", "The clause stands in quotation marks", "2 attempts so far."):
        assert words in outcome
    assert wrong not in outcome
    lab.screenshot(lesson, "question-form")


def test_any_text_is_shown_as_text_and_nothing_is_cut(lesson: Page, forms: Locator) -> None:
    form = forms.nth(1)
    form.get_by_role("button", name="Hint").click()
    for place, text in enumerate(HARD_TEXTS):
        assert form.locator("label").nth(place).inner_text().endswith(text)
        assert f"{text} {text}" in answer(form, place, f"Answer {'ABCD'[place]} is not right.")
    lab.check_sizes(lesson, forms, 16)
    form.get_by_text("Show the worked answer").click()
    form.locator(".worked").filter(has_text=HARD_TEXTS[0]).wait_for()
    assert form.locator("legend").inner_text() == HARD["stem"]
    assert form.locator("script, img, mjx-container, .MathJax").count() == 0
    assert lesson.evaluate("typeof fail") == "undefined"
    texts = form.locator(".text").evaluate_all("all => all.map(n => getComputedStyle(n).direction)")
    assert texts[1:3] == ["ltr", "rtl"]  # Persian runs from right to left


def test_questions_do_not_touch_each_other_and_two_views_of_one_agree(
    lesson: Page, forms: Locator
) -> None:
    names = forms.evaluate_all("all => all.map(f => f.querySelector('input').name)")
    assert len(set(names)) == forms.count() == 4
    ids = lesson.locator("form.course-question [id]").evaluate_all("all => all.map(n => n.id)")
    assert len(ids) == len(set(ids))
    second = [form.get_by_role("radio").nth(1) for form in forms.all()]
    for radio in second[:3]:
        radio.check()
    assert [radio.is_checked() for radio in second] == [True, True, True, False]
    answer(forms.nth(2), 1, "Answer B is right.")
    lab.said(forms.nth(3), "Answer B is right.")
    assert second[3].is_checked()
    assert [forms.nth(place).locator(".outcome").inner_text() for place in (0, 1)] == ["", ""]
