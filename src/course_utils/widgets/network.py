"""The network with choices: an actor with its ties in words, theatre, kind, commitment."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import get_args

from course_utils.article import passage
from course_utils.cells import Commitment, RelationKind
from course_utils.course import Course, current_course
from course_utils.figures.network import draw_network
from course_utils.figures.picture import Picture
from course_utils.network import Tie, build_network, ego_network, ties
from course_utils.rows import Actor, Relation
from course_utils.widgets.explorer import Control, Explorer


def explore_network(course: Course | None = None, actor: str | None = None) -> Explorer:
    """Show the network with an actor to choose, and filters by theatre, kind and commitment.

    With an actor come its ties in words, by direction, each with commitment, voice, paragraph
    and, if the reader has a copy of the article, the passage.  ``actor`` is the one chosen at
    first; an unknown one is a ``ValueError``.
    """
    chosen = current_course(course)
    actors = {row.label: row.id for row in sorted(chosen.rows(Actor), key=lambda row: row.label)}
    if actor is not None and actor not in actors.values():
        raise ValueError(f"no actor is called {actor}; there are {', '.join(actors.values())}")
    played = {place for row in chosen.rows(Relation) for place in row.theatre}
    places = {term.label: term.id for term in chosen.terms_of("place") if term.id in played}
    kinds = {kind: kind for kind in get_args(RelationKind)}
    commitments = {commitment: commitment for commitment in get_args(Commitment)}
    controls = {
        "actor": Control("Actor", {"all": None, **actors}, start=actor),
        "theatre": Control("Theatre", {"all": None, **places}),
        "kind": Control("Kind of tie", {"all": None, **kinds}),
        "commitment": Control("Commitment", commitments, many=True),
    }
    about = "The network, to be explored by actor, theatre, kind of tie and commitment."
    return Explorer(about, controls, partial(_draw, chosen))


def _draw(
    course: Course, actor: str | None, theatre: str | None, kind: str | None, commitment: list[str]
) -> tuple[Picture, str]:
    graph = build_network(
        course,
        commitment=None if len(commitment) == len(get_args(Commitment)) else commitment,
        kinds=[kind] if kind else None,
        theatres=[theatre] if theatre else None,
    )
    if actor is None:
        return draw_network(graph), ""
    if actor not in graph:
        nothing = f"{course.label_of(actor)} has no tie that fits these choices."
        return draw_network(build_network(course, commitment=[])), f"<p>{escape(nothing)}</p>"
    ego = ego_network(graph, actor)
    return draw_network(ego, focus=actor), "".join(_ties_of(course, ties(ego), actor))


def _ties_of(course: Course, shown: list[Tie], actor: str) -> Iterator[str]:
    """The ties of an actor as lists by direction, in HTML."""
    name = escape(course.label_of(actor))
    groups = {
        f"From {name}": [tie for tie in shown if tie.directed and tie.source == actor],
        f"To {name}": [tie for tie in shown if tie.directed and tie.target == actor],
        "In both directions": [
            tie for tie in shown if not tie.directed and actor in (tie.source, tie.target)
        ],
    }
    for heading, found in groups.items():
        if found:
            rows = "".join(_tie_html(course, tie) for tie in found)
            yield f"<p><strong>{heading}</strong></p><ul>{rows}</ul>"
    if not any(groups.values()):
        yield f"<p>{name} has no tie that fits these choices.</p>"


def _tie_html(course: Course, tie: Tie) -> str:
    where = escape(passage(course, tie.id))
    return f'<li dir="auto">{escape(tie.sentence)}<br><small>{where}</small></li>'
