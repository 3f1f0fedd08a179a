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
# By path, so that a report names the course and the lesson.
LESSONS = {f"{name}-{path.stem}": path for name, paths in LESSONS_OF.items() for path in paths}
each_course = pytest.mark.parametrize("name", COURSES)
each_lesson = pytest.mark.parametrize("path", LESSONS.values(), ids=LESSONS)


@cache
def shipped(name: str) -> Course:
    return read_course(COURSES[name] / "data")


def course_of(path: Path) -> Course:
    """The course of a lesson, or of a file of questions."""
    (name,) = (name for name, at in COURSES.items() if path.parent in places(at))
    return shipped(name)


def places(course: Path) -> set[Path]:
    return {course / "notebooks", course / "data/quizzes"}


def labels_of(course: Course) -> set[str]:
    """The paragraphs of its text; the first text, P0 to P12, does not ship."""
    return set(paragraphs_of(course)) or {f"P{number}" for number in range(13)}
