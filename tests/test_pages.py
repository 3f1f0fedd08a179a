"""Templates escape, a page reads as text; what tables, the cases and the ties show."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from course_utils.course import Course
from course_utils.pages.render import reading
from course_utils.pages.tables import show_cases, show_table, show_ties, table_html
from course_utils.session import load_course
from course_utils.source.text_rows import Relation
from tests.made_up_network import actor, made_up, tie
from tests.tiny_course import write_tiny_course

ACTORS = [
    actor("a1", label="<b>Land</b>", countries="p0"),
    actor("a2", label="Militia", kind="armed group", countries="p1"),
    actor("a3", label="Brigade", kind="unit", countries="p0;p1"),
]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def test_blocks_are_lines_and_cells_name_their_column_once() -> None:
    html = (
        "<p>A <b>bold</b>\n word<br>next</p><ul><li>x</li></ul><table><tr><th>head</th>"
        '<td data-column="Iraq">Iraq: held</td><td data-column="Iran">asked<br>for</td></tr></table>'
    )
    assert reading(html) == ["A bold word", "next", "x", "head; Iraq: held; Iran: asked for"]
    written = table_html([{"a": "a < b & <script>"}, {"a": ""}], "Signs")
    assert reading(written) == ["Signs", "a", "a: a < b & <script>"]


def test_an_index_is_a_column_headings_are_words_and_a_short_word_or_date_is_kept_whole() -> None:
    index = pd.Index(["2017-11-26", "in Syria"], name="year_source")
    page = show_table(pd.DataFrame({"claims_made": [36, None]}, index=index), "By word")
    assert str(page).splitlines() == [
        *("By word", "Year source; Claims made", "Year source: 2017-11-26; Claims made: 36"),
        "Year source: in Syria;",
    ]
    groups = pd.MultiIndex.from_tuples([("a", "b")], names=["voice", "certainty"])
    counted = pd.DataFrame({"claims": pd.array([None], dtype="Int64")}, index=groups)
    assert str(show_table(counted, "Both")).splitlines()[2] == "Voice: a; Certainty: b;"
    kept = re.findall(r'<td[^>]*nowrap"[^>]*>([^<]*)', page.html)
    assert kept == ["2017-11-26", "36", ""]


def test_text_of_the_data_is_escaped_and_is_no_formula(tmp_path: Path) -> None:
    text = "<script>x</script> $y$"
    row = {"case": "place-1", "condition": "<i>", "finding": text}
    cases = show_cases(load_course(write_tiny_course(tmp_path, cases=[row])))
    for page in (cases, show_table(pd.DataFrame({"<i>": [text]}), "<u>")):
        assert not [tag for tag in ("<i>", "<script>", "<u>") if tag in page.html]
        assert "&lt;script&gt;x&lt;/script&gt; $y$" in page.html
        assert "mathjax_ignore" in page.html


def test_identifiers_of_actors_places_and_topics_are_shown_as_names(tmp_path: Path) -> None:
    actors = [{"label": "Jafari"}, {}]
    course = load_course(write_tiny_course(tmp_path, actors=actors))
    frame = pd.DataFrame({"who": ["actors-1; unnamed"], "about": ["topic-2"], "order_told": [3.0]})
    before = frame.copy()
    for page in (show_table(frame, "One row", course), show_table(frame, "One row")):
        names = "Who says so: Jafari, not named; About: label 4; Place in the text: 3"
        assert str(page).splitlines()[2] == names, "a whole number has no fraction"
        assert re.findall(r'<td[^>]*nowrap"[^>]*>([^<]*)', page.html) == ["3"]
    assert frame.equals(before), "showing a table changes nothing in it"


# Cases


def test_a_cell_says_what_the_article_says_where_and_on_whose_word(course: Course) -> None:
    page = show_cases(course)
    assert page.html.count("<td") == 8 * 5
    assert page.html.count('class="none"') == page.html.count("<span>not addressed</span>") == 14
    assert str(show_cases(made_up(ACTORS, []))) == "There is no case to compare."
    assert "following the Basij (P3 · on the word of Jafari)" in str(page)
    assert page.title == ("The text fills 26 of 40 cells: 7 of 8 for Afghanistan, 3 for Lebanon")


# Ties


def lines(html: str) -> list[str]:
    """The sentences of a page as a reader sees them."""
    items = re.findall(r"<li[^>]*>(.*?)</li>", html, re.S)
    return [" ".join(re.sub(r"<[^>]*>", "", item).split()) for item in items]


def test_every_tie_stands_in_each_of_its_theatres_and_says_so(course: Course) -> None:
    shared = made_up(ACTORS, [tie("a1", "a2", theatre="p0;p1"), tie("a2", "a3", theatre="p1")])
    said = lines(show_ties(shared).body)
    assert [
        [place in line for line in said] for place in ("also in Place 0", "also in Place 1")
    ] == [*([True, False, False], [False, False, True])]
    found = str(show_ties(course))
    assert "near" not in found, "no cell stores a passage"
    assert "Iran assists Houthis: the author leaves it open, “unclear” (P11)" in found
    for place in course.terms_of("place"):
        number = sum(place.id in row.theatre for row in course.rows(Relation))
        assert (f"Read the {number} tie" in found) == (number > 0)


def test_a_sentence_says_who_what_whom_for_whom_on_whose_word_and_how_sure() -> None:
    voiced = tie("a2", "a3", said="party", claimed_by="a1", object_actor="a1", paragraph="P3;P4")
    hedged = tie("a1", "a2", said="hedged", directed="no")
    page = show_ties(made_up(ACTORS, [voiced, hedged]))
    assert lines(page.body) == [
        "&lt;b&gt;Land&lt;/b&gt; supports Militia (Place 1), both ways:"
        " the author, with a reservation, “may” (P1)",
        "Militia (Place 1) supports Brigade, for &lt;b&gt;Land&lt;/b&gt;:"
        " on the word of &lt;b&gt;Land&lt;/b&gt; (P3, P4)",
    ]
    assert "At home elsewhere: Militia (Place 1)." in page.body
    wanted = show_ties(made_up(ACTORS, [tie("a1", "a2"), tie("a1", "a3", said="asks")]))
    assert "<b>1</b>" in wanted.body, "what is asked or aimed at is not in the total"
    assert "Read the 2 ties in Place 0" in wanted.body
