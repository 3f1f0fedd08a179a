"""Measure the timeline before anything is drawn: its labels, its bars, where each part begins.

Lengths are points, from the top left corner of the figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, Item, legend_rows
from course_utils.figures.style import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE
from course_utils.figures.timeline_axis import CARD_LEAST, AxisRow, Column, axis_rows
from course_utils.reading.timeline import MOST_DRAWN, Entry, finding, left_out
from course_utils.source.dates import Period

MARGIN = 8.0
CARD_MOST = 150.0  # greatest width of the words of a statement above the axis
CARD_LINES = 5
LANE_COLUMN = 136.0  # least width of labels that lie side by side
INDENT = 7.0  # from the line of a label to its words
GAP = 8.0
RADIUS = 6.5  # of a marker
MARKER = 2 * RADIUS + 2.0  # room for a marker
BAR = 6.0  # height of the bar of a month or a year
BAND = 5.0  # around the names under the axis
SPAN_SIGN = "known as a month or a year only"


@dataclass(frozen=True)
class Card:
    """The label of a statement, wrapped and measured: its speaker, its date, what is said."""

    entry: Entry
    speaker: list[str]
    lines: list[str]

    @classmethod
    def of(cls, entry: Entry, width: float, when: str = "") -> Card:
        """Wrap the label of a statement into ``width`` points."""
        speaker = canvas.wrap(entry.speaker, width - MARKER - 3, 2, weight="bold")
        words = canvas.wrap(entry.statement.short, width, CARD_LINES)
        return cls(entry, speaker, [*(canvas.wrap(when, width, 2) if when else []), *words])

    @property
    def head(self) -> float:
        """Height of the marker and the speaker beside it."""
        return MARKER + canvas.block_height(self.speaker[1:])

    @property
    def height(self) -> float:
        """Height of the head and the lines below."""
        return self.head + canvas.block_height(self.lines)


@dataclass(frozen=True)
class Placed:
    """A label with the place of its line: where it stands, from where to where it runs."""

    card: Card
    left: float
    top: float
    foot: float


@dataclass(frozen=True)
class Bar:
    """The days of a month or a year in one row; ``words`` is said where it goes on."""

    left: float
    right: float
    top: float
    hollow: bool
    words: str = ""


@dataclass
class Plan:
    """Everything measured; ``height`` grows as parts are added from the top downwards."""

    width: float
    height: float = MARGIN
    title: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    rows: list[tuple[AxisRow, float]] = field(default_factory=list)  # with the depth of the axis
    cards: list[Placed] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lane: tuple[float, float] | None = None  # from where to where the lane without days runs
    legend: list[list[Item]] = field(default_factory=list)
    key: float = 0.0

    @property
    def across(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN


@dataclass(frozen=True)
class Span:
    """Statements of one month or year, all by the article or all by other sources."""

    period: Period
    outside: bool
    entries: tuple[Entry, ...]


def measure(
    entries: Sequence[Entry], shown: Sequence[Period], width: float, groups: Sequence[str]
) -> Plan:
    """Wrap, measure and place the labels of ``entries`` on an axis for the dates ``shown``.

    ``groups`` are explained in the legend.
    """
    plan = Plan(width)
    drawn = entries[:MOST_DRAWN]
    plan.title = canvas.wrap(finding(entries), plan.across, 3, TITLE_SIZE, "bold")
    plan.note = canvas.wrap(left_out(entries), plan.across, 3)
    plan.height += canvas.block_height(plan.title, TITLE_SIZE) + canvas.block_height(plan.note)
    spans = _spans(drawn)
    labels = [entry.period for entry in drawn if entry.period and entry.period.precision == "day"]
    begins = [Period(span.period.first, span.period.first) for span in spans]
    for row in axis_rows(shown, [*labels, *begins], MARGIN, plan.across):
        _add_row(plan, row, drawn, spans)
    _add_lane(plan, [entry for entry in drawn if entry.period is None])
    plan.key = plan.height + GAP
    plan.legend = legend_rows(
        groups,
        [entry.statement.commitment for entry in drawn],
        plan.across,
        "date from other sources" if any(entry.outside for entry in drawn) else "",
        [SPAN_SIGN] if spans else [],
    )
    plan.height = plan.key + len(plan.legend) * LEGEND_ROW + MARGIN
    return plan


def _spans(entries: Sequence[Entry]) -> list[Span]:
    wide = [entry for entry in entries if entry.period and entry.period.precision != "day"]
    keys = dict.fromkeys((entry.period, entry.outside) for entry in wide)
    found = [
        Span(period, outside, tuple(e for e in wide if (e.period, e.outside) == (period, outside)))
        for period, outside in keys
        if period
    ]
    return sorted(found, key=lambda span: (span.period, span.outside))


def _add_row(plan: Plan, row: AxisRow, entries: Sequence[Entry], spans: Sequence[Span]) -> None:
    """Add a row: labels of days, the axis, the names under it, and bars with their labels."""
    stacks = [list(_stacked(row, column, _on(column, entries))) for column in row.columns]
    tallest = max((-placed.top for stack in stacks for placed in stack), default=0.0)
    axis = plan.height + 2 * GAP + tallest
    for placed in (placed for stack in stacks for placed in stack):
        plan.cards.append(Placed(placed.card, placed.left, axis + placed.top, axis + placed.foot))
    plan.rows.append((row, axis))
    plan.height = axis + band_height(row) + GAP
    _add_bars(plan, row, spans)


def _on(column: Column, entries: Sequence[Entry]) -> list[Entry]:
    there = [
        entry
        for entry in entries
        if entry.period and entry.period.precision == "day" and column.holds(entry.period.first)
    ]
    return sorted(there, key=lambda entry: (entry.period, entry.number))


def _stacked(row: AxisRow, column: Column, entries: Sequence[Entry]) -> Iterator[Placed]:
    """Pile labels up on the axis, which lies at depth 0; a wide column holds several piles."""
    piles = max(1, min(len(entries), int(column.width // LANE_COLUMN)))
    pile = column.width / piles
    room = (pile if piles > 1 else row.room(column)) - INDENT - GAP
    deep = -(-len(entries) // piles)
    for place in range(piles):
        own = entries[place * deep : (place + 1) * deep]
        left = column.left + GAP / 2 + place * pile
        cards = [Card.of(e, min(room, CARD_MOST), _when(column, e)) for e in own]
        foot = 0.0
        for card in reversed(cards):
            top = foot - card.height - GAP / 2
            yield Placed(card, left, top, foot)
            foot = top - GAP / 2


def _when(column: Column, entry: Entry) -> str:
    """The day of a statement, unless the axis says it."""
    return entry.period.name(year=True) if entry.period and column.unit != "day" else ""


def band_height(row: AxisRow) -> float:
    """Height of the names under the axis: a line, and one for years or for what a break says."""
    names = [1 + bool(year) for year in years_shown(row)]
    breaks = [len(break_lines(column)) for column in row.columns if column.is_break]
    return canvas.line_height(TEXT_SIZE) * max(names + breaks) + 2 * BAND


def years_shown(row: AxisRow) -> list[str]:
    """The year under each column, where it is not the one before it."""
    years = [column.year for column in row.columns]
    before = ["", *years]
    return [year if year != last else "" for year, last in zip(years, before, strict=False)]


def break_lines(column: Column) -> list[str]:
    """How long a break is: years, and below them months."""
    words = column.name.split()
    return [" ".join(words[start : start + 2]) for start in range(0, len(words), 2)]


def _add_bars(plan: Plan, row: AxisRow, spans: Sequence[Span]) -> None:
    """Add the bars that run in this row, each in the first lane that is free, with their labels."""
    hung = [_Hung.of(row, *reach, span) for span in spans if (reach := row.stretch(span.period))]
    lanes: list[list[_Hung]] = []
    for item in hung:
        free = (lane for lane in lanes if lane[-1].right + GAP <= item.left)
        lane = next(free, None)
        if lane is None:
            lanes.append([item])
        else:
            lane.append(item)
    for lane in lanes:
        for item in lane:
            item.add_to(plan)
        plan.height += max(item.height for item in lane) + GAP


@dataclass(frozen=True)
class _Hung:
    """A bar with its labels below it, before it has a depth."""

    bar: Bar
    left: float
    right: float
    cards: list[tuple[Card, float, float]]
    height: float

    @classmethod
    def of(cls, row: AxisRow, begin: float, end: float, span: Span) -> _Hung:
        """Measure the bar of ``span`` in ``row`` and, in its first row, the labels below it."""
        end = max(end, begin + BAR)
        starts_here = row.holds(span.period.first)
        words = "" if starts_here else f"{span.period.name(year=True)}, continued"
        bar = Bar(begin, end, 0.0, span.outside, words)
        if not starts_here:
            width = canvas.text_width(words, SMALL_SIZE)
            left = min(begin, row.right - width)
            return cls(bar, left, max(end, left + width), [], BAR + canvas.line_height(SMALL_SIZE))
        left = min(begin, row.right - CARD_LEAST)
        across = max(end - left, min(LANE_COLUMN, row.right - left))
        when = span.period.name(year=True)
        cards, depth = _flowed(span.entries, left, across, f"in {when}")
        return cls(bar, left, left + across, cards, BAR + GAP / 2 + depth)

    def add_to(self, plan: Plan) -> None:
        """Put it at the depth that the plan has reached."""
        bar, top = self.bar, plan.height
        plan.bars.append(Bar(bar.left, bar.right, top, bar.hollow, bar.words))
        first = top + BAR + GAP / 2
        for card, left, down in self.cards:
            plan.cards.append(Placed(card, left, first + down, first + down + card.height))


def _add_lane(plan: Plan, entries: Sequence[Entry]) -> None:
    """Add the lane for statements without a day, with its heading, if there are any."""
    if not entries:
        return
    top = plan.height + GAP
    first = top + canvas.line_height(TEXT_SIZE) + 2 * GAP
    cards, depth = _flowed(entries, MARGIN + GAP, plan.across - GAP)
    for card, left, down in cards:
        plan.cards.append(Placed(card, left, first + down, first + down + card.height))
    plan.height = first + depth
    plan.lane = top, plan.height


def _flowed(
    entries: Sequence[Entry], left: float, across: float, when: str = ""
) -> tuple[list[tuple[Card, float, float]], float]:
    """Fill a grid row by row: each label with its left edge and its depth, and the whole depth."""
    columns = max(1, int(across // LANE_COLUMN))
    step = across / columns
    cards = [Card.of(entry, step - INDENT - GAP, when) for entry in entries]
    placed, depth = [], 0.0
    for start in range(0, len(cards), columns):
        row = cards[start : start + columns]
        placed += [(card, left + place * step, depth) for place, card in enumerate(row)]
        depth += max(card.height for card in row) + GAP
    return placed, depth
