"""Find the course data, read and check all of them at once, and hand them out as one ``Course``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from course_utils.quiz.citable import citable_rows, reasoning_errors
from course_utils.quiz.files import read_questions
from course_utils.quiz.questions import Question
from course_utils.source.characters import clean, damaged, unseen
from course_utils.source.errors import DataError, Problem
from course_utils.source.files import read_text, reason
from course_utils.source.integrity import problems_between
from course_utils.source.rows import (
    TABLES,
    Actor,
    Assumption,
    Case,
    Claim,
    Coded,
    Context,
    Forecast,
    GlossaryEntry,
    Hedge,
    Hypothesis,
    Link,
    Outcome,
    Relation,
    Row,
    Scale,
    Source,
    Statement,
    Term,
)
from course_utils.source.tables import read_table, shorten

if TYPE_CHECKING:
    from pandas import DataFrame

R = TypeVar("R", bound=Row)
PACKAGE = "datapackage.json"


class _Frame:
    """A table as a new data frame: the columns of its file, and what is computed from them."""

    def __init__(self, model: type[Row]) -> None:
        self.model = model

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

    statements = _Frame(Statement)
    actors = _Frame(Actor)
    relations = _Frame(Relation)
    claims = _Frame(Claim)
    links = _Frame(Link)
    forecasts = _Frame(Forecast)
    hedges = _Frame(Hedge)
    assumptions = _Frame(Assumption)
    cases = _Frame(Case)
    hypotheses = _Frame(Hypothesis)
    context = _Frame(Context)
    outcomes = _Frame(Outcome)
    sources = _Frame(Source)
    scales = _Frame(Scale)
    glossary = _Frame(GlossaryEntry)
    terms = _Frame(Term)

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """All rows of one table, in the order of the file."""
        return tuple(row for row in self.tables[model] if isinstance(row, model))

    def label_of(self, actor: str) -> str:
        """The short name of an actor for figures; ``unnamed`` becomes ``not named``."""
        return self._actor_labels.get(actor, "not named" if actor == "unnamed" else actor)

    def terms_of(self, listed: str) -> tuple[Term, ...]:
        """One list of the article, such as its sides or kinds of ties, in the order of the file."""
        return tuple(term for term in self.rows(Term) if term.list == listed)

    def label(self, listed: str, term: str) -> str:
        """The label of a term of a list of the article, such as a side or a kind of tie."""
        return self._labels[listed, term]

    @cached_property
    def _actor_labels(self) -> dict[str, str]:
        return {actor.id: actor.label for actor in self.rows(Actor)}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {(term.list, term.id): term.label for term in self.rows(Term)}


def read_course(where: Path) -> Course:
    """Read and check the course data in a folder; ``DataError`` has every problem of every file."""
    tables = [read_table(where, model) for model in TABLES]
    problems = [problem for table in tables for problem in table.problems]
    problems.extend(problems_between(tables))
    about = _read_about(where, problems)
    rows, errors = citable_rows(tables), reasoning_errors(tables)
    questions = read_questions(where / "quizzes", rows, errors, problems)
    if problems:
        unchecked = [table.file for table in tables if table.cells and not table.complete]
        raise DataError(problems, unchecked)
    by_model = {table.model: tuple(table.rows.values()) for table in tables}
    return Course(where, about, by_model, questions)


def find_folder(folder: str | Path | None) -> Path:
    """The folder of the course data, as ``load_course`` looks for it; raises ``DataError``."""
    given = folder or os.environ.get("COURSE_DATA") or ""
    try:
        return _named_folder(Path(given)) if given else _nearest_folder()
    except DataError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        name = _shown(given) or "the working folder"
        raise DataError([Problem(name, 0, "", f"cannot be read: {reason(error)}")]) from None


def _named_folder(given: Path) -> Path:
    path = given.expanduser().resolve()
    if not path.is_dir():
        raise DataError([Problem(_shown(given), 0, "", "is not a folder")])
    # Where the folder may not be read, this says so once, and not again for each file in it.
    next(path.iterdir(), None)
    try:
        (path / PACKAGE).stat()
    except PermissionError:
        raise
    except OSError:
        pass  # this is said of the file
    return path


def _shown(given: str | Path) -> str:
    return shorten(clean(str(given)), 200)


def _nearest_folder() -> Path:
    here = Path.cwd().resolve()
    for place in (here, *here.parents):
        if (place / "data" / PACKAGE).is_file():
            return _named_folder(place / "data")
    message = f"no folder 'data' with {PACKAGE} here or above; set COURSE_DATA to its place"
    raise DataError([Problem(_shown(here), 0, "", message)])


def _read_about(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """What the data package says of the article: its citation, and the course's title."""
    text, trouble = read_text(folder / PACKAGE)
    if trouble:
        problems.append(Problem(PACKAGE, 0, "", trouble))
        return {}
    try:
        return _checked_about(json.loads(text), problems)
    except json.JSONDecodeError as error:
        problems.append(Problem(PACKAGE, error.lineno, "", f"is not JSON: {error.msg}"))
    except RecursionError:
        problems.append(Problem(PACKAGE, 0, "", "has too many levels, one in another"))
    except ValueError as error:
        problems.append(Problem(PACKAGE, 0, "", f"cannot be read: {error}"))
    except (KeyError, IndexError, TypeError):
        message = "needs 'title', and 'sources' with the article's 'title' as its first entry"
        problems.append(Problem(PACKAGE, 0, "", message))
    return {}


def _checked_about(package: Any, problems: list[Problem]) -> dict[str, str]:
    source = package["sources"][0]
    about = {
        "id": package.get("name", package["title"]),
        "title": package["title"],
        "article": source["title"],
        "url": source.get("path", ""),
    }
    for name, text in about.items():
        if not isinstance(text, str):
            raise TypeError(name)
        if message := damaged(text) or unseen(text):
            problems.append(Problem(PACKAGE, 0, name, message))
    return about


def _flat(row: Row) -> dict[str, object]:
    values: dict[str, object] = {}
    for name in type(row).model_fields:
        value = getattr(row, name)
        values[name] = "; ".join(value) if isinstance(value, tuple) else value
    if isinstance(row, Coded):
        values["commitment"] = row.commitment
    if isinstance(row, Statement):
        values["date"] = row.date
    return values
