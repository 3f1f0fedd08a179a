"""A question as a form in the notebook: the page asks, the kernel answers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

import anywidget
import traitlets

from course_utils.quiz.questions import Judgement
from course_utils.reading import answers
from course_utils.reading.offers import offered
from course_utils.record.events import plain, whole
from course_utils.record.record import Saved
from course_utils.session import current_course, current_record
from course_utils.widgets import form

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.pages.render import Account
    from course_utils.quiz.questions import Question

ANOTHER = (
    "There is another version of this text, typed in another window or on another computer. Both"
    " are kept: run cu.my_record() to see them."
)
FOLD = "Show it: give your guess first"


class QuestionForm(anywidget.AnyWidget):
    """One question; its traits, which the page can read, hold only what was asked for so far.

    A ``picture`` is folded in the page until there is a guess, and then stands beside it.  What
    stands ``beside`` the fields of a form is of the learner alone.
    """

    _esm = form.script("question.js")
    _css = form.style("question.css")
    place = traitlets.Unicode().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    hints: traitlets.List[str] = traitlets.List().tag(sync=True)
    outcome = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    another = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    figure = traitlets.Unicode().tag(sync=True)
    beside = traitlets.Dict().tag(sync=True)

    def __init__(self, asked: Question, course: Course, picture: Account | None = None) -> None:
        self.asked, self.course, self.picture = asked, course, picture
        self.record = current_record(course)
        self.writes = asked.kept_as == "draft"
        # Choices are places in a list, so that of another wording they would be other choices.
        wording = [] if self.writes else [asked.version]
        place = form.place_of(self.record, course.about["id"], asked.id, *wording)
        fold = f"<details><summary>{FOLD}</summary>{picture.html}</details>" if picture else ""
        beside = {"offered": offered(asked, course, self.record)}
        page = answers.for_page(asked)
        super().__init__(question=page, place=place, figure=fold, beside=beside)
        # A trait fires only when its value changes, and the page waits for each reply.
        self._replies = count(1)
        self._recall()
        form.confirm(self, self._receive)
        form.replace_earlier(self)

    def _recall(self) -> None:
        """Show what the record holds: the last response to this wording, and what it came to."""
        given, only_earlier = answers.recall(self.record, self.asked)
        self.times = len(given)
        if only_earlier:
            self._tell(None, Judgement.none(answers.EARLIER))
        if given:
            self._tell(given[-1], None if self.writes else self.asked.judge(given[-1]))
            self._tell_saved(Saved(not self.record.trouble, self.record.trouble or "Saved."))

    def _receive(self, message: object, _: Sequence[memoryview]) -> bool:
        """Do what the page asks for, and tell whether a response is saved by now."""
        match message:
            case {"ask": "check", "response": response, **page}:
                return self._take(plain(response), page)
            case {"ask": "draft", "response": str(text), **page} if self.writes:
                return self._take(whole(text), page, draft=True)
            case {"ask": "hint"}:
                self.hints = list(self.asked.hints[: len(self.hints) + 1])
            case {"ask": "answer"} if self.times:
                self.answer = self.asked.answer
        return False

    def _take(self, response: object, page: dict[object, object], draft: bool = False) -> bool:
        """Judge first, then save: the disk may be slow, and feedback need not wait for it.

        A draft is a text that is being typed, which is kept without a word about it.  It has a
        ``window``, as two windows of JupyterLab may show the same form, and the text ``known`` to
        be in the record when that window was shown it.
        """
        typed = {key: whole(str(page[key])) for key in ("window", "known") if key in page}
        outcome = self.asked.judge(response)
        answered = outcome.verdict != "not answered"
        self.times = int(answered) if draft else self.times + answered
        self._tell(response, None if draft else outcome, **typed)
        if draft or (answered and self.writes):
            return self._save_text(str(response), **typed)
        taken = (self.record, self.asked, response, outcome)
        return answered and self._tell_saved(answers.keep(*taken))

    def _save_text(self, text: str, window: str = "", known: str | None = None) -> bool:
        """Save a text in place of what its window had before, and of what that went on from."""
        kept = self.record.texts(self.asked.id)
        over = next((each.id for each in kept if each.text == known), "")
        window = "".join(filter(str.isprintable, window))[:80]
        return self._tell_saved(self.record.keep_draft(self.asked.id, text, window, over))

    def _tell(self, response: object, outcome: Judgement | None = None, **typed: str) -> None:
        """Show a response, and what it came to if it was judged."""
        said: dict[str, object] = {"times": self.times, "response": response, **typed}
        if outcome:
            guess = self.asked.kept_as == "prediction" and outcome.verdict == "kept"
            words = self.asked.words(response) if guess else ""
            said |= answers.told(outcome, self.course)
            said |= {"reply": next(self._replies), "guess": words}
        self.outcome = said

    def _tell_saved(self, saved: Saved) -> bool:
        self.saved = {"reply": next(self._replies), "yes": saved.yes, "sentence": saved.sentence}
        if self.writes:
            self.another = ANOTHER if len(self.record.texts(self.asked.id)) > 1 else ""
        return saved.yes

    def _ipython_display_(self) -> None:
        """Show the form; what the cell stores is the same on every run, whatever was answered."""
        text = "\n\n".join(map(str, filter(None, (answers.as_text(self.asked), self.picture))))
        html = answers.as_html(self.asked) + self.figure
        form.show_over_still(self, text, answers.CLOSING, before=html)


def ask(question_id: str, course: Course | None = None) -> QuestionForm:
    """Show a question of the course as a form, to be answered as often as one likes.

    What was answered before is in it.  ``course`` is the one loaded last unless another is given.
    An identifier that the course does not have is a ``LookupError`` that names the nearest ones.
    """
    chosen = current_course(course)
    return QuestionForm(answers.find_question(chosen.questions, question_id), chosen)


def predict(
    question_id: str, picture: Account | None = None, course: Course | None = None
) -> QuestionForm:
    """Ask for a guess before ``picture`` is shown, and show the two side by side afterwards.

    Nothing is enforced: whoever wants to see the figure first unfolds it.  The guess is kept and
    not graded.  Raises as ``ask``, and ``ValueError`` if the question is not a prediction.
    """
    chosen = current_course(course)
    asked = answers.find_question(chosen.questions, question_id)
    if asked.kept_as != "prediction":
        raise ValueError(f"'{question_id}' is a {asked.kind} and no prediction: ask() shows it")
    return QuestionForm(asked, chosen, picture)
