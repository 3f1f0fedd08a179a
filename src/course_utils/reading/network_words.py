"""A view of the network in words: title, alternative text, description, headings, table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from course_utils.reading.network import ACROSS, OWN
from course_utils.reading.network_view import OPPOSITION, View
from course_utils.source.cells import Commitment
from course_utils.words import count, inside, listing

if TYPE_CHECKING:
    from pandas import DataFrame

DOUBTED: Commitment = "the author, with a reservation"
# On what kinds of word ties that say what is so can rest.
RESTS: dict[str, Sequence[Commitment]] = {
    "own": (OWN,),
    "doubted": (DOUBTED, "left open"),
    "party": ("a party says it",),
}
ASKED: Commitment = "asks or aims"  # no belief about what is so: not counted
NOTHING = "No tie fits these choices"
HEADINGS = "In bold: the home of the actors, which need not be the theatre of their ties."


def finding(view: View) -> str:
    """The title: whose word joins the core to whom, in words."""
    if not view.core or not view.shown:
        return NOTHING if not view.focus else f"{view.label(view.focus)} has no tie that fits"
    where = f"Theatre {view.theatre}: ties" if view.theatre else "Ties"
    joined = "; those to ".join(resting(_rests_on(view), 3 if view.focus else 5))
    return f"{where} of {inside(view.label(view.core))}{' to ' * bool(joined)}{joined}"


def _rests_on(view: View) -> Mapping[str, Counter[Commitment]]:
    """What joins the core to each home, or one actor to each partner, opposition apart."""
    counted: dict[str, Counter[Commitment]] = {}
    for bundle in view.lines:
        if bundle.tie_class != OPPOSITION:
            name = view.label(bundle.at) if view.focus else view.homes[bundle.at]
            counted.setdefault(name, Counter()).update(bundle.commitments)
    some = {name: kinds for name, kinds in counted.items() if name != ACROSS}
    return some or {f"actors {name.lower()}": kinds for name, kinds in counted.items()}


def resting(counted: Mapping[str, Counter[Commitment]], most: int = 5) -> Iterator[str]:
    """For ties counted by name: which names, at most ``most``, share on what most ties rest."""
    said: dict[str, list[str]] = {}
    for name, kinds in counted.items():
        said.setdefault(_prevailing(kinds), []).append(name)
    for prevailing in (*RESTS, "mixed", "asked"):
        if names := said.get(prevailing, []):
            together = sum((counted[name] for name in names), Counter[Commitment]())
            yield f"{listing([*map(inside, names)], most)} {_predicate(prevailing, together)}"


def _prevailing(kinds: Counter[Commitment]) -> str:
    """On what kind of word more than half of the ties rest."""
    if not believed(kinds):
        return "asked"
    half = believed(kinds) / 2
    return next(
        (name for name, of in RESTS.items() if sum(kinds[one] for one in of) > half), "mixed"
    )


def _predicate(prevailing: str, kinds: Counter[Commitment]) -> str:
    """What is said of ties of which most, or all, rest on one kind of word."""
    left_open = " or are left open" if kinds["left open"] else ""
    reserved = "carry a reservation" + left_open if kinds[DOUBTED] else "are left open"
    rest = sum(kinds[one] for one in RESTS.get(prevailing, ()))
    mostly = "" if rest == believed(kinds) else "mostly "
    return {
        "own": f"rest {mostly}on the author's own word",
        "doubted": f"{mostly}{reserved}",
        "party": f"rest {mostly}on a party's word",
        "mixed": "are divided",
        "asked": "are only asked for or aimed at",
    }[prevailing]


def believed(kinds: Counter[Commitment]) -> int:
    """How many ties say what is so, those asked for or aimed at left out."""
    return sum(kinds.values()) - kinds[ASKED]


def heading(view: View, home: str) -> str:
    """How many of the ties of a home the author answers for himself."""
    kinds = Counter(
        tie.row.commitment for tie in view.shown if home in map(view.homes.get, tie.ends)
    )
    return f"the author says {kinds[OWN]} of {believed(kinds)}"


def alternative(view: View) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not view.core or not view.shown:
        return f"{finding(view)}: an empty network."
    counts = Counter(tie.row.commitment for tie in view.shown)
    kinds = ", ".join(f"{counts[name]} {name}" for name in get_args(Commitment) if counts[name])
    bodies = f" with {count(len(view.boxes) - 1, 'box')} in it" if len(view.boxes) > 1 else ""
    ties, others = count(len(view.shown), "tie"), count(len(view.homes), "actor")
    middle = f"{view.label(view.core)} in the middle{bodies}"
    return f"Network of {ties}: {middle}, {others} at the sides by home; {kinds}."


def description(view: View) -> list[str]:
    """All ties in words, by the home of whom they start from; then what is left out."""
    said: dict[str, list[str]] = {}
    for tie in view.shown:
        said.setdefault(view.graph.nodes[tie.ends[0]]["home"], []).append(tie.sentence)
    words = [f"From {inside(home)}: {'; '.join(found)}." for home, found in said.items()]
    own = {name for tie in view.shown if tie.row.commitment == OWN for name in tie.names}
    ends = dict.fromkeys(name for tie in view.shown for name in tie.names)
    if falling := [name for name in ends if name not in own]:
        words.append(f"In no tie that the author says without a reservation: {', '.join(falling)}.")
    if alone := [view.label(actor) for actor, degree in view.graph.degree if not degree]:
        words.append(f"In no tie: {', '.join(alone)}.")
    return [*words, *footnote(view)[bool(view.homes) :]]


def footnote(view: View) -> list[str]:
    """What stands under the picture: how to read its headings, and what it leaves out."""
    left_out = [f"Left out: {'; '.join(view.left_out)}."] if view.left_out else []
    return [HEADINGS, *left_out] if view.homes else left_out


def table(view: View) -> DataFrame:
    """The ties of a view as a table, with what the picture shortens; its index are their rows."""
    import pandas as pd

    rows = {
        tie.row.id: {
            "From": tie.names[0],
            "Tie": tie.word,
            "To": tie.names[1],
            "For": tie.about,
            "Direction": "one way" if tie.row.directed else "none",
            "Commitment": tie.row.commitment,
            "Who says so": tie.voice or "the author",
            "Hedge": ", ".join(tie.row.hedge),
            "Theatre": ", ".join(view.course.label("place", name) for name in tie.row.theatre),
            "Paragraph": ", ".join(tie.row.paragraph),
        }
        for tie in view.shown
    }
    return pd.DataFrame.from_dict(rows, orient="index")
