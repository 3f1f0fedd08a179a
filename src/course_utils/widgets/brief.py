"""The brief: written in a form, shown as a page, and taken away as a file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from course_utils.pages.brief import Brief, brief_of
from course_utils.quiz.forms import FormQuestion
from course_utils.session import current_course, current_record
from course_utils.widgets.panel import Asked, Panel, Reply
from course_utils.widgets.question import QuestionForm, ask
from course_utils.words import count, listing

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.record.record import Record

BRIEF = "brief"  # the form in which it is written
MOST_WORDS = 350  # of the learner's own, so that it prints on one page
KINDS = {"page": "html", "markdown": "md"}


def write_brief(course: Course | None = None) -> QuestionForm:
    """Show the form ``brief``, with what was made in other lessons offered at its fields.

    It is kept as it is typed.  A course without such a form is a ``LookupError``.
    """
    return ask(BRIEF, course)


def export_brief(course: Course | None = None) -> ExportBrief:
    """Show the brief as one page, and offer it as a file: HTML that prints well, or Markdown.

    Parts that nobody wrote are named as empty; sources that the text names are given in full.  A
    course without a form ``brief`` is a ``LookupError``.
    """
    chosen = current_course(course)
    asked = chosen.questions.get(BRIEF)
    if not isinstance(asked, FormQuestion):
        raise LookupError(f"the course has no form that is called '{BRIEF}'")
    return ExportBrief(chosen, asked, current_record(chosen))


class ExportBrief(Panel):
    """The page and two downloads; the panel is personal, and what its cell stores is not."""

    about = "Your brief as a page, to print or to hand in. Run this cell to see it."
    template = "export_brief.html"

    def __init__(self, course: Course, asked: FormQuestion, record: Record) -> None:
        self.course, self.asked = course, asked
        super().__init__("Your brief", record)

    def values(self) -> dict[str, object]:
        helpers = {"count": count, "listing": listing, "most": MOST_WORDS}
        return helpers | {"brief": self._brief()}

    def _brief(self) -> Brief | None:
        text = self.record.draft(self.asked.id) or ""
        if not self.asked.read(text):
            return None
        return brief_of(self.course, self.asked, text, self.record.learner_code())

    def press(self, asked: Asked) -> Reply:
        brief = self._brief()
        if asked.button not in KINDS:
            return Reply("This is what is written now.")
        if brief is None:
            return Reply("Nothing is written yet.", True)
        name = f"brief-{dt.date.today()}.{KINDS[asked.button]}"
        data = brief.as_page() if asked.button == "page" else brief.as_markdown()
        self.send({"name": name}, [data])
        return Reply(f"Your browser downloads {name}.")
