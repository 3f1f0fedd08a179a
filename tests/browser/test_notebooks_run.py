"""Every lesson in a real JupyterLab: run, answered, run again and saved, it stays as delivered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab, tree

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NOTEBOOKS = sorted((lab.ROOT / "notebooks").glob("*.ipynb"))
# Of a further course those with most pictures and explorers: all would take as long again.
NOTEBOOKS += sorted(lab.ROOT.glob("courses/*/notebooks/0[34]-*.ipynb"))
OWN_WORDS = "These words are mine alone."
VERDICTS = ("right", "partly right", "wrong", "kept")
TAKEN = ", ".join(f".outcome[data-state='{verdict}']" for verdict in VERDICTS)


def called(path: Path) -> str:
    """The name of a lesson, after that of a further course."""
    course = path.parent.parent
    return path.stem if course == lab.ROOT else f"{course.name}-{path.stem}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=called)
def test_a_lesson_stays_as_delivered_whatever_is_answered(
    page: Page, server: lab.Server, path: Path
) -> None:
    at, name = path.parent.relative_to(lab.ROOT).as_posix(), path.name
    stored = server.stored(name, at)
    delivered = stored.stat().st_mtime_ns
    lab.open_notebook(page, name, at)
    lab.run_all(page)
    assert lab.error_outputs(page) == []
    forms = page.locator("form.course-question")
    count = forms.count()
    assert page.locator(".course-still:visible").count() == 0
    for form in forms.all():
        answer(form)
    explorers = page.locator("form.course-choices")
    assert explorers.count() == stored.read_text(encoding="utf-8").count("cu.explore_")
    for explorer in explorers.all():
        explore(explorer)
    with lab.viewport(page, 1280, tree.ALL_IN_SIGHT):
        assert tree.faults(page, tree.OUTPUT) == []
    lab.screenshot(page, called(path))
    lab.run_all(page)
    assert lab.error_outputs(page) == []
    assert forms.count() == count
    lab.save(page)
    assert stored.stat().st_mtime_ns > delivered
    assert OWN_WORDS not in stored.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", f"{at}/{name}"]
    check = subprocess.run(command, cwd=server.folder, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


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
