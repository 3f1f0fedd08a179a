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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INSTALLING = "Installing the course"
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


@contextmanager
def make_lab(folder: Path, log: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `make lab` without a browser, and end it as Control-C does."""
    options = f"--no-browser --port={port} --ServerApp.port_retries=0"
    with log.open("w") as out:
        process = subprocess.Popen(
            ["make", "lab", f"LAB_ARGS={options}"],
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start_and_look(folder: Path, log: Path, patience: float) -> tuple[str, float]:
    """Start the course, open what it offers, and return what was printed and the seconds it took."""
    port, begin = free_port(), time.monotonic()
    with make_lab(folder, log, port) as process:
        offered = None
        while offered is None:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < begin + patience, log.read_text()
            time.sleep(0.1)
            offered = re.search(r"(http://127\.0\.0\.1:\S+)\?token=\w+", log.read_text())
        seconds = time.monotonic() - begin
        assert offered[1] == f"http://127.0.0.1:{port}/lab/tree/notebooks/00-start.ipynb"
        with urllib.request.urlopen(offered[0], timeout=20) as page:
            assert page.status == 200
            assert '"news": {"disabled": true}' in page.read().decode()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port))
    return log.read_text(), seconds


def test_the_course_opens_once_installed_then_at_once_and_after_a_move(
    clone: Path, tmp_path: Path
) -> None:
    printed, first = start_and_look(clone, tmp_path / "first.log", FIRST_START_SECONDS)
    assert INSTALLING in printed
    printed, second = start_and_look(clone, tmp_path / "second.log", LATER_START_SECONDS)
    assert INSTALLING not in printed
    moved = clone.rename(clone.with_name("moved"))
    printed, third = start_and_look(moved, tmp_path / "third.log", FIRST_START_SECONDS)
    assert INSTALLING in printed
    print(f"first start {first:.1f} s, second {second:.1f} s, after a move {third:.1f} s")
