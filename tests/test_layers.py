"""Imports point down the floors, and what is slow to import waits until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "course_utils"
# From the ground up; a folder stands for all of its modules.
FLOORS = ["words", "source", "quiz", "record", "course", "session"]
FLOORS += ["reading", "pages", "figures", "widgets"]
SLOW = {"anywidget", "ipywidgets", "jinja2", "matplotlib", "networkx", "numpy", "pandas", "PIL"}
SLOW |= {"ftfy", "yaml"}
CLOSED_LISTS = {"rows"}  # the columns of every table
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def floor(name: str) -> int:
    """The floor of a module, named as in ``figures.timeline``."""
    return FLOORS.index(name.split(".")[0])


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
def test_a_module_imports_only_from_its_own_floor_or_below(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for target in imports(path):
        if target.startswith("course_utils."):
            other = target.removeprefix("course_utils.")
            assert floor(other) <= floor(name), f"{name} imports {other}"


def test_the_record_knows_no_course() -> None:
    for target in chain(*map(imports, (PACKAGE / "record").glob("*.py"))):
        assert not target.startswith("course_utils.") or target.startswith("course_utils.record.")


def test_every_folder_says_what_lives_there() -> None:
    for folder in PACKAGE.glob("*/"):
        if any(folder.glob("*.py")):
            assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))


def test_a_class_has_a_name_of_its_own() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in MODULES)
    classes = [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert sorted(classes) == sorted(set(classes))


def test_a_module_fits_on_a_few_pages() -> None:
    long = {path.stem for path in MODULES if len(path.read_text("utf-8").splitlines()) > 300}
    assert long <= CLOSED_LISTS


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

    names = [name for name in dir(course_utils) if not name.startswith("_")]
    assert len(names) <= 30
    for name in names:
        assert getattr(course_utils, name).__doc__
