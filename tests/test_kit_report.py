"""The report on a course and the doctor: what a teacher reads who never saw Python."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import jupyter_core.paths
import pytest

from course_utils.kit.doctor import diagnose
from course_utils.kit.report import check_course
from course_utils.session import load_course
from course_utils.source.errors import DataError
from tests.made_up_article import ARTICLE, made_up_course, page
from tests.tiny_course import ABOUT, QUESTIONS, write_tiny_course

ROOT = Path(__file__).parent.parent
BLOCKS = (f"{ARTICLE[0]} {ARTICLE[1]}", *ARTICLE[2:])  # P0 is headline and author
READERS_COPY = os.environ.get("COURSE_ARTICLE")
FULL = Path("/dev/full")
ASKS = 'cu.ask("who-speaks")\ncu.ask("what-is-told")\ncu.code("P1")\ncu.commit_forecast("ledger-1", "ledger-2")'


@pytest.fixture(autouse=True)
def _no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    monkeypatch.delenv("COURSE_DATA", raising=False)


def notebook(folder: Path, *code: str, prose: str = "", name: str = "01-first") -> Path:
    """Write a notebook beside the data in ``folder / "data"``."""
    cells = [{"cell_type": "markdown", "source": [prose]}]
    cells += [{"cell_type": "code", "source": source.splitlines(True)} for source in code]
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A course with a text that ships, whose one notebook asks all there is."""
    data = made_up_course(tmp_path).folder
    about = ABOUT | {"sources": [{"title": "A tiny article", "license": "CC0-1.0"}]}
    (data / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    (data / "article.txt").write_text("\n\n".join(BLOCKS), encoding="utf-8")
    notebook(tmp_path, ASKS)
    return data


def change(path: Path, old: str, new: str, times: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def assert_fits(report: str) -> None:
    """At most 80 columns; only a long name alone in its line may have more."""
    assert all(len(line) <= 80 or " " not in line.strip() for line in report.split("\n"))


def wrong(data: Path) -> str:
    """The report on a course that is not ready, its lines joined and unbroken."""
    report, ready = check_course(data)
    assert not ready
    assert report.startswith("Not ready: ")
    assert_fits(report)
    return " ".join(report.split())


def test_the_first_course_is_ready_to_teach_with(monkeypatch: pytest.MonkeyPatch) -> None:
    report, ready = check_course(ROOT / "data")
    assert ready
    assert report.startswith("Ready to teach with: no problem was found.\n")
    assert "give a copy of the text with --article FILE" in report
    lines = report.split("\n")
    assert_fits(report)
    assert len(lines) <= 24
    assert "no notebook asks" not in report
    assert " is thin" not in report


def test_a_readers_copy_of_the_first_text_has_every_passage_once() -> None:
    copy = READERS_COPY
    if not copy:
        pytest.skip("There is no copy of the article: name one in COURSE_ARTICLE to check anchors.")
    report, ready = check_course(ROOT / "data", Path(copy))
    assert ready
    assert "Each passage was looked for" in report


def test_a_course_with_its_text_says_how_far_its_rows_reach(made_up: Path) -> None:
    report, ready = check_course(made_up)
    assert ready
    assert "Each passage was looked for in the text.\n" in report
    assert "  paragraph   P0  P1  P2  P3  P4  P5\n" in report
    assert re.search("  relations +- +2 +- +- +- +-\n", report)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("first step to service", "first stop to service", "claims.csv claims-1: anchor 'first stop to service' is not in the text"),
        ("first step to service", "the", "claims.csv claims-1: anchor 'the' should stand once, in P1, and stands 25 times, in P0, P1, P2, P3, P4 and P5"),
        ("P1,first step", "P2,first step", "claims.csv claims-1: anchor 'first step to service' should stand once, in P2, and stands 1 time, in P1"),
    ],
)  # fmt: skip
def test_an_anchor_that_does_not_find_its_passage_is_a_problem_of_its_row(
    old: str, new: str, said: str, made_up: Path
) -> None:
    change(made_up / "claims.csv", old, new)
    assert said in wrong(made_up)


