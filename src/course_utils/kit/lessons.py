"""What the notebooks of a course call, and what they leave to be written."""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course_utils.source.errors import Problem
from course_utils.source.text import clean, read_text, reason

Call = tuple[str, list[str]]  # a name, and the texts that it is given
TO_WRITE = "Write here:"
DAMAGED = "is no notebook, or damaged: open it in JupyterLab, and save it there"
BROKEN = (ValueError, TypeError, LookupError, RecursionError, MemoryError, SyntaxError)


class Notebook(NamedTuple):
    """A notebook: its name, its calls, the number of places left to write in."""

    name: str
    calls: Sequence[Call]
    to_write: int


def read_lessons(folder: Path, problems: list[Problem]) -> list[Notebook]:
    """Read all notebooks of a folder; nothing is raised, ``problems`` gets what cannot be read."""
    lessons = []
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".ipynb")
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            problems.append(Problem(folder.name, 0, "", f"cannot be read: {reason(error)}"))
        return []
    for path in (folder / name for name in names if not name.startswith(".")):
        file = f"{folder.name}/{clean(path.name)}"
        text, trouble = read_text(path)
        try:
            cells = [] if trouble else json.loads(text)["cells"]
            sources = [(cell["cell_type"] == "code", "".join(cell["source"])) for cell in cells]
            code = [(number, source) for number, (runs, source) in enumerate(sources, 1) if runs]
            calls = [call for number, source in code for call in _calls(source, f"cell {number}")]
        except BROKEN as error:
            trouble = f"cannot run: {error}" if isinstance(error, SyntaxError) else DAMAGED
        if trouble:
            problems.append(Problem(file, 0, "", trouble))
        else:
            to_write = sum(source.count(TO_WRITE) for _, source in sources)
            lessons.append(Notebook(clean(path.stem), calls, to_write))
    return lessons


def _calls(source: str, cell: str) -> Iterator[Call]:
    lines = ("" if line.startswith(("%", "!")) else line for line in source.split("\n"))
    with warnings.catch_warnings(action="ignore"):  # Python's remarks on the way it is written
        tree = ast.parse("\n".join(lines), cell)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = [*node.args, *(word.value for word in node.keywords)]
            values = [part.value for part in given if isinstance(part, ast.Constant)]
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            texts = [value for value in values if isinstance(value, str)]
            yield ("ask", ["brief"]) if name == "write_brief" else (name, texts)
