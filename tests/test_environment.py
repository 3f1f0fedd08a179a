"""environment.yml, for conda and Binder, says the same as pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from rattler import MatchSpec

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text())
SPECS: list[str] = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
PACKAGES = [spec for spec in SPECS if spec not in ("python=3.12", "pip")]

# conda-forge's matplotlib brings a desktop toolkit along; matplotlib-base is the library alone.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
# What `pytest --nbval` needs beside the course; pip brings the other test tools.
INSTRUCTORS_CHECK = {"nbval", "pytest"}


def conda_spec(requirement: str) -> str:
    parsed = Requirement(requirement)
    bounds = sorted((str(bound) for bound in parsed.specifier), reverse=True)
    return CONDA_NAMES.get(parsed.name, parsed.name) + ",".join(bounds)


def wanted() -> set[str]:
    tests = [
        requirement
        for requirement in PROJECT["optional-dependencies"]["test"]
        if Requirement(requirement).name in INSTRUCTORS_CHECK
    ]
    return {conda_spec(requirement) for requirement in [*PROJECT["dependencies"], *tests]}


def test_both_files_name_the_same_packages_with_the_same_bounds() -> None:
    assert set(PACKAGES) == wanted()


def test_no_package_is_named_twice() -> None:
    assert len(PACKAGES) == len(set(PACKAGES))


@pytest.mark.parametrize("spec", PACKAGES)
def test_every_bound_is_at_least_one_version_and_below_another(spec: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-]+>=[0-9.]+,<[0-9.]+", spec)


@pytest.mark.parametrize("spec", SPECS)
def test_conda_reads_every_line_strictly(spec: str) -> None:
    assert MatchSpec(spec, strict=True).name is not None


def test_python_is_written_as_binder_needs_it() -> None:
    assert [spec for spec in SPECS if spec.startswith("python")] == ["python=3.12"]


def test_the_python_of_binder_may_run_the_course() -> None:
    assert "3.12" in SpecifierSet(PROJECT["requires-python"])


def test_the_course_itself_is_installed_by_pip() -> None:
    assert "pip" in SPECS
    assert {"pip": ["-e ."]} in ENVIRONMENT["dependencies"]


def test_packages_come_from_conda_forge_alone() -> None:
    assert ENVIRONMENT["channels"] == ["conda-forge"]
