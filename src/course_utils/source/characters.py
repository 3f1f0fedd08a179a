"""Characters that nobody sees, and text that a wrong encoding damaged: found, named, left out."""

from __future__ import annotations

import re
import unicodedata

NAMES = {"\ufeff": "byte order mark", "\t": "tab", "\ufffe": "byte order mark, turned round"}
KINDS = {"Cc": "control character", "Cs": "half of a character", "Co": "private character"}
# What Unicode counts as letters, symbols or unassigned, and what still shows nothing.
BLANK_LETTERS = re.compile(r"[\u034f\u115f\u1160\u2800\u3164\uffa0\ufffe\uffff]")
JOINERS = "\u200c\u200d"
WITHOUT_JOINERS = ("LATIN", "GREEK", "CYRILLIC", "<")
SHOWN = 20

# UTF-8 read as Windows-1252 or Latin-1: the bytes 0x80 to 0xBF as these show them.
HIGH = bytes(range(0x80, 0xC0))
LATER = f"[{re.escape(HIGH.decode('cp1252', 'ignore') + HIGH.decode('latin-1'))}]"
# These may also follow a true letter.
NO_MARK = "(?![’”»›“‘–—…¹²³])"
DAMAGE = re.compile(
    "|".join(
        (
            "â[€\x80‚\x82„\x84†\x86]",  # quotation marks, dashes, the euro, a trade mark, arrows
            f"[ÂÃ](?![’”]){LATER}",  # the letters of western Europe
            f"[ÄÅ]{NO_MARK}{LATER}",  # those of central Europe and Turkey
            f"(?:[ÄÅÎÏÐÑ×ØÙÚÛ]{LATER}){{2}}",  # Greek, Cyrillic, Hebrew, Arabic
            f"(?:[à-ï]{LATER}{{2}}){{2}}",  # the scripts of Asia
            "ð[Ÿ\x9f]|ï»¿|ï¿½|\ufffd",  # emoji, a byte order mark, what was lost before
            "вЂ|‚Ä[¶úùìîôò]|â€",  # read as Cyrillic, or on an old Mac
        )
    )
)


def unseen(text: str) -> str:
    """A sentence on the first character of ``text`` that shows nothing; empty if there is none."""
    if text.isprintable() and not BLANK_LETTERS.search(text):
        return ""
    place = next((at for at in range(len(text)) if _is_unseen(text, at)), None)
    if place is None:
        return ""
    before, after = (clean(part).strip() for part in (text[:place], text[place + 1 :]))
    where = f" after '{before[-SHOWN:]}'" if before else f" before '{after[:SHOWN]}'" * bool(after)
    return f"holds an invisible character{where}: {name(text[place])}; delete or retype it"


def damaged(text: str) -> str:
    """A sentence on the first damage done by a wrong encoding; empty if there is none."""
    found = None if text.isascii() else DAMAGE.search(text)
    if not found:
        return ""
    start = max(text.rfind(" ", 0, found.start()) + 1, found.start() - SHOWN)
    shown = clean(text[start : found.end() + SHOWN].split(" ")[0])
    return (
        f"'{shown}' is damaged: UTF-8 was read in another encoding and saved again; "
        "open the original as UTF-8"
    )


def with_others(message: str, others: int, what: str) -> str:
    """A sentence about the first of several damaged cells or lines, and how many others there are.

    One wrong encoding damages a whole file, so all of them are one problem.
    """
    rest = f"; so {'is 1' if others == 1 else f'are {others}'} more {what}{'s' * (others > 1)}"
    return f"{message}{rest} of this file" if others else message


def clean(text: str) -> str:
    """``text`` with plain blanks for blanks of other kinds, and without what else is invisible."""
    if text.isprintable() and not BLANK_LETTERS.search(text):
        return text
    return "".join(_instead(char) if _is_unseen(text, at) else char for at, char in enumerate(text))


def name(char: str) -> str:
    """What a character is called, and its number: ``no-break space (U+00A0)``."""
    called = NAMES.get(char) or unicodedata.name(char, "").lower()
    kind = KINDS.get(unicodedata.category(char), "unknown character")
    return f"{called or kind} (U+{ord(char):04X})"


def _is_unseen(text: str, place: int) -> bool:
    char = text[place]
    if BLANK_LETTERS.match(char):
        return True
    category = unicodedata.category(char)
    # A number that is not given away yet may be a letter or an emoji to come.
    if char == "\n" or char.isprintable() or category == "Cn":
        return False
    if category == "Cf" and unicodedata.name(char, "").startswith("ARABIC "):
        return char == "\u061c"
    return not (char in JOINERS and _joins(text[place - 1 : place], text[place + 1 : place + 2]))


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between these has a use, as in Persian, in Hindi or in emoji."""
    return bool(before and after) and not any(
        side.isspace() or unicodedata.name(side, "<").startswith(WITHOUT_JOINERS)
        for side in (before, after)
    )


def _instead(char: str) -> str:
    return " " if char == "\t" or unicodedata.category(char) == "Zs" else ""
