"""The argument with choices: a check box at each premise, and a claim to look at alone."""

from __future__ import annotations

from functools import partial

from course_utils.course import Course
from course_utils.pages.argument import outline_page
from course_utils.pages.render import Page
from course_utils.reading.argument import Argument, argument_of, grounds, linked, role_of, words_of
from course_utils.session import current_course
from course_utils.source.rows import Claim
from course_utils.widgets.explorer import Control, Explorer

LOOKED_AT = ("thesis", "recommendation", "inference", "forecast", "conditional scenario")


def explore_argument(course: Course | None = None) -> Explorer:
    """Show the outline with a check box at each premise: what is switched off no longer supports.

    Premises are what the argument takes without a ground: evidence and statements on which nothing
    is recorded to bear, and the unstated assumptions.
    """
    chosen = current_course(course)
    rows = [row for row in chosen.rows(Claim) if row.role in LOOKED_AT]
    claims = {f"{row.id} {row.claim}": row.id for row in rows}
    premises = _premises(chosen)
    controls = {
        "focus": Control("Claim", {"the whole argument": None, **claims}),
        "kept": Control("Premises that hold", premises, many=True),
    }
    about = "The argument, to be explored by switching premises off."
    return Explorer(about, controls, partial(_draw, chosen, list(premises.values())))


def _premises(course: Course) -> dict[str, str]:
    graph = argument_of(course)
    return {f"{item} {words_of(graph, item)}": item for item in _without_ground(graph)}


def _without_ground(graph: Argument) -> list[str]:
    unstated = [item for item in graph if role_of(graph, item) == "unstated"]
    bare = [item for item in linked(graph) if not grounds(graph, item)]
    return [*bare, *unstated]


def _draw(course: Course, boxes: list[str], focus: str | None, kept: list[str]) -> Page:
    return outline_page(course, focus, [item for item in boxes if item not in kept], boxes)
