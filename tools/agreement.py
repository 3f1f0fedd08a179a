"""Compare two codings of the same paragraphs, made apart: which units both have, and which codes.

A unit is a row of ``data/codings/*.csv``; ``words`` is the run of words of the paragraph on which
it rests, counted from 1.  Rows of one table and paragraph are paired so that their runs of words
overlap most (a maximum-weight matching; the weight is shared words over all words of the two, the
index of Jaccard 1912).  What the codes say is not looked at, so it cannot raise the agreement.
Steps are paired when both their ends are.  Kappa is Cohen's (1960).
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

CODINGS = Path(__file__).parent.parent / "data" / "codings"
TABLES = ("statement", "claim", "tie", "forecast", "hedge", "link")
CODES = {
    "statement": ("voice", "certainty", "detail"),
    "claim": ("voice", "certainty", "hedge", "detail"),
    "tie": ("voice", "certainty", "hedge", "detail"),
    "forecast": ("voice", "certainty", "hedge", "detail"),
    "hedge": ("detail",),
    "link": ("detail",),
}
# What the column ``detail`` holds.
DETAIL = {
    "statement": "act",
    "claim": "role",
    "tie": "kind",
    "forecast": "scorable",
    "hedge": "strength",
    "link": "supports or attacks",
}
LEAST = 0.3  # runs of words that overlap less are two units

Unit = dict[str, str]
Pair = tuple[Unit, Unit]


def main() -> int:
    """Print both tables of the datasheet."""
    first, second = (read(CODINGS / name) for name in ("reader-1.csv", "reader-2.csv"))
    print("\n".join(report(first, second)))
    return 0


def read(path: Path) -> list[Unit]:
    """The units of one coding."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(first: Sequence[Unit], second: Sequence[Unit]) -> Iterator[str]:
    """Yield the lines of two Markdown tables: units, and codes of the units in both."""
    pairs = align(first, second)
    yield "| table | units in both | only in the first | only in the second | in both |"
    yield "|---|---:|---:|---:|---:|"
    for table in TABLES:
        both = len(pairs[table])
        one, other = (sum(unit["table"] == table for unit in c) - both for c in (first, second))
        share = both / max(1, both + one + other)
        yield f"| {table} | {both} | {one} | {other} | {share:.0%} |"
    yield ""
    yield "| table | code | n | agreement | kappa |"
    yield "|---|---|---:|---:|---:|"
    for table in TABLES:
        for code in CODES[table]:
            yield _line(table, code, pairs[table])


def _line(table: str, code: str, pairs: Sequence[Pair]) -> str:
    given = [(one[code], other[code]) for one, other in pairs]
    agreed = sum(one == other for one, other in given) / max(1, len(given))
    named = DETAIL[table] if code == "detail" else code
    return f"| {table} | {named} | {len(given)} | {agreed:.0%} | {kappa(given):.2f} |"


def kappa(given: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of pairs of codes; 1 where both always give the same single code."""
    size = len(given)
    if not size:
        return 0.0
    ones, others = (Counter(pair[side] for pair in given) for side in (0, 1))
    chance = sum(ones[code] * others[code] for code in ones) / size**2
    agreed = sum(one == other for one, other in given) / size
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def align(first: Sequence[Unit], second: Sequence[Unit]) -> dict[str, list[Pair]]:
    """Pair the units of two codings, table by table."""
    pairs = {table: _matched(table, first, second) for table in TABLES if table != "link"}
    twin = {one["id"]: other["id"] for table in pairs for one, other in pairs[table]}
    steps = {(unit["from"], unit["to"]): unit for unit in second if unit["table"] == "link"}
    links = [(unit, (twin.get(unit["from"]), twin.get(unit["to"]))) for unit in first]
    pairs["link"] = [
        (unit, steps[ends]) for unit, ends in links if unit["table"] == "link" and ends in steps
    ]
    return pairs


def _matched(table: str, first: Sequence[Unit], second: Sequence[Unit]) -> list[Pair]:
    import networkx as nx

    graph = nx.Graph()
    for one in (unit for unit in first if unit["table"] == table):
        for other in (unit for unit in second if unit["table"] == table):
            weight = overlap(one, other)
            if weight >= LEAST:
                graph.add_edge(("first", one["id"]), ("second", other["id"]), weight=weight)
    ones, others = ({unit["id"]: unit for unit in coding} for coding in (first, second))
    matched = (dict(pair) for pair in nx.max_weight_matching(graph))
    return sorted(
        ((ones[pair["first"]], others[pair["second"]]) for pair in matched),
        key=lambda pair: pair[0]["id"],
    )


def overlap(one: Unit, other: Unit) -> float:
    """Shared words over all words of two units; 0 in different paragraphs."""
    if one["paragraph"] != other["paragraph"]:
        return 0.0
    words, wanted = _words(one), _words(other)
    return len(words & wanted) / len(words | wanted)


def _words(unit: Unit) -> set[int]:
    start, _, end = unit["words"].partition("-")
    return set(range(int(start), int(end or start) + 1))


if __name__ == "__main__":
    sys.exit(main())
