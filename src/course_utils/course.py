"""Find the course data, read and check all of them at once, and hand them out as one ``Course``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import course_utils.kinds  # noqa: F401  (the kinds of questions are known once it is imported)
from course_utils.as_of import known_on, parse_day
from course_utils.cells import Key
from course_utils.errors import DataError, Problem
from course_utils.questions import Question, read_questions
from course_utils.rows import (
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
from course_utils.tables import Table, cycles, read_table

if TYPE_CHECKING:
    import datetime as dt

    from pandas import DataFrame

R = TypeVar("R", bound=Row)
PACKAGE = "datapackage.json"
_last_loaded: list[Course] = []


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
        """One list of the article, its sides or strands for example, in the order of the file."""
        return tuple(term for term in self.rows(Term) if term.list == listed)

    def label(self, listed: str, term: str) -> str:
        """The label of a term of a list of the article: its sides, topics or places."""
        return self._labels[listed, term]

    @cached_property
    def _actor_labels(self) -> dict[str, str]:
        return {actor.id: actor.label for actor in self.rows(Actor)}

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {(term.list, term.id): term.label for term in self.rows(Term)}


def load_course(folder: str | Path | None = None, *, as_of: str | dt.date | None = None) -> Course:
    """Read and check the course data.

    ``folder`` holds ``datapackage.json`` and the tables.  Without it the environment variable
    ``COURSE_DATA`` is used, else the nearest folder ``data`` from the working folder upward.
    ``as_of``, a day such as ``"2017-12-07"``, leaves out what became known later: findings of
    ``context`` without ``known_by`` or with a later one, all ``outcomes``, and ``sources`` that
    nothing else cites.

    Raises ``DataError`` with every problem of every file; nothing is half loaded.  Raises
    ``ValueError`` for an ``as_of`` that is no day.
    """
    day = parse_day(as_of)
    course = _read_course(_find_folder(folder))
    if day:
        course = replace(course, tables=known_on(course.tables, day))
    _last_loaded[:] = [course]
    return course


def _read_course(where: Path) -> Course:
    tables = [read_table(where, model) for model in TABLES]
    problems = [problem for table in tables for problem in table.problems]
    problems.extend(_broken_references(tables))
    problems.extend(_cycles(tables))
    problems.extend(_strand_problems(tables))
    about = _read_about(where, problems)
    rows, errors = _evidence(tables), _reasoning_errors(tables)
    questions = read_questions(where / "quizzes", rows, errors, problems)
    if problems:
        raise DataError(problems)
    by_model = {table.model: tuple(table.rows.values()) for table in tables}
    return Course(where, about, by_model, questions)


def current_course(course: Course | None = None) -> Course:
    """``course`` itself, or the one loaded last, or the one that ``load_course()`` finds."""
    if course is not None:
        return course
    return _last_loaded[0] if _last_loaded else load_course()


def _find_folder(folder: str | Path | None) -> Path:
    given = folder or os.environ.get("COURSE_DATA")
    if given:
        path = Path(given).expanduser().resolve()
        if path.is_dir():
            return path
        raise DataError([Problem(str(given), 0, "", "is not a folder")])
    here = Path.cwd().resolve()
    for place in (here, *here.parents):
        if (place / "data" / PACKAGE).is_file():
            return place / "data"
    message = f"no folder 'data' with {PACKAGE} here or above; set COURSE_DATA to its place"
    raise DataError([Problem(str(here), 0, "", message)])


def _read_about(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """What the data package says of the article: its citation, and the course's title."""
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        source = package["sources"][0]
        return {
            "title": package["title"],
            "article": source["title"],
            "url": source.get("path", ""),
        }
    except FileNotFoundError:
        problems.append(Problem(PACKAGE, 0, "", "is missing"))
    except json.JSONDecodeError as error:
        problems.append(Problem(PACKAGE, error.lineno, "", f"is not JSON: {error.msg}"))
    except (OSError, ValueError) as error:
        problems.append(Problem(PACKAGE, 0, "", f"cannot be read: {error}"))
    except (KeyError, IndexError, TypeError):
        message = "needs 'title', and 'sources' with the article's 'title' as its first entry"
        problems.append(Problem(PACKAGE, 0, "", message))
    return {}


