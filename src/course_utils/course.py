"""Find the course data, read and check all of them at once, and hand them out as one ``Course``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, Field, ValidationError

from course_utils.quiz.files import read_questions
from course_utils.quiz.questions import Question
from course_utils.source.errors import DataError, Problem
from course_utils.source.integrity import check_between
from course_utils.source.rows import TABLES, Actor, Coded, GlossaryEntry, Row, Statement, Term
from course_utils.source.tables import Table, read_table, shorten
from course_utils.source.text import clean, damaged, read_text, reason, unseen

if TYPE_CHECKING:
    from pandas import DataFrame

R = TypeVar("R", bound=Row)
PACKAGE = "datapackage.json"


class _Frame:
    """A table as a new data frame: the columns of its file, and what is computed from them."""

    def __set_name__(self, owner: type[Course], name: str) -> None:
        self.model = next(model for model in TABLES if model.table == name)

    def __get__(self, course: Course, owner: type[Course]) -> DataFrame:
        import pandas as pd

        rows = [_flat(row) for row in course.tables[self.model]]
        return pd.DataFrame(rows, columns=None if rows else list(self.model.model_fields))


@dataclass(frozen=True)
class Course:
    """The coded article: every table as rows and as a data frame, and the questions about it.

    ``course.statements`` and its like are fresh ``pandas`` data frames, one row a record, lists
    joined by ``"; "``; changing one changes nothing else.  ``course.rows(Statement)`` gives the
    checked rows.
    """

    folder: Path
    about: Mapping[str, str]
    tables: Mapping[type[Row], tuple[Row, ...]] = field(repr=False)
    questions: Mapping[str, Question] = field(repr=False)

    statements = _Frame()
    actors = _Frame()
    relations = _Frame()
    claims = _Frame()
    links = _Frame()
    forecasts = _Frame()
    hedges = _Frame()
    assumptions = _Frame()
    cases = _Frame()
    hypotheses = _Frame()
    context = _Frame()
    outcomes = _Frame()
    sources = _Frame()
    scales = _Frame()
    glossary = _Frame()
    terms = _Frame()

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """All rows of one table, in the order of the file."""
        return tuple(row for row in self.tables[model] if isinstance(row, model))

    def label_of(self, actor: str) -> str:
        """The short name of an actor for figures; ``unnamed`` becomes ``not named``."""
        return self._labels.get(("", actor), "not named" if actor == "unnamed" else actor)

    def terms_of(self, listed: str) -> tuple[Term, ...]:
        """One list of the article, such as its sides or kinds of ties, in the order of the file."""
        return tuple(term for term in self.rows(Term) if term.list == listed)

    def label(self, listed: str, term: str) -> str:
        """The label of a term of a list of the article, such as a side or a kind of tie."""
        return self._labels[listed, term]

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        actors = {("", actor.id): actor.label for actor in self.rows(Actor)}
        return actors | {(term.list, term.id): term.label for term in self.rows(Term)}


def read_course(where: Path) -> Course:
    """Read and check the course data in a folder; ``DataError`` has every problem of every file."""
    tables = [read_table(where, model) for model in TABLES]
    check_between(tables)
    problems = [problem for table in tables for problem in table.problems]
    about = _read_about(where, problems)
    citable, errors = _citable(tables), _reasoning_errors(tables)
    questions = read_questions(where / "quizzes", citable, errors, problems)
    if problems:
        unchecked = [table.file for table in tables if table.cells and not table.complete]
        raise DataError(problems, unchecked)
    by_model = {table.model: tuple(table.rows.values()) for table in tables}
    return Course(where, about, by_model, questions)


def find_folder(folder: str | Path | None) -> Path:
    """The folder of the course data, as ``load_course`` looks for it; raises ``DataError``."""
    given = str(folder or os.environ.get("COURSE_DATA") or "")
    message = "is not a folder"
    try:
        path = Path(given).expanduser().resolve() if given else _nearest_folder()
        if path.is_dir():
            # Whether it may be read and entered is said once, and not again for each file in it.
            next(path.iterdir(), None)
            (path / "..").stat()
            return path
    except DataError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        message = f"cannot be read: {reason(error)}"
    raise DataError([Problem(_shown(given) or "the working folder", 0, "", message)])


def _nearest_folder() -> Path:
    here = Path.cwd().resolve()
    for place in (here, *here.parents):
        if (place / "data" / PACKAGE).is_file():
            return place / "data"
    message = f"no folder 'data' with {PACKAGE} here or above; set COURSE_DATA to its place"
    raise DataError([Problem(_shown(str(here)), 0, "", message)])


def _shown(folder: str) -> str:
    return shorten(clean(folder), 200)


class _CodedArticle(BaseModel):
    title: str
    path: str = ""


class _Package(BaseModel):
    """What is read here of the data package; its schemas are for other programs."""

    title: str
    name: str = ""
    sources: list[_CodedArticle] = Field(min_length=1)


def _read_about(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """What the data package says of the article: its citation, and the course's title."""
    text, trouble = read_text(folder / PACKAGE)
    try:
        package = _Package.model_validate_json(text)
    except ValidationError as error:
        detail = error.errors()[0]
        message = "needs 'title', and 'sources' with the article's 'title' as its first entry"
        if detail["type"] == "json_invalid":
            message = f"is not JSON: {detail['ctx']['error']}"
        problems.append(Problem(PACKAGE, 0, "", trouble or message))
        return {}
    article = package.sources[0]
    about = {"id": package.name or package.title, "title": package.title}
    about |= {"article": article.title, "url": article.path}
    for name, said in about.items():
        if message := damaged(said) or unseen(said):
            problems.append(Problem(PACKAGE, 0, name, message))
    return about


def _citable(tables: Iterable[Table]) -> set[str] | None:
    """The rows that a question may cite, those with a wrong cell too; None if not all are known."""
    citable = [table for table in tables if issubclass(table.model, Coded | Actor)]
    if not all(table.complete for table in citable):
        return None
    return {cells["id"] for table in citable for cells in table.cells.values()}


def _reasoning_errors(tables: Iterable[Table]) -> set[str] | None:
    """The errors that a question may name, from the glossary; None if not all are known."""
    glossary = next(table for table in tables if table.model is GlossaryEntry)
    entries = glossary.cells.values()
    # An entry with a wrong kind may be one.
    errors = {entry.get("term", "") for entry in entries if entry.get("kind", "error") == "error"}
    return errors if glossary.complete else None


def _flat(row: Row) -> dict[str, object]:
    values = dict(row)
    for name, value in row:
        if isinstance(value, tuple):
            values[name] = "; ".join(value)
    if isinstance(row, Coded):
        values["commitment"] = row.commitment
    if isinstance(row, Statement):
        values["date"] = row.date
    return values
