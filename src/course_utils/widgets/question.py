"""A question as a form in the notebook: the page asks, the kernel answers."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_utils.article import read_article
from course_utils.course import current_course
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
from course_utils.record.events import plain, whole
from course_utils.record.record import Saved
from course_utils.session import current_record
from course_utils.widgets.rerun import replace_earlier
from course_utils.widgets.still import show_over_still

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.questions import Question

HERE = Path(__file__).parent
ANOTHER = (
    "There is another version of this text, typed in another window or on another computer. Both"
    " are kept: run cu.my_record() to see them."
)


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
        self._window = secrets.token_hex(8)
        self._began_with = self._recall()
        self.on_msg(self._receive)
        replace_earlier(self)

    def _recall(self) -> str:
        """Show what the record holds: the last response to this wording, and what it came to.

        Return the ``id`` of the text that is shown, if it is one.
        """
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
        texts = self.record.texts(self.asked.id) if self.asked.kept_as == "draft" else ()
        return texts[0].id if texts else ""

    def _receive(self, _: QuestionForm, message: object, __: list[Any]) -> None:
        match message:
            case {"ask": "check", "response": response, **rest}:
                self._check(plain(response), rest)
            case {"ask": "draft", "response": str(text), **rest} if self.asked.kept_as == "draft":
                self._keep_typed(whole(text), rest)
            case {"ask": "hint"}:
                self.hints = list(self.asked.hints[: len(self.hints) + 1])
            case {"ask": "answer"} if self.times:
                self.answer = self.asked.answer

    def _check(self, response: object, page: dict[object, object]) -> None:
        """Judge first, then save: the disk may be slow, and feedback need not wait for it."""
        outcome = check(self.asked, response, read_article(self.course))
        answered = outcome.verdict != "not answered"
        self.times += answered
        self._tell(outcome, response)
        if answered and self.asked.kept_as == "draft":
            self._tell_saved(self._keep_text(str(response), page))
        elif answered:
            self._tell_saved(keep(self.record, self.asked, response, outcome))

    def _keep_typed(self, text: str, page: dict[object, object]) -> None:
        self.times = int(bool(text.strip()))
        self._tell_written(text)
        self._tell_saved(self._keep_text(text, page))

    def _keep_text(self, text: str, page: dict[object, object]) -> Saved:
        """Keep a text in place of what the same window, or what it goes on from, has.

        The page says which window it is, and what it knew to be saved.
        """
        window = "".join(filter(str.isalnum, str(page.get("window"))))[:40]
        kept = self.record.texts(self.asked.id)
        over = next((text.id for text in kept if text.text == page.get("known")), self._began_with)
        return self.record.keep_draft(self.asked.id, text, f"{self._window} {window}", over)

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
        others = self.asked.kept_as == "draft" and self.record.earlier_drafts(self.asked.id)
        sentence = f"{saved.sentence} {ANOTHER}" if others else saved.sentence
        self.saved = {"reply": self._replies, "yes": saved.yes, "sentence": sentence}

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
