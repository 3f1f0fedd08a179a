from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.timeline import (
    MOST_DRAWN,
    alternative,
    description,
    finding,
    periods,
    select,
)
from course_utils.session import load_course
from course_utils.source.dates import Period, from_to, how_long
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


def test_a_statement_without_a_day_stays_at_every_as_of(course: Course) -> None:
    numbers = [entry.number for entry in select(course, as_of="2017-11-01")]
    assert numbers == [2, 4]


def test_as_of_leaves_out_what_comes_later(course: Course) -> None:
    assert [entry.number for entry in select(course, as_of=NOVEMBER)] == [2, 3, 4]


def test_a_day_that_only_others_give_is_used_on_request_alone(course: Course) -> None:
    assert [entry.period for entry in select(course)][3] is None
    asked = select(course, outside=True)[3]
    assert (asked.period, asked.outside) == (Period.of("2017-11-20"), True)


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


def told(folder: Path, *dates: str, **cells: str) -> Course:
    """A course whose statements, in the order of telling, have these dates."""
    rows = [
        {"day_in_text": date, "year": "", "year_source": "", "order_told": str(number), **cells}
        for number, date in enumerate(dates, start=1)
    ]
    return load_course(write_tiny_course(folder, statements=rows))


def words(course: Course, as_of: str | None = None) -> list[str]:
    """The description, without the statements themselves."""
    shown = periods(entry.period for entry in select(course))
    until = dt.date.fromisoformat(as_of) if as_of else None
    said = description(select(course, as_of=as_of), shown, until)
    return [text if text.endswith("no statement.") else text.split(":")[0] for text in said]


@pytest.mark.parametrize(
    ("dates", "title"),
    [
        (["2017-11-24", "", "2017-11-21", ""], "Half of the statements carry a day; those that do"
         " are not told in the order of days"),
        (["2017-11-21", "2017-11-23"], "Every statement carries a day; they are told in the order"
         " of days"),
        (["2017-11-21", "2017-11-21"], "Every statement carries a day"),
        (["", "", "2017-11-21"], "One statement alone carries a day"),
        (["1927", "1926-05", "1927-02-03"], "Every statement carries a date; they are not told in"
         " the order of dates"),
        (["1927", "1927-02-03", ""], "Most statements carry a date"),
        (["", "", "", "", "1927", "1926"], "Most statements carry no date; those that do are not"
         " told in the order of dates"),
        (["", ""], "No statement carries a day"),
    ],
)  # fmt: skip
def test_the_title_says_whether_statements_are_dated_and_told_in_that_order(
    dates: list[str], title: str, tmp_path: Path
) -> None:
    assert finding(select(told(tmp_path, *dates))) == title


def test_the_title_of_one_statement_speaks_of_one(course: Course) -> None:
    first, second = select(course)[:2]
    assert finding([first]) == "The only statement carries a day"
    assert finding([second]) == "The only statement carries no day"


def test_the_title_says_how_many_days_are_not_the_articles(course: Course) -> None:
    assert finding(select(course, outside=True)).endswith("; other sources give one of the days")


def test_the_words_count_what_is_drawn(course: Course) -> None:
    entries = select(course)
    shown = periods(entry.period for entry in entries)
    assert alternative(entries, shown) == (
        "Timeline of 4 statements: 21 to 24 November 2017, with 2 placed on a day,"
        " and 2 in a lane without days."
    )
    assert description(entries, shown)[1] == "22 to 23 November: no statement."
    assert description(entries, shown)[-1].startswith("Without a day, in the order of telling: 2 ")


def test_months_and_years_are_counted_apart(tmp_path: Path) -> None:
    entries = select(told(tmp_path, "1927", "1946-02-13", "1946-03"))
    said = alternative(entries, periods(entry.period for entry in entries))
    assert "1927 to March 1946, with 1 placed on a day, 2 on a month or a year, and none" in said


