"""The report on a course for its teacher: ready or not, what is wrong, what is missing or thin."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from course_utils.course import Course, find_folder, read_course
from course_utils.kit import gaps
from course_utils.kit.lessons import Notebook, read_lessons
from course_utils.kit.passages import Text, coverage, find_text, passage_problems
from course_utils.source.errors import DataError, Problem
from course_utils.words import count, listing

MOST = 20  # problems of a file


def check_course(folder: Path, article: Path | None = None) -> tuple[str, bool]:
    """Report on the course whose data are in ``folder``, in plain text, and whether it is ready.

    It is ready if nothing is wrong: what is missing or thin is said and stops nobody.  Passages are
    looked for in ``article``, else in the text that ships, else in the reader's copy.  Nothing is
    raised, whatever is in the folder.
    """
    problems: list[Problem] = []
    lessons = read_lessons(folder.absolute().parent / "notebooks", problems)
    try:
        course = read_course(find_folder(folder))
    except DataError as error:
        waits = "The text, the questions and the lessons are looked at once the tables can be read."
        if error.unchecked:
            waits = f"What refers to {', '.join(error.unchecked)} is checked after that. {waits}"
        return _page([*_wrong([*error.problems, *problems]), "", waits]), False
    text = find_text(course, article)
    passages = passage_problems(course, text) if text else ()
    problems = [*passages, *gaps.unknown_questions(course, lessons), *problems]
    tables = sum(map(bool, course.tables.values()))
    size = f"{count(tables, 'table')} and {count(len(course.questions), 'question')}"
    ready = [f"Ready to teach with: no problem in {size}."]
    sections = _sections(course, text, lessons)
    return _page([*(_wrong(problems) if problems else ready), *sections]), not problems


def _wrong(problems: list[Problem]) -> Iterator[str]:
    """Yield the problems by file, causes first; what several rows have wrong is said once."""
    yield f"Not ready: {count(len(problems), 'problem')}."
    files: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, row, column, message, _ in problems:
        files[file][column, message] += [str(row)] if row else []
    for file, found in files.items():
        yield from ("", file)
        for (column, message), rows in [*found.items()][:MOST]:
            noun, of = ("row", "column ") if file.endswith(".csv") else ("line", "")
            where = [f"{noun}{'s' * (len(rows) > 1)} {listing(rows, gaps.MOST)}"] if rows else []
            place = ", ".join([*where, of + column] if column else where)
            yield f"  {place}: {message}" if place else f"  {message}"
        if len(found) > MOST:
            yield f"  and {len(found) - MOST} more"


def _sections(course: Course, text: Text | None, lessons: list[Notebook]) -> Iterator[str]:
    """Yield the sections that have something to say, of a course that can be read."""
    no_lessons = [] if lessons else ["There is no notebook beside the data: there are no lessons."]
    sections: dict[str, Iterable[str]] = {
        "The text": coverage(course, text),
        "Rows that lack something": gaps.rows_to_complete(course),
        "Questions": gaps.questions(course, lessons),
        "Missing, and what that costs": gaps.missing_tables(course),
        "Lessons": [*no_lessons, *gaps.thin_lessons(course, lessons)],
    }
    for title, lines in sections.items():
        if said := [f"  {line}" for line in lines if line]:
            yield from ("", title, *said)


def _page(lines: Iterable[str]) -> str:
    """Wrap lines to the width of a screen; what goes on hangs, and no name or path is broken."""
    wrap = partial(textwrap.fill, width=80, break_long_words=False, break_on_hyphens=False)
    hanging = ((line, " " * (len(line) - len(line.lstrip()) + 2)) for line in lines)
    return "\n".join(wrap(line, subsequent_indent=indent) for line, indent in hanging)
