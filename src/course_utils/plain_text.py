"""Plain text from a saved page, whatever its encoding, tags or line breaks; sentences in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby, pairwise

LONGEST_WRAPPED_LINE = 200
HTML = re.compile(r"<!doctype html|</(?:html|body|article|div|p)>|<br\b", re.IGNORECASE)
TAG = re.compile(r"<(?:[!?]|/?([a-z]\w*)\b)[^<>]*>", re.IGNORECASE)
UNSHOWN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^<>]*>|\Z)", re.I | re.S)
INLINE = (
    *("a", "abbr", "b", "cite", "em", "font", "i", "img", "ins", "mark", "q", "s", "small"),
    *("span", "strong", "sub", "sup", "time", "u", "wbr"),
)
UNSEEN = re.compile("\u00ad(?:[ \t]*\r?\n[ \t]*)?|[\u200b\u2060\ufeff]")
HYPHENS = "-‐"
WORD = r"[^\W\d_]+"
STOPS = ".!?…"
QUOTES = "\"'”’»)]"
END = re.compile(rf"[{STOPS}][{re.escape(QUOTES)}]*\s+(?=[\W_]{{0,5}}(\w))")
ABBREVIATION = re.compile(
    r"\b(?:Adm|Brig|Capt|Cmdr|Col|Dr|Gen|Gov|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Sen|Sgt|St|vs|[A-Z])\.$",
    re.IGNORECASE,
)


def read_page(data: bytes) -> str:
    """Return what a saved page says, one block a line: menu, headline, paragraph, footer.

    Lines that were broken for width are joined, words that were hyphenated there too where the
    page has the whole word elsewhere; blanks are single.
    """
    text = _decode(data)
    text = UNSEEN.sub("", _without_tags(text) if HTML.search(text) else text)
    words = set(re.findall(WORD, text.casefold()))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    chunks = [list(chunk) for filled, chunk in groupby(lines, bool) if filled]
    return "\n".join(_unwrapped(chunk, words) for chunk in chunks)


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that hold ``text[start:end]`` start and end, within its lines."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    edges = [begin, *(begin + place for place in _sentence_starts(text[begin:stop])), stop]
    return max(e for e in edges if e <= start), min(e for e in edges if e >= end)


def _sentence_starts(text: str) -> Iterator[int]:
    for found in END.finditer(text):
        before = text[max(0, found.start() - 8) : found.start() + 1]
        if not (found[1].islower() or ABBREVIATION.search(before)):
            yield found.end()


def _decode(data: bytes) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:2]:
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", errors="replace")
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    mostly_sound = 2 * text.count("\ufffd") <= beyond_ascii
    return text if mostly_sound else data.decode("cp1252", errors="replace")


def _without_tags(page: str) -> str:
    """Return the text of an HTML page, with an empty line wherever a block begins or ends.

    Not with ``html.parser``: that takes minutes for some broken pages and raises for others.
    """
    shown = re.sub(r"\s+", " ", UNSHOWN.sub("", page))
    return unescape(TAG.sub(lambda tag: "" if (tag[1] or "").lower() in INLINE else "\n\n", shown))


def _unwrapped(lines: list[str], words: set[str]) -> str:
    """Join those of these lines that were broken for width."""
    width = max(map(len, lines))
    joined = [
        line + "\n" if _ends_block(line, following, width) else _joined(line, following, words)
        for line, following in pairwise(lines)
    ]
    return "".join([*joined, lines[-1]])


def _ends_block(line: str, following: str, width: int) -> bool:
    """Tell whether a line ended early; only between sentences does a little room left count."""
    if following[0].islower() or line[-1] in HYPHENS:
        return False
    needed = len(line) + 1 + len(following.split()[0])
    room = 1.0 if line.rstrip(QUOTES)[-1:] in STOPS else 0.7
    return len(line) > LONGEST_WRAPPED_LINE or needed <= room * width


def _joined(line: str, following: str, words: set[str]) -> str:
    """Return a line as it reads before the one that follows: with a blank, or a word left open."""
    begun = re.search(rf"{WORD}$", line[-40:-1]) if line[-1] in HYPHENS else None
    if not begun:
        return line + " "
    rest = re.match(WORD, following)
    whole = begun[0] + (rest[0] if rest else "")
    return line[:-1] if whole.casefold() in words else line
