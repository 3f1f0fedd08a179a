"""What one picture of the network shows: a core with its bodies, and the others by home.

Nothing here has a place on paper; a view says what stands in which box, which ties are lines, which
are notes in a box, and which are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from course_utils.cells import Commitment, TieClass
from course_utils.network import BELONGING, LEADING, Tie, home, ties
from course_utils.voices import COUNTED
from course_utils.words import count, known, listing, verb

if TYPE_CHECKING:
    import networkx as nx

Step = Literal["the author", "with a reservation", "a party"]
# Each step adds to the one before; what is asked or aimed at is no belief and comes last.
STEPS: dict[Step, tuple[Commitment, ...]] = {
    "the author": ("the author says it",),
    "with a reservation": ("the author, with a reservation", "left open"),
    "a party": ("a party says it", "asks or aims"),
}
OPPOSITION: TieClass = "opposes"
MOST_ACTORS = 60  # what one picture can show and a reader still take in
MOST_TIES = 100


@dataclass(frozen=True)
class Strand:
    """Ties of one kind between one pair, on one voice: lines side by side under one word.

    ``way`` is 1 from ``source`` to ``target`` and 0 without direction.
    """

    source: str
    target: str
    word: str
    note: str
    tie_class: TieClass
    way: int
    commitments: tuple[Commitment, ...] = ()


@dataclass(frozen=True)
class View:
    """What a picture shows of a network; ``core`` is empty where nothing is left to show.

    ``parents`` has the boxes within the core and the box that each lies in; ``outer`` the others by
    their home; ``lines`` are ties between both; ``notes`` are
    ties written into the box of one actor.  ``left_out`` says in words what is not shown.
    """

    graph: nx.MultiDiGraph
    core: str
    focus: str | None
    theatre: str
    shown: tuple[Tie, ...]
    parents: Mapping[str, str]
    outer: Mapping[str, Sequence[str]]
    lines: Sequence[Strand]
    notes: Mapping[str, Sequence[Strand]]
    left_out: Sequence[str]

    def label(self, actor: str) -> str:
        """The short name of an actor."""
        return str(self.graph.graph["actors"][actor].label)

    def leaders(self, actor: str) -> list[str]:
        """The names of those whom the author calls leaders of a body."""
        return [self.label(leader) for leader in self.graph.graph["leaders"].get(actor, ())]

    def imagined(self, actor: str) -> bool:
        """Whether the article only imagines an actor."""
        return bool(self.graph.graph["actors"][actor].hypothetical)

    def rank(self, actor: str) -> int:
        """Where an actor stands among those of one home: states first, the imagined last."""
        row = self.graph.graph["actors"][actor]
        return 2 if row.hypothetical else int(row.kind != "state")

    def children(self, box: str) -> list[str]:
        """The boxes directly within a box of the core."""
        return [child for child, parent in self.parents.items() if parent == box]

    def depth(self, box: str) -> int:
        """How many boxes a box of the core lies in."""
        return 1 + self.depth(self.parents[box]) if box in self.parents else 0

    def holds(self, box: str, other: str) -> bool:
        """Whether a box is, or has somewhere within it, the other."""
        return box == other or (other in self.parents and self.holds(box, self.parents[other]))

    @cached_property
    def homes(self) -> dict[str, str]:
        """The home of each actor at the sides."""
        return {actor: place for place, actors in self.outer.items() for actor in actors}

    @cached_property
    def counts(self) -> dict[str, Counter[Commitment]]:
        """For each home, how many of the ties of its actors are of each commitment."""
        counted = {place: Counter[Commitment]() for place in self.outer}
        for tie in self.shown:
            ends = (self.homes.get(tie.source), self.homes.get(tie.target))
            for place in {end for end in ends if end}:
                counted[place][tie.commitment] += 1
        return counted


def view(
    graph: nx.MultiDiGraph,
    focus: str | None = None,
    core: str | None = None,
    theatre: str | None = None,
    upto: Step = "a party",
    whole: bool | None = None,
) -> View:
    """Choose what one picture shows; ``draw_network`` says what each choice means.

    Raises ``ValueError`` for an unknown actor, theatre or step.
    """
    _check(graph, focus or core, theatre, upto)
    places = [theatre] if theatre else graph.graph["theatres"]
    everything = bool(focus or places) if whole is None else whole
    found = [tie for tie in ties(graph) if _fits(tie, focus, theatre)]
    believed = [tie for tie in found if tie.commitment in _upto(upto)]
    kept = [tie for tie in believed if everything or tie.tie_class != OPPOSITION]
    middle = focus or core or _most_tied(graph, kept)
    strong = _strongest(kept, middle)
    sorting = _Sorting(graph, middle, strong, everything)
    return View(
        graph,
        middle,
        focus,
        listing([graph.graph["places"][place] for place in places]) if places else "",
        tuple(tie for tie in strong if tie not in sorting.apart),
        sorting.parents,
        sorting.outer,
        sorting.lines,
        sorting.notes,
        list(_left_out(found, believed, kept, strong, sorting.apart)),
    )


def _check(graph: nx.MultiDiGraph, actor: str | None, theatre: str | None, upto: str) -> None:
    known([actor] if actor else [], graph.graph["actors"], "actor")
    known([theatre] if theatre else [], graph.graph["places"], "theatre")
    known(upto, get_args(Step), "step")


def _fits(tie: Tie, focus: str | None, theatre: str | None) -> bool:
    return focus in (None, tie.source, tie.target) and (not theatre or theatre in tie.theatre)


def _upto(last: Step) -> list[Commitment]:
    steps = list(STEPS)
    return [one for step in steps[: steps.index(last) + 1] for one in STEPS[step]]


def _most_tied(graph: nx.MultiDiGraph, kept: Iterable[Tie]) -> str:
    """The state with most ties, or the actor if no state has any; equal ones by name."""
    actors = graph.graph["actors"]
    count = Counter(end for tie in kept for end in (tie.source, tie.target))
    order = sorted(count, key=lambda end: (-count[end], actors[end].label))
    return min(order, key=lambda end: actors[end].kind != "state", default="")


def _strongest(kept: Sequence[Tie], middle: str) -> list[Tie]:
    """The ties among the actors with most of them, as many as one picture can show."""
    count = Counter(end for tie in kept for end in (tie.source, tie.target))
    order = sorted(count, key=lambda end: (end != middle, -count[end], end))
    strong, stay = list(kept), MOST_ACTORS
    while len(count) > MOST_ACTORS or len(strong) > MOST_TIES:
        among = set(order[:stay])
        strong = [tie for tie in kept if {tie.source, tie.target} <= among]
        if len(strong) <= MOST_TIES or stay == 2:
            return strong[:MOST_TIES]
        stay -= 1
    return strong


class _Sorting:
    """Sorts ties into boxes within boxes, lines, notes, and those that stand apart."""

    def __init__(
        self, graph: nx.MultiDiGraph, core: str, kept: Sequence[Tie], everything: bool
    ) -> None:
        self.actors = graph.graph["actors"]
        self.core = core
        self.members = set(_members(graph, core))
        self.folded = dict(_folded(graph, self.members | {core}, core))
        self.parents = self._parents(kept)
        said = [tie for tie in kept if self._said_by_boxes(tie)]
        crossing = [tie for tie in kept if self._is_line(tie)]
        others = [tie for tie in kept if tie not in said and tie not in crossing]
        outer = [end for tie in crossing for end in self._ends(tie) if not self._inside(end)]
        self.apart: list[Tie] = []
        owners = self._owners(others, dict.fromkeys(outer), everything)
        self.outer = self._by_home(graph, [*outer, *owners])
        self.lines = _strands((tie, self._strand(tie)) for tie in crossing)
        self.notes = {
            owner: _strands((tie, self._written(tie, owner, everything)) for tie in found)
            for owner, found in owners.items()
        }

    def _inside(self, box: str) -> bool:
        return box == self.core or box in self.members

    def _ends(self, tie: Tie) -> tuple[str, str]:
        """The boxes of both ends: a leader of a body within the core has the body's."""
        return self.folded.get(tie.source, tie.source), self.folded.get(tie.target, tie.target)

    def _is_line(self, tie: Tie) -> bool:
        source, target = map(self._inside, self._ends(tie))
        return source != target

    def _said_by_boxes(self, tie: Tie) -> bool:
        source, target = self._ends(tie)
        leads = tie.kind in LEADING and source == target
        belongs = tie.kind == BELONGING and self.parents.get(source) == target
        return tie.own and (leads or belongs)

    def _parents(self, kept: Iterable[Tie]) -> dict[str, str]:
        """The boxes within the core that the ties need, and the box that each lies in."""
        parents: dict[str, str] = {}
        for tie in kept:
            for box in self._ends(tie):
                while box in self.members and box not in parents:
                    above = self.actors[box].part_of
                    parents[box] = above if above in self.members else self.core
                    box = parents[box]
        return parents

    def _owners(
        self, others: Iterable[Tie], boxes: Collection[str], everything: bool
    ) -> dict[str, list[Tie]]:
        """In whose box each tie that is no line is written: its source's, else its target's."""
        owners: dict[str, list[Tie]] = {}
        for tie in others:
            ends = self._ends(tie)
            drawn = [end for end in ends if self._inside(end) or end in boxes]
            if drawn or everything:
                owners.setdefault([*drawn, ends[0]][0], []).append(tie)
            else:
                self.apart.append(tie)
        return owners

    def _by_home(self, graph: nx.MultiDiGraph, boxes: Iterable[str]) -> dict[str, list[str]]:
        """The boxes outside by home, in the order of the table of actors."""
        order = list(self.actors)
        homes: dict[str, list[str]] = {}
        for box in sorted(dict.fromkeys(boxes), key=order.index):
            if not self._inside(box):
                homes.setdefault(home(self.actors[box], graph.graph["places"]), []).append(box)
        return homes

    def _strand(self, tie: Tie) -> Strand:
        """A tie as a line; the name of an end that shares another's box stands in the words."""
        source, target = self._ends(tie)
        first = "" if source == tie.source else tie.names[0]
        last = "" if target == tie.target else tie.names[1]
        word = " ".join(filter(None, (first, tie.word, last)))
        said = "" if tie.voice and tie.voice == first else self._said(tie)
        about = f"for {tie.about}" if tie.about else ""
        note = ", ".join(filter(None, (about, said)))
        return Strand(source, target, word, note, tie.tie_class, int(tie.directed))

    def _written(self, tie: Tie, owner: str, at_length: bool) -> Strand:
        """A tie as a note in the box of ``owner``: the partner's name, at length what it is too."""
        source, target = self._ends(tie)
        way = int(tie.directed) * (1 if owner == source else -1)
        partner = tie.names[1] if owner == source else tie.names[0]
        if not at_length:
            return Strand(owner, target, partner, self._said(tie), tie.tie_class, way)
        line = self._strand(tie)
        names = [tie.names[0]] if way < 0 or owner != tie.source else []
        names += [tie.word, *([tie.names[1]] if way >= 0 else [])]
        return Strand(owner, target, " ".join(names), line.note, tie.tie_class, way)

    def _said(self, tie: Tie) -> str:
        """On whose word a tie stands, if it is not the author's."""
        voices = [voice for voice in tie.voices if voice != "author"]
        many = len(voices) + any(self._plural(voice) for voice in voices)
        return f"{verb(many, 'says', 'say')} {_speaker(tie)}" if voices else ""

    def _plural(self, voice: str) -> bool:
        return voice in self.actors and self.actors[voice].kind == "community"


