"""A view of the network in words: title, alternative text, description, headings, table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, get_args

from course_utils.cells import Commitment
from course_utils.network import ACROSS, OWN, Tie
from course_utils.network_view import OPPOSITION, View
from course_utils.words import count, listing

if TYPE_CHECKING:
    from pandas import DataFrame

ASKED: Commitment = "asks or aims"  # no belief about what is so: not counted
DOUBTED: tuple[Commitment, ...] = ("the author, with a reservation", "left open")
PARTY: Commitment = "a party says it"
BASES: dict[tuple[Commitment, ...], str] = {
    (OWN,): "on the author's own word",
    DOUBTED: "with a reservation or left open",
    (PARTY,): "on a party's word",
}
MOST_NAMES = 5


def finding(view: View) -> str:
    """The title: whose word joins the core to whom, in words."""
    if not view.core or not view.shown:
        return "No tie fits these choices"
    subject = view.label(view.core) + ("" if view.focus else " and its network")
    where = f" in {view.theatre}" if view.theatre else ""
    clauses = "; ".join(_clauses(_rests_on(view)))
    return f"{subject}{where}: {clauses}" if clauses else f"{subject}{where}"


def _rests_on(view: View) -> Mapping[str, Counter[Commitment]]:
    """What joins the core to each home, or one actor to each partner, opposition apart."""
    counted: dict[str, Counter[Commitment]] = {}
    homes = {actor: place for place, actors in view.outer.items() for actor in actors}
    for strand in view.lines:
        outer = strand.source if strand.source in homes else strand.target
        if strand.tie_class != OPPOSITION:
            name = view.label(outer) if view.focus else homes[outer]
            counted.setdefault(name, Counter()).update(strand.commitments)
    return {name: kinds for name, kinds in counted.items() if name != ACROSS}


def _clauses(counted: Mapping[str, Counter[Commitment]]) -> Iterator[str]:
    """Who is joined by what, for the three bases on which a tie may rest."""
    for basis, words in BASES.items():
        rest = {name: (sum(kinds[one] for one in basis), believed(kinds)) for name, kinds in counted.items()}
        names = [name for name, (some, every) in rest.items() if 2 * some > every]
        if names:
            mostly = "" if all(rest[name][0] == rest[name][1] for name in names) else "mostly "
            yield f"{listing(names, MOST_NAMES)} {mostly}{words}"


def believed(kinds: Counter[Commitment]) -> int:
    """How many ties say what is so, those asked for or aimed at left out."""
    return sum(kinds.values()) - kinds[ASKED]


def heading(kinds: Counter[Commitment]) -> str:
    """How many of the ties of a home the author answers for himself."""
    return f"the author says {kinds[OWN]} of {believed(kinds)}"


def alternative(view: View) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not view.core or not view.shown:
        return "An empty network: no tie fits these choices."
    counts = Counter(tie.commitment for tie in view.shown)
    kinds = ", ".join(f"{counts[name]} {name}" for name in get_args(Commitment) if counts[name])
    bodies = f" with {count(len(view.parents), 'box')} in it" if view.parents else ""
    others = count(sum(map(len, view.outer.values())), "actor")
    ties = count(len(view.shown), "tie")
    return (
        f"Network of {ties}: {view.label(view.core)} in the middle{bodies}, {others} at the sides"
        f" by home; {kinds}."
    )


def description(view: View) -> list[str]:
    """All ties in words, by the home of whom they start from; then what is left out."""
    actors = view.graph.graph["actors"]
    words = []
    for place, found in _by_home(view):
        words.append(f"From {place}: {'; '.join(tie.sentence for tie in found)}.")
    ends = dict.fromkeys(name for tie in view.shown for name in tie.names)
    said = {name for tie in view.shown if tie.own for name in tie.names}
    falling = [name for name in ends if name not in said]
    if falling:
        words.append(f"In no tie that the author says without a reservation: {', '.join(falling)}.")
    alone = [actors[a].label for a in view.graph if view.graph.degree(a) == 0 and a in actors]
    if alone:
        words.append(f"In no tie: {', '.join(alone)}.")
    return [*words, *([left_out(view)] if view.left_out else [])]


def _by_home(view: View) -> Iterable[tuple[str, list[Tie]]]:
    homes = view.graph.nodes(data="home")
    found: dict[str, list[Tie]] = {}
    for tie in view.shown:
        found.setdefault(homes[tie.source], []).append(tie)
    return found.items()


def left_out(view: View) -> str:
    """What the picture leaves out, in a sentence; empty if it shows all."""
    return f"Left out: {'; '.join(view.left_out)}." if view.left_out else ""


def table(view: View) -> DataFrame:
    """The ties of a view as a table, with what the picture shortens."""
    import pandas as pd

    places = view.graph.graph["places"]
    rows = [
        {
            "From": tie.names[0],
            "Tie": tie.word,
            "To": tie.names[1],
            "For": tie.about,
            "Direction": "one way" if tie.directed else "none",
            "Commitment": tie.commitment,
            "Who says so": tie.voice or "the author",
            "Hedge": ", ".join(tie.hedge),
            "Theatre": ", ".join(places[place] for place in tie.theatre),
            "Paragraph": ", ".join(tie.paragraph),
        }
        for tie in view.shown
    ]
    return pd.DataFrame(rows)
