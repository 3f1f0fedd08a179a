"""Place a view of the network: a block in the middle, columns of boxes beside it, lines across.

Points from the top left corner; nothing is drawn here.  No line can meet words or a foreign box:
words stand in the gaps, each above its own level line, and lines turn in the margins of the block
only, where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from statistics import fmean

from course_utils.figures.network_cards import BESIDE, INSET, Card, Words
from course_utils.reading.network_view import View

COLUMN, GAP = 0.19, 0.18  # of the width: a column of boxes, and the gap beside the block
MARGIN = 24.0  # within the block, beside its boxes
NESTED = 6.0  # from a box to one within it
BETWEEN = 4.0  # boxes of one home
APART = 6.0  # two homes, at least
HEADING = 14.5
ARROW = 8.0  # room for an arrowhead before words
ALL_DIVISIONS = 12  # homes up to which every division into two sides is tried
ROUNDS = 6
Rect = tuple[float, float, float, float]  # left, top, right, bottom
Order = Mapping[str, Sequence[str]]  # actors by home


@dataclass(frozen=True)
class Lane:
    """A tie across a gap: its lines start at the depths ``ys`` and reach the block at ``ports``."""

    words: Words
    outer: str
    inner: str
    ys: Sequence[float] = ()
    ports: Sequence[float] = ()


@dataclass(frozen=True)
class Layout:
    """Where everything stands: boxes by actor, the core's too, and the top of each home."""

    boxes: Mapping[str, Rect]
    tops: Mapping[str, float]
    lanes: Sequence[Lane]
    plan: Plan

    @property
    def length(self) -> float:
        """How far lines go up or down in all: the less, the better."""
        pairs = (pair for lane in self.lanes for pair in zip(lane.ys, lane.ports, strict=True))
        return sum(abs(start - end) for start, end in pairs)


def place(view: View, width: float) -> Layout:
    """Place a view, its lines as short as a few rounds of sorting make them."""
    plan = Plan(view, width)
    best = layout = plan.lay_out(view.outer, {})
    for _ in range(ROUNDS):
        middles = {box: (rect[1] + rect[3]) / 2 for box, rect in layout.boxes.items()}
        layout = plan.lay_out(_reordered(view, layout, middles), middles)
        best = min(best, layout, key=lambda one: one.length)
    return best


def _reordered(view: View, layout: Layout, middles: Mapping[str, float]) -> Order:
    """Homes, and the actors of each, by the depth of what they reach; states still come first."""
    reach: dict[str, list[float]] = {}
    for lane in layout.lanes:
        if lane.inner != view.core:
            reach.setdefault(lane.outer, []).extend(lane.ports)
    goal = {actor: fmean(reach.get(actor, [middle])) for actor, middle in middles.items()}

    def depth(home: str) -> float:
        reached = [port for actor in view.outer[home] for port in reach.get(actor, ())]
        return fmean(reached or [middles[actor] for actor in view.outer[home]])

    return {
        home: sorted(view.outer[home], key=lambda actor: (view.rank(actor), goal[actor]))
        for home in sorted(view.outer, key=depth)
    }


def divide(heights: Sequence[float]) -> list[bool]:
    """Which homes go to the right, so that both sides are about equally tall."""

    def unequal(right: Sequence[bool]) -> float:
        return abs(sum(tall if side else -tall for tall, side in zip(heights, right, strict=False)))

    if len(heights) <= ALL_DIVISIONS:
        return min(map(list, product((False, True), repeat=len(heights))), key=unequal)
    right: list[bool] = []
    for _ in heights:
        right = min(([*right, False], [*right, True]), key=unequal)
    return right


def spread(
    wanted: Sequence[float], sizes: Sequence[float], gap: float, room: tuple[float, float]
) -> list[float]:
    """Tops of pieces in this order, their middles as near to ``wanted`` as ``room`` lets them."""
    before = [0.0, *accumulate(size + gap for size in sizes)]
    pools: list[tuple[float, int]] = []  # pieces that would touch share the mean of their wishes
    for want, size, start in zip(wanted, sizes, before, strict=False):
        mean, number = want - size / 2 - start, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, number = (mean * number + other * many) / (number + many), number + many
        pools.append((mean, number))
    low, high = room[0], room[1] - before[-1] + gap
    tops = (max(low, min(mean, high)) for mean, number in pools for _ in range(number))
    return [top + start for top, start in zip(tops, before, strict=False)]


