"""Draw the scales of probability as rulers from 0 to 100, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.canvas import COLOURS, INK, PAPER, QUIET, SHADE, SMALL_SIZE, Board
from course_utils.figures.picture import Picture
from course_utils.reading import scales
from course_utils.source.course_rows import Scale

MARGIN = 14.0
STRIP = 13.0  # height of a ruler
GAP = 4.0
LINE = SMALL_SIZE * canvas.LEADING
LED_OUT = 110.0  # greatest width of a word that does not fit under its band
MARKED = COLOURS[1]
FILLS = ("#d5dbe1", SHADE)  # in turn, so that neighbours are told apart in grey, too


def draw_scales(course: Course, percent: float | None = None) -> Picture:
    """Draw each scale of words of probability as a ruler from 0 to 100 percent.

    Gaps stay blank, and an end that two bands share is a thick stroke, for both words fit there.
    ``percent`` marks a number on every ruler and says what it is called; ``ValueError`` unless it
    is from 0 to 100.
    """
    shown = scales.bands_of(course)
    given = None if percent is None else scales.percent_of(percent)
    title = scales.finding(shown, given)
    names = ", ".join(shown) or "no scale"
    return Picture(
        partial(_draw, shown, given, title),
        title,
        f"Rulers from 0 to 100 percent with the words of {names}. {title}.",
        scales.describe(shown),
        scales.rows(shown),
        f"Scales: {names}; their origin and rules stand in the table",
    )


def _draw(shown: scales.Bands, percent: float | None, title: str) -> Board:
    board, foot = canvas.titled(title, MARGIN)
    sheet = _Rulers(board, canvas.WIDTH - 2 * MARGIN, foot)
    sheet.axis()
    for name, bands in shown.items():
        sheet.ruler(name, bands, percent)
    corner = (MARGIN, sheet.depth + 2.5 * GAP)
    board.end_at(canvas.draw_legend(board, [LEGEND], corner, sheet.width) + MARGIN)
    return board


@dataclass
class _Rulers:
    """Draws one ruler below the other; ``depth`` is how far it came."""

    board: Board
    width: float
    depth: float

    def at(self, percent: float) -> float:
        """Where a number stands on every ruler."""
        return MARGIN + self.width * percent / 100

    def write(self, x: float, words: str | list[str], role: str, **look: Any) -> float:
        """Write small words below a place of the rulers; return their foot."""
        look = {"size": SMALL_SIZE, "ha": "center", **look}
        return canvas.write(self.board, (x, self.depth), words, role, **look)

    def axis(self) -> None:
        """Write the tens once, above all rulers."""
        self.depth += 2 * GAP
        for ten in range(0, 101, 10):
            foot = self.write(self.at(ten), f"{ten} %", "ten", color=QUIET) + 5
            self.board.line([self.at(ten)] * 2, [foot - 4, foot], color=QUIET, lw=0.8)
        self.board.line([self.at(0), self.at(100)], [foot] * 2, color=QUIET, lw=0.8)
        self.depth = foot

    def ruler(self, name: str, bands: Sequence[Scale], percent: float | None) -> None:
        self.depth += 2.5 * GAP
        bold: dict[str, Any] = {"size": canvas.TEXT_SIZE, "weight": "bold", "ha": "left"}
        foot = self.write(MARGIN, canvas.printable(name), "name", **bold) + GAP
        if percent is not None:
            left = canvas.text_width(name, weight="bold") + 2 * GAP
            said = canvas.wrap(scales.word(bands, percent), self.width - left, 3, weight="bold")
            foot = self.write(MARGIN + left, said, "called", color=MARKED, **bold) + 2 * GAP
            xs, ys = [self.at(percent)] * 2, [foot - 5, foot + STRIP]
            look: dict[str, Any] = {"ms": 7, "markevery": [0], "ls": "-", "lw": 2.2, "zorder": 4}
            self.board.line(xs, ys, marker="v", color=MARKED, gid="marked", **look)
        self.depth = foot
        self._strip(bands)
        self._words(bands)

    def _strip(self, bands: Sequence[Scale]) -> None:
        """Draw the bands, and write their ends under them, those that are shared in bold."""
        top, foot = self.depth, self.depth + STRIP
        self.depth, both = foot + 1, scales.shared(bands)
        _blank(self.board, (self.at(0), foot), self.width)
        for number, band in enumerate(bands):
            xs = [self.at(end) for end in (band.low_percent, band.high_percent)]
            look: dict[str, Any] = {"fc": FILLS[number % 2], "ec": INK, "lw": 0.9, "zorder": 2}
            self.board.area((xs[0], xs[1]), (top, foot), gid=f"band {band.term}", **look)
            if not band.high_included:
                _hollow(self.board, (xs[1], (top + foot) / 2))
        for end in sorted({end for band in bands for end in (band.low_percent, band.high_percent)}):
            self.write(self.at(end), str(end), "end", weight="bold" if end in both else "normal")
            if end in both:
                _thick(self.board, (self.at(end), (top + foot) / 2))

    def _words(self, bands: Sequence[Scale]) -> None:
        """Write each word under its band, or below all of these with a line from its band."""
        led_out, feet, top = [], [0.0], self.depth + LINE
        self.depth = top
        for band in bands:
            x = self.at((band.low_percent + band.high_percent) / 2)
            lines = _lines(band.term, self.at(band.high_percent) - self.at(band.low_percent) - GAP)
            if len(lines) <= 3 and " ".join(lines) == canvas.printable(band.term):
                feet.append(self.write(x, lines, "word"))
            else:
                led_out.append((x, _lines(band.term, LED_OUT)[:3]))
        begin = max(top, *feet) + GAP
        row, last = 0, 0.0
        for x, lines in led_out:  # side by side where they do not meet, else in a row below
            half = max(canvas.text_width(line, SMALL_SIZE) for line in lines) / 2
            middle = min(max(x, MARGIN + half), MARGIN + self.width - half)
            row = row + 1 if middle - half < last else 0
            last = middle + half + GAP
            self.depth = begin + row * (3 * LINE + GAP)
            self.board.line([x, x], [top - LINE, self.depth + 1], color=QUIET, lw=0.8, gid="leader")
            feet.append(self.write(middle, lines, "word"))
        self.depth = max(top, *feet)


def _lines(term: str, room: float) -> list[str]:
    """The words of a band in lines, broken between two words for it where that is enough."""
    *first, last = canvas.printable(term).split(" / ")
    parts = [*(f"{part} /" for part in first), last]
    whole = canvas.wrap(term, room, 9, SMALL_SIZE)
    fits = all(canvas.text_width(part, SMALL_SIZE) <= room for part in parts)
    return parts if len(whole) > 1 and fits else whole


def _thick(board: Board, at: canvas.Point, wide: float = 0) -> None:
    xs, ys = [at[0] + wide / 2] * 2, [at[1] - 8, at[1] + 6.5]
    board.line(xs, ys, color=INK, lw=2.6, zorder=3, gid="shared")


def _hollow(board: Board, at: canvas.Point, wide: float = 0) -> None:
    look: dict[str, Any] = {"marker": "o", "ls": "none", "ms": 6, "mfc": PAPER, "mec": INK}
    board.line([at[0] + wide / 2], [at[1]], zorder=5, gid="open end", **look)


def _blank(board: Board, at: canvas.Point, width: float) -> None:
    board.line([at[0], at[0] + width], [at[1]] * 2, color=QUIET, ls=(0, (1, 2)), lw=0.8, zorder=1)


LEGEND = (
    canvas.Sample("shared end: both words fit", _thick, 6.0),
    canvas.Sample("end that is outside its band", _hollow, 10.0),
    canvas.Sample("no word here", _blank, 24.0),
)
