"""What a cell stores for a widget: a page that reads well where nothing runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import DOMWidget

# JupyterLab prefers a stored widget to all else, and says "model not found" once its kernel is
# gone.  So the page is an output of its own.  It gives way to the form, and that message to it.
STYLE = """<style>
.jp-OutputArea:has(.course-question, .course-panel, .course-choices)
  .jp-OutputArea-child:has(.course-still),
.jp-OutputArea:has(.course-still) .jp-OutputArea-output.jupyter-widgets:not(:has(*)) {
  display: none;
}
</style>"""
HELP = (
    "If this cell has run and these words are still here, reload the page. If that does not help,"
    " this server shows no forms: open the course in a way that its README describes."
)


def to_run(sentence: str) -> str:
    """A sentence that says what running the cell is for, and folded what helps if no form comes."""
    return f"<details><summary>{escape(sentence)} No form then?</summary>{HELP}</details>"


def show_over_still(widget: DOMWidget, text: str, html: str) -> None:
    """Display ``html``, and the widget in its place; both store the same whatever is answered.

    ``text`` is the same in plain words.
    """
    from IPython.display import publish_display_data

    still = f'{STYLE}<div class="course-still mathjax_ignore">{html}</div>'
    publish: Any = publish_display_data
    publish({"text/html": still, "text/plain": text})
    bundle: Any = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    publish({**data, "text/plain": ""}, metadata)
