"""What `make notebooks` stores, what it refuses, and what `make fresh` sets back."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tools import notebooks

NOON = datetime(2030, 1, 2, 12, 0, 0)
COPIES = Path("my-work") / "notebooks-2030-01-02-120000"
LOOK = "import os; [os.environ.get(f'COURSE_{x}') for x in ('ARTICLE', 'DATA')]"
LOOK += " + [os.environ['COURSE_RECORD'] == '/mine', os.path.exists(os.environ['COURSE_RECORD'])]"


def save(path: Path, *sources: str) -> Path:
    """Store cells with what another program left beside them, and without proper ids."""
    left = {"tags": ["keep"], "editable": True, "trusted": True, "scrolled": True}
    old: dict[str, Any] = {"output_type": "stream", "name": "stdout", "text": "old"}
    common = {"cell_type": "code", "execution_count": 7, "outputs": [old], "metadata": left}
    ids: list[dict[str, str]] = [{"id": "mine"}, {}, {"id": "mine"}, {"id": "not one"}]
    cells = [common | {"source": text} | each for text, each in zip(sources, ids, strict=False)]
    metadata = {"title": "A", "widgets": {"state": {}}, "kernelspec": {"name": "elsewhere"}}
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}))
    return path


def test_a_run_stores_what_an_author_wrote_and_the_kernel_says_and_a_second_the_same_bytes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RECORD", "ARTICLE", "DATA"):
        monkeypatch.setenv(f"COURSE_{name}", "/mine")
    show = "import ipywidgets\nipywidgets.HTML('<b>1</b>')"
    path = save(tmp_path / "a.ipynb", LOOK, show, "", "# nothing")
    notebooks.run([path])
    first = path.read_bytes()
    notebooks.run([path])
    assert path.read_bytes() == first
    lines = capsys.readouterr().out.splitlines()
    assert [line.rsplit(", ")[-1] for line in lines] == ["written", "unchanged"]
    stored = json.loads(first)
    cells = stored["cells"]
    told = {"kernelspec": notebooks.KERNEL, "language_info": notebooks.LANGUAGE}
    assert stored["metadata"] == {"title": "A"} | told
    assert [cell["id"] for cell in cells] == ["mine", "cell-02", "cell-03", "cell-04"]
    assert [cell["execution_count"] for cell in cells] == [1, 2, None, 3]
    assert all(cell["metadata"] == {"tags": ["keep"]} for cell in cells)
    (looked,), (widget,), *nothing = (cell["outputs"] for cell in cells)
    assert looked["data"]["text/plain"] == ["[None, None, False, False]"]
    assert list(widget["data"]) == ["text/plain"]
    assert nothing == [[], []]


def test_a_run_stops_at_the_failing_cell_and_writes_nothing(tmp_path: Path) -> None:
    paths = [save(tmp_path / "a.ipynb", "1", "1/0"), save(tmp_path / "b.ipynb", "1")]
    before = [path.read_bytes() for path in paths]
    with pytest.raises(notebooks.NotebookError, match=r"a\.ipynb, cell \[2\] '1/0'"):
        notebooks.run(paths)
    assert [path.read_bytes() for path in paths] == before


@pytest.mark.parametrize("content", [b"{", b"\xff", b""])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(notebooks.NotebookError, match=r"a\.ipynb cannot be read as a notebook"):
        notebooks.read(path)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def contents(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_fresh_keeps_what_was_changed_sets_it_back_and_overwrites_no_earlier_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, deleted, own = (tmp_path / "notebooks" / f"{name}.ipynb" for name in "abc")
    second = tmp_path / "courses/second/notebooks/a.ipynb"
    for path in (changed, deleted, second):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("delivered")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Deliver")
    own.write_text("my own")
    before = contents(tmp_path)
    changed.write_text("my answers")
    second.write_text("my second")
    git(tmp_path, "add", "notebooks")
    deleted.unlink()
    notebooks.fresh(tmp_path, NOON)
    kept = {"a.ipynb": "my answers", "second/a.ipynb": "my second"}
    after = before | {str(COPIES / name): text for name, text in kept.items()}
    assert contents(tmp_path) == after
    said = capsys.readouterr().out
    assert f"(your version is in {COPIES}/)" in said
    assert f"(your version is in {COPIES}/second/)" in said
    notebooks.fresh(tmp_path, NOON)
    assert "Nothing to do" in capsys.readouterr().out
    changed.write_text("more answers")
    with pytest.raises(FileExistsError):
        notebooks.fresh(tmp_path, NOON)
    assert contents(tmp_path) == after | {"notebooks/a.ipynb": "more answers"}


@pytest.mark.parametrize("known", ["no git", "no commit", "no notebook", "no program"])
def test_fresh_outside_a_clone_says_what_to_do_instead(
    tmp_path: Path, known: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00-start.ipynb").write_text("mine")
    if known in ("no commit", "no notebook"):
        git(tmp_path, "init", "--quiet")
    if known == "no notebook":
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "Begin")
    if known == "no program":
        monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(notebooks.NotebookError, match="Download the course again") as stopped:
        notebooks.fresh(tmp_path, NOON)
    assert ("git, which is not installed" in str(stopped.value)) == (known == "no program")
    assert contents(tmp_path) == {"notebooks/00-start.ipynb": "mine"}
