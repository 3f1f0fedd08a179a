"""The text of a file: read to its end as UTF-8; what nobody sees and what is damaged is named."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from course_utils.words import count, verb

LARGEST = 4_000_000
NAMES = {"\ufeff": "byte order mark", "\t": "tab", "\ufffe": "byte order mark, turned round"}
KINDS = {"Cc": "control character", "Cs": "half of a character", "Co": "private character"}
# What Unicode counts as letters, symbols or unassigned, and what still shows nothing.
BLANK_LETTERS = re.compile(r"[\u034f\u115f\u1160\u2800\u3164\uffa0\ufffe\uffff]")
JOINERS = "\u200c\u200d"
WITHOUT_JOINERS = ("LATIN", "GREEK", "CYRILLIC", "<")
# With one of these a capital letter at the end of a word, as in IRMÃ”, looks like damage.
CLOSING = "’”»›“‘–—¹²³.,;:!?)]"
SHOWN = 20


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a file, its lines ending in LF, and a sentence on what is wrong, if it is.

    A byte order mark and the line ends of other systems are read as what they stand for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "", "cannot be read: it is a folder, a pipe or a device, and no file"
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            return "", f"is larger than {LARGEST / 1e6:.0f} MB, the most that is read"
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        return "", "is missing"
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        byte = f"byte 0x{error.object[error.start]:02x} at position {error.start}, in line {line}"
        return "", f"is not UTF-8: {byte}; save it as UTF-8"
    except (OSError, ValueError) as error:
        return "", f"cannot be read: {reason(error)}"
    return text, "" if text.strip() else "is empty"


def reason(error: Exception) -> str:
    """What the system says is wrong, in its own words."""
    return str(getattr(error, "strerror", None) or error)


def damaged(text: str) -> str:
    """A sentence on the first word damaged by a wrong encoding; empty if there is none."""
    if text.isascii():
        return ""
    from ftfy.badness import is_bad

    for word in text.split(" "):
        if "\ufffd" in word or is_bad(word.rstrip(CLOSING)):
            shown = clean(word)[: 3 * SHOWN]
            why = "UTF-8 was read in another encoding and saved again; open the original as UTF-8"
            return f"'{shown}' is damaged: {why}"
    return ""


def with_others(message: str, others: int, what: str) -> str:
    """A sentence about the first of several damaged cells or lines, and how many others there are.

    One wrong encoding damages a whole file, so all of them are one problem.
    """
    rest = f"; so {verb(others, 'is', 'are')} {count(others, f'more {what}')} of this file"
    return f"{message}{rest}" if others else message


def unseen(text: str) -> str:
    """A sentence on the first character of ``text`` that shows nothing; empty if there is none."""
    place = next(_unseen_places(text), None)
    if place is None:
        return ""
    before, after = (clean(part).strip() for part in (text[:place], text[place + 1 :]))
    where = f" after '{before[-SHOWN:]}'" if before else f" before '{after[:SHOWN]}'" * bool(after)
    char = text[place]
    kind = KINDS.get(unicodedata.category(char), "unknown character")
    called = NAMES.get(char) or unicodedata.name(char, kind).lower()
    return f"holds an invisible character{where}: {called} (U+{ord(char):04X}); delete or retype it"


def clean(text: str) -> str:
    """``text`` with plain blanks for blanks of other kinds, and without what else is invisible."""
    chars = list(text)
    for place in _unseen_places(text):
        blank = text[place] == "\t" or unicodedata.category(text[place]) == "Zs"
        chars[place] = " " if blank else ""
    return "".join(chars)


def _unseen_places(text: str) -> Iterator[int]:
    if text.isprintable() and not BLANK_LETTERS.search(text):
        return
    for place, char in enumerate(text):
        joins = char in JOINERS and _joins(text[place - 1 : place], text[place + 1 : place + 2])
        if _shows_nothing(char) and not joins:
            yield place


def _shows_nothing(char: str) -> bool:
    if BLANK_LETTERS.match(char):
        return True
    category = unicodedata.category(char)
    # A number that is not given away yet may be a letter or an emoji to come.
    if char == "\n" or char.isprintable() or category == "Cn":
        return False
    shown = category == "Cf" and unicodedata.name(char, "").startswith("ARABIC ")
    return char == "\u061c" or not shown


def _joins(before: str, after: str) -> bool:
    """Whether a joiner between these has a use, as in Persian, in Hindi or in emoji."""
    return bool(before and after) and not any(
        side.isspace() or unicodedata.name(side, "<").startswith(WITHOUT_JOINERS)
        for side in (before, after)
    )
