"""The timeline with choices: side, mode, with a day or without, and how far the days go."""

from __future__ import annotations

from functools import partial
from typing import get_args

from course_utils.course import Course
from course_utils.figures.timeline import draw_timeline
from course_utils.reading.timeline import periods, years_matter
from course_utils.session import current_course
from course_utils.source.cells import Mode
from course_utils.source.rows import Statement
from course_utils.widgets.explorer import Control, Explorer


def explore_timeline(course: Course | None = None) -> Explorer:
    """Show the timeline with drop-down lists; picture, words and count change together."""
    chosen = current_course(course)
    sides = {term.label: term.id for term in chosen.terms_of("side")}
    dates = periods(chosen.rows(Statement))
    year = years_matter(dates)
    controls = {
        "sides": Control("Side", {"all": None, **sides}),
        "modes": Control("Mode", {"all": None, **{mode: mode for mode in get_args(Mode)}}),
        "dated": Control("Day", {"with or without": None, "with": True, "without": False}),
        "as_of": Control("As of", {"the end": None, **{day.name(year): day.last for day in dates}}),
    }
    about = "The timeline, to be explored by side, mode, day and date."
    return Explorer(about, controls, partial(draw_timeline, chosen))
