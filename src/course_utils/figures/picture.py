"""A figure together with its own words: title, alternative text, description, table and credit."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course_utils.figures.canvas import POINTS
from course_utils.figures.letters import svg_of, words_of
from course_utils.pages.render import render, sheet
from course_utils.pages.tables import table_html
from course_utils.words import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

SIZE = re.compile(r'width="[^"]*pt" height="[^"]*pt"')
LEFT_OUT = re.compile(r"<!--.*?-->\s*|<metadata>.*?</metadata>\s*|^ +", re.S | re.M)


@dataclass(frozen=True, eq=False)
class Picture:
    """What a ``draw_*`` function returns; as the last line of a cell it shows itself.

    ``draw`` makes the matplotlib figure, ``title`` is its finding, ``alt`` one sentence for who
    cannot see it, ``description`` the same at length, ``table`` the rows drawn, ``credit`` their
    origin.  IPython keeps whatever a cell shows, and a figure takes 5 MB: only its SVG is kept.
    """

    draw: Callable[[], Figure]
    title: str
    alt: str
    description: Sequence[str]
    table: DataFrame
    credit: str

    @property
    def figure(self) -> Figure:
        """The matplotlib figure, drawn anew each time."""
        return self.draw()

    @cached_property
    def svg(self) -> str:
        """The picture as SVG, sharp at every zoom; the same text each time."""
        return encode(self.draw())

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
        table = table_html(self.table, self.title)
        rows = count(len(self.table), "row")
        return sheet() + render("picture.html", picture=self, image=image, rows=rows, table=table)


def encode(figure: Figure) -> str:
    """A matplotlib figure as SVG with an inch of 100 CSS pixels, its letters as outlines.

    Outlines look as they were measured on every machine; with a fixed salt and no date the text is
    the same each time.
    """
    import matplotlib as mpl

    width, height = figure.get_size_inches()
    words = words_of(figure)
    letters = svg_of(words, height * POINTS)
    for text in words:
        text.set_visible(False)
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "course"}), io.StringIO() as file:
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
        shapes = file.getvalue()
    for text in words:
        text.set_visible(True)
    svg = SIZE.sub(f'width="{round(width * 100)}" height="{round(height * 100)}"', shapes, count=1)
    svg = LEFT_OUT.sub("", svg[svg.index("<svg") :])
    return svg.replace("</svg>", f"{letters}</svg>")
