from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from course_utils.figures.style import marks
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from course_utils.course import Course
from course_utils.figures.picture import Picture
from course_utils.figures.timeline import draw_timeline
from course_utils.session import load_course
from course_utils.source.rows import Statement
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course

WIDTHS = [6.5, 8.0, 14.0]
PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت مردم منطقه است"
DATED = {"year": "2017", "year_source": "sources-1"}


def statements(count: int, **cells: str) -> list[dict[str, str]]:
    return [
        {"order_told": str(n), "short": f"says that point {n} of the plan holds", **cells}
        for n in range(1, count + 1)
    ]


def course_of(folder: Path, rows: list[dict[str, str]]) -> Course:
    return load_course(write_tiny_course(folder, statements=rows))


def crowded(folder: Path) -> Course:
    rows = statements(12, day_in_text="11-22", **DATED)
    rows += [{"day_in_text": f"11-{day}", **DATED} for day in (21, 23, 26)]
    rows += statements(9, day_in_text="", year="", year_source="")
    for number, row in enumerate(rows, start=1):
        row["order_told"] = str(number)
    return course_of(folder, rows)


def wordy(folder: Path, text: str) -> Course:
    dated = [{"day_in_text": f"11-{day}", "short": text, **DATED} for day in (21, 23, 23, 24, 26)]
    return course_of(folder, [*dated, *[{"day_in_text": "", "short": text}] * 4])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", ["real", "crowded", "long", "persian", "unbroken"])
def test_no_label_touches_a_label_a_marker_a_pole_or_the_frame(
    kind: str, width: float, tmp_path: Path
) -> None:
    texts = {"long": "a long label of many words " * 19, "persian": PERSIAN, "unbroken": "x" * 500}
    if kind == "real":
        course = load_course()
    elif kind == "crowded":
        course = crowded(tmp_path)
    else:
        course = wordy(tmp_path, texts[kind])
    figure = draw_timeline(course, width=width).figure
    assert faults(figure) == []


def faults(figure: Figure) -> list[str]:
    """All that overlaps, is crossed by a line or leaves the frame."""
    return [
        *boxes.label_overlaps(figure),
        *boxes.marker_overlaps(figure),
        *boxes.bar_overlaps(figure),
        *boxes.poles_through_labels(figure),
        *boxes.outside_frame(figure),
    ]


# Any span


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return load_course(write_tiny_course(tmp_path_factory.mktemp("tiny")))


def dated(course: Course, dates: Sequence[str]) -> Course:
    """The course with one statement for each date, told in this order; an empty one is no date."""
    first = course.rows(Statement)[0]
    rows = tuple(
        first.model_copy(
            update={
                "order_told": number,
                "day_in_text": date or None,
                "short": f"says that point {number} of the plan holds "
                + "and more " * (number % 4),
            }
        )
        for number, date in enumerate(dates, start=1)
    )
    return replace(course, tables={**course.tables, Statement: rows})


def drawn(course: Course, *dates: str) -> Picture:
    return draw_timeline(dated(course, dates))


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
@example(["1927"] * 60)
@example([f"{year:04}" for year in range(1, 2000, 34)])
@example([f"2017-{month:02}" for month in (1, 2, 3, 11, 12)] * 12)
@given(spans())
def test_nothing_overlaps_whatever_the_span(tiny: Course, dates: list[str]) -> None:
    figure = drawn(tiny, *dates).figure
    assert faults(figure) == []
    assert figure.get_size_inches()[0] == 8
    numbers = sorted(int(text.get_text()) for text in boxes.texts(figure, "number"))
    assert numbers == list(range(1, len(dates) + 1))


def test_the_check_for_overlaps_sees_what_was_moved(tiny: Course) -> None:
    figure = drawn(tiny, "2017-11-21", "2017-11-22", "2017-11", "").figure
    labels = boxes.texts(figure, "label")
    for x, y in [(0.0, 5.0), (30.0, 0.0), (-20.0, 0.0)]:
        before = labels[1].get_position()
        labels[1].set_position((before[0] + x, before[1] + y))
        assert faults(figure) != [], (x, y)
        labels[1].set_position(before)
    bar = boxes.bar_boxes(figure)[0]
    middle = ((bar.x0 + bar.x1) / 2, (bar.y0 + bar.y1) / 2)
    x, y = figure.axes[0].transData.inverted().transform(middle)
    labels[1].set_position((x, y))
    assert boxes.bar_overlaps(figure) != []


