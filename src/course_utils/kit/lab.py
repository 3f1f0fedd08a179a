"""Find the course that somebody works in, and open it in JupyterLab."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from course_utils.course import INSTALLED, PACKAGE
from course_utils.kit.new import make_course
from course_utils.session import installed_course

COPY = "reading-a-policy-argument"
# JupyterLab would ask whether it may fetch news, and look for a newer version of itself.
NEWS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
QUIET = f"--ServerApp.tornado_settings={ {'page_config_data': NEWS} }"
OPENED = """The course is in {}
Leave this window open while you work. To stop: press Ctrl-C here, then y and Enter."""


def find_course(place: Path) -> Path:
    """The course in a folder or the nearest above it, or the copy that ``open_course`` made there.

    Raises ``ValueError`` if there is none.
    """
    for folder in (place, *place.parents, place / COPY):
        if (folder / "data" / PACKAGE).is_file() and (folder / "notebooks").is_dir():
            return folder
    raise ValueError(f"There is no course in {place}, or above it. Go to the folder of a course.")


def open_course(place: Path, options: Sequence[str]) -> None:
    """Open the course of a folder in JupyterLab, with more options for that, until it is stopped.

    Where there is none, it is the repository that is installed, or a copy of what a wheel brought.
    Raises ``ValueError`` if there is none either, or if it cannot be copied.
    """
    try:
        course = find_course(place)
    except ValueError:
        source = installed_course()
        if source is None:
            raise
        course = place / COPY if source.as_posix().endswith(INSTALLED) else source
        if course != source:
            make_course(course, source)
    print(OPENED.format(course), flush=True)
    from jupyterlab.labapp import LabApp

    first = "notebooks/00-start.ipynb"
    words = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={course}", QUIET]
    words += [f"--LabApp.default_url=/lab/tree/{first}"] if (course / first).exists() else []
    words += ["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []
    LabApp.launch_instance([*words, *options])
