"""Place a view of the network: a block in the middle, columns of boxes beside it, lines across.

Points from the top left of the figure.  No line can meet words or a foreign box: words stand in the
gaps, each above its own level line, and lines turn in the margins of the block only, where nothing
else stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from statistics import fmean

from course_utils.figures.canvas import LINE, SMALL_SIZE, wrap
from course_utils.reading.network import STATE, Bundle, View

COLUMN, GAP = 0.19, 0.18  # of the width: a column of boxes, and the gap beside the block
MARGIN = 24.0  # within the block, beside its boxes
NESTED = 6.0  # from a box to one within it
INSET = 5.0  # from the edge of a box to its words
BETWEEN = 4.0  # two boxes
APART = 6.0  # two homes
HEADING = 14.5
LEADING = 9.4  # from one line of small words to the next
ABOVE, BELOW = 2.4, 1.4  # from a line to the words above it, and to what follows below
AFTER = 2.2  # from words below a line to what follows
BESIDE = 5.0  # between two lines side by side
ARROW = 8.0  # room for an arrowhead before words
SAMPLE = 20.0  # the arrow of a note
MOST_LINES = 4
FEW = 4  # actors of one home; if it is the only one, more stand at both sides
ROUNDS = 4  # of sorting, which make lines short; more change little


@dataclass
class Lane:
    """The words of a bundle, from ``top`` on: above its lines what it is, below on whose word.

    The lines are at the ``right`` of the block or not, and reach a box of it at ``ports``.
    """

    bundle: Bundle
    above: Sequence[str]
    below: Sequence[str]
    right: bool = False
    top: float = 0.0
    end: float = 0.0  # the edge of that box
    ports: Sequence[float] = ()

    @property
    def ys(self) -> list[float]:
        """The depths at which the lines start; those of a note stand before its words."""
        first = self.top + (len(self.above) * LEADING + ABOVE if self.bundle.to else BESIDE)
        return [first + BESIDE * n for n in range(len(self.bundle.commitments))]

    @property
    def height(self) -> float:
        words, lines = (len(self.above) + len(self.below)) * LEADING, len(self.bundle.commitments)
        if not self.bundle.to:
            return max(words, lines * BESIDE + 2)
        return words + ABOVE + (lines - 1) * BESIDE + (AFTER if self.below else BELOW)


@dataclass(eq=False)
class Box:
    """A box with its words, notes and boxes; the lines that start there, and those that end there.

    ``name`` is the identifier of its actor or the name of a home; that and a column have no frame.
    Words, or the ends of lines, take ``head`` at its top.
    """

    left: float
    right: float
    name: str = ""
    label: Sequence[str] = ()
    under: Sequence[str] = ()
    notes: Sequence[Lane] = ()
    lanes: Sequence[Lane] = ()
    arrivals: Sequence[Lane] = ()
    inner: list[Box] = field(default_factory=list)
    head: float = 0.0
    foot: float = 0.0
    gap: float = BETWEEN
    rank: int = 0
    top: float = 0.0
    bottom: float = 0.0

    @property
    def words(self) -> float:
        """Height of its words."""
        small = len(self.under) * LEADING + sum(note.height for note in self.notes)
        return len(self.label) * LINE + small + INSET

    @property
    def height(self) -> float:
        inner = sum(box.height + self.gap for box in self.inner)
        return self.head + (inner - self.gap + self.foot if inner else 0.0)

    def walk(self) -> Iterator[Box]:
        yield self
        for box in self.inner:
            yield from box.walk()

    def place(self, top: float, bottom: float) -> None:
        """Place it, its lanes, and the boxes in it near the other ends of their lines."""
        self.top, self.bottom = top, bottom
        for lane in sorted(self.lanes, key=lambda lane: [*lane.ports, (top + bottom) / 2][0]):
            lane.top, top = top, top + lane.height
        goals = {box: box.level() for box in self.inner}
        self.inner.sort(key=lambda box: (box.rank, goals[box]))
        heights = [box.height for box in self.inner]
        room = (self.top + self.head, bottom - self.foot)
        tops = spread([goals[box] for box in self.inner], heights, self.gap, room)
        for box, start, height in zip(self.inner, tops, heights, strict=True):
            box.place(start, start + height)

    def level(self) -> float:
        """The depth at which all its lines, and those of the boxes in it, would be level."""
        boxes = list(self.walk())
        ends = [y for box in boxes for lane in box.lanes for y in lane.ports]
        ends += [y for box in boxes for lane in box.arrivals for y in lane.ys]
        return fmean(ends or [(self.top + self.bottom) / 2])

    def join(self) -> None:
        """Let lines end at its head, near where they start."""
        room = (self.top + BESIDE / 2, self.top + self.head - BESIDE / 2)
        for right in (False, True):
            lanes = [one for one in self.arrivals if one.right == right]
            lanes.sort(key=lambda one: one.top)
            starts = [y for lane in lanes for y in lane.ys]
            ports = iter(spread(starts, [0.0] * len(starts), BESIDE, room))
            for lane in lanes:
                lane.ports = [next(ports) for _ in lane.ys]


def place(view: View, corner: tuple[float, float], width: float) -> list[Box]:
    """The core, and the columns of homes at its left and right, each with its boxes in place."""
    (left, top), edge = corner, (COLUMN + GAP) * width
    starts = (left, left + (1 - COLUMN) * width)
    columns = [Box(start, start + COLUMN * width, gap=APART) for start in starts]
    homes: dict[str, Box] = {}
    for actor, home in view.homes.items():
        box = _box(view, actor, columns[0].left, columns[0].right)
        box.lanes = [_lane(one, GAP * width) for one in view.lines if one.at == actor]
        row = view.actors[actor]  # states stand first, the imagined last
        box.rank = 2 if row.hypothetical else int(row.kind != STATE)
        box.head = max(box.words, sum(lane.height for lane in box.lanes))
        homes.setdefault(home, Box(box.left, box.right, home, head=HEADING)).inner.append(box)
    several = list(homes.values())
    if len(several) == 1 and len(several[0].inner) > FEW:
        several = [replace(several[0], inner=several[0].inner[start::2]) for start in (0, 1)]
    # of all heights in whole points that some of the homes have together, the one nearest to half
    sums: dict[int, list[Box]] = {0: []}
    for one in several:
        sums |= {tall + round(one.height): [*some, one] for tall, some in sums.items()}
    columns[0].inner = sums[min(sums, key=lambda tall: abs(2 * tall - max(sums)))]
    columns[1].inner = [one for one in several if one not in columns[0].inner]
    for box in columns[1].walk():
        box.left, box.right = columns[1].left, columns[1].right
        for lane in box.lanes:
            lane.right = True
    lanes = [lane for column in columns for box in column.walk() for lane in box.lanes]
    core = _nested(view, view.core, left + edge, left + width - edge, lanes)
    bottom = top + max(box.height for box in (core, *columns))
    for _ in range(ROUNDS):
        for box in (*columns, core):
            box.place(top, bottom)
        for box in core.walk():
            if box is not core:
                box.join()
    return [core, *columns]


def _box(view: View, actor: str, left: float, right: float, margin: float = 0.0) -> Box:
    room = right - left - 2 * (INSET + margin)
    led = [one for one, body in view.folded.items() if body == actor]
    leaders = ", ".join(map(view.course.label_of, led))
    weight = "bold" if actor == view.core else "normal"
    return Box(
        left,
        right,
        actor,
        wrap(view.course.label_of(actor), room, MOST_LINES, weight=weight),
        wrap(f"under {leaders}", room, MOST_LINES, SMALL_SIZE) if leaders else (),
        [_lane(note, room - SAMPLE) for note in view.notes if note.at == actor],
    )


def _nested(view: View, actor: str, left: float, right: float, lanes: Sequence[Lane]) -> Box:
    """A box of the block, with the lines that reach it and the boxes in it."""
    core = actor == view.core
    shift = MARGIN if core else NESTED
    box = _box(view, actor, left, right, MARGIN if core else 0.0)
    box.arrivals = [lane for lane in lanes if lane.bundle.to == actor]
    for lane in box.arrivals:
        lane.end = right if lane.right else left
    inside = (left + shift, right - shift, lanes)
    box.inner = [_nested(view, child, *inside) for child in view.boxes[actor]]
    ends = Counter(lane.right for lane in box.arrivals for _ in lane.ys)
    lines = (max(ends.values(), default=0) + 1) * BESIDE
    box.head, box.foot = (box.words + INSET, INSET) if core else (max(box.words, lines), NESTED)
    return box


def _lane(bundle: Bundle, width: float) -> Lane:
    """The words of a bundle in lines of this width; beside a line arrows need room too."""
    room = width - (ARROW * (2 if bundle.way > 0 else 1) + 1 if bundle.to else 0.0)
    above = wrap(bundle.word, room, MOST_LINES, SMALL_SIZE)
    return Lane(bundle, above, wrap(bundle.note, room, MOST_LINES, SMALL_SIZE))


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
