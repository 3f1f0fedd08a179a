"""Where a learner stands: what was answered, what is left, and which slips in reading came up."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, Self

from course_utils.course import Course
from course_utils.quiz.questions import Question
from course_utils.reading.answers import NOT_ANSWERED
from course_utils.reading.coding import Coding, codings_begun
from course_utils.record.events import Attempt, Draft, Estimate, Guess
from course_utils.record.record import Record
from course_utils.source.course_rows import GlossaryEntry
from course_utils.words import counts, verb

State = Literal["right", "tried", "noted", "open"]


class Work(NamedTuple):
    """All that a record holds, each kind with the oldest first; of each text the last version.

    ``others`` are versions of the texts from other windows or computers.
    """

    answers: tuple[Attempt, ...]
    guesses: tuple[Guess, ...]
    forecasts: tuple[Estimate, ...]
    texts: tuple[Draft, ...]
    others: tuple[Draft, ...]

    @classmethod
    def of(cls, record: Record) -> Self:
        """Read it from a record; what was checked before anything was chosen is no answer."""
        answers = tuple(a for a in record.attempts() if a.verdict != NOT_ANSWERED)
        texts = (record.drafts(), record.earlier_drafts())
        return cls(answers, record.predictions(), record.forecasts(), *texts)

    def __bool__(self) -> bool:
        return any(self[:4])

    def __str__(self) -> str:
        kinds = ("answer", "guess", "forecast", "text")
        return counts(dict(zip(kinds, map(len, self[:4]), strict=True)))


class Standing(NamedTuple):
    """Where a learner stands with one question: the answers, and the guess or text kept for it.

    What was answered when the question had another wording does not count.
    """

    question: Question
    tries: tuple[Attempt, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """What the last answer came to; a guess or a text cannot be right."""
        if self.question.kept_as != "attempt":
            return "noted" if self.kept else "open"
        if self.tries:
            return "right" if self.tries[-1].verdict == "right" else "tried"
        return "open"


class Lesson(NamedTuple):
    """The questions of one lesson, in the order of its file, and where the learner stands."""

    name: str
    standings: list[Standing]

    @property
    def done(self) -> int:
        """How many questions are right, or have a guess or a text."""
        return sum(each.state in ("right", "noted") for each in self.standings)

    @property
    def sentence(self) -> str:
        """Each question counted once: ``2 of 5 done, 1 not right yet, 2 not answered yet``."""
        states = Counter(each.state for each in self.standings)
        left = {"not right yet": states["tried"], "not answered yet": states["open"]}
        head = f"{self.done} of {len(self.standings)} done"
        return ", ".join([head, *(f"{number} {state}" for state, number in left.items() if number)])


def lessons(course: Course, work: Work) -> list[Lesson]:
    """Return the lessons that ask questions, in the order of their files in ``data/quizzes``."""
    by_lesson: dict[str, list[Standing]] = {}
    begun = codings_begun(course, {each.item for kind in work for each in kind})
    for question in (*course.questions.values(), *begun):
        by_lesson.setdefault(question.lesson, []).append(_standing(question, work))
    return [Lesson(name, standings) for name, standings in by_lesson.items()]


def _standing(question: Question, work: Work) -> Standing:
    asked = (question.id, question.version)
    tries = tuple(answer for answer in work.answers if (answer.item, answer.version) == asked)
    guesses = [guess for guess in work.guesses if (guess.item, guess.version) == asked]
    kept = [in_words(question, guess.response) for guess in guesses]
    texts = [text.text for text in work.texts if text.item == question.id and text.text.strip()]
    kept += [in_words(question, text) for text in texts]
    if isinstance(question, Coding) and not texts:
        compared = [each.response for each in work.answers if each.item == question.item]
        kept += [question.words(question.written(response)) for response in compared[-1:]]
    others = (text.text for text in work.others if text.item == question.id)
    kept += [f"Another version of this text: {in_words(question, text)}" for text in others]
    return Standing(question, tries, tuple(kept))


def in_words(question: Question, response: object) -> str:
    """Put a response into the words of its question, or as it is if no response of it is so."""
    known = question.judge(response).verdict != NOT_ANSWERED
    return question.words(response) if known else str(response)


def slips(course: Course, shown: Sequence[Lesson]) -> list[str]:
    """Sum up the errors behind wrong answers, a paragraph each; the last has those of one time."""
    standings = [each for lesson in shown for each in lesson.standings]
    times = Counter(answer.error for each in standings for answer in each.tries if answer.error)
    meanings = {row.term: row.meaning for row in course.rows(GlossaryEntry)}
    often, once = [], []
    for error, number in sorted(times.items(), key=lambda pair: (-pair[1], pair[0])):
        said = meanings.get(error)
        meaning = f" – {said[0].lower()}{said[1:].rstrip('.')}" if said else ""
        if number == 1:
            once.append(f"{error}{meaning}")
        else:
            head = f"{error[0].upper()}{error[1:]}, {number} times{meaning}."
            often.append(f"{head} {_by_now(error, standings)}")
    last = f"Once{' each' if len(once) > 1 else ''}: {'; '.join(once)}."
    return [*often, last] if once else often


def _by_now(error: str, standings: Sequence[Standing]) -> str:
    """Say how many of the questions that an error was made with are right by now."""
    touched = [each for each in standings if error in (answer.error for answer in each.tries)]
    done, of = sum(each.state == "right" for each in touched), len(touched)
    if of == 1:
        return f"That question is {'' if done else 'not '}right by now."
    many = {0: f"None of the {of}", of: f"All {of}"}.get(done, f"{done} of the {of}")
    return f"{many} questions where it came up {verb(done, 'is', 'are')} right by now."
