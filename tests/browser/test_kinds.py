"""Every kind of question in a real JupyterLab: by keyboard alone, and after a restart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser import axe, lab
from tests.browser.lab import press, said, tab_to
from tests.every_kind import QUIZ
from tests.tiny_course import ERRORS, QUESTIONS, write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "every-kind.ipynb"
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../every-kind-record")
picture = cu.draw_timeline(cu.load_course("../data"))
course = cu.load_course("../every-kind")
"""
FORGET = "from course_utils.session import current_record\ncurrent_record().forget();"
KERNEL_GONE = "widget model not found"  # JupyterLab's own complaint
FOLD = "Show it: give your guess first"
SAVED = "Saved."
# Without the pause after which a text is kept, only leaving its box keeps it.
NO_PAUSE = """() => {
  window.usual = setTimeout;
  window.setTimeout = (act, wait, ...rest) => (wait === 800 ? 0 : usual(act, wait, ...rest));
}"""


class Tried(NamedTuple):
    """A first try of a question: the keys pressed, what the form holds then, what is said of it."""

    keys: Sequence[str]
    filled: object
    told: str


# Whether the figure is right of the form, and whether it begins no higher.
BESIDE = """guess => {
  const [form, figure] = [".course-question", ".course-figure"].map((part) =>
    guess.querySelector(part).getBoundingClientRect());
  return [form.right <= figure.left, form.top - 40 < figure.top];
}"""
LONG = "An answer may be long where it is fair to every side of a matter. " * 6 + "W" * 120
HARD_TEXTS = [
    "<script>fail()</script><img src=x onerror=fail()>",
    "$x_1$ 🙂",
    "فاطمیون و زینبیون",
    LONG,
]
HARD = {
    "id": "hard-texts",
    "kind": "multiple choice",
    "stem": " ".join(HARD_TEXTS),
    "hints": HARD_TEXTS[:1],
    "choices": [
        {"text": text, "feedback": f"{text} {text}", "error": HARD_TEXTS[0]} for text in HARD_TEXTS
    ]
    + [{"text": "The key", "correct": True, "feedback": "As written."}],
    "answer": HARD_TEXTS[0],
}
KEPT = "Your guess is kept. It is not graded."
COMPANY, COUNCIL, STORM = "The company is founded", "The captain speaks to the council", "The storm"
ORDER = [COMPANY, COUNCIL, STORM]
ORDER += ["The captain gives an interview", "The ferry reaches the northern shore"]
TRIED = {
    "one-of-four": Tried(["Space"], [True, False, False, False], "Answer A is not right."),
    "three-of-five": Tried(["Space", "Tab", "Space", "Tab", "Tab", "Space"], [True, True, False, True, False], "2 of 3 right answers chosen, and 1 that does not fit."),
    "five-in-order": Tried(["Alt+ArrowDown"], ORDER, f"3 of 4 pairs in order; the first that breaks is “{COUNCIL}” before “{STORM}”."),
    "says-who": Tried([*"the", "Tab", *"the", "Tab", *"an e"], ["the author", "the author", "an event"], "1 of 3 items are in their category."),
    "how-many": Tried("5", "5", "“5” is not right."),
    "what-share": Tried("40 %", "40 %", "“40 %” is right: anything from 35 to 45 is."),
    "whose-name": Tried("ole brandt", "ole brandt", "“ole brandt” is right."),
    "your-view": Tried("Who pays?", "Who pays?", "Your text is kept. The course does not grade it."),
    "guess-a-name": Tried(["Space"], [True, False, False], KEPT),
    "guess-a-number": Tried("7", "7", KEPT),
    "guess-in-words": Tried("A day", "A day", KEPT),
    "stops": Tried("The mill", "The mill", "Your form is kept. The course does not grade it."),
    "hard-texts": Tried(["Space", *["Tab", "Space"] * 3], [*[True] * 4, False], "0 of 1 right answer chosen, and 4 that do not fit."),
}  # fmt: skip
NAMES = list(TRIED)
GUESSES = [name for name in NAMES if name.startswith("guess")]
CELLS = [
    f'cu.predict("{name}", picture)' if name in GUESSES else f'cu.ask("{name}")' for name in NAMES
] + ['twice = cu.ask("who-speaks")\ntwice', "twice"]


