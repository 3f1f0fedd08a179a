"""Place boxes in columns and lead lines between them so that no line runs through a box.

Numbers to numbers, without a canvas: lengths are points, depths grow downwards.  Columns and the
channels between them have *tracks* in turn: column ``c`` is place ``2 * c``, the channel left of it
place ``2 * c - 1``.  A line leaves a box to the right at the box's own depth, runs level to the
channel before its goal, turns there once, and enters its goal from the left.  So it is enough that
no two things meet in a place at one depth; upright lines stand in channels, where no box is.
The idea of layers with room kept for long lines is Sugiyama's (Sugiyama, Tagawa and Toda 1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import inf

from course_utils.cells import LinkKind

Net = tuple[str, LinkKind]  # the goal of a line, and its kind: lines of one net join
ROOM = 2.6  # kept free above and below a level line
MOST_TURNS = 6  # more lines than this in one channel are not tried in every order


@dataclass(frozen=True)
class Block:
    """A box to place: its column and height, the nets it feeds, the kinds of lines that enter."""

    name: str
    column: int
    height: float
    feeds: tuple[Net, ...] = ()
    enters: tuple[LinkKind, ...] = ()
    port: float = 3.5  # from the middle to a line, where lines of both kinds meet the box

    def leave(self, kind: LinkKind) -> float:
        """How far below the middle a line of a kind leaves."""
        return self._shift({kind for _, kind in self.feeds}, kind)

    def enter(self, kind: LinkKind) -> float:
        """How far below the middle a line of a kind enters."""
        return self._shift(set(self.enters), kind)

    def _shift(self, kinds: set[LinkKind], kind: LinkKind) -> float:
        if len(kinds) < 2:
            return 0.0
        return -self.port if kind == min(kinds) else self.port


@dataclass(frozen=True)
class Spot:
    """A stretch of depth in a place that is taken: by a box, or by a line of some nets."""

    place: int
    top: float
    foot: float
    nets: frozenset[Net] = frozenset()

    def meets(self, other: Spot) -> bool:
        """Whether both want the same spot; lines that only lead to one and the same goal may."""
        if self.place != other.place or self.top >= other.foot or other.top >= self.foot:
            return False
        return not (self.nets == other.nets and len(self.nets) == 1)


@dataclass
class Layout:
    """Boxes placed so far, by the depth of their middle; ``goals`` has the column of each goal."""

    goals: Mapping[str, int]
    gap: float
    middles: dict[str, float]
    blocks: dict[str, Block]
    taken: dict[int, list[Spot]]

    @classmethod
    def empty(cls, goals: Mapping[str, int], gap: float) -> Layout:
        """Nothing placed yet; ``gap`` is kept between boxes."""
        return cls(goals, gap, {}, {}, {})

    def put(self, block: Block, wish: float, least: float = -inf) -> float:
        """Place a box with its middle as near to ``wish`` as can be, and not above ``least``."""
        down = self._free(block, max(wish, least), 1)
        up = self._free(block, max(wish, least), -1)
        middle = up if up >= least and wish - up < down - wish else down
        self.middles[block.name], self.blocks[block.name] = middle, block
        for spot in self._spots(block, middle):
            self.taken.setdefault(spot.place, []).append(spot)
        return middle

    def _free(self, block: Block, middle: float, way: int) -> float:
        """The first depth from ``middle`` on, downwards or upwards, at which nothing is met."""
        while met := [
            other.foot - spot.top if way > 0 else other.top - spot.foot
            for spot in self._spots(block, middle)
            for other in self.taken.get(spot.place, ())
            if spot.meets(other)
        ]:
            middle += max(met) + 0.01 if way > 0 else min(met) - 0.01
        return middle

    def _spots(self, block: Block, middle: float) -> Iterator[Spot]:
        half = (block.height + self.gap) / 2
        yield Spot(2 * block.column, middle - half, middle + half)
        for kind in block.enters:
            nets = frozenset({(block.name, kind)})
            yield _strip(2 * block.column - 1, middle + block.enter(kind), nets)
        for kind in {kind for _, kind in block.feeds}:
            nets = frozenset(net for net in block.feeds if net[1] == kind)
            last = max(self.goals[goal] for goal, _ in nets)
            for place in range(2 * block.column + 1, 2 * last):
                yield _strip(place, middle + block.leave(kind), nets)

    @property
    def foot(self) -> float:
        """The lowest edge of all boxes placed, 0 if there is none."""
        return max((self.middles[n] + b.height / 2 for n, b in self.blocks.items()), default=0.0)

    @property
    def head(self) -> float:
        """The highest edge of all boxes placed, 0 if there is none."""
        return min((self.middles[n] - b.height / 2 for n, b in self.blocks.items()), default=0.0)


def _strip(place: int, depth: float, nets: frozenset[Net]) -> Spot:
    return Spot(place, depth - ROOM, depth + ROOM, nets)


def columns(order: Sequence[str], goals: Mapping[str, Sequence[str]], last: int) -> dict[str, int]:
    """The column of each item: one before its nearest goal, ``last`` where it has none.

    ``order`` has each item before its goals; goals that are not in it do not count.
    """
    found: dict[str, int] = {}
    for item in reversed(order):
        ahead = [found[goal] for goal in goals.get(item, ()) if goal in found]
        found[item] = min(ahead, default=last + 1) - 1
    return found


def place_tree(
    layout: Layout,
    root: str,
    blocks: Mapping[str, Block],
    feeders: Mapping[str, Sequence[str]],
    cursor: float,
) -> float:
    """Place ``root`` beside the middle of what feeds it, and that first, from depth ``cursor`` on.

    Returns the depth at which the next tree may begin.  What is placed already stays.
    """
    top = cursor
    waiting = [feeder for feeder in feeders.get(root, ()) if feeder not in layout.middles]
    # What feeds a box and is lower than it stands beside its middle, not beside its top.
    tall = sum(blocks[feeder].height + layout.gap for feeder in waiting) - layout.gap
    cursor += max(0.0, blocks[root].height - tall) / 2 if waiting else 0.0
    for feeder in waiting:
        if feeder not in layout.middles:
            cursor = place_tree(layout, feeder, blocks, feeders, cursor)
    block = blocks[root]
    own = [layout.middles[f] for f in feeders.get(root, ()) if layout.middles[f] > top]
    least = top + block.height / 2
    middle = layout.put(block, (min(own) + max(own)) / 2 if own else least, least)
    return max(cursor, middle + block.height / 2 + layout.gap)


@dataclass(frozen=True)
class Trunk:
    """The upright part of a net in a channel: where its lines arrive, and where it goes on."""

    net: Net
    arrivals: tuple[float, ...]
    end: float

    @property
    def top(self) -> float:
        """Its upper end."""
        return min(*self.arrivals, self.end)

    @property
    def foot(self) -> float:
        """Its lower end."""
        return max(*self.arrivals, self.end)


def trunks(layout: Layout, column: int) -> list[Trunk]:
    """The upright lines in the channel left of a column."""
    arrivals: dict[Net, list[float]] = {}
    for name, block in layout.blocks.items():
        for net in block.feeds:
            if layout.goals[net[0]] == column and net[0] in layout.middles:
                arrivals.setdefault(net, []).append(layout.middles[name] + block.leave(net[1]))
    return [
        Trunk(net, tuple(depths), layout.middles[net[0]] + layout.blocks[net[0]].enter(net[1]))
        for net, depths in arrivals.items()
    ]


def lanes(found: Sequence[Trunk]) -> dict[Net, tuple[int, int]]:
    """The lane of each trunk and the number of lanes there, so that few lines cross.

    Trunks whose depths overlap take different lanes, numbered from the left.
    """
    result: dict[Net, tuple[int, int]] = {}
    for group in _groups(found):
        orders = permutations(group) if len(group) <= MOST_TURNS else [tuple(group)]
        best = min(orders, key=_crossings)
        result.update({trunk.net: (lane, len(best)) for lane, trunk in enumerate(best)})
    return result


def _groups(found: Iterable[Trunk]) -> list[list[Trunk]]:
    """Trunks that overlap, directly or through others, together."""
    groups: list[list[Trunk]] = []
    foot = -inf
    for trunk in sorted(found, key=lambda t: (t.top, t.foot)):
        if groups and trunk.top <= foot + 2 * ROOM:
            groups[-1].append(trunk)
        else:
            groups.append([trunk])
        foot = max(foot, trunk.foot)
    return groups


def _crossings(order: Sequence[Trunk]) -> int:
    """How often lines cross: those that arrive from the left, and those that go on to the right."""
    found = 0
    for lane, trunk in enumerate(order):
        before, after = order[:lane], order[lane + 1 :]
        found += sum(o.top < depth < o.foot for o in before for depth in trunk.arrivals)
        found += sum(o.top < trunk.end < o.foot for o in after)
    return found
