"""The clients that students and teachers use, each in earnest, in an environment made for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import conftest, lab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = lab.ROOT
chromium = conftest.chromium
CLIENTS = ["notebook>=7", "nbclassic", "voila", "jupyter-collaboration", "papermill", "jupytext"]
CLIENTS += ["nbstripout"]
LESSONS = ("04-argument.ipynb", "03-network.ipynb")
PATIENCE = 120_000
# What no reader of a lesson should see: errors, and a style sheet or a drawing as text.
RUBBISH = (
    "Error displaying",
    "model not found",
    "javascript error",
    "Traceback",
    ".course-",
    "<svg",
)
STEMS = """() => [...document.querySelectorAll(".course-question, .course-still")]
  .filter((node) => node.checkVisibility())
  .map((node) => (node.querySelector("p, legend, h3") ?? node).textContent.trim())"""
BROKEN = "() => [...document.images].filter((i) => i.complete && !i.naturalWidth).length"
CLASSIC_READY = "() => window.Jupyter?.notebook?.kernel?.is_connected?.()"
CLASSIC_RUN = "() => { Jupyter.notebook.clear_all_output(); Jupyter.notebook.execute_all_cells(); }"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment, or of the one that CLIENTS_ENV names."""
    if made := os.environ.get("CLIENTS_ENV"):
        return Path(made) / "bin"
    folder, begin = tmp_path_factory.mktemp("clients") / "env", time.monotonic()
    venv.create(folder, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "-e", str(ROOT), "pytest", "nbval", *CLIENTS]
    subprocess.run([folder / "bin/python", *install], check=True)
    print(f"clients installed in {time.monotonic() - begin:.0f} s")
    return folder / "bin"


