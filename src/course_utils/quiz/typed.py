"""What a learner typed: texts compared as a reader would, numbers as they are written by hand."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from course_utils.source.tables import shorten

QUOTES = re.compile(r"['\"`´‘’‚‛“”„‟«»‹›ʻʼʾʿ]")
BLANKS = re.compile(r"[\s\u2010-\u2015\u2212-]+")
UNSEEN = ("Mn", "Cf")
NUMBER = re.compile(r"[+-]?(\d+([.,]\d+)?|[.,]\d+)")
TWO_NUMBERS = re.compile(r"[+-]?\d{1,3},\d{3}")
PER_CENT = re.compile(r"\s*(%|per\s?cent)$")
MOST_DIGITS = 40


def fold(text: str) -> str:
    """Return a text without case, accents, quotes, hyphens, doubled blanks and a last full stop."""
    plain = unicodedata.normalize("NFKD", QUOTES.sub("", text)).casefold()
    parts = unicodedata.normalize("NFKD", plain)
    letters = "".join(part for part in parts if unicodedata.category(part) not in UNSEEN)
    return BLANKS.sub(" ", letters).strip(" .")


def read_number(response: object, unit: str, percentage: bool) -> Decimal | str:
    """Return the number that was typed, with its unit or without, or say why it is none."""
    typed = response.strip() if isinstance(response, str) else ""
    if not typed:
        return "Nothing is written yet: write a number, then check."
    bare = typed.replace("\u2212", "-").casefold().removesuffix(unit.casefold()).strip()
    digits = PER_CENT.sub("", bare) if percentage else bare
    shown = f"“{shorten(typed)}”"
    if len(digits) > MOST_DIGITS or not NUMBER.fullmatch(digits):
        return f"{shown} is not a number: write digits, such as 12 or 2.5."
    if TWO_NUMBERS.fullmatch(digits):
        return f"{shown} can be read as two numbers: write it without the comma."
    number = Decimal(digits.replace(",", "."))
    if percentage and not 0 <= number <= 100:
        return f"{shown} is not a percentage: write a number from 0 to 100."
    if percentage and 0 < number < 1 and digits == bare:
        return f"{shown} looks like a share of 1: write per cent, such as 40 for two fifths."
    return number


def how_to_type(unit: str, percentage: bool) -> str:
    """Say what is to be typed."""
    if percentage:
        return "Write a number from 0 to 100, in per cent."
    return f"Write a number ({unit})." if unit else "Write a number."
