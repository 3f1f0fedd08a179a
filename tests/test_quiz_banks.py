"""The banks of questions: what must hold of all questions of a lesson together."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.quiz.kinds import Chosen, SingleChoice
from course_utils.quiz.questions import LETTERS, Question
from course_utils.quiz.typed import Number, ShortText
from course_utils.session import load_course
from course_utils.source.rows import READINGS, Actor, Coded, Link, Reading
from tests.test_kinds import make

DATA = Path(__file__).parent.parent / "data"
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
SMALL = 4  # a bank of fewer questions has no balance
# Numbers and names; a capital letter at the start of a text is no name.
TELLING = re.compile(r"\d+|(?<!^)(?<!\. )\b[A-Z][A-Za-z-]+")


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


@pytest.fixture(scope="module")
def rows(course: Course) -> dict[str, Coded | Actor]:
    found = (row for table in course.tables.values() for row in table)
    return {row.id: row for row in found if isinstance(row, Coded | Actor)}


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


def without_evidence(question: Question) -> list[str]:
    """The feedback of the choices, of the items or of the question that no row decides."""
    parts: list[Any] = [
        question,
        *getattr(question, "choices", ()),
        *getattr(question, "items", ()),
    ]
    return [part.feedback for part in parts if not getattr(part, "evidence", "none has any")]


def doubtful(question: Question, rows: Mapping[str, Coded | Actor]) -> Iterator[str]:
    """Yield each row behind a key whose deciding column has a second reading.

    Without ``decides`` every column decides.  A commitment is doubtful where a second reading moves
    it, whatever the column.
    """
    for name in cited_by_the_key(question):
        row = rows[name]
        if isinstance(row, Coded) and row.certainty == "taken for granted":
            yield f"{question.id}: {name} is taken for granted"
        readings = [Reading.of(text) for text in row.second_reading.split(READINGS) if text]
        touched = {reading.column for reading in readings}
        if isinstance(row, Coded) and len(row.commitments) > 1:
            touched.add("commitment")
        if touched & set(question.decides or touched):
            yield f"{question.id}: {name}, {row.second_reading}"


def cited_by_the_key(question: Question) -> list[str]:
    """The rows behind a key: of a choice those of the right ones, else all that are cited."""
    if not isinstance(question, Chosen):
        return list(dict.fromkeys(question.cited()))
    right = [row for at in question.keys for row in question.choices[at].evidence]
    return list(dict.fromkeys(right))


def unmarked_steps(question: Question, links: Sequence[Link]) -> Iterator[str]:
    """Yield the steps between the rows of a key that the text does not mark, if steps decide."""
    if "step" not in question.decides:
        return
    cited = set(cited_by_the_key(question))
    steps = [link for link in links if {link.from_claim, link.to_claim} <= cited]
    yield from (f"{question.id}: {link.id}" for link in steps if link.marker == "our reading")
    if not steps:
        yield f"{question.id}: no step between {', '.join(sorted(cited))}"


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


# The banks themselves


def test_no_key_can_be_guessed_within_a_lesson_or_the_course(course: Course) -> None:
    questions = list(course.questions.values())
    for lesson in {question.lesson for question in questions}:
        assert unbalanced([each for each in questions if each.lesson == lesson]) == [], lesson
    assert unbalanced(questions) == []


def test_rows_decide_every_feedback(course: Course) -> None:
    assert [fault for each in course.questions.values() for fault in without_evidence(each)] == []


def test_no_key_rests_on_a_reading_that_has_a_second_one(
    course: Course, rows: dict[str, Coded | Actor]
) -> None:
    questions = course.questions.values()
    assert [fault for question in questions for fault in doubtful(question, rows)] == []


def test_no_key_rests_on_a_step_that_is_our_reading(course: Course) -> None:
    links = course.rows(Link)
    questions = course.questions.values()
    assert [fault for question in questions for fault in unmarked_steps(question, links)] == []


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("[0-9]*.ipynb")), ids=lambda path: path.stem)
def test_no_answer_stands_in_the_two_cells_before_its_question(course: Course, path: Path) -> None:
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


def test_the_columns_that_decide_are_columns_of_the_rows_that_are_cited(
    course: Course, rows: dict[str, Coded | Actor]
) -> None:
    for question in course.questions.values():
        models = {type(rows[row]) for row in question.cited()}
        for column in question.decides:
            known = column in ("commitment", "step")
            assert known or any(column in model.model_fields for model in models)


def test_the_reasoning_errors_are_named_so_that_a_sentence_can_list_them(course: Course) -> None:
    errors = course.glossary.query("kind == 'error'")["term"]
    assert len(errors) == len(set(errors.str.casefold()))
    assert not errors.str.contains(r"[;.]|^[A-Z]").any()


# Banks that are wrong, so that the checks above are known to see something


def made(place: int, texts: Sequence[str] = ("one", "two", "three")) -> Question:
    choices = [
        {"text": text, "feedback": "f", "evidence": ("statements-1",)}
        | ({"correct": "true"} if at == place else {"error": "e"})
        for at, text in enumerate(texts)
    ]
    return make("one-of-four", choices=choices)


@pytest.mark.parametrize(
    ("places", "texts", "faults"),
    [
        ([1, 1, 1, 0], ("one", "two", "three"), ["3 of 4 keys are answer B"]),
        ([1, 1, 0, 0], ("one", "two", "three"), []),
        ([1, 1, 1], ("one", "two", "three"), []),
        ([0, 1, 2, 0, 1, 2], ("one", "two", "six"), ["6 of 6 keys are the longest"]),
        ([2, 2, 0, 1, 2], ("one", "two", "three"), ["3 of 5 keys are answer C", "3 of 5 keys are the longest"]),
        ([2, 2, 0, 1], ("one", "two", "three"), []),
    ],
)  # fmt: skip
def test_a_bank_in_which_the_key_can_be_guessed_is_found(
    places: list[int], texts: Sequence[str], faults: list[str]
) -> None:
    assert unbalanced([made(place, texts) for place in places]) == faults


def test_feedback_that_no_row_decides_is_found() -> None:
    bare = [{"text": text, "feedback": f"feedback of {text}"} for text in "abc"]
    wrong = [bare[0] | {"correct": "true"}, bare[1] | {"evidence": ("C1",)}]
    assert without_evidence(make("one-of-four", choices=wrong)) == ["feedback of a"]
    assert len(without_evidence(make("five-in-order", items=bare))) == 3
    assert len(without_evidence(make("how-many", evidence=None))) == 1
    for name in ("how-many", "guess-a-name"):
        assert without_evidence(make(name)) == []


@pytest.mark.parametrize(
    ("decides", "found"),
    [((), True), (("about",), True), (("day_in_text",), False), (("commitment",), False)],
)
def test_a_key_on_a_second_reading_is_found_unless_another_column_decides(
    rows: dict[str, Coded | Actor], decides: tuple[str, ...], found: bool
) -> None:
    assert rows["S8"].second_reading.startswith("about: ")
    right = {"text": "a", "correct": "true", "feedback": "f", "evidence": ("S8",)}
    wrong = {"text": "b", "error": "e", "feedback": "f", "evidence": ("S10",)}
    question = make("one-of-four", choices=[right, wrong], decides=decides)
    assert bool(list(doubtful(question, rows))) == found


def test_a_commitment_that_a_second_reading_moves_is_found(
    rows: dict[str, Coded | Actor],
) -> None:
    row = rows["C50"]
    assert isinstance(row, Coded)
    assert len(row.commitments) > 1
    assert list(doubtful(make("how-many", evidence=("C50",), decides=("commitment",)), rows))
    assert not list(doubtful(make("how-many", evidence=("C50",), decides=("certainty",)), rows))


def test_a_key_on_what_is_taken_for_granted_is_found(rows: dict[str, Coded | Actor]) -> None:
    assert list(doubtful(make("how-many", evidence=("C87",), decides=("paragraph",)), rows))


def test_a_key_on_a_step_that_the_text_does_not_mark_is_found(course: Course) -> None:
    links = course.rows(Link)
    marked = make("how-many", evidence=("C69", "C70"), decides=("step",))
    ours = make("how-many", evidence=("C7", "C25"), decides=("step",))
    none = make("how-many", evidence=("C1", "C12"), decides=("step",))
    assert not list(unmarked_steps(marked, links))
    assert list(unmarked_steps(ours, links)) == ["how-many: L9"]
    assert list(unmarked_steps(none, links)) == ["how-many: no step between C1, C12"]


def test_numbers_and_names_of_a_key_are_known() -> None:
    choices = [
        {"text": text, "feedback": "f", "evidence": ("C1",)} | rest
        for text, rest in (
            ("On that of Saudi Arabia", {"correct": "true"}),
            ("On that of Iran", {"error": "e"}),
        )
    ]
    assert telling(make("one-of-four", choices=choices)) == {"Saudi", "Arabia"}
    assert telling(make("how-many")) == {"6"}
