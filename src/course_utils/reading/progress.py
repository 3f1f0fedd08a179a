"""Where a learner stands: what was answered, what is left, and which slips in reading came up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from course_utils.reading.answers import NOT_ANSWERED
from course_utils.source.rows import GlossaryEntry
from course_utils.words import counts, verb

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.quiz.questions import Question
    from course_utils.record.events import Attempt, Draft, Estimate, Guess
    from course_utils.record.record import Record

State = Literal["right", "tried", "noted", "open"]
ANOTHER = "Another version of this text:"
KINDS = ("answer", "guess", "forecast", "text")


@dataclass(frozen=True)
class Work:
    """All that a record holds, each kind with the oldest first; of each text the last version.

    ``others`` are versions of the texts from other windows or computers.
    """

    answers: tuple[Attempt, ...]
    guesses: tuple[Guess, ...]
    forecasts: tuple[Estimate, ...]
    texts: tuple[Draft, ...]
    others: tuple[Draft, ...]

    @classmethod
    def of(cls, record: Record) -> Work:
        """Read it from a record; what was checked before anything was chosen is no answer."""
        answers = tuple(a for a in record.attempts() if a.verdict != NOT_ANSWERED)
        told = (answers, record.predictions(), record.forecasts())
        return cls(*told, record.drafts(), record.earlier_drafts())

    def __bool__(self) -> bool:
        return any((self.answers, self.guesses, self.forecasts, self.texts))

    def __str__(self) -> str:
        parts = (self.answers, self.guesses, self.forecasts, self.texts)
        return counts(dict(zip(KINDS, map(len, parts), strict=True)))


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with one question: the answers, and the guess or text kept for it.

    What was answered when the question had another wording does not count.
    """

    question: Question
    tries: tuple[Attempt, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether an answer can be right; a guess or a text cannot."""
        return self.question.kept_as == "attempt"

    @property
    def state(self) -> State:
        """What the last answer came to."""
        if not self.graded:
            return "noted" if self.kept else "open"
        if self.tries:
            return "right" if self.tries[-1].verdict == "right" else "tried"
        return "open"


@dataclass(frozen=True)
class Lesson:
    """The questions of one lesson, in the order of its file, and where the learner stands."""

    name: str
    standings: tuple[Standing, ...]

    def count(self, *states: State) -> int:
        """How many questions are in one of these states."""
        return sum(standing.state in states for standing in self.standings)

    @property
    def done(self) -> int:
        """How many questions are right, or have a guess or a text."""
        return self.count("right", "noted")

    @property
    def sentence(self) -> str:
        """Each question counted once: ``2 of 5 done, 1 not right yet, 2 not answered yet``."""
        left = {"not right yet": self.count("tried"), "not answered yet": self.count("open")}
        head = f"{self.done} of {len(self.standings)} done"
        return ", ".join([head, *(f"{number} {state}" for state, number in left.items() if number)])


def lessons(course: Course, work: Work) -> tuple[Lesson, ...]:
    """Return the lessons that ask questions, in the order of their files in ``data/quizzes``."""
    return tuple(
        Lesson(name, tuple(_standing(course.questions[item], work) for item in items))
        for name, items in _items(course)
    )


def _standing(question: Question, work: Work) -> Standing:
    asked = (question.id, question.version)
    tries = tuple(answer for answer in work.answers if (answer.item, answer.version) == asked)
    guesses = (guess for guess in work.guesses if (guess.item, guess.version) == asked)
    texts = [draft.text for draft in work.texts if draft.item == question.id and draft.text.strip()]
    texts += [f"{ANOTHER} {draft.text}" for draft in work.others if draft.item == question.id]
    kept = (*(in_words(question, guess.response) for guess in guesses), *texts)
    return Standing(question, tries, kept)


def _items(course: Course) -> Iterator[tuple[str, list[str]]]:
    """Yield each lesson that asks questions, and their identifiers."""
    by_lesson: dict[str, list[str]] = {}
    for question in course.questions.values():
        by_lesson.setdefault(question.lesson, []).append(question.id)
    yield from by_lesson.items()


def in_words(question: Question, response: object) -> str:
    """Put a response into the words of its question, or as it is if no response of it is so."""
    known = question.judge(response).verdict != NOT_ANSWERED
    return question.words(response) if known else str(response)


# Slips


def slips(course: Course, shown: Sequence[Lesson]) -> list[str]:
    """Sum up the errors behind wrong answers, a paragraph each, the most frequent first.

    Those that came up once are together in the last.
    """
    tries = [answer for each in _graded(shown) for answer in each.tries if answer.error]
    found = sorted(Counter(a.error for a in tries).items(), key=lambda pair: (-pair[1], pair[0]))
    meanings = {row.term: row.meaning for row in course.rows(GlossaryEntry)}
    once = [f"{error}{_meaning(meanings.get(error))}" for error, times in found if times == 1]
    often = [
        f"{error[:1].upper()}{error[1:]}, {times} times{_meaning(meanings.get(error))}."
        f" {_by_now(error, _graded(shown))}"
        for error, times in found
        if times > 1
    ]
    last = f"Once{' each' if len(once) > 1 else ''}: {'; '.join(once)}."
    return [*often, last] if once else often


def _graded(shown: Iterable[Lesson]) -> list[Standing]:
    return [each for lesson in shown for each in lesson.standings if each.graded]


def _meaning(said: str | None) -> str:
    return f" – {said[0].lower()}{said[1:].rstrip('.')}" if said else ""


def _by_now(error: str, standings: Sequence[Standing]) -> str:
    """Say how many of the questions that an error was made with are right by now."""
    touched = [each for each in standings if error in (answer.error for answer in each.tries)]
    done, of = sum(each.state == "right" for each in touched), len(touched)
    if of == 1:
        return f"That question is {'' if done else 'not '}right by now."
    many = {0: f"None of the {of}", of: f"All {of}"}.get(done, f"{done} of the {of}")
    return f"{many} questions where it came up {verb(done, 'is', 'are')} right by now."
