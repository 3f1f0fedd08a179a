"""The topology of a network picture: which column a box stands in, which ties share a rail.

Nothing here knows a length.  A rail bundles ties that leave one actor, or reach one; side by side
rails take tracks, as in channel routing (Hashimoto and Stevens 1971).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Column = Literal["near", "far"]
ENOUGH = 200  # rounds after which a search stops
CLEARANCE = 6.0  # between two lines of one track


@dataclass(frozen=True)
class Tie:
    """A tie: its ends, and the heights of the words above and below its line."""

    id: str
    source: str
    target: str
    directed: bool = True
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True)
class Rail:
    """Ties that leave one actor or, if ``incoming``, reach it; they share one upright line."""

    owner: str
    incoming: bool
    ties: tuple[Tie, ...]

    def leaf(self, tie: Tie) -> str:
        """The other end of one of its ties."""
        return tie.source if tie.target == self.owner else tie.target

    @property
    def members(self) -> tuple[str, ...]:
        """Its owner and the other ends."""
        return (self.owner, *map(self.leaf, self.ties))


# Which column, which rail


def columns(groups: Mapping[str, str], ties: Sequence[Tie]) -> dict[str, Column]:
    """Say for each actor whether it stands near the centre or behind.

    An actor with a tie to another group stands near.  The others stand where the columns of the
    group come out even and few of its ties join two boxes of one column.
    """
    near = {
        end
        for tie in ties
        if groups[tie.source] != groups[tie.target]
        for end in (tie.source, tie.target)
    }
    for _, members, inner in by_group(groups, ties):
        _even_out(members, inner, near)
    return {actor: "near" if actor in near else "far" for actor in groups}


def by_group(
    groups: Mapping[str, str], ties: Sequence[Tie]
) -> Iterator[tuple[str, list[str], list[Tie]]]:
    """Yield each group, its actors, and the ties among them."""
    for group in dict.fromkeys(groups.values()):
        inner = [tie for tie in ties if groups[tie.source] == groups[tie.target] == group]
        yield group, [actor for actor in groups if groups[actor] == group], inner


def _even_out(members: Sequence[str], inner: Sequence[Tie], near: set[str]) -> None:
    """Move actors of a group into ``near`` while that makes its two columns more even."""
    movable = [actor for actor in members if actor not in near]
    best = _unevenness(members, inner, near)
    while movable:
        trials = [(_unevenness(members, inner, {*near, actor}), actor) for actor in movable]
        cost, actor = min(trials, key=lambda trial: trial[0])
        if cost >= best:
            return
        best = cost
        near.add(actor)
        movable.remove(actor)


def _unevenness(members: Sequence[str], inner: Sequence[Tie], near: set[str]) -> float:
    """Height of the taller column, in rows, and a price for ties that join boxes of one column."""
    ends = Counter(end for tie in inner for end in (tie.source, tie.target))
    rows = {actor: max(3, ends[actor]) for actor in members}
    here = sum(rows[actor] for actor in members if actor in near)
    behind = 2 + sum(rows.values()) - here  # the heading stands above the boxes behind
    kinds = Counter((tie.source in near) + (tie.target in near) for tie in inner)
    return max(here, behind) + 4 * kinds[0] + kinds[2]


def bundle(
    ties: Sequence[Tie], may_own: Callable[[Tie, str], bool] = lambda tie, end: True
) -> list[Rail]:
    """Bundle ties into rails: again and again the actor with most ties that are left takes them.

    A tie without direction goes with those that leave its owner.  ``may_own`` tells at which end
    of a tie a rail may start.
    """
    left = list(ties)
    bundles: list[Rail] = []
    while left:
        counts = Counter(key for tie in left for key in _owners(tie, may_own))
        key, number = max(counts.items(), key=lambda pair: pair[1])
        if number == 1:
            singles = ((next(_owners(tie, may_own)), tie) for tie in left)
            return [*bundles, *(Rail(*key, (tie,)) for key, tie in singles)]
        mine = [tie for tie in left if key in _owners(tie, may_own)]
        bundles.append(Rail(*key, tuple(mine)))
        left = [tie for tie in left if tie not in mine]
    return bundles


def _owners(tie: Tie, may_own: Callable[[Tie, str], bool]) -> Iterator[tuple[str, bool]]:
    if may_own(tie, tie.source):
        yield tie.source, False
    if may_own(tie, tie.target):
        yield tie.target, tie.directed


# Tracks


@dataclass(frozen=True)
class Ends:
    """The depths at which a rail is met from the left and from the right."""

    left: tuple[float, ...]
    right: tuple[float, ...]

    @property
    def span(self) -> tuple[float, float]:
        """The depths between which the upright line runs."""
        depths = self.left + self.right
        return min(depths), max(depths)

    def within(self, depths: Iterable[float]) -> int:
        """How many of these depths the upright line passes."""
        top, bottom = self.span
        return sum(top - CLEARANCE < depth < bottom + CLEARANCE for depth in depths)

    def meets(self, other: Ends) -> bool:
        """Whether both need a track of their own."""
        (top, bottom), (above, below) = self.span, other.span
        return top - CLEARANCE < below and above - CLEARANCE < bottom


def assign_tracks(ends: Sequence[Ends]) -> list[int]:
    """Give each rail a track, 0 leftmost, so that no two on one track meet.

    Neighbours change places while that lets fewer lines cross a foreign rail; then each rail
    takes the first track to the right of those it meets, and those met more from the right move
    there as far as they can.
    """
    order = sorted(range(len(ends)), key=lambda n: len(ends[n].right) - len(ends[n].left))
    for _ in range(ENOUGH):
        if not sum(_swapped(ends, order, place) for place in range(len(order) - 1)):
            break
    tracks = [0] * len(ends)
    for place, rail in enumerate(order):
        met = [other for other in order[:place] if ends[other].meets(ends[rail])]
        tracks[rail] = 1 + max((tracks[other] for other in met), default=-1)
    last = max(tracks, default=0)
    for place, rail in reversed(list(enumerate(order))):
        if len(ends[rail].right) > len(ends[rail].left):
            met = [other for other in order[place + 1 :] if ends[other].meets(ends[rail])]
            tracks[rail] = min((tracks[other] for other in met), default=last + 1) - 1
    return tracks


def _swapped(ends: Sequence[Ends], order: list[int], place: int) -> bool:
    """Exchange two neighbours of the order if fewer lines then cross a rail."""
    first, second = (ends[number] for number in order[place : place + 2])
    crossings = second.within(first.right) + first.within(second.left)
    exchanged = first.within(second.right) + second.within(first.left)
    if exchanged < crossings:
        order[place : place + 2] = order[place + 1], order[place]
    return exchanged < crossings
