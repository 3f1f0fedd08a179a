"""What pictures share: a white board in points, words that are measured, marks, lines, legend."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from course_utils.source.cells import Commitment

if TYPE_CHECKING:
    from matplotlib.artist import Artist

POINTS = 72.0  # an inch
WIDTH = 8 * POINTS  # what fits beside JupyterLab's file list on a small laptop
LEADING = 1.3  # from one line to the next, over font size
MISSING = "\u25a1"  # stands for a character that the font lacks
ELLIPSIS = "…"

Point = tuple[float, float]
Shape = str | tuple[Point, ...]  # a name that matplotlib knows, or corners
INK = "#1f2328"
QUIET = "#57606a"
RULE = "#d0d7de"
PAPER = "#ffffff"
SHADE = "#f0f2f4"

TITLE_SIZE = 12.0
TEXT_SIZE = 9.0
SMALL_SIZE = 8.0
LINE = TEXT_SIZE * LEADING

# Each colour has a contrast of at least 4.5 to the shade, and they stay apart under three kinds of
# colour blindness and in grey; the shape, which holds a number, says the same again.
COLOURS = ("#264b96", "#97481e", "#077a7e", "#2e0143", "#3a3e41", "#362b07")
SHAPES: tuple[Shape, ...] = (
    "o",
    "s",
    ((-1, -0.7), (1, -0.7), (1, 0.7), (-1, 0.7), (-1, -0.7)),
    ((-1, 1), (1, 1), (1, -0.1), (0, -1), (-1, -0.1), (-1, 1)),
    ((-1, -1), (1, -1), (1, 0.1), (0, 1), (-1, 0.1), (-1, -1)),
    ((-1, -0.8), (0.45, -0.8), (1, 0), (0.45, 0.8), (-1, 0.8), (-0.8, 0), (-1, -0.8)),
)

# On and off lengths in points, as matplotlib takes them; the codebook's line for each commitment.
LINES: dict[Commitment, str | tuple[float, tuple[float, ...]]] = {
    "the author says it": "solid",
    "the author, with a reservation": (0, (5, 2.5)),
    "left open": (0, (1, 1.8)),
    "a party says it": "solid",
    "asks or aims": (0, (7, 2, 1.5, 2)),  # a mark of its own: no belief about what is so
}
PARTY: Commitment = "a party says it"  # its line is double
DOUBLE = (3.6, 1.5)  # points of it, and of the white within
LINE_WIDTH = 1.6
FLAT: dict[str, Any] = {"dash_capstyle": "butt", "solid_capstyle": "butt"}  # ends of lines
LEGEND_ROW = 13.0
BEFORE, SPACE = 5.0, 10.0  # points between a sample and its name, and between two of them

Sign = Callable[["Board", Point, float], None]  # draws a sample from a point to the right, so wide


class Board:
    """A white ``figure`` to draw on, in points from its top left corner.

    It has no axes: their ticks, and a clip path for each thing in them, took half of the time.
    """

    def __init__(self) -> None:
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.figure = Figure(figsize=(WIDTH / POINTS, 1), dpi=POINTS, facecolor=PAPER)
        FigureCanvasSVG(self.figure)
        self.points = Affine2D()

    def add(self, artist: Artist) -> None:
        """Put an artist on the board; tests find it by its gid."""
        artist.set_transform(self.points)
        self.figure.add_artist(artist)

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        """Draw a line through points, or a mark at one."""
        from matplotlib.lines import Line2D

        self.add(Line2D(xs, ys, **look))

    def area(self, xs: Point, ys: Point, **look: Any) -> None:
        """Fill what lies between two heights."""
        from matplotlib.patches import Rectangle

        self.add(Rectangle((xs[0], ys[0]), xs[1] - xs[0], ys[1] - ys[0], **look))

    def end_at(self, height: float) -> None:
        """Make the figure as high as what was drawn."""
        self.figure.set_figheight(height / POINTS)
        self.points.scale(1, -1).translate(0, height)


def titled(title: str, frame: float) -> tuple[Board, float]:
    """A board with its title, and the foot of that; ``frame`` stays white around everything."""
    board = Board()
    lines = wrap(title, WIDTH - 2 * frame, 4, TITLE_SIZE, "bold")
    return board, write(board, (frame, frame), lines, "title", TITLE_SIZE, weight="bold")


def write(
    board: Board,
    place: Point,
    text: str | Sequence[str],
    role: str,
    size: float = TEXT_SIZE,
    middle: bool = False,
    leading: float = 0.0,
    **look: Any,
) -> float:
    """Write lines of text below ``place``, or around its height if ``middle``; return their foot.

    Lines stand on computed baselines, so that neighbours align whatever letters they hold.
    ``leading`` is from one to the next; ``role`` becomes the gid, by which tests find them.
    """
    lines = text.split("\n") if isinstance(text, str) else text
    step = leading or size * LEADING
    foot = place[1] + len(lines) * step / (2 if middle else 1)
    top = foot - len(lines) * step if middle else place[1]
    style: dict[str, Any] = {"size": size, "color": INK, **look}
    for number, line in enumerate(lines):
        baseline = top + number * step + size
        style |= {"transform": board.points, "gid": role}
        board.figure.text(place[0], baseline, line, parse_math=False, va="baseline", **style)
    return foot


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = TEXT_SIZE, weight: str = "normal") -> float:
    """Width of one line of text in points, as its outlines have it."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def printable(text: str) -> str:
    """``text`` on one line, with a box for each character that the font cannot draw."""
    glyphs = _glyphs()
    return "".join(c if ord(c) in glyphs else MISSING for c in " ".join(text.split()))


