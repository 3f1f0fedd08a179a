"""What a cell may hold: the codebook's closed lists that other rooms know, dates, references."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

# fmt: off
# Closed lists are read side by side: a line holds several of their short words.
Voice = Literal[
    "author", "official quoted", "official paraphrased", "party of itself", "party of another",
]
Certainty = Literal[
    "asserted", "concluded", "taken for granted", "future", "hedged", "conditional",
    "not established", "asks or aims",
]
# Whose word and how sure, in one: the further down, the less the author answers for it.
Commitment = Literal[
    "the author says it", "the author, with a reservation", "left open", "a party says it",
    "asks or aims",
]
Mode = Literal["quotation", "paraphrase", "collective summary", "silence"]
# Kinds of ties are the article's own, in terms.csv; each is of one of these classes.
TieClass = Literal[
    "leads or creates", "helps", "follows a model", "status and influence", "opposes",
]
Role = Literal[
    "thesis", "recommendation", "conditional scenario", "forecast", "concession", "inference",
    "comparison", "generalisation", "evidence", "background",
]
Strength = Literal["possible", "ability", "probable", "near certain", "doubt", "consequence"]
Scorable = Literal["yes", "partly", "no"]
Rendering = Literal["translated", "with ellipsis", "with a bracket", "borrows a phrase"]
# fmt: on

SEPARATOR = ";"
FULL_DATE = r"\d{4}-\d{2}-\d{2}"
PARTIAL = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
DATE_IN_TEXT = rf"(?:{PARTIAL}|\d{{2}}-\d{{2}})"
PARTIAL_DATE = rf"{PARTIAL}(?:/{PARTIAL})?"
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
PARAGRAPH_PATTERN = r"^P\d+$"
WORDS_PATTERN = r"^[^;\s]+(?: [^;\s]+)*$"
LIST_PATTERN = r"[^;\s](?:[^;]*[^;\s])?(?:;[^;\s](?:[^;]*[^;\s])?)*"


@dataclass(frozen=True)
class Key:
    """Marks a column whose values must exist in another table, or in a list of ``terms``."""

    table: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """Marks how the text of a cell looks in the file, as a regular expression."""

    pattern: str


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch(LIST_PATTERN, value):
        return tuple(value.split(SEPARATOR))
    raise ValueError(
        f"'{value}' is not a list with ';' between its items and no blanks around them"
    )


def _yes_no(value: object) -> bool:
    if value in ("yes", "no"):
        return value == "yes"
    raise ValueError(f"'{value}' is neither yes nor no")


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("starts or ends with a blank")
    return text


def _dated(pattern: str, shape: str) -> Callable[[object], str]:
    """A check that a text has this shape, and that each date in it exists."""

    def checked(text: object) -> str:
        if not (isinstance(text, str) and re.fullmatch(pattern, text, re.ASCII)):
            raise ValueError(f"'{text}' is not a date of the form {shape}")
        for part in text.split("/"):
            # A day without its year is held against a leap year; a missing part is the first.
            numbers = f"2000-{part}" if len(part) == len("MM-DD") else part
            try:
                dt.date(*[*map(int, numbers.split("-")), 1, 1][:3])
            except ValueError:
                raise ValueError(f"'{text}' is a date that does not exist") from None
        return text

    return checked


SHAPE = "YYYY, YYYY-MM or YYYY-MM-DD"

Text = Annotated[str, StringConstraints(min_length=1)]
Anchor = Annotated[Text, AfterValidator(_trimmed)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Words = Annotated[str, StringConstraints(pattern=WORDS_PATTERN)]
Paragraph = Annotated[str, StringConstraints(pattern=PARAGRAPH_PATTERN)]
Items = Annotated[tuple[str, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
Paragraphs = Annotated[tuple[Paragraph, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
Renderings = Annotated[tuple[Rendering, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
DateInText = Annotated[
    str, BeforeValidator(_dated(DATE_IN_TEXT, f"MM-DD, {SHAPE}")), Form(DATE_IN_TEXT)
]
Date = Annotated[str, BeforeValidator(_dated(PARTIAL, SHAPE)), Form(PARTIAL)]
FullDate = Annotated[str, BeforeValidator(_dated(FULL_DATE, "YYYY-MM-DD")), Form(FULL_DATE)]
PartialDate = Annotated[
    str,
    BeforeValidator(_dated(PARTIAL_DATE, f"{SHAPE}, or two of them with '/'")),
    Form(PARTIAL_DATE),
]
