"""A whole lesson by keyboard alone: run, read, answered, explored, downloaded and saved.

The hand never leaves the keys: no test here clicks, fills in, or puts the focus anywhere by script.
In forms and explorers all keys are theirs.  On the links and folds of a page that a cell shows,
as on all links of outputs, letters and arrows stay JupyterLab's, and lead on to the next cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import lab
from tests.browser.lab import press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LESSON, COPY = "04-argument.ipynb", "keyboard.ipynb"
TYPED = "add bb xx, yz 0"  # each of these keys is a shortcut of JupyterLab
OWN_RECORD = """\
import os
os.environ["COURSE_RECORD"] = os.path.abspath("../keyboard-record")
"""
TEXT = {"text": TYPED, "textarea": f"{TYPED}\n{TYPED}", "decimal": "7"}
KEY = dict.fromkeys(["radio", "checkbox", "button"], "Space")
KEY |= dict.fromkeys(["summary", "a", "submit"], "Enter") | {"select-one": "ArrowDown"}
FORM = re.compile(r"cu\.(ask|code|predict|explore_argument|save_my_work)\(")
ACTIVE = f"{lab.PANEL}.content.activeCell"
SOURCES = f"() => {lab.PANEL}.content.widgets.map((cell) => cell.model.sharedModel.getSource())"
HAS_RUN = f"""(form) => {{
  const {{ node, model }} = {ACTIVE};
  const ran = model.sharedModel.execution_count !== null && model.executionState !== "running";
  return ran && (!form || node.querySelector("form.course-form"));
}}"""

# `keys` tells of the control in focus, of all controls in the outputs of its cell, and notes each
# moment in which nothing has the focus.
START = """() => {
  const CONTROLS = "a[href], button, input, select, summary, textarea, [tabindex='0']";
  const cellOf = (node) => node.closest(".jp-Cell");
  const first = ({ name }, all) =>
    all.find((radio) => radio.checked) ?? all.find((radio) => radio.name === name);
  function stops(cell) {
    const all = [...cell.querySelectorAll(".jp-OutputArea-output")].flatMap((output) =>
      [...output.querySelectorAll(CONTROLS)]);
    const shown = all.filter((node) => !node.disabled && node.checkVisibility({ visibilityProperty: true }));
    const group = (node) => shown.filter(({ name, type }) => type === "radio" && name === node.name);
    return shown.filter((node) => node.type !== "radio" || first(node, group(node)) === node);
  }
  const place = (node) => {
    const all = stops(cellOf(node));
    const same = ({ type, name }) => type === "radio" && type === node.type && name === node.name;
    return all.findIndex((each) => each === node || same(each));
  };
  const numbers = (colour) => colour.match(/[\\d.]+/g).map((part) => part / (colour.startsWith("rgb") ? 255 : 1));
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const clear = (colour) => numbers(colour)[3] === 0;
  function paper(node) {
    const { backgroundColor } = getComputedStyle(node);
    return clear(backgroundColor) && node.parentElement ? paper(node.parentElement) : backgroundColor;
  }
  function ring(node) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(node);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return 0;
    const [one, other] = [light(outlineColor), light(paper(node.parentElement))];
    return Math.max(one, other) / Math.min(one, other);
  }
  function seen(node) {
    const { left, right, top, bottom } = node.getClientRects()[0];
    return [[left + 3, top + 3], [(left + right) / 2, (top + bottom) / 2], [right - 3, bottom - 3]]
      .some(([x, y]) => node.contains(document.elementFromPoint(x, y)));
  }
  // Where it is, and what one meets there.
  function where(node) {
    const { left, right, top, bottom } = node.getClientRects()[0];
    const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return [left, right, top, bottom].map(Math.round).join(" ") + " " + met?.outerHTML.slice(0, 120);
  }
  // Wholly above the one before, or to its left in the same row.
  function backwards(node, before) {
    if (!before || before.closest("form, .course-page") !== node.closest("form, .course-page")) return false;
    const [now, then] = [node, before].map((each) => each.getBoundingClientRect());
    return now.bottom <= then.top || (now.top < then.bottom && now.bottom > then.top && now.right <= then.left);
  }
  window.keys = {
    lost: [],
    stops: () => stops(cellOf(document.activeElement)).length,
    at() {
      const node = document.activeElement;
      if (!node.closest(".jp-OutputArea-output")) return null;
      const all = stops(cellOf(node));
      const at = place(node);
      const { type, value = "", textContent, tagName, inputMode } = node;
      const of = { cell: [...document.querySelectorAll(".jp-Cell")].indexOf(cellOf(node)), at };
      const kind = inputMode === "decimal" ? inputMode : type || tagName.toLowerCase();
      const form = node.closest("form, .course-choices ~ div, .course-prediction");
      const name = node.labels?.[0]?.textContent ?? node.ariaLabel ?? textContent;
      return { ...of, kind, value, name, form: Boolean(form), seen: seen(node), where: where(node), ring: ring(node),
        backwards: backwards(node, all[at - 1]),
        explores: Boolean(node.dataset.choice ?? node.closest(".course-choices")) };
    },
    said: () => document.activeElement.closest(".jp-Cell").querySelector("form :is(.outcome, .said), .course-status")?.textContent,
  };
  let last;
  (function watch() {
    const now = document.activeElement;
    if (now === document.body && last) window.keys.lost.push(last.outerHTML.slice(0, 200));
    last = now.closest(".jp-OutputArea-output") && now;
    requestAnimationFrame(watch);
  })();
}"""

Stop = dict[str, Any]


@pytest.fixture
def lesson(chromium: Browser, server: lab.Server) -> Iterator[Page]:
    """A lesson without any output, on a screen of a usual size; its first cell has the focus."""
    book = json.loads(server.stored(LESSON).read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    for cell in code:
        cell |= {"outputs": [], "execution_count": None}
    code[0]["source"] = [OWN_RECORD, *code[0]["source"]]
    server.stored(COPY).write_text(json.dumps(book), encoding="utf-8")
    with lab.new_page(chromium, server) as page, lab.viewport(page, 1280, 900):
        lab.open_notebook(page, COPY)
        yield page


def at(page: Page) -> Stop | None:
    """The control in focus; JupyterLab may need a moment to scroll to it."""
    for _ in range(10):
        found: Stop | None = page.evaluate("() => keys.at()")
        if not found or found["seen"]:
            break
        page.wait_for_timeout(100)
    return found


def walk(page: Page, key: str = "Tab") -> Iterator[Stop]:
    """Press the key, and yield each stop in the outputs of the cell, until it leads out of them.

    Between a cell and its outputs Tab stops at the cell's own buttons.
    """
    cell, began = None, False
    for _ in range(200):
        press(page, key)
        stop = at(page)
        if stop is None and not began:
            continue
        began, cell = True, cell or (stop and stop["cell"])
        if stop is None or stop["cell"] != cell:
            return
        yield stop
    raise AssertionError(f"{key} does not lead out")


def use(page: Page, stop: Stop) -> None:
    """Do what one does with such a control; a form is sent, and the answer to it awaited."""
    kind, before = stop["kind"], page.evaluate("() => keys.said()")
    if stop["form"] and kind not in ("text", "textarea", "decimal"):
        press(page, "x", "ArrowLeft")  # the first would cut the cell, the other fold its section
    if kind in TEXT:
        page.keyboard.type(TEXT[kind])
    elif kind in KEY and stop["name"] != "Add it here":
        press(page, KEY[kind])
    if kind == "submit" or stop["explores"]:
        page.wait_for_function("before => keys.said() !== before", arg=before)
    if kind == "select-one" and stop["explores"]:
        press(page, "ArrowUp")
        page.wait_for_function("before => keys.said() === before", arg=before)
    if kind == "a" and stop["form"]:  # it leads to what was unfolded before, and Tab on from there
        assert page.evaluate("document.activeElement.matches('li[id]')")
        for _ in range(stop["at"]):
            press(page, "Tab")
            if (now := at(page)) and now["at"] == stop["at"]:
                break
    now = at(page)
    assert now, f"the focus left {stop}"
    assert now["kind"] == kind
    assert TEXT.get(kind, "") in now["value"]


def check_stops(page: Page) -> None:
    """From the cell, Tab leads to each control in the order of reading, Shift+Tab back again."""
    number = page.evaluate("() => keys.stops()")
    there = list(walk(page))
    assert [stop["at"] for stop in there] == [*range(number)]
    assert [stop for stop in there if not stop["seen"]] == []
    assert [stop for stop in there if stop["ring"] < 3] == []
    assert [stop for stop in there if stop["backwards"]] == []
    back = [stop["at"] for stop in walk(page, "Shift+Tab")]
    assert back == [*reversed(range(number))]
    to_cell(page, "Shift+Tab")


def to_cell(page: Page, key: str) -> None:
    """Press the key until the cell itself has the focus: its own buttons may come first."""
    for _ in range(4):
        if page.evaluate("document.activeElement.matches('.jp-Cell')"):
            return
        press(page, key)
    raise AssertionError(f"{key} does not lead to the cell")


def run_cell(page: Page, source: str) -> None:
    press(page, "Control+Enter")
    page.wait_for_function(HAS_RUN, arg=bool(FORM.search(source)), timeout=lab.RUN_MILLISECONDS)


def test_a_lesson_is_done_from_its_first_cell_to_a_saved_file_without_a_mouse(
    lesson: Page, server: lab.Server
) -> None:
    sources = lesson.evaluate(SOURCES)
    used: set[str] = set()
    lesson.evaluate(START)
    for place, source in enumerate(sources):
        press(lesson, *["ArrowDown"] * bool(place))
        if lesson.evaluate(f"{ACTIVE}.model.type") == "code":
            run_cell(lesson, source)
            if lesson.evaluate("() => keys.stops()"):
                used |= do(lesson, source)
                if "first-may" in source:
                    do(lesson, source)
                    lesson.wait_for_function("() => keys.said().includes('2 attempts so far.')")
                check_stops(lesson)
    assert used >= {"select-one", "radio", "checkbox", "text", "textarea", "summary", "submit", "a"}
    press(lesson, "b", "Enter")
    lesson.keyboard.type("cu.save_my_work()")
    run_cell(lesson, "cu.save_my_work()")
    with lesson.expect_download() as waiting:
        do(lesson, "cu.save_my_work()")
    assert waiting.value.suggested_filename.startswith("my-work-")
    press(lesson, "Control+s")
    lesson.wait_for_function(lab.IS_SAVED)
    assert lesson.evaluate(SOURCES) == [*sources, "cu.save_my_work()"]
    assert lab.error_outputs(lesson) == []
    assert lesson.evaluate("() => keys.lost") == []
    assert TYPED not in server.stored(COPY).read_text(encoding="utf-8")


def do(page: Page, source: str) -> set[str]:
    """Use the controls of a cell, of an explorer the first of each kind; return to the cell."""
    used: set[str] = set()
    for stop in walk(page):
        if "explore" not in source or stop["kind"] not in used:
            use(page, stop)
        used.add(stop["kind"])
    press(page, "Shift+Tab")
    last = at(page)
    if last and last["form"]:
        press(page, "Escape")
    else:
        list(walk(page, "Shift+Tab"))
    to_cell(page, "Shift+Tab")
    return used
