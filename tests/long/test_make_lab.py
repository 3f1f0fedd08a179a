"""`make lab` in a clean clone on a machine that has only Python, make and the package registries."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST_START_SECONDS = 600
LATER_START_SECONDS = 15


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git would clone, in a folder whose name has a space."""
    listing = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = subprocess.check_output(["git", *listing], cwd=ROOT, text=True).split("\0")
    folder = tmp_path_factory.mktemp("learner") / "my course"
    for name in filter(None, names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def start_and_look(folder: Path, patience: float) -> str:
    """Start the course, open what it offers, end it, and return what was printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"--no-browser --port={port} --ServerApp.port_retries=0"
    command = ["make", "lab", f"LAB_ARGS={options}"]
    log, begin = folder.with_suffix(".log"), time.monotonic()
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, process_group=0)
    try:
        offered = None
        while offered is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < begin + patience, log.read_text()
            time.sleep(0.1)
            offered = re.search(r"(http://127\.0\.0\.1:\S+)\?token=\w+", log.read_text())
        print(f"{folder.name}: {time.monotonic() - begin:.1f} s")
        assert offered[1] == f"http://127.0.0.1:{port}/lab/tree/notebooks/00-start.ipynb"
        with urllib.request.urlopen(offered[0], timeout=20) as page:
            assert '"news": {"disabled": true}' in page.read().decode()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    return log.read_text()


def test_the_course_opens_once_installed_then_at_once_and_after_a_move(clone: Path) -> None:
    installing = "Installing the course"
    assert installing in start_and_look(clone, FIRST_START_SECONDS)
    assert installing not in start_and_look(clone, LATER_START_SECONDS)
    assert installing in start_and_look(clone.rename(clone.with_name("moved")), FIRST_START_SECONDS)
