"""The words of a figure as SVG: each letter an outline drawn once, each string laid out once.

matplotlib lays out every word twice in every picture, which takes three quarters of its time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from course_utils.figures.canvas import text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C"}  # of a path; any other closes it
ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}
Letter = tuple[str, float]  # the name of its outline, and where it stands


def words_of(figure: Figure) -> list[Text]:
    """The texts that can be drawn here: level ones on a baseline, as from ``canvas.write``."""
    from matplotlib.text import Text

    found: list[Any] = [text for text in figure.findobj(Text) if text.get_visible()]
    return [text for text in found if text.get_text() and text.get_va() == "baseline"]


def svg_of(texts: Sequence[Text], height: float) -> str:
    """Outlines of the letters of these texts, and the texts as references to them.

    Each text is placed in points from the top left of a figure of this height.
    """
    outlines: dict[str, str] = {}
    groups = [_group(text, height, outlines) for text in texts]
    drawn = "".join(f'<path id="{name}" d="{path}"/>\n' for name, path in outlines.items())
    return f"<defs>\n{drawn}</defs>\n{''.join(groups)}"


def _group(text: Text, height: float, outlines: dict[str, str]) -> str:
    from matplotlib.colors import to_hex
    from matplotlib.textpath import text_to_path

    words, size, weight = text.get_text(), float(text.get_fontsize()), str(text.get_fontweight())
    letters, found = _laid_out(words, weight)
    outlines |= found
    x, y = text.get_transform().transform(text.get_position())
    x -= ALIGNED[text.get_horizontalalignment()] * text_width(words, size, weight)
    scale = size / text_to_path.FONT_SCALE
    place = f"translate({x:.2f} {height - y:.2f}) scale({scale:g} {-scale:g})"
    used = "".join(f'<use href="#{name}" x="{at:.0f}"/>' for name, at in letters)
    return f'<g fill="{to_hex(text.get_color())}" transform="{place}">{used}</g>\n'


@lru_cache(maxsize=4096)
def _laid_out(text: str, weight: str) -> tuple[Sequence[Letter], dict[str, str]]:
    """The letters of a text in the size of outlines, and these outlines."""
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.textpath import text_to_path

    font = get_font(findfont(FontProperties(weight=weight)))
    font.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    places, shapes, _ = text_to_path.get_glyphs_with_font(font, text)
    short = {name: f"{weight[0]}{name.rpartition('-')[2]}" for name in shapes}
    outlines = {short[name]: "".join(_outline(*shape)) for name, shape in shapes.items()}
    return [(short[name], x) for name, x, *_ in places], outlines


def _outline(vertices: Any, codes: Any) -> Iterator[str]:
    from matplotlib.path import Path

    for points, code in Path(vertices, codes).iter_segments(simplify=False):
        command = COMMANDS.get(int(code), "z")
        yield command if command == "z" else command + " ".join(f"{value:g}" for value in points)
