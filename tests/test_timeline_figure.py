from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.figures.canvas import marks
from course_utils.figures.picture import Picture
from course_utils.figures.timeline import draw_timeline
from course_utils.session import load_course
from course_utils.source.rows import Statement
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course

WORDS = {
    "long": "a long label of many words " * 19,
    "persian": "بسیج جهان اسلام الگویی برای مقاومت مردم منطقه است",
    "unbroken": "x" * 500,
}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return load_course(write_tiny_course(tmp_path_factory.mktemp("tiny")))


def dated(course: Course, dates: Sequence[str], short: str = "") -> Course:
    """The course with one statement for each date, told in this order; an empty one is no date."""
    first = course.rows(Statement)[0]
    rows = []
    for number, date in enumerate(dates, start=1):
        words = short or f"says that point {number} of the plan holds {'and more ' * (number % 4)}"
        cells = {"order_told": number, "day_in_text": date or None, "short": words}
        rows.append(first.model_copy(update=cells))
    return replace(course, tables={**course.tables, Statement: tuple(rows)})


def drawn(course: Course, *dates: str) -> Picture:
    return draw_timeline(dated(course, dates))


# Nothing overlaps


@pytest.mark.parametrize("width", [6.5, 8.0, 14.0])
@pytest.mark.parametrize("kind", ["real", *WORDS])
def test_no_label_touches_a_label_a_marker_a_pole_or_the_frame(
    kind: str, width: float, tiny: Course
) -> None:
    dates = [*(f"2017-11-{day}" for day in (21, 23, 23, 24, 26)), *[""] * 4]
    course = load_course() if kind == "real" else dated(tiny, dates, WORDS[kind])
    assert boxes.faults(draw_timeline(course, width=width).figure) == []


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
@example(["1867-03-30", "2017-06-12"])
@example(["2017-11-21"] * 60)
@example(["2017-11-21"] * 12 + ["2017-11-23", "2017-11-26"])
@example(["1927"] * 60)
@example([f"{year:04}" for year in range(1, 2000, 34)])
@example([f"2017-{month:02}" for month in (1, 2, 3, 11, 12)] * 12)
@given(spans())
def test_nothing_overlaps_whatever_the_span(tiny: Course, dates: list[str]) -> None:
    figure = drawn(tiny, *dates).figure
    assert boxes.faults(figure) == []
    assert figure.get_size_inches()[0] == 8
    numbers = sorted(int(text.get_text()) for text in boxes.texts(figure, "number"))
    assert numbers == list(range(1, len(dates) + 1))


def test_the_check_for_overlaps_sees_what_was_moved(tiny: Course) -> None:
    figure = drawn(tiny, "2017-11-21", "2017-11-22", "2017-11", "").figure
    label = boxes.texts(figure, "label")[0]
    x, y = label.get_position()
    bar = boxes.bar_boxes(figure)[0][1]
    on_bar = figure.axes[0].transData.inverted().transform((bar.x0 + 10, bar.y0 + 1))
    moved = {"says": (x, y + 9), "marker": (x - 12, y), "pole": (x - 40, y), "label 1": (x, 1)}
    for met, place in {**moved, "bar": tuple(on_bar)}.items():
        label.set_position(place)
        assert any(met in fault for fault in boxes.faults(figure)), met


# Any span


@pytest.mark.parametrize(
    ("dates", "named", "years"),
    [
        (["2017-11-30", "2017-12-02"], "30 Nov, 1 Dec, 2 Dec", "2017"),
        (["2016-12-31", "2017-01-02"], "31 Dec, 1 Jan, 2 Jan", "2016 2017"),
        (["2017-11", "2018-02"], "Nov, 62 days, Feb", "2017 2018"),
        (["1927", "1930"], "1927, 2 years, 1930", ""),
        (["1867-03-30", "2017-06-12"], "30 Mar, 150 years, 2 months, 12 Jun", "1867 2017"),
        (["0814", "1066-10-14"], "814, 251 years, 9 months, 14 Oct", "1066"),
        (["2017-11", "2017-11-28"], "27 days, 28 Nov, 29 Nov, 30 Nov", "2017"),
    ],
)
def test_the_axis_names_each_date_and_says_how_long_a_break_is(
    dates: list[str], named: str, years: str, tiny: Course
) -> None:
    figure = drawn(tiny, *dates).figure
    names = sorted(boxes.texts(figure, "day", "break"), key=lambda text: text.get_position()[0])
    assert ", ".join(text.get_text() for text in names) == named
    assert boxes.words(figure, "year") == years


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (["1927", "1929-07", "1931"], "1927", "1927"),
        (["2017-02", "2017-02-01", "2017-02-25"], "1 Feb", "28 Feb"),
    ],
)
def test_a_date_known_as_a_month_or_a_year_is_a_bar_over_all_of_it(
    dates: list[str], first: str, last: str, tiny: Course
) -> None:
    figure = drawn(tiny, *dates).figure
    names = {text.get_text(): boxes.box(text) for text in boxes.texts(figure, "day")}
    _, bar = boxes.bar_boxes(figure)[0]
    inside = [name for name, spot in names.items() if bar.x0 < spot.x0 and spot.x1 < bar.x1]
    assert (inside[0], inside[-1]) == (first, last)
    assert bar.y1 < names[first].y0, "it is no point on the axis"


