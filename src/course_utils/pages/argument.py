"""The argument as a page: thesis and advice on top, then strands that open to sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from course_utils.course import Course
from course_utils.pages.outline import MARKS, OURS, Outline
from course_utils.pages.render import Page, render
from course_utils.reading.argument import (
    AFTER,
    Argument,
    argument_of,
    coded,
    grounds,
    in_order,
    into,
    last_grounds,
    linked,
    links_into,
    links_out,
    role_of,
    source,
    words_of,
)
from course_utils.reading.voices import names_of, voices_of, whose_word
from course_utils.words import count, known, listing, verb

if TYPE_CHECKING:
    from pandas import DataFrame


def show_argument(
    course: Course, focus: str | None = None, without: str | Iterable[str] = ()
) -> Page:
    """Show what supports and what attacks the claims of the article, as sentences.

    focus: a claim or statement, ``"C50"``: what it bears on, and all that bears on it.
    without: claims, statements or unstated premises to take away, ``["S9", "A1"]``; what falls, is
    weakened or stands says so, and a claim goes with the statement that it is taken from.
    ``course_utils.reading.argument.without`` gives the rule.

    Raises ``ValueError`` for an identifier that is not known, with those that look like it.
    """
    return outline_page(course, focus, without)


def outline_page(
    course: Course,
    focus: str | None = None,
    without: str | Iterable[str] = (),
    boxes: Sequence[str] = (),
) -> Page:
    """The page of ``show_argument``; an explorer has a check box at each premise in ``boxes``."""
    graph = argument_of(course)
    removed = known(without, graph, "claim, statement or premise")
    if focus is not None:
        items = [item for item in graph if role_of(graph, item) != "unstated"]
        known(focus, items, "claim or statement")
    outline = Outline(course, graph, removed)
    title = finding(outline, focus)
    body = render(
        "argument.html",
        title=title,
        removed=[outline.told(item) for item in removed],
        fallen=[outline.told(item) for item in outline.having("lost its support")],
        quoted={item: outline.told(item) for item in outline.carried_off()},
        effect=effect(outline),
        hubs=[] if focus else [outline.hub(hub) for hub in outline.hubs],
        strands=[] if focus else outline.strands(),
        above=list(outline.above(focus)) if focus else [],
        lines=[outline.line(focus)] if focus else [],
        marks=MARKS,
        boxes={item: place for place, item in enumerate(boxes)},
        prefix=_prefix(course, focus, removed, boxes),
    )
    return Page(title, f"{title}.", table(outline), body)


def _prefix(course: Course, *call: object) -> str:
    """Names the places of one call apart from those of others, and the same each time."""
    return f"a{blake2b(repr((course.about, call)).encode(), digest_size=4).hexdigest()}"


# Titles


def finding(outline: Outline, focus: str | None) -> str:
    """The title: on whose word the thesis or the focus rests, or what the loss comes to."""
    if outline.removed:
        return _finding_without(outline, focus)
    return _finding_focus(outline, focus) if focus else _finding_whole(outline)


def _finding_whole(outline: Outline) -> str:
    graph = outline.graph
    if not linked(graph):
        return "No claim is linked to another"
    main_claims = [hub for hub in outline.hubs if role_of(graph, hub) == "thesis"]
    if not main_claims:
        steps = sum(1 for _, _, link in graph.edges(data="link") if link)
        items = count(len(linked(graph)), "claim")
        joins = f"{count(steps, 'step')} {verb(steps, 'joins', 'join')} {items}"
        return f"{joins}, and none is a thesis"
    thesis = max(main_claims, key=lambda hub: len(grounds(graph, hub)))
    return f"The thesis rests on {_rests(graph, thesis)}{_against(graph, thesis)}"


def _rests(graph: Argument, item: str) -> str:
    """``18 grounds, 2 of them the author's word without reservation``."""
    rows = [coded(graph, ground) for ground in grounds(graph, item)]
    own = sum(row.commitment == "the author says it" for row in rows)
    head = count(len(rows), "ground")
    if not rows:
        return "no recorded ground"
    word = "the author's word without reservation"
    if len(rows) == 1:
        return f"{head}, {'' if own else 'not '}{word}"
    return f"{head}, {'all' if own == len(rows) else own or 'none'} of them {word}"


def _against(graph: Argument, item: str) -> str:
    number = len(into(graph, item, "attacks"))
    if not number:
        return ""
    return f"; {count(number, 'claim')} {verb(number, 'stands', 'stand')} against it"


def _finding_focus(outline: Outline, focus: str) -> str:
    graph, number = outline.graph, len(grounds(outline.graph, focus))
    if focus not in linked(graph):
        return f"{focus} takes part in no step"
    words = f"{focus} rests on {count(number, 'recorded ground')}"
    words += one_voice(outline.course, graph, focus) + _against(graph, focus)
    uses = sum(link.kind == "supports" for link in links_out(graph, focus))
    if uses:
        words += f"; {count(uses, 'claim')} {verb(uses, 'rests', 'rest')} on it"
    return words


def one_voice(course: Course, graph: Argument, item: str) -> str:
    """``, all on the word of Jafari`` if all that an item rests on has one voice, else nothing."""
    rows = [coded(graph, last) for last in last_grounds(graph, item)]
    if len({voice for row in rows for voice in voices_of(row)}) != 1:
        return ""
    each = {1: ", ", 2: ", both "}.get(len(grounds(graph, item)), ", all ")
    return f"{each}on the word of {names_of(course, rows[0])[0]}"


def _finding_without(outline: Outline, focus: str | None) -> str:
    head = f"Without {listing(outline.removed, 4)}, "
    here = outline.standings.get(focus or "")
    if here and here.support != "taken away":
        return f"{head}{here.claim} {AFTER[here.support]}"
    return head + effect(outline)


def effect(outline: Outline) -> str:
    """What the loss comes to: ``1 claim loses its support, 8 are weakened and 83 stand``."""
    fallen, weak = outline.having("lost its support"), outline.having("weakened")
    stand = outline.having("keeps full support", "stands on its own")
    if not fallen and not weak:
        return "every other claim keeps the support it had"
    lost = f"{count(len(fallen), 'claim')} {verb(len(fallen), 'loses its', 'lose their')} support"
    hurt = f"{len(weak) or 'none'} {verb(len(weak), 'is', 'are')} weakened"
    return f"{lost}, {hurt} and {len(stand) or 'none'} {verb(len(stand), 'stands', 'stand')}"


# The rows


def table(outline: Outline) -> DataFrame:
    """The items of the argument, with what each rests on and the text's word for the step."""
    import pandas as pd

    items = in_order(outline.graph, linked(outline.graph))
    return pd.DataFrame([_row(outline, item) for item in items])


def _row(outline: Outline, item: str) -> dict[str, str]:
    graph, row = outline.graph, coded(outline.graph, item)
    cells = {
        "No.": item,
        "Role": role_of(graph, item),
        "What is said": words_of(graph, item),
        "Whose word, how sure": whose_word(outline.course, row),
        "Paragraph": ", ".join(row.paragraph),
    }
    for head, kind in (("Rests on", "supports"), ("Against it", "attacks")):
        links = [link for link in links_into(graph, item) if link.kind == kind]
        cells[head] = ", ".join(f"{source(link)} ({link.marker})" for link in links) or "nothing"
    cells[f"Unstated premises ({OURS})"] = listing(into(graph, item, "carries")) or "none"
    if outline.removed and (standing := outline.standings.get(item)):
        cells["What is left"] = standing.sentence
    return cells
