"""Draw the network at a glance: a core with its bodies in the middle, the others at both sides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, get_args

from course_utils.course import Course
from course_utils.figures import canvas, network_place
from course_utils.figures.canvas import LINE_WIDTH, PAPER, QUIET, SMALL_SIZE, Board, Point
from course_utils.figures.network_place import INSET, LEADING, MARGIN, Box, Lane
from course_utils.figures.picture import Picture
from course_utils.reading import network_words as words
from course_utils.reading.network import Network, Step, View, build_network
from course_utils.source.cells import Commitment, TieClass

FRAME = 6.0  # white around everything, and between title, network and legend
IMAGINED = "spoken of as possible, not as there"
NOTE = "in a box: a tie to the actor named there"
COLOURS = {name: mark.colour for name, mark in canvas.marks(get_args(TieClass)).items()}
HEAD = (6.0, 2.8)  # length and half the height of an arrowhead
ROUND = 4.0  # radius of a corner
CODES = (1, 2, 4, 4, 4, 2)  # of a matplotlib path: start, line, curve, line; or start, line
Z_BLOCK, Z_BOX, Z_LINE = 1.0, 1.1, 2.0
small = partial(canvas.write, size=SMALL_SIZE, leading=LEADING)


def draw_network(
    given: Course | Network,
    focus: str | None = None,
    *,
    theatre: str | None = None,
    upto: Step = "a party",
    whole: bool | None = None,
) -> Picture:
    """Draw who is tied to whom, by what, on whose word, and how sure.

    In the middle stands the state with most ties, or another actor that has more than twice as
    many, with boxes within boxes for what belongs to it, each with its leader; at both sides the
    others by their group, else their home, which may differ from the theatre where a tie plays.  A
    line is a tie between both: its style is the commitment, its colour the class, the word above
    it the kind.  Ties between two others are notes in a box.

    given: the course, or a part of its network from ``build_network``.
    focus: an actor to see alone, with its own ties.
    theatre: keep the ties that play there.
    upto: ``"the author"`` shows what the author says, ``"with a reservation"`` adds that and what
        is left open, ``"a party"`` adds what others say, ask or aim at.
    whole: show opposition, and ties that do not touch the core; without it this is done for one
        theatre or one actor, and where nothing else is there, but not for all at a glance.

    Raises ``ValueError`` for an unknown actor, theatre or step.
    """
    graph = build_network(given) if isinstance(given, Course) else given
    view = View(graph, focus, theatre, upto, whole)
    return Picture(
        partial(_draw, view),
        words.finding(view),
        words.alternative(view),
        words.description(view),
        words.rows(view),
        f"Data: coding of {view.course.about['article']}",
    )


def _draw(view: View) -> Board:
    inside = canvas.WIDTH - 2 * FRAME
    board, foot = canvas.titled(words.finding(view), FRAME)
    if view.core:
        columns = network_place.place(view, (FRAME, foot + FRAME), inside)
        _draw_network(board, view, *columns)
        foot = columns[0].bottom
    note = canvas.wrap(" ".join(words.footnote(view)), inside, 4, SMALL_SIZE)
    lines = canvas.commitment_samples({tie.commitment for tie in view.shown})
    end = canvas.draw_legend(board, [lines, _signs(view)], (FRAME, foot + FRAME), inside)
    end = canvas.write(board, (FRAME, end), note, "note", SMALL_SIZE, color=QUIET)
    board.end_at(end + FRAME)
    return board


def _signs(view: View) -> list[canvas.Sample]:
    used = {view.classes[tie.kind] for tie in view.shown}
    colours = {name: colour for name, colour in COLOURS.items() if name in used}
    signs = [canvas.Sample(name, partial(_sample_line, colours[name], 0)) for name in colours]
    if any(view.actors[actor].hypothetical for actor in (*view.homes, *view.boxes)):
        signs.append(canvas.Sample(IMAGINED, _sample_box))
    if view.notes:
        signs.append(canvas.Sample(NOTE, partial(_sample_line, QUIET, 1)))
    return signs


def _sample_line(colour: str, way: int, board: Board, at: Point, width: float) -> None:
    end = at[0] + width - way * HEAD[0]
    board.line([at[0], end], [at[1]] * 2, color=colour, lw=LINE_WIDTH)
    _arrow(board, (end, at[1]), way, colour)


def _sample_box(board: Board, at: Point, width: float) -> None:
    _frame(board, Box(at[0], at[0] + width, top=at[1] - 5, bottom=at[1] + 5), "legend", True)


def _draw_network(board: Board, view: View, core: Box, *sides: Box) -> None:
    for box in (box for part in (core, *sides) for box in part.walk()):
        if box.name in view.actors:
            _frame(
                board, box, "block" if box is core else "box", view.actors[box.name].hypothetical
            )
            _words(board, box, MARGIN if box is core else 0.0)
            for lane in box.lanes:
                _lane(board, lane, box, core)
        elif box.name:
            said = words.heading(view, {one.name for one in box.inner})
            _heading(board, box, said, core)


def _frame(board: Board, box: Box, role: str, imagined: bool) -> None:
    from matplotlib.patches import BoxStyle, FancyBboxPatch

    paper, zorder = (canvas.SHADE, Z_BLOCK) if role == "block" else (PAPER, Z_BOX)
    look: dict[str, Any] = {"ls": (0, (3, 2)) if imagined else "solid", "edgecolor": QUIET}
    look |= {"facecolor": paper, "clip_on": False, "gid": role, "zorder": zorder}
    size = (box.right - box.left, box.bottom - box.top, BoxStyle.Round(0, ROUND))
    board.add(FancyBboxPatch((box.left, box.top), *size, **look))


def _heading(board: Board, home: Box, said: str, core: Box) -> None:
    """Write the name of a home at its outer edge, and behind it how many ties the author says."""
    right = home.left > core.left
    x, sign, ha = (home.right, -1, "right") if right else (home.left, 1, "left")
    room = abs((core.right if right else core.left) - x) - 2
    name = canvas.wrap(home.name, room, 1, weight="bold")[0]
    canvas.write(board, (x, home.top), name, "home", weight="bold", ha=ha)
    shift = canvas.text_width(name, weight="bold") + 5
    if shift + canvas.text_width(said, SMALL_SIZE) < room:
        small(board, (x + sign * shift, home.top + 0.8), said, "count", color=QUIET, ha=ha)


def _words(board: Board, box: Box, margin: float = 0.0) -> None:
    """Write the words in a box, the name of the core in bold and, if it is empty, in the middle."""
    x, y = box.left + margin + INSET, box.top + INSET / 2
    if margin and not box.inner:
        y = (box.top + box.bottom - box.words + INSET) / 2
    weight = "bold" if margin else "normal"
    y = canvas.write(board, (x, y), box.label, "name", weight=weight)
    y = small(board, (x, y), box.under, "under", color=QUIET)
    left = x + network_place.SAMPLE
    for note in box.notes:
        colour = COLOURS[note.bundle.tie_class]
        note.top, y = y, y + note.height
        for commitment, depth in zip(note.bundle.commitments, note.ys, strict=True):
            points = [(x, depth), (left - 4, depth)]
            _line(board, points, note.bundle.way, commitment, colour)
        below = small(board, (left, note.top), note.above, "word", color=colour)
        small(board, (left, below), note.below, "voice", color=QUIET)


def _lane(board: Board, lane: Lane, box: Box, core: Box) -> None:
    """Draw the lines of a tie, which turn just within the block, and its words beside the box."""
    bundle, colour = lane.bundle, COLOURS[lane.bundle.tie_class]
    start, edge, sign = (box.left, core.right, -1) if lane.right else (box.right, core.left, 1)
    x, ha = start + sign * network_place.ARROW, "right" if lane.right else "left"
    small(board, (x, lane.top), lane.above, "word", color=colour, ha=ha)
    small(board, (x, lane.ys[-1] + 1.5), lane.below, "voice", color=QUIET, ha=ha)
    for commitment, y, port in zip(bundle.commitments, lane.ys, lane.ports or lane.ys, strict=True):
        points = [(start, y), (lane.end, port)]
        if y != port:
            turn = edge + sign * (MARGIN - HEAD[0])
            half = (edge + turn) / 2
            points[1:1] = [(edge, y), (half, y), (half, port), (turn, port)]
        _line(board, points, bundle.way, commitment, colour)


def _line(
    board: Board, points: Sequence[Point], way: int, commitment: Commitment, colour: str
) -> None:
    """Draw a line and its arrowhead; from its tail, so that a broken one begins with a stroke."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    *before, (x, y) = points[:: way or 1]
    if way:
        sign = 1 if x > before[-1][0] else -1
        x -= sign * HEAD[0]
        _arrow(board, (x, y), sign, colour)
    path = Path([*before, (x, y)], CODES[: len(points)])
    look: dict[str, Any] = {"ls": canvas.LINES[commitment], "facecolor": "none", "capstyle": "butt"}
    look |= {"clip_on": False, "gid": f"line {commitment}", "zorder": Z_LINE}
    for ink, width in canvas.strokes(commitment, colour):
        board.add(PathPatch(path, edgecolor=ink, lw=width, **look))


def _arrow(board: Board, back: Point, way: int, colour: str) -> None:
    """Draw an arrowhead before this point, to the right, or if ``way`` is -1 to the left."""
    from matplotlib.patches import Polygon

    x, y = back
    corners = [(x + way * HEAD[0], y), (x, y - HEAD[1]), (x, y + HEAD[1])]
    look: dict[str, Any] = {"facecolor": colour, "lw": 0, "gid": "arrow", "clip_on": False}
    if way:
        board.add(Polygon(corners, zorder=Z_LINE + 0.1, **look))
