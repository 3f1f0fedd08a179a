"""Draw the argument: the whole of it, or one claim with its grounds and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from course_utils.argument import listing, source
from course_utils.argument_words import View, alternative, description, finding, view
from course_utils.course import Course
from course_utils.figures import canvas
from course_utils.figures.argument_focus import plan_focus
from course_utils.figures.argument_map import plan_map
from course_utils.figures.argument_marks import (
    Point,
    draw_dot,
    draw_frame,
    draw_head,
    draw_key,
    draw_link,
    draw_shape,
    family,
)
from course_utils.figures.argument_plan import MARGIN, Box, Part, Plan, Words
from course_utils.figures.picture import Picture
from course_utils.figures.style import PAPER, RULE, TITLE_SIZE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from pandas import DataFrame

PLATE = 2.0  # around words that stand on stripes


def draw_argument(
    course: Course,
    focus: str | None = None,
    without: str | Iterable[str] = (),
    width: float = canvas.WIDTH,
) -> Picture:
    """Draw what supports and what attacks the claims of the article, from evidence to advice.

    Shape and colour are the role, the border is the commitment.  A plain line with an arrowhead is
    support, a dashed one with a bar is an attack; lines that join lead to the same claim.  The
    whole map names the items, the view around a ``focus`` has their words, as has each table.

    focus: a claim or statement, ``"C50"``: what bears on it, as many steps back as can be read at a
    glance, and what it bears on.
    without: claims, statements or unstated premises to take away, ``["S9", "A1"]``; what loses its
    support or part of it is striped and says so.  ``course_utils.argument.without`` gives the rule.
    width: inches; a deep argument makes the figure wider.

    Raises ``ValueError`` for an identifier that is not known, with those that look like it.
    """
    chosen = view(course, focus, without)
    points = width * canvas.POINTS
    plan = plan_focus(chosen, points) if chosen.focus else plan_map(chosen, points)
    return Picture(
        partial(_draw, plan),
        finding(plan.view),
        alternative(plan.view),
        description(plan.view),
        table(plan.view),
        f"Data: coding of {course.about['article']}",
    )


def table(shown: View) -> DataFrame:
    """The items drawn, with what each rests on and the text's word for the step."""
    import pandas as pd

    return pd.DataFrame([_row(shown, item) for item in shown.shown])


def _row(shown: View, item: str) -> dict[str, str]:
    argument = shown.argument
    row = argument.row(item)
    cells = {
        "No.": item,
        "Role": argument.role(item),
        "What is said": argument.words(item),
        "Who": shown.who(item),
        "Commitment": row.commitment,
        "Paragraph": ", ".join(row.paragraph),
    }
    for head, kind in (("Rests on", "supports"), ("Attacked by", "attacks")):
        links = [link for link in argument.into(item) if link.kind == kind]
        cells[head] = ", ".join(f"{source(link)} ({link.marker})" for link in links) or "nothing"
    cells["Unstated premises (ours)"] = listing(argument.needs(item)) or "none"
    if shown.removed:
        standing = shown.standings.get(item)
        taken = f"{item} is taken away." if item in shown.removed else "a statement"
        cells["What is left"] = standing.sentence if standing else taken
    return cells


def _draw(plan: Plan) -> Figure:
    figure, axes = canvas.blank(plan.width, plan.height)
    title = "\n".join(plan.title)
    canvas.write(axes, (MARGIN, MARGIN), title, "title", TITLE_SIZE, weight="bold")
    for (start, level), (end, _) in plan.rules:
        axes.plot([start, end], [level, level], color=RULE, lw=0.8, zorder=0.5, gid="rule")
    for part in plan.parts:
        _draw_part(axes, part)
    for place in plan.dots:
        draw_dot(axes, place)
    for rect, members in plan.frames:
        draw_frame(axes, rect, f"frame {' '.join(members)}")
    for box in plan.boxes:
        _draw_box(axes, plan.view, box)
    for note in plan.notes:
        _write(axes, note.place, note.words, "note", "right" if note.end else "left")
    draw_key(axes, plan.key, (MARGIN, plan.foot), plan.key_roles)
    return figure


def _draw_part(axes: Axes, part: Part) -> None:
    gid = f"{part.kind} {' '.join(part.items)}"
    if part.way:
        draw_head(axes, part.kind, part.points[0], part.way, f"head {gid}", part.faint)
    else:
        draw_link(axes, part.kind, part.points, f"link {gid}", part.faint)


def _draw_box(axes: Axes, shown: View, box: Box) -> None:
    loss, row = shown.support(box.item), shown.argument.row(box.item)
    shape = family(shown.argument.role(box.item))
    heavy = box.item == shown.focus
    draw_shape(axes, shape, box.rect, row.commitment, f"box {box.item}", loss, heavy)
    if loss:
        _draw_plate(axes, box)
    top = box.top
    for words in box.words:
        _write(axes, (box.start, top), words, "label", "center" if box.centred else "left")
        top += words.height


def _draw_plate(axes: Axes, box: Box) -> None:
    """Keep the stripes away from the words."""
    wide = max(words.width for words in box.words)
    left = box.start - (wide / 2 if box.centred else 0.0)
    xs = [left - PLATE, left + wide + PLATE]
    foot = box.rect[1] + box.rect[3] - box.top
    axes.fill_between(xs, box.top, foot, color=PAPER, lw=0, zorder=2.2)


def _write(axes: Axes, place: Point, words: Words, role: str, ha: str) -> None:
    text = "\n".join(words.lines)
    weight, color = words.weight, words.colour
    canvas.write(axes, place, text, role, words.size, ha=ha, weight=weight, color=color)
