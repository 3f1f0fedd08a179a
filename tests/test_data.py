"""The real tables: what must hold of the coding beyond what is checked when it is loaded."""

from __future__ import annotations

import re

import pytest
from frictionless import Package

from course_utils.course import Course
from course_utils.reading.article import paragraphs_of, rows_with_passage
from course_utils.session import load_course
from course_utils.source import course_rows, text_rows
from course_utils.source.course_rows import Case, Hypothesis
from course_utils.source.dates import last_day
from course_utils.source.row import Coded
from course_utils.source.rows import TABLES
from course_utils.source.text_rows import Actor, Claim, Hedge, Statement
from tests.shipped import COURSES, labels_of, shipped

TEXTS = {".csv", ".yaml", ".yml", ".txt", ".json"}
UNARGUED = {"truman-1947": ["C128"]}  # P48 gives no ground why both branches must work together
LABEL = re.compile(r"\bP\d+\b")
NO_CLAIM = {"P0", "P1"}  # a headline that only names the speech, and its salutation


@pytest.fixture(scope="module", params=COURSES)
def course(request: pytest.FixtureRequest) -> Course:
    return shipped(request.param)


def test_the_data_package_is_valid(course: Course) -> None:
    report = Package(course.folder / "datapackage.json").validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


def test_a_file_of_the_course_is_utf8_with_lf(course: Course) -> None:
    files = [path for path in course.folder.rglob("*.*") if path.suffix in TEXTS]
    assert len(files) > len(TABLES)
    for path in files:
        stored = path.read_bytes()
        assert stored.decode("utf-8")[0] != "\ufeff", path
        assert b"\r" not in stored, path


def test_every_paragraph_is_coded_and_the_order_of_telling_has_no_holes(course: Course) -> None:
    claimed = {label for row in course.rows(Claim) for label in row.paragraph}
    assert claimed == labels_of(course) - (NO_CLAIM if course.text else set())
    told = [row.order_told for row in course.rows(Statement)]
    assert told == list(range(1, len(told) + 1))


def test_a_quotation_is_an_official_quoted_and_a_claim_in_one_names_its_statement(
    course: Course,
) -> None:
    modes = {row.id: row.mode for row in course.rows(Statement)}
    for row in course.rows(Statement):
        assert (row.mode == "quotation") == (row.voice == "official quoted")
    for claim in course.rows(Claim):
        if claim.voice == "official quoted":
            assert modes[str(claim.statement_id)] == "quotation"


def test_each_hedge_of_a_claim_has_its_row_and_the_other_way_round(course: Course) -> None:
    hedges = course.rows(Hedge)
    needed = [row for row in hedges if row.strength != "consequence"]
    listed = {(claim, row.word.lower()) for row in needed for claim in row.claim_ids}
    own = [row for row in course.rows(Claim) if row.voice == "author"]
    assert listed == {(row.id, word.lower()) for row in own for word in row.hedge}


def test_in_the_first_article_could_is_read_in_two_ways() -> None:
    hedges = [(row.word.lower(), row.strength) for row in shipped("root").rows(Hedge)]
    found = {hedge for hedge in hedges if hedge[0] in ("would", "could")}
    assert found == {("would", "consequence"), ("could", "ability"), ("could", "possible")}


def test_a_forecast_has_the_hedges_of_its_claim_and_an_outcome(course: Course) -> None:
    hedges = {claim.id: set(claim.hedge) for claim in course.rows(Claim)}
    forecasts = course.rows(text_rows.Forecast)
    for row in forecasts:
        assert set(row.hedge) <= hedges[row.claim_id] or row.second_reading
    assert sorted(row.id for row in forecasts) == sorted(course.outcomes["forecast_id"])


