"""The quiz files: what is read from them, and what is said of those that are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_utils.quiz.files import read_questions
from course_utils.quiz.kinds import KINDS
from course_utils.quiz.questions import Question
from course_utils.session import load_course
from course_utils.source.errors import DataError, Problem
from tests.tiny_course import ERRORS as COURSE_ERRORS
from tests.tiny_course import write_tiny_course

ROWS = {"S1", "S2", "statements-1", "statements-2"}
ERRORS = {each["term"] for each in COURSE_ERRORS} | {"hindsight bias"}
VALID = """\
- id: first
  kind: single choice
  stem: Who speaks?
  hints: [Look at the verb.]
  choices:
    - text: The author
      feedback: This fits if one takes the report for the thing.
      evidence: [S1]
      error: source and subject confused
    - text: An official
      correct: true
      feedback: The clause stands in quotation marks.
      evidence: [S2, S1]
  answer: An official speaks.
"""


def read(folder: Path, text: str | bytes) -> tuple[dict[str, Question], list[str]]:
    """Read one quiz file; return its questions and its problems as sentences."""
    content = text.encode() if isinstance(text, str) else text
    (folder / "lesson.yaml").write_bytes(content)
    problems: list[Problem] = []
    questions = read_questions(folder, ROWS, ERRORS, problems)
    return questions, [str(problem).removeprefix(f"{folder.name}/") for problem in problems]


def test_a_file_is_read_as_it_is_meant_and_its_words_stay_words(tmp_path: Path) -> None:
    questions, problems = read(tmp_path, VALID)
    assert problems == []
    question = questions["first"]
    assert (question.stem, question.lesson) == ("Who speaks?", "lesson")
    assert question.hints == ("Look at the verb.",)
    assert question.texts() == {"choices": ["The author", "An official"]}
    assert list(question.cited()) == ["S1", "S2", "S1"]
    assert list(question.slips()) == ["source and subject confused"]
    head, rest = VALID.split("  choices:\n")
    choices, answer = rest.split("  answer")
    for text in (
        f"- choices:\n{choices}  answer{answer}  {head.removeprefix('- ')}",  # in another order
        VALID.replace("stem: Who speaks?", "stem: >\n    Who\n    speaks?"),
        f"\ufeff{VALID}",
        VALID.replace("\n", "\r\n"),
    ):
        assert read(tmp_path, text) == read(tmp_path, VALID)
    text = VALID.replace("The author", "No").replace("An official\n", "1979\n", 1)
    question = read(tmp_path, text.replace("Who speaks?", "2017-13-45"))[0]["first"]
    assert question.texts() == {"choices": ["No", "1979"]}
    assert question.stem == "2017-13-45"


def test_the_shorter_ending_is_read_hidden_files_are_not_and_a_folder_may_be_missing(
    tmp_path: Path,
) -> None:
    (tmp_path / "first.yml").write_text(VALID, encoding="utf-8")
    (tmp_path / "._first.yaml").write_bytes(b"\x00\xff")
    problems: list[Problem] = []
    assert read_questions(tmp_path, ROWS, ERRORS, problems)["first"].lesson == "first"
    assert problems == []
    assert read_questions(tmp_path / "quizzes", ROWS, ERRORS, problems) == {}
    assert str(problems[0]).startswith("quizzes: the folder is missing; where there are no")


NO_LIST = "row 1: must be a list of questions, each beginning with '- id:'"
NO_QUESTION = "is not a question: one begins with '- id:'"
KNOWN = f"known are: {', '.join(KINDS)}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", ": is empty"),
        (VALID.replace("Who", "Wh\xf6").encode("latin-1"), ": is not UTF-8: byte 0xf6"),
        ("id: first\nstem: Who?\n", f" {NO_LIST}"),
        ("# a remark\n", f" {NO_LIST}"),
        (VALID + "- only words\n", f" row 15: 'only words' {NO_QUESTION}"),
        (VALID + "  hints: [left open\n", " row 16: is not YAML: "),
        (VALID.replace("Who", "Who\x07"), " row 3: holds an invisible character after 'stem: Who': control character (U+0007)"),
        (VALID.replace("Who speaks?", '"Who\\u200b speaks?"'), " row 3: holds an invisible character after 'Who': zero width space (U+200B)"),
        (VALID.replace("correct: true", "correct: true\n      text: Another"), " row 12: 'text' stands twice in the same place"),
        ("- id: first\n  kind: riddle\n  choices: none\n", f" row 1, column 'first': kind: 'riddle' is not known; {KNOWN}"),
        ("- id: first\n", f" row 1, column 'first': kind: is missing; {KNOWN}"),
        (VALID.replace("  answer:", "  anwser:"), " row 1, column 'first': answer: is empty, but a value is needed"),
        (VALID.replace("Look", "“Look”").encode().decode("cp1252", "ignore"), " row 4: '[â€œLookâ€' is damaged, "),
        # What would take for ever, or cannot be built.
        ("[" * 400, " row 1: has more than 12 levels, one in another"),
        ("- a: &a [x]\n- b: [*a, *a]\n", " row 2: '*a' points to another place: write it out"),
        ("- {id: a}\n" * 10_000, " row 7500: has more than 30000 parts, from the first to this line"),
        ("- [" + "x, " * 60_000 + "x]", " row 1: has more than 30000 parts, from the first to this line"),
        ('- id: "\\uD800"', " row 1: is not YAML: found invalid Unicode character escape code"),
        ("- ? [a]\n  : b\n", " row 1: is not YAML: found unhashable key"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_line(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    questions, problems = read(tmp_path, text)
    assert problems[0].startswith(f"lesson.yaml{message}")
    assert len(problems) == 1 + ("anwser" in str(text))
    assert list(questions) == (["first"] if "only words" in problems[0] else [])


@pytest.mark.parametrize("value", ["x", "[x]", "{x: y}", "[[x]]", "9e999999", "-1", "[x, {y: z}]"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_value_of_any_key_is_answered_in_words_of_python(
    tmp_path: Path, kind: str, value: str
) -> None:
    for key in sorted({*KINDS[kind].model_fields} - {"kind"}):
        text = "\n".join(read(tmp_path, f"- kind: {kind}\n  {key}: {value}\n")[1])
        for word in ("instance", "Input", "valid", "dict", "tuple", "Decimal", "str"):
            assert not re.search(rf"\b{word}", text), text


def test_all_problems_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "another.yaml").write_text(VALID.replace("[S1]", "[S8]"), encoding="utf-8")
    _, problems = read(tmp_path, VALID.replace("[S1]", "[S9]").replace("  stem", "  stme", 1))
    assert [problem.split("'first': ")[1][:5] for problem in problems[:2]] == ["stem:", "stme:"]
    assert problems[2:] == ["another.yaml row 1, column 'first': evidence: no row is called 'S8'"]
    _, problems = read(tmp_path, VALID)
    assert problems[1:] == ["lesson.yaml row 1, column 'id': 'first' is taken by another question"]


def test_a_broken_question_stops_the_course_and_where_the_glossary_is_broken_none_is_blamed(
    tmp_path: Path,
) -> None:
    write_tiny_course(tmp_path, quizzes={"lesson.yaml": VALID})
    with pytest.raises(DataError, match="no row is called 'S1'"):
        load_course(tmp_path)
    (tmp_path / "glossary.csv").write_text("term\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_course(tmp_path)
    assert "with the kind 'error'" not in str(caught.value)
