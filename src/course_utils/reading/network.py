"""The network as a graph, and what one picture of it shows; nothing here has a place on paper.

A graph is an ordinary ``networkx.MultiDiGraph``: an actor is a node, a tie is an edge whose key is
the identifier of its row.  A tie without direction is stored from the actor named first and has
``directed=False``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from course_utils.course import Course
from course_utils.reading.voices import COUNTED, names_of
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.text_rows import Actor, Relation
from course_utils.words import count, inside, known

if TYPE_CHECKING:
    import networkx as nx

ACROSS = "Across countries"
STATE = "state"  # the kind of actor that stands in the middle and first
Step = Literal["the author", "with a reservation", "a party"]
# Each step adds to the one before; what is asked or aimed at is no belief and comes last.
STEPS: dict[Step, Sequence[Commitment]] = {
    "the author": get_args(Commitment)[:1],
    "with a reservation": get_args(Commitment)[:3],
    "a party": get_args(Commitment),
}
OWN: Commitment = "the author says it"
OPPOSITION: TieClass = "opposes"
# What these kinds of ties say is drawn as boxes within boxes; all others are lines.
LEADING = ("heads", "commands")
BELONGING = "part of"
MOST_ACTORS = 60  # what one picture can show and a reader still take in
Ties = Sequence[Relation]
Network: TypeAlias = "nx.MultiDiGraph"


def build_network(course: Course, kinds: Iterable[str] | None = None) -> Network:
    """Return the network the text describes, or its ties of some kinds with their ends.

    kinds: such as ``["commands", "heads"]``; without it, actors in no tie are nodes too.

    Nodes carry what the table of actors has, and ``home``; edges what the table of relations has,
    and ``commitment``.

    Raises ``ValueError`` for a kind that does not exist.
    """
    import networkx as nx

    terms = [term.id for term in course.terms_of("tie")]
    wanted = known(terms if kinds is None else kinds, terms, "kind of tie")
    kept = [row for row in course.rows(Relation) if row.kind in wanted]
    tied = {end for row in kept for end in ends(row)}
    graph = nx.MultiDiGraph(course=course)
    for actor in course.rows(Actor):
        if kinds is None or actor.id in tied:
            home = course.label("group", actor.group or "") or country_of(course, actor)
            graph.add_node(actor.id, home=home, **actor.model_dump())
    for row in kept:
        told = {"commitment": row.commitment, **row.model_dump()}
        graph.add_edge(*ends(row), row.id, **told)
    return graph


def country_of(course: Course, actor: Actor) -> str:
    """The country of an actor, or that it has several or none."""
    lands = actor.countries
    return course.label("place", lands[0]) if len(lands) == 1 else ACROSS


def ties(graph: Network) -> list[Relation]:
    """The rows of a graph's ties, in the order of their table."""
    rows = graph.graph["course"].rows(Relation)
    return [row for row in rows if graph.has_edge(*ends(row), row.id)]


def ends(tie: Relation) -> tuple[str, str]:
    """The actors where a tie starts and ends."""
    return tie.from_actor, tie.to_actor


# What one picture shows


class Bundle(NamedTuple):
    """Ties of one kind between one pair, on one voice: lines side by side under one word.

    The words stand beside or in the box ``at``; ``to`` is the box of the core that the lines reach,
    empty for a note in a box.  ``way`` is 1 from ``at`` on, -1 towards it, 0 without direction.
    """

    at: str
    to: str
    word: str
    note: str
    tie_class: TieClass
    way: int
    commitments: Sequence[Commitment] = ()


