"""What a row is: one model for each table of the data package, as the codebook defines it."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterator
from typing import Annotated as A
from typing import ClassVar, Literal, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

from course_utils.source.cells import (
    Anchor,
    Certainty,
    Commitment,
    Date,
    DateInText,
    FullDate,
    Id,
    Items,
    Key,
    Mode,
    Paragraph,
    Paragraphs,
    PartialDate,
    Renderings,
    Role,
    Scorable,
    Strength,
    Text,
    TieClass,
    Voice,
    Words,
    YesNo,
)
from course_utils.source.dates import Period

Trouble = tuple[str, str]
SPEAKERS = Key("actors", also=("author", "unnamed"))
FORECASTERS = Key("actors", also=("author", "unnamed", "nobody"))
READINGS = " | "  # between two second readings of one row
# The columns that second readings may change when rows are counted, with their codes.
CODES: dict[str, tuple[str, ...]] = {
    "voice": get_args(Voice),
    "certainty": get_args(Certainty),
    "role": get_args(Role),
}


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


class Row(BaseModel):
    """A record of one table; ``table`` is the file's name, ``key`` the columns that identify it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ("id",)

    def troubles(self) -> Iterator[Trouble]:
        """Yield (column, sentence) for each rule between columns that the row breaks."""
        yield from ()


class Coded(Row):
    """A passage of the article turned into a row: where it stands, who speaks, how sure."""

    id: A[Id, "identifier, unique in the table"]
    paragraph: A[Paragraphs, "paragraphs, the one with the anchor first"]
    anchor: A[Anchor, "words that find the passage, once in its first paragraph"]
    voice: A[Voice, "who speaks in this passage"]
    certainty: A[Certainty, "how sure the voice is"]
    hedge: A[Items, "epistemic words, verbatim"] = ()
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
        conditional = self.certainty == "conditional"
        if conditional and not self.condition:
            yield "condition", "is empty, but certainty is 'conditional'"
        if self.condition and not conditional:
            yield "condition", f"is given, but certainty is '{self.certainty}'"
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
    """A coded row that somebody says: the author, actors of the article, or nobody named."""

    claimed_by: A[Items, SPEAKERS, "who says so: actors, 'author' or 'unnamed'"]

    def troubles(self) -> Iterator[Trouble]:
        yield from super().troubles()
        if (self.voice == "author") != (self.claimed_by == ("author",)):
            said = ";".join(self.claimed_by)
            yield "claimed_by", f"is '{said}', but voice is '{self.voice}'"


Act = Literal[
    "declares", "calls for", "believes", "explains", "demands", "compares", "complains",
    "is silent",
]  # fmt: skip
Medium = Literal["letter", "statement", "interview", "remarks", "not given"]


class Statement(Coded):
    """One act of saying, or of keeping silent, that the article reports."""

    table: ClassVar[str] = "statements"
    order_told: A[int, Field(ge=1), "position in the text, from 1"]
    who: A[Items, Key("actors", also=("unnamed",)), "who speaks"]
    office: A[str, "the speaker's office as the article gives it, in our words"] = ""
    day_in_text: A[DateInText | None, "its day, month or year, only if the article gives it"] = None
    year: A[int | None, Field(ge=1000, le=9999), "year of that day, if the article omits it"] = None
    year_source: A[str | None, Key("sources"), "source of the year"] = None
    outside_date: A[Date | None, "day, month or year that only others give"] = None
    outside_source: A[Items, Key("sources"), "sources of that date"] = ()
    medium: A[Medium, "how it was made public"]
    audience: A[Text, "to whom, in our words, or 'not given'"]
    act: A[Act, "what the speaker does"]
    mode: A[Mode, "how the article renders it"]
    rendering: A[Renderings, "what came between the speaker's words and the quotation"] = ()
    side: A[str, Key("side"), "whose side speaks"]
    about: A[Items, Key("topic"), "what it is about, the main topic first"]
    short: A[Text, "label of the timeline, 60 characters at most"]
    content: A[Text, "what is said, in our words"]
    may_repeat: A[Items, Key("statements"), "statements it may be a report of"] = ()

    @property
    def period(self) -> Period | None:
        """When it was made as the article gives it, with the year from ``year_source``."""
        if not self.day_in_text:
            return None
        return Period.of(f"{self.year}-{self.day_in_text}" if self._no_year else self.day_in_text)

    @property
    def date(self) -> dt.date | None:
        """Its day, if that is known; a month or a year alone is no day."""
        period = self.period
        return period.first if period and period.precision == "day" else None

    @property
    def _no_year(self) -> bool:
        return self.day_in_text is not None and len(self.day_in_text) == len("MM-DD")

    def troubles(self) -> Iterator[Trouble]:
        yield from super().troubles()
        if (self.act == "is silent") != (self.mode == "silence"):
            yield "mode", f"is '{self.mode}', but act is '{self.act}'"
        if self.mode == "quotation" and not self.rendering:
            yield "rendering", "is empty, but mode is 'quotation'"
        if bool(self.outside_date) != bool(self.outside_source):
            yield "outside_source", "goes with outside_date: give both or neither"
        if self._no_year and not (self.year and self.year_source):
            needed = "are needed where the article gives a day without a year"
            yield "year", f"year and year_source {needed}"
        elif self.day_in_text == "02-29" and not isleap(self.year or 0):
            yield "day_in_text", f"'{self.year}-02-29' is a date that does not exist"


