"""A reader's own copy of the article: find its paragraphs, show the passage behind a row."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from course_utils.anchors import Letters, Span, find_paragraphs, letters_of
from course_utils.course import Course
from course_utils.plain_text import read_page, sentences_around
from course_utils.rows import Actor, Coded
from course_utils.words import listing

LARGEST = 2_000_000
LEAST_SHARE_OF_THE_ARTICLE = 0.1
LEAST_SHARE_OF_THIS_VERSION = 0.9
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
OTHER_FORMATS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word or zip file",
    b"\xd0\xcf\x11\xe0": "a Word file",
    b"{\\rtf": "a rich text file",
}
Anchors = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Article:
    """A copy of the article, and where in it the paragraphs of the course stand.

    ``anchors`` are pairs: a paragraph, and words that a coded row finds its passage by.  Asking
    for what is not in the copy gives an empty text.  Its text stays out of ``repr``, so that no
    notebook or test report stores the article by accident.
    """

    text: str = field(repr=False)
    anchors: Anchors = field(repr=False)
    spans: Mapping[str, Span]
    unreadable: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Paragraphs that were not found in this copy."""
        return tuple(label for label in _by_paragraph(self.anchors) if label not in self.spans)

    @property
    def is_article(self) -> bool:
        """Whether this is the article, at least a part of it."""
        return self._found >= LEAST_SHARE_OF_THE_ARTICLE

    @property
    def trouble(self) -> str:
        """One sentence on what is wrong with this copy; empty if nothing is."""
        counted = f"{len(self._known)} of {len(self.anchors)} passages were found"
        if not self.is_article:
            return self.unreadable or f"This text is not the article: {counted}."
        if self.missing:
            verb = "is" if len(self.missing) == 1 else "are"
            return f"{listing(self.missing)} {verb} missing from this copy of the article."
        if self._found < LEAST_SHARE_OF_THIS_VERSION:
            return f"This may be another version of the article: {counted}."
        return ""

    def paragraph(self, label: str) -> str:
        """Text of a paragraph; where the copy has it in several blocks, a line each."""
        return self.text[slice(*self.spans.get(label, (0, 0)))].strip()

    def find(self, label: str, anchor: str) -> list[Span]:
        """Every place of the paragraph where the anchor stands."""
        start, end = self.spans.get(label, (0, 0))
        found = self._letters.find(anchor)
        return [span for span in found if start <= span.start and span.end <= end]

    def passage(self, label: str, anchor: str) -> str:
        """The sentence, or sentences, in which the anchor stands first in the paragraph."""
        for span in self.find(label, anchor):
            return self.text[slice(*sentences_around(self.text, *span))].strip()
        return ""

    def coverage(self) -> float:
        """Share of the words of the paragraphs found that stand in some anchor."""
        hits = [span for pair in self.anchors for span in self.find(*pair)]
        words = [w.span() for s in self.spans.values() for w in WORD.finditer(self.text, *s)]
        quoted = sum(any(h.start < end and start < h.end for h in hits) for start, end in words)
        return quoted / len(words) if words else 0.0

    @cached_property
    def _letters(self) -> Letters:
        return letters_of(self.text)

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        return [pair for pair in self.anchors if self.find(*pair)]

    @property
    def _found(self) -> float:
        return len(self._known) / max(len(self.anchors), 1)


def read_article(course: Course, path: str | Path | None = None) -> Article | None:
    """Read the reader's copy: ``path``, or ``COURSE_ARTICLE``, or ``my-work/article.txt``.

    None if there is no copy.  Nothing is raised: of a copy that was named but cannot be read,
    ``trouble`` says why.
    """
    named = path or os.environ.get("COURSE_ARTICLE")
    where = Path(named).expanduser().resolve() if named else own_copy(course)
    try:
        return _read(where, where.stat().st_mtime_ns, _anchors(course))
    except FileNotFoundError:
        return _unreadable(course, f"There is no file {where}.") if named else None
    except OSError as error:
        return _unreadable(course, f"{where} cannot be read: {error.strerror or error}.")


def parse_article(course: Course, data: bytes) -> Article:
    """Find the article in a saved page; nothing is raised, ``trouble`` says what is wrong."""
    return _parse(data, _anchors(course))


def passage(course: Course, row_id: str) -> str:
    """The passage behind a row, from the reader's copy; without it, where the passage is.

    Raises ``LookupError`` if no row with a passage has this identifier.
    """
    row = next((row for _, row in _rows(course) if row.id == row_id), None)
    if row is None:
        raise LookupError(f"no statement, relation, claim, forecast or actor is called '{row_id}'")
    article = read_article(course)
    shown = article.passage(row.paragraph[0], row.anchor) if article else ""
    return shown or f'{row.paragraph[0]}, near "{row.anchor}"'


def anchor_problems(course: Course, article: Article) -> list[str]:
    """One sentence for each row whose anchor does not stand exactly once in its paragraph."""
    problems = []
    for table, row in _rows(course):
        count = len(article.find(row.paragraph[0], row.anchor))
        if count != 1:
            where = f"stands {count} times in {row.paragraph[0]}"
            problems.append(f'{table} {row.id}: "{row.anchor}" {where}')
    return problems


def own_copy(course: Course) -> Path:
    """Where a reader's copy is kept, beside the folder of the course data."""
    return course.folder.parent / "my-work" / "article.txt"


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, anchors: Anchors) -> Article:
    """Read a copy once, as long as neither it nor the anchors change."""
    with path.open("rb") as file:
        return _parse(file.read(LARGEST + 1), anchors)


def _parse(data: bytes, anchors: Anchors) -> Article:
    for start, name in OTHER_FORMATS.items():
        if data.startswith(start):
            return Article("", anchors, {}, f"This is {name}: save the page as plain text.")
    if len(data) > LARGEST:
        return Article("", anchors, {}, f"This file is larger than {LARGEST / 1e6:.0f} MB.")
    text = read_page(data)
    return Article(text, anchors, find_paragraphs(text, _by_paragraph(anchors)))


def _unreadable(course: Course, why: str) -> Article:
    return Article("", _anchors(course), {}, why)


def _rows(course: Course) -> Iterator[tuple[str, Coded | Actor]]:
    for model, rows in course.tables.items():
        yield from ((model.table, row) for row in rows if isinstance(row, Coded | Actor))


def _anchors(course: Course) -> Anchors:
    """The different anchors with their paragraphs, paragraphs in the order of the text."""
    pairs = dict.fromkeys((row.paragraph[0], row.anchor) for _, row in _rows(course))
    return tuple(sorted(pairs, key=lambda pair: int(pair[0][1:])))


def _by_paragraph(anchors: Anchors) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for label, anchor in anchors:
        grouped.setdefault(label, []).append(anchor)
    return grouped
