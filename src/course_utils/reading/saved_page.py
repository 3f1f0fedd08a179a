"""What the bytes of a saved page say, one block a line: menu, headline, paragraph, footer.

A wrong encoding raises no error, it damages the text.  ``ftfy`` undoes what is sure; beyond that
several readings are offered, and whoever knows what the text should hold takes the one that has it.
"""

import quopri
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from html import unescape
from itertools import groupby, pairwise, permutations
from operator import itemgetter

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
LONGEST_WRAPPED_LINE = 200
FILLED = 0.7  # of the width of its neighbours: less is a headline, not a line broken for width
LEAST_LINES = 8  # that begin a second column at the same place
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
HYPHENS = "-‐"
JOINT = "\u00ad"  # where a line was broken at a hyphen
PARTED = re.compile(rf"\b([^\W\d_]+)[{HYPHENS}]{JOINT}([^\W\d_]+)")
STOPS = ".!?…"
QUOTES = "\"'”’»)]"


def possible_texts(data: bytes) -> Iterator[str]:
    """Yield what the bytes of a page may say, the likely first; nothing is raised."""
    text = _decoded(_unpacked(data))
    yield _read(text)
    if not text.isascii():
        for wrong, right in permutations(ONE_BYTE, 2):  # confused, and saved so
            yield _read(text.encode(wrong, "replace").decode(right))


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
        text = data.decode(ONE_BYTE[0])
    text = LOST.sub("â€\x9d", text)
    return text if text.isascii() else ftfy.fix_text(text, uncurl_quotes=False)


def _read(text: str) -> str:
    # Tags go by patterns: BeautifulSoup, selectolax and html.parser hung on some broken pages.
    html = bool(HTML.search(text))
    if html:
        text = re.sub(r"\s+", " ", UNSHOWN.sub("", text))
        text = unescape(TAG.sub("\n\n", INLINE.sub("", text)))
    text = ADDRESS.sub("", NOTE.sub("", LINK.sub(r"\1", UNSEEN.sub("", text))))
    return _blocks(text if html else _unprinted(text))


def _blocks(text: str) -> str:
    """Join lines broken for width, and words parted there if they stand whole elsewhere."""
    words = set(re.findall(r"[^\W\d_]+", text.casefold()))

    def whole(parted: re.Match[str]) -> str:
        known = (parted[1] + parted[2]).casefold() in words
        return parted[1] + ("" if known else "-") + parted[2]

    lines = (" ".join(line.split()) for line in text.splitlines())
    chunks = (_joined(list(chunk)) for filled, chunk in groupby(lines, bool) if filled)
    return PARTED.sub(whole, "\n".join(chunks)).replace(JOINT, "")


def _unprinted(text: str) -> str:
    """The lines of a print as they run on: no heads of pages, one column after the other.

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
        for column in (slice(cut), slice(cut, None)):
            text = "\n".join(line[column].strip() for line in part)
            kept += text.strip("\n").splitlines()
    return "\n".join(kept)


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
        if re.search(r"\d", line):
            returns = forms[key] > 1 or line in seen
        else:
            returns = times[line] > 2 and line in seen and not (before and after)
        seen.add(line)
        yield returns and not _ends_sentence(line)


def _ends_sentence(line: str) -> bool:
    return line.rstrip(QUOTES)[-1:] in STOPS  # as does an empty line


def _joined(lines: Sequence[str]) -> str:
    """Join what was broken for width; after a sentence that does no harm."""
    width, text = max(map(len, lines)), lines[0]
    for line, following in pairwise(lines):
        filled = len(line) + 1 + len(following.split()[0]) > FILLED * width
        wrapped = len(line) <= LONGEST_WRAPPED_LINE and (filled or _ends_sentence(line))
        gap = " " if wrapped or following[0].islower() else "\n"
        parted = line[-1] in HYPHENS and line[-2:-1].isalpha()
        text += (JOINT if parted else gap) + following
    return text
