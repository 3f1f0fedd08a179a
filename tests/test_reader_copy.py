"""The real anchors in a real copy of the article, which the project does not ship."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.article import Article, parse_article, read_article
from course_utils.session import load_course
from course_utils.source.text_rows import Claim, Hedge, Relation, Statement
from tests.disguises import disguises

DATA = Path(__file__).parent.parent / "data"

# Hedges that no row has: in the author's own words the article must be free of them.
UNCODED = ("might", "perhaps", "possibly", "maybe", "seems", "seem", "appears", "appear")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
QUOTED = re.compile("“[^”]*”")
CLAUSE = 6  # words; what is shorter is a borrowed phrase


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


@pytest.fixture(scope="module")
def article(course: Course) -> Article:
    copy = read_article(course)
    if copy is None:
        pytest.skip("There is no copy of the article: name one in COURSE_ARTICLE to check anchors.")
    return copy


def paragraph(article: Article, label: str) -> str:
    """The lines in which the passages of a paragraph stand."""
    places = [place[0] for pair, place in article.found.items() if pair[0] == label]
    start, end = article.text.rfind("\n", 0, min(places)), article.text.find("\n", max(places))
    return article.text[start + 1 : end]


def test_every_anchor_stands_once_in_the_article_and_in_its_paragraph(article: Article) -> None:
    assert article.trouble == ""
    where: dict[str, set[int]] = {}
    for (label, anchor), place in article.found.items():
        assert article.text.count(anchor) == 1 or label == "P0", anchor  # the menu has the headline
        where.setdefault(label, set()).add(article.text.count("\n", 0, place[0]))
    lines = [line for own in where.values() for line in sorted(own)]
    assert lines == sorted(set(lines))
    assert len(lines) == len(where)


def test_every_passage_is_found_in_every_disguise(article: Article) -> None:
    lines = article.text.split("\n")
    headline = article.passage(*article.passages[0])
    for name, data in disguises(lines, headline).items():
        copy = parse_article(data, article.passages)
        assert (name, copy.trouble, len(copy.found)) == (name, "", len(article.passages))


def test_all_anchors_cover_at_most_a_quarter_of_the_text(article: Article) -> None:
    hits = article.found.values()
    text = "\n".join(paragraph(article, label) for label in article.paragraphs)
    words = [w.span() for w in WORD.finditer(article.text)]
    held = sum(any(hit[0] < end and start < hit[1] for hit in hits) for start, end in words)
    assert held <= len(WORD.findall(text)) / 4


def test_every_hedge_of_the_authors_own_words_has_a_row_and_every_row_its_hedge(
    course: Course, article: Article
) -> None:
    hedges = [(hedge.paragraph, hedge.word.lower()) for hedge in course.rows(Hedge)]
    words = {word for _, word in hedges} | set(UNCODED)
    found: Counter[tuple[str, str]] = Counter()
    for label in article.paragraphs:
        own = QUOTED.sub(" ", paragraph(article, label)).lower()
        for word in words:
            found[label, word] += len(re.findall(rf"\b{word}\b", own))
    assert +found == Counter(hedges)


def test_a_row_that_is_quoted_has_its_anchor_in_a_clause_in_quotation_marks(
    course: Course, article: Article
) -> None:
    for row in (*course.rows(Statement), *course.rows(Claim), *course.rows(Relation)):
        if row.voice == "official quoted":
            quotations = QUOTED.findall(paragraph(article, row.paragraph[0]))
            inside = [text for text in quotations if row.anchor in text]
            assert inside, f"{row.id}: '{row.anchor}' stands in no quotation"
            assert len(inside[0].split()) >= CLAUSE, f"{row.id}: {inside[0]}"
