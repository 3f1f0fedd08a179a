"""The lessons on each Python, with the oldest and with the newest packages within the bounds.

Each run makes an environment of its own with uv: the course and what `pytest --nbval` needs, as
environment.yml names them.  `tests/test_environment.py` proves that pyproject.toml, from which
they are taken here, has the same bounds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from uv import find_uv_bin

from tests.test_environment import PROJECT, PYTHONS, ROOT
from tests.test_other_systems import ASCII

# What may be on the machine beside the Pythons that the course promises to run on.
NEWER = ("3.14", "3.15")
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
# No source is compiled: the oldest version is the oldest that is there ready for this Python.
INSTALL = ("--only-binary=:all:", "--no-binary=course-utils", "--compile-bytecode")
CLASS = PROJECT["optional-dependencies"]["class"]
NAMED = {Requirement(line).name for line in [*PROJECT["dependencies"], *CLASS]}


def find(version: str) -> str:
    """The interpreter of a version: the one that runs this, pyenv's, or one on the PATH."""
    if version == "{}.{}".format(*sys.version_info):
        return sys.executable
    pyenv = sorted(map(str, PYENV.glob(f"versions/{version}.*/bin")))
    # pyenv also puts a name on the PATH for what it does not have; such a name does not run.
    found = shutil.which(f"python{version}", path=os.pathsep.join([*pyenv, os.environ["PATH"]]))
    if not found or subprocess.run([found, "-c", ""], capture_output=True).returncode:
        pytest.skip(f"Python {version} was NOT checked: it is not on this machine")
    return found


def installed(python: Path) -> str:
    """The versions of the packages that the course names."""
    command = [find_uv_bin(), "pip", "freeze", "--python", str(python), "--quiet"]
    lines = subprocess.check_output(command, text=True).split()
    return " ".join(line for line in lines if line.split("==")[0].replace("-", "_") in NAMED)


@pytest.mark.parametrize("versions", ["lowest-direct", "highest"])
@pytest.mark.parametrize("version", [*PYTHONS, *NEWER])
def test_all_lessons_give_their_stored_outputs(
    version: str, versions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n[{time.monotonic() - start:4.0f} s] {text}", end="", flush=True)

    start, source = time.monotonic(), find(version)
    say(f"Python {version}, {versions}: installing")
    made = [find_uv_bin(), "venv", "--quiet", "--no-python-downloads", "--python", source]
    subprocess.run([*made, str(tmp_path / "env")], check=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [find_uv_bin(), "pip", "install", "--quiet", "--python", str(python), *INSTALL]
    subprocess.run([*install, "--resolution", versions, "--editable", f"{ROOT}[class]"], check=True)
    say(installed(python))
    run = [str(python), "-m", "pytest", "--nbval", "-q", "--no-header", "-p", "no:cacheprovider"]
    # The oldest packages also where nothing says UTF-8, as on Windows.
    env = os.environ | (ASCII if versions == "lowest-direct" else {})
    done = subprocess.run(run, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8")
    say((done.stdout.strip() or done.stderr).splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr
