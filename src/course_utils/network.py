"""The network as a graph: who is tied to whom, by what, on whose word, and how sure.

A graph is an ordinary ``networkx.MultiDiGraph``: an actor is a node, a tie is an edge whose key is
the identifier of its row.  A tie without direction is stored from the actor named first and has
``directed=False``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from course_utils.cells import ActorKind, Commitment, RelationKind
from course_utils.course import Course
from course_utils.rows import Actor, Relation

if TYPE_CHECKING:
    import networkx as nx
    from pandas import DataFrame

By = Literal["betweenness", "degree", "in_degree", "out_degree"]
ACROSS = "Across countries"
MOST_ACTORS = 60  # what one picture can show and a reader still read
MOST_TIES = 100
DOWNWARD: tuple[RelationKind, ...] = ("heads", "commands", "created")
UPWARD: tuple[RelationKind, ...] = ("part of",)
# Kinds of actors from command to community, in four tiers.
TIERS: tuple[tuple[ActorKind, ...], ...] = (
    ("state",),
    ("person", "institution"),
    ("unit", "armed group", "party"),
    ("movement", "alliance", "community", "concept"),
)
KINDS: tuple[ActorKind, ...] = tuple(kind for tier in TIERS for kind in tier)


@dataclass(frozen=True)
class Tie:
    """A tie of a graph, with the names a reader sees; the fields are those of its row."""

    id: str
    source: str
    target: str
    names: tuple[str, str]
    kind: RelationKind
    commitment: Commitment
    directed: bool
    about: str
    voice: str
    hedge: tuple[str, ...]
    paragraph: tuple[str, ...]
    theatre: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the author says it himself and without a reservation."""
        return self.commitment == "the author says it"

    @property
    def sentence(self) -> str:
        """The tie in words: who, what, whom, for whom, how sure, on whose word, where."""
        about = f" for {self.about}" if self.about else ""
        way = "" if self.directed else ", no direction"
        basis = [self.commitment, *([self.voice] if self.voice else []), *self.paragraph]
        return f"{self.names[0]} – {self.kind} – {self.names[1]}{about}{way} ({', '.join(basis)})"


def build_network(
    course: Course,
    commitment: Iterable[str] | None = None,
    kinds: Iterable[str] | None = None,
    theatres: Iterable[str] | None = None,
) -> nx.MultiDiGraph:
    """Return the network the article describes, or the part of it that passes every filter.

    commitment: keep ties of these commitments, such as ``["the author says it"]``.
    kinds: keep ties of these kinds, such as ``["commands", "heads"]``.
    theatres: keep ties that play in one of these places, such as ``["yemen"]``.

    Without a filter every actor is a node, those in no tie too; with one, only the ends of the ties
    that are kept.  Nodes carry ``label``, ``name``, ``kind``, ``group``, ``countries``, ``aliases``
    and ``hypothetical``; edges ``kind``, ``commitment``, ``hedge``, ``paragraph``, ``claimed_by``,
    ``theatre``, ``object`` and ``directed``.

    Raises ``ValueError`` for a commitment, kind or theatre that does not exist.
    """
    places = [term.id for term in course.terms_of("place")]
    commitments = _known("commitment", commitment, get_args(Commitment))
    wanted = _known("kind of tie", kinds, get_args(RelationKind))
    where = set(_known("theatre", theatres, places))
    kept = [
        row
        for row in course.rows(Relation)
        if row.commitment in commitments and row.kind in wanted and where & set(row.theatre)
    ]
    filtered = any(given is not None for given in (commitment, kinds, theatres))
    return _graph(course, kept, filtered)


def _graph(course: Course, kept: Sequence[Relation], filtered: bool) -> nx.MultiDiGraph:
    import networkx as nx

    ends = {end for row in kept for end in (row.from_actor, row.to_actor)}
    actors = course.rows(Actor)
    places = {term.id: term.label for term in course.terms_of("place")}
    graph = nx.MultiDiGraph(
        article=course.about["article"],
        labels={actor.id: actor.label for actor in actors},
        places=places,
        filtered=filtered,
    )
    shown = [actor for actor in actors if actor.id in ends or not filtered]
    graph.add_nodes_from((actor.id, _node(actor, places)) for actor in shown)
    graph.add_edges_from(
        (row.from_actor, row.to_actor, row.id, _edge(row, place)) for place, row in enumerate(kept)
    )
    return graph


