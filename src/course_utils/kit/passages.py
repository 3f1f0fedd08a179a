"""The passages behind the rows of a course, held against a text, and its paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from course_utils.course import Course
from course_utils.reading.article import Article, Passage, paragraphs_of, passages_of, read_article
from course_utils.source.errors import Problem
from course_utils.source.rows import Actor, Claim, Coded, Forecast, Relation, Statement
from course_utils.words import count, listing, share

NOT_LOOKED_FOR = "No passage is looked for: give a copy of the text with --article FILE."
MOST = 300  # paragraphs of a text that nobody counted; a number above may be a slip
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
COUNTED: tuple[type[Coded], ...] = (Statement, Relation, Claim, Forecast)


class Text(NamedTuple):
    """A text and how many paragraphs it has, each a line, from P0; 0 if that is not known."""

    article: Article
    paragraphs: int = 0


def find_text(course: Course, named: Path | None) -> Text | None:
    """The text that is named, else the one that ships with the course, else the reader's copy.

    Of a copy only what is between the first passage and the last is looked at: around them are
    menus and the like, which may have the headline, too.
    """
    blocks = {} if named else paragraphs_of(course)
    if blocks:
        return Text(Article("\n".join(blocks.values()), passages_of(course)), len(blocks))
    article = read_article(course, named)
    if not article:
        return None
    places = (article.places(anchor) for _, anchor in article.passages)
    sure = [*article.found.values(), *(every[0] for every in places if len(every) == 1)]
    first, last = min(sure, default=(0, 0)), max(sure, default=(0, 0))
    return Text(replace(article, text=article.text[first[0] : last[1]]))


def passage_problems(course: Course, text: Text) -> Iterator[Problem]:
    """Yield the passages that do not stand once in the text, and in their paragraph."""
    if not (text.paragraphs or text.article.is_article):
        yield Problem("the copy of the text", 0, "", text.article.trouble)
        return
    for model, rows in course.tables.items():
        users: dict[Passage, list[str]] = defaultdict(list)
        for row in rows:
            if isinstance(row, Coded | Actor):
                users[row.paragraph[0], row.anchor].append(row.id)
        for pair, names in users.items():
            if fault := _fault(text, *pair):
                message = f"{listing(names, 6)}: '{pair[1]}' {fault}"
                yield Problem(f"{model.table}.csv", 0, "anchor", message)


def _fault(text: Text, label: str, anchor: str) -> str:
    places = text.article.places(anchor)
    if len(places) != 1:
        return f"stands {len(places)} times in the text" if places else "is not in the text"
    line = text.article.text.count("\n", 0, places[0][0])
    return f"stands in P{line}, not in {label}" if text.paragraphs and label != f"P{line}" else ""


def coverage(course: Course, text: Text | None) -> Iterator[str]:
    """Yield how much of the text is in passages, and a table of the rows by paragraph."""
    yield _share(text) if text else NOT_LOOKED_FOR
    spread = [Counter(p for row in course.rows(model) for p in row.paragraph) for model in COUNTED]
    named = {int(label[1:]) for each in spread for label in each}
    last = text.paragraphs if text and text.paragraphs else min(max(named, default=0) + 1, MOST)
    labels = [f"P{number}" for number in sorted(named.union(range(last)))]
    lines = {label: [each[label] for each in spread] for label in labels}
    for head, cells in ({"": [model.table for model in COUNTED]} | lines).items():
        if any(cells):
            yield f"{head:6}" + "".join(f"{cell or '-':>12}" for cell in cells)
    if bare := [label for label, cells in lines.items() if not any(cells)]:
        yield f"{count(len(bare), 'paragraph')} without a row of these: {listing(bare, 6)}"


def _share(text: Text) -> str:
    places = [text.article.places(anchor) for _, anchor in text.article.passages]
    held = {at for every in places for place in every[:1] for at in range(*place)}
    words = {word.start() for word in WORD.finditer(text.article.text)}
    found = share(sum(len(every) == 1 for every in places), len(places), "passage")
    percent = 100 * len(held & words) / max(len(words), 1)
    where = "the text" if text.paragraphs else "the copy of the text"
    limit = "" if text.paragraphs else " (a quarter at most where the text does not ship)"
    return f"In {where}, {found} were found once; they hold {percent:.0f}% of its words{limit}."
