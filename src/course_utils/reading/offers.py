"""What a learner made elsewhere, in words, to be added to a field of a form."""

from course_utils.course import Course
from course_utils.quiz.questions import Question
from course_utils.reading.coding import find_coding
from course_utils.reading.forecasts import Committed, ledger_of
from course_utils.record.record import Record

LEDGER, CODING = "ledger", "coding-"


def offered(question: Question, course: Course, record: Record) -> dict[str, str]:
    """Return what the question draws on, by name: that of a question, a coding or the ledger.

    What nobody wrote yet is left out.
    """
    found = {name: _words(name, course, record) for name in question.draws_on()}
    return {name: words for name, words in found.items() if words}


def _words(name: str, course: Course, record: Record) -> str:
    if name == LEDGER:
        said = [(each, Committed.of(record, each).percent) for each in ledger_of(course).values()]
        return "\n".join(f"{each.stem} {n:g} %" for each, n in said if n is not None)
    coding = name.startswith(CODING)
    text = record.draft(name) or ""
    asked = find_coding(course, name.removeprefix(CODING)) if coding else course.questions[name]
    return asked.words(text) if text else ""
