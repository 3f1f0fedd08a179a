"""Place a view of the network on paper: columns of boxes, a block between them, lines across.

Points from the top left corner of the network; nothing is drawn here.  No line can meet words or a
foreign box: words stand in the gaps, each above its own level line; curves stay in the margins
of the block, where nothing else stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from statistics import fmean

from course_utils.figures.canvas import block_height, wrap
from course_utils.figures.style import SMALL_SIZE
from course_utils.network_view import Strand, View

COLUMN, GAP = 0.19, 0.17  # of the width: a column of boxes, and the gap to the block
MARGIN = 26.0  # in the block, beside its boxes, for curves
NESTED = 7.0  # from a box to one within it
INSET = 5.0  # from the edge of a box to its words
BETWEEN = 4.0  # boxes of one home
APART = 8.0  # two homes, at least
HEADING = 16.0
LEADING = 9.8  # from one line of small words to the next
ABOVE, BELOW = 2.5, 3.5  # from a line to the words above it, and to what follows below
BESIDE = 5.0  # between two lines side by side
SAMPLE = 20.0  # the arrow of a note
ARROW = 8.0  # room for an arrowhead before words
ALL_DIVISIONS = 12  # homes up to which every division into two sides is tried
ROUNDS = 8
Rect = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Words:
    """Words of a tie: what it is, and below, for whom and on whose word."""

    strand: Strand
    above: Sequence[str]
    below: Sequence[str]

    @classmethod
    def of(cls, strand: Strand, width: float) -> Words:
        """The words of a tie, broken into lines of this width."""
        lines = [wrap(text, width, 4, SMALL_SIZE) for text in (strand.word, strand.note)]
        return cls(strand, *lines)

    @property
    def first(self) -> float:
        """From the top of the words to the first of the lines under them."""
        return len(self.above) * LEADING + ABOVE

    @property
    def height(self) -> float:
        """Height of words and lines."""
        lines = (len(self.strand.commitments) - 1) * BESIDE
        return self.first + lines + len(self.below) * LEADING + BELOW


@dataclass(frozen=True)
class Card:
    """What is written in a box: a name, its leaders, and notes of ties to others."""

    name: Sequence[str]
    under: Sequence[str]
    notes: Sequence[Words]

    @classmethod
    def of(cls, view: View, actor: str, width: float) -> Card:
        """The words in the box of an actor, broken into lines."""
        room = width - 2 * INSET
        leaders = view.leaders(actor)
        under = wrap(f"under {', '.join(leaders)}", room, 3, SMALL_SIZE) if leaders else []
        weight = "bold" if actor == view.core else "normal"
        notes = [Words.of(note, room - SAMPLE) for note in view.notes.get(actor, ())]
        return cls(wrap(view.label(actor), room, 3, weight=weight), under, notes)

    @property
    def height(self) -> float:
        """Height of a box with these words alone."""
        lines = len(self.under) + sum(len(note.above) + len(note.below) for note in self.notes)
        return block_height(self.name) + lines * LEADING + INSET + 1


@dataclass(frozen=True)
class Lane:
    """A tie across a gap: its words, its lines at ``ys``, and where each reaches the inner box."""

    words: Words
    outer: str
    inner: str
    right: bool
    ys: tuple[float, ...] = ()
    ports: tuple[float, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Where everything stands; ``headings`` say for each home its top and whether at the right."""

    block: Rect
    width: float
    height: float
    boxes: Mapping[str, Rect]
    cards: Mapping[str, Card]
    headings: Mapping[str, tuple[float, bool]]
    lanes: Sequence[Lane]

    @property
    def length(self) -> float:
        """How far lines go up or down in all: the less, the better."""
        pairs = (pair for lane in self.lanes for pair in zip(lane.ys, lane.ports, strict=True))
        return sum(abs(start - end) for start, end in pairs)


def place(view: View, width: float) -> Layout:
    """Place a view in ``width`` points, its lines as short as a few rounds of sorting make them."""
    paper = _Paper(view, width)
    order = {home: list(actors) for home, actors in view.outer.items()}
    best = layout = paper.lay_out(order, {})
    for _ in range(ROUNDS):
        order, hints = paper.reordered(order, layout)
        layout = paper.lay_out(order, hints)
        best = min(best, layout, key=lambda one: one.length)
    return best


def divide(heights: Sequence[float]) -> list[bool]:
    """Which of the homes go to the right, so that both sides are about equally tall."""
    total = sum(heights)
    if len(heights) <= ALL_DIVISIONS:
        halves = product((False, True), repeat=max(len(heights) - 1, 0))
        sides = [[False, *half][: len(heights)] for half in halves]
        return min(sides, key=lambda side: abs(total - 2 * _right(heights, side)))
    right: list[bool] = []
    for height in heights:
        taller = 2 * _right(heights, right) > sum(heights[: len(right)])
        right.append(not taller and height > 0)
    return right


def _right(heights: Sequence[float], side: Sequence[bool]) -> float:
    return sum(height for height, right in zip(heights, side, strict=False) if right)


