"""What assistive technology is told of each widget, page and picture, and what it announces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab, tree
from tests.every_kind import QUIZ
from tests.tiny_course import write_tiny_course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

BEGIN = """\
import os
import course_utils as cu
from course_utils.record.record import Record
os.environ["COURSE_RECORD"] = os.path.abspath("../tree-record")
Record(os.environ["COURSE_RECORD"]).forget()
tiny, course = cu.load_course("../tree-course"), cu.load_course("../data")
"""
# Of each call, some lines of its tree, in their order; a line ends where the rest does not matter.
TOLD: dict[str, list[str]] = {
    'cu.ask("one-of-four", tiny)': [
        'group "Who says that the ferry will run all year?"',
        'radio "A The author"',
        'button "Check"',
        'button "Hint"',
        'list "Hints"',
        "status",
    ],
    'cu.ask("three-of-five", tiny)': [
        'group "Which of these does the first paragraph tell as something that was said?"',
        'checkbox "A The old timetable has served its purpose."',
        'button "Check"',
    ],
    'cu.ask("five-in-order", tiny)': [
        'group "In which order did these things happen?"',
        'button "Move up: The captain speaks to the council" disabled',
        'button "Move down: The captain speaks to the council"',
        'button "Move down: The ferry reaches the northern shore" disabled',
    ],
    'cu.ask("says-who", tiny)': [
        'group "Who says so?"',
        'combobox "The fleet has been growing." = choose …',
        'option "the author"',
    ],
    'cu.ask("how-many", tiny)': ['textbox "Number paragraphs"'],
    'cu.ask("whose-name", tiny)': ['textbox "Answer"'],
    'cu.ask("your-view", tiny)': ['textbox "Your text"', 'button "Keep"'],
    'cu.ask("trip-card", tiny)': [
        'textbox "Why you go"',
        'combobox "Class" = choose …',
        'group "Stop 2"',
        'textbox "Where"',
    ],
    'cu.predict("guess-a-name", cu.draw_timeline(course), tiny)': [
        'group "Who speaks most often?"',
        'radio "A The captain"',
        'button "Keep this guess"',
        'summary "Show it: give your guess first" expanded',
        'group "Picture: ',
        'image "Timeline of 16 statements',
    ],
    'cu.code("P11")': [
        'group "P11: whose word is each claim, how sure is that voice, and which word says so?"',
        'group "Men of Hezbollah and of Iran have secretly entered Yemen."',
        'combobox "Whose word?" = choose …',
        'combobox "How sure?" = choose …',
        'textbox "Which word says so?"',
    ],
    'cu.commit_forecast("p11-veto")': [
        'textbox "Probability, 0 to 100 %"',
        'button "5 less"',
        'button "5 more"',
        'combobox "Did you already know what happened?" = choose …',
        'button "Commit"',
    ],
    "cu.show_outcomes()": ['heading "What happened" level 3', 'button "Show what happened; '],
    "cu.my_record(tiny)": ['heading "My record" level 3', 'status'],
    "cu.save_my_work(tiny)": ['heading "', 'status'],
    "cu.bring_back_my_work(tiny)": ['heading "', 'button "File with your work', 'button "Bring back"'],
    "cu.forget_me(tiny)": ['heading "', 'button "Delete my record …"'],
    "cu.add_my_article(course)": ['button "Saved page', 'button "Add this copy"'],
    "cu.export_brief(course)": ['heading "', 'button "Read it again"'],
    "cu.draw_timeline(course)": [
        'group "Picture: ',
        'image "Timeline of 16 statements',
        'summary "Description in words" expanded',
        'summary "16 rows as a table" expanded',
        'table "',
        "columnheader",
        'cell "',
    ],
    'cu.draw_network(course, theatre="yemen")': ['image "Network of ', 'table "', "columnheader"],
    "cu.draw_scales(course, 60)": ['image "', 'table "', "columnheader"],
    'cu.show_argument(course, without=["S9"])': ["list", 'summary "▾ The region: the Basij as a pattern ', 'link "unfolded above"'],
    "cu.show_cases(course)": ['table "The text fills ', 'columnheader "Condition"', 'rowheader "'],
    'cu.show_table(course.assumptions, "Assumptions")': ['table "Assumptions"', 'columnheader "No."'],
    "cu.show_ties(course)": ['table "Ties in ', 'columnheader "Ties"', 'rowheader "', 'summary "Read the '],
    "cu.show_text(tiny)": ['paragraph'],
    "cu.explore_timeline(course)": ['combobox "Side" = all', 'combobox "As of"', 'status', 'image "Timeline of 16'],
    'cu.explore_network(course, actor="fatehin")': ['combobox "Actor" = Fatehin', 'status', 'image "Network of '],
    "cu.explore_argument(course)": ['combobox "Claim" = the whole argument', 'status', 'checkbox "', 'summary "'],
}  # fmt: skip
CALLS = list(TOLD)
OPEN = "all => all.forEach((fold) => (fold.open = true))"
# Everything that a live region of ours comes to say once it is in the page, in its order.
LISTEN = """() => {
  window.announced = [];
  const regions = "[role=status], [role=alert], [aria-live=polite]";
  const heard = new Map();
  new MutationObserver((changes) => {
    for (const region of new Set(changes.map(({ target }) => (target.closest ? target : target.parentElement)?.closest(regions)))) {
      if (!region?.closest(".jp-OutputArea-output") || region.ariaLive === "off") continue;
      if (region.textContent) window.announced.push(region.textContent);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


BAD = """<p class="known-bad"><button tabindex="2"></button><input aria-describedby="nowhere">
  <a>no</a><svg></svg><img src="data:,"></p>"""
ADD = """(node, bad) => node.insertAdjacentHTML("beforeend", bad)"""
FOUND_IN_BAD = ["without a name: button", "without a name: textbox", "aria-describedby of <input", "tabindex of <button", "<a>no</a>", "<svg"]  # fmt: skip


@pytest.fixture(scope="module")
def page(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    write_tiny_course(server.folder / "tree-course", quizzes={"lesson.yaml": QUIZ})
    name, cells = "accessibility-tree.ipynb", [BEGIN, *CALLS]
    with lab.notebook_open(chromium, server, name, cells) as page:
        lab.command(page, "application:toggle-left-area")
        page.evaluate(LISTEN)
        lab.run_all(page)
        assert lab.error_outputs(page) == []
        page.locator(tree.OUTPUT).nth(len(CALLS) - 1).wait_for(state="attached")
        page.set_viewport_size(
            {"width": 1280, "height": 30_000}
        )  # what is out of sight has no tree
        yield page


@pytest.fixture(scope="module")
def told(page: Page) -> dict[str, list[tree.Node]]:
    """The tree of each call, with everything unfolded."""
    page.locator(f"{tree.OUTPUT} details").evaluate_all(OPEN)
    page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    found = tree.trees(page, tree.OUTPUT)
    assert len(found) == len(CALLS)
    return dict(zip(CALLS, found, strict=True))


def output(page: Page, call: str) -> Locator:
    return page.locator(tree.OUTPUT).nth(CALLS.index(call))


def test_nothing_is_announced_while_a_lesson_loads(page: Page) -> None:
    page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    assert page.evaluate("announced") == []


@pytest.mark.parametrize("call", CALLS)
def test_each_widget_page_and_picture_says_what_it_is(
    told: dict[str, list[tree.Node]], call: str
) -> None:
    lines = [node.line for node in told[call]]
    rest = iter(lines)
    missing = [begin for begin in TOLD[call] if not any(line.startswith(begin) for line in rest)]
    assert missing == [], "\n".join(lines)


def test_all_can_be_named_found_and_followed(page: Page, told: dict[str, list[tree.Node]]) -> None:
    assert tree.faults(page, tree.OUTPUT) == []
    output(page, CALLS[0]).evaluate(ADD, BAD)
    try:
        found = "; ".join(tree.faults(page, tree.OUTPUT))
    finally:
        page.locator(".known-bad").evaluate("node => node.remove()")
    missing = [words for words in FOUND_IN_BAD if words not in found]
    assert missing == [], found


def found(page: Page, form: Locator, role: str) -> tree.Node:
    """The first node of a role in a form."""
    form.evaluate("node => node.classList.add('looked-at')")
    [nodes] = tree.trees(page, ".looked-at")
    form.evaluate("node => node.classList.remove('looked-at')")
    return next(node for node in nodes if node.role == role)


def check(form: Locator) -> None:
    form.get_by_role("radio").first.check()
    form.locator(".check").click()


def keep(form: Locator) -> None:
    form.get_by_role("textbox").fill("Who pays?")
    form.locator(".saved").filter(has_text="Saved.").wait_for()
    form.locator(".check").click()


def no_number(form: Locator) -> None:
    form.get_by_role("textbox").fill("six")
    form.locator(".check").click()


ANNOUNCED: list[tuple[str, Callable[[Locator], object], list[str]]] = [
    ('cu.ask("one-of-four", tiny)', check, ["Answer A is not right.", "Saved."]),
    ('cu.ask("one-of-four", tiny)', lambda form: form.get_by_role("button", name="Hint").click(), ["Look for the verb of saying."]),
    ('cu.ask("how-many", tiny)', no_number, ["“six” is not a number"]),
    ('cu.ask("your-view", tiny)', keep, ["Your text is kept."]),
    ('cu.ask("five-in-order", tiny)', lambda form: form.get_by_role("button", name="Move down: The storm").click(), ["“The storm” is now 4 of 5."]),
    ("cu.forget_me(tiny)", lambda form: form.get_by_role("button").click(), ["Delete all this?"]),
    ("cu.explore_timeline(course)", lambda form: form.get_by_label("Side").select_option(index=2), ["Timeline of "]),
]  # fmt: skip


@pytest.mark.parametrize(("call", "act", "words"), ANNOUNCED)
def test_what_follows_an_action_is_announced_once(
    page: Page, call: str, act: Callable[[Locator], object], words: list[str]
) -> None:
    page.evaluate("announced.length = 0")
    act(output(page, call))
    page.wait_for_function("number => announced.length >= number", arg=len(words))
    page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    announced = page.evaluate("announced")
    assert len(announced) == len(words), announced
    assert [said for said, part in zip(announced, words, strict=True) if part not in said] == []


def test_a_response_that_is_none_is_tied_to_its_control_and_its_group(page: Page) -> None:
    form = output(page, 'cu.ask("how-many", tiny)')
    no_number(form)
    lab.said(form, "is not a number")
    group, box = (found(page, form, role) for role in ("group", "textbox"))
    assert box.line == 'textbox "Number paragraphs" = six invalid'
    assert "errormessage" in box.states
    assert "“six” is not a number" in group.description
    form.get_by_role("textbox").fill("6")
    form.locator(".check").click()
    lab.said(form, "is right")
    group, box = (found(page, form, role) for role in ("group", "textbox"))
    assert box.line == 'textbox "Number paragraphs" = 6'
    assert group.description == "Write a number (paragraphs)."
