from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.figures.picture import Picture
from course_utils.figures.timeline import draw_timeline
from course_utils.session import load_course
from course_utils.source.text_rows import Statement
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Course:
    told = [
        {"day_in_text": "11-24", "order_told": "1", "side": "side-1"},
        {"day_in_text": "", "year": "", "year_source": "", "order_told": "2"},
        {"day_in_text": "11-21", "year": "2017", "year_source": "sources-1", "order_told": "3"},
        {"outside_date": "2017-11-20", "outside_source": "sources-1", "order_told": "4"},
    ]
    told[2]["side"] = "side-2"
    return load_course(write_tiny_course(tmp_path_factory.mktemp("tiny"), statements=told))


def dated(course: Course, dates: Iterable[str], short: str = "") -> Course:
    """The course with one statement for each date, told in this order; an empty one is no date."""
    first = course.rows(Statement)[0]
    rows = []
    for number, date in enumerate(dates, start=1):
        words = short or f"says that point {number} of the plan holds {'and more ' * (number % 4)}"
        cells = {"order_told": number, "day_in_text": date or None, "year": None, "short": words}
        rows.append(first.model_copy(update=cells))
    return replace(course, tables={**course.tables, Statement: tuple(rows)})


def drawn(course: Course, *dates: str) -> Picture:
    return draw_timeline(dated(course, dates))


# What is shown


def test_choices_keep_statements_and_one_that_there_is_not_is_named(tiny: Course) -> None:
    kept: list[tuple[dict[str, Any], list[int]]] = [
        ({"sides": "side-2"}, [3]),
        ({"modes": ["quotation"]}, [1, 2, 3, 4]),
        ({"dated": True}, [1, 3]),
        ({"dated": True, "outside": True}, [1, 3, 4]),
        ({"dated": False}, [2, 4]),
        ({"as_of": dt.date(2017, 11, 21)}, [2, 3, 4]),  # without a day they stay at every day
        ({"as_of": "2017"}, [1, 2, 3, 4]),
    ]
    for choice, numbers in kept:
        assert list(draw_timeline(tiny, **choice).table["No."]) == numbers, choice
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"sides": ["side-3"]}, "no side is called 'side-3'; like it: side-2, side-1"),
        ({"modes": "quoted"}, "no mode is called 'quoted'; like it: quotation"),
        ({"as_of": "21 November"}, "'21 November' is not a date of the form YYYY, YYYY-MM or"),
    ]
    for choice, said in wrong:
        with pytest.raises(ValueError, match=said):
            draw_timeline(tiny, **choice)


# What is said


@pytest.mark.parametrize(
    ("dates", "title"),
    [
        ("2017-11-24, , 2017-11-21, ", "Half of the statements carry a day; those that do are not"
         " told in the order of days"),
        (", , 2017-11-21", "One statement alone carries a day"),
        ("1927, 1926-05, 1927-02-03", "Every statement carries a date; they are not told in the"
         " order of dates"),
    ],
)  # fmt: skip
def test_the_title_says_whether_statements_are_dated_and_told_in_that_order(
    dates: str, title: str, tiny: Course
) -> None:
    assert drawn(tiny, *dates.split(", ")).title == title


def test_the_title_tells_the_days_of_the_text_from_those_that_others_give(tiny: Course) -> None:
    told = "Half of the statements carry a day in the text; other sources date 1; "
    told += "those with a day are not told in the order of days"
    assert draw_timeline(tiny, outside=True).title == told
    bare = dated(tiny, ["", ""])
    found = [
        row.model_copy(update={"outside_date": f"1947-03-0{row.order_told}"})
        for row in bare.rows(Statement)
    ]
    others = replace(bare, tables={**bare.tables, Statement: tuple(found)})
    told = "No statement carries a day in the text; other sources date 2; "
    told += "those with a day are told in the order of days"
    assert draw_timeline(others, outside=True).title == told


