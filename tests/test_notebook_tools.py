"""What `make notebooks` stores and what it refuses, and whether what is delivered is stale."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from course_utils.kit.fresh import AS_DELIVERED, delivered
from tools import notebooks

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


def test_what_is_delivered_is_a_file_of_the_notebooks_alone_the_same_whenever_it_is_made(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "notebooks"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / ".ipynb_checkpoints" / "a-checkpoint.ipynb").touch()
    (folder / "notes.txt").touch()
    for name in "ba":
        (folder / f"{name}.ipynb").write_text(name)
    notebooks.deliver(folder)
    first = (folder / AS_DELIVERED).read_bytes()
    assert delivered(folder) == {"a.ipynb": b"a", "b.ipynb": b"b"}
    (folder / AS_DELIVERED).unlink()
    os.utime(folder / "a.ipynb", (0, 0))
    notebooks.deliver(folder)
    assert (folder / AS_DELIVERED).read_bytes() == first
    notebooks.check(tmp_path)


@pytest.mark.parametrize("how", ["changed", "added", "deleted", "no file", "damaged"])
def test_the_check_names_the_file_that_is_stale_and_the_command(tmp_path: Path, how: str) -> None:
    for folder in (tmp_path / "notebooks", tmp_path / "courses" / "second" / "notebooks"):
        folder.mkdir(parents=True)
        (folder / "a.ipynb").write_text("a")
        notebooks.deliver(folder)
    match how:
        case "deleted":
            (folder / "a.ipynb").unlink()
        case "no file":
            (folder / AS_DELIVERED).unlink()
        case "damaged":
            (folder / AS_DELIVERED).write_bytes(b"")
        case _:
            (folder / ("a" if how == "changed" else "b")).with_suffix(".ipynb").write_text("b")
    stale = r"courses/second/notebooks/\.as-delivered\.zip\. Run `make notebooks`\.$"
    with pytest.raises(notebooks.NotebookError, match=f": {stale}"):
        notebooks.check(tmp_path)
    notebooks.deliver(folder)
    notebooks.check(tmp_path)
