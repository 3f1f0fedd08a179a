"""Keep the notebooks: execute them for delivery (``run``), or set them back to it (``fresh``)."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent
CELL_TIMEOUT = 60
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# What a notebook and a cell may keep of their metadata; everything else is left by a program.
NOTEBOOK_KEEPS = ("authors", "title")
CELL_KEEPS = ("deletable", "editable", "tags")
CELL_DEFAULTS: tuple[object, ...] = (True, [])
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Notebook = Any  # nbformat's nodes are dictionaries whose keys are also attributes, without types


class NotebookError(Exception):
    """What stands in the way, in words for the person who can mend it."""


# run: execute, check, strip, write


def run(paths: list[Path]) -> None:
    """Execute each notebook in place, in order; stop at the first that cannot be delivered."""
    with _delivery_environment():
        for path in paths:
            start = time.perf_counter()
            notebook = execute(path)
            seconds = time.perf_counter() - start
            state = "written" if _write(path, notebook) else "unchanged"
            print(f"{path.name}: {len(notebook.cells)} cells, {seconds:.1f} s, {state}", flush=True)


def execute(path: Path) -> Notebook:
    """Run a notebook in a fresh kernel and return it as it should be stored."""
    notebook = read(path)
    clear(notebook)
    started: list[Notebook] = []
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name=KERNEL["name"],
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_execute=lambda cell, cell_index: started.append(cell),
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        where = _name(started[-1]) if started else "before its first cell"
        raise NotebookError(f"{path.name}, {where}:\n{error}") from None
    strip(notebook)
    found = problems(notebook)
    if found:
        raise NotebookError("\n".join(f"{path.name}, {problem}" for problem in found))
    return notebook


def read(path: Path) -> Notebook:
    """Read a notebook; a cell without an id, or with another's, gets one from its place."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotebookError(f"{path} cannot be read as a notebook: {error}") from None
    seen: set[str] = set()
    for number, cell in enumerate(raw.get("cells", []), 1):
        if cell.get("id") in seen or not CELL_ID.fullmatch(str(cell.get("id", ""))):
            cell["id"] = f"cell-{number:02}"
        seen.add(cell["id"])
    raw["nbformat"], raw["nbformat_minor"] = 4, 5
    return nbformat.reads(json.dumps(raw), as_version=4)  # type: ignore[no-untyped-call]


def clear(notebook: Notebook) -> None:
    """Remove what earlier runs left, so that a cell that no longer runs stores nothing."""
    for cell in _code_cells(notebook):
        cell.outputs, cell.execution_count = [], None


def strip(notebook: Notebook) -> None:
    """Remove what must not be stored: widget views and states, timings, marks of other programs."""
    kept = {key: notebook.metadata[key] for key in NOTEBOOK_KEEPS if key in notebook.metadata}
    notebook.metadata = kept | {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = _stripped_metadata(cell.metadata)
    for cell in _code_cells(notebook):
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)


def problems(notebook: Notebook) -> list[str]:
    """List the outputs that would not read well, or would fail strict nbval, once stored."""
    return [
        f"{_name(cell)} {problem}"
        for cell in _code_cells(notebook)
        for output in cell.outputs
        for problem in _output_problems(output)
    ]


def _output_problems(output: Notebook) -> Iterator[str]:
    if output.get("name") == "stderr":
        yield f"writes to stderr: {output.text.strip().splitlines()[0]}"
    data = output.get("data", {})
    for kind in data:
        if kind.startswith("image/"):
            yield f"stores {kind}, which has no alternative text: show it as HTML <img alt>"
    yield from _image_problems(data.get("text/html", ""))


def _image_problems(html: str) -> Iterator[str]:
    pictures = _Pictures()
    pictures.feed(html)
    if pictures.without_words:
        yield f"stores {pictures.without_words} <img> without alternative text"


