"""Ways in which a text reaches a course: single-file pages, prints, Markdown, wrong encodings."""

from __future__ import annotations

import quopri
import re
import textwrap
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

import ftfy.bad_codecs  # noqa: F401  has the sloppy one

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"})
LINKS = {
    "Markdown": "[{}](https://example.org/{}_(a))",
    "Markdown with titles": '[{}](/{} "Title")',
    "Markdown with references": "[{}][{}]",
    "addresses": "{} <https://example.org/{}>",
}


def disguises(blocks: Sequence[str], headline: str) -> dict[str, bytes]:
    """A page of these blocks in all the forms in which a reader may save it."""
    text, html = "\n\n".join(blocks), as_html(blocks, headline)
    wrapped = [textwrap.fill(block, 72) for block in blocks]
    columns = two_columns(blocks, side_by_side=True)
    texts = {
        "as it is": text,
        "a block a line": "\n".join(blocks),
        "CRLF": text.replace("\n", "\r\n"),
        "BOM": f"\ufeff{text}",
        "straight quotes": text.translate(STRAIGHT),
        "72 wide": "\n\n".join(wrapped),
        "72 wide, no empty lines": "\n".join(wrapped),
        "hyphenated": re.sub(r"\b([a-z]{4})([a-z]{4,})", r"\1-\n\2", text),
        "soft hyphens": re.sub("([a-z]{3})([a-z]{3})", "\\1\u00ad\\2", text),
        "blanks that do not break": text.replace(" ", "\u00a0"),
        "ligatures": text.replace("fl", "ﬂ").replace("fi", "ﬁ"),
        "capitals": text.upper(),
        "subheads": "".join(f"A subhead\n\n{block}\n\n\n" for block in blocks),
        "run together": " ".join(blocks),
        "twice": f"{text}\n\n{text}",
        "HTML": html,
        **{name: "\n\n".join(linked(b, link) for b in blocks) for name, link in LINKS.items()},
        "numbered links": "\n\n".join(linked(block, "[{1}]{0}") for block in blocks),
        "print": printed(blocks),
        "print, tight": printed(blocks, apart=""),
        "print, the headline as head": printed(blocks, head=headline),
        "two columns": columns,
        "two columns, one after the other": two_columns(blocks, side_by_side=False),
        "misread as cp1252": misread(text),
        "misread as latin-1": text.encode().decode("latin-1"),
        "misread as Mac Roman": text.encode().decode("mac_roman"),
        "misread twice": misread(misread(text)),
        "misread, a byte lost": text.encode().decode("cp1252", "ignore"),
        "misread, a byte damaged": text.encode().decode("cp1252", "replace"),
        "Mac Roman as cp1252": text.encode("mac_roman", "replace").decode("cp1252", "replace"),
        "cp1252 as Mac Roman": text.encode("cp1252", "replace").decode("mac_roman"),
        "two columns, misread": misread(columns),
    }
    encodings = ("cp1252", "mac_roman", "utf-16", "utf-16-be", "utf-16-le")
    return {
        **{name: said.encode() for name, said in texts.items()},
        **{encoding: text.encode(encoding, "replace") for encoding in encodings},
        "single file": single_file(html),
        "single file in base64": single_file(html, "base64"),
        "single file in cp1252": single_file(html, charset="cp1252"),
        "quoted-printable": quopri.encodestring(text.encode()),
    }


def as_html(blocks: Sequence[str], headline: str) -> str:
    """A page with a script, and with tags within sentences."""
    body = "\n".join(f"<p>{textwrap.fill(block, 60)}</p>" for block in blocks)
    return (
        f"<!DOCTYPE html><html><head><title>{headline}</title><script>if (a<b) x</script></head>"
        f"<body>{body.replace(' the ', ' <i>t</i>he ').replace('’', '&rsquo;')}</body></html>"
    )


def single_file(html: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """A page as a browser saves it in one file, with an image."""
    message = EmailMessage()
    text = html.encode(charset, "replace").decode(charset)
    message.set_content(text, "html", charset, cte=encoding)
    message.add_related(bytes(range(256)), "image", "png")
    return message.as_bytes(policy=SMTP)


def misread(text: str) -> str:
    """UTF-8 read as cp1252; the bytes that it leaves free stand for themselves."""
    return text.encode().decode("sloppy-windows-1252")


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
    """Lines of at most this width, with long words parted at their ends."""
    parted = re.sub(r"\b([a-z]{3,})([a-z]{4})", r"\1-\2", text.replace("-", "‐"))
    return [re.sub("-(?=.)", "", line).replace("‐", "-") for line in textwrap.wrap(parted, width)]
