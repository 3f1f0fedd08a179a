"""Imports point down the layers, and what is slow to import waits until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "course_utils"
LAYERS = [
    "words",
    "account",
    "errors",
    "characters",
    "files",
    "cells",
    "dates",
    "rows",
    "as_of",
    "tables",
]
LAYERS += ["questions", "integrity", "quiz_files", "typed", "kinds", "course", "model", "pages"]
LAYERS += ["figures", "widgets"]
SLOW = {"anywidget", "ipywidgets", "jinja2", "matplotlib", "networkx", "numpy", "pandas", "PIL"}
SLOW |= {"yaml"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def layer(name: str) -> int:
    """The place of a module, named as in ``figures.timeline``, in the order of layers."""
    first = name.split(".")[0]
    return LAYERS.index(first if first in LAYERS else "model")


def imports(path: Path, top_only: bool = False) -> Iterator[str]:
    """Modules that a file imports when it runs; those for type checkers do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_only else list(_running(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from _running(child)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_from_its_own_layer_or_below(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for target in imports(path):
        if target.startswith("course_utils."):
            other = target.removeprefix("course_utils.")
            assert layer(other) <= layer(name), f"{name} imports {other}"


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "record").glob("*.py")), ids=lambda path: path.stem
)
def test_the_record_knows_no_course(path: Path) -> None:
    for target in imports(path):
        assert not target.startswith("course_utils.") or target.startswith("course_utils.record.")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_is_slow_to_import_is_imported_where_it_is_used(path: Path) -> None:
    at_top = {target.split(".")[0] for target in imports(path, top_only=True)}
    allowed = {"anywidget", "ipywidgets"} if path.parent.name == "widgets" else set()
    assert at_top & SLOW <= allowed


def test_importing_the_package_loads_nothing_slow() -> None:
    code = "import sys, course_utils; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert SLOW & set(loaded.stdout.split()) == set()


def test_every_public_name_can_be_imported() -> None:
    import course_utils

    assert len(course_utils.__all__) <= 30
    for name in course_utils.__all__:
        assert getattr(course_utils, name).__doc__
