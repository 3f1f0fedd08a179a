"""Numbers of the lessons' prose that come from the data are marked, and recomputed here.

A mark follows its number, ``86<!--= len(claims) -->``, and is seen by nobody who reads the lesson.
Its expression knows every table of its course by name, ``course``, ``cu``, ``date``, and the counts
that ``known`` defines.  A number that is not from the data has the mark ``<!-- not data -->``, where
it could be taken for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import course_utils as cu
from course_utils.course import Course
from course_utils.reading.argument import argument_of, into, without
from course_utils.reading.network import build_network
from course_utils.source.course_rows import Context, Source
from course_utils.source.row import Coded
from course_utils.source.rows import TABLES
from course_utils.source.text_rows import Claim, Relation
from tests.lesson_runs import cells, source
from tests.shipped import COURSES, LAST_DAYS, LESSONS_OF, each_course, each_lesson

SPOKEN = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
ONES = f"{SPOKEN} fifteen sixteen seventeen eighteen nineteen".split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: number for number, word in enumerate(ONES)} | {"none": 0, "once": 1, "twice": 2}
WORDS |= {ten: 20 + 10 * place for place, ten in enumerate(TENS)}
MARK = re.compile(r"([\w-]+)(?:\*{0,2}) ?<!--= (.+?) -->", re.DOTALL)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What is no count of rows: paragraphs, ids, days, years, lessons, a scale's name, percentages, sums of
# money, and what stands in code or links.
NO_COUNT = re.compile(
    r"```.*?```|`[^`]*`|\]\([^)]*\)|<!--= .*? -->|\b\w+<!-- not data -->|<[^>]*>"
    rf"|\b[A-Z]\d+[ab]?\b|\b\d{{1,2}}(?:, \d{{1,2}})* (?:and \d{{1,2}} )?(?:to \d{{1,2}} )?(?:{MONTHS})\b"
    rf"|\b(?:{MONTHS}) \d{{1,2}}\b"
    r"|\b(?:1[89]|20)\d\ds?\b|\b2\d[a-z]{2}\b"
    r"|\b[Ll]essons? \d\d(?: (?:to|and) \d\d)?|\b\d\d · |\*\*(?:Before|Reading|Exercises)\*\*:.*"
    r"|\bICD 203\b|\b\d+ (?:%|percent)|\$[\d,]+",
    re.DOTALL,
)
LEAST = 3  # one and two are mostly words of ordinary speech


def prose_cells(path: Path) -> list[str]:
    return [source(cell) for cell in cells(path, "markdown")]


def number(text: str) -> int | None:
    parts = text.lower().split("-")
    if text.isdigit():
        return int(text)
    return sum(WORDS[part] for part in parts) if WORDS.keys() >= set(parts) else None


@cache
def known(name: str) -> dict[str, Any]:
    course: Course = cu.load_course(COURSES[name] / "data", as_of=LAST_DAYS[name])
    argument = argument_of(course)
    ties = course.rows(Relation)
    paragraphs: dict[frozenset[str], set[str]] = defaultdict(set)
    voices: dict[frozenset[str], set[tuple[str, ...]]] = defaultdict(set)
    pairs: dict[frozenset[str], list[Relation]] = defaultdict(list)
    for tie in ties:
        ends = frozenset((tie.from_actor, tie.to_actor))
        pairs[ends].append(tie)
        paragraphs[ends].update(tie.paragraph)
        voices[ends].add(tie.claimed_by)

    def said(model: type[Coded], commitment: str) -> int:
        return sum(row.commitment == commitment for row in course.rows(model))

    def fallen(ids: object, support: str) -> list[str]:
        standings = without(course, ids)  # type: ignore[arg-type]
        return [name for name, stands in standings.items() if stands == support]

    def spread(voice: str) -> tuple[int, int]:
        read = [
            {row.voice, *(row.read_as(reading).voice for reading in row.readings)}
            for row in course.rows(Claim)
        ]
        return sum(each == {voice} for each in read), sum(voice in each for each in read)

    def theatre(place: str, *commitment: str) -> int:
        there = [tie for tie in ties if place in tie.theatre]
        return sum(not commitment or tie.commitment in commitment for tie in there)

    def own_of(actor: str, commitment: str = "the author says it") -> int:
        own = [tie for tie in ties if tie.commitment == commitment]
        return sum((tie.from_actor, tie.to_actor).count(actor) for tie in own)

    kinds = {row.id: row.kind for row in course.rows(Source)}
    cited = [kinds[each] for row in course.rows(Context) for each in row.source_ids]
    return {
        **{model.table: getattr(course, model.table) for model in TABLES},
        **{model.__name__: model for model in TABLES},
        "cu": cu,
        "course": course,
        "date": date,
        "grounds": partial(into, argument),
        "place": lambda item: argument.nodes[item]["row"].paragraph[0],
        "carries": lambda premise: argument.nodes[premise]["row"].carries,
        "said": said,
        "fallen": fallen,
        "network": build_network(course),
        "own_ties": said(Relation, "the author says it"),
        "own_of": own_of,
        "spread": spread,
        "theatre": theatre,
        "pairs": pairs,
        "syria": frozenset(("iran", "syria")),
        "paragraphs": paragraphs,
        "voices": voices,
        "alone": lambda found: sum(len(each) == 1 for each in found.values()),
        "state_media": cited.count("state media"),
    }


@each_course
def test_each_marked_number_is_what_the_data_say(name: str) -> None:
    texts = [text for path in LESSONS_OF[name] for text in prose_cells(path)]
    marked = [found for text in texts for found in MARK.findall(text)]
    assert len(marked) > 30
    for written, expression in marked:
        value = number(written)
        assert value is not None, f"{written!r} is no number"
        assert value == eval(expression, known(name)), f"{written}: {expression}"


@each_lesson
def test_each_number_that_could_come_from_the_data_is_marked(path: Path) -> None:
    found = []
    for text in prose_cells(path):
        unmarked = re.sub(r"[\w-]+\*{0,2} ?(?=<!--)", "", text)
        words = re.findall(r"[\w-]+", NO_COUNT.sub(" ", unmarked))
        found += [f"{word} in: {text[:80]}" for word in words if (number(word) or 0) >= LEAST]
    assert not found
