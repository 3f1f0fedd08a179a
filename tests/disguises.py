"""Ways in which a text reaches a course: single-file pages, prints, Markdown, wrong encodings."""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Sequence

BOUNDARY = "----MultipartBoundary--abc----"


def single_file(html: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """A page as a browser saves it in one file, with a style sheet and an image."""
    encode = base64.encodebytes if encoding == "base64" else quopri.encodestring
    parts = [
        (f"text/html; charset={charset}", encoding, encode(html.encode(charset))),
        ("text/css", "quoted-printable", b".ferry { color: red }"),
        ("image/png", "base64", base64.encodebytes(bytes(range(256)))),
    ]
    head = (
        "From: <Saved by a browser>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
        f'\ttype="text/html";\n\tboundary="{BOUNDARY}"\n\n'
    ).encode()
    for kind, how, body in parts:
        described = f"--{BOUNDARY}\nContent-Type: {kind}\nContent-Transfer-Encoding: {how}\n\n"
        head += described.encode() + body + b"\n"
    return (head + f"--{BOUNDARY}--\n".encode()).replace(b"\n", b"\r\n")


def misread(text: str, encoding: str) -> str:
    """UTF-8 read as if it were an encoding of one byte; what that leaves free stands for itself."""
    signs = (bytes([byte]).decode(encoding, "replace") for byte in text.encode())
    return "".join(
        chr(byte) if sign == "\ufffd" else sign
        for sign, byte in zip(signs, text.encode(), strict=True)
    )


def linked(text: str, link: str) -> str:
    """Every fourth word as a link; ``link`` has a place for the words and one for a number."""
    words = text.split(" ")
    return " ".join(
        link.format(word, number) if number % 4 == 1 else word for number, word in enumerate(words)
    )


def printed(blocks: Sequence[str], head: str = "A printed page", apart: str = "\n") -> str:
    """Pages of twelve lines of 60, with hyphens, a running head and a numbered foot."""
    lines = [line for block in blocks for line in [*hyphened(block, 60), ""]]
    pages = [lines[start : start + 12] for start in range(0, len(lines), 12)]
    return "".join(
        f"3/9/2019   {head}\n{apart}"
        + "\n".join(page)
        + f"\n{apart}https://example.org/lake/ferry     {number}/{len(pages)}\n"
        for number, page in enumerate(pages, start=1)
    )


def two_columns(blocks: Sequence[str], side_by_side: bool) -> str:
    """Pages of two columns of twelve lines of 36, as a layout or as the columns follow."""
    lines = [line for block in blocks for line in [*hyphened(block, 36), ""]]
    lines += [""] * (-len(lines) % 24)
    said = []
    for start in range(0, len(lines), 24):
        left, right = lines[start : start + 12], lines[start + 12 : start + 24]
        beside = [f"{one:42}{other}".rstrip() for one, other in zip(left, right, strict=True)]
        page = beside if side_by_side else [*left, *right]
        said += [f"{'The Harbour Gazette, a running head':60}{start // 24 + 1}", "", *page, ""]
    return "\n".join(said)


def hyphened(text: str, width: int) -> list[str]:
    """Lines of this width, with long words parted at their ends."""
    lines = [""]
    for word in text.split():
        room = width - len(lines[-1]) - 2
        start = re.match("[a-z]{7,}", word)
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif start and room >= 3:
            cut = min(room, len(start[0]) - 3)
            lines[-1] += f" {word[:cut]}-"
            lines.append(word[cut:])
        else:
            lines.append(word)
    return lines
