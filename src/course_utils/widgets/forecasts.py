"""Commit to forecasts, and see what happened once they are final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course_utils.pages.render import page_css
from course_utils.pages.tables import table_html
from course_utils.quiz.questions import Judgement
from course_utils.reading import forecasts
from course_utils.reading.answers import find_question
from course_utils.reading.foreseen import foreseen
from course_utils.session import current_course, current_record
from course_utils.source.course_rows import LedgerEvent
from course_utils.widgets import form
from course_utils.widgets.panel import Asked, Panel, Reply
from course_utils.widgets.question import QuestionForm
from course_utils.words import count

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.quiz.forecasts import Forecasting
    from course_utils.record.record import Record


class ForecastForm(QuestionForm):
    """An event as a form: what is typed is kept, what is committed may be revised once."""

    asked: Forecasting

    def _recall(self) -> None:
        """Show what was typed last, or the number committed, and what may still be done."""
        super()._recall()
        if last := forecasts.Committed.of(self.record, self.asked).last:
            filled = self.asked.filled(last.percent, last.reason, last.known)
            said = Judgement("kept", forecasts.state(self.record, self.asked))
            self._tell(self.outcome.get("response") or filled, said)

    def _take(self, response: object, page: dict[object, object], draft: bool = False) -> bool:
        """Keep what is typed, whatever comes of it; then commit it, if that is asked for."""
        kept = super()._take(response, page, draft=True)
        if draft:
            return kept
        outcome, saved = forecasts.commit(self.record, self.asked, response)
        typed = {key: self.outcome[key] for key in ("window", "known") if key in self.outcome}
        self.times = 0  # what is refused is no attempt at a right answer
        self._tell(response, outcome, **typed)
        return kept if saved is None else self._tell_saved(saved)


class ForecastForms:
    """Several events, one form below the other."""

    def __init__(self, forms: list[ForecastForm]) -> None:
        self.forms = forms

    def _ipython_display_(self) -> None:
        for each in self.forms:
            each._ipython_display_()


def commit_forecast(
    event: str, *more: str, course: Course | None = None
) -> ForecastForm | ForecastForms:
    """Show one event of the ledger, or several, to be given a probability with a reason.

    A number that is committed may be revised once, with a reason, until ``show_outcomes()`` makes
    all numbers final.  An event that the ledger does not have is a ``LookupError`` that names the
    nearest ones.
    """
    chosen = current_course(course)
    ledger = forecasts.ledger_of(chosen)
    asked = [find_question(ledger, name, "event") for name in (event, *more)]
    forms = [ForecastForm(each, chosen) for each in asked]
    return ForecastForms(forms) if more else forms[0]


def show_outcomes(course: Course | None = None) -> Outcomes:
    """Show a button that makes all forecasts final, and then what happened, with sources.

    Running it locks nothing, and what the cell stores tells no outcome.  ``ValueError`` for a
    course that was loaded as of a day, when nobody knew what would happen.
    """
    chosen = current_course(course)
    if {event.happened for event in chosen.rows(LedgerEvent)} == {"open"}:
        raise ValueError("this course knows no outcomes: load it with load_course(), without as_of")
    return Outcomes(chosen, current_record(chosen))


class Outcomes(Panel):
    """Before the lock a promise and a button; after it the outcomes beside the numbers."""

    _css = form.style("panel.css") + page_css()
    about = "What happened, once your numbers are final. Run this cell to see it."
    template = "outcomes.html"
    told: tuple[str, ...] = ()

    def __init__(self, course: Course, record: Record) -> None:
        self.course = course
        super().__init__("What happened", record)

    def values(self) -> dict[str, object]:
        if not self.record.locked_at:
            return {"locked": False, "missing": self.told}
        rows = forecasts.resolved(self.course, self.record)
        pairs = [row.pair for row in rows if row.pair is not None]
        table = forecasts.table(self.course, rows)
        return {
            "locked": True,
            "table": table_html(table, "Your forecasts and what happened"),
            "compared": forecasts.comparison(pairs),
            "dots": forecasts.dots(pairs),
            "foreseen": foreseen(self.course),
            "as_table": table_html,
            "count": count,
        }

    def press(self, asked: Asked) -> Reply:
        told, self.told = self.told, ()
        if self.record.locked_at or asked.button == "cancel":
            return Reply("", focus="lock")
        rows = forecasts.resolved(self.course, self.record)
        missing = tuple(row.event.question for row in rows if row.numbers.percent is None)
        if missing and missing != told:
            self.told = missing
            return Reply(f"{count(len(missing), 'event')} without a number: show it all the same?")
        saved = self.record.lock()
        return Reply(f"Your numbers are final. {saved.sentence}", not saved)
