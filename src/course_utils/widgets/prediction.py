"""A guess before a figure, and the two side by side once there is a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from course_utils.reading.answers import CLOSING, as_html, as_text, find_question
from course_utils.session import current_course
from course_utils.widgets.question import QuestionForm
from course_utils.widgets.rerun import replace_earlier
from course_utils.widgets.still import show_over_still, to_run

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.pages.account import Account

FOLD = "Show the figure: write your guess first"


class PredictionForm(ipywidgets.Box):
    """The form for a guess, and the figure: folded before there is one, beside it afterwards."""

    def __init__(self, form: QuestionForm, picture: Account | None = None) -> None:
        self.form = form
        self.picture = picture
        self.view = ipywidgets.HTML()
        super().__init__([form, self.view] if picture else [form])
        self.add_class("course-prediction")
        form.observe(lambda _: self._follow(), "outcome")
        self._follow()
        replace_earlier(self)

    def _follow(self) -> None:
        if self.picture and not self.form.times:
            self.view.value = folded(self.picture)
        elif self.picture:
            self.view.value = f"<h3>The figure</h3>{self.picture.html}"

    def _ipython_display_(self) -> None:
        """Show the form over what the cell stores: the question, and the figure folded."""
        asked, picture = self.form.asked, self.picture
        text, html = as_text(asked), as_html(asked)
        if picture:
            text, html = f"{text}\n\n{picture}", html + folded(picture)
        show_over_still(self, text, html + to_run(CLOSING))


def folded(picture: Account) -> str:
    """A figure as HTML, closed until it is opened."""
    return f"<details><summary>{FOLD}</summary>{picture.html}</details>"


def predict(
    question_id: str, picture: Account | None = None, course: Course | None = None
) -> PredictionForm:
    """Ask for a guess before ``picture`` is shown, and show the two side by side afterwards.

    Nothing is enforced: whoever wants to see the figure first unfolds it.  The guess is kept and
    not graded.  ``course`` is the one loaded last unless another is given.  ``LookupError`` if
    the course has no such question, ``ValueError`` if it is not a prediction.
    """
    chosen = current_course(course)
    asked = find_question(chosen.questions, question_id)
    if asked.kept_as != "prediction":
        raise ValueError(f"'{question_id}' is a {asked.kind} and no prediction: ask() shows it")
    return PredictionForm(QuestionForm(asked, chosen), picture)
