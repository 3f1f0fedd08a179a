"""A course of the size of a long report: 200 statements, 120 actors, 300 ties, 250 claims."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from course_utils.source.dates import MONTHS
from tests.tiny_course import TIES as TIE_CLASSES
from tests.tiny_course import Cells, write_tiny_course

STATEMENTS, ACTORS, TIES, CLAIMS, PARAGRAPHS = 200, 120, 300, 250, 60
STATES, PREMISES, STRAND = 8, 15, 11  # claims of a strand
VOICES = (
    {"voice": "author", "certainty": "asserted", "claimed_by": "author"},
    {"voice": "author", "certainty": "hedged", "hedge": "may", "claimed_by": "author"},
    {"voice": "author", "certainty": "not established", "claimed_by": "author"},
    {"voice": "official paraphrased", "certainty": "asserted"},
    {"voice": "official paraphrased", "certainty": "asks or aims"},
)
KINDS = ("person", "unit", "party", "institution", "movement")


def write_large_course(folder: Path, seed: int = 1) -> Path:
    """Write the data package into ``folder`` and return it; the same seed gives the same rows."""
    draw = Random(seed)
    claims, links = list(_claims(draw)), list(_links(draw))
    return write_tiny_course(
        folder,
        statements=list(_statements(draw)),
        actors=list(_actors(draw)),
        relations=list(_ties(draw)),
        claims=claims,
        links=links,
        forecasts=[{"claim_id": f"c{n}", **_place(n, f"f{n}")} for n in range(1, 41)],
        hedges=[{"word": "may", "claim_ids": f"c{n}"} for n in range(1, 80)],
        assumptions=[
            {"id": f"A{n}", "carries": ";".join(f"c{draw.randint(2, CLAIMS)}" for _ in range(3))}
            for n in range(1, PREMISES + 1)
        ],
        cases=[
            {"case": f"place-{1 + n % STATES}", "condition": f"condition {n // STATES}"}
            | {"claim_ids": f"c{n + 1}", "finding": "Something is said of it, in a few words."}
            for n in range(10 * STATES)
        ],
        hypotheses=[],
        exercises=[],
        outcomes=[],
        terms=list(_terms()),
    )


def _place(number: int, mark: str) -> Cells:
    return {"paragraph": f"P{1 + number % PARAGRAPHS}", "anchor": f"words of {mark}"}


def _voice(draw: Random, spoken: bool = True) -> Cells:
    """Whose word and how sure; ``spoken`` if the table names who says it."""
    cells = dict(draw.choice(VOICES))
    speaker = cells.pop("claimed_by", f"actors-{draw.randint(1, ACTORS)}")
    return cells | ({"claimed_by": speaker} if spoken else {})


def _name(draw: Random) -> str:
    parts = draw.choices(["Northern", "River", "Council", "Guard", "People's", "Union"], k=2)
    return " ".join(parts)[:18]


def _actors(draw: Random) -> Iterator[Cells]:
    for number in range(1, ACTORS + 1):
        state = number <= STATES
        yield {
            "label": f"State {number}" if state else f"{_name(draw)} {number}",
            "kind": "state" if state else draw.choice(KINDS),
            "group": "",
            "hypothetical": "yes" if number % 17 == 0 else "no",
            "countries": f"place-{number if state else draw.randint(1, STATES)}"
            * (number % 11 > 0),
            "part_of": ""
            if state or draw.random() < 0.6
            else f"actors-{draw.randint(1, number - 1)}",
            **_place(number, f"a{number}"),
        }


def _statements(draw: Random) -> Iterator[Cells]:
    for number in range(1, STATEMENTS + 1):
        month, day = draw.randint(1, len(MONTHS)), draw.randint(1, 28)
        dated = ["", f"{draw.randint(1946, 1949)}", f"1947-{month:02}", f"1947-{month:02}-{day:02}"]
        yield {
            "order_told": f"{number}",
            "who": f"actors-{draw.randint(1, ACTORS)}",
            "day_in_text": dated[draw.choice([0, 0, 1, 2, 3, 3, 3])],
            "side": f"side-{draw.randint(1, 5)}",
            "about": f"topic-{draw.randint(1, 12)}",
            "short": f"says in statement {number} what is to be done now",
            **_place(number, f"s{number}"),
            **_voice(draw, spoken=False),
        }


def _ties(draw: Random) -> Iterator[Cells]:
    for number in range(1, TIES + 1):
        hub = draw.randint(1, STATES) if draw.random() < 0.5 else draw.randint(1, ACTORS)
        other = draw.choice([each for each in range(1, ACTORS + 1) if each != hub])
        ends = draw.sample([hub, other], 2)
        yield {
            "from_actor": f"actors-{ends[0]}",
            "to_actor": f"actors-{ends[1]}",
            "kind": draw.choice(list(TIE_CLASSES)),
            "theatre": f"place-{draw.randint(1, STATES)}",
            "alternative_of": "",
            "claim_id": "",
            **_place(number, f"r{number}"),
            **_voice(draw),
        }


def _claims(draw: Random) -> Iterator[Cells]:
    for number in range(1, CLAIMS + 1):
        late = draw.choice(["evidence", "inference", "background", "forecast", "comparison"])
        yield {
            "id": f"c{number}",
            "role": {1: "thesis", 2: "thesis", 3: "recommendation"}.get(number, late),
            "claim": f"This is what claim {number} says, in a sentence of a usual length.",
            "statement_id": "",
            **_place(number, f"c{number}"),
            **_voice(draw),
        }


def _links(draw: Random) -> Iterator[Cells]:
    """Strands of claims, each from its last up to its first, and that to a thesis or the advice."""
    for number in range(4, CLAIMS + 1):
        first = number % STRAND == 4
        earlier = number - draw.randint(1, (number - 4) % STRAND) if not first else 0
        attack = draw.random() < 0.1
        yield {
            "id": f"l{number}",
            "from_claim": f"c{number}",
            "from_statement": "",
            "to_claim": f"c{draw.randint(1, 3) if first else earlier}",
            "kind": "attacks" if attack else "supports",
            "move": "limits its scope" if attack else "",
        }


def _terms() -> Iterator[Cells]:
    counted = {"side": 5, "topic": 12, "place": STATES, "medium": 1, "act": 1}
    for listed, number in counted.items():
        for each in range(1, number + 1):
            name = f"{listed} {each}"
            yield {"list": listed, "id": f"{listed}-{each}", "label": name, "tie_class": ""}
    for name in KINDS:
        yield {"list": "kind", "id": name, "label": name, "tie_class": ""}
    for name, tie_class in TIE_CLASSES.items():
        yield {"list": "tie", "id": name, "label": name, "tie_class": tie_class}
