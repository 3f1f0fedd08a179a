"""The argument as a graph: what each claim rests on, what attacks it, what falls with what.

Claims, statements and unstated premises are the nodes, with their ``row``; an edge leads to the
claim that it bears on, and its ``kind`` is supports, attacks or carries.  Claim, ground and
unstated premise are the claim, data and warrant of Toulmin, *The Uses of Argument* (1958).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from course_utils.course import Course
from course_utils.source.rows import Assumption, Claim, Link, Statement
from course_utils.words import known, listing, verb

if TYPE_CHECKING:
    import networkx as nx

Argument: TypeAlias = "nx.MultiDiGraph"  # two steps may join the same two claims
Item = Claim | Statement | Assumption
Bearing = Literal["supports", "attacks", "carries"]
Support = Literal[
    "taken away", "lost its support", "weakened", "keeps full support", "stands on its own"
]
AFTER: dict[Support, str] = {
    "taken away": "is taken away",
    "lost its support": "has lost its support",
    "weakened": "is weakened",
    "keeps full support": "keeps full support",
    "stands on its own": "stands on its own, without a recorded ground",
}
HUB_ROLES = ("thesis", "recommendation")


def argument_of(course: Course) -> Argument:
    """The argument of a course; loading it has made sure that no links form a circle."""
    premises = course.rows(Assumption)
    return argument_from(
        [*course.rows(Statement), *course.rows(Claim), *premises], course.rows(Link)
    )


def argument_from(items: Iterable[Item], links: Iterable[Link]) -> Argument:
    """The graph of these items; the order of the files is the order of its nodes and edges."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for row in items:
        graph.add_node(row.id, row=row)
    for link in links:
        graph.add_edge(source(link), link.to_claim, kind=link.kind, link=link)
    for item in list(graph):
        if isinstance(row := row_of(graph, item), Assumption):
            graph.add_edges_from((item, claim, {"kind": "carries"}) for claim in row.carries)
    return graph


def row_of(graph: Argument, item: str) -> Item:
    """The row of a claim, a statement or an unstated premise."""
    row: Item = graph.nodes[item]["row"]
    return row


def coded(graph: Argument, item: str) -> Claim | Statement:
    """The row of a claim or a statement, which take part in links; a premise does not."""
    row = row_of(graph, item)
    assert not isinstance(row, Assumption)
    return row


def words_of(graph: Argument, item: str) -> str:
    """What a claim, a statement or an unstated premise says, in our words."""
    match row_of(graph, item):
        case Claim() as row:
            return row.claim
        case Statement() as row:
            return row.content
        case Assumption() as row:
            return row.assumption


def role_of(graph: Argument, item: str) -> str:
    """The role of a claim; else ``statement`` or ``unstated``."""
    row = row_of(graph, item)
    if isinstance(row, Claim):
        return row.role
    return "statement" if isinstance(row, Statement) else "unstated"


def source(link: Link) -> str:
    """The claim or statement where a link starts."""
    return link.from_claim or link.from_statement or ""


def into(graph: Argument, item: str, kind: Bearing) -> tuple[str, ...]:
    """The items that bear on an item in one way, each once."""
    edges = graph.in_edges(item, data="kind")
    return tuple(dict.fromkeys(start for start, _, given in edges if given == kind))


def grounds(graph: Argument, item: str) -> tuple[str, ...]:
    """The claims and statements that support an item directly."""
    return into(graph, item, "supports")


def links_into(graph: Argument, item: str) -> list[Link]:
    """The links that end at an item, in the order of the file."""
    return [link for _, _, link in graph.in_edges(item, data="link") if link]


def links_out(graph: Argument, item: str) -> list[Link]:
    """The links that start at an item, in the order of the file."""
    return [link for _, _, link in graph.out_edges(item, data="link") if link]


def rests_on(graph: Argument, item: str) -> tuple[str, ...]:
    """All that supports an item, directly or through other grounds."""
    import networkx as nx

    edges = graph.edges(keys=True, data="kind")
    support = graph.edge_subgraph([(a, b, key) for a, b, key, kind in edges if kind == "supports"])
    return in_order(graph, nx.ancestors(support, item) if item in support else ())


def last_grounds(graph: Argument, item: str) -> tuple[str, ...]:
    """Of all that an item rests on, what has no recorded ground itself."""
    return tuple(found for found in rests_on(graph, item) if not grounds(graph, found))


def in_order(graph: Argument, items: Iterable[str]) -> tuple[str, ...]:
    """Items, each once, in the order of the files."""
    chosen = set(items)
    return tuple(item for item in graph if item in chosen)


def linked(graph: Argument) -> tuple[str, ...]:
    """The items that take part in at least one link."""
    ends = [end for start, to, link in graph.edges(data="link") if link for end in (start, to)]
    return in_order(graph, ends)


def hubs(graph: Argument) -> tuple[str, ...]:
    """Where the argument leads: each linked thesis and recommendation that ends it.

    That is, what it leads to, if anything, is one of them too.  Each comes after its grounds.
    """
    import networkx as nx

    found: list[str] = []
    taking_part = linked(graph)
    for item in reversed(list(nx.lexicographical_topological_sort(graph, list(graph).index))):
        ends = all(to in found for to in graph.successors(item))
        if ends and item in taking_part and role_of(graph, item) in HUB_ROLES:
            found.append(item)
    return tuple(reversed(found))


