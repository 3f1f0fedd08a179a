"""A question answered in a real JupyterLab: by mouse, by keyboard alone, and without a kernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab
from tests.tiny_course import ERRORS, QUESTIONS, write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "question-form.ipynb"
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
WRONG = "This fits if one takes the report for the thing reported."
RIGHT = "The clause stands in quotation marks, and the name before it is an official's."
SECRETS = [
    WRONG,
    RIGHT,
    "source and subject confused",
    "verb of saying",
    "attempt",
    "An official sp",
]
TARGETS = "button:visible, summary:visible, label"
# Parts of the forms that are wider than their form, or that show only a part of their text.
CUT = """() => [...document.querySelectorAll(".course-question, .course-question *")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def notebook(server: lab.Server) -> Path:
    """A notebook with four forms, and a small course for it, in the folder that is served."""
    quizzes = {"lesson.yaml": QUESTIONS, "hard.yaml": json.dumps([HARD], ensure_ascii=False)}
    errors = [*ERRORS, {"term": HARD_TEXTS[0], "kind": "error"}]
    write_tiny_course(server.folder / "tiny-course", quizzes, glossary=errors)
    return lab.write_notebook(server, NAME, CELLS)


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server, notebook: Path) -> Iterator[Page]:
    """One page for all tests of this file: to start a kernel for each would take minutes."""
    with lab.new_page(chromium, server) as page:
        lab.open_notebook(page, notebook.name)
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def forms(lesson: Page) -> Locator:
    """The four forms, nothing answered yet: all cells have run again."""
    lesson.set_viewport_size({"width": 1280, "height": 1600})
    lab.command(lesson, "notebook:clear-all-cell-outputs")
    lab.forget_typed(lesson)
    lab.command(lesson, "notebook:run-all-cells")
    forms = lesson.locator("form.course-question")
    forms.nth(3).wait_for()
    assert lab.error_outputs(lesson) == []
    return forms


def said(form: Locator, words: str) -> str:
    """What the live region of a form says once it says these words."""
    status = form.locator(".outcome")
    status.filter(has_text=words).wait_for()
    return status.inner_text()


def answer(form: Locator, choice: int) -> None:
    form.get_by_role("radio").nth(choice).check()
    form.get_by_role("button", name="Check").click()


def test_a_question_is_answered_wrong_then_right_by_mouse(lesson: Page, forms: Locator) -> None:
    form = forms.nth(0)
    form.get_by_text("The author").click()
    lesson.keyboard.press("Enter")  # which is for the form, and not for JupyterLab
    outcome = said(form, "Answer A is not right.")
    assert WRONG in outcome
    assert "Slip in reading: source and subject confused." in outcome
    assert "See P1, near “anchor 1” (row statements-1)." in outcome
    assert "✗" in outcome
    assert "1 attempt so far." in outcome
    form.get_by_text("An official", exact=True).click()
    form.get_by_role("button", name="Check").click()
    outcome = said(form, "Answer B is right.")
    assert RIGHT in outcome
    assert "✓" in outcome
    assert "2 attempts so far." in outcome
    assert WRONG not in outcome
    lab.screenshot(lesson, "question-form")


def tab_to(lesson: Page, target: Locator) -> None:
    for _ in range(40):
        lesson.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("Tab does not lead there")


def test_the_outcome_comes_into_a_live_region_that_was_there_before(forms: Locator) -> None:
    status = forms.nth(0).locator(".outcome")
    region = status.element_handle()
    assert region is not None
    assert region.inner_text() == ""
    answer(forms.nth(0), 0)
    said(forms.nth(0), WRONG)
    assert region.evaluate("node => node.isConnected && node.textContent").find(WRONG) > 0


def test_any_text_is_shown_as_text(lesson: Page, forms: Locator) -> None:
    form = forms.nth(1)
    form.get_by_role("button", name="Hint").click()
    for place, text in enumerate(HARD_TEXTS):
        assert form.locator("label").nth(place).inner_text().endswith(text)
        answer(form, place)
        assert f"{text} {text}" in said(form, f"Answer {'ABCD'[place]} is not right.")
    form.get_by_text("Show the worked answer").click()
    form.locator(".worked").filter(has_text=HARD_TEXTS[0]).wait_for()
    assert form.locator("legend").inner_text() == HARD["stem"]
    assert form.locator("script, img, mjx-container, .MathJax").count() == 0
    assert lesson.evaluate("typeof fail") == "undefined"
    texts = form.locator(".text").evaluate_all("all => all.map(n => getComputedStyle(n).direction)")
    assert texts[1:3] == ["ltr", "rtl"]  # Persian runs from right to left


@pytest.mark.parametrize(("width", "scale"), [(1280, 1), (640, 2), (320, 1)])
def test_nothing_is_cut_and_every_target_is_large_enough(
    lesson: Page, forms: Locator, width: int, scale: int
) -> None:
    answer(forms.nth(1), 3)
    said(forms.nth(1), LONG)
    forms.nth(1).get_by_role("button", name="Hint").click()
    lesson.set_viewport_size({"width": width, "height": 1600 // scale})
    lesson.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    assert forms.nth(0).evaluate("node => node.clientWidth") < width
    assert lesson.evaluate(CUT) == []
    boxes = [target.bounding_box() for target in forms.locator(TARGETS).all()]
    assert len(boxes) >= 16
    assert [box for box in boxes if not box or min(box["width"], box["height"]) < 24] == []


def test_questions_on_one_page_do_not_touch_each_other(lesson: Page, forms: Locator) -> None:
    names = forms.evaluate_all("all => all.map(f => f.querySelector('input').name)")
    assert len(set(names)) == forms.count() == 4
    ids = lesson.locator("form.course-question [id]").evaluate_all("all => all.map(n => n.id)")
    assert len(ids) == len(set(ids))
    for place in (0, 1, 2):
        forms.nth(place).get_by_role("radio").nth(1).check()
    assert [form.get_by_role("radio").nth(1).is_checked() for form in forms.all()] == [
        True,
        True,
        True,
        False,
    ]
    answer(forms.nth(0), 1)
    said(forms.nth(0), "Answer B is right.")
    assert forms.nth(1).locator(".outcome").inner_text() == ""


def test_two_views_of_one_question_show_the_same_answer(forms: Locator) -> None:
    answer(forms.nth(2), 1)
    said(forms.nth(2), "Answer B is right.")
    said(forms.nth(3), "Answer B is right.")
    assert forms.nth(3).get_by_role("radio").nth(1).is_checked()


def words(lesson: Page) -> list[tuple[str, str]]:
    """What the cells store beside the numbers of the widgets."""
    found = [output["data"] for output in lab.outputs(lesson)]
    return [(data["text/plain"], data.get("text/html", "")) for data in found]


def test_nothing_of_an_answer_is_in_the_saved_file(
    lesson: Page, forms: Locator, notebook: Path
) -> None:
    unanswered = words(lesson)
    forms.nth(0).get_by_role("button", name="Hint").click()
    answer(forms.nth(0), 0)
    said(forms.nth(0), WRONG)
    answer(forms.nth(0), 1)
    said(forms.nth(0), RIGHT)
    forms.nth(0).get_by_text("Show the worked answer").click()
    forms.nth(0).get_by_text("An official speaks").wait_for()
    lab.save(lesson)
    stored = notebook.read_text(encoding="utf-8")
    assert "Who speaks in the first paragraph?" in stored
    assert [secret for secret in SECRETS if secret in stored] == []
    assert words(lesson) == unanswered
