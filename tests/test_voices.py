"""Counts of commitments, values, hedges and kinds of word."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import course_utils as cu
from course_utils.course import Course
from course_utils.source.rows import Hedge, Relation
from tests.tiny_course import write_tiny_course

HEDGED = {"certainty": "hedged", "hedge": "may"}
QUOTED = {"voice": "official quoted", "claimed_by": "actors-1"}


@pytest.fixture(scope="module")
def course() -> Course:
    return cu.load_course()


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"voice": "party of another", "claimed_by": "unnamed"}, "party's claim"),
        ({**QUOTED, "role": "forecast"}, "party's claim"),
        ({"role": "recommendation", "certainty": "asks or aims"}, "recommendation"),
        ({**HEDGED, "role": "forecast"}, "forecast"),
        ({"role": "evidence", "certainty": "future"}, "forecast"),
        ({"role": "generalisation"}, "author's inference"),
        ({**HEDGED, "role": "evidence"}, "author's inference"),
        ({"role": "evidence", "certainty": "taken for granted"}, "event"),
    ],
)
def test_the_first_class_that_fits_decides(
    cells: dict[str, str], kind: str, tmp_path: Path
) -> None:
    course = cu.load_course(write_tiny_course(tmp_path, claims=[cells, {}]))
    assert cu.who_says_so(course).set_index("No.").loc["claims-1", "Class"] == kind


@pytest.mark.parametrize("by", ["word", "paragraph", "strength"])
def test_every_hedge_is_counted_once_and_a_consequence_is_none(course: Course, by: str) -> None:
    table = cu.count_hedges(course, by)  # type: ignore[arg-type]
    counted = [row for row in course.rows(Hedge) if row.strength != "consequence"]
    assert table["Hedges"].sum() == len(counted) < len(course.rows(Hedge))


def test_hedges_come_by_number_whatever_their_first_letter_and_by_every_paragraph(
    course: Course,
) -> None:
    words = cu.count_hedges(course).set_index("Word")["Hedges"]
    assert words["may"] == sum(row.word.lower() == "may" for row in course.rows(Hedge))
    assert words.is_monotonic_decreasing
    paragraphs = cu.count_hedges(course, "paragraph").set_index("Paragraph")["Hedges"]
    assert list(paragraphs.index) == [f"P{n}" for n in range(13)]
    assert paragraphs["P2"] == 0


def test_a_second_reading_widens_the_range_of_a_count(tmp_path: Path, course: Course) -> None:
    doubt = {"second_reading": "certainty: hedged - why", "hedge": "", "certainty": "asserted"}
    folder = write_tiny_course(tmp_path, claims=[doubt, {}])
    table = cu.count_commitments(cu.load_course(folder)).set_index("Commitment")
    assert tuple(table.loc["the author says it"]) == (2, 1, 2)
    assert tuple(table.loc["the author, with a reservation"]) == (0, 0, 1)
    there = [row for row in course.rows(Relation) if "yemen" in row.theatre]
    assert cu.count_commitments(course, "relations", "yemen")["Number"].sum() == len(there)


def test_what_cannot_be_counted_is_named(course: Course) -> None:
    table = pd.DataFrame({"kind": ["b", "c", "a", "c"]})
    with pytest.raises(ValueError, match="no table is called 'ties'"):
        cu.count_commitments(course, "ties")
    with pytest.raises(ValueError, match="no theatre is called 'mars'"):
        cu.count_commitments(course, "relations", "mars")
    with pytest.raises(ValueError, match="claims have no theatre"):
        cu.count_commitments(course, place="yemen")
    with pytest.raises(ValueError, match="no count is by voice; there are word, paragraph"):
        cu.count_hedges(course, "voice")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no column is called 'knd'; like it: kind"):
        cu.count_values(table, "knd")
    counted = cu.count_values(table, "kind", "times")["times"]
    assert list(counted.items()) == [("c", 2), ("a", 1), ("b", 1)]