def wrap(
    text: str, width: float, lines: int, size: float = TEXT_SIZE, weight: str = "normal"
) -> list[str]:
    """Break text into at most ``lines`` lines of ``width`` points; a cut ends in an ellipsis."""

    def fits(line: str) -> bool:
        return text_width(line, size, weight) <= width

    wrapped: list[str] = []
    for word in printable(text).split():
        while len(word) > 1 and not fits(word):
            cut = next(n for n in range(1, len(word)) if not fits(word[: n + 1]))
            wrapped.append(word[:cut])
            word = word[cut:]
        if wrapped and fits(f"{wrapped[-1]} {word}"):
            wrapped[-1] += f" {word}"
        else:
            wrapped.append(word)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while last and not fits(last + ELLIPSIS):
        last = last[:-1]
    return [*wrapped[: lines - 1], last.rstrip(" ,;:.") + ELLIPSIS]


# Marks and lines, and the legend that explains them


class Mark(NamedTuple):
    """Colour and shape of one group."""

    colour: str
    shape: Shape


def marks(groups: Iterable[str]) -> dict[str, Mark]:
    """Give each group, in order of first appearance, a colour and a shape of its own.

    After six groups colours and shapes meet in new pairs, so that thirty-six can be told apart.
    """
    names = dict.fromkeys(groups)
    return {
        name: Mark(COLOURS[n % len(COLOURS)], SHAPES[(n + n // len(COLOURS)) % len(SHAPES)])
        for n, name in enumerate(names)
    }


def draw_mark(board: Board, place: Point, mark: Mark, size: float, hollow: bool, role: str) -> None:
    """Draw the mark of a group; a hollow one is white within."""
    look: dict[str, Any] = {"mfc": PAPER if hollow else mark.colour, "mec": mark.colour}
    look |= {"marker": mark.shape, "ls": "none", "ms": size, "gid": role}
    board.line([place[0]], [place[1]], **look)


def strokes(commitment: Commitment, colour: str) -> list[tuple[str, float]]:
    """Ink and width of each stroke of a line; white within makes a party's double."""
    double = [(colour, DOUBLE[0]), (PAPER, DOUBLE[1])]
    return double if commitment == PARTY else [(colour, LINE_WIDTH)]


def commitment_line(
    board: Board, xs: Point, ys: Point, commitment: Commitment, colour: str
) -> None:
    """Draw a line in the style of a commitment."""
    look: dict[str, Any] = {"ls": LINES[commitment], "gid": f"line {commitment}"}
    for ink, width in strokes(commitment, colour):
        board.line(xs, ys, color=ink, lw=width, **FLAT, **look)


class Sample(NamedTuple):
    """A name in the legend, and the sign before it with its width in points."""

    name: str
    draw: Sign
    across: float = 24.0


def commitment_samples(used: Container[Commitment]) -> list[Sample]:
    """The commitments in use, in the order of the codebook."""
    names: Sequence[Commitment] = get_args(Commitment)
    return [Sample(name, partial(_line_sample, name)) for name in names if name in used]


def _line_sample(name: Commitment, board: Board, at: Point, width: float) -> None:
    commitment_line(board, (at[0], at[0] + width), (at[1], at[1]), name, QUIET)


def mark_sample(name: str, mark: Mark, hollow: bool = False) -> Sample:
    """The mark of a group, or what a hollow one means."""

    def draw(board: Board, at: Point, width: float) -> None:
        draw_mark(board, (at[0] + width / 2, at[1]), mark, 10.0, hollow, "legend marker")

    return Sample(printable(name), draw, 12.0)


def draw_legend(board: Board, kinds: Iterable[Iterable[Sample]], at: Point, width: float) -> float:
    """Draw samples from a corner downwards, each kind in rows of its own; return their foot."""
    left, depth = at[0], at[1] - LEGEND_ROW / 2
    for samples in kinds:
        x = left + width  # so that the first one begins a row
        for name, draw, across in samples:
            size = across + BEFORE + text_width(name, SMALL_SIZE)
            if x + size > left + width:
                x, depth = left, depth + LEGEND_ROW
            draw(board, (x, depth), across)
            write(board, (x + across + BEFORE, depth), name, "legend", SMALL_SIZE, True)
            x += size + SPACE
    return depth + LEGEND_ROW / 2
