"""What stays alive in a kernel in which cells are run again and again: a real kernel is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lesson_runs import Kernel, kernel
from tests.tiny_course import write_tiny_course

ASK = 'form = cu.ask("who-speaks")'


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


def is_open(cells: Kernel, form: str) -> bool:
    return cells.run(f"print({form}.comm is not None)").strip() == "True"


@pytest.mark.parametrize("cell", ["cell-1", ""], ids=["with identifier", "without"])
@pytest.mark.parametrize(
    "code", ["cu.ask('who-speaks')", "cu.explore_timeline(course)", "cu.my_record()"]
)
def test_a_cell_that_is_run_again_closes_its_form(cells: Kernel, code: str, cell: str) -> None:
    cells.run(f"form = {code}", cell)
    cells.run("earlier = form")
    cells.run(f"form = {code}", cell)
    assert not is_open(cells, "earlier")
    assert not is_open(cells, "earlier.layout")
    assert is_open(cells, "form")


def test_the_same_question_in_two_cells_stays_open_in_both(cells: Kernel) -> None:
    cells.run(ASK, "cell-1")
    cells.run("first = form")
    cells.run(ASK, "cell-2")
    assert is_open(cells, "first")
    assert is_open(cells, "form")


def test_a_cell_that_was_edited_closes_its_form(cells: Kernel) -> None:
    cells.run(ASK, "cell-3")
    cells.run("first = form")
    cells.run(f"{ASK}  # edited", "cell-3")
    assert not is_open(cells, "first")
    assert is_open(cells, "form")


def test_two_notebooks_of_one_kernel_may_name_their_cells_alike(cells: Kernel) -> None:
    cells.run(ASK, "cell-4")
    cells.run("first = form")
    window = cells.client.session.session
    cells.client.session.session = "another window"
    cells.run("form = cu.explore_timeline(course)", "cell-4")
    cells.client.session.session = window
    assert is_open(cells, "first")


def test_two_forms_of_one_run_stay_open_together(cells: Kernel) -> None:
    cells.run("one, two = cu.ask('who-speaks'), cu.ask('who-speaks')", "cell-5")
    assert is_open(cells, "one")
    assert is_open(cells, "two")


def test_a_form_that_is_shown_again_by_another_cell_stays_open(cells: Kernel) -> None:
    cells.run(ASK, "cell-7")
    cells.run("display(form)", "cell-6")
    cells.run("display(form)", "cell-6")
    assert is_open(cells, "form")
