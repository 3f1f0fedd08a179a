"""`make lab` in a clean clone on a machine that has only Python, make and the package registries."""

from __future__ import annotations

from pathlib import Path

from tests.long.starts import clone, new_user, start_and_look

FIRST_START_SECONDS = 600
LATER_START_SECONDS = 15
INSTALLING = "Installing the course"
COMMAND = ("make", "lab")


def test_the_course_opens_once_installed_then_at_once_and_after_a_move(tmp_path: Path) -> None:
    user = new_user(tmp_path / "home")
    folder = clone(tmp_path / "my course [2026]")
    assert INSTALLING in start_and_look(folder, FIRST_START_SECONDS, user, COMMAND)
    assert INSTALLING not in start_and_look(folder, LATER_START_SECONDS, user, COMMAND)
    moved = folder.rename(folder.with_name("moved"))
    assert INSTALLING in start_and_look(moved, FIRST_START_SECONDS, user, COMMAND)
