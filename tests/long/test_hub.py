"""A class on one hub: students who work at the same time, each in a home of their own.

The hub and its packages are installed afresh into a temporary folder, by pip and npm.  As root
each student is a user of the system, and the shared course belongs to somebody else; as anybody
else all students are that user, and the course cannot be written to.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from course_utils.record.events import Attempt, Draft, Event, read_events
from tests.long.hub import Classroom, classroom, end_all, running
from tests.long.kernel_page import LessonPage

LESSON = "03-network"
STUDENTS = [f"student-{n}" for n in range(1, 9)]
ABOUT = "import course_utils as cu; from course_utils.session import current_record as mine; print(mine().about)"
MEGABYTE = 2**20
PATIENCE = 400
BROKEN = threading.BrokenBarrierError


def answers_of(number: int) -> dict[str, object]:
    """Five answers; no two of eight students give all five alike."""
    own = [place for place in range(4) if number + 1 & 1 << place]
    return {
        "own-ties": own,
        "degrees-of-a-tie": [*([4] * (number % 4)), *([number // 4] * (6 - number % 4))],
        "what-ties-iran-to-yemen": number % 4,
        "three-ties": f'{{"first":"as student {number} has it"}}',
        "one-broken-line": f"Student {number} would want a document.",
    }


class Visit(NamedTuple):
    """What one student's visit took: in seconds, and in bytes of server and kernel."""

    server: float
    lesson: float
    first: float
    slowest: float
    idle: tuple[int, int]
    full: tuple[int, int]
    peak: int
    processor: float
    about: str


@pytest.fixture(scope="module")
def room() -> Iterator[Classroom]:
    with tempfile.TemporaryDirectory(prefix="hub-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with classroom(folder, STUDENTS) as running_room:
            yield running_room
        assert running(folder) == {}


def visit(room: Classroom, number: int, together: threading.Barrier) -> Visit:
    """One student's visit: log in, open the lesson, run it all, answer five questions."""
    student = STUDENTS[number]
    together.wait()
    begun = time.monotonic()
    token = room.start_server(student)
    server = time.monotonic() - begun
    page = LessonPage(room, student, token, LESSON)
    try:
        page.run("pass")
        idle = memory(room, student)
        assert not page.writable
        page.run_all()
        lesson = time.monotonic() - begun
        about = page.run(ABOUT)
        together.wait()
        taken = page.answer(answers_of(number))
        first, slowest = min(taken.values()), max(taken.values())
        full, processor = memory(room, student), processor_seconds(room, student)
        peak = sum(number_of(f"/proc/{n}/status", "VmHWM") for n in processes(room, student))
        together.wait()
        return Visit(server, lesson, first, slowest, idle, full, peak, processor, about)
    finally:
        page.close()


def test_what_eight_students_answer_at_once_is_in_their_own_records_and_nowhere_else(
    room: Classroom,
) -> None:
    before = sorted(room.course.rglob("*"))
    visits = visit_at_once(room)
    for number, student in enumerate(STUDENTS):
        found = {event.item: said(event) for event in record_of(room, student)}
        assert found == answers_of(number), student
        assert len(record_of(room, student)) == 5
        own = str(next(room.home(student).rglob("record")))
        assert own in visits[number].about
        assert "belongs to somebody else or cannot be written to" in visits[number].about
    assert sorted(room.course.rglob("*")) == before
    # One user of the machine may else listen to what the kernel of another prints.
    assert "without encryption" not in (room.folder / "hub/log").read_text()
    report(room, visits)


def visit_at_once(room: Classroom) -> list[Visit]:
    """The visits of all students; where one fails, the others do not wait for it."""
    together = threading.Barrier(len(STUDENTS), timeout=PATIENCE)
    with ThreadPoolExecutor(len(STUDENTS)) as pool:
        visits = [pool.submit(visit, room, n, together) for n in range(len(STUDENTS))]
        try:
            wait(visits, timeout=PATIENCE, return_when=FIRST_EXCEPTION)
        except KeyboardInterrupt:
            end_all(room.folder)  # or the threads would wait for their servers
            raise
        finally:
            together.abort()
    failures = filter(None, (each.exception() for each in visits))
    first = next((each for each in failures if not isinstance(each, BROKEN)), None)
    if first:
        raise first
    return [each.result() for each in visits]


def record_of(room: Classroom, student: str) -> list[Event]:
    """All events in the records below a student's home."""
    files = [file for file in room.home(student).rglob("*.jsonl") if "record" in file.parts]
    found = [event for file in files for event in read_events(file.read_bytes())]
    assert all(found), files
    return [event for event in found if event]


def said(event: Event) -> object:
    assert isinstance(event, Attempt | Draft), event
    return event.text if isinstance(event, Draft) else event.response


def memory(room: Classroom, student: str) -> tuple[int, int]:
    """What a student's server and kernels take, each page shared out to those who share it."""
    server = kernel = 0
    for number in processes(room, student):
        taken = number_of(f"/proc/{number}/smaps_rollup", "Pss")
        if "ipykernel" in Path(f"/proc/{number}/cmdline").read_text():
            kernel += taken
        else:
            server += taken
    return server, kernel


def number_of(file: str, name: str) -> int:
    """Bytes that a file of ``/proc`` gives under a name."""
    lines = Path(file).read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def size_of(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*"))


def processor_seconds(room: Classroom, student: str) -> float:
    ticks = 0
    for number in processes(room, student):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def processes(room: Classroom, student: str) -> list[int]:
    ours = running(room.folder).items()
    return [number for number, said in ours if said.get("JUPYTERHUB_USER") == student]


def report(room: Classroom, visits: list[Visit]) -> None:
    def spread(values: list[float]) -> str:
        return f"{median(values):.1f} (most {max(values):.1f})"

    print(f"\n{len(visits)} students at once, {os.cpu_count()} cores, lesson {LESSON}")
    print(f"server ready after, s       {spread([each.server for each in visits])}")
    print(f"lesson run after, s         {spread([each.lesson for each in visits])}")
    print(f"first of 5 answers, s       {spread([each.first for each in visits])}")
    print(f"last of 5 answers, s        {spread([each.slowest for each in visits])}")
    print(f"processor a student, s      {spread([each.processor for each in visits])}")
    for name, index in (("server", 0), ("kernel", 1)):
        idle = [each.idle[index] / MEGABYTE for each in visits]
        full = [each.full[index] / MEGABYTE for each in visits]
        print(f"{name}, MB: lesson opened {spread(idle)}, run and answered {spread(full)}")
    print(f"both at their largest, MB   {spread([each.peak / MEGABYTE for each in visits])}")
    home = room.home(STUDENTS[0])
    record = size_of(next(home.rglob("record")))
    print(f"a home {size_of(home) / 1000:.0f} kB, a record of five answers {record / 1000:.1f} kB")
