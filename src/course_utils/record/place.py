"""Where a record lies: with the person, and beside the course only if that is the person's own."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

HERE = "Your work is kept in the folder {}."
ELSEWHERE = (
    "Your work is kept in the folder {}, among your own files, because the folder of the course"
    " belongs to somebody else or cannot be written to."
)


def place_of_record(course: Path) -> tuple[Path, str]:
    """Return the folder of the record of a course that lies in ``course``, and what to say of it.

    A folder that several people use, each logged in as another user, has no record of any of them
    unless it is one's own.
    """
    beside = course / "my-work" / "record"
    if _in_home(course) or _own(course, course / "my-work", beside):
        return beside, HERE.format(beside)
    from platformdirs import user_data_path

    name = f"{course.name}-{hashlib.sha256(os.fsencode(course)).hexdigest()[:8]}"
    place = user_data_path("course-utils", appauthor=False) / name / "record"
    return place, ELSEWHERE.format(place)


def _in_home(folder: Path) -> bool:
    try:
        home = Path.home().resolve()
    except (OSError, RuntimeError):
        return False
    return home != Path(home.anchor) and folder.resolve().is_relative_to(home)


def _own(course: Path, *below: Path) -> bool:
    """Tell whether the folders that are there belong to the user, and what is made in them too."""
    if os.name != "posix":
        return False
    try:
        there = [folder for folder in (course, *below) if folder.exists()]
        with tempfile.TemporaryFile(dir=there[-1]) as probe:
            found = [os.fstat(probe.fileno()), *(folder.stat() for folder in there)]
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return {each.st_uid for each in found} == {os.geteuid()}
