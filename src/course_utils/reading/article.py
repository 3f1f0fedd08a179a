"""The text, as it ships or as a reader's own copy: find its passages, keep a copy."""

import datetime as dt
import os
import re
import shutil
from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from statistics import median

from course_utils.course import Course
from course_utils.reading.saved_page import QUOTES, STOPS, possible_texts
from course_utils.source.row import Coded
from course_utils.source.text_rows import Actor
from course_utils.words import listing, verb

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
LETTER = re.compile(r"[^\W_ʼ¹²³]")  # no apostrophe, no mark of a note
SHORT = "Adm Brig Capt Cmdr Col Dr Gen Gov Lt Maj Mr Mrs Ms Prof Rep Sen Sgt St vs [A-Z]"
END = re.compile(
    f"[{STOPS}]"
    + "".join(rf"(?<!\b{word}[.])" for word in SHORT.split())
    + rf"[{re.escape(QUOTES)}]*\s+(?=[\W_]{{0,5}}(\w))",
    re.IGNORECASE,
)
Passage = tuple[str, str]  # a paragraph, and words that stand once in it
Place = tuple[int, int]


@dataclass(frozen=True)
class Article:
    """A copy of the article, a block a line, and the passages of the course to be found in it.

    Its text stays out of ``repr``, so that no notebook or test report stores it by accident.
    """

    text: str = field(repr=False)
    passages: tuple[Passage, ...] = field(repr=False)
    unreadable: str = ""

    @cached_property
    def found(self) -> dict[Passage, Place]:
        """Where passages stand: from the start of their words in ``text`` to the end.

        A paragraph is there with more than half of its words.  Of several places, as a headline
        has them that stands in a menu too, the one nearest to the middle of the article counts.
        """
        places = {pair: self.places(pair[1]) for pair in self.passages}
        known = {pair: spans for pair, spans in places.items() if spans}
        there, needed = (Counter(label for label, _ in pairs) for pairs in (known, places))
        middle = median([spans[0][0] for spans in known.values()] or [0])
        return {
            pair: min(spans, key=lambda span: abs(span[0] - middle))
            for pair, spans in known.items()
            if 2 * there[pair[0]] > needed[pair[0]]
        }

    def places(self, words: str) -> list[Place]:
        """Every place where words stand as whole words, whatever is between their letters."""
        letters, at = self._index
        spans = [found.span() for found in re.finditer(_letters(words) or " ", letters)]
        whole = (span for span in spans if all(at[i - 1] + 1 != at[i] for i in span))
        return [(at[first], at[end - 1] + 1) for first, end in whole]

    @cached_property
    def _index(self) -> tuple[str, Sequence[int]]:
        """The letters of the text, and where each stands."""
        at = array("l", (letter.start() for letter in LETTER.finditer(self.text)))
        at.append(-9)  # is at both ends
        return _letters(self.text), at

    @property
    def paragraphs(self) -> list[str]:
        """Those that were found."""
        return list(dict.fromkeys(label for label, _ in self.found))

    @property
    def is_article(self) -> bool:
        """Whether this is the article, at least a part of it."""
        return len(self.found) >= LEAST_SHARE_OF_THE_ARTICLE * max(len(self.passages), 1)

    @property
    def trouble(self) -> str:
        """What is wrong with this copy, in a sentence or two; empty if nothing is."""
        if not self.is_article:
            counted = f"{len(self.found)} of {len(self.passages)} passages were found"
            return self.unreadable or f"This is not the text of this course: {counted}."
        lost = [pair for pair in self.passages if pair not in self.found]
        missing = list(dict.fromkeys(p for p, _ in lost if p not in self.paragraphs))
        damaged = [f"{p} near “{words}”" for p, words in lost if p not in missing]
        said = []
        if missing:
            are = verb(len(missing), "is", "are")
            said.append(f"{listing(missing)} {are} missing from this copy of the text.")
        if damaged:
            named = listing(damaged, MOST_NAMED)
            said.append(f"These passages look damaged, or are of another version: {named}.")
        return " ".join(said)

    def passage(self, label: str, anchor: str) -> str:
        """The sentence, or sentences, in which the anchor stands; empty if it is not found."""
        if (label, anchor) not in self.found:
            return ""
        start, end = self.found[label, anchor]
        begin = self.text.rfind("\n", 0, start) + 1
        stop = f"{self.text}\n".index("\n", end)
        stops = (stop for stop in END.finditer(self.text, begin, stop) if not stop[1].islower())
        edges = [begin, *(found.end() for found in stops), stop]
        first, last = max(e for e in edges if e <= start), min(e for e in edges if e >= end)
        return self.text[first:last].strip()