@pytest.fixture(scope="module")
def notebook(server: lab.Server) -> Path:
    """A notebook with a form of every kind, in the folder that is served."""
    hard = json.dumps([HARD], ensure_ascii=False)
    quizzes = {"lesson.yaml": QUIZ, "hard.yaml": hard, "more.yaml": QUESTIONS}
    errors = [*ERRORS, {"term": HARD_TEXTS[0], "kind": "error"}]
    write_tiny_course(server.folder / "every-kind", quizzes, glossary=errors)
    return lab.write_notebook(server, NAME, [BEGIN + FORGET, *CELLS])


@pytest.fixture(scope="module")
def lesson(chromium: Browser, server: lab.Server, notebook: Path) -> Iterator[Page]:
    """One page for all tests of this file: to start a kernel for each would take minutes."""
    with lab.new_page(chromium, server, [KERNEL_GONE]) as page:
        lab.open_notebook(page, notebook.name)
        lab.command(page, "application:toggle-left-area")
        yield page


@pytest.fixture
def forms(lesson: Page) -> Locator:
    """The forms, nothing answered yet: the record is empty and all cells have run again."""
    lab.forget_typed(lesson)
    return run_again(lesson, BEGIN + FORGET)


def run_again(lesson: Page, begin: str) -> Locator:
    return lab.run_again(lesson, begin, "form.course-question", len(CELLS))


def form_of(forms: Locator, name: str) -> Locator:
    return forms.nth(NAMES.index(name))


def answer(lesson: Page, forms: Locator, name: str) -> str:
    """Answer by keys alone, from the cell on, look at hint and worked answer; return what is said."""
    form, place = form_of(forms, name), NAMES.index(name)
    lesson.evaluate(f"{lab.PANEL}.content.activeCellIndex = {1 + place}")
    lab.command(lesson, "notebook:enter-command-mode")
    tab_to(lesson, form.locator("[data-way], input, select, textarea").first)
    press(lesson, *TRIED[name].keys)
    if form.locator("input[type=text]").count() == 0:  # in a line, Enter checks
        tab_to(lesson, form.locator(".check"))
    press(lesson, "Enter")
    outcome = said(form, TRIED[name].told)
    form.locator(".saved").filter(has_text=SAVED).wait_for()
    if form.get_by_role("button", name="Hint").is_visible():
        tab_to(lesson, form.get_by_role("button", name="Hint"))
        press(lesson, "Space")
        form.locator(".hints li").wait_for()
    if name not in GUESSES:
        tab_to(lesson, form.locator(".offer summary"))
        press(lesson, "Enter")
        form.locator(".worked:not(:empty)").wait_for()
    assert filled(form, name) == TRIED[name].filled
    return outcome


def filled(form: Locator, name: str) -> object:
    """What the form holds, as a learner sees it."""
    if name == "five-in-order":
        return form.locator(".items .text").all_inner_texts()
    if name == "says-who":
        return form.get_by_role("combobox").evaluate_all(
            "all => all.map(b => b.selectedOptions[0].text)"
        )
    if isinstance(TRIED[name].filled, str):
        return form.get_by_role("textbox").first.input_value()
    return form.locator("input").evaluate_all("all => all.map(box => box.checked)")


