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
    assert sorted(PACKAGES) == sorted(wanted())


@pytest.mark.parametrize("spec", PACKAGES)
def test_every_bound_is_at_least_one_version_and_below_another(spec: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-]+>=[0-9.]+,<[0-9.]+", spec)


@pytest.mark.parametrize("spec", SPECS)
def test_conda_reads_every_line_strictly(spec: str) -> None:
    assert MatchSpec(spec, strict=True).name is not None


def test_binder_finds_its_python_its_channel_and_the_course() -> None:
    assert [spec for spec in SPECS if spec.startswith("python")] == ["python=3.12"]
    assert "3.12" in SpecifierSet(PROJECT["requires-python"])
    assert "pip" in SPECS
    assert {"pip": ["-e ."]} in ENVIRONMENT["dependencies"]
    assert ENVIRONMENT["channels"] == ["conda-forge"]
