"""Show a learner what the record holds: a bar a lesson, slips, answers, guesses, forecasts."""

from __future__ import annotations

from course_utils.course import Course
from course_utils.reading.progress import Standing, Work, in_words, lessons, slips
from course_utils.record.record import Record
from course_utils.session import current_course, current_record
from course_utils.source.dates import day_name
from course_utils.source.rows import Forecast
from course_utils.widgets.panel import Panel
from course_utils.words import count

VERDICTS = {"right": "Right", "partly right": "Partly right"}


def my_record(course: Course | None = None) -> MyRecord:
    """Show what you answered, guessed and forecast, what is left, and which slips came up."""
    chosen = current_course(course)
    return MyRecord(chosen, current_record(chosen))


class MyRecord(Panel):
    """All that the record holds, in words, with a bar for each lesson."""

    about = "What you answered, guessed and forecast so far. Run this cell to see it."
    template = "my_record.html"

    def __init__(self, course: Course, record: Record) -> None:
        self.course = course
        super().__init__("My record", record)

    def values(self) -> dict[str, object]:
        work = Work.of(self.record)
        shown = lessons(self.course, work)
        asked = {each.question.id: each.question.version for one in shown for each in one.standings}
        answers = (*work.answers, *work.guesses)
        return {
            "work": work,
            "since": _first_day(work) if work else "",
            "lessons": shown,
            "last_answer": _last_answer,
            "slips": slips(self.course, shown),
            "events": {row.id: row.event for row in self.course.rows(Forecast)},
            "texts": [each for each in (*work.texts, *work.others) if each.item not in asked],
            "others": sum(asked.get(each.item) != each.version for each in answers),
            "count": count,
            "about": self.record.about,
        }


def _first_day(work: Work) -> str:
    kinds = (work.answers, work.guesses, work.forecasts, work.texts)
    first = min(each.time for found in kinds for each in found)
    return day_name(first.astimezone().date(), year=True)


def _last_answer(standing: Standing) -> list[str]:
    if not standing.tries:
        return []
    last = standing.tries[-1]
    verdict = VERDICTS.get(last.verdict, "Not right yet")
    said = f"{verdict}. {count(len(standing.tries), 'answer')}, the last:"
    return [said, in_words(standing.question, last.response)]
