"""A reader's own copy of the article: find its paragraphs, show the passage behind a row."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from course_utils.anchors import Letters, Span, find_paragraphs, letters_of
from course_utils.course import Course
from course_utils.plain_text import read_page, sentences_around
from course_utils.rows import Actor, Coded

LARGEST = 2_000_000
ENOUGH_TO_BE_THE_ARTICLE = 0.1
ENOUGH_TO_BE_THIS_VERSION = 0.9
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
OTHER_FORMATS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word or zip file",
    b"\xd0\xcf\x11\xe0": "a Word file",
    b"{\\rtf": "a rich text file",
}
Anchors = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Article:
    """A copy of the article, and where in it the paragraphs of the course stand.

    ``anchors`` holds, for each paragraph, the words that the coded rows find their passage by.
    Asking for what is not in the copy gives an empty text.
    """

    text: str
    anchors: Mapping[str, tuple[str, ...]]
    spans: Mapping[str, Span]
    unreadable: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Paragraphs that were not found in this copy."""
        return tuple(label for label in self.anchors if label not in self.spans)

    @property
    def is_article(self) -> bool:
        """Whether this is the article, at least in part."""
        return not self.unreadable and self._found >= ENOUGH_TO_BE_THE_ARTICLE * self._passages

    @property
    def trouble(self) -> str:
        """One sentence on what is wrong with this copy; empty if nothing is."""
        found, passages = self._found, self._passages
        if self.unreadable or not self.is_article:
            counted = f"{found} of {passages} passages were found"
            return self.unreadable or f"This text is not the article: {counted}."
        if self.missing:
            verb = "is" if len(self.missing) == 1 else "are"
            return f"{_listed(self.missing)} {verb} missing from this copy of the article."
        if found < ENOUGH_TO_BE_THIS_VERSION * passages:
            return f"This may be another version of the article: {found} of {passages} passages were found."
        return ""

    def paragraph(self, label: str) -> str:
        """Text of a paragraph; where the copy has it in several blocks, a line each."""
        return self.text[slice(*self.spans.get(label, (0, 0)))]

    def find(self, anchor: str, label: str) -> list[Span]:
        """Every place of the paragraph where the anchor stands."""
        start, end = self.spans.get(label, (0, 0))
        return [
            span for span in self._letters.find(anchor) if start <= span.start and span.end <= end
        ]

    def passage(self, anchor: str, label: str) -> str:
        """The sentence, or sentences, of the paragraph in which the anchor stands first."""
        places = self.find(anchor, label)
        return self.text[slice(*sentences_around(self.text, *places[0]))].strip() if places else ""

    def coverage(self) -> float:
        """Share of the words of the found paragraphs that stand in some anchor."""
        hits = [span for anchor, label in self._pairs() for span in self.find(anchor, label)]
        words = [w.span() for s in self.spans.values() for w in WORD.finditer(self.text, *s)]
        quoted = {
            word for word in words if any(h.start < word[1] and word[0] < h.end for h in hits)
        }
        return len(quoted) / len(words) if words else 0.0

    @cached_property
    def _letters(self) -> Letters:
        return letters_of(self.text)

    @cached_property
    def _found(self) -> int:
        return sum(bool(self.find(anchor, label)) for anchor, label in self._pairs())

    @property
    def _passages(self) -> int:
        return sum(map(len, self.anchors.values()))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        return ((anchor, label) for label, own in self.anchors.items() for anchor in own)


def read_article(course: Course, path: str | Path | None = None) -> Article | None:
    """Read the reader's copy: ``path``, or ``COURSE_ARTICLE``, or ``my-work/article.txt``.

    None if there is no copy.  A copy that was named but cannot be read is an ``Article`` without
    text whose ``trouble`` says why; nothing is raised.
    """
    named = path or os.environ.get("COURSE_ARTICLE")
    where = Path(named).expanduser() if named else _own_copy(course)
    try:
        status = where.stat()
        if status.st_size > LARGEST:
            return _unreadable(course, _too_large(status.st_size))
        return _read(where, status.st_mtime_ns, _anchors(course))
    except FileNotFoundError:
        return _unreadable(course, f"There is no file {where}.") if named else None
    except OSError as error:
        return _unreadable(course, f"{where} cannot be read: {error.strerror or error}.")


