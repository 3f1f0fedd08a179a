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

from course_utils.course import Course
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.rows import Actor, Relation, Term
from course_utils.words import known

if TYPE_CHECKING:
    import networkx as nx
    from pandas import DataFrame

By = Literal["betweenness", "degree", "in_degree", "out_degree"]
ACROSS = "Across countries"
OWN: Commitment = "the author says it"
# What these kinds of ties say is drawn as boxes within boxes; all others are lines.
LEADING = ("heads", "commands")
BELONGING = "part of"


@dataclass(frozen=True)
class Tie:
    """A tie of a graph, with the names a reader sees; the fields are those of its row.

    ``kind`` is the identifier of its kind, ``word`` what a reader sees.
    """

    id: str
    source: str
    target: str
    names: tuple[str, str]
    kind: str
    word: str
    tie_class: TieClass
    commitment: Commitment
    directed: bool
    about: str
    voice: str
    voices: tuple[str, ...]
    hedge: tuple[str, ...]
    paragraph: tuple[str, ...]
    theatre: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the author says it himself and without a reservation."""
        return self.commitment == OWN

    @property
    def sentence(self) -> str:
        """The tie in words: who, what, whom, for whom, how sure, on whose word, where."""
        about = f" for {self.about}" if self.about else ""
        way = "" if self.directed else ", no direction"
        basis = [self.commitment, *([self.voice] if self.voice else []), *self.paragraph]
        return f"{self.names[0]} – {self.word} – {self.names[1]}{about}{way} ({', '.join(basis)})"


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
    that are kept.  Nodes carry ``label``, ``name``, ``kind``, ``home``, ``countries``, ``aliases``
    and ``hypothetical``; edges ``kind``, ``commitment``, ``hedge``, ``paragraph``, ``claimed_by``,
    ``theatre``, ``object`` and ``directed``.

    Raises ``ValueError`` for a commitment, kind or theatre that does not exist.
    """
    places = [term.id for term in course.terms_of("place")]
    commitments = _chosen(commitment, get_args(Commitment), "commitment")
    wanted = _chosen(kinds, [term.id for term in course.terms_of("tie")], "kind of tie")
    where = set(_chosen(theatres, places, "theatre"))
    kept = [
        row
        for row in course.rows(Relation)
        if row.commitment in commitments and row.kind in wanted and where & set(row.theatre)
    ]
    filtered = any(given is not None for given in (commitment, kinds, theatres))
    graph = _graph(course, kept, filtered)
    graph.graph["theatres"] = [] if theatres is None else sorted(where)
    return graph


def _graph(course: Course, kept: Sequence[Relation], filtered: bool) -> nx.MultiDiGraph:
    import networkx as nx

    ends = {end for row in kept for end in (row.from_actor, row.to_actor)}
    actors = {actor.id: actor for actor in course.rows(Actor)}
    places = {term.id: term.label for term in course.terms_of("place")}
    graph = nx.MultiDiGraph(
        article=course.about["article"],
        actors=actors,
        kinds={term.id: term for term in course.terms_of("tie")},
        leaders=_leaders(course),
        places=places,
    )
    shown = [actor for actor in actors.values() if actor.id in ends or not filtered]
    graph.add_nodes_from((actor.id, _node(actor, places)) for actor in shown)
    graph.add_edges_from(
        (row.from_actor, row.to_actor, row.id, _edge(row, place)) for place, row in enumerate(kept)
    )
    return graph


def _chosen(given: Iterable[str] | None, pool: Sequence[str], what: str) -> Sequence[str]:
    return pool if given is None else known(given, pool, what)


def _leaders(course: Course) -> dict[str, list[str]]:
    """Whom the author himself names as leader of each body, whatever part of it is shown."""
    leaders: dict[str, list[str]] = {}
    for row in course.rows(Relation):
        if row.kind in LEADING and row.commitment == OWN:
            leaders.setdefault(row.to_actor, []).append(row.from_actor)
    return leaders


def _node(actor: Actor, places: Mapping[str, str]) -> dict[str, object]:
    kept = ("label", "name", "kind", "countries", "aliases", "hypothetical")
    return {**{name: getattr(actor, name) for name in kept}, "home": home(actor, places)}


def home(actor: Actor, places: Mapping[str, str]) -> str:
    """The country of an actor, which may differ from the theatre of its ties."""
    return places[actor.countries[0]] if len(actor.countries) == 1 else ACROSS


def _edge(row: Relation, place: int) -> dict[str, object]:
    kept = ("kind", "commitment", "hedge", "paragraph", "claimed_by", "theatre", "directed")
    values = {name: getattr(row, name) for name in kept}
    return {**values, "object": row.object_actor, "place": place}


def ties(graph: nx.MultiDiGraph) -> list[Tie]:
    """All ties of a graph, in the order of the table of relations."""
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[3]["place"])
    labels = {actor.id: actor.label for actor in graph.graph["actors"].values()}
    labels |= {"author": "the author", "unnamed": "not named"}
    return [_tie(labels, graph.graph["kinds"], *edge) for edge in edges]


def _tie(
    labels: Mapping[str, str],
    kinds: Mapping[str, Term],
    source: str,
    target: str,
    key: str,
    row: dict[str, Any],
) -> Tie:
    voices = row["claimed_by"]
    first = "" if voices == ("author",) else labels[voices[0]]
    same = ("kind", "commitment", "directed", "hedge", "paragraph", "theatre")
    tie_class = kinds[row["kind"]].tie_class
    assert tie_class is not None  # the checks of the table see to it
    return Tie(
        id=key,
        source=source,
        target=target,
        names=(labels[source], labels[target]),
        word=kinds[row["kind"]].label,
        tie_class=tie_class,
        about=labels[row["object"]] if row["object"] else "",
        voice=first if len(voices) == 1 else f"{first} and others",
        voices=voices,
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

    known(by, get_args(By), "measure")
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
