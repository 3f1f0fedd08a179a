"""Who says so, on how many voices a claim rests, how far it is hedged, what it leaves unsaid.

Each function returns an ordinary data frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, get_args

from course_utils.course import Course
from course_utils.reading.argument import (
    argument_of,
    coded,
    last_grounds,
    paragraph_number,
    rests_on,
    without,
    words_of,
)
from course_utils.reading.voices import voices_of
from course_utils.source.cells import Commitment, Strength
from course_utils.source.rows import Assumption, Claim, Coded, Forecast, Hedge, Relation, Statement
from course_utils.words import known, listing

if TYPE_CHECKING:
    from pandas import DataFrame

By = Literal["word", "paragraph", "strength"]
# The first rule that fits decides; what others say goes before what the author does.
CLASSES = {
    "party's claim": "an official or another party says so",
    "recommendation": "the author says what ought to be done",
    "forecast": "the author says what will, may or would happen",
    "author's inference": "the author hedges, concludes, generalises or leaves it open",
    "event": "the author tells it as a fact, without a hedge",
}
COUNTED: dict[str, type[Coded]] = {
    "claims": Claim,
    "relations": Relation,
    "statements": Statement,
    "forecasts": Forecast,
}
NO_HEDGE: Strength = "consequence"  # would after an if marks what follows, not a doubt


def count_commitments(course: Course, table: str = "claims", place: str | None = None) -> DataFrame:
    """Count the rows of a table by whose word they are and how sure, as a range.

    ``table`` is one of ``COUNTED``; ``place`` keeps the ties that play in one theatre.  ``At
    least`` counts the rows that every defensible reading puts there, ``at most`` those that any
    does.

    Raises ``ValueError`` for an unknown table or theatre.
    """
    import pandas as pd

    rows = _counted(course, table, place)
    return pd.DataFrame(
        [
            {
                "Commitment": commitment,
                "Number": sum(row.commitment == commitment for row in rows),
                "At least": sum(row.commitments == {commitment} for row in rows),
                "At most": sum(commitment in row.commitments for row in rows),
            }
            for commitment in get_args(Commitment)
        ]
    )


def _counted(course: Course, table: str, place: str | None) -> list[Coded]:
    known(table, COUNTED, "table")
    rows = list(course.rows(COUNTED[table]))
    if place is None:
        return rows
    known(place, [term.id for term in course.terms_of("place")], "theatre")
    return [row for row in rows if isinstance(row, Relation) and place in row.theatre]


def count_values(table: DataFrame, column: str, what: str = "rows") -> DataFrame:
    """Count the values of a column of a data frame; most first, equal numbers by name.

    ``what`` heads the numbers.  Raises ``ValueError`` for an unknown column.
    """
    import pandas as pd

    known(column, [str(name) for name in table.columns], "column")
    numbers = Counter(str(value) for value in table[column])
    ordered = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return pd.DataFrame(ordered, columns=[column, what]).set_index(column)


def who_says_so(course: Course) -> DataFrame:
    """Sort each statement and claim by whose word it is and what kind of word.

    ``CLASSES`` has the classes in the order in which their rules are tried.  ``Another reading`` is
    the class that follows from a second reading of the row, if that is another one.
    """
    import pandas as pd

    graph = argument_of(course)
    rows = []
    items: list[Claim | Statement] = [*course.rows(Statement), *course.rows(Claim)]
    for row in items:
        kind = class_of(row)
        others = dict.fromkeys(class_of(row.read_as(reading)) for reading in row.readings)
        rows.append(
            {
                "No.": row.id,
                "What is said": words_of(graph, row.id),
                "Who": ", ".join(map(course.label_of, voices_of(row))),
                "Class": kind,
                "Because": CLASSES[kind],
                "Commitment": row.commitment,
                "Paragraph": ", ".join(row.paragraph),
                "Another reading": ", ".join(other for other in others if other != kind),
            }
        )
    return pd.DataFrame(rows)


def class_of(row: Claim | Statement) -> str:
    """The class of a statement or claim: the first of ``CLASSES`` whose rule fits."""
    role = row.role if isinstance(row, Claim) else ""
    if row.voice != "author":
        return "party's claim"
    if role == "recommendation":
        return role
    if role in ("forecast", "conditional scenario") or row.certainty in ("future", "conditional"):
        return "forecast"
    told = row.certainty in ("asserted", "taken for granted")
    if not told or role in ("inference", "generalisation"):
        return "author's inference"
    return "event"


def single_sources(course: Course) -> DataFrame:
    """The claims that rest on one voice or on one paragraph, and on which.

    Only claims with recorded grounds are judged.  The voices are those of the last grounds, which
    have no ground themselves; the paragraphs are those of all grounds.  A cell is empty where there
    are several.
    """
    import pandas as pd

    graph = argument_of(course)
    rows = []
    for row in course.rows(Claim):
        last = last_grounds(graph, row.id)
        resting = [coded(graph, ground) for ground in rests_on(graph, row.id)]
        voices = {voice for ground in last for voice in voices_of(coded(graph, ground))}
        places = {ground.paragraph[0] for ground in resting}
        if len(voices) == 1 or len(places) == 1:
            rows.append(
                {
                    "No.": row.id,
                    "Claim": row.claim,
                    "Role": row.role,
                    "Rests in the end on": ", ".join(last),
                    "One voice": course.label_of(min(voices)) if len(voices) == 1 else "",
                    "One paragraph": min(places) if len(places) == 1 else "",
                }
            )
    columns = ["No.", "Claim", "Role", "Rests in the end on", "One voice", "One paragraph"]
    return pd.DataFrame(rows, columns=columns)


def count_hedges(course: Course, by: By = "word") -> DataFrame:
    """Count the epistemic words of the article, by word, by paragraph or by what they do.

    Paragraphs without a hedge count 0; words come by number, then by name, ``May`` and ``may`` as
    one.  A *would* that marks a consequence is no hedge and is left out.

    Raises ``ValueError`` for another ``by``.
    """
    import pandas as pd

    if by not in get_args(By):
        raise ValueError(f"no count is by {by}; there are {', '.join(get_args(By))}")
    hedges = [
        hedge.model_copy(update={"word": hedge.word.lower()})
        for hedge in course.rows(Hedge)
        if hedge.strength != NO_HEDGE
    ]
    rows = []
    for value in _values(course, hedges, by):
        found = [hedge for hedge in hedges if getattr(hedge, by) == value]
        cells = {by.capitalize(): value, "Hedges": len(found)}
        rows.append(
            cells | {name.capitalize(): _named(found, name) for name in get_args(By) if name != by}
        )
    return pd.DataFrame(rows)


def _values(course: Course, hedges: list[Hedge], by: By) -> list[str]:
    if by == "strength":
        return [strength for strength in get_args(Strength) if strength != NO_HEDGE]
    if by == "paragraph":
        told = {paragraph for claim in course.rows(Claim) for paragraph in claim.paragraph}
        return sorted(told | {hedge.paragraph for hedge in hedges}, key=paragraph_number)
    words = [hedge.word for hedge in hedges]
    return sorted(set(words), key=lambda word: (-words.count(word), word))


def _named(hedges: list[Hedge], column: str) -> str:
    """The values of a column, each once, with its number if it is more than one."""
    values = [str(getattr(hedge, column)) for hedge in hedges]
    counted = [(value, values.count(value)) for value in dict.fromkeys(values)]
    return ", ".join(f"{value} ({number})" if number > 1 else value for value, number in counted)


def unstated_premises(course: Course) -> DataFrame:
    """The unstated premises, the claims they carry, and how many claims weaken without each.

    They are our reading, not the article's; Toulmin (1958) calls such a premise a warrant.
    """
    import pandas as pd

    return pd.DataFrame(list(_premises(course)))


def _premises(course: Course) -> Iterator[dict[str, object]]:
    graph = argument_of(course)
    for premise in course.rows(Assumption):
        standings = without(graph, premise.id).values()
        weak = [standing.claim for standing in standings if standing.support == "weakened"]
        yield {
            "No.": premise.id,
            "Premise": premise.assumption,
            "Whose reading": premise.basis,
            "Carries": listing(premise.carries),
            "Weakened without it": len(weak),
            "What one would have to know": premise.question,
        }