def _known(what: str, given: Iterable[str] | None, known: Sequence[str]) -> list[str]:
    """``given``, or all of ``known``; ``ValueError`` names what is not known."""
    if given is None:
        return list(known)
    wanted = [given] if isinstance(given, str) else list(given)
    unknown = [str(name) for name in wanted if name not in known]
    if unknown:
        raise ValueError(f"no {what} is called {', '.join(unknown)}; there are {', '.join(known)}")
    return wanted


def _node(actor: Actor, places: dict[str, str]) -> dict[str, object]:
    kept = ("label", "name", "kind", "countries", "aliases", "hypothetical")
    own = len(actor.countries) == 1
    group = places[actor.countries[0]] if own else ACROSS
    return {**{name: getattr(actor, name) for name in kept}, "group": group}


def _edge(row: Relation, place: int) -> dict[str, object]:
    kept = ("kind", "commitment", "hedge", "paragraph", "claimed_by", "theatre", "directed")
    values = {name: getattr(row, name) for name in kept}
    return {**values, "object": row.object_actor, "place": place}


def ties(graph: nx.MultiDiGraph) -> list[Tie]:
    """All ties of a graph, in the order of the table of relations."""
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[3]["place"])
    labels = {**graph.graph["labels"], "author": "the author", "unnamed": "not named"}
    return [_tie(labels, *edge) for edge in edges]


def _tie(labels: Mapping[str, str], source: str, target: str, key: str, row: dict[str, Any]) -> Tie:
    voices = row["claimed_by"]
    first = "" if voices == ("author",) else labels[voices[0]]
    same = ("kind", "commitment", "directed", "hedge", "paragraph", "theatre")
    return Tie(
        id=key,
        source=source,
        target=target,
        names=(labels[source], labels[target]),
        about=labels[row["object"]] if row["object"] else "",
        voice=first if len(voices) == 1 else f"{first} and others",
        **{name: row[name] for name in same},
    )


# Measures


def rank_actors(graph: nx.MultiDiGraph, by: By = "betweenness") -> DataFrame:
    """Order the actors of a graph by a measure, the highest first, equal ones by name.

    by: ``"degree"``, ties of which the actor is an end; ``"in_degree"`` and ``"out_degree"``, those
    that run to it and from it (a tie without direction counts in neither); ``"betweenness"``, the
    share of pairs of other actors between whom it lies on a shortest path (Freeman 1977), in the
    simple graph: without direction or weight, parallel ties counted once.  Where several shortest
    paths join a pair, each counts in part.

    The columns are ``actor``, ``value`` and ``meaning``, the value in words.  All of them measure
    what the text dwells on, not who has power.  Raises ``ValueError`` for an unknown measure.
    """
    import pandas as pd

    _known("measure", [by], get_args(By))
    values = _betweenness(graph) if by == "betweenness" else _degrees(graph, by)
    rows = [(name, value, _meaning(by, value)) for name, value in _highest_first(graph, values)]
    return pd.DataFrame(rows, columns=["actor", "value", "meaning"])


def _highest_first(graph: nx.MultiDiGraph, values: Mapping[str, float]) -> list[tuple[str, float]]:
    names = graph.nodes(data="label")
    named = [(names[actor], value) for actor, value in values.items()]
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))


def _betweenness(graph: nx.MultiDiGraph) -> dict[str, float]:
    import networkx as nx

    values = nx.betweenness_centrality(nx.Graph(graph))
    return {actor: round(value, 4) for actor, value in values.items()}


def _degrees(graph: nx.MultiDiGraph, by: By) -> dict[str, float]:
    counted: Counter[str] = Counter()
    for tie in ties(graph):
        if by == "degree" or (by == "out_degree" and tie.directed):
            counted[tie.source] += 1
        if by == "degree" or (by == "in_degree" and tie.directed):
            counted[tie.target] += 1
    return {actor: counted[actor] for actor in graph}


