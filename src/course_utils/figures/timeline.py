"""Draw the timeline: days above its axis, months and years as bars below, and the lane without.

Time is cut where a date begins or ends.  A piece that is a date or a day is a column of the axis,
any other a break, which says how long it is: so no span is too long, and bars end with columns.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.canvas import FLAT, INK, PAPER, QUIET, RULE, SHADE, SMALL_SIZE, Board
from course_utils.figures.picture import Picture
from course_utils.reading import timeline
from course_utils.reading.timeline import Entry, Timeline
from course_utils.source.dates import Period, how_long

MARGIN = GAP = 8.0
BAND = 5.0  # above and below the names under the axis
NAMES = 2 * canvas.LINE + 2 * BAND  # height of a name and its year
LONGEST_GAP = 6  # empty days that are drawn; more become a break
NARROW, WIDE = 80.0, 160.0  # width of a column: a week fits beside each other
STACK = 8  # labels one above the other, before they go on beside them over free columns
GRID = 136.0  # least width of labels that lie side by side
WORDS = 144.0  # greatest width of the words of a label
INDENT = 7.0  # from the line of a label to its words
RADIUS = 6.5  # of a marker
MARKER = 2 * RADIUS + 2.0  # room for a marker
BAR = 6.0  # height of the bar of a month or a year
DOTTED = (0, (1, 3))
LANE = "No day in the text, in the order of telling"
OTHERS = "date from other sources"
Point = canvas.Point


def draw_timeline(
    course: Course,
    sides: str | Iterable[str] | None = None,
    modes: str | Iterable[str] | None = None,
    dated: bool | None = None,
    as_of: str | dt.date | None = None,
    outside: bool = False,
) -> Picture:
    """Draw what the speakers of the text said, in the order of days.

    Statements with a day stand above the axis; those of which only the month or the year is known
    hang below it, under a bar.  Those without a day lie in a lane at the bottom, in the order of
    telling, which is also their number.  Line style is commitment, colour and shape are the side.

    sides, modes: keep these only.
    dated: keep only what is drawn with a date, or only what is drawn without.
    as_of: leave out what is later; statements without a day stay.
    outside: draw dates that only other sources give, hollow.

    Raises ``ValueError`` for an unknown side or mode, or a date that cannot be read.
    """
    shown = timeline.choose(course, sides, modes, dated, as_of, outside)
    return Picture(
        partial(_draw, shown),
        timeline.finding(shown.entries),
        timeline.alternative(shown),
        timeline.description(shown),
        timeline.rows(shown),
        f"Data: coding of {course.about['article']}",
    )


def _draw(shown: Timeline) -> Board:
    drawn = shown.entries[: timeline.MOST_DRAWN]
    few = len(shown.dates) <= timeline.MOST_DRAWN
    dates = shown.dates if few else timeline.periods(drawn)
    board, foot = canvas.titled(timeline.finding(shown.entries), MARGIN)
    width = canvas.WIDTH - 2 * MARGIN
    note = canvas.wrap(timeline.left_out(shown.entries), width, 3)
    foot = canvas.write(board, (MARGIN, foot), note, "note", color=QUIET)
    sheet = _Sheet(board, canvas.marks(shown.sides), shown.as_of, width, foot)
    for row in _rows(dates, sheet.width):
        sheet.days(row, [e for e in drawn if e.period and e.period.precision == "day"])
        sheet.bars(row, [e for e in drawn if e.period and e.period.precision != "day"])
    sheet.lane([entry for entry in drawn if entry.period is None])
    sheet.legend(drawn)
    board.end_at(sheet.depth + MARGIN)
    return board


class Column(NamedTuple):
    """A date or an empty day on the axis, or a break, and its edges in points."""

    span: Period
    is_break: bool
    left: float
    right: float


def _rows(dates: Sequence[Period], width: float) -> Iterator[list[Column]]:
    """The axis in rows of at most ``width`` points, all its columns alike wide."""
    spans = [(span, span not in dates and span.precision != "day") for span in _cut(dates)]
    across = max(1, min(len(spans), int(width // NARROW)))
    step = min(width / across, WIDE)
    for begin in range(0, len(spans), across):
        row = enumerate(spans[begin : begin + across])
        yield [Column(*span, MARGIN + n * step, MARGIN + (n + 1) * step) for n, span in row]


def _cut(dates: Iterable[Period]) -> Iterator[Period]:
    """Cut time where a date begins or ends, and a few empty days into days."""
    cuts = {day for date in dates for day in (date.first.toordinal(), date.last.toordinal() + 1)}
    for begin, end in pairwise(sorted(cuts)):
        step = 1 if end - begin <= LONGEST_GAP else end - begin
        for first in range(begin, end, step):
            yield Period(dt.date.fromordinal(first), dt.date.fromordinal(first + step - 1))


@dataclass
class _Sheet:
    """Draws one part below the other over a width; ``depth`` is how far it came."""

    board: Board
    looks: Mapping[str, canvas.Mark]
    as_of: dt.date | None
    width: float
    depth: float

    def days(self, row: Sequence[Column], entries: Sequence[Entry]) -> None:
        """Draw a row of the axis, and labels above it, which may run over columns without any."""
        end, piles = MARGIN + self.width, []
        for column in reversed(row):
            own = [entry for entry in entries if entry.period == column.span]
            if own:
                wanted = max(WORDS + INDENT + GAP, GRID * (len(own) // STACK))
                piles.append((own, column.left, min(end - column.left, wanted)))
                end = column.left
        heights = [self.labels(*pile, 0, measure=True) for pile in piles]
        axis = self.depth + GAP + max(heights, default=0)
        for pile, height in zip(piles, heights, strict=True):
            self.labels(*pile, axis - height)
        self.depth = axis + NAMES + GAP
        edges = [row[0].left, *(column.right for column in row)]
        for edge in edges:
            self.board.line([edge] * 2, [axis, axis + NAMES], color=RULE, lw=0.8)
        for column in row:
            style: Any = DOTTED if column.is_break else "solid"
            ends = (column.left, column.right)
            self.board.line(ends, [axis] * 2, color=INK, ls=style, lw=1.6, **FLAT)
        years = ["" if column.is_break else f"{column.span.first.year}" for column in row]
        for n, column in enumerate(row):
            self._name(column, axis, "" if years[n] in years[:n] else years[n])

    def _name(self, column: Column, axis: float, year: str) -> None:
        """Write what stands under a column, on a shade if it is later than ``as_of``."""
        span, place = column.span, ((column.left + column.right) / 2, axis + BAND)
        look: dict[str, Any] = {"ha": "center", "color": QUIET}
        late = bool(self.as_of and span.first > self.as_of)
        if late:
            self.board.area((column.left, column.right), (axis, axis + NAMES), fc=SHADE, lw=0)
        if column.is_break:
            words = how_long(span.first, span.last).split(" and ")
            canvas.write(self.board, place, words, "break", SMALL_SIZE, **look)
            return
        name = re.sub(r"(?<=[A-Z][a-z]{2})[a-z]+", "", span.name())
        bold = {**look, "weight": "bold", "color": QUIET if late else INK}
        below = canvas.write(self.board, place, name, "day", **bold)
        if year != name:
            canvas.write(self.board, (place[0], below), year, "year", **look)

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
            self.board.area(ends, (top, top + BAR), fc=QUIET, lw=0, gid="bar")
            begins, name = under[0].span.first == span.first, span.name(year=True)
            words = f"some time in {name}" if begins else f"{name}, continued"
            own = [entry for entry in entries if begins and entry.period == span]
            place = (left + GAP / 2, top + BAR)
            below = canvas.write(self.board, place, words, "bar", SMALL_SIZE, color=QUIET)
            hung.append((left + width, self.labels(own, left, width, below) + GAP))
        self.depth = max(foot for _, foot in hung)

    def lane(self, entries: Sequence[Entry]) -> None:
        if entries:
            place, ends = (MARGIN + GAP, self.depth + GAP), (MARGIN, MARGIN + self.width)
            below = canvas.write(self.board, place, LANE, "lane", weight="bold")
            foot = self.labels(entries, MARGIN + GAP / 2, self.width - GAP / 2, below) + GAP
            self.board.area(ends, (self.depth, foot), fc=SHADE, lw=0)
            self.depth = foot

    def legend(self, entries: Sequence[Entry]) -> None:
        sides = dict.fromkeys(entry.side for entry in entries)
        shapes = [canvas.mark_sample(name, self.looks[name]) for name in sides]
        if any(entry.outside for entry in entries):
            shapes.append(canvas.mark_sample(OTHERS, canvas.Mark(QUIET, "o"), hollow=True))
        lines = canvas.commitment_samples({entry.statement.commitment for entry in entries})
        corner = (MARGIN, self.depth + GAP)
        self.depth = canvas.draw_legend(self.board, [shapes, lines], corner, self.width)

    def labels(
        self, entries: Sequence[Entry], left: float, width: float, top: float, measure: bool = False
    ) -> float:
        """Draw labels, or measure them, side by side where there is room; return their foot."""
        across = max(1, int(width // GRID))
        step = width / across
        room = min(step - INDENT - GAP / 2, WORDS)
        for start in range(0, len(entries), across):
            side = entries[start : start + across]
            who = [canvas.wrap(e.speaker, room - MARKER - 3, 2, weight="bold") for e in side]
            words = [canvas.wrap(entry.statement.short, room, 6) for entry in side]
            lines = max(len(a[1:]) + len(b) for a, b in zip(who, words, strict=True))
            foot = top + GAP + MARKER + lines * canvas.LINE
            for n, entry in enumerate([] if measure else side):
                x = left + n * step + GAP / 2
                self._label(entry, x, (top + GAP / 2, foot), who[n], words[n])
            top = foot
        return top

    def _label(self, entry: Entry, x: float, ys: Point, who: list[str], words: list[str]) -> None:
        """Draw a line at ``x``, and beside it number, speaker and words."""
        look = self.looks[entry.side]
        canvas.commitment_line(self.board, (x, x), ys, entry.statement.commitment, look.colour)
        left, middle = x + INDENT, ys[0] + MARKER / 2
        place = (left + RADIUS, middle)
        canvas.draw_mark(self.board, place, look, 2 * RADIUS, entry.outside, "marker")
        ink = look.colour if entry.outside else PAPER
        style: dict[str, Any] = {"weight": "bold", "color": ink, "ha": "center"}
        number = f"{entry.statement.order_told}"
        canvas.write(self.board, place, number, "number", SMALL_SIZE, True, **style)
        beside = (left + MARKER + 3, middle - canvas.LINE / 2)
        canvas.write(self.board, beside, who, "label", weight="bold")
        below = ys[0] + MARKER + len(who[1:]) * canvas.LINE
        canvas.write(self.board, (left, below), words, "label")
