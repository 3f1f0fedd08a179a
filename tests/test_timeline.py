from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.timeline import (
    alternative,
    description,
    finding,
    periods,
    select,
    until,
)
from course_utils.session import load_course
from course_utils.source.dates import Period, from_to, how_long
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    told = [
        {"day_in_text": "11-24", "order_told": "1", "side": "side-1"},
        {"day_in_text": "", "year": "", "year_source": "", "order_told": "2"},
        {"day_in_text": "11-21", "year": "2017", "year_source": "sources-1", "order_told": "3"},
        {"outside_date": "2017-11-20", "outside_source": "sources-1", "order_told": "4"},
    ]
    told[2]["side"] = "side-2"
    return load_course(write_tiny_course(tmp_path_factory.mktemp("told"), statements=told))


def told(folder: Path, *dates: str) -> Course:
    """A course whose statements, in the order of telling, have these dates."""
    rows = [
        {"day_in_text": date, "year": "", "year_source": "", "order_told": str(number)}
        for number, date in enumerate(dates, start=1)
    ]
    return load_course(write_tiny_course(folder, statements=rows))


# What is shown


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        ({"sides": "side-2"}, [3]),
        ({"sides": []}, []),
        ({"modes": ["quotation"]}, [1, 2, 3, 4]),
        ({"modes": ["silence"]}, []),
        ({"dated": True}, [1, 3]),
        ({"dated": True, "outside": True}, [1, 3, 4]),
        ({"dated": False}, [2, 4]),
        ({"as_of": "2017-11-01"}, [2, 4]),  # without a day they stay at every day
        ({"as_of": dt.date(2017, 11, 21)}, [2, 3, 4]),
        ({"as_of": "2017"}, [1, 2, 3, 4]),
    ],
)
def test_choices_keep_statements(
    choice: dict[str, object], numbers: list[int], course: Course
) -> None:
    assert [entry.number for entry in select(course, **choice)] == numbers  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"sides": ["side-3"]}, "no side is called 'side-3'; like it: side-2, side-1"),
        ({"modes": "quoted"}, "no mode is called 'quoted'; like it: quotation"),
        ({"by": "who"}, "no grouping is called 'who'"),
        ({"as_of": "21 November"}, "'21 November' is not a date of the form YYYY, YYYY-MM or"),
    ],
)
def test_a_choice_that_there_is_not_is_named(
    choice: dict[str, object], said: str, course: Course
) -> None:
    with pytest.raises(ValueError, match=said):
        select(course, **choice)  # type: ignore[arg-type]


def test_a_day_that_only_others_give_is_used_on_request_alone(course: Course) -> None:
    assert select(course)[3].period is None
    asked = select(course, outside=True)[3]
    assert (asked.period, asked.outside) == (Period.of("2017-11-20"), True)
    assert finding(select(course, outside=True)).endswith("; other sources give one of the days")


def test_as_of_a_day_a_month_that_had_begun_stays(tmp_path: Path) -> None:
    course = told(tmp_path, "2017-11", "2017-12", "2017", "2018", "2017-12-31")
    for as_of, left in {"2017-11-05": [1, 3], "2017-11": [1, 3], "2017-12": [1, 2, 3, 5]}.items():
        assert [entry.number for entry in select(course, as_of=as_of)] == left


# What is said


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


def test_the_title_of_one_statement_or_none_speaks_of_one_or_none(course: Course) -> None:
    first, second = select(course)[:2]
    assert finding([first]) == "The only statement carries a day"
    assert finding([second]) == "The only statement carries no day"
    assert finding([]) == "No statement fits these choices"


@pytest.mark.parametrize(
    ("dates", "as_of", "said"),
    [
        (["2017-11-21", "1946-02-13", "1946-02-15", "2017-11-22"], None, [
            "13 February 1946",
            "14 February 1946: no statement.",
            "15 February 1946",
            "16 February 1946 to 20 November 2017, 71 years and 9 months: no statement.",
            "21 November 2017",
            "22 November 2017",
        ]),
        (["1927", "1927-02-03", "1928-02"], None, [  # days of a month or year are not empty
            "1927",
            "3 February 1927",
            "1 to 31 January 1928, 31 days: no statement.",
            "February 1928",
        ]),
        (["2017-11", "2017-12", "2017"], "2017-11-05", [
            "2017",
            "November",
            "From 6 November on",
        ]),
        (["2017-11-21", "2017-11-24"], "2017-11-22", [
            "21 November",
            "22 November: no statement.",
            "From 23 November on",
        ]),
    ],
)  # fmt: skip
def test_the_words_tell_dates_and_how_long_nothing_is_dated(
    dates: list[str], as_of: str | None, said: list[str], tmp_path: Path
) -> None:
    course = told(tmp_path, *dates)
    words = description(select(course, as_of=as_of), periods(select(course)), until(as_of))
    assert [
        text if text.endswith("no statement.") else text.split(":")[0] for text in words
    ] == said


def test_the_alternative_counts_what_is_drawn(course: Course, tmp_path: Path) -> None:
    entries = select(course)
    assert alternative(entries, periods(entries)) == (
        "Timeline of 4 statements: 21 to 24 November 2017, with 2 placed on a day,"
        " and 2 in a lane without days."
    )
    limit = dt.date(2017, 11, 21)
    assert "none after 21 November" in alternative(entries, periods(entries), limit)
    assert description(entries, periods(entries))[-1].startswith("Without a day, in the order of")
    chosen = description(select(course, sides="side-2"), periods(entries))
    assert chosen[1] == "22 to 24 November: no statement."
    entries = select(told(tmp_path, "1927", "1946-02-13", "1946-03"))
    said = alternative(entries, periods(entries))
    assert "1927 to March 1946, with 3 placed on a date, and none in" in said
    assert alternative([], []) == "An empty timeline: no statement fits these choices."


# Dates


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2017-11-21", "2017-11-26", "21 to 26 November 2017"),
        ("2017-11-21", "2017-12-02", "21 November to 2 December 2017"),
        ("2017-11-21", "2018-01-02", "21 November 2017 to 2 January 2018"),
        ("2017-11", "2017-12", "November to December 2017"),
        ("1927", "1927-02", "1927 to February 1927"),
    ],
)
def test_a_span_repeats_no_month_or_year(first: str, last: str, said: str) -> None:
    assert from_to(Period.of(first), Period.of(last)) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2017-11-21", "2017-12-31", "41 days"),
        ("1867-01-01", "2016-12-31", "150 years"),
        ("1867-03-31", "2017-06-11", "150 years and 2 months"),
        ("0001-01-01", "9999-12-31", "9998 years and 11 months"),  # the last day has no next
    ],
)
def test_a_stretch_is_told_in_days_or_in_months_and_years(first: str, last: str, said: str) -> None:
    assert how_long(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == said
