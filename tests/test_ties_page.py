"""The ties as a page: counts by theatre and commitment, and every tie a sentence."""

from __future__ import annotations

import re
from functools import cache

import pytest

from course_utils.course import Course
from course_utils.pages.ties import actor_ties, show_ties
from course_utils.session import load_course
from course_utils.source.rows import Relation
from tests.made_up_network import actor, made_up, tie

ACTORS = [
    actor("a1", label="<b>Land</b>", countries="p0"),
    actor("a2", label="Militia", kind="armed group", countries="p1"),
    actor("a3", label="Brigade", kind="unit", countries="p0;p1"),
]


@cache
def real() -> Course:
    return load_course()


def lines(html: str) -> list[str]:
    """The sentences of a page as a reader sees them."""
    items = re.findall(r"<li[^>]*>(.*?)</li>", html, re.S)
    return [" ".join(re.sub(r"<[^>]*>", "", item).split()) for item in items]


def test_every_tie_stands_in_each_of_its_theatres_and_says_so() -> None:
    course = made_up(ACTORS, [tie("a1", "a2", theatre="p0;p1"), tie("a2", "a3", theatre="p1")])
    page = show_ties(course)
    assert page.table["Theatre"].tolist() == ["Place 1", "Place 1", "Place 0"]
    said = page.table["Tie"].tolist()
    assert "also in Place 0" in said[0]
    assert "also in Place 1" in said[2]


def test_the_counts_of_the_real_sheet_are_those_of_the_rows() -> None:
    page = show_ties(real())
    for place in real().terms_of("place"):
        rows = [row for row in real().rows(Relation) if place.id in row.theatre]
        found = page.table[page.table["Theatre"] == place.label]
        assert found["Whose word, how sure"].tolist().count("left open") == sum(
            row.commitment == "left open" for row in rows
        )
        assert len(found) == len(rows)


def test_what_is_asked_or_aimed_at_is_not_in_the_total() -> None:
    page = show_ties(made_up(ACTORS, [tie("a1", "a2"), tie("a1", "a3", said="asks")]))
    assert "<b>1</b>" in page.body
    assert "Read the 2 ties in Place 0" in page.body
    assert "asks or aims (not counted)" in page.body


def test_a_sentence_says_who_what_whom_for_whom_on_whose_word_and_how_sure() -> None:
    voiced = tie("a2", "a3", said="party", claimed_by="a1", object_actor="a1", paragraph="P3;P4")
    hedged = tie("a1", "a2", said="hedged", directed="no")
    (first, second) = lines(show_ties(made_up(ACTORS, [voiced, hedged])).body)
    assert first == (
        "&lt;b&gt;Land&lt;/b&gt; supports Militia (Place 1), both ways:"
        " the author, with a reservation, “may” (P1)"
    )
    assert second == (
        "Militia (Place 1) supports Brigade, for &lt;b&gt;Land&lt;/b&gt;:"
        " on the word of &lt;b&gt;Land&lt;/b&gt; (P3, P4)"
    )


def test_a_row_says_who_is_at_home_elsewhere() -> None:
    page = show_ties(made_up(ACTORS, [tie("a1", "a2"), tie("a1", "a3")]))
    assert "At home elsewhere: Militia (Place 1)." in page.body


def test_text_of_the_data_is_escaped() -> None:
    course = made_up(ACTORS, [tie("a1", "a2")])
    assert "<b>Land" not in show_ties(course).html
    assert "<b>Land" not in actor_ties(course, "a1", ["R1"])


def test_a_page_reads_well_without_its_style() -> None:
    said = str(show_ties(real()))
    assert "Read the 12 ties in Yemen" in said
    assert "Iran assists Houthis: the author leaves it open, “unclear” (P11)" in said


def test_the_title_says_on_what_the_ties_of_each_theatre_rest() -> None:
    course = made_up(ACTORS, [tie("a1", "a2", said="hedged"), tie("a2", "a3", theatre="p1")])
    assert show_ties(course).title == (
        "Ties in Place 1 rest on the author's own word; those in Place 0 carry a reservation"
    )


def test_only_the_theatres_asked_for_are_shown() -> None:
    page = show_ties(real(), "yemen")
    assert set(page.table["Theatre"]) == {"Yemen"}
    with pytest.raises(ValueError, match="no theatre is called 'moon'"):
        show_ties(real(), "moon")


def test_a_passage_is_stored_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    assert "near" not in str(show_ties(real(), "lebanon"))
    assert "P3, near" in str(show_ties(real(), "lebanon", passages=True))


def test_an_actors_ties_come_by_direction() -> None:
    course = made_up(ACTORS, [tie("a2", "a3"), tie("a1", "a2"), tie("a2", "a1", directed="no")])
    html = actor_ties(course, "a2", ["R1", "R2", "R3"])
    assert html.index("From Militia") < html.index("To Militia") < html.index("Both ways")
    assert lines(actor_ties(course, "a2", ["R1"])) != []
    assert "Militia has no tie that fits these choices." in actor_ties(course, "a2", [])