def passage(course: Course, row_id: str) -> str:
    """The passage behind a row, from the reader's copy; without it, where the passage is.

    Raises ``LookupError`` if no row with a passage has this identifier.
    """
    row = next((row for _, row in _rows(course) if row.id == row_id), None)
    if row is None:
        raise LookupError(f"no statement, relation, claim, forecast or actor is called '{row_id}'")
    article = read_article(course)
    shown = article.passage(row.anchor, row.paragraph[0]) if article else ""
    return shown or f'{row.paragraph[0]}, near "{row.anchor}"'


def anchor_problems(course: Course, article: Article) -> list[str]:
    """One sentence for each row whose anchor does not stand exactly once in its paragraph."""
    problems = []
    for table, row in _rows(course):
        label = row.paragraph[0]
        count = len(article.find(row.anchor, label))
        if count != 1:
            problems.append(f'{table} {row.id}: "{row.anchor}" stands {count} times in {label}')
    return problems


def save_copy(course: Course, data: bytes) -> Path:
    """Keep an uploaded page as ``my-work/article.txt``, an earlier one under a dated name.

    Raises ``ValueError`` with a sentence for the reader if the page is too large, is not the
    article or cannot be written; the earlier copy then stays.
    """
    if len(data) > LARGEST:
        raise ValueError(_too_large(len(data)))
    article = _parse(data, _anchors(course))
    if not article.is_article:
        raise ValueError(article.trouble)
    path = _own_copy(course)
    try:
        path.parent.mkdir(exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        if path.exists() and path.read_bytes() != data:
            _unused(path).write_bytes(path.read_bytes())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _unused(path: Path) -> Path:
    """A name for the earlier copy that says when it was set aside, to the second or finer."""
    now = dt.datetime.now()
    plain = path.with_stem(f"{path.stem}-{now:%Y-%m-%d-%H%M%S}")
    return path.with_stem(f"{plain.stem}-{now:%f}") if plain.exists() else plain


def _own_copy(course: Course) -> Path:
    return course.folder.parent / "my-work" / "article.txt"


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, anchors: Anchors) -> Article:
    """Read a copy once, as long as neither it nor the anchors change."""
    return _parse(path.read_bytes(), anchors)


def _parse(data: bytes, anchors: Anchors) -> Article:
    for start, name in OTHER_FORMATS.items():
        if data.startswith(start):
            return Article("", dict(anchors), {}, f"This is {name}: save the page as plain text.")
    text = read_page(data)
    return Article(text, dict(anchors), find_paragraphs(text, dict(anchors)))


def _unreadable(course: Course, why: str) -> Article:
    return Article("", dict(_anchors(course)), {}, why)


def _too_large(size: int) -> str:
    return f"This file has {size / 1e6:.1f} MB, and a copy of the article at most {LARGEST / 1e6:.0f} MB."


def _rows(course: Course) -> Iterator[tuple[str, Coded | Actor]]:
    for model, rows in course.tables.items():
        yield from ((model.table, row) for row in rows if isinstance(row, Coded | Actor))


def _anchors(course: Course) -> Anchors:
    """The different anchors of each paragraph, paragraphs in the order of the text."""
    found: dict[str, dict[str, None]] = {}
    for _, row in _rows(course):
        found.setdefault(row.paragraph[0], {})[row.anchor] = None
    return tuple((label, tuple(found[label])) for label in sorted(found, key=_number))


def _number(label: str) -> int:
    return int(label[1:])


def _listed(labels: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))
