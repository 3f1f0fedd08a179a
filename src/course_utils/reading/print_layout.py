"""How lines of a printed page may run on: without heads and feet of pages, out of two columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from course_utils.reading.plain_text import ADDRESS

LONGEST = 300_000  # letters of a print; more is no article
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
LEAST_LINES = 8  # that begin a second column at the same place


def possible_layouts(text: str) -> Iterator[str]:
    """Yield a text as it may run without page heads and columns, the likely first."""
    if len(text) > LONGEST:
        return
    lines = [ADDRESS.sub("", line).rstrip() for line in text.expandtabs().splitlines()]
    for order in (lines, _one_column(lines)):
        for keep_first in (True, False):
            yield "\n".join(_without_heads(order, keep_first))


def _without_heads(lines: Sequence[str], keep_first: bool) -> list[str]:
    """Leave out page numbers, and lines that return on each page but for a number.

    The first of such lines may be the headline itself, which is kept if ``keep_first``.
    """
    keys = ["".join(re.findall(r"[^\W\d_]+", line)).casefold() for line in lines]
    times = Counter(keys)
    seen: set[str] = set()
    kept: list[str] = []
    parted = False  # by a head, so that the text runs on across empty lines
    for number, key in enumerate(keys):
        line = lines[number]
        stays = keep_first and key not in seen and not PAGE_NUMBER.fullmatch(line)
        seen.add(key)
        if not stays and _is_head(lines, number, times[key]):
            while kept and not kept[-1]:
                kept.pop()
            parted = True
        elif line or not parted:
            kept.append(line)
            parted = False
    return kept


def _is_head(lines: Sequence[str], number: int, times: int) -> bool:
    line = lines[number]
    if PAGE_NUMBER.fullmatch(line):
        return True
    apart = number in (0, len(lines) - 1) or not (lines[number - 1] and lines[number + 1])
    return bool(line) and times > 1 and (apart or bool(re.search(r"\d", line)))


def _one_column(lines: Sequence[str]) -> list[str]:
    """Put the right column of each page below the left one; lines across both part the pages."""
    starts = Counter(gap.end() for line in lines for gap in GAP.finditer(line))
    gutter, count = starts.most_common(1)[0] if starts else (0, 0)
    if count < LEAST_LINES:
        return list(lines)
    out: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        if line[gutter - 2 : gutter].strip() or PAGE_NUMBER.fullmatch(line[gutter:]):
            out += [*_trimmed(left), *_trimmed(right), line]
            left, right = [], []
        else:
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:])
    return [*out, *_trimmed(left), *_trimmed(right)]


def _trimmed(column: Sequence[str]) -> Sequence[str]:
    """A column without the empty lines above and below, across which its text runs on."""
    filled = [number for number, line in enumerate(column) if line.strip()]
    return column[filled[0] : filled[-1] + 1] if filled else []
