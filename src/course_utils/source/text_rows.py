"""The tables coded from the text: a model for each, as the codebook defines it."""

import datetime as dt
from calendar import isleap
from collections.abc import Iterator
from typing import Annotated as A

from pydantic import Field

from course_utils.source import cells as cell
from course_utils.source.cells import Key, Role
from course_utils.source.dates import Period
from course_utils.source.row import Claimed, Coded, Row, Trouble, fit

FORECASTERS = Key("actors", also=("author", "unnamed", "nobody"))
# Characters that fit in a picture.
NAME_ROOM, SHORT_ROOM = 24, 60


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
        yield from fit("short", self.short, SHORT_ROOM)
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
        yield from fit("label", self.label, NAME_ROOM)


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