class _Pictures(HTMLParser):
    """Counts the pictures of a page that say nothing to a reader who cannot see them."""

    def __init__(self) -> None:
        super().__init__()
        self.without_words = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        if tag == "img" and not (dict(attrs).get("alt") or "").strip():
            self.without_words += 1


def _stripped_metadata(metadata: Notebook) -> dict[str, object]:
    kept = {key: metadata[key] for key in CELL_KEEPS if key in metadata}
    return {key: value for key, value in kept.items() if value not in CELL_DEFAULTS}


def _code_cells(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _name(cell: Notebook) -> str:
    first_line = cell.source.strip().splitlines()[0]
    return f"cell [{cell.execution_count or '*'}] '{first_line}'"


def _write(path: Path, notebook: Notebook) -> bool:
    """Write the file if its bytes change, whole or not at all; tell whether they did."""
    text = nbformat.writes(notebook, version=4)  # type: ignore[no-untyped-call]
    content = (text.rstrip("\n") + "\n").encode()
    if path.read_bytes() == content:
        return False
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)
    return True


@contextmanager
def _delivery_environment() -> Iterator[None]:
    """Run with an empty learner record, the course's own data and no copy of the article."""
    saved = dict(os.environ)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["COURSE_RECORD"] = str(Path(folder) / "record")
        os.environ.pop("COURSE_ARTICLE", None)
        os.environ.pop("COURSE_DATA", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(saved)


# fresh: keep a copy of what a learner changed, then set back


def fresh(root: Path, now: datetime) -> None:
    """Set the notebooks back to as delivered, keeping a copy of each that was changed."""
    changed = _changed(root)
    if not changed:
        print("Nothing to do: the notebooks are as delivered.")
        return
    copies = _keep_copies(root, [name for name in changed if (root / name).exists()], now)
    _git(root, "checkout", "--quiet", "HEAD", "--", *changed)
    for name in changed:
        kept = f" (your version is in {copies.relative_to(root)}/)" if copies else ""
        print(f"{name} is as delivered again{kept}")


def _changed(root: Path) -> list[str]:
    """Name the delivered notebooks that were changed or deleted since."""
    diff = ("diff", "-z", "--name-only", "--relative", "--no-renames", "HEAD", "--")
    return [name for name in _git(root, *diff, *_delivered(root)).split("\0") if name]


def _keep_copies(root: Path, names: list[str], now: datetime) -> Path | None:
    if not names:
        return None
    folder = root / "my-work" / f"notebooks-{now:%Y-%m-%d-%H%M%S}"
    folder.mkdir(parents=True)
    for name in names:
        shutil.copy2(root / name, folder)
    return folder


def _delivered(root: Path) -> list[str]:
    """Name the notebooks that git knows; say what to do instead when there are none."""
    instead = (
        "Download the course again into a new folder and copy its notebooks/ over this one; "
        "first keep a copy of your own. my-work/ stays as it is."
    )
    if shutil.which("git") is None:
        raise NotebookError(f"This needs git, which is not installed. {instead}")
    listed = _run_git(root, "ls-tree", "-z", "--name-only", "HEAD", "notebooks/")
    names = [name for name in listed.stdout.split("\0") if name.endswith(".ipynb")]
    if not names:
        reason = listed.stderr.strip() or "git knows no notebooks here"
        raise NotebookError(f"This folder is not a git clone of the course ({reason}). {instead}")
    return names


def _git(root: Path, *words: str) -> str:
    done = _run_git(root, *words)
    if done.returncode:
        raise NotebookError(f"git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _run_git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=root, capture_output=True, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Do what the command line says; 1 and one message when it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_parser = commands.add_parser("run", help="execute the notebooks in place")
    run_parser.add_argument("paths", nargs="*", type=Path, help="by default all of notebooks/")
    commands.add_parser("fresh", help="set the notebooks back to as delivered")
    options = parser.parse_args(arguments)
    try:
        if options.command == "run":
            run(options.paths or sorted((ROOT / "notebooks").glob("*.ipynb")))
        else:
            fresh(ROOT, datetime.now())
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
