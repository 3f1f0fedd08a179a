"""A reader's own copy of the article: find its paragraphs, show the passage behind a row."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from course_utils.course import Course
from course_utils.reading.anchors import Anchor, Letters, Span, find_paragraphs
from course_utils.reading.plain_text import blocks, is_html, is_whole, sentences_around
from course_utils.reading.print_layout import possible_layouts
from course_utils.reading.saved_page import possible_texts
from course_utils.source.rows import Actor, Coded
from course_utils.words import listing

LARGEST = 2_000_000
LEAST_SHARE_OF_THE_ARTICLE = 0.1
MOST_NAMED = 4  # damaged passages
OTHER_FORMATS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word or zip file",
    b"\xd0\xcf\x11\xe0": "a Word file",
    b"{\\rtf": "a rich text file",
    b"bplist": "a web archive",
}
Anchors = tuple[Anchor, ...]


@dataclass(frozen=True)
class Article:
    """A copy of the article, and where in it the paragraphs of the course stand.

    ``anchors`` are pairs: a paragraph, and words that a coded row finds its passage by.  Asking
    for what is not in the copy gives an empty text.  Its text stays out of ``repr``, so that no
    notebook or test report stores the article by accident.
    """

    text: str = field(repr=False)
    anchors: Anchors = field(repr=False)
    unreadable: str = ""

    @cached_property
    def spans(self) -> dict[str, Span]:
        """Where each paragraph stands that was found."""
        return find_paragraphs(self.text, self._letters, self.anchors)

    @property
    def missing(self) -> tuple[str, ...]:
        """Paragraphs that were not found in this copy."""
        return tuple(dict.fromkeys(a for a, _ in self.anchors if a not in self.spans))

    @property
    def damaged(self) -> tuple[Anchor, ...]:
        """Passages that do not stand in their paragraph, though the paragraph was found."""
        found = set(self._known)
        return tuple(a for a in self.anchors if a[0] in self.spans and a not in found)

    @property
    def is_article(self) -> bool:
        """Whether this is the article, at least a part of it."""
        return len(self._known) >= LEAST_SHARE_OF_THE_ARTICLE * max(len(self.anchors), 1)

    @property
    def trouble(self) -> str:
        """What is wrong with this copy, in a sentence or two; empty if nothing is."""
        if not self.is_article:
            counted = f"{len(self._known)} of {len(self.anchors)} passages were found"
            return self.unreadable or f"This text is not the article: {counted}."
        said = []
        if self.missing:
            verb = "is" if len(self.missing) == 1 else "are"
            said.append(f"{listing(self.missing)} {verb} missing from this copy of the article.")
        if self.damaged:
            said.append(_damage(self.damaged))
        return " ".join(said)

    @property
    def soundness(self) -> tuple[int, int]:
        """How many passages stand in their paragraph, and how many of their sentences end well."""
        return len(self._known), sum(is_whole(self.passage(*pair)) for pair in self._known)

    @property
    def is_sound(self) -> bool:
        """Whether every passage was found, and all but those of headlines in a whole sentence."""
        found, whole = self.soundness
        return found == len(self.anchors) and whole >= sum(pair[0] != "P0" for pair in self.anchors)

    def paragraph(self, label: str) -> str:
        """Text of a paragraph; where the copy has it in several blocks, a line each."""
        return self.text[slice(*self.spans.get(label, (0, 0)))].strip()

    def find(self, label: str, anchor: str) -> list[Span]:
        """Every place of the paragraph where the anchor stands."""
        within = self.spans.get(label)
        return list(self._letters.find(anchor, within)) if within else []

    def passage(self, label: str, anchor: str) -> str:
        """The sentence, or sentences, in which the anchor stands first in the paragraph."""
        for span in self.find(label, anchor):
            return self.text[slice(*sentences_around(self.text, *span))].strip()
        return ""

    @cached_property
    def _letters(self) -> Letters:
        return Letters(self.text)

    @cached_property
    def _known(self) -> list[Anchor]:
        return [pair for pair in self.anchors if self.find(*pair)]


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
            return Article("", anchors, f"This is {name}: save the page as plain text.")
    if len(data) > LARGEST:
        return Article("", anchors, f"This file is larger than {LARGEST / 1e6:.0f} MB.")
    text, article = _soundest("", Article("", anchors), possible_texts(data))
    if article.is_article and not is_html(text):
        text, article = _soundest(text, article, possible_layouts(text))
    return article


def _soundest(text: str, article: Article, others: Iterable[str]) -> tuple[str, Article]:
    """Of several readings of one copy the first that is sound, or the soundest, with its text."""
    for other in others:
        if article.text and article.is_sound:
            break
        read = Article(blocks(other), article.anchors)
        if not article.text or read.soundness > article.soundness:
            text, article = other, read
    return text, article


def _unreadable(course: Course, why: str) -> Article:
    return Article("", _anchors(course), why)


def _rows(course: Course) -> Iterator[tuple[str, Coded | Actor]]:
    for model, rows in course.tables.items():
        yield from ((model.table, row) for row in rows if isinstance(row, Coded | Actor))


def _anchors(course: Course) -> Anchors:
    """The different anchors with their paragraphs, paragraphs in the order of the text."""
    pairs = dict.fromkeys((row.paragraph[0], row.anchor) for _, row in _rows(course))
    return tuple(sorted(pairs, key=lambda pair: int(pair[0][1:])))


def _damage(passages: tuple[Anchor, ...]) -> str:
    named = [f"{label} near “{anchor}”" for label, anchor in passages]
    return f"These passages look damaged, or are of another version: {listing(named, MOST_NAMED)}."
