"""The quiz files: what is read from them, and what is said of those that are wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from course_utils.quiz.files import read_questions
from course_utils.quiz.kinds import SingleChoice
from course_utils.quiz.questions import Passage, Question
from course_utils.session import load_course
from course_utils.source.errors import DataError, Problem
from tests.tiny_course import write_tiny_course


@dataclass(frozen=True)
class Row:
    """As much of a row as a question needs."""

    paragraph: tuple[str, ...]
    anchor: str


ROWS: dict[str, Passage] = {"S1": Row(("P1", "P2"), "as he said"), "S2": Row(("P2",), "in all")}
ERRORS = {"source and subject confused", "hindsight bias"}
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


def broken(folder: Path, old: str, new: str) -> list[str]:
    """Problems of the valid file with one thing replaced."""
    assert VALID.count(old) >= 1
    return read(folder, VALID.replace(old, new, 1))[1]


def test_a_valid_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    questions, problems = read(tmp_path, VALID)
    assert problems == []
    question = questions["first"]
    assert isinstance(question, SingleChoice)
    assert question.stem == "Who speaks?"
    assert question.hints == ("Look at the verb.",)
    assert [choice.correct for choice in question.choices] == [False, True]
    assert list(question.cited()) == ["S1", "S2", "S1"]


def test_a_question_knows_the_passages_of_its_rows_each_once_in_their_order(
    tmp_path: Path,
) -> None:
    question = read(tmp_path, VALID)[0]["first"]
    assert list(question.passages(("S2", "S1", "S2"))) == [("S2", ROWS["S2"]), ("S1", ROWS["S1"])]
    assert list(question.passages(())) == []


def test_the_order_of_the_keys_does_not_matter(tmp_path: Path) -> None:
    head, rest = VALID.split("  choices:\n")
    choices, answer = rest.split("  answer")
    turned = f"- choices:\n{choices}  answer{answer}  {head.removeprefix('- ')}"
    assert turned.startswith("- choices:")
    assert read(tmp_path, turned) == read(tmp_path, VALID)


def test_words_that_yaml_would_take_for_something_else_stay_words(tmp_path: Path) -> None:
    text = VALID.replace("The author", "No").replace("An official\n", "1979\n", 1)
    question = read(tmp_path, text.replace("Who speaks?", "2017-13-45"))[0]["first"]
    assert isinstance(question, SingleChoice)
    assert [choice.text for choice in question.choices] == ["No", "1979"]
    assert question.stem == "2017-13-45"


def test_folded_text_loses_the_line_end_that_yaml_adds(tmp_path: Path) -> None:
    folded = VALID.replace("stem: Who speaks?", "stem: >\n    Who\n    speaks?")
    assert read(tmp_path, folded)[0]["first"].stem == "Who speaks?"


def test_yaml_that_does_not_parse_is_reported_with_its_line(tmp_path: Path) -> None:
    questions, problems = read(tmp_path, VALID + "  hints: [left open\n")
    assert questions == {}
    assert len(problems) == 1
    assert problems[0].startswith("lesson.yaml row 16: is not YAML: ")


def test_a_character_that_yaml_forbids_is_named_with_its_line(tmp_path: Path) -> None:
    (problem,) = broken(tmp_path, "Who", "Who\x07")
    assert problem.startswith("lesson.yaml row 3: holds an invisible character after 'stem: Who': ")
    assert "control character (U+0007)" in problem


def test_a_character_that_only_an_escape_holds_is_named_with_its_line(tmp_path: Path) -> None:
    (problem,) = broken(tmp_path, "Who speaks?", '"Who\\u200b speaks?"')
    assert problem.startswith("lesson.yaml row 3: holds an invisible character after 'Who': ")
    assert "zero width space (U+200B)" in problem


def test_text_that_a_wrong_encoding_damaged_is_one_problem_of_its_file(tmp_path: Path) -> None:
    damaged = VALID.replace("The author", "“The author”").replace("Look", "“Look”")
    _, problems = read(tmp_path, damaged.encode().decode("cp1252", "ignore"))
    assert len(problems) == 1
    assert problems[0].startswith("lesson.yaml row 4: '[â€œLookâ€' is damaged: ")
    assert problems[0].endswith("; so is 1 more line of this file")


@pytest.mark.parametrize("text", ["id: first\nstem: Who?\n", "only words\n", "# a remark\n"])
def test_a_file_that_is_no_list_is_reported(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == (
        {},
        ["lesson.yaml row 1: must be a list of questions, each beginning with '- id:'"],
    )


def test_an_item_that_is_no_question_is_reported_with_its_line(tmp_path: Path) -> None:
    questions, problems = read(tmp_path, VALID + "- only words\n")
    assert list(questions) == ["first"]
    expected = "lesson.yaml row 15: 'only words' is not a question: one begins with '- id:'"
    assert problems == [expected]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "      error: source and subject confused",
            "      correct: true",
            "choices: 2 are marked correct, a single choice has exactly 1",
        ),
        (
            "correct: true",
            "error: hindsight bias",
            "choices: 0 are marked correct, a single choice has exactly 1",
        ),
        (
            "      error: source and subject confused\n",
            "",
            "choices: 'The author' is wrong and names no error",
        ),
        (
            "correct: true",
            "correct: true\n      error: hindsight bias",
            "choices: 'An official' is correct and names an error",
        ),
        ("[S2, S1]", "[S2, S9]", "evidence: no row is called 'S9'"),
        (
            "source and subject confused",
            "a slip",
            "error: 'a slip' is not in glossary.csv with the kind 'error'",
        ),
        ("An official\n", "The  author\n", "choices: 'The author' stands there more than once"),
        (
            "An official\n",
            "None of the above\n",
            "choices: 'None of the above' points to other choices and says nothing itself",
        ),
        ("[S2, S1]", "[]", "choices, 2, evidence: has 0, at least 1 are needed"),
        ("[S2, S1]", "S2", "choices, 2, evidence: 'S2' is not a list, each item with a '-'"),
        (
            "single choice",
            "riddle",
            "kind: 'riddle' is not known; known are: " + ", ".join(Question.kinds),
        ),
        (
            "  kind: single choice\n",
            "",
            "kind: is missing; known are: " + ", ".join(Question.kinds),
        ),
        ("  stem: Who speaks?\n", "", "stem: is empty, but a value is needed"),
        ("  answer:", "  anwser:", "anwser: is not a key of this kind of question"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_in_a_sentence(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert f"lesson.yaml row 1, column 'first': {message}" in broken(tmp_path, old, new)


def test_an_unknown_kind_is_one_problem_whatever_else_is_wrong(tmp_path: Path) -> None:
    text = "- id: first\n  kind: riddle\n  choices: none\n"
    assert len(read(tmp_path, text)[1]) == 1


def test_a_key_given_twice_is_reported_with_its_line(tmp_path: Path) -> None:
    problems = broken(tmp_path, "correct: true", "correct: true\n      text: Another")
    assert problems == ["lesson.yaml row 12: 'text' stands twice in the same place"]


def test_an_identifier_used_twice_is_reported_even_from_another_file(tmp_path: Path) -> None:
    (tmp_path / "another.yaml").write_text(VALID, encoding="utf-8")
    _, problems = read(tmp_path, VALID)
    expected = "lesson.yaml row 1, column 'id': 'first' is taken by another question"
    assert problems == [expected]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (VALID.replace("Who", "Wh\xf6").encode("latin-1"), "is not UTF-8: byte 0xf6"),
        (b"", "is empty"),
    ],
)
def test_a_file_that_is_not_utf8_or_empty_is_reported_once(
    tmp_path: Path, content: bytes, message: str
) -> None:
    questions, problems = read(tmp_path, content)
    assert questions == {}
    assert len(problems) == 1
    assert problems[0].startswith(f"lesson.yaml: {message}")


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + VALID.encode(), VALID.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "Windows line ends"],
)
def test_a_file_as_windows_programs_save_it_is_read_as_it_is_meant(
    tmp_path: Path, content: bytes
) -> None:
    assert read(tmp_path, content) == read(tmp_path, VALID)


def test_the_shorter_ending_is_read_and_hidden_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "first.yml").write_text(VALID, encoding="utf-8")
    (tmp_path / "._first.yaml").write_bytes(b"\x00\xff")
    problems: list[Problem] = []
    questions = read_questions(tmp_path, ROWS, ERRORS, problems)
    assert problems == []
    assert {name: question.lesson for name, question in questions.items()} == {"first": "first"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 400, "row 1: has more than 12 levels, one in another"),
        ("- a: &a [x]\n- b: [*a, *a]\n", "row 2: '*a' points to another place: write it out"),
        ("- {id: a}\n" * 1001, "row 1001: has more than 1000 questions or 60000 parts"),
        ("- [" + "x, " * 60_000 + "x]", "row 1: has more than 1000 questions or 60000 parts"),
        ('- id: "\\uD800"', "row 1: is not YAML: found invalid Unicode character escape code"),
        ("- ? [a]\n  : b\n", "row 1: is not YAML: found unhashable key"),
    ],
)  # fmt: skip
def test_what_would_take_for_ever_or_cannot_be_built_is_refused_at_once(
    tmp_path: Path, text: str, message: str
) -> None:
    assert read(tmp_path, text) == ({}, [f"lesson.yaml {message}"])


def test_a_choice_without_keys_is_the_only_problem_and_needs_no_python(tmp_path: Path) -> None:
    head, tail = VALID.split("    - text: The author\n")
    choice = "    - The author\n" + tail[tail.index("    - text: An official") :]
    where = "lesson.yaml row 1, column 'first': choices, 1: 'The author' stands alone"
    assert read(tmp_path, head + choice)[1] == [
        f"{where}, where keys are expected, such as 'text:'"
    ]


@pytest.mark.parametrize("value", ["x", "[x]", "{x: y}", "[[x]]", "9e999999", "-1", "[x, {y: z}]"])
@pytest.mark.parametrize("kind", Question.kinds)
def test_no_value_of_any_key_is_answered_in_words_of_python(
    tmp_path: Path, kind: str, value: str
) -> None:
    for key in sorted({*Question.kinds[kind].model_fields} - {"kind"}):
        text = "\n".join(read(tmp_path, f"- kind: {kind}\n  {key}: {value}\n")[1])
        for word in ("instance", "Input", "valid", "dict", "tuple", "Decimal", "str"):
            assert not re.search(rf"\b{word}", text), text


@pytest.mark.parametrize("value", ["9e999999", "-9e999999", "1e-999999"])
def test_a_number_that_no_sum_can_hold_is_refused(tmp_path: Path, value: str) -> None:
    mistake = "{value: 1, feedback: f, error: hindsight bias}"
    number = f"- id: n\n  kind: number\n  stem: s\n  value: {value}\n  feedback: f\n  answer: a\n"
    _, problems = read(tmp_path, f"{number}  mistakes: [{mistake}]\n")
    message = f"value: '{value}' has more digits than a number here may have"
    assert problems == [f"lesson.yaml row 1, column 'n': {message}"]


def test_all_problems_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "another.yaml").write_text(VALID.replace("[S1]", "[S8]"), encoding="utf-8")
    _, problems = read(tmp_path, VALID.replace("first", "second").replace("[S1]", "[S9]"))
    assert [problem.split(":")[-1] for problem in problems] == [
        " no row is called 'S8'",
        " no row is called 'S9'",
    ]


def test_a_course_with_a_broken_question_is_not_loaded(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, quizzes={"lesson.yaml": VALID})
    with pytest.raises(DataError, match="no row is called 'S1'"):
        load_course(tmp_path)


def test_a_loaded_question_has_the_passages_of_the_course(tmp_path: Path) -> None:
    question = load_course(write_tiny_course(tmp_path)).questions["who-speaks"]
    found = question.passages(("statements-2", "statements-1"))
    assert [(row, place.paragraph) for row, place in found] == [
        ("statements-2", ("P2",)),
        ("statements-1", ("P1",)),
    ]


def test_where_the_glossary_cannot_be_read_no_error_is_called_unknown(tmp_path: Path) -> None:
    write_tiny_course(tmp_path)
    (tmp_path / "glossary.csv").write_text("term\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_course(tmp_path)
    assert "with the kind 'error'" not in str(caught.value)