def _letters(text: str) -> str:
    return "".join(sign.lower()[0] for sign in LETTER.findall(text))


def read_article(course: Course, copy: Path | None = None) -> Article | None:
    """Read ``copy``, or the one that ``COURSE_ARTICLE`` names, or ``my-work/article.txt``.

    Without a copy it is the text that ships with the course; None if none does.  Nothing is raised:
    of a copy that was named but cannot be read, ``trouble`` says why.
    """
    named = copy or os.environ.get("COURSE_ARTICLE")
    where = Path(named).expanduser().resolve() if named else own_copy(course)
    try:
        with where.open("rb") as file:
            return parse_article(file.read(LARGEST + 1), passages_of(course))
    except OSError as error:
        if not named and isinstance(error, FileNotFoundError):
            blocks = paragraphs_of(course).values()
            return _shipped("\n".join(blocks), passages_of(course)) if blocks else None
        why = f"{where} cannot be read: {error.strerror or error}."
        return Article("", passages_of(course), why)


_shipped = lru_cache(maxsize=4)(Article)


def paragraphs_of(course: Course) -> dict[str, str]:
    """The text that ships with a course, by paragraph from ``P0`` on; empty if none does.

    Blank lines are between paragraphs; where a line ends within one says nothing.
    """
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", course.text))
    return {f"P{number}": block for number, block in enumerate(filter(None, blocks))}


def passage(course: Course, row: Coded | Actor) -> str:
    """The passage behind a row, from a copy or as it ships; else where the passage is."""
    article = read_article(course)
    shown = article.passage(row.paragraph[0], row.anchor) if article else ""
    return shown or f'{row.paragraph[0]}, near "{row.anchor}"'


def save_copy(course: Course, data: bytes) -> Path:
    """Keep an uploaded page as ``my-work/article.txt``, an earlier one under a dated name.

    Raises ``ValueError`` with a sentence for the reader if the page is too large, is not the
    article or cannot be written; the earlier copy then stays.
    """
    article = parse_article(data, passages_of(course))
    if not article.is_article:
        raise ValueError(article.trouble)
    path = own_copy(course)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    dated = path.with_stem(f"{path.stem}-{dt.datetime.now():%Y-%m-%d-%H%M%S-%f}")
    try:
        path.parent.mkdir(exist_ok=True)
        part.write_bytes(data)
        if path.exists() and path.read_bytes() != data:
            # Not renamed: the earlier copy stays in its place until the new one takes it.
            shutil.copyfile(path, dated)
        part.replace(path)  # whole or not at all
    except OSError as error:
        for piece in (part, dated):
            with suppress(OSError):
                piece.unlink()
        raise ValueError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def own_copy(course: Course) -> Path:
    """Where a reader's copy is kept."""
    return course.home / "my-work" / "article.txt"


@lru_cache(maxsize=4)
def parse_article(data: bytes, passages: tuple[Passage, ...]) -> Article:
    """Find passages in a saved page; nothing is raised, ``trouble`` says what is wrong."""
    for start, name in OTHER_FORMATS.items():
        if data.startswith(start):
            return Article("", passages, f"This is {name}: save the page as plain text.")
    if len(data) > LARGEST:
        return Article("", passages, f"This file is larger than {LARGEST / 1e6:.0f} MB.")
    readings = (Article(text, passages) for text in possible_texts(data))
    return max(readings, key=lambda article: len(article.found))


def rows_with_passage(course: Course) -> dict[str, Coded | Actor]:
    """The rows that have an anchor, of all tables, by identifier."""
    rows = chain.from_iterable(course.tables.values())
    return {row.id: row for row in rows if isinstance(row, Coded | Actor)}


def passages_of(course: Course) -> tuple[Passage, ...]:
    """The different anchors with their paragraphs, paragraphs in the order of the text."""
    rows = rows_with_passage(course).values()
    pairs = dict.fromkeys((row.paragraph[0], row.anchor) for row in rows)
    return tuple(sorted(pairs, key=lambda pair: int(pair[0][1:])))
