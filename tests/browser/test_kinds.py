"""Every kind of question in a real JupyterLab: by mouse, by keyboard alone, and after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import axe, lab
from tests.browser.test_question import CUT, FORGET, TARGETS, said, tab_to
from tests.every_kind import EXAMPLES, QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

NAME = "every-kind.ipynb"
VIEW = "application/vnd.jupyter.widget-view+json"
NAMES = [example.id for example in EXAMPLES]
GUESSES = [name for name in NAMES if name.startswith("guess")]
BEGIN = """\
import os
import course_utils as cu
os.environ["COURSE_RECORD"] = os.path.abspath("../every-kind-record")
picture = cu.draw_timeline(cu.load_course("../data"))
course = cu.load_course("../every-kind")
"""
CELLS = [
    f'cu.predict("{name}", picture)' if name in GUESSES else f'cu.ask("{name}")' for name in NAMES
]
# The disk takes its time while there is a file "slow".
SLOW_DISK = """\
import time
os.fsync = lambda number: [time.sleep(0.1) for _ in iter(lambda: os.path.exists("../slow"), False)]
"""
SET_FIRST = f"source => {lab.CODE_CELLS}[0].setSource(source)"
KERNEL_GONE = "widget model not found"  # JupyterLab's own complaint
FOLD = "Show the figure: write your guess first"
SAVED = "Saved."
CUT_OUTSIDE_FIGURES = CUT.replace(
    "  .map",
    '  .filter((node) => !node.closest(".course-scroll, input, textarea, select, .unseen"))\n  .map',
)
# What the learner is told of the first try below.
TOLD = {
    "one-of-four": "Answer A is not right.",
    "three-of-five": "2 of 3 right answers chosen, and 1 that does not fit.",
    "five-in-order": "3 of 4 pairs in order; the first that breaks is “The captain speaks to the council” before “The storm”.",
    "says-who": "1 of 3 items are in their category.",
    "how-many": "“5” is not right.",
    "what-share": "“40 %” is right: anything from 35 to 45 is.",
    "whose-name": "“ole brandt” is right.",
    "your-view": "Your text is kept. It is not graded.",
    "guess-a-name": "Your guess is kept. It is not graded.",
    "guess-a-number": "Your guess is kept. It is not graded.",
    "guess-in-words": "Your guess is kept. It is not graded.",
}  # fmt: skip
TYPED = {
    "how-many": "5",
    "what-share": "40 %",
    "whose-name": "ole brandt",
    "your-view": "Who pays?",
    "guess-a-number": "7",
    "guess-in-words": "A day",
}
CATEGORIES = ["the author", "the author", "an event"]
MOVED = ["The company is founded", "The captain speaks to the council", "The storm"]
MOVED += ["The captain gives an interview", "The ferry reaches the northern shore"]


@pytest.fixture(scope="module")
def notebook(server: lab.Server) -> Path:
    """A notebook with a form of every kind, in the folder that is served."""
    write_tiny_course(server.folder / "every-kind", quizzes={"lesson.yaml": QUIZ})
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
    lab.command(lesson, "notebook:clear-all-cell-outputs")
    lab.forget_typed(lesson)
    return run_again(lesson, BEGIN + FORGET)


def run_again(lesson: Page, begin: str) -> Locator:
    lesson.set_viewport_size({"width": 1280, "height": 1600})
    lesson.evaluate(SET_FIRST, begin)
    lab.command(lesson, "notebook:clear-all-cell-outputs")
    lab.command(lesson, "notebook:run-all-cells")
    forms = lesson.locator("form.course-question")
    forms.nth(len(NAMES) - 1).wait_for()
    lesson.wait_for_function(lab.HAS_RUN)
    assert lab.error_outputs(lesson) == []
    return forms


def fill(form: Locator, name: str) -> None:
    """Answer by mouse, and by keys only what is typed."""
    if name in TYPED:
        form.get_by_role("textbox").fill(TYPED[name])
    elif name == "three-of-five":
        for text in ("The old timetable", "The ferry leaves", "The plan is"):
            form.locator("label", has_text=text).click()
    elif name == "five-in-order":
        form.get_by_role("button", name="Move down: The captain speaks to the council").click()
    elif name == "says-who":
        for select, text in zip(form.get_by_role("combobox").all(), CATEGORIES, strict=True):
            select.select_option(text)
    else:
        form.locator("label").nth(0).click()


def check(form: Locator, name: str) -> str:
    form.locator(".check").click()
    outcome = said(form, TOLD[name])
    form.locator(".saved").filter(has_text=SAVED).wait_for()
    return outcome


def answer_all(forms: Locator) -> list[str]:
    outcomes = []
    for form, name in zip(forms.all(), NAMES, strict=True):
        fill(form, name)
        outcomes.append(check(form, name))
    return outcomes


def filled(form: Locator, name: str) -> object:
    """What the form holds, as a learner sees it."""
    if name in TYPED:
        return form.get_by_role("textbox").input_value()
    if name == "five-in-order":
        return form.locator(".items .text").all_inner_texts()
    if name == "says-who":
        return [
            box.evaluate("b => b.selectedOptions[0].text")
            for box in form.get_by_role("combobox").all()
        ]
    return [box.is_checked() for box in form.locator("input").all()]


FILLED = TYPED | {
    "one-of-four": [True, False, False, False],
    "three-of-five": [True, True, False, True, False],
    "five-in-order": MOVED,
    "says-who": CATEGORIES,
    "guess-a-name": [True, False, False],
}


def test_every_kind_is_answered_by_mouse(lesson: Page, forms: Locator) -> None:
    for form, name in zip(forms.all(), NAMES, strict=True):
        form.locator(".check").click()
        form.locator(".outcome").filter(has_text="Nothing is").or_(
            form.locator(".outcome").filter(has_text="no category yet")
        ).wait_for()
        assert form.locator(".saved").inner_text() == ""
        fill(form, name)
        check(form, name)
        assert filled(form, name) == FILLED[name]


def press(*keys: str) -> Callable[[Page], None]:
    def do(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return do


KEYS: dict[str, Callable[[Page], None]] = {
    "one-of-four": press("Space"),
    "three-of-five": press("Space", "Tab", "Space", "Tab", "Tab", "Space"),
    "five-in-order": press("Alt+ArrowDown"),
    "says-who": press("t", "h", "e", "Tab", "t", "h", "e", "Tab", "a", "n", " ", "e"),
    **{name: press(*text) for name, text in TYPED.items()},
    "guess-a-name": press("Space"),
}


def test_every_kind_is_answered_by_keyboard_alone(lesson: Page, forms: Locator) -> None:
    for place, name in enumerate(NAMES):
        lesson.evaluate(f"{lab.PANEL}.content.activeCellIndex = {1 + place}")
        lab.command(lesson, "notebook:enter-command-mode")
        answer_by_keys(lesson, forms.nth(place), name)
        assert filled(forms.nth(place), name) == FILLED[name]
    assert lesson.evaluate(f"{lab.PANEL}.content.widgets.length") == 1 + len(NAMES)


def answer_by_keys(lesson: Page, form: Locator, name: str) -> None:
    first = "[data-way]" if name == "five-in-order" else "input, select, textarea"
    tab_to(lesson, form.locator(first).first)
    KEYS[name](lesson)
    tab_to(lesson, form.locator(".check"))
    lesson.keyboard.press("Enter")
    said(form, TOLD[name])
    if form.get_by_role("button", name="Hint").is_visible():
        tab_to(lesson, form.get_by_role("button", name="Hint"))
        lesson.keyboard.press("Space")
        form.locator(".hints li").wait_for()
    if name not in GUESSES:
        tab_to(lesson, form.locator(".offer summary"))
        lesson.keyboard.press("Enter")
        form.locator(".worked:not(:empty)").wait_for()


def test_enter_in_a_line_checks(lesson: Page, forms: Locator) -> None:
    for name in ("how-many", "whose-name", "guess-in-words"):
        form = forms.nth(NAMES.index(name))
        form.get_by_role("textbox").click()
        press(*TYPED[name], "Enter")(lesson)
        said(form, TOLD[name])


# Order


def items(form: Locator) -> list[str]:
    return form.locator(".items .text").all_inner_texts()


def test_an_item_keeps_the_focus_while_it_moves_and_each_move_is_said(
    lesson: Page, forms: Locator
) -> None:
    form = forms.nth(NAMES.index("five-in-order"))
    dealt = items(form)
    down = form.get_by_role("button", name="Move down: The company is founded")
    said_now = form.locator("fieldset [role=status]")
    down.focus()
    steps = [("Enter", 3), ("ArrowDown", 4), ("Alt+ArrowUp", 3), ("Space", 4), ("ArrowDown", 5)]
    for key, place in steps:
        lesson.keyboard.press(key)
        assert items(form).index("The company is founded") == place - 1
        assert down.evaluate("node => node === document.activeElement")
        assert said_now.inner_text() == f"“The company is founded” is now {place} of 5."
    assert down.get_attribute("aria-disabled") == "true"
    lesson.keyboard.press("ArrowDown")
    assert said_now.inner_text() == "“The company is founded” is already 5."
    assert items(form) == [
        *(text for text in dealt if text != "The company is founded"),
        "The company is founded",
    ]
    assert form.locator("[aria-disabled=true][data-way]").count() == 2


def test_the_buttons_of_an_item_say_which_item_they_move(forms: Locator) -> None:
    form = forms.nth(NAMES.index("five-in-order"))
    for text in items(form):
        for way in ("up", "down"):
            assert form.get_by_role("button", name=f"Move {way}: {text}", exact=True).count() == 1


# Reflection


def test_a_text_is_kept_after_a_pause_and_when_the_box_is_left(
    lesson: Page, forms: Locator
) -> None:
    form = forms.nth(NAMES.index("your-view"))
    box, saved = form.get_by_role("textbox"), form.locator(".saved")
    box.click()
    press(*"Who")(lesson)
    assert saved.inner_text() == ""
    saved.filter(has_text=SAVED).wait_for()
    form.locator(".offer").wait_for()
    press(*" pays?", "Enter", "Shift+Enter", *"xyz")(lesson)
    assert saved.inner_text() == ""
    form.get_by_role("button", name="Hint").focus()
    saved.filter(has_text=SAVED).wait_for(timeout=700)
    assert form.locator(".outcome").inner_text() == ""
    forms = run_again(lesson, BEGIN)
    assert (
        forms.nth(NAMES.index("your-view")).get_by_role("textbox").input_value()
        == "Who pays?\n\nxyz"
    )


def test_what_is_being_typed_is_never_replaced(lesson: Page, forms: Locator) -> None:
    box = forms.nth(NAMES.index("your-view")).get_by_role("textbox")
    box.click()
    for letter in "abcdef":
        lesson.keyboard.press(letter)
        lesson.wait_for_timeout(300)
    lesson.wait_for_timeout(1500)
    lesson.keyboard.press("g")
    assert box.input_value() == "abcdefg"


def test_a_text_is_edited_with_the_usual_shortcuts(lesson: Page, forms: Locator) -> None:
    box = forms.nth(NAMES.index("your-view")).get_by_role("textbox")
    box.click()
    press(*"one", "Control+a", "x", "Control+z")(lesson)
    assert box.input_value() == "one"
    lesson.wait_for_function(f"() => {lab.PANEL}.context.model.dirty")
    lesson.keyboard.press("Control+s")
    lesson.wait_for_function(lab.IS_SAVED)
    assert lesson.evaluate(f"{lab.PANEL}.content.widgets.length") == 1 + len(NAMES)


# The record


def test_a_page_that_is_reloaded_shows_all_answers(lesson: Page, forms: Locator) -> None:
    outcomes = answer_all(forms)
    lab.save(lesson)
    lesson.reload()
    forms.nth(len(NAMES) - 1).wait_for()
    for form, name, outcome in zip(forms.all(), NAMES, outcomes, strict=True):
        form.scroll_into_view_if_needed()  # what is out of sight is not drawn and has no text
        assert said(form, TOLD[name]) == outcome
        assert filled(form, name) == FILLED[name]


def test_a_restarted_kernel_and_a_reloaded_page_bring_all_answers_back(
    lesson: Page, forms: Locator
) -> None:
    outcomes = answer_all(forms)
    lesson.evaluate(SET_FIRST, BEGIN)
    lab.save(lesson)
    lesson.evaluate(f"{lab.PANEL}.sessionContext.session.kernel.restart()")
    lab.open_notebook(lesson, NAME)
    lab.command(lesson, "application:toggle-left-area")
    forms = run_again(lesson, BEGIN)
    for form, name, outcome in zip(forms.all(), NAMES, outcomes, strict=True):
        form.scroll_into_view_if_needed()
        assert filled(form, name) == FILLED[name]
        form.locator(".saved").filter(has_text=SAVED).wait_for()
        if name == "your-view":
            assert form.locator(".offer").is_visible()
        else:
            assert said(form, TOLD[name]) == outcome
    form = forms.nth(0)
    form.locator("label").nth(1).click()
    form.locator(".check").click()
    assert "2 attempts so far." in said(form, "Answer B is right.")


def test_an_answer_to_an_earlier_wording_is_said_and_not_judged(
    lesson: Page, forms: Locator, server: lab.Server
) -> None:
    answer_all(forms)
    path = server.folder / "every-kind" / "quizzes" / "lesson.yaml"
    path.write_text(QUIZ.replace("stem: Who says that", "stem: Who tells that"), encoding="utf-8")
    try:
        form = run_again(lesson, BEGIN).nth(0)
        assert "attempt" not in said(form, "You answered an earlier wording of this question.")
        assert filled(form, "one-of-four") == [False] * 4
        assert not form.locator(".offer").is_visible()
    finally:
        path.write_text(QUIZ, encoding="utf-8")


def test_what_cannot_be_saved_is_said_where_saved_would_stand(lesson: Page, forms: Locator) -> None:
    forms = run_again(lesson, BEGIN + 'os.environ["COURSE_RECORD"] = "/dev/null/record"\n')
    for place in (0, NAMES.index("your-view"), NAMES.index("guess-a-name")):
        fill(forms.nth(place), NAMES[place])
        forms.nth(place).locator(".check").click()
        said(forms.nth(place), TOLD[NAMES[place]])
        forms.nth(place).locator(".saved").filter(has_text="Not saved: ").wait_for()
    forms.nth(0).scroll_into_view_if_needed()
    assert "1 attempt so far." in said(forms.nth(0), TOLD["one-of-four"])


def test_feedback_does_not_wait_for_the_disk_and_saved_does(
    lesson: Page, server: lab.Server
) -> None:
    forms, slow = run_again(lesson, BEGIN + SLOW_DISK), server.folder / "slow"
    slow.touch()
    forms.nth(0).locator("label").nth(1).click()
    forms.nth(0).locator(".check").click()
    said(forms.nth(0), "Answer B is right.")
    assert forms.nth(0).locator(".saved").inner_text() == ""
    slow.unlink()
    forms.nth(0).locator(".saved").filter(has_text=SAVED).wait_for()


# A guess and its figure


def test_the_figure_stands_beside_the_guess_and_under_it_on_a_narrow_page(
    lesson: Page, forms: Locator
) -> None:
    guess = lesson.locator(".course-prediction").nth(0)
    form, figure = forms.nth(NAMES.index("guess-a-name")), guess.locator(".course-figure")
    assert not guess.locator("img").is_visible()
    figure.get_by_text(FOLD).click()
    assert guess.locator("img").is_visible()
    fill(form, "guess-a-name")
    check(form, "guess-a-name")
    heading = form.get_by_role("heading", name="Your guess")
    assert heading.is_visible()
    assert form.locator(".guess").inner_text() == "The captain"
    figure.get_by_role("heading", name="The figure").wait_for()
    assert guess.locator("img").is_visible()
    assert guess.get_by_text(FOLD).count() == 0
    left, right = form.bounding_box(), figure.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["y"] - right["y"]) < 40
    lesson.set_viewport_size({"width": 640, "height": 1600})
    lesson.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    left, right = form.bounding_box(), figure.bounding_box()
    assert left
    assert right
    assert left["y"] + left["height"] <= right["y"]


def test_the_widget_takes_the_place_of_what_the_cell_stores(lesson: Page, forms: Locator) -> None:
    assert forms.count() == len(NAMES)
    assert lesson.locator(".course-still").count() == len(NAMES)
    assert lesson.locator(".course-still:visible").count() == 0


STORED = f"() => {lab.CODE_CELLS}.map(c => c.outputs.map(o => o.data))"


def stored(lesson: Page) -> list[list[dict[str, str]]]:
    """What the cells store, but for the numbers of the widgets."""
    view = "application/vnd.jupyter.widget-view+json"
    cells = lesson.evaluate(STORED)
    return [
        [{mime: data[mime] for mime in data if mime != view} for data in cell] for cell in cells
    ]


def test_what_the_cells_store_is_the_same_whatever_was_answered(
    lesson: Page, forms: Locator, notebook: Path
) -> None:
    before = stored(lesson)
    answer_all(forms)
    lab.save(lesson)
    file = notebook.read_text(encoding="utf-8")
    assert stored(lesson) == before
    secrets = ["Who pays?", "A day", "ole brandt", "fits if", "attempt", "Saved", "stands in P1"]
    assert [secret for secret in secrets if secret in file] == []
    run_again(lesson, BEGIN)
    assert stored(lesson) == before
    for cell, name in zip(before[1:], NAMES, strict=True):
        still, live = cell
        assert live == {"text/plain": ""}
        assert (f"<details><summary>{FOLD}</summary>" in still["text/html"]) == (name in GUESSES)


def test_without_a_kernel_a_saved_notebook_shows_the_questions_and_the_folded_figure(
    lesson: Page, forms: Locator
) -> None:
    answer_all(forms)
    lab.save(lesson)
    lesson.evaluate(f"{lab.PANEL}.sessionContext.shutdown()")
    lesson.goto(f"/lab/tree/notebooks/{NAME}?reset")
    missing = lesson.get_by_text("Error displaying widget: model not found")
    missing.nth(len(NAMES) - 1).wait_for(state="attached", timeout=lab.RUN_MILLISECONDS)
    try:
        still = lesson.locator(".course-still")
        assert still.nth(0).inner_text().startswith("Who says that the ferry will run all year?")
        assert lesson.locator(".course-still:visible").count() == len(NAMES)
        assert not [message for message in missing.all() if message.is_visible()]
        assert "Run this cell to answer here." in still.nth(0).inner_text()
        guess = still.nth(NAMES.index("guess-a-name"))
        assert not guess.locator("img").is_visible()
        guess.get_by_text(FOLD).click()
        assert guess.locator("img").is_visible()
    finally:
        lab.open_notebook(lesson, NAME)
        lab.command(lesson, "application:toggle-left-area")


def hidden(output: dict[str, Any]) -> dict[str, Any]:
    """The same output with one blank more."""
    data = {mime: text for mime, text in output["data"].items() if mime != VIEW}
    return output | {"data": data | {"text/plain": ["".join(data["text/plain"]), " "]}}


def test_a_notebook_that_is_not_trusted_shows_the_questions_and_the_folded_figure(
    lesson: Page, forms: Locator, chromium: Browser, server: lab.Server, notebook: Path
) -> None:
    lab.save(lesson)
    delivered = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in delivered["cells"]:
        cell["outputs"] = [hidden(output) for output in cell["outputs"]]  # nobody has signed this
    server.stored("delivered.ipynb").write_text(json.dumps(delivered), encoding="utf-8")
    with lab.new_page(chromium, server) as page:
        page.goto("/lab/tree/notebooks/delivered.ipynb?reset")
        page.get_by_text("Who says that the ferry will run all year?").wait_for()
        last_words = page.get_by_text("Run this cell to answer here.")
        last_words.nth(len(NAMES) - 1).wait_for(state="attached")
        assert last_words.count() == len(NAMES)
        assert page.locator("form.course-question").count() == 0
        guess = page.locator(".jp-OutputArea", has_text="Who speaks most often?").first
        assert not guess.locator("img").is_visible()
        guess.get_by_text(FOLD).click()
        assert guess.locator("img").is_visible()
        assert (guess.locator("img").get_attribute("alt") or "").startswith("Timeline of ")


# The reader's copy


def test_a_passage_from_the_readers_copy_is_folded_and_shown_as_text(
    lesson: Page, forms: Locator, server: lab.Server
) -> None:
    copy = server.folder / "my-work" / "article.txt"
    copy.parent.mkdir(exist_ok=True)
    passage = "It has <b>anchor 1</b> & “quotes” in it."
    copy.write_text(f"{passage.replace('<b>', '').replace('</b>', '')}\n\nAnd anchor 2 here.\n")
    try:
        fill(forms.nth(0), "one-of-four")
        check(forms.nth(0), "one-of-four")
        fold = forms.nth(0).locator(".passages")
        assert fold.locator("summary").inner_text() == "Read P1 (row statements-1)"
        assert not fold.locator("blockquote").is_visible()
        fold.locator("summary").click()
        assert fold.locator("blockquote").inner_text() == "It has anchor 1 & “quotes” in it."
    finally:
        copy.unlink()


# How it looks


def unfold(forms: Locator) -> None:
    for form in forms.all():
        if form.locator(".offer").is_visible():
            form.locator(".offer summary").click()
            form.locator(".worked:not(:empty)").wait_for()


@pytest.mark.parametrize("theme", lab.THEMES)
def test_axe_finds_nothing_in_any_kind(lesson: Page, forms: Locator, theme: str) -> None:
    lesson.set_viewport_size({"width": 1280, "height": 9000})
    with lab.theme(lesson, theme):
        bad = axe.found_in_known_bad(lesson, ".course-prediction .course-question")
        assert {"color-contrast", "image-alt", "label"} <= bad
        look(lesson, forms)
        answer_all(forms)
        unfold(forms)
        lab.screenshot(lesson, f"every-kind-{theme.split()[-1].lower()}")
        look(lesson, forms)


def look(lesson: Page, forms: Locator) -> None:
    # axe measures letters only, so each sign becomes one.
    forms.locator(".sign").evaluate_all("all => all.forEach(n => (n.textContent = 'x'))")
    assert axe.violations(lesson, ".course-question, .course-prediction") == []


@pytest.mark.parametrize(("width", "scale"), [(1280, 1), (640, 2), (320, 1)])
def test_nothing_is_cut_and_every_target_is_large_enough(
    lesson: Page, forms: Locator, width: int, scale: int
) -> None:
    answer_all(forms)
    lesson.set_viewport_size({"width": width, "height": 1600 // scale})
    lesson.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    assert forms.nth(0).evaluate("node => node.clientWidth") < width
    assert lesson.evaluate(CUT_OUTSIDE_FIGURES) == []
    targets = forms.locator(f"{TARGETS}, select, textarea, input[type=text]").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) >= 40
    assert [box for box in boxes if not box or min(box["width"], box["height"]) < 24] == []
    if width == 320:
        lab.screenshot(lesson, "every-kind-320")


def test_every_control_has_a_name_and_is_in_a_group_with_the_question(forms: Locator) -> None:
    for form, name in zip(forms.all(), NAMES, strict=True):
        group = form.get_by_role("group", name=form.locator("legend").inner_text())
        assert group.count() == 1, name
        controls = group.locator("input, select, textarea, button").all()
        assert controls
        for control in controls:
            label = control.evaluate(
                "n => n.getAttribute('aria-label') || n.labels?.[0]?.textContent"
            )
            assert label, name
