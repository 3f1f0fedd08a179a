"""What a row is: one model for each table of the data package, as the codebook defines it."""

import datetime as dt
from calendar import isleap
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated as A
from typing import ClassVar, NamedTuple, Self, get_args

from pydantic import BaseModel, ConfigDict, Field

from course_utils.source import cells as cell
from course_utils.source.cells import Certainty, Commitment, Key, Role, Voice
from course_utils.source.dates import Period

Trouble = tuple[str, str]
SPEAKERS = Key("actors", also=("author", "unnamed"))
FORECASTERS = Key("actors", also=("author", "unnamed", "nobody"))
# Characters that fit in a picture; of terms, in those lists that pictures show.
NAME_ROOM, SHORT_ROOM, TERM_ROOM = 24, 60, 32
PICTURED = ("side", "place", "group", "tie")
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


def _fit(column: str, text: str, room: int) -> Iterator[Trouble]:
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


class Statement(Coded, table="statements"):
    """One act of saying, or of keeping silent, that the text reports."""

    order_told: A[int, Field(ge=1), "position in the text, from 1"]
    who: A[cell.Items, Key("actors", also=("unnamed",)), "who speaks"]
    office: A[str, "the speaker's office as the text gives it, in our words"] = ""
    day_in_text: A[cell.DateInText | None, "day, month or year if the text gives it"] = None
    year: A[int | None, Field(ge=1000, le=9999), "year of that day, if the text omits it"] = None
    year_source: A[str | None, Key("sources"), "source of the year"] = None
    outside_date: A[cell.Date | None, "day, month or year that only others give"] = None
    outside_source: A[cell.Items, Key("sources"), "sources of that date"] = ()
    medium: A[str, Key("medium", also=("not given",)), "how it was made public"]
    audience: A[cell.Text, "to whom, in our words, or 'not given'"]
    act: A[str, Key("act", also=("is silent",)), "what the speaker does"]
    mode: A[cell.Mode, "how the text renders it"]
    rendering: A[cell.Renderings, "what came between the speaker's words and the quotation"] = ()
    side: A[str, Key("side"), "whose side speaks"]
    about: A[cell.Items, Key("topic"), "what it is about, the main topic first"]
    short: A[cell.Text, "label of the timeline, 60 characters at most"]
    content: A[cell.Text, "what is said, in our words"]
    may_repeat: A[cell.Items, Key("statements"), "statements it may be a report of"] = ()

    @property
    def period(self) -> Period | None:
        """When it was made as the text gives it, with the year from ``year_source``."""
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
        yield from _fit("short", self.short, SHORT_ROOM)
        if (self.act == "is silent") != (self.mode == "silence"):
            yield "mode", f"is '{self.mode}', but act is '{self.act}'"
        if self.mode == "quotation" and not self.rendering:
            yield "rendering", "is empty, but mode is 'quotation'"
        if bool(self.outside_date) != bool(self.outside_source):
            yield "outside_source", "goes with outside_date: give both or neither"
        if self._no_year and not (self.year and self.year_source):
            needed = "are needed where the text gives a day without a year"
            yield "year", f"year and year_source {needed}"
        elif self.day_in_text == "02-29" and not isleap(self.year or 0):
            yield "day_in_text", f"'{self.year}-02-29' is a date that does not exist"


class Actor(Row, table="actors"):
    """Everything named that speaks, acts, is acted on or is imagined."""

    id: A[cell.Id, "identifier"]
    name: A[cell.Text, "name as the text spells it"]
    label: A[cell.Text, "name in figures, 24 characters at most: a surname, a known abbreviation"]
    aliases: A[cell.Items, "every other spelling or name used"] = ()
    kind: A[str, Key("kind", also=("state", "community")), "kind, in neutral words"]
    hypothetical: A[cell.YesNo, "yes if the text only imagines it"]
    countries: A[cell.Items, Key("place"), "countries it belongs to"] = ()
    group: A[str | None, Key("group"), "heading in the network, instead of its country"] = None
    part_of: A[str | None, Key("actors"), "larger body, where text or name says so"] = None
    paragraph: A[cell.Paragraphs, "paragraphs that name it, the one with the anchor first"]
    anchor: A[cell.Anchor, "words of the first paragraph, once in the text"]
    author_words: A[str, "the author's loaded words for it, with paragraph"] = ""
    note: A[str, "what a reader may need to know"] = ""
    second_reading: A[str, "another defensible code, and why"] = ""

    def troubles(self) -> Iterator[Trouble]:
        yield from _fit("label", self.label, NAME_ROOM)


