"""What every test run shares: the instructor's check, and a learner record of its own.

Plain ``pytest --nbval`` or ``pytest --nbval-lax``, typed in any folder of the repository, checks
all notebooks in ``notebooks/`` and ``courses/*/notebooks/`` and nothing else; typed in a further
course, such as one of ``courses/``, the notebooks of that course alone.  With paths, or without
these options, pytest works as usual.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
NOTEBOOKS = ("notebooks/*.ipynb", "courses/*/notebooks/*.ipynb")
SANITIZE = ROOT / "tests" / "nbval.cfg"
NBVAL_DEFAULT_TIMEOUT = 2000
CELL_TIMEOUT = 60

# The slow tests; pytest still collects a folder of this list when it is named.
collect_ignore = ["tests/browser", "tests/long"]


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a new, empty learner record, and the instructor's check its options."""
    folder = tempfile.TemporaryDirectory(prefix="course-record-", ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    os.environ["COURSE_RECORD"] = str(Path(folder.name) / "record")
    if config.getoption("nbval", default=False) or config.getoption("nbval_lax", default=False):
        _set_nbval_options(config)
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            _take_all_notebooks(config)


def _set_nbval_options(config: pytest.Config) -> None:
    """Set what the course needs where the command line does not say otherwise."""
    option = config.option
    option.nbval_sanitize_with = option.nbval_sanitize_with or str(SANITIZE)
    option.nbval_current_env = not option.nbval_kernel_name
    if option.nbval_cell_timeout == NBVAL_DEFAULT_TIMEOUT:
        option.nbval_cell_timeout = CELL_TIMEOUT
    # The cells of a notebook belong to one kernel: pytest-xdist may share out files, not cells.
    if getattr(option, "dist", "no") in ("load", "loadgroup", "worksteal"):
        option.dist = "loadfile"
    # A warning inside nbval or pytest says nothing about a notebook.
    config.addinivalue_line("filterwarnings", "default")
    # The stored outputs were made from each course's own data, without a copy of the article.
    for name in ("COURSE_ARTICLE", "COURSE_DATA"):
        os.environ.pop(name, None)


def _take_all_notebooks(config: pytest.Config) -> None:
    """Check all notebooks and nothing else; within a further course, those of that course."""
    start = config.invocation_params.dir
    folders = [folder for folder in (start, *start.parents) if ROOT in folder.parents]
    course = next((folder for folder in folders if (folder / "notebooks").is_dir()), ROOT)
    places = NOTEBOOKS if course == ROOT else NOTEBOOKS[:1]
    notebooks = [path for each in places for path in sorted(course.glob(each))]
    if not notebooks:
        raise pytest.UsageError(f"there is no notebook in {course / 'notebooks'}")
    _refuse_stripped(notebooks)
    # Where a folder above has a "[" in its name, pytest takes only paths that do not mention it.
    config.args = [os.path.relpath(path, start) for path in notebooks]
    config.args_source = pytest.Config.ArgsSource.ARGS


def _refuse_stripped(notebooks: list[Path]) -> None:
    """A program such as nbstripout takes the outputs out; nbval would compare nothing and pass."""
    names = [
        path.relative_to(ROOT).as_posix()
        for path in notebooks
        if '"output_type"' not in path.read_text(encoding="utf-8", errors="replace")
    ]
    if names:
        raise pytest.UsageError(
            f"no outputs are stored in {', '.join(names)}, so there is nothing to compare with: "
            "python -m course_utils fresh puts those of the course back; run and save your own"
        )
