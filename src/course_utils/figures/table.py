"""A table that shows itself with a caption and whole texts, and reflows on a narrow page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

WHOLE = 12  # letters of a cell that is never broken


@dataclass(frozen=True, eq=False)
class Table:
    """A data frame with its caption, as the last line of a cell."""

    frame: DataFrame
    caption: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        html = f'<div class="course-picture">{table_html(self.frame, self.caption)}</div>'
        return {"text/html": style() + html, "text/plain": str(self)}

    def __str__(self) -> str:
        rows = (
            "; ".join(f"{name}: {value}" for name, value in zip(self.frame, row, strict=True))
            for row in self.frame.itertuples(index=False)
        )
        return "\n".join([self.caption, *rows])


def show_table(frame: DataFrame, caption: str) -> Table:
    """Show a data frame with a caption, its texts whole and its cells below one another if narrow.

    The index is shown as the first column if it has a name.
    """
    named = frame.reset_index() if frame.index.name else frame
    return Table(named, caption)


@cache
def style() -> str:
    """The style sheet of pictures and tables, to stand before them."""
    sheet = resources.files(__package__).joinpath("picture.css").read_text(encoding="utf-8")
    return f"<style>{sheet}</style>"


def table_html(table: DataFrame, caption: str) -> str:
    """A data frame as an HTML table whose cells name their column, so that it can reflow.

    The roles keep it a table for a screen reader when the style sheet stacks its cells.
    """
    names = [str(name) for name in table.columns]
    head = "".join(f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in names)
    body = "".join(_row_html(names, list(row)) for row in table.itertuples(index=False))
    return (
        f'<table role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row_html(names: Sequence[str], values: Sequence[object]) -> str:
    cells = (_cell_html(name, str(value)) for name, value in zip(names, values, strict=True))
    return f'<tr role="row">{"".join(cells)}</tr>'


def _cell_html(name: str, text: str) -> str:
    """A cell; a short word or a date stays on one line, for a browser breaks it at its hyphens."""
    whole = ' class="whole"' if len(text) <= WHOLE and " " not in text else ""
    return f'<td{whole} role="cell" data-column="{escape(name)}" dir="auto">{escape(text)}</td>'
