"""Plan the whole argument: strand under strand, and above them what they lead to.

The items are small boxes with their identifiers; their words stand in the table.  The hubs, that is
thesis and recommendations, lie above all strands; the lines to them rise at the right edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from course_utils.argument import source
from course_utils.argument_layout import Block, Layout, Net, columns, place_tree
from course_utils.argument_words import View, finding, strand_name
from course_utils.cells import LinkKind
from course_utils.figures import canvas
from course_utils.figures.argument_marks import HEAD, PIXEL, SHORT, Rect
from course_utils.figures.argument_plan import (
    GAP,
    MARGIN,
    UNDER,
    Box,
    Channels,
    Note,
    Part,
    Plan,
    Words,
    add_key,
    add_links,
    feeders,
    snap,
    spent,
)
from course_utils.figures.style import QUIET, SMALL_SIZE, TITLE_SIZE

CHIP = 22 * PIXEL  # height of a small box
CHIP_GAP = 6 * PIXEL  # between small boxes in a frame, and from them to the frame
ROW_GAP = 6.0  # between two boxes
CHANNEL = 34.0  # least width between two columns
RAIL = 8.0  # between two upright lines at the right edge
HEADING = 20.0  # height of the name of a strand
PORT = 56.0  # between the ends of two links below a hub: room for a word
RUN = 6.0  # between two level lines below a hub


@dataclass(frozen=True)
class Grid:
    """Where the columns stand, and how wide a small box is."""

    chip: float
    across: int
    depth: int
    pitch: float

    @classmethod
    def of(cls, chip: float, depth: int, room: float) -> Grid:
        """Share ``room`` points out: as many boxes side by side in a column as leave a channel."""

        def pitch(across: int) -> float:
            return (room - _wide(chip, across)) / max(depth - 1, 1)

        across = 1
        while pitch(across + 1) >= _wide(chip, across + 1) + CHANNEL:
            across += 1
        return cls(chip, across, depth, max(_wide(chip, across) + CHANNEL, pitch(across)))

    @property
    def wide(self) -> float:
        """Width of a column."""
        return _wide(self.chip, self.across)

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return snap(MARGIN + column * self.pitch)

    def right(self, column: int) -> float:
        """Right edge of a column."""
        return self.left(column) + self.wide

    @property
    def edge(self) -> float:
        """Right edge of the last column and of the hubs."""
        return self.right(self.depth - 1)


def _wide(chip: float, across: int) -> float:
    return across * (chip + CHIP_GAP) + CHIP_GAP


@dataclass(frozen=True)
class Pack:
    """Items in one block: a single one, or several that lead to the same claim and nowhere else."""

    members: tuple[str, ...]
    heights: tuple[float, ...]
    per_row: int
    entered: bool

    @property
    def name(self) -> str:
        """The name of the block: its first item."""
        return self.members[0]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The items row by row."""
        step = self.per_row
        return [self.members[n : n + step] for n in range(0, len(self.members), step)]

    def row_height(self, number: int) -> float:
        """Height of the tallest box of a row."""
        return max(self.heights[number * self.per_row :][: self.per_row])

    @property
    def height(self) -> float:
        """Height of the block."""
        if len(self.members) == 1:
            return self.heights[0]
        return sum(self.row_height(n) + CHIP_GAP for n in range(len(self.rows))) + CHIP_GAP

    def width(self, chip: float) -> float:
        """Width of the block."""
        return chip if len(self.members) == 1 else _wide(chip, len(self.rows[0]))

    def left(self, grid: Grid, column: int) -> float:
        """Left edge of the block: what nothing enters stands at the right of its column."""
        return grid.left(column) if self.entered else grid.right(column) - self.width(grid.chip)


@dataclass(frozen=True)
class Strands:
    """All strands placed: their blocks, and the depth at which the name of each stands."""

    grid: Grid
    layout: Layout
    packs: Mapping[str, Pack]
    headings: Sequence[tuple[float, str]]
    rails: Mapping[Net, float]


def plan_map(view: View, width: float) -> Plan:
    """Measure the whole argument for a figure of ``width`` points; many steps make it wider."""
    column = _columns(view)
    nets = _hub_nets(view)
    zone = (len(nets) + 1) * RAIL
    depth = 1 + max(column.values(), default=0)
    grid = Grid.of(_chip_width(view), depth, width - 2 * MARGIN - zone)
    full = max(width, grid.edge + zone + MARGIN)
    plan = Plan(view, full, canvas.wrap(finding(view), full - 2 * MARGIN, 3, TITLE_SIZE, "bold"))
    rails = {net: snap(grid.edge + (n + 1) * RAIL) for n, net in enumerate(nets)}
    strands = _place(view, column, grid, rails)
    down = _plan_hubs(plan, strands)
    _plan_strands(plan, strands, down)
    plan.foot = down + strands.layout.foot + 2 * GAP
    add_key(plan, [item for item in view.shown if item not in view.argument.hubs])
    return plan


