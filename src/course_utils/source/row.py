"""What every row is: a record of one table; where it is coded, whose word it is and how sure."""

from collections.abc import Iterator, Mapping
from typing import Annotated as A
from typing import ClassVar, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict

from course_utils.source import cells as cell
from course_utils.source.cells import Certainty, Commitment, Key, Role, Voice

Trouble = tuple[str, str]
SPEAKERS = Key("actors", also=("author", "unnamed"))
READINGS = " | "  # between two second readings of one row
# The columns that second readings may change when rows are counted, with their codes.
CODES = {"voice": get_args(Voice), "certainty": get_args(Certainty), "role": get_args(Role)}


class Reading(NamedTuple):
    """Another defensible code of one column of a row, and why."""

    column: str
    code: str
    why: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Read ``column: code - why``; ``why`` is empty where the form is another."""
        column, _, rest = text.partition(": ")
        code, _, why = rest.partition(" - ")
        return cls(column.strip(), code.strip(), why.strip())


def fit(column: str, text: str, room: int) -> Iterator[Trouble]:
    """Yield a trouble if the text has more characters than a picture has room for."""
    if len(text) > room:
        yield column, f"has {len(text)} characters; {room} fit in a picture"


class Row(BaseModel):
    """A record of one table; ``table`` is the file's name, ``key`` the columns that identify it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls, table: str = "", key: tuple[str, ...] = ("id",)) -> None:
        super().__init_subclass__()
        cls.table, cls.key = table, key

    def troubles(self) -> Iterator[Trouble]:
        """Yield (column, sentence) for each rule between columns that the row breaks."""
        yield from ()

    @classmethod
    def clashes(cls, rows: Mapping[int, Self]) -> Iterator[tuple[int, str, str]]:
        """Yield (row number, column, sentence) for each rule between rows that one breaks."""
        yield from ()


class Coded(Row):
    """A passage of the text turned into a row: where it stands, who speaks, how sure."""

    id: A[cell.Id, "identifier, unique in the table"]
    paragraph: A[cell.Paragraphs, "paragraphs, the one with the anchor first"]
    anchor: A[cell.Anchor, "words of the first paragraph, once in the text"]
    voice: A[Voice, "who speaks in this passage"]
    certainty: A[Certainty, "how sure the voice is"]
    hedge: A[cell.Items, "epistemic words, verbatim"] = ()
    condition: A[str, "what a conditional row depends on"] = ""
    second_reading: A[str, "other defensible codes, 'column: code - why', ' | ' between"] = ""

    @property
    def commitment(self) -> Commitment:
        """Whose word it is and how sure, in one: the first rule that fits.

        After committed and non-committed belief (Diab and others 2009) and after whose belief it is
        (Saurí and Pustejovsky, *FactBank*, 2009).
        """
        if self.certainty == "asks or aims":
            return "asks or aims"
        if self.voice != "author":
            return "a party says it"
        if self.certainty == "not established":
            return "left open"
        if self.certainty in ("hedged", "conditional"):
            return "the author, with a reservation"
        return "the author says it"

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The second readings of the row, one by one."""
        return tuple(Reading.of(text) for text in self.second_reading.split(READINGS) if text)

    @property
    def commitments(self) -> frozenset[Commitment]:
        """The commitment of the row as it is coded, and as each second reading has it."""
        others = (self.read_as(reading).commitment for reading in self.readings)
        return frozenset((self.commitment, *others))

    def read_as(self, reading: Reading) -> Self:
        """The row as a second reading codes it, if that concerns who speaks or how sure."""
        coded = reading.column in CODES and reading.column in type(self).model_fields
        return self.model_copy(update={reading.column: reading.code}) if coded else self

    def troubles(self) -> Iterator[Trouble]:
        if (self.certainty == "conditional") != bool(self.condition):
            found = "given" if self.condition else "empty"
            yield "condition", f"is {found}, but certainty is '{self.certainty}'"
        if self.certainty == "hedged" and not self.hedge:
            yield "hedge", "is empty, but certainty is 'hedged'"
        if self.certainty == "asserted" and self.hedge:
            yield "hedge", f"is '{';'.join(self.hedge)}', but certainty is 'asserted'"
        for reading in self.readings:
            if not reading.why:
                yield "second_reading", "is not of the form 'column: code - why'"
            elif reading.column not in type(self).model_fields:
                yield "second_reading", f"'{reading.column}' is not a column of the table"
            elif reading.code not in CODES.get(reading.column, (reading.code,)):
                known = ", ".join(CODES[reading.column])
                yield "second_reading", f"'{reading.code}' is not one of {known}"


class Claimed(Coded):
    """A coded row that somebody says: the author, actors of the text, or nobody named."""

    claimed_by: A[cell.Items, SPEAKERS, "who says so: actors, 'author' or 'unnamed'"]

    def troubles(self) -> Iterator[Trouble]:
        yield from super().troubles()
        if (self.voice == "author") != (self.claimed_by == ("author",)):
            said = ";".join(self.claimed_by)
            yield "claimed_by", f"is '{said}', but voice is '{self.voice}'"
