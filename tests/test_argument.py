"""The argument: what falls with what, and its outline: what a line says, and how it reads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.pages.argument import show_argument
from course_utils.reading import argument
from course_utils.reading.argument import argument_of, into, linked, without
from course_utils.session import load_course
from tests.tiny_course import TERMS, write_tiny_course

SCRIPT = "<script>alert(1)</script> & $x$"
Rows = Sequence[Mapping[str, str]]
ORDER = {"taken away": 0, "lost its support": 0, "weakened": 1}  # all others 2
COURSE = load_course()
GRAPH = argument_of(COURSE)


def tiny(tmp_path: Path, claims: Rows, links: Rows = (), **others: Rows) -> Course:
    """A course of these claims and links, and of nothing else that takes part."""
    tables = {"assumptions": [], "hedges": [], "cases": [], **others}
    return load_course(write_tiny_course(tmp_path, None, claims=claims, links=links, **tables))


def lines(page: object, start: str) -> list[str]:
    return [text for text in str(page).splitlines() if text.startswith(start)]


@pytest.mark.parametrize(
    ("focus", "start", "end"),
    [
        ("C70", "concession As a result: Iran has no", "Yemen. (C69 · P10 · the author says it)"),
        ("C63", "but concession however: ", "(undercuts the step; C69 · P10 · the author says it)"),
        ("C70", "but then ", "(limits an earlier limit; C71 · P11 · on the word of Saudi Arabia)"),
        ("C25", "unstated: What commanders say in public", "they plan. (A1 · our reading)"),
    ],
)
def test_a_line_says_step_role_sentence_and_whose_word_it_is(
    focus: str, start: str, end: str
) -> None:
    assert lines(show_argument(COURSE, focus), start)[0].endswith(end)


def test_a_ground_met_before_says_so_and_leads_to_a_place_of_this_page() -> None:
    page = show_argument(COURSE, "C70")
    (target,) = re.findall(r'<a href="#(\S+)">unfolded above</a>', page.html)
    assert target.endswith("-C74")
    assert page.html.count(f'id="{target}"') == 1
    assert page.html.index(f'id="{target}"') < page.html.index(f'href="#{target}"')
    assert target not in show_argument(COURSE, "C63").html
    assert page.html == show_argument(COURSE, "C70").html
    with pytest.raises(ValueError, match="no claim or statement is called 'A1'"):
        show_argument(COURSE, "A1")
    with pytest.raises(ValueError, match="statement or premise is called 'a1'; like it: A1"):
        show_argument(COURSE, without="a1")


def test_each_linked_item_is_unfolded_once_below_thesis_and_advice() -> None:
    page = show_argument(COURSE)
    assert page.html.count('<li id="') == len(linked(argument_of(COURSE)))
    said = str(page).splitlines()
    assert said[0].startswith("The thesis rests on 19 grounds, 5 of them the author's word without")
    assert "→ supports recommendation C81 (our reading)" in said[1]
    at = said.index("Yemen: more help, and its limits")
    assert said[at + 3 : at + 5] == [
        "16 claims and 1 statement: 8 by the author; 3 with a reservation; 1 left open; 5 by a party.",
        "Supports the thesis. Stands against the thesis.",
    ]
    names = re.findall(r'<strong class="name" dir="auto">([^<]*)', page.html)
    assert len(names) == len(set(names)) == 12
    assert names[-1] == "Grounds and attacks that stand alone"
    assert not [tag for tag in (" open>", "<input") if tag in page.html]


def test_what_is_taken_away_is_struck_through_and_what_falls_has_a_word_and_a_sign() -> None:
    page = show_argument(COURSE, without=["A1"])
    assert page.html.count('<del dir="auto">What commanders say in public') == 3
    opened = r'<details [^>]*class="strand" open>\s*<summary>\s*<strong[^>]*>([^<]*)'
    (one,) = re.findall(opened, show_argument(COURSE, without=["A11"]).html)
    assert one == "Yemen: more help, and its limits"
    page = show_argument(COURSE, without=["S9", "S10"])
    for said in (r"▼ without support .*\(C50 ", r"▽ weakened .*\(C1 ", r"✓ stands .*\(C62 "):
        assert re.search(said, str(page))
    assert "Without support: Iran is pressing Syria to give the NDF an official" in str(page)
    (gone,) = lines(page, "Goes with it: ")
    assert re.findall(r"\((C\d+)\)", gone) == ["C52", "C53", "C54", "C55", "C89"]
    html = show_argument(COURSE, without=["S10"], boxes=["S10", "C52", "C1"]).html
    boxes = re.findall(r'<input type="checkbox" data-choice="kept" value="(\d)"( \w+)?>', html)
    assert set(boxes) == {("0", ""), ("1", " disabled"), ("2", " checked")}


def test_the_title_says_on_what_the_focus_rests_or_what_becomes_of_it() -> None:
    for focus, gone, title in (
        (
            "C50",
            [],
            "This claim rests on 2 recorded grounds, both on the word of Jafari; 1 claim .* it",
        ),
        ("C12", [], "C12 takes part in no step"),
        ("C50", ["S9", "S10"], "Without S9 and S10, C50 has lost its support"),
        (None, ["A1"], "Without A1, no claim loses its support, 13 are weakened and 79 stand"),
    ):
        assert re.fullmatch(title, show_argument(COURSE, focus, gone).title)


def test_a_course_of_one_step_or_none_says_so(tmp_path: Path) -> None:
    links = [{"from_claim": "claims-1", "to_claim": "claims-2"}]
    evidence = show_argument(tiny(tmp_path, [{"role": "evidence"}] * 2, links))
    assert evidence.title == "1 step joins 2 claims, and none is a thesis"
    assert "\nclaim 2\n" in str(evidence), "a strand without a name is called by its conclusion"
    thesis = show_argument(tiny(tmp_path, [{"role": "evidence"}, {"role": "thesis"}], links))
    assert thesis.title.startswith("The thesis rests on 1 ground, the author's word without")
    assert "\n1 ground without grounds of its own\n" in str(thesis)
    assert str(show_argument(tiny(tmp_path, [{}, {}]))) == "No claim is linked to another."


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


losses = st.lists(st.sampled_from(list(GRAPH)), unique=True, max_size=len(GRAPH))


@settings(deadline=None)
@given(losses, losses)
def test_more_losses_never_restore_support_in_whatever_order(
    some: list[str], more: list[str]
) -> None:
    before, after = without(COURSE, some), without(COURSE, [*some, *more])
    assert after == without(COURSE, [*reversed(more), *some, *more])
    for claim in before:
        assert ORDER.get(after[claim], 2) <= ORDER.get(before[claim], 2)


def test_a_claim_falls_with_its_last_ground_and_is_weakened_by_any_other_loss() -> None:
    one, both = (without(COURSE, ids) for ids in ("S9", ["S9", "S10"]))
    assert into(GRAPH, "C50") == ("S9", "S10")
    assert {*into(GRAPH, "C56")} == {"C50", "C51", "C57"}
    assert without(COURSE, [])["C50"] == "keeps full support"
    assert (one["C50"], one["C56"]) == ("weakened", "weakened")
    assert (both["C50"], both["C56"]) == ("lost its support", "weakened")
    assert without(COURSE, "A11")["C70"] == "weakened"
    assert without(COURSE, "C52")["C53"] == "stands on its own", "no attack restores"


def test_a_thesis_that_leads_elsewhere_is_no_hub_and_two_steps_may_join_two_claims(
    tmp_path: Path,
) -> None:
    claims = [{"role": "thesis"}, {"role": "inference"}]
    step = {"from_claim": "claims-1", "from_statement": "", "to_claim": "claims-2"}
    links = [step, {**step, "kind": "attacks", "move": "limits its scope"}]
    graph = argument_of(load_course(write_tiny_course(tmp_path, claims=claims, links=links)))
    assert argument.hubs(graph) == []
    assert into(graph, "claims-2") == into(graph, "claims-2", "attacks") == ("claims-1",)
