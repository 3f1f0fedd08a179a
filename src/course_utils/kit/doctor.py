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
    """Look at Python, packages, JupyterLab and the course, and whether nothing stops the work.

    Nothing is left on the disk, and nothing raised; what may be missing is imported late.
    """
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
    from packaging.specifiers import SpecifierSet

    python, wanted = platform.python_version(), metadata.metadata("course-utils")["Requires-Python"]
    mark = "ok" if python in SpecifierSet(wanted) else "stop"
    yield mark, f"Python {python}, needed is {wanted}"
    needs = map(Requirement, metadata.requires("course-utils") or ())
    for need in (need for need in needs if not need.marker):  # the others are extras
        there = ""
        with suppress(metadata.PackageNotFoundError):
            there = metadata.version(need.name)
        if there not in need.specifier:
            found = there or "not installed"
            yield "stop", f"{need.name} is {found}, needed is {need.specifier}; {AGAIN}"


def _widgets() -> Iterator[Line]:
    """Yield whether JupyterLab has what shows questions; asking itself would take seconds."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    disabled: dict[str, bool] = {}
    for folder in reversed(jupyter_config_path()):  # what counts more comes last
        with suppress(OSError, ValueError, LookupError, TypeError):
            page = json.loads(Path(folder, "labconfig", "page_config.json").read_bytes())
            disabled |= page["disabledExtensions"]
    off = {name.partition(":")[0] for name, is_off in disabled.items() if is_off}
    for name in EXTENSIONS:
        if not any(
            os.access(Path(place, name), os.F_OK) for place in jupyter_path("labextensions")
        ):
            yield "stop", f"JupyterLab has no {name}, and shows no question; {AGAIN}"
        elif name in off:
            yield "stop", f"{name} is disabled: jupyter labextension enable {name}"
        else:
            yield "ok", f"JupyterLab has {name}"


def _course() -> Iterator[Line]:
    """Yield the course that is found from here, where its record goes, and a copy of its text."""
    from course_utils.course import find_folder, read_course
    from course_utils.reading.article import read_article
    from course_utils.session import current_record
    from course_utils.source.errors import DataError

    yield _written(Path(), "Notebooks can be saved in this folder.", "look")
    try:
        course = read_course(find_folder(None))
    except DataError as error:
        yield "stop", f"No course can be read from here; 'check' says more. {error.problems[0]}"
        return
    yield "ok", f"Course: {course.about['title']}, in {course.folder}"
    record = current_record(course)
    yield _written(record.path, record.about, "stop")
    text = read_article(course)
    trouble = text.trouble if text else "No copy of the text: lessons give paragraphs only."
    yield ("look", trouble) if trouble else ("ok", "The text is there: lessons show passages.")


def _written(folder: Path, fine: str, otherwise: str) -> Line:
    """Whether a file can be written in a folder, or where it would be made; none is left there."""
    try:
        there = (place for place in (folder, *folder.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=next(there)):
            return "ok", fine
    except OSError as error:
        why = f"No file can be written in {folder.absolute()}: {error.strerror or error}"
        return otherwise, f"{why}; use a folder of your own"
