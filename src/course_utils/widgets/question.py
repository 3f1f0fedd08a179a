"""A question as a form in the notebook: the page asks, the kernel answers."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_utils.course import current_course
from course_utils.quiz import as_text, check, find_question, for_page

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.questions import Question

HERE = Path(__file__).parent


class QuestionForm(anywidget.AnyWidget):
    """One question; its traits, which the page can read, hold only what was asked for so far."""

    _esm = HERE / "question.js"
    _css = HERE / "question.css"
    question = traitlets.Dict().tag(sync=True)
    hints: traitlets.List[str] = traitlets.List().tag(sync=True)
    outcome = traitlets.Dict().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)

    def __init__(self, asked: Question) -> None:
        super().__init__(question=for_page(asked))
        self.asked = asked
        self.attempts = 0
        self.on_msg(self._receive)

    def _receive(self, _: QuestionForm, message: object, __: list[Any]) -> None:
        match message:
            case {"ask": "check", "response": response}:
                self._check(response)
            case {"ask": "hint"}:
                self.hints = list(self.asked.hints[: len(self.hints) + 1])
            case {"ask": "answer"} if self.attempts:
                self.answer = self.asked.answer

    def _check(self, response: object) -> None:
        outcome = check(self.asked, response)
        self.attempts += outcome.verdict != "not answered"
        # A trait fires only when its value changes, and the page waits for a reply each time.
        reply = self.outcome.get("reply", 0) + 1
        said = {"reply": reply, "attempts": self.attempts, "response": response}
        self.outcome = asdict(outcome) | said

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Add the question in plain words: the same on every run, whatever was answered."""
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return data | {"text/plain": as_text(self.asked)}, metadata


def ask(question_id: str, course: Course | None = None) -> QuestionForm:
    """Show a question of the course as a form, to be answered as often as one likes.

    ``course`` is the one loaded last unless another is given.  An identifier that the course does
    not have is a ``LookupError`` that names the nearest ones.
    """
    return QuestionForm(find_question(current_course(course).questions, question_id))
