"""The text itself as a page: where it ships with the course, else where to find it."""

from collections.abc import Iterable

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.reading.article import paragraphs_of
from course_utils.session import current_course
from course_utils.words import known


def show_text(course: Course | None = None, paragraphs: str | Iterable[str] | None = None) -> Page:
    """Show the text of the course by its numbered paragraphs, with its source and licence.

    ``paragraphs`` are those to show, ``"P3"`` or ``["P3", "P4"]``; without it, all are.  A text
    that does not ship with the course is not shown, from a reader's copy neither, for a notebook
    stores what its cells show: the page then says where it is published.

    Raises ``ValueError`` for a paragraph that the text does not have.
    """
    chosen = current_course(course)
    text = paragraphs_of(chosen)
    wanted = text if paragraphs is None or not text else known(paragraphs, text, "paragraph")
    title = "The text, paragraph by paragraph" if text else "The text is not part of this course"
    shown = {label: text[label] for label in wanted}
    return Page(title, render("text.html", title=title, paragraphs=shown, about=chosen.about))
