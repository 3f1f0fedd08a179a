"""Show a learner what the record holds: a bar a lesson, slips, answers, guesses, forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course_utils.course import Course
from course_utils.reading.progress import Lesson, Standing, Work, in_words, lessons, slips
from course_utils.record.record import Record
from course_utils.session import current_course, current_record
from course_utils.source.dates import day_name
from course_utils.source.rows import Forecast
from course_utils.widgets import panel
from course_utils.widgets.panel import Asked, Node, Panel, Reply
from course_utils.words import count

VERDICTS = {"right": "Right", "partly right": "Partly right"}
AGAIN = "Run this cell again after further answers."


def my_record(course: Course | None = None) -> MyRecord:
    """Show what you answered, guessed and forecast, what is left, and which slips came up."""
    chosen = current_course(course)
    return MyRecord(chosen, current_record(chosen))


class MyRecord(Panel):
    """All that the record holds, in words, with a bar for each lesson."""

    about = "What you answered, guessed and forecast so far. Run this cell to see it."

    def __init__(self, course: Course, record: Record) -> None:
        self.course = course
        super().__init__("My record", record)

    def content(self) -> list[Node]:
        work = Work.of(self.record)
        shown = lessons(self.course, work)
        if not work:
            return [panel.text(_beginning(shown))]
        return [
            panel.text(f"So far: {work}, since {_first_day(work)}. {AGAIN}"),
            *(node for lesson in shown for node in _lesson(lesson)),
            *_slips(slips(self.course, shown)),
            *_forecasts(self.course, work),
            *_others(shown, work),
            panel.text(self.record.about),
        ]

    def press(self, asked: Asked) -> Reply:
        return Reply("")


def _beginning(shown: Sequence[Lesson]) -> str:
    where = f" in {shown[0].name}" if shown else ""
    return (
        f"Nothing is recorded yet. Begin with the first question{where}: run its cell, choose an"
        " answer and press Check. Then run this cell again."
    )


def _first_day(work: Work) -> str:
    kinds = (work.answers, work.guesses, work.forecasts, work.texts)
    first = min(each.time for found in kinds for each in found)
    return day_name(first.astimezone().date(), year=True)


def _lesson(lesson: Lesson) -> Iterator[Node]:
    """Yield how far a lesson is, and folded what is left of it and what was answered."""
    yield panel.measured(lesson.name, lesson.done, len(lesson.standings), lesson.sentence)
    left = [each for each in lesson.standings if each.state in ("open", "tried")]
    if left:
        stems = (f"{each.question.stem}{' (not right yet)' if each.tries else ''}" for each in left)
        yield panel.folded(f"What is left in {lesson.name}", panel.items(stems))
    given = [each for each in lesson.standings if each.state != "open"]
    if given:
        entries = [panel.entry(each.question.stem, *_responses(each)) for each in given]
        yield panel.folded(f"What I answered in {lesson.name}", panel.items(entries))


def _slips(found: Sequence[str]) -> list[Node]:
    return [panel.text("Slips in reading", "h3"), panel.items(found)] if found else []


def _responses(standing: Standing) -> Iterator[str]:
    if standing.tries:
        last = standing.tries[-1]
        verdict = VERDICTS.get(last.verdict, "Not right yet")
        yield f"{verdict}. {count(len(standing.tries), 'answer')}, the last:"
        yield in_words(standing.question, last.response)
    yield from standing.kept


def _forecasts(course: Course, work: Work) -> Iterator[Node]:
    events = {row.id: row.event for row in course.rows(Forecast)}
    said = [
        panel.entry(f"{events.get(each.item, each.item)} {each.percent:g} percent.", each.reason)
        for each in work.forecasts
    ]
    if said:
        yield panel.folded(count(len(said), "forecast"), panel.items(said))


def _others(shown: Sequence[Lesson], work: Work) -> Iterator[Node]:
    """Yield the texts that answer no question, and say how many answers are to others."""
    asked = {each.question.id: each.question.version for one in shown for each in one.standings}
    written = (*work.texts, *work.others)
    texts = [panel.entry(each.item, each.text) for each in written if each.item not in asked]
    if texts:
        yield panel.folded(count(len(texts), "text"), panel.items(texts))
    entries = [*work.answers, *work.guesses]
    others = sum(asked.get(entry.item) != entry.version for entry in entries)
    if others:
        yield panel.text(
            f"Other answers and guesses: {others}. The course does not ask these questions, or no"
            " longer in these words; they stay in the record."
        )
