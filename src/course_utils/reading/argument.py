"""The argument as a graph: what each claim rests on, what attacks it, what falls with what.

Statements, claims and unstated premises are the nodes, with ``row``, ``role`` and ``words``; an
edge leads to the claim that it bears on, and has its ``kind`` and the ``link`` of the data.  Claim,
ground and unstated premise are the claim, data and warrant of Toulmin, *The Uses of Argument*
(1958).
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median_high
from typing import TYPE_CHECKING, Literal, TypeAlias

from course_utils.course import Course
from course_utils.source.course_rows import Assumption
from course_utils.source.text_rows import Claim, Link, Statement
from course_utils.words import known

if TYPE_CHECKING:
    import networkx as nx

Argument: TypeAlias = "nx.MultiDiGraph"  # two steps may join the same two claims
Bearing = Literal["supports", "attacks", "carries"]
Support = Literal[
    "taken away", "lost its support", "weakened", "keeps full support", "stands on its own"
]
GONE: tuple[Support, ...] = ("taken away", "lost its support")
HUB_ROLES = ("thesis", "recommendation")


def argument_of(course: Course) -> Argument:
    """The argument of a course, in the order of its files; no links form a circle."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for row in course.rows(Statement):
        graph.add_node(row.id, row=row, role="statement", words=row.content)
    for claim in course.rows(Claim):
        graph.add_node(claim.id, row=claim, role=claim.role, words=claim.claim)
    for link in course.rows(Link):
        start = link.from_claim or link.from_statement
        graph.add_edge(start, link.to_claim, kind=link.kind, link=link)
    for premise in course.rows(Assumption):
        graph.add_node(premise.id, row=premise, role="unstated", words=premise.assumption)
        for carried in premise.carries:
            graph.add_edge(premise.id, carried, kind="carries", link=None)
    return graph


def into(graph: Argument, item: str, kind: Bearing = "supports") -> tuple[str, ...]:
    """The items that bear on an item in one way, each once."""
    edges = graph.in_edges(item, data="kind")
    return tuple(dict.fromkeys(start for start, _, given in edges if given == kind))


def last_grounds(graph: Argument, item: str) -> list[str]:
    """Of all that supports an item, directly or through other grounds, what has no ground."""
    import networkx as nx

    edges = graph.edges(data="kind")
    support = nx.DiGraph([(start, to) for start, to, kind in edges if kind == "supports"])
    below = nx.ancestors(support, item) if item in support else ()
    return [found for found in below if not support.pred[found]]


def linked(graph: Argument) -> list[str]:
    """The items that take part in at least one link."""
    ends = {end for start, to, link in graph.edges(data="link") if link for end in (start, to)}
    return [item for item in graph if item in ends]


def hubs(graph: Argument) -> list[str]:
    """Where the argument leads: the thesis and advice that lead to nothing but each other."""

    def leads_nowhere_else(item: str) -> bool:
        return graph.nodes[item]["role"] in HUB_ROLES and all(map(leads_nowhere_else, graph[item]))

    return [item for item in linked(graph) if leads_nowhere_else(item)]


def strands(graph: Argument) -> list[list[str]]:
    """The items that hang together when the hubs are left out, strand by strand in text order.

    Items whose only links go to hubs make up one strand, the last.
    """
    import networkx as nx

    order = {item: place for place, item in enumerate(linked(graph))}
    apart = graph.subgraph(set(order) - set(hubs(graph)))
    found = [sorted(part, key=order.__getitem__) for part in nx.weakly_connected_components(apart)]

    def place(strand: list[str]) -> tuple[int, int]:
        paragraphs = (int(graph.nodes[item]["row"].paragraph[0][1:]) for item in strand)
        return median_high(paragraphs), order[strand[0]]

    several = sorted((strand for strand in found if len(strand) > 1), key=place)
    alone = sorted((strand[0] for strand in found if len(strand) == 1), key=order.__getitem__)
    return [*several, alone] if alone else several


def without(course: Course, ids: str | Iterable[str]) -> dict[str, Support]:
    """How every claim stands when claims, statements or unstated premises are taken away.

    The rule, for each claim in turn:

    - it is *taken away* if it is in ``ids``, or taken from a statement in ``ids``;
    - it has *lost its support* if it has grounds and all of them are gone, that is, are taken away
      or have lost their own support;
    - it is *weakened* if some of its grounds are gone or weakened, or if a premise that carries it
      is taken away;
    - else it *keeps full support*, or, if it never had a recorded ground, *stands on its own*.

    What stands against a claim never supports it, and taking it away restores nothing.

    Raises ``ValueError`` for an identifier that is no claim, statement or premise.
    """
    import networkx as nx

    graph = argument_of(course)
    away = set(known(ids, graph, "claim, statement or premise"))
    found: dict[str, Support] = {}
    for item in nx.topological_sort(graph):
        if isinstance(row := graph.nodes[item]["row"], Claim):
            found[item] = _support(graph, row, away, found)
    return {claim.id: found[claim.id] for claim in course.rows(Claim)}


def _support(graph: Argument, claim: Claim, away: set[str], found: dict[str, Support]) -> Support:
    if claim.id in away or claim.statement_id in away:
        return "taken away"
    grounds = ["taken away" if item in away else found.get(item) for item in into(graph, claim.id)]
    if grounds and all(ground in GONE for ground in grounds):
        return "lost its support"
    if {*GONE, "weakened"} & {*grounds} or away & {*into(graph, claim.id, "carries")}:
        return "weakened"
    return "keeps full support" if grounds else "stands on its own"
