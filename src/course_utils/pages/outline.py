"""The argument as lines of an outline: what each says, on what it rests, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from course_utils.course import Course
from course_utils.reading.argument import (
    Argument,
    Standing,
    Support,
    hubs,
    into,
    links_into,
    links_out,
    role_of,
    row_of,
    source,
    strands,
    without,
    words_of,
)
from course_utils.reading.voices import COUNTED, whose_word
from course_utils.source.cells import Commitment
from course_utils.source.rows import Assumption, Coded, Link
from course_utils.words import count, listing, verb

OURS = "our reading"
ALONE = "Grounds that stand alone"
# The word and the sign of a standing; what a reader loses comes first.
MARKED: dict[Support, tuple[str, str]] = {
    "taken away": ("×", "taken away"),
    "lost its support": ("▼", "without support"),
    "weakened": ("▽", "weakened"),
    "keeps full support": ("✓", "stands"),
}
# The line that stands for a commitment.
MARKS: dict[Commitment, str] = {
    "the author says it": "full",
    "the author, with a reservation": "broken",
    "left open": "dots",
    "a party says it": "double",
    "asks or aims": "asks",
}
WORSE: tuple[Support, ...] = ("taken away", "lost its support", "weakened")


@dataclass(frozen=True)
class Line:
    """One item in the outline, and below it what bears on it.

    ``step`` is ``but`` or ``but then`` before an attack, ``move`` what the attack does,
    ``connective`` the text's word for the step; ``again`` if the item stands farther up already.
    """

    item: str
    role: str
    said: str
    commitment: Commitment | None
    basis: tuple[str, ...]
    support: Support | None
    leads: tuple[str, ...] = ()
    step: str = ""
    move: str = ""
    connective: str = ""
    again: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def mark(self) -> str:
        """The word and the sign of its standing, if something is taken away."""
        return " ".join(MARKED[self.support]) if self.support else ""


@dataclass(frozen=True)
class Strand:
    """Items that hang together: its name, its conclusions, how many it has, and where it leads."""

    name: str
    conclusions: tuple[str, ...]
    size: str
    counts: tuple[tuple[Commitment, int, str], ...]
    leads: tuple[str, ...]
    losses: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def touched(self) -> bool:
        """Whether anything in it is taken away or loses support."""
        return bool(self.losses)


@dataclass
class Outline:
    """The argument of a course without ``removed``, as lines; each item is unfolded once."""

    course: Course
    graph: Argument
    removed: Sequence[str] = ()
    met: set[str] = field(default_factory=set)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How every claim stands."""
        return without(self.graph, self.removed)

    def told(self, item: str) -> str:
        """What an item says, with its identifier: ``The route is missing. (C69)``."""
        return f"{words_of(self.graph, item)} ({item})"

    def carried_off(self) -> list[str]:
        """The claims that go with a statement that is taken away, and only with it."""
        with_it = [item for item, standing in self.standings.items() if standing.statement]
        return [item for item in with_it if item not in self.removed]

    def above(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield what an item bears on, and how: ``supports``, and the sentence."""
        for out in self._out(item):
            yield _bears(out), self.told(out.to_claim)

    @cached_property
    def hubs(self) -> tuple[str, ...]:
        """Where the argument leads."""
        return hubs(self.graph)

    def support(self, item: str) -> Support | None:
        """How an item stands, if anything is taken away and that can be said of it."""
        if item in self.removed:
            return "taken away"
        found = self.standings[item].support if item in self.standings else None
        return found if self.removed and found in MARKED else None

    def having(self, *supports: Support) -> list[str]:
        """The claims that stand so, in the order of the file."""
        return [item for item, standing in self.standings.items() if standing.support in supports]

    def line(self, item: str, link: Link | None = None, against: bool = False) -> Line:
        """The line of an item and all below it; ``against`` if what it bears on is an attack."""
        again = item in self.met
        self.met.add(item)
        attack = link is not None and link.kind == "attacks"
        attacking = attack or (link is None and any(o.kind == "attacks" for o in self._out(item)))
        below = () if again else tuple(self._below(item, attacking))
        made = self._made(item, below, link)
        seen = again and made.commitment is not None  # a premise has nothing below it
        return replace(made, again=seen, step=("but then" if against else "but") if attack else "")

    def hub(self, item: str) -> Line:
        """The line of a hub, with its unstated premises only: the strands hold its grounds."""
        self.met.add(item)
        return self._made(item, tuple(map(self.line, into(self.graph, item, "carries"))))

    def _made(self, item: str, below: tuple[Line, ...], link: Link | None = None) -> Line:
        row = row_of(self.graph, item)
        ours = link is not None and link.marker == OURS
        return Line(
            item,
            role_of(self.graph, item),
            words_of(self.graph, item),
            row.commitment if isinstance(row, Coded) else None,
            (*self._basis(item), *([f"step: {OURS}"] if ours else [])),
            self.support(item),
            tuple(self._leads(item, link)),
            move=(link.move or "") if link else "",
            connective=link.marker if link and not ours else "",
            lines=below,
        )

    def _below(self, item: str, against: bool) -> Iterator[Line]:
        """Yield grounds, then attacks, then unstated premises."""
        links = sorted(links_into(self.graph, item), key=lambda link: link.kind == "attacks")
        for link in links:
            yield self.line(source(link), link, against)
        for premise in into(self.graph, item, "carries"):
            yield self.line(premise)

    def strands(self) -> list[Strand]:
        """The argument without its hubs, strand by strand."""
        return [self._strand(items) for items in strands(self.graph)]

    def _strand(self, items: Sequence[str]) -> Strand:
        ends = [i for i in items if not any(out.to_claim in items for out in self._out(i))]
        alone = len(ends) == len(items)
        conclusions = [words_of(self.graph, end) for end in ends]
        named = strand_name(self.course, items)
        if alone:
            own = verb(len(items), "its", "their")
            conclusions = [f"{count(len(items), 'ground')} without grounds of {own} own"]
        return Strand(
            named or (ALONE if alone else conclusions[0]),
            tuple(conclusions) if named or alone else tuple(conclusions[1:]),
            self._size(items),
            tuple(self._counts(items)),
            tuple(self._roads(items)) or ("leads neither to the thesis nor to advice",),
            tuple(self._losses(items)),
            tuple(self.line(end) for end in ends),
        )

    def _size(self, items: Sequence[str]) -> str:
        kinds = Counter(
            "statement" if role_of(self.graph, item) == "statement" else "claim" for item in items
        )
        return listing([count(kinds[kind], kind) for kind in ("claim", "statement") if kinds[kind]])

    def _counts(self, items: Iterable[str]) -> Iterator[tuple[Commitment, int, str]]:
        rows = [row_of(self.graph, item) for item in items]
        found = Counter(row.commitment for row in rows if isinstance(row, Coded))
        for commitment in get_args(Commitment):
            if found[commitment]:
                yield commitment, found[commitment], COUNTED[commitment]

    def _losses(self, items: Iterable[str]) -> Iterator[str]:
        """Yield how many items stand worse, unstated premises among what bears on them."""
        around = {premise for item in items for premise in into(self.graph, item, "carries")}
        found = Counter(self.support(item) for item in (*items, *around))
        for loss in WORSE:
            if found[loss]:
                yield f"{MARKED[loss][0]} {found[loss]} {MARKED[loss][1]}"

    def _roads(self, items: Iterable[str]) -> Iterator[str]:
        """Yield where the items lead, each way once with its number: ``supports advice, twice``."""
        roads = [out for item in items for out in self._to_hubs(item)]
        names = {"thesis": "the thesis", "recommendation": "advice"}
        ways = Counter(
            f"{_bears(out)} {names[role_of(self.graph, out.to_claim)]}"
            for out in sorted(roads, key=lambda out: out.kind == "attacks")
        )
        times = {1: "", 2: ", twice"}
        yield from (f"{way}{times.get(n, f', {n} times')}" for way, n in ways.items())

    def _leads(self, item: str, link: Link | None) -> Iterator[str]:
        """Yield where the item leads among the hubs, beside the step that ``link`` is."""
        for out in self._to_hubs(item):
            if out is link:
                continue
            steps = [out.move or "", out.marker if out.marker == OURS else f"“{out.marker}”"]
            yield f"{_bears(out)} {self.name(out.to_claim)} ({', '.join(filter(None, steps))})"

    def name(self, hub: str) -> str:
        """``the thesis`` or, where there are several, ``recommendation C81``."""
        role = role_of(self.graph, hub)
        several = sum(role_of(self.graph, other) == role for other in self.hubs) > 1
        return f"{role} {hub}" if several else f"the {role}"

    def _out(self, item: str) -> list[Link]:
        return links_out(self.graph, item)

    def _to_hubs(self, item: str) -> list[Link]:
        return [out for out in self._out(item) if out.to_claim in self.hubs]

    def _basis(self, item: str) -> Iterator[str]:
        """Yield identifier, paragraph, whose word and how sure, and the words that hedge it."""
        row = row_of(self.graph, item)
        yield item
        if isinstance(row, Assumption):
            yield OURS if row.basis == "ours" else row.basis
            return
        yield ", ".join(row.paragraph)
        yield whose_word(self.course, row)
        yield from (f"“{hedge}”" for hedge in row.hedge)
        if row.condition:
            yield f"if {row.condition.replace('; ', ' and ')}"


def _bears(out: Link) -> str:
    return "stands against" if out.kind == "attacks" else "supports"


def strand_name(course: Course, items: Iterable[str]) -> str:
    """The name that the data give to one of these items' strand, or nothing."""
    named = [term.label for term in course.terms_of("strand") if term.id in set(items)]
    return listing(named)