ActorKind = Literal[
    "person", "unit", "armed group", "party", "state", "institution", "alliance", "movement",
    "community", "concept",
]  # fmt: skip


class Actor(Row):
    """Everything named that speaks, acts, is acted on or is imagined."""

    table: ClassVar[str] = "actors"
    id: A[Id, "identifier"]
    name: A[Text, "name as the article spells it"]
    label: A[Text, "short name for figures, 24 characters at most: a surname, a known abbreviation"]
    aliases: A[Items, "every other spelling or name used"] = ()
    kind: A[ActorKind, "kind, in neutral words"]
    hypothetical: A[YesNo, "yes if the article only imagines it"]
    countries: A[Items, Key("place"), "countries it belongs to"] = ()
    part_of: A[str | None, Key("actors"), "the larger body, where the text or the name says so"] = (
        None
    )
    paragraph: A[Paragraphs, "paragraphs that name it, the one with the anchor first"]
    anchor: A[Anchor, "words that find it, once in its first paragraph"]
    author_words: A[str, "the author's loaded words for it, with paragraph"] = ""
    note: A[str, "what a reader may need to know"] = ""
    second_reading: A[str, "another defensible code, and why"] = ""


class Relation(Claimed):
    """One tie between two actors, or three, by one voice."""

    table: ClassVar[str] = "relations"
    from_actor: A[str, Key("actors"), "where the tie starts"]
    to_actor: A[str, Key("actors"), "where the tie ends"]
    object_actor: A[str | None, Key("actors"), "for whom, in a three-place tie"] = None
    kind: A[str, Key("tie"), "kind of tie"]
    directed: A[YesNo, "yes if the tie runs one way"]
    theatre: A[Items, Key("place"), "where the tie plays"]
    alternative_of: A[str | None, Key("relations"), "the other half of an 'and/or'"] = None
    claim_id: A[str | None, Key("claims"), "the claim that states it"] = None

    def troubles(self) -> Iterator[Trouble]:
        yield from super().troubles()
        if self.from_actor == self.to_actor:
            yield "to_actor", f"is '{self.to_actor}', the same as from_actor"


class Claim(Claimed):
    """One proposition that could be accepted or denied by itself."""

    table: ClassVar[str] = "claims"
    statement_id: A[str | None, Key("statements"), "the statement it is taken from"] = None
    role: A[Role, "its part in the argument"]
    claim: A[Text, "the proposition, in our words"]


LinkKind = Literal["supports", "attacks"]
Move = Literal[
    "rebuts the claim", "undercuts the step", "limits its scope", "limits an earlier limit",
]  # fmt: skip