def axis(picture: Picture) -> list[str]:
    """What stands on the axis, from left to right and row by row."""
    found = boxes.texts(picture.figure, "day", "break")
    order = sorted(
        found, key=lambda text: (round(text.get_position()[1] / 100), text.get_position()[0])
    )
    return [text.get_text() for text in order]


@pytest.mark.parametrize(
    ("dates", "named"),
    [
        (["2017-11-30", "2017-12-02"], ["30 Nov", "1 Dec", "2 Dec"]),
        (["2017-11", "2018-02"], ["Nov", "Dec", "Jan", "Feb"]),
        (["1927", "1930"], ["1927", "1928", "1929", "1930"]),
        (["1901-03-01", "1914-06-28", "1927-02-02", "1942-05-05"], ["1900s", "1910s", "1920s", "1930s", "1940s"]),
        (["0814", "1066", "1215", "1453", "1648"], ["800 to 899", "900 to 999", "1000 to 1099", "1100 to 1199", "1200 to 1299", "1300 to 1399", "1400 to 1499", "1500 to 1599", "1600 to 1699"]),
        (["1867-03-30", "2017-06-12"], ["30 Mar", "150 years", "2 months", "12 Jun"]),
        (["1946-02-13", "2017-11-21", "2017-11-23"], ["13 Feb", "71 years", "9 months", "21 Nov", "22 Nov", "23 Nov"]),
    ],
)  # fmt: skip
def test_the_unit_of_the_axis_follows_the_span(
    dates: list[str], named: list[str], tiny: Course
) -> None:
    assert sorted(axis(drawn(tiny, *dates))) == sorted(named)


def test_a_year_stands_where_it_changes(tiny: Course) -> None:
    figure = drawn(tiny, "2016-12-30", "2017-01-02", "2018-01-02").figure
    assert [text.get_text() for text in boxes.texts(figure, "year")] == ["2016", "2017", "2018"]


def test_a_label_says_its_date_where_the_axis_does_not(tiny: Course) -> None:
    words = boxes.words(drawn(tiny, "1901-03-01", "1942-05-05", "1930", "1915-02").figure, "label")
    for said in ("1 March 1901", "5 May 1942", "in 1930", "in February 1915"):
        assert said in words


def test_a_date_known_as_a_year_is_a_bar_over_that_year(tiny: Course) -> None:
    figure = drawn(tiny, "1927", "1929-07", "1931", "1933-05").figure
    year, month = boxes.bar_boxes(figure)[:2]
    names = {text.get_text(): text for text in boxes.texts(figure, "day")}
    middle = boxes.box(names["1927"])
    assert year.x0 + year.x1 == pytest.approx(middle.x0 + middle.x1, abs=4)
    july = boxes.box(names["1929"])
    assert month.x0 + month.x1 == pytest.approx(july.x0 + july.x1, abs=20)
    assert 5 * month.width < year.width


def test_a_bar_runs_over_the_first_and_the_last_day_too(tiny: Course) -> None:
    figure = drawn(tiny, "2017-02", "2017-02-27").figure
    (bar,) = boxes.bar_boxes(figure)
    names = {text.get_text(): boxes.box(text) for text in boxes.texts(figure, "day")}
    assert bar.x0 < names["1 Feb"].x0
    assert bar.x1 > names["28 Feb"].x1


def test_what_is_no_point_touches_no_axis(tiny: Course) -> None:
    figure = drawn(tiny, "2017-11-21", "2017-11").figure
    depth = {text.get_text(): text.get_position()[1] for text in boxes.texts(figure, "number")}
    axis_names = boxes.texts(figure, "day")[0].get_position()[1]
    assert depth["1"] < axis_names < depth["2"]


def test_a_bar_goes_on_in_the_next_row_and_says_so(tiny: Course) -> None:
    days = [f"2017-11-{day:02}" for day in range(2, 30)]
    figure = drawn(tiny, "2017-11", *days[:20]).figure
    assert len(boxes.bar_boxes(figure)) > 1
    assert "November 2017, continued" in boxes.words(figure, "goes on")


def test_two_statements_150_years_apart_are_drawn_at_once_and_small(tiny: Course) -> None:
    start = time.process_time()
    picture = drawn(tiny, "1867-03-30", "2017-06-12")
    assert len(picture.html) < 60_000
    assert time.process_time() - start < 10


