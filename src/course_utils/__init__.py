"""Read a policy argument closely: statements, network, claims, and questions about them.

>>> import course_utils as cu
>>> course = cu.load_course()
>>> cu.draw_timeline(course)  # doctest: +SKIP

Each name is loaded where it is first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course_utils.course import Course, load_course
    from course_utils.errors import DataError
    from course_utils.figures.table import show_table
    from course_utils.figures.timeline import draw_timeline
    from course_utils.widgets.question import ask
    from course_utils.widgets.timeline import explore_timeline

__all__ = [
    "Course",
    "DataError",
    "ask",
    "draw_timeline",
    "explore_timeline",
    "load_course",
    "show_table",
]

_HOMES = {
    "Course": "course",
    "load_course": "course",
    "DataError": "errors",
    "draw_timeline": "figures.timeline",
    "show_table": "figures.table",
    "ask": "widgets.question",
    "explore_timeline": "widgets.timeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'course_utils' has no attribute '{name}'")
    value = getattr(import_module(f"course_utils.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
