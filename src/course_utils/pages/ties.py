"""The ties as a page: a theatre a row, a commitment a column, each opens to sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from course_utils.course import Course
from course_utils.pages.outline import MARKS
from course_utils.pages.render import Page, render
from course_utils.reading.article import passage
from course_utils.reading.network_words import believed, resting
from course_utils.reading.voices import whose_word
from course_utils.source.cells import Commitment
from course_utils.source.rows import Actor, Relation, Term
from course_utils.words import count, known, listing

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class TieLine:
    """One tie as a sentence of its parts; names carry the home that differs from the theatre."""

    source: str
    kind: str
    target: str
    details: Sequence[str]
    commitment: Commitment
    basis: Sequence[str]
    paragraph: str
    passage: str

    @property
    def sentence(self) -> str:
        """The tie in words, without its basis."""
        details = f", {', '.join(self.details)}" if self.details else ""
        return f"{self.source} {self.kind} {self.target}{details}"


@dataclass(frozen=True)
class TheatreRow:
    """The ties that play in one place: their counts, sentences, and who is at home elsewhere."""

    name: str
    lines: Sequence[TieLine]
    elsewhere: str

    @property
    def counts(self) -> Counter[Commitment]:
        """How many ties are of each commitment."""
        return Counter(line.commitment for line in self.lines)

    @property
    def total(self) -> int:
        """How many ties say what is so."""
        return believed(self.counts)

    @property
    def size(self) -> str:
        """How many ties there are to read."""
        return count(len(self.lines), "tie")


def show_ties(
    course: Course, theatres: str | Iterable[str] | None = None, passages: bool = False
) -> Page:
    """Show every tie as a sentence, by the theatre where it plays and by whose word it is.

    A tie of several theatres stands in each and says so; a country in brackets is an actor's home,
    where that is not the theatre.  What is asked or aimed at is no belief and is not in the total.

    theatres: identifiers of places; without them all where a tie plays, the one with most first.
    passages: add each tie's passage from the reader's copy of the article.  They are then stored
        with the notebook; the explorer shows them without storing them.

    Raises ``ValueError`` for an unknown theatre.
    """
    rows = list(_rows(course, theatres, passages))
    title = _finding(rows)
    body = render(
        "ties.html", title=title, rows=rows, commitments=get_args(Commitment), marks=MARKS
    )
    number = len({row.id for row in course.rows(Relation)})
    alt = f"{count(number, 'tie')} in {count(len(rows), 'theatre')}: {title}."
    return Page(title, alt, _table(rows), body)


def _rows(
    course: Course, theatres: str | Iterable[str] | None, passages: bool
) -> Iterator[TheatreRow]:
    places = {term.id: term for term in course.terms_of("place")}
    played = {place: list(_playing(course, place)) for place in places}
    order = sorted(played, key=lambda place: (-len(played[place]), places[place].label))
    wanted = order if theatres is None else known(theatres, places, "theatre")
    for place in wanted:
        if played[place]:
            yield _row(course, places[place], played[place], passages)


def _playing(course: Course, place: str) -> Iterator[Relation]:
    return (row for row in course.rows(Relation) if place in row.theatre)


def _row(course: Course, place: Term, found: Sequence[Relation], passages: bool) -> TheatreRow:
    order = get_args(Commitment)
    inside = sorted(found, key=lambda row: order.index(row.commitment))
    away = _away(course, place.id)
    homes: dict[str, list[str]] = {}
    for actor in dict.fromkeys(end for row in inside for end in (row.from_actor, row.to_actor)):
        if actor in away:
            homes.setdefault(away[actor], []).append(course.label_of(actor))
    elsewhere = [at if [at] == names else f"{listing(names)} ({at})" for at, names in homes.items()]
    lines = [tie_line(course, row, place.id, passages) for row in inside]
    return TheatreRow(place.label, lines, "; ".join(elsewhere))


def _away(course: Course, theatre: str) -> dict[str, str]:
    """The country of each actor that has another one, where the theatre is a country at all."""
    actors = course.rows(Actor)
    if not any(theatre in actor.countries for actor in actors):
        return {}
    single = (actor for actor in actors if len(actor.countries) == 1)
    return {
        actor.id: course.label("place", actor.countries[0])
        for actor in single
        if actor.countries[0] != theatre
    }


def tie_line(
    course: Course, row: Relation, theatre: str | None = None, passages: bool = True
) -> TieLine:
    """A tie as a sentence; with a theatre, it says who is at home elsewhere, and which others."""
    terms = {term.id: term for term in course.terms_of("place")}
    away = _away(course, theatre) if theatre else {}
    source, target = (
        _with_home(course.label_of(end), away.get(end, ""))
        for end in (row.from_actor, row.to_actor)
    )
    others = [terms[place].label for place in row.theatre if theatre and place != theatre]
    details = [f"for {course.label_of(row.object_actor)}"] if row.object_actor else []
    details += [] if row.directed else ["both ways"]
    details += [f"also in {listing(others)}"] if others else []
    return TieLine(
        source,
        course.label("tie", row.kind),
        target,
        details,
        row.commitment,
        list(_basis(course, row)),
        ", ".join(row.paragraph),
        passage(course, row.id) if passages else "",
    )


def _with_home(name: str, at: str) -> str:
    return f"{name} ({at})" if at not in ("", name) else name


def _basis(course: Course, row: Relation) -> Iterator[str]:
    """Whose word it is and how sure, in words, with the word that hedges and the condition."""
    yield whose_word(course, row)
    if row.hedge:
        yield listing([f"“{word}”" for word in row.hedge])
    if row.certainty in ("concluded", "taken for granted"):
        yield row.certainty
    if row.condition:
        yield f"if {row.condition}"


def _finding(rows: Sequence[TheatreRow]) -> str:
    """On whose word most ties of each theatre rest."""
    counted: Mapping[str, Counter[Commitment]] = {row.name: row.counts for row in rows}
    return f"Ties in {'; those in '.join(resting(counted))}" if rows else "No tie plays there"


def _table(rows: Sequence[TheatreRow]) -> DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {
            "Theatre": row.name,
            "Tie": line.sentence,
            "Whose word, how sure": line.commitment,
            "Paragraph": line.paragraph,
        }
        for row in rows
        for line in row.lines
    )


def actor_ties(course: Course, actor: str, shown: Iterable[str]) -> str:
    """The ties of an actor among those shown, by direction, with their passages."""
    name = course.label_of(actor)
    ties = set(shown)
    groups: dict[str, list[TieLine]] = {}
    for row in course.rows(Relation):
        if row.id in ties and actor in (row.from_actor, row.to_actor):
            way = f"From {name}" if row.from_actor == actor else f"To {name}"
            heading = way if row.directed else "Both ways"
            groups.setdefault(heading, []).append(tie_line(course, row))
    order = [f"From {name}", f"To {name}", "Both ways"]
    found = {heading: groups[heading] for heading in order if heading in groups}
    return render("actor_ties.html", name=name, groups=found, marks=MARKS)
