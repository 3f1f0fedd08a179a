"""Make a new course: a copy of the one in ``template/``, which runs as it is."""

from __future__ import annotations

import shutil
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from course_utils.source.text import reason

PARTS = ("data/*.*", "data/quizzes/*.yaml", "notebooks/*.ipynb")
# What a system leaves in a folder that its owner sees as empty.
UNNOTICED = {".DS_Store", ".directory", ".localized", "desktop.ini", "Thumbs.db"}


def make_course(folder: Path, source: Path | None = None) -> None:
    """Make a course in ``folder``, which is new or empty; where that fails, nothing is left of it.

    It is a copy of all that is in ``source``, or of the one to begin with.  Raises
    ``ValueError`` if something is there already, or if the folder cannot be written.
    """
    folder = folder.expanduser().absolute()
    try:
        _make(folder, source)
    except OSError as error:
        raise ValueError(f"No course can be made in {folder}: {reason(error)}.") from None


def _make(folder: Path, source: Path | None) -> None:
    above = (folder, *folder.parents)
    if file := next((place for place in above if place.is_file()), None):
        raise ValueError(f"{file} is a file. Name a new folder.")
    missing = [place for place in above if not place.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if held := sorted({path.name for path in folder.iterdir()} - UNNOTICED):
            raise ValueError(f"{folder} is not empty: {held[0]} is in it. Name a new folder.")
        with TemporaryDirectory(prefix=".new-", dir=folder) as made:
            for part in _copy(source, Path(made)):
                part.rename(folder / part.name)
    finally:
        for place in missing:
            with suppress(OSError):  # there is a course in it
                place.rmdir()


def _copy(source: Path | None, to: Path) -> list[Path]:
    """Copy the contents alone: an installed file may be one that only another user may change."""
    with as_file(files("course_utils.kit") / "template") as template:
        held, kinds = (source, ("**/*",)) if source else (template, PARTS)
        for path in [path for kind in kinds for path in held.glob(kind) if path.is_file()]:
            target = to / path.relative_to(held)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return sorted(to.iterdir())
