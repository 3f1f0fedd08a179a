"""How lines of a printed page may run on: without the heads and feet of pages, out of two columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from course_utils.plain_text import ADDRESS

PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
LEAST_LINES = 8  # that begin a second column at the same place


def possible_layouts(text: str) -> Iterator[str]:
    """Yield a text as it may run without page heads and columns, the likely first."""
    lines = text.expandtabs().splitlines()
    for order in (lines, _one_column(lines)):
        for keep_first in (True, False):
            yield "\n".join(_without_heads(order, keep_first))


def _without_heads(lines: Sequence[str], keep_first: bool) -> list[str]:
    """Leave out page numbers, and lines that return on each page but for a number.

    The first of such lines may be the headline itself, which is kept if ``keep_first``.
    """
    keys = ["".join(re.findall(r"[^\W\d_]+", line)).casefold() for line in lines]
    counts = Counter(keys)
    seen = set[str]()
    kept: list[str] = []
    joining = False
    for number, (line, key) in enumerate(zip(lines, keys, strict=True)):
        first = key not in seen
        seen.add(key)
        if _is_head(lines, number, counts[key] if key else 0) and not (first and key and keep_first):
            while kept and not kept[-1].strip():
                kept.pop()
            joining = True
        elif line.strip() or not joining:
            kept.append(line)
            joining = False
    return kept


def _is_head(lines: Sequence[str], number: int, times: int) -> bool:
    line = ADDRESS.sub("", lines[number]).strip()
    if PAGE_NUMBER.fullmatch(line):
        return True
    around = [other.strip() for other in lines[max(number - 1, 0) : number + 2]]
    apart = len(around) < 3 or "" in around or bool(re.search(r"\d", line))
    return times > 1 and apart and bool(line)


def _one_column(lines: Sequence[str]) -> list[str]:
    """Put the right column of each page below the left one; wide lines part pages."""
    starts = Counter(gap.end() for line in lines for gap in GAP.finditer(line))
    gutter, count = starts.most_common(1)[0] if starts else (0, 0)
    if count < LEAST_LINES:
        return list(lines)
    out: list[str] = []
    left: list[str] = []
    right: list[str] = []
    for line in [*lines, "\f"]:
        wide = line[gutter - 2 : gutter].strip() or PAGE_NUMBER.fullmatch(line[gutter:].strip())
        if wide or line == "\f":
            out += [*left, *right, line]
            left, right = [], []
        else:
            left.append(line[:gutter].rstrip())
            right.append(line[gutter:])
    return out
