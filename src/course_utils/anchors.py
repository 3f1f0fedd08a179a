"""Find words in a text however it is written, and the paragraphs that such words stand in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice, pairwise
from statistics import median_high
from typing import NamedTuple

from course_utils.plain_text import sentences_around

SAYS_NOTHING = 20  # words that stand more often than this in a text point to no paragraph
Anchor = tuple[str, str]


class Span(NamedTuple):
    """A stretch of a text, as a slice has it."""

    start: int
    end: int


class _Folding(dict[int, str]):
    """For each character one without case and accent, so that places stay the same."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = unicodedata.normalize("NFKD", sign).casefold()[:1]
        self[code] = plain if (sign.isalpha() or sign.isdecimal()) and plain.isalnum() else " "
        return self[code]


FOLDING = _Folding()


class Letters:
    """The letters and digits of a text, without case, accents and all else, and their places."""

    def __init__(self, text: str) -> None:
        words = list(re.finditer(r"[^\W_]+", text.translate(FOLDING)))
        self.letters = "".join(word[0] for word in words)
        self._starts = [word.start() for word in words]
        self._ends = [word.end() for word in words]
        self._offsets = [0, *accumulate(len(word[0]) for word in words)]

    def find(self, words: str, within: Span | None = None) -> Iterator[Span]:
        """Yield every place of the text, or of a part, where these words stand, as whole words."""
        sought = Letters(words).letters
        first, last = 0, len(self.letters)
        if within:
            first = self._offsets[bisect_left(self._starts, within.start)]
            last = self._offsets[bisect_right(self._ends, within.end)]
        first = self.letters.find(sought, first, last) if sought else -1
        while first >= 0:
            begin = bisect_left(self._offsets, first)
            end = bisect_left(self._offsets, first + len(sought))
            if (self._offsets[begin], self._offsets[end]) == (first, first + len(sought)):
                yield Span(self._starts[begin], self._ends[end - 1])
            first = self.letters.find(sought, first + 1, last)


def find_paragraphs(text: str, letters: Letters, anchors: Sequence[Anchor]) -> dict[str, Span]:
    """Return where each paragraph stands in ``text``, a block a line; those not found are left out.

    ``anchors`` are pairs, a paragraph and words that stand once in it, paragraphs in the order of
    the text.  Of all places where the words stand, the longest row in that order counts; a
    paragraph is found with more than half of its words.  It is widened to whole lines, or, where a
    line holds two paragraphs, to whole sentences.
    """
    labels = list(dict.fromkeys(label for label, _ in anchors))
    hits = sorted(
        (span, labels.index(anchor[0]), anchor)
        for anchor in anchors
        for span in _places(letters, anchor[1])
    )
    there: dict[str, dict[Anchor, list[Span]]] = {label: {} for label in labels}
    for place in _longest_row([rank for _, rank, _ in hits]):
        span, _, anchor = hits[place]
        there[anchor[0]].setdefault(anchor, []).append(span)
    needed = {label: sum(own == label for own, _ in anchors) / 2 for label in labels}
    found = {label: own for label, own in there.items() if len(own) > needed[label]}
    return _widened(
        text, {label: _around(own, label == labels[0]) for label, own in found.items()}
    )


def _places(letters: Letters, words: str) -> list[Span]:
    found = list(islice(letters.find(words), SAYS_NOTHING + 1))
    return found if len(found) <= SAYS_NOTHING else []


def _longest_row(ranks: Sequence[int]) -> list[int]:
    """The places of a longest row of numbers that never fall."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, rank in enumerate(ranks):
        at = bisect_right(tails, rank)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [rank]
        ends[at : at + 1] = [place]
    row = ends[-1:]
    while row and before[row[-1]] >= 0:
        row.append(before[row[-1]])
    return row[::-1]


def _around(places: Mapping[Anchor, Sequence[Span]], last: bool) -> Span:
    """From the first to the last of some words; of words that stand twice the nearer place.

    Or the ``last``: a headline stands in the title and the menu first.
    """
    starts = [span.start for spans in places.values() for span in spans]
    middle = max(starts) if last else median_high(starts)
    near = [min(spans, key=lambda span: abs(span.start - middle)) for spans in places.values()]
    return Span(min(span.start for span in near), max(span.end for span in near))


def _widened(text: str, found: Mapping[str, Span]) -> dict[str, Span]:
    starts = []
    for before, span in pairwise([Span(0, 0), *found.values()]):
        line = text.rfind("\n", 0, span.start) + 1
        sentence = sentences_around(text, *span)[0]
        starts.append(line if line >= before.end else max(before.end, sentence))
    wide = {}
    for (label, span), start, end in zip(
        found.items(), starts, [*starts[1:], len(text)], strict=False
    ):
        line_end = text.find("\n", span.end, end)
        wide[label] = Span(start, line_end if line_end >= 0 else end)
    return wide
