"""A wheel, installed without its source: it brings the courses, and a lesson alone finds them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.lesson_runs import cells, outputs
from tests.long.starts import ROOT, clone, new_user, start_and_look

SHARE = "share/course-utils"
CARRIED = ("notebooks", "data", "courses", "handouts")
SDIST = "from setuptools.build_meta import build_sdist; build_sdist('dist')"
WHERE = "from course_utils.session import *; print(load_course().folder, current_record().path, sep='\\n')"
INSTALL_SECONDS = 900


class Installed:
    """A new environment, and the home of somebody who never used Jupyter."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.user = new_user(place / "home")
        self.python = place / "env" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)

    def run(self, folder: Path, *words: str) -> str:
        done = subprocess.run(
            [self.python, *words], cwd=folder, env=self.user, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pip(self, folder: Path, *words: str) -> None:
        self.run(folder, "-m", "pip", "--quiet", "--disable-pip-version-check", *words)

    def empty(self, name: str) -> Path:
        (self.place / name).mkdir()
        return self.place / name


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Installed]:
    """A wheel of a clone that somebody works in, another by way of an sdist, and one installed."""
    place = tmp_path_factory.mktemp("wheel")
    folder, installed = clone(place / "clone"), Installed(place)
    for left in ("my-work/record/mine.jsonl", "notebooks/.ipynb_checkpoints/00-start.ipynb"):
        (folder / left).parent.mkdir(parents=True)
        (folder / left).touch()
    installed.pip(folder, "install", "setuptools>=77", "wheel")
    build = ("wheel", "--no-deps", "--no-build-isolation")
    installed.run(folder, "-c", SDIST)
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    for name, source in {"one": ".", "two": str(sdist)}.items():
        installed.pip(folder, *build, "--wheel-dir", str(place / name), source)
    (one,), (two,) = (list((place / name).glob("*.whl")) for name in ("one", "two"))
    installed.pip(place, "install", str(one))
    return one, two, installed


def test_it_carries_what_git_has_of_the_courses_and_nothing_else_also_by_way_of_an_sdist(
    wheels: tuple[Path, Path, Installed],
) -> None:
    one, two, _ = wheels
    with ZipFile(one) as first, ZipFile(two) as second:
        held = {entry.filename: entry.CRC for entry in first.infolist()}
        assert {entry.filename: entry.CRC for entry in second.infolist()} == held
    mark = f".data/data/{SHARE}/"
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *CARRIED]
    names = subprocess.check_output(listing, cwd=ROOT, text=True).split("\0")
    carried = [name.partition(mark)[2] for name in held if mark in name]
    assert sorted(carried) == sorted(filter(None, names))


def test_a_lesson_alone_finds_the_data_and_keeps_its_record_beside_itself(
    wheels: tuple[Path, Path, Installed],
) -> None:
    *_, installed = wheels
    alone = installed.empty("alone")
    lesson = ROOT / "notebooks" / "01-source.ipynb"
    (alone / lesson.name).write_bytes(lesson.read_bytes())
    words = ("--to", "notebook", "--execute", "--output", "ran.ipynb", lesson.name)
    installed.run(alone, "-m", "nbconvert", *words)
    ran, stored = cells(alone / "ran.ipynb", "code"), cells(lesson, "code")
    for one, other in zip(ran, stored, strict=True):
        for output in one["outputs"]:  # what only a running kernel can show is not stored
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        assert outputs(one) == outputs(other)
    data, record = installed.run(alone, "-c", WHERE).splitlines()
    assert data == str(installed.place / "env" / SHARE / "data")
    assert record == str(alone / "my-work" / "record")
    assert not [*(installed.place / "env").rglob("my-work")]


def test_lab_makes_a_copy_to_work_in_that_fresh_sets_back_and_the_doctor_is_content(
    wheels: tuple[Path, Path, Installed],
) -> None:
    *_, installed = wheels
    folder = installed.empty("class")
    assert "Nothing stops the work." in installed.run(folder, "-m", "course_utils", "doctor")
    lab = [str(installed.python), "-m", "course_utils", "lab", "--"]
    course = folder / "reading-a-policy-argument"
    for _ in range(2):
        said = start_and_look(folder, INSTALL_SECONDS, installed.user, lab)
        assert f"The course is in {course}\n" in said
        first = course / "notebooks" / "00-start.ipynb"
        assert json.loads(first.read_text())["cells"]
    delivered = first.read_bytes()
    first.write_text("my answers")
    (course / "courses/truman-1947/notebooks/01-source.ipynb").unlink()
    told = installed.run(folder, "-m", "course_utils", "fresh").splitlines()
    assert len(told) == 2
    assert first.read_bytes() == delivered
    (kept,) = course.glob("my-work/notebooks-*/00-start.ipynb")
    assert kept.read_text() == "my answers"
