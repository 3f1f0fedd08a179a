"""The real tables: what must hold of the coding beyond what is checked when it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from frictionless import Package

from course_utils.as_of import last_day
from course_utils.course import Course, load_course
from course_utils.rows import (
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
CODED = (Statement, Relation, Claim, Forecast)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


def coded(course: Course) -> list[Coded]:
    return [row for model in CODED for row in course.rows(model)]


def test_the_data_package_is_valid() -> None:
    report = Package(DATA / "datapackage.json").validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


def test_every_paragraph_is_coded(course: Course) -> None:
    labels = {label for row in course.rows(Claim) for label in row.paragraph}
    assert labels == {f"P{number}" for number in range(13)}


def test_a_stated_row_is_the_author_asserting_without_a_hedge(course: Course) -> None:
    for row in coded(course):
        if row.status == "stated":
            assert (row.voice, row.certainty, row.hedge) == ("author", "asserted", ())


def test_every_status_occurs(course: Course) -> None:
    found = {row.status for row in coded(course)}
    assert found == {
        "stated",
        "quoted",
        "attributed",
        "inferred",
        "alleged",
        "conditional",
        "unconfirmed",
    }


def test_the_order_of_telling_has_no_holes(course: Course) -> None:
    told = [row.order_told for row in course.rows(Statement)]
    assert told == list(range(1, len(told) + 1))


def test_five_statements_carry_a_day_and_one_of_them_is_saudi(course: Course) -> None:
    dated = {
        row.date.day: row.side for row in course.rows(Statement) if row.date and row.side != "iran"
    }
    assert sum(bool(row.date) for row in course.rows(Statement)) == 5
    assert dated == {23: "saudi-arabia"}


def test_the_source_of_a_year_is_of_that_year(course: Course) -> None:
    published = {source.id: source.published for source in course.rows(Source)}
    for row in course.rows(Statement):
        if row.year_source:
            assert str(published[row.year_source]).startswith(str(row.year))


def test_each_hedge_of_a_claim_has_its_row_and_the_other_way_round(course: Course) -> None:
    listed = {(claim, row.word.lower()) for row in course.rows(Hedge) for claim in row.claim_ids}
    in_claims = {(row.id, word.lower()) for row in course.rows(Claim) for word in row.hedge}
    assert listed == in_claims


def test_a_forecast_has_the_hedges_of_its_claim(course: Course) -> None:
    hedges = {claim.id: set(claim.hedge) for claim in course.rows(Claim)}
    for row in course.rows(Forecast):
        assert set(row.hedge) <= hedges[row.claim_id] or row.second_reading


def test_there_are_27_forecasts_each_with_its_outcome(course: Course) -> None:
    ids = [row.id for row in course.rows(Forecast)]
    assert len(ids) == 27
    assert sorted(ids) == sorted(course.outcomes["forecast_id"])


def test_a_quotation_is_an_official_quoted(course: Course) -> None:
    for row in course.rows(Statement):
        assert (row.mode == "quotation") == (row.voice == "official quoted")


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


def test_known_by_is_the_day_of_the_latest_source(course: Course) -> None:
    """A partial date counts as its last day, on both sides."""
    published = {source.id: source.published for source in course.rows(Source)}
    for row in course.rows(Context):
        days = [published[source] for source in row.source_ids]
        if days and all(days):
            assert row.known_by, f"{row.id}: all sources are dated"
            assert last_day(row.known_by) == max(last_day(day) for day in days if day), row.id


def test_a_finding_that_needs_an_undated_source_has_no_known_by(course: Course) -> None:
    undated = {source.id for source in course.rows(Source) if not source.published}
    for row in course.rows(Context):
        if not row.source_ids or undated & set(row.source_ids):
            assert row.known_by is None, row.id


def test_every_source_has_a_standing(course: Course) -> None:
    assert [source.id for source in course.rows(Source) if not source.stance] == []


def test_the_outlet_of_the_article_has_a_standing_from_critics_and_from_itself() -> None:
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
