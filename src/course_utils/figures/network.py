"""Draw the network at a glance: a core with its bodies in the middle, the others at both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.canvas import (
    LINE_WIDTH,
    PAPER,
    QUIET,
    SHADE,
    SMALL_SIZE,
    TITLE_SIZE,
    Sample,
    commitment_samples,
    draw_legend,
    marks,
)
from course_utils.figures.network_cards import CLOSE, INSET, LEADING, SAMPLE, Card, Words
from course_utils.figures.network_place import ARROW, MARGIN, Lane, Layout, Rect, place
from course_utils.figures.picture import Picture
from course_utils.figures.shapes import (
    DASHED,
    HEAD,
    Z_WORDS,
    Point,
    arrow,
    arrows,
    boxes,
    strokes,
)
from course_utils.reading.network import build_network
from course_utils.reading.network_view import Step, View, view
from course_utils.reading.network_words import (
    alternative,
    description,
    finding,
    footnote,
    heading,
    table,
)
from course_utils.source.cells import Commitment, TieClass

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FRAME = 6.0  # white around everything
SPACE = 6.0  # between title, network and legend
IMAGINED = "spoken of as possible, not as there"
NOTE = "in a box: a tie to the actor named there"
COLOURS = {name: mark.colour for name, mark in marks(get_args(TieClass)).items()}
MOVE, LINE, CUBIC = 1, 2, 4  # the codes of a matplotlib path


def draw_network(
    given: Course | nx.MultiDiGraph,
    focus: str | None = None,
    *,
    core: str | None = None,
    theatre: str | None = None,
    upto: Step = "a party",
    whole: bool | None = None,
    width: float = canvas.WIDTH,
) -> Picture:
    """Draw who is tied to whom, by what, on whose word, and how sure.

    In the middle stands the core with what belongs to it, boxes within boxes, each with its leader;
    at both sides the others by their home, which may differ from the theatre where a tie plays.  A
    line is a tie between both: its style is the commitment, its colour the class, the word above it
    the kind.  Ties between two others are notes in a box.

    given: the course, or a part of its network from ``build_network``.
    focus: an actor to see alone, with its own ties.
    core: the actor in the middle; without it the state with most ties.
    theatre: keep the ties that play there.
    upto: ``"the author"`` shows what he says himself, ``"with a reservation"`` adds that and what
        he leaves open, ``"a party"`` adds what others say, ask or aim at.
    whole: show opposition, and ties that do not touch the core; without it this is done for one
        theatre or one actor, and not for all at a glance.
    width: inches.

    Raises ``ValueError`` for an unknown actor, theatre or step.
    """
    graph = build_network(given) if isinstance(given, Course) else given
    shown = view(graph, focus, core, theatre, upto, whole)
    return Picture(
        partial(_draw, shown, width * canvas.POINTS),
        finding(shown),
        alternative(shown),
        description(shown),
        table(shown),
        f"Data: coding of {graph.graph['article']}",
    )


def _draw(shown: View, width: float) -> Figure:
    inside = width - 2 * FRAME
    title = canvas.wrap(finding(shown), inside, 4, TITLE_SIZE, "bold")
    note = canvas.wrap(footnote(shown), inside, 4, SMALL_SIZE)
    layout = place(shown, inside) if shown.core else None
    figure, axes = canvas.blank(width)
    canvas.write(axes, (FRAME, FRAME), title, "title", TITLE_SIZE, weight="bold")
    top = FRAME + canvas.block_height(title, TITLE_SIZE) + SPACE
    if layout:
        _Pen(axes, layout, (FRAME, top)).draw()
    key = top + (layout.boxes[shown.core][3] + SPACE if layout else 0)
    end = draw_legend(axes, _legend(shown), (FRAME, key), inside)
    end = canvas.write(axes, (FRAME, end), note, "note", SMALL_SIZE, color=QUIET)
    canvas.end_at(figure, end + FRAME)
    return figure


# The legend


def _legend(shown: View) -> list[list[Sample]]:
    used = {tie.tie_class for tie in shown.shown}
    signs: list[str] = [name for name in COLOURS if name in used]
    signs += [IMAGINED] if any(map(shown.imagined, (*shown.parents, *shown.homes))) else []
    signs += [NOTE] if shown.notes else []
    samples = _samples()
    lines = commitment_samples({tie.commitment for tie in shown.shown})
    return [lines, [Sample(name, samples[name]) for name in signs]]


def _samples() -> dict[str, Any]:
    """What draws the sample of each entry of the legend."""
    lines = {name: partial(_line_sample, colour) for name, colour in COLOURS.items()}
    return {**lines, IMAGINED: _box_sample, NOTE: _arrow_sample}


def _line_sample(colour: str, axes: Axes, at: Point, width: float) -> None:
    axes.plot([at[0], at[0] + width], [at[1]] * 2, color=colour, lw=LINE_WIDTH)


def _box_sample(axes: Axes, at: Point, width: float) -> None:
    boxes(axes, [(at[0], at[1] - 5, at[0] + width, at[1] + 5)], "legend", PAPER, DASHED)


def _arrow_sample(axes: Axes, at: Point, width: float) -> None:
    _line_sample(QUIET, axes, at, width - HEAD[0])
    arrows(axes, [(arrow((at[0] + width, at[1]), 1), QUIET)])


# The network


@dataclass
class _Pen:
    """Draws one layout with its corner at ``at``; lines and arrowheads are gathered first."""

    axes: Axes
    layout: Layout
    at: Point
    lines: dict[Commitment, list[tuple[Any, str]]] = field(default_factory=dict)
    heads: list[tuple[list[Point], str]] = field(default_factory=list)

    @property
    def view(self) -> View:
        """What is drawn."""
        return self.layout.plan.view

    def draw(self) -> None:
        """Draw boxes, headings, lines and words."""
        core = self._box(self.view.core)
        boxes(self.axes, [core], "block", SHADE)
        others = [actor for actor in self.layout.boxes if actor != self.view.core]
        for imagined, dashes in ((False, "solid"), (True, DASHED)):
            found = [self._box(a) for a in others if self.view.imagined(a) == imagined]
            boxes(self.axes, found, "box", PAPER, dashes)
        for home in self.layout.tops:
            self._heading(home)
        for actor, card in self.layout.plan.cards.items():
            self._card(actor, card)
        for lane in self.layout.lanes:
            self._lane(lane)
        for commitment, lines in self.lines.items():
            strokes(self.axes, commitment, lines)
        arrows(self.axes, self.heads)

    def _box(self, actor: str) -> Rect:
        left, top, right, bottom = self.layout.boxes[actor]
        return left + self.at[0], top + self.at[1], right + self.at[0], bottom + self.at[1]

    def _heading(self, home: str) -> None:
        plan = self.layout.plan
        right, y = plan.right[home], self.at[1] + self.layout.tops[home]
        edge = self.at[0] + (plan.width if right else 0)
        sign, ha = (-1, "right") if right else (1, "left")
        name = canvas.wrap(home, plan.edges[0] - 2, 1, weight="bold")[0]
        canvas.write(self.axes, (edge, y), name, "home", weight="bold", ha=ha)
        shift = canvas.text_width(name, weight="bold") + 5
        words = heading(self.view.counts[home])
        if shift + canvas.text_width(words, SMALL_SIZE) < plan.edges[0]:
            self._small((edge + sign * shift, y + 0.8), [words], "count", QUIET, ha)

    def _card(self, actor: str, card: Card) -> None:
        left, top, _, bottom = self._box(actor)
        core, alone = actor == self.view.core, not self.view.parents
        x, y = left + (MARGIN if core else 0) + INSET, top + INSET / 2
        y = (top + bottom - card.height + INSET) / 2 if core and alone else y
        weight = "bold" if core else "normal"
        name = "\n".join(card.name)
        canvas.write(self.axes, (x, y), name, "name", zorder=Z_WORDS, weight=weight)
        y = self._small((x, y + canvas.block_height(card.name)), card.under, "under", QUIET)
        for note in card.notes:
            self._note(note, (x, y))
            y += note.note_height

    def _note(self, note: Words, at: Point) -> None:
        """Write a note, and gather the lines before it, around the middle of its first words."""
        x, y = at
        number = len(note.strand.commitments)
        first = max(y + LEADING / 2 + 0.5 - (number - 1) / 2 * CLOSE, y + CLOSE)
        for n, commitment in enumerate(note.strand.commitments):
            depth = first + n * CLOSE
            ends = ((x, depth), (x + SAMPLE - 4, depth))
            self._line(note, commitment, ends, note.strand.way, 1)
        below = self._small((x + SAMPLE, y), note.above, "word", COLOURS[note.strand.tie_class])
        self._small((x + SAMPLE, below), note.below, "voice", QUIET)

    def _small(
        self, at: Point, lines: Sequence[str], role: str, colour: str, ha: str = "left"
    ) -> float:
        """Write small words, and return where they end."""
        look: dict[str, Any] = {"color": colour, "ha": ha, "zorder": Z_WORDS}
        for n, line in enumerate(lines):
            canvas.write(self.axes, (at[0], at[1] + n * LEADING), line, role, SMALL_SIZE, **look)
        return at[1] + len(lines) * LEADING

    def _lane(self, lane: Lane) -> None:
        """Write the words of a tie beside its outer box, and gather its lines."""
        right = self.layout.plan.at_right(lane.outer)
        box, inner, block = map(self._box, (lane.outer, lane.inner, self.view.core))
        side, sign = (2, -1) if right else (0, 1)
        start, ha = box[2 - side], "right" if right else "left"
        strand = lane.words.strand
        x, y = start + sign * ARROW, self.at[1]
        top = y + lane.ys[0] - lane.words.first
        self._small((x, top), lane.words.above, "word", COLOURS[strand.tie_class], ha)
        self._small((x, y + lane.ys[-1] + 1.5), lane.words.below, "voice", QUIET, ha)
        way = strand.way if strand.source == lane.outer else -strand.way
        for commitment, depth, port in zip(strand.commitments, lane.ys, lane.ports, strict=True):
            ends = ((start, y + depth), (inner[side], y + port))
            self._line(lane.words, commitment, ends, way, sign, block[side])

    def _line(
        self,
        words: Words,
        commitment: Commitment,
        ends: tuple[Point, Point],
        way: int,
        sign: int,
        edge: float | None = None,
    ) -> None:
        """Gather a line with its arrowhead; one that ends past ``edge`` turns just behind it."""
        from matplotlib.path import Path

        colour = COLOURS[words.strand.tie_class]
        (x, y), (to_x, port) = ends
        if way:
            self.heads.append((arrow(ends[way > 0], sign * way), colour))
        x, to_x = x + sign * HEAD[0] * (way < 0), to_x - sign * HEAD[0] * (way > 0)
        if edge is None or y == port:
            points, codes = [(x, y), (to_x, port)], [MOVE, LINE]
        else:
            turn = edge + sign * (MARGIN - HEAD[0])
            half = (edge + turn) / 2
            points = [(x, y), (edge, y), (half, y), (half, port), (turn, port), (to_x, port)]
            codes = [MOVE, LINE, CUBIC, CUBIC, CUBIC, LINE]
        # from the tail, so that a broken line begins with a stroke there; a cubic reads both ways
        path = Path(points[::-1], [MOVE, *codes[:0:-1]]) if way < 0 else Path(points, codes)
        self.lines.setdefault(commitment, []).append((path, colour))
