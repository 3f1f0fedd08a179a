"""An empty figure measured in points, and text that is measured before it is placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from course_utils.figures.style import INK, PAPER, TEXT_SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 72.0
WIDTH = 8.0  # inches; what fits beside JupyterLab's file list on a small laptop
LEADING = 1.3  # line height over font size
BASELINE = 1.0  # depth of the baseline below the top of its line, over font size
MISSING = "\u25a1"  # stands for a character that the font lacks
ELLIPSIS = "…"


def blank(width: float, height: float) -> tuple[Figure, Axes]:
    """A white figure with one frameless axes over all of it, in points from the top left."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS, facecolor=PAPER)
    FigureCanvasSVG(figure)
    axes = figure.add_axes((0, 0, 1, 1), frame_on=False)
    axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    return figure, axes


def write(
    axes: Axes,
    place: tuple[float, float],
    text: str,
    role: str,
    size: float = TEXT_SIZE,
    middle: bool = False,
    **look: Any,
) -> None:
    """Place lines of text below ``place``, or around its height if ``middle``.

    Lines stand on computed baselines, so that neighbours align whatever letters they hold.
    ``role`` becomes the artists' gid, by which tests find them.
    """
    x, y = place
    lines = text.split("\n")
    style: dict[str, Any] = {"size": size, "color": INK, **look}
    top = y - block_height(lines, size) / 2 if middle else y
    for number, line in enumerate(lines):
        baseline = top + line_height(size) * number + BASELINE * size
        axes.text(
            x,
            baseline,
            line,
            gid=role,
            parse_math=False,
            va="baseline",
            **style,
        )


def line_height(size: float) -> float:
    """Points from one line of text to the next."""
    return size * LEADING


def text_width(text: str, size: float = TEXT_SIZE, weight: str = "normal") -> float:
    """Width of one line of text in points, as its outlines have it."""
    return size * _relative_width(text, weight)


@lru_cache(maxsize=4096)
def _relative_width(text: str, weight: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=1, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def printable(text: str) -> str:
    """``text`` on one line, with a box for each character that the font cannot draw."""
    glyphs = _glyphs()
    flat = " ".join(text.split())
    return "".join(letter if ord(letter) in glyphs else MISSING for letter in flat)


def wrap(
    text: str, width: float, lines: int, size: float = TEXT_SIZE, weight: str = "normal"
) -> list[str]:
    """Break text into at most ``lines`` lines of ``width`` points; a cut ends in an ellipsis."""

    def fits(line: str) -> bool:
        return text_width(line, size, weight) <= width

    wrapped: list[str] = []
    for word in printable(text).split():
        for piece in _pieces(word, fits):
            if wrapped and fits(f"{wrapped[-1]} {piece}"):
                wrapped[-1] += f" {piece}"
            else:
                wrapped.append(piece)
    if len(wrapped) <= lines:
        return wrapped
    return [*wrapped[: lines - 1], _cut(wrapped[lines - 1], fits)]


def _pieces(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word that is wider than a line, in pieces that are not."""
    if fits(word):
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and not fits(pieces[-1] + letter):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(line: str, fits: Callable[[str], bool]) -> str:
    while line and not fits(line + ELLIPSIS):
        line = line[:-1]
    return line.rstrip(" ,;:.") + ELLIPSIS


def block_height(lines: Sequence[str], size: float = TEXT_SIZE) -> float:
    """Height in points of wrapped lines."""
    return len(lines) * line_height(size)
