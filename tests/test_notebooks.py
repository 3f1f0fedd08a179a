"""The rules of a lesson that a program can check."""

from __future__ import annotations

import ast
import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from course_utils.session import load_course

FOLDER = Path(__file__).parent.parent / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9]*.ipynb"))
CODE_LINES = 8
CELL_WORDS = 120
LESSON_WORDS = (800, 2000)
PICTURE_BYTES = 130_000
LABELS = {"Before", "Reading", "Exercises", "Exercise", "Discuss", "Next", "Check"}

Cell = dict[str, Any]
each_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def cells(path: Path, kind: str = "") -> list[Cell]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if not kind or cell["cell_type"] == kind]


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def prose(path: Path) -> str:
    return "\n\n".join(source(cell) for cell in cells(path, "markdown"))


def count_words(text: str) -> int:
    """Words of running text: no code blocks, no table rules, no link addresses."""
    text = re.sub(r"```.*?```|<!--.*?-->|\]\([^)]*\)|<[^>]+>", " ", text, flags=re.DOTALL)
    return len(re.findall(r"[\w'’-]*[A-Za-z0-9][\w'’-]*", text))


def outputs(cell: Cell) -> list[tuple[str, str]]:
    found = []
    for output in cell.get("outputs", []):
        for mime, value in output.get("data", {}).items():
            found.append((mime, value if isinstance(value, str) else "".join(value)))
    return found


@each_lesson
def test_a_lesson_opens_with_question_objectives_and_minutes(path: Path) -> None:
    first = source(cells(path)[0])
    assert re.match(rf"# {path.stem[:2]} · .+\?\n", first)
    assert 3 <= len(re.findall(r"^- ", first, flags=re.MULTILINE)) <= 4
    for label in ("**Before**: ", "**Reading**: about ", "**Exercises**: about "):
        assert label in first


@each_lesson
def test_a_lesson_closes_with_take_aways_and_the_next_question(path: Path) -> None:
    last = source(cells(path)[-1])
    takeaways = last.split("## Take-aways")[1].split("**Next**: ")
    assert 3 <= takeaways[0].count("\n- ") <= 5
    assert len(takeaways) == 2


@each_lesson
def test_a_cell_is_short(path: Path) -> None:
    for cell in cells(path, "code"):
        assert len(source(cell).splitlines()) <= CODE_LINES, source(cell)
    for cell in cells(path, "markdown"):
        assert count_words(source(cell)) <= CELL_WORDS, source(cell)[:80]


@each_lesson
def test_at_most_two_code_cells_stand_in_a_row(path: Path) -> None:
    kinds = "".join(cell["cell_type"][0] for cell in cells(path))
    assert "ccc" not in kinds


@each_lesson
def test_a_lesson_is_neither_thin_nor_too_long(path: Path) -> None:
    low, high = LESSON_WORDS
    assert low <= count_words(prose(path)) <= high


@each_lesson
def test_no_function_is_defined_in_a_lesson(path: Path) -> None:
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)


def test_one_cell_of_the_course_shows_how_a_number_is_proved() -> None:
    code = [source(cell) for path in LESSONS for cell in cells(path, "code")]
    proving = [text for text in code if re.search(r"^assert ", text, flags=re.MULTILINE)]
    assert len(proving) == 1


@each_lesson
def test_every_code_cell_but_an_exercise_has_been_run(path: Path) -> None:
    for cell in cells(path, "code"):
        exercise = "exercise" in cell["metadata"].get("tags", [])
        assert exercise == (not source(cell))
        assert exercise or cell["execution_count"]


@each_lesson
def test_a_cell_that_ends_in_an_expression_stores_what_it_shows(path: Path) -> None:
    for cell in cells(path, "code"):
        body = ast.parse(source(cell)).body
        if body and isinstance(body[-1], ast.Expr):
            assert any(mime == "text/plain" for mime, _ in outputs(cell)), source(cell)


@each_lesson
def test_pictures_are_small_and_have_alternative_text(path: Path) -> None:
    for cell in cells(path, "code"):
        for mime, text in outputs(cell):
            assert not mime.startswith("image/")
            assert "widget" not in mime
            for image in re.findall(r"<img [^>]*>", text):
                assert re.search(r'alt="[^"]{20,}"', image)
                data = re.search(r"base64,([A-Za-z0-9+/=]*)", image)
                assert data is not None
                svg = base64.b64decode(data[1]).decode()
                assert svg.startswith("<svg")
                assert len(svg) <= PICTURE_BYTES


@each_lesson
def test_an_exercise_has_an_empty_cell_and_a_folded_answer_and_a_class_one_prompt(
    path: Path,
) -> None:
    everything = cells(path)
    places = [n for n, cell in enumerate(everything) if "**Exercise.**" in source(cell)]
    assert places
    assert prose(path).count("**Discuss.**") == 1
    for place in places:
        assert source(everything[place + 1]) == ""
        assert source(everything[place + 2]).startswith("<details><summary>Worked answer</summary>")


@each_lesson
def test_every_paragraph_that_is_named_exists(path: Path) -> None:
    assert {int(number) for number in re.findall(r"\bP(\d+)\b", prose(path))} <= set(range(13))


@each_lesson
def test_bold_terms_are_in_the_glossary(path: Path) -> None:
    glossary = {term.lower() for term in load_course().glossary["term"]}
    bold = re.findall(r"\*\*([^*]+?)\*\*", prose(path))
    terms = {term.rstrip(".:").strip() for term in bold} - LABELS
    assert {term.lower() for term in terms} <= glossary


@each_lesson
def test_every_question_asked_exists(path: Path) -> None:
    code = "\n".join(source(cell) for cell in cells(path, "code"))
    asked = re.findall(r'cu\.ask\("([^"]+)"', code)
    assert asked
    assert set(asked) <= set(load_course().questions)
