"""A data frame as a page: a caption, headings in words, names for identifiers, whole texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.session import current_course
from course_utils.source.cells import Key
from course_utils.source.rows import TABLES

if TYPE_CHECKING:
    from pandas import DataFrame

HEADINGS = {
    "id": "No.",
    "who": "who says so",
    "claimed_by": "who says so",
    "from_actor": "from",
    "to_actor": "to",
    "object_actor": "for whom",
    "day_in_text": "day in the article",
    "order_told": "place in the text",
    "statement_id": "statement",
    "claim_id": "claim",
    "claim_ids": "claims",
}
# By column, where the identifiers in its cells are explained: actors, or a list of terms.
LISTED = {
    column: mark.table
    for model in TABLES
    for column, info in model.model_fields.items()
    for mark in info.metadata
    if isinstance(mark, Key) and mark.table in ("actors", "side", "topic", "place")
}


def show_table(frame: DataFrame, caption: str, course: Course | None = None) -> Page:
    """Show a data frame with a caption; on a narrow page its cells stand below one another.

    The index is shown as the first columns if it has names.  Headings are words, and identifiers of
    actors, sides, topics and places are names, those of ``course`` or of the one loaded last.
    """
    shown = frame.reset_index() if any(frame.index.names) else frame.copy()
    for column in [name for name in shown.columns if name in LISTED]:
        home = current_course(course)
        shown[column] = [_names(home, LISTED[column], _text(cell)) for cell in shown[column]]
    shown = shown.rename(columns=_heading)
    return Page(caption, f"{caption}.", shown, table_html(shown, caption))


def table_html(table: DataFrame, caption: str) -> str:
    """A data frame as an HTML table whose cells name their column, so that it can reflow.

    The roles keep it a table for a screen reader when the style sheet stacks its cells.
    """
    rows = [[_text(cell) for cell in row] for row in table.itertuples(index=False)]
    return render("table.html", caption=caption, names=list(map(str, table)), rows=rows)


def _heading(column: object) -> str:
    """The name of a column in words: ``year_source`` is ``Year source``."""
    words = HEADINGS.get(str(column), str(column).replace("_", " "))
    return words[:1].upper() + words[1:]


def _text(cell: object) -> str:
    from pandas import NA

    if cell is None or cell is NA or cell != cell:  # a missing number or day is not itself
        return ""
    # Beside a missing one, pandas keeps whole numbers as fractions.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _names(course: Course, listed: str, cell: str) -> str:
    """The names behind the identifiers of a cell; what is none stays as it is."""
    terms = {term.id: term.label for term in course.terms_of(listed)}
    return ", ".join(terms.get(part) or course.label_of(part) for part in cell.split("; "))
