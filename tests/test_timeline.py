from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.course import Course, load_course
from course_utils.timeline import (
    alternative,
    assign_lanes,
    days,
    description,
    finding,
    flow,
    lane_floors,
    select,
    span,
)
from tests.tiny_course import write_tiny_course

NOVEMBER = dt.date(2017, 11, 21)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    told = [
        {"day_in_text": "11-24", "order_told": "1", "side": "side-1"},
        {"day_in_text": "", "year": "", "year_source": "", "order_told": "2"},
        {"day_in_text": "11-21", "year": "2017", "year_source": "sources-1", "order_told": "3"},
        {"outside_date": "2017-11-20", "outside_source": "sources-1", "order_told": "4"},
    ]
    told[2]["side"] = "side-2"
    return load_course(write_tiny_course(tmp_path, statements=told))


def test_two_statements_on_one_day_take_different_lanes() -> None:
    assert len(set(assign_lanes([10, 15], [100, 100]))) == 2


def test_statements_far_apart_share_the_lowest_lane() -> None:
    assert assign_lanes([0, 200], [100, 100]) == [0, 0]


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(10, 200)), max_size=15, unique_by=lambda p: p[0]
    )
)
def test_no_label_lies_on_another_or_across_a_pole(items: list[tuple[int, int]]) -> None:
    lefts = [float(left) for left, _ in items]
    widths = [float(width) for _, width in items]
    lanes = assign_lanes(lefts, widths)
    for one in range(len(items)):
        for other in range(len(items)):
            over = lefts[one] < lefts[other] < lefts[one] + widths[one]
            assert not over or lanes[one] > lanes[other]


def test_a_lane_begins_above_the_tallest_label_of_the_lane_below() -> None:
    assert lane_floors([0, 0, 1], [20, 35, 10], gap=5) == [0, 40, 55]


def test_a_row_of_the_lane_without_days_is_as_deep_as_its_tallest_label() -> None:
    assert flow([10, 30, 20], columns=2, gap=5) == ([(0, 0), (1, 0), (0, 35)], 60)


def test_days_without_a_statement_are_days_too() -> None:
    assert len(days([NOVEMBER, None, dt.date(2017, 11, 26)])) == 6


def test_no_dated_statement_gives_no_days() -> None:
    assert days([None]) == ()


def test_a_statement_without_a_day_stays_at_every_as_of(course: Course) -> None:
    numbers = [entry.number for entry in select(course, as_of="2017-11-01")]
    assert numbers == [2, 4]


def test_as_of_leaves_out_what_comes_later(course: Course) -> None:
    assert [entry.number for entry in select(course, as_of=NOVEMBER)] == [2, 3, 4]


def test_a_day_that_only_others_give_is_used_on_request_alone(course: Course) -> None:
    assert [entry.date for entry in select(course)][3] is None
    asked = select(course, outside=True)[3]
    assert (asked.date, asked.outside) == (dt.date(2017, 11, 20), True)


def test_sides_keeps_only_those_sides(course: Course) -> None:
    assert [entry.number for entry in select(course, sides=["side-2"])] == [3]


def test_an_unknown_side_is_named_with_the_known_ones(course: Course) -> None:
    with pytest.raises(ValueError, match=r"no side is called nowhere; there are side-1, side-2"):
        select(course, sides=["nowhere"])


def test_modes_keeps_only_those_modes(course: Course) -> None:
    assert len(select(course, modes=["quotation"])) == 4
    assert select(course, modes=["silence"]) == ()


def test_dated_keeps_what_is_drawn_with_a_day_or_without(course: Course) -> None:
    assert [entry.number for entry in select(course, dated=True)] == [1, 3]
    assert [entry.number for entry in select(course, dated=True, outside=True)] == [1, 3, 4]
    assert [entry.number for entry in select(course, dated=False)] == [2, 4]


def test_a_bad_as_of_is_named(course: Course) -> None:
    with pytest.raises(ValueError, match="'21 November' is not a date of the form YYYY-MM-DD"):
        select(course, as_of="21 November")


def test_a_bad_grouping_is_named(course: Course) -> None:
    with pytest.raises(ValueError, match="no grouping is called who; there are side, mode"):
        select(course, by="who")  # type: ignore[arg-type]


def test_the_title_says_when_the_telling_leaves_the_order_of_days(course: Course) -> None:
    assert finding(select(course)) == (
        "2 of 4 statements carry a day; they are not told in the order of days"
    )


def test_the_title_says_when_the_telling_keeps_the_order_of_days(tmp_path: Path) -> None:
    told = [{"day_in_text": "11-21"}, {"day_in_text": "11-23"}]
    dated = [{**row, "year": "2017", "year_source": "sources-1"} for row in told]
    course = load_course(write_tiny_course(tmp_path, statements=dated))
    assert finding(select(course)).endswith("; they are told in the order of days")


def test_the_words_count_what_is_drawn(course: Course) -> None:
    entries = select(course)
    shown = days(entry.date for entry in entries)
    assert alternative(entries, shown) == (
        "Timeline of 4 statements: 21 to 24 November 2017, with 2 placed on a day,"
        " and 2 in a lane without days."
    )
    assert description(entries, shown)[1] == "22 November: no statement."
    assert description(entries, shown)[-1].startswith("Without a day, in the order of telling: 2 ")


def test_the_words_say_what_as_of_leaves_out(course: Course) -> None:
    entries = select(course, as_of=NOVEMBER)
    shown = days(entry.date for entry in select(course))
    assert "From 22 November on: left out." in description(entries, shown, NOVEMBER)
    assert "none after 21 November" in alternative(entries, shown, NOVEMBER)


def test_nothing_to_show_is_said_in_words() -> None:
    assert finding([]) == "No statement fits these choices"
    assert alternative([], ()) == "An empty timeline: no statement fits these choices."


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (NOVEMBER, NOVEMBER, "21 November 2017"),
        (NOVEMBER, dt.date(2017, 12, 2), "21 November to 2 December 2017"),
        (NOVEMBER, dt.date(2018, 1, 2), "21 November 2017 to 2 January 2018"),
    ],
)
def test_a_span_repeats_no_month_or_year(first: dt.date, last: dt.date, said: str) -> None:
    assert span([first, last]) == said
