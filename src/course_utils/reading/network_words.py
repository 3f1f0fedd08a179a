"""A view of the network in words: title, alternative text, description, headings, table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, get_args

from course_utils.reading.network import ACROSS, OWN, Tie
from course_utils.reading.network_view import OPPOSITION, View
from course_utils.source.cells import Commitment
from course_utils.words import count, listing

if TYPE_CHECKING:
    from pandas import DataFrame

ASKED: Commitment = "asks or aims"  # no belief about what is so: not counted
DOUBTED: tuple[Commitment, ...] = ("the author, with a reservation", "left open")
PARTY: Commitment = "a party says it"
NOTHING = "No tie fits these choices"
HEADINGS = "In bold: the home of the actors, which need not be the theatre of their ties."


def finding(view: View) -> str:
    """The title: whose word joins the core to whom, in words."""
    if not view.core or not view.shown:
        return NOTHING if not view.focus else f"{view.label(view.focus)} has no tie that fits"
    where = f"Theatre {view.theatre}: ties" if view.theatre else "Ties"
    joined = "; those to ".join(resting(_rests_on(view), 3 if view.focus else 5))
    return f"{where} of {view.label(view.core)}{' to ' * bool(joined)}{joined}"


def _rests_on(view: View) -> Mapping[str, Counter[Commitment]]:
    """What joins the core to each home, or one actor to each partner, opposition apart."""
    counted: dict[str, Counter[Commitment]] = {}
    for strand in view.lines:
        outer = strand.source if strand.source in view.homes else strand.target
        if strand.tie_class != OPPOSITION:
            name = view.label(outer) if view.focus else view.homes[outer]
            counted.setdefault(name, Counter()).update(strand.commitments)
    some = {name: kinds for name, kinds in counted.items() if name != ACROSS}
    return some or {f"actors {name.lower()}": kinds for name, kinds in counted.items()}


def resting(counted: Mapping[str, Counter[Commitment]], most: int = 5) -> Iterator[str]:
    """For ties counted by name: which names, at most ``most``, share on what most ties rest."""
    said: dict[str, list[str]] = {}
    for name, kinds in counted.items():
        said.setdefault(_prevailing(kinds), []).append(name)
    for prevailing in ("own", "doubted", "party", "mixed", "asked"):
        names = said.get(prevailing, [])
        if names:
            together = sum((counted[name] for name in names), Counter[Commitment]())
            yield f"{listing(names, most)} {_predicate(prevailing, together)}"


def _prevailing(kinds: Counter[Commitment]) -> str:
    every = believed(kinds)
    sums = {"own": kinds[OWN], "doubted": sum(kinds[one] for one in DOUBTED), "party": kinds[PARTY]}
    most = max(sums, key=sums.__getitem__)
    return ("mixed" if 2 * sums[most] <= every else most) if every else "asked"


def _predicate(prevailing: str, kinds: Counter[Commitment]) -> str:
    """What is said of ties of which most, or all, rest on one kind of word."""
    every = believed(kinds)
    open_too = " or are left open" if kinds["left open"] else ""
    reserved = "carry a reservation" + open_too if kinds[DOUBTED[0]] else "are left open"
    some, words = {
        "own": (kinds[OWN], "rest {}on the author's own word"),
        "doubted": (sum(kinds[one] for one in DOUBTED), "{}" + reserved),
        "party": (kinds[PARTY], "rest {}on a party's word"),
        "mixed": (every, "are divided"),
        "asked": (every, "are only asked for or aimed at"),
    }[prevailing]
    return words.format("" if some == every else "mostly ")


def believed(kinds: Counter[Commitment]) -> int:
    """How many ties say what is so, those asked for or aimed at left out."""
    return sum(kinds.values()) - kinds[ASKED]


def heading(kinds: Counter[Commitment]) -> str:
    """How many of the ties of a home the author answers for himself."""
    return f"the author says {kinds[OWN]} of {believed(kinds)}"


def alternative(view: View) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not view.core or not view.shown:
        return f"{finding(view)}: an empty network."
    counts = Counter(tie.commitment for tie in view.shown)
    kinds = ", ".join(f"{counts[name]} {name}" for name in get_args(Commitment) if counts[name])
    bodies = f" with {count(len(view.parents), 'box')} in it" if view.parents else ""
    others = count(len(view.homes), "actor")
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


def footnote(view: View) -> str:
    """What stands under the picture: how to read its headings, and what it leaves out."""
    return " ".join(filter(None, (HEADINGS if view.outer else "", left_out(view))))


def table(view: View) -> DataFrame:
    """The ties of a view as a table, with what the picture shortens; its index are their rows."""
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
    return pd.DataFrame(rows, index=[tie.id for tie in view.shown])
