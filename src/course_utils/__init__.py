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
    from course_utils.argument import without
    from course_utils.course import load_course
    from course_utils.errors import DataError
    from course_utils.figures.network import draw_network
    from course_utils.figures.timeline import draw_timeline
    from course_utils.network import build_network, rank_actors
    from course_utils.pages.argument import show_argument
    from course_utils.pages.cases import show_cases
    from course_utils.pages.class_answers import show_class
    from course_utils.pages.tables import show_table
    from course_utils.pages.ties import show_ties
    from course_utils.record.tally import class_tally
    from course_utils.sourcing import (
        count_commitments,
        count_hedges,
        count_values,
        single_sources,
        unstated_premises,
        who_says_so,
    )
    from course_utils.widgets.argument import explore_argument
    from course_utils.widgets.my_article import add_my_article
    from course_utils.widgets.my_record import my_record
    from course_utils.widgets.my_work import bring_back_my_work, forget_me, save_my_work
    from course_utils.widgets.network import explore_network
    from course_utils.widgets.prediction import predict
    from course_utils.widgets.question import ask
    from course_utils.widgets.timeline import explore_timeline

__all__ = [
    "DataError",
    "add_my_article",
    "ask",
    "bring_back_my_work",
    "build_network",
    "class_tally",
    "count_commitments",
    "count_hedges",
    "count_values",
    "draw_network",
    "draw_timeline",
    "explore_argument",
    "explore_network",
    "explore_timeline",
    "forget_me",
    "load_course",
    "my_record",
    "predict",
    "rank_actors",
    "save_my_work",
    "show_argument",
    "show_cases",
    "show_class",
    "show_table",
    "show_ties",
    "single_sources",
    "unstated_premises",
    "who_says_so",
    "without",
]

_HOMES = {
    "without": "argument",
    "load_course": "course",
    "DataError": "errors",
    "draw_network": "figures.network",
    "show_argument": "pages.argument",
    "show_cases": "pages.cases",
    "show_class": "pages.class_answers",
    "show_table": "pages.tables",
    "show_ties": "pages.ties",
    "draw_timeline": "figures.timeline",
    "build_network": "network",
    "rank_actors": "network",
    "class_tally": "record.tally",
    "count_commitments": "sourcing",
    "count_hedges": "sourcing",
    "count_values": "sourcing",
    "single_sources": "sourcing",
    "unstated_premises": "sourcing",
    "who_says_so": "sourcing",
    "explore_argument": "widgets.argument",
    "add_my_article": "widgets.my_article",
    "my_record": "widgets.my_record",
    "bring_back_my_work": "widgets.my_work",
    "forget_me": "widgets.my_work",
    "save_my_work": "widgets.my_work",
    "explore_network": "widgets.network",
    "predict": "widgets.prediction",
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
