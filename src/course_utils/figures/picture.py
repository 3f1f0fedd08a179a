"""A figure together with its own words: title, alternative text, description, table and credit."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from course_utils.figures.style import ramps
from course_utils.figures.table import style, table_html

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Picture:
    """What a ``draw_*`` function returns; as the last line of a cell it shows itself.

    ``draw`` makes the matplotlib figure, ``title`` is its finding, ``alt`` one sentence for who
    cannot see it, ``description`` the same at length, ``table`` the rows drawn, ``credit`` their
    origin.  IPython keeps whatever a cell shows, and a figure takes 5 MB: only its PNG is kept.
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
    def png(self) -> bytes:
        """The picture as a PNG of few colours at 100 dpi; the same bytes each time."""
        return encode(self.draw())

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": str(self)}

    def __str__(self) -> str:
        return "\n".join([self.title, self.alt, *self.description, self.credit])

    @property
    def html(self) -> str:
        """The picture in a box that scrolls by itself, and under it its words, which reflow.

        ``data-lm-suppress-shortcuts`` leaves the arrow keys to the box in JupyterLab.  The size of
        the image is left out: it hangs on the fonts of the machine, and strict nbval compares.
        """
        source = f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in self.description)
        return (
            f"{style()}"
            f'<figure class="course-picture"><div class="course-scroll" role="group" tabindex="0"'
            f' data-lm-suppress-shortcuts="true" aria-label="Picture: {escape(self.title)}">'
            f'<img src="{source}" alt="{escape(self.alt)}"></div>'
            f"<figcaption>{escape(self.title)}. <small>{escape(self.credit)}</small></figcaption>"
            f"<details><summary>Description in words</summary>{paragraphs}</details>"
            f"<details><summary>The {len(self.table)} rows as a table</summary>"
            f"{table_html(self.table, self.title)}</details></figure>"
        )


def encode(figure: Figure) -> bytes:
    """A matplotlib figure as a PNG of few colours at 100 dpi."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = canvas.get_width_height()
    full = Image.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    colours = Image.new("P", (1, 1))
    colours.putpalette([part for colour in ramps() for part in colour])
    few = full.convert("RGB").quantize(palette=colours, dither=Image.Dither.NONE)
    small = io.BytesIO()
    # As small as by the highest level, in a third of its time: explorers draw while one waits.
    few.save(small, format="png", compress_level=8, compress_type=zlib.Z_FILTERED)
    return small.getvalue()
