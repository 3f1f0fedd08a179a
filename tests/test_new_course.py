"""What `new` makes: a course that is right by its own text, runs as it is, and is all or nothing."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from course_utils.course import Course, read_course
from course_utils.kit.new import make_course
from course_utils.quiz.kinds import KINDS, Classify, MultipleChoice
from course_utils.source.row import Coded
from course_utils.source.rows import TABLES
from course_utils.source.text_rows import Actor
from tests.lesson_runs import cells, source
from tests.shipped import LESSONS_OF
from tests.test_quiz_banks import RULES, Rule

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "course_utils"
TEMPLATE = PACKAGE / "kit" / "template"
SKELETONS = sorted((TEMPLATE / "notebooks").glob("*.ipynb"))
CORE = [path for path in SKELETONS if "01" <= path.stem[:2] <= "06"]
each_skeleton = pytest.mark.parametrize("path", SKELETONS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(TEMPLATE / "data")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# What is made


def test_a_new_course_is_all_of_the_template_and_nothing_else(tmp_path: Path) -> None:
    make_course(tmp_path / "deep" / "My text, 2nd try")
    listed = subprocess.run(["git", "ls-files", "-z", "."], cwd=TEMPLATE, capture_output=True)
    delivered = {
        name: (TEMPLATE / name).read_bytes() for name in listed.stdout.decode().split("\0")[:-1]
    }
    assert contents(tmp_path / "deep/My text, 2nd try") == delivered


def test_a_folder_that_holds_only_what_a_system_left_there_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_text("left by a system")
    make_course(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".DS_Store", "data", "notebooks"}


def test_every_file_of_the_template_goes_into_the_wheel() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["course_utils"]
    taken = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    assert {TEMPLATE / name for name in contents(TEMPLATE)} <= taken


Refused = Callable[[Path], Path]


def full(folder: Path) -> Path:
    (folder / "mine.txt").write_text("mine")
    return folder


def a_file(folder: Path) -> Path:
    return full(folder) / "mine.txt"


def below_a_file(folder: Path) -> Path:
    return a_file(folder) / "course"


def no_space(folder: Path) -> Path:
    return folder / "deep" / "course"


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (full, "is not empty: mine.txt is in it. Name a new folder."),
        (a_file, "mine.txt is a file. Name a new folder."),
        (below_a_file, "mine.txt is a file. Name a new folder."),
        (no_space, "No course can be made in .*course: No space left on device."),
    ],
)
def test_where_no_course_can_be_made_a_sentence_says_why_and_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Refused, said: str
) -> None:
    copy, copied = shutil.copyfile, []

    def fail_in_the_middle(source: Path, target: Path) -> None:
        copied.append(copy(source, target))
        if len(copied) == 20:
            raise OSError(28, "No space left on device")

    if prepare is no_space:
        monkeypatch.setattr(shutil, "copyfile", fail_in_the_middle)
    place, before = prepare(tmp_path), contents(tmp_path)
    with pytest.raises(ValueError, match=said):
        make_course(place)
    assert contents(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == set(before)


# The data


def test_each_table_and_each_kind_of_question_has_an_example(course: Course) -> None:
    empty = [model.table for model in TABLES if not course.rows(model)]
    assert empty == ["hypotheses"]  # no lesson shows them
    texts = [path.read_text("utf-8") for path in (TEMPLATE / "data/quizzes").iterdir()]
    found = {kind for text in texts for kind in re.findall(r"^  kind: (.+)$", text, re.M)}
    assert found == set(KINDS)
    assert any("  fields:" in text for text in texts)


def test_the_text_is_ours_and_each_anchor_stands_once_and_in_its_paragraph(course: Course) -> None:
    text = (TEMPLATE / "data/article.txt").read_text("utf-8")
    paragraphs = {f"P{n}": block for n, block in enumerate(text.strip().split("\n\n"))}
    rows = [row for model in TABLES for row in course.rows(model) if isinstance(row, Coded | Actor)]
    lost = [row.id for row in rows if row.anchor not in paragraphs[row.paragraph[0]]]
    assert lost == []
    assert [row.id for row in rows if text.count(row.anchor) != 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_question_keeps_the_rule(course: Course, rule: Rule) -> None:
    assert [fault for each in course.questions.values() for fault in rule(each, course)] == []


def test_the_keys_are_what_the_rows_say(course: Course) -> None:
    rows = {row.id: row for model in TABLES for row in course.rows(model) if isinstance(row, Coded)}
    compared = 0
    for question in course.questions.values():
        for column in ("commitment", "role"):
            if isinstance(question, Classify) and question.decides == (column,):
                for item in question.items:
                    compared += 1
                    assert item.category == getattr(rows[item.evidence[0]], column), item.text
        if isinstance(question, MultipleChoice):
            for choice in question.choices:
                compared += 1
                said = rows[choice.evidence[0]].commitment
                assert choice.correct == (said == "the author says it"), choice.text
    assert compared > 10


# The lessons


def shape(code: str) -> str:
    """The code without what its strings and numbers are, and how many stand side by side."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
            node.value = "..." if not isinstance(node.value, bool) else node.value
    return re.sub(r"'\.\.\.'(?:, '\.\.\.')+", "'...'", ast.unparse(tree))


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_a_core_lesson_has_the_cells_of_the_first_course_in_their_order(path: Path) -> None:
    (first,) = (lesson for lesson in LESSONS_OF["root"] if lesson.name == path.name)
    theirs = iter([shape(source(cell)) for cell in cells(first, "code")])
    ours = [shape(source(cell)) for cell in cells(path, "code")]
    assert [code for code in ours if code not in theirs] == []


@each_skeleton
def test_a_skeleton_opens_and_closes_as_a_lesson_and_says_what_to_write(path: Path) -> None:
    first, *middle, last = map(source, cells(path))
    assert re.match(rf"# {path.stem[:2]} · .+\?\n", first)
    assert "After this lesson you can\n" in first
    assert "You make: " in first
    assert 3 <= last.split("## Take-aways")[1].count("\n- ") <= 5
    asked = re.findall(r"^> \*\*Write here:\*\* (.+)$", "\n\n".join([first, *middle]), re.M)
    assert asked
    assert all(len(each.split()) >= 8 for each in asked), "it says what a good answer has"


def test_every_lesson_of_a_new_course_runs_and_shows_what_is_stored(tmp_path: Path) -> None:
    make_course(tmp_path / "course")
    lessons = sorted((tmp_path / "course/notebooks").glob("*.ipynb"))
    assert len(lessons) == len(SKELETONS) == 9
    strict = ["-c", str(ROOT / "pyproject.toml"), "-p", "conftest", "--nbval", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *strict, "-p", "no:cacheprovider", *map(str, lessons)],
        cwd=ROOT,
        env=os.environ | {"COURSE_DATA": str(ROOT / "data")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert not (tmp_path / "course/my-work").exists()