def test_what_is_answered_by_keyboard_alone_comes_back_after_a_reload_and_a_restart(
    lesson: Page, forms: Locator
) -> None:
    assert lesson.locator(".course-still").count() == forms.count() == len(CELLS)
    assert lesson.locator(".course-still:visible").count() == 0
    nothing = re.compile("Nothing is|no category yet")
    for form in forms.all():
        assert form.get_by_role("group", name=form.locator("legend").inner_text()).count() == 1
        form.locator(".check").click()
        form.locator(".outcome").filter(has_text=nothing).wait_for()
        assert form.locator(".saved").inner_text() == ""
    region = forms.nth(0).locator(".outcome").element_handle()
    outcomes = [answer(lesson, forms, name) for name in NAMES]
    assert lesson.evaluate(f"{lab.PANEL}.content.widgets.length") == 1 + len(CELLS)
    assert region is not None
    assert region.get_attribute("role") == "status"
    assert region.evaluate("node => node.isConnected && node.textContent").startswith("✗")
    for words in (
        "✗",
        "This fits if one takes the report for the thing reported.",
        "Slip in reading: source and subject confused.",
        "See P1, near “anchor 1” (row statements-1).",
        "1 attempt so far.",
    ):
        assert words in outcomes[0]
    lesson.evaluate(lab.SET_FIRST, BEGIN)
    lab.save(lesson)
    lesson.reload()
    forms.nth(len(CELLS) - 1).wait_for()
    shows_all(forms, outcomes, [])
    lesson.evaluate(f"{lab.PANEL}.sessionContext.session.kernel.restart()")
    lab.open_notebook(lesson, NAME)
    lab.command(lesson, "application:toggle-left-area")
    forms = run_again(lesson, BEGIN)
    shows_all(forms, outcomes, ["your-view", "stops"])
    forms.nth(0).locator("label").nth(1).click()
    forms.nth(0).locator(".check").click()
    assert "2 attempts so far." in said(forms.nth(0), "Answer B is right.")


def shows_all(forms: Locator, outcomes: list[str], untold: Sequence[str]) -> None:
    for form, name, outcome in zip(forms.all(), NAMES, outcomes, strict=False):
        form.scroll_into_view_if_needed()  # what is out of sight is not drawn and has no text
        assert filled(form, name) == TRIED[name].filled
        form.locator(".saved").filter(has_text=SAVED).wait_for()
        if name not in untold:
            assert said(form, TRIED[name].told) == outcome
        assert name in GUESSES or form.locator(".offer").is_visible()


def test_an_item_keeps_the_focus_while_it_moves_and_each_move_is_said(
    lesson: Page, forms: Locator
) -> None:
    form = form_of(forms, "five-in-order")
    for text in ORDER:
        for way in ("up", "down"):
            assert form.get_by_role("button", name=f"Move {way}: {text}", exact=True).count() == 1
    down = form.get_by_role("button", name=f"Move down: {COMPANY}")
    down.focus()
    steps = [("Enter", "now 3 of"), ("ArrowDown", "now 4 of"), ("Alt+ArrowUp", "now 3 of")]
    steps += [("Space", "now 4 of"), ("ArrowDown", "now 5 of"), ("ArrowDown", "already")]
    for key, words in steps:
        press(lesson, key)
        assert down.evaluate("node => node === document.activeElement")
        assert form.locator("fieldset [role=status]").inner_text() == f"“{COMPANY}” is {words} 5."
    assert form.locator(".items .text").all_inner_texts()[-1] == COMPANY
    assert down.get_attribute("aria-disabled") == "true"
    assert form.locator("[aria-disabled=true][data-way]").count() == 2


def test_a_text_is_kept_after_a_pause_and_when_the_box_is_left_and_never_replaced(
    lesson: Page, forms: Locator
) -> None:
    form = form_of(forms, "your-view")
    box, saved = form.get_by_role("textbox"), form.locator(".saved")
    box.click()
    press(lesson, *"Who", "Control+a", "x", "Control+z", "End")
    assert saved.inner_text() == ""
    saved.filter(has_text=SAVED).wait_for()
    form.locator(".offer").wait_for()
    for letter in " pays":  # faster and slower than a text is kept
        press(lesson, letter)
        lesson.wait_for_timeout(1200 if letter == "y" else 300)
    lesson.evaluate(NO_PAUSE)
    try:
        press(lesson, *"?", "Enter", "Shift+Enter", *"xyz")
        assert saved.inner_text() == ""
        form.get_by_role("button", name="Hint").focus()
        saved.filter(has_text=SAVED).wait_for()
    finally:
        lesson.evaluate("() => (window.setTimeout = window.usual)")
    assert form.locator(".outcome").inner_text() == ""
    box = form_of(run_again(lesson, BEGIN), "your-view").get_by_role("textbox")
    assert box.input_value() == "Who pays?\n\nxyz"


