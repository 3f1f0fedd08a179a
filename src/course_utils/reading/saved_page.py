"""What the bytes of a saved page may say: single-file pages unpacked, encodings tried in turn.

A wrong encoding raises no error, it damages the text.  So several readings are offered, the likely
ones first; whoever knows what the text should hold takes the one that has it.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from functools import cache

HEAD = 10_000  # bytes in which a single-file page names its boundary
MULTIPART = re.compile(
    rb'^content-type:\s*multipart/[^\0]{0,500}?boundary="?([^"\s;]+)', re.I | re.M
)
ESCAPES = (re.compile(rb"=[0-9A-F]{2}"), re.compile(rb"=\r?\n"))
ONE_BYTE = ("cp1252", "mac_roman")
SIGNS = re.compile("[“”‘’–—…]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
LOST = re.compile("\xe2\x80(?![\x80-\xbf])")  # a closing quote whose last byte was dropped
# What was written in the second, read as if it were the first, and saved.
MISTAKES = (
    ("cp1252", "utf-8"),
    ("mac_roman", "utf-8"),
    ("cp1252", "mac_roman"),
    ("mac_roman", "cp1252"),
)


def possible_texts(data: bytes) -> Iterator[str]:
    """Yield what these bytes may say, the likely first; never raises."""
    for page in _unpacked(data):
        yield from _decoded(page)


def _unpacked(data: bytes) -> Iterator[bytes]:
    boundary = MULTIPART.search(data[:HEAD])
    if boundary:
        parts = data.split(b"--" + boundary[1])
        yield b"\n".join(_body(part) for part in parts)
    elif all(escape.search(data[:HEAD]) for escape in ESCAPES):
        yield quopri.decodestring(data)
    yield data


def _body(part: bytes) -> bytes:
    """The text of one part of a single-file page; nothing of images and styles."""
    head, *body = re.split(rb"\r?\n\r?\n", part, maxsplit=1)
    head = head.lower()
    if not body or not re.search(rb"content-type:\s*text/(?:html|plain)", head):
        return b""
    if b"quoted-printable" in head:
        return quopri.decodestring(body[0])
    try:
        return base64.b64decode(body[0]) if b"base64" in head else body[0]
    except binascii.Error:
        return b""


def _decoded(data: bytes) -> Iterator[str]:
    wide = _utf_16(data)
    if wide:
        yield data.decode(wide, errors="replace")
        return
    text = data.decode("utf-8", errors="replace")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    if 2 * text.count("\ufffd") <= beyond_ascii:  # mostly sound
        yield text
        yield from _mended(text)
        return
    others = [data.decode(name, errors="replace") for name in ONE_BYTE]
    yield from sorted(others, key=lambda other: -len(SIGNS.findall(other)))
    yield text


def _utf_16(data: bytes) -> str:
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if b"\0" in data[:2]:
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    return ""


def _mended(text: str) -> Iterator[str]:
    """Yield the text as it may have been before it was read in a wrong encoding, once or twice."""
    for wrong, right in MISTAKES:
        once = _recoded(text, wrong, right)
        if once != text:
            yield once
            if right == "utf-8":
                yield _recoded(once, wrong, right)


def _recoded(text: str, wrong: str, right: str) -> str:
    bytes_of = _bytes_of(wrong)

    def recode(run: re.Match[str]) -> str:
        try:
            return (
                LOST.sub("\xe2\x80\x9d", run[0].translate(bytes_of)).encode("latin-1").decode(right)
            )
        except UnicodeError:
            return run[0]

    return BEYOND_ASCII.sub(recode, text)


@cache
def _bytes_of(encoding: str) -> dict[int, int]:
    """The byte that each sign stands for; what an encoding leaves free stands for itself."""
    signs = {ord(bytes([byte]).decode(encoding, "replace")): byte for byte in range(128, 256)}
    return signs | {0xFFFD: 0x9D}
