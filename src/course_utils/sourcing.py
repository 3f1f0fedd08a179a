"""Who says so, on how many voices a claim rests, how far it is hedged, what it leaves unsaid.

Each function returns an ordinary data frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, get_args

from course_utils.argument import Argument, listing, paragraph_number, without
from course_utils.cells import Strength
from course_utils.course import Course
from course_utils.rows import Claim, Hedge, Statement

if TYPE_CHECKING:
    from pandas import DataFrame

By = Literal["word", "paragraph", "strength"]
# The first rule that fits decides; what others say goes before what the author does.
CLASSES = {
    "third party's allegation": "a party says so of another",
    "official's claim": "an official says so, or a party of itself",
    "recommendation": "the author says what ought to be done",
    "forecast": "the author says what will, may or would happen",
    "author's inference": "the author hedges, concludes, generalises or leaves it open",
    "event": "the author states it as a fact, without a hedge",
}
CODES = ("voice", "certainty", "role")


def who_says_so(course: Course) -> DataFrame:
    """Sort each statement and claim by whose word it is and what kind of word.

    ``CLASSES`` has the classes in the order in which their rules are tried.  ``Another reading`` is
    the class that follows from the row's second reading, if that is another one.
    """
    import pandas as pd

    argument = Argument.of(course)
    rows = []
    for item in (*argument.statements, *argument.claims):
        row = argument.row(item)
        kind = class_of(row)
        other = class_of(_second(row))
        rows.append(
            {
                "No.": item,
                "What is said": argument.words(item),
                "Who": ", ".join(map(course.label_of, argument.voices(item))),
                "Class": kind,
                "Because": CLASSES[kind],
                "Status": row.status,
                "Paragraph": ", ".join(row.paragraph),
                "Another reading": "" if other == kind else other,
            }
        )
    return pd.DataFrame(rows)


def class_of(row: Claim | Statement) -> str:
    """The class of a statement or claim: the first of ``CLASSES`` whose rule fits."""
    role = row.role if isinstance(row, Claim) else ""
    if row.voice == "party of another":
        return "third party's allegation"
    if row.voice != "author":
        return "official's claim"
    if role == "recommendation":
        return role
    if role in ("forecast", "conditional scenario") or row.certainty in ("future", "conditional"):
        return "forecast"
    if row.status != "stated" or role in ("inference", "generalisation"):
        return "author's inference"
    return "event"


def _second(row: Claim | Statement) -> Claim | Statement:
    """The row as its second reading codes it, as in ``role: forecast - it looks ahead``."""
    column, _, rest = row.second_reading.partition(": ")
    code = rest.partition(" - ")[0]
    return row.model_copy(update={column: code}) if column in CODES else row


def single_sources(course: Course) -> DataFrame:
    """The claims that rest on one voice or on one paragraph, and on which.

    Only claims with recorded grounds are judged.  The voices are those of the last grounds, which
    have no ground themselves; the paragraphs are those of all grounds.  A cell is empty where there
    are several.
    """
    import pandas as pd

    argument = Argument.of(course)
    rows = []
    for claim, row in argument.claims.items():
        last = argument.last_grounds(claim)
        voices = {voice for ground in last for voice in argument.voices(ground)}
        places = {argument.row(ground).paragraph[0] for ground in argument.rests_on(claim)}
        if len(voices) == 1 or len(places) == 1:
            rows.append(
                {
                    "No.": claim,
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

    Paragraphs without a hedge count 0; words come by number, ``May`` and ``may`` as one.

    Raises ``ValueError`` for another ``by``.
    """
    import pandas as pd

    if by not in get_args(By):
        raise ValueError(f"no count is by {by}; there are {', '.join(get_args(By))}")
    hedges = [hedge.model_copy(update={"word": hedge.word.lower()}) for hedge in course.rows(Hedge)]
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
        return list(get_args(Strength))
    if by == "paragraph":
        told = {paragraph for claim in course.rows(Claim) for paragraph in claim.paragraph}
        return sorted(told | {hedge.paragraph for hedge in hedges}, key=paragraph_number)
    words = [hedge.word for hedge in hedges]
    return sorted(dict.fromkeys(words), key=words.count, reverse=True)


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
    argument = Argument.of(course)
    for premise in argument.premises.values():
        standings = without(argument, premise.id).values()
        weak = [standing.claim for standing in standings if standing.support == "weakened"]
        yield {
            "No.": premise.id,
            "Premise": premise.assumption,
            "Whose reading": premise.basis,
            "Carries": listing(premise.carries),
            "Weakened without it": len(weak),
            "What one would have to know": premise.question,
        }
