"""The rules of a lesson that a program can check."""

from __future__ import annotations

import ast
import base64
import re
from pathlib import Path

from course_utils.quiz.forms import FormQuestion
from course_utils.quiz.kinds import (
    Classify,
    MultipleChoice,
    Order,
    Prediction,
    Reflection,
    SingleChoice,
)
from course_utils.quiz.typed import Number, ShortText
from course_utils.reading.coding import find_coding
from course_utils.reading.forecasts import ledger_of
from tests.lesson_runs import cells, source
from tests.shipped import LESSONS_OF, course_of, each_course, each_lesson, labels_of

CODE_LINES = 8
CELL_WORDS = 120
LESSON_WORDS = (500, 1600)
PICTURE_BYTES = 130_000
# Minutes, by what is done.
WORDS_A_MINUTE = 150
ARTICLE = 8  # the first, which does not ship
COMPARED, CODED, EVENT = 3, 1.5, 1.5  # a passage, a claim in it, an event of the ledger
TIMES = {SingleChoice: 2, MultipleChoice: 3, Classify: 4, Prediction: 1, Reflection: 3}
TIMES |= {FormQuestion: 8, Order: 3, Number: 1, ShortText: 1}
LONG = {"guess-the-claims": 3, "post-mortem": 25}
OTHERS = {"write_brief": 75, "show_outcomes": 10, "export_brief": 3, "show_ties": 4}
OTHERS |= {"explore_network": 4, "explore_argument": 5, "explore_timeline": 4, "show_cases": 2}
LABELS = {"Before", "Reading", "Exercises", "Exercise", "Discuss", "Next", "Check"}


def prose(path: Path) -> str:
    return "\n\n".join(map(source, cells(path, "markdown")))


def count_words(text: str) -> int:
    """Words of running text: no code blocks, no table rules, no link addresses."""
    text = re.sub(r"```.*?```|<!--.*?-->|\]\([^)]*\)|<[^>]+>", " ", text, flags=re.DOTALL)
    return len(re.findall(r"[\w'’-]*[A-Za-z0-9][\w'’-]*", text))


@each_lesson
def test_a_lesson_opens_with_objectives_and_minutes_and_closes_with_take_aways(path: Path) -> None:
    first, *_, last = map(source, cells(path))
    assert re.match(rf"# {path.stem[:2]} · .+\?\n", first)
    assert 3 <= len(re.findall(r"^- ", first, flags=re.MULTILINE)) <= 4
    for label in ("**Before**: ", "**Reading**: about ", "**Exercises**: about "):
        assert label in first
    takeaways, _ = last.split("## Take-aways")[1].split("**Next**: ")
    assert 3 <= takeaways.count("\n- ") <= 5


@each_lesson
def test_cells_are_short_and_a_lesson_is_neither_thin_nor_too_long(path: Path) -> None:
    for cell in cells(path, "code"):
        assert len(source(cell).splitlines()) <= CODE_LINES, source(cell)
    for cell in cells(path, "markdown"):
        assert count_words(source(cell)) <= CELL_WORDS, source(cell)
    assert "ccc" not in "".join(cell["cell_type"][0] for cell in cells(path))
    low, high = LESSON_WORDS
    assert low <= count_words(prose(path)) <= high


@each_lesson
def test_a_code_cell_defines_nothing_has_been_run_and_stores_what_it_shows(path: Path) -> None:
    for cell in cells(path, "code"):
        code = source(cell)
        assert cell["execution_count"], code
        tree = ast.parse(code)
        for node in ast.walk(tree):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda), code
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            assert any("text/plain" in out.get("data", {}) for out in cell["outputs"]), code


@each_course
def test_one_cell_of_a_course_shows_how_a_number_is_proved(name: str) -> None:
    code = "\n".join(source(cell) for path in LESSONS_OF[name] for cell in cells(path, "code"))
    assert len(re.findall(r"^assert ", code, flags=re.MULTILINE)) == 1


@each_lesson
def test_what_is_stored_is_small_reads_well_and_has_alternative_text(path: Path) -> None:
    for output in (output for cell in cells(path, "code") for output in cell["outputs"]):
        assert output.get("name") != "stderr"
        data = output.get("data", {})
        assert not any(mime.startswith("image/") or "widget" in mime for mime in data)
        for image in re.findall(r"<img\b[^>]*>", "".join(data.get("text/html", ""))):
            assert re.search(r'alt="[^"]{20,}"', image)
            picture = re.search(r"base64,([A-Za-z0-9+/=]*)", image)
            assert picture is not None
            svg = base64.b64decode(picture[1]).decode()
            assert svg.startswith("<svg")
            assert len(svg) <= PICTURE_BYTES


@each_lesson
def test_a_lesson_ends_in_something_made_and_has_one_prompt_for_the_class(path: Path) -> None:
    assert prose(path).count("You make: ") == 1
    assert prose(path).count("**Discuss.**") == 1


def article_minutes(path: Path) -> float:
    """What reading the article takes, in the lesson that asks for it."""
    text = course_of(path).text
    whole = count_words(text) / WORDS_A_MINUTE if text else ARTICLE
    return whole if path.stem == "00-start" else 0


def minutes(path: Path) -> tuple[float, float]:
    """What reading a lesson takes, and what doing it takes: estimates, until a class is timed."""
    course = course_of(path)
    questions, ledger = course.questions, ledger_of(course)
    code = "\n".join(source(cell) for cell in cells(path, "code"))
    done = 0.0
    for call, arguments in re.findall(r"cu\.(\w+)\(([^)]*)", code):
        for name in re.findall(r'"([^"]+)"', arguments):
            if call == "code":
                coding = find_coding(course, name)
                done += COMPARED + CODED * len(coding.claims)
            elif call == "commit_forecast":
                done += EVENT * (name in ledger)
            elif call in ("ask", "predict"):
                done += LONG.get(name) or TIMES[type(questions[name])]
    done += sum(minute for call, minute in OTHERS.items() if f"cu.{call}(" in code)
    return count_words(prose(path)) / WORDS_A_MINUTE, done


@each_lesson
def test_minutes_are_honest_to_a_fifth(path: Path) -> None:
    first = source(cells(path)[0])
    for label, counted in zip(("Reading", "Exercises"), minutes(path), strict=True):
        said = re.search(rf"\*\*{label}\*\*: about (\d+) minutes", first)
        assert said is not None
        article = article_minutes(path) if label == "Reading" else 0
        assert abs(int(said[1]) - counted - article) <= max(2, counted / 5), (label, counted)


@each_lesson
def test_every_paragraph_term_and_question_that_is_named_exists(path: Path) -> None:
    course = course_of(path)
    assert set(re.findall(r"\bP\d+\b", prose(path))) <= labels_of(course)
    bold = re.findall(r"\*\*([^*]+?)\*\*", prose(path))
    terms = {term.rstrip(".:").strip() for term in bold} - LABELS
    assert {term.lower() for term in terms} <= set(course.glossary["term"].str.lower())
    asked = re.findall(r'cu\.ask\("([^"]+)"', "\n".join(map(source, cells(path, "code"))))
    assert set(asked) <= set(course.questions)
