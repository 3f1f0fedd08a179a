"""The learner's own coding of a passage, then ours beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.reading.coding import Coding, compared, find_coding, passage_of
from course_utils.session import current_course
from course_utils.widgets.question import QuestionForm

if TYPE_CHECKING:
    from course_utils.course import Course

NO_COPY = "To read it here, add your copy of the text with cu.add_my_article()."


class CodingForm(QuestionForm):
    """A coding as a form; of our coding the page knows only what was compared."""

    asked: Coding

    def __init__(self, asked: Coding, course: Course) -> None:
        super().__init__(asked, course)
        passage = passage_of(course, asked)
        without = [] if passage else [f"{asked.where} {NO_COPY}"]
        self.beside = {**self.beside, "passage": passage, "where": without}

    def _recall(self) -> None:
        """Show what was typed last, or if only answers were brought back, what was compared."""
        super()._recall()
        self._shown = set(seen := compared(self.record, self.asked))
        if seen and not self.outcome:
            self._tell(self.asked.written(seen))
        self._compare(self.outcome.get("response", ""))

    def _take(self, response: object, page: dict[object, object], draft: bool = False) -> bool:
        """Keep what is typed; when it is to be compared, first store it as it is."""
        coded = self.asked.coded(response)
        if not draft and self.asked.judge(response).verdict == "kept":
            self._shown |= coded.keys()
            self.record.add_attempt(self.asked.item, self.asked.version, coded, "kept")
        saved = super()._take(response, page, draft)
        self._compare(response)
        return saved

    def _compare(self, response: object) -> None:
        beside = self.asked.compare(self.course, response, self._shown)
        self.beside = {**self.beside, "compared": beside}


def code(paragraph: str, course: Course | None = None) -> CodingForm:
    """Show a passage, ``"P11"``, to be coded claim by claim, and our coding once asked for.

    Each claim gets whose word it is, how sure that voice is, and which word says so.  What was
    coded before is in it.  Nothing is graded, and what was compared goes into the file of a class.
    A paragraph without claims is a ``LookupError`` that names those that can be coded.
    """
    chosen = current_course(course)
    return CodingForm(find_coding(chosen, paragraph), chosen)