def _meaning(by: By, value: float) -> str:
    if by == "betweenness":
        return f"between {value:.1%} of the pairs of others"
    count = "1 tie" if value == 1 else f"{value} ties"
    return {"degree": "an end of {}", "in_degree": "reached by {}", "out_degree": "start of {}"}[
        by
    ].format(count)


def ego_network(graph: nx.MultiDiGraph, actor: str) -> nx.MultiDiGraph:
    """Return an actor, its neighbours, and every tie among them.

    Raises ``ValueError`` for an unknown actor.
    """
    import networkx as nx

    _known("actor", [actor], list(graph))
    near = nx.ego_graph(graph, actor, undirected=True)
    part = graph.copy()  # keeps the order of actors, which a subgraph leaves to chance
    part.remove_nodes_from(set(graph) - set(near))
    return part


def backing(graph: nx.MultiDiGraph) -> DataFrame:
    """Say for each pair of actors on how many paragraphs and voices its ties rest.

    The columns are ``from`` and ``to`` as in the pair's first tie, ``ties``, ``paragraphs``,
    ``voices`` (the author is one), ``one_paragraph`` and ``one_voice``.  Most ties first.
    """
    import pandas as pd

    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties(graph):
        pairs.setdefault(frozenset((tie.source, tie.target)), []).append(tie)
    rows = []
    for joined in pairs.values():
        paragraphs = {name for tie in joined for name in tie.paragraph}
        voices = {tie.voice for tie in joined}
        counts = (len(joined), len(paragraphs), len(voices))
        rows.append((*joined[0].names, *counts, len(paragraphs) == 1, len(voices) == 1))
    rows.sort(key=lambda row: (-row[2], row[:2]))
    names = ["from", "to", "ties", "paragraphs", "voices", "one_paragraph", "one_voice"]
    return pd.DataFrame(rows, columns=names)


