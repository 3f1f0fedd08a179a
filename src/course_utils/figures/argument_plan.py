"""What a picture of the argument is made of, measured: boxes, links, words and where they stand.

Lengths are points, from the top left corner of the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from course_utils.argument_layout import Layout, Net, Trunk, lanes, trunks
from course_utils.argument_words import View
from course_utils.cells import LinkKind
from course_utils.figures import canvas
from course_utils.figures.argument_marks import FRAMED, HEAD, PIXEL, STRIPES, Point, Rect, key_rows
from course_utils.figures.legend import LEGEND_ROW, Item
from course_utils.figures.style import INK, TEXT_SIZE, TITLE_SIZE

MARGIN = 8.0
GAP = 8.0
PAD = 8.0  # from the side of a box to its words
UNDER = 6.0  # length of a line that the box it leaves is drawn over, whatever the box's shape


def snap(length: float) -> float:
    """The nearest whole number of pixels, in points."""
    return round(length / PIXEL) * PIXEL


@dataclass(frozen=True)
class Words:
    """Lines of text of one look, to stand below what is above them."""

    lines: tuple[str, ...]
    size: float = TEXT_SIZE
    weight: str = "normal"
    colour: str = INK

    @property
    def height(self) -> float:
        """Height of the lines."""
        return canvas.block_height(self.lines, self.size)

    @property
    def width(self) -> float:
        """Width of the longest line."""
        return max(canvas.text_width(line, self.size, self.weight) for line in self.lines)


@dataclass(frozen=True)
class Box:
    """An item: its place, and its words from the top, in the middle of it if ``centred``."""

    item: str
    rect: Rect
    words: tuple[Words, ...]
    centred: bool = False

    @property
    def top(self) -> float:
        """Depth of the first line of words."""
        return (self.rect[1] + self.rect[3] - sum(words.height for words in self.words)) / 2

    @property
    def start(self) -> float:
        """Where the words begin, or their middle if they are centred."""
        return (self.rect[0] + self.rect[2]) / 2 if self.centred else self.rect[0] + PAD


@dataclass(frozen=True)
class Part:
    """A part of a link: a line, or with ``way`` its end, whose tip is the only point.

    ``items`` are the items whose boxes it may touch; ``faint`` says that nothing is carried here.
    """

    kind: LinkKind
    points: tuple[Point, ...]
    items: tuple[str, ...]
    faint: bool = False
    way: Point | None = None


@dataclass(frozen=True)
class Note:
    """Words outside boxes; ``end`` says that they end at their place."""

    place: Point
    words: Words
    end: bool = False


@dataclass
class Plan:
    """Everything to draw, and how large the figure is; ``view.shown`` are the items drawn."""

    view: View
    width: float
    title: list[str]
    boxes: list[Box] = field(default_factory=list)
    frames: list[tuple[Rect, tuple[str, ...]]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rules: list[tuple[Point, Point]] = field(default_factory=list)
    key: list[list[Item]] = field(default_factory=list)
    key_roles: list[str] = field(default_factory=list)
    foot: float = 0.0  # depth at which the key begins

    @property
    def below_title(self) -> float:
        """Depth at which the picture begins."""
        return MARGIN + canvas.block_height(self.title, TITLE_SIZE) + GAP

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.foot + len(self.key) * LEGEND_ROW + MARGIN


def add_key(plan: Plan, unnamed: Iterable[str] = ()) -> None:
    """Add the rows of the key: what the picture shows, but shapes only of what it does not name.

    ``unnamed`` are the items whose boxes do not say their role.
    """
    argument, shown = plan.view.argument, plan.view.shown
    losses = {plan.view.support(item) for item in shown}
    kinds = [kind for kind in get_args(LinkKind) if any(part.kind == kind for part in plan.parts)]
    plan.key_roles = [argument.role(item) for item in unnamed]
    plan.key = key_rows(
        plan.key_roles,
        [argument.row(item).commitment for item in shown],
        [*kinds, *[FRAMED] * bool(plan.frames), *(loss for loss in STRIPES if loss in losses)],
        plan.width - 2 * MARGIN,
    )


def spent(view: View, items: Iterable[str]) -> bool:
    """Whether none of these items gives support any more."""
    return all(view.support(item) in ("taken away", "lost its support") for item in items)


@dataclass(frozen=True)
class Channels:
    """Where columns and the channels between them are.

    ``members`` are the items of each block, ``edges`` the right edges of the blocks; ``down`` is
    added to each depth of the layout.
    """

    left: Callable[[int], float]
    right: Callable[[int], float]
    members: Mapping[str, tuple[str, ...]]
    edges: Mapping[str, float]
    down: float

    def lane(self, column: int, lane: int, of: int) -> float:
        """Where an upright line stands in the channel left of a column."""
        start, end = self.right(column - 1), self.left(column) - HEAD - 3
        return snap(start + (end - start) * (lane + 1) / (of + 1))


def add_links(
    plan: Plan,
    layout: Layout,
    channels: Channels,
    last: int,
    beyond: Mapping[tuple[str, LinkKind], Sequence[float]],
) -> None:
    """Add all links up to the column ``last``, with a dot wherever a line leads on past a turn.

    ``beyond`` gives where lines of a block and kind end to the right of that column.
    """
    reach = {line: list(ends) for line, ends in beyond.items() if ends}
    for column in range(1, last + 1):
        found = trunks(layout, column)
        places = lanes(found)
        for trunk in found:
            x = channels.lane(column, *places[trunk.net])
            for line in _add_trunk(plan, layout, channels, trunk, x):
                reach.setdefault(line, []).append(x)
    for (name, kind), ends in reach.items():
        members = channels.members[name]
        y = layout.middles[name] + layout.blocks[name].leave(kind) + channels.down
        points = ((channels.edges[name] - UNDER, y), (max(ends), y))
        plan.parts.append(Part(kind, points, members, spent(plan.view, members)))
        plan.dots.extend((x, y) for x in sorted(ends)[:-1])


def feeders(layout: Layout, net: Net) -> list[str]:
    """The blocks that feed a net."""
    return [name for name, block in layout.blocks.items() if net in block.feeds]


def _add_trunk(
    plan: Plan, layout: Layout, channels: Channels, trunk: Trunk, x: float
) -> list[tuple[str, LinkKind]]:
    """Add the upright part of a net and its end; the level lines that have still to reach it.

    A line by itself is added whole, so that its dashes run on around the corners.
    """
    goal, kind = trunk.net
    names = feeders(layout, trunk.net)
    members = [item for name in names for item in channels.members[name]]
    faint = spent(plan.view, members)
    y, tip = trunk.end + channels.down, channels.left(layout.blocks[goal].column) - PIXEL
    last = (tip - HEAD + 1, y)
    plan.parts.append(Part(kind, ((tip, y),), (goal,), faint, way=(1.0, 0.0)))
    kinds = [other for _, other in layout.blocks[names[0]].feeds]
    if len(names) == 1 and kinds.count(kind) == 1:
        start = (channels.edges[names[0]] - UNDER, trunk.arrivals[0] + channels.down)
        bends = ((x, start[1]), (x, y)) if abs(start[1] - y) > PIXEL else ()
        plan.parts.append(Part(kind, (start, *bends, last), (*members, goal), faint))
        return []
    ends = ((x, trunk.top + channels.down), (x, trunk.foot + channels.down))
    plan.parts.append(Part(kind, ends, (goal,), faint))
    plan.parts.append(Part(kind, ((x, y), last), (goal,), faint))
    return [(name, kind) for name in names]
