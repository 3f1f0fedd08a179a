"""The ties as a page: a theatre a row, a commitment a column, each opens to sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, get_args

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.reading.article import passage
from course_utils.reading.network import ends
from course_utils.reading.network_words import believed, resting
from course_utils.reading.voices import whose_word
from course_utils.source.cells import Commitment
from course_utils.source.rows import Actor, Relation
from course_utils.words import count, inside, listing


def show_ties(course: Course) -> Page:
    """Show every tie as a sentence, by the theatre where it plays and by whose word it is.

    A tie of several theatres stands in each and says so; a country in brackets is an actor's home,
    where that is not the theatre.  What is asked or aimed at is no belief and is not in the total.
    The theatre with most ties comes first.
    """
    places = {term.id: term.label for term in course.terms_of("place")}
    order = get_args(Commitment)
    ties = sorted(course.rows(Relation), key=lambda row: order.index(row.commitment))
    played = {place: [row for row in ties if place in row.theatre] for place in places}
    busiest = sorted(places, key=lambda place: (-len(played[place]), places[place]))
    rows = [_theatre(course, place, played[place]) for place in busiest if played[place]]
    counted = {row["name"]: row["counts"] for row in rows}
    title = f"Ties in {'; those in '.join(resting(counted))}" if rows else "No tie plays there"
    return Page(title, render("ties.html", title=title, rows=rows, commitments=order))


def _theatre(course: Course, place: str, ties: list[Relation]) -> dict[str, Any]:
    """The ties that play in one place: counts, sentences, and who is at home elsewhere."""
    lands = {actor.id: actor.countries for actor in course.rows(Actor)}
    country = any(place in several for several in lands.values())
    away = {
        actor: course.label("place", several[0])
        for actor, several in lands.items()
        if country and len(several) == 1 and several[0] != place
    }
    homes: dict[str, list[str]] = {}
    for actor in dict.fromkeys(end for row in ties for end in ends(row)):
        if actor in away:
            homes.setdefault(away[actor], []).append(course.label_of(actor))
    elsewhere = [at if [at] == names else f"{listing(names)} ({at})" for at, names in homes.items()]
    counts, name = Counter(row.commitment for row in ties), course.label("place", place)
    return {
        "name": name,
        "lines": [_line(course, row, place, away) for row in ties],
        "elsewhere": "; ".join(elsewhere),
        "counts": counts,
        "total": believed(counts),
        "size": f"{count(len(ties), 'tie')} in {inside(name)}",
    }


def _line(course: Course, row: Relation, theatre: str, away: dict[str, str]) -> dict[str, Any]:
    """One tie as a sentence; in a theatre, it says who is at home elsewhere, and which others.

    Without a theatre it has the passage from the reader's copy, which no cell may store.
    """
    names = [(course.label_of(end), away.get(end, "")) for end in ends(row)]
    source, target = (f"{name} ({at})" if at not in ("", name) else name for name, at in names)
    others = [course.label("place", place) for place in row.theatre if theatre not in ("", place)]
    details = [f"for {course.label_of(row.object_actor)}"] if row.object_actor else []
    details += [] if row.directed else ["both ways"]
    details += [f"also in {listing([*map(inside, others)])}"] if others else []
    basis = [whose_word(course, row)]
    basis += [listing([f"“{word}”" for word in row.hedge])] if row.hedge else []
    basis += [row.certainty] if row.certainty in ("concluded", "taken for granted") else []
    basis += [f"if {row.condition}"] if row.condition else []
    return {
        "source": source,
        "kind": course.label("tie", row.kind),
        "rest": ", ".join([target, *details]),
        "commitment": row.commitment,
        "basis": ", ".join(basis),
        "paragraph": ", ".join(row.paragraph),
        "passage": "" if theatre else passage(course, row),
    }


def actor_ties(course: Course, actor: str, shown: Iterable[str]) -> str:
    """The ties of an actor among those shown, by direction, with their passages."""
    name, ids = course.label_of(actor), set(shown)
    groups: dict[str, list[Any]] = {f"From {name}": [], f"To {name}": [], "Both ways": []}
    for row in course.rows(Relation):
        if row.id in ids and actor in ends(row):
            way = f"{'From' if row.from_actor == actor else 'To'} {name}"
            groups[way if row.directed else "Both ways"].append(_line(course, row, "", {}))
    return render("actor_ties.html", name=name, groups=groups)
