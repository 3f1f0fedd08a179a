"""Place the boxes of a network and route its ties: numbers in, numbers out.

Each group is a frame at the left or the right of one central gap.  In a frame the actors with ties
to other groups stand near the gap, the others behind them.  Ties run only in the gaps between these
columns: those between groups in the centre, those within a group inside its frame.  So no tie can
cross a box.  In a gap, ties that leave one actor, or reach one, share an upright rail and branch
off it, each at a level of its own.  Levels of the two sides of a gap lie on two grids that never
meet, so that no two lines ever lie on one another.

Lengths are points; depth grows downwards; the same input gives the same output.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from course_utils.network_order import BETWEEN, arrange_groups, order_actors, stacked
from course_utils.network_rails import (
    CLEARANCE,
    Column,
    Ends,
    Rail,
    Tie,
    assign_tracks,
    bundle,
    by_group,
    columns,
)

GRID = CLEARANCE  # all depths are multiples of it, those on the right half a step lower
GAP = 5.0  # between two boxes
MARGIN = 6.0  # from a box to the first track, where there are no words
EDGE = 3.0  # from the sides of a frame to the boxes in it
PAD = 6.0  # from the top of a frame to the boxes in it
# What stands side by side, from the left; the flag says which side of the centre it belongs to.
PARTS = (
    *(("far", False), ("inner", False), ("near", False), ("centre", True)),
    *(("near", True), ("inner", True), ("far", True)),
)

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """An actor: its group, its level (0 is command), and the height of its words."""

    id: str
    group: str
    level: int
    height: float


@dataclass(frozen=True)
class Sizes:
    """Widths: of boxes, of the room for words beside them, of a track; heights of headings."""

    near: float
    far: float
    centre_words: float
    inner_words: float
    track: float
    headings: Mapping[str, float]


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Branch:
    """The line of a tie, from its rail or its owner to the box at its other end.

    ``heading`` is 1 if it arrives there going right, -1 if going left.
    """

    tie: str
    points: tuple[Point, ...]
    heading: int

    @property
    def at(self) -> Point:
        """Where the line meets the box."""
        return self.points[-1]


@dataclass(frozen=True)
class Route:
    """A rail as drawn: from its owner's box to the upright line, and the branches.

    ``stub`` and ``spine`` are empty for a single tie, which needs no rail.  ``foot`` is where the
    rail or the single tie meets the owner's box, ``heading`` the way it would arrive there.
    """

    owner: str
    incoming: bool
    foot: Point
    heading: int
    stub: tuple[Point, ...]
    spine: tuple[Point, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Layout:
    """Where everything goes; ``sides`` says for each group whether its frame is on the right."""

    boxes: Mapping[str, Box]
    frames: Mapping[str, Box]
    sides: Mapping[str, bool]
    routes: tuple[Route, ...]
    width: float
    height: float


def lay_out(nodes: Sequence[Node], ties: Sequence[Tie], sizes: Sizes) -> Layout:
    """Place the boxes of ``nodes`` and the lines of ``ties``; nodes come by level.

    Every tie must join two different nodes.  Parallel ties get a line each.
    """
    if not nodes:
        return Layout({}, {}, {}, (), 0.0, 0.0)
    scene = _Scene.of(nodes, ties, sizes.headings)
    order = _Order.of(scene)
    return _Plan(scene, order, sizes, _depths(scene, order)).layout()


def snap(length: float) -> float:
    """The next multiple of the grid."""
    return -(-length // GRID) * GRID


def _on_grid(depth: float, offset: float) -> float:
    """The next depth on the grid that begins at ``offset``."""
    return snap(depth - offset) + offset


# What is known before anything is placed


@dataclass(frozen=True)
class _Port:
    """Where a rail or a tie meets a box, with the room its words need above and below."""

    rail: Rail
    tie: Tie | None

    @property
    def key(self) -> tuple[str, str]:
        """The first tie of the rail, then the tie itself, or nothing where the rail starts."""
        return self.rail.ties[0].id, self.tie.id if self.tie else ""

    @property
    def up(self) -> float:
        return max(GRID, snap(self.tie.above)) if self.tie else GRID

    @property
    def down(self) -> float:
        if self.tie:
            return snap(self.tie.below)
        return GRID if len(self.rail.ties) > 1 else 0.0  # a rail is thick


Ports = Mapping[str, Sequence[_Port]]


def _ports(rails: Iterable[Rail]) -> dict[str, list[_Port]]:
    found: dict[str, list[_Port]] = defaultdict(list)
    for rail in rails:
        found[rail.owner].append(_Port(rail, None))
        for tie in rail.ties:
            found[rail.leaf(tie)].append(_Port(rail, tie))
    return found


def _rows(ports: Sequence[_Port]) -> float:
    """Height of the lines that meet one side of a box, with what their words need."""
    return sum(port.up + port.down for port in ports) + (GRID if ports else 0.0)


@dataclass(frozen=True)
class _Scene:
    """All that is known before anything is placed; ``slots`` are boxes with the gap around."""

    groups: Mapping[str, str]
    levels: Mapping[str, int]
    columns: Mapping[str, Column]
    centre: Sequence[Rail]
    inner: Mapping[str, Sequence[Rail]]
    centre_ports: Ports
    inner_ports: Ports
    slots: Mapping[str, float]
    headings: Mapping[str, float]

    @classmethod
    def of(
        cls, nodes: Sequence[Node], ties: Sequence[Tie], headings: Mapping[str, float]
    ) -> _Scene:
        groups = {node.id: node.group for node in nodes}
        column = columns(groups, ties)

        def may_own(tie: Tie, end: str) -> bool:
            """Words stand near: a rail between the two columns of a group starts behind."""
            return column[tie.source] == column[tie.target] or column[end] == "far"

        centre = bundle([tie for tie in ties if groups[tie.source] != groups[tie.target]])
        inner = {group: bundle(own, may_own) for group, _, own in by_group(groups, ties)}
        ports = _ports(centre), _ports(rail for rails in inner.values() for rail in rails)
        slots = {}
        for node in nodes:
            rows = [_rows(side.get(node.id, ())) for side in ports]
            slots[node.id] = snap(max(node.height + GAP, *rows))
        levels = {node.id: node.level for node in nodes}
        return cls(groups, levels, column, centre, inner, *ports, slots, headings)

    def rails(self) -> list[Rail]:
        """All rails, those in the centre first."""
        return [*self.centre, *(rail for rails in self.inner.values() for rail in rails)]

    def members(self, group: str, column: Column) -> list[str]:
        """Actors of one column of a group, in the order given."""
        own = [actor for actor, name in self.groups.items() if name == group]
        return [actor for actor in own if self.columns[actor] == column]

    def frame_height(self, group: str) -> float:
        """Height of the frame of a group: of its taller column, the far one under the heading."""
        near, far = (
            sum(self.slots[actor] for actor in self.members(group, column))
            for column in ("near", "far")
        )
        return max(near, snap(self.headings[group]) + far) + 2 * PAD


@dataclass(frozen=True)
class _Order:
    """The groups on each side and the near actors of each, downwards; where each group begins."""

    sides: Mapping[str, bool]
    near: Mapping[str, list[str]]
    tops: Mapping[str, float]

    @classmethod
    def of(cls, scene: _Scene) -> _Order:
        """Order the groups, then the actors within each."""
        heights = {group: scene.frame_height(group) for group in scene.inner}
        sides: dict[str, bool] = {}
        tops = {}
        for right, groups in enumerate(arrange_groups(heights, scene.groups, scene.centre)):
            top = GRID / 2 * right
            for group in groups:
                sides[group], tops[group] = bool(right), top
                top += heights[group] + BETWEEN
        near = {group: scene.members(group, "near") for group in tops}
        starts = [top + PAD for top in tops.values()]
        order_actors(list(near.values()), starts, scene.slots, scene.levels, scene.rails())
        return cls(sides, near, tops)


# Depths


@dataclass
class _Depths:
    """Where boxes begin and lines run: filled column by column."""

    tops: dict[str, float]
    lines: dict[tuple[str, str], float]
    middles: dict[str, float]

    def place(self, scene: _Scene, actor: str, top: float, ports: Ports) -> None:
        """Put the slot of an actor at a depth, and the lines that meet one side of its box."""
        self.tops[actor] = top
        self.middles[actor] = top + scene.slots[actor] / 2
        for port, depth in self.offsets(scene, actor, ports):
            self.lines[port.key] = top + depth

    def offsets(self, scene: _Scene, actor: str, ports: Ports) -> list[tuple[_Port, float]]:
        """How far below the top of its slot each line meets a box: in the order of rails."""
        own = sorted(ports.get(actor, ()), key=lambda port: self._centre(port.rail))
        depth = (scene.slots[actor] - _rows(own)) / 2 // GRID * GRID
        found = []
        for port in own:
            found.append((port, depth + port.up))
            depth += port.up + port.down
        return found

    def _centre(self, rail: Rail) -> float:
        known = [self.middles[end] for end in rail.members if end in self.middles]
        return sum(known) / len(known) if known else 0.0


def _depths(scene: _Scene, order: _Order) -> _Depths:
    """Place the near column of every group, then the actors behind, close to their ties."""
    depths = _Depths({}, {}, {})
    for group, actors in order.near.items():
        depths.middles |= stacked(actors, scene.slots, order.tops[group] + PAD)
    for actor, middle in list(depths.middles.items()):
        for ports in (scene.centre_ports, scene.inner_ports):
            depths.place(scene, actor, middle - scene.slots[actor] / 2, ports)
    for group, top in order.tops.items():
        # Behind, the grid is the one of the other side: both columns of a frame share its gap.
        _place_far(scene, depths, group, top, GRID / 2 * (not order.sides[group]))
    return depths


def _place_far(scene: _Scene, depths: _Depths, group: str, top: float, offset: float) -> None:
    """Put the actors behind where their ties run level, if they fit, else close to that."""
    start = _on_grid(top + PAD + snap(scene.headings[group]), offset)
    limit = top + scene.frame_height(group)
    far = scene.members(group, "far")
    wishes = {actor: _wish(scene, depths, actor, offset) for actor in far}
    actors = sorted(far, key=lambda actor: wishes[actor])
    free, places = start, []
    for actor in actors:
        places.append(wishes[actor] if free <= wishes[actor] < limit else _on_grid(free, offset))
        free = places[-1] + scene.slots[actor]
    for number in reversed(range(len(actors))):
        lowest = limit - scene.slots[actors[number]]
        if places[number] > lowest:
            places[number] = lowest - (lowest - offset) % GRID
        limit = places[number]
    if places and places[0] < start:  # only without any room between them do all fit
        places = [start + sum(scene.slots[name] for name in actors[:n]) for n in range(len(actors))]
    for actor, place in zip(actors, places, strict=True):
        depths.place(scene, actor, place, scene.inner_ports)


def _wish(scene: _Scene, depths: _Depths, actor: str, offset: float) -> float:
    """Where the slot of an actor behind would begin if its ties had their way.

    A single tie may leave the grid to be level: its line is then one with its other end.
    """
    ports = scene.inner_ports.get(actor, ())
    ends = [_Port(port.rail, tie).key for port in ports for tie in port.rail.ties]
    lines = [depths.lines[key] for key in ends if key in depths.lines]
    if not lines:
        return float("inf")
    own = [depth for _, depth in depths.offsets(scene, actor, scene.inner_ports)]
    level = sum(lines) / len(lines) - sum(own) / len(own)
    return level if len(ports) == len(lines) == 1 else _on_grid(level, offset)


# Widths

OnRight = Callable[[str], bool]
Tracked = Sequence[tuple[Rail, int]]


@dataclass(frozen=True)
class _Gap:
    """A gap between two columns: its two edges, and the middle of its first track."""

    left: float
    right: float
    first: float = 0.0

    @classmethod
    def of(cls, left: float, tracked: Tracked, words: float, track: float, right: OnRight) -> _Gap:
        """Begin at ``left`` and leave room for the tracks, and for words where ties end."""
        ends = {right(rail.leaf(tie)) for rail, _ in tracked for tie in rail.ties}
        rooms = [words if side in ends else MARGIN for side in (False, True)]
        tracks = 1 + max(number for _, number in tracked)
        first = left + rooms[0]
        return cls(left, first + tracks * track + rooms[1], first + track / 2)


@dataclass(frozen=True)
class _Plan:
    """Depths are known; this adds what lies across."""

    scene: _Scene
    order: _Order
    sizes: Sizes
    depths: _Depths

    def layout(self) -> Layout:
        """Set columns and gaps side by side, and draw every rail in its gap."""
        tracked = self._tracked()
        lefts: dict[tuple[str, bool], float] = {}
        routes: list[Route] = []
        across = EDGE
        for part, right in PARTS:
            if part in ("near", "far"):
                lefts[part, right] = across
                across += self._width(part) if right in self.order.sides.values() else 0.0
            else:
                here = tracked.get((part, right), [])
                gap = self._gap(part, right, here, across)
                routes += [self._route(rail, track, gap, part, right) for rail, track in here]
                across = gap.right
        frames = self._frames(lefts, across + EDGE)
        boxes = {actor: self._box(actor, lefts) for actor in self.scene.groups}
        height = max(frame.bottom for frame in frames.values())
        return Layout(boxes, frames, self.order.sides, tuple(routes), across + EDGE, height)

    def _tracked(self) -> dict[tuple[str, bool], list[tuple[Rail, int]]]:
        """Rails with their tracks, by the gap they run in."""
        found: dict[tuple[str, bool], list[tuple[Rail, int]]] = defaultdict(list)
        found["centre", True] = self._tracks(self.scene.centre, "centre", True)
        for group, rails in self.scene.inner.items():
            side = self.order.sides[group]
            found["inner", side] += self._tracks(rails, "inner", side)
        return found

    def _tracks(self, rails: Sequence[Rail], part: str, right: bool) -> list[tuple[Rail, int]]:
        ends = []
        for rail in rails:
            met: tuple[list[float], list[float]] = ([], [])
            for actor, depth in self._meetings(rail):
                met[self._on_right(actor, part, right)].append(depth)
            ends.append(Ends(tuple(met[0]), tuple(met[1])))
        return list(zip(rails, assign_tracks(ends), strict=True))

    def _meetings(self, rail: Rail) -> list[tuple[str, float]]:
        """Each actor that a rail meets, with the depth: its owner, then the ends of its ties."""
        keys = [_Port(rail, tie).key for tie in (None, *rail.ties)]
        depths = [self.depths.lines[key] for key in keys]
        return list(zip(rail.members, depths, strict=True))

    def _on_right(self, actor: str, part: str, right: bool) -> bool:
        """Whether the box of an actor stands on the right of a gap."""
        if part == "centre":
            return self.order.sides[self.scene.groups[actor]]
        return (self.scene.columns[actor] == "far") == right

    def _width(self, column: str) -> float:
        return self.sizes.near if column == "near" else self.sizes.far

    def _gap(self, part: str, right: bool, tracked: Tracked, left: float) -> _Gap:
        """The gap that begins at ``left``; without ties it only keeps two columns apart."""
        if not tracked:
            return _Gap(left, left + 2 * MARGIN * (right in self.order.sides.values()))
        words = self.sizes.centre_words if part == "centre" else self.sizes.inner_words

        def on_right(actor: str) -> bool:
            return self._on_right(actor, part, right)

        return _Gap.of(left, tracked, words, self.sizes.track, on_right)

    def _route(self, rail: Rail, track: int, gap: _Gap, part: str, right: bool) -> Route:
        line = gap.first + track * self.sizes.track
        sides = [self._on_right(actor, part, right) for actor in rail.members]
        depths = [depth for _, depth in self._meetings(rail)]
        faces = [gap.right if side else gap.left for side in sides]
        foot, *ends = zip(faces, depths, strict=True)
        single = len(rail.ties) == 1
        branches = tuple(
            Branch(tie.id, _path(foot, line, end, single), 1 if side else -1)
            for tie, end, side in zip(rail.ties, ends, sides[1:], strict=True)
        )
        stub = () if single else (foot, (line, foot[1]))
        spine = () if single else ((line, min(depths)), (line, max(depths)))
        return Route(rail.owner, rail.incoming, foot, 1 if sides[0] else -1, stub, spine, branches)

    def _frames(self, lefts: Mapping[tuple[str, bool], float], width: float) -> dict[str, Box]:
        left = (0.0, lefts["near", False] + self.sizes.near + EDGE)
        right = (lefts["near", True] - EDGE, width)
        frames = {}
        for group, top in self.order.tops.items():
            start, end = right if self.order.sides[group] else left
            frames[group] = Box(start, top, end, top + self.scene.frame_height(group))
        return frames

    def _box(self, actor: str, lefts: Mapping[tuple[str, bool], float]) -> Box:
        column = self.scene.columns[actor]
        left = lefts[column, self.order.sides[self.scene.groups[actor]]]
        top = self.depths.tops[actor]
        bottom = top + self.scene.slots[actor]
        return Box(left, top + GAP / 2, left + self._width(column), bottom - GAP / 2)


def _path(foot: Point, line: float, end: Point, single: bool) -> tuple[Point, ...]:
    """From the rail to the end of a tie; a single tie comes from its owner, straight if it can."""
    if not single:
        return ((line, end[1]), end)
    if foot[1] == end[1]:
        return (foot, end)
    return (foot, (line, foot[1]), (line, end[1]), end)
