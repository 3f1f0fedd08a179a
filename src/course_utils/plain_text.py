"""Plain text from a saved page, whatever its encoding, tags or line breaks; sentences in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby, pairwise

LONGEST_WRAPPED_LINE = 200
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TAG = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|br)\b[^>]*>", re.IGNORECASE)
UNSEEN = re.compile("\u00ad(?:[ \t]*\r?\n[ \t]*)?|[\u200b\u2060\ufeff]")
HIDDEN = {"script", "style"}
INLINE = set("a abbr b cite em font i mark q small span strong sub sup u".split())
WORD = r"[^\W\d_]+"
END = re.compile(r"""[.!?…]["'”’»)\]]*\s+(?=[\W_]*(\w))|\n""")
ABBREVIATION = re.compile(
    r"\b(?:Adm|Brig|Capt|Cmdr|Col|Dr|Gen|Gov|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Sen|Sgt|St|vs|[A-Z])\.$"
)


def read_page(data: bytes) -> str:
    """Return what a saved page says, one block a line: menu, headline, paragraph, footer.

    Lines that were broken for width are joined, words that were hyphenated there too where the
    page has the whole word elsewhere; blanks are single.
    """
    text = _decode(data)
    text = UNSEEN.sub("", _without_tags(text) if TAG.search(text) else text)
    words = set(re.findall(WORD, text.casefold()))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    chunks = [list(chunk) for filled, chunk in groupby(lines, bool) if filled]
    return "\n".join(block for chunk in chunks for block in _unwrap(chunk, words))


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the start and end of the sentences, within a line, that hold ``text[start:end]``."""
    begin = max(text.rfind("\n", 0, start) + 1, 0)
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    starts = [begin, *(begin + place for place in _sentence_starts(text[begin:stop])), stop]
    return max(s for s in starts if s <= start), min(s for s in starts if s >= end)


def _sentence_starts(text: str) -> Iterator[int]:
    for found in END.finditer(text):
        before = text[max(0, found.start() - 8) : found.start() + 1]
        if found[1] is None or not (found[1].islower() or ABBREVIATION.search(before)):
            yield found.end()


def _decode(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:2]:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", errors="replace")
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    mostly_sound = 2 * text.count("\ufffd") <= beyond_ascii
    return text if mostly_sound else data.decode("cp1252", errors="replace")


def _without_tags(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return "".join(page.parts)


class _Page(HTMLParser):
    """The text of an HTML page, with an empty line wherever a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in HIDDEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag not in INLINE:
            self.parts.append("\n" if tag == "br" else "\n\n")


def _unwrap(lines: list[str], words: set[str]) -> Iterator[str]:
    """Yield the blocks of lines that no empty line parts."""
    width = max(map(len, lines))
    block = lines[0]
    for line, following in pairwise(lines):
        if _broken_for_width(line, following, width):
            block = _join(block, following, words)
        else:
            yield block
            block = following
    yield block


def _broken_for_width(line: str, following: str, width: int) -> bool:
    """Tell whether a line ended because it was full, or in the middle of a sentence."""
    if following[0].islower() or line[-1] in "-‐,":
        return True
    room_used = len(line) + 1 + len(following.split()[0])
    return len(line) <= LONGEST_WRAPPED_LINE and room_used > 0.7 * width


def _join(block: str, following: str, words: set[str]) -> str:
    hyphenated = re.search(rf"({WORD})[-‐]$", block)
    if not hyphenated:
        return f"{block} {following}"
    rest = re.match(WORD, following)
    whole = hyphenated[1] + (rest[0] if rest else "")
    return (block[:-1] if whole.casefold() in words else block) + following
