"""The tables beside the text: our interpretation, outside sources, outcomes, and lists of terms."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated as A
from typing import Self

from pydantic import Field

from course_utils.source import cells as cell
from course_utils.source.cells import Certainty, Key, Voice
from course_utils.source.row import Row, Trouble, fit

TERM_ROOM = 32  # characters that fit in a picture
PICTURED = ("side", "place", "group", "tie")  # the lists that pictures show


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
            yield from fit("label", self.label, TERM_ROOM)
