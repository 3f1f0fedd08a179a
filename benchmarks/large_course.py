"""Every page and picture of a course as large as a long report, beside plain tools.

    python -m benchmarks.large_course [rounds]

200 statements, 120 actors, 300 ties, 250 claims.  The other way is what one would write without
the package: unchecked CSV files, annotations, spring layout, ``DataFrame.to_html``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd
from matplotlib.figure import Figure

import course_utils as cu
from benchmarks.timing import medians, report, rounds_wanted
from course_utils.course import Course, read_course
from course_utils.reading.network import build_network
from tests.large_course import write_large_course

ROUNDS = 3


def main(rounds: int) -> None:
    """Print one line for each page and picture."""
    with tempfile.TemporaryDirectory() as folder:
        where = write_large_course(Path(folder) / "data")
        course = cu.load_course(where)
        works = {
            "load | pandas.read_csv, unchecked": (
                lambda: read_course(where),
                lambda: [pd.read_csv(path) for path in where.glob("*.csv")],
            ),
            "draw_timeline | axes.annotate": (
                lambda: cu.draw_timeline(course).svg,
                lambda: annotated(course),
            ),
            "draw_network | spring layout": (
                lambda: cu.draw_network(course).svg,
                lambda: sprung(course),
            ),
            "draw_network whole | spring layout": (
                lambda: cu.draw_network(course, whole=True).svg,
                lambda: sprung(course),
            ),
            "show_ties | to_html": (
                lambda: cu.show_ties(course).html,
                lambda: course.relations.to_html(),
            ),
            "show_argument | to_html of claims and links": (
                lambda: cu.show_argument(course).html,
                lambda: course.claims.to_html() + course.links.to_html(),
            ),
            "show_cases | pivot, to_html": (
                lambda: cu.show_cases(course).html,
                lambda: course.cases.pivot(
                    index="condition", columns="case", values="finding"
                ).to_html(),
            ),
        }
        for what, (ours, other) in works.items():
            report(what, *medians(ours, other, rounds=rounds))


def annotated(course: Course) -> object:
    """The statements as plain annotations, overlaps and all."""
    figure = Figure(figsize=(8, 30), dpi=100)
    axes = figure.subplots()
    for place, text in enumerate(course.statements["short"]):
        axes.annotate(text, (place, place % 40))
    return _encoded(figure)


def sprung(course: Course) -> object:
    """The ties as networkx draws them, with the labels of actors alone."""
    figure = Figure(figsize=(8, 12), dpi=100)
    graph = build_network(course)
    nx.draw_networkx(graph, nx.spring_layout(graph, seed=1), ax=figure.subplots(), font_size=6)
    return _encoded(figure)


def _encoded(figure: Figure) -> object:
    out = io.BytesIO()
    figure.savefig(out, format="svg")
    return out


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
