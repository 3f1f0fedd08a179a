"""What must stay true of the second course: where its text is easily read for more than it says.

What holds of the tables of every course is in `test_data.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from course_utils.source.course_rows import Term
from course_utils.source.row import Coded, Row
from course_utils.source.text_rows import Actor, Claim, Forecast, Hedge, Link, Relation, Statement
from tests.shipped import shipped

COURSE = shipped("truman-1947")
OF_THE_TEXT = (Actor, Claim, Forecast, Hedge, Link, Relation, Statement, Term)
NOT_IN_IT = re.compile(r"soviet|russia|moscow|stalin|truman doctrine|four freedoms", re.IGNORECASE)
MINORITIES = {"militant-minority": "P8", "armed-men": "P11", "armed-minority": "P40"}


def rows(*models: type[Row]) -> list[Row]:
    return [row for model in models for row in COURSE.rows(model)]


def coded(paragraph: str = "") -> list[Coded]:
    """All rows with a voice, or those whose anchor stands in the paragraph."""
    found = [row for row in rows(*OF_THE_TEXT) if isinstance(row, Coded)]
    return [row for row in found if paragraph in ("", row.paragraph[0])]


def one_taken_for_another() -> Iterator[str]:
    """Yield a minority that is named in a paragraph of its likes, and a tie between two of them."""
    for actor in COURSE.rows(Actor):
        if actor.id in MINORITIES and actor.paragraph != (MINORITIES[actor.id],):
            yield actor.id
    for tie in COURSE.rows(Relation):
        if {tie.from_actor, tie.to_actor} <= MINORITIES.keys():
            yield tie.id


@pytest.mark.parametrize(
    ("found", "stays"),
    [
        pytest.param(
            [row.id for row in coded() if row.voice == "official quoted"],
            [],
            id="nobody is quoted",
        ),
        pytest.param(
            [row.id for row in COURSE.rows(Statement) if row.day_in_text or row.year],
            [],
            id="the text gives no day of a statement",
        ),
        pytest.param(
            [str(row) for row in (COURSE.text, *rows(*OF_THE_TEXT)) if NOT_IN_IT.search(str(row))],
            [],
            id="no row says for the text what it does not name",
        ),
        pytest.param(
            MINORITIES.keys() - {each.id for each in COURSE.rows(Actor)},
            set(),
            id="each minority is an actor",
        ),
        pytest.param(list(one_taken_for_another()), [], id="and none is another"),
        pytest.param(
            {row.voice for row in coded("P17")},
            {"author"},
            id="that Britain ends its aid to Greece is the author's word",
        ),
        pytest.param(
            {row.voice for row in coded("P27")},
            {"official paraphrased"},
            id="that it ends its aid to Turkey is Britain's",
        ),
        pytest.param(
            {(row.paragraph, row.word.lower()) for row in COURSE.rows(Hedge)},
            {
                ("P5", "believe"),
                ("P11", "alleged"),
                ("P23", "clearly"),
                ("P40", "might well"),
                ("P42", "possibly"),
                ("P54", "may"),
                ("P54", "surely"),
                ("P56", "confident"),
            },
            id="these are its hedges",
        ),
        pytest.param(
            {row.to_actor for row in COURSE.rows(Relation) if "P32" in row.paragraph},
            {"peoples-under-regimes", "poland", "rumania", "bulgaria"},
            id="P32 says where there was coercion, and not by whom",
        ),
    ],
)
def test_what_the_text_says_and_no_more(found: object, stays: object) -> None:
    assert found == stays
