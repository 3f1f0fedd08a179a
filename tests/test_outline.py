"""The argument as an outline: what a line says, what falls, and what it reads like without style."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.pages.argument import outline_page, show_argument
from course_utils.pages.outline import Outline
from course_utils.reading.argument import argument_of, linked
from course_utils.session import load_course
from course_utils.source.errors import DataError
from tests.tiny_course import TERMS, write_tiny_course

SCRIPT = "<script>alert(1)</script> & $x$"
Rows = Sequence[Mapping[str, str]]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


def tiny(tmp_path: Path, claims: Rows, links: Rows = (), **others: Rows) -> Course:
    """A course of these claims and links, and of nothing else that takes part."""
    tables = {"assumptions": [], "hedges": [], "cases": [], **others}
    return load_course(write_tiny_course(tmp_path, None, claims=claims, links=links, **tables))


def lines(page: object, start: str) -> list[str]:
    return [text for text in str(page).splitlines() if re.match(start, text)]


# Lines


def test_a_ground_says_its_role_the_texts_connective_and_whose_word_it_is(course: Course) -> None:
    assert lines(show_argument(course, "C70"), "concession As a result") == [
        "concession As a result: Iran has no dependable way to get fighters and goods to Yemen."
        " (C69 · P10 · the author says it)"
    ]


def test_a_step_without_a_connective_is_called_our_reading(course: Course) -> None:
    (said,) = lines(show_argument(course, "C26"), "comparison")
    assert said.endswith("(C20 · P3 · the author says it · step: our reading)")


def test_but_stands_before_an_attack_and_but_then_before_an_attack_on_an_attack(
    course: Course,
) -> None:
    (attack,) = lines(show_argument(course, "C63"), "but ")
    assert attack.startswith("but concession however: Iran has no dependable way")
    assert "(undercuts the step; C69 " in attack
    counter = lines(show_argument(course, "C70"), "but then ")
    assert [re.findall(r"C\d+", said)[0] for said in counter] == ["C71", "C77", "C72"]
    assert "(limits an earlier limit; C71 · P11 · on the word of Saudi Arabia)" in counter[0]


def test_an_unstated_premise_stands_where_it_works_and_is_ours(course: Course) -> None:
    said = str(show_argument(course, "C25")).splitlines()
    assert (
        said[-1]
        == "unstated: What commanders say in public shows what they plan. (A1 · our reading)"
    )


def test_a_ground_met_before_says_so_and_leads_there(course: Course) -> None:
    html = show_argument(course, "C70").html
    (target,) = re.findall(r'<a href="#(\S+)">unfolded above</a>', html)
    assert target.endswith("-C74")
    assert html.count(f'id="{target}"') == 1
    assert html.index(f'id="{target}"') < html.index(f'href="#{target}"')
    assert len(lines(show_argument(course, "C70"), "evidence: There have been launches")) == 1


def test_places_of_different_calls_have_different_names_and_the_same_each_time(
    course: Course,
) -> None:
    ids = [set(re.findall(r' id="(\S+)"', show_argument(course, c).html)) for c in ("C70", "C63")]
    assert not ids[0] & ids[1]
    assert show_argument(course).html == show_argument(course).html


def test_each_line_says_in_words_what_its_mark_shows(course: Course) -> None:
    outline = Outline(course, argument_of(course))
    html = show_argument(course).html
    assert html.count('<li id="') == len(linked(outline.graph))
    assert "aria-label" not in html


# Strands


def test_every_strand_has_a_name_of_its_own_that_the_data_give(course: Course) -> None:
    names = [strand.name for strand in Outline(course, argument_of(course)).strands()]
    assert len(names) == len(set(names)) == 12
    assert "Afghanistan: a party of Hezbollah's kind" in names
    assert names[-1] == "Grounds that stand alone"


def test_a_strand_without_a_name_is_called_by_its_conclusion(tmp_path: Path) -> None:
    claims = [
        {"role": "evidence", "claim": "It rains."},
        {"role": "inference", "claim": "The street is wet."},
    ]
    links = [{"from_claim": "claims-1", "to_claim": "claims-2"}]
    page = show_argument(tiny(tmp_path, claims, links))
    assert str(page).splitlines()[1] == "The street is wet."


def test_a_strand_named_by_no_claim_or_like_another_is_found_on_loading(tmp_path: Path) -> None:
    names = [
        {"list": "strand", "id": f"claims-{n}", "label": "Rain", "tie_class": ""} for n in (1, 3)
    ]
    row = len(TERMS) + len(names) + 1
    with pytest.raises(DataError) as caught:
        load_course(write_tiny_course(tmp_path, terms=[*TERMS, *names]))
    assert [str(problem) for problem in caught.value.problems] == [
        f"terms.csv row {row}, column 'id': 'claims-3' is not in claims.csv",
        f"terms.csv row {row}, column 'label': 'Rain' is already the label of row {row - 1}",
    ]


def test_a_strand_says_how_many_claims_it_has_on_whose_word_and_where_it_leads(
    course: Course,
) -> None:
    said = str(show_argument(course)).splitlines()
    at = said.index("Yemen: more help, and its limits")
    assert said[at + 1 : at + 3] == [
        "Iran is presumably weighing ways to give the Houthis more help.",
        "It is hardly shown that Iran has been able to put the BJI to wide use in Yemen.",
    ]
    assert said[at + 3] == (
        "16 claims and 1 statement: 8 by the author; 3 with a reservation; 1 left open; 5 by a party."
    )
    assert said[at + 4] == "Supports the thesis. Stands against the thesis."


def test_thesis_and_advice_stand_on_top_with_what_they_lead_to(course: Course) -> None:
    said = str(show_argument(course)).splitlines()
    assert said[0] == (
        "The thesis rests on 19 grounds, 5 of them the author's word without reservation;"
        " 2 claims stand against it."
    )
    assert said[1].startswith("thesis: Iran may rely still more on militias")
    assert "→ supports recommendation C81 (our reading)" in said[1]
    assert len(lines(show_argument(course), "recommendation: ")) == 3


def test_all_strands_are_closed_until_something_in_them_is_touched(course: Course) -> None:
    assert '<details class="strand" open>' not in show_argument(course).html
    page = show_argument(course, without=["A11"])
    (opened,) = re.findall(
        r'<details class="strand" open>\s*<summary>\s*<strong[^>]*>([^<]*)', page.html
    )
    assert opened == "Yemen: more help, and its limits"


# Without


def test_what_is_taken_away_is_struck_through_and_named(course: Course) -> None:
    page = show_argument(course, without=["A1"])
    assert page.title == "Without A1, no claim loses its support, 13 are weakened and 79 stand"
    said = str(page)
    assert "Taken away: What commanders say in public shows what they plan. (A1)" in said
    assert page.html.count('<del dir="auto">What commanders say in public') == 3
    assert said.count("(A1 · our reading)") == said.count("× taken away (A1 ") == 3


def test_what_falls_is_weakened_or_stands_is_marked_with_word_and_sign(course: Course) -> None:
    page = show_argument(course, without=["S9", "S10"])
    assert "1 claim loses its support" in page.title
    assert len(re.findall(r"▼ without support .*\(C50 ", str(page))) == 1
    assert re.search(r"▽ weakened .*\(C1 ", str(page))
    assert re.search(r"✓ stands .*\(C62 ", str(page))
    assert (
        "Without support: Iran is pressing Syria to give the NDF an official status. (C50)"
        in str(page)
    )


def test_claims_that_go_with_a_statement_are_named(course: Course) -> None:
    (said,) = lines(show_argument(course, without="S10"), "Goes with it: ")
    assert re.findall(r"\((C\d+)\)", said) == ["C52", "C53", "C54", "C55", "C89"]


def test_a_strand_counts_what_it_loses(course: Course) -> None:
    said = str(show_argument(course, without=["A1"]))
    assert (
        "Such ties with Iran would surely divide Kabul and the US-led coalition. × 1 taken away, ▽ 5 weakened"
        in said
    )


def test_the_title_around_a_focus_says_what_becomes_of_it(course: Course) -> None:
    title = show_argument(course, "C50", ["S9", "S10"]).title
    assert title == "Without S9 and S10, C50 has lost its support"
    assert show_argument(course, "C50", ["C50"]).title.startswith("Without C50, no claim loses")


def test_without_something_that_bears_on_nothing_all_keep_their_support(course: Course) -> None:
    title = show_argument(course, without=["C12"]).title
    assert title == "Without C12, every other claim keeps the support it had"


# Focus


@pytest.mark.parametrize(
    ("focus", "said"),
    [
        (
            "C50",
            "C50 rests on 2 recorded grounds, both on the word of Jafari;"
            " 1 claim stands against it; 2 claims rest on it",
        ),
        ("C2", "C2 rests on no recorded ground; 1 claim rests on it"),
        ("C12", "C12 takes part in no step"),
        ("S9", "S9 rests on no recorded ground; 1 claim rests on it"),
        ("C69", "C69 rests on no recorded ground; 1 claim rests on it"),
    ],
)
def test_the_title_around_a_focus_says_on_whose_word_it_rests(
    course: Course, focus: str, said: str
) -> None:
    assert show_argument(course, focus).title == said


def test_around_a_focus_stands_what_it_bears_on_and_all_that_bears_on_it(course: Course) -> None:
    said = str(show_argument(course, "C70")).splitlines()
    assert said[1].startswith("Stands against: Iran may rely still more")
    assert len(said) == 2 + 12


def test_a_thesis_in_focus_shows_every_ground_it_rests_on(course: Course) -> None:
    said = str(show_argument(course, "C1"))
    assert "(C21 · P3 · the author says it · step: our reading)" in said


@pytest.mark.parametrize(
    ("focus", "without", "message"),
    [
        ("C500", (), "no claim or statement is called 'C500'; like it: .*C50"),
        ("A1", (), "no claim or statement is called 'A1'"),
        (None, ["a1"], "no claim, statement or premise is called 'a1'; like it: A1"),
    ],
)
def test_what_is_not_known_is_named_with_what_looks_like_it(
    course: Course, focus: str | None, without: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        show_argument(course, focus, without)


# Small courses, and text that could do harm


def test_a_course_without_links_says_so(tmp_path: Path) -> None:
    assert str(show_argument(tiny(tmp_path, [{}, {}]))) == "No claim is linked to another."


def test_a_course_of_one_claim_and_one_ground_speaks_of_one(tmp_path: Path) -> None:
    claims = [{"role": "thesis", "claim": "It is so."}, {"role": "evidence", "claim": "I saw it."}]
    links = [{"from_claim": "claims-2", "to_claim": "claims-1", "marker": "because"}]
    page = show_argument(tiny(tmp_path, claims, links))
    assert page.title == "The thesis rests on 1 ground, the author's word without reservation"
    assert "1 ground without grounds of its own" in str(page)


def test_steps_without_a_thesis_are_counted(tmp_path: Path) -> None:
    links = [{"from_claim": "claims-1", "to_claim": "claims-2"}]
    page = show_argument(tiny(tmp_path, [{"role": "evidence"}, {"role": "evidence"}], links))
    assert page.title == "1 step joins 2 claims, and none is a thesis"


def test_text_of_the_data_is_escaped_and_is_no_formula(tmp_path: Path) -> None:
    claims = [{"role": "thesis", "claim": SCRIPT}, {"role": "evidence", "claim": SCRIPT}]
    links = [{"from_claim": "claims-2", "to_claim": "claims-1", "marker": "<b>so</b>"}]
    names = [{"list": "strand", "id": "claims-2", "label": "<u>", "tie_class": ""}]
    made = tiny(tmp_path, claims, links, terms=[*TERMS, *names])
    for html in (show_argument(made).html, show_argument(made, "claims-1", ["claims-2"]).html):
        assert not [tag for tag in ("<script>", "<b>so", "<u>") if tag in html]
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; $x$" in html
        assert "mathjax_ignore" in html
    assert SCRIPT in str(show_argument(made))


def test_check_boxes_stand_at_each_premise_named_and_nowhere_else(course: Course) -> None:
    assert "<input" not in show_argument(course).html
    html = outline_page(course, without=["A1"], boxes=["A1", "S9"]).html
    boxes = re.findall(r'<input type="checkbox" data-choice="kept" value="(\d)"( checked)?>', html)
    assert boxes == [("0", "")] * 2 + [("1", " checked"), ("0", "")]
    assert html.count("× taken away: no claim loses its support, 13 are weakened") == 3


def test_the_rows_are_there_as_a_data_frame(course: Course) -> None:
    table = show_argument(course, without=["S9"]).table.set_index("No.")
    assert table.loc["C50", "Rests on"] == "S9 (indicated), S10 (our reading)"
    assert table.loc["C50", "Against it"] == "C52 (our reading)"
    assert str(table.loc["C50", "What is left"]).startswith("C50 is weakened: S9 is gone")
    assert table.loc["C52", "Whose word, how sure"] == "on the word of Jafari"
