"""environment.yml, for conda and Binder, says the same as pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ENVIRONMENT: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text())
BINDER: list[object] = ["python=3.12", "pip", {"pip": ["-e ."]}]
# conda-forge's matplotlib brings a desktop toolkit along; matplotlib-base is the library alone.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def test_both_files_name_the_same_packages_with_the_same_bounds() -> None:
    instructors_check = PROJECT["optional-dependencies"]["class"]
    wanted = {
        CONDA_NAMES.get(each.name, each.name)
        + ",".join(sorted(map(str, each.specifier), reverse=True))
        for each in map(Requirement, [*PROJECT["dependencies"], *instructors_check])
    }
    packages = [each for each in ENVIRONMENT["dependencies"] if each not in BINDER]
    assert sorted(packages) == sorted(wanted)
    for (
        spec
    ) in packages:  # at least one version and below another, without blanks, as conda reads it
        assert re.fullmatch(r"[a-z0-9_-]+>=[0-9.]+,<[0-9.]+", spec)


def test_binder_finds_its_python_its_channel_and_the_course() -> None:
    assert [each for each in ENVIRONMENT["dependencies"] if each in BINDER] == BINDER
    assert "3.12" in SpecifierSet(PROJECT["requires-python"])
    assert ENVIRONMENT["channels"] == ["conda-forge"]
