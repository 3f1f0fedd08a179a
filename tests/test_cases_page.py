"""The cases as one table: what is said, on whose word, what is not addressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.pages.cases import compare, show_cases
from course_utils.session import load_course
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def tiny(tmp_path: Path, cases: Sequence[Mapping[str, str]]) -> Course:
    return load_course(write_tiny_course(tmp_path, cases=cases))


def line(page: object, condition: str) -> str:
    return next(text for text in str(page).splitlines() if text.startswith(condition))


def test_every_condition_is_a_row_head_and_every_case_a_column(course: Course) -> None:
    html = show_cases(course).html
    assert html.count('scope="row"') == 8
    assert html.count('scope="col"') == 1 + 5
    assert html.count("<td") == 8 * 5


def test_a_cell_says_what_the_article_says_where_and_on_whose_word(course: Course) -> None:
    assert (
        "Iraq: Al-Hashd al-Shabi, which Jafari counts as following the Basij"
        " (P3 · on the word of Jafari)"
    ) in line(show_cases(course), "organisation on hand")
    assert "no lack of a dependable route (P10 · the author says it)" in line(
        show_cases(course), "route for men and supplies"
    )


def test_what_is_not_addressed_is_said_and_is_marked(course: Course) -> None:
    page = show_cases(course, ["yemen"])
    assert line(page, "social base") == "social base; Yemen: not addressed"
    assert page.html.count('class="none"') == str(page).count("not addressed") == 4


def test_a_cell_without_a_row_is_not_addressed(tmp_path: Path) -> None:
    rows = [{"case": "place-1", "condition": "a"}, {"case": "place-2", "condition": "b"}]
    found = compare(tiny(tmp_path, rows))
    assert [[cell.addressed for cell in cells] for cells in found.values()] == [
        [True, False],
        [False, True],
    ]


def test_cases_are_shown_in_the_order_asked_for(course: Course) -> None:
    assert list(show_cases(course, ["yemen", "syria"]).table) == ["Condition", "Yemen", "Syria"]


def test_the_title_says_how_much_the_article_fills(course: Course) -> None:
    assert show_cases(course).title == (
        "The article fills 26 of 40 cells: 7 of 8 for Afghanistan, 3 for Lebanon"
    )
    assert show_cases(course, ["syria"]).title == "The article fills 6 of 8 cells"


def test_an_unknown_case_is_named_with_those_like_it(course: Course) -> None:
    with pytest.raises(ValueError, match="no case is called 'Syria'; like it: syria"):
        show_cases(course, ["Syria"])


@pytest.mark.parametrize("cases", [[], None])
def test_without_a_case_a_sentence_says_so(tmp_path: Path, cases: list[str] | None) -> None:
    page = show_cases(tiny(tmp_path, []), cases)
    assert str(page) == "There is no case to compare."
    assert "<table" not in page.html


def test_text_of_the_data_is_escaped(tmp_path: Path) -> None:
    row = {"case": "place-1", "condition": "<b>", "finding": "<script>alert(1)</script> $x$"}
    html = show_cases(tiny(tmp_path, [row])).html
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x$" in html
    assert "mathjax_ignore" in html
