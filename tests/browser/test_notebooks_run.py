"""Every lesson in a real JupyterLab: run, answered, run again and saved, it stays as delivered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import axe, lab, reflow, tree
from tests.cell_outputs import VIEW

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NOTEBOOKS = sorted((lab.ROOT / "notebooks").glob("*.ipynb"))
# Of a further course those with most pictures and explorers: all would take as long again.
NOTEBOOKS += sorted(lab.ROOT.glob("courses/*/notebooks/0[34]-*.ipynb"))
OWN_WORDS = "These words are mine alone."
IMAGE = re.compile('data:image/[^"]*')  # differs from one machine to the next
VERDICTS = ("right", "partly right", "wrong", "kept")
OPEN = "all => all.forEach((fold) => (fold.open = true))"
# Of what is asked, next to the rest of its form: style sheets come in any order, with any widget.
SIZES = """all => all.map((form) => {
  const [asked, rest] = [form.querySelector("legend"), form].map((node) => getComputedStyle(node));
  return parseFloat(asked.fontSize) / parseFloat(rest.fontSize);
})"""
TAKEN = ", ".join(f".outcome[data-state='{verdict}']" for verdict in VERDICTS)


def called(path: Path) -> str:
    """The name of a lesson, after that of a further course."""
    course = path.parent.parent
    return path.stem if course == lab.ROOT else f"{course.name}-{path.stem}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=called)
def test_a_lesson_is_for_everyone_and_stays_as_delivered_whatever_is_answered(
    page: Page, server: lab.Server, path: Path
) -> None:
    check_lesson(page, server, path)


def check_lesson(page: Page, server: lab.Server, path: Path) -> None:
    """Run it, answer and choose, let axe look in both themes, and run it again."""
    at, name = path.parent.relative_to(lab.ROOT).as_posix(), path.name
    stored = server.stored(name, at)
    delivered, outputs = stored.stat().st_mtime_ns, compared(stored)
    lab.open_notebook(page, name, at)
    lab.command(page, "application:toggle-left-area")
    lab.run_all(page)
    assert lab.error_outputs(page) == []
    forms = page.locator("form.course-question")
    count = forms.count()
    assert page.locator(".course-still:visible").count() == 0
    assert [size for size in forms.evaluate_all(SIZES) if size <= 1] == []
    for form in forms.all():
        answer(form)
    explorers = page.locator("form.course-choices")
    assert explorers.count() == stored.read_text(encoding="utf-8").count("cu.explore_")
    for explorer in explorers.all():
        explore(explorer)
    page.locator(f"{reflow.OUTPUT} details").evaluate_all(OPEN)
    axe.finds_nothing(page, reflow.OUTPUT, called(path))
    assert reflow.too_wide(page) == []
    with lab.viewport(page, 1280, tree.ALL_IN_SIGHT):
        assert tree.faults(page, tree.OUTPUT) == []
    lab.run_all(page)
    assert lab.error_outputs(page) == []
    assert forms.count() == count
    lab.save(page)
    assert stored.stat().st_mtime_ns > delivered
    assert OWN_WORDS not in stored.read_text(encoding="utf-8")
    assert compared(stored) == outputs


def compared(path: Path) -> list[list[dict[str, str]]]:
    """What strict nbval compares of each code cell that a notebook stores."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [list(map(_words, cell["outputs"])) for cell in cells if cell["cell_type"] == "code"]


def _words(output: dict[str, Any]) -> dict[str, str]:
    texts = output.get("data") or {"text": output["text"]}
    return {mime: IMAGE.sub("", "".join(text)) for mime, text in texts.items() if mime != VIEW}


def explore(form: Locator) -> None:
    """Choose something else in an explorer, and wait until its words follow."""
    status = form.locator("xpath=following-sibling::p[@role='status']")
    before = status.inner_text()
    form.locator("select").first.select_option(index=1)
    status.filter(has_not_text=before).wait_for()


def answer(form: Locator) -> None:
    """Give some answer to a question of any kind, and wait until it is judged or kept."""
    for radio in form.get_by_role("radio").all()[:1]:
        radio.check()
    for box in form.get_by_role("checkbox").all()[:1]:
        box.check()
    for choice in form.get_by_role("combobox").all():
        choice.select_option(index=1)
    for field in form.locator("input[type=text], input:not([type])").all():
        field.fill("7")
    for field in form.get_by_role("textbox").all():
        if field.evaluate("node => node.tagName") == "TEXTAREA":
            field.fill(OWN_WORDS)
    for button in form.locator("li button:not([aria-disabled=true])").all()[:1]:
        button.click()
    form.locator(".check").click()
    form.locator(TAKEN).wait_for()
