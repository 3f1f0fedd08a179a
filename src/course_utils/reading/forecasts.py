"""A learner's forecasts: what is committed, what may still change, what it came to."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

from course_utils.course import Course
from course_utils.quiz.forecasts import Forecasting, Given
from course_utils.quiz.questions import Judgement
from course_utils.record.events import Estimate
from course_utils.record.record import Record, Saved
from course_utils.source.course_rows import LedgerEvent, Source
from course_utils.source.dates import Period, day_name
from course_utils.words import count

LEAST = 8  # scored events; of fewer, chance says more than skill
ALWAYS_50 = 0.25  # the Brier score of always saying 50 percent
VERDICTS = {"yes": "Yes", "no": "No", "void": "Cannot be told", "open": "Not decided yet"}


def ledger_of(course: Course) -> dict[str, Forecasting]:
    """The events of the ledger as forms, by their identifiers."""
    return {event.id: Forecasting.of(event) for event in course.rows(LedgerEvent)}


class Committed(NamedTuple):
    """The numbers given to one event, whatever window, kernel or file they came from.

    The first is the commitment and the second its revision: these are ``counted``.  What else came
    before the lock is ``further``, and what came after it ``late``.
    """

    counted: tuple[Estimate, ...]
    further: tuple[Estimate, ...]
    late: tuple[Estimate, ...]

    @classmethod
    def of(cls, record: Record, asked: Forecasting) -> Self:
        """Read them from a record; a number given to another wording is none."""
        locked = record.locked_at
        all_ = [each for each in record.forecasts(asked.id) if each.version == asked.version]
        late = tuple(each for each in all_ if locked and each.time > locked)
        in_time = tuple(each for each in all_ if each not in late)
        return cls(in_time[:2], in_time[2:], late)

    @property
    def last(self) -> Estimate | None:
        """The newest, whether it counts or not."""
        every = (*self.counted, *self.further, *self.late)
        return every[-1] if every else None

    @property
    def percent(self) -> float | None:
        """The number that counts: the revision, if there is one."""
        return self.counted[-1].percent if self.counted else None

    @property
    def known(self) -> bool:
        """Whether the learner knew the outcome at any time."""
        return any(each.known for each in self.counted)

    def __str__(self) -> str:
        """In words: ``60 %, revised to 70 %; known before, not scored``."""
        said = [", revised to ".join(f"{each.percent:g} %" for each in self.counted)]
        said += ["known before: not scored"] * self.known
        said += [f"{count(len(self.further), 'further number')}: not counted"] * bool(self.further)
        said += [f"late: {each.percent:g} %, not scored" for each in self.late]
        return "; ".join(filter(None, said)) or "no number"


def state(record: Record, asked: Forecasting) -> str:
    """Say what is committed and what may still be done; empty if nothing is."""
    numbers, locked = Committed.of(record, asked), record.locked_at
    if not numbers.last:
        return ""
    then = "You have revised it once, and it stays as it is."
    if locked:
        day = day_name(locked.astimezone().date(), year=True)
        then = f"All your numbers are final since {day}."
    elif len(numbers.counted) == 1:
        then = "You may revise it once, with another reason."
    return f"{'Committed' if numbers.counted else 'Kept'}: {numbers}. {then}"


def commit(record: Record, asked: Forecasting, response: object) -> tuple[Judgement, Saved | None]:
    """Store what is committed, or say why it is not; nothing is stored twice."""
    given = asked.given(response)
    if isinstance(given, str):
        return Judgement.none(given), None
    numbers, told = Committed.of(record, asked), given[:3]
    last, saved = numbers.last, None
    if not last or (last.percent, last.reason, last.known) != told:
        refusal = "" if record.locked_at else _refusal(numbers, given)
        if refusal:
            return Judgement.none(f"{refusal} {state(record, asked)}"), None
        saved = record.add_forecast(asked.id, asked.version, *told)
    return Judgement("kept", state(record, asked) + given.read_as), saved


def _refusal(numbers: Committed, given: Given) -> str:
    """Why a number is not taken before the lock; empty if it is."""
    if not numbers.counted:
        return ""
    first = numbers.counted[0]
    if len(numbers.counted) > 1:
        return f"{given.percent:g} % is not taken: a forecast may be revised once."
    if given.reason.casefold() == first.reason.casefold():
        return "The reason is still the first one: say why you revise."
    if (given.percent, given.known) == (first.percent, first.known):
        return f"Your number is {first.percent:g} % already: to revise it, write another."
    return ""


class Resolved(NamedTuple):
    """An event of the ledger with its outcome, and the learner's numbers."""

    event: LedgerEvent
    numbers: Committed

    @property
    def pair(self) -> tuple[float, bool] | None:
        """The probability in percent and whether it happened, if that is to be scored.

        What is void or open, was known before, or came after the lock is not.
        """
        percent, happened = self.numbers.percent, self.event.happened
        scored = happened in ("yes", "no") and not self.numbers.known
        return (percent, happened == "yes") if scored and percent is not None else None


