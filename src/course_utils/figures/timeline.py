"""Draw the timeline: days above its axis, months and years as bars below, and the lane without.

Time is cut where a date begins or ends.  A piece that is a date or a day is a column of the axis,
any other a break, which says how long it is: so no span is too long, and bars end with columns.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.canvas import INK, PAPER, QUIET, RULE, SHADE, SMALL_SIZE, TITLE_SIZE
from course_utils.figures.picture import Picture
from course_utils.reading import timeline
from course_utils.reading.timeline import By, Entry
from course_utils.source.dates import Period, how_long

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARGIN = GAP = 8.0
BAND = 5.0  # above and below the names under the axis
NAMES = 2 * canvas.line_height(canvas.TEXT_SIZE) + 2 * BAND  # height of a name and its year
LONGEST_GAP = 6  # empty days that are drawn; more become a break
BARE, DATED = 49.0, 92.0  # least width of a column without a date, and with
STACK = 8  # labels one above the other, before their column widens
GRID = 136.0  # least width of labels that lie side by side
WORDS = 150.0  # greatest width of the words of a label
INDENT = 7.0  # from the line of a label to its words
RADIUS = 6.5  # of a marker
MARKER = 2 * RADIUS + 2.0  # room for a marker
BAR = 6.0  # height of the bar of a month or a year
DOTTED = (0, (1, 3))
LANE = "No day in the article, in the order of telling"
OTHERS = "date from other sources"


def draw_timeline(
    course: Course,
    by: By = "side",
    sides: str | Iterable[str] | None = None,
    modes: str | Iterable[str] | None = None,
    dated: bool | None = None,
    as_of: str | dt.date | None = None,
    outside: bool = False,
    width: float = canvas.WIDTH,
) -> Picture:
    """Draw what the article's speakers said, in the order of days.

    Statements with a day stand above the axis; those of which only the month or the year is known
    hang below it, under a bar.  Those without a day lie in a lane at the bottom, in the order of
    telling, which is also their number.  Line style is commitment, colour and shape are ``by``.

    by: ``"side"``, or ``"mode"`` (quotation, paraphrase, collective summary, silence).
    sides, modes: keep these only.
    dated: keep only what is drawn with a date, or only what is drawn without.
    as_of: leave out what is later; statements without a day stay.
    outside: draw dates that only other sources give, hollow.
    width: inches; an axis that needs more goes on in a next row.

    Raises ``ValueError`` for an unknown side, mode or grouping, or a date that cannot be read.
    """
    everything = timeline.select(course, by, outside=outside)
    entries = timeline.select(course, by, sides, modes, dated, as_of, outside)
    dates, last = timeline.periods(everything), timeline.until(as_of)
    looks = canvas.marks(entry.group for entry in everything)
    return Picture(
        partial(_draw, entries, dates, looks, last, width * canvas.POINTS),
        timeline.finding(entries),
        timeline.alternative(entries, dates, last),
        timeline.description(entries, dates, last),
        timeline.table(entries, by, timeline.years_matter(dates)),
        f"Data: coding of {course.about['article']}",
    )


def _draw(
    entries: Sequence[Entry],
    dates: Sequence[Period],
    looks: Mapping[str, canvas.Mark],
    as_of: dt.date | None,
    width: float,
) -> Figure:
    drawn = entries[: timeline.MOST_DRAWN]
    shown = dates if len(dates) <= timeline.MOST_DRAWN else timeline.periods(drawn)
    figure, axes = canvas.blank(width)
    sheet = _Sheet(axes, looks, as_of, width - 2 * MARGIN)
    sheet.title(entries)
    for row in _rows(shown, drawn, sheet.width):
        sheet.days(row)
        sheet.bars(row, [e for e in drawn if e.period and e.period.precision != "day"])
    sheet.lane([entry for entry in drawn if entry.period is None])
    sheet.legend(drawn)
    canvas.end_at(figure, sheet.depth + MARGIN)
    return figure


@dataclass
class Column:
    """A date or an empty day on the axis, or a break; ``labels`` are the statements of a day."""

    span: Period
    is_break: bool
    labels: list[Entry]
    width: float
    left: float = MARGIN

    @property
    def right(self) -> float:
        """Right edge in points."""
        return self.left + self.width

    @property
    def name(self) -> str:
        """What stands under it; of a break, how long it is."""
        if self.is_break:
            return how_long(self.span.first, self.span.last)
        return re.sub(r"(?<=[A-Z][a-z]{2})[a-z]+", "", self.span.name())


def _rows(dates: Sequence[Period], entries: Sequence[Entry], width: float) -> list[list[Column]]:
    """The columns for these dates in rows of ``width`` points, and their edges."""
    rows: list[list[Column]] = []
    for span in _cut(dates):
        is_day = span.first == span.last
        labels = [entry for entry in entries if is_day and entry.period == span]
        wide = GRID * -(-len(labels) // STACK) if len(labels) > STACK else DATED
        least = min(wide, width) if span in dates else BARE
        if not rows or sum(column.width for column in rows[-1]) + least > width:
            rows.append([])
        rows[-1].append(Column(span, not is_day and span not in dates, labels, least))
    for row in rows:
        left, more = MARGIN, (width - sum(column.width for column in row)) / len(row)
        for column in row:
            column.left, column.width = left, column.width + min(more, DATED)
            left = column.right
    return rows


def _cut(dates: Iterable[Period]) -> Iterator[Period]:
    """Cut time where a date begins or ends, and a few empty days into days."""
    cuts = {day for date in dates for day in (date.first.toordinal(), date.last.toordinal() + 1)}
    for begin, end in pairwise(sorted(cuts)):
        step = 1 if end - begin <= LONGEST_GAP else end - begin
        for first in range(begin, end, step):
            yield Period(dt.date.fromordinal(first), dt.date.fromordinal(first + step - 1))


class Label:
    """A statement, wrapped, with its line at ``left``, which runs from ``top`` to ``foot``."""

    def __init__(self, entry: Entry, left: float, width: float, top: float) -> None:
        self.entry, self.left, self.top = entry, left + GAP / 2, top
        room = min(width - INDENT - GAP, WORDS)
        self.speaker = canvas.wrap(entry.speaker, room - MARKER - 3, 2, weight="bold")
        self.words = canvas.wrap(entry.statement.short, room, 5)
        self.head = MARKER + canvas.block_height(self.speaker[1:])
        self.foot = top + self.head + canvas.block_height(self.words) + GAP / 2


def _grid(entries: Sequence[Entry], left: float, width: float) -> tuple[list[Label], float]:
    """Labels row by row from depth 0, side by side where there is room; and the whole depth."""
    labels: list[Label] = []
    across = max(1, int(width // GRID))
    depth, step = 0.0, width / across
    for start in range(0, len(entries), across):
        side = enumerate(entries[start : start + across])
        row = [Label(e, left + n * step, step, depth + GAP / 2) for n, e in side]
        depth = max(label.foot for label in row)
        for label in row:
            label.foot = depth
        labels += row
    return labels, depth


@dataclass
class _Sheet:
    """Draws one part below the other over a width; ``depth`` is how far it came."""

    axes: Axes
    looks: Mapping[str, canvas.Mark]
    as_of: dt.date | None
    width: float
    depth: float = MARGIN

    def title(self, entries: Sequence[Entry]) -> None:
        title = canvas.wrap(timeline.finding(entries), self.width, 3, TITLE_SIZE, "bold")
        note = canvas.wrap(timeline.left_out(entries), self.width, 3)
        place = (MARGIN, MARGIN)
        below = canvas.write(self.axes, place, title, "title", TITLE_SIZE, weight="bold")
        self.depth = canvas.write(self.axes, (MARGIN, below), note, "note", color=QUIET)

    def days(self, row: Sequence[Column]) -> None:
        """Draw a row of the axis, with the labels of days above it."""
        piles = [self._pile(column, row) for column in row]
        axis = self.depth + GAP + max(height for _, height in piles)
        for labels, height in piles:
            self._labels(labels, axis - height)
        self.depth = axis + NAMES + GAP
        edges = [row[0].left, *(column.right for column in row)]
        styles: Any = [DOTTED if column.is_break else "solid" for column in row]
        self.axes.vlines(edges, axis, axis + NAMES, color=RULE, lw=0.8)
        self.axes.hlines([axis] * len(row), edges[:-1], edges[1:], INK, styles, lw=1.6)
        years = ["" if column.is_break else f"{column.span.first.year}" for column in row]
        for n, column in enumerate(row):
            self._name(column, axis, "" if years[n] in years[:n] else years[n])

    def _pile(self, column: Column, row: Sequence[Column]) -> tuple[list[Label], float]:
        """The labels on a column, whose words may run over columns without any."""
        later = [other.left for other in row if other.left > column.left and other.labels]
        room = min([MARGIN + self.width, *later]) - column.left
        width = max(column.width, min(room, WORDS + INDENT + GAP))
        return _grid(column.labels, column.left, width)

    def _name(self, column: Column, axis: float, year: str) -> None:
        """Write what stands under a column, on a shade if it is later than ``as_of``."""
        place = ((column.left + column.right) / 2, axis + BAND)
        late = bool(self.as_of and column.span.first > self.as_of)
        if late:
            ends = (column.left, column.right)
            self.axes.fill_between(ends, axis, axis + NAMES, color=SHADE, lw=0)
        if column.is_break:
            words = column.name.split(" and ")
            canvas.write(self.axes, place, words, "break", SMALL_SIZE, ha="center", color=QUIET)
            return
        look: dict[str, Any] = {"ha": "center", "color": QUIET if late else INK}
        below = canvas.write(self.axes, place, column.name, "day", weight="bold", **look)
        if year != column.name:
            canvas.write(self.axes, (place[0], below), year, "year", ha="center", color=QUIET)

    def bars(self, row: Sequence[Column], entries: Sequence[Entry]) -> None:
        """Draw a bar over each month or year, with its labels where it begins."""
        hung = [(MARGIN + self.width, self.depth)]  # how far right and how deep a part reaches
        for span in timeline.periods(entries):
            under = [column for column in row if span.first <= column.span.first <= span.last]
            if not under:
                continue  # this row has none of its days
            left = min(under[0].left, MARGIN + self.width - GRID)
            width = max(under[-1].right - left, GRID)
            top = max(foot for right, foot in hung if right > left)
            ends = (under[0].left + 1, under[-1].right - 1)
            self.axes.fill_between(ends, top, top + BAR, color=QUIET, lw=0, gid="bar")
            begins, name = under[0].span.first == span.first, span.name(year=True)
            words = f"some time in {name}" if begins else f"{name}, continued"
            own = [entry for entry in entries if begins and entry.period == span]
            place = (left + GAP / 2, top + BAR)
            below = canvas.write(self.axes, place, words, "bar", SMALL_SIZE, color=QUIET)
            labels, height = _grid(own, left, width)
            self._labels(labels, below)
            hung.append((left + width, below + height + GAP))
        self.depth = max(foot for _, foot in hung)

    def lane(self, entries: Sequence[Entry]) -> None:
        if entries:
            place, ends = (MARGIN + GAP, self.depth + GAP), (MARGIN, MARGIN + self.width)
            below = canvas.write(self.axes, place, LANE, "lane", weight="bold")
            labels, height = _grid(entries, MARGIN + GAP / 2, self.width - GAP / 2)
            self._labels(labels, below)
            foot = below + height + GAP
            self.axes.fill_between(ends, self.depth, foot, color=SHADE, lw=0)
            self.depth = foot

    def legend(self, entries: Sequence[Entry]) -> None:
        """Explain the groups, hollow markers and lines that these entries have."""
        groups = dict.fromkeys(entry.group for entry in entries)
        shapes = [canvas.mark_sample(name, self.looks[name]) for name in groups]
        if any(entry.outside for entry in entries):
            shapes.append(canvas.mark_sample(OTHERS, canvas.Mark(QUIET, "o"), hollow=True))
        lines = canvas.commitment_samples({entry.statement.commitment for entry in entries})
        corner = (MARGIN, self.depth + GAP)
        self.depth = canvas.draw_legend(self.axes, [shapes, lines], corner, self.width)

    def _labels(self, labels: Sequence[Label], shift: float) -> None:
        """Draw labels so much deeper: a line, and beside it number, speaker and words."""
        for label in labels:
            entry, top, x = label.entry, shift + label.top, label.left
            look, commitment = self.looks[entry.group], entry.statement.commitment
            ys = (top, shift + label.foot)
            canvas.commitment_line(self.axes, (x, x), ys, commitment, look.colour)
            left = x + INDENT
            place = (left + RADIUS, top + MARKER / 2)
            canvas.draw_mark(self.axes, place, look, 2 * RADIUS, entry.outside, "marker")
            ink = look.colour if entry.outside else PAPER
            style: dict[str, Any] = {"ha": "center", "weight": "bold", "color": ink}
            canvas.write(self.axes, place, f"{entry.number}", "number", SMALL_SIZE, True, **style)
            beside = (left + MARKER + 3, top + (MARKER - canvas.line_height(canvas.TEXT_SIZE)) / 2)
            canvas.write(self.axes, beside, label.speaker, "label", weight="bold")
            canvas.write(self.axes, (left, top + label.head), label.words, "label")
