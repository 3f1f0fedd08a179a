"""A view of the network in words: title, alternative text, description, headings, table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from typing import get_args

from course_utils.reading.network import ACROSS, OPPOSITION, OWN, View, ends
from course_utils.source.cells import Commitment
from course_utils.words import count, inside, listing

DOUBTED: Commitment = "the author, with a reservation"
ASKED: Commitment = "asks or aims"  # no belief about what is so: not counted
# On what kinds of word ties that say what is so can rest.
RESTS: dict[str, tuple[Commitment, ...]] = {
    "own": (OWN,),
    "doubted": (DOUBTED, "left open"),
    "party": ("a party says it",),
}


def finding(view: View) -> str:
    """The title: whose word joins the core to whom, in words."""
    if not view.shown:
        missing = f"{view.course.label_of(view.focus)} has no tie that fits" if view.focus else ""
        return missing or "No tie fits these choices"
    heads = [f"Theatre {view.theatre}"] if view.theatre else []
    if {bundle.tie_class for bundle in view.lines} == {OPPOSITION}:
        heads.append("opposition" if heads else "Opposition")
    where = f"{', '.join(heads)}: ties" if heads else "Ties"
    found = resting(_rests_on(view), 3 if view.focus else 5)
    joined = "; those to ".join(found)
    return f"{where} of {inside(view.actors[view.core].label)}{' to ' * bool(joined)}{joined}"


def _rests_on(view: View) -> Mapping[str, Counter[Commitment]]:
    """What joins the core to each home, or one actor to each partner."""
    counted: dict[str, Counter[Commitment]] = {}
    for bundle in view.lines:
        name = view.actors[bundle.at].label if view.focus else view.homes[bundle.at]
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
    half = believed(kinds) / 2
    most = [name for name, of in RESTS.items() if sum(kinds[one] for one in of) > half]
    return most[0] if most else "mixed" if half else "asked"


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


def heading(view: View, actors: Set[str]) -> str:
    """How many of the ties of the actors under a heading the author says."""
    own = [tie for tie in view.shown if actors & {*ends(tie)}]
    kinds = Counter(tie.commitment for tie in own)
    said = f"the author says {kinds[OWN]} of {believed(kinds)}"
    return said if believed(kinds) else "only asked for or aimed at"


def alternative(view: View) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    if not view.shown:
        return f"{finding(view)}: an empty network."
    counts = Counter(tie.commitment for tie in view.shown)
    kinds = ", ".join(f"{counts[name]} “{name}”" for name in get_args(Commitment) if counts[name])
    bodies = f" with {count(len(view.boxes) - 1, 'box')} in it" if len(view.boxes) > 1 else ""
    middle = f"{view.actors[view.core].label} in the middle{bodies}"
    others = f"{count(len(view.homes), 'actor')} at the sides by {_sorted_by(view) or 'home'}"
    return f"Network of {count(len(view.shown), 'tie')}: {middle}, {others}; {kinds}."


def description(view: View) -> list[str]:
    """What the table of ties does not say: who is in none of some kind, and what is left out."""
    own = {end for tie in view.shown if tie.commitment == OWN for end in ends(tie)}
    tied = dict.fromkeys(end for tie in view.shown for end in ends(tie))
    doubted = [actor for actor in tied if actor not in own]
    alone = [actor for actor, degree in view.graph.degree if not degree]
    found = {"In no tie that the author says without a reservation": doubted, "In no tie": alone}
    names = {what: ", ".join(map(view.course.label_of, actors)) for what, actors in found.items()}
    words = [f"{what}: {named}." for what, named in names.items() if named]
    return [*words, *footnote(view)[bool(view.homes) :]]


def footnote(view: View) -> list[str]:
    """What stands under the picture: how to read its headings, and what it leaves out."""
    left_out = [f"Left out: {'; '.join(view.left_out)}."] if view.left_out else []
    by = _sorted_by(view)
    apart = ", which need not be the theatre of their ties" * by.endswith("home")
    return [*[f"In bold: the {by} of the actors{apart}."] * bool(by), *left_out]


def _sorted_by(view: View) -> str:
    """What the headings at the sides are: ``group``, ``home``, ``group or home``, or none."""
    return " or ".join(sorted({"group" if view.actors[a].group else "home" for a in view.homes}))


def rows(view: View) -> dict[str, dict[str, object]]:
    """The ties of a view by their identifiers, with what the picture shortens."""
    return {
        tie.id: {
            "From": view.course.label_of(tie.from_actor),
            "Tie": view.course.label("tie", tie.kind),
            "To": view.course.label_of(tie.to_actor),
            "For": view.course.label_of(tie.object_actor or ""),
            "Direction": "one way" if tie.directed else "none",
            "Commitment": tie.commitment,
            "Who says so": view.voice(tie),
            "Hedge": ", ".join(tie.hedge),
            "Theatre": ", ".join(view.course.label("place", name) for name in tie.theatre),
            "Paragraph": ", ".join(tie.paragraph),
        }
        for tie in view.shown
    }
