from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from course_utils.cases import NOT_ADDRESSED, alternative, compare, description, finding
from course_utils.course import Course, load_course
from course_utils.figures import style
from course_utils.figures.cases import draw_cases
from course_utils.rows import Case, Claim
from tests import figure_boxes as boxes
from tests.tiny_course import write_tiny_course

WIDTHS = [6.5, 9.0, 14.0]
PERSIAN = "بسیج جهان اسلام الگویی برای مقاومت مردم منطقه است"


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def wordy(folder: Path, text: str, count: int = 4) -> Course:
    """As many conditions as asked for in two cases; every third cell says nothing."""
    rows = [
        {
            "case": f"place-{1 + n % 2}",
            "condition": f"condition {n // 2} {text[:30]}",
            "finding": NOT_ADDRESSED if n % 3 == 0 else text,
        }
        for n in range(2 * count)
    ]
    return load_course(write_tiny_course(folder, cases=rows))


def check(figure: Figure) -> None:
    assert boxes.label_overlaps(figure) == []
    assert boxes.outside_frame(figure) == []
    assert poles_through_words(figure) == []


def poles_through_words(figure: Figure) -> list[str]:
    found = []
    for line in figure.axes[0].lines:
        if str(line.get_gid()).startswith("line"):
            extent = line.get_window_extent()
            found += [t.get_text() for t in boxes.texts(figure) if extent.overlaps(boxes.box(t))]
    return found


# Words


def test_the_title_counts_the_cells_that_the_article_fills(course: Course) -> None:
    rows = course.rows(Case)
    filled = sum(row.finding != NOT_ADDRESSED for row in rows)
    assert finding(compare(course)).startswith(f"The article fills {filled} of {len(rows)} cells: ")


def test_the_title_names_the_case_told_most_and_the_case_told_least(course: Course) -> None:
    comparison = compare(course, ["syria", "lebanon"])
    assert comparison.cases == ("Syria", "Lebanon")
    most, least = comparison.answers("Syria"), comparison.answers("Lebanon")
    assert finding(comparison).endswith(f"{most} of 8 for Syria, {least} for Lebanon")


def test_cases_told_alike_are_not_ranked(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path))
    assert finding(compare(course)) == "The article fills 2 of 4 cells, 1 of 2 for each case"
    assert finding(compare(course, ["place-1"])) == "The article fills 1 of 2 cells"


def test_a_cell_has_the_commitments_of_the_claims_it_rests_on(course: Course) -> None:
    claims = {row.id: row for row in course.rows(Claim)}
    for row, cell in zip(course.rows(Case), compare(course).cells, strict=True):
        assert set(cell.commitments) == {claims[claim].commitment for claim in row.claim_ids}


def test_the_description_goes_condition_by_condition(course: Course) -> None:
    words = description(compare(course))
    assert len(words) == 8
    assert words[0].startswith("Organisation on hand: Afghanistan: ")
    assert words[4].endswith("not addressed for Syria, Yemen, Iraq and Lebanon.")
    assert words[6].startswith("Acknowledged by Tehran: ")


def test_the_alternative_sentence_names_the_cases(course: Course) -> None:
    words = alternative(compare(course, ["syria", "yemen"]))
    assert words.startswith("Table of Syria and Yemen on 8 conditions")


def test_an_unknown_case_is_named_with_those_that_look_like_it(course: Course) -> None:
    with pytest.raises(ValueError, match="no case is called 'Syria'; like it: syria"):
        draw_cases(course, ["Syria"])


# What is drawn


