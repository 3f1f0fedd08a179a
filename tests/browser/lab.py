"""A real JupyterLab on a copy of the course, and what a learner does in it, as verbs.

    def test_it_runs(page: Page, server: lab.Server) -> None:
        lab.open_notebook(page, "02-timeline.ipynb")
        lab.run_all(page)
        assert lab.error_outputs(page) == []
        lab.save(page)
        server.stored("02-timeline.ipynb").read_text()
"""

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # so that `pytest --nbval` starts in this folder without Playwright, too
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
COPIED = ("notebooks", "data", "conftest.py", "pyproject.toml", "tests/nbval.cfg")
SETTINGS: dict[str, dict[str, Any]] = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
START_SECONDS = 60
RUN_MILLISECONDS = 120_000

NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# The notebook that is open, and what its code cells store, as JupyterLab itself has it.
PANEL = "window.jupyterapp.shell.currentWidget"
CODE_CELLS = f"{PANEL}.content.model.sharedModel.cells.filter(c => c.cell_type === 'code')"
IS_LOADED = f"() => {PANEL}?.context?.isReady && {PANEL}.sessionContext.isReady"
IS_SAVED = f"() => !{PANEL}.context.model.dirty"
OUTPUTS = f"() => {CODE_CELLS}.flatMap(c => c.outputs)"
HAS_RUN = f"""() => {{
  const cells = {CODE_CELLS}.filter(c => c.getSource().trim());
  const failed = cells.some(c => c.outputs.some(o => o.output_type === 'error'));
  return failed || cells.every(c => c.execution_count !== null && c.executionState !== 'running');
}}"""


@dataclass(frozen=True)
class Server:
    """A running JupyterLab and the folder it works in."""

    url: str
    token: str
    folder: Path

    def stored(self, name: str) -> Path:
        """Return the file of a notebook, as last saved."""
        return self.folder / "notebooks" / name


def copy_course(folder: Path) -> None:
    """Copy what a learner's clone has and the notebooks need."""
    leave_out = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    for name in COPIED:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, target)


@contextmanager
def start(folder: Path, private: Path) -> Iterator[Server]:
    """Serve the folder to this machine alone, with settings and a learner record of its own."""
    port, token = _free_port(), secrets.token_hex(16)
    server = Server(f"http://127.0.0.1:{port}", token, folder)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    log = private / "jupyterlab.log"
    environment = _private_environment(private)
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
    try:
        _wait_until_up(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def open_notebook(page: Page, name: str) -> None:
    """Open a notebook of the course and wait until its kernel is ready."""
    page.goto(f"/lab/tree/notebooks/{name}?reset")
    page.locator(NOTEBOOK).wait_for()
    page.wait_for_function(IS_LOADED)
    _wait_until_idle(page)


def run_all(page: Page) -> None:
    """Choose "Restart Kernel and Run All Cells..." and wait for the last cell, or an error."""
    _choose(page, "Edit", "Clear Outputs of All Cells")  # so that no old number is taken for new
    _choose(page, "Run", "Restart Kernel and Run All Cells…")
    page.locator(".jp-Dialog .jp-mod-accept").click()
    page.wait_for_function(HAS_RUN, timeout=RUN_MILLISECONDS)
    _wait_until_idle(page)


def save(page: Page) -> None:
    """Save the notebook and wait until it is stored."""
    _choose(page, "File", "Save Notebook")
    page.wait_for_function(IS_SAVED)


def outputs(page: Page) -> list[dict[str, Any]]:
    """Return the outputs of all code cells in order."""
    found: list[dict[str, Any]] = page.evaluate(OUTPUTS)
    return found


def error_outputs(page: Page) -> list[str]:
    """Say what went wrong in the cells: errors, warnings, widgets that do not show."""
    found = [f"{o['ename']}: {o['evalue']}" for o in outputs(page) if o["output_type"] == "error"]
    found += [o["text"] for o in outputs(page) if o.get("name") == "stderr"]
    broken = page.locator(NOTEBOOK).locator(".jp-OutputArea").get_by_text("Error displaying widget")
    return found + broken.all_inner_texts()


def screenshot(page: Page, name: str) -> Path:
    """Photograph the whole notebook, however long, into ``tests/browser/screenshots/``."""
    size = page.viewport_size
    assert size is not None
    inside = page.locator(f"{NOTEBOOK} .jp-WindowedPanel-outer")
    hidden: int = inside.evaluate("e => e.scrollHeight - e.clientHeight")
    page.set_viewport_size({"width": size["width"], "height": size["height"] + hidden})
    page.wait_for_timeout(500)
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    page.set_viewport_size(size)
    return path


def _choose(page: Page, menu: str, item: str) -> None:
    page.get_by_role("menubar").get_by_text(menu, exact=True).click()
    page.locator(".lm-Menu").get_by_text(item, exact=True).click()


def _wait_until_idle(page: Page) -> None:
    idle = f'{NOTEBOOK} .jp-Notebook-ExecutionIndicator[data-status="idle"]'
    page.locator(idle).wait_for(timeout=RUN_MILLISECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _private_environment(private: Path) -> dict[str, str]:
    """Keep settings, kernels and answers of this machine's user out, and leave none behind."""
    folders = {
        "JUPYTER_CONFIG_DIR": private / "config",
        "JUPYTER_DATA_DIR": private / "data",
        "JUPYTER_RUNTIME_DIR": private / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": private / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": private / "workspaces",
    }
    for name, content in SETTINGS.items():
        path = folders["JUPYTERLAB_SETTINGS_DIR"] / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content))
    names = {name: str(folder) for name, folder in folders.items()}
    kept = {name: text for name, text in os.environ.items() if name != "COURSE_ARTICLE"}
    return kept | names | {"COURSE_RECORD": str(private / "record")}


def _wait_until_up(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.url}/api", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