class Link(Row):
    """A step of the argument: what supports or attacks a claim."""

    table: ClassVar[str] = "links"
    id: A[Id, "identifier"]
    from_claim: A[str | None, Key("claims"), "the claim that supports or attacks"] = None
    from_statement: A[str | None, Key("statements"), "the statement that supports or attacks"] = (
        None
    )
    to_claim: A[str, Key("claims"), "the claim that is supported or attacked"]
    kind: A[LinkKind, "supports or attacks"]
    move: A[Move | None, "what an attack does"] = None
    marker: A[Text, "connective of the text, or words that name the step, or 'our reading'"]
    hedge: A[Items, "epistemic words of the step, verbatim"] = ()
    paragraph: A[Paragraphs, "paragraphs of the step"]
    second_reading: A[str, "another defensible code, and why"] = ""

    def troubles(self) -> Iterator[Trouble]:
        if bool(self.from_claim) == bool(self.from_statement):
            yield "from_claim", "give exactly one of from_claim and from_statement"
        if (self.kind == "attacks") != (self.move is not None):
            yield "move", "goes with an attack: give it there and nowhere else"


class Forecast(Coded):
    """What somebody in the article says may or will happen."""

    table: ClassVar[str] = "forecasts"
    claim_id: A[str, Key("claims"), "the claim it belongs to"]
    forecaster: A[Items, FORECASTERS, "who forecasts: actors, 'author', 'unnamed' or 'nobody'"]
    event: A[Text, "the event, in our words"]
    after: A[str, "what has to happen first"] = ""
    scorable: A[Scorable, "whether an outcome could be told from the wording"]
    why: A[Text, "why so"]


class Hedge(Row):
    """One epistemic word of the article."""

    table: ClassVar[str] = "hedges"
    id: A[Id, "identifier"]
    word: A[Text, "the word, verbatim"]
    paragraph: A[Paragraph, "where it stands"]
    claim_ids: A[Items, Key("claims"), "claims it softens or strengthens"]
    strength: A[Strength, "what it does"]
    second_reading: A[str, "another defensible code, and why"] = ""


class Assumption(Row):
    """An unstated premise: interpretation, not coding."""

    table: ClassVar[str] = "assumptions"
    id: A[Id, "identifier"]
    basis: A[Text, "whose reading it is"] = "ours"
    assumption: A[Text, "the premise, in our words"]
    carries: A[Items, Key("claims"), "claims that need it"]
    question: A[Text, "what one would have to know to test it"]


class Case(Row):
    """One cell of the comparison of cases: interpretation, with the paragraph it reads."""

    table: ClassVar[str] = "cases"
    key: ClassVar[tuple[str, ...]] = ("case", "condition")
    basis: A[Text, "whose reading it is"] = "ours"
    case: A[str, Key("place"), "the case"]
    condition: A[Text, "the condition compared"]
    finding: A[Text, "what the article says, in our words, or 'not addressed'"]
    claim_ids: A[Items, Key("claims"), "claims the cell rests on"] = ()
    paragraph: A[Paragraphs, "paragraphs the cell rests on"] = ()


Consistency = Literal["consistent", "inconsistent", "neutral"]


class Hypothesis(Row):
    """How one statement sits with one explanation of the statements: interpretation."""

    table: ClassVar[str] = "hypotheses"
    key: ClassVar[tuple[str, ...]] = ("hypothesis", "statement_id")
    basis: A[Text, "whose reading it is"] = "ours"
    hypothesis: A[Text, "the explanation, in our words"]
    statement_id: A[str, Key("statements"), "the statement"]
    consistency: A[Consistency, "how the two sit together"]
    reason: A[Text, "why so"]


SourceKind = Literal[
    "academic", "agency", "aggregator", "government", "newspaper", "party media", "reference",
    "state media", "think tank", "UN",
]  # fmt: skip


class Source(Row):
    """A page outside the article, with its standing."""

    table: ClassVar[str] = "sources"
    id: A[Id, "identifier"]
    title: A[Text, "title; in square brackets where it is ours"]
    publisher: A[Text, "who published it"]
    author: A[str, "who wrote it"] = ""
    published: A[PartialDate | None, "day, month or year of publication"] = None
    url: A[Text, "address"]
    language: A[Text, "language code"]
    kind: A[SourceKind, "kind of publisher"]
    stance: A[str, "whose outlet it is"] = ""
    how_seen: A[Text, "in which form it was read"]
    seen_on: A[FullDate, "when it was read"]
    link: A[YesNo, "no: cite as text only"]


