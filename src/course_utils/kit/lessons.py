"""What the notebooks of a course name and use of it, and what they leave to be written."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from course_utils.course import Course
from course_utils.reading.argument import argument_of
from course_utils.reading.article import paragraphs_of
from course_utils.reading.network import STEPS
from course_utils.source.errors import Problem
from course_utils.source.text import clean, read_text
from course_utils.source.text_rows import Claim
from course_utils.words import hint

TO_WRITE = "Write here:"
DAMAGED = "is no notebook, or damaged: open it in JupyterLab, and save it there"
MAGIC = re.compile("^[%!].*", re.MULTILINE)  # a line for Jupyter, not for Python
AS_OF = ("load_course", "as_of")
Given = tuple[int, str, str, str]  # a text in a call: the cell, the call, the keyword if any


class Notebook(NamedTuple):
    """A notebook: the names in its code, the texts that it gives, the places left to write in."""

    name: str
    words: set[str]
    given: list[Given]
    to_write: int

    @property
    def days(self) -> set[str]:
        """The days for whose reader it loads the course."""
        return {text for _, call, keyword, text in self.given if (call, keyword) == AS_OF}


def read_lessons(folder: Path, problems: list[Problem]) -> Iterator[Notebook]:
    """Read the notebooks of a folder; ``problems`` gets what cannot be read, or cannot run."""
    for path in sorted(folder.glob("[!.]*.ipynb")):
        words: set[str] = set()
        given: list[Given] = []
        number = to_write = 0
        text, trouble = read_text(path)
        try:
            for number, cell in enumerate(json.loads(text)["cells"], 1):
                source = "".join(cell["source"])
                to_write += source.count(TO_WRITE)
                code = MAGIC.sub("", source) if cell["cell_type"] == "code" else ""
                for node in ast.walk(ast.parse(code)):
                    words.add(getattr(node, "attr", getattr(node, "id", "")))
                    given += _given(node, number)
        except SyntaxError as error:
            trouble = f"cannot run: {error.msg}"
        except (ValueError, TypeError, LookupError, RecursionError, MemoryError):
            trouble = trouble or DAMAGED
        if trouble:
            problems.append(Problem(f"notebooks/{clean(path.name)}", number, "", trouble))
        yield Notebook(clean(path.stem), words, given, to_write)


def _given(node: ast.AST, cell: int) -> Iterator[Given]:
    """Yield the texts that a call is given as they are, one by one or in a list."""
    if isinstance(node, ast.Call):
        call = getattr(node.func, "attr", getattr(node.func, "id", ""))
        pairs = [("", value) for value in node.args]
        for keyword, value in pairs + [(each.arg or "", each.value) for each in node.keywords]:
            for part in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield cell, call, keyword, part.value
        if call == "write_brief":
            yield cell, call, "", "brief"


def unknown_names(course: Course, lessons: Sequence[Notebook]) -> Iterator[Problem]:
    """Yield what notebooks name and the course does not have, with what looks like it."""
    kinds = {call: (kind, pool) for kind, calls, pool in _kinds(course) for call in calls.split()}
    for lesson in lessons:
        for cell, call, keyword, text in lesson.given:
            kind, pool = kinds.get(keyword) or kinds.get(call) or ("", [text])
            if text not in pool:
                message = f"no {kind} is called '{text}'; {hint(text, [*pool])}"
                yield Problem(f"notebooks/{lesson.name}.ipynb", cell, "", message)


def _kinds(course: Course) -> Iterator[tuple[str, str, Collection[str]]]:
    """Yield what texts name: its kind, the keywords or calls that it is given to, all there is."""
    coded = dict.fromkeys(row.paragraph[0] for row in course.rows(Claim))
    yield "question", "ask predict write_brief", course.questions
    yield "ledger event", "commit_forecast", [*course.ledger["id"]]
    yield "paragraph with claims", "code", coded
    if course.text:
        yield "paragraph", "show_text", paragraphs_of(course)
    yield "actor", "draw_network explore_network", [*course.actors["id"]]
    yield "claim, statement or premise", "show_argument", [*argument_of(course)]
    yield "place", "theatre place", [term.id for term in course.terms_of("place")]
    yield "side", "sides", [term.id for term in course.terms_of("side")]
    yield "step", "upto", STEPS