def _pools(tables: Iterable[Table]) -> dict[str, set[str]]:
    """Identifiers by what a ``Key`` may point to: a table, or a list of ``terms``."""
    pools: dict[str, set[str]] = {"side": set(), "topic": set(), "place": set()}
    for table in tables:
        for row in table.rows.values():
            pool = row.list if isinstance(row, Term) else table.model.table
            pools.setdefault(pool, set()).add(str(getattr(row, table.model.key[-1])))
    return pools


def _broken_references(tables: list[Table]) -> Iterator[Problem]:
    unread = {table.model.table for table in tables if not table.rows and table.problems}
    pools = _pools(tables)
    for table in tables:
        for column, key in _keys(table.model):
            if key.table in unread or (
                "terms" in unread and key.table in ("side", "topic", "place")
            ):
                continue
            yield from _unknown(table, column, key, pools.get(key.table, set()))


def _keys(model: type[Row]) -> Iterator[tuple[str, Key]]:
    for column, info in model.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Key):
                yield column, mark


def _unknown(table: Table, column: str, key: Key, pool: set[str]) -> Iterator[Problem]:
    home = (
        f"list '{key.table}' of terms.csv"
        if key.table in ("side", "topic", "place")
        else f"{key.table}.csv"
    )
    for number, row in table.rows.items():
        value = getattr(row, column)
        named = value if isinstance(value, tuple) else (value,)
        for item in named:
            if item is not None and item not in pool and item not in key.also:
                yield Problem(table.file, number, column, f"'{item}' is not in {home}")


def _cycles(tables: Iterable[Table]) -> Iterator[Problem]:
    rules: dict[type[Row], tuple[str, Callable[[Row], tuple[str, str] | None]]] = {
        Actor: ("part_of", _part),
        Link: ("to_claim", _step),
    }
    for table in tables:
        if table.model in rules:
            column, arrow = rules[table.model]
            arrows = {number: found for number, row in table.rows.items() if (found := arrow(row))}
            for circle in cycles(arrows.values()):
                row = min(number for number, pair in arrows.items() if pair[0] in circle)
                yield Problem(
                    table.file,
                    row,
                    column,
                    f"goes round in a circle: {' - '.join(circle)}",
                )


def _strand_problems(tables: Iterable[Table]) -> Iterator[Problem]:
    """A strand of the argument is named by one of its claims, and no two have the same name."""
    claims = _pools(tables).get(Claim.table, set())
    terms = next(table for table in tables if table.model is Term)
    seen: dict[str, int] = {}
    for number, row in terms.rows.items():
        if isinstance(row, Term) and row.list == "strand":
            if claims and row.id not in claims:
                yield Problem(terms.file, number, "id", f"'{row.id}' is not in claims.csv")
            if row.label in seen:
                twice = f"'{row.label}' names the strand of row {seen[row.label]} already"
                yield Problem(terms.file, number, "label", twice)
            seen.setdefault(row.label, number)


def _part(row: Row) -> tuple[str, str] | None:
    return (row.id, row.part_of) if isinstance(row, Actor) and row.part_of else None


def _step(row: Row) -> tuple[str, str] | None:
    return (row.from_claim, row.to_claim) if isinstance(row, Link) and row.from_claim else None


def _evidence(tables: Iterable[Table]) -> dict[str, Coded | Actor]:
    """Every row that a question may cite, by identifier."""
    return {
        row.id: row
        for table in tables
        for row in table.rows.values()
        if isinstance(row, Coded | Actor)
    }


def _reasoning_errors(tables: Iterable[Table]) -> set[str] | None:
    """The errors that a question may name, from the glossary; None if that cannot be read."""
    glossary = next(table for table in tables if table.model is GlossaryEntry)
    if glossary.problems and not glossary.rows:
        return None
    rows = (row for row in glossary.rows.values() if isinstance(row, GlossaryEntry))
    return {row.term for row in rows if row.kind == "error"}


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
