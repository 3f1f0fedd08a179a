"""Another text: what its package may lack, and what is said of slips that its maker is likely to make."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pydantic import ValidationError

import course_utils as cu
from course_utils.course import Course
from course_utils.figures.network import draw_network
from course_utils.figures.picture import Picture
from course_utils.pages.argument import show_argument
from course_utils.pages.class_answers import class_tally
from course_utils.pages.tables import show_ties
from course_utils.quiz.files import read_questions
from course_utils.reading.article import (
    own_copy,
    paragraphs_of,
    passage,
    rows_with_passage,
    save_copy,
)
from course_utils.reading.network import View, build_network
from course_utils.reading.network_words import finding, heading
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.source.course_rows import Term
from course_utils.source.errors import DataError, Problem
from course_utils.source.row import Row
from course_utils.source.rows import TABLES
from course_utils.source.tables import keys, read_table
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.explorers import explore_argument
from course_utils.widgets.my_work import what_is_found
from course_utils.widgets.panel import Panel
from tests.every_kind import EXAMPLES, QUIZ
from tests.figure_boxes import network_faults, texts, words
from tests.made_up_article import BODY, BYLINE, TITLE, made_up_course, page
from tests.made_up_network import GROUPS, PLACES, TIES, actor, made_up, tie
from tests.tiny_course import TERMS, Cells, write_tiny_course

DATA = Path(__file__).parent.parent / "data"
SAMPLE_CLASS = DATA / "sample-class"

# Tables: what may be missing


def problems(folder: Path) -> list[str]:
    """What is wrong with a folder, causes first; nothing if it loads."""
    try:
        load_course(folder)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_course_needs_no_table_no_questions_and_no_column_with_a_default(tmp_path: Path) -> None:
    write_tiny_course(tmp_path, {}, **{model.table: [] for model in TABLES})
    for model in TABLES:
        needed = [name for name, info in model.model_fields.items() if info.is_required()]
        header = ",".join(needed) + "\n"
        (tmp_path / f"{model.table}.csv").write_text(header, encoding="utf-8")
    load_course(tmp_path)
    for path in [*tmp_path.glob("*.csv")]:
        path.unlink()
    (tmp_path / "quizzes").rmdir()
    course = load_course(tmp_path)
    assert {*course.tables.values()} == {()}
    assert course.questions == {}
    (tmp_path / "datapackage.json").unlink()
    assert problems(tmp_path) == ["datapackage.json: is missing"]


LOST = [
    (["scales"], []),
    (["terms"], ["terms.csv: is missing, and needed by actors.csv (4 cells), cases.csv (2 cells), "]),
    (["claims"], ["claims.csv: is missing, and needed by assumptions.csv (2 cells), cases.csv (1 cell), "]),
    # Of these nothing but questions knows.
    (["statements", "hypotheses", "claims", "links", "hedges"], ["claims.csv: is missing, and needed by "]),
    (["statements", "hypotheses", "links"],
     ["statements.csv: missing, and questions name 2 rows that no table has, 'statements-1' first"]),
    (["glossary"],
     ["glossary.csv: missing, and questions name 3 rows that no table has, 'order taken for cause' first"]),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "expected"), LOST)
def test_a_missing_table_that_something_refers_to_is_one_problem_with_all_that_needs_it(
    tables: list[str], expected: list[str], tmp_path: Path
) -> None:
    write_tiny_course(tmp_path)
    for table in tables:
        (tmp_path / f"{table}.csv").unlink()
    found = problems(tmp_path)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


# What is shown of tables without rows


def without(gone: type[Row], folder: Path) -> Course:
    """The first course without one table, nor what refers to it, and without questions."""
    tables = {model: [*read_table(DATA, model).cells.values()] for model in TABLES}
    tables[gone] = []
    before = -1
    while before != (left := sum(map(len, tables.values()))):
        before = left
        for model, rows in tables.items():
            tables[model] = [row for row in rows if _holds(model, row, tables)]
    for model in (model for model in TABLES if model is not gone):
        with (folder / f"{model.table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*model.model_fields])
            writer.writeheader()
            writer.writerows(tables[model])
    shutil.copy(DATA / "datapackage.json", folder)
    return load_course(folder)


def _holds(model: type[Row], row: Cells, tables: Mapping[type[Row], Sequence[Cells]]) -> bool:
    """Take out of a row what names no row; tell whether it can stand without that."""
    names = {other.table: {each.get(other.key[-1]) for each in tables[other]} for other in TABLES}
    for each in tables[Term]:
        names.setdefault(each["list"], set()).add(each["id"])
    if row.get("list") == "strand" and row["id"] not in names["claims"]:
        return False
    for column, key, _ in keys(model):
        pool = names.get(key.table, set()) | {*key.also}
        items = row.pop(column, "").split(";")
        if kept := [item for item in items if item in pool]:
            row[column] = ";".join(kept)
    try:
        return not [*model.model_validate(row).troubles()]
    except ValidationError:
        return False


SHOWN: dict[str, Callable[[Course], object]] = {
    "timeline": cu.draw_timeline,
    "network": cu.draw_network,
    "scales": cu.draw_scales,
    "argument": cu.show_argument,
    "cases": cu.show_cases,
    "ties": cu.show_ties,
    "table": lambda course: cu.show_table(course.statements, "Statements", course),
    "class": lambda course: cu.show_class(SAMPLE_CLASS, course),
    "commitments": cu.count_commitments,
    "timeline explorer": cu.explore_timeline,
    "network explorer": cu.explore_network,
    "argument explorer": cu.explore_argument,
    "coding": lambda course: cu.code("P1", course),
    "forecast": lambda course: cu.commit_forecast("L1", course=course),
    "outcomes": cu.show_outcomes,
    "record": cu.my_record,
    "copy": cu.add_my_article,
    "text": cu.show_text,
}


@pytest.mark.parametrize("gone", [*TABLES, None], ids=lambda model: model.table if model else "all")
def test_all_that_can_be_shown_says_something_whichever_table_is_missing(
    gone: type[Row] | None, tmp_path: Path
) -> None:
    if gone:
        course = without(gone, tmp_path)
    else:
        shutil.copy(DATA / "datapackage.json", tmp_path)
        course = load_course(tmp_path)
    assert not any(course.tables[model] for model in TABLES if gone in (model, None))
    for name, show in SHOWN.items():
        try:
            made = show(course)
        except LookupError as error:  # of what is asked for by its name
            made = error
        match made:  # the first view of an explorer is drawn here
            case Picture():
                words = f"{made.alt} {made}"
            case Panel():
                words = str(made.shown)
            case Explorer():
                words = re.sub('<style.*?</style>|base64,[^"]*|<[^>]*>', "", made.html)
            case _:
                words = str(made)
        assert re.search(r"\w+ \w+", words), name
        assert not re.search(r"\b(of|with|from|for|:) +[.;:,]|\bNone\b|\bnan\b", words), (
            name,
            words,
        )


# The text itself


def shipping(course: Course, *blocks: str, licence: str = "Public domain") -> Course:
    """The course with these blocks as the text that ships with it."""
    package = course.folder / "datapackage.json"
    about = json.loads(package.read_text(encoding="utf-8"))
    about["sources"][0]["license"] = licence
    package.write_text(json.dumps(about), encoding="utf-8")
    (course.folder / "article.txt").write_text("\n\n".join(blocks), encoding="utf-8")
    return load_course(course.folder)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    return made_up_course(tmp_path)


BLOCKS = (f"{TITLE}\n{BYLINE}", *BODY[:-1], f"{BODY[-1]}\n")


def test_the_text_ships_only_with_its_licence_and_is_then_read_by_its_paragraphs(
    course: Course,
) -> None:
    assert paragraphs_of(course) == {}
    with pytest.raises(DataError) as caught:
        shipping(course, *BLOCKS, licence="")
    (problem,) = caught.value.problems
    assert str(problem).startswith("article.txt: ships with the course, which needs its licence")
    text = paragraphs_of(shipping(course, "", *BLOCKS, " ", ""))
    assert [*text] == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert text["P0"] == f"{TITLE} {BYLINE}"
    assert (text["P1"], text["P5"]) == (BODY[0], BODY[-1])
    (course.folder / "article.txt").write_bytes(BODY[0].encode("cp1252"))
    assert problems(course.folder)[0].startswith("article.txt: is not UTF-8: byte 0x")
    (course.folder / "article.txt").write_text("It is â€œsoâ€", encoding="utf-8")
    assert problems(course.folder)[0].startswith("article.txt: 'â€œsoâ€' is damaged")


def test_passages_come_from_the_readers_own_copy_and_without_one_from_the_text_that_ships(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = shipping(course, *BLOCKS)
    row = rows_with_passage(course)["forecasts-1"]
    assert passage(course, row).startswith("It was founded after the storm of 1987")
    assert "no copy is needed" in what_is_found(course)
    assert "input" not in str(cu.add_my_article(course).shown["content"])
    own = [block.replace("founded", "begun") for block in BLOCKS]
    save_copy(course, "\n\n".join(own).encode())
    assert passage(course, row).startswith("It was begun")
    assert what_is_found(course).endswith("is complete: 6 paragraphs found, none missing.")
    named = course.folder.parent / "named.txt"
    named.write_text("\n\n".join(BLOCKS).replace("founded", "made"), encoding="utf-8")
    monkeypatch.setenv("COURSE_ARTICLE", str(named))
    assert passage(course, row).startswith("It was made")


def test_the_text_is_shown_by_paragraphs_with_source_and_licence_if_it_ships(
    course: Course,
) -> None:
    save_copy(course, page())  # of which nothing is ever shown
    page_of_none = cu.show_text(course)
    lines = [
        "The text is not part of this course.",
        "Read it where it is published: A tiny article.",
    ]
    assert str(page_of_none).splitlines() == lines
    assert 'href="https://example.org/article" dir="auto">A tiny article</a>' in page_of_none.html
    blocks = [*BLOCKS[:2], "A <b>bold</b> & plain paragraph", *BLOCKS[3:]]
    course = shipping(course, *blocks, licence="<i>free</i>")
    whole = cu.show_text(course)
    assert "<b>bold" not in whole.body
    assert "<i>" not in whole.body
    shown = str(whole).splitlines()
    assert [line.split()[0] for line in shown[1:-1]] == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert shown[3] == "P2 A <b>bold</b> & plain paragraph"
    assert shown[-1] == "Source: A tiny article. Licence: <i>free</i>."
    for wanted in ("P4", ["P4"]):
        assert str(cu.show_text(course, wanted)).splitlines()[1:-1] == [f"P4 {BODY[3]}"]
    with pytest.raises(ValueError, match="no paragraph is called 'P9'"):
        cu.show_text(course, ["P4", "P9"])


# Two packages side by side


@pytest.mark.parametrize("owner", ["the learner", "somebody else"])
def test_courses_side_by_side_share_no_record_and_no_copy_of_a_text(
    owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_RECORD", raising=False)
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    own = owner == "the learner"
    monkeypatch.setenv("HOME", str(tmp_path if own else tmp_path / "learner"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "learner" / "data"))
    monkeypatch.setattr("course_utils.record.folder._own", lambda *_: False)
    folders = [tmp_path / "texts" / name for name in ("one", "two", "three/data", "four/data")]
    courses = [load_course(write_tiny_course(folder)) for folder in folders]
    records = [current_record(course) for course in courses]
    for folder, course, record in zip(folders, courses, records, strict=True):
        assert record.is_empty
        assert record.add_attempt("who-speaks", "v", 1, "right")
        home = folder.parent if folder.name == "data" else folder
        assert own_copy(course) == home / "my-work" / "article.txt"
        if own:
            assert record.path == home / "my-work" / "record"
        assert load_course(folder).questions == course.questions  # nothing is read of it
    assert [len(record.attempts()) for record in records] == [1] * len(courses)
    assert len({record.path for record in records}) == len(courses)


# Slips that are likely


Edit = Callable[[Path], object]


def with_rows(**tables: list[Cells]) -> Edit:
    """Write the tiny course with these rows."""
    return lambda folder: write_tiny_course(folder, None, **tables)


def in_bytes(table: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the file of a table as a whole."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_bytes()))

    return edit


def date(text: str) -> Edit:
    return with_rows(statements=[{"outside_date": text, "outside_source": "sources-1"}, {}])


def statement(**cells: str) -> Edit:
    return with_rows(statements=[cells, {}])


PLACE = "statements.csv row 2, column 'outside_date': "
FORM = "is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD; in a spreadsheet, format the column as text"
DAMAGED = "is damaged, and so may be more: UTF-8 was read in another encoding"
# By the points of what was tried with another text: what is done, and all that is said of it.
SLIPS: dict[str, tuple[Edit, list[str]]] = {
    # 3. dates of which not all is known
    "a year alone": (statement(day_in_text="1927", year="", year_source=""), []),
    "a month alone": (statement(day_in_text="1946-02", year="", year_source=""), []),
    "a year from outside": (date("1927"), []),
    "a day as a spreadsheet counts it": (date("6580"), [f"{PLACE}'6580' {FORM}"]),
    "blanks at the ends and around items": (with_rows(actors=[{"aliases": " one; two "}, {}]), []),
    # 4. lists of the text
    "a medium without its row": (
        statement(medium="telegram"),
        ["statements.csv row 2, column 'medium': 'telegram' is not in list 'medium' of terms.csv"],
    ),
    "an act without its row": (
        statement(act="warns"),
        ["statements.csv row 2, column 'act': 'warns' is not in list 'act' of terms.csv"],
    ),
    "a kind without its row": (
        with_rows(actors=[{"kind": "people"}, {}]),
        ["actors.csv row 2, column 'kind': 'people' is not in list 'kind' of terms.csv"],
    ),
    "a tie without its row": (
        with_rows(relations=[{"kind": "occupies"}, {}]),
        ["relations.csv row 2, column 'kind': 'occupies' is not in list 'tie' of terms.csv"],
    ),
    "a group without its row": (
        with_rows(actors=[{"group": "bloc"}, {}]),
        ["actors.csv row 2, column 'group': 'bloc' is not in list 'group' of terms.csv"],
    ),
    "words of the text's own, with their rows": (
        with_rows(
            statements=[
                {"medium": "telegram", "act": "warns"},
                {"act": "is silent", "mode": "silence"},
            ],
            actors=[{"kind": "people", "group": "bloc"}, {"kind": "state"}],
            relations=[{"kind": "occupies"}, {"kind": "heads"}],
            terms=[
                *TERMS,
                *(
                    {"list": name, "id": word, "tie_class": ""}
                    for name, word in {
                        "medium": "telegram",
                        "act": "warns",
                        "kind": "people",
                        "group": "bloc",
                    }.items()
                ),
                {"list": "tie", "id": "occupies", "tie_class": "opposes"},
            ],
        ),
        [],
    ),
    # 5. one bad cell, whatever refers to its row
    "a wrong voice": (
        with_rows(claims=[{"voice": "rumour"}, {}]),
        ["claims.csv row 2, column 'voice': 'rumour' is not one of author, official quoted,"],
    ),
    "a wrong voice of both claims": (
        with_rows(claims=[{"voice": "rumour"}, {"voice": "rumour"}]),
        [
            "claims.csv row 2, column 'voice': 'rumour'",
            "claims.csv row 3, column 'voice': 'rumour'",
        ],
    ),
    "a row that was cleared": (
        in_bytes("claims", lambda data: re.sub(rb"(?m)^claims-2,.*$", b",,,,,,", data)),
        ["links.csv row 2, column 'to_claim': 'claims-2' is not in claims.csv"],
    ),
    "a byte order mark": (in_bytes("claims", lambda data: b"\xef\xbb\xbf" + data), []),
    # 10. spreadsheets
    "semicolons": (in_bytes("scales", lambda data: data.replace(b",", b";")), []),
    "tabs": (in_bytes("scales", lambda data: data.replace(b",", b"\t")), []),
    "blank rows at the end": (in_bytes("claims", lambda data: data + b",,,,,,,,,,,\r\n" * 3), []),
    "a date of a spreadsheet": (date("2/9/1946"), [f"{PLACE}'2/9/1946' {FORM}"]),
    "a day of a spreadsheet": (date("13-Feb"), [f"{PLACE}'13-Feb' {FORM}"]),
    "a time of a spreadsheet": (
        date("1946-02-09 00:00:00"),
        [f"{PLACE}'1946-02-09 00:00:00' {FORM}"],
    ),
    "a day as a number": (date("16842"), [f"{PLACE}'16842' {FORM}"]),
    "a day in the text": (
        statement(day_in_text="13-Feb"),
        [
            "statements.csv row 2, column 'day_in_text': '13-Feb' is not a date of the form MM-DD, YYYY,"
        ],
    ),
    "no date": (
        date("soon"),
        [f"{PLACE}'soon' is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD"],
    ),
    "another encoding": (
        in_bytes("claims", lambda data: data.replace(b"claim 1", "“so”".encode("cp1252"))),
        ["claims.csv: is not UTF-8: byte 0x93 at position "],
    ),
    "a wrong encoding, saved again": (
        in_bytes("claims", lambda data: data.replace(b"claim 1", "â€œsoâ€".encode())),
        [f"claims.csv row 2, column 'claim': 'â€œsoâ€' {DAMAGED}"],
    ),
    "UTF-16": (
        in_bytes("claims", lambda data: data.decode().encode("utf-16")),
        ["claims.csv: is not UTF-8: byte 0x"],
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_said_once_and_its_cause_alone(slip: str, tmp_path: Path) -> None:
    change, expected = SLIPS[slip]
    write_tiny_course(tmp_path)
    change(tmp_path)
    found = problems(tmp_path)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


# Questions: files, wrong choices without a named error, and messages that say which choice

BARE = """\
- id: who
  kind: single choice
  stem: Who speaks?
  choices:
    - {text: The author of the long report, feedback: No verb of saying., evidence: [S1]}
    - {text: An official, correct: true, feedback: The verb says so., evidence: [S1]}
  answer: An official.
