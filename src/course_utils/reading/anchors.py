"""Find words in a text however it is written, and the paragraphs that such words stand in."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from course_utils.reading.plain_text import sentences_around

SAYS_NOTHING = 20  # words that stand more often than this in a text point to no paragraph
LONGEST_PARAGRAPH = 5000  # letters from its middle to either end
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
    the text.  Of all places where the words stand, the heaviest row in that order counts: words
    that stand often weigh little.  A paragraph is found with more than half of its words, and
    widened to whole lines, or, where a line holds two paragraphs, to whole sentences.
    """
    labels = list(dict.fromkeys(label for label, _ in anchors))
    places = {anchor: _places(letters, anchor[1]) for anchor in anchors}
    hits = sorted((span, anchor) for anchor, spans in places.items() for span in spans)
    ranks = [labels.index(label) for _, (label, _) in hits]
    weights = [1 / len(places[anchor]) for _, anchor in hits]
    there: dict[str, dict[Anchor, list[Span]]] = {label: {} for label in labels}
    for place in _heaviest_row(ranks, weights):
        span, anchor = hits[place]
        there[anchor[0]].setdefault(anchor, []).append(span)
    needed = {label: sum(own == label for own, _ in anchors) / 2 for label in labels}
    near = {label: _near(own) for label, own in there.items() if own}
    found = {label: spans for label, spans in near.items() if len(spans) > needed[label]}
    return _widened(text, {label: Span(s[0].start, s[-1].end) for label, s in found.items()})


def _places(letters: Letters, words: str) -> list[Span]:
    found = list(islice(letters.find(words), SAYS_NOTHING + 1))
    return found if len(found) <= SAYS_NOTHING else []


def _heaviest_row(ranks: Sequence[int], weights: Sequence[float]) -> list[int]:
    """The places of a row of numbers that never fall, with the greatest weight."""
    best = [(0.0, -1)] * (max(ranks, default=0) + 1)  # of the rows that end with each rank
    before: list[int] = []
    for place, (rank, weight) in enumerate(zip(ranks, weights, strict=True)):
        total, last = max(best[: rank + 1])
        before.append(last)
        best[rank] = max(best[rank], (total + weight, place))
    row = [max(best)[1]] if ranks else []
    while row and before[row[-1]] >= 0:
        row.append(before[row[-1]])
    return row[::-1]


def _near(places: Mapping[Anchor, Sequence[Span]]) -> list[Span]:
    """One place for each of some words, where they stand closest; what is far away is no place.

    Of two equal ones the later: a headline stands in the title and the menu first.
    """

    def spread(middle: int) -> int:
        return sum(min(abs(span.start - middle) for span in spans) for spans in places.values())

    starts = {span.start for spans in places.values() for span in spans}
    middle = min(starts, key=lambda start: (spread(start), -start))
    nearest = [min(spans, key=lambda span: abs(span.start - middle)) for spans in places.values()]
    return sorted(span for span in nearest if abs(span.start - middle) < LONGEST_PARAGRAPH)


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
