"""Imports point down the floors, and what is slow to import waits until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import course_utils

PACKAGE = Path(__file__).parent.parent / "src" / "course_utils"
# From the ground up; a folder stands for all of its modules.
FLOORS = ["words", "source", "quiz", "record", "course", "session"]
FLOORS += ["reading", "pages", "figures", "widgets", "kit", "__main__"]
SLOW = {"anywidget", "ipywidgets", "jinja2", "matplotlib", "networkx", "numpy", "pandas", "PIL"}
SLOW |= {"ftfy", "openpyxl", "yaml"}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
MODULES = sorted(path for path in TREES if path.name != "__init__.py")
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)


def floor(name: str) -> int:
    """The floor of a module, named as in ``figures.timeline``."""
    return FLOORS.index(name.split(".")[0])


def imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Modules that are imported when the nodes run."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one, without what only type checkers read."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            yield child
            yield from running(child)


@each_module
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for target in imports(running(TREES[path])):
        if target.startswith("course_utils."):
            other = target.removeprefix("course_utils.")
            assert floor(other) <= floor(name), f"{name} imports {other}"
            if name.startswith("record."):
                assert other.startswith("record"), "the record knows no course"
            if name.startswith("kit."):
                assert not other.startswith("widgets"), "the kit is for a terminal"


@each_module
def test_what_is_slow_to_import_is_imported_where_it_is_used(path: Path) -> None:
    at_top = {target.split(".")[0] for target in imports(iter(TREES[path].body))}
    allowed = {"anywidget", "ipywidgets"} if path.parent.name == "widgets" else set()
    assert at_top & SLOW <= allowed


def test_importing_the_package_loads_nothing_slow() -> None:
    code = "import sys, course_utils; print(*sorted(sys.modules))"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert SLOW & set(loaded.split()) == set()


def test_a_folder_says_what_lives_there_a_class_has_a_name_and_a_module_a_few_pages() -> None:
    for path in TREES.keys() - set(MODULES):
        assert ast.get_docstring(TREES[path]), path
    body = [node for tree in TREES.values() for node in tree.body]
    classes = [node.name for node in body if isinstance(node, ast.ClassDef)]
    assert sorted(classes) == sorted(set(classes))
    assert [path for path in MODULES if len(path.read_text("utf-8").splitlines()) > 300] == []


def test_every_public_name_can_be_imported() -> None:
    names = [name for name in dir(course_utils) if not name.startswith("_")]
    assert len(names) <= 30
    for name in names:
        assert getattr(course_utils, name).__doc__
