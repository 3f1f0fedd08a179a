"""What the Makefile says where it cannot work, and that it says what it offers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).resolve().parent.parent / "Makefile"
WITHOUT_VENV = f'case "$2" in *venv*) exit 1;; esac\nexec {shlex.quote(sys.executable)} "$@"'


def make(folder: Path, *words: str) -> tuple[int, list[str]]:
    # As from a shell: `make test` hands its own settings down to whatever it starts.
    shell = {name: os.environ[name] for name in os.environ if not name.startswith(("MAKE", "MFL"))}
    shutil.copy(MAKEFILE, folder)
    done = subprocess.run(["make", *words], cwd=folder, env=shell, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("python", "script", "message"),
    [
        ("none", "", r"Python is missing \(none\): install Python 3\.11 or newer\."),
        ("./older", "exit 1", r"Python 3\.11 or newer is needed; \./older is older\. .*PYTHON=.*"),
        ("./bare", WITHOUT_VENV, r"Python's venv module is missing\. .*install python3-venv"),
    ],
)
def test_a_python_that_cannot_do_it_gets_one_line(
    tmp_path: Path, python: str, script: str, message: str
) -> None:
    if script:
        (tmp_path / python).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / python).chmod(0o755)
    code, (line,) = make(tmp_path, "lab", f"PYTHON={python}")
    assert code != 0
    assert re.fullmatch(message, line)
    assert not (tmp_path / ".venv").exists()


def test_make_alone_lists_every_command(tmp_path: Path) -> None:
    phony = re.search(r"^\.PHONY: (.*) FORCE$", MAKEFILE.read_text(), re.MULTILINE)
    assert phony is not None
    code, lines = make(tmp_path)
    assert code == 0
    assert [line.split()[1] for line in lines] == phony[1].split()
