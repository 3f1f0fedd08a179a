"""The report on a course for its teacher: ready or not, what is wrong, what is missing or thin."""

import textwrap
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from course_utils.course import Course, find_folder, read_course
from course_utils.kit.lessons import TO_WRITE, Notebook, read_lessons, unknown_names
from course_utils.reading.article import Article, paragraphs_of, read_article, rows_with_passage
from course_utils.source.errors import DataError, Problem
from course_utils.words import count, listing

MOST = 20  # problems of a file
FEW = 6  # names in a line: five, and how many others
WIDTH = 80
ENOUGH = 3  # rows of a table
COPY = "the copy"  # of a text that does not ship: nobody counted its paragraphs
NO_TEXT = "Passages were not looked for: give a copy of the text with --article FILE."
LATER = "Mend these first. What refers to them, the text and the lessons are looked at after that."
COUNTED = ("statements", "relations", "claims", "forecasts")
# The tables that a call shows, by its end: draw_timeline, explore_timeline.
SHOWN = {"timeline": "statements", "network": "actors relations", "ties": "relations"}
SHOWN |= {"argument": "claims links", "cases": "cases", "scales": "scales"}
SHOWN |= {"forecast": "ledger", "outcomes": "ledger outcomes"}


def check_course(folder: Path, article: Path | None = None) -> tuple[str, bool]:
    """Report on the course whose data are in ``folder``, in plain text, and whether it is ready.

    It is ready if nothing is wrong: what is missing or thin is said and stops nobody.  Passages are
    looked for in ``article``, else in the text that ships, else in the reader's copy.  Nothing is
    raised, whatever is in the folder.
    """
    try:
        course = read_course(find_folder(folder))
    except DataError as error:
        return _page([*_wrong(error.problems), "", LATER]), False
    unread: list[Problem] = []
    lessons = [*read_lessons(course.folder.parent / "notebooks", unread)]
    text = _text(course, article)
    problems = [*_not_found(course, text), *unknown_names(course, lessons), *unread]
    head = _wrong(problems) if problems else ["Ready to teach with: no problem was found."]
    looked = "Each passage was looked for in the text." if text else NO_TEXT
    lines = [*head, "", looked, "", "Rows by paragraph", *_coverage(course, text)]
    if said := [*_lessons(course, lessons)]:
        lines += ["", "Lessons", *said]
    return _page(lines), not problems


def _wrong(problems: Collection[Problem]) -> Iterator[str]:
    """Yield the problems by file, causes first; what several rows have wrong is said once."""
    yield f"Not ready: {count(len(problems), 'problem')}."
    files: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, row, column, message, _ in problems:
        files[file][column, message] += [str(row)] if row else []
    for file, found in files.items():
        yield from ("", file)
        noun = {".csv": "row", ".ipynb": "cell"}.get(Path(file).suffix, "line")
        for (column, message), rows in [*found.items()][:MOST]:
            where = [f"{noun}{'s' * (len(rows) > 1)} {listing(rows, FEW)}"] if rows else []
            where += [f"column {column}" if noun == "row" else column] if column else []
            yield f"  {', '.join(where)}: {message}" if where else f"  {message}"
        if len(found) > MOST:
            yield f"  and {len(found) - MOST} more"


def _text(course: Course, named: Path | None) -> Mapping[str, Article]:
    """The text by paragraph, or a copy as a whole; nothing without one.

    Of a copy only what is between the first passage and the last is looked at: around them are
    menus and the like, which may have the headline, too.
    """
    blocks = {} if named else paragraphs_of(course)
    copy = None if blocks else read_article(course, named)
    if copy and copy.found:
        (start, _), (_, end) = min(copy.found.values()), max(copy.found.values())
        copy = replace(copy, text=copy.text[start:end])
    return {COPY: copy} if copy else {label: Article(block, ()) for label, block in blocks.items()}


def _not_found(course: Course, text: Mapping[str, Article]) -> Iterator[Problem]:
    """Yield the passages that do not stand once in the text, and in their paragraph."""
    if COPY in text and not text[COPY].is_article:
        yield Problem(f"{COPY} of the text", 0, "", text[COPY].trouble)
        return
    for row in rows_with_passage(course).values() if text else ():
        home = COPY if COPY in text else row.paragraph[0]
        places = [label for label, block in text.items() for _ in block.places(row.anchor)]
        if places != [home]:
            times = f"{count(len(places), 'time')}, in {listing([*dict.fromkeys(places)], FEW)}"
            many = f"should stand once, in {home}, and stands {times}"
            fault = f"{row.id}: anchor '{row.anchor}' {many if places else 'is not in the text'}"
            yield Problem(f"{row.table}.csv", 0, "", fault)


def _coverage(course: Course, text: Mapping[str, Article]) -> list[str]:
    """A table of the rows by paragraph, in blocks that fit on a screen."""
    import pandas as pd

    places = {name: getattr(course, name)["paragraph"].str.split("; ") for name in COUNTED}
    table = pd.DataFrame({name: each.explode().value_counts() for name, each in places.items()})
    labels = sorted({*text, *table.index} - {COPY}, key=lambda label: int(label[1:]))
    if not labels:
        return ["  There is no row yet."]
    shown = table.reindex(labels).T.to_string(na_rep="-", float_format="%.0f", line_width=WIDTH - 2)
    return [f"  {line}" for line in shown.replace("\\", "").split("\n")]


def _lessons(course: Course, lessons: Sequence[Notebook]) -> Iterator[str]:
    """Yield what a table without rows, or with few, costs, and what is left to ask and write."""
    if not lessons:
        yield "  There is no notebook in the folder 'notebooks' of the course."
    sizes = {model.table: len(rows) for model, rows in course.tables.items()}
    empty = {table for table, size in sizes.items() if not size}
    for lesson in lessons:
        shown = (SHOWN.get(word.partition("_")[2], "").split() for word in lesson.words)
        used = lesson.words.union(*shown)
        empty -= used
        if few := [f"{table} {n}" for table, n in sizes.items() if table in used and n < ENOUGH]:
            yield f"  {lesson.name} will be thin (rows: {', '.join(few)})"
    if empty:
        yield f"  Empty, and named in no lesson: {listing(sorted(empty))}"
    asked = {text for lesson in lessons for *_, text in lesson.given}
    if unused := [name for name in [*course.questions, *course.ledger["id"]] if name not in asked]:
        yield f"  Questions and events that no notebook asks: {listing(unused, FEW)}"
    if days := sorted({day for lesson in lessons for day in lesson.days}):
        yield f"  Loaded as of: {', '.join(days)} (nothing that became known later is shown)"
    if left := [f"{each.name} {each.to_write}" for each in lessons if each.to_write]:
        yield f"  Places that still say '{TO_WRITE}': {', '.join(left)}"


def _page(lines: Iterable[str]) -> str:
    """Wrap lines to the width of a screen; what goes on hangs, and no name or path is broken."""
    wrap = partial(textwrap.fill, width=WIDTH, break_long_words=False, break_on_hyphens=False)
    hanging = ((line, " " * (len(line) - len(line.lstrip()) + 2)) for line in lines)
    return "\n".join(wrap(line, subsequent_indent=indent) for line, indent in hanging)
