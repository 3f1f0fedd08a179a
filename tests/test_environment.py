"""environment.yml, for conda and Binder, says the same as pyproject.toml, and Binder uses it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
# The Pythons on which the lessons are checked: here, in tests/long and in .github/workflows.
PYTHONS = ("3.11", "3.12", "3.13")
# Binder's is the middle one: libraries already leave 3.11 out of their newest versions.
BINDER_PYTHON = "3.12"
BINDER: list[object] = [f"python={BINDER_PYTHON}", "pip", {"pip": ["-e ."]}]
# conda-forge's matplotlib brings a desktop toolkit along; matplotlib-base is the library alone.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
BINDERS_SERVER = "notebook"
# Every file by which repo2docker would build, beside environment.yml or in place of it.
OTHER_RECIPES = (
    *("binder", ".binder", "Dockerfile", "apt.txt", "default.nix", "install.R", "postBuild"),
    *("Project.toml", "Pipfile", "requirements.txt", "runtime.txt", "setup.py", "start"),
)


def conda_specs() -> dict[str, MatchSpec]:
    """Each package of environment.yml as conda reads it; one that conda cannot read is an error."""
    lines = [each for each in ENVIRONMENT["dependencies"] if each not in BINDER]
    specs = [MatchSpec(line, strict=True) for line in lines]
    return {spec.name.normalized: spec for spec in specs}


def test_both_files_name_the_same_packages_with_the_same_bounds() -> None:
    instructors_check = PROJECT["optional-dependencies"]["class"]
    wanted = {
        CONDA_NAMES.get(each.name, each.name): each.specifier
        for each in map(Requirement, [*PROJECT["dependencies"], *instructors_check])
    }
    found = {name: SpecifierSet(str(spec.version)) for name, spec in conda_specs().items()}
    assert found.pop(BINDERS_SERVER)
    assert found == wanted
    for each in found.values():  # at least one version and below another
        assert {bound.operator for bound in each} == {">=", "<"}


def test_binder_finds_its_python_its_channel_and_the_course() -> None:
    assert [each for each in ENVIRONMENT["dependencies"] if each in BINDER] == BINDER
    assert PROJECT["requires-python"] == f">={PYTHONS[0]}"
    assert BINDER_PYTHON in PYTHONS
    assert ENVIRONMENT["channels"] == ["conda-forge"]


def test_binder_builds_from_environment_yml_with_the_course_in_place() -> None:
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert f"Building conda environment for python={BINDER_PYTHON}\n" in done.stderr
    # `-e .` needs the course in the image before conda reads environment.yml.
    copied, installed = "COPY --chown=0:0 src/ ${REPO_DIR}/", '--file "environment.yml"'
    assert done.stdout.index(copied) < done.stdout.index(installed)
    assert "ERROR" not in done.stdout + done.stderr


def test_no_other_recipe_is_there_for_binder_to_prefer_or_to_ignore() -> None:
    assert not [name for name in OTHER_RECIPES if (ROOT / name).exists()]
