"""A question as a form in the notebook: the page asks, the kernel answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import anywidget
import traitlets

from course_utils.quiz.questions import Judgement
from course_utils.reading.answers import (
    CLOSING,
    EARLIER,
    as_html,
    as_text,
    find_question,
    for_page,
    keep,
    recall,
    told,
)
from course_utils.record.events import plain, whole
from course_utils.record.record import Saved
from course_utils.session import current_course, current_record
from course_utils.widgets.form import confirm, place_of, script, style
from course_utils.widgets.rerun import replace_earlier
from course_utils.widgets.still import show_over_still, to_run

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.quiz.questions import Question

ANOTHER = (
    "There is another version of this text, typed in another window or on another computer. Both"
    " are kept: run cu.my_record() to see them."
)


class QuestionForm(anywidget.AnyWidget):
    """One question; its traits, which the page can read, hold only what was asked for so far."""

    _esm = script("question.js")
    _css = style("question.css")
    place = traitlets.Unicode().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    hints: traitlets.List[str] = traitlets.List().tag(sync=True)
    outcome = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    another = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)

    def __init__(self, asked: Question, course: Course) -> None:
        self.asked = asked
        self.course = course
        self.record = current_record(course)
        super().__init__(question=for_page(asked), place=self._place())
        self.times = 0
        self._replies = 0
        self._recall()
        confirm(self, self._receive)
        replace_earlier(self)

    def _place(self) -> str:
        """Choices are places in a list, so that of another wording they would be other choices."""
        wording = [] if self.asked.kept_as == "draft" else [self.asked.version]
        return place_of(self.record, self.course.about["id"], self.asked.id, *wording)

    def _recall(self) -> None:
        """Show what the record holds: the last response to this wording, and what it came to."""
        past = recall(self.record, self.asked)
        self.times = past.times
        if past.times and self.asked.kept_as == "draft":
            self._tell_written(past.response)
        elif past.times:
            self._tell(self.asked.judge(past.response), past.response)
        elif past.only_earlier:
            self._tell(Judgement("not answered", EARLIER), None)
        if past.times:
            self._tell_saved(Saved(not self.record.trouble, self.record.trouble or "Saved."))

    def _receive(self, message: object, _: Sequence[memoryview]) -> bool:
        """Do what the page asks for, and tell whether a response is saved by now."""
        match message:
            case {"ask": "check", "response": response, **page}:
                return self._check(plain(response), _typed(page))
            case {"ask": "draft", "response": str(text), **page} if self.asked.kept_as == "draft":
                return self._keep_typed(whole(text), _typed(page))
            case {"ask": "hint"}:
                self.hints = list(self.asked.hints[: len(self.hints) + 1])
            case {"ask": "answer"} if self.times:
                self.answer = self.asked.answer
        return False

    def _check(self, response: object, typed: dict[str, str]) -> bool:
        """Judge first, then save: the disk may be slow, and feedback need not wait for it."""
        outcome = self.asked.judge(response)
        answered = outcome.verdict != "not answered"
        self.times += answered
        self._tell(outcome, response, **typed)
        if answered and self.asked.kept_as == "draft":
            return self._keep_text(str(response), typed)
        return answered and self._tell_saved(keep(self.record, self.asked, response, outcome))

    def _keep_typed(self, text: str, typed: dict[str, str]) -> bool:
        self.times = int(bool(text.strip()))
        self._tell_written(text, **typed)
        return self._keep_text(text, typed)

    def _keep_text(self, text: str, typed: dict[str, str]) -> bool:
        """Keep a text in place of what its window had before, and of what that went on from."""
        kept = self.record.texts(self.asked.id)
        over = next((each.id for each in kept if each.text == typed.get("known")), "")
        window = "".join(filter(str.isprintable, typed.get("window", "")))[:80]
        return self._tell_saved(self.record.keep_draft(self.asked.id, text, window, over))

    def _tell(self, outcome: Judgement, response: object, **typed: str) -> None:
        # A trait fires only when its value changes, and the page waits for a reply each time.
        self._replies += 1
        guess = self.asked.kept_as == "prediction" and outcome.verdict == "kept"
        words = self.asked.words(response) if guess else ""
        said = {"reply": self._replies, "times": self.times, "response": response, "guess": words}
        self.outcome = told(outcome, self.course) | said | typed

    def _tell_written(self, text: object, **typed: str) -> None:
        """Show a text that was typed, without a word about it."""
        self.outcome = {"times": self.times, "response": text} | typed

    def _tell_saved(self, saved: Saved) -> bool:
        self._replies += 1
        self.saved = {"reply": self._replies, "yes": saved.yes, "sentence": saved.sentence}
        if self.asked.kept_as == "draft":
            self.another = ANOTHER if len(self.record.texts(self.asked.id)) > 1 else ""
        return saved.yes

    def _ipython_display_(self) -> None:
        """Show the form; what the cell stores is the same on every run, whatever was answered."""
        show_over_still(self, as_text(self.asked), as_html(self.asked) + to_run(CLOSING))


def _typed(page: dict[object, object]) -> dict[str, str]:
    """The ``window`` of a text, and the text that the record held when that window was shown it.

    The page has one: two windows of JupyterLab may show the same form.
    """
    return {key: whole(str(page[key])) for key in ("window", "known") if key in page}


def ask(question_id: str, course: Course | None = None) -> QuestionForm:
    """Show a question of the course as a form, to be answered as often as one likes.

    What was answered before is in it.  ``course`` is the one loaded last unless another is given.
    An identifier that the course does not have is a ``LookupError`` that names the nearest ones.
    """
    chosen = current_course(course)
    return QuestionForm(find_question(chosen.questions, question_id), chosen)
