"""A clone as git would make it, and a JupyterLab that a command starts in it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.conftest import CHROMIUM_NAMES, CHROMIUM_OPTIONS
from tests.browser.lab import NOTEBOOK

ROOT = Path(__file__).resolve().parents[2]
FIRST = "/lab/tree/notebooks/00-start.ipynb"
PRIVATE = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
PRIVATE += ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
ASKING = 5_000  # milliseconds after which JupyterLab would have asked about news


def clone(folder: Path) -> Path:
    """Copy what git would clone, and return the folder."""
    listing = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.check_output(["git", *listing], cwd=ROOT, text=True).split("\0")
    for name in filter(None, names):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def new_user(home: Path) -> dict[str, str]:
    """The environment of somebody who never used Jupyter, and has no course of ours."""
    ours = ("COURSE_", "JUPYTER", "PYTHONPATH", "MAKE", "MFL")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    home.mkdir(exist_ok=True)
    return kept | {name: str(home / name.lower()) for name in PRIVATE} | {"HOME": str(home)}


def start_and_look(
    folder: Path, patience: float, environment: dict[str, str], command: Sequence[str]
) -> str:
    """Start the course, open what it offers, end it, and return what was printed."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0"]
    words = [*command, *(options if command[0] != "make" else [f"LAB_ARGS={' '.join(options)}"])]
    log, begin = folder.with_suffix(".log"), time.monotonic()
    with log.open("w") as out:
        process = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=out, stderr=out, process_group=0
        )
    try:
        offered = None
        while offered is None or not listens(port):  # the address is printed a moment before
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < begin + patience, log.read_text()
            time.sleep(0.1)
            offered = re.search(r"(http://127\.0\.0\.1:\S+)\?token=\w+", log.read_text())
        print(f"{folder.name}: {time.monotonic() - begin:.1f} s")
        assert offered[1] == f"http://127.0.0.1:{port}{FIRST}"
        with urllib.request.urlopen(offered[0], timeout=20) as page:
            assert '"news": {"disabled": true}' in page.read().decode()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port))
        assert questions(offered[0]) == []
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    return log.read_text()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def questions(url: str) -> list[str]:
    """What JupyterLab asks by itself when the first lesson is open."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        page = browser.new_page()
        page.goto(url)
        page.locator(f'{NOTEBOOK} [data-status="idle"]').wait_for(timeout=60_000)
        page.wait_for_timeout(ASKING)
        asked = page.locator(".Toastify__toast, .jp-Dialog").all_inner_texts()
        browser.close()
    return asked
