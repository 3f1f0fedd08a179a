"""The argument in words: what a picture of it shows, its finding, its description."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course_utils.argument import (
    AFTER,
    WORSE,
    Argument,
    Standing,
    Support,
    known,
    listing,
    paragraph_number,
    without,
)
from course_utils.course import Course
from course_utils.rows import Relation

MARKED: dict[Support, str] = {
    "taken away": "taken away",
    "lost its support": "without support",
    "weakened": "weakened",
}


@dataclass(frozen=True)
class View:
    """What a picture of the argument shows: the items drawn, and how each claim stands.

    ``focus`` is the item in the middle, or None for the whole; ``removed`` is what is taken away.
    """

    argument: Argument
    course: Course
    shown: tuple[str, ...]
    focus: str | None
    removed: tuple[str, ...]
    standings: Mapping[str, Standing]

    def support(self, item: str) -> Support | None:
        """How an item stands, if something is taken away and that makes it worse."""
        if item in self.removed:
            return "taken away"
        found = self.standings[item].support if item in self.standings else None
        return found if found in WORSE else None

    def who(self, item: str) -> str:
        """Who says so, in the short names of figures."""
        return ", ".join(map(self.course.label_of, self.argument.voices(item)))


def view(course: Course, focus: str | None = None, ids: str | Iterable[str] = ()) -> View:
    """Choose what to show: the whole argument, or all that bears on ``focus`` and what rests on it.

    Raises ``ValueError`` for an identifier that is not known.
    """
    argument = Argument.of(course)
    removed = known(
        ids,
        (*argument.claims, *argument.statements, *argument.premises),
        "claim, statement or premise",
    )
    standings = without(argument, removed)
    if focus is None:
        return View(argument, course, argument.linked, None, removed, standings)
    known(focus, (*argument.claims, *argument.statements), "claim or statement")
    return View(argument, course, argument.around(focus), focus, removed, standings)


def count(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``, ``no claim``."""
    return f"{number or 'no'} {noun}{'s' if number > 1 else ''}"


def finding(shown: View) -> str:
    """The title: what the structure of the argument, or the loss of a part, comes to."""
    if shown.removed:
        return _finding_without(shown)
    if shown.focus:
        return _finding_focus(shown, shown.focus)
    argument = shown.argument
    found = [hub for hub in argument.hubs if argument.role(hub) == "thesis"]
    if not argument.linked:
        return "No claim is linked to another"
    if not found:
        return f"{count(len(argument.links), 'link')} {_joined(argument)}"
    thesis = max(found, key=lambda hub: len(argument.grounds(hub)))
    grounds = argument.grounds(thesis)
    bare = sum(not argument.grounds(ground) for ground in grounds)
    against = count(len(argument.attackers(thesis)), "attack")
    own = f", {bare or 'none'} of them without grounds of their own" if grounds else ""
    return f"The thesis has {count(len(grounds), 'direct ground')}{own}, and {against}"


def _joined(argument: Argument) -> str:
    statements = sum(item in argument.statements for item in argument.linked)
    claims = count(len(argument.linked) - statements, "claim")
    verb = "join" if len(argument.links) > 1 else "joins"
    return f"{verb} {claims} and {count(statements, 'statement')}"


def _finding_focus(shown: View, focus: str) -> str:
    argument = shown.argument
    if focus not in argument.linked:
        return f"{focus} takes part in no link"
    grounds, against = argument.grounds(focus), len(argument.attackers(focus))
    words = f"{focus} has {count(len(grounds), 'recorded ground')}"
    words += one_voice(shown.course, argument, focus)
    uses = len(argument.out_of(focus, "supports"))
    if against:
        words += f"; {count(against, 'claim')} {'attack' if against > 1 else 'attacks'} it"
    if uses:
        words += f"; {count(uses, 'claim')} {'rest' if uses > 1 else 'rests'} on it"
    return words


def one_voice(course: Course, argument: Argument, item: str) -> str:
    """``, all on the word of Jafari`` if all that an item rests on has one voice, else nothing."""
    voices = {voice for last in argument.last_grounds(item) for voice in argument.voices(last)}
    if len(voices) != 1:
        return ""
    voice = course.label_of(voices.pop())
    whose = "of the author" if voice == "author" else f"of {voice}"
    number = len(argument.grounds(item))
    each = ", " if number == 1 else ", both " if number == 2 else ", all "
    return f"{each}on the word {whose}"


def _finding_without(shown: View) -> str:
    head = f"Without {listing(shown.removed, 4)}, "
    here = shown.standings.get(shown.focus or "")
    if here and here.claim not in shown.removed:
        return head + f"{here.claim} {AFTER[here.support]}"
    fallen = having(shown, "lost its support")
    weak = having(shown, "weakened")
    if not fallen and not weak:
        return head + "every other claim keeps the support it had"
    lost = _some(fallen, "loses its support", "lose their support") if fallen else ""
    hurt = _some(weak, "is weakened", "are weakened") if weak else ""
    return head + " and ".join(filter(None, [lost, hurt]))


def _some(claims: Sequence[str], one: str, several: str) -> str:
    named = listing(claims) if len(claims) <= 3 else f"{len(claims)} claims"
    return f"{named} {one if len(claims) == 1 else several}"


def having(shown: View, support: Support) -> tuple[str, ...]:
    """The claims of the whole argument that stand so, in the order of the file."""
    return tuple(c for c, standing in shown.standings.items() if standing.support == support)


