from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.sourcing import (
    CLASSES,
    class_of,
    count_commitments,
    count_hedges,
    count_values,
    single_sources,
    unstated_premises,
    who_says_so,
)
from course_utils.session import load_course
from course_utils.source.rows import Assumption, Claim, Hedge, Relation
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def coded(tmp_path: Path, **cells: str) -> Claim:
    course = load_course(write_tiny_course(tmp_path, claims=[cells, {}]))
    return course.rows(Claim)[0]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"voice": "party of another", "claimed_by": "unnamed"}, "party's claim"),
        ({"voice": "official quoted", "claimed_by": "actors-1"}, "party's claim"),
        ({"voice": "party of itself", "claimed_by": "actors-1"}, "party's claim"),
        (
            {"voice": "official quoted", "claimed_by": "actors-1", "role": "forecast"},
            "party's claim",
        ),
        ({"role": "recommendation", "certainty": "asks or aims"}, "recommendation"),
        ({"role": "forecast", "certainty": "hedged", "hedge": "may"}, "forecast"),
        ({"role": "evidence", "certainty": "future"}, "forecast"),
        ({"role": "inference"}, "author's inference"),
        ({"role": "generalisation"}, "author's inference"),
        ({"role": "evidence", "certainty": "hedged", "hedge": "may"}, "author's inference"),
        ({"role": "concession", "certainty": "not established"}, "author's inference"),
        ({"role": "evidence", "certainty": "concluded"}, "author's inference"),
        ({"role": "evidence", "certainty": "taken for granted"}, "event"),
        ({"role": "evidence"}, "event"),
    ],
)
def test_the_first_rule_that_fits_decides(cells: dict[str, str], kind: str, tmp_path: Path) -> None:
    assert class_of(coded(tmp_path, **cells)) == kind


def test_every_statement_and_claim_has_one_class(course: Course) -> None:
    table = who_says_so(course)
    assert list(table["No."]) == [*course.statements["id"], *course.claims["id"]]
    assert set(table["Class"]) == set(CLASSES)
    assert all(CLASSES[row["Class"]] == row["Because"] for _, row in table.iterrows())


def test_a_second_reading_that_changes_the_class_is_shown(course: Course) -> None:
    table = who_says_so(course).set_index("No.")
    assert table.loc["C50", "Another reading"] == "party's claim"
    assert table.loc["C1", "Another reading"] == "forecast"
    assert table.loc["C2", "Another reading"] == ""


def test_a_claim_on_one_voice_or_one_paragraph_raises_the_alarm(course: Course) -> None:
    table = single_sources(course).set_index("No.")
    assert tuple(table.loc["C50", ["Rests in the end on", "One voice", "One paragraph"]]) == (
        "S9, S10",
        "Jafari",
        "P8",
    )
    assert table.loc["C35", "One paragraph"] == ""
    assert table.loc["C71", "One voice"] == ""
    assert "C1" not in table.index
    assert "C2" not in table.index, "a claim without a recorded ground is not judged"


def test_nothing_to_judge_is_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    table = single_sources(load_course(write_tiny_course(tmp_path, links=[])))
    assert table.empty
    assert "One voice" in table.columns


@pytest.mark.parametrize("by", ["word", "paragraph", "strength"])
def test_every_hedge_is_counted_once(course: Course, by: str) -> None:
    table = count_hedges(course, by)  # type: ignore[arg-type]
    counted = [row for row in course.rows(Hedge) if row.strength != "consequence"]
    assert table["Hedges"].sum() == len(counted) < len(course.rows(Hedge))
    assert table.columns[0] == by.capitalize()


def test_words_are_counted_whatever_their_first_letter(course: Course) -> None:
    table = count_hedges(course).set_index("Word")
    words = [row.word.lower() for row in course.rows(Hedge)]
    assert "would" not in table.index
    assert table.loc["may", "Hedges"] == words.count("may") > 1
    assert list(table["Hedges"]) == sorted(table["Hedges"], reverse=True)


def test_a_paragraph_without_a_hedge_counts_none(course: Course) -> None:
    table = count_hedges(course, "paragraph")
    assert list(table["Paragraph"]) == [f"P{n}" for n in range(13)]
    assert table.set_index("Paragraph").loc["P2", "Hedges"] == 0


def test_another_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="no count is by voice; there are word, paragraph"):
        count_hedges(load_course(), "voice")  # type: ignore[arg-type]


def test_each_unstated_premise_is_shown_as_ours_with_what_it_carries(course: Course) -> None:
    table = unstated_premises(course).set_index("No.")
    for row in course.rows(Assumption):
        assert table.loc[row.id, "Whose reading"] == "ours"
        assert all(claim in str(table.loc[row.id, "Carries"]) for claim in row.carries)
        assert int(str(table.loc[row.id, "Weakened without it"])) >= len(row.carries)


def test_a_count_of_commitments_is_a_range_that_holds_the_count(course: Course) -> None:
    table = count_commitments(course, "relations")
    assert table["Number"].sum() == len(course.rows(Relation))
    assert (table["At least"] <= table["Number"]).all()
    assert (table["Number"] <= table["At most"]).all()
    assert (table["At least"] < table["At most"]).any()


def test_a_second_reading_of_certainty_widens_the_range(tmp_path: Path) -> None:
    doubt = {"second_reading": "certainty: hedged - why", "hedge": "", "certainty": "asserted"}
    folder = write_tiny_course(tmp_path, claims=[doubt, {}])
    table = count_commitments(load_course(folder)).set_index("Commitment")
    assert tuple(table.loc["the author says it"]) == (2, 1, 2)
    assert tuple(table.loc["the author, with a reservation"]) == (0, 0, 1)


def test_ties_of_one_theatre_are_counted_alone(course: Course) -> None:
    there = [row for row in course.rows(Relation) if "yemen" in row.theatre]
    assert count_commitments(course, "relations", "yemen")["Number"].sum() == len(there)


@pytest.mark.parametrize(
    ("table", "place", "message"),
    [("ties", None, "no table is called 'ties'"), ("relations", "mars", "no theatre is called")],
)
def test_what_cannot_be_counted_is_named(
    course: Course, table: str, place: str | None, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        count_commitments(course, table, place)


def test_values_are_counted_most_first_and_ties_by_name() -> None:
    import pandas as pd

    table = pd.DataFrame({"kind": ["b", "c", "a", "c"]})
    assert count_values(table, "kind", "times")["times"].to_dict() == {"c": 2, "a": 1, "b": 1}
    assert list(count_values(table, "kind").index) == ["c", "a", "b"]
    with pytest.raises(ValueError, match="no column is called 'knd'; like it: kind"):
        count_values(table, "knd")