def strands(graph: Argument) -> tuple[tuple[str, ...], ...]:
    """The items that hang together when the hubs are left out, strand by strand in text order.

    Items whose only links go to hubs make up one strand, the last.
    """
    import networkx as nx

    apart = graph.subgraph(set(linked(graph)) - set(hubs(graph)))
    together = [in_order(graph, part) for part in nx.weakly_connected_components(apart)]
    single = in_order(graph, (strand[0] for strand in together if len(strand) == 1))
    several = [strand for strand in together if len(strand) > 1]
    several.sort(key=lambda strand: (_place(graph, strand), list(graph).index(strand[0])))
    return (*several, single) if single else tuple(several)


def _place(graph: Argument, strand: Sequence[str]) -> int:
    """Where a strand stands in the text: the paragraph of its middle item."""
    numbers = sorted(paragraph_number(coded(graph, item).paragraph[0]) for item in strand)
    return numbers[len(numbers) // 2]


def paragraph_number(paragraph: str) -> int:
    """The number of a paragraph: 10 for ``P10``."""
    return int(paragraph[1:])


# What falls


@dataclass(frozen=True)
class Standing:
    """How a claim stands when some items or premises are taken away, and why.

    ``gone`` are its grounds that are taken away or have lost their support, ``weakened`` those that
    keep some of it, ``kept`` the rest; ``premises`` are premises it needs that are taken away;
    ``spared`` are items that stood against it and are gone; ``statement`` is the statement that it
    goes with.
    """

    claim: str
    support: Support
    gone: tuple[str, ...] = ()
    weakened: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    statement: str = ""

    @property
    def sentence(self) -> str:
        """The standing and its reasons in one sentence."""
        reasons = "; ".join(self._reasons())
        return f"{self.claim} {AFTER[self.support]}{': ' if reasons else ''}{reasons}."

    def _reasons(self) -> Iterator[str]:
        if self.statement:
            yield f"it is taken from {self.statement}"
        if self.support == "taken away":
            return
        if self.premises:
            words = verb(len(self.premises), "a premise that was", "premises that were")
            yield f"it rests on {words} taken away ({listing(self.premises)})"
        for items, one, several in (
            (self.gone, "is gone", "are gone"),
            (self.weakened, "is weakened", "are weakened"),
            (self.kept if self.support == "weakened" else (), "stays", "stay"),
            (self.spared, "no longer stands against it", "no longer stand against it"),
        ):
            if items:
                yield f"{listing(items)} {verb(len(items), one, several)}"


def without(course: Course | Argument, ids: str | Iterable[str]) -> dict[str, Standing]:
    """How every claim stands when claims, statements or unstated premises are taken away.

    The rule, for each claim in turn:

    - a claim in ``ids`` is *taken away*, and so is one that is taken from a statement in ``ids``;
    - a claim with grounds has *lost its support* when all of them are gone, that is, are taken away
      or have lost their own support;
    - it is *weakened*, that is, keeps some support, when some grounds are gone or weakened, or when
      a premise that carries it is taken away;
    - a claim with grounds that are all in place *keeps full support*;
    - a claim that never had a recorded ground *stands on its own*: it does not fall unless it is
      taken away, and is weakened only by the loss of a premise.

    What stands against a claim never supports it, and taking it away restores nothing; it is named
    in ``Standing.spared``.

    Raises ``ValueError`` for an identifier that is no claim, statement or premise.
    """
    import networkx as nx

    graph = argument_of(course) if isinstance(course, Course) else course
    removed = frozenset(known(ids, graph, "claim, statement or premise"))
    found: dict[str, Standing] = {}
    for item in nx.topological_sort(graph):
        row = row_of(graph, item)
        if isinstance(row, Claim):
            found[item] = _standing(graph, row, removed, found)
    return {item: found[item] for item in graph if item in found}


def _standing(
    graph: Argument, claim: Claim, removed: frozenset[str], found: Mapping[str, Standing]
) -> Standing:
    def fallen(item: str) -> bool:
        lost = item in found and found[item].support in ("taken away", "lost its support")
        return item in removed or lost

    resting = grounds(graph, claim.id)
    gone = tuple(filter(fallen, resting))
    weak = tuple(g for g in resting if g in found and found[g].support == "weakened")
    premises = tuple(item for item in into(graph, claim.id, "carries") if item in removed)
    statement = claim.statement_id if claim.statement_id in removed else ""
    taken = claim.id in removed or statement
    return Standing(
        claim.id,
        "taken away" if taken else _support(len(resting), len(gone), weak or premises),
        gone,
        weak,
        tuple(ground for ground in resting if ground not in (*gone, *weak)),
        premises,
        tuple(filter(fallen, into(graph, claim.id, "attacks"))),
        statement or "",
    )


def _support(grounds: int, gone: int, hurt: Sequence[str]) -> Support:
    if grounds and gone == grounds:
        return "lost its support"
    if gone or hurt:
        return "weakened"
    return "keeps full support" if grounds else "stands on its own"