def alternative(shown: View) -> str:
    """One sentence that says what the picture shows, for who cannot see it."""
    argument, focus = shown.argument, shown.focus
    if focus:
        after = {link.to_claim for link in argument.out_of(focus)}
        before = [item for item in shown.shown if item not in after and item != focus]
        bear = "bears" if len(before) == 1 else "bear"
        left = f"on the left {count(len(before), 'item')} that {bear} on it"
        right = f"on the right {count(len(after), 'claim')} that it bears on"
        return f"Map around {focus}, {a_role(argument, focus)}: {left}, {right}{_marked(shown)}."
    if not shown.shown:
        return "An empty map: no claim is linked to another."
    attacks = sum(link.kind == "attacks" for link in argument.links)
    return (
        f"Map of the argument: {count(len(argument.links), 'link')}, {attacks or 'none'} of them"
        f" attacks, {_joined(argument)}, from evidence on the left to"
        f" {listing(argument.hubs) or 'what follows from it'}{_marked(shown)}."
    )


def _marked(shown: View) -> str:
    """What stripes mark, to end a sentence."""
    losses = Counter(loss for item in shown.shown if (loss := shown.support(item)))
    marked = [f"{number} {MARKED[loss]}" for loss, number in losses.items()]
    return f", and stripes mark {listing(marked)}" if marked else ""


def a_role(argument: Argument, item: str) -> str:
    """The role with its article, as in ``an inference``; evidence and background have none."""
    role = argument.role(item)
    if role in ("evidence", "background"):
        return role
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"


def description(shown: View) -> list[str]:
    """What rests on what, one paragraph for each part of the picture."""
    parts = list(_losses(shown)) if shown.removed else []
    if shown.focus:
        return [*parts, *_around_words(shown, shown.focus)]
    argument = shown.argument
    for strand in argument.strands:
        steps = [step for item in strand if (step := _step(argument, item))]
        if steps:
            parts.append(f"{strand_name(shown.course, argument, strand)}: {'; '.join(steps)}.")
    parts.extend(f"{step}." for hub in argument.hubs if (step := _step(argument, hub)))
    alone = [claim for claim in argument.claims if claim not in argument.linked]
    return [*parts, f"In no link: {', '.join(alone)}."] if alone else parts


def _losses(shown: View) -> Iterator[str]:
    for support, words in (
        ("lost its support", "Lost their support"),
        ("weakened", "Weakened"),
    ):
        claims = [c for c, standing in shown.standings.items() if standing.support == support]
        yield f"{words}: {' '.join(shown.standings[c].sentence for c in claims) or 'no claim.'}"
    spared = [standing for standing in shown.standings.values() if standing.spared]
    if spared:
        gone = "; ".join(f"{listing(s.spared)} against {s.claim}" for s in spared)
        yield f"Attacks that are gone: {gone}."


def _step(argument: Argument, item: str) -> str:
    """``C25, an inference, rests on C7; against it C9``, or nothing where no link ends."""
    grounds, against = argument.grounds(item), argument.attackers(item)
    if not grounds and not against:
        return ""
    words = f"{item}, {a_role(argument, item)}"
    words += f", rests on {listing(grounds)}" if grounds else ""
    return words + (f", and {listing(against)} against it" if against else "")


def _around_words(shown: View, focus: str) -> Iterator[str]:
    argument = shown.argument
    yield f"In the middle, {_said(shown, focus)}."
    after = argument.sort(link.to_claim for link in argument.out_of(focus))
    for head, items in (
        ("It rests on", argument.grounds(focus)),
        ("Against it", argument.attackers(focus)),
        ("It leads to", after),
    ):
        if items:
            yield f"{head}: {'; '.join(_said(shown, item) for item in items)}."
    farther = [i for i in argument.around(focus) if i not in (focus, *after)]
    steps = [step for item in farther if (step := _step(argument, item))]
    if steps:
        yield f"Farther back: {'; '.join(steps)}."
    premises = [argument.premises[premise] for premise in argument.needs(focus)]
    if premises:
        words = "; ".join(f"{row.id}, {row.assumption.rstrip('.')}" for row in premises)
        yield f"Unstated premises that carry it, as we read it: {words}."


def _said(shown: View, item: str) -> str:
    row = shown.argument.row(item)
    words = shown.argument.words(item).rstrip(".")
    where = ", ".join(row.paragraph)
    basis = (shown.argument.role(item), shown.who(item), row.commitment, where)
    return f"{item}, {words} ({', '.join(basis)})"


def strand_name(course: Course, argument: Argument, strand: Sequence[str]) -> str:
    """Where most ties of a strand's claims play, and its paragraphs: ``Yemen (P3, P10, P11)``."""
    numbers = {paragraph_number(argument.row(item).paragraph[0]) for item in strand}
    if not any(argument.into(item) for item in strand):
        return f"Single grounds ({_span(numbers)})"
    ties = (row for row in course.rows(Relation) if row.claim_id in strand)
    places = Counter(place for row in ties for place in dict.fromkeys(row.theatre)).most_common(2)
    leads = bool(places) and (len(places) == 1 or places[0][1] > places[1][1])
    return f"{course.label('place', places[0][0])} ({_span(numbers)})" if leads else _span(numbers)


def _span(numbers: Iterable[int]) -> str:
    """Paragraphs by number; three or more in a row become ``P1 to P4``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [
        [f"P{run[0]} to P{run[-1]}"] if len(run) > 2 else [f"P{number}" for number in run]
        for run in runs
    ]
    return ", ".join(word for group in words for word in group)
