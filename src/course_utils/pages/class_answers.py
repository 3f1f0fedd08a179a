"""What a class answered, as a page: a bar a question, and the wrong answer that most gave."""

from __future__ import annotations

from pathlib import Path

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.record.tally import class_tally
from course_utils.session import current_course
from course_utils.words import count, share


def show_class(folder: str | Path, course: Course | None = None) -> Page:
    """Show how many of a class were right, question by question, first answer and last.

    ``class_tally(folder)`` gives the same as data frames.  Raises ``NotADirectoryError`` if there
    is no such folder.
    """
    tally = class_tally(folder)
    learners, asked = len(tally.by_learner), len(tally.by_question)
    title = f"{count(learners, 'learner')}, {count(asked, 'question')}".capitalize()
    values = {"questions": current_course(course).questions, "share": share, "count": count}
    values |= {name: getattr(tally, name).to_dict("records") for name in ("by_question", "skipped")}
    body = render("class.html", title=title, **values)
    return Page(title, f"{title}.", tally.by_question, body)
