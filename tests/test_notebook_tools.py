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


def test_only_what_an_author_wrote_and_a_run_says_is_stored() -> None:
    view = {notebooks.WIDGET_VIEW: {"model_id": "1"}, "text/plain": "Question"}
    notebook = notebook_that_stores(shown(view))
    notebook.metadata = {
        "title": "Timeline",
        "widgets": {"state": {}},
        "language_info": {"name": "python", "version": "3.11.7"},
        "kernelspec": {"name": "elsewhere", "display_name": "My Python"},
    }
    (cell,) = notebook.cells
    cell.metadata = {"tags": ["nbval-skip"], "editable": True, "deletable": False, "trusted": True}
    cell.metadata |= {"execution": {"iopub.status.busy": "2030-01-02"}, "scrolled": True}
    notebooks.strip(notebook)
    told = {"kernelspec": notebooks.KERNEL, "language_info": {"name": "python"}}
    assert notebook.metadata == {"title": "Timeline"} | told
    assert cell.metadata == {"tags": ["nbval-skip"], "deletable": False}
    assert cell.outputs[0].data == {"text/plain": "Question"}
    assert cell.execution_count == 1
    notebooks.clear(notebook)
    assert (cell.outputs, cell.execution_count) == ([], None)


# problems


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        (shown({"text/plain": "<Figure>", "image/png": "x"}), "stores image/png, which has no alt"),
        (shown({"image/svg+xml": "x"}), "stores image/svg+xml, which has no alternative text"),
        (shown({"text/html": "<p><b>a</b><img src='x'></p>"}), "stores 1 <img> without alternat"),
        (shown({"text/html": "<IMG alt=' '/>"}), "stores 1 <img> without alternative text"),
        (
            {"output_type": "stream", "name": "stderr", "text": "x.py:1: UserWarning: old\n y\n"},
            "writes to stderr: x.py:1: UserWarning: old",
        ),
    ],
)
def test_what_would_not_read_well_is_a_problem(output: dict[str, Any], problem: str) -> None:
    (found,) = notebooks.problems(notebook_that_stores(output))
    assert found.startswith(f"cell [1] 'show()' {problem}")


def test_an_image_element_with_alternative_text_is_none() -> None:
    notebook = notebook_that_stores(shown({"text/html": "<figure><img alt='Six days'></figure>"}))
    assert notebooks.problems(notebook) == []


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
    (clone / "notebooks" / "mine.ipynb").write_text("my own")
    before = contents(clone)
    (clone / "notebooks" / "02-timeline.ipynb").write_text("my answers")
    git(clone, "add", "notebooks")
    (clone / "notebooks" / "00-start.ipynb").unlink()
    notebooks.fresh(clone, NOON)
    assert contents(clone) == before | {str(COPIES / "02-timeline.ipynb"): "my answers"}
    assert f"(your version is in {COPIES}/)" in capsys.readouterr().out
    notebooks.fresh(clone, NOON)
    assert "Nothing to do" in capsys.readouterr().out


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