def ranks(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Depth of each actor below command: 0 for whom nobody heads, commands, made or contains.

    It is the longest path over heads, commands, created and, backwards, part of; actors that
    command one another in a circle share a depth.
    """
    import networkx as nx

    above = nx.DiGraph()
    above.add_nodes_from(graph)
    for tie in ties(graph):
        if tie.kind in DOWNWARD:
            above.add_edge(tie.source, tie.target)
        elif tie.kind in UPWARD:
            above.add_edge(tie.target, tie.source)
    circles = nx.condensation(above)
    layers = enumerate(nx.topological_generations(circles))
    depths = {circle: depth for depth, layer in layers for circle in layer}
    return {actor: depths[circles.graph["mapping"][actor]] for actor in graph}


def levels(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Place of each actor between command and community: its depth, and the tier of its kind."""
    tiers = {kind: number for number, tier in enumerate(TIERS) for kind in tier}
    kinds = graph.nodes(data="kind")
    return {actor: depth + tiers[kinds[actor]] for actor, depth in ranks(graph).items()}


def strongest(
    graph: nx.MultiDiGraph,
    focus: str | None = None,
    actors: int = MOST_ACTORS,
    most_ties: int = MOST_TIES,
) -> tuple[nx.MultiDiGraph, list[str]]:
    """Return the part of a graph that one picture can show, and who is left out, by label.

    ``focus`` and the actors with most ties stay, equal ones by name, as many as keep within both
    limits; of two actors with too many ties the first ties stay.
    """
    if len(graph) <= actors and graph.number_of_edges() <= most_ties:
        return graph, []
    names = dict(graph.nodes(data="label"))
    count = _degrees(graph, "degree")
    order = sorted(graph, key=lambda actor: (actor != focus, -count[actor], names[actor]))
    stay = min(actors, len(order))
    while stay > 2 and graph.subgraph(order[:stay]).number_of_edges() > most_ties:
        stay -= 1
    part = graph.subgraph(order[:stay]).copy()
    part.remove_edges_from([(t.source, t.target, t.id) for t in ties(part)[most_ties:]])
    return part, [names[actor] for actor in order[stay:]]


# Words


def finding(graph: nx.MultiDiGraph, focus: str | None = None) -> str:
    """The title: how many ties the author says himself, who has most; or this of one actor."""
    shown = ties(graph)
    if focus:
        own = [tie for tie in shown if focus in (tie.source, tie.target)]
        said = sum(tie.own for tie in own)
        name = graph.nodes[focus]["label"]
        of_them = f"; the author says {said} of them without a reservation" if own else ""
        return f"{name} is an end of {len(own)} of {_count(len(shown), 'tie')}{of_them}"
    if not shown and (graph.graph["filtered"] or not graph):
        return "No tie fits these choices"
    if not shown:
        return f"{_count(len(graph), 'actor')} and no tie"
    if len(shown) == 1:
        return f"One tie, {shown[0].commitment}: {' and '.join(shown[0].names)}"
    said = sum(tie.own for tie in shown)
    share = "all" if said == len(shown) else f"{said or 'none'} of"
    name, number = _highest_first(graph, _degrees(graph, "degree"))[0]
    has = "have" if number > 1 else "has"
    sure = f"The author says {share} {len(shown)} ties without a reservation"
    return f"{sure}; {number} {has} {name} at one end"


def alternative(graph: nx.MultiDiGraph, focus: str | None = None) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    shown = ties(graph)
    if not shown and not graph:
        return "An empty network: no tie fits these choices."
    groups = len({group for _, group in graph.nodes(data="group")})
    counts = Counter(tie.commitment for tie in shown)
    kinds = ", ".join(f"{counts[name]} {name}" for name in get_args(Commitment) if counts[name])
    size = f"{_count(len(graph), 'actor')} in {_count(groups, 'group')}"
    said = f"Network of {size}, joined by {_count(len(shown), 'tie')}"
    marked = f"; marked: {_marked(graph, focus)}" if focus else ""
    return f"{said}{': ' if kinds else ''}{kinds}{marked}."


def _marked(graph: nx.MultiDiGraph, focus: str) -> str:
    others = len(neighbours(graph, focus))
    return f"{graph.nodes[focus]['label']} and {_count(others, 'actor')} tied to it"


def neighbours(graph: nx.MultiDiGraph, actor: str) -> set[str]:
    """Everyone tied to an actor, in either direction; ``ValueError`` if the actor is unknown."""
    _known("actor", [actor], list(graph))
    return {*graph.successors(actor), *graph.predecessors(actor)}


def description(graph: nx.MultiDiGraph) -> list[str]:
    """All ties in words, by the group they start from; then whom no tie of the author's own has."""
    shown = ties(graph)
    words = []
    for group in dict.fromkeys(group for _, group in graph.nodes(data="group")):
        here = [tie.sentence for tie in shown if graph.nodes[tie.source]["group"] == group]
        if here:
            words.append(f"From {group}: {'; '.join(here)}.")
    alone = [name for actor, name in graph.nodes(data="label") if graph.degree(actor) == 0]
    if alone:
        words.append(f"In no tie: {', '.join(alone)}.")
    ends = dict.fromkeys(name for tie in shown for name in tie.names)
    said = {name for tie in shown if tie.own for name in tie.names}
    falling = [name for name in ends if name not in said]
    if falling:
        words.append(f"In no tie that the author says without a reservation: {', '.join(falling)}.")
    return words


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def table(graph: nx.MultiDiGraph) -> DataFrame:
    """The ties as a table, with what the picture leaves out."""
    import pandas as pd

    rows = [
        {
            "From": tie.names[0],
            "Tie": tie.kind,
            "To": tie.names[1],
            "For": tie.about,
            "Direction": "one way" if tie.directed else "none",
            "Commitment": tie.commitment,
            "Who says so": tie.voice or "the author",
            "Hedge": ", ".join(tie.hedge),
            "Theatre": ", ".join(graph.graph["places"][place] for place in tie.theatre),
            "Paragraph": ", ".join(tie.paragraph),
        }
        for tie in ties(graph)
    ]
    return pd.DataFrame(rows)
