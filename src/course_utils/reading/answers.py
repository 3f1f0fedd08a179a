"""Asking a question: find it, put it into words, judge a response, keep and recall it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from course_utils.quiz.questions import Outcome, Question, Source
from course_utils.words import hint

if TYPE_CHECKING:
    from course_utils.reading.article import Article
    from course_utils.record.events import Attempt, Guess
    from course_utils.record.record import Record, Saved

__all__ = ["Outcome", "Recalled", "as_html", "as_text", "check", "find_question", "for_page"]
__all__ += ["keep", "recall"]
CLOSING = "Run this cell to answer here."
EARLIER = "You answered an earlier wording of this question. This wording is not answered yet."
NOT_ANSWERED = "not answered"


def check(question: Question, response: object, article: Article | None = None) -> Outcome:
    """Judge ``response`` and say which passages decide it; every response has one outcome.

    The passages themselves are from the reader's copy of the article, if there is one.
    """
    outcome = question.judge(response)
    remarks = (
        replace(remark, sources=tuple(_sources(question, remark.evidence, article)))
        for remark in outcome.remarks
    )
    return replace(outcome, remarks=tuple(remarks))


def _sources(
    question: Question, evidence: Iterable[str], article: Article | None
) -> Iterator[Source]:
    for row, place in question.passages(evidence):
        label = place.paragraph[0]
        passage = article.passage(label, place.anchor) if article else ""
        yield Source(row, label if passage else f"{label}, near “{place.anchor}”", passage)


def as_text(question: Question) -> str:
    """Return the question as plain text, for a page on which nothing runs."""
    parts = ["\n".join(filter(None, (question.stem, question.how()))), "\n".join(question.lines())]
    return "\n\n".join(filter(None, (*parts, CLOSING)))


def as_html(question: Question) -> str:
    """Return stem and answers as HTML, for a page on which nothing runs."""
    paragraphs = (
        f'<p dir="auto">{escape(text)}</p>' for text in (question.stem, question.how()) if text
    )
    lines = "".join(f'<li dir="auto">{escape(line)}</li>' for line in question.lines())
    return "".join(paragraphs) + (f'<ul style="list-style: none">{lines}</ul>' if lines else "")


def for_page(question: Question) -> dict[str, Any]:
    """Return all that the page knows of an unanswered question: no key, no feedback, no hint."""
    common = {"kind": question.kind, "stem": question.stem, "how": question.how()}
    common |= {"verb": question.verb, "offer": question.offer, "keeps": question.kept_as}
    return common | {"hint_count": len(question.hints)} | question.shown()


def keep(record: Record, question: Question, response: object, outcome: Outcome) -> Saved:
    """Store a response as an attempt or as a guess; a text is kept as it is typed."""
    if question.kept_as == "prediction":
        return record.add_prediction(question.id, question.version, response)
    verdict, error = outcome.verdict, outcome.error
    return record.add_attempt(question.id, question.version, response, verdict, error)


@dataclass(frozen=True)
class Recalled:
    """What a record holds of a question: the last response, and how many there are."""

    response: object = None
    times: int = 0
    only_earlier: bool = False


def recall(record: Record, question: Question) -> Recalled:
    """Look up what was answered to this wording of a question, or only to earlier ones."""
    if question.kept_as == "draft":
        text = record.draft(question.id) or ""
        return Recalled(text, int(bool(text.strip())))
    entries: list[Attempt | Guess] = [*record.attempts(question.id)]
    entries += record.predictions(question.id)
    mine = [entry.response for entry in entries if entry.version == question.version]
    # What no form gives, as a file that was written by hand may hold, no form can show.
    given = [each for each in mine if question.judge(each).verdict != NOT_ANSWERED]
    if given:
        return Recalled(given[-1], len(given))
    return Recalled(only_earlier=bool(entries) and not mine)


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question called ``name``; a ``LookupError`` names the nearest there are."""
    if name in questions:
        return questions[name]
    raise LookupError(f"no question is called '{name}'; {hint(str(name), list(questions))}")
