"""The network as a graph: who is tied to whom, by what, on whose word, and how sure.

A graph is an ordinary ``networkx.MultiDiGraph``: an actor is a node, a tie is an edge whose key is
the identifier of its row.  A tie without direction is stored from the actor named first and has
``directed=False``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, get_args

from course_utils.course import Course
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.rows import Actor, Relation, Term
from course_utils.words import known

if TYPE_CHECKING:
    import networkx as nx
    from pandas import DataFrame

ACROSS = "Across countries"
OWN: Commitment = "the author says it"


class Tie(NamedTuple):
    """A tie of a graph: its row, the place of that in its table, and the names a reader sees.

    ``about`` is for whom it is and ``voice`` who says so, both empty where there is nobody else.
    """

    place: int
    row: Relation
    names: tuple[str, str]
    word: str
    tie_class: TieClass
    about: str
    voice: str

    @property
    def ends(self) -> tuple[str, str]:
        """The actors where it starts and ends."""
        return self.row.from_actor, self.row.to_actor

    @property
    def sentence(self) -> str:
        """The tie in words: who, what, whom, for whom, how sure, on whose word, where."""
        about = f" for {self.about}" if self.about else ""
        way = "" if self.row.directed else ", no direction"
        basis = [self.row.commitment, *filter(None, [self.voice]), *self.row.paragraph]
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
    that are kept.  Nodes carry what the table of actors has, and ``home``; edges what the table of
    relations has, ``commitment``, and ``tie`` for words.

    Raises ``ValueError`` for a commitment, kind or theatre that does not exist.
    """
    import networkx as nx

    terms = {term.id: term for term in course.terms_of("tie")}
    places = [term.id for term in course.terms_of("place")]
    every = get_args(Commitment)
    sure = known(every if commitment is None else commitment, every, "commitment")
    wanted = known(terms if kinds is None else kinds, terms, "kind of tie")
    where = known(places if theatres is None else theatres, places, "theatre")
    kept = {
        place: row
        for place, row in enumerate(course.rows(Relation))
        if row.commitment in sure and row.kind in wanted and {*where} & {*row.theatre}
    }
    ends = {end for row in kept.values() for end in (row.from_actor, row.to_actor)}
    filtered = any(given is not None for given in (commitment, kinds, theatres))
    graph = nx.MultiDiGraph(course=course, theatres=[] if theatres is None else sorted(where))
    for actor in course.rows(Actor):
        if actor.id in ends or not filtered:
            graph.add_node(actor.id, home=_home(course, actor), **actor.model_dump())
    for place, row in kept.items():
        told = {"commitment": row.commitment, "tie": _tie(course, terms[row.kind], place, row)}
        graph.add_edge(row.from_actor, row.to_actor, row.id, **row.model_dump(), **told)
    return graph


def _home(course: Course, actor: Actor) -> str:
    """The country of an actor, which may differ from the theatre of its ties."""
    return course.label("place", *actor.countries) if len(actor.countries) == 1 else ACROSS


def _tie(course: Course, kind: Term, place: int, row: Relation) -> Tie:
    assert kind.tie_class is not None  # the checks of the table see to it
    names = {"author": "the author"} if len(row.claimed_by) > 1 else {"author": ""}
    first, *others = (names.get(voice, course.label_of(voice)) for voice in row.claimed_by)
    return Tie(
        place=place,
        row=row,
        names=(course.label_of(row.from_actor), course.label_of(row.to_actor)),
        word=kind.label,
        tie_class=kind.tie_class,
        about=course.label_of(row.object_actor) if row.object_actor else "",
        voice=f"{first} and others" if others else first,
    )


def ties(graph: nx.MultiDiGraph) -> list[Tie]:
    """All ties of a graph, in the order of the table of relations."""
    return sorted((tie for *_, tie in graph.edges(data="tie")), key=lambda tie: tie.place)


def rank_actors(graph: nx.MultiDiGraph) -> DataFrame:
    """Order the actors of a graph by betweenness, the highest first, equal ones by name.

    That is the share of pairs of other actors between whom one lies on a shortest path (Freeman
    1977), in the simple graph: without direction or weight, parallel ties counted once.  Where
    several shortest paths join a pair, each counts in part.  It measures what the text dwells on,
    not who has power.  The columns are ``actor``, ``value`` and ``meaning``, the value in words.
    """
    import networkx as nx
    import pandas as pd

    values = nx.betweenness_centrality(nx.Graph(graph))
    rows = [
        (label, round(values[actor], 4), f"between {values[actor]:.1%} of the pairs of others")
        for actor, label in graph.nodes(data="label")
    ]
    rows.sort(key=lambda row: (-row[1], row[0]))
    return pd.DataFrame(rows, columns=["actor", "value", "meaning"])


def backing(graph: nx.MultiDiGraph) -> DataFrame:
    """Say for each pair of actors on how many paragraphs and voices its ties rest.

    The columns are ``from`` and ``to`` as in the pair's first tie, ``ties``, ``paragraphs``,
    ``voices`` (the author is one), ``one_paragraph`` and ``one_voice``.  Most ties first.
    """
    import pandas as pd

    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in ties(graph):
        pairs.setdefault(frozenset(tie.ends), []).append(tie)
    rows = []
    for joined in pairs.values():
        paragraphs = {name for tie in joined for name in tie.row.paragraph}
        voices = {tie.voice for tie in joined}
        rows.append((*joined[0].names, len(joined), len(paragraphs), len(voices)))
    rows.sort(key=lambda row: (-row[2], row[:2]))
    found = pd.DataFrame(rows, columns=["from", "to", "ties", "paragraphs", "voices"])
    return found.assign(one_paragraph=found.paragraphs == 1, one_voice=found.voices == 1)