def test_a_copy_may_have_a_menu_and_is_named_before_the_text_that_ships(
    made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(page())
    (made_up / "article.txt").write_text("Nothing of it.", encoding="utf-8")
    assert wrong(made_up).startswith("Not ready: 15 problems.")
    report, ready = check_course(made_up, copy)
    assert ready
    assert "Each passage was looked for in the text.\n" in report
    (made_up / "article.txt").unlink()
    monkeypatch.setenv("COURSE_ARTICLE", str(copy))
    assert check_course(made_up) == (report, True)
    copy.write_text("Another text.", encoding="utf-8")
    assert "This is not the text of this course: 0 of 15 passages were found." in wrong(made_up)
    copy.unlink()
    assert f"{copy} cannot be read: No such file or directory." in wrong(made_up)


Tables = dict[str, list[dict[str, str]]]
# A table and its rows, and what a report says for certain, once.
BROKEN: list[tuple[Tables, str]] = [
    ({"claims": [{"voice": "rumour"}, {}]}, "claims.csv row 2, column voice: 'rumour' is not one of author, "),
    ({"claims": [{"id": "claims 1"}, {}]}, "claims.csv row 2, column id: 'claims 1' is not an identifier"),
    ({"statements": [{"content": ""}] * 7}, "rows 2, 3, 4, 5, 6 and 2 others, column content: is empty, but a value is needed"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "said"), BROKEN)
def test_what_is_wrong_is_said_once_by_file_and_the_rest_waits(
    tables: Tables, said: str, tmp_path: Path
) -> None:
    data = write_tiny_course(tmp_path / "data", None, **tables)
    notebook(tmp_path, prose="Write here: who speaks.")
    report = wrong(data)
    with pytest.raises(DataError) as caught:
        load_course(data)
    assert report.startswith(f"Not ready: {len(caught.value.problems)} problem")
    assert report.count(said) == 1
    assert report.endswith("the text and the lessons are looked at after that.")


def test_cleared_rows_and_a_missing_table_that_is_named_are_told_by_their_cause(
    tmp_path: Path,
) -> None:
    data = write_tiny_course(tmp_path / "data", claims=[{}, {}, *({"id": ""} for _ in range(6))])
    assert (
        "claims.csv rows 4, 5, 6, 7, 8 and 9, column id: is empty, but a value is needed"
        in wrong(data)
    )
    (write_tiny_course(data) / "claims.csv").unlink()
    report, _ = check_course(data)
    assert report.startswith("Not ready: 1 problem.\n\nclaims.csv\n  is missing, and ")
    (write_tiny_course(data) / "forecasts.csv").unlink()
    (data / "outcomes.csv").unlink()
    report, ready = check_course(data)
    assert ready
    assert "Empty, and named in no lesson: forecasts and outcomes" in report


def test_a_question_without_feedback_is_a_problem_and_one_without_an_error_is_not(
    tmp_path: Path,
) -> None:
    quiz = QUESTIONS.replace("feedback: What", "evidence: [claims-1]").replace(
        "      feedback: This fits if one reads past the verb of saying.\n", ""
    )
    data = write_tiny_course(tmp_path / "data", {"lesson.yaml": quiz})
    assert (
        "quizzes/lesson.yaml line 1, who-speaks: choices, 3 'Nobody', feedback: is empty"
        in wrong(data)
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('cu.ask("who-spoke")', "no question is called 'who-spoke'; like it: who-speaks"),
        ('cu.predict(question_id="who-spoke")', "no question is called 'who-spoke'; like it"),
        ('%matplotlib inline\ncu.commit_forecast("ledger-1", "war")', "no ledger event is called 'war'; the first: ledger-1"),
        ('cu.code("P77")', "no paragraph with claims is called 'P77'; the first: P1"),
        ("cu.write_brief()", "no question is called 'brief'; the first: who-speaks"),
        ('cu.draw_network(course, theatre="moon")', "no place is called 'moon'; the first: place-1"),
        ('cu.draw_network(course, "actors-9")', "no actor is called 'actors-9'; like it: actors-"),
        ('cu.draw_network(course, focus="harn")', "no actor is called 'harn'; the first: actors-1"),
        ('cu.predict("who-speaks", cu.draw_network(course, upto="the mayor"))', "no step is called 'the mayor'; like it: the author"),
        ('explore_network(course, actor="harn")', "no actor is called 'harn'; the first: actors-1"),
        ('cu.show_argument(course, focus="C12")', "no claim, statement or premise is called 'C12'; the first: statements-1"),
        ('cu.show_argument(course, without=["assumptions-1", "A1"])', "no claim, statement or premise is called 'A1'; the first"),
        ('cu.draw_timeline(course, sides=["side-1", "side-3"])', "no side is called 'side-3'; like it: side-"),
        ('cu.show_text(course, ["P1", "P6"])', "no paragraph is called 'P6'; like it: P"),
        ("cu.ask(", "cannot run: '(' was never closed"),
    ],
)  # fmt: skip
def test_what_a_notebook_names_and_the_course_does_not_have_is_a_problem_of_its_cell(
    code: str, said: str, made_up: Path
) -> None:
    notebook(made_up.parent, "1", code, name="02-second")
    report = wrong(made_up)
    assert report.startswith(f"Not ready: 1 problem. notebooks/02-second.ipynb cell 3: {said}")


