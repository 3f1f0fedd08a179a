"""Draw the network: actors in frames by country, ties in the gaps between, as in a wiring plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from course_utils.cells import ActorKind
from course_utils.figures import canvas
from course_utils.figures.legend import Sign, draw_legend
from course_utils.figures.lines import PIXEL, Point, Stroke, draw_strokes, rounded
from course_utils.figures.network_plan import (
    ARROW,
    FRAME,
    IMAGINED,
    INSET,
    LEADING,
    MARK,
    RAIL,
    VOICE,
    Plan,
    measure,
)
from course_utils.figures.picture import Picture
from course_utils.figures.style import (
    INK,
    PAPER,
    QUIET,
    RULE,
    SHADE,
    SMALL_SIZE,
    TITLE_SIZE,
    Mark,
    marks,
    tint,
)
from course_utils.network import alternative, description, finding, neighbours, table
from course_utils.network_layout import EDGE, PAD, Box, Branch, Route

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Kinds that share a colour (the first and the seventh, ...) are akin, and differ in shape.
LOOKS: tuple[ActorKind, ...] = (
    *("state", "armed group", "unit", "person", "party", "institution"),
    *("concept", "movement", "alliance", "community"),
)
HEAD = (6.0, 3.0)  # length and half the height of an arrowhead
SIGN = 6.0  # size of the sign of a kind
RAIL_WIDTH = (4 * PIXEL, 6 * PIXEL)  # of a rail with few ties, and with many
FEW = 4
DOT = 3.6  # where a tie leaves its rail
ABOVE = 3.2  # from a line up to the baseline of its words
BELOW = 8.8  # from a line down to the baseline of the notes
DASHED = (0, (3, 2))
Z_FRAME, Z_RAIL, Z_TIE, Z_BOX, Z_WORDS = 0.5, 1.5, 2.0, 3.0, 4.0


def draw_network(
    graph: nx.MultiDiGraph, focus: str | None = None, width: float = canvas.WIDTH
) -> Picture:
    """Draw who is tied to whom, by what, on whose word, and how sure.

    Actors stand in a frame for each country, those in no or several countries in one of their own.
    A line is a tie: its style is the commitment, its words the kind, its arrowhead the way.
    Ties that leave one actor, or reach one, hang on a thick line, and parallel ties have a line
    each.  Dashed boxes are actors the article only imagines.  Past ``MOST_ACTORS`` actors or
    ``MOST_TIES`` ties only those with most ties are drawn, and the picture says so.

    graph: from ``build_network``.
    focus: identifier of an actor; it, its ties and its neighbours stand out, the rest is pale.
    width: inches; a small network takes less, a large one more.

    Raises ``ValueError`` for an unknown ``focus``.
    """
    bright = {focus, *neighbours(graph, focus)} if focus else set(graph)
    plan = measure(graph, width * canvas.POINTS, focus)
    names = ", ".join(plan.left_out)
    left_out = [f"Not drawn, for lack of room: {names}."] if names else []
    return Picture(
        partial(_draw, plan, focus, bright),
        finding(graph, focus),
        alternative(graph, focus),
        [*description(graph), *left_out],
        table(graph),
        f"Data: coding of {graph.graph['article']}",
    )


def _draw(plan: Plan, focus: str | None, bright: set[str]) -> Figure:
    figure, axes = canvas.blank(plan.width, plan.height)
    title, note = "\n".join(plan.title), "\n".join(plan.note)
    canvas.write(axes, (FRAME, FRAME), title, "title", TITLE_SIZE, weight="bold")
    below = FRAME + canvas.block_height(plan.title, TITLE_SIZE)
    canvas.write(axes, (FRAME, below), note, "note", SMALL_SIZE)
    view = _View(plan, marks(LOOKS), focus, bright)
    _draw_frames(axes, view)
    _draw_rails(axes, view)
    _draw_ties(axes, view)
    _draw_boxes(axes, view)
    _draw_signs(axes, view)
    for actor in plan.layout.boxes:
        _write_card(axes, view, actor)
    draw_legend(axes, plan.legend, (FRAME, plan.key), view.looks, SAMPLES)
    return figure


@dataclass(frozen=True)
class _View:
    """A plan, and what stands out in it; the rest is pale."""

    plan: Plan
    looks: Mapping[str, Mark]
    focus: str | None
    bright: set[str]

    def at(self, place: Point) -> Point:
        """A place of the layout in the figure."""
        return place[0] + FRAME, place[1] + self.plan.top

    def corners(self, box: Box) -> list[Point]:
        """The corners of a box in the figure, from the top left and back to it."""
        (left, top), (right, bottom) = (
            self.at((box.left, box.top)),
            self.at((box.right, box.bottom)),
        )
        return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]

    def colour(self, actor: str) -> str:
        """The colour of the kind of an actor."""
        return self.looks[self.plan.cards[actor].kind].colour

    def stands_out(self, branch: Branch) -> bool:
        """Whether a tie is in focus, as every one is without a focus."""
        tie = self.plan.ties[branch.tie]
        return self.focus is None or self.focus in (tie.source, tie.target)

    def parts(self) -> Iterator[tuple[Route, list[Branch], str]]:
        """Each rail with its pale ties and then with the others, and the colour of both."""
        for bright in (False, True):
            for route in self.plan.layout.routes:
                found = [one for one in route.branches if self.stands_out(one) == bright]
                if found:
                    yield route, found, self.colour(route.owner) if bright else RULE


def _draw_frames(axes: Axes, view: _View) -> None:
    """Draw the ground of each group with its name."""
    from matplotlib.collections import PolyCollection

    frames = view.plan.layout.frames
    grounds = [view.corners(box) for box in frames.values()]
    ground = PolyCollection(grounds, fc=SHADE, lw=0, gid="frame", zorder=Z_FRAME)
    axes.add_collection(ground, autolim=False)
    for group, box in frames.items():
        heading, right = view.plan.headings[group], view.plan.layout.sides[group]
        across = box.right - EDGE if right else box.left + EDGE
        x, y = view.at((across, box.top + PAD / 2))
        where: dict[str, Any] = {"ha": "right" if right else "left"}
        canvas.write(axes, (x, y), "\n".join(heading.name), "group", weight="bold", **where)
        below = (x, y + canvas.block_height(heading.name))
        canvas.write(axes, below, heading.count, "count", SMALL_SIZE, color=QUIET, **where)


def _draw_rails(axes: Axes, view: _View) -> None:
    """Draw each rail from its owner as far as its ties go, and a dot where each leaves it."""
    from matplotlib.collections import LineCollection

    lines, colours, widths = [], [], []
    dots: dict[str, list[Point]] = {}
    for route, branches, ink in view.parts():
        if route.spine:
            lines += [tuple(map(view.at, line)) for line in _rail(route, branches)]
            colours += [tint(ink) if ink != RULE else RULE] * 2
            widths += [RAIL_WIDTH[len(route.branches) > FEW]] * 2
            dots.setdefault(ink, []).extend(view.at(branch.points[0]) for branch in branches)
    look: dict[str, Any] = {"colors": colours, "linewidths": widths, "capstyle": "round"}
    rails = LineCollection(lines, snap=True, gid="rail", zorder=Z_RAIL, **look)
    axes.add_collection(rails, autolim=False)
    for ink, places in dots.items():
        xs, ys = zip(*places, strict=True)
        axes.plot(xs, ys, "o", ms=DOT, color=ink, mew=0, gid="dot", zorder=Z_TIE)


def _rail(route: Route, branches: Sequence[Branch]) -> tuple[tuple[Point, ...], ...]:
    depths = [route.foot[1], *(branch.at[1] for branch in branches)]
    across = route.stub[1][0]
    return route.stub, ((across, min(depths)), (across, max(depths)))


def _draw_ties(axes: Axes, view: _View) -> None:
    from matplotlib.collections import PolyCollection

    strokes, heads, inks = [], [], []
    for route, branches, ink in view.parts():
        if route.incoming:
            heads.append(_head(view.at(route.foot), route.heading))
            inks.append(ink)
        for branch in branches:
            tie = view.plan.ties[branch.tie]
            if tie.directed and not route.incoming:
                heads.append(_head(view.at(branch.at), branch.heading))
                inks.append(ink)
            line = _shortened(view, route, branch)
            strokes.append(Stroke(line, tie.commitment, ink, Z_TIE - 0.1 * (ink == RULE)))
            _write_words(axes, view, branch, QUIET if ink == RULE else INK)
    draw_strokes(axes, strokes)
    arrows = PolyCollection(heads, facecolors=inks, lw=0, gid="arrow", zorder=Z_TIE)
    axes.add_collection(arrows, autolim=False)


def _head(place: Point, heading: int) -> list[Point]:
    x, y = place
    back = x - heading * HEAD[0]
    return [(x, y), (back, y - HEAD[1]), (back, y + HEAD[1])]


def _shortened(view: _View, route: Route, branch: Branch) -> tuple[Point, ...]:
    """The line of a tie, ending where its arrowhead begins."""
    points = [view.at(point) for point in branch.points]
    if view.plan.ties[branch.tie].directed:
        if not route.incoming:
            points[-1] = (points[-1][0] - branch.heading * HEAD[0], points[-1][1])
        elif not route.spine:
            points[0] = (points[0][0] - route.heading * HEAD[0], points[0][1])
    return tuple(points)


def _write_words(axes: Axes, view: _View, branch: Branch, ink: str) -> None:
    """Write the kind of a tie above its line, and for whom and on whose word below it."""
    words = view.plan.words[branch.tie]
    x, y = view.at(branch.at)
    x -= branch.heading * ARROW
    where: dict[str, Any] = {"ha": "right" if branch.heading > 0 else "left"}
    for number, line in enumerate(reversed(words.above)):
        top = y - ABOVE - number * LEADING - SMALL_SIZE
        canvas.write(axes, (x, top), line, "label", SMALL_SIZE, color=ink, **where)
    for number, line in enumerate(words.below):
        top = y + BELOW + number * LEADING - SMALL_SIZE
        canvas.write(axes, (x, top), line, "label", SMALL_SIZE, color=QUIET, **where)


def _draw_boxes(axes: Axes, view: _View) -> None:
    from matplotlib.collections import PolyCollection

    boxes = view.plan.layout.boxes
    axes.add_collection(
        PolyCollection(
            [_rounded_box(view.corners(box)) for box in boxes.values()],
            facecolors=[_paint(view, actor)[1] for actor in boxes],
            edgecolors=[_paint(view, actor)[0] for actor in boxes],
            linestyles=[DASHED if view.plan.cards[a].hypothetical else "solid" for a in boxes],
            linewidths=2 * PIXEL,
            snap=True,
            gid="box",
            zorder=Z_BOX,
        ),
        autolim=False,
    )


def _rounded_box(corners: Sequence[Point]) -> list[Point]:
    """The outline of a box, from the middle of its top, with round corners."""
    top = ((corners[0][0] + corners[1][0]) / 2, corners[0][1])
    return rounded([top, *corners[1:], top])


def _paint(view: _View, actor: str) -> tuple[str, str, str]:
    """Colours of the edge of a box, of its ground, and of the sign on it."""
    ink = view.colour(actor) if actor in view.bright else RULE
    return (ink, ink, PAPER) if actor == view.focus else (ink, PAPER, ink)


def _corner(view: _View, actor: str) -> Point:
    """The top left of the words of an actor, which stand in the middle of its box."""
    box, card = view.plan.layout.boxes[actor], view.plan.cards[actor]
    tall = canvas.block_height(card.name) + canvas.line_height(SMALL_SIZE)
    left, top = view.at((box.left, (box.top + box.bottom - tall) / 2))
    return left + INSET, top


def _draw_signs(axes: Axes, view: _View) -> None:
    """Draw the sign of each actor before the word for its kind, those alike as one artist."""
    alike: dict[tuple[str, str, str], list[Point]] = {}
    for actor, card in view.plan.cards.items():
        _, ground, sign = _paint(view, actor)
        key = view.looks[card.kind].shape, sign, ground if card.hypothetical else sign
        x, y = _corner(view, actor)
        y += canvas.block_height(card.name) + canvas.line_height(SMALL_SIZE) / 2
        alike.setdefault(key, []).append((x + SIGN / 2, y))
    for (shape, edge, face), places in alike.items():
        xs, ys = zip(*places, strict=True)
        look: dict[str, Any] = {"marker": shape, "ms": SIGN, "mec": edge, "mfc": face}
        axes.plot(xs, ys, ls="none", gid="sign", zorder=Z_WORDS, **look)


def _write_card(axes: Axes, view: _View, actor: str) -> None:
    """Write the name and the kind of an actor into its box."""
    card, ground = view.plan.cards[actor], _paint(view, actor)[1]
    left, top = _corner(view, actor)
    quiet = PAPER if ground != PAPER else QUIET
    strong = INK if actor in view.bright and ground == PAPER else quiet
    name = "\n".join(card.name)
    canvas.write(axes, (left, top), name, "name", color=strong, zorder=Z_WORDS)
    below = (left + MARK, top + canvas.block_height(card.name))
    canvas.write(axes, below, card.kind, "kind", SMALL_SIZE, color=quiet, zorder=Z_WORDS)


def _imagined_sample(axes: Axes, place: Point, width: float) -> None:
    x, y = place
    corners = [(x, y - 5), (x + width, y - 5), (x + width, y + 5), (x, y + 5), (x, y - 5)]
    xs, ys = zip(*corners, strict=True)
    axes.plot(xs, ys, color=QUIET, lw=1.2, ls=DASHED)


def _rail_sample(axes: Axes, place: Point, width: float) -> None:
    x, y = place
    look: dict[str, Any] = {"lw": RAIL_WIDTH[True], "solid_capstyle": "butt"}
    axes.plot([x, x + width], [y, y], color=tint(QUIET), **look)


def _word_sample(word: str) -> Sign:
    def draw(axes: Axes, place: Point, width: float) -> None:
        end = (place[0] + width, place[1])
        canvas.write(axes, end, word, "legend", SMALL_SIZE, middle=True, color=QUIET, ha="right")

    return draw


SAMPLES: dict[str, Sign] = {
    IMAGINED: _imagined_sample,
    RAIL: _rail_sample,
    VOICE: _word_sample("– who"),
}
