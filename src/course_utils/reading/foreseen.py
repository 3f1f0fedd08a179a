"""What the text foresees, beside what came of it: in groups, and without a score."""

from course_utils.course import Course
from course_utils.reading.forecasts import cite, when
from course_utils.reading.voices import names_of
from course_utils.source.course_rows import Outcome
from course_utils.source.text_rows import Forecast

# By how it turned out; what is aimed at or asked for is no forecast, whatever came of it.
AIM = "An aim, a demand or advice, and no forecast"
GROUPS = {
    "Can be settled": ("happened", "did not happen"),
    "Settled in part, or only by the sources that were seen": ("partly", "not found", "open"),
    "Void: what it depended on did not come": ("void",),
    "Too vague to be right or wrong": ("not scorable",),
    AIM: ("asks or aims",),
}


def foreseen(course: Course) -> dict[str, list[dict[str, str]]]:
    """Return the forecasts of the text by the group they fall into, a row each, in words."""
    outcomes = {row.forecast_id: row for row in course.rows(Outcome)}
    rows = [
        (forecast.certainty, outcome.resolution, _cells(course, forecast, outcome))
        for forecast in course.rows(Forecast)
        if (outcome := outcomes.get(forecast.id))
    ]
    found = {
        name: [cells for sure, came, cells in rows if (sure if sure in GROUPS[AIM] else came) in of]
        for name, of in GROUPS.items()
    }
    return {name: cells for name, cells in found.items() if cells}


def _cells(course: Course, forecast: Forecast, outcome: Outcome) -> dict[str, str]:
    hedges = f" (“{'”, “'.join(forecast.hedge)}”)" if forecast.hedge else ""
    said = [outcome.resolution.capitalize(), when(outcome.resolved_on)]
    return {
        "Forecast": f"{forecast.event} {', '.join(forecast.paragraph)}{hedges}",
        "Whose": ", ".join(names_of(course, forecast)) or "nobody",
        "What came of it": f"{', '.join(filter(None, said))}. {outcome.outcome}",
        "Sources": "; ".join(cite(course, outcome.source_ids)),
    }
