"""Courses of made-up actors and ties, put together from rows without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from course_utils.course import Course
from course_utils.source.rows import TABLES, Actor, Relation, Row, Term

KINDS = {
    "heads": "leads or creates",
    "part of": "leads or creates",
    "supports": "helps",
    "modelled on": "follows a model",
    "seeks status for": "status and influence",
    "opposes": "opposes",
}
VOICES = {
    "own": {"voice": "author", "certainty": "asserted", "claimed_by": "author"},
    "hedged": {"voice": "author", "certainty": "hedged", "hedge": "may", "claimed_by": "author"},
    "open": {"voice": "author", "certainty": "not established", "claimed_by": "author"},
    "party": {"voice": "official quoted", "certainty": "asserted", "claimed_by": "a1"},
    "asks": {"voice": "author", "certainty": "asks or aims", "claimed_by": "author"},
}
PLACES = [{"list": "place", "id": f"p{n}", "label": f"Place {n}", "meaning": "m"} for n in range(9)]
TIES = [
    {"list": "tie", "id": name, "label": name, "meaning": "m", "tie_class": group}
    for name, group in KINDS.items()
]
Cells = Mapping[str, str]


def actor(name: str, **cells: str) -> dict[str, str]:
    """A state without a home, unless the cells say otherwise."""
    told = {"paragraph": "P1", "anchor": "words", "hypothetical": "no", "kind": "state"}
    return {"id": name, "name": name, "label": name.upper(), **told, **cells}


def tie(
    start: str, end: str, kind: str = "supports", said: str = "own", **cells: str
) -> dict[str, str]:
    """A tie at the first place; ``said`` is one of ``VOICES``."""
    told = {"directed": "yes", "theatre": "p0", "paragraph": "P1", "anchor": "words"}
    return {"from_actor": start, "to_actor": end, "kind": kind, **told, **VOICES[said], **cells}


def made_up(actors: Sequence[Cells], ties: Sequence[Cells]) -> Course:
    """A course that has these actors and ties, and otherwise only the terms they need."""
    rows: dict[type[Row], tuple[Row, ...]] = dict.fromkeys(TABLES, ())
    rows[Actor] = tuple(Actor.model_validate(dict(cells)) for cells in actors)
    numbered = ({"id": f"R{n}", **cells} for n, cells in enumerate(ties, start=1))
    rows[Relation] = tuple(Relation.model_validate(cells) for cells in numbered)
    rows[Term] = tuple(Term.model_validate(cells) for cells in (*PLACES, *TIES))
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
            label=" ".join(
                random.choice(["Aa", "Brigade", "Quds", "al-Hashd"])
                for _ in range(random.randint(1, 4))
            ),
            part_of=random.choice(["", "", names[random.randrange(n)] if n else ""]),
        )
        for n, name in enumerate(names)
    ]
    ties = []
    for _ in range(random.randint(size // 2, 2 * size)):
        start, end = random.sample(names, 2)
        cells = {"object_actor": random.choice(["", "", "", random.choice(names)])}
        cells["directed"] = random.choice(["yes", "yes", "no"])
        ties.append(
            tie(start, end, random.choice(list(KINDS)), random.choice(list(VOICES)), **cells)
        )
    return made_up([filled(cells) for cells in actors], [filled(cells) for cells in ties])


def filled(cells: Cells) -> dict[str, str]:
    """The cells that hold something, as they come from a file."""
    return {name: cell for name, cell in cells.items() if cell}