def resolved(course: Course, record: Record) -> list[Resolved]:
    """Each event of the ledger with its outcome, in the order of the file."""
    events = course.rows(LedgerEvent)
    return [Resolved(each, Committed.of(record, Forecasting.of(each))) for each in events]


def brier_score(pairs: Iterable[tuple[float, bool]]) -> float:
    """The mean of (forecast - outcome) squared, from 0, the best, to 1; forecasts in percent.

    Brier, *Verification of forecasts expressed in terms of probability* (1950), in the form for one
    event that happens or not.  ``ValueError`` if there is none.
    """
    squares = [(percent / 100 - happened) ** 2 for percent, happened in pairs]
    if not squares:
        raise ValueError("a Brier score needs at least one forecast")
    return sum(squares) / len(squares)


def comparison(pairs: Sequence[tuple[float, bool]]) -> str:
    """Say what the numbers score beside always saying 50 percent; not of a few events."""
    scored = f"{count(len(pairs), 'event')} of yours can be scored"
    if len(pairs) < LEAST:
        return f"{scored}. Nothing is compared: of fewer than {LEAST}, chance says more than skill."
    return (
        f"{scored}. Your Brier score is {brier_score(pairs):.2f}. Always saying 50 % scores"
        f" {ALWAYS_50} on the same events; 0 is the best, 1 the worst. A good outcome is not a good"
        " reason: look at why you said it."
    )


def dots(pairs: Iterable[tuple[float, bool]]) -> list[dict[str, Any]]:
    """Count by fifths of 0 to 100 how many ``numbers`` were ``said``, and how many ``happened``."""
    fifths: list[list[bool]] = [[], [], [], [], []]
    for percent, happened in pairs:
        fifths[min(int(percent // 20), 4)].append(happened)
    spans = ["0 to under 20 %", "20 to under 40 %", "40 to under 60 %", "60 to under 80 %"]
    counted = zip([*spans, "80 to 100 %"], fifths, strict=True)
    return [{"said": name, "numbers": len(own), "happened": sum(own)} for name, own in counted]


def table(course: Course, rows: Sequence[Resolved]) -> list[dict[str, str]]:
    """What was asked, said and found, an event a row, in words."""
    cells = []
    for event, numbers in rows:
        came = ", ".join(filter(None, [VERDICTS[event.happened], when(event.resolved_on)]))
        cells.append(
            {
                "Event": f"{event.question} (by {when(event.deadline)})",
                "Your number": str(numbers),
                "What happened": f"{came}. {event.outcome}",
                "Sources": "; ".join(cite(course, event.source_ids)),
                "How firm": f"{event.confidence.capitalize()}. {event.note}".strip(),
            }
        )
    return cells


def when(days: str | None) -> str:
    """A date or two in words, each with its year; nothing for none."""
    return " to ".join(Period.of(day).name(year=True) for day in (days or "").split("/") if day)


def cite(course: Course, names: Iterable[str]) -> list[str]:
    """Sources in words, in this order: publisher, title and day of each."""
    sources = {row.id: row for row in course.rows(Source)}
    return [
        f"{row.publisher}, “{row.title}” ({row.published or 'undated'})"
        for row in map(sources.__getitem__, names)
    ]
