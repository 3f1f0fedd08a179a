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
from course_utils.quiz.files import read_questions
from course_utils.quiz.kinds import Choice, Chosen, Number, ShortText, SingleChoice
from course_utils.quiz.questions import Question
from course_utils.session import load_course
from course_utils.source.errors import Problem
from course_utils.source.rows import READINGS, Actor, Coded, Link, Reading
from tests.test_kinds import make

DATA = Path(__file__).parent.parent / "data"
LESSONS = sorted(DATA.glob("quizzes/*.yaml"))
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
SMALL = 4  # a bank of fewer questions has no balance
# Numbers and names; a capital letter at the start of a text is no name.
TELLING = re.compile(r"\d+|(?<!^)(?<!\. )\b[A-Z][A-Za-z-]+")

each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(DATA)


@pytest.fixture(scope="module")
def rows(course: Course) -> dict[str, Coded | Actor]:
    found = (row for table in course.tables.values() for row in table)
    return {row.id: row for row in found if isinstance(row, Coded | Actor)}


def bank(course: Course, path: Path, folder: Path) -> list[Question]:
    """The questions of one file, as the course has them."""
    (folder / path.name).write_bytes(path.read_bytes())
    problems: list[Problem] = []
    names = read_questions(folder, {}, None, problems)
    return [course.questions[name] for name in names]


def keys(questions: Sequence[Question]) -> list[tuple[int, tuple[Choice, ...]]]:
    """Where the key stands in each question with one key, and its choices."""
    single = [question for question in questions if isinstance(question, SingleChoice)]
    places = [[choice.correct for choice in question.choices].index(True) for question in single]
    return list(zip(places, [question.choices for question in single], strict=True))


def unbalanced(questions: Sequence[Question]) -> list[str]:
    """Say where the key may be guessed from its place or its length."""
    found = keys(questions)
    if len(found) < SMALL:
        return []
    place, count = Counter(place for place, _ in found).most_common(1)[0]
    longest = sum(len(each[at].text) == max(len(c.text) for c in each) for at, each in found)
    faults = [f"{count} of {len(found)} keys are answer {'ABCDEFGH'[place]}"] * (
        2 * count > len(found)
    )
    return faults + [f"{longest} of {len(found)} keys are the longest"] * (2 * longest > len(found))


def without_paragraph(question: Question) -> Iterator[str]:
    """Yield each choice, item or whole question whose feedback points to no paragraph."""
    given: Any = question
    parts = [*getattr(given, "choices", ()), *getattr(given, "items", ())]
    parts += [given] if hasattr(given, "evidence") else []
    for part in parts:
        if hasattr(part, "evidence") and not list(question.passages(part.evidence)):
            yield f"{question.id}: {getattr(part, 'text', 'the question')}"


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
    choices: Sequence[Choice] = getattr(question, "choices", ())
    right = [row for choice in choices if choice.correct for row in choice.evidence]
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
    given: Any = question
    if isinstance(question, Number):
        return {f"{question.value:g}"}
    if isinstance(question, ShortText):
        return set(question.accepted[:1])
    choices: Sequence[Choice] = getattr(given, "choices", ())
    if not isinstance(question, Chosen):
        return set()
    right, wrong = ([c.text for c in choices if c.correct is key] for key in (True, False))
    asked = set(re.findall(r"[\w-]+", " ".join([*wrong, question.stem])))
    return {word for text in right for word in TELLING.findall(text)} - asked


# The banks themselves


@each_lesson
def test_no_key_can_be_guessed_within_a_lesson(course: Course, path: Path, tmp_path: Path) -> None:
    assert unbalanced(bank(course, path, tmp_path)) == []


def test_no_key_can_be_guessed_within_the_course(course: Course) -> None:
    assert unbalanced(list(course.questions.values())) == []


def test_every_question_is_in_one_bank_and_no_two_have_the_same_name(
    course: Course, tmp_path: Path
) -> None:
    names = []
    for path in LESSONS:
        folder = tmp_path / path.stem
        folder.mkdir()
        names += [question.id for question in bank(course, path, folder)]
    assert sorted(names) == sorted(course.questions)


def test_every_feedback_points_to_a_paragraph(course: Course) -> None:
    questions = course.questions.values()
    assert [fault for question in questions for fault in without_paragraph(question)] == []


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


def test_feedback_without_a_paragraph_is_found() -> None:
    bare = [
        {"text": "a", "feedback": "f"},
        {"text": "b", "feedback": "f"},
        {"text": "c", "feedback": "f"},
    ]
    assert next(without_paragraph(make("five-in-order", items=bare))) == "five-in-order: a"
    assert list(without_paragraph(make("how-many", evidence=None))) == ["how-many: the question"]
    assert list(
        without_paragraph(make("one-of-four", choices=[bare[0] | {"correct": "true"}, bare[1]]))
    )
    assert not list(without_paragraph(make("how-many")))
    assert not list(without_paragraph(make("guess-a-name")))


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
    assert telling(make("how-many")) == {f"{make('how-many').value:g}"}  # type: ignore[attr-defined]
