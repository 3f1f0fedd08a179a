"""Templates escape what they are given, and a page reads as text; tables have words for headings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from jinja2 import UndefinedError

from course_utils.course import Course
from course_utils.pages.render import reading, render
from course_utils.pages.tables import show_table, table_html
from course_utils.session import load_course
from tests.tiny_course import write_tiny_course


def cell(text: object) -> str:
    html = table_html(pd.DataFrame({"published": [text]}), "One cell")
    return html[html.index("<td") : html.index("</td>")]


def test_what_a_template_misses_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("table.html", caption="no rows")


def test_blocks_are_lines_and_cells_name_their_column_once() -> None:
    html = (
        "<p>A <b>bold</b>\n word<br>next</p><ul><li>x</li></ul><table><tr><th>head</th>"
        '<td data-column="Iraq">Iraq: held</td><td data-column="Iran">asked<br>for</td></tr></table>'
    )
    assert reading(html) == ["A bold word", "next", "x", "head; Iraq: held; Iran: asked for"]


def test_signs_of_markup_in_a_text_are_read_as_they_were_written() -> None:
    assert reading(cell("a < b & <script>")) == ["published: a < b & <script>"]


# Tables


@pytest.mark.parametrize("text", ["2017-11-26", "S10", "inconsistent"])
def test_a_date_or_a_short_word_stays_on_one_line(text: str) -> None:
    assert 'class="whole"' in cell(text)


@pytest.mark.parametrize("text", ["in Syria", "iranian-commanders"])
def test_words_with_blanks_and_long_words_may_break(text: str) -> None:
    assert "class=" not in cell(text)


def test_names_texts_and_caption_are_escaped() -> None:
    html = show_table(pd.DataFrame({"<i>": ["<script>x</script>"]}), "<u>").html
    assert not [tag for tag in ("<i>", "<script>", "<u>") if tag in html]
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_dollar_signs_are_no_formula() -> None:
    assert "mathjax_ignore" in show_table(pd.DataFrame({"a": ["$x$ and $y$"]}), "Costs").html


def test_a_named_index_is_the_first_column_and_headings_are_words() -> None:
    counts = pd.DataFrame({"claims_made": [36]}, index=pd.Index(["stated"], name="year_source"))
    assert str(show_table(counts, "By word")) == (
        "By word\nYear source; Claims made\nYear source: stated; Claims made: 36"
    )


def test_identifiers_of_actors_places_and_topics_are_shown_as_names(tmp_path: Path) -> None:
    actors = [{"label": "Jafari"}, {}]
    course = load_course(write_tiny_course(tmp_path, actors=actors))
    frame = pd.DataFrame({"who": ["actors-1; unnamed"], "about": ["topic-2"], "order_told": [3.0]})
    page = show_table(frame, "One row", course)
    assert page.table.to_numpy().tolist() == [["Jafari, not named", "label 4", 3.0]]
    assert "Place in the text: 3" in str(page), "a whole number has no fraction"


def test_the_course_loaded_last_gives_the_names(course: Course) -> None:
    page = show_table(course.relations[["from_actor", "theatre"]].head(1), "One tie")
    assert str(page).endswith("From: Soleimani; Theatre: Iran")


def test_what_is_missing_is_an_empty_cell() -> None:
    assert ">None" not in cell(None)
    assert ">nan" not in cell(float("nan"))


def test_showing_a_table_changes_nothing_in_it(course: Course) -> None:
    frame = course.relations[["from_actor"]].head(2)
    show_table(frame, "Two ties")
    assert list(frame.columns) == ["from_actor"]
    assert frame["from_actor"].tolist()[0] == "soleimani"


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()
