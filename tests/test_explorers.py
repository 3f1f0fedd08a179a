"""Explorers as the kernel has them: what is chosen, and what the page gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_utils.course import Course, load_course
from course_utils.figures.timeline import draw_timeline
from course_utils.rows import Claim
from course_utils.widgets.argument import explore_argument
from course_utils.widgets.explorer import Control, Explorer
from course_utils.widgets.network import explore_network
from course_utils.widgets.still import to_run
from course_utils.widgets.timeline import explore_timeline
from tests.cell_outputs import VIEW, cell_outputs, words_of
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def place(explorer: object, name: str, label: str) -> int:
    controls: dict[str, Control] = explorer.by_name  # type: ignore[attr-defined]
    return list(controls[name].options).index(label)


def test_a_control_gives_the_value_at_a_place() -> None:
    assert Control("Side", {"all": None, "one": 1}).value(1) == 1
    assert Control("Commitment", {"a": 1, "b": 2, "c": 3}, many=True).value([0, 2]) == [1, 3]


@pytest.mark.parametrize("chosen", [2, -1, "0", None, [0], True])
def test_a_place_that_was_not_offered_is_refused(chosen: object) -> None:
    with pytest.raises(LookupError):
        Control("Side", {"all": None, "one": 1}).value(chosen)


def test_what_the_page_cannot_have_offered_changes_nothing(course: Course) -> None:
    explorer = explore_timeline(course)
    before = explorer.html
    explorer.chosen = {**explorer.chosen, "side": 99}
    assert explorer.html == before


def test_the_timeline_follows_a_choice(course: Course) -> None:
    explorer = explore_timeline(course)
    assert explorer.status.startswith("Timeline of 16 statements")
    explorer.chosen = {**explorer.chosen, "side": place(explorer, "side", "Saudi Arabia")}
    assert explorer.status.startswith("Timeline of 2 statements")
    assert 'alt="Timeline of 2 statements' in explorer.html


def test_what_a_cell_stores_is_the_same_whatever_is_chosen(course: Course) -> None:
    explorer = explore_timeline(course)
    before = words_of(cell_outputs(explorer))
    explorer.chosen = {**explorer.chosen, "side": 1}
    assert words_of(cell_outputs(explorer)) == before


def test_where_nothing_runs_the_first_picture_is_there_with_words_and_table(course: Course) -> None:
    still, live = cell_outputs(explore_timeline(course))
    assert draw_timeline(course).html in still["text/html"]
    about = "The timeline, to be explored by side, mode, day and date. Run this cell to use it."
    assert still["text/plain"] == about
    assert to_run(about) in still["text/html"]
    assert set(live) == {"text/plain", VIEW}


def test_with_every_commitment_chosen_actors_without_a_tie_are_there_too(course: Course) -> None:
    assert "57 actors" in explore_network(course).status


def test_an_actor_comes_with_its_ties_by_direction(course: Course) -> None:
    html = explore_network(course, actor="fatehin").html
    assert html.index("From Fatehin") < html.index("To Fatehin") < html.index("In both directions")
    assert "Fatehin – assists – Houthis (the author, with a reservation, P3)" in html
    assert "Hashemi – heads – Fatehin (the author says it, P2)" in html


def test_a_tie_says_where_its_passage_is(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    assert "P3, near &quot;apparently involved in&quot;" in explore_network(course, "fatehin").html


def test_an_actor_without_a_fitting_tie_is_a_sentence(course: Course) -> None:
    explorer = explore_network(course, actor="khamenei")
    own = place(explorer, "commitment", "the author says it")
    explorer.chosen = {**explorer.chosen, "commitment": [own]}
    assert "Khamenei has no tie that fits these choices." in explorer.html


def test_an_isolate_says_that_it_has_no_tie(course: Course) -> None:
    assert "NATO has no tie that fits these choices." in explore_network(course, "nato").html


def test_no_commitment_leaves_a_sentence_and_no_frame(course: Course) -> None:
    explorer = explore_network(course)
    explorer.chosen = {**explorer.chosen, "commitment": []}
    assert "<table" in explorer.html
    assert "0 actors" in explorer.status or "no " in explorer.status.lower()


def test_an_unknown_actor_is_named(course: Course) -> None:
    with pytest.raises(ValueError, match="no actor is called nobody; there are "):
        explore_network(course, actor="nobody")


def without_premise(course: Course, start: str) -> Explorer:
    explorer = explore_argument(course)
    labels = list(explorer.by_name["kept"].options)
    kept = [number for number, label in enumerate(labels) if not label.startswith(start)]
    explorer.chosen = {**explorer.chosen, "kept": kept}
    return explorer


def test_a_premise_switched_off_names_the_claims_it_touches_in_words(course: Course) -> None:
    html = without_premise(course, "A11 ").html
    assert html.count("<li") == 1
    assert "C70 is weakened: it rests on a premise that was taken away (A11)" in html
    assert f"C70: {next(row.claim for row in course.rows(Claim) if row.id == 'C70')}" in html


def test_a_statement_switched_off_names_the_claims_that_are_quoted_from_it(course: Course) -> None:
    html = without_premise(course, "S10 ").html
    quoted = [row.id for row in course.rows(Claim) if row.statement_id == "S10"]
    assert quoted
    assert all(f"{claim} is taken away." in html for claim in quoted)


def test_text_of_a_touched_claim_is_escaped(tmp_path: Path) -> None:
    folder = write_tiny_course(
        tmp_path, claims=[{"claim": "<b>bold</b>"}, {"claim": "<b>bold</b>"}]
    )
    html = without_premise(load_course(folder), "").html
    assert "Claims that are touched" in html
    assert "<b>bold</b>" not in html


def test_text_of_the_data_is_escaped(tmp_path: Path) -> None:
    actors = [{"label": "<b>bold</b>"}, {}]
    course = load_course(write_tiny_course(tmp_path, actors=actors))
    html = explore_network(course, actor="actors-1").html
    assert "<b>bold</b>" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