def test_empty_days_are_summed_up_with_how_long_they_last(tmp_path: Path) -> None:
    assert words(told(tmp_path, "2017-11-21", "1946-02-13", "1946-02-15", "2017-11-22")) == [
        "13 February 1946",
        "14 February 1946: no statement.",
        "15 February 1946",
        "16 February 1946 to 20 November 2017, 71 years 9 months: no statement.",
        "21 November 2017",
        "22 November 2017",
    ]


def test_days_within_a_month_or_a_year_that_has_a_statement_are_not_empty(tmp_path: Path) -> None:
    assert words(told(tmp_path, "1927", "1927-02-03", "1928-02")) == [
        "1927",
        "3 February 1927",
        "1 to 31 January 1928, 31 days: no statement.",
        "February 1928",
    ]


def test_days_whose_statements_are_left_out_by_a_choice_are_empty(course: Course) -> None:
    shown = periods(entry.period for entry in select(course))
    said = description(select(course, sides=["side-2"]), shown)
    assert said[1] == "22 to 24 November: no statement."


def test_the_words_say_what_as_of_leaves_out(course: Course) -> None:
    entries = select(course, as_of=NOVEMBER)
    shown = periods(entry.period for entry in select(course))
    assert "From 22 November on: left out." in description(entries, shown, NOVEMBER)
    assert "none after 21 November" in alternative(entries, shown, NOVEMBER)


def test_as_of_a_day_a_month_that_had_begun_stays_and_a_later_one_goes(tmp_path: Path) -> None:
    course = told(tmp_path, "2017-11", "2017-12", "2017", "2018")
    assert [entry.number for entry in select(course, as_of="2017-11-05")] == [1, 3]
    assert words(course, "2017-11-05") == ["2017", "November 2017", "From 6 November 2017 on"]


@pytest.mark.parametrize(("as_of", "left"), [("2017-11", 1), ("2017-12", 2), ("2017", 2)])
def test_as_of_a_month_or_a_year_means_its_last_day(as_of: str, left: int, tmp_path: Path) -> None:
    course = told(tmp_path, "2017-11-30", "2017-12-31", "2018-01-01")
    assert len(select(course, as_of=as_of)) == left


def test_what_is_too_much_for_a_picture_is_said(tmp_path: Path) -> None:
    entries = select(told(tmp_path, *["2017-11-21"] * (MOST_DRAWN + 1)))
    shown = periods(entry.period for entry in entries)
    said = "Drawn are the first 60 of 61 statements, in the order of telling; the table has all"
    assert said in alternative(entries, shown)
    assert description(entries, shown)[-1].startswith(said)


def test_nothing_to_show_is_said_in_words() -> None:
    assert finding([]) == "No statement fits these choices"
    assert alternative([], ()) == "An empty timeline: no statement fits these choices."


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2017-11-21", "2017-11-21", "21 November 2017"),
        ("2017-11-21", "2017-11-26", "21 to 26 November 2017"),
        ("2017-11-21", "2017-12-02", "21 November to 2 December 2017"),
        ("2017-11-21", "2018-01-02", "21 November 2017 to 2 January 2018"),
        ("2017-11", "2017-12", "November to December 2017"),
        ("1927", "1946-03-05", "1927 to 5 March 1946"),
        ("1927", "1927-02", "1927 to February 1927"),
    ],
)
def test_a_span_repeats_no_month_or_year(first: str, last: str, said: str) -> None:
    assert from_to(Period.of(first), Period.of(last)) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2017-11-21", "2017-11-21", "1 day"),
        ("2017-11-21", "2017-12-31", "41 days"),
        ("2017-01-01", "2017-03-31", "3 months"),
        ("1867-01-01", "2016-12-31", "150 years"),
        ("1867-03-31", "2017-06-11", "150 years 2 months"),
        ("0001-01-01", "9999-12-31", "9999 years"),
    ],
)
def test_a_stretch_is_told_in_days_or_in_months_and_years(first: str, last: str, said: str) -> None:
    assert how_long(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == said
