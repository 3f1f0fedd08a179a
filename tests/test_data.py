"""The real tables: what must hold of the coding beyond what is checked when it is loaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from frictionless import Package

from course_utils.course import Course
from course_utils.session import load_course
from course_utils.source.cells import Commitment
from course_utils.source.dates import last_day
from course_utils.source.rows import (
    Actor,
    Case,
    Claim,
    Coded,
    Context,
    Forecast,
    Hedge,
    Hypothesis,
    Link,
    Relation,
    Source,
    Statement,
    Term,
)

DATA = Path(__file__).parent.parent / "data"
# Words that stand in any text and find no passage.
FUNCTION_WORDS = """
a an and any as at be been but by can could for from had has have he her his if in into is it its may
more no not of on or she should so that the their them then there these they this those to was were
when which while who will with would
"""
CODED = (Statement, Relation, Claim, Forecast)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


def coded(course: Course) -> list[Coded]:
    return [row for model in CODED for row in course.rows(model)]


def test_the_data_package_is_valid() -> None:
    report = Package(DATA / "datapackage.json").validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize(
    "path", [*DATA.rglob("*.csv"), *DATA.rglob("*.yaml")], ids=lambda p: p.name
)
def test_a_file_of_the_course_is_utf8_with_lf_and_commas_and_no_byte_order_mark(
    path: Path,
) -> None:
    stored = path.read_bytes()
    assert stored.decode("utf-8")[0] != "\ufeff"
    assert b"\r" not in stored
    assert path.suffix != ".csv" or b";" not in stored.split(b"\n")[0]


def test_every_paragraph_is_coded(course: Course) -> None:
    labels = {label for row in course.rows(Claim) for label in row.paragraph}
    assert labels == {f"P{number}" for number in range(13)}


def test_every_commitment_occurs(course: Course) -> None:
    assert {row.commitment for row in coded(course)} == set(get_args(Commitment))


def test_a_quotation_is_an_official_quoted_and_a_claim_in_one_names_its_statement(
    course: Course,
) -> None:
    modes = {row.id: row.mode for row in course.rows(Statement)}
    for row in course.rows(Statement):
        assert (row.mode == "quotation") == (row.voice == "official quoted")
    for claim in course.rows(Claim):
        if claim.voice == "official quoted":
            assert modes[str(claim.statement_id)] == "quotation"


def test_the_order_of_telling_has_no_holes(course: Course) -> None:
    told = [row.order_told for row in course.rows(Statement)]
    assert told == list(range(1, len(told) + 1))


def test_the_source_of_a_year_is_of_that_year(course: Course) -> None:
    published = {source.id: source.published for source in course.rows(Source)}
    for row in course.rows(Statement):
        if row.year_source:
            assert str(published[row.year_source]).startswith(str(row.year))


def test_each_hedge_of_a_claim_has_its_row_and_the_other_way_round(course: Course) -> None:
    listed = {
        (claim, row.word.lower())
        for row in course.rows(Hedge)
        for claim in row.claim_ids
        if row.strength != "consequence"
    }
    own = [row for row in course.rows(Claim) if row.voice == "author"]
    in_claims = {(row.id, word.lower()) for row in own for word in row.hedge}
    assert listed == in_claims


def test_a_forecast_has_the_hedges_of_its_claim_and_an_outcome(course: Course) -> None:
    hedges = {claim.id: set(claim.hedge) for claim in course.rows(Claim)}
    for row in course.rows(Forecast):
        assert set(row.hedge) <= hedges[row.claim_id] or row.second_reading
    ids = [row.id for row in course.rows(Forecast)]
    assert sorted(ids) == sorted(course.outcomes["forecast_id"])


def test_would_that_marks_a_consequence_and_could_of_ability_are_kept_apart(
    course: Course,
) -> None:
    strengths: dict[str, set[str]] = {row.word.lower(): set() for row in course.rows(Hedge)}
    for row in course.rows(Hedge):
        strengths[row.word.lower()].add(row.strength)
    assert strengths["would"] == {"consequence"}
    assert strengths["could"] == {"ability", "possible"}


def test_an_anchor_is_three_to_six_words_and_not_of_function_words_alone(course: Course) -> None:
    rows: list[Coded | Actor] = [*coded(course), *course.rows(Actor)]
    for row in rows:
        words = re.findall(r"[\w’.-]+", row.anchor.lower())
        assert 3 <= len(row.anchor.split()) <= 6, row.anchor
        assert set(words) - set(FUNCTION_WORDS.split()), row.anchor


def test_one_passage_has_one_anchor(course: Course) -> None:
    anchors = {(row.paragraph[0], row.anchor) for row in coded(course)}
    anchors |= {(row.paragraph[0], row.anchor) for row in course.rows(Actor)}
    for label, anchor in anchors:
        inside = [a for p, a in anchors if p == label and a != anchor and anchor in a]
        assert inside == [], f"{label}: '{anchor}' stands in {inside}"


def test_thesis_recommendation_and_inferences_have_grounds(course: Course) -> None:
    grounded = {link.to_claim for link in course.rows(Link) if link.kind == "supports"}
    for claim in course.rows(Claim):
        if claim.role in ("thesis", "recommendation"):
            assert claim.id in grounded, claim.id


def test_interpretation_is_marked_as_ours(course: Course) -> None:
    for table in ("assumptions", "cases", "hypotheses"):
        assert set(getattr(course, table)["basis"]) == {"ours"}


def test_every_case_has_a_cell_for_every_condition(course: Course) -> None:
    cells = {(row.case, row.condition) for row in course.rows(Case)}
    cases, conditions = {case for case, _ in cells}, {condition for _, condition in cells}
    assert len(cells) == len(cases) * len(conditions)
    for row in course.rows(Case):
        assert (row.finding == "not addressed") == (not row.paragraph)


def test_every_hypothesis_is_held_against_every_statement(course: Course) -> None:
    rows = course.rows(Hypothesis)
    assert len(rows) == len({r.hypothesis for r in rows}) * len({r.statement_id for r in rows})


def test_known_by_is_the_day_of_the_latest_source_and_empty_if_one_is_undated(
    course: Course,
) -> None:
    """A partial date counts as its last day, on both sides."""
    published = {source.id: source.published for source in course.rows(Source)}
    for row in course.rows(Context):
        days = [published[source] for source in row.source_ids]
        if days and all(days):
            assert last_day(str(row.known_by)) == max(last_day(str(day)) for day in days), row.id
        else:
            assert row.known_by is None, row.id


def test_every_source_has_a_standing(course: Course) -> None:
    assert [source.id for source in course.rows(Source) if not source.stance] == []
    known = load_course(DATA, as_of="2017-12-07").rows(Context)
    topics = {row.topic for row in known if "institution in the byline" in row.topic}
    assert topics == {
        "institution in the byline, in the words of critics",
        "institution in the byline, in its own words",
    }


def test_terms_are_used(course: Course) -> None:
    used = {row.side for row in course.rows(Statement)}
    used |= {topic for row in course.rows(Statement) for topic in row.about}
    used |= {place for row in course.rows(Relation) for place in row.theatre}
    used |= {place for row in course.rows(Actor) for place in row.countries}
    used |= {row.case for row in course.rows(Case)}
    used |= {row.kind for row in course.rows(Relation)}
    assert {term.id for term in course.rows(Term) if term.list != "strand"} == used
