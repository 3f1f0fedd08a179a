"""Counts of commitments, values and hedges."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import course_utils as cu
from course_utils.course import Course
from course_utils.source.rows import Hedge, Relation
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course() -> Course:
    return cu.load_course()


def test_a_second_reading_widens_the_range_of_a_count(tmp_path: Path, course: Course) -> None:
    doubt = {"second_reading": "certainty: hedged - why", "hedge": "", "certainty": "asserted"}
    folder = write_tiny_course(tmp_path, claims=[doubt, {}])
    table = cu.count_commitments(cu.load_course(folder)).set_index("Commitment")
    assert tuple(table.loc["the author says it"]) == (2, 1, 2)
    assert tuple(table.loc["the author, with a reservation"]) == (0, 0, 1)
    there = [row for row in course.rows(Relation) if "yemen" in row.theatre]
    assert cu.count_commitments(course, "relations", "yemen")["Number"].sum() == len(there)


def test_every_hedge_is_counted_once_and_a_consequence_is_none(course: Course) -> None:
    table = cu.count_hedges(course).set_index("Paragraph")
    counted = [row for row in course.rows(Hedge) if row.strength != "consequence"]
    assert list(table.index) == [f"P{n}" for n in range(13)]
    assert table["Hedges"].sum() == len(counted)
    assert list(table.loc["P2"]) == [0, "", ""]
    assert str(table.loc["P4", "Word"]).startswith("may (")


def test_values_come_by_number_then_by_name_and_what_cannot_be_counted_is_named(
    course: Course,
) -> None:
    table = pd.DataFrame({"kind": ["b", "c", "a", "c"]})
    counted = cu.count_values(table, "kind", "times")["times"]
    assert list(counted.items()) == [("c", 2), ("a", 1), ("b", 1)]
    with pytest.raises(ValueError, match="no column is called 'knd'; like it: kind"):
        cu.count_values(table, "knd")
    with pytest.raises(ValueError, match="claims have no theatre"):
        cu.count_commitments(course, place="yemen")
