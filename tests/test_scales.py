"""Scales of probability: the word for a number, and the rulers that show them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from matplotlib.transforms import Bbox

from course_utils.course import Course
from course_utils.figures.scales import draw_scales
from course_utils.reading.scales import words_for
from course_utils.session import load_course
from tests.figure_boxes import artists, box, drawn, faults, overlaps, shapes, texts, words
from tests.figure_boxes import lines as drawn_lines

DATA = Path(__file__).parent.parent / "data"
# By scale the words for whole numbers up to the number before them, written down from the sources:
# two words at a shared end, "-" in the gap after a band, "<" and ">" outside of the scale.
KNOWN = {
    "ICD 203": """0 < | 4 almost no chance / remote | 5 + | 19 very unlikely / highly improbable
        | 20 + | 44 unlikely / improbable | 45 + | 54 roughly even chance / roughly even odds | 55 +
        | 79 likely / probable | 80 + | 94 very likely / highly probable | 95 +
        | 99 almost certain(ly) / nearly certain | 100 >""",
    "Kent 1964": """1 < | 12 almost certainly not | 19 - | 39 probably not | 40 +
        | 60 chances about even | 62 - | 86 probable | 87 + | 99 almost certain | 100 >""",
    "PHIA": """5 remote chance | 9 - | 20 highly unlikely | 24 - | 35 unlikely | 39 -
        | 49 realistic possibility | 54 - | 75 likely / probable | 79 - | 90 highly likely | 94 -
        | 100 almost certain""",
}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


def known(scale: str, percent: int) -> str:
    """The known word for a number, or what is said where there is none."""
    pieces = [piece.split(maxsplit=1) for piece in KNOWN[scale].split("|")]
    place = next(n for n, (last, _) in enumerate(pieces) if percent <= int(last))
    word = pieces[place][1].strip()
    if word in "+-":
        before, after = (f"“{pieces[n][1].strip()}”" for n in (place - 1, place + 1))
        both = f"{before} and {after}"
        return both if word == "+" else f"no word (a gap between {both})"
    ends = {"<": f"begins at {int(pieces[0][0]) + 1}", ">": "ends at 99"}
    return f"no word (the scale {ends[word]})" if word in ends else f"“{word}”"


def test_every_whole_number_and_what_is_between_has_its_known_words(course: Course) -> None:
    for percent in range(101):
        found = words_for(percent, course)
        assert found == {scale: known(scale, percent) for scale in KNOWN}, percent
    assert words_for(49.9, course)["PHIA"] == "“realistic possibility”"
    assert words_for(0.5, course)["ICD 203"] == "no word (the scale begins at 1)"


CROSSING = ("leader", "marked", "shared")
BAD = [-5, 160, 100.01, "60", "about 60", None, True, float("nan"), float("inf")]


@pytest.mark.parametrize("percent", BAD, ids=repr)
def test_what_is_no_percentage_is_refused_in_a_sentence(percent: object, course: Course) -> None:
    with pytest.raises(ValueError, match="is not a percentage: give a number from 0 to 100"):
        words_for(percent, course)  # type: ignore[arg-type]
    if percent is not None:
        with pytest.raises(ValueError, match="is not a percentage"):
            draw_scales(course, percent)  # type: ignore[arg-type]


@pytest.mark.parametrize("percent", [None, 0, 1, 3, 20, 45, 50, 60, 61, 79.5, 97, 99.5, 100])
def test_nothing_overlaps_and_no_line_crosses_a_word(percent: float | None, course: Course) -> None:
    figure = draw_scales(course, percent).figure
    assert faults(figure) == []
    lines = [line for line in drawn_lines(figure) if line.get_gid() in CROSSING]
    points = [drawn(line) for line in lines]
    spots = [("line", Bbox([ends.min(0), ends.max(0)]).padded(1)) for ends in points]
    labels = [(text.get_text(), box(text)) for text in texts(figure)]
    crossed = [pair for pair in overlaps([*spots, *labels]) if "line" in pair]
    assert [pair for pair in crossed if pair != "'line' lies on 'line'"] == []


def test_a_ruler_shows_bands_gaps_shared_ends_and_the_end_that_is_outside(course: Course) -> None:
    figure = draw_scales(course).figure
    bands = artists(figure, "band")
    assert len(bands) == len(course.scales)
    ends = [line.get_gid() for line in drawn_lines(figure)]
    assert (ends.count("shared"), ends.count("open end")) == (8 + 1, 1 + 1)  # with the legend
    drawn = Counter(words(figure, "word").split())
    assert drawn == Counter(" ".join(course.scales["term"]).split())


def test_a_marked_number_stands_at_its_place_on_every_ruler_and_in_the_title(
    course: Course,
) -> None:
    picture = draw_scales(course, 61)
    bands = shapes(picture.figure, "band ")
    left, right = min(band.x0 for band in bands), max(band.x1 for band in bands)  # 0 to 100
    lines = [line for line in drawn_lines(picture.figure) if line.get_gid() == "marked"]
    places = [drawn(line)[0, 0] for line in lines]
    assert places == [pytest.approx(left + 0.61 * (right - left))] * 3
    for scale, word in words_for(61, course).items():
        assert f"{scale} {word}" in picture.title
    assert len(picture.table) == len(course.scales)
    assert picture.svg == draw_scales(course, 61).svg
