"""A question as a form in the notebook: the page asks, the kernel answers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_utils.article import read_article
from course_utils.course import current_course
from course_utils.entries import plain, whole
from course_utils.quiz import (
    EARLIER,
    Outcome,
    as_html,
    as_text,
    check,
    find_question,
    for_page,
    keep,
    recall,
)
from course_utils.record import Saved, current_record
from course_utils.widgets.rerun import replace_earlier
from course_utils.widgets.still import show_over_still

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.questions import Question

HERE = Path(__file__).parent


class QuestionForm(anywidget.AnyWidget):
    """One question; its traits, which the page can read, hold only what was asked for so far."""

    # As text: given a path, anywidget keeps every widget alive, to tell it of changes to the file.
    _esm = (HERE / "question.js").read_text(encoding="utf-8")
    _css = (HERE / "question.css").read_text(encoding="utf-8")
    question = traitlets.Dict().tag(sync=True)
    hints: traitlets.List[str] = traitlets.List().tag(sync=True)
    outcome = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)

    def __init__(self, asked: Question, course: Course) -> None:
        super().__init__(question=for_page(asked))
        self.asked = asked
        self.course = course
        self.record = current_record(course)
        self.times = 0
        self._replies = 0
        self._recall()
        self.on_msg(self._receive)
        replace_earlier(self)

    def _recall(self) -> None:
        """Show what the record holds: the last response to this wording, and what it came to."""
        past = recall(self.record, self.asked)
        self.times = past.times
        if past.times and self.asked.kept_as == "draft":
            self._tell_written(past.response)
        elif past.times:
            self._tell(check(self.asked, past.response, read_article(self.course)), past.response)
        elif past.only_earlier:
            self._tell(Outcome("not answered", EARLIER), None)
        if past.times:
            self._tell_saved(Saved(not self.record.trouble, self.record.trouble or "Saved."))

    def _receive(self, _: QuestionForm, message: object, __: list[Any]) -> None:
        match message:
            case {"ask": "check", "response": response}:
                self._check(plain(response))
            case {"ask": "draft", "response": str(text)} if self.asked.kept_as == "draft":
                self._keep_typed(whole(text))
            case {"ask": "hint"}:
                self.hints = list(self.asked.hints[: len(self.hints) + 1])
            case {"ask": "answer"} if self.times:
                self.answer = self.asked.answer

    def _check(self, response: object) -> None:
        """Judge first, then save: the disk may be slow, and feedback need not wait for it."""
        outcome = check(self.asked, response, read_article(self.course))
        answered = outcome.verdict != "not answered"
        self.times += answered
        self._tell(outcome, response)
        if answered:
            self._tell_saved(keep(self.record, self.asked, response, outcome))

    def _keep_typed(self, text: str) -> None:
        self.times = int(bool(text.strip()))
        self._tell_written(text)
        self._tell_saved(self.record.keep_draft(self.asked.id, text))

    def _tell(self, outcome: Outcome, response: object) -> None:
        # A trait fires only when its value changes, and the page waits for a reply each time.
        self._replies += 1
        guess = self.asked.kept_as == "prediction" and outcome.verdict == "kept"
        words = self.asked.words(response) if guess else ""
        said = {"reply": self._replies, "times": self.times, "response": response, "guess": words}
        self.outcome = asdict(outcome) | said

    def _tell_written(self, text: object) -> None:
        """Show a text that was typed, without a word about it."""
        self.outcome = {"times": self.times, "response": text}

    def _tell_saved(self, saved: Saved) -> None:
        self._replies += 1
        self.saved = {"reply": self._replies, "yes": saved.yes, "sentence": saved.sentence}

    def _ipython_display_(self) -> None:
        """Show the form; what the cell stores is the same on every run, whatever was answered."""
        show_over_still(self, as_text(self.asked), as_html(self.asked))


def ask(question_id: str, course: Course | None = None) -> QuestionForm:
    """Show a question of the course as a form, to be answered as often as one likes.

    What was answered before is in it.  ``course`` is the one loaded last unless another is given.
    An identifier that the course does not have is a ``LookupError`` that names the nearest ones.
    """
    chosen = current_course(course)
    return QuestionForm(find_question(chosen.questions, question_id), chosen)
