"""Whether this computer can run the lessons: one screen, each line with what to do about it."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

Line = tuple[str, str]  # ok, look or stop, and what is said
AGAIN = "install again, as README says: pip install -e ."
EXTENSIONS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")


def diagnose() -> tuple[str, bool]:
    """What can be said, and whether the work can start; nothing is raised, or left on the disk."""
    lines: list[Line] = []
    try:
        for part in (_packages, _widgets, _course):
            lines += part()
    except ImportError as error:
        lines.append(("stop", f"Something is not installed ({error}); {AGAIN}"))
    fine = all(mark != "stop" for mark, _ in lines)
    lines.append(("", "Nothing stops the work." if fine else "Do first what stands beside 'stop'."))
    page = textwrap.TextWrapper(80, "", " " * 6, break_long_words=False, break_on_hyphens=False)
    return "\n".join(page.fill(f"{mark:6}{said}") for mark, said in lines), fine


def _packages() -> Iterator[Line]:
    """Yield Python, and the packages that are missing or of a version that does not fit."""
    from packaging.requirements import Requirement

    python, about = platform.python_version(), metadata.metadata("course-utils")
    yield "ok", f"Python {python}"
    needs = [f"Python{about['Requires-Python']}", *about.get_all("Requires-Dist", ())]
    for need in map(Requirement, needs):
        there = python if need.name == "Python" else ""
        with suppress(metadata.PackageNotFoundError):
            there = there or metadata.version(need.name)
        if not need.marker and there not in need.specifier:  # a marker: only for an extra
            found = f"{need.name} is {there or 'not installed'}"
            yield "stop", f"{found}, needed is {need.specifier}; {AGAIN}"


def _widgets() -> Iterator[Line]:
    """Yield whether JupyterLab has what shows questions; asking itself would take seconds."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    off: dict[str, bool] = {}
    for folder in reversed(jupyter_config_path()):  # what counts more comes last
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            page = json.loads(Path(folder, "labconfig", "page_config.json").read_bytes())
            off |= {name.split(":")[0]: no for name, no in page["disabledExtensions"].items()}
    for name in EXTENSIONS:
        there = any(
            os.access(Path(place, name), os.F_OK) for place in jupyter_path("labextensions")
        )
        mend = f"jupyter labextension enable {name}" if there else AGAIN
        stop = "stop", f"JupyterLab does not use {name}, and shows no question; {mend}"
        yield ("ok", f"JupyterLab has {name}") if there and not off.get(name) else stop


def _course() -> Iterator[Line]:
    """Yield the course that is found from here, where its record goes, and a copy of its text."""
    from course_utils.reading.article import read_article
    from course_utils.session import current_record, load_course
    from course_utils.source.errors import DataError

    try:
        course = load_course()
    except DataError as error:
        why = f"No course can be read from here: {error.problems[0]}."
        yield "stop", f"{why} Go to the folder of a course, or read what 'check' says."
        return
    yield "ok", f"Course: {course.about['title']}, in {course.folder}"
    record = current_record(course)
    yield _written(record.path, record.about)
    text = read_article(course)
    trouble = text.trouble if text else "No copy of the text: lessons give paragraphs only."
    yield ("look", trouble) if trouble else ("ok", "The text is there: lessons show passages.")


def _written(folder: Path, fine: str) -> Line:
    """Whether a file can be written in a folder, or where it would be made; none is left there."""
    try:
        there = (place for place in (folder, *folder.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=next(there)):
            return "ok", fine
    except OSError as error:
        return "stop", f"No answer can be kept in {folder.absolute()}: {error.strerror or error}"
