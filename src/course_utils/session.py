"""The record in use: which folder it is, and one ``Record`` for each."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.course import current_course
from course_utils.record.place import place_of_record
from course_utils.record.record import Record

if TYPE_CHECKING:
    from course_utils.course import Course


def current_record(course: Course | None = None) -> Record:
    """Return the learner's record of the current course: as a rule ``my-work/record`` beside it.

    The environment variable ``COURSE_RECORD`` names another folder.
    """
    given = os.environ.get("COURSE_RECORD")
    if not given:
        return _record(*_place(current_course(course).folder.parent))
    path = Path(given)
    with suppress(OSError, RuntimeError):  # The record will say what is missing.
        path = path.expanduser().absolute()
    return _record(path)


_place = cache(place_of_record)
_record = cache(Record)
