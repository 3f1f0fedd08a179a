"""The network as a graph: who is tied to whom, by what, on whose word, and how sure.

A graph is an ordinary ``networkx.MultiDiGraph``: an actor is a node, a tie is an edge whose key is
the identifier of its row.  A tie without direction is stored from the actor named first and has
``directed=False``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from course_utils.course import Course
from course_utils.source.cells import Commitment
from course_utils.source.rows import Actor, Relation
from course_utils.words import known

if TYPE_CHECKING:
    import networkx as nx

ACROSS = "Across countries"


def build_network(
    course: Course,
    commitment: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    theatres: Iterable[str] | None = None,
) -> nx.MultiDiGraph:
    """Return the network the article describes, or the part of it that passes every filter.

    commitment: keep ties of these commitments, such as ``["the author says it"]``.
    kinds: keep ties of these kinds, such as ``["commands", "heads"]``.
    theatres: keep ties that play in one of these places, named by identifier.

    Without a filter every actor is a node, those in no tie too; with one, only the ends of the ties
    that are kept.  Nodes carry what the table of actors has, and ``home``; edges what the table of
    relations has, and ``commitment``.

    Raises ``ValueError`` for a commitment, kind or theatre that does not exist.
    """
    import networkx as nx

    kinds_known, places = ([term.id for term in course.terms_of(of)] for of in ("tie", "place"))
    every = get_args(Commitment)
    sure = known(every if commitment is None else commitment, every, "commitment")
    wanted = known(kinds_known if kinds is None else kinds, kinds_known, "kind of tie")
    where = known(places if theatres is None else theatres, places, "theatre")
    kept = [
        row
        for row in course.rows(Relation)
        if row.commitment in sure and row.kind in wanted and {*where} & {*row.theatre}
    ]
    tied = {end for row in kept for end in ends(row)}
    filtered = any(given is not None for given in (commitment, kinds, theatres))
    graph = nx.MultiDiGraph(course=course, theatres=[] if theatres is None else sorted(where))
    for actor in course.rows(Actor):
        if actor.id in tied or not filtered:
            land = actor.countries
            home = course.label("place", land[0]) if len(land) == 1 else ACROSS
            graph.add_node(actor.id, home=home, **actor.model_dump())
    for row in kept:
        told = {"commitment": row.commitment, **row.model_dump()}
        graph.add_edge(*ends(row), row.id, **told)
    return graph


def ties(graph: nx.MultiDiGraph) -> list[Relation]:
    """The rows of a graph's ties, in the order of their table."""
    rows = graph.graph["course"].rows(Relation)
    return [row for row in rows if graph.has_edge(*ends(row), row.id)]


def ends(tie: Relation) -> tuple[str, str]:
    """The actors where a tie starts and ends."""
    return tie.from_actor, tie.to_actor