Finding = Literal["confirms", "adds", "qualifies", "contradicts", "omitted by the article"]
Confidence = Literal["high", "medium", "low"]


class Context(Row):
    """What other sources say about a point of the article."""

    table: ClassVar[str] = "context"
    id: A[Id, "identifier"]
    topic: A[Text, "what it is about"]
    paragraph: A[Paragraph, "paragraph it bears on"]
    finding: A[Text, "what the sources say"]
    relation: A[Finding, "what that does to the article's point"]
    source_ids: A[Items, Key("sources"), "the sources"] = ()
    confidence: A[Confidence, "how firm the finding is"]
    known_by: A[PartialDate | None, "date of its latest source; empty if one is undated"] = None


Resolution = Literal[
    "happened", "partly", "did not happen", "not found", "open", "void", "not scorable",
]  # fmt: skip


class Outcome(Row):
    """How a forecast turned out."""

    table: ClassVar[str] = "outcomes"
    key: ClassVar[tuple[str, ...]] = ("forecast_id",)
    forecast_id: A[str, Key("forecasts"), "the forecast"]
    resolution: A[Resolution, "how it turned out"]
    resolved_on: A[PartialDate | None, "when that could be told"] = None
    outcome: A[Text, "what happened, with what is not known"]
    source_ids: A[Items, Key("sources"), "the sources"] = ()
    confidence: A[Confidence, "how firm the resolution is"]
    learner_ledger: A[YesNo, "yes: learners forecast it too"]
    author_scored: A[YesNo, "yes: the author's own and definite enough to score"]


class Scale(Row):
    """A band of a scale of words of probability."""

    table: ClassVar[str] = "scales"
    key: ClassVar[tuple[str, ...]] = ("scale", "term")
    scale: A[Text, "the scale"]
    term: A[Text, "its word"]
    low_percent: A[int, Field(ge=0, le=100), "lower end, percent"]
    high_percent: A[int, Field(ge=0, le=100), "upper end, percent"]
    note: A[str, "rule or origin"] = ""

    def troubles(self) -> Iterator[Trouble]:
        if self.low_percent > self.high_percent:
            low, high = self.low_percent, self.high_percent
            yield "high_percent", f"is {high}, below low_percent {low}"


GlossaryKind = Literal[
    "method", "course", "error", "group", "person", "place", "word of the article",
]  # fmt: skip


class GlossaryEntry(Row):
    """A term, group or person, explained."""

    table: ClassVar[str] = "glossary"
    key: ClassVar[tuple[str, ...]] = ("term",)
    term: A[Text, "the term as the course uses it"]
    kind: A[GlossaryKind, "kind of entry"]
    other_forms: A[Items, "transliterations and other names"] = ()
    meaning: A[Text, "what it means, in our words"]
    actor_id: A[str | None, Key("actors"), "the actor it names"] = None


TermList = Literal["side", "topic", "place", "strand", "tie"]


class Term(Row):
    """A term of a list that belongs to this article, such as its sides or kinds of ties."""

    table: ClassVar[str] = "terms"
    key: ClassVar[tuple[str, ...]] = ("list", "id")
    list: A[TermList, "the list"]
    id: A[Words, "identifier, as other tables use it"]
    label: A[Text, "as figures show it"]
    meaning: A[Text, "what it covers"]
    tie_class: A[TieClass | None, "class of a kind of tie, drawn as its colour"] = None

    def troubles(self) -> Iterator[Trouble]:
        if (self.list == "tie") != (self.tie_class is not None):
            yield "tie_class", "goes with a term of list 'tie': give it there and nowhere else"


TABLES: tuple[type[Row], ...] = (
    Statement, Actor, Relation, Claim, Link, Forecast, Hedge, Assumption, Case, Hypothesis,
    Context, Outcome, Source, Scale, GlossaryEntry, Term,
)  # fmt: skip
