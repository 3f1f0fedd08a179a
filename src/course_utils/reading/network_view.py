"""What one picture of the network shows: which ties, around which core, and what it leaves out.

Nothing here has a place on paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from course_utils.reading.network import Tie, ties
from course_utils.reading.network_boxes import Sorting, Strand
from course_utils.reading.voices import COUNTED
from course_utils.source.cells import Commitment, TieClass
from course_utils.words import count, known, listing

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
class View:
    """What a picture shows of a network; ``core`` is empty where nothing is left to show.

    ``parents`` has the boxes within the core and the box that each lies in, ``folded`` the leaders
    who share the box of the body they lead; ``outer`` has the others by their home.  ``lines`` are
    ties between both, ``notes`` are ties written into the box of one actor.  ``left_out`` says in
    words what is not shown.
    """

    graph: nx.MultiDiGraph
    core: str
    focus: str | None
    theatre: str
    shown: tuple[Tie, ...]
    parents: Mapping[str, str]
    folded: Mapping[str, str]
    outer: Mapping[str, Sequence[str]]
    lines: Sequence[Strand]
    notes: Mapping[str, Sequence[Strand]]
    left_out: Sequence[str]

    def label(self, actor: str) -> str:
        """The short name of an actor."""
        return str(self.graph.graph["actors"][actor].label)

    def leaders(self, body: str) -> list[str]:
        """The names of the leaders who share the box of a body."""
        return [self.label(leader) for leader, led in self.folded.items() if led == body]

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
    sorting = Sorting(graph, middle, strong, everything)
    return View(
        graph,
        middle,
        focus,
        listing([graph.graph["places"][place] for place in places]) if places else "",
        tuple(tie for tie in strong if tie not in sorting.apart),
        sorting.parents,
        sorting.folded,
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
