"""Draw how far a learner is: a row of boxes for each lesson, a box for each question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, get_args

from course_utils.figures import canvas
from course_utils.figures.legend import LEGEND_ROW, draw_legend, legend_rows
from course_utils.figures.picture import Picture
from course_utils.figures.style import PAPER, QUIET, TEXT_SIZE, TITLE_SIZE, marks
from course_utils.progress import STATES, Lesson, State, alternative, description, finding

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

MARGIN = 8.0
GAP = 8.0
BOX = 15.0  # height of a box, and its greatest width
NAME_SHARE = 0.4  # of the width that the name of a lesson may take
CREDIT = "Data: your own record"


def draw_progress(lessons: Sequence[Lesson]) -> Picture:
    """Draw a row of boxes for each lesson: full is right, half full not right yet, empty is left.

    A dot is a guess or a text, which nothing can get wrong.  Above each row stand the numbers.
    """
    return Picture(
        partial(_draw, lessons),
        finding(lessons),
        alternative(lessons),
        description(lessons),
        table(lessons),
        CREDIT,
    )


def table(lessons: Sequence[Lesson]) -> DataFrame:
    """The numbers drawn, a row for each lesson."""
    import pandas as pd

    names = [name.capitalize() for name in STATES.values()]
    rows = [
        [lesson.name, len(lesson.standings), *(lesson.count(state) for state in STATES)]
        for lesson in lessons
    ]
    return pd.DataFrame(rows, columns=["Lesson", "Questions", *names])


def _draw(lessons: Sequence[Lesson]) -> Figure:
    width = canvas.WIDTH * canvas.POINTS
    inner = width - 2 * MARGIN
    title = canvas.wrap(finding(lessons), inner, 2, TITLE_SIZE, "bold")
    heads = [_head(lesson, inner) for lesson in lessons]
    key = legend_rows([], [], inner, signs=list(STATES.values()))
    top = MARGIN + canvas.block_height(title, TITLE_SIZE) + GAP
    tops = [top]
    for _, words in heads:
        tops.append(tops[-1] + canvas.block_height(words) + BOX + 2 * GAP)
    figure, axes = canvas.blank(width, tops[-1] + LEGEND_ROW * len(key) + MARGIN)
    canvas.write(axes, (MARGIN, MARGIN), "\n".join(title), "title", TITLE_SIZE, weight="bold")
    side = min(BOX, inner / max((len(lesson.standings) for lesson in lessons), default=1))
    for lesson, head, start in zip(lessons, heads, tops, strict=False):
        _draw_lesson(axes, lesson, head, (start, side))
    signs = {STATES[state]: partial(_draw_sample, state=state) for state in get_args(State)}
    draw_legend(axes, key, (MARGIN, tops[-1]), {}, signs)
    return figure


def _head(lesson: Lesson, width: float) -> tuple[str, list[str]]:
    """The name of a lesson on one line, and beside it the numbers."""
    name = canvas.wrap(lesson.name, width * NAME_SHARE, 1, weight="bold")[0]
    left = canvas.text_width(name, TEXT_SIZE, "bold") + GAP
    return name, canvas.wrap(lesson.sentence, width - left, 2)


def _draw_lesson(
    axes: Axes, lesson: Lesson, head: tuple[str, list[str]], place: tuple[float, float]
) -> None:
    """Draw the head and the boxes of a lesson; ``place`` is its top, and the width of a box."""
    name, words = head
    top, side = place
    canvas.write(axes, (MARGIN, top), name, "lesson", weight="bold")
    beside = MARGIN + canvas.text_width(name, TEXT_SIZE, "bold") + GAP
    canvas.write(axes, (beside, top), "\n".join(words), "words")
    under = top + canvas.block_height(words) + GAP / 4
    states = sorted((standing.state for standing in lesson.standings), key=list(STATES).index)
    for number, state in enumerate(states):
        _draw_box(axes, (MARGIN + number * side, under), side, state)


def _draw_box(axes: Axes, corner: tuple[float, float], side: float, state: State) -> None:
    """Draw one box from its top left: its outline, and inside it the sign of its state."""
    from matplotlib.patches import Polygon

    x, y = corner
    space = min(2.0, side / 5)
    right, foot = x + side - space, y + BOX
    colour = QUIET if state == "open" else marks(STATES)[state].colour
    outline = [(x, y), (right, y), (right, foot), (x, foot)]
    fill = colour if state == "right" else PAPER
    axes.add_patch(Polygon(outline, fc=fill, ec=colour, lw=1, gid=f"box {state}"))
    if state == "tried":
        axes.add_patch(Polygon([(x, y), (right, foot), (x, foot)], fc=colour, ec=colour, lw=0))
    if state == "noted":
        middle = ([(x + right) / 2], [(y + foot) / 2])
        axes.plot(*middle, "o", ms=min(side, BOX) / 3, color=colour, gid="dot")


def _draw_sample(axes: Axes, place: tuple[float, float], width: float, state: State) -> None:
    """Draw a box in the legend, in the middle of the width that it has."""
    x, y = place
    _draw_box(axes, (x + (width - BOX) / 2, y - BOX / 2), BOX, state)
