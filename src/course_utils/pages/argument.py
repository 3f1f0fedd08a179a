"""The argument as a page: thesis and advice on top, then strands that open to sentences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, get_args

from course_utils.course import Course
from course_utils.pages.render import Page, render
from course_utils.reading import argument
from course_utils.reading.voices import COUNTED, names_of, whose_word
from course_utils.source.text_rows import Link
from course_utils.words import count, counts, known, listing, plural, verb

BEARINGS: tuple[argument.Bearing, ...] = get_args(argument.Bearing)
MOST_ADVICE = 5  # more recommendations are folded, so that the strands are seen at once
AFTER: dict[argument.Support, str] = {
    "lost its support": "has lost its support",
    "weakened": "is weakened",
    "keeps full support": "keeps full support",
    "stands on its own": "stands on its own, without a recorded ground",
}


def show_argument(
    course: Course,
    focus: str | None = None,
    without: str | Iterable[str] = (),
    boxes: Sequence[str] = (),
) -> Page:
    """Show what supports and what attacks the claims of the text, as sentences.

    focus: a claim or statement, ``"C50"``: what it bears on, and all that bears on it.
    without: claims, statements or unstated premises to take away, ``["S9", "A1"]``; what falls, is
    weakened or stands says so, and a claim goes with the statement that it is taken from.
    ``course_utils.reading.argument.without`` gives the rule.
    boxes: where an explorer has a check box, which does nothing outside it.

    Raises ``ValueError`` for an identifier that is not known, with those that look like it.
    """
    outline = Outline(course, without)
    known([] if focus is None else focus, outline.coded, "claim or statement")
    title = outline.finding(focus)
    # Names the places of one call apart from those of others, and the same each time.
    call = repr((course.about, (focus, outline.removed, boxes)))
    body = render(
        "argument.html",
        title=title,
        outline=outline,
        focus=focus,
        advice=outline.advice if len(outline.advice) > MOST_ADVICE else [],
        strands=argument.strands(outline.graph),
        gone=[item for item in outline.having("taken away") if item not in outline.removed],
        counted=COUNTED,
        boxes={item: place for place, item in enumerate(boxes)},
        prefix=f"a{blake2b(call.encode(), digest_size=4).hexdigest()}",
    )
    return Page(title, body)


class Outline:
    """The argument of a course without ``removed``, as lines; each item is unfolded once."""

    def __init__(self, course: Course, removed: str | Iterable[str]) -> None:
        self.course = course
        self.graph = argument.argument_of(course)
        self.nodes = self.graph.nodes
        self.removed = known(removed, self.graph, "claim, statement or premise")
        supports = argument.without(course, self.removed)
        for item, node in self.nodes.items():
            node["word"] = "" if node["role"] == "unstated" else whose_word(course, node["row"])
            node["support"] = "taken away" if item in self.removed else supports.get(item)
        ends = {hub: self.nodes[hub]["role"] for hub in argument.hubs(self.graph)}
        self.advice = [hub for hub, role in ends.items() if role == "recommendation"]
        roles = Counter(node["role"] for node in self.nodes.values())
        self.hubs = {
            h: f"{role} {h}" if roles[role] > 1 else f"the {role}" for h, role in ends.items()
        }
        self.coded = [item for item, node in self.nodes.items() if node["role"] != "unstated"]
        self.met: set[str] = set()

    def line(
        self, item: str, link: Link | None = None, against: bool = False, hub: bool = False
    ) -> dict[str, Any]:
        """One item, and below it what bears on it: grounds, then attacks, then unstated premises.

        ``link`` is the step to it, ``against`` whether what it bears on is an attack; ``again`` if
        it stands farther up already.  Strands hold the grounds of a ``hub``.
        """
        again = item in self.met
        self.met.add(item)
        attack = any(step.kind == "attacks" for step in ([link] if link else self.steps(item)))
        edges = [] if again else self.graph.in_edges(item, data=True)
        below = [(start, edge) for start, _, edge in edges if not (hub and edge["link"])]
        below.sort(key=lambda pair: BEARINGS.index(pair[1]["kind"]))
        return {
            **self.nodes[item],
            "item": item,
            "link": link,
            "against": against,
            "again": again,
            "leads": [step for step in self.roads(item) if step is not link],
            "lines": [self.line(start, edge["link"], attack) for start, edge in below],
        }

    def steps(self, item: str) -> list[Link]:
        return [link for _, _, link in self.graph.out_edges(item, data="link") if link]

    def roads(self, item: str) -> list[Link]:
        """The links from an item to where the argument leads."""
        return [step for step in self.steps(item) if step.to_claim in self.hubs]

    def end(self, hub: str) -> str:
        """Where a strand leads; which thesis, if there are several."""
        return "advice" if self.nodes[hub]["role"] == "recommendation" else self.hubs[hub]

    def having(self, *supports: argument.Support) -> list[str]:
        return [item for item, node in self.nodes.items() if node["support"] in supports]

    def strand(self, items: Sequence[str]) -> dict[str, Any]:
        """Items that hang together: name, conclusions, how many, what is lost, where they lead."""
        ends = [item for item in items if not set(self.graph[item]) & set(items)]
        premises = {to for item in items for to in argument.into(self.graph, item, "carries")}
        statements = sum(self.nodes[item]["role"] == "statement" for item in items)
        roads = [step for item in items for step in self.roads(item)]
        names = [term.label for term in self.course.terms_of("strand") if term.id in items]
        kinds, alone = self._alone(ends) if ends == items else ("", "")
        return {
            "name": listing(names) or kinds,
            "alone": alone,
            "ends": [self.nodes[end]["words"] for end in ends],
            "size": counts({"claim": len(items) - statements, "statement": statements}),
            "counts": Counter(self.nodes[item]["row"].commitment for item in items),
            "roads": Counter((step.kind, self.end(step.to_claim)) for step in roads),
            "supports": Counter(self.nodes[item]["support"] for item in (*items, *premises)),
            "lines": [self.line(end) for end in ends],
        }

    def _alone(self, ends: Sequence[str]) -> tuple[str, str]:
        """``Grounds and attacks that stand alone``, ``10 grounds and 1 attack without grounds``."""
        against = sum({step.kind for step in self.steps(end)} == {"attacks"} for end in ends)
        number = {"ground": len(ends) - against, "attack": against}
        kinds = listing([plural(kind) for kind, several in number.items() if several])
        their = "its" if len(ends) == 1 else "their"
        head = f"{kinds.capitalize()} that stand alone"
        return head, f"{counts(number)} without grounds of {their} own"

    def finding(self, focus: str | None) -> str:
        """The title: on whose word the thesis or the focus rests, or what the loss comes to."""
        if self.removed:
            left = AFTER.get(self.nodes[focus]["support"]) if focus else None
            head = f"Without {listing(self.removed, 4)}, "
            return head + (f"{focus} {left}" if left else self.effect())
        items = argument.linked(self.graph)
        if focus:
            return self._around(focus) if focus in items else f"{focus} takes part in no step"
        if not items:
            return "No claim is linked to another"
        if theses := [item for item, node in self.nodes.items() if node["role"] == "thesis"]:
            return self._under(theses)
        steps = len(self.course.rows(Link))
        joins = f"{count(steps, 'step')} {verb(steps, 'joins', 'join')}"
        return f"{joins} {count(len(items), 'claim')}, and none is a thesis"

    def _under(self, theses: Sequence[str]) -> str:
        """``The thesis rests on 18 grounds, 2 of them the author's word without reservation``.

        Of several it also says how many each has: ``2 theses rest on 4 grounds: 3 for C1, 1 for
        C4; 1 claim stands against C4``.
        """
        of = {thesis: argument.into(self.graph, thesis) for thesis in theses}
        grounds = {ground for bearing in of.values() for ground in bearing}
        said = [self.nodes[ground]["row"].commitment for ground in grounds]
        own = said.count("the author says it")
        some = f"{'all' if own == len(said) else own or 'none'} of them "
        if len(said) == 1:
            some = "" if own else "not "
        words = f", {some}the author's word without reservation" if grounds else ""
        head = count(len(grounds), "ground" if grounds else "recorded ground")
        if len(theses) == 1:
            return f"The thesis rests on {head}{words}{self._against(theses[0], 'it')}"
        each = listing([f"{len(bearing) or 'none'} for {one}" for one, bearing in of.items()])
        against = "".join(self._against(thesis, thesis) for thesis in theses)
        return f"{len(theses)} theses rest on {head}{words}{f': {each}' * bool(grounds)}{against}"

    def _around(self, focus: str) -> str:
        """``This claim rests on 2 recorded grounds, both on the word of Brandt``, and so on."""
        number = len(argument.into(self.graph, focus))
        last = [self.nodes[ground]["row"] for ground in argument.last_grounds(self.graph, focus)]
        names = names_of(self.course, *last)
        each = {1: ", ", 2: ", both "}.get(number, ", all ")
        voice = f"{each}on the word of {names[0]}" if len(names) == 1 else ""
        uses = sum(step.kind == "supports" for step in self.steps(focus))
        on_it = f"; {count(uses, 'claim')} {verb(uses, 'rests', 'rest')} on it" if uses else ""
        head = f"This claim rests on {count(number, 'recorded ground')}"
        return f"{head}{voice}{self._against(focus, 'it')}{on_it}"

    def _against(self, item: str, named: str) -> str:
        number = len(argument.into(self.graph, item, "attacks"))
        stands = verb(number, "stands", "stand")
        return f"; {count(number, 'claim')} {stands} against {named}" if number else ""

    def effect(self) -> str:
        """What the loss comes to: ``1 claim loses its support, 8 are weakened and 83 stand``."""
        fallen, weak = (len(self.having(kind)) for kind in ("lost its support", "weakened"))
        stand = len(self.having("keeps full support", "stands on its own"))
        if not fallen and not weak:
            return "every other claim keeps the support it had"
        return (
            f"{count(fallen, 'claim')} {verb(fallen, 'loses its', 'lose their')} support,"
            f" {weak or 'none'} {verb(weak, 'is', 'are')} weakened"
            f" and {stand or 'none'} {verb(stand, 'stands', 'stand')}"
        )