@pytest.mark.parametrize(
    ("dates", "as_of", "alt", "said"),
    [
        (["2017-11-21", "1946-02-13", "1946-02-15", "2017-11-22"], None, "13 February 1946 to 22"
         " November 2017, with 4 placed on a day, and none in a lane without days.", [
            *("13 February 1946", "14 February 1946: no statement.", "15 February 1946"),
            "16 February 1946 to 20 November 2017, 71 years and 9 months: no statement.",
            *("21 November 2017", "22 November 2017"),
        ]),
        (["2017-11", "2017-12", "2017"], "2017-11-05", "Timeline of 2 statements", [
            *("2017", "November", "From 6 November on"),
        ]),
        (["2017-11-21", "2017-11-24", ""], "2017-11-22", "21 to 24 November 2017, with 1 placed on"
         " a day, none after 22 November, and 1 in", [
            *("21 November", "22 November: no statement.", "From 23 November on"),
            "Without a day, in the order of telling",
        ]),
        (["1927", "1927-02-03", "1928-02"], None, "1927 to February 1928, with 3 placed on a date", [
            *("1927", "3 February 1927", "1 to 31 January 1928, 31 days: no statement."),
            "February 1928",
        ]),
        ([], None, "An empty timeline: no statement fits these choices.", []),
    ],
)  # fmt: skip
def test_the_words_tell_dates_and_how_long_nothing_is_dated(
    dates: list[str], as_of: str | None, alt: str, said: list[str], tiny: Course
) -> None:
    picture = draw_timeline(dated(tiny, dates), as_of=as_of)
    assert alt in picture.alt
    assert [re.sub(r": (?!no statement).*", "", text) for text in picture.description] == said


# Nothing overlaps


@st.composite
def spans(draw: st.DrawFn) -> list[str]:
    """1 to 60 dates, days, months and years, over 2 days to 2,000 years; some empty."""
    days = int(2 * 10 ** draw(st.floats(0, 5.56)))
    first = draw(st.dates(dt.date(1, 1, 1), dt.date(2100, 1, 1)))
    known = draw(st.sampled_from([[10], [7], [4], [10, 10, 7, 4, 0]]))
    one = st.tuples(st.integers(0, days), st.sampled_from(known))
    chosen = draw(st.lists(one, min_size=1, max_size=60))
    return [str(first + dt.timedelta(day))[:length] for day, length in chosen]


@settings(deadline=None, max_examples=12)
@example(["2017-11-21"] * 60, "")
@example(["2017-11-21"] * 12 + ["2017-11-23", "2017-11-26"], "x" * 500)
@example(["2017-11-21", "2017-11-23", "2017-11-24", ""], "بسیج جهان اسلام الگویی برای مقاومت")
@example([f"{year:04}" for year in range(1, 2000, 34)], "")
@example([f"2017-{month:02}" for month in (1, 2, 3, 11, 12)] * 12, "")
@given(spans(), st.just(""))
def test_nothing_overlaps_whatever_span_and_words(
    tiny: Course, dates: list[str], short: str
) -> None:
    figure = draw_timeline(dated(tiny, dates, short)).figure
    assert boxes.faults(figure) == []
    assert figure.get_size_inches()[0] == 8
    numbers = sorted(int(text.get_text()) for text in boxes.texts(figure, "number"))
    assert numbers == list(range(1, len(dates) + 1))


def test_the_check_for_overlaps_sees_what_was_moved(tiny: Course) -> None:
    figure = drawn(tiny, "2017-11-21", "2017-11-22", "2017-11", "").figure
    label = boxes.texts(figure, "label")[0]
    x, y = label.get_position()
    bar = boxes.bar_boxes(figure)[0][1]
    on_bar = label.get_transform().inverted().transform((bar.x0 + 10, bar.y0 + 1))
    moved = {"says": (x, y + 9), "marker": (x - 12, y), "pole": (x - 30, y), "label 1": (x, 1)}
    for met, place in {**moved, "bar": tuple(on_bar)}.items():
        label.set_position(place)
        assert any(met in fault for fault in boxes.faults(figure)), met


# Any span


