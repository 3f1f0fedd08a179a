"""What a class answered, as a page: a bar a question, and the wrong answer that most gave."""

from __future__ import annotations

from pathlib import Path

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.record.tally import Wording, as_json, class_tally
from course_utils.session import current_course
from course_utils.words import count, share


def show_class(
    folder: str | Path, wording: Wording = as_json, course: Course | None = None
) -> Page:
    """Show how many of a class were right, question by question, first answer and last.

    ``folder`` and ``wording`` are those of ``class_tally``, which gives the same as data frames.
    Raises ``NotADirectoryError`` if there is no such folder.
    """
    tally = class_tally(folder, wording)
    asked = current_course(course).questions
    rows = []
    for row in tally.by_question.to_dict("records"):
        known, whole = asked.get(row["question"]), row["asked"]
        told = {
            "stem": known.stem if known else row["question"],
            "first": share(row["right_first"], whole, "learner"),
            "last": share(row["right_last"], whole, "learner"),
            "chose": count(row["chose_it"], "learner"),
        }
        rows.append(row | told)
    said = f"{count(len(tally.by_learner), 'learner')}, {count(len(rows), 'question')}"
    title = said[0].upper() + said[1:]
    skipped = [f"{row['file']}: {row['reason']}" for row in tally.skipped.to_dict("records")]
    body = render("class.html", title=title, rows=rows, skipped=skipped)
    return Page(title, f"{title}.", tally.by_question, body)
