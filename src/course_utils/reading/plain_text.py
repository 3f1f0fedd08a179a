"""Text as it runs on, however it was printed and its lines were broken; the sentences in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

LONGEST_WRAPPED_LINE = 200
FILLED = 0.7  # of the width of its neighbours: less is a headline, not a line broken for width
LEAST_LINES = 8  # that begin a second column at the same place
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
HYPHENS = "-‐"
JOINT = "\u00ad"  # where a line was broken at a hyphen
PARTED = re.compile(rf"\b([^\W\d_]+)[{HYPHENS}]{JOINT}([^\W\d_]+)")
STOPS = ".!?…"
QUOTES = "\"'”’»)]"
SHORT = "Adm Brig Capt Cmdr Col Dr Gen Gov Lt Maj Mr Mrs Ms Prof Rep Sen Sgt St vs [A-Z]"
END = re.compile(
    f"[{STOPS}]"
    + "".join(rf"(?<!\b{word}[.])" for word in SHORT.split())
    + rf"[{re.escape(QUOTES)}]*\s+(?=[\W_]{{0,5}}(\w))",
    re.IGNORECASE,
)


def blocks(text: str) -> str:
    """Return a text with one block a line: menu, headline, paragraph, footer.

    Lines broken for width are joined, and words parted there by a hyphen if they stand whole
    elsewhere; blanks are single.
    """
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))

    def whole(parted: re.Match[str]) -> str:
        known = (parted[1] + parted[2]).casefold() in words
        return parted[1] + ("" if known else "-") + parted[2]

    lines = (" ".join(line.split()) for line in text.splitlines())
    chunks = (_joined(list(chunk)) for filled, chunk in groupby(lines, bool) if filled)
    return PARTED.sub(whole, "\n".join(chunks)).replace(JOINT, "")


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence, or sentences, that ``text[start:end]`` stands in, within its lines."""
    begin = text.rfind("\n", 0, start) + 1
    stop = f"{text}\n".index("\n", end)
    stops = (found for found in END.finditer(text, begin, stop) if not found[1].islower())
    edges = [begin, *(found.end() for found in stops), stop]
    return text[max(e for e in edges if e <= start) : min(e for e in edges if e >= end)].strip()


def unprinted(text: str) -> str:
    """Return the lines of a print as they run on: no heads of pages, one column after the other.

    The empty lines around heads and columns go too, for sentences run on across them.
    """
    lines = [line.rstrip() for line in text.expandtabs().splitlines()]
    starts = Counter(gap.end() for line in lines for gap in GAP.finditer(line))
    gutter = max(starts, key=lambda place: (starts[place], place), default=0)
    if starts[gutter] < max(LEAST_LINES, len(lines) / 5):
        gutter = 0  # so that all is right of it
    across = (bool(line[max(0, gutter - 2) : gutter].strip()) for line in lines)
    marked = zip(_are_heads(lines), across, lines, strict=True)
    kept: list[str] = []
    for (head, wide), group in groupby(marked, itemgetter(0, 1)):
        part = [] if head else [line for *_, line in group]
        cut = 0 if wide else gutter
        kept += _trimmed(line[:cut] for line in part) + _trimmed(line[cut:] for line in part)
    return "\n".join(kept)


def _trimmed(lines: Iterable[str]) -> list[str]:
    return "\n".join(line.strip() for line in lines).strip("\n").splitlines()


def _are_heads(lines: Sequence[str]) -> Iterator[bool]:
    """Tell of each line whether it is the head or foot of a page: it returns, apart or numbered.

    What returns unchanged stays the first time, for that may be the headline, and unless it has a
    number also the second, for that may be another.  The end of a sentence is no head.
    """
    keys = [re.sub(r"[\W\d_]+", "", line).casefold() for line in lines]
    forms = Counter(key for key, _ in set(zip(keys, lines, strict=True)))
    times = Counter(lines)
    seen: set[str] = set()
    for line, key, before, after in zip(lines, keys, ["", *lines], [*lines[1:], ""], strict=False):
        numbered = bool(re.search(r"\d", line))
        often = times[line] > 2 and not (before and after)
        returns = forms[key] > 1 or line in seen if numbered else often and line in seen
        seen.add(line)
        yield returns and not _ends_sentence(line)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(QUOTES)[-1:] in STOPS  # as does an empty line


def _joined(lines: Sequence[str]) -> str:
    width = max(map(len, lines))
    ends = [_end(line, following, width) for line, following in pairwise(lines)]
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _end(line: str, following: str, width: int) -> str:
    """What stands between two lines; after a sentence, joining them does no harm."""
    if line[-1] in HYPHENS:
        return JOINT if line[-2:-1].isalpha() else " "
    needed = len(line) + 1 + len(following.split()[0])
    wrapped = len(line) <= LONGEST_WRAPPED_LINE and (
        _ends_sentence(line) or needed > FILLED * width
    )
    return " " if wrapped or following[0].islower() else "\n"
