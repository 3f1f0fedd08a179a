"""Draw the network at a glance: a core with its bodies in the middle, the others at both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from course_utils.cells import Commitment, TieClass
from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, LINE_WIDTH, Item, draw_legend, legend_rows
from course_utils.figures.network_place import (
    ABOVE,
    ARROW,
    BESIDE,
    COLUMN,
    INSET,
    LEADING,
    MARGIN,
    SAMPLE,
    Card,
    Lane,
    Layout,
    Rect,
    Words,
    place,
)
from course_utils.figures.picture import Picture
from course_utils.figures.style import (
    INK,
    LINES,
    PAPER,
    PARTY,
    QUIET,
    SHADE,
    SMALL_SIZE,
    TITLE_SIZE,
    Mark,
    marks,
)
from course_utils.network import build_network
from course_utils.network_view import Step, View, view
from course_utils.network_words import (
    alternative,
    description,
    finding,
    heading,
    left_out,
    table,
)

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FRAME = 6.0  # white around everything
SPACE = 7.0  # between title, network and legend
HEAD = (6.0, 2.8)  # length and half the height of an arrowhead
ROUND = 4.0  # radius of the corners of boxes
DASHED = (0, (3, 2))
DOUBLE = (3.6, 1.5)  # a party's line: the width of both, and of the white between them
IMAGINED = "only imagined in the article"
NOTE = "in a box: a tie to the actor named there"
Z_BLOCK, Z_BOX, Z_LINE, Z_WORDS = 1.0, 1.1, 2.0, 3.0


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
    note = canvas.wrap(left_out(shown), inside, 4, SMALL_SIZE)
    layout = place(shown, inside) if shown.core else None
    rows = _legend(shown, inside)
    top = FRAME + canvas.block_height(title, TITLE_SIZE) + SPACE
    key = top + (layout.height + SPACE if layout else 0)
    end = key + len(rows) * LEGEND_ROW
    figure, axes = canvas.blank(width, end + canvas.block_height(note, SMALL_SIZE) + FRAME)
    canvas.write(axes, (FRAME, FRAME), "\n".join(title), "title", TITLE_SIZE, weight="bold")
    if layout:
        _Pen(axes, shown, layout, (FRAME, top)).draw()
    draw_legend(axes, rows, (FRAME, key), {}, _samples())
    canvas.write(axes, (FRAME, end), "\n".join(note), "note", SMALL_SIZE, color=QUIET)
    return figure


def _legend(shown: View, width: float) -> list[list[Item]]:
    used = {tie.tie_class for tie in shown.shown}
    signs: list[str] = [name for name in get_args(TieClass) if name in used]
    signs += [IMAGINED] if any(map(shown.imagined, _drawn(shown))) else []
    signs += [NOTE] if shown.notes else []
    return legend_rows([], {tie.commitment for tie in shown.shown}, width, signs=signs)


def _drawn(shown: View) -> Iterator[str]:
    yield from shown.parents
    for actors in shown.outer.values():
        yield from actors


def _looks() -> dict[str, Mark]:
    return marks(get_args(TieClass))


def _samples() -> dict[str, Any]:
    """What draws the sample of each entry of the legend."""
    lines = {name: partial(_line_sample, look.colour) for name, look in _looks().items()}
    return {**lines, IMAGINED: _box_sample, NOTE: _arrow_sample}


def _line_sample(colour: str, axes: Axes, at: tuple[float, float], width: float) -> None:
    axes.plot([at[0], at[0] + width], [at[1]] * 2, color=colour, lw=LINE_WIDTH)


def _box_sample(axes: Axes, at: tuple[float, float], width: float) -> None:
    _outline(axes, [(at[0], at[1] - 5, at[0] + width, at[1] + 5)], "legend", PAPER, QUIET, DASHED)


def _arrow_sample(axes: Axes, at: tuple[float, float], width: float) -> None:
    axes.plot([at[0], at[0] + width - HEAD[0]], [at[1]] * 2, color=QUIET, lw=LINE_WIDTH)
    _arrows(axes, [(_arrow((at[0] + width, at[1]), 1), QUIET)])


def _outline(
    axes: Axes, rects: Sequence[Rect], role: str, face: str, edge: str, dashes: Any = "solid"
) -> None:
    """Draw boxes with round corners as one artist."""
    from matplotlib.collections import PathCollection

    look: dict[str, Any] = {"facecolor": face, "edgecolor": edge, "linestyle": dashes}
    paths = [_rounded(rect) for rect in rects]
    zorder = Z_BLOCK if role == "block" else Z_BOX
    axes.add_collection(PathCollection(paths, gid=role, lw=1, zorder=zorder, **look), autolim=False)


def _rounded(rect: Rect) -> Any:
    from matplotlib.path import Path

    left, top, right, bottom = rect
    r = min(ROUND, (bottom - top) / 2)
    points = [(left + r, top), (right - r, top), (right, top), (right, top + r)]
    points += [(right, bottom - r), (right, bottom), (right - r, bottom), (left + r, bottom)]
    points += [(left, bottom), (left, bottom - r), (left, top + r), (left, top), (left + r, top)]
    return Path(points, [1, 2, 3, 3, 2, 3, 3, 2, 3, 3, 2, 3, 3])


def _arrow(tip: tuple[float, float], heading: int) -> list[tuple[float, float]]:
    x, y = tip
    back = x - heading * HEAD[0]
    return [(x, y), (back, y - HEAD[1]), (back, y + HEAD[1])]


def _arrows(axes: Axes, found: Sequence[tuple[list[tuple[float, float]], str]]) -> None:
    from matplotlib.collections import PolyCollection

    shapes, colours = [shape for shape, _ in found], [colour for _, colour in found]
    look: dict[str, Any] = {"facecolors": colours, "lw": 0}
    heads = PolyCollection(shapes, gid="arrow", zorder=Z_LINE + 0.1, **look)
    axes.add_collection(heads, autolim=False)


@dataclass(frozen=True)
class _Pen:
    """Draws one layout, its corner at ``at``."""

    axes: Axes
    view: View
    layout: Layout
    at: tuple[float, float]

    def draw(self) -> None:
        """Draw boxes, headings, lines and words."""
        self._boxes()
        self._headings()
        for actor, card in self.layout.cards.items():
            self._card(actor, card)
        for lane in self.layout.lanes:
            self._lane_words(lane)
        self._lines()

    def _moved(self, rect: Rect) -> Rect:
        x, y = self.at
        return rect[0] + x, rect[1] + y, rect[2] + x, rect[3] + y

    def _boxes(self) -> None:
        _outline(self.axes, [self._moved(self.layout.block)], "block", SHADE, QUIET)
        for hollow, dashes in ((False, "solid"), (True, DASHED)):
            found = [
                self._moved(rect)
                for actor, rect in self.layout.boxes.items()
                if self.view.imagined(actor) == hollow
            ]
            # those within others come later and lie on them
            _outline(self.axes, found, "box", PAPER, QUIET, dashes)

    def _headings(self) -> None:
        left, right = self.at[0], self.at[0] + self.layout.width
        for home, (top, at_right) in self.layout.headings.items():
            y = self.at[1] + top
            ha = "right" if at_right else "left"
            name, note = canvas.printable(home), heading(self.view.counts[home])
            canvas.write(self.axes, (right if at_right else left, y), name, "home", weight="bold", ha=ha)
            shift = canvas.text_width(name, weight="bold") + 5
            x = right - shift if at_right else left + shift
            canvas.write(self.axes, (x, y + 0.8), note, "count", SMALL_SIZE, color=QUIET, ha=ha)

    def _card(self, actor: str, card: Card) -> None:
        core = actor == self.view.core
        left, top, _, _ = self._moved(self.layout.block if core else self.layout.boxes[actor])
        x, y = left + (MARGIN if core else 0) + INSET, top + INSET / 2
        look: dict[str, Any] = {"weight": "bold"} if core else {}
        canvas.write(self.axes, (x, y), "\n".join(card.name), "name", zorder=Z_WORDS, **look)
        y += canvas.block_height(card.name)
        y = self._small((x, y), card.under, "under", QUIET)
        for note in card.notes:
            y = self._note((x, y), note)

    def _small(
        self, at: tuple[float, float], lines: Sequence[str], role: str, colour: str, ha: str = "left"
    ) -> float:
        x, y = at
        for line in lines:
            where: dict[str, Any] = {"ha": ha, "color": colour, "zorder": Z_WORDS}
            canvas.write(self.axes, (x, y), line, role, SMALL_SIZE, **where)
            y += LEADING
        return y

    def _note(self, at: tuple[float, float], note: Words) -> float:
        x, y = at
        colour = _looks()[note.strand.tie_class].colour
        below = self._small((x + SAMPLE, y), note.above, "word", colour)
        return self._small((x + SAMPLE, below), note.below, "voice", QUIET)

    def _lane_words(self, lane: Lane) -> None:
        left, _, right, _ = self._moved(self.layout.boxes[lane.outer])
        x, ha = (left - ARROW, "right") if lane.right else (right + ARROW, "left")
        colour = _looks()[lane.words.strand.tie_class].colour
        top = self.at[1] + lane.ys[0] - lane.words.first
        self._small((x, top), lane.words.above, "word", colour, ha)
        self._small((x, self.at[1] + lane.ys[-1] + 1.5), lane.words.below, "voice", QUIET, ha)

    def _lines(self) -> None:
        arrows = []
        drawn: dict[Commitment, list[tuple[Any, str]]] = {}
        for lane in self.layout.lanes:
            colour = _looks()[lane.words.strand.tie_class].colour
            for n, commitment in enumerate(lane.words.strand.commitments):
                path, tips = self._path(lane, n)
                drawn.setdefault(commitment, []).append((path, colour))
                arrows += [(tip, colour) for tip in tips]
        for actor, card in self.layout.cards.items():
            for path, commitment, colour, tips in self._note_lines(actor, card):
                drawn.setdefault(commitment, []).append((path, colour))
                arrows += [(tip, colour) for tip in tips]
        for commitment, found in drawn.items():
            self._strokes(commitment, found)
        _arrows(self.axes, arrows)

    def _strokes(self, commitment: Commitment, found: Sequence[tuple[Any, str]]) -> None:
        from matplotlib.collections import PathCollection

        paths, colours = [path for path, _ in found], [colour for _, colour in found]
        widths = DOUBLE if commitment == PARTY else (LINE_WIDTH,)
        for n, lw in enumerate(widths):
            look: dict[str, Any] = {"facecolor": "none", "linestyle": [LINES[commitment]], "capstyle": "butt"}
            edge = colours if n == 0 else PAPER
            lines = PathCollection(paths, edgecolor=edge, lw=lw, gid=f"line {commitment}", zorder=Z_LINE + n / 100, **look)
            self.axes.add_collection(lines, autolim=False)

    def _path(self, lane: Lane, n: int) -> tuple[Any, list[Any]]:
        from matplotlib.path import Path

        sign = -1 if lane.right else 1  # the way from the side to the block
        x, y = self.at
        outer = self.layout.boxes[lane.outer][0 if lane.right else 2] + x
        edge = self.layout.block[2 if lane.right else 0] + x
        start, port = y + lane.ys[n], y + lane.ports[n]
        core = lane.inner == self.view.core
        end = edge if core else self.layout.boxes[lane.inner][2 if lane.right else 0] + x
        way = lane.words.strand.way * (1 if lane.words.strand.source == lane.outer else -1)
        tips = []
        if way > 0:
            tips.append(_arrow((end, port), sign))
            end -= sign * HEAD[0]
        elif way < 0:
            tips.append(_arrow((outer, start), -sign))
            outer += sign * HEAD[0]
        if core:
            return Path([(outer, start), (end, start)]), tips
        turn = edge + sign * (MARGIN - HEAD[0])
        half = (edge + turn) / 2
        points = [(outer, start), (edge, start), (half, start), (half, port), (turn, port), (end, port)]
        return Path(points, [1, 2, 4, 4, 4, 2]), tips

    def _note_lines(self, actor: str, card: Card) -> Iterator[tuple[Any, Commitment, str, list[Any]]]:
        from matplotlib.path import Path

        core = actor == self.view.core
        left, top, _, _ = self._moved(self.layout.block if core else self.layout.boxes[actor])
        left += (MARGIN if core else 0) + INSET
        y = top + INSET / 2 + canvas.block_height(card.name) + len(card.under) * LEADING
        for note in card.notes:
            strand = note.strand
            number = len(strand.commitments)
            for n, commitment in enumerate(strand.commitments):
                level = y + LEADING / 2 + 0.5 + (n - (number - 1) / 2) * 3.6
                start, end = left, left + SAMPLE - 4
                tips = []
                if strand.way > 0:
                    tips.append(_arrow((end, level), 1))
                    end -= HEAD[0]
                elif strand.way < 0:
                    tips.append(_arrow((start, level), -1))
                    start += HEAD[0]
                colour = _looks()[strand.tie_class].colour
                yield Path([(start, level), (end, level)]), commitment, colour, tips
            y += (len(note.above) + len(note.below)) * LEADING
