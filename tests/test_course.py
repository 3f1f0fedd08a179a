from __future__ import annotations

import os
from pathlib import Path

import pytest

from course_utils.session import current_course, load_course
from course_utils.source.errors import DataError
from course_utils.source.rows import TABLES, Row, Statement
from tests.tiny_course import write_tiny_course

NAMES = [model.table for model in TABLES]


def problems(folder: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        load_course(folder)
    return [str(problem) for problem in caught.value.problems]


def only_problem(folder: Path) -> str:
    found = problems(folder)
    assert len(found) == 1, found
    return found[0]


def edit(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny_course(tmp_path)


def test_a_valid_folder_loads_every_table(tiny: Path) -> None:
    course = load_course(tiny)
    for name in NAMES:
        assert len(getattr(course, name)) >= 2


def test_a_frame_has_the_columns_of_its_file_and_what_is_computed(tiny: Path) -> None:
    columns = list(load_course(tiny).statements.columns)
    assert columns == [*Statement.model_fields, "commitment", "date"]


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path, hypotheses=[]))
    assert course.hypotheses.columns[0] == "basis"
    assert course.hypotheses.empty


def test_changing_a_frame_changes_nothing_else(tiny: Path) -> None:
    course = load_course(tiny)
    frame = course.statements
    frame.loc[0, "content"] = "changed"
    assert "changed" not in set(course.statements["content"])


def test_the_data_are_found_from_the_notebooks_folder_upward(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_course(tmp_path / "data")
    (tmp_path / "notebooks" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "notebooks" / "deeper")
    assert load_course().folder == tmp_path / "data"


def test_course_data_names_another_folder(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_DATA", str(tiny))
    assert load_course().folder == tiny


def test_no_data_anywhere_says_how_to_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match="set COURSE_DATA to its place"):
        load_course()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "nowhere").endswith("nowhere: is not a folder")


def test_the_course_last_loaded_is_the_current_one(tiny: Path) -> None:
    course = load_course(tiny)
    assert current_course() is course
    assert current_course(course) is course


def test_unchanged_files_give_the_same_course(tiny: Path, tmp_path: Path) -> None:
    course = load_course(tiny)
    assert load_course(tiny) is course
    other = load_course(write_tiny_course(tmp_path / "other"))
    assert load_course(tiny) is course
    assert current_course() is course is not other


@pytest.mark.parametrize("name", ["actors.csv", "datapackage.json", "quizzes/lesson.yaml"])
def test_a_changed_file_gives_a_new_course(name: str, tiny: Path) -> None:
    course = load_course(tiny)
    path = tiny / name
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    assert load_course(tiny) is not course


def test_a_file_that_is_new_or_gone_gives_a_new_course(tiny: Path) -> None:
    course = load_course(tiny)
    (tiny / "quizzes" / "more.yaml").write_text("[]", encoding="utf-8")
    more = load_course(tiny)
    (tiny / "quizzes" / "more.yaml").unlink()
    assert more is not course
    assert load_course(tiny) is not more


def test_a_refusal_is_not_remembered(tiny: Path) -> None:
    whole = (tiny / "scales.csv").read_bytes()
    (tiny / "scales.csv").unlink()
    assert problems(tiny) == problems(tiny)
    (tiny / "scales.csv").write_bytes(whole)
    assert load_course(tiny).folder == tiny


@pytest.mark.parametrize("table", NAMES)
def test_a_missing_file_is_named_alone(table: str, tiny: Path) -> None:
    (tiny / f"{table}.csv").unlink()
    assert only_problem(tiny) == f"{table}.csv: is missing"


@pytest.mark.parametrize("table", NAMES)
def test_an_empty_file_is_named_alone(table: str, tiny: Path) -> None:
    (tiny / f"{table}.csv").write_bytes(b"")
    assert only_problem(tiny) == f"{table}.csv: is empty"


@pytest.mark.parametrize("model", TABLES)
def test_a_row_broken_in_any_table_is_named_with_file_row_and_column(
    model: type[Row], tiny: Path
) -> None:
    column = next(name for name, info in model.model_fields.items() if info.is_required())
    path = tiny / f"{model.table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = list(model.model_fields).index(column)
    cells = lines[1].split(",")
    cells[place] = ""
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    expected = f"{model.table}.csv row 2, column '{column}': is empty, but a value is needed"
    assert only_problem(tiny) == expected


def test_all_problems_of_all_files_come_at_once(tiny: Path) -> None:
    edit(tiny, "statements", "author,asserted", "rumour,certain")
    edit(tiny, "actors", "yes,", "perhaps,")
    (tiny / "scales.csv").unlink()
    files = {problem.split(".csv")[0] for problem in problems(tiny)}
    assert {"statements", "actors", "scales"} <= files


