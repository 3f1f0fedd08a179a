"""The argument with choices: premises to switch off, and a claim to look at with its grounds."""

from __future__ import annotations

from functools import partial
from html import escape

from course_utils.argument import WORSE, Argument, Standing, without
from course_utils.course import Course, current_course
from course_utils.figures.argument import draw_argument
from course_utils.figures.picture import Picture
from course_utils.rows import Assumption, Claim, Link, Statement
from course_utils.widgets.explorer import Control, Explorer

LOOKED_AT = ("thesis", "recommendation", "inference", "forecast", "conditional scenario")


def explore_argument(course: Course | None = None) -> Explorer:
    """Show the argument with check boxes for premises: what is switched off no longer supports.

    Premises are the statements that claims rest on and the unstated assumptions.  Beside the
    picture stands a sentence for every claim that is touched.
    """
    chosen = current_course(course)
    rows = [row for row in chosen.rows(Claim) if row.role in LOOKED_AT]
    claims = {f"{row.id} {row.claim}": row.id for row in rows}
    controls = {
        "focus": Control("Claim", {"the whole argument": None, **claims}),
        "kept": Control("Premises that hold", _premises(chosen), many=True),
    }
    about = "The argument, to be explored by switching premises off."
    return Explorer(about, controls, partial(_draw, chosen))


def _premises(course: Course) -> dict[str, object]:
    used = {link.from_statement for link in course.rows(Link)}
    said = [row for row in course.rows(Statement) if row.id in used]
    statements = {f"{row.id} {course.label_of(row.who[0])}: {row.short}": row.id for row in said}
    assumed = {f"{row.id} {row.assumption}": row.id for row in course.rows(Assumption)}
    return {**statements, **assumed}


def _draw(course: Course, focus: str | None, kept: list[str]) -> tuple[Picture, str]:
    gone = [name for name in _premises(course).values() if name not in kept]
    away = [str(name) for name in gone]
    picture = draw_argument(course, focus=focus, without=away)
    argument = Argument.of(course)
    after = without(argument, away).values()
    touched = [claim for claim in after if claim.support in WORSE]
    if not away:
        return picture, "<p>All premises hold. Switch one off to see what loses its support.</p>"
    if not touched:
        return picture, "<p>No claim is touched: each keeps the support it had.</p>"
    rows = "".join(map(partial(_touched_html, argument), touched))
    return picture, f"<p><strong>Claims that are touched</strong></p><ul>{rows}</ul>"


def _touched_html(argument: Argument, standing: Standing) -> str:
    said = f"{standing.claim}: {argument.words(standing.claim)}"
    return f'<li dir="auto">{escape(standing.sentence)}<br><small>{escape(said)}</small></li>'
