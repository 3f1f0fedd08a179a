"""Measure the timeline before anything is drawn: its columns, its labels, where each part begins.

Lengths are points, from the top left corner of the figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, Item, legend_rows
from course_utils.figures.style import SMALL_SIZE, TEXT_SIZE, TITLE_SIZE
from course_utils.timeline import Entry, assign_lanes, finding, flow, lane_floors

MARGIN = 8.0
TOPICS = 106.0  # width of the topic names, left of the days
UNDATED = 106.0  # width of the column for statements without a day, right of the days
DAY_LEAST = 30.0  # a day is never narrower; a long period makes the figure wider
CARD = (92.0, 150.0)  # least and greatest width of the words of a statement with a day
CARD_LINES = 5
LANE_COLUMN = 136.0  # least width of a column of the lane without days
POLE_STEP = 8.0  # between the poles of statements of one day
INDENT = 7.0  # from a pole to its words
GAP = 8.0
RADIUS = 6.5  # of a marker
MARKER = 2 * RADIUS + 2.0  # room for a marker
AXIS = 20.0  # height of the band with the names of the days


@dataclass(frozen=True)
class Card:
    """The label of a statement, wrapped and measured: its speaker, then what is said."""

    entry: Entry
    speaker: list[str]
    lines: list[str]

    @classmethod
    def of(cls, entry: Entry, width: float) -> Card:
        """Wrap the label of a statement into ``width`` points."""
        speaker = canvas.wrap(entry.speaker, width - MARKER - 3, 2, weight="bold")
        return cls(entry, speaker, canvas.wrap(entry.statement.short, width, CARD_LINES))

    @property
    def head(self) -> float:
        """Height of the marker and the speaker beside it."""
        return MARKER + canvas.block_height(self.speaker[1:])

    @property
    def height(self) -> float:
        """Height of the head and the lines below."""
        return self.head + canvas.block_height(self.lines)

    @property
    def width(self) -> float:
        """Width from the pole to the end of the longest line."""
        heads = [MARKER + 3 + canvas.text_width(x, TEXT_SIZE, "bold") for x in self.speaker]
        return INDENT + max([*heads, *map(canvas.text_width, self.lines)])


@dataclass(frozen=True)
class Columns:
    """The days side by side, and after them a column for what has no day."""

    days: tuple[dt.date, ...]
    width: float
    day: float

    @classmethod
    def of(cls, shown: Sequence[dt.date], width: float) -> Columns:
        """Share the width out among the days; a long period widens the figure."""
        count = max(len(shown), 1)
        around = 2 * MARGIN + TOPICS + UNDATED
        day = max(DAY_LEAST, (width - around) / count)
        return cls(tuple(shown), around + day * count, day)

    def left(self, date: dt.date | None) -> float:
        """Left edge of the column of a day, or of the column for no day."""
        place = max(len(self.days), 1) if date is None else self.days.index(date)
        return MARGIN + TOPICS + place * self.day

    def across(self, date: dt.date | None) -> float:
        """Width of the column of a day, or of the column for no day."""
        return UNDATED if date is None else self.day

    def fit(self, date: dt.date | None) -> int:
        """How many markers fit side by side in a column."""
        return max(1, int((self.across(date) - 3) // MARKER))

    @property
    def right(self) -> float:
        """Right edge of what is drawn."""
        return self.width - MARGIN

    @property
    def card(self) -> float:
        """Width of the words of a statement: up to the day after next, if that is enough."""
        return min(max(CARD[0], 2 * self.day - INDENT - 2 * GAP), CARD[1])

    @property
    def lane_columns(self) -> int:
        """How many labels lie side by side in the lane without days."""
        return max(1, int((self.right - MARGIN) // LANE_COLUMN))

    @property
    def lane_column(self) -> float:
        """Width of a column of the lane without days."""
        return (self.right - MARGIN) / self.lane_columns


@dataclass(frozen=True)
class Plan:
    """Everything measured: the labels, and the depth at which each part of the figure begins."""

    columns: Columns
    title: list[str]
    cards: list[Card]
    poles: list[float]
    lanes: list[int]
    floors: list[float]
    topics: dict[str, list[Entry]]
    undated: list[Card]
    places: list[tuple[int, float]]
    lane_depth: float
    legend: list[list[Item]]

    @property
    def axis(self) -> float:
        """Depth of the axis."""
        title = MARGIN + canvas.block_height(self.title, TITLE_SIZE)
        return title + GAP + self.floors[-1] + (GAP if self.cards else 0)

    def topic_height(self, topic: str) -> float:
        """Height of the row of a topic: as many lines of markers as its fullest day needs."""
        dates = [entry.date for entry in self.topics[topic]]
        lines = max(-(-dates.count(date) // self.columns.fit(date)) for date in set(dates))
        return max(lines * MARKER, canvas.block_height(topic_lines(topic), SMALL_SIZE)) + 3

    @property
    def lane(self) -> float:
        """Depth at which the lane without days begins."""
        return self.axis + AXIS + sum(map(self.topic_height, self.topics)) + GAP

    @property
    def first_card(self) -> float:
        """Depth of the first label in the lane without days, under its heading."""
        return self.lane + canvas.line_height(TEXT_SIZE) + 2 * GAP

    @property
    def key(self) -> float:
        """Depth at which the legend begins."""
        return (self.first_card + self.lane_depth if self.undated else self.lane) + GAP

    @property
    def height(self) -> float:
        """Height of the figure."""
        return self.key + len(self.legend) * LEGEND_ROW + MARGIN


def topic_lines(topic: str) -> list[str]:
    """The name of a topic, wrapped into the column left of the days."""
    return canvas.wrap(topic, TOPICS - GAP, 3, SMALL_SIZE)


def measure(
    course: Course, entries: Sequence[Entry], columns: Columns, groups: Sequence[str]
) -> Plan:
    """Wrap, measure and place the labels of ``entries``; ``groups`` are explained in the legend."""
    dated = sorted((e for e in entries if e.date), key=lambda e: (str(e.date), e.number))
    poles = _poles(columns, dated)
    widths = [min(columns.card, columns.right - pole - INDENT) for pole in poles]
    cards = [Card.of(entry, width) for entry, width in zip(dated, widths, strict=True)]
    lanes = assign_lanes(poles, [card.width for card in cards], GAP)
    undated = [
        Card.of(entry, columns.lane_column - INDENT - 2 * GAP)
        for entry in entries
        if entry.date is None
    ]
    places, depth = flow([card.height for card in undated], columns.lane_columns, GAP)
    return Plan(
        columns,
        canvas.wrap(finding(entries), columns.right - MARGIN, 3, TITLE_SIZE, "bold"),
        cards,
        poles,
        lanes,
        lane_floors(lanes, [card.height for card in cards], GAP),
        _by_topic(course, entries),
        undated,
        places,
        depth,
        legend_rows(
            groups,
            [entry.statement.commitment for entry in entries],
            columns.right - MARGIN,
            "day from other sources" if any(entry.outside for entry in entries) else "",
        ),
    )


def _poles(columns: Columns, dated: Sequence[Entry]) -> list[float]:
    """Where each pole stands: those of one day side by side, in the order of telling."""
    dates = [entry.date for entry in dated]
    poles = []
    for place, date in enumerate(dates):
        step = min(POLE_STEP, (columns.day - GAP) / dates.count(date))
        poles.append(columns.left(date) + GAP / 2 + dates[:place].count(date) * step)
    return poles


def _by_topic(course: Course, entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    topics = {
        term.label: [entry for entry in entries if term.id in entry.statement.about]
        for term in course.terms_of("topic")
    }
    return {label: found for label, found in topics.items() if found}
