"""Explorers as the kernel has them: what is chosen, and what the page gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.figures.timeline import draw_timeline
from course_utils.session import load_course
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.explorers import explore_argument, explore_network, explore_timeline
from tests.cell_outputs import VIEW, cell_outputs, words_of
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def choose(explorer: Explorer, **labels: str) -> None:
    places = {
        name: list(explorer.by_name[name].options).index(label) for name, label in labels.items()
    }
    explorer.chosen = {**explorer.chosen, **places}


def test_the_timeline_follows_a_choice_and_a_cell_stores_the_first_picture_words_and_table(
    course: Course,
) -> None:
    explorer = explore_timeline(course)
    still, live = stored = cell_outputs(explorer)
    assert draw_timeline(course).html in still["text/html"]
    about = "The timeline, to be explored by side, mode, day and date. Run this cell to use it."
    assert still["text/plain"] == about
    assert f"<p>{about} <small>No form after that?" in still["text/html"]
    assert set(live) == {"text/plain", VIEW}
    assert explorer.status.startswith("Timeline of 16 statements")
    choose(explorer, sides="Saudi Arabia")
    assert 'alt="Timeline of 2 statements' in explorer.html
    choose(explorer, sides="all", as_of="23 November")
    before = explorer.status, explorer.html
    assert "none after 23 November" in explorer.status
    for unknown in (99, "0", None, [0]):
        explorer.chosen = {**explorer.chosen, "sides": unknown}
        assert (explorer.status, explorer.html) == before
    assert words_of(cell_outputs(explorer)) == words_of(stored)


def test_each_step_shows_more_of_the_network_and_the_first_view_every_tie(course: Course) -> None:
    explorer = explore_network(course)
    assert f"Network of {len(course.relations)} ties" in explorer.status
    statuses = []
    for label in explorer.by_name["upto"].options:
        choose(explorer, upto=label)
        statuses.append(int(explorer.status.split()[2]))
    assert statuses == sorted(set(statuses))
    choose(explorer, theatre="Yemen", kind="assists")
    assert "Network of 4 ties: Iran in the middle" in explorer.status


def test_an_actor_comes_with_its_ties_by_direction_or_a_sentence_where_none_fits(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    html = explore_network(course, actor="fatehin").html
    assert html.index("From Fatehin") < html.index("To Fatehin") < html.index("Both ways")
    assert "Fatehin <b>assists</b> Houthis" in html
    assert "P3, near &#34;apparently involved in&#34;" in html
    explorer = explore_network(course, actor="khamenei")
    choose(explorer, upto="what the author says")
    assert "Khamenei has no tie that fits these choices." in explorer.html
    with pytest.raises(ValueError, match="no actor is called 'nobody'"):
        explore_network(course, actor="nobody")


def test_a_premise_switched_off_is_announced_and_its_effect_stands_beside_it(
    course: Course,
) -> None:
    explorer = explore_argument(course)
    labels = list(explorer.by_name["kept"].options)
    kept = [number for number, label in enumerate(labels) if not label.startswith("A11 ")]
    explorer.chosen = {**explorer.chosen, "kept": kept}
    assert explorer.status == "Without A11, no claim loses its support, 1 is weakened and 91 stand."
    assert "× taken away: no claim loses its support, 1 is weakened" in explorer.html
    assert " open>" not in explorer.html, "strands stay as the reader has them"


def test_every_premise_has_its_check_box_in_the_outline_and_none_above_it(course: Course) -> None:
    explorer = explore_argument(course)
    premises = explorer.by_name["kept"].options
    places = set(re.findall(r'data-choice="kept" value="(\d+)" checked', explorer.html))
    assert places == {str(place) for place in range(len(premises))}
    assert [control["name"] for control in explorer.controls] == ["focus"]
    assert not [label for label in premises if label.startswith("C50 ")], "it has grounds"


def test_text_of_the_data_is_escaped(tmp_path: Path) -> None:
    actors = [{"label": "<b>bold</b>"}, {}]
    course = load_course(write_tiny_course(tmp_path, actors=actors))
    html = explore_network(course, actor="actors-1").html
    assert "<b>bold</b>" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html
