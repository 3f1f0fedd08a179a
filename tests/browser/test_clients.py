"""What JupyterLab itself may do to a lesson: show no form, find something changed."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COURSE = 'import course_utils as cu\ncourse = cu.load_course(as_of="2017-12-07")'
CELLS = (COURSE, 'cu.ask("who-in-p1")', "cu.my_record()", "cu.explore_timeline()")
FORMS, NAME = 3, "no-form.ipynb"
HELP = "ask your instructor to run python -m course_utils doctor"
ERRORS = ("javascript error", "Error displaying widget", "model not found")
# A hub may forbid scripts that a page makes, and a server may lack either extension of the widgets.
POLICY = {"Content-Security-Policy": "script-src 'self' 'unsafe-inline' 'unsafe-eval'"}
SERVER = {"ServerApp": {"tornado_settings": {"headers": POLICY}}}
SETTINGS: dict[str, tuple[str, object]] = {
    "no anywidget": ("labconfig/page_config.json", {"disabledExtensions": {"anywidget": True}}),
    "no manager": (
        "labconfig/page_config.json",
        {"disabledExtensions": {"@jupyter-widgets/jupyterlab-manager": True}},
    ),
    "policy": ("jupyter_server_config.json", SERVER),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_where_no_form_can_start_each_cell_says_whom_to_ask_and_shows_no_error(
    chromium: Browser, server: lab.Server, tmp_path: Path, name: str
) -> None:
    where, settings = SETTINGS[name]
    path = tmp_path / "jupyter_config_dir" / where
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(settings))
    with lab.start(server.folder, tmp_path) as other:
        lab.write_notebook(other, NAME, CELLS)
        with chromium.new_context(base_url=other.url, viewport=lab.WINDOW) as context:
            page = context.new_page()
            page.request.get(f"{other.url}/api/status?token={other.token}")
            lab.open_notebook(page, NAME)
            lab.run_all(page)
            page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
            said = page.locator(lab.NOTEBOOK).inner_text()
            assert page.locator("form.course-form").count() == 0
            assert said.count(HELP) == FORMS
            assert [error for error in ERRORS if error in said] == []


def test_where_forms_start_that_sentence_is_gone_for_a_screen_reader_too(
    chromium: Browser, server: lab.Server
) -> None:
    with lab.notebook_run(chromium, server, NAME, CELLS) as page:
        page.locator("form.course-form").nth(FORMS - 1).wait_for()
        assert page.locator(".course-still").count() == FORMS
        tree = page.locator(lab.NOTEBOOK).aria_snapshot()
        assert "Timeline of 16 statements" in tree
        assert HELP not in tree


@pytest.mark.parametrize("name", ["00-start.ipynb", "03-network.ipynb"])
def test_opening_and_saving_a_lesson_changes_nothing(
    page: Page, server: lab.Server, name: str
) -> None:
    stored = server.stored(name)
    book = json.loads((lab.ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    # JupyterLab compares all of it, and no notebook can know the version beforehand.
    book["metadata"]["language_info"]["version"] = platform.python_version()
    text = json.dumps(book, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    stored.write_text(text, encoding="utf-8")
    before = stored.stat().st_mtime_ns
    lab.open_notebook(page, name)
    page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
    assert page.evaluate(lab.IS_SAVED)
    page.evaluate(f"() => {lab.PANEL}.context.save()")
    assert stored.stat().st_mtime_ns > before
    assert stored.read_text(encoding="utf-8") == text
