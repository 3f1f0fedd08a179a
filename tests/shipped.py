"""The courses that ship: the first, in the root, and each of `courses/`; and their lessons."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from course_utils.course import Course, read_course
from course_utils.reading.article import paragraphs_of

ROOT = Path(__file__).resolve().parent.parent
OTHERS = sorted(path.parent.parent for path in ROOT.glob("courses/*/data/datapackage.json"))
COURSES = {"root": ROOT} | {folder.name: folder for folder in OTHERS}
LESSONS_OF = {name: sorted(at.glob("notebooks/[0-9]*.ipynb")) for name, at in COURSES.items()}
# The day from which each is read: what became known later does not show before the outcomes.
LAST_DAYS = {"root": "2017-12-07", "truman-1947": "1947-03-12"}
LESSONS = {f"{name}-{path.stem}": path for name, paths in LESSONS_OF.items() for path in paths}
each_course = pytest.mark.parametrize("name", COURSES)
each_lesson = pytest.mark.parametrize("path", LESSONS.values(), ids=LESSONS)


@cache
def shipped(name: str) -> Course:
    return read_course(COURSES[name] / "data")


def name_of(path: Path) -> str:
    """The name of the course of a lesson, or of a file of questions."""
    return next(name for name, at in reversed(COURSES.items()) if path.is_relative_to(at))


def course_of(path: Path) -> Course:
    return shipped(name_of(path))


def labels_of(course: Course) -> set[str]:
    """The paragraphs of its text; the first text, P0 to P12, does not ship."""
    return set(paragraphs_of(course)) or {f"P{number}" for number in range(13)}
