"""Every notebook runs in a real JupyterLab, and once saved there it still passes strict nbval."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTEBOOKS = sorted(path.name for path in (lab.ROOT / "notebooks").glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_and_its_saved_file_passes_strict_nbval(
    page: Page, server: lab.Server, name: str
) -> None:
    delivered = server.stored(name).stat().st_mtime_ns
    lab.open_notebook(page, name)
    lab.run_all(page)
    lab.screenshot(page, name.removesuffix(".ipynb"))
    assert lab.error_outputs(page) == []
    lab.save(page)
    assert server.stored(name).stat().st_mtime_ns > delivered
    command = [sys.executable, "-m", "pytest", "--nbval", f"notebooks/{name}"]
    check = subprocess.run(command, cwd=server.folder, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr
