"""A figure with its own words, and as SVG: the letters as outlines, each of them drawn once."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from course_utils.figures.canvas import Board, text_width
from course_utils.pages.render import page_css, render
from course_utils.pages.tables import table_html
from course_utils.words import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text
    from pandas import DataFrame

SIZE = re.compile(r'width="[^"]*pt" height="[^"]*pt"')
# Nothing is drawn outside the frame, so that nothing needs to be clipped.
LEFT_OUT = re.compile(
    r'<!--.*?-->\s*|<metadata>.*?</metadata>\s*| clip-path="[^"]*"|^ +', re.S | re.M
)
COMMANDS = {1: "M", 2: "L", 3: "Q", 4: "C"}  # of a path; any other closes it
ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, eq=False)
class Picture:
    """What a ``draw_*`` function returns; as the last line of a cell it shows itself.

    ``draw`` makes the board, ``title`` is its finding, ``alt`` one sentence for who cannot see it,
    ``description`` the same at length, ``rows`` what is drawn, ``credit`` its origin.  IPython
    keeps whatever a cell shows, and a figure takes 5 MB: only its SVG is kept.
    """

    draw: Callable[[], Board]
    title: str
    alt: str
    description: Sequence[str]
    rows: dict[str, dict[str, object]]
    credit: str

    @property
    def figure(self) -> Figure:
        """The matplotlib figure, drawn anew each time."""
        return self.draw().figure

    @cached_property
    def table(self) -> DataFrame:
        """The rows drawn; its index are their names."""
        from pandas import DataFrame

        return DataFrame.from_dict(self.rows, orient="index")

    @cached_property
    def svg(self) -> str:
        """The picture as SVG, sharp at every zoom; the same text each time."""
        return encode(self.figure)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": str(self)}

    def __str__(self) -> str:
        return "\n".join([self.title, self.alt, *self.description, self.credit])

    @property
    def html(self) -> str:
        """The picture in a box that scrolls by itself, and under it its words, which reflow.

        The SVG is an image: JupyterLab takes one that stands in the page apart while the notebook
        is not trusted.  Its size stands in itself: it hangs on the fonts of the machine, and strict
        nbval compares.
        """
        image = f"data:image/svg+xml;base64,{base64.b64encode(self.svg.encode()).decode('ascii')}"
        table = table_html([*self.rows.values()], self.title)
        rows = count(len(self.rows), "row")
        shown = render("picture.html", picture=self, image=image, rows=rows, table=table)
        return f"<style>{page_css()}</style>{shown}"


def encode(figure: Figure) -> str:
    """A matplotlib figure as SVG with an inch of 100 CSS pixels, its letters as outlines.

    Outlines look as they were measured on every machine; with a fixed salt and no date the text is
    the same each time.  matplotlib would lay out every word twice in every picture, which takes
    three quarters of its time: so words from ``canvas.write`` are written here.
    """
    import matplotlib as mpl

    width, height = figure.get_size_inches()
    words = [text for text in figure.texts if text.get_text()]
    for text in words:
        text.set_visible(False)
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "course"}), io.StringIO() as file:
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        shapes = file.getvalue()
    for text in words:
        text.set_visible(True)
    svg = SIZE.sub(f'width="{round(width * 100)}" height="{round(height * 100)}"', shapes, count=1)
    svg = LEFT_OUT.sub("", svg[svg.index("<svg") :])
    return svg.replace("</svg>", f"{''.join(_letters(words))}</svg>")


def _letters(texts: Sequence[Text]) -> Iterator[str]:
    """The texts of ``canvas.write`` as references to outlines of their letters, and these."""
    from matplotlib.colors import to_hex
    from matplotlib.textpath import text_to_path

    outlines: dict[str, str] = {}
    for text in texts:
        size, weight = float(text.get_fontsize()), str(text.get_fontweight())
        letters, found = _laid_out(text.get_text(), weight)
        outlines |= found
        x, y = text.get_position()
        x -= ALIGNED[text.get_horizontalalignment()] * text_width(text.get_text(), size, weight)
        scale = size / text_to_path.FONT_SCALE
        place = f"translate({x:.2f} {y:.2f}) scale({scale:g} {-scale:g})"
        yield f'<g fill="{to_hex(text.get_color())}" transform="{place}">{letters}</g>\n'
    drawn = "".join(f'<path id="{name}" d="{path}"/>\n' for name, path in outlines.items())
    yield f"<defs>\n{drawn}</defs>\n"


@lru_cache(maxsize=4096)
def _laid_out(text: str, weight: str) -> tuple[str, dict[str, str]]:
    """References to the letters of a text in the size of outlines, and these outlines."""
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.textpath import text_to_path

    font = get_font(findfont(FontProperties(weight=weight)))
    font.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    places, shapes, _ = text_to_path.get_glyphs_with_font(font, text)
    short = {name: f"{weight[0]}{name.rpartition('-')[2]}" for name in shapes}
    drawn = {short[name]: "".join(_outline(*shape)) for name, shape in shapes.items()}
    outlines = {name: path for name, path in drawn.items() if path}  # a blank has none
    letters = [(short[name], x) for name, x, *_ in places if short[name] in outlines]
    return "".join(f'<use href="#{name}" x="{x:.0f}"/>' for name, x in letters), outlines


def _outline(vertices: Any, codes: Any) -> Iterator[str]:
    """A path in hundredths of the font's size; a tenth of that is enough at every zoom."""
    from matplotlib.path import Path

    for points, code in Path(vertices, codes).iter_segments(simplify=False):
        command = COMMANDS.get(int(code), "z")
        numbers = [f"{value:.1f}".removesuffix(".0") for value in points]
        yield command if command == "z" else command + " ".join(numbers)
