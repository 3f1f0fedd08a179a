"""Tables as pages: a data frame in words, all cases, all ties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.reading.article import passage
from course_utils.reading.network import ACROSS, country_of, ends
from course_utils.reading.network_words import believed, resting
from course_utils.reading.voices import whose_word
from course_utils.session import current_course
from course_utils.source.cells import Commitment
from course_utils.source.course_rows import Case
from course_utils.source.rows import TABLES
from course_utils.source.tables import keys
from course_utils.source.text_rows import Actor, Claim, Relation
from course_utils.words import count, inside, listing

if TYPE_CHECKING:
    from pandas import DataFrame

Cell = dict[str, Any] | None
HEADINGS = {
    "id": "No.",
    "who": "who says so",
    "claimed_by": "who says so",
    "object_actor": "for whom",
    "claim_ids": "claims",
    "day_in_text": "day in the text",
    "short": "what is said",
    "mode": "how it is rendered",
    "order_told": "place in the text",
    "stance": "standing",
}
# By column, where the identifiers in its cells are explained: actors, or a list of terms.
LISTED = {
    column: key.table
    for model in TABLES
    for column, key, _ in keys(model)
    if key.table in ("actors", "side", "topic", "place", "medium", "act", "kind", "group")
}


def show_table(frame: DataFrame, caption: str, course: Course | None = None) -> Page:
    """Show a data frame with a caption; on a narrow page of more than two columns it is a list.

    The index is shown as the first columns if it has names.  Headings are words, and identifiers of
    actors, sides, topics and places are names, those of ``course`` or of the one loaded last.
    """
    shown = frame.reset_index() if any(frame.index.names) else frame.copy()
    for column in [name for name in shown.columns if name in LISTED]:
        home = current_course(course)
        shown[column] = [_names(home, LISTED[column], _text(cell)) for cell in shown[column]]
    shown = shown.rename(columns=_heading)
    return Page(caption, _table(map(str, shown), shown.itertuples(index=False), caption))


def table_html(rows: Sequence[Mapping[str, object]], caption: str) -> str:
    """Rows as an HTML table whose cells name their column, so that it can reflow.

    The roles keep it a table for a screen reader when the style sheet stacks its cells.
    """
    return _table(rows[0] if rows else (), (row.values() for row in rows), caption)


def _table(names: Iterable[str], rows: Iterable[Iterable[object]], caption: str) -> str:
    cells = [[_text(cell) for cell in row] for row in rows]
    return render("table.html", caption=caption, names=[*names], rows=cells)


def _heading(column: object) -> str:
    """The name of a column in words: ``year_source`` is ``Year source``, ``to_actor`` is ``To``."""
    name = re.sub("_(actor|id)$", "", str(column)).replace("_", " ")
    words = HEADINGS.get(str(column), name)
    return words[:1].upper() + words[1:]


def _text(cell: object) -> str:
    from pandas import NA

    if cell is None or cell is NA or cell != cell:  # a missing number or day is not itself
        return ""
    # Beside a missing one, pandas keeps whole numbers as fractions.
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _names(course: Course, listed: str, cell: str) -> str:
    """The names behind the identifiers of a cell; what is none stays as it is."""
    terms = {term.id: term.label for term in course.terms_of(listed)}
    return ", ".join(terms.get(part) or course.label_of(part) for part in cell.split("; "))


def show_cases(course: Course) -> Page:
    """Show the comparison of all cases.

    Each cell says what the text says, in which paragraph, on whose word and how sure; a cell
    without a row in the data is not addressed.
    """
    found = {(row.condition, row.case): row for row in course.rows(Case)}
    names = {case: course.label("place", case) for _, case in found}
    rows = {
        each: {name: _cell(course, found.get((each, case))) for case, name in names.items()}
        for each, _ in found
    }
    title = _finding([*names.values()], rows)
    return Page(title, render("cases.html", title=title, names=names.values(), rows=rows))


def _cell(course: Course, row: Case | None) -> Cell:
    """What the text says of a case on a condition, where, and on whose word."""
    if row is None or row.finding == "not addressed":
        return None
    claims = [claim for claim in course.rows(Claim) if claim.id in row.claim_ids]
    basis = " · ".join(filter(None, (", ".join(row.paragraph), whose_word(course, *claims))))
    said = sorted({claim.commitment for claim in claims}, key=get_args(Commitment).index)
    return {"finding": row.finding, "basis": basis, "commitments": said}


def _finding(names: list[str], rows: dict[str, dict[str, Cell]]) -> str:
    """The title: how much of the comparison the text fills, and where most and least."""
    if not names:
        return "There is no case to compare"
    filled = {name: sum(cells[name] is not None for cells in rows.values()) for name in names}
    head = f"The text fills {sum(filled.values())} of {len(names) * len(rows)} cells"
    most, least = max(filled.values()), min(filled.values())
    if most == least:
        return head if len(names) == 1 else f"{head}, {most} of {len(rows)} for each case"
    having = {value: [name for name in names if filled[name] == value] for value in (most, least)}
    top, low = map(listing, having.values())
    return f"{head}: {most} of {len(rows)} for {top}, {least or 'none'} for {low}"


# The ties: a theatre a row, a commitment a column, each opens to sentences


def show_ties(course: Course) -> Page:
    """Show every tie as a sentence, by the theatre where it plays and by whose word it is.

    A tie of several theatres stands in each and says so; a country in brackets is an actor's home,
    where that is not the theatre.  What is asked or aimed at is no belief and is not in the total.
    The theatre with most ties comes first.
    """
    order = get_args(Commitment)
    ties = sorted(course.rows(Relation), key=lambda row: order.index(row.commitment))
    places = [term.id for term in course.terms_of("place")]
    played = {place: [row for row in ties if place in row.theatre] for place in places}
    rows = [_theatre(course, place, several) for place, several in played.items() if several]
    rows.sort(key=lambda row: (-len(row["lines"]), row["name"]))
    counted = {row["name"]: row["counts"] for row in rows}
    title = f"Ties in {'; those in '.join(resting(counted))}" if rows else "There is no tie"
    return Page(title, render("ties.html", title=title, rows=rows, commitments=order))


def _theatre(course: Course, place: str, ties: list[Relation]) -> dict[str, Any]:
    """The ties that play in one place: counts, sentences, and who is at home elsewhere."""
    counts, name = Counter(row.commitment for row in ties), course.label("place", place)
    at_home = {actor.id: country_of(course, actor) for actor in course.rows(Actor)}
    if name not in at_home.values():  # the theatre is no country
        at_home = {}
    away = {actor: home for actor, home in at_home.items() if home not in (ACROSS, name)}
    homes: dict[str, list[str]] = {}
    for actor in dict.fromkeys(end for row in ties for end in ends(row)):
        if actor in away:
            homes.setdefault(away[actor], []).append(course.label_of(actor))
    elsewhere = [at if [at] == names else f"{listing(names)} ({at})" for at, names in homes.items()]
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
