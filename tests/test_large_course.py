"""A course of the size of a long report: every page and picture of it says something that holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

import course_utils as cu
from course_utils.course import Course
from course_utils.source.text_rows import Actor, Claim, Relation, Statement
from course_utils.widgets.explorer import Explorer
from tests import large_course as large

MOST_BYTES = 600_000  # of what a cell stores


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return cu.load_course(large.write_large_course(tmp_path_factory.mktemp("large") / "data"))


def test_it_is_as_large_as_it_says(course: Course) -> None:
    sizes = [len(course.rows(model)) for model in (Statement, Actor, Relation, Claim)]
    assert sizes == [200, 120, 300, 250]


def stored(shown: object) -> tuple[str, str]:
    """The words and the page that a cell stores."""
    mimes = shown._repr_mimebundle_()  # type: ignore[attr-defined]
    return mimes["text/plain"], mimes["text/html"]


@pytest.mark.parametrize("view", [{}, {"whole": True}, {"upto": "the author"}], ids=repr)
def test_each_tie_is_drawn_or_counted_as_left_out(course: Course, view: dict[str, Any]) -> None:
    words, page = stored(cu.draw_network(course, **view))
    shown = int(re.search(r"Network of (\d+) ties", words)[1])  # type: ignore[index]
    left_out = words.partition("Left out: ")[2]
    counted = [int(found) for found in re.findall(r"\d+", left_out.partition(".")[0])]
    assert shown + sum(counted) == large.TIES
    assert len(page) < MOST_BYTES


def test_the_timeline_says_how_many_it_draws_and_lists_all(course: Course) -> None:
    words, page = stored(cu.draw_timeline(course))
    assert "first 60 of 200 statements" in words
    assert all(f"says in statement {number} what" in page for number in range(1, 201))
    assert len(page) < MOST_BYTES


def test_the_sheet_has_every_tie_and_the_outline_every_claim(course: Course) -> None:
    assert stored(cu.show_ties(course))[1].count("<li") >= large.TIES
    outline = stored(cu.show_argument(course))[1]
    missing = [n for n in range(1, large.CLAIMS + 1) if f"claim {n} says" not in outline]
    assert not missing


def test_the_cases_fill_every_cell(course: Course) -> None:
    words, _ = stored(cu.show_cases(course))
    assert "80 of 80 cells" in words


@pytest.mark.parametrize("explore", [cu.explore_timeline, cu.explore_network, cu.explore_argument])
def test_an_explorer_opens(course: Course, explore: Callable[[Course], Explorer]) -> None:
    assert "<" in explore(course).html