- id: when
  kind: order
  stem: In which order?
  items:
    - {text: First, feedback: It opens., evidence: [S1]}
    - {text: Second, feedback: It follows., evidence: [S1]}
    - {text: Third, feedback: It ends., evidence: [S1]}
  answer: One by one.
- id: which
  kind: classify
  stem: Which is it?
  categories: [said, done, asked]
  items:
    - {text: A letter, category: said, feedback: It is said., evidence: [S1]}
    - {text: A march, category: done, feedback: It is done., evidence: [S1]}
  answer: As the verbs say.
- id: how-many
  kind: number
  stem: How many?
  value: 3
  feedback: There are three.
  evidence: [S1]
  mistakes: [{value: 4, feedback: One is named twice.}]
  answer: Three.
- id: name
  kind: short text
  stem: Who?
  accepted: [Brandt]
  feedback: The verb has this subject.
  evidence: [S1]
  mistakes: [{texts: [Weber], feedback: This one listens.}]
  answer: Brandt.
"""
WRONG_ANSWERS = {
    "who": (0, "No verb of saying."),
    "when": ([2, 1, 0], "It ends."),
    "which": ([1, 1], "It is said."),
    "how-many": ("4", "One is named twice."),
    "name": ("Weber", "This one listens."),
}


def quiz_problems(folder: Path, name: str, text: str) -> list[str]:
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    found: list[Problem] = []
    read_questions(folder, ["S1"], [], found)
    return [str(problem) for problem in found]


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "A.YML", "a.Yaml"])
def test_a_wrong_answer_without_a_named_error_has_its_feedback_alone(
    tmp_path: Path, name: str
) -> None:
    assert quiz_problems(tmp_path / "quizzes", name, BARE) == []
    questions = read_questions(tmp_path / "quizzes", ["S1"], [], [])
    assert {question.lesson for question in questions.values()} == {Path(name).stem}
    for question, (response, feedback) in WRONG_ANSWERS.items():
        judged = questions[question].judge(response)
        assert judged.verdict != "right"
        assert judged.error == ""
        assert feedback in [remark.text for remark in judged.remarks]


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.yaml.txt", "questions"])
def test_a_file_beside_the_quiz_files_that_is_not_read_is_named(tmp_path: Path, name: str) -> None:
    for left in ("README.md", ".hidden", "a.yaml~", "Thumbs.db"):
        assert quiz_problems(tmp_path / left, left, "x") == []
    said = f"quizzes/{name}: is not read: the name of a quiz file ends in .yaml or .yml"
    assert quiz_problems(tmp_path / "quizzes", name, BARE) == [said]


AUTHOR, OFFICIAL = "choices, 1 'The author of the long report'", "choices, 2 'An official'"
EMPTY = "is empty, but a value is needed"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (" feedback: No verb of saying.,", "", [f"{AUTHOR}, feedback: {EMPTY}"]),
        ("text: An official, ", "", [f"choices, 2, text: {EMPTY}"]),
        ("evidence: [S1]}\n    - {text: An", "evidence: []}\n    - {text: An", [f"{AUTHOR}, evidence: has 0, at least 1 are needed"]),
        ("correct: true,", "correct: true, error: slip,", [f"{OFFICIAL}: is correct and names an error", "error: 'slip' is not in glossary.csv with the kind 'error'"]),
        ("correct: true,", "corect: true,", [f"{OFFICIAL}, corect: is not a key of this kind of question"]),
        ("correct: true,", "correct: perhaps,", [f"{OFFICIAL}, correct: 'perhaps' is neither true nor false"]),
        ("correct: true,", "", ["choices: 0 are marked correct, a single choice has exactly 1"]),
        ("A letter, category: said, feedback: It is said.", "A letter, feedback: It is said.", [f"items, 1 'A letter', category: {EMPTY}"]),
        ("value: 4, feedback: One is named twice.", "value: 4", [f"mistakes, 1, feedback: {EMPTY}"]),
    ],
)  # fmt: skip
def test_a_message_names_the_choice_and_what_is_missing_and_nothing_beside(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    assert BARE.count(old) == 1
    found = quiz_problems(tmp_path / "quizzes", "a.yml", BARE.replace(old, new))
    assert [problem.split("': ", 1)[1] for problem in found] == expected


# A class: what it answered wrongly, in words


def test_the_wrong_answers_of_a_class_are_told_in_words(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path / "data", {"every.yaml": QUIZ}))
    record = Record(tmp_path / "record")
    record.choose_learner_code("A")
    for example in EXAMPLES:
        question = course.questions[example.id]
        if question.kept_as == "attempt":
            judged = question.judge(example.wrong)
            outcome = judged.verdict, judged.error
            record.add_attempt(question.id, question.version, example.wrong, *outcome)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "A.jsonl").write_bytes(record.export())
    told = class_tally(tmp_path / "class", course).by_question.set_index("question")["wrong_answer"]
    assert len(told) == 7
    for name, answer in told.items():
        assert not re.search(r"[\[\]{}]|\bNone\b", answer), name
        assert not re.fullmatch(r"[\d, ]+", answer) or name in ("how-many", "what-share")
    assert told["one-of-four"] == "The author"
    assert told["five-in-order"].startswith("The ")


# The network: no states, no countries, groups instead, and other kinds of ties

NO_STATE = [
    actor(f"a{n}", label=f"Body {n}", kind="institution", group=f"g{n % 3}") for n in range(12)
]
FROM_ONE = [tie("a0", f"a{n}", said="own" if n % 3 else "asks") for n in range(1, 12)]


def test_actors_without_a_country_stand_under_the_labels_of_their_groups() -> None:
    course = made_up(NO_STATE, [*FROM_ONE, tie("a4", "a5", "opposes"), tie("a7", "a8")])
    view = View(build_network(course))
    assert view.core == "a0"
    assert set(view.homes.values()) == {"Group 0", "Group 1", "Group 2"}
    assert finding(view) == (
        "Ties of Body 0 to Group 1 and Group 2 rest on the author's own word;"
        " those to Group 0 are only asked for or aimed at"
    )
    assert heading(view, {"a3", "a6", "a9"}) == "only asked for or aimed at"
    for whole in (False, True):
        picture = draw_network(course, whole=whole)
        assert network_faults(picture.figure) == []
        assert {text.get_text() for text in texts(picture.figure, "home")} == {
            "Group 0",
            "Group 1",
            "Group 2",
        }
        assert "by group; " in picture.alt
        assert "In bold: the group of the actors." in words(picture.figure, "note")


def test_a_group_goes_before_the_country_and_only_without_both_an_actor_is_across_countries() -> (
    None
):
    homes = {"a1": {}, "a2": {"countries": "p0"}, "a3": {"countries": "p0", "group": "g1"}}
    homes |= {"a4": {"countries": "p2", "group": "g2"}, "a5": {"countries": "p2"}, "a6": {}}
    actors = [
        actor(name, **cells, kind="state" if name == "a2" else "party")
        for name, cells in homes.items()
    ]
    course = made_up(
        [*actors, actor("a7", kind="unit", countries="p0")],
        [
            *(tie("a2", name) for name in homes if name != "a2"),
            tie("a7", "a5"),
        ],
    )
    view = View(build_network(course))
    assert list(view.boxes.edges) == [("a2", "a7")], "at home in the core, and in no group"
    assert view.homes == {
        "a1": "Across countries",
        "a3": "Group 1",
        "a4": "Group 2",
        "a5": "Place 2",
        "a6": "Across countries",
    }
    note = words(draw_network(course).figure, "note")
    assert "the group or home of the actors, which need not be the theatre" in note
    assert "A3 (Group" not in str(show_ties(course)), "a group is no home elsewhere"


@pytest.mark.parametrize(("number", "core"), [(2, "edge"), (3, "a0")])
def test_a_state_that_the_text_hardly_names_does_not_stand_in_the_middle(
    number: int, core: str
) -> None:
    lines = [tie("a0", f"a{n}") for n in range(2, 2 + number)]
    course = made_up([*NO_STATE, actor("edge", countries="p1")], [*lines, tie("edge", "a1")])
    assert View(build_network(course)).core == core


def test_a_text_of_opposition_alone_has_a_picture_and_a_title() -> None:
    lines = [{**line, "kind": "opposes"} for line in FROM_ONE]
    rivals = [term for term in TIES if term["id"] == "opposes"]
    course = made_up(NO_STATE, lines, [*PLACES, *GROUPS, *rivals])
    picture = draw_network(course)
    assert picture.title.startswith("Opposition: ties of Body 0 to Group 1 and Group 2 rest on")
    assert "Left out" not in words(picture.figure, "note")
    assert network_faults(picture.figure) == []


def test_actors_of_the_only_home_stand_at_both_sides() -> None:
    course = made_up([{**row, "group": ""} for row in NO_STATE], FROM_ONE)
    figure = draw_network(course).figure
    assert [text.get_text() for text in texts(figure, "home")] == ["Across countries"] * 2
    said = {text.get_text() for text in texts(figure, "count")}
    assert said == {"the author says 4 of 4"}
    assert network_faults(figure) == []


# The argument: several theses, one of them attacked; or none, and no advice


def argument(folder: Path, roles: Sequence[str], *steps: tuple[int, int, str]) -> Course:
    """A course of claims with these roles, and of steps between them: from, to, kind."""
    links = [
        {"from_claim": f"claims-{start}", "from_statement": "", "to_claim": f"claims-{end}"}
        | {"kind": kind, "move": "rebuts the claim" if kind == "attacks" else ""}
        for start, end, kind in steps
    ]
    claims = [{"role": role} for role in roles]
    none: list[dict[str, str]] = []
    tables = {"claims": claims, "links": links, "assumptions": none, "hedges": none, "cases": none}
    return load_course(write_tiny_course(folder, None, **tables))


THREE = ["thesis", "thesis", "thesis", "evidence", "evidence", "evidence", "evidence"]
OWN = "of them the author's word without reservation"


@pytest.mark.parametrize(
    ("roles", "steps", "title"),
    [
        (THREE, [(4, 1, "supports"), (5, 1, "supports"), (6, 2, "supports"), (7, 2, "attacks")], f"3 theses rest on 3 grounds, all {OWN}: 2 for claims-1, 1 for claims-2 and none for claims-3; 1 claim stands against claims-2"),
        (THREE, [(4, 1, "supports"), (4, 2, "supports"), (7, 3, "attacks")], "3 theses rest on 1 ground, the author's word without reservation: 1 for claims-1, 1 for claims-2 and none for claims-3; 1 claim stands against claims-3"),
        (THREE, [(4, 1, "attacks"), (5, 2, "attacks"), (6, 2, "attacks")], "3 theses rest on no recorded ground; 1 claim stands against claims-1; 2 claims stand against claims-2"),
        (THREE, [(4, 1, "supports"), (5, 1, "attacks")], "3 theses rest on 1 ground, the author's word without reservation: 1 for claims-1, none for claims-2 and none for claims-3; 1 claim stands against claims-1"),
        (THREE[2:], [(2, 1, "supports"), (3, 1, "attacks")], "The thesis rests on 1 ground, the author's word without reservation; 1 claim stands against it"),
        (THREE[2:], [(2, 3, "supports")], "The thesis rests on no recorded ground"),
        (["thesis", "inference", "evidence"], [(1, 2, "supports"), (3, 1, "supports")], "The thesis rests on 1 ground, the author's word without reservation"),
        (["evidence", "inference"], [(1, 2, "supports")], "1 step joins 2 claims, and none is a thesis"),
    ],
)  # fmt: skip
def test_the_title_of_an_argument_is_true_of_each_thesis(
    tmp_path: Path, roles: Sequence[str], steps: Sequence[tuple[int, int, str]], title: str
) -> None:
    course = argument(tmp_path, roles, *steps)
    assert show_argument(course).title == title
    assert explore_argument(course).status == f"{title}."


@pytest.mark.parametrize("number", [5, 6])
def test_much_advice_is_folded_under_the_thesis_and_all_of_it_is_there(
    tmp_path: Path, number: int
) -> None:
    roles = [*["recommendation"] * number, "thesis", "evidence"]
    steps = [(number + 2, claim, "supports") for claim in range(1, number + 2)]
    page = show_argument(argument(tmp_path, roles, *steps)).body
    assert (f"{number} recommendations" in page) == (number > 5)
    assert page.count('class="role">recommendation') == number
    if number > 5:
        assert page.index('class="role">thesis') < page.index(f"{number} recommendations")


def test_strands_say_which_thesis_they_lead_to_and_an_attack_is_no_ground(tmp_path: Path) -> None:
    steps = (4, 5, "supports"), (5, 1, "supports"), (6, 1, "supports"), (7, 2, "attacks")
    told = str(show_argument(argument(tmp_path / "a", THREE, *steps)))
    assert "\nSupports thesis claims-1.\n" in told
    assert "→ stands against thesis claims-2" in told
    assert "\nGrounds and attacks that stand alone\n1 ground and 1 attack without grounds" in told
    assert "the thesis" not in told
    apart = argument(tmp_path / "b", THREE, (4, 5, "supports"), (6, 7, "attacks"))
    told = str(show_argument(apart))
    assert told.count("Leads neither to a thesis nor to advice.") == 2


# The package itself: it knows no text

ROOT = Path(__file__).parent.parent
COURSES = [ROOT / "data", *sorted(ROOT.glob("courses/*/data"))]
READ = {".py", ".pyi", ".html", ".js", ".css", ".md", ".csv", ".json", ".yaml", ".yml", ".ipynb"}
SOURCES = sorted(
    path for path in (ROOT / "src" / "course_utils").rglob("*") if path.suffix in READ | {".txt"}
)
# Lists of terms that name what a text is about; media, acts and ties are words of any text.
NAMING = ("side", "place", "topic", "group", "strand")
# Names that are words of the method, too, each with the reason.
ORDINARY = {"UN": "a kind of publisher in the table of sources", "world": "a word of every day"}


def rows_of(data: Path, table: str) -> list[dict[str, str]]:
    with (data / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names_of(data: Path) -> Iterator[str]:
    """Names, labels, aliases and identifiers of the actors, labels of terms, places by both."""
    for row in rows_of(data, "actors"):
        spelt = (row["name"], row["label"], *row.get("aliases", "").split(";"))
        yield from (name.strip() for name in spelt if name != name.lower())
        yield row["id"]
    for row in rows_of(data, "terms"):
        yield from [row["label"]] * (row["list"] in NAMING)
        yield from [row["id"]] * (row["list"] == "place")


NAMES = {name for data in COURSES for name in names_of(data)} - {""} - set(ORDINARY)
ANY_NAME = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(NAMES, key=len)[::-1]))})(?!\w)")


def test_the_package_names_nothing_of_any_text() -> None:
    found = {str(path): ANY_NAME.findall(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert len(found) > 80
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize("data", COURSES, ids=lambda data: data.parent.name)
def test_a_name_of_a_text_would_be_found_wherever_it_stood(data: Path) -> None:
    names = set(names_of(data)) & NAMES
    assert len(names) > 20
    for name in names:
        for text in (f'START = "{name}"', f"<p>{name}: why?</p>", f"- {name}\n"):
            assert any(name in found for found in ANY_NAME.findall(text)), name
