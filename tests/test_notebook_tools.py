"""What `make notebooks` stores, what it refuses, and what `make fresh` sets back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nbformat import from_dict, v4

from tools import notebooks

NOON = datetime(2030, 1, 2, 12, 0, 0)
COPIES = Path("my-work") / "notebooks-2030-01-02-120000"

new_cell: Callable[..., Any] = v4.new_code_cell
new_notebook: Callable[..., Any] = v4.new_notebook
node: Callable[[Any], Any] = from_dict


def shown(data: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def notebook_of(*sources: str) -> Any:
    return new_notebook(
        cells=[
            new_cell(source, id=f"c{number}", execution_count=number)
            for number, source in enumerate(sources, 1)
        ]
    )


def notebook_that_stores(*outputs: dict[str, Any]) -> Any:
    return new_notebook(cells=[new_cell("show()", execution_count=1, outputs=node(list(outputs)))])


def save(path: Path, notebook: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))
    return path


# strip


def test_a_widget_view_goes_and_its_words_stay() -> None:
    notebook = notebook_that_stores(
        shown({notebooks.WIDGET_VIEW: {"model_id": "1"}, "text/plain": "Question"})
    )
    notebooks.strip(notebook)
    assert notebook.cells[0].outputs[0].data == {"text/plain": "Question"}


def test_only_what_an_author_wrote_stays_in_the_metadata() -> None:
    notebook = notebook_of("1")
    notebook.metadata = {
        "title": "Timeline",
        "widgets": {"state": {}},
        "language_info": {"name": "python", "version": "3.11.7"},
        "kernelspec": {"name": "elsewhere", "display_name": "My Python"},
    }
    notebooks.strip(notebook)
    assert notebook.metadata == {
        "title": "Timeline",
        "kernelspec": notebooks.KERNEL,
        "language_info": {"name": "python"},
    }


def test_timings_and_marks_of_programs_go_and_tags_stay() -> None:
    notebook = notebook_of("1")
    notebook.cells[0].metadata = {
        "tags": ["nbval-skip"],
        "editable": True,
        "deletable": False,
        "execution": {"iopub.status.busy": "2030-01-02"},
        "trusted": True,
        "collapsed": False,
        "scrolled": True,
    }
    notebooks.strip(notebook)
    assert notebook.cells[0].metadata == {"tags": ["nbval-skip"], "deletable": False}


def test_no_tags_is_no_metadata() -> None:
    notebook = notebook_of("1")
    notebook.cells[0].metadata = {"tags": []}
    notebooks.strip(notebook)
    assert notebook.cells[0].metadata == {}


def test_the_execution_count_and_the_id_stay() -> None:
    notebook = notebook_of("1", "2")
    notebooks.strip(notebook)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]
    assert [cell.id for cell in notebook.cells] == ["c1", "c2"]


def test_clearing_leaves_nothing_of_earlier_runs() -> None:
    notebook = notebook_that_stores(shown({"text/plain": "old"}))
    notebooks.clear(notebook)
    assert notebook.cells[0].outputs == []
    assert notebook.cells[0].execution_count is None


# problems


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/svg+xml"])
def test_a_picture_without_words_around_it_is_a_problem(kind: str) -> None:
    notebook = notebook_that_stores(shown({"text/plain": "<Figure>", kind: "xyz"}))
    (problem,) = notebooks.problems(notebook)
    assert problem.startswith(f"cell [1] 'show()' stores {kind}, which has no alternative text")


@pytest.mark.parametrize("picture", ["<img src='x'>", "<img alt='' src='x'>", "<IMG alt=' '/>"])
def test_an_image_element_without_alternative_text_is_a_problem(picture: str) -> None:
    notebook = notebook_that_stores(shown({"text/html": f"<p><b>a</b>{picture}</p>"}))
    assert notebooks.problems(notebook) == [
        "cell [1] 'show()' stores 1 <img> without alternative text"
    ]


def test_an_image_element_with_alternative_text_is_none() -> None:
    notebook = notebook_that_stores(shown({"text/html": "<figure><img alt='Six days'></figure>"}))
    assert notebooks.problems(notebook) == []


def test_a_warning_is_a_problem() -> None:
    stream = {"output_type": "stream", "name": "stderr", "text": "x.py:1: UserWarning: old\n y\n"}
    assert notebooks.problems(notebook_that_stores(stream)) == [
        "cell [1] 'show()' writes to stderr: x.py:1: UserWarning: old"
    ]


# read


def test_ids_stay_and_missing_or_repeated_ones_come_from_the_place(tmp_path: Path) -> None:
    cells = [dict(new_cell("1"), id=name) for name in ("mine", "", "mine", "not one")]
    del cells[1]["id"]
    path = save(tmp_path / "a.ipynb", {"cells": cells, "metadata": {}, "nbformat": 4})
    notebook = notebooks.read(path)
    assert [cell.id for cell in notebook.cells] == ["mine", "cell-02", "cell-03", "cell-04"]
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


@pytest.mark.parametrize("content", [b"{", b"\xff", b""])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(notebooks.NotebookError, match=r"a\.ipynb cannot be read as a notebook"):
        notebooks.read(path)


# run


def test_a_second_run_leaves_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show = "import ipywidgets\nipywidgets.HTML('<b>1</b>')"
    path = save(tmp_path / "a.ipynb", notebook_of("print(1)", show, "", "# nothing"))
    notebooks.run([path])
    first = path.read_bytes()
    notebooks.run([path])
    assert path.read_bytes() == first
    counts = [cell["execution_count"] for cell in json.loads(first)["cells"]]
    assert counts == [1, 2, None, 3]
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit(", ")[-1] for line in lines] == ["written", "unchanged"]


def test_a_run_stops_at_the_failing_cell_and_writes_nothing(tmp_path: Path) -> None:
    paths = [
        save(tmp_path / "a.ipynb", notebook_of("1", "1/0")),
        save(tmp_path / "b.ipynb", notebook_of("1")),
    ]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(notebooks.NotebookError, match=r"a\.ipynb, cell \[2\] '1/0'"):
        notebooks.run(paths)
    assert [path.read_bytes() for path in paths] == before


def test_a_run_sees_an_empty_record_and_no_copy_of_the_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_RECORD", "/mine")
    monkeypatch.setenv("COURSE_ARTICLE", "/article.txt")
    look = "import os; os.environ['COURSE_RECORD'] == '/mine', 'COURSE_ARTICLE' in os.environ"
    path = save(tmp_path / "a.ipynb", notebook_of(look))
    notebooks.run([path])
    stored = json.loads(path.read_text())["cells"][0]["outputs"][0]["data"]["text/plain"]
    assert stored == ["(False, False)"]


# fresh


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A git clone with two notebooks, and a learner's own work."""
    (tmp_path / "notebooks").mkdir()
    for name in ("00-start", "02-timeline"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(f"delivered {name}")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Deliver")
    (tmp_path / "my-work").mkdir()
    (tmp_path / "my-work" / "answers").write_text("mine")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def contents(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_fresh_keeps_what_was_changed_and_sets_it_back(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(clone)
    (clone / "notebooks" / "02-timeline.ipynb").write_text("my answers")
    notebooks.fresh(clone, NOON)
    assert contents(clone) == before | {str(COPIES / "02-timeline.ipynb"): "my answers"}
    assert capsys.readouterr().out == (
        "notebooks/02-timeline.ipynb is as delivered again "
        "(your version is in my-work/notebooks-2030-01-02-120000/)\n"
    )


def test_fresh_does_nothing_when_nothing_changed(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(clone)
    notebooks.fresh(clone, NOON)
    assert contents(clone) == before
    assert "Nothing to do" in capsys.readouterr().out


def test_fresh_leaves_a_learners_own_notebook_alone(clone: Path) -> None:
    (clone / "notebooks" / "mine.ipynb").write_text("my own")
    (clone / "notebooks" / "staged.ipynb").write_text("my own")
    git(clone, "add", "notebooks/staged.ipynb")
    before = contents(clone)
    notebooks.fresh(clone, NOON)
    assert contents(clone) == before


def test_fresh_brings_a_deleted_notebook_back(clone: Path) -> None:
    before = contents(clone)
    (clone / "notebooks" / "00-start.ipynb").unlink()
    notebooks.fresh(clone, NOON)
    assert contents(clone) == before


def test_fresh_also_sets_back_what_was_staged(clone: Path) -> None:
    (clone / "notebooks" / "00-start.ipynb").write_text("my answers")
    git(clone, "add", ".")
    notebooks.fresh(clone, NOON)
    assert (clone / "notebooks" / "00-start.ipynb").read_text() == "delivered 00-start"
    assert (clone / COPIES / "00-start.ipynb").read_text() == "my answers"


def test_fresh_overwrites_no_earlier_copy(clone: Path) -> None:
    for answer in ("first", "second"):
        (clone / "notebooks" / "00-start.ipynb").write_text(answer)
        if answer == "first":
            notebooks.fresh(clone, NOON)
    with pytest.raises(FileExistsError):
        notebooks.fresh(clone, NOON)
    assert (clone / "notebooks" / "00-start.ipynb").read_text() == "second"
    assert (clone / COPIES / "00-start.ipynb").read_text() == "first"


@pytest.mark.parametrize("known", ["no git", "no commit", "no notebook"])
def test_fresh_outside_a_clone_says_what_to_do_instead(tmp_path: Path, known: str) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00-start.ipynb").write_text("mine")
    if known != "no git":
        git(tmp_path, "init", "--quiet")
    if known == "no notebook":
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    with pytest.raises(notebooks.NotebookError, match="Download the course again"):
        notebooks.fresh(tmp_path, NOON)
    assert contents(tmp_path) == {"notebooks/00-start.ipynb": "mine"}


def test_fresh_without_git_says_what_to_do_instead(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(clone))
    with pytest.raises(notebooks.NotebookError, match="needs git, which is not installed"):
        notebooks.fresh(clone, NOON)
