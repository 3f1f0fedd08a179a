"""What stays alive in a kernel in which cells are run again and again: a real kernel is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lesson_runs import Kernel, kernel
from tests.tiny_course import write_tiny_course

ASK = 'cu.ask("who-speaks")'
EXPLORE = "cu.explore_timeline(course)"


@pytest.mark.parametrize("lesson", ["00-start", "02-timeline"])
def test_running_a_lesson_again_leaves_nothing_of_the_run_before(lesson: str) -> None:
    with kernel() as running:
        running.run_lesson(lesson)
        before = running.alive()
        running.run_lesson(lesson)
        after = running.alive()
    assert after["figures"] <= 1
    assert after["courses"] == 1
    assert before["widgets"] == before["open"] > 0
    assert (after["widgets"], after["open"]) == (before["widgets"], before["open"])


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    folder = tmp_path_factory.mktemp("course") / "data"
    write_tiny_course(folder)
    with kernel({"COURSE_DATA": str(folder)}) as running:
        running.run("import course_utils as cu; course = cu.load_course()")
        yield running


@pytest.mark.parametrize(
    ("first", "cell", "then", "place", "stays"),
    [
        pytest.param(ASK, "1", ASK, "1", False, id="question"),
        pytest.param(EXPLORE, "2", EXPLORE, "2", False, id="explorer"),
        pytest.param(ASK, "", ASK, "", False, id="cells without identifier"),
        pytest.param(ASK, "4", f"{ASK}  # edited", "4", False, id="edited cell"),
        pytest.param(ASK, "5", ASK, "6", True, id="same question in two cells"),
        pytest.param(ASK, "7", EXPLORE, "other window/7", True, id="two notebooks of one kernel"),
        pytest.param(f"[{ASK}, {ASK}][0]", "8", "None", "9", True, id="two forms of one run"),
        pytest.param(ASK, "10", "display(earlier)", "11", True, id="shown by another cell"),
    ],
)
def test_only_a_cell_that_is_run_again_closes_its_form(
    cells: Kernel, first: str, cell: str, then: str, place: str, stays: bool
) -> None:
    cells.run(f"form = {first}", cell)
    cells.run("earlier = form")
    usual = cells.client.session.session
    window, _, again = place.rpartition("/")
    cells.client.session.session = window or usual
    for _ in range(2):
        cells.run(f"form = {then}", again)
    cells.client.session.session = usual
    opened = cells.run("print([each.comm is not None for each in (earlier, earlier.layout)])")
    assert opened.strip() == str([stays, stays])
    assert stays or cells.run("print(form.comm is not None)").strip() == "True"
