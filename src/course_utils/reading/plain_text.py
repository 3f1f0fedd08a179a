"""The blocks of a text, whatever its tags, links or line breaks; the sentences in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from itertools import groupby, pairwise

LONGEST_WRAPPED_LINE = 200
LONGEST_SENTENCE = 3000
HTML = re.compile(r"<!doctype html|</(?:html|body|article|div|p)>|<br\b", re.IGNORECASE)
TAG = re.compile(r"<(?:[!?]|/?([a-z]\w*)\b)[^<>]*>", re.IGNORECASE)
UNSHOWN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^<>]*>|\Z)", re.I | re.S)
INLINE = (
    *("a", "abbr", "b", "cite", "em", "font", "i", "img", "ins", "mark", "q", "s", "small"),
    *("span", "strong", "sub", "sup", "time", "u", "wbr"),
)
UNSEEN = re.compile("\u00ad(?:[ \t]*\r?\n[ \t]*)?|[\u200b\u2060\ufeff]")
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
# Links of Markdown, with the address beside the name or in a list of references; numbered links.
NOTE = re.compile(r"\[\^?\d{1,3}\](?![(\[:])")
NAME = r"!?\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]"
IN_BRACKETS = r"[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
LINK = re.compile(rf"{NAME}\({IN_BRACKETS}[^()]{{0,200}}\)")
REFERENCE = re.compile(rf"{NAME}\[[^\[\]]{{0,100}}\]")
ADDRESS = re.compile(
    r"<?\bhttps?://[^\s<>()\[\]]{0,2000}(?:\([^()\s]{0,200}\)[^\s<>()\[\]]{0,200})?>?"
)
HYPHENS = "-‐"
WORD = r"[^\W\d_]+"
STOPS = ".!?…"
QUOTES = "\"'”’»)]"
END = re.compile(rf"[{STOPS}][{re.escape(QUOTES)}]*\s+(?=[\W_]{{0,5}}(\w))")
ABBREVIATION = re.compile(
    r"\b(?:Adm|Brig|Capt|Cmdr|Col|Dr|Gen|Gov|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Sen|Sgt|St|vs|[A-Z])\.$",
    re.IGNORECASE,
)


def blocks(text: str) -> str:
    """Return what a text says, one block a line: menu, headline, paragraph, footer.

    Tags, addresses of links and what is never seen are left out.  Lines that were broken for width
    are joined, words that were hyphenated there too where the text has the whole word elsewhere;
    blanks are single.
    """
    text = UNSEEN.sub("", _without_tags(text) if is_html(text) else text)
    text = unicodedata.normalize("NFC", _without_links(text).translate(LIGATURES))
    words = set(re.findall(WORD, text.casefold()))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    chunks = [list(chunk) for filled, chunk in groupby(lines, bool) if filled]
    return "\n".join(_unwrapped(chunk, words) for chunk in chunks)


def is_html(text: str) -> bool:
    """Tell whether a text is a web page, with tags."""
    return bool(HTML.search(text))


def _without_links(text: str) -> str:
    """Leave of links only what they are called, and nothing of notes and bare addresses."""
    return ADDRESS.sub("", NOTE.sub("", REFERENCE.sub(r"\1", LINK.sub(r"\1", text))))


def sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that hold ``text[start:end]`` start and end, within its lines."""
    begin = max(text.rfind("\n", 0, start) + 1, start - LONGEST_SENTENCE)
    stop = text.find("\n", end, end + LONGEST_SENTENCE)
    stop = min(len(text), end + LONGEST_SENTENCE) if stop < 0 else stop
    edges = [begin, *(begin + place for place in _sentence_starts(text[begin:stop])), stop]
    return max(e for e in edges if e <= start), min(e for e in edges if e >= end)


def _sentence_starts(text: str) -> Iterator[int]:
    for found in END.finditer(text):
        before = text[max(0, found.start() - 8) : found.start() + 1]
        if not (found[1].islower() or ABBREVIATION.search(before)):
            yield found.end()


def is_whole(sentence: str) -> bool:
    """Tell whether some text begins and ends as a sentence does."""
    begins = re.search(r"[^\W_]", sentence)
    ends = sentence.rstrip(QUOTES)[-1:]
    return bool(begins and not (begins[0].islower() or begins[0].isdigit()) and ends in STOPS)


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
