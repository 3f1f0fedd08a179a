"""Plan the view around one item: left what bears on it, right what it bears on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from course_utils.argument import Argument, listing, source
from course_utils.argument_layout import Block, Layout, columns, place_tree
from course_utils.argument_words import View, count, finding
from course_utils.figures import canvas
from course_utils.figures.argument_marks import CORNER, PIXEL
from course_utils.figures.argument_plan import (
    GAP,
    MARGIN,
    PAD,
    Box,
    Channels,
    Plan,
    Words,
    add_key,
    add_links,
    snap,
)
from course_utils.figures.style import INK, QUIET, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE
from course_utils.rows import Link

LEAST = 110.0  # width of a box below which its words are hard to read
CHANNEL = 36.0  # between two columns
MOST = 14  # boxes that are read at a glance; direct grounds are drawn even if they are more
MANY = 7  # grounds after which they stand in one wide column, with few words
WIDER = 2.8  # how much wider that column is than the others
PORT = 9.0  # from the middle of a box to a line, where support and attack meet it
ROW_GAP = 9.0
LINES = 12


@dataclass(frozen=True)
class Stage:
    """The items drawn, their columns, and the width of each column; the focus stands in ``middle``.

    ``flat`` says that all that bears on the focus stands in one column, with few words.
    """

    column: Mapping[str, int]
    middle: int
    widths: tuple[float, ...]
    flat: bool

    def left(self, column: int) -> float:
        """Left edge of a column."""
        return snap(MARGIN + sum(self.widths[:column]) + CHANNEL * column)

    def right(self, column: int) -> float:
        """Right edge of a column."""
        return snap(self.left(column) + self.widths[column])

    def links(self, argument: Argument) -> list[Link]:
        """The links drawn: they lead to the right, and past the middle only from the focus."""
        return [
            link
            for link in argument.links
            if (start := self.column.get(source(link), 99)) < self.column.get(link.to_claim, -1)
            and (start == self.middle or self.column[link.to_claim] <= self.middle)
        ]


def stage(view: View, width: float) -> Stage:
    """As many steps back from the focus as a figure of ``width`` points shows at a glance."""
    argument, focus = view.argument, view.focus or ""
    room = width - 2 * MARGIN
    best: dict[str, int] = {}
    for steps in range(1, len(argument.order) + 1):
        items = argument.around(focus, steps)
        found = _layers(argument, focus, items)
        wide = 1 + max(found.values())
        if wide * (LEAST + CHANNEL) - CHANNEL > room or (best and len(items) > MOST):
            break
        if len(items) == len(best):
            break
        best = found
    flat = not best or len(argument.into(focus)) > MANY
    column = _flat(argument, focus) if flat else best
    return Stage(column, column[focus], _widths(1 + max(column.values()), flat, room), flat)


def _layers(argument: Argument, focus: str, items: Sequence[str]) -> dict[str, int]:
    """Each item one column before the nearest that it bears on."""
    after = {link.to_claim for link in argument.out_of(focus)}
    before = [item for item in argument.order if item in items and item not in after]
    goals = {item: [link.to_claim for link in argument.out_of(item)] for item in before}
    found = columns(before, goals, 0)
    shift = -min(found.values())
    return {item: found[item] + shift if item in found else shift + 1 for item in items}


def _flat(argument: Argument, focus: str) -> dict[str, int]:
    after = {link.to_claim for link in argument.out_of(focus)}
    items = argument.around(focus, 1)
    shift = int(bool(argument.into(focus)))
    return {i: shift + 1 if i in after else shift if i == focus else 0 for i in items}


def _widths(number: int, flat: bool, room: float) -> tuple[float, ...]:
    inner = room - CHANNEL * (number - 1)
    narrow = max(LEAST, inner / (number - 1 + WIDER) if flat and number > 1 else inner / number)
    first = max(LEAST, inner - narrow * (number - 1))
    return (snap(first - PIXEL), *[snap(narrow - PIXEL)] * (number - 1))


def plan_focus(view: View, width: float) -> Plan:
    """Measure the view around ``view.focus`` for a figure of ``width`` points, or a little more."""
    here = stage(view, width)
    drawn = replace(view, shown=view.argument.sort(here.column))
    full = max(width, here.right(len(here.widths) - 1) + MARGIN)
    title = canvas.wrap(finding(view), full - 2 * MARGIN, 3, TITLE_SIZE, "bold")
    plan = Plan(drawn, full, title)
    words = {item: tuple(_words(drawn, here, item)) for item in drawn.shown}
    layout = _place(drawn, here, words)
    down = plan.below_title + GAP - layout.head
    for item, column in here.column.items():
        half = layout.blocks[item].height / 2
        top, foot = (layout.middles[item] + down + way * half for way in (-1, 1))
        rect = (here.left(column), snap(top), here.right(column), snap(foot))
        plan.boxes.append(Box(item, rect, words[item]))
    edges = {item: here.right(column) for item, column in here.column.items()}
    channels = Channels(here.left, here.right, {item: (item,) for item in edges}, edges, down)
    add_links(plan, layout, channels, len(here.widths) - 1, {})
    plan.foot = layout.foot + down + 2 * GAP
    add_key(plan)
    return plan


# Words


def _words(view: View, here: Stage, item: str) -> Iterator[Words]:
    row, role = view.argument.row(item), view.argument.role(item)
    width = here.widths[here.column[item]] - 2 * PAD - CORNER
    paragraphs = ", ".join(row.paragraph)
    brief = here.flat and here.column[item] < here.middle
    size = SMALL_SIZE if brief else TEXT_SIZE
    yield _wrapped(f"{item}  {role}" + (f", {paragraphs}" if brief else ""), width, size, "bold")
    yield _wrapped(view.argument.words(item).rstrip("."), width, size)
    quiet = [] if brief else [f"{view.who(item)}, {row.commitment}, {paragraphs}"]
    for note in (*quiet, *_notes(view, here, item)):
        yield _wrapped(note, width, SMALL_SIZE, colour=QUIET)
    for word in _last_words(view, here, item):
        yield _wrapped(word, width, SMALL_SIZE, "bold")


def _wrapped(
    text: str, width: float, size: float, weight: str = "normal", colour: str = INK
) -> Words:
    return Words(tuple(canvas.wrap(text, width, LINES, size, weight)), size, weight, colour)


def _notes(view: View, here: Stage, item: str) -> Iterator[str]:
    """What is not drawn: other links into this item, and the premises that carry the focus."""
    argument = view.argument
    drawn = {link.id for link in here.links(argument)}
    missing = [link for link in argument.into(item) if link.id not in drawn]
    grounds = [source(link) for link in missing if link.kind == "supports"]
    against = [source(link) for link in missing if link.kind == "attacks"]
    if grounds:
        other = "other " if here.column[item] > here.middle else ""
        yield f"{other}grounds: {_few(grounds)}"
    if against:
        yield f"attacked by {_few(against)}"
    if item == view.focus and (premises := argument.needs(item)):
        yield f"unstated premises: {listing(premises)}"


def _few(items: Sequence[str]) -> str:
    return listing(items) if len(items) < 5 else count(len(items), "item")


def _last_words(view: View, here: Stage, item: str) -> Iterator[str]:
    """What a line alone might not tell: whom this attacks, and what it has lost."""
    drawn = here.links(view.argument)
    goals = [link.to_claim for link in drawn if source(link) == item and link.kind == "attacks"]
    if goals:
        yield f"attacks {listing(goals)}"
    if loss := view.support(item):
        yield loss


# Places


def _place(view: View, here: Stage, words: Mapping[str, Sequence[Words]]) -> Layout:
    focus = view.focus or ""
    layout = Layout.empty(here.column, ROW_GAP)
    links = here.links(view.argument)
    blocks = {item: _block(here, item, words[item], links) for item in here.column}
    feeders = {
        item: [source(link) for link in links if link.to_claim == item] for item in here.column
    }
    place_tree(layout, focus, blocks, feeders, 0.0)
    after = [item for item, column in here.column.items() if column > here.middle]
    tall = sum(blocks[item].height + ROW_GAP for item in after) - ROW_GAP
    top = layout.middles[focus] - tall / 2
    for item in after:
        layout.put(blocks[item], top + blocks[item].height / 2)
        top += blocks[item].height + ROW_GAP
    return layout


def _block(here: Stage, item: str, words: Sequence[Words], links: Sequence[Link]) -> Block:
    around_words = PAD if here.flat and here.column[item] < here.middle else 1.5 * PAD
    height = snap(sum(part.height for part in words) + around_words)
    feeds = dict.fromkeys((link.to_claim, link.kind) for link in links if source(link) == item)
    enters = dict.fromkeys(link.kind for link in links if link.to_claim == item)
    return Block(item, here.column[item], height, tuple(feeds), tuple(enters), PORT)
