"""What a cell may hold: the closed lists of the codebook, dates, lists, references."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

Voice = Literal[
    "author",
    "official quoted",
    "official paraphrased",
    "party of itself",
    "party of another",
]
Certainty = Literal[
    "asserted",
    "concluded",
    "taken for granted",
    "future",
    "hedged",
    "conditional",
    "not established",
    "asks or aims",
]
# Whose word and how sure, in one: the further down, the less the author answers for it.
Commitment = Literal[
    "the author says it",
    "the author, with a reservation",
    "left open",
    "a party says it",
    "asks or aims",
]
Act = Literal[
    "declares",
    "calls for",
    "believes",
    "explains",
    "demands",
    "compares",
    "complains",
    "is silent",
]
Mode = Literal["quotation", "paraphrase", "collective summary", "silence"]
Medium = Literal["letter", "statement", "interview", "remarks", "not given"]
ActorKind = Literal[
    "person",
    "unit",
    "armed group",
    "party",
    "state",
    "institution",
    "alliance",
    "movement",
    "community",
    "concept",
]
# Kinds of ties are the article's own, in terms.csv; each is of one of these classes.
TieClass = Literal[
    "leads or creates",
    "helps",
    "follows a model",
    "status and influence",
    "opposes",
]
Role = Literal[
    "thesis",
    "recommendation",
    "conditional scenario",
    "forecast",
    "concession",
    "inference",
    "comparison",
    "generalisation",
    "evidence",
    "background",
]
LinkKind = Literal["supports", "attacks"]
Move = Literal[
    "rebuts the claim", "undercuts the step", "limits its scope", "limits an earlier limit"
]
Rendering = Literal["translated", "with ellipsis", "with a bracket", "borrows a phrase"]
Strength = Literal["possible", "ability", "probable", "near certain", "doubt", "consequence"]
Scorable = Literal["yes", "partly", "no"]
Consistency = Literal["consistent", "inconsistent", "neutral"]
TermList = Literal["side", "topic", "place", "strand", "tie"]
GlossaryKind = Literal[
    "method", "course", "error", "group", "person", "place", "word of the article"
]
Finding = Literal["confirms", "adds", "qualifies", "contradicts", "omitted by the article"]
Resolution = Literal[
    "happened", "partly", "did not happen", "not found", "open", "void", "not scorable"
]
Confidence = Literal["high", "medium", "low"]
SourceKind = Literal[
    "academic",
    "agency",
    "aggregator",
    "government",
    "newspaper",
    "party media",
    "reference",
    "state media",
    "think tank",
    "UN",
]

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


def _yes_no(value: object) -> object:
    if value in ("yes", "no"):
        return value == "yes"
    raise ValueError(f"'{value}' is neither yes nor no")


def _in_calendar(text: str) -> str:
    """Check that each date in ``text`` exists; a missing part counts as the first."""
    for part in text.split("/"):
        numbers = [int(number) for number in part.split("-")]
        if len(part) == len("MM-DD"):
            numbers.insert(
                0, 2000
            )  # a leap year: whether 29 February exists is known with the year
        try:
            dt.date(*[*numbers, 1, 1][:3])
        except ValueError:
            raise ValueError(f"'{text}' is a date that does not exist") from None
    return text


def _date_in_text(text: object) -> object:
    return _checked(text, DATE_IN_TEXT, "MM-DD, YYYY, YYYY-MM or YYYY-MM-DD")


def _date(text: object) -> object:
    return _checked(text, PARTIAL, "YYYY, YYYY-MM or YYYY-MM-DD")


def _full_date(text: object) -> object:
    return _checked(text, FULL_DATE, "YYYY-MM-DD")


def _partial_date(text: object) -> object:
    return _checked(text, PARTIAL_DATE, "YYYY, YYYY-MM or YYYY-MM-DD, or two of them with '/'")


def _checked(text: object, pattern: str, shape: str) -> object:
    if isinstance(text, str) and re.fullmatch(pattern, text, re.ASCII):
        return _in_calendar(text)
    raise ValueError(f"'{text}' is not a date of the form {shape}")


Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Words = Annotated[str, StringConstraints(pattern=WORDS_PATTERN)]
Paragraph = Annotated[str, StringConstraints(pattern=PARAGRAPH_PATTERN)]
Items = Annotated[tuple[str, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
Paragraphs = Annotated[tuple[Paragraph, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
Renderings = Annotated[tuple[Rendering, ...], BeforeValidator(_split), Form(LIST_PATTERN)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
DateInText = Annotated[str, BeforeValidator(_date_in_text), Form(DATE_IN_TEXT)]
Date = Annotated[str, BeforeValidator(_date), Form(PARTIAL)]
FullDate = Annotated[str, BeforeValidator(_full_date), Form(FULL_DATE)]
PartialDate = Annotated[str, BeforeValidator(_partial_date), Form(PARTIAL_DATE)]


def _trimmed(text: str) -> str:
    if text != text.strip():
        raise ValueError("starts or ends with a blank")
    return text


Anchor = Annotated[Text, AfterValidator(_trimmed)]