class View:
    """What a picture shows of a network; ``draw_network`` says what each choice means.

    ``core`` is the actor in the middle, empty where nothing is left to show.  ``boxes`` is a tree:
    from it to the boxes in it, to those in them.  ``folded`` has the leaders who share the box of
    the body they lead, ``homes`` the home of each other actor.  ``lines`` are ties between both,
    ``notes`` ties written into a box.  ``left_out`` says in words what is not shown.
    """

    def __init__(
        self,
        graph: Network,
        focus: str | None = None,
        theatre: str | None = None,
        upto: Step = "a party",
        whole: bool | None = None,
    ) -> None:
        self.graph, self.focus = graph, focus
        self.course: Course = graph.graph["course"]
        self.actors = {row.id: row for row in self.course.rows(Actor)}
        terms = self.course.terms_of("tie")
        self.classes = {term.id: term.tie_class for term in terms if term.tie_class}
        known([focus] if focus else [], self.actors, "actor")
        places = {term.id: inside(term.label) for term in self.course.terms_of("place")}
        known([theatre] if theatre else [], places, "theatre")
        known(upto, STEPS, "step")
        self.theatre = places.get(theatre or "", "")
        self.everything = bool(focus or theatre) if whole is None else whole
        around = [tie for tie in ties(graph) if focus in (None, *ends(tie))]
        found = [tie for tie in around if theatre in (None, *tie.theatre)]
        believed = [tie for tie in found if tie.commitment in STEPS[upto]]
        opposed = [] if self.everything else [OPPOSITION]
        kept = [tie for tie in believed if self.classes[tie.kind] not in opposed] or believed
        self.core = focus or self._middle(kept)
        strong = _strongest(kept, self.core)
        self._nest(strong)
        apart = self._sort(strong)
        self.shown = [tie for tie in strong if tie not in apart]
        self.left_out = list(self._left_out(found, believed, kept, strong))

    def _middle(self, kept: Ties) -> str:
        """The state with most ties, or the actor, if it has more than twice as many; by name."""
        number = Counter(end for tie in kept for end in ends(tie))
        order = sorted(number, key=lambda end: (-number[end], self.actors[end].label))
        for state in (end for end in order if self.actors[end].kind == STATE):
            block = {state, *self._members(state)}
            touched = sum(bool(block & {*ends(tie)}) for tie in kept)
            return state if number[order[0]] <= 2 * touched else order[0]
        return order[0] if order else ""

    def _members(self, core: str) -> set[str]:
        """What lies within an actor: its parts and, in a state, those at home without a group."""
        import networkx as nx

        rows, home = self.actors.values(), self.actors[core].countries
        parts = nx.DiGraph([(row.part_of, row.id) for row in rows if row.part_of])
        members: set[str] = nx.descendants(parts, core) if core in parts else set()
        if len(home) == 1 and self.actors[core].kind == STATE:
            members |= {row.id for row in rows if row.countries == home and not row.group}
        return members - {core}

    def _nest(self, kept: Ties) -> None:
        """Make the boxes these ties need of what lies within the core."""
        import networkx as nx

        self.boxes, self.folded = nx.DiGraph(), {}
        if not self.core:
            return
        members = self._members(self.core)
        self.folded = self._folded(members)
        self.boxes.add_node(self.core)
        for box in (box for tie in kept for box in self._boxes_of(tie)):
            while box in members:
                part_of = self.actors[box].part_of
                above = part_of if part_of in members else self.core
                self.boxes.add_edge(above, box)
                box = above

    def _folded(self, members: set[str]) -> dict[str, str]:
        """The leaders of one body within the core, who share its box and are no bodies."""
        # whom the author himself names, whatever part of the network is shown
        leads = [row for row in self.course.rows(Relation) if row.kind in LEADING]
        pairs = dict.fromkeys(ends(row) for row in leads if row.commitment == OWN)
        led = [pair for pair in pairs if pair[1] in {self.core, *members}]
        number = Counter(leader for leader, _ in led)
        bodies = {body for _, body in led} | {self.actors[one].part_of for one in members}
        alone = {leader for leader in members - bodies if number[leader] == 1}
        return {leader: body for leader, body in led if leader in alone}

    def _boxes_of(self, tie: Relation) -> tuple[str, str]:
        """The boxes of both ends: a leader of a body within the core has the body's."""
        source, target = ends(tie)
        return self.folded.get(source, source), self.folded.get(target, target)

    def _sort(self, kept: Ties) -> Ties:
        """Make a line or a note of each tie that no boxes say; return those without any box."""
        bundles: dict[Bundle, list[Commitment]] = {}
        others: list[Relation] = []

        def add(tie: Relation, at: str, to: str = "") -> None:
            bundles.setdefault(self._bundle(tie, at, to), []).append(tie.commitment)

        for tie in kept:
            source, target = self._boxes_of(tie)
            leads = tie.kind in LEADING and source == target
            belongs = tie.kind == BELONGING and self.boxes.has_edge(target, source)
            if source in self.boxes and target not in self.boxes:
                add(tie, target, source)
            elif target in self.boxes and source not in self.boxes:
                add(tie, source, target)
            elif not (leads or belongs) or tie.commitment != OWN:
                others.append(tie)
        drawn, apart = {*self.boxes, *(bundle.at for bundle in bundles)}, []
        for tie in others:
            first, second = self._boxes_of(tie)
            if self.everything or drawn & {first, second}:
                add(tie, second if second in drawn and first not in drawn else first)
            else:
                apart.append(tie)
        self._write(bundles)
        return apart

    def _write(self, bundles: Mapping[Bundle, Sequence[Commitment]]) -> None:
        """Keep bundles of ties that are alike in all but commitment, the firmest first."""
        order = get_args(Commitment).index
        found = [one._replace(commitments=sorted(said, key=order)) for one, said in bundles.items()]
        self.lines = [bundle for bundle in found if bundle.to]
        self.notes = [bundle for bundle in found if not bundle.to]
        beside = {bundle.at for bundle in found} - {*self.boxes}
        homes = self.graph.nodes(data="home")
        self.homes: dict[str, str] = {actor: home for actor, home in homes if actor in beside}

    def _bundle(self, tie: Relation, at: str, to: str) -> Bundle:
        """A tie in words, with the name of an end that has no box there; at a glance, only that."""
        label = self.course.label_of
        from_here, voice = self._boxes_of(tie)[0] == at, self.voice(tie)
        word, note = label(ends(tie)[from_here]), self._said(tie)
        if to or self.everything:
            first, last = (label(end) * (end not in (at, to)) for end in ends(tie))
            about = tie.object_actor and f"for {inside(label(tie.object_actor))}"
            word = " ".join(filter(None, (first, self.course.label("tie", tie.kind), last, about)))
            note *= voice != first
        way = int(tie.directed) * (1 if from_here else -1)
        return Bundle(at, to, word, note, self.classes[tie.kind], way)

    def voice(self, tie: Relation) -> str:
        """On whose word a tie stands: ``the author``, ``Brandt and others``."""
        first, *others = names_of(self.course, tie)
        return f"{first} and others" if others else first

    def _said(self, tie: Relation) -> str:
        """On whose word a tie stands, if it is not the author's."""
        speaker = self.actors.get(tie.claimed_by[0])
        many = len(tie.claimed_by) > 1 or (speaker and speaker.kind == "community")
        said = f"{'say' if many else 'says'} {inside(self.voice(tie))}"
        return "" if tie.claimed_by == ("author",) else said

    def _left_out(self, found: Ties, believed: Ties, kept: Ties, strong: Ties) -> Iterator[str]:
        """What is not shown, and how to see it, in words."""
        doubted = Counter(tie.commitment for tie in found if tie not in believed)
        if doubted:
            yield ", ".join(f"{number} {COUNTED[name]}" for name, number in doubted.items())
        for number, why in (
            (len(believed) - len(kept), "of opposition"),
            (len(strong) - len(self.shown), "between others"),
            (len(kept) - len(strong), "too many for one picture"),
        ):
            if number:
                yield f"{count(number, 'tie')} {why}"


def _strongest(kept: Ties, middle: str) -> Ties:
    """The ties among the actors with most of them, as many as one picture can show."""
    number = Counter(end for tie in kept for end in ends(tie))
    order = sorted(number, key=lambda end: (end != middle, -number[end], end))
    return [tie for tie in kept if {*ends(tie)} <= {*order[:MOST_ACTORS]}]
