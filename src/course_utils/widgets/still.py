"""What a cell stores for a widget: a page that reads well where nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from course_utils.quiz import CLOSING

if TYPE_CHECKING:
    from ipywidgets import DOMWidget

# JupyterLab prefers a stored widget to all else, and says "model not found" once its kernel is
# gone.  So the page is an output of its own.  It gives way to the form that takes its place, and
# that message gives way to a sentence that says what to do.
STYLE = """<style>
.jp-OutputArea:has(.course-question) .jp-OutputArea-child:has(.course-still) { display: none; }
.jp-OutputArea:has(.course-still) .jp-OutputArea-output.jupyter-widgets:not(:has(*)) {
  font-size: 0;
}
.jp-OutputArea:has(.course-still) .jp-OutputArea-output.jupyter-widgets:not(:has(*))::after {
  content: "%s"; font-size: var(--jp-content-font-size1, 14px);
}
</style>"""


def show_over_still(widget: DOMWidget, text: str, html: str) -> None:
    """Display ``html``, and the widget in its place; both store the same whatever is answered.

    ``text`` is the same in plain words.
    """
    from IPython.display import publish_display_data

    still = f'{STYLE % CLOSING}<div class="course-still mathjax_ignore">{html}</div>'
    publish: Any = publish_display_data
    publish({"text/html": still, "text/plain": text})
    bundle: Any = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    publish({**data, "text/plain": CLOSING}, metadata)