class Plan:
    """A view measured once, to be laid out in several orders."""

    def __init__(self, view: View, width: float) -> None:
        self.view = view
        self.width = width
        self.column = COLUMN * width
        self.edges = (COLUMN + GAP) * width, (1 - COLUMN - GAP) * width
        self.cards = {actor: Card.of(view, actor, self.column) for actor in view.homes}
        self.cards |= {
            box: Card.of(view, box, self._room(box)) for box in (*view.parents, view.core)
        }
        self.lanes: dict[str, list[Lane]] = {actor: [] for actor in view.homes}
        for strand in view.lines:
            ends = (strand.source, strand.target)
            outer, inner = ends if strand.source in view.homes else ends[::-1]
            head = ARROW if strand.way == (1 if inner == strand.target else -1) else 1
            words = Words.of(strand, GAP * width - ARROW - head)
            self.lanes[outer].append(Lane(words, outer, inner))
        self.tall = {actor: self._tall_outside(actor) for actor in view.homes}
        sides = divide([self._home_height(home) for home in view.outer])
        self.right = dict(zip(view.outer, sides, strict=True))
        self.heads = {box: self._head(box) for box in view.parents}
        for box in sorted(view.parents, key=view.depth, reverse=True):
            inside = self.within(box)
            self.tall[box] = self.heads[box] + inside + (NESTED - BETWEEN if inside else 0.0)

    def _room(self, box: str) -> float:
        nested = 2 * NESTED * max(self.view.depth(box) - 1, 0)
        return self.edges[1] - self.edges[0] - 2 * MARGIN - nested

    def at_right(self, actor: str) -> bool:
        """On which side of the block an actor stands."""
        return self.right[self.view.homes[actor]]

    def _tall_outside(self, actor: str) -> float:
        return max(self.cards[actor].height, sum(lane.words.height for lane in self.lanes[actor]))

    def _home_height(self, home: str) -> float:
        actors = self.view.outer[home]
        return HEADING + sum(self.tall[actor] + BETWEEN for actor in actors) - BETWEEN + APART

    def _head(self, box: str) -> float:
        """Height of the words of a box in the block, and of the lines that reach it at one side."""
        lanes = [lane for found in self.lanes.values() for lane in found if lane.inner == box]
        ends = [self.at_right(lane.outer) for lane in lanes for _ in lane.words.strand.commitments]
        return max(self.cards[box].height, (max(sum(ends), len(ends) - sum(ends)) + 1) * BESIDE)

    def within(self, box: str) -> float:
        """Height of the boxes within a box, each with a gap below it."""
        return sum(self.tall[child] + BETWEEN for child in self.view.children(box))

    def lay_out(self, order: Order, middles: Mapping[str, float]) -> Layout:
        """Lay out homes and actors in this order; ``middles`` are the boxes' depths before."""
        core = self.view.core
        head = self.cards[core].height + INSET
        sides = [[home for home in order if self.right[home] == side] for side in (False, True)]
        heights = [sum(map(self._home_height, homes)) - APART for homes in sides]
        height = max(*heights, head + self.within(core) + INSET - BETWEEN)
        boxes: dict[str, Rect] = {core: (self.edges[0], 0.0, self.edges[1], height)}
        tops: dict[str, float] = {}
        for homes, tall in zip(sides, heights, strict=True):
            # what is free goes between the homes, and a home alone stands in the middle
            free = (height - tall) / max(len(homes) - 1, 1)
            top = free / 2 if len(homes) == 1 else 0.0
            for home in homes:
                tops[home] = top
                self._stack(order[home], top + HEADING, boxes)
                top += self._home_height(home) + free
        lanes = [lane for actor in list(boxes)[1:] for lane in self._lanes(actor, boxes, middles)]
        self._nest(core, (head, height - INSET), lanes, boxes)
        return Layout(boxes, tops, list(self._ported(lanes, boxes)), self)

    def _stack(self, actors: Sequence[str], top: float, boxes: dict[str, Rect]) -> None:
        for actor in actors:
            left = self.width - self.column if self.at_right(actor) else 0.0
            boxes[actor] = (left, top, left + self.column, top + self.tall[actor])
            top += self.tall[actor] + BETWEEN

    def _lanes(
        self, actor: str, boxes: Mapping[str, Rect], middles: Mapping[str, float]
    ) -> Iterator[Lane]:
        """The lines of a box from its top down: those that go up, the level ones, the others."""
        _, top, _, bottom = boxes[actor]
        here = {self.view.core: (top + bottom) / 2}
        for lane in sorted(
            self.lanes[actor], key=lambda lane: ({**middles, **here}).get(lane.inner, 0)
        ):
            number = len(lane.words.strand.commitments)
            ys = [top + lane.words.first + BESIDE * n for n in range(number)]
            yield Lane(lane.words, actor, lane.inner, ys)
            top += lane.words.height

    def _nest(
        self,
        box: str,
        room: tuple[float, float],
        lanes: Sequence[Lane],
        boxes: dict[str, Rect],
    ) -> None:
        """Place the boxes within a box near the lines that reach them; without any, at its end."""
        reached = {child: self._reached(child, lanes) for child in self.view.children(box)}
        want = {child: fmean(ys) if ys else room[1] for child, ys in reached.items()}
        inside = sorted(want, key=lambda child: want[child])
        sizes = [self.tall[child] for child in inside]
        tops = spread([want[child] for child in inside], sizes, BETWEEN, room)
        shift = MARGIN if box == self.view.core else NESTED
        for child, top in zip(inside, tops, strict=True):
            sides = boxes[box][0] + shift, boxes[box][2] - shift
            boxes[child] = (sides[0], top, sides[1], top + self.tall[child])
            self._nest(child, (top + self.heads[child], boxes[child][3] - NESTED), lanes, boxes)

    def _reached(self, box: str, lanes: Sequence[Lane]) -> list[float]:
        return [y for lane in lanes if self.view.holds(box, lane.inner) for y in lane.ys]

    def _ported(self, lanes: Sequence[Lane], boxes: Mapping[str, Rect]) -> Iterator[Lane]:
        """The lanes with the depths at which they reach a box of the block, spread along it."""
        for inner, right in dict.fromkeys((ln.inner, self.at_right(ln.outer)) for ln in lanes):
            found = [ln for ln in lanes if (ln.inner, self.at_right(ln.outer)) == (inner, right)]
            ys = [y for lane in found for y in lane.ys]
            if inner != self.view.core:
                top = boxes[inner][1]
                room = (top + BESIDE / 2, top + self.heads[inner] - BESIDE / 2)
                ys = spread(ys, [0.0] * len(ys), BESIDE, room)
            ports = iter(ys)
            for lane in found:
                reached = [next(ports) for _ in lane.ys]
                yield Lane(lane.words, lane.outer, inner, lane.ys, reached)
