"""Which group stands on which side of a network picture, and who stands above whom.

Rails shall be short and the picture low: short rails cross little.  Both searches change one thing
at a time as long as that helps; exchanging neighbours is the greedy switching of Eades and Kelly
(1986).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from course_utils.network_rails import ENOUGH, Rail

BETWEEN = 6.0  # between two frames
HEIGHT_PRICE = 12.0  # of a point of height, in points of rail
CROSSING_PRICE = 20.0  # of two rails that cross, in points of rail
LEVEL_PRICE = 100.0  # of each level by which an actor stands too high above the next
MANY = 16  # groups, of which not every move is tried
LITTLE = 1e-6  # a gain that is none

# Groups downwards: those on the left, then None, then those on the right.
Groups = list[str | None]


def arrange_groups(
    heights: Mapping[str, float], members: Mapping[str, str], rails: Iterable[Rail]
) -> tuple[list[str], list[str]]:
    """Share groups out to the left and the right, and order them from top to bottom.

    ``heights`` are those of their frames, ``members`` says to which group an actor belongs, and
    ``rails`` run between groups.  The group with most ties stands first on the left.
    """
    rails = list(rails)
    ends = [end for rail in rails for tie in rail.ties for end in (tie.source, tie.target)]
    ties = Counter(members[end] for end in ends)
    first, *others = sorted(heights, key=lambda group: -ties[group])
    half = len(others) // 2
    start: Groups = [first, *others[:half], None, *others[half:]]
    found = _improved(start, _Cost.of(heights, members, rails))
    middle = found.index(None)
    return [g for g in found[:middle] if g], [g for g in found[middle:] if g]


@dataclass(frozen=True)
class _Cost:
    """The price of an order: the length of all rails, and the height of the taller side."""

    heights: Mapping[str, float]
    bundles: Mapping[tuple[str, ...], int]

    @classmethod
    def of(
        cls, heights: Mapping[str, float], members: Mapping[str, str], rails: Iterable[Rail]
    ) -> _Cost:
        bundles = (tuple(sorted({members[end] for end in rail.members})) for rail in rails)
        return cls(heights, Counter(bundles))

    def __call__(self, groups: Groups) -> float:
        depth = lowest = 0.0
        middles = {}
        for group in groups:
            if group is None:
                depth = 0.0
                continue
            middles[group] = depth + self.heights[group] / 2
            depth += self.heights[group] + BETWEEN
            lowest = max(lowest, depth)
        rails = 0.0
        for bundle, number in self.bundles.items():
            depths = [middles[group] for group in bundle]
            rails += number * (max(depths) - min(depths))
        return HEIGHT_PRICE * lowest + rails


def _improved(groups: Groups, cost: _Cost) -> Groups:
    """Move one group, or exchange two, while that lowers the cost; the first stays first."""
    price = cost(groups)
    for _ in range(ENOUGH):
        lowest, found = min(
            ((cost(trial), trial) for trial in _variants(groups)),
            key=lambda pair: pair[0],
            default=(price, groups),
        )
        if lowest > price - LITTLE:
            break
        price, groups = lowest, found
    return groups


def _variants(groups: Groups) -> Iterator[Groups]:
    """Every order one step away; of many groups, only those with two neighbours exchanged."""
    places = range(1, len(groups))
    pairs = combinations(places, 2) if len(groups) <= MANY else pairwise(places)
    for start in places if len(groups) <= MANY else ():
        rest = groups[:start] + groups[start + 1 :]
        yield from ([*rest[:end], groups[start], *rest[end:]] for end in places if end != start)
    for one, other in pairs:
        swapped = list(groups)
        swapped[one], swapped[other] = groups[other], groups[one]
        yield swapped


def order_actors(
    columns: Sequence[list[str]],
    tops: Sequence[float],
    slots: Mapping[str, float],
    levels: Mapping[str, int],
    rails: Iterable[Rail],
) -> None:
    """Exchange neighbours in each column, in place, while their rails get shorter or cross less.

    ``tops`` are the depths at which columns begin, ``slots`` the heights that actors take up.  A
    lower level, nearer to command, shall stand higher, which is worth something too.
    """
    heights = _Heights.of(columns, tops, slots, levels, rails)
    for _ in range(ENOUGH):
        if not sum(heights.sweep(column) for column in columns):
            return


@dataclass(frozen=True)
class _Heights:
    """The middle of each actor, and for each the rails it hangs on, as the actors they join."""

    slots: Mapping[str, float]
    levels: Mapping[str, int]
    middles: dict[str, float]
    joined: Mapping[str, Sequence[Sequence[str]]]

    @classmethod
    def of(
        cls,
        columns: Sequence[Sequence[str]],
        tops: Sequence[float],
        slots: Mapping[str, float],
        levels: Mapping[str, int],
        rails: Iterable[Rail],
    ) -> _Heights:
        middles: dict[str, float] = {}
        for column, top in zip(columns, tops, strict=True):
            middles |= stacked(column, slots, top)
        joined: dict[str, list[list[str]]] = defaultdict(list)
        for rail in rails:
            known = [end for end in rail.members if end in middles]
            for end in dict.fromkeys(known):
                joined[end].append(known)
        return cls(slots, levels, middles, joined)

    def sweep(self, column: list[str]) -> bool:
        """Exchange each two neighbours of a column where that helps; tell whether it ever did."""
        helped = False
        for place in range(len(column) - 1):
            upper, lower = column[place], column[place + 1]
            before, old = self._price(upper, lower), (self.middles[upper], self.middles[lower])
            self.middles[upper] += self.slots[lower]
            self.middles[lower] -= self.slots[upper]
            if self._price(lower, upper) < before - LITTLE:
                column[place : place + 2] = lower, upper
                helped = True
            else:
                self.middles[upper], self.middles[lower] = old
        return helped

    def _price(self, upper: str, lower: str) -> float:
        """What it costs that one actor stands right above another."""
        turned = max(0, self.levels[upper] - self.levels[lower])
        pairs = product(self._centres(upper), self._centres(lower))
        crossings = sum(one > other for one, other in pairs)
        length = self._length(upper) + self._length(lower)
        return length + CROSSING_PRICE * crossings + LEVEL_PRICE * turned

    def _length(self, actor: str) -> float:
        """Length of the rails that an actor hangs on."""
        depths = [[self.middles[end] for end in joined] for joined in self.joined.get(actor, ())]
        return sum(max(rail) - min(rail) for rail in depths)

    def _centres(self, actor: str) -> list[float]:
        """The mean depth of the others on each rail that an actor hangs on."""
        others = [[end for end in rail if end != actor] for rail in self.joined.get(actor, ())]
        return [sum(self.middles[end] for end in rail) / len(rail) for rail in others if rail]


def stacked(actors: Iterable[str], slots: Mapping[str, float], top: float) -> dict[str, float]:
    """The middle of each actor, one below the other from ``top``."""
    middles = {}
    for actor in actors:
        middles[actor] = top + slots[actor] / 2
        top += slots[actor]
    return middles