def test_what_no_notebook_asks_is_thin_or_left_to_write_is_told_and_stops_nobody(
    made_up: Path,
) -> None:
    prose = "Write here: who speaks.\nWrite here: and when."
    loaded = (
        "course = cu.load_course(as_of='1918-01-08')\ncu.draw_timeline(course, as_of='1918-01-05')"
    )
    code = 'cu.ask("who-speaks")', "cu.explore_timeline(course)", "course.cases.query('x')", loaded
    notebook(made_up.parent, *code, prose=prose)
    report, ready = check_course(made_up)
    assert ready
    told = " ".join(report.split())
    assert "01-first will be thin (rows: cases 2) " in told
    assert "Questions and events that no notebook asks: what-is-told, ledger-1 and ledger-2" in told
    assert "Places that still say 'Write here:': 01-first 2" in told
    assert "Loaded as of: 1918-01-08 (" in told


@pytest.mark.parametrize(
    "content", [b"", b"no JSON", b"[]", b'{"cells": 3}', b'{"cells": [{"source": 1}]}', b"\xff", b"[" * 99_999]
)  # fmt: skip
def test_a_notebook_that_is_none_is_one_problem_whatever_is_in_it(
    content: bytes, made_up: Path
) -> None:
    (made_up.parent / "notebooks" / "02-odd.ipynb").write_bytes(content)
    report = wrong(made_up)
    assert report.startswith("Not ready: 1 problem. notebooks/02-odd.ipynb ")


@contextmanager
def shut(path: Path, mode: int) -> Iterator[None]:
    """A folder without a permission; permissions do not stop the administrator."""
    before, user = path.stat().st_mode, os.geteuid()
    path.chmod(mode)
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)
        path.chmod(before)


