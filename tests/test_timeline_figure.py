from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_utils.course import Course, load_course
from course_utils.figures.style import marks
from course_utils.figures.timeline import draw_timeline
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
    assert boxes.label_overlaps(figure) == []
    assert boxes.marker_overlaps(figure) == []
    assert boxes.poles_through_labels(figure) == []
    assert boxes.outside_frame(figure) == []


def test_the_empty_days_stand_on_the_axis() -> None:
    figure = draw_timeline(load_course()).figure
    named = [text.get_text() for text in boxes.texts(figure, "day")]
    assert named == [*(f"{day} Nov" for day in range(21, 27)), "no day"]


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
