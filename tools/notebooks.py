"""Execute the notebooks for delivery (``run``), or say whether that was done (``check``)."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_utils.kit.fresh import AS_DELIVERED, PLACES, delivered

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "src/course_utils/kit/template/notebooks"
CELL_TIMEOUT = 60
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# As ipykernel tells it, so that JupyterLab finds nothing to change when it opens a notebook.  The
# version stays what it is here: where Python is another one, JupyterLab changes this line alone.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.11.7",
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# What a notebook and a cell may keep of their metadata; everything else is left by a program.
NOTEBOOK_KEEPS = ("authors", "title")
CELL_KEEPS = ("deletable", "editable", "tags")
CELL_DEFAULTS: tuple[object, ...] = (True, [])
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

Notebook = Any  # nbformat's nodes are dictionaries whose keys are also attributes, without types


class NotebookError(Exception):
    """What stands in the way, in words for the person who can mend it."""


# run: execute, strip, write


def run(paths: list[Path]) -> None:
    """Execute each notebook in place, in order; stop at the first that fails."""
    for path in paths:
        start = time.perf_counter()
        notebook = execute(path)
        seconds = time.perf_counter() - start
        state = "written" if _write(path, notebook) else "unchanged"
        print(f"{path.name}: {len(notebook.cells)} cells, {seconds:.1f} s, {state}", flush=True)


def execute(path: Path) -> Notebook:
    """Run a notebook in a fresh kernel and return it as it should be stored.

    The kernel has an empty learner record, the course's own data and no copy of the article.
    """
    notebook = read(path)
    for cell in _code_cells(notebook):  # a cell that no longer runs stores nothing
        cell.outputs, cell.execution_count = [], None
    plain = {name: os.environ[name] for name in os.environ if not name.startswith("COURSE_")}
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
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            client.execute(env=plain | {"COURSE_RECORD": str(Path(folder) / "record")})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        where = _name(started[-1]) if started else "before its first cell"
        raise NotebookError(f"{path.name}, {where}:\n{error}") from None
    strip(notebook)
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


def strip(notebook: Notebook) -> None:
    """Remove what must not be stored: widget views and states, timings, marks of other programs."""
    kept = {key: notebook.metadata[key] for key in NOTEBOOK_KEEPS if key in notebook.metadata}
    notebook.metadata = kept | {"kernelspec": KERNEL, "language_info": LANGUAGE}
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in CELL_KEEPS if key in cell.metadata}
        cell.metadata = {key: value for key, value in kept.items() if value not in CELL_DEFAULTS}
    for cell in _code_cells(notebook):
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)


def _name(cell: Notebook) -> str:
    first_line = cell.source.strip().splitlines()[0]
    return f"cell [{cell.execution_count or '*'}] '{first_line}'"


def _code_cells(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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


# what is delivered: a zip file beside the notebooks, from which `fresh` sets them back


def deliver(folder: Path) -> None:
    """Keep the notebooks of a folder as they are stored; a file that says so already stays."""
    if is_as_delivered(folder):
        return
    part = folder / f"{AS_DELIVERED}.part"
    with ZipFile(part, "w") as file:
        for name, content in _stored(folder).items():
            entry = ZipInfo(name)  # of 1980, whenever and wherever it is written
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            file.writestr(entry, content, ZIP_DEFLATED)
    part.replace(folder / AS_DELIVERED)


def is_as_delivered(folder: Path) -> bool:
    """Tell whether the notebooks of a folder are those to set back to, all and no other."""
    with suppress(ValueError):
        return delivered(folder) == _stored(folder)
    return False


def _stored(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}


def check(root: Path) -> None:
    """Stop if `fresh` would not set back to the notebooks as they are stored."""
    stale = [folder for each in PLACES for folder in root.glob(each) if not is_as_delivered(folder)]
    if stale:
        names = ", ".join(str(folder.relative_to(root) / AS_DELIVERED) for folder in stale)
        raise NotebookError(f"Not what the notebooks are: {names}. Run `make notebooks`.")


def main(arguments: list[str]) -> int:
    """Do what the command line says; 1 and one message when it cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_parser = commands.add_parser("run", help="execute the notebooks in place")
    run_parser.add_argument("paths", nargs="*", type=Path, help="by default all of each course")
    commands.add_parser("check", help="stop if the zip files for `fresh` are stale")
    options = parser.parse_args(arguments)
    try:
        if options.command == "check":
            check(ROOT)
            return 0
        folders = [folder for each in PLACES for folder in sorted(ROOT.glob(each))]
        every = [
            path for each in (*folders, ROOT / TEMPLATE) for path in sorted(each.glob("*.ipynb"))
        ]
        paths = options.paths or every
        run(paths)
        for folder in {path.resolve().parent for path in paths}.intersection(folders):
            deliver(folder)
    except NotebookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
