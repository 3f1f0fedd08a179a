"""Asking a question: find it, put it into words, say what a response comes to, keep and recall."""

from collections.abc import Mapping
from html import escape
from typing import Any, TypeVar

from course_utils.course import Course
from course_utils.quiz.questions import Judgement, Question
from course_utils.reading.article import read_article, rows_with_passage
from course_utils.record.events import Attempt, Guess
from course_utils.record.record import Record, Saved
from course_utils.words import hint

Q = TypeVar("Q", bound=Question)
CLOSING = "Run this cell to answer here."
EARLIER = "You answered an earlier wording of this question. This wording is not answered yet."
NOT_ANSWERED = "not answered"


def find_question(questions: Mapping[str, Q], name: str, noun: str = "question") -> Q:
    """Return the question called ``name``; a ``LookupError`` names the nearest there are."""
    if name in questions:
        return questions[name]
    raise LookupError(f"no {noun} is called '{name}'; {hint(str(name), list(questions))}")


def as_text(question: Question) -> str:
    """Return the question as plain text, for a page on which nothing runs."""
    parts = ["\n".join(filter(None, (question.stem, question.how()))), "\n".join(question.lines())]
    return "\n\n".join(filter(None, (*parts, CLOSING)))


def as_html(question: Question) -> str:
    """Return stem and answers as HTML, for a page on which nothing runs."""
    said = filter(None, (question.stem, question.how()))
    head = "".join(f'<p dir="auto">{escape(text)}</p>' for text in said)
    lines = "".join(f'<li dir="auto">{escape(line)}</li>' for line in question.lines())
    return f'{head}<ul style="list-style: none">{lines}</ul>' if lines else head


def for_page(question: Question) -> dict[str, Any]:
    """Return all that the page knows of an unanswered question: no key, no feedback, no hint."""
    common = {"kind": question.kind, "stem": question.stem, "how": question.how()}
    common |= {"verb": question.verb, "offer": question.offer, "keeps": question.kept_as}
    return common | {"hint_count": len(question.hints)} | question.shown()


def told(judgement: Judgement, course: Course) -> dict[str, Any]:
    """Return what the page says of a response; its remarks have the ``sources`` that decide.

    A source is a row, where its passage is, and the passage if the reader has a copy of the text.
    """
    article = read_article(course)
    known = rows_with_passage(course)

    def source(name: str) -> dict[str, str]:
        label, anchor = known[name].paragraph[0], known[name].anchor
        passage = article.passage(label, anchor) if article else ""
        where = label if passage else f"{label}, near “{anchor}”"
        return {"row": name, "where": where, "passage": passage}

    remarks = [
        remark._asdict() | {"sources": tuple(map(source, dict.fromkeys(remark.evidence)))}
        for remark in judgement.remarks
    ]
    return judgement._asdict() | {"remarks": remarks}


def keep(record: Record, question: Question, response: object, judgement: Judgement) -> Saved:
    """Store a response as an attempt or as a guess; a text is kept as it is typed."""
    if question.kept_as == "prediction":
        return record.add_prediction(question.id, question.version, response)
    outcome = judgement.verdict, judgement.error
    return record.add_attempt(question.id, question.version, response, *outcome)


def recall(record: Record, question: Question) -> tuple[list[Any], bool]:
    """Return the responses to this wording, and whether all there are were to earlier ones."""
    if question.kept_as == "draft":
        text = record.draft(question.id) or ""
        return [text] if text.strip() else [], False
    entries: list[Attempt | Guess] = [*record.attempts(question.id)]
    entries += record.predictions(question.id)
    mine = [entry.response for entry in entries if entry.version == question.version]
    # What no form gives, as a file that was written by hand may hold, no form can show.
    given = [each for each in mine if question.judge(each).verdict != NOT_ANSWERED]
    return given, bool(entries) and not mine
