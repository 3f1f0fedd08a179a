"""The network with choices: an actor with its ties in words, theatre, how far, kind of tie."""

from __future__ import annotations

from functools import partial

from course_utils.course import Course
from course_utils.figures.network import draw_network
from course_utils.figures.picture import Picture
from course_utils.pages.ties import actor_ties
from course_utils.reading.network import build_network
from course_utils.reading.network_view import STEPS, Step
from course_utils.session import current_course
from course_utils.source.rows import Actor, Relation
from course_utils.widgets.explorer import Control, Explorer
from course_utils.words import known

HOW_FAR: dict[str, Step] = {
    "what the author says": "the author",
    "plus with a reservation or left open": "with a reservation",
    "plus what a party says": "a party",
}


def explore_network(course: Course | None = None, actor: str | None = None) -> Explorer:
    """Show the network with an actor to choose, a theatre, a kind of tie, and how far to believe.

    With an actor come its ties in words, by direction, each with whose word it is, how sure, its
    paragraph and, if the reader has a copy of the article, the passage.  ``actor`` is the one
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
