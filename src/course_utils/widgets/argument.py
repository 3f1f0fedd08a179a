"""The argument with choices: a check box at each premise, and a claim to look at alone."""

from __future__ import annotations

from course_utils.course import Course
from course_utils.pages.argument import show_argument
from course_utils.pages.render import Page
from course_utils.reading.argument import argument_of, into, linked
from course_utils.session import current_course
from course_utils.source.rows import Assumption, Claim
from course_utils.widgets.explorer import Control, Explorer

LOOKED_AT = ("thesis", "recommendation", "inference", "forecast", "conditional scenario")


def explore_argument(course: Course | None = None) -> Explorer:
    """Show the outline with a check box at each premise: what is switched off no longer supports.

    Premises are what the argument takes without a ground: evidence and statements on which nothing
    is recorded to bear, and the unstated assumptions.
    """
    chosen = current_course(course)
    graph = argument_of(chosen)
    bare = [item for item in linked(graph) if not into(graph, item)]
    premises = [*bare, *(row.id for row in chosen.rows(Assumption))]
    rows = [row for row in chosen.rows(Claim) if row.role in LOOKED_AT]
    claims = {f"{row.id} {row.claim}": row.id for row in rows}
    labels = {f"{item} {graph.nodes[item]['words']}": item for item in premises}
    controls = {
        "focus": Control("Claim", {"the whole argument": None, **claims}),
        "kept": Control("Premises that hold", labels, many=True),
    }

    def draw(focus: str | None, kept: tuple[str, ...]) -> Page:
        gone = [item for item in premises if item not in kept]
        return show_argument(chosen, focus, gone, premises)

    return Explorer("The argument, to be explored by switching premises off.", controls, draw)
