"""What the bytes of a saved page say: unpacked, decoded, without tags, addresses and page heads.

A wrong encoding raises no error, it damages the text.  ``ftfy`` undoes what is sure; beyond that
several readings are offered, and whoever knows what the text should hold takes the one that has it.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from email import message_from_bytes
from html import unescape
from itertools import permutations

from course_utils.reading.plain_text import unprinted

ONE_BYTE = ("sloppy-windows-1252", "mac_roman")  # the first one is ftfy's
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


def possible_texts(data: bytes) -> Iterator[str]:
    """Yield what the bytes of a page may say, the likely first; nothing is raised."""
    text = _decoded(_unpacked(data))
    yield _words(text)
    if not text.isascii():
        for wrong, right in permutations(ONE_BYTE, 2):  # confused, and saved so
            yield _words(text.encode(wrong, "replace").decode(right))


def _unpacked(data: bytes) -> bytes:
    """Of a page saved in one file (.mhtml) the texts; without its head, all with escapes undone."""
    message = message_from_bytes(data)
    if "content-type" not in message:
        return quopri.decodestring(data) if ESCAPED.search(data) else data
    kinds = ("text/html", "text/plain")
    texts = [part for part in message.walk() if part.get_content_type() in kinds]
    return b"\n".join(bytes(part.get_payload(decode=True) or b"") for part in texts)


def _decoded(data: bytes) -> str:
    if b"\0" in data[:8]:  # half of a letter of UTF-16
        return data.decode(f"utf-16-{'le' if data.index(0) % 2 else 'be'}", errors="replace")
    if data.isascii():
        return data.decode()
    import ftfy

    text = data.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if 2 * text.count("\ufffd") > beyond_ascii:  # mostly unsound, so it is not UTF-8
        text = data.decode(ONE_BYTE[0])
    return ftfy.fix_text(LOST.sub("â€\x9d", text), uncurl_quotes=False)


def _words(text: str) -> str:
    """What is read of a text; of HTML an empty line wherever a block begins or ends.

    Tags go by patterns: BeautifulSoup, selectolax and ``html.parser`` hung on some broken pages.
    """
    html = bool(HTML.search(text))
    if html:
        text = re.sub(r"\s+", " ", UNSHOWN.sub("", text))
        text = unescape(TAG.sub("\n\n", INLINE.sub("", text)))
    text = ADDRESS.sub("", NOTE.sub("", LINK.sub(r"\1", UNSEEN.sub("", text))))
    return text if html else unprinted(text)
