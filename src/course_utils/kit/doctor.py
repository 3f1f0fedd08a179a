"""Whether this computer can run the lessons: one screen, each line with what to do about it."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
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
    wrap = partial(textwrap.fill, width=80, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrap(f"{m:6}{said}", subsequent_indent=" " * 6) for m, said in lines), fine


def _packages() -> Iterator[Line]:
    """Yield Python and the packages that are needed, by their versions and those that fit."""
    from packaging.requirements import Requirement

    about, fitting = metadata.metadata("course-utils"), []
    for text in (f"Python{about['Requires-Python']}", *about.get_all("Requires-Dist", ())):
        needed, there = Requirement(text), "not installed"
        if needed.marker and not needed.marker.evaluate({"extra": ""}):
            continue
        with suppress(metadata.PackageNotFoundError):
            python = needed.name == "Python"
            there = platform.python_version() if python else metadata.version(needed.name)
            if there in needed.specifier:
                fitting.append(f"{needed.name} {there}")
                continue
        yield "stop", f"{needed.name} is {there}, needed is {needed.specifier}; {AGAIN}"
    yield "ok", ", ".join(fitting)


def _widgets() -> Iterator[Line]:
    """Yield whether JupyterLab has what shows questions; asking itself would take seconds."""
    from jupyter_core.paths import jupyter_config_path, jupyter_path

    disabled: dict[str, bool] = {}
    for folder in jupyter_config_path():  # what counts more comes first
        with suppress(OSError, ValueError, LookupError, TypeError):
            page = json.loads(Path(folder, "labconfig", "page_config.json").read_bytes())
            disabled = dict(page["disabledExtensions"]) | disabled
    for name in EXTENSIONS:
        if not any(os.access(Path(each, name), os.F_OK) for each in jupyter_path("labextensions")):
            yield "stop", f"JupyterLab has no {name}, and shows no question; {AGAIN}"
        elif any(off and each.partition(":")[0] == name for each, off in disabled.items()):
            yield "stop", f"{name} is disabled: jupyter labextension enable {name}"
        else:
            yield "ok", f"JupyterLab has {name}"


def _course() -> Iterator[Line]:
    """Yield the course that is found from here, where its record goes, and a copy of its text."""
    from course_utils.course import find_folder, read_course
    from course_utils.kit.passages import find_text
    from course_utils.session import current_record
    from course_utils.source.errors import DataError

    yield _written(Path(), "Notebooks can be saved in this folder", "look")
    folder = None
    try:
        folder = find_folder(None)
        course = read_course(folder)
    except DataError as error:
        broken = "stop", f"The course here is broken; read: python -m course_utils check {folder}"
        yield broken if folder else ("look", f"No course is found from here: {error.problems[0]}")
        return
    yield "ok", f"Course: {course.about['title']}, in {folder}"
    record = current_record(course)
    yield _written(record.path, record.about, "stop")
    text = find_text(course, None)
    said = text.article.trouble if text else "No copy of the text: lessons give paragraphs only"
    yield ("look", said) if said else ("ok", "The text is there: lessons show passages")


def _written(folder: Path, fine: str, otherwise: str) -> Line:
    """Whether a file can be written in a folder, or where it would be made; none is left there."""
    places = (place for place in (folder, *folder.absolute().parents) if os.access(place, os.F_OK))
    try:
        with tempfile.TemporaryFile(dir=next(places, folder)):
            return "ok", fine
    except OSError as error:
        why = f"No file can be written in {folder.absolute()}: {error.strerror or error}"
        return otherwise, f"{why}; use a folder of your own"
