"""The passages behind the rows of a course, held against a text: found once, and where they say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from course_utils.course import Course
from course_utils.reading.article import Article, Passage, Place, passages_of, read_article
from course_utils.source.errors import Problem
from course_utils.source.rows import Actor, Claim, Coded, Forecast, Relation, Statement
from course_utils.source.text import read_text
from course_utils.words import count, listing, share

NOT_CHECKED = "No passage is looked for: give a copy of the text with --article FILE."
LIMIT = 25  # percent of the words of a text that passages may show where it does not ship
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
COUNTED = {"statements": Statement, "ties": Relation, "claims": Claim, "forecasts": Forecast}


class Text(NamedTuple):
    """A text, a paragraph a line, and where passages stand in it.

    The paragraphs of a text that ``ships`` are its lines, from P0.  Of a copy only what is between
    the first passage and the last counts, without menus and the like.
    """

    article: Article
    ships: bool
    places: Mapping[Passage, list[Place]]
    ends: Place

    def paragraph(self, place: Place) -> str:
        """The paragraph in which a passage stands; empty where paragraphs are not known."""
        return f"P{self.article.text.count('\n', 0, place[0])}" if self.ships else ""


def find_text(course: Course, named: Path | None) -> Text | None:
    """The text that is named, else the one that ships with the course, else the reader's copy."""
    shipped = "" if named else read_text(course.folder / "article.txt")[0].strip()
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", shipped)]
    own = Article("\n".join(blocks), passages_of(course)) if shipped else None
    article = own or read_article(course, named)
    if not article:
        return None
    ends = (0, len(article.text))
    if not own and article.found:
        found = article.found.values()
        ends = min(found)[0], max(found)[1]
    every = {pair: article.places(pair[1]) for pair in article.passages}
    inside = {
        pair: [at for at in all_ if ends[0] <= at[0] < ends[1]] for pair, all_ in every.items()
    }
    return Text(article, bool(own), {pair: inside[pair] or every[pair] for pair in every}, ends)


def passage_problems(course: Course, text: Text) -> Iterator[Problem]:
    """Yield the passages that do not stand once in the text, or in another paragraph."""
    if not (text.ships or text.article.is_article):
        yield Problem("the text", 0, "", text.article.trouble)
        return
    for model, rows in course.tables.items():
        users: dict[Passage, list[str]] = defaultdict(list)
        for row in rows:
            if isinstance(row, Coded | Actor):
                users[row.paragraph[0], row.anchor].append(row.id)
        for (label, anchor), names in users.items():
            places = text.places[label, anchor]
            found = {text.paragraph(place) for place in places}
            fault = f"stands {len(places)} times in the text" if places else "is not in the text"
            if len(places) == 1:
                fault = "" if found <= {label, ""} else f"stands in {found.pop()}, not in {label}"
            if fault:
                message = f"the anchor '{anchor}' {fault} ({listing(names, 6)})"
                yield Problem(f"{model.table}.csv", 0, "", message)


def coverage(course: Course, text: Text | None) -> Iterator[str]:
    """Yield how much of the text has a passage, and a table of the rows by paragraph."""
    yield _share(text) if text else NOT_CHECKED
    tables = [course.rows(model) for model in COUNTED.values()]
    spread = [Counter(label for row in rows for label in row.paragraph) for rows in tables]
    lines = text.article.text.count("\n") if text and text.ships else -1
    last = max([lines, *(int(label[1:]) for each in spread for label in each)])
    labels = [f"P{number}" for number in range(last + 1)]
    bare = [label for label in labels if not any(each[label] for each in spread)]
    yield "".join(f"{head:<12}" for head in ("", *COUNTED))
    for label in labels:
        if label not in bare:
            yield "".join(
                f"{cell or '-':<12}" for cell in (label, *(each[label] for each in spread))
            )
    if bare:
        yield f"{count(len(bare), 'paragraph')} without any row: {listing(bare, 6)}"


def _share(text: Text) -> str:
    once = sum(len(places) == 1 for places in text.places.values())
    held = {at for places in text.places.values() for place in places[:1] for at in range(*place)}
    words = {word.start() for word in WORD.finditer(text.article.text, *text.ends)}
    percent = round(100 * len(held & words) / max(len(words), 1))
    limit = "" if text.ships else f" ({LIMIT}% at most where a text does not ship)"
    passages = share(once, len(text.places), "passage")
    return f"{passages} found once, in {percent}% of its words{limit}"