def spread(wanted: Sequence[float], sizes: Sequence[float], gap: float, room: tuple[float, float]) -> list[float]:
    """Tops of pieces in this order within ``room``, their middles near ``wanted``, never touching."""
    before = [0.0, *accumulate(size + gap for size in sizes)]
    pools: list[tuple[float, int]] = []  # those that touch share the mean of what they want
    for want, size, start in zip(wanted, sizes, before, strict=False):
        mean, number = want - size / 2 - start, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, number = (mean * number + other * many) / (number + many), number + many
        pools.append((mean, number))
    low, high = room[0], room[1] - before[-1] + gap
    tops = (max(low, min(mean, high)) for mean, number in pools for _ in range(number))
    return [top + start for top, start in zip(tops, before, strict=False)]


class _Paper:
    """Everything measured once, to be laid out in several orders."""

    def __init__(self, view: View, width: float) -> None:
        self.view = view
        self.width = width
        self.column, gap = COLUMN * width, GAP * width
        self.edges = self.column + gap, width - self.column - gap
        self.inner = self.edges[1] - self.edges[0] - 2 * MARGIN
        self.depth = {box: _depth(view, box) for box in view.parents}
        self.cards = {view.core: Card.of(view, view.core, self.inner)}
        for box, depth in self.depth.items():
            self.cards[box] = Card.of(view, box, self.inner - 2 * NESTED * depth)
        for actor in (actor for actors in view.outer.values() for actor in actors):
            self.cards[actor] = Card.of(view, actor, self.column)
        self.lanes: dict[str, list[tuple[Words, str]]] = {}
        for strand in view.lines:
            ends = (strand.source, strand.target)
            outer, inner = ends if self._outside(strand.source) else ends[::-1]
            words = Words.of(strand, gap - ARROW - 4)
            self.lanes.setdefault(outer, []).append((words, inner))
        heights = [self._home_height(actors) for actors in view.outer.values()]
        self.right = dict(zip(view.outer, divide(heights), strict=True))

    def _outside(self, actor: str) -> bool:
        return actor != self.view.core and actor not in self.view.parents

    def _height(self, actor: str) -> float:
        """Height of a box at the side: of its words, or of the lines that reach it."""
        lanes = sum(words.height for words, _ in self.lanes.get(actor, ()))
        return max(self.cards[actor].height, lanes)

    def _home_height(self, actors: Sequence[str]) -> float:
        return HEADING + sum(map(self._height, actors)) + BETWEEN * (len(actors) - 1)

    # One layout

    def lay_out(self, order: Mapping[str, Sequence[str]], hints: Mapping[str, float]) -> Layout:
        """Lay out homes and actors in this order; ``hints`` are depths of boxes in the last one."""
        sides = {right: [h for h in order if self.right[h] == right] for right in (False, True)}
        tall = {right: self._side_height(order, homes) for right, homes in sides.items()}
        needed = self.cards[self.view.core].height + self._inside_height(self.view.core) + INSET
        height = max(*tall.values(), needed)
        boxes: dict[str, Rect] = {}
        headings: dict[str, tuple[float, bool]] = {}
        for right, homes in sides.items():
            slack = (height - tall[right]) / max(len(homes) - 1, 1) if len(homes) > 1 else 0.0
            top = 0.0 if len(homes) != 1 else (height - tall[right]) / 2
            for home in homes:
                headings[home] = (top, right)
                top = self._stack(order[home], top + HEADING, right, boxes) + APART + slack
        lanes = [lane for actor in list(boxes) for lane in self._lanes_of(actor, boxes, hints)]
        left, right_edge = self.edges
        self._nest(lanes, boxes, (left, 0.0, right_edge, height))
        placed = list(self._ported(lanes, boxes))
        return Layout((left, 0.0, right_edge, height), self.width, height, boxes, self.cards, headings, placed)

    def _side_height(self, order: Mapping[str, Sequence[str]], homes: Sequence[str]) -> float:
        return sum(self._home_height(order[h]) for h in homes) + APART * max(len(homes) - 1, 0)

    def _stack(self, actors: Sequence[str], top: float, right: bool, boxes: dict[str, Rect]) -> float:
        """Put boxes of one home below one another, and return where they end."""
        left = self.width - self.column if right else 0.0
        for actor in actors:
            bottom = top + self._height(actor)
            boxes[actor] = (left, top, left + self.column, bottom)
            top = bottom + BETWEEN
        return top - BETWEEN

    def _lanes_of(
        self, actor: str, boxes: Mapping[str, Rect], hints: Mapping[str, float]
    ) -> Iterator[Lane]:
        """The lines of a box from its top down: those that go up, level ones, those that go down."""
        left, top, _, bottom = boxes[actor]
        middle = (top + bottom) / 2
        found = self.lanes.get(actor, [])
        for words, inner in sorted(found, key=lambda lane: hints.get(lane[1], middle)):
            ys = [top + words.first + BESIDE * n for n in range(len(words.strand.commitments))]
            yield Lane(words, actor, inner, left > 0, tuple(ys))
            top += words.height

    # The block

    def _children(self, box: str) -> list[str]:
        return [child for child, parent in self.view.parents.items() if parent == box]

    def _head(self, box: str) -> float:
        """Height of the words of a box within the block, and of the lines that reach it."""
        ends = {right: 0 for right in (False, True)}
        for actor, lanes in self.lanes.items():
            number = sum(len(words.strand.commitments) for words, inner in lanes if inner == box)
            ends[self._is_right(actor)] += number
        return max(self.cards[box].height, (max(ends.values()) + 1) * BESIDE)

    def _is_right(self, actor: str) -> bool:
        return any(self.right[home] for home, actors in self.view.outer.items() if actor in actors)

    def _inside_height(self, box: str) -> float:
        """Height of all boxes within a box, each with a gap below it."""
        return sum(self._tall(child) + BETWEEN for child in self._children(box))

    def _tall(self, box: str) -> float:
        inside = self._inside_height(box)
        return self._head(box) + (inside + NESTED - BETWEEN if inside else 0.0)

    def _nest(self, lanes: Sequence[Lane], boxes: dict[str, Rect], block: Rect) -> None:
        """Place the boxes of the block near the lines that reach them."""
        room = (self.cards[self.view.core].height + INSET, block[3] - INSET)
        want = {box: self._wanted(box, lanes, block[3]) for box in self.view.parents}
        top_boxes = sorted(self._children(self.view.core), key=want.__getitem__)
        sizes = [self._tall(box) for box in top_boxes]
        tops = spread([want[box] for box in top_boxes], sizes, BETWEEN, room)
        inside = (block[0] + MARGIN, block[2] - MARGIN)
        for box, top in zip(top_boxes, tops, strict=True):
            self._fill(box, top, inside, want, boxes)

    def _wanted(self, box: str, lanes: Sequence[Lane], bottom: float) -> float:
        """The mean depth of the lines that reach a box or one within it; without any, the end."""
        within = {box, *(other for other in self.view.parents if self._lies_in(other, box))}
        depths = [y for lane in lanes if lane.inner in within for y in lane.ys]
        return fmean(depths) if depths else bottom

    def _lies_in(self, box: str, other: str) -> bool:
        while box in self.view.parents:
            box = self.view.parents[box]
            if box == other:
                return True
        return False

    def _fill(
        self,
        box: str,
        top: float,
        sides: tuple[float, float],
        want: Mapping[str, float],
        boxes: dict[str, Rect],
    ) -> None:
        boxes[box] = (sides[0], top, sides[1], top + self._tall(box))
        below = top + self._head(box)
        for child in sorted(self._children(box), key=want.__getitem__):
            self._fill(child, below, (sides[0] + NESTED, sides[1] - NESTED), want, boxes)
            below += self._tall(child) + BETWEEN

    def _ported(self, lanes: Sequence[Lane], boxes: Mapping[str, Rect]) -> Iterator[Lane]:
        """The lanes with the depths at which their lines reach the inner box, spread along it."""
        for inner in dict.fromkeys(lane.inner for lane in lanes):
            for right in (False, True):
                found = [lane for lane in lanes if (lane.inner, lane.right) == (inner, right)]
                ys = [y for lane in found for y in lane.ys]
                ports = iter(ys)
                if inner != self.view.core:
                    top = boxes[inner][1]
                    room = (top + BESIDE / 2, top + self._head(inner) - BESIDE / 2)
                    ports = iter(spread(ys, [0.0] * len(ys), BESIDE, room))
                for lane in found:
                    reached = tuple(next(ports) for _ in lane.ys)
                    yield Lane(lane.words, lane.outer, inner, right, lane.ys, reached)

    # Another order

    def reordered(
        self, order: Mapping[str, Sequence[str]], layout: Layout
    ) -> tuple[dict[str, list[str]], dict[str, float]]:
        """Homes, and actors in each, by the depth of what their lines reach, states still first."""
        reach: dict[str, list[float]] = {}
        for lane in layout.lanes:
            if lane.inner != self.view.core:
                reach.setdefault(lane.outer, []).extend(lane.ports)
        now = {box: (rect[1] + rect[3]) / 2 for box, rect in layout.boxes.items()}
        goal = {actor: fmean(reach[actor]) if actor in reach else now[actor] for actor in now}
        inner = {box: now[box] for box in self.view.parents}
        fresh = {
            home: sorted(actors, key=lambda actor: (self.view.rank(actor), goal[actor]))
            for home, actors in order.items()
        }
        homes = sorted(fresh, key=lambda home: _mean(fresh[home], reach, now))
        return {home: fresh[home] for home in homes}, inner


def _mean(actors: Iterable[str], reach: Mapping[str, list[float]], now: Mapping[str, float]) -> float:
    found = [depth for actor in actors for depth in reach.get(actor, ())]
    return fmean(found or [now[actor] for actor in actors])


def _depth(view: View, box: str) -> int:
    depth = 0
    while view.parents[box] != view.core:
        box, depth = view.parents[box], depth + 1
    return depth
