"""A figure together with its own words: title, alternative text, description, table and credit."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from course_utils.figures.style import ramps
from course_utils.pages.render import render, sheet
from course_utils.pages.tables import table_html
from course_utils.words import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame


@dataclass(frozen=True, eq=False)
class Picture:
    """What a ``draw_*`` function returns; as the last line of a cell it shows itself.

    ``figure`` is the matplotlib figure, ``title`` its finding, ``alt`` one sentence for who cannot
    see it, ``description`` the same at length, ``table`` the rows drawn, ``credit`` their origin.
    """

    figure: Figure
    title: str
    alt: str
    description: Sequence[str]
    table: DataFrame
    credit: str

    @cached_property
    def png(self) -> bytes:
        """The picture as a PNG of few colours at 100 dpi; the same bytes each time."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from PIL import Image

        canvas: Any = FigureCanvasAgg(self.figure)
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

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": str(self)}

    def __str__(self) -> str:
        return "\n".join([self.title, self.alt, *self.description, self.credit])

    @cached_property
    def html(self) -> str:
        """The picture in a box that scrolls by itself, and under it its words, which reflow.

        The size of the image is left out: it hangs on the fonts of the machine, and strict nbval
        compares.
        """
        image = f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"
        table = table_html(self.table, self.title)
        rows = count(len(self.table), "row")
        return sheet() + render("picture.html", picture=self, image=image, rows=rows, table=table)