def test_an_anchor_is_three_to_six_words_and_one_for_its_passage(course: Course) -> None:
    rows = [row for rows in course.tables.values() for row in rows]
    anchors = {(row.paragraph[0], row.anchor) for row in rows if isinstance(row, Coded | Actor)}
    for label, anchor in anchors:
        assert 3 <= len(anchor.split()) <= 6, anchor
        inside = [a for p, a in anchors if p == label and a != anchor and anchor in a]
        assert inside == [], f"{label}: '{anchor}' stands in {inside}"


def test_where_the_text_ships_an_anchor_stands_once_in_it_in_the_paragraph_of_its_row(
    course: Course,
) -> None:
    blocks, text = paragraphs_of(course), "\n".join(paragraphs_of(course).values())
    rows = rows_with_passage(course).values() if text else ()
    wrong = [row.id for row in rows if row.anchor not in blocks.get(row.paragraph[0], "")]
    assert wrong == []
    assert [row.id for row in rows if text.count(row.anchor) != 1] == []


def test_a_row_names_only_paragraphs_that_are_there(course: Course) -> None:
    rows = [row for rows in course.tables.values() for row in rows]
    named = {label for row in rows for label in LABEL.findall(str(getattr(row, "paragraph", "")))}
    assert named <= labels_of(course)


def test_thesis_and_recommendations_have_grounds_but_where_the_text_gives_none(
    course: Course,
) -> None:
    grounded = {link.to_claim for link in course.rows(text_rows.Link) if link.kind == "supports"}
    argued = [row.id for row in course.rows(Claim) if row.role in ("thesis", "recommendation")]
    assert [claim for claim in argued if claim not in grounded] == UNARGUED.get(
        course.about["id"], []
    )


def test_interpretation_is_marked_as_ours_and_has_no_empty_place(course: Course) -> None:
    for name in ("assumptions", "cases", "hypotheses"):
        assert set(getattr(course, name)["basis"]) == {"ours"}
    cases, tests = course.rows(Case), course.rows(Hypothesis)
    assert len(cases) == len({r.case for r in cases}) * len({r.condition for r in cases})
    assert len(tests) == len({r.hypothesis for r in tests}) * len({r.statement_id for r in tests})
    for row in cases:
        assert (row.finding == "not addressed") == (not row.paragraph)


def test_known_by_is_the_day_of_the_latest_source_and_empty_if_one_is_undated(
    course: Course,
) -> None:
    """A partial date counts as its last day, on both sides."""
    published = {source.id: source.published for source in course.rows(course_rows.Source)}
    for row in course.rows(course_rows.Context):
        days = [published[source] for source in row.source_ids]
        if days and all(days):
            assert last_day(str(row.known_by)) == max(last_day(str(day)) for day in days), row.id
        else:
            assert row.known_by is None, row.id
    for told in course.rows(Statement):
        if told.year_source:
            assert str(published[told.year_source]).startswith(str(told.year))


def test_every_source_has_a_standing(course: Course) -> None:
    assert [source.id for source in course.rows(course_rows.Source) if not source.stance] == []


def test_of_the_publisher_of_the_first_article_both_sides_are_heard() -> None:
    known = load_course(COURSES["root"] / "data", as_of="2017-12-07").rows(course_rows.Context)
    topics = {row.topic for row in known if "institution in the byline" in row.topic}
    assert topics == {
        "institution in the byline, in the words of critics",
        "institution in the byline, in its own words",
    }


def test_terms_are_used(course: Course) -> None:
    used = {term for row in course.rows(Statement) for term in (row.side, *row.about)}
    used |= {term for row in course.rows(text_rows.Relation) for term in (row.kind, *row.theatre)}
    used |= {place for row in course.rows(Actor) for place in row.countries}
    used |= {row.case for row in course.rows(Case)}
    used |= {term for row in course.rows(Statement) for term in (row.medium, row.act)}
    used |= {term for row in course.rows(Actor) for term in (row.kind, row.group or "")}
    known = {"", "not given", "is silent", "state", "community"}  # without a row
    listed = {term.id for term in course.rows(course_rows.Term) if term.list != "strand"}
    assert listed - known == used - known
