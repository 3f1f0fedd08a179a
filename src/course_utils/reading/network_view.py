"""What one picture of the network shows: which ties, around which core, and what it leaves out.

Nothing here has a place on paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from course_utils.course import Course
from course_utils.reading.network import OWN, Tie, ties
from course_utils.reading.voices import COUNTED
from course_utils.source.cells import Commitment, TieClass
from course_utils.source.rows import Actor, Relation
from course_utils.words import count, inside, known, listing, verb

if TYPE_CHECKING:
    import networkx as nx

Step = Literal["the author", "with a reservation", "a party"]
# Each step adds to the one before; what is asked or aimed at is no belief and comes last.
STEPS: dict[Step, Sequence[Commitment]] = {
    "the author": get_args(Commitment)[:1],
    "with a reservation": get_args(Commitment)[:3],
    "a party": get_args(Commitment),
}
OPPOSITION: TieClass = "opposes"
# What these kinds of ties say is drawn as boxes within boxes; all others are lines.
LEADING = ("heads", "commands")
BELONGING = "part of"
MOST_ACTORS = 60  # what one picture can show and a reader still take in
MOST_TIES = 100


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

    Raises ``ValueError`` for an unknown actor, theatre or step.
    """

    def __init__(
        self,
        graph: nx.MultiDiGraph,
        focus: str | None = None,
        core: str | None = None,
        theatre: str | None = None,
        upto: Step = "a party",
        whole: bool | None = None,
    ) -> None:
        self.graph, self.focus = graph, focus
        self.course: Course = graph.graph["course"]
        self.actors = {row.id: row for row in self.course.rows(Actor)}
        places = {term.id: inside(term.label) for term in self.course.terms_of("place")}
        known([name for name in (focus, core) if name], self.actors, "actor")
        known([theatre] if theatre else [], places, "theatre")
        known(upto, STEPS, "step")
        played = [theatre] if theatre else graph.graph["theatres"]
        self.theatre = listing([places[place] for place in played])
        self.everything = bool(focus or played) if whole is None else whole
        found = [tie for tie in ties(graph) if focus in (None, *tie.ends)]
        found = [tie for tie in found if not theatre or theatre in tie.row.theatre]
        believed = [tie for tie in found if tie.row.commitment in STEPS[upto]]
        kept = [tie for tie in believed if self.everything or tie.tie_class != OPPOSITION]
        self.core = focus or core or self._most_tied(kept)
        strong = _strongest(kept, self.core)
        self._nest(strong)
        apart = self._sort(strong)
        self.shown = [tie for tie in strong if tie not in apart]
        self.left_out = list(_left_out(found, believed, kept, strong, apart))

    def label(self, actor: str) -> str:
        """The short name of an actor."""
        return str(self.actors[actor].label)

    def rank(self, actor: str) -> int:
        """Where an actor stands among those of one home: states first, the imagined last."""
        row = self.actors[actor]
        return 2 if row.hypothetical else int(row.kind != "state")

    def _most_tied(self, kept: Iterable[Tie]) -> str:
        """The state with most ties, or the actor if no state has any; equal ones by name."""
        number = Counter(end for tie in kept for end in tie.ends)
        order = sorted(number, key=lambda end: (-number[end], self.label(end)))
        return min(order, key=lambda end: self.actors[end].kind != "state", default="")

    def _nest(self, kept: Iterable[Tie]) -> None:
        """Find what belongs to the core: its parts, and if it is a state, whose only home it is.

        Of that it makes the boxes that these ties need.
        """
        import networkx as nx

        rows = self.actors.values()
        parts = nx.DiGraph([(row.part_of, row.id) for row in rows if row.part_of])
        members = set(nx.descendants(parts, self.core)) if self.core in parts else set()
        land = self.actors[self.core].countries if self.core else ()
        if len(land) == 1 and self.actors[self.core].kind == "state":
            members |= {row.id for row in rows if row.countries == land} - {self.core}
        self.folded = dict(self._folded(members))
        self.boxes = nx.DiGraph()
        self.boxes.add_nodes_from([self.core] if self.core else [])
        for tie in kept:
            for box in self._boxes_of(tie):
                while box in members:
                    part_of = self.actors[box].part_of
                    above = part_of if part_of in members else self.core
                    self.boxes.add_edge(above, box)
                    box = above

    def _folded(self, members: set[str]) -> Iterator[tuple[str, str]]:
        """The leaders of one body within the core, who share its box, unless they are bodies too.

        A leader is whom the author himself names, whatever part of the network is shown.
        """
        leads = [row for row in self.course.rows(Relation) if row.kind in LEADING]
        pairs = [(row.from_actor, row.to_actor) for row in leads if row.commitment == OWN]
        led = [pair for pair in dict.fromkeys(pairs) if pair[1] in {self.core, *members}]
        number = Counter(leader for leader, _ in led)
        bodies = {body for _, body in led} | {self.actors[one].part_of for one in members}
        for leader, body in led:
            if leader in members and number[leader] == 1 and leader not in bodies:
                yield leader, body

    def _boxes_of(self, tie: Tie) -> tuple[str, str]:
        """The boxes of both ends: a leader of a body within the core has the body's."""
        source, target = tie.ends
        return self.folded.get(source, source), self.folded.get(target, target)

    def _sort(self, kept: Iterable[Tie]) -> list[Tie]:
        """Make a line or a note of each tie that no boxes say; return those without any box."""
        placed: list[tuple[Tie, str, str]] = []
        others: list[Tie] = []
        for tie in kept:
            source, target = self._boxes_of(tie)
            leads = tie.row.kind in LEADING and source == target
            belongs = tie.row.kind == BELONGING and self.boxes.has_edge(target, source)
            if (source in self.boxes) != (target in self.boxes):
                ends = (target, source) if source in self.boxes else (source, target)
                placed.append((tie, *ends))
            elif not (leads or belongs) or tie.row.commitment != OWN:
                others.append(tie)
        drawn = {*self.boxes, *(at for _, at, _ in placed)}
        apart = [
            tie for tie in others if not self.everything and not drawn & {*self._boxes_of(tie)}
        ]
        for tie in others:
            if tie not in apart:
                first, second = self._boxes_of(tie)
                at = second if second in drawn and first not in drawn else first
                placed.append((tie, at, ""))
        self._write(placed)
        return apart

    def _write(self, placed: Iterable[tuple[Tie, str, str]]) -> None:
        """Make bundles of the ties that are alike in all but commitment, the firmest first."""
        bundles: dict[Bundle, list[Commitment]] = {}
        for tie, at, to in placed:
            bundles.setdefault(self._bundle(tie, at, to), []).append(tie.row.commitment)
        order = get_args(Commitment)
        found = [
            bundle._replace(commitments=sorted(alike, key=order.index))
            for bundle, alike in bundles.items()
        ]
        self.lines = [bundle for bundle in found if bundle.to]
        self.notes = [bundle for bundle in found if not bundle.to]
        beside = {bundle.at for bundle in found} - set(self.boxes)
        home = self.graph.nodes(data="home")
        self.homes: dict[str, str] = {
            actor: home[actor] for actor in self.actors if actor in beside
        }

    def _bundle(self, tie: Tie, at: str, to: str) -> Bundle:
        """A tie in words: the name of an end that has no box there stands in them.

        A note has only the partner's name, and if everything is shown what the tie is too.
        """
        from_here = self._boxes_of(tie)[0] == at
        way = int(tie.row.directed) * (1 if from_here else -1)
        said = self._said(tie)
        if not to and not self.everything:
            return Bundle(at, to, tie.names[from_here], said, tie.tie_class, way)
        first, last = (
            "" if end in (at, to) else name for end, name in zip(tie.ends, tie.names, strict=True)
        )
        notes = f"for {inside(tie.about)}" * bool(tie.about), "" if tie.voice == first else said
        word = " ".join(filter(None, (first, tie.word, last)))
        return Bundle(at, to, word, ", ".join(filter(None, notes)), tie.tie_class, way)

    def _said(self, tie: Tie) -> str:
        """On whose word a tie stands, if it is not the author's."""
        voices = [voice for voice in tie.row.claimed_by if voice != "author"]
        plural = any(self.actors[one].kind == "community" for one in voices if one in self.actors)
        speaker = "somebody not named" if voices == ["unnamed"] else tie.voice
        return f"{verb(len(voices) + plural, 'says', 'say')} {inside(speaker)}" if voices else ""


