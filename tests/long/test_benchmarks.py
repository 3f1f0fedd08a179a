"""Every benchmark still runs: one round of each, its figures not judged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "timing"])
def test_a_benchmark_runs(name: str) -> None:
    rounds = [] if name == "memory" else ["1"]
    command = [sys.executable, "-m", f"benchmarks.{name}", *rounds]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr  # the exit code may say that one round was too slow
    assert done.stdout
    print(done.stdout)