def _chip_width(view: View) -> float:
    names = [canvas.text_width(canvas.printable(i), SMALL_SIZE, "bold") for i in view.shown]
    losses = {loss for item in view.shown if (loss := view.support(item))}
    words = [canvas.text_width(SHORT[loss], SMALL_SIZE) for loss in losses]
    return snap(max([*names, *words], default=0.0) + 14)


def _columns(view: View) -> dict[str, int]:
    """The column of each item that is no hub; all strands end in the last column."""
    argument = view.argument
    inner = [i for i in argument.order if i in argument.linked and i not in argument.hubs]
    goals = {item: [link.to_claim for link in argument.out_of(item)] for item in inner}
    found = columns(inner, goals, 0)
    first = min(found.values(), default=0)
    return {item: column - first for item, column in found.items()}


def _hub_nets(view: View) -> list[Net]:
    """What leads to the hubs, the lowest first; attacks turn first, so that lines do not cross."""
    argument = view.argument
    kinds: tuple[LinkKind, ...] = ("attacks", "supports")
    return [(hub, kind) for hub in argument.hubs for kind in kinds if argument.into(hub, kind)]


# The strands


def _packs(view: View, strand: Sequence[str], grid: Grid) -> list[Pack]:
    """The blocks of a strand: items without grounds that lead to the same claim share one."""
    argument = view.argument
    together: dict[object, list[str]] = {}
    for item in strand:
        out = argument.out_of(item)
        alone = argument.into(item) or len(out) != 1
        together.setdefault(item if alone else (out[0].to_claim, out[0].kind), []).append(item)
    flat = not any(argument.into(item) for item in strand)
    row = int((grid.edge - MARGIN - CHIP_GAP) // (grid.chip + CHIP_GAP)) if flat else grid.across
    more = snap(canvas.line_height(SMALL_SIZE))  # for the word of a loss
    packs = []
    for items in together.values():
        heights = tuple(CHIP + more if view.support(item) else CHIP for item in items)
        packs.append(Pack(tuple(items), heights, row, entered=bool(argument.into(items[0]))))
    return packs


def _place(
    view: View, column: Mapping[str, int], grid: Grid, rails: Mapping[Net, float]
) -> Strands:
    argument = view.argument
    layout = Layout.empty({**column, **dict.fromkeys(argument.hubs, grid.depth)}, ROW_GAP)
    packs: dict[str, Pack] = {}
    headings = []
    cursor = 0.0
    for strand in argument.strands:
        name = canvas.printable(strand_name(view.course, argument, strand))
        headings.append((cursor, name))
        own = {pack.name: pack for pack in _packs(view, strand, grid)}
        packs.update(own)
        first = min(pack.left(grid, column[pack.name]) for pack in own.values())
        beside = MARGIN + canvas.text_width(name, SMALL_SIZE, "bold") + GAP < first
        _place_strand(view, layout, own, cursor + (GAP if beside else HEADING))
        cursor = layout.foot + GAP
    return Strands(grid, layout, packs, headings, rails)


def _place_strand(view: View, layout: Layout, packs: Mapping[str, Pack], top: float) -> None:
    argument = view.argument
    blocks = {}
    feeding: dict[str, list[str]] = {}
    for name, pack in packs.items():
        feeds = tuple(dict.fromkeys((link.to_claim, link.kind) for link in argument.out_of(name)))
        enters = tuple(dict.fromkeys(link.kind for link in argument.into(name)))
        blocks[name] = Block(name, layout.goals[name], pack.height, feeds, enters)
        for goal, _ in feeds:
            feeding.setdefault(goal, []).append(name)
    cursor = top
    for name, block in blocks.items():
        if not any(goal in blocks for goal, _ in block.feeds):
            cursor = place_tree(layout, name, blocks, feeding, cursor)


def _plan_strands(plan: Plan, strands: Strands, down: float) -> None:
    grid, layout, packs = strands.grid, strands.layout, strands.packs
    rects = {name: _block_rect(strands, name, down) for name in packs}
    for name, pack in packs.items():
        plan.boxes.extend(_chips(plan.view, pack, rects[name], grid.chip))
        if len(pack.members) > 1:
            plan.frames.append((rects[name], pack.members))
    beyond: dict[tuple[str, LinkKind], list[float]] = {}
    for name, block in layout.blocks.items():
        for net in block.feeds:
            if net in strands.rails:
                beyond.setdefault((name, net[1]), []).append(strands.rails[net])
    members = {name: pack.members for name, pack in packs.items()}
    edges = {name: rect[2] for name, rect in rects.items()}
    channels = Channels(grid.left, grid.right, members, edges, down)
    add_links(plan, layout, channels, grid.depth - 1, beyond)
    for depth, text in strands.headings:
        plan.rules.append(((MARGIN, down + depth), (grid.edge, down + depth)))
        plan.notes.append(Note((MARGIN, down + depth + 3), Words((text,), SMALL_SIZE, "bold")))


def _block_rect(strands: Strands, name: str, down: float) -> Rect:
    pack, layout = strands.packs[name], strands.layout
    left = snap(pack.left(strands.grid, layout.blocks[name].column))
    top = snap(layout.middles[name] - pack.height / 2 + down)
    return left, top, left + pack.width(strands.grid.chip), top + pack.height


def _chips(view: View, pack: Pack, rect: Rect, chip: float) -> Iterator[Box]:
    inset = CHIP_GAP if len(pack.members) > 1 else 0.0
    top = rect[1] + inset
    heights = dict(zip(pack.members, pack.heights, strict=True))
    for number, row in enumerate(pack.rows):
        for place, item in enumerate(row):
            left = rect[0] + inset + place * (chip + CHIP_GAP)
            yield _chip(view, item, (left, top, left + chip, top + heights[item]))
        top += pack.row_height(number) + CHIP_GAP


def _chip(view: View, item: str, rect: Rect) -> Box:
    words = [Words((canvas.printable(item),), SMALL_SIZE, "bold")]
    if loss := view.support(item):
        words.append(Words((SHORT[loss],), SMALL_SIZE))
    return Box(item, rect, tuple(words), centred=True)


# The hubs


def _plan_hubs(plan: Plan, strands: Strands) -> float:
    """Plan the hubs above the strands; the depth at which the strands begin."""
    depth, rows = plan.below_title, _hub_rows(plan.view)
    for row in reversed(rows):
        wide = snap((strands.grid.edge - MARGIN - GAP * (len(row) - 1)) / len(row))
        texts = [_hub_words(plan.view, hub, wide - 2 * GAP) for hub in row]
        height = snap(max(sum(words.height for words in text) for text in texts) + GAP)
        for place, (hub, text) in enumerate(zip(row, texts, strict=True)):
            left = snap(MARGIN + place * (wide + GAP))
            plan.boxes.append(Box(hub, (left, depth, left + wide, depth + height), text))
        ends = sum(net[0] in row for net in strands.rails)
        depth = snap(depth + height + 2 * GAP + HEAD + RUN * ends)
    boxes = {box.item: box.rect for box in plan.boxes}
    for row in rows:
        _plan_ends(plan, strands, row, boxes, depth)
    return depth


def _hub_rows(view: View) -> list[tuple[str, ...]]:
    """The hubs from below: each that leads on has a row, of the others two share one."""
    argument = view.argument
    inner = [(hub,) for hub in argument.hubs if argument.out_of(hub)]
    last = tuple(hub for hub in argument.hubs if not argument.out_of(hub))
    return [*inner, *(last[n : n + 2] for n in range(0, len(last), 2))]


def _hub_words(view: View, hub: str, width: float) -> tuple[Words, ...]:
    """The role of a hub, and the words of a thesis: more would make the stored picture large."""
    row = view.argument.claims[hub]
    loss = view.support(hub)
    head = f"{hub}  {row.role}, {', '.join(row.paragraph)}" + (f": {loss}" if loss else "")
    first = Words(tuple(canvas.wrap(head, width, 2, weight="bold")), weight="bold")
    if row.role != "thesis":
        return (first,)
    return first, Words(tuple(canvas.wrap(row.claim, width, 4)))


def _plan_ends(
    plan: Plan, strands: Strands, row: Sequence[str], boxes: Mapping[str, Rect], down: float
) -> None:
    """Plan the upright lines to the hubs of a row, with their ends, and the lines from there."""
    here = [net for net in reversed(list(strands.rails)) if net[0] in row]
    for number, net in enumerate(here):
        (hub, kind), rail = net, strands.rails[net]
        _, _, right, foot = boxes[hub]
        x = snap(right - PORT / 2 - PORT * [n for n in here if n[0] == hub].index(net))
        turn = snap(foot + HEAD + GAP + RUN * number)
        depths = [
            strands.layout.middles[name] + strands.layout.blocks[name].leave(kind) + down
            for name in feeders(strands.layout, net)
        ]
        sources = [source(link) for link in plan.view.argument.into(hub, kind)]
        depths += [_middle(boxes[item]) for item in sources if item in boxes]
        points = ((rail, max(depths)), (rail, turn), (x, turn), (x, foot + HEAD - 1))
        faint = spent(plan.view, sources)
        plan.parts.append(Part(kind, points, (hub,), faint))
        plan.parts.append(Part(kind, ((x, foot + PIXEL),), (hub,), faint, way=(0.0, -1.0)))
        word = Words((kind,), SMALL_SIZE, colour=QUIET)
        plan.notes.append(Note((x - HEAD - 2, foot + 1), word, end=True))
    for hub in row:
        _plan_lead(plan, strands, hub, boxes[hub])


def _middle(rect: Rect) -> float:
    return (rect[1] + rect[3]) / 2


def _plan_lead(plan: Plan, strands: Strands, hub: str, rect: Rect) -> None:
    """Plan the lines from a hub to the rails of what it leads to."""
    y = _middle(rect)
    for kind in get_args(LinkKind):
        goals = {link.to_claim for link in plan.view.argument.out_of(hub, kind)}
        ends = sorted(strands.rails[goal, kind] for goal in goals)
        if ends:
            points = ((rect[2] - UNDER, y), (ends[-1], y))
            plan.parts.append(Part(kind, points, (hub,), spent(plan.view, [hub])))
            plan.dots.extend((x, y) for x in ends[:-1])