def _strongest(kept: Sequence[Tie], middle: str) -> list[Tie]:
    """The ties among the actors with most of them, as many as one picture can show."""
    number = Counter(end for tie in kept for end in tie.ends)
    order = sorted(number, key=lambda end: (end != middle, -number[end], end))
    rank = {actor: place for place, actor in enumerate(order)}
    among = [tie for tie in kept if max(rank[end] for end in tie.ends) < MOST_ACTORS]
    among.sort(key=lambda tie: max(rank[end] for end in tie.ends))
    return sorted(among[:MOST_TIES], key=lambda tie: tie.place)


def _left_out(
    found: Iterable[Tie],
    believed: Sequence[Tie],
    kept: Sequence[Tie],
    strong: Sequence[Tie],
    apart: Sequence[Tie],
) -> Iterator[str]:
    """What is not shown, and how to see it, in words."""
    doubted = Counter(tie.row.commitment for tie in found if tie not in believed)
    if doubted:
        yield ", ".join(f"{number} {COUNTED[name]}" for name, number in doubted.items())
    if len(believed) > len(kept):
        yield count(len(believed) - len(kept), "tie") + " of opposition"
    if apart:
        yield count(len(apart), "tie") + " between others"
    if len(kept) > len(strong):
        less = {end for tie in kept for end in tie.ends}
        less -= {end for tie in strong for end in tie.ends}
        many = count(len(kept) - len(strong), "tie")
        yield f"{many} and {count(len(less), 'actor')}, too much for one picture"