def _speaker(tie: Tie) -> str:
    return "somebody not named" if tie.voices == ("unnamed",) else tie.voice


def _members(graph: nx.MultiDiGraph, core: str) -> Iterable[str]:
    """All that belongs to the core: its parts, and if it is a state, whose only home it is."""
    actors = graph.graph["actors"]
    land = actors[core].countries[:1] if core and actors[core].kind == "state" else None
    for actor in actors.values():
        above = actor.id
        while above and above != core:
            above = actors[above].part_of
        if actor.id != core and (above == core != "" or actor.countries == land):
            yield actor.id


def _folded(
    graph: nx.MultiDiGraph, inside: Collection[str], core: str
) -> Iterable[tuple[str, str]]:
    """The leaders of one body within the core, who share its box."""
    leaders = graph.graph["leaders"].items()
    led = [(leader, body) for body, found in leaders if body in inside for leader in found]
    count = Counter(leader for leader, _ in led)
    leading = {body for _, body in led}
    for leader, body in led:
        if leader in inside and leader != core and count[leader] == 1 and leader not in leading:
            yield leader, body


def _strands(found: Iterable[tuple[Tie, Strand]]) -> list[Strand]:
    """Those alike in all but commitment as one, the firmest first."""
    alike: dict[Strand, list[Commitment]] = {}
    for tie, strand in found:
        alike.setdefault(strand, []).append(tie.commitment)
    order = get_args(Commitment)
    return [
        Strand(*_fields(strand), tuple(sorted(kinds, key=order.index)))
        for strand, kinds in alike.items()
    ]


def _fields(strand: Strand) -> tuple[str, str, str, str, TieClass, int]:
    return (
        *(strand.source, strand.target, strand.word, strand.note),
        strand.tie_class,
        strand.way,
    )


def _left_out(
    found: Sequence[Tie],
    believed: Sequence[Tie],
    kept: Sequence[Tie],
    strong: Sequence[Tie],
    apart: Sequence[Tie],
) -> Iterable[str]:
    """What is not shown, and how to see it, in words."""
    doubted = Counter(tie.commitment for tie in found) - Counter(t.commitment for t in believed)
    if doubted:
        yield ", ".join(f"{number} {COUNTED[name]}" for name, number in doubted.items())
    if len(believed) > len(kept):
        yield count(len(believed) - len(kept), "tie") + " of opposition"
    if apart:
        yield count(len(apart), "tie") + " between others"
    if len(kept) > len(strong):
        less = {end for tie in kept for end in (tie.source, tie.target)}
        less -= {end for tie in strong for end in (tie.source, tie.target)}
        many = count(len(kept) - len(strong), "tie")
        yield f"{many} and {count(len(less), 'actor')}, too much for one picture"
