"""What a class answered, coded and expected: as tables, and as a page for the instructor."""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.quiz.kinds import Prediction
from course_utils.reading.coding import where_others_differ
from course_utils.reading.forecasts import dots, ledger_of
from course_utils.reading.progress import in_words
from course_utils.record.tally import Tally, count_answers
from course_utils.session import current_course
from course_utils.words import count, plural, share

PERCENT = "percent"


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


def show_class(folder: str | Path, course: Course | None = None) -> Page:
    """Show how many of a class were right, where it codes otherwise, and which numbers it gave.

    ``class_tally(folder)`` gives the same as data frames.  Raises ``NotADirectoryError`` if there
    is no such folder.
    """
    home = current_course(course)
    tally = class_tally(folder, home)
    learners, asked = len(tally.by_learner), len(tally.by_question)
    title = f"{count(learners, 'learner')}, {count(asked, 'question')}".capitalize()
    codings = [*where_others_differ(home, tally)]
    most = [c["words"] for c in codings if 2 * min(c["voice"], c["certainty"]) < c["coded_by"]]
    values = {
        "by_question": tally.by_question.to_dict("records"),
        "skipped": tally.skipped.to_dict("records"),
        "codings": codings,
        "most": most,
        "spreads": list(_spreads(home, tally)),
    }
    says = {"questions": home.questions, "share": share, "count": count}
    return Page(title, render("class.html", title=title, **says, **values))


def _spreads(course: Course, tally: Tally) -> Iterator[dict[str, Any]]:
    """The numbers given to a word or an event, in the order of asking: in words, and by fifths."""
    asked = {
        name: question.stem
        for name, question in course.questions.items()
        if isinstance(question, Prediction) and question.unit == PERCENT
    }
    asked |= {name: event.stem for name, event in ledger_of(course).items()}
    numbers = tally.numbers
    for name, stem in asked.items():
        given = sorted(n for n in numbers[numbers["item"] == name]["number"] if 0 <= n <= 100)
        if given:
            span = f"{given[0]:g} to {given[-1]:g}\u00a0%, the middle {median(given):g}\u00a0%"
            said = f"{count(len(given), 'learner')}: {span}"
            fifths = dots((number, False) for number in given)
            yield {"asked": stem, "said": said, "fifths": fifths}