def test_nothing_is_half_loaded(tiny: Path) -> None:
    before = load_course(tiny)
    (tiny / "scales.csv").unlink()
    problems(tiny)
    assert current_course() is before


def test_a_missing_column_is_named(tiny: Path) -> None:
    edit(
        tiny, "scales", "scale,term,low_percent,high_percent,note", "scale,term,low_percent,note,x"
    )
    found = problems(tiny)
    assert "scales.csv row 1, column 'high_percent': the column is missing" in found
    assert any(
        text.startswith("scales.csv row 1, column 'x': the column is not known") for text in found
    )


def test_a_column_that_stands_twice_is_named(tiny: Path) -> None:
    edit(
        tiny,
        "scales",
        "scale,term,low_percent,high_percent,note",
        "scale,term,term,low_percent,high_percent,note",
    )
    assert "scales.csv row 1, column 'term': the column stands 2 times" in problems(tiny)


def test_a_row_with_too_many_cells_is_named(tiny: Path) -> None:
    edit(tiny, "cases", "place-1,", "place-1,one too many,")
    assert only_problem(tiny) == "cases.csv row 2: has 7 cells where the header has 6"


@pytest.mark.parametrize(
    ("table", "change", "problem"),
    [
        ("statements", {"order_told": "first"}, "column 'order_told': 'first' is not a whole number"),
        ("statements", {"order_told": "9" * 5000}, "999…' is too large a number"),
        ("statements", {"order_told": "0"}, "column 'order_told': '0' is below 1"),
        ("statements", {"outside_date": "٢٠١٧-11-01", "outside_source": "sources-1"}, "is not a date of"),
        ("statements", {"day_in_text": "11-31"}, "column 'day_in_text': '11-31' is a date that does"),
        ("statements", {"day_in_text": "02-29", "year": "2017", "year_source": "sources-1"},
         "column 'day_in_text': '2017-02-29' is a date that does not exist"),
        ("statements", {"day_in_text": "Nov 21"}, "'Nov 21' is not a date of the form MM-DD"),
        ("statements", {"day_in_text": "11-21", "year": "", "year_source": ""}, "column 'year': year and"),
        ("statements", {"outside_date": "2017-13-01", "outside_source": "sources-1"}, "does not exist"),
        ("statements", {"outside_date": "2017-11-01", "outside_source": ""}, "give both or neither"),
        ("statements", {"voice": "rumour"}, "column 'voice': 'rumour' is not one of author, official"),
        ("statements", {"mode": "silence", "act": "explains"}, "column 'mode': is 'silence', but act is"),
        ("statements", {"certainty": "conditional"}, "column 'condition': is empty, but certainty is"),
        ("statements", {"certainty": "hedged"}, "column 'hedge': is empty, but certainty is 'hedged'"),
        ("statements", {"hedge": "may"}, "column 'hedge': is 'may', but certainty is 'asserted'"),
        ("statements", {"condition": "if so"}, "column 'condition': is given, but certainty is"),
        ("statements", {"side": "nowhere"}, "column 'side': 'nowhere' is not in list 'side' of terms"),
        ("statements", {"who": "actors-1;nobody"}, "column 'who': 'nobody' is not in actors.csv"),
        ("statements", {"who": "actors-1; actors-2"}, "is not a list with ';' between its items"),
        ("statements", {"paragraph": "para 1"}, "is not a paragraph: P and its number, as in P3"),
        ("statements", {"id": "no blanks please"}, "is not an identifier: letters, digits"),
        ("statements", {"anchor": " blank before"}, "column 'anchor': starts or ends with a blank"),
        ("actors", {"kind": "gang"}, "column 'kind': 'gang' is not one of person, unit, armed group"),
        ("actors", {"hypothetical": "maybe"}, "column 'hypothetical': 'maybe' is neither yes nor no"),
        ("relations", {"to_actor": "actors-1"}, "column 'to_actor': is 'actors-1', the same as from"),
        ("relations", {"kind": "loves"}, "column 'kind': 'loves' is not in list 'tie' of terms.csv"),
        ("terms", {"list": "tie", "tie_class": ""}, "column 'tie_class': goes with a term of list 'tie': give it there"),
        ("terms", {"list": "place", "tie_class": "helps"}, "column 'tie_class': goes with a term of"),
        ("terms", {"list": "tie", "tie_class": "loves"}, "'loves' is not one of leads or creates, helps"),
        ("terms", {"id": "two  blanks"}, "is not a word, or words with single blanks between them"),
        ("relations", {"to_actor": "nobody"}, "column 'to_actor': 'nobody' is not in actors.csv"),
        ("relations", {"claimed_by": "actors-1"}, "column 'claimed_by': is 'actors-1', but voice is"),
        ("claims", {"role": "rumour"}, "column 'role': 'rumour' is not one of thesis, recommendation"),
        ("links", {"from_statement": "statements-1", "from_claim": "claims-1"}, "exactly one of"),
        ("links", {"from_claim": "", "from_statement": ""}, "exactly one of"),
        ("sources", {"published": "2017-1"}, "column 'published': '2017-1' is not a date of the form"),
        ("sources", {"published": "2021/2025-02-30"}, "'2021/2025-02-30' is a date that does not exist"),
        ("scales", {"low_percent": "120"}, "column 'low_percent': '120'"),
        ("scales", {"low_percent": "50", "high_percent": "40"}, "is 40, below low_percent 50"),
        ("context", {"source_ids": "sources-1;sources-9"}, "'sources-9' is not in sources.csv"),
        ("outcomes", {"forecast_id": "F99"}, "column 'forecast_id': 'F99' is not in forecasts.csv"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_what_came_and_what_was_expected(
    table: str, change: dict[str, str], problem: str, tmp_path: Path
) -> None:
    found = problems(write_tiny_course(tmp_path, None, **{table: [change, {}]}))
    mine = [text for text in found if text.startswith(f"{table}.csv row 2, column")]
    assert any(problem in text for text in mine), found


def test_a_partial_date_may_lack_its_day_or_name_two(tmp_path: Path) -> None:
    rows = [{"published": "2017-11"}, {"published": "2021/2025"}]
    assert list(load_course(write_tiny_course(tmp_path, sources=rows)).sources["published"]) == [
        "2017-11",
        "2021/2025",
    ]


def test_a_duplicate_id_is_named_with_the_row_that_has_it(tmp_path: Path) -> None:
    folder = write_tiny_course(tmp_path, hedges=[{"id": "H1"}, {"id": "H1"}])
    assert only_problem(folder) == "hedges.csv row 3, column 'id': 'H1' stands already in row 2"


def test_parts_that_go_round_in_a_circle_are_named(tmp_path: Path) -> None:
    rows = [{"part_of": "actors-2"}, {"part_of": "actors-1"}]
    text = only_problem(write_tiny_course(tmp_path, actors=rows))
    assert text.startswith("actors.csv row 2, column 'part_of': goes round in a circle: actors-")


def test_claims_that_support_each_other_in_a_circle_are_named(tmp_path: Path) -> None:
    rows = [
        {"from_claim": "claims-1", "from_statement": "", "to_claim": "claims-2"},
        {"from_claim": "claims-2", "from_statement": "", "to_claim": "claims-1"},
    ]
    text = only_problem(write_tiny_course(tmp_path, links=rows))
    assert text.startswith("links.csv row 2, column 'to_claim': goes round in a circle: claims-")


def test_another_encoding_is_named(tiny: Path) -> None:
    path = tiny / "scales.csv"
    path.write_bytes(path.read_bytes().replace(b"scale 1", "Über".encode("latin-1")))
    assert only_problem(tiny).startswith("scales.csv: is not UTF-8: byte 0xdc at position")


def test_a_quote_left_open_is_named_with_its_row(tiny: Path) -> None:
    edit(tiny, "hedges", "hedges-2,", '"hedges-2,')
    assert only_problem(tiny).startswith("hedges.csv row 3: cannot be read as CSV from this row on")


def test_a_file_that_may_not_be_read_is_named(tiny: Path) -> None:
    (tiny / "scales.csv").unlink()
    (tiny / "scales.csv").mkdir()
    assert only_problem(tiny).startswith("scales.csv: cannot be read: ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "datapackage.json row 1: is not JSON"),
        ("[]", "datapackage.json: needs 'title', and 'sources'"),
        ('{"title": "x", "sources": []}', "datapackage.json: needs 'title', and 'sources'"),
    ],
)
def test_a_bad_package_file_is_named(text: str, problem: str, tiny: Path) -> None:
    (tiny / "datapackage.json").write_text(text, encoding="utf-8")
    assert only_problem(tiny).startswith(problem)


def test_a_missing_package_file_is_named(tiny: Path) -> None:
    (tiny / "datapackage.json").unlink()
    assert only_problem(tiny) == "datapackage.json: is missing"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "$x_1$", "long " * 100, "بسیج", "\U0001f600", 'a "quote"']
)
def test_odd_text_arrives_as_it_is(text: str, tmp_path: Path) -> None:
    course = load_course(write_tiny_course(tmp_path, hypotheses=[{"reason": text}]))
    assert list(course.hypotheses["reason"]) == [text]


def test_a_label_names_actors_and_those_not_named(tiny: Path) -> None:
    course = load_course(tiny)
    assert course.label_of("actors-1") == course.actors["label"][0]
    assert course.label_of("unnamed") == "not named"


def test_loading_leaves_the_environment_as_it_was(tiny: Path) -> None:
    before = dict(os.environ)
    load_course(tiny)
    assert dict(os.environ) == before
