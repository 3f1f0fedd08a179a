"""A real JupyterLab on a copy of the course, and what a learner does in it, as verbs."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from course_utils.kit.lab import QUIET

if TYPE_CHECKING:  # so that `pytest --nbval` starts in this folder without Playwright, too
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
COPIED_FOLDERS = ("notebooks", "data", "courses")
COPIED_FILES = ("conftest.py", "pyproject.toml", "tests/nbval.cfg")
OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
PRIVATE = ("COURSE_RECORD", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
WINDOW: ViewportSize = {"width": 1280, "height": 1600}
THEMES = ("JupyterLab Light", "JupyterLab Dark")
START_SECONDS = 60
RUN_MILLISECONDS = 120_000
SETTLE_MILLISECONDS = 300
# JupyterLab's own complaint when a kernel restarts before it has answered everything.
KERNEL_RESTARTED = "Canceled future for"
# The same, when a kernel ends while it writes: the last message comes in pieces.
CUT_SHORT = "Kernel message validation error: Unexpected token"

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# The notebook that is open, and what its code cells store, as JupyterLab itself has it.
PANEL = "window.jupyterapp.shell.currentWidget"
CODE_CELLS = f"{PANEL}.content.model.sharedModel.cells.filter(c => c.cell_type === 'code')"
IS_LOADED = f"() => {PANEL}?.context?.isReady && {PANEL}.sessionContext.isReady"
IS_SAVED = f"() => !{PANEL}.context.model.dirty"
OUTPUTS = f"() => {CODE_CELLS}.flatMap(c => c.outputs)"
SET_FIRST = f"source => {CODE_CELLS}[0].setSource(source)"
HAS_RUN = f"""() => {{
  const cells = {CODE_CELLS}.filter(c => c.getSource().trim());
  const failed = cells.some(c => c.outputs.some(o => o.output_type === 'error'));
  return failed || cells.every(c => c.execution_count !== null && c.executionState !== 'running');
}}"""

FORGET_TYPED = """() => Object.keys(localStorage)
  .filter((key) => key.startsWith("course-utils/"))
  .forEach((key) => localStorage.removeItem(key))"""

COMMAND = "([name, options]) => window.jupyterapp.commands.execute(name, options)"

# Parts of forms that are wider than their form, or that show only a part of their text.
CUT = """() => [...document.querySelectorAll("form.course-form, form.course-form *")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => !node.closest(".course-scroll, input, textarea, select, thead, .unseen"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))"""
TARGETS = (
    "button:visible, summary:visible, label:has(input), select, textarea:visible, input[type=text]"
)


@dataclass(frozen=True)
class Server:
    """A running JupyterLab and the folder it works in."""

    url: str
    token: str
    folder: Path
    process: subprocess.Popen[bytes]

    def stored(self, name: str, at: str = "notebooks") -> Path:
        """Return the file of a notebook, as last saved."""
        return self.folder / at / name


def copy_course(folder: Path) -> None:
    """Copy what a learner's clone has and the notebooks need."""
    leave_out = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "my-work")
    for name in COPIED_FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    for name in COPIED_FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)


@contextmanager
def start(
    folder: Path, private: Path, command: Sequence[str] = (sys.executable, "-m", "jupyterlab")
) -> Iterator[Server]:
    """Serve the folder to this machine alone, with settings and a learner record of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:  # finds a free port
        port, token = int(probe.getsockname()[1]), secrets.token_hex(16)
    called = [*command, *OPTIONS]
    called += [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}"]
    log = private / "jupyterlab.log"
    environment = _private_environment(private)
    with log.open("w") as out:
        process = subprocess.Popen(called, cwd=folder, env=environment, stdout=out, stderr=out)
    server = Server(f"http://127.0.0.1:{port}", token, folder, process)
    try:
        _wait_until_up(server, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def new_page(browser: Browser, server: Server, expected: Sequence[str] = ()) -> Iterator[Page]:
    """Open a page that is logged in, and that must show no error and ask no other host.

    Complaints with any of the words ``expected`` in them do not count.
    """
    with browser.new_context(base_url=server.url, viewport=WINDOW) as context:
        page = context.new_page()
        page.request.get(f"{server.url}/api/status?token={server.token}")  # its cookie lets in
        complaints = watch(page, server)
        yield page
    known = [*expected, CUT_SHORT]
    unexpected = [text for text in complaints if not any(word in text for word in known)]
    assert not unexpected, unexpected


def write_notebook(server: Server, name: str, sources: Sequence[str]) -> Path:
    """Put a notebook with these code cells beside the lessons, and return its file."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    code: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": []}
    code["execution_count"] = None
    cells = [code | {"id": f"cell-{n}", "source": source} for n, source in enumerate(sources, 1)]
    book = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    server.stored(name).write_text(json.dumps(book), encoding="utf-8")
    return server.stored(name)


