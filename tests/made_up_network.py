"""Courses of made-up actors and ties, put together from rows without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from course_utils.course import Course
from course_utils.source.course_rows import Term
from course_utils.source.row import Row
from course_utils.source.rows import TABLES
from course_utils.source.text_rows import Actor, Relation

KINDS = {
    "heads": "leads or creates",
    "part of": "leads or creates",
    "supports": "helps",
    "seeks status for": "status and influence",
    "opposes": "opposes",
}
VOICES = {
    "own": {"certainty": "asserted"},
    "hedged": {"certainty": "hedged", "hedge": "may"},
    "open": {"certainty": "not established"},
    "party": {"voice": "official quoted", "certainty": "asserted", "claimed_by": "a1"},
    "asks": {"certainty": "asks or aims"},
}
PLACES = [{"list": "place", "id": f"p{n}", "label": f"Place {n}", "meaning": "m"} for n in range(9)]
TIES = [
    {"list": "tie", "id": name, "label": name, "meaning": "m", "tie_class": group}
    for name, group in KINDS.items()
]
GROUPS = [{"list": "group", "id": f"g{n}", "label": f"Group {n}", "meaning": "m"} for n in range(4)]
Cells = Mapping[str, str]
ALL_TERMS = [*PLACES, *GROUPS, *TIES]


def actor(name: str, **cells: str) -> dict[str, str]:
    """A state without a home, unless the cells say otherwise."""
    told = {"paragraph": "P1", "anchor": "words", "hypothetical": "no", "kind": "state"}
    return {"id": name, "name": name, "label": name.upper(), **told, **cells}


def tie(
    start: str, end: str, kind: str = "supports", said: str = "own", **cells: str
) -> dict[str, str]:
    """A tie at the first place; ``said`` is one of ``VOICES``."""
    told = {"directed": "yes", "theatre": "p0", "paragraph": "P1", "anchor": "words"}
    told |= {"voice": "author", "claimed_by": "author", **VOICES[said], **cells}
    return {"from_actor": start, "to_actor": end, "kind": kind, **told}


def made_up(
    actors: Sequence[Cells], ties: Sequence[Cells], terms: Sequence[Cells] = ALL_TERMS
) -> Course:
    """A course that has these actors and ties, and otherwise only the terms they need.

    Without ``terms`` these are places, groups and kinds of ties.
    """
    rows: dict[type[Row], tuple[Row, ...]] = dict.fromkeys(TABLES, ())
    numbered = [{"id": f"R{n}", **cells} for n, cells in enumerate(ties, start=1)]
    of: dict[type[Row], Sequence[Cells]] = {
        Actor: actors,
        Relation: numbered,
        Term: terms,
    }
    for model, several in of.items():  # a cell without anything is none, as in a file
        filled = ({name: cell for name, cell in cells.items() if cell} for cells in several)
        rows[model] = tuple(map(model.model_validate, filled))
    return Course(Path("nowhere"), {"article": "Made up"}, rows, {})


def random_course(size: int, seed: int) -> Course:
    """``size`` actors in up to nine countries, nested and tied at random, some with long names."""
    random = Random(seed)
    names = [f"a{n}" for n in range(1, size + 1)]
    actors = [
        actor(
            name,
            kind=random.choice(["state", "unit", "person", "community", "party"]),
            hypothetical=random.choice(["no", "no", "no", "yes"]),
            countries=random.choice(["", "p0;p1", *[f"p{n}" for n in range(9)]]),
            label=" ".join(random.choices(["Aa", "Brigade", "Quds"], k=random.randint(1, 4))),
            part_of=random.choice(["", "", names[random.randrange(n)] if n else ""]),
        )
        for n, name in enumerate(names)
    ]
    ties = []
    for _ in range(random.randint(size // 2, 2 * size)):
        start, end = random.sample(names, 2)
        cells = {"object_actor": random.choice(["", "", "", random.choice(names)])}
        cells["directed"] = random.choice(["yes", "yes", "no"])
        kind, said = random.choice(list(KINDS)), random.choice(list(VOICES))
        ties.append(tie(start, end, kind, said, **cells))
    return made_up(actors, ties)
