"""What a cell may hold: the codebook's closed lists, dates, references."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, StringConstraints
from pydantic_core.core_schema import CoreSchema as Schema
from pydantic_core.core_schema import no_info_before_validator_function

from course_utils.source.dates import PARTIAL, PARTS, Period

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
# Kinds of ties are the text's own, in terms.csv; each is of one of these classes.
TieClass = Literal[
    "leads or creates", "helps", "follows a model", "status and influence", "opposes",
]
Role = Literal[
    "thesis", "recommendation", "conditional scenario", "forecast", "concession", "inference",
    "comparison", "generalisation", "evidence", "background",
]
Strength = Literal["possible", "ability", "probable", "near certain", "doubt", "consequence"]
Scorable = Literal["yes", "partly", "no"]
LinkKind = Literal["supports", "attacks"]
Move = Literal[
    "rebuts the claim", "undercuts the step", "limits its scope", "limits an earlier limit",
]
Consistency = Literal["consistent", "inconsistent", "neutral"]
SourceKind = Literal[
    "academic", "agency", "aggregator", "government", "newspaper", "party media", "reference",
    "state media", "think tank", "UN",
]
Finding = Literal["confirms", "adds", "qualifies", "contradicts", "omitted by the text"]
Confidence = Literal["high", "medium", "low"]
Resolution = Literal[
    "happened", "partly", "did not happen", "not found", "open", "void", "not scorable",
]
Happened = Literal["yes", "no", "void", "open"]
GlossaryKind = Literal[
    "method", "course", "error", "group", "person", "place", "word of the text",
]
# The lists of terms.csv: they belong to the text.
TermList = Literal["side", "topic", "place", "strand", "tie", "medium", "act", "kind", "group"]
Rendering = Literal[
    "translated", "with ellipsis", "with a bracket", "borrows a phrase", "word for word",
]
# fmt: on

SEPARATOR = ";"


@dataclass(frozen=True)
class Key:
    """Marks a column whose values must exist in another table, or in a list of ``terms``."""

    table: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """How the text of a cell looks in the file: as a regular expression, and in words.

    ``advice`` is given where a text has digits, as what a spreadsheet makes of a date has.
    """

    pattern: str
    words: str
    advice: str = ""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> Schema:
        def checked(text: object) -> object:
            if isinstance(text, str) and not re.fullmatch(self.pattern, text, re.ASCII):
                advice = self.advice * any(map(str.isdigit, text))
                raise ValueError(f"'{text:.60}' is not {self.words}{advice}")
            return text

        return no_info_before_validator_function(checked, handler(source))


def _in_calendar(text: str) -> str:
    try:
        for part in text.split("/"):  # a day without its year is held against a leap year
            Period.of(f"2000-{part}" if len(part) == len("MM-DD") else part)
    except ValueError:
        raise ValueError(f"'{text}' is a date that does not exist") from None
    return text


def tidy(cell: str, is_list: bool) -> str:
    """A cell without the blanks that typing leaves at its ends, or around the items of a list."""
    items = cell.split(SEPARATOR) if is_list else [cell]
    return SEPARATOR.join(item.strip() for item in items)


ITEM = r"[^;\s](?:[^;]*[^;\s])?"
LIST = Form(rf"{ITEM}(?:;{ITEM})*", "a list with ';' between its items and no blanks around them")
_split = BeforeValidator(
    lambda text: tuple(text.split(SEPARATOR)) if isinstance(text, str) else text
)
_exists = AfterValidator(_in_calendar)

Text = Annotated[str, StringConstraints(min_length=1)]
Anchor = Annotated[str, Form(r"\S(?:.*\S)?", "a text without blanks around it")]
Id = Annotated[
    str, Form(r"[A-Za-z0-9][A-Za-z0-9_.-]*", "an identifier: letters, digits, '-', '_' and '.'")
]
Words = Annotated[
    str,
    Form(r"[^;\s]+(?: [^;\s]+)*", "a word, or words with single blanks between them and no ';'"),
]
Paragraph = Annotated[str, Form(r"P\d+", "a paragraph: P and its number, as in P3")]
Items = Annotated[tuple[str, ...], _split, LIST]
Paragraphs = Annotated[tuple[Paragraph, ...], _split, LIST]
Renderings = Annotated[tuple[Rendering, ...], _split, LIST]
YesNo = Annotated[bool, Form("yes|no", "yes or no")]
_date = f"a date of the form {PARTS}"
AS_TEXT = "; in a spreadsheet, format the column as text, then type the date again"
Date = Annotated[str, Form(PARTIAL, _date, AS_TEXT), _exists]
DateInText = Annotated[
    str,
    Form(rf"(?:{PARTIAL}|\d{{2}}-\d{{2}})", f"a date of the form MM-DD, {PARTS}", AS_TEXT),
    _exists,
]
FullDate = Annotated[
    str, Form(r"\d{4}-\d{2}-\d{2}", "a date of the form YYYY-MM-DD", AS_TEXT), _exists
]
PartialDate = Annotated[
    str, Form(f"{PARTIAL}(?:/{PARTIAL})?", f"{_date}, or two of them with '/'", AS_TEXT), _exists
]