@pytest.fixture
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that no other client has saved anything in."""
    folder = tmp_path_factory.mktemp("course")
    lab.copy_course(folder)
    return folder


@pytest.fixture(scope="module")
def notebook_server(
    programs: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[lab.Server]:
    """Notebook 7, nbclassic and Voilà, on one server."""
    course = tmp_path_factory.mktemp("course")
    lab.copy_course(course)
    alone = ["--YDocExtension.disable_rtc=True", "--JupyterNotebookApp.expose_app_in_browser=True"]
    command = [str(programs / "python"), "-m", "notebook", *alone]
    with lab.start(course, tmp_path_factory.mktemp("private"), command) as server:
        yield server


def run_notebook_7(page: Page, name: str) -> None:
    page.goto(f"/notebooks/notebooks/{name}")
    lab.wait_until_open(page)
    lab.run_all(page)


def run_nbclassic(page: Page, name: str) -> None:
    page.goto(f"/nbclassic/notebooks/notebooks/{name}")
    page.wait_for_function(CLASSIC_READY, timeout=PATIENCE)
    page.evaluate(CLASSIC_RUN)


def run_voila(page: Page, name: str) -> None:
    page.goto(f"/voila/render/notebooks/{name}", timeout=PATIENCE)
    page.locator("form.course-form").first.wait_for(timeout=PATIENCE)
    assert "import course_utils" not in page.locator("body").inner_text()


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("run", [run_notebook_7, run_nbclassic, run_voila])
def test_a_lesson_runs_each_question_is_there_once_and_is_answered(
    chromium: Browser, notebook_server: lab.Server, run: Callable[[Page, str], None], name: str
) -> None:
    asked = stored_questions(name)
    with chromium.new_context(base_url=notebook_server.url, viewport=lab.WINDOW) as context:
        page = context.new_page()
        page.request.get(f"{notebook_server.url}/api/status?token={notebook_server.token}")
        run(page, name)
        forms = page.locator("form.course-form:visible")
        forms.nth(asked - 1).wait_for(timeout=PATIENCE)
        page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
        check_page(page)
        assert (forms.count(), page.locator(".course-still:visible").count()) == (asked, 0)
        question = page.locator("form.course-question:has([type=radio], [type=checkbox])").first
        question.locator("[type=radio], [type=checkbox]").first.check()
        question.locator(".check").click()
        question.locator(".outcome[data-state]").wait_for()


def stored_questions(name: str) -> int:
    """How many forms a lesson shows once it has run."""
    return (ROOT / "notebooks" / name).read_text(encoding="utf-8").count('class=\\"course-still')


def check_page(page: Page) -> None:
    """No question stands there twice, no picture is missing, and nothing is an error."""
    stems, text = page.evaluate(STEMS), page.locator("body").inner_text()
    assert len(stems) == len(set(stems)) > 0
    assert [word for word in RUBBISH if word in text] == []
    assert page.evaluate(BROKEN) == 0


def test_two_windows_share_a_notebook_and_leave_nothing_that_git_sees(
    chromium: Browser, programs: Path, course: Path, tmp_path: Path
) -> None:
    command = [str(programs / "python"), "-m", "jupyterlab"]
    with lab.start(course, tmp_path, command) as server:
        contexts = [chromium.new_context(base_url=server.url, viewport=lab.WINDOW) for _ in "12"]
        one, other = (context.new_page() for context in contexts)
        for page in (one, other):
            page.request.get(f"{server.url}/api/status?token={server.token}")
            lab.open_notebook(page, LESSONS[1])
        lab.run_all(one)
        asked = stored_questions(LESSONS[1])
        one.locator("form.course-question, form.course-choices").nth(asked - 1).wait_for()
        for page in (one, other):
            check_page(page)
            assert len(page.evaluate(STEMS)) <= asked
        for context in contexts:
            context.close()
    shutil.copy(ROOT / ".gitignore", course)
    subprocess.run(["git", "init", "--quiet"], cwd=course, check=True)
    subprocess.run(["git", "add", "notebooks", "data"], cwd=course, check=True)
    seen = subprocess.check_output(["git", "status", "--short", "--untracked=all"], cwd=course)
    left = [line for line in seen.decode().splitlines() if line.startswith("??")]
    assert [line for line in left if ".jupyter" in line] == []


@pytest.mark.parametrize("execute", [[], ["--execute"]], ids=["as stored", "executed"])
def test_a_page_made_by_nbconvert_has_each_question_once_as_words(
    chromium: Browser, programs: Path, course: Path, tmp_path: Path, execute: list[str]
) -> None:
    call(programs, course, tmp_path, "jupyter-nbconvert", "--to", "html", *execute, LESSONS[0])
    check_html(chromium, tmp_path / "04-argument.html")


def test_papermill_runs_a_lesson_and_its_output_can_be_read(
    chromium: Browser, programs: Path, course: Path, tmp_path: Path
) -> None:
    made = tmp_path / "04-argument.ipynb"
    call(programs, course, tmp_path, "papermill", LESSONS[0], str(made))
    assert texts(made) == texts(ROOT / "notebooks" / LESSONS[0])
    call(programs, course, tmp_path, "jupyter-nbconvert", "--to", "html", str(made))
    check_html(chromium, tmp_path / "04-argument.html")


def test_jupytext_and_back_keeps_each_cell_and_what_it_gives(
    programs: Path, course: Path, tmp_path: Path
) -> None:
    script, back = tmp_path / "04.py", tmp_path / "04.ipynb"
    there = f"--to py:percent -o {script} {LESSONS[0]}"
    again = f"--to ipynb --execute --run-path . -o {back} {script}"
    for words in (there, again):
        call(programs, course, tmp_path, "jupytext", *words.split())
    delivered = ROOT / "notebooks" / LESSONS[0]
    assert [parts(cell) for cell in cells(back)] == [parts(cell) for cell in cells(delivered)]
    assert texts(back) == texts(delivered)


def test_a_stripped_lesson_runs_and_the_check_says_that_outputs_are_missing(
    programs: Path, course: Path, tmp_path: Path
) -> None:
    lesson = course / "notebooks" / LESSONS[1]
    call(programs, course, tmp_path, "nbstripout", lesson.name)
    assert texts(lesson) == []
    check = [str(programs / "python"), "-m", "pytest", "--nbval"]
    done = subprocess.run(check, cwd=course, capture_output=True, text=True)
    assert f"no outputs are stored in notebooks/{lesson.name}, so" in done.stderr
    call(
        programs,
        course,
        tmp_path,
        "jupyter-nbconvert",
        "--to",
        "notebook",
        "--execute",
        lesson.name,
    )
    assert texts(tmp_path / lesson.name) == texts(ROOT / "notebooks" / LESSONS[1])


def call(programs: Path, course: Path, made: Path, program: str, *words: str) -> None:
    """Have a client do something in the folder of the lessons, with a record of its own."""
    out = ["--output-dir", str(made)] if program == "jupyter-nbconvert" else []
    own = {name: str(made / name.lower()) for name in lab.PRIVATE}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [programs / program, *words, *out],
        cwd=course / "notebooks",
        env=os.environ | own | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def check_html(browser: Browser, path: Path) -> None:
    """A page from a file is right with the network or without it; here it is without."""
    with browser.new_context(offline=True, viewport=lab.WINDOW) as context:
        page = context.new_page()
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        check_page(page)
        assert page.locator(".course-still:visible").count() == stored_questions(
            path.stem + ".ipynb"
        )


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def parts(cell: dict[str, Any]) -> tuple[str, str, object]:
    return cell["cell_type"], "".join(cell["source"]).strip(), cell["metadata"].get("tags")


def texts(path: Path) -> list[str]:
    """What the cells of a notebook say in plain words."""
    shown = [out for cell in cells(path) for out in cell.get("outputs", [])]
    return ["".join(out.get("data", {}).get("text/plain", out.get("text", ""))) for out in shown]
