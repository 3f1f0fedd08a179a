"""The argument as a graph: what each claim rests on, what attacks it, what falls with what.

Claims and statements are joined by links that support or attack.  Claim, ground and unstated
premise are the claim, data and warrant of Toulmin, *The Uses of Argument* (1958).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from course_utils.cells import LinkKind
from course_utils.course import Course
from course_utils.rows import Assumption, Claim, Link, Statement

Support = Literal[
    "taken away", "lost its support", "weakened", "keeps full support", "stands on its own"
]
WORSE: tuple[Support, ...] = ("taken away", "lost its support", "weakened")
AFTER: dict[Support, str] = {
    "taken away": "is taken away",
    "lost its support": "has lost its support",
    "weakened": "is weakened",
    "keeps full support": "keeps full support",
    "stands on its own": "stands on its own, without a recorded ground",
}
HUB_ROLES = ("thesis", "recommendation")


@dataclass(frozen=True)
class Argument:
    """The claims, statements and unstated premises of a course by identifier, and the links.

    An *item* is a claim or a statement.  Its grounds are the items that support it directly.
    """

    claims: Mapping[str, Claim]
    statements: Mapping[str, Statement]
    premises: Mapping[str, Assumption]
    links: tuple[Link, ...]

    @classmethod
    def of(cls, course: Course) -> Argument:
        """The argument of a course; loading it has made sure that no links form a circle."""
        return cls(
            {row.id: row for row in course.rows(Claim)},
            {row.id: row for row in course.rows(Statement)},
            {row.id: row for row in course.rows(Assumption)},
            course.rows(Link),
        )

    def row(self, item: str) -> Claim | Statement:
        """The row of a claim or a statement."""
        return self.claims[item] if item in self.claims else self.statements[item]

    def role(self, item: str) -> str:
        """The role of a claim; ``statement`` for a statement."""
        return self.claims[item].role if item in self.claims else "statement"

    def words(self, item: str) -> str:
        """What a claim or a statement says, in our words."""
        return self.claims[item].claim if item in self.claims else self.statements[item].content

    def voices(self, item: str) -> tuple[str, ...]:
        """Who says so, as identifiers of actors, ``author`` or ``unnamed``."""
        return self.claims[item].claimed_by if item in self.claims else self.statements[item].who

    def into(self, item: str, kind: LinkKind | None = None) -> tuple[Link, ...]:
        """The links that end at an item, those of one kind only if it is given."""
        return tuple(link for link in self._into.get(item, ()) if kind in (None, link.kind))

    def out_of(self, item: str, kind: LinkKind | None = None) -> tuple[Link, ...]:
        """The links that start at an item, those of one kind only if it is given."""
        return tuple(link for link in self._out_of.get(item, ()) if kind in (None, link.kind))

    def grounds(self, item: str) -> tuple[str, ...]:
        """The items that support an item directly."""
        return tuple(dict.fromkeys(map(source, self.into(item, "supports"))))

    def attackers(self, item: str) -> tuple[str, ...]:
        """The items that stand against an item."""
        return tuple(dict.fromkeys(map(source, self.into(item, "attacks"))))

    def rests_on(self, item: str) -> tuple[str, ...]:
        """All that supports an item, directly or through other grounds."""
        found: set[str] = set()
        waiting = list(self.grounds(item))
        while waiting:
            ground = waiting.pop()
            if ground not in found:
                found.add(ground)
                waiting.extend(self.grounds(ground))
        return self.sort(found)

    def last_grounds(self, item: str) -> tuple[str, ...]:
        """Of all that an item rests on, what has no recorded ground itself."""
        return tuple(ground for ground in self.rests_on(item) if not self.grounds(ground))

    def around(self, item: str, steps: int | None = None) -> tuple[str, ...]:
        """The item, what bears on it through at most ``steps`` links, and what it bears on."""
        found, edge = {item}, [item]
        while edge and steps != 0:
            near = dict.fromkeys(source(link) for here in edge for link in self.into(here))
            edge = [other for other in near if other not in found]
            found.update(edge)
            steps = None if steps is None else steps - 1
        return self.sort(found | {link.to_claim for link in self.out_of(item)})

    def needs(self, item: str) -> tuple[str, ...]:
        """The unstated premises that carry a claim."""
        return tuple(row.id for row in self.premises.values() if item in row.carries)

    def sort(self, items: Iterable[str]) -> tuple[str, ...]:
        """Items, each once, in the order of the files, statements first."""
        chosen = set(items)
        return tuple(item for item in (*self.statements, *self.claims) if item in chosen)

    @cached_property
    def linked(self) -> tuple[str, ...]:
        """The items that take part in at least one link."""
        return self.sort(item for link in self.links for item in (source(link), link.to_claim))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All items, each after everything that supports or attacks it."""
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for item in (*self.statements, *self.claims):
            sorter.add(item, *map(source, self.into(item)))
        return tuple(sorter.static_order())

    @cached_property
    def hubs(self) -> tuple[str, ...]:
        """Where the argument leads: each linked thesis and recommendation that ends it.

        That is, what it leads to, if anything, is one of them too.  Each comes after its grounds.
        """
        found: list[str] = []
        for item in reversed(self.order):
            ends = all(link.to_claim in found for link in self.out_of(item))
            if ends and item in self.linked and self.role(item) in HUB_ROLES:
                found.append(item)
        return tuple(reversed(found))

    @cached_property
    def strands(self) -> tuple[tuple[str, ...], ...]:
        """The items that hang together when the hubs are left out, strand by strand in text order.

        Items whose only links go to hubs make up one strand, the last.
        """
        left = [item for item in self.linked if item not in self.hubs]
        strands: list[tuple[str, ...]] = []
        while left:
            strand = self._together(left[0])
            left = [item for item in left if item not in strand]
            strands.append(strand)
        single = tuple(strand[0] for strand in strands if len(strand) == 1)
        several = sorted((s for s in strands if len(s) > 1), key=self._place)
        return (*several, single) if single else tuple(several)

    def _together(self, item: str) -> tuple[str, ...]:
        found, waiting = set(self.hubs), [item]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(map(source, self.into(here)))
                waiting.extend(link.to_claim for link in self.out_of(here))
        return self.sort(found - set(self.hubs))

    def _place(self, strand: Sequence[str]) -> int:
        """Where a strand stands in the text: the paragraph of its middle item."""
        numbers = sorted(paragraph_number(self.row(item).paragraph[0]) for item in strand)
        return numbers[len(numbers) // 2]

    @cached_property
    def _into(self) -> dict[str, list[Link]]:
        return _by((link.to_claim, link) for link in self.links)

    @cached_property
    def _out_of(self) -> dict[str, list[Link]]:
        return _by((source(link), link) for link in self.links)


def _by(pairs: Iterable[tuple[str, Link]]) -> dict[str, list[Link]]:
    grouped: dict[str, list[Link]] = {}
    for key, link in pairs:
        grouped.setdefault(key, []).append(link)
    return grouped


def source(link: Link) -> str:
    """The claim or statement where a link starts."""
    return link.from_claim or link.from_statement or ""


def paragraph_number(paragraph: str) -> int:
    """The number of a paragraph: 10 for ``P10``."""
    return int(paragraph[1:])


def known(given: str | Iterable[str], pool: Iterable[str], what: str) -> tuple[str, ...]:
    """``given`` as a tuple, each once; a single identifier may stand alone.

    Raises ``ValueError`` for an identifier that is not in ``pool``, with those that look like it.
    """
    wanted = tuple(dict.fromkeys([given] if isinstance(given, str) else given))
    every = list(pool)
    listed = {item.lower(): item for item in every}
    for item in wanted:
        if item not in every:
            near = get_close_matches(str(item).lower(), listed, n=3, cutoff=0.5)
            some = near or list(listed)[:1]
            names = ", ".join(listed[name] for name in some)
            hint = f"{'like it' if near else 'the first'}: {names}" if some else "there is none"
            raise ValueError(f"no {what} is called '{item}'; {hint}")
    return wanted


def listing(names: Sequence[str], most: int = 99) -> str:
    """``A``, ``A and B``, ``A, B and C``; more than ``most`` end in ``and 4 others``."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


# What falls


@dataclass(frozen=True)
class Standing:
    """How a claim stands when some items or premises are taken away, and why.

    ``gone`` are its grounds that are taken away or have lost their support, ``weakened`` those that
    keep some of it, ``kept`` the rest; ``premises`` are premises it needs that are taken away;
    ``spared`` are items that stood against it and are gone.
    """

    claim: str
    support: Support
    gone: tuple[str, ...] = ()
    weakened: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The standing and its reasons in one sentence."""
        reasons = "; ".join(self._reasons())
        return f"{self.claim} {AFTER[self.support]}{': ' if reasons else ''}{reasons}."

    def _reasons(self) -> Iterator[str]:
        if self.support == "taken away":
            return
        if self.premises:
            one = len(self.premises) == 1
            words = "a premise that was" if one else "premises that were"
            yield f"it rests on {words} taken away ({listing(self.premises)})"
        if self.gone:
            yield f"{listing(self.gone)} {'is' if len(self.gone) == 1 else 'are'} gone"
        if self.weakened:
            yield f"{listing(self.weakened)} {'is' if len(self.weakened) == 1 else 'are'} weakened"
        if self.support == "weakened" and self.kept:
            yield f"{listing(self.kept)} {'stays' if len(self.kept) == 1 else 'stay'}"
        if self.spared:
            verb = "stands" if len(self.spared) == 1 else "stand"
            yield f"{listing(self.spared)} no longer {verb} against it"


def without(course: Course | Argument, ids: str | Iterable[str]) -> dict[str, Standing]:
    """How every claim stands when claims, statements or unstated premises are taken away.

    The rule, for each claim in turn:

    - a claim in ``ids``, or taken from a statement in ``ids``, is *taken away*;
    - a claim with grounds has *lost its support* when all of them are gone, that is, are taken away
      or have lost their own support;
    - it is *weakened*, that is, keeps some support, when some grounds are gone or weakened, or when
      a premise that carries it is taken away;
    - a claim with grounds that are all in place *keeps full support*;
    - a claim that never had a recorded ground *stands on its own*: it does not fall unless it is
      taken away, and is weakened only by the loss of a premise.

    What stands against a claim never supports it, and taking it away restores nothing; it is named
    in ``Standing.spared``.  A claim that is taken away leaves its statement in place.

    Raises ``ValueError`` for an identifier that is no claim, statement or premise.
    """
    argument = course if isinstance(course, Argument) else Argument.of(course)
    pool = (*argument.claims, *argument.statements, *argument.premises)
    named = known(ids, pool, "claim, statement or premise")
    quoted = (row.id for row in argument.claims.values() if row.statement_id in named)
    removed = frozenset((*named, *quoted))
    found: dict[str, Standing] = {}
    for item in argument.order:
        if item in argument.claims:
            found[item] = _standing(argument, item, removed, found)
    return {claim: found[claim] for claim in argument.claims}


def _standing(
    argument: Argument, claim: str, removed: frozenset[str], found: Mapping[str, Standing]
) -> Standing:
    def fallen(item: str) -> bool:
        return item in removed or (item in found and found[item].support in WORSE[:2])

    grounds = argument.grounds(claim)
    gone = tuple(filter(fallen, grounds))
    weak = tuple(g for g in grounds if g in found and found[g].support == "weakened")
    premises = tuple(premise for premise in argument.needs(claim) if premise in removed)
    return Standing(
        claim,
        "taken away" if claim in removed else _support(len(grounds), len(gone), weak or premises),
        gone,
        weak,
        tuple(ground for ground in grounds if ground not in (*gone, *weak)),
        premises,
        tuple(filter(fallen, argument.attackers(claim))),
    )


def _support(grounds: int, gone: int, hurt: Sequence[str]) -> Support:
    if grounds and gone == grounds:
        return "lost its support"
    if gone or hurt:
        return "weakened"
    return "keeps full support" if grounds else "stands on its own"
