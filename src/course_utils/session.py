"""The course and the record in use: the only module that remembers one."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from course_utils.course import INSTALLED, PACKAGE, Course, find_folder, read_course
from course_utils.record.folder import place_of_record
from course_utils.record.record import Record

_last_loaded: list[Course] = []


def load_course(folder: str | Path | None = None, *, as_of: str | dt.date | None = None) -> Course:
    """Read and check the course data; while its files stay as they are, give the same object again.

    ``folder`` holds ``datapackage.json`` and the tables.  Without it the environment variable
    ``COURSE_DATA`` is used, else the nearest folder ``data`` from the working folder upward, else
    the course that is installed.
    ``as_of``, a day such as ``"2017-12-07"``, leaves out what became known later: findings of
    ``context`` without ``known_by`` or with a later one, all ``outcomes``, and ``sources`` that
    nothing else cites.

    Raises ``DataError`` with every problem of every file; nothing is half loaded.  Raises
    ``ValueError`` for an ``as_of`` that is no day.
    """
    where = find_folder(folder, installed_course())
    try:
        day = None if as_of is None else dt.date.fromisoformat(str(as_of))
    except ValueError:
        raise ValueError(f"as_of='{as_of}' is not a date of the form YYYY-MM-DD") from None
    _last_loaded[:] = [_course(where, day, _state(where))]
    return _last_loaded[0]


def installed_course() -> Path | None:
    """The course that came with this package: its repository, else what a wheel put beside it."""
    above = Path(__file__).resolve().parents
    places = (above[2], *(place / INSTALLED for place in above))
    return next((place for place in places if (place / "data" / PACKAGE).is_file()), None)


@lru_cache(maxsize=8)  # some days of a course, and of another
def _course(folder: Path, day: dt.date | None, _: object) -> Course:
    course = read_course(folder)
    return course.known_on(day) if day else course


def current_course(course: Course | None = None) -> Course:
    """``course`` itself, or the one loaded last, or the one that ``load_course()`` finds."""
    if course is not None:
        return course
    return _last_loaded[0] if _last_loaded else load_course()


def current_record(course: Course | None = None) -> Record:
    """Return the learner's record of the current course: as a rule ``my-work/record`` in its home.

    The environment variable ``COURSE_RECORD`` names another folder.
    """
    given = os.environ.get("COURSE_RECORD")
    if not given:
        return _record(*_place(current_course(course).home))
    path = Path(given)
    with suppress(OSError, RuntimeError):  # The record will say what is missing.
        path = path.expanduser().absolute()
    return _record(path)


def _state(folder: Path) -> object:
    """Tell files that were changed from those that were not: names, sizes and times of change."""
    found: list[object] = [folder, (folder / "quizzes").is_dir()]
    for path in sorted([*folder.glob("*"), *folder.glob("quizzes/*")]):
        with suppress(OSError):  # if one that is needed cannot be reached, reading says so
            stat = path.stat()
            if path.is_file():
                found.append((path, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


_place = cache(place_of_record)
_record = cache(Record)