class Relation(Claimed, table="relations"):
    """One tie between two actors, or three, by one voice."""

    from_actor: A[str, Key("actors"), "where the tie starts"]
    to_actor: A[str, Key("actors"), "where the tie ends"]
    object_actor: A[str | None, Key("actors"), "for whom, in a three-place tie"] = None
    kind: A[str, Key("tie"), "kind of tie"]
    directed: A[cell.YesNo, "yes if the tie runs one way"]
    theatre: A[cell.Items, Key("place"), "where the tie plays"]
    alternative_of: A[str | None, Key("relations"), "the other half of an 'and/or'"] = None
    claim_id: A[str | None, Key("claims"), "the claim that states it"] = None

    def troubles(self) -> Iterator[Trouble]:
        yield from super().troubles()
        if self.from_actor == self.to_actor:
            yield "to_actor", f"is '{self.to_actor}', the same as from_actor"


class Claim(Claimed, table="claims"):
    """One proposition that could be accepted or denied by itself."""

    statement_id: A[str | None, Key("statements"), "the statement it is taken from"] = None
    role: A[Role, "its part in the argument"]
    claim: A[cell.Text, "the proposition, in our words"]


class Link(Row, table="links"):
    """A step of the argument: what supports or attacks a claim."""

    id: A[cell.Id, "identifier"]
    from_claim: A[str | None, Key("claims"), "the claim that supports or attacks"] = None
    from_statement: A[str | None, Key("statements"), "or the statement that does so"] = None
    to_claim: A[str, Key("claims"), "the claim that is supported or attacked"]
    kind: A[cell.LinkKind, "supports or attacks"]
    move: A[cell.Move | None, "what an attack does"] = None
    marker: A[cell.Text, "connective of the text, or words that name the step, or 'our reading'"]
    hedge: A[cell.Items, "epistemic words of the step, verbatim"] = ()
    paragraph: A[cell.Paragraphs, "paragraphs of the step"]
    second_reading: A[str, "another defensible code, and why"] = ""

    def troubles(self) -> Iterator[Trouble]:
        if bool(self.from_claim) == bool(self.from_statement):
            yield "from_claim", "give exactly one of from_claim and from_statement"
        if (self.kind == "attacks") != (self.move is not None):
            yield "move", "goes with an attack: give it there and nowhere else"


class Forecast(Coded, table="forecasts"):
    """What somebody in the text says may or will happen."""

    claim_id: A[str, Key("claims"), "the claim it belongs to"]
    forecaster: A[cell.Items, FORECASTERS, "who forecasts: actors, 'author', 'unnamed' or 'nobody'"]
    event: A[cell.Text, "the event, in our words"]
    after: A[str, "what has to happen first"] = ""
    scorable: A[cell.Scorable, "whether an outcome could be told from the wording"]
    why: A[cell.Text, "why so"]


class Hedge(Row, table="hedges"):
    """One epistemic word of the text."""

    id: A[cell.Id, "identifier"]
    word: A[cell.Text, "the word, verbatim"]
    paragraph: A[cell.Paragraph, "where it stands"]
    claim_ids: A[cell.Items, Key("claims"), "claims it softens or strengthens"]
    strength: A[cell.Strength, "what it does"]
    second_reading: A[str, "another defensible code, and why"] = ""


class Assumption(Row, table="assumptions"):
    """An unstated premise: interpretation, not coding."""

    id: A[cell.Id, "identifier"]
    basis: A[cell.Text, "whose reading it is"] = "ours"
    assumption: A[cell.Text, "the premise, in our words"]
    carries: A[cell.Items, Key("claims"), "claims that need it"]
    question: A[cell.Text, "what one would have to know to test it"]


