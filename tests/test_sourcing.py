from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course, load_course
from course_utils.rows import Assumption, Claim, Hedge
from course_utils.sourcing import (
    CLASSES,
    class_of,
    count_hedges,
    single_sources,
    unstated_premises,
    who_says_so,
)
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
        ({"voice": "party of another", "claimed_by": "unnamed"}, "third party's allegation"),
        ({"voice": "official quoted", "claimed_by": "actors-1"}, "official's claim"),
        ({"voice": "party of itself", "claimed_by": "actors-1"}, "official's claim"),
        (
            {"voice": "official quoted", "claimed_by": "actors-1", "role": "forecast"},
            "official's claim",
        ),
        ({"role": "recommendation", "concludes": "so"}, "recommendation"),
        ({"role": "forecast", "certainty": "hedged", "hedge": "may"}, "forecast"),
        ({"role": "evidence", "certainty": "future"}, "forecast"),
        ({"role": "inference"}, "author's inference"),
        ({"role": "generalisation"}, "author's inference"),
        ({"role": "evidence", "certainty": "hedged", "hedge": "may"}, "author's inference"),
        ({"role": "concession", "certainty": "not established"}, "author's inference"),
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
    assert table.loc["S13", "Another reading"] == "official's claim"
    assert table.loc["C1", "Another reading"] == "forecast"
    assert table.loc["C50", "Another reading"] == ""


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
    assert table["Hedges"].sum() == len(course.rows(Hedge))
    assert table.columns[0] == by.capitalize()


def test_words_are_counted_whatever_their_first_letter(course: Course) -> None:
    table = count_hedges(course).set_index("Word")
    words = [row.word.lower() for row in course.rows(Hedge)]
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