def test_500_statements_of_a_day_say_what_is_left_out(tiny: Course) -> None:
    picture = drawn(tiny, *["2017-11-21"] * 500)
    said = "Drawn are the first 60 of 500 statements"
    assert said in boxes.words(picture.figure, "note")
    assert said in picture.alt
    assert len(picture.table) == 500
    assert faults(picture.figure) == []


# Our article


def test_the_empty_days_stand_on_the_axis() -> None:
    figure = draw_timeline(load_course()).figure
    named = [text.get_text() for text in boxes.texts(figure, "day")]
    assert named == [f"{day} Nov" for day in range(21, 27)]


def test_every_statement_is_drawn_with_its_number() -> None:
    course = load_course()
    numbers = [int(text.get_text()) for text in boxes.texts(draw_timeline(course).figure, "number")]
    assert set(numbers) == set(course.statements["order_told"])


def test_a_statement_without_a_day_is_never_on_the_axis(tmp_path: Path) -> None:
    course = course_of(tmp_path, [{"day_in_text": "11-21", **DATED}, {"day_in_text": ""}])
    figure = draw_timeline(course).figure
    heights: dict[str, list[float]] = {}
    for text in boxes.texts(figure, "number"):
        heights.setdefault(text.get_text(), []).append(text.get_position()[1])
    axis = next(text.get_position()[1] for text in boxes.texts(figure, "day"))
    assert min(heights["1"]) < axis < min(heights["2"])


def test_each_side_has_a_colour_and_a_shape_of_its_own() -> None:
    looks = marks(f"side {n}" for n in range(36))
    assert len(set(looks.values())) == 36
    first = list(looks.values())[:6]
    assert len({look.colour for look in first}) == len({look.shape for look in first}) == 6


def test_the_saudi_item_is_drawn_unlike_the_iranian_ones() -> None:
    course = load_course()
    lines = draw_timeline(course).figure.axes[0].lines
    look = {line.get_marker() for line in lines if line.get_gid() == "marker"}
    saudi = course.statements.query("side == 'saudi-arabia'")
    assert len(saudi) == 2
    assert len(look) == course.statements["side"].nunique()


def test_line_style_tells_the_commitment(tmp_path: Path) -> None:
    course = course_of(
        tmp_path,
        [{}, {"voice": "official quoted"}, {"certainty": "hedged", "hedge": "may"}],
    )
    lines = draw_timeline(course).figure.axes[0].lines
    styles = {str(line.get_gid()): line.get_linestyle() for line in lines if line.get_gid()}
    assert styles["line the author says it"] == styles["line a party says it"] == "-"
    assert styles["line the author, with a reservation"] == "--"
    double = [line for line in lines if line.get_gid() == "line a party says it"]
    assert len(double) == 4, "a party's word is a double line, on the label and in the legend"


def test_a_day_from_other_sources_is_hollow() -> None:
    figure = draw_timeline(load_course(), outside=True).figure
    hollow = {
        text.get_text() for text in boxes.texts(figure, "number") if text.get_color() != "#ffffff"
    }
    assert hollow == {"2", "11"}


def test_nothing_left_to_show_is_a_sentence() -> None:
    picture = draw_timeline(load_course(), sides=[])
    assert boxes.words(picture.figure, "title") == "No statement fits these choices"
    assert "<table" in picture.html


def test_text_of_the_data_is_shown_as_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> costs $x_1$ & more \U0001f600"
    rows = [{"short": text, "content": text}, {}]
    picture = draw_timeline(course_of(tmp_path, rows))
    assert "<script>" not in picture.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; costs $x_1$ &amp; more \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "label")


def test_the_picture_is_small_and_the_same_each_time() -> None:
    course = load_course()
    first, second = draw_timeline(course), draw_timeline(course)
    assert first.svg == second.svg
    assert len(first.svg) <= 130_000


def test_what_a_cell_stores_is_the_description() -> None:
    picture = draw_timeline(load_course())
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    for part in (picture.title, picture.alt, *picture.description, picture.credit):
        assert part in bundle["text/plain"]


def test_the_page_holds_the_alternative_text_and_a_table_with_column_heads() -> None:
    picture = draw_timeline(load_course())
    assert re.search(r'<img [^>]*alt="Timeline of 16 statements', picture.html)
    assert picture.html.count('scope="col"') == len(picture.table.columns)
    assert picture.html.count("<details>") == 2
