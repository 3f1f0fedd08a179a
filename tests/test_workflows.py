"""The workflows type what README.md and CONTRIBUTING.md tell a person to type, and nothing else.

Whether they are well formed and safe is for `make check`, with check-jsonschema and zizmor.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.test_environment import BINDER_PYTHON, PYTHONS, ROOT

JOBS: dict[str, dict[str, Any]] = {
    f"{path.stem}: {name}": job
    for path in sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
    for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items()
}
TOLD = [
    line.strip()
    for name in ("README.md", "CONTRIBUTING.md")
    for line in (ROOT / name).read_text("utf-8").splitlines()
]


def typed(job: dict[str, Any]) -> list[str]:
    return [line.strip() for step in job["steps"] for line in step.get("run", "").splitlines()]


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_job_types_what_a_person_is_told_to_type(job: dict[str, Any]) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lines = typed(job)
    assert lines
    for line in lines:
        known = line.removeprefix("make ") in targets or line in TOLD
        assert known or any(f"`{line}`" in told for told in TOLD), line


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_job_runs_on_each_python_or_on_that_of_binder(job: dict[str, Any]) -> None:
    matrix = job.get("strategy", {}).get("matrix", {"python": [BINDER_PYTHON]})
    assert matrix["python"] in ([*PYTHONS], [BINDER_PYTHON])
    asked = [
        step["with"]["python-version"]
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/setup-python@")
    ]
    assert asked == ["${{ matrix.python }}"]
    assert job["timeout-minutes"] <= 60


def test_between_them_the_jobs_check_the_lessons_on_each_system() -> None:
    checks = {
        (job["runs-on"].split("-")[0], line)
        for job in JOBS.values()
        for line in typed(job)
        if line.split()[0] in ("make", "pytest")
    }
    linux = {("ubuntu", f"make {each}") for each in ("check", "test", "test-browser")}
    assert checks == linux | {(each, "pytest --nbval") for each in ("macos", "windows")}