def empty(course: Course) -> int:
    return sum(not cell.addressed for cell in compare(course).cells)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_touches(course: Course, width: float) -> None:
    check(draw_cases(course, width=width).figure)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["many words " * 30, PERSIAN, "x" * 300], ids=["long", "persian", "unbroken"]
)
def test_nothing_touches_in_another_course(text: str, width: float, tmp_path: Path) -> None:
    check(draw_cases(wordy(tmp_path, text), width=width).figure)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_cell_is_drawn_with_its_words_paragraphs_and_commitments(
    course: Course, width: float
) -> None:
    figure = draw_cases(course, width=width).figure
    words = boxes.words(figure, "cell", "source")
    lines = [str(line.get_gid()) for line in figure.axes[0].lines]
    for cell in compare(course).cells:
        if cell.addressed:
            assert cell.finding.split()[0] in words
            assert cell.paragraphs[0] in words
            assert all(f"line {name}" in lines for name in cell.commitments)
    assert boxes.words(figure, "empty").count(NOT_ADDRESSED) == empty(course)


def test_a_cell_that_says_nothing_is_striped(course: Course) -> None:
    figure = draw_cases(course).figure
    fields = [patch for patch in figure.axes[0].patches if patch.get_gid() == "hatch"]
    assert len(fields) == empty(course) + 1, "each empty cell, and the legend"


def test_cases_without_room_follow_below(course: Course) -> None:
    heads = {
        width: [
            text.get_position()[1]
            for text in boxes.texts(draw_cases(course, width=width).figure, "case")
        ]
        for width in (6.5, 9.0)
    }
    assert len(set(heads[9.0])) == 1
    assert len(set(heads[6.5])) == 2
    assert len(heads[6.5]) == 5


def test_a_case_keeps_its_colour_when_others_are_left_out(course: Course) -> None:
    def colour(cases: list[str] | None) -> str:
        texts = boxes.texts(draw_cases(course, cases).figure, "case")
        return next(to_hex(text.get_color()) for text in texts if text.get_text() == "Yemen")

    assert colour(None) == colour(["yemen"])


def test_text_is_large_enough_and_colours_are_those_of_the_style(course: Course) -> None:
    known = {style.INK, style.QUIET, style.RULE, style.PAPER, style.SHADE, *style._COLOURS}
    figure = draw_cases(course).figure
    assert min(float(text.get_fontsize()) for text in boxes.texts(figure)) >= 8
    assert {to_hex(line.get_color()) for line in figure.axes[0].lines} <= known
    assert {to_hex(text.get_color()) for text in boxes.texts(figure)} <= known


# The picture as a whole


def test_the_table_is_the_comparison(course: Course) -> None:
    table = draw_cases(course).table
    assert list(table.columns) == ["Condition", *compare(course).cases]
    assert list(table["Condition"]) == list(compare(course).conditions)
    assert table.set_index("Condition").loc["formal status", "Yemen"] == NOT_ADDRESSED
    assert "(P8: a party says it, asks or aims)" in str(
        table.set_index("Condition").loc["formal status", "Syria"]
    )


@pytest.mark.parametrize("cases", [["afghanistan", "syria"], ["yemen", "iraq", "lebanon"]])
def test_a_part_of_the_comparison_is_small_and_the_same_each_time(
    course: Course, cases: list[str]
) -> None:
    first, second = draw_cases(course, cases), draw_cases(course, cases)
    assert first.png == second.png
    assert len(first.png) <= 45_000


def test_what_a_cell_stores_is_the_description(course: Course) -> None:
    picture = draw_cases(course)
    bundle = picture._repr_mimebundle_()
    for part in (picture.title, picture.alt, *picture.description, picture.credit):
        assert part in bundle["text/plain"]
    assert picture.html.count('scope="col"') == len(picture.table.columns)


def test_text_of_the_data_is_shown_as_text(tmp_path: Path) -> None:
    picture = draw_cases(wordy(tmp_path, "<script>alert(1)</script> costs $x_1$ \U0001f600"))
    assert "<script>" not in picture.html
    assert "costs $x_1$ \U0001f600" in picture.html
    assert "$x_1$" in boxes.words(picture.figure, "cell")


def test_a_course_without_cases_has_a_picture_that_says_so(tmp_path: Path) -> None:
    picture = draw_cases(load_course(write_tiny_course(tmp_path, cases=[])))
    check(picture.figure)
    assert picture.title == "There is no case to compare"
    assert picture.alt == "An empty comparison: there is no case."
    assert "<table" in picture.html