@contextmanager
def notebook_open(
    browser: Browser,
    server: Server,
    name: str,
    sources: Sequence[str],
    expected: Sequence[str] = (),
) -> Iterator[Page]:
    """Write a notebook, and open it in a page of its own."""
    write_notebook(server, name, sources)
    with new_page(browser, server, expected) as page:
        open_notebook(page, name)
        yield page


@contextmanager
def notebook_run(
    browser: Browser, server: Server, name: str, sources: Sequence[str]
) -> Iterator[Page]:
    """The same, run."""
    with notebook_open(browser, server, name, sources) as page:
        run_all(page)
        assert error_outputs(page) == []
        yield page


def open_notebook(page: Page, name: str, at: str = "notebooks") -> None:
    """Open a notebook of a course and wait until its kernel is ready."""
    page.goto(f"/lab/tree/{at}/{name}?reset")
    wait_until_open(page)


def wait_until_open(page: Page) -> None:
    """Wait until the notebook is there and its kernel ready."""
    page.locator(NOTEBOOK).wait_for()
    page.wait_for_function(IS_LOADED)
    _wait_until_idle(page)


def run_all(page: Page) -> None:
    """Choose "Restart Kernel and Run All Cells..." and wait for the last cell, or an error."""
    command(page, "notebook:clear-all-cell-outputs")  # so that no old number is taken for new
    _choose(page, "Run", "Restart Kernel and Run All Cells…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(HAS_RUN, timeout=RUN_MILLISECONDS)
    _wait_until_idle(page)


def run_again(page: Page, first: str, shown: str, number: int) -> Locator:
    """Run all cells in the same kernel, the first with this source, and wait for so many forms."""
    page.set_viewport_size(WINDOW)
    page.evaluate(SET_FIRST, first)
    command(page, "notebook:clear-all-cell-outputs")
    command(page, "notebook:run-all-cells")
    forms = page.locator(shown)
    forms.nth(number - 1).wait_for()
    page.wait_for_function(HAS_RUN)
    assert error_outputs(page) == []
    return forms


def command(page: Page, name: str, **options: str) -> None:
    """Have JupyterLab do what one of its commands does."""
    page.evaluate(COMMAND, [name, options])


def save(page: Page) -> None:
    """Save the notebook and wait until it is stored."""
    _choose(page, "File", "Save Notebook")
    page.wait_for_function(IS_SAVED)


def forget_typed(page: Page) -> None:
    """Take all forms from the page, and from the browser what they keep there until it is saved."""
    command(page, "notebook:clear-all-cell-outputs")
    page.evaluate(FORGET_TYPED)


def error_outputs(page: Page) -> list[str]:
    """Say what went wrong in the cells: errors, and warnings on stderr."""
    stored: list[dict[str, str]] = page.evaluate(OUTPUTS)
    errors = [f"{o['ename']}: {o['evalue']}" for o in stored if o["output_type"] == "error"]
    return errors + [o["text"] for o in stored if o.get("name") == "stderr"]


def press(page: Page, *keys: str) -> None:
    """Press the keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if has_focus(target):
            return
    raise AssertionError("Tab does not lead there")


def has_focus(target: Locator) -> bool:
    return bool(target.evaluate("node => node === document.activeElement"))


def said(form: Locator, words: str) -> str:
    """What the live region ``.outcome`` or ``.said`` of a form says once it says these words."""
    status = form.locator(".outcome, .said")
    status.filter(has_text=words).wait_for()
    return status.inner_text()


def check_sizes(page: Page, forms: Locator, at_least: int) -> None:
    """Nothing is cut at any width, and all of that many targets are 24 pixels large."""
    for width, height in ((1280, 1600), (640, 800), (320, 1600)):
        with viewport(page, width, height):
            assert forms.nth(0).evaluate("node => node.clientWidth") < width
            assert page.evaluate(CUT) == []
            boxes = [target.bounding_box() for target in forms.locator(TARGETS).all()]
            assert len(boxes) >= at_least
            assert [box for box in boxes if not box or min(box["width"], box["height"]) < 24] == []


def screenshot(page: Page, name: str) -> None:
    """Photograph the notebook from top to end into ``tests/browser/screenshots/NAME-1.png``...

    Only where ``COURSE_SCREENSHOTS`` is set: for eyes, and too slow for each run.
    """
    if "COURSE_SCREENSHOTS" not in os.environ:
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    for earlier in SCREENSHOTS.glob(f"{name}-[0-9]*.png"):
        earlier.unlink()
    box = page.locator(f"{NOTEBOOK} .jp-WindowedPanel-outer")
    height, visible = box.evaluate("box => [box.scrollHeight, box.clientHeight]")
    for number, top in enumerate(range(0, height, visible), 1):
        box.evaluate("(e, top) => e.scrollTo(0, top)", top)
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        page.locator(NOTEBOOK).screenshot(path=SCREENSHOTS / f"{name}-{number}.png")


@contextmanager
def theme(page: Page, name: str) -> Iterator[None]:
    """Show the page in a theme of ``THEMES``, and in the light one afterwards."""
    _change_theme(page, name)
    try:
        yield
    finally:
        _change_theme(page, THEMES[0])


def _change_theme(page: Page, name: str) -> None:
    """JupyterLab hides all it shows while it changes the theme, until its splash has gone."""
    command(page, "apputils:change-theme", theme=name)
    page.locator(f"[data-jp-theme-name='{name}']").wait_for(state="attached")
    page.locator("#jupyterlab-splash").wait_for(state="detached")


@contextmanager
def viewport(page: Page, width: int, height: int) -> Iterator[None]:
    """Make the window of the page so large, and as large as it was afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    try:
        yield
    finally:
        if before:
            page.set_viewport_size(before)


def watch(page: Page, server: Server) -> list[str]:
    """Return a list that fills with what a page should not do: errors, and asking other hosts."""
    complaints: list[str] = []

    def check_address(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.netloc != urlsplit(server.url).netloc:
            complaints.append(f"the page asked {url}")

    def check_message(message: ConsoleMessage) -> None:
        if message.type == "error" and KERNEL_RESTARTED not in message.text:
            complaints.append(f"console: {message.text} ({message.location['url']})")

    page.on("request", lambda request: check_address(request.url))
    page.on("websocket", lambda connection: check_address(connection.url))
    page.on("console", check_message)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    return complaints


def _choose(page: Page, menu: str, item: str) -> None:
    page.get_by_role("menubar").get_by_text(menu, exact=True).click()
    page.locator(".lm-Menu").get_by_text(item, exact=True).click()


def _wait_until_idle(page: Page) -> None:
    idle = f'{NOTEBOOK} .jp-Notebook-ExecutionIndicator[data-status="idle"]'
    page.locator(idle).wait_for(timeout=RUN_MILLISECONDS)


def _private_environment(private: Path) -> dict[str, str]:
    """Keep settings, kernels and answers of this machine's user out, and leave none behind."""
    ours = ("COURSE_", "JUPYTER")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    quiet = {"JUPYTER_CONFIG_PATH": str(QUIET)}  # asks nothing about news, as when `lab` opens it
    return kept | quiet | {name: str(private / name.lower()) for name in PRIVATE}


def _wait_until_up(server: Server, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.url}/api", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