def test_a_bar_says_its_date_and_where_it_goes_on(tiny: Course) -> None:
    days = [f"2017-11-{day:02}" for day in range(2, 22)]
    figure = drawn(tiny, "2017-11", *days).figure
    rows = len(boxes.bar_boxes(figure))
    said = ["some time in November 2017", *["November 2017, continued"] * (rows - 1)]
    assert rows > 1
    assert [text.get_text() for text in boxes.texts(figure, "bar")] == said


def test_two_statements_150_years_apart_are_small(tiny: Course) -> None:
    assert len(drawn(tiny, "1867-03-30", "2017-06-12").html) < 50_000


@pytest.mark.parametrize("days", [1, 500])
def test_what_is_too_much_is_left_out_and_said(days: int, tiny: Course) -> None:
    first = dt.date(2017, 1, 1)
    picture = drawn(tiny, *(str(first + dt.timedelta(9 * (n % days))) for n in range(500)))
    said = "Drawn are the first 60 of 500 statements"
    assert said in boxes.words(picture.figure, "note")
    assert said in picture.alt
    assert len(picture.table) == 500
    assert len(boxes.texts(picture.figure, "number")) == 60
    assert len(boxes.texts(picture.figure, "day")) <= 60
    assert boxes.faults(picture.figure) == []


# What a look says


def test_each_side_has_a_colour_and_a_shape_of_its_own() -> None:
    looks = list(marks(f"side {n}" for n in range(36)).values())
    assert len(set(looks)) == 36
    assert len({look.colour for look in looks[:6]}) == len({look.shape for look in looks[:6]}) == 6
    course = load_course()
    lines = draw_timeline(course).figure.axes[0].lines
    shapes = {line.get_marker() for line in lines if line.get_gid() == "marker"}
    assert len(shapes) == course.statements["side"].nunique()


def test_line_style_tells_the_commitment(tmp_path: Path) -> None:
    rows = [{}, {"voice": "official quoted"}, {"certainty": "hedged", "hedge": "may"}]
    course = load_course(write_tiny_course(tmp_path, statements=rows))
    lines = draw_timeline(course).figure.axes[0].lines
    styles = {str(line.get_gid()): line.get_linestyle() for line in lines if line.get_gid()}
    assert styles["line the author says it"] == styles["line a party says it"] == "-"
    assert styles["line the author, with a reservation"] == "--"
    double = [line for line in lines if line.get_gid() == "line a party says it"]
    assert len(double) == 4, "a party's word is a double line, on the label and in the legend"


def test_a_day_from_other_sources_is_hollow() -> None:
    figure = draw_timeline(load_course(), outside=True).figure
    numbers = boxes.texts(figure, "number")
    assert {text.get_text() for text in numbers if text.get_color() != "#ffffff"} == {"2", "11"}
    assert "date from other sources" in boxes.words(figure, "legend")


def test_every_statement_is_drawn_those_without_a_day_below_the_axis() -> None:
    course = load_course()
    figure = draw_timeline(course).figure
    names = boxes.texts(figure, "day")
    assert [text.get_text() for text in names] == [f"{day} Nov" for day in range(21, 27)]
    above = {int(text.get_text()): text.get_position()[1] for text in boxes.texts(figure, "number")}
    axis = names[0].get_position()[1]
    assert {n: depth < axis for n, depth in above.items()} == {
        row.order_told: row.date is not None for row in course.rows(Statement)
    }


# What a cell stores


def test_nothing_left_to_show_is_a_sentence() -> None:
    picture = draw_timeline(load_course(), sides=[])
    assert boxes.words(picture.figure, "title") == "No statement fits these choices"
    assert "<table" in picture.html


def test_text_of_the_data_is_shown_as_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> costs $x_1$ & more \U0001f600"
    rows = [{"short": text, "content": text}, {}]
    picture = draw_timeline(load_course(write_tiny_course(tmp_path, statements=rows)))
    assert "<script>" not in picture.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; costs $x_1$ &amp; more \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "label")


def test_the_page_holds_picture_words_and_table_small_and_the_same_each_time() -> None:
    course = load_course()
    picture = draw_timeline(course)
    assert picture.svg == draw_timeline(course).svg
    assert len(picture.svg) <= 80_000
    assert re.search(r'<img [^>]*alt="Timeline of 16 statements', picture.html)
    assert picture.html.count('scope="col"') == len(picture.table.columns)
    plain = picture._repr_mimebundle_()["text/plain"]
    for part in (picture.title, picture.alt, *picture.description, picture.credit):
        assert part in plain
