"""Add one's own copy of the article, and hear what the course finds in it."""

from __future__ import annotations

import os

from course_utils.course import Course
from course_utils.reading.article import LARGEST, own_copy, read_article, save_copy
from course_utils.session import current_course, current_record
from course_utils.widgets.panel import Asked, Panel, Reply
from course_utils.words import count

SIZE = f"{LARGEST / 1e6:.0f} MB"


def add_my_article(course: Course | None = None) -> AddMyArticle:
    """Show a field for your own copy of the article, and say what the course finds in it."""
    return AddMyArticle(current_course(course))


class AddMyArticle(Panel):
    """A field for the saved page, and what is known of the copy."""

    about = "Your own copy of the article, to be added. Run this cell to use it."
    template = "my_article.html"

    def __init__(self, course: Course) -> None:
        self.course = course
        super().__init__("Add my article", current_record(course), what_is_found(course))

    def values(self) -> dict[str, object]:
        return {"limit": LARGEST, "size": SIZE}

    def press(self, asked: Asked) -> Reply:
        if asked.data is None:
            return Reply("No file is chosen yet: choose one, then press the button.", True)
        try:
            path = save_copy(self.course, bytes(asked.data))
        except ValueError as error:
            return Reply(str(error), True)
        return Reply(f"Saved as {path}. {what_is_found(self.course)}")


def what_is_found(course: Course) -> str:
    """Say how much of the article the course finds in the reader's copy, if there is one."""
    article = read_article(course)
    if article is None:
        return "There is no copy yet."
    named = os.environ.get("COURSE_ARTICLE")
    whose = f"Your copy ({own_copy(course)})"
    if named:
        whose = f"The copy that COURSE_ARTICLE names ({named})"
    if article.trouble:
        return f"{whose}: {article.trouble}"
    found = count(len(article.paragraphs), "paragraph")
    return f"{whose} is complete: {found} found, none missing."
