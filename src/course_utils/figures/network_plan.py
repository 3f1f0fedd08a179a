"""Measure the words of a network before anything is drawn, and have its boxes and lines placed.

Lengths are points, from the top left corner of the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from course_utils.cells import ActorKind
from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, Item, legend_rows
from course_utils.figures.style import SMALL_SIZE, TITLE_SIZE
from course_utils.network import KINDS, Tie, finding, levels, strongest, ties
from course_utils.network_layout import Layout, Node, Sizes, lay_out
from course_utils.network_rails import Column, columns
from course_utils.network_rails import Tie as Line

if TYPE_CHECKING:
    import networkx as nx

FRAME = 6.0  # white around everything
SPACE = 8.0  # between title, network and legend
LEADING = 9.6  # from one line of small words to the next, closer than in running text
MARK = 10.0  # from the left of the words in a box to its kind, with room for the sign of the kind
INSET = 3.5  # from the words of a box to its sides
AIR = 2.5  # below the words of a box or a heading
ARROW = 8.0  # from a box to the words of a line that ends there, with room for its head
BEFORE = 4.0  # from the words of a line to the first rail
TRACK = 4.6  # between two rails
NARROWEST = 380.0  # of a figure with a title and a legend
# Least and greatest width of words: in a box, on a line in the centre, on a line in a frame.
NAME = (63.0, 90.0)
CENTRE = (53.0, 92.0)
INNER = (46.0, 92.0)
NAME_LINES = 3
IMAGINED = "spoken of as possible, not as there"
RAIL = "several ties of one actor"
VOICE = "says so, if not the author"


@dataclass(frozen=True)
class Card:
    """The words in the box of an actor: its name, wrapped, and its kind."""

    name: list[str]
    kind: ActorKind
    hypothetical: bool

    @property
    def height(self) -> float:
        """Height of the words with the space around them."""
        return canvas.block_height(self.name) + canvas.line_height(SMALL_SIZE) + AIR

    @property
    def width(self) -> float:
        """Width of a box that holds the words."""
        kind = MARK + canvas.text_width(self.kind, SMALL_SIZE)
        return max([kind, *map(canvas.text_width, self.name)]) + 2 * INSET


@dataclass(frozen=True)
class Words:
    """The words of a tie: its kind above the line, for whom and on whose word below it."""

    above: list[str]
    below: list[str]

    @classmethod
    def of(cls, tie: Tie, width: float) -> Words:
        """Wrap the words of a tie into ``width`` points."""
        notes = [f"for {tie.about}"] if tie.about else []
        notes += [f"– {tie.voice}"] if tie.voice else []
        room = width + BEFORE - 1
        lines = [line for note in notes for line in canvas.wrap(note, room, 3, SMALL_SIZE)]
        return cls(_even(tie.kind, width), lines)

    @property
    def heights(self) -> tuple[float, float]:
        """Heights above and below the line, with a little air."""
        return len(self.above) * LEADING + 2, len(self.below) * LEADING + 2 * bool(self.below)


def _even(text: str, width: float) -> list[str]:
    """Wrap into two lines at most, broken where they come out most even."""
    lines = canvas.wrap(text, width, 2, SMALL_SIZE)
    if len(lines) < 2:
        return lines
    words = " ".join(lines).split()
    halves = [[" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words))]
    return min(halves, key=lambda half: max(canvas.text_width(line, SMALL_SIZE) for line in half))


@dataclass(frozen=True)
class Heading:
    """The name of a group, wrapped, and that it is a home and no theatre."""

    name: list[str]
    count: str

    @property
    def height(self) -> float:
        """Height of all lines, with the space below."""
        return canvas.block_height(self.name) + canvas.line_height(SMALL_SIZE) + AIR

    @property
    def width(self) -> float:
        """Width of the longest line."""
        names = [canvas.text_width(line, weight="bold") for line in self.name]
        return max([canvas.text_width(self.count, SMALL_SIZE), *names])


@dataclass(frozen=True)
class Plan:
    """Everything measured and placed."""

    title: list[str]
    note: list[str]
    left_out: list[str]
    cards: dict[str, Card]
    words: dict[str, Words]
    headings: dict[str, Heading]
    ties: dict[str, Tie]
    layout: Layout
    legend: list[list[Item]]
    width: float

    @property
    def top(self) -> float:
        """Depth at which the network begins."""
        title = canvas.block_height(self.title, TITLE_SIZE)
        return FRAME + title + canvas.block_height(self.note, SMALL_SIZE) + SPACE

    @property
    def key(self) -> float:
        """Depth at which the legend begins."""
        return self.top + self.layout.height + SPACE

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.key + len(self.legend) * LEGEND_ROW + FRAME


@dataclass(frozen=True)
class Measured:
    """Words wrapped for a share of the greatest widths, and the layout that they give."""

    cards: dict[str, Card]
    words: dict[str, Words]
    headings: dict[str, Heading]
    layout: Layout


def measure(graph: nx.MultiDiGraph, width: float, focus: str | None = None) -> Plan:
    """Measure and place the network, as wide as ``width`` points where its words allow it."""
    part, left_out = strongest(graph, focus)
    room = width - 2 * FRAME
    found = _fitted(part, room)
    across = max(found.layout.width, min(room, NARROWEST))
    shown = ties(part)
    kinds = {card.kind for card in found.cards.values()}
    return Plan(
        canvas.wrap(finding(graph, focus), across, 3, TITLE_SIZE, "bold"),
        _note(graph, part, left_out, across),
        left_out,
        found.cards,
        found.words,
        found.headings,
        {tie.id: tie for tie in shown},
        found.layout,
        legend_rows(
            [kind for kind in KINDS if kind in kinds],
            [tie.commitment for tie in shown],
            across,
            signs=_signs(found),
        ),
        across + 2 * FRAME,
    )


def _fitted(graph: nx.MultiDiGraph, room: float) -> Measured:
    """Wrap words as wide as the room allows; wider words may move boxes, so look again."""
    narrow = _measured(graph, 0.0)
    share = _share(narrow.layout, room)
    for part in (share, share / 2) if share > 0 else ():
        found = _measured(graph, part)
        if found.layout.width <= room:
            return found
    return narrow


def _share(layout: Layout, room: float) -> float:
    """How far words may widen beyond their least widths, from 0 to 1, to fill the room."""
    sides = len(set(layout.sides.values()))
    widest = sides * sum(
        high - low for low, high in (NAME, NAME, INNER, *([CENTRE] if sides > 1 else []))
    )
    return min(1.0, max(0.0, (room - layout.width) / widest)) if sides else 0.0


def _measured(graph: nx.MultiDiGraph, share: float) -> Measured:
    name, centre, inner = (low + share * (high - low) for low, high in (NAME, CENTRE, INNER))
    groups = dict(graph.nodes(data="group"))
    shown = ties(graph)
    within = {tie.id: groups[tie.source] == groups[tie.target] for tie in shown}
    level = levels(graph)
    cards = {actor: _card(graph, actor, name) for actor in sorted(graph, key=level.__getitem__)}
    words = {tie.id: Words.of(tie, inner if within[tie.id] else centre) for tie in shown}
    names = dict.fromkeys(groups.values())
    headings = {group: _heading(group, name + 2 * INSET) for group in names}
    boxes = [Node(actor, groups[actor], level[actor], card.height) for actor, card in cards.items()]
    lines = [_line(tie, words[tie.id]) for tie in shown]
    sizes = Sizes(
        *_widths(cards, columns(groups, lines), headings.values()),
        centre_words=centre + ARROW + BEFORE,
        inner_words=inner + ARROW + BEFORE,
        track=TRACK,
        headings={group: heading.height for group, heading in headings.items()},
    )
    return Measured(cards, words, headings, lay_out(boxes, lines, sizes))


def _card(graph: nx.MultiDiGraph, actor: str, width: float) -> Card:
    node = graph.nodes[actor]
    return Card(canvas.wrap(node["label"], width, NAME_LINES), node["kind"], node["hypothetical"])


def _line(tie: Tie, words: Words) -> Line:
    return Line(tie.id, tie.source, tie.target, tie.directed, *words.heights)


def _heading(group: str, width: float) -> Heading:
    return Heading(canvas.wrap(group, width, 3, weight="bold"), "home")


def _widths(
    cards: Mapping[str, Card], column: Mapping[str, Column], headings: Iterable[Heading]
) -> tuple[float, float]:
    """Widths of the boxes near the centre, and of those behind, under the headings."""
    near = [card.width for actor, card in cards.items() if column[actor] == "near"]
    far = [card.width for actor, card in cards.items() if column[actor] == "far"]
    return max(near, default=0.0), max(
        [*far, *(heading.width for heading in headings)], default=0.0
    )


def _note(
    graph: nx.MultiDiGraph, part: nx.MultiDiGraph, left_out: Sequence[str], width: float
) -> list[str]:
    """What is left out for lack of room, under the title."""
    if part is graph:
        return []
    lost = graph.number_of_edges() - part.number_of_edges()
    said = (
        f"Too much for one picture: the {len(part)} actors with most ties are drawn;"
        f" {len(left_out)} actors and {lost} ties are left out. The description names them."
    )
    return canvas.wrap(said, width, 3, SMALL_SIZE)


def _signs(found: Measured) -> list[str]:
    """What the legend explains besides kinds and commitments."""
    signs = {
        IMAGINED: any(card.hypothetical for card in found.cards.values()),
        RAIL: any(route.spine for route in found.layout.routes),
        VOICE: any(line.startswith("–") for words in found.words.values() for line in words.below),
    }
    return [name for name, used in signs.items() if used]