class Case(Row, table="cases", key=("case", "condition")):
    """One cell of the comparison of cases: interpretation, with the paragraph it reads."""

    basis: A[cell.Text, "whose reading it is"] = "ours"
    case: A[str, Key("place"), "the case"]
    condition: A[cell.Text, "the condition compared"]
    finding: A[cell.Text, "what the text says, in our words, or 'not addressed'"]
    claim_ids: A[cell.Items, Key("claims"), "claims the cell rests on"] = ()
    paragraph: A[cell.Paragraphs, "paragraphs the cell rests on"] = ()


class Hypothesis(Row, table="hypotheses", key=("hypothesis", "statement_id")):
    """How one statement sits with one explanation of the statements: interpretation."""

    basis: A[cell.Text, "whose reading it is"] = "ours"
    hypothesis: A[cell.Text, "the explanation, in our words"]
    statement_id: A[str, Key("statements"), "the statement"]
    consistency: A[cell.Consistency, "how the two sit together"]
    reason: A[cell.Text, "why so"]


class Exercise(Row, table="exercises", key=("claim_id",)):
    """A claim that learners code, and the coding that stands there for them to mend, if any."""

    paragraph: A[cell.Paragraph, "the passage it is coded in"]
    claim_id: A[str, Key("claims"), "the claim"]
    voice: A[Voice | None, "the voice that stands there at first; empty: none"] = None
    certainty: A[Certainty | None, "the certainty that stands there at first"] = None
    hedge: A[str, "the word that stands there at first"] = ""
    note: A[str, "what is said when our coding is shown"] = ""

    def troubles(self) -> Iterator[Trouble]:
        if bool(self.voice) != bool(self.certainty):
            yield "certainty", "goes with voice: give both or neither"
        if self.hedge and not self.voice:
            yield "hedge", "goes with voice and certainty, and these are empty"


class Source(Row, table="sources"):
    """A page outside the text, with its standing."""

    id: A[cell.Id, "identifier"]
    title: A[cell.Text, "title; in square brackets where it is ours"]
    publisher: A[cell.Text, "who published it"]
    author: A[str, "who wrote it"] = ""
    published: A[cell.PartialDate | None, "day, month or year of publication"] = None
    url: A[cell.Text, "address"]
    language: A[cell.Text, "language code"]
    kind: A[cell.SourceKind, "kind of publisher"]
    stance: A[str, "whose outlet it is"] = ""
    how_seen: A[cell.Text, "in which form it was read"]
    seen_on: A[cell.FullDate, "when it was read"]
    link: A[cell.YesNo, "no: cite as text only"]


class Context(Row, table="context"):
    """What other sources say about a point of the text."""

    id: A[cell.Id, "identifier"]
    topic: A[cell.Text, "what it is about"]
    paragraph: A[cell.Paragraph, "paragraph it bears on"]
    finding: A[cell.Text, "what the sources say"]
    relation: A[cell.Finding, "what that does to the text's point"]
    source_ids: A[cell.Items, Key("sources"), "the sources"] = ()
    confidence: A[cell.Confidence, "how firm the finding is"]
    known_by: A[cell.PartialDate | None, "date of its latest source, if all are dated"] = None


class Outcome(Row, table="outcomes", key=("forecast_id",)):
    """How a forecast turned out."""

    forecast_id: A[str, Key("forecasts"), "the forecast"]
    resolution: A[cell.Resolution, "how it turned out"]
    resolved_on: A[cell.PartialDate | None, "when that could be told"] = None
    outcome: A[cell.Text, "what happened, with what is not known"]
    source_ids: A[cell.Items, Key("sources"), "the sources"] = ()
    confidence: A[cell.Confidence, "how firm the resolution is"]
    learner_ledger: A[cell.YesNo, "yes: learners forecast it too"]
    author_scored: A[cell.YesNo, "yes: the author's own and definite enough to score"]


