"""What every figure draws alike: colours, shapes, line styles and sizes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course_utils.source.cells import Commitment

INK = "#1f2328"
QUIET = "#57606a"
RULE = "#d0d7de"
PAPER = "#ffffff"
SHADE = "#f0f2f4"

TITLE_SIZE = 12.0
TEXT_SIZE = 9.0
SMALL_SIZE = 8.0

# Each colour has a contrast of at least 4.5 to white, and they stay apart under the common kinds of
# colour blindness and in grey; the shape says the same again.
_COLOURS = ("#0b5394", "#a34700", "#00695c", "#8e2a6b", "#4a4a4a", "#6b5b00")
_SHAPES = ("o", "s", "D", "p", "h", "8")

# On and off lengths in points, as matplotlib takes them; the codebook's line for each commitment.
LINES: dict[Commitment, str | tuple[float, tuple[float, ...]]] = {
    "the author says it": "solid",
    "the author, with a reservation": (0, (5, 2.5)),
    "left open": (0, (1, 1.8)),
    "a party says it": "solid",
    "asks or aims": (0, (7, 2, 1.5, 2)),  # a mark of its own: no belief about what is so
}
PARTY: Commitment = "a party says it"
DOUBLE = 1.3  # what a party says is a double line: points from its middle to each half


@dataclass(frozen=True)
class Mark:
    """Colour and shape of one group."""

    colour: str
    shape: str


def marks(groups: Iterable[str]) -> dict[str, Mark]:
    """Give each group, in order of first appearance, a colour and a shape of its own.

    After six groups colours and shapes meet in new pairs, so that thirty-six can be told apart.
    """
    names = list(dict.fromkeys(groups))
    turns = [
        (n % len(_COLOURS), (n + n // len(_COLOURS)) % len(_SHAPES)) for n in range(len(names))
    ]
    return {
        name: Mark(_COLOURS[colour], _SHAPES[shape])
        for name, (colour, shape) in zip(names, turns, strict=True)
    }