@pytest.mark.parametrize("name", ["data", "."])
def test_a_folder_that_may_not_be_read_is_a_problem(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = write_tiny_course(Path(folder) / "data")
        notebook(Path(folder), ASKS)
        with shut(Path(folder, name), 0):
            report, _ = check_course(data)
    assert "cannot be read: Permission denied" in " ".join(report.split())


def test_the_command_says_all_causes_and_ends_with_1_where_the_course_is_not_ready(
    tmp_path: Path,
) -> None:
    changes = [{"voice": "rumour"}, {"role": "song"}]
    write_tiny_course(tmp_path / "data", claims=changes, scales=[{"low_percent": "x"}])
    command = [sys.executable, "-m", "course_utils", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    for said in (
        "Not ready: 3 problems.",
        "'rumour' is not",
        "'song' is not",
        "'x' is not a whole",
    ):
        assert done.stdout.count(said) == 1
    done = subprocess.run([*command[:-1], str(ROOT)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:5]) == (0, "Ready")
    empty = tmp_path / "empty"
    empty.mkdir()
    done = subprocess.run([*command[:-1], str(empty)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def doctor(fine: bool) -> str:
    report, nothing_stops = diagnose()
    assert nothing_stops == fine
    assert_fits(report)
    return " ".join(report.split())


def test_the_doctor_says_that_all_is_in_order(
    made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made_up.parent)
    monkeypatch.setattr("shutil.which", lambda _: None)
    before = sorted(made_up.parent.rglob("*"))
    report = doctor(True)
    assert "look" not in report
    assert f"ok Course: A tiny course, in {made_up}" in report
    assert "The text is there" in report
    assert "Nothing stops the work. To open the course, type: python -m course_utils" in report
    assert sorted(made_up.parent.rglob("*")) == before


def test_the_doctor_names_a_course_that_is_broken_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"in {ROOT / 'data'}" in " ".join(diagnose()[0].split())  # the one that is installed
    write_tiny_course(tmp_path / "data", claims=[{"voice": "rumour"}, {}])
    report = doctor(False)
    assert "claims.csv row 2, column 'voice': 'rumour' is not one of" in report
    assert "go to the folder of the course, and type: python -m course_utils check ." in report
    monkeypatch.setenv("COURSE_DATA", "/nowhere")
    assert "/nowhere: is not a folder; this is the place that COURSE_DATA names" in doctor(False)


def test_the_doctor_says_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_tiny_course(Path(folder) / "data")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COURSE_RECORD", f"{folder}/record")
        with shut(Path(folder), 0o555):
            report = doctor(False)
    assert f"stop No answer can be kept in {folder}/record: Permission denied; make" in report


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a file that is always full")
def test_the_doctor_says_that_a_disk_is_full(
    made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made_up.parent)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: FULL.open("wb"))
    assert "No space left on device; make room there, or name in" in doctor(False)


def test_the_doctor_tells_a_kernel_and_a_jupyterlab_of_another_environment(
    made_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "kernels/python3/kernel.json"
    kernel.parent.mkdir(parents=True)
    monkeypatch.chdir(made_up.parent)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for program, known in (("python", True), (sys.executable, True), ("/opt/py/python3", False)):
        spec = {"argv": [program, "-m", "ipykernel"], "display_name": "", "language": ""}
        kernel.write_text(json.dumps(spec))
        assert ("another environment, with /opt/py/python3; type:" in doctor(known)) != known
    monkeypatch.setattr("shutil.which", lambda _: "/opt/py/jupyter-lab")
    report = doctor(False)
    assert "environment, /opt/py/jupyter-lab; type instead: python -m course_utils lab" in report


def test_the_doctor_names_a_package_that_is_too_old_or_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    real: Callable[[str], str] = metadata.version

    def version(name: str) -> str:
        if name == "jinja2":
            raise metadata.PackageNotFoundError(name)
        return "8.0.1" if name == "ipywidgets" else real(name)

    monkeypatch.setattr(metadata, "version", version)
    report = doctor(False)
    assert "stop ipywidgets is 8.0.1, needed is <9,>=8.1; type" in report
    assert "stop jinja2 is not installed, needed is <4,>=3.1; type" in report
    monkeypatch.setattr("platform.python_version", lambda: "3.10.4")
    assert "stop Python is 3.10.4, needed is >=3.11; make" in doctor(False)


def test_the_doctor_names_a_widget_extension_that_is_missing_or_disabled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "labconfig").mkdir()
    disabled: dict[str, object] = {"disabledExtensions": {"anywidget:plugin": True}}
    (tmp_path / "labconfig" / "page_config.json").write_text(json.dumps(disabled))
    monkeypatch.setattr(jupyter_core.paths, "jupyter_config_path", lambda: [str(tmp_path)])
    assert (
        "does not use anywidget, and shows no question; type: jupyter labextension enable anywidget"
        in doctor(False)
    )
    monkeypatch.setattr(jupyter_core.paths, "jupyter_path", lambda *_: [str(tmp_path)])
    assert "stop JupyterLab does not use @jupyter-widgets/jupyterlab-manager" in doctor(False)
