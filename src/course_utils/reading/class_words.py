"""The answers of a class as tables, the wrong ones in the words of their questions."""

from __future__ import annotations

import json
from pathlib import Path

from course_utils.course import Course
from course_utils.reading.progress import in_words
from course_utils.record.tally import Tally, count_answers
from course_utils.session import current_course
from course_utils.words import plural


def class_tally(folder: str | Path, course: Course | None = None) -> Tally:
    """Count the answers in all files of ``folder`` and of the folders in it.

    Files with the same learner code, in capitals or not, are joined.  ``Tally`` says what its
    tables hold; a wrong answer is in the words of its question.  Raises ``NotADirectoryError`` if
    there is no such folder.
    """
    tally, chosen = count_answers(folder), current_course(course)
    asked = tally.by_question[["question", "version", "wrong_answer"]].itertuples(index=False)
    said = [_said(chosen, *row) for row in asked]
    return tally._replace(by_question=tally.by_question.assign(wrong_answer=said))


def _said(course: Course, name: str, version: str, stored: str) -> str:
    """A wrong answer in words; of a wording that the course does not have, its places from 1."""
    if not stored:
        return ""
    given, question = json.loads(stored), course.questions.get(name)
    if question and question.version == version:
        return in_words(question, given)
    places = given if isinstance(given, list) else [given]
    if places and all(type(place) is int for place in places):
        listed = ", ".join(str(place + 1) for place in places)
        return f"{plural('answer') if len(places) > 1 else 'answer'} {listed} of another wording"
    return given if isinstance(given, str) else stored
