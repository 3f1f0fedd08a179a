"""The timeline, the network and the argument with choices."""

from __future__ import annotations

from functools import partial
from typing import get_args

from course_utils.course import Course
from course_utils.figures.network import draw_network
from course_utils.figures.picture import Picture
from course_utils.figures.timeline import draw_timeline
from course_utils.pages.argument import show_argument
from course_utils.pages.render import Page
from course_utils.pages.tables import actor_ties
from course_utils.reading.argument import argument_of, into, linked
from course_utils.reading.network import STEPS, Step, build_network
from course_utils.reading.timeline import periods, years_matter
from course_utils.session import current_course
from course_utils.source.cells import Mode
from course_utils.source.course_rows import Assumption
from course_utils.source.text_rows import Actor, Claim, Relation, Statement
from course_utils.widgets.explorer import Control, Explorer
from course_utils.words import known

HOW_FAR: dict[str, Step] = {
    "what the author says": "the author",
    "and with a reservation or left open": "with a reservation",
    "and what a party says": "a party",
}
LOOKED_AT = ("thesis", "recommendation", "inference", "forecast", "conditional scenario")


def explore_timeline(course: Course | None = None) -> Explorer:
    """Show the timeline with drop-down lists; picture, words and count change together."""
    chosen = current_course(course)
    sides = {term.label: term.id for term in chosen.terms_of("side")}
    dates = periods(chosen.rows(Statement))
    year = years_matter(dates)
    controls = {
        "sides": Control("Side", {"all": None, **sides}),
        "modes": Control("Mode", {"all": None, **{mode: mode for mode in get_args(Mode)}}),
        "dated": Control("Day", {"with or without": None, "with": True, "without": False}),
        "as_of": Control("As of", {"the end": None, **{day.name(year): day.last for day in dates}}),
    }
    about = "The timeline, to be explored by side, mode, day and date."
    return Explorer(about, controls, partial(draw_timeline, chosen))


def explore_network(course: Course | None = None, actor: str | None = None) -> Explorer:
    """Show the network with an actor to choose, a theatre, a kind of tie, and how far to believe.

    With an actor come its ties in words, by direction, each with whose word it is, how sure, its
    paragraph and, if the reader has a copy of the text, the passage.  ``actor`` is the one
    chosen at first.

    Raises ``ValueError`` for an unknown actor.
    """
    chosen = current_course(course)
    actors = {row.label: row.id for row in sorted(chosen.rows(Actor), key=lambda row: row.label)}
    known([actor] if actor else [], actors.values(), "actor")
    played = {place for row in chosen.rows(Relation) for place in row.theatre}
    places = {term.label: term.id for term in chosen.terms_of("place") if term.id in played}
    kinds = {term.label: term.id for term in chosen.terms_of("tie")}
    controls = {
        "actor": Control("Actor", {"all": None, **actors}, start=actor),
        "theatre": Control("Theatre", {"all": None, **places}),
        "upto": Control("Show", HOW_FAR, start=list(STEPS)[-1]),
        "kind": Control("Kind of tie", {"all": None, **kinds}),
    }
    about = "The network, to be explored by actor, theatre, kind of tie, and how far one goes."
    return Explorer(about, controls, partial(_draw, chosen))


def _draw(
    course: Course, actor: str | None, theatre: str | None, upto: Step, kind: str | None
) -> tuple[Picture, str]:
    graph = build_network(course, kinds=[kind] if kind else None)
    picture = draw_network(graph, actor, theatre=theatre, upto=upto, whole=True)
    return picture, actor_ties(course, actor, picture.table.index) if actor else ""


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
