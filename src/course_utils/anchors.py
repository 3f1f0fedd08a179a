"""Find words in a text however it is written, and the paragraphs that such words point to."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from course_utils.plain_text import sentences_around

SAYS_NOTHING = 20  # words that stand more often than this in a text point to no paragraph
REACH = 5_000  # letters between two anchors that cost as much as one anchor wins
LATER = 1e-9  # of two equal places the later: a headline stands in the menu first


class Span(NamedTuple):
    """A stretch of a text, as a slice has it."""

    start: int
    end: int


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
    They vote: a paragraph is the stretch that holds most of its anchors, once each, and stretches
    follow each other.  A stretch is widened to whole lines, or, where a line holds two paragraphs,
    to whole sentences.
    """
    letters = letters_of(text)
    candidates = {label: list(_candidates(letters, own)) for label, own in anchors.items()}
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


def _candidates(letters: Letters, anchors: Sequence[str]) -> Iterator[_Stretch]:
    """Yield every stretch from anchor to anchor that holds most of these anchors, once each."""
    hits = sorted((span, anchor) for anchor in anchors for span in _telling(letters, anchor))
    for number, (first, _) in enumerate(hits):
        seen: Counter[str] = Counter()
        votes = 0
        for last, anchor in hits[number:]:
            seen[anchor] += 1
            votes += {1: 1, 2: -1}.get(seen[anchor], 0)
            if 2 * votes > len(anchors):
                span = Span(first.start, last.end)
                cost = (span.end - span.start) / REACH
                yield _Stretch(span, votes - cost + span.start * LATER)


def _telling(letters: Letters, anchor: str) -> list[Span]:
    spans = list(letters.find(anchor))
    return spans if len(spans) <= SAYS_NOTHING else []


def _best_chain(candidates: Mapping[str, Iterable[_Stretch]]) -> dict[str, Span]:
    """Choose at most one stretch a paragraph, each behind the one before, with the best score."""
    chains = [_Chain(0, 0.0, {})]
    for label, stretches in candidates.items():
        longer = []
        for stretch in stretches:
            before = [chain for chain in chains if chain.end <= stretch.span.start]
            longer.append(before[-1].with_one_more(label, stretch))
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
    starts, before = [], 0
    for span in chain.values():
        line = text.rfind("\n", 0, span.start) + 1
        sentence, _ = sentences_around(text, *span)
        starts.append(line if line >= before else max(before, sentence))
        before = span.end
    wide = {}
    for (label, span), start, following in zip(
        chain.items(), starts, [*starts[1:], len(text)], strict=True
    ):
        line_end = text.find("\n", span.end)
        wide[label] = Span(start, min(following, line_end if line_end >= 0 else len(text)))
    return wide
