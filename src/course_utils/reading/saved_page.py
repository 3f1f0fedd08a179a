"""What the bytes of a saved page say, one block a line: menu, headline, paragraph, footer.

A wrong encoding raises no error, it damages the text; ``ftfy`` undoes that.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Sequence
from email import message_from_bytes
from html import unescape
from itertools import groupby, pairwise

ESCAPED = re.compile(rb"=[C-F][0-9A-F]=[89AB][0-9A-F]")  # a letter beyond ASCII
LOST = re.compile("â€(?:\ufffd|(?=[\\s.,;:?!)<â]|$))")  # a closing quote without its last byte
HTML = re.compile(r"<!doctype html|</(?:html|body|article|div|p)>|<br\b", re.IGNORECASE)
UNSHOWN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^<>]*>|\Z)", re.I | re.S)
INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|img|ins|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(r"<(?:[!?]|/?[a-z])[^<>]*>", re.IGNORECASE)
UNSEEN = re.compile("\u00ad(?:[ \t]*\r?\n[ \t]*)?|[\u200b\u2060]")
# Links of Markdown, with the address beside the name or in a list of references; numbered links;
# addresses.  Every repetition has a limit, so that a broken page takes no time.
LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]"
    r"(?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?[^()]{0,200}\)|\[[^\[\]]{0,100}\])"
)
NOTE = re.compile(r"\[\^?\d{1,3}\](?![(\[:])")
ADDRESS = re.compile(
    r"<?\bhttps?://[^\s<>()\[\]]{0,2000}(?:\([^()\s]{0,200}\)[^\s<>()\[\]]{0,200})?>?"
)
LONGEST_WRAPPED_LINE = 200
FILLED = 0.7  # of the width of its neighbours: less is a headline, not a line broken for width
HYPHENS = "-‐"
STOPS = ".!?…"
QUOTES = "\"'”’»)]"


def page_text(data: bytes) -> str:
    """What the bytes of a page say, a block a line; nothing is raised."""
    text = _decoded(_unpacked(data))
    # Tags go by patterns: BeautifulSoup, selectolax and html.parser hung on some broken pages.
    if HTML.search(text):
        text = re.sub(r"\s+", " ", UNSHOWN.sub("", text))
        text = unescape(TAG.sub("\n\n", INLINE.sub("", text)))
    text = ADDRESS.sub("", NOTE.sub("", LINK.sub(r"\1", UNSEEN.sub("", text))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(_joined(list(block)) for filled, block in groupby(lines, bool) if filled)


def _unpacked(data: bytes) -> bytes:
    """Of a page saved in one file (.mhtml) the texts; without its head, all with escapes undone."""
    message = message_from_bytes(data)
    if "content-type" not in message:
        return quopri.decodestring(data) if ESCAPED.search(data) else data
    kinds = ("text/html", "text/plain")
    texts = [part for part in message.walk() if part.get_content_type() in kinds]
    return b"\n".join(bytes(part.get_payload(decode=True) or b"") for part in texts) or data


def _decoded(data: bytes) -> str:
    import ftfy

    text = data.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if b"\0" in data[:8]:  # half of a letter
        order = "le" if data.index(0) % 2 else "be"
        text = data.decode(f"utf-16-{order}", errors="replace")
    elif 2 * text.count("\ufffd") > beyond_ascii:  # mostly unsound
        text = data.decode("sloppy-windows-1252")  # of ftfy
    text = LOST.sub("â€\x9d", text)
    return text if text.isascii() else ftfy.fix_text(text, uncurl_quotes=False)


def _joined(lines: Sequence[str]) -> str:
    """Join what was broken for width; after a sentence that does no harm."""
    width, text = max(map(len, lines)), lines[0]
    for line, following in pairwise(lines):
        filled = len(line) + 1 + len(following.split()[0]) > FILLED * width
        stops = line.rstrip(QUOTES)[-1:] in STOPS
        wrapped = len(line) <= LONGEST_WRAPPED_LINE and (filled or stops)
        gap = " " if wrapped or following[0].islower() else "\n"
        parted = line[-1] in HYPHENS and line[-2:-1].isalpha()
        text += ("" if parted else gap) + following
    return text
