"""The banks of questions: what must hold of all questions of a lesson together.

A rule of one question takes it and the course, and yields a sentence for each fault; it stands in
``RULES`` with questions that break it, so that it is known to see something.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from course_utils.course import Course
from course_utils.quiz.kinds import Chosen, Classify, SingleChoice
from course_utils.quiz.questions import LETTERS, Question
from course_utils.quiz.typed import Number, ShortText
from course_utils.reading.article import rows_with_passage
from course_utils.source.row import READINGS, Coded, Reading
from course_utils.source.text_rows import Actor, Link
from tests.shipped import COURSES, course_of, each_lesson, shipped
from tests.test_kinds import make

HEDGE = re.compile(
    r"\b(may|might|could|can|likely|perhaps|possibly|some|seems?|apparently|partly|unclear|open)\b",
    re.IGNORECASE,
)
LITTLE_WORD = 4  # letters of a word that says too little to give a category away
SMALL = 4  # a bank of fewer questions has no balance
# Numbers and names; a capital letter at the start of a text is no name.
TELLING = re.compile(r"\d+|(?<!^)(?<!\. )\b[A-Z][A-Za-z-]+")


@pytest.fixture(scope="module", params=COURSES)
def course(request: pytest.FixtureRequest) -> Course:
    return shipped(request.param)


# Rules of one question


def without_evidence(question: Question, course: Course) -> Iterator[str]:
    """Yield the feedback of a choice, an item or the question that no row decides."""
    for part in (question, *getattr(question, "choices", ()), *getattr(question, "items", ())):
        if not getattr(part, "evidence", "none has any"):
            yield f"{question.id}: {part.feedback}"


def doubtful(question: Question, course: Course) -> Iterator[str]:
    """Yield each row behind a key whose deciding column has a second reading.

    Without ``decides`` every column decides.  A commitment is doubtful where a second reading moves
    it, whatever the column.
    """
    for row in rows_of_the_key(question, course):
        if isinstance(row, Coded) and row.certainty == "taken for granted":
            yield f"{question.id}: {row.id} is taken for granted"
        readings = [Reading.of(text) for text in row.second_reading.split(READINGS) if text]
        touched = {reading.column for reading in readings}
        if isinstance(row, Coded) and len(row.commitments) > 1:
            touched.add("commitment")
        if touched & set(question.decides or touched):
            yield f"{question.id}: {row.id}, {row.second_reading}"


def rows_of_the_key(question: Question, course: Course) -> list[Coded | Actor]:
    """The rows behind a key: of a choice those of the right ones, else all that are cited."""
    cited = set(question.cited())
    if isinstance(question, Chosen):
        cited = {row for at in question.keys for row in question.choices[at].evidence}
    return [row for name, row in rows_with_passage(course).items() if name in cited]


def unmarked_steps(question: Question, course: Course) -> Iterator[str]:
    """Yield the steps between the rows of a key that the text does not mark, if steps decide."""
    if "step" not in question.decides:
        return
    key = {row.id for row in rows_of_the_key(question, course)}
    steps = [link for link in course.rows(Link) if {link.from_claim, link.to_claim} <= key]
    yield from (f"{question.id}: {link.id}" for link in steps if link.marker == "our reading")
    if not steps:
        yield f"{question.id}: no step between {', '.join(sorted(key))}"


def strange_columns(question: Question, course: Course) -> Iterator[str]:
    """Yield the columns that decide and are none of the rows that are cited."""
    models = {type(rows_with_passage(course)[name]) for name in question.cited()}
    known = {"commitment", "step"}.union(*(model.model_fields for model in models))
    yield from (f"{question.id}: {column}" for column in question.decides if column not in known)


def named_in_items(question: Question, course: Course) -> Iterator[str]:
    """Yield the items that have a word of a category, of another length or not."""
    if isinstance(question, Classify):
        for category in question.categories:
            for item in question.items:
                if stems(category) & stems(item.text):
                    yield f"{question.id}: '{item.text}' has a word of '{category}'"


def one_each(question: Question, course: Course) -> Iterator[str]:
    """Yield a sorting in which the last item falls into place: as many items as categories."""
    if isinstance(question, Classify) and len(question.items) <= len(question.categories):
        yield f"{question.id}: {len(question.items)} items"


def hedged_alone(question: Question, course: Course) -> Iterator[str]:
    """Yield a key that is known by its modesty: it holds back, and no other choice does."""
    if isinstance(question, SingleChoice):
        modest = [at for at, each in enumerate(question.choices) if HEDGE.search(each.text)]
        if modest == list(question.keys):
            yield f"{question.id}: only '{question.choices[modest[0]].text}' is hedged"


def answered_elsewhere(question: Question, course: Course) -> Iterator[str]:
    """Yield the questions whose stem has every name or number by which the key is known."""
    words = telling(question)
    for other in course.questions.values():
        if other.id != question.id and words and words <= set(re.findall(r"[\w-]+", other.stem)):
            yield f"{question.id}: {', '.join(sorted(words))} in the stem of {other.id}"


def stems(text: str) -> set[str]:
    """The words of a text that say something, cut so that *hedge* and *hedged* are the same."""
    words = re.findall(r"[a-z]+", re.sub(r"\(.*?\)", "", text.casefold()))
    return {word[:5] for word in words if len(word) > LITTLE_WORD}


Rule = Callable[[Question, Course], Iterator[str]]


def on(*evidence: str, decides: Sequence[str] = ()) -> Question:
    return make("how-many", evidence=evidence, decides=decides)


def choice(*texts: str, key: int = 0, rows: Sequence[str] = ("S1",)) -> Question:
    """A single choice in which each answer rests on the row in its place, or the last."""
    choices = [
        {"text": text, "feedback": text, "evidence": rows[at : at + 1] or rows[-1:]}
        | ({"correct": "true"} if at == key else {"error": "e"})
        for at, text in enumerate(texts)
    ]
    return make("one-of-four", choices=choices)


def sorting(*items: str) -> Question:
    """A sorting into three categories."""
    told = [{"text": text, "category": "hedged", "feedback": text} for text in items]
    rest = {
        "kind": "classify",
        "stem": "s",
        "answer": "a",
        "categories": ["hedged", "flat", "left open"],
    }
    return TypeAdapter(Classify).validate_python({"id": "sort", "items": told, **rest})


BARE = [{"text": text, "feedback": f"feedback of {text}"} for text in "abc"]
# By rows of the first course: S8 has a second reading of what it is about, C50 one that moves its commitment, and C87 is taken
# for granted; the text marks the step from C69 to C70, and not L9 from C7 to C25.
RULES: dict[Rule, list[tuple[Question, Sequence[str]]]] = {
    without_evidence: [
        (
            make("five-in-order", items=BARE),
            [f"five-in-order: feedback of {each}" for each in "abc"],
        ),
        (make("how-many", evidence=None), ["how-many: P0 is the headline, P1 to P5 are the body."]),
        (make("guess-a-name"), []),
    ],
    doubtful: [
        (on("S8"), ["how-many: S8, about: "]),
        (on("S8", decides=["about"]), ["how-many: S8, about: "]),
        (on("S8", decides=["day_in_text"]), []),
        (choice("a", "b", rows=["S8", "S1"]), ["one-of-four: S8, about: "]),
        (choice("a", "b", rows=["S1", "S8"]), []),
        (on("C50", decides=["commitment"]), ["how-many: C50, "]),
        (on("C50", decides=["role"]), []),
        (on("C87", decides=["paragraph"]), ["how-many: C87 is taken for granted"]),
    ],
    unmarked_steps: [
        (on("C69", "C70", decides=["step"]), []),
        (on("C7", "C25", decides=["step"]), ["how-many: L9"]),
        (on("C1", "C12", decides=["step"]), ["how-many: no step between C1, C12"]),
    ],
    strange_columns: [(on("S8", decides=["about", "premise"]), ["how-many: premise"])],
    named_in_items: [
        (sorting("A hedge stands here", "b", "c"), ["sort: 'A hedge stands here'"]),
        (sorting("a", "b", "c", "d"), []),
    ],
    one_each: [(sorting("a", "b", "c"), ["sort: 3 items"]), (sorting("a", "b", "c", "d"), [])],
    hedged_alone: [
        (choice("It may be so", "It is so"), ["one-of-four: only 'It may be so'"]),
        (choice("It may be so", "It might be so"), []),
        (choice("It is so", "It may be so"), []),
    ],
    answered_elsewhere: [
        (choice("That of Borneo", "That of Syria"), []),
        (choice("That of Yemen", "That of Syria"), ["one-of-four: Yemen in the stem of "]),
    ],
}
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@each_rule
def test_every_question_keeps_the_rule(course: Course, rule: Rule) -> None:
    assert [fault for each in course.questions.values() for fault in rule(each, course)] == []


@each_rule
def test_a_question_that_breaks_the_rule_is_found(rule: Rule) -> None:
    for question, faults in RULES[rule]:
        found = list(rule(question, shipped("root")))
        assert len(found) == len(faults), question
        assert all(map(str.startswith, found, faults)), found


# Rules of a bank: no key is known by its place or its length


def unbalanced(questions: Sequence[Question]) -> list[str]:
    """Say where the key may be guessed from its place or its length."""
    single = [each for each in questions if isinstance(each, SingleChoice)]
    if len(single) < SMALL:
        return []
    places = [min(each.keys) for each in single]
    lengths = [[len(choice.text) for choice in each.choices] for each in single]
    place, count = Counter(places).most_common(1)[0]
    longest = sum(each[at] == max(each) for each, at in zip(lengths, places, strict=True))
    faults = {f"keys are answer {LETTERS[place]}": count, "keys are the longest": longest}
    return [f"{n} of {len(single)} {fault}" for fault, n in faults.items() if 2 * n > len(single)]


def test_no_key_can_be_guessed_within_a_lesson_or_the_course(course: Course) -> None:
    questions = list(course.questions.values())
    for lesson in {question.lesson for question in questions}:
        assert unbalanced([each for each in questions if each.lesson == lesson]) == [], lesson
    assert unbalanced(questions) == []


@pytest.mark.parametrize(
    ("places", "texts", "faults"),
    [
        ([1, 1, 1, 0], ["one", "two", "three"], ["3 of 4 keys are answer B"]),
        ([0, 1, 2, 0, 1, 2], ["one", "two", "six"], ["6 of 6 keys are the longest"]),
        ([1, 1, 1], ["one", "two", "three"], []),
        ([2, 2, 0, 1], ["one", "two", "three"], []),
    ],
)
def test_a_bank_in_which_the_key_can_be_guessed_is_found(
    places: list[int], texts: Sequence[str], faults: list[str]
) -> None:
    assert unbalanced([choice(*texts, key=place) for place in places]) == faults


# Rules of a lesson: nothing is told just before it is asked


def telling(question: Question) -> set[str]:
    """Numbers and names that stand in the key and in no wrong answer.

    A cell just before the question that has all of them tells the answer.
    """
    if isinstance(question, Number):
        return {f"{question.value:g}"}
    if isinstance(question, ShortText):
        return set(question.accepted[:1])
    if not isinstance(question, Chosen):
        return set()
    right, wrong = ([c.text for c in question.choices if c.correct is key] for key in (True, False))
    asked = set(re.findall(r"[\w-]+", " ".join([*wrong, question.stem])))
    return {word for text in right for word in TELLING.findall(text)} - asked


@each_lesson
def test_no_answer_stands_in_the_two_cells_before_its_question(path: Path) -> None:
    course = course_of(path)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    told = []
    for place, cell in enumerate(cells):
        for name in re.findall(r'cu\.ask\("([^"]+)"', "".join(cell["source"])):
            before = " ".join(map(shown, cells[max(0, place - 2) : place]))
            words = telling(course.questions[name])
            if words and all(re.search(rf"\b{re.escape(word)}\b", before) for word in words):
                told.append(f"{name}: {', '.join(sorted(words))}")
    assert told == []


def shown(cell: dict[str, Any]) -> str:
    """What a reader sees of a cell: its prose, or what its code has printed."""
    if cell["cell_type"] == "markdown":
        return re.sub(r"<!--.*?-->", "", "".join(cell["source"]), flags=re.DOTALL)
    data = [output.get("data", {}).get("text/plain", "") for output in cell["outputs"]]
    return " ".join("".join(text) for text in data)


def test_numbers_and_names_of_a_key_are_known() -> None:
    asked = choice("On that of Saudi Arabia", "On that of Iran")
    assert (telling(asked), telling(make("how-many"))) == ({"Saudi", "Arabia"}, {"6"})


def test_the_reasoning_errors_are_named_so_that_a_sentence_can_list_them(course: Course) -> None:
    errors = course.glossary.query("kind == 'error'")["term"]
    assert len(errors) == len(set(errors.str.casefold()))
    assert not errors.str.contains(r"[;.]|^[A-Z]").any()


def test_a_wrong_answer_of_this_course_names_the_error_behind_it(course: Course) -> None:
    for name, question in course.questions.items():
        parts = [*getattr(question, "mistakes", ()), *[question] * hasattr(question, "error")]
        if isinstance(question, Chosen):
            parts += [choice for choice in question.choices if not choice.correct]
        assert all(part.error for part in parts), name
