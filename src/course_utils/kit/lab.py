"""Find the course that somebody works in, and open it in JupyterLab."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from course_utils.course import INSTALLED, PACKAGE
from course_utils.kit.new import make_course
from course_utils.session import installed_course

COPY = "reading-a-policy-argument"
# A folder of settings: no question about news at the start, no search for a newer version.
QUIET = Path(__file__).with_name("jupyter")
OPENED = """The course is in {}
Leave this window open while you work. To stop: press Ctrl-C here, then y and Enter."""


def find_course(place: Path) -> Path:
    """The course in a folder or above it, or a copy that ``lab`` made there; or ``ValueError``."""
    for folder in (place, *place.parents, place / COPY):
        if (folder / "data" / PACKAGE).is_file() and (folder / "notebooks").is_dir():
            return folder
    raise ValueError(f"There is no course in {place}, or above it. Go to the folder of a course.")


def open_course(place: Path, options: Sequence[str]) -> str:
    """Open the course of a folder in JupyterLab; tell when it was stopped.

    Where there is none, it is the repository that is installed, or a copy of what a wheel brought.
    Raises ``ValueError`` if there is none either, or if it cannot be copied.
    """
    try:
        course = find_course(place)
    except ValueError:
        source = installed_course()
        if source is None:
            raise
        course = source
        if source.as_posix().endswith(INSTALLED):
            make_course(course := place / COPY, source)
    print(OPENED.format(course), flush=True)
    from jupyterlab.labapp import LabApp

    first = course / "notebooks" / "00-start.ipynb"
    given = os.environ.get("JUPYTER_CONFIG_PATH", "")
    os.environ["JUPYTER_CONFIG_PATH"] = f"{given}{os.pathsep}{QUIET}".lstrip(os.pathsep)
    words = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={course}"]
    words += [f"--LabApp.default_url=/lab/tree/notebooks/{first.name}"] if first.exists() else []
    words += ["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []
    LabApp.launch_instance([*words, *options])
    return "JupyterLab has stopped."
