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
PYTHONS = {
    "older": "#!/bin/sh\nexit 1\n",
    "without-venv": f"""#!/bin/sh
case "$2" in *venv*) exit 1;; esac
exec {shlex.quote(sys.executable)} "$@"
""",
}


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copy(MAKEFILE, tmp_path)
    for name, script in PYTHONS.items():
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def make(folder: Path, *words: str) -> tuple[int, list[str]]:
    # As from a shell: `make test` hands its own settings down to whatever it starts.
    shell = {name: os.environ[name] for name in os.environ if not name.startswith(("MAKE", "MFL"))}
    done = subprocess.run(["make", *words], cwd=folder, env=shell, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("python", "message"),
    [
        ("missing", r"Python is missing \(missing\): install Python 3\.11 or newer\."),
        ("./older", r"Python 3\.11 or newer is needed; \./older is older\. .*PYTHON=.*"),
        ("./without-venv", r"Python's venv module is missing\. .*sudo apt install python3-venv"),
    ],
)
def test_a_python_that_cannot_do_it_gets_one_line(course: Path, python: str, message: str) -> None:
    code, lines = make(course, "lab", f"PYTHON={python}")
    assert code != 0
    assert len(lines) == 1
    assert re.fullmatch(message, lines[0])
    assert not (course / ".venv").exists()


def test_make_alone_lists_every_command(course: Path) -> None:
    phony = re.search(r"^\.PHONY: (.*) FORCE$", MAKEFILE.read_text(), re.MULTILINE)
    assert phony is not None
    code, lines = make(course)
    assert code == 0
    assert [line.split()[1] for line in lines] == phony[1].split()
