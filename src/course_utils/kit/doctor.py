"""Whether this computer can run the lessons: one screen, each line with what to do about it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from course_utils.source.errors import DataError
from course_utils.source.text import reason

Line = tuple[str, str]  # ok, look or stop, and what is said
AGAIN = "type, in the folder of the course: python -m pip install -e ."
NEWER = "make the environment anew, with a newer Python, as README says"
FINE = "Nothing stops the work. To open the course, type: python -m course_utils lab"
KERNEL = "type: python -m ipykernel install --sys-prefix"
LAB = "type instead: python -m course_utils lab"
THERE = "go to the folder of the course, and type: python -m course_utils check ."
NAMED = "this is the place that COURSE_DATA names: set it anew, or take it away"
RECORD = "make room there, or name in COURSE_RECORD a folder of your own"
NO_COPY = "No copy of the text: lessons give paragraphs only. 00-start says where to get one."
ENOUGH = 1_000_000  # bytes for the answers of a course
EXTENSIONS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")


def diagnose() -> tuple[str, bool]:
    """What can be said, and whether the work can start; nothing is raised, or left on the disk."""
    lines: list[Line] = []
    try:
        for part in (_packages, _widgets, _kernel, _course):
            lines += part()
    except ImportError as error:
        lines.append(("stop", f"Something is not installed ({error}); {AGAIN}"))
    fine = all(mark != "stop" for mark, _ in lines)
    lines.append(("", FINE if fine else "Do first what stands beside 'stop'."))
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
            mend = NEWER if need.name == "Python" else AGAIN
            yield "stop", f"{found}, needed is {need.specifier}; {mend}"


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
        mend = f"type: jupyter labextension enable {name}" if there else AGAIN
        stop = "stop", f"JupyterLab does not use {name}, and shows no question; {mend}"
        yield ("ok", f"JupyterLab has {name}") if there and not off.get(name) else stop


def _kernel() -> Iterator[Line]:
    """Yield whether lessons run in this environment, and whose JupyterLab a terminal starts."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    here = {Path(sys.executable).parent.resolve(), Path(sysconfig.get_path("scripts")).resolve()}
    with suppress(NoSuchKernel, OSError):  # without one a package is missing, which is said
        program = Path(KernelSpecManager().get_kernel_spec("python3").argv[0])
        # A name alone is the Python of whoever starts it.
        if program.parent.resolve() not in here and program.name != str(program):
            yield "stop", f"Lessons run in another environment, with {program}; {KERNEL}"
    typed = Path(shutil.which("jupyter-lab") or sys.executable)
    if typed.parent.resolve() not in here:
        yield "look", f"'jupyter lab' starts that of another environment, {typed}; {LAB}"


def _course() -> Iterator[Line]:
    """Yield the course that is found from here, where its record goes, and a copy of its text."""
    from course_utils.reading.article import read_article
    from course_utils.session import current_record, load_course

    try:
        course = load_course()
    except DataError as error:
        mend = THERE if Path(os.environ.get("COURSE_DATA") or ".").is_dir() else NAMED
        yield "stop", f"No course can be read from here: {error.problems[0]}; {mend}"
        return
    yield "ok", f"Course: {course.about['title']}, in {course.folder}"
    record = current_record(course)
    yield _written(record.path, record.about)
    text = read_article(course)
    trouble = text.trouble if text else NO_COPY
    yield ("look", trouble) if trouble else ("ok", "The text is there: lessons show passages.")


def _written(folder: Path, fine: str) -> Line:
    """Whether a file can be written in a folder, or where it would be made; none is left there."""
    try:
        there = (place for place in (folder, *folder.absolute().parents) if place.exists())
        with tempfile.TemporaryFile(dir=next(there)) as probe:
            probe.write(bytes(ENOUGH))
        return "ok", fine
    except OSError as error:
        return "stop", f"No answer can be kept in {folder.absolute()}: {reason(error)}; {RECORD}"