def test_the_figure_stands_beside_the_guess_and_under_it_on_a_narrow_page(
    lesson: Page, forms: Locator
) -> None:
    guess = lesson.locator(".course-prediction").nth(0)
    form, figure = form_of(forms, "guess-a-name"), guess.locator(".course-figure")
    assert not guess.locator("img").is_visible()
    figure.get_by_text(FOLD).click()
    assert guess.locator("img").is_visible()
    form.get_by_role("radio").first.check()
    form.locator(".check").click()
    said(form, KEPT)
    heading = form.get_by_role("heading", name="Your guess")
    assert heading.is_visible()
    assert form.locator(".guess").inner_text() == "The captain"
    figure.get_by_role("heading", name="The figure").wait_for()
    assert guess.locator("img").is_visible()
    assert guess.get_by_text(FOLD).count() == 0
    assert all(guess.evaluate(BESIDE))
    with lab.viewport(lesson, 640, 1600):
        assert guess.evaluate(BESIDE) == [False, True]


def test_two_views_of_one_question_agree_touch_no_other_and_fold_the_readers_own_passage(
    lesson: Page, forms: Locator, server: lab.Server
) -> None:
    names = forms.evaluate_all("all => all.map(f => f.querySelector('input[type=radio]')?.name)")
    ids = lesson.locator("form.course-question [id]").evaluate_all("all => all.map(n => n.id)")
    radios = list(filter(None, names))
    assert (len(set(radios)), len(set(ids))) == (len(radios), len(ids))
    copy = server.folder / "every-kind" / "my-work" / "article.txt"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text("It has anchor 1 & “quotes” in it.\n\nAnd anchor 2 here.\n")
    first, second = forms.nth(len(NAMES)), forms.nth(len(NAMES) + 1)
    try:
        first.get_by_role("radio").nth(0).check()
        first.locator(".check").click()
        for form in (first, second):
            said(form, "Answer A is not right.")
            assert form.get_by_role("radio").nth(0).is_checked()
            fold = form.locator(".passages")
            assert not fold.locator("blockquote").is_visible()
            fold.get_by_text("Read P1 (row statements-1)").click()
            assert fold.locator("blockquote").inner_text() == "It has anchor 1 & “quotes” in it."
    finally:
        copy.unlink()
    assert not forms.nth(0).get_by_role("radio").nth(0).is_checked()
    assert "".join(forms.nth(at).locator(".outcome").inner_text() for at in range(len(NAMES))) == ""


def test_axe_finds_nothing_in_any_kind_no_text_is_markup_or_cut_and_targets_are_large(
    lesson: Page, forms: Locator
) -> None:
    axe.finds_nothing(lesson, ".course-question")
    *_, outcome = [answer(lesson, forms, name) for name in NAMES]
    axe.finds_nothing(lesson, ".course-question, .course-prediction", "every-kind")
    lab.check_sizes(lesson, forms, 50)
    hard = form_of(forms, "hard-texts")
    assert not [text for text in HARD_TEXTS if f"{text} {text}" not in outcome]
    texts = hard.locator(".choice .text")
    assert texts.all_text_contents() == [*HARD_TEXTS, "The key"]
    assert hard.locator("legend").text_content() == HARD["stem"]
    assert hard.locator("script, img, mjx-container, .MathJax").count() == 0
    assert lesson.evaluate("typeof fail") == "undefined"
    ways = texts.evaluate_all("all => all.map(n => getComputedStyle(n).direction)")
    assert ways[1:3] == ["ltr", "rtl"]  # Persian runs from right to left