def test_the_axis_names_each_date_and_says_how_long_a_break_is(tiny: Course) -> None:
    for dates, named, years in (
        (["2017-11-30", "2017-12-02"], "30 Nov, 1 Dec, 2 Dec", "2017"),
        (["2017-11", "2018-02"], "Nov, 62 days, Feb", "2017 2018"),
        (["1867-03-30", "2017-06-12"], "30 Mar, 150 years, 2 months, 12 Jun", "1867 2017"),
        (["2017-11", "2017-11-28"], "27 days, 28 Nov, 29 Nov, 30 Nov", "2017"),
    ):
        picture = drawn(tiny, *dates)
        assert len(picture.html) < 50_000
        texts = boxes.texts(figure := picture.figure, "day", "break")
        texts.sort(key=lambda text: text.get_position()[0])
        assert ", ".join(text.get_text() for text in texts) == named
        assert boxes.words(figure, "year") == years


def test_a_date_known_as_a_month_is_a_bar_over_all_of_it_that_says_where_it_goes_on(
    tiny: Course,
) -> None:
    figure = drawn(tiny, "2017-02", "2017-02-01", "2017-02-25").figure
    names = {text.get_text(): boxes.box(text) for text in boxes.texts(figure, "day")}
    _, bar = boxes.bar_boxes(figure)[0]
    assert bar.x0 < names["1 Feb"].x0 < names["28 Feb"].x1 < bar.x1
    assert bar.y1 < names["1 Feb"].y0, "it is no point on the axis"
    days = [f"2017-11-{day:02}" for day in range(2, 12)]
    assert "November 2017, continued" in boxes.words(drawn(tiny, "2017-11", *days).figure, "bar")


@pytest.mark.parametrize("days", [1, 500])
def test_what_is_too_much_is_left_out_and_said(days: int, tiny: Course) -> None:
    first = dt.date(2017, 1, 1)
    picture = drawn(tiny, *(str(first + dt.timedelta(9 * (n % days))) for n in range(500)))
    said = "Drawn are the first 60 of 500 statements"
    assert said in boxes.words(picture.figure, "note")
    assert said in picture.alt
    assert len(boxes.texts(picture.figure, "number")) == 60


# What a look says


def test_statements_stand_above_the_axis_or_below_and_hollow_if_others_date_them() -> None:
    course = load_course()
    figure = draw_timeline(course, outside=True).figure
    assert boxes.faults(figure) == []
    axis = boxes.texts(figure, "day")[0].get_position()[1]
    numbers = {int(text.get_text()): text for text in boxes.texts(figure, "number")}
    assert {n for n, text in numbers.items() if text.get_color() != "#ffffff"} == {2, 11}
    assert {n: text.get_position()[1] < axis for n, text in numbers.items()} == {
        row.order_told: bool(row.date or row.outside_date) for row in course.rows(Statement)
    }
    assert "date from other sources" in boxes.words(figure, "legend")


# What a cell stores


def test_text_of_the_data_is_shown_as_text_and_nothing_left_as_a_sentence(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> costs $x_1$ & more \U0001f600"
    rows = [{"short": text, "content": text}, {}]
    picture = draw_timeline(load_course(write_tiny_course(tmp_path, statements=rows)))
    assert "<script>" not in picture.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; costs $x_1$ &amp; more \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "label")
    nothing = draw_timeline(load_course(), sides=[])
    assert boxes.words(nothing.figure, "title") == "No statement fits these choices"
    assert "<table" in nothing.html


def test_the_page_holds_picture_words_and_table_small_and_the_same_each_time() -> None:
    course = load_course()
    picture = draw_timeline(course)
    assert picture.svg == draw_timeline(course).svg, "drawn anew"
    assert len(picture.svg) <= 80_000
    assert 'alt="Timeline of 16 statements' in picture.html
    assert picture.html.count('scope="col"') == len(picture.table.columns)
    assert picture._repr_mimebundle_()["text/plain"] == str(picture)
    assert {picture.title, picture.alt, *picture.description} < {*str(picture).splitlines()}
