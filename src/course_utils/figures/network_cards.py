"""The words of a network, broken into lines and measured before anything has a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course_utils.figures.canvas import SMALL_SIZE, block_height, wrap
from course_utils.reading.network_boxes import Strand
from course_utils.reading.network_view import View

INSET = 5.0  # from the edge of a box to its words
LEADING = 9.4  # from one line of small words to the next
ABOVE, BELOW = 2.4, 1.4  # from a line to the words above it, and to what follows below
BESIDE = 5.0  # between two lines side by side
SAMPLE = 20.0  # the arrow of a note
CLOSE = 3.6  # between two lines of a note
MOST_LINES = 4


@dataclass(frozen=True)
class Words:
    """The words of a tie: above its lines what it is; below for whom, and on whose word."""

    strand: Strand
    above: Sequence[str]
    below: Sequence[str]

    @classmethod
    def of(cls, strand: Strand, width: float) -> Words:
        """The words broken into lines of this width."""
        lines = [wrap(text, width, MOST_LINES, SMALL_SIZE) for text in (strand.word, strand.note)]
        return cls(strand, *lines)

    @property
    def first(self) -> float:
        """From the top of the words to the first of the lines under them."""
        return len(self.above) * LEADING + ABOVE

    @property
    def height(self) -> float:
        """Height of words and lines."""
        lines = (len(self.strand.commitments) - 1) * BESIDE
        return self.first + lines + len(self.below) * LEADING + BELOW

    @property
    def note_height(self) -> float:
        """Height of the same as a note in a box, its lines before the words."""
        lines = len(self.strand.commitments) * CLOSE
        return max((len(self.above) + len(self.below)) * LEADING, lines + 2)


@dataclass(frozen=True)
class Card:
    """The words in a box: a name, its leaders, and notes of ties to others."""

    name: Sequence[str]
    under: Sequence[str]
    notes: Sequence[Words]

    @classmethod
    def of(cls, view: View, actor: str, width: float) -> Card:
        """The words of an actor in a box of this width."""
        room = width - 2 * INSET
        leaders = ", ".join(view.leaders(actor))
        under = wrap(f"under {leaders}", room, MOST_LINES, SMALL_SIZE) if leaders else []
        weight = "bold" if actor == view.core else "normal"
        name = wrap(view.label(actor), room, MOST_LINES, weight=weight)
        notes = [Words.of(note, room - SAMPLE) for note in view.notes.get(actor, ())]
        return cls(name, under, notes)

    @property
    def height(self) -> float:
        """Height of a box with these words."""
        notes = sum(note.note_height for note in self.notes)
        return block_height(self.name) + len(self.under) * LEADING + notes + INSET
