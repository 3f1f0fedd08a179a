"""Asking a question: find it, put it into words, judge a response; knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from course_utils.questions import Outcome, Question

__all__ = ["Outcome", "as_text", "check", "find_question", "for_page"]
CLOSING = "Run this cell to answer here."
SAMPLE = 5


def check(question: Question, response: object) -> Outcome:
    """Judge ``response`` and say which paragraphs decide it; every response has one outcome."""
    outcome = question.judge(response)
    return replace(outcome, paragraphs=question.paragraphs(outcome.evidence))


def as_text(question: Question) -> str:
    """Return the question as plain text, for a page on which nothing runs."""
    return "\n".join([question.stem, "", *question.lines(), "", CLOSING])


def for_page(question: Question) -> dict[str, Any]:
    """Return all that the page knows of an unanswered question: no key, no feedback, no hint."""
    common = {"kind": question.kind, "stem": question.stem, "hint_count": len(question.hints)}
    return common | question.shown()


def find_question(questions: Mapping[str, Question], name: str) -> Question:
    """Return the question called ``name``; a ``LookupError`` names the nearest there are."""
    if name in questions:
        return questions[name]
    near = get_close_matches(str(name), questions, n=SAMPLE)
    if near:
        advice = f"Did you mean {_quoted(near, ' or ')}?"
    elif questions:
        advice = f"There are {len(questions)}, such as {_quoted(sorted(questions)[:SAMPLE], ', ')}."
    else:
        advice = "The course has none."
    raise LookupError(f"no question is called '{name}'. {advice}")


def _quoted(names: list[str], between: str) -> str:
    return between.join(f"'{name}'" for name in names)
