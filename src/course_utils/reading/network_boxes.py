"""Ties around a core as boxes within boxes, lines from its edge, and notes in a box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from course_utils.reading.network import BELONGING, LEADING, Tie, home
from course_utils.source.cells import Commitment, TieClass
from course_utils.words import verb

if TYPE_CHECKING:
    import networkx as nx


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


class Sorting:
    """Ties around a core, sorted: ``parents``, ``lines``, ``notes`` by box, and ``apart``.

    ``parents`` has the boxes within the core and the box that each lies in, ``outer`` the boxes
    beside it by home, ``folded`` the leaders who share the box of their body.  What stands apart
    has no end in a box; with ``everything`` it gets one.
    """

    def __init__(
        self, graph: nx.MultiDiGraph, core: str, kept: Sequence[Tie], everything: bool
    ) -> None:
        self.actors = graph.graph["actors"]
        self.core = core
        self.members = set(_members(graph, core))
        self.folded = dict(_folded(graph, {*self.members, *filter(None, [core])}, core))
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
    land = actors[core].countries if core and actors[core].kind == "state" else ()
    for actor in actors.values():
        above = actor.id
        while above and above != core:
            above = actors[above].part_of
        if actor.id != core and (
            above == core != "" or (len(land) == 1 and actor.countries == land)
        ):
            yield actor.id


def _folded(graph: nx.MultiDiGraph, inside: set[str], core: str) -> Iterable[tuple[str, str]]:
    """The leaders of one body within the core, who share its box, unless they are bodies too."""
    leaders = graph.graph["leaders"].items()
    led = [(leader, body) for body, found in leaders if body in inside for leader in found]
    count = Counter(leader for leader, _ in led)
    bodies = {body for _, body in led} | {graph.graph["actors"][one].part_of for one in inside}
    for leader, body in led:
        if leader in inside and leader != core and count[leader] == 1 and leader not in bodies:
            yield leader, body


def _strands(found: Iterable[tuple[Tie, Strand]]) -> list[Strand]:
    """Those alike in all but commitment as one, the firmest first."""
    alike: dict[Strand, list[Commitment]] = {}
    for tie, strand in found:
        alike.setdefault(strand, []).append(tie.commitment)
    order = get_args(Commitment)
    return [
        replace(strand, commitments=tuple(sorted(kinds, key=order.index)))
        for strand, kinds in alike.items()
    ]
