"""Find words in a text however it is written, and the paragraphs that such words point to."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from course_utils.plain_text import sentences_around

SAYS_NOTHING = 20  # words that stand more often than this in a text point to no paragraph
LINES = 20  # lines between two anchors that cost what one more anchor wins
LATER = 1e-9  # of two equal places the later: a headline stands in the menu first


class Span(NamedTuple):
    """A stretch of a text, as a slice has it."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Letters:
    """The letters and digits of a text, without case, marks and blanks, and the place of each."""

    letters: str
    places: Sequence[int]

    def find(self, words: str) -> Iterator[Span]:
        """Yield every place of the text where these words stand, as whole words."""
        sought = letters_of(words).letters
        first = self.letters.find(sought) if sought else -1
        while first >= 0:
            after = first + len(sought)
            if self._parts_words(first) and self._parts_words(after):
                yield Span(self.places[first], self.places[after - 1] + 1)
            first = self.letters.find(sought, first + 1)

    def _parts_words(self, place: int) -> bool:
        if place in (0, len(self.letters)):
            return True
        return self.places[place] - self.places[place - 1] > 1


def letters_of(text: str) -> Letters:
    """Reduce a text to what quotes, dashes, hyphenation, ligatures and line breaks leave alone."""
    kept = [(letter, place) for place, sign in enumerate(text) for letter in _folded(sign)]
    return Letters("".join(letter for letter, _ in kept), [place for _, place in kept])


@cache
def _folded(sign: str) -> str:
    if not (sign.isalpha() or sign.isdecimal()):
        return ""
    plain = unicodedata.normalize("NFKD", sign).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def find_paragraphs(text: str, anchors: Mapping[str, Sequence[str]]) -> dict[str, Span]:
    """Return where each paragraph stands in ``text``, a block a line; those not found are left out.

    ``anchors`` gives, for each paragraph in the order of the text, words that stand once in it.
    They vote: a paragraph is the shortest stretch with the most of its anchors, and more than half
    of them; stretches follow each other.  A stretch is widened to whole lines, or, where a line
    holds two paragraphs, to whole sentences.
    """
    letters = letters_of(text)
    line_ends = [found.start() for found in re.finditer("\n", text)]
    candidates = {
        label: list(_candidates(_hits(letters, own), line_ends, len(own)))
        for label, own in anchors.items()
    }
    return _widened(text, _best_chain(candidates))


class _Stretch(NamedTuple):
    span: Span
    score: float


class _Chain(NamedTuple):
    end: int
    score: float
    spans: dict[str, Span]

    def with_one_more(self, label: str, stretch: _Stretch) -> _Chain:
        spans = self.spans | {label: stretch.span}
        return _Chain(stretch.span.end, self.score + stretch.score, spans)


def _hits(letters: Letters, anchors: Iterable[str]) -> list[tuple[Span, str]]:
    """List the places of these anchors, in the order of the text; of common words none."""
    found = {anchor: list(letters.find(anchor)) for anchor in anchors}
    return sorted(
        (span, anchor)
        for anchor, spans in found.items()
        for span in spans
        if len(spans) <= SAYS_NOTHING
    )


def _candidates(
    hits: Sequence[tuple[Span, str]], line_ends: Sequence[int], anchors: int
) -> Iterator[_Stretch]:
    """Yield every stretch from hit to hit that holds most of the anchors."""
    lines = [bisect_right(line_ends, span.start) for span, _ in hits]
    for begin, (first, _) in enumerate(hits):
        seen: set[str] = set()
        for (last, anchor), line in zip(hits[begin:], lines[begin:], strict=True):
            seen.add(anchor)
            if 2 * len(seen) > anchors:
                score = len(seen) - (line - lines[begin]) / LINES + first.start * LATER
                yield _Stretch(Span(first.start, last.end), score)


def _best_chain(candidates: Mapping[str, Iterable[_Stretch]]) -> dict[str, Span]:
    """Choose at most one stretch a paragraph, each behind the one before, with the best score."""
    chains = [_Chain(0, 0.0, {})]
    for label, stretches in candidates.items():
        ends = [chain.end for chain in chains]
        before = ((chains[bisect_right(ends, new.span.start) - 1], new) for new in stretches)
        longer = [chain.with_one_more(label, new) for chain, new in before]
        chains = _leading([*chains, *longer])
    return chains[-1].spans


def _leading(chains: list[_Chain]) -> list[_Chain]:
    """Keep the chains that no other beats by ending earlier with as good a score; best last."""
    kept: list[_Chain] = []
    for chain in sorted(chains, key=lambda chain: (chain.end, -chain.score)):
        if not kept or chain.score > kept[-1].score:
            kept.append(chain)
    return kept


def _widened(text: str, chain: Mapping[str, Span]) -> dict[str, Span]:
    starts = [
        _wide_start(text, span, before) for before, span in pairwise([NOWHERE, *chain.values()])
    ]
    ends = [*starts[1:], len(text)]
    wide = {}
    for (label, span), start, end in zip(chain.items(), starts, ends, strict=False):
        line_end = text.find("\n", span.end, end)
        wide[label] = Span(start, line_end if line_end >= 0 else end)
    return wide


def _wide_start(text: str, span: Span, before: Span) -> int:
    """Return where the line starts, or the sentence if the paragraph before stands in the line."""
    line = text.rfind("\n", 0, span.start) + 1
    return line if line >= before.end else max(before.end, sentences_around(text, *span)[0])