class LedgerEvent(Row, table="ledger"):
    """What learners give a probability to: an event with a deadline, and how it came out."""

    id: A[cell.Id, "identifier"]
    question: A[cell.Text, "the event as a question, which yes or no answers"]
    as_of: A[cell.FullDate, "the day on which it is asked: nothing later is known"]
    deadline: A[cell.FullDate, "the last day on which it may happen"]
    judge: A[cell.Text, "who or what decides whether it happened"]
    paragraph: A[cell.Paragraph, "paragraph that it comes from"]
    happened: A[cell.Happened, "whether it happened in time; void: that cannot be told"]
    outcome: A[cell.Text, "what happened, with what is not known"]
    resolved_on: A[cell.PartialDate | None, "when that could be told"] = None
    source_ids: A[cell.Items, Key("sources"), "the sources of the outcome"] = ()
    confidence: A[cell.Confidence, "how firm the outcome is"]
    note: A[str, "what to say beside it"] = ""

    def undecided(self) -> Self:
        """The event as it is before anybody can know the outcome."""
        left: dict[str, object] = {"happened": "open", "outcome": "not known yet"}
        left |= {"confidence": "low", "resolved_on": None, "source_ids": (), "note": ""}
        return self.model_copy(update=left)

    def troubles(self) -> Iterator[Trouble]:
        if self.deadline <= self.as_of:
            yield "deadline", f"is {self.deadline}, not after as_of {self.as_of}"
        if self.happened != "open" and not self.source_ids:
            yield "source_ids", "is empty, but an outcome needs a source"
        if self.happened == "yes":
            if not self.resolved_on:
                yield "resolved_on", "is empty, but happened is 'yes'"
            elif not self.as_of < self.resolved_on[: len(self.as_of)] <= self.deadline:
                yield "resolved_on", f"is {self.resolved_on}, but happened is 'yes', in time"


class Scale(Row, table="scales", key=("scale", "term")):
    """A band of a scale of words of probability."""

    scale: A[cell.Text, "the scale"]
    term: A[cell.Text, "its word"]
    low_percent: A[int, Field(ge=0, le=100), "lower end, percent"]
    high_percent: A[int, Field(ge=0, le=100), "upper end, percent"]
    high_included: A[cell.YesNo, "no if the upper end itself is outside the band"]
    note: A[str, "rule or origin"] = ""

    def troubles(self) -> Iterator[Trouble]:
        if self.low_percent > self.high_percent:
            low, high = self.low_percent, self.high_percent
            yield "high_percent", f"is {high}, below low_percent {low}"

    @classmethod
    def clashes(cls, rows: Mapping[int, Self]) -> Iterator[tuple[int, str, str]]:
        """Bands of one scale may share an end, as in ICD 203, and nothing more."""
        ordered = sorted(rows.items(), key=lambda each: (each[1].scale, each[1].low_percent))
        for (_, band), (number, next_one) in pairwise(ordered):
            if band.scale == next_one.scale and next_one.low_percent < band.high_percent:
                ends = f"{band.low_percent} to {band.high_percent}"
                yield number, "low_percent", f"overlaps '{band.term}', which is {ends}"


class GlossaryEntry(Row, table="glossary", key=("term",)):
    """A term, group or person, explained."""

    term: A[cell.Text, "the term as the course uses it"]
    kind: A[cell.GlossaryKind, "kind of entry"]
    other_forms: A[cell.Items, "transliterations and other names"] = ()
    meaning: A[cell.Text, "what it means, in our words"]
    actor_id: A[str | None, Key("actors"), "the actor it names"] = None


class Term(Row, table="terms", key=("list", "id")):
    """A term of a list that belongs to this article, such as its sides or kinds of ties."""

    list: A[cell.TermList, "the list"]
    id: A[cell.Words, "identifier, as other tables use it"]
    label: A[cell.Text, "as pages show it; in lists that pictures show, 32 characters at most"]
    meaning: A[cell.Text, "what it covers"]
    tie_class: A[cell.TieClass | None, "class of a kind of tie, drawn as its colour"] = None

    def troubles(self) -> Iterator[Trouble]:
        if (self.list == "tie") != (self.tie_class is not None):
            yield "tie_class", "goes with a term of list 'tie': give it there and nowhere else"
        if self.list in PICTURED:
            yield from _fit("label", self.label, TERM_ROOM)


TABLES: tuple[type[Row], ...] = (
    Statement, Actor, Relation, Claim, Link, Forecast, Hedge, Assumption, Case, Hypothesis,
    Context, Outcome, Source, LedgerEvent, Scale, GlossaryEntry, Term,
    Exercise,
)  # fmt: skip
