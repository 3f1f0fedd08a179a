"""Find the course data, read and check all of them at once, and hand them out as one ``Course``."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import AliasPath, BaseModel, Field, ValidationError

from course_utils.quiz.files import read_questions
from course_utils.quiz.questions import Question
from course_utils.source import course_rows as models
from course_utils.source.course_rows import GlossaryEntry, Term
from course_utils.source.dates import last_day
from course_utils.source.errors import DataError, Problem
from course_utils.source.row import Coded, Row
from course_utils.source.rows import TABLES
from course_utils.source.tables import Table, check_between, read_table
from course_utils.source.text import MISSING, clean, damaged, read_text, reason, unseen
from course_utils.source.text_rows import Actor, Statement
from course_utils.words import count, shorten

if TYPE_CHECKING:
    from pandas import DataFrame

R = TypeVar("R", bound=Row)
PACKAGE = "datapackage.json"
ARTICLE = "article.txt"
INSTALLED = "share/course-utils"  # below the folder where Python puts what it installs
BY_NAME = {model.table: model for model in TABLES}


@dataclass(frozen=True)
class Course:
    """The coded article: every table as rows and as a data frame, and the questions about it.

    ``course.statements`` and its like are fresh ``pandas`` data frames, one row a record, lists
    joined by ``"; "``; changing one changes nothing else.  ``course.rows(Statement)`` gives the
    checked rows; a table without a file has none.  ``text`` is the article itself, if its licence
    lets it ship with the course, else empty.
    """

    folder: Path
    about: Mapping[str, str]
    tables: Mapping[type[Row], tuple[Row, ...]] = field(repr=False)
    questions: Mapping[str, Question] = field(repr=False)
    text: str = field(default="", repr=False)

    def __getattr__(self, name: str) -> DataFrame:
        """A table as a new data frame: the columns of its file, and what is computed from them."""
        if name not in BY_NAME:
            raise AttributeError(f"a course has no '{name}'; its tables: {', '.join(BY_NAME)}")
        import pandas as pd

        model = BY_NAME[name]
        rows = [_flat(row) for row in self.tables[model]]
        return pd.DataFrame(rows, columns=None if rows else list(model.model_fields))

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *BY_NAME]

    @property
    def home(self) -> Path:
        """Where ``my-work`` lies: beside a folder ``data``, but within one of any other name.

        So data that lie side by side, as in ``texts/one`` and ``texts/two``, share no record.  A
        course that is installed is nobody's own: there it is the working folder.
        """
        if f"/{INSTALLED}/" in self.folder.as_posix():
            return Path.cwd()
        return self.folder.parent if self.folder.name == "data" else self.folder

    def rows(self, model: type[R]) -> tuple[R, ...]:
        """All rows of one table, in the order of the file."""
        return tuple(row for row in self.tables[model] if isinstance(row, model))

    def label_of(self, actor: str) -> str:
        """The short name of an actor for figures; ``unnamed`` becomes ``not named``."""
        labels = {row.id: row.label for row in self.rows(Actor)}
        return labels.get(actor, "not named" if actor == "unnamed" else actor)

    def terms_of(self, listed: str) -> tuple[Term, ...]:
        """One list of the text, such as its sides or kinds of ties, in the order of the file."""
        return tuple(term for term in self.rows(Term) if term.list == listed)

    def label(self, listed: str, term: str) -> str:
        """The label of a term of a list of the text, such as a side or a kind of tie.

        A term that needs no row, such as the kind ``state``, may be its own label.
        """
        return {row.id: row.label for row in self.terms_of(listed)}.get(term, term)

    def known_on(self, day: dt.date) -> Course:
        """The course for a reader on ``day``, for whom no forecast has come out yet.

        Of ``context`` only rows with ``known_by`` on or before ``day`` are left: where a needed
        source has no date, nobody can say that it was public.  Of ``sources`` those are left that
        something still cites; ``outcomes`` is empty, and ``ledger`` asks without an answer.  All
        else describes the text and stays.
        """
        found = self.rows(models.Context)
        known = tuple(row for row in found if row.known_by and last_day(row.known_by) <= day)
        cited = {source for row in known for source in row.source_ids}
        for row in self.rows(Statement):
            cited.update(row.outside_source, [row.year_source or ""])
        sources = tuple(row for row in self.rows(models.Source) if row.id in cited)
        tables = dict(self.tables)
        tables[models.Context], tables[models.Outcome], tables[models.Source] = known, (), sources
        ledger = self.rows(models.LedgerEvent)
        tables[models.LedgerEvent] = tuple(event.undecided() for event in ledger)
        return replace(self, tables=tables)


def read_course(where: Path) -> Course:
    """Read and check the course data in a folder; ``DataError`` has every problem of every file."""
    tables = [read_table(where, model) for model in TABLES]
    check_between(tables)
    problems = [problem for table in tables for problem in table.problems]
    about = _read_about(where, problems)
    text = _read_article(where, about, problems)
    quizzes = where / "quizzes"
    questions = _read_quizzes(quizzes, tables, problems) if os.path.lexists(quizzes) else {}
    if problems:
        unchecked = [table.file for table in tables if table.cells and not table.complete]
        raise DataError(problems, unchecked)
    by_model = {table.model: tuple(table.rows.values()) for table in tables}
    return Course(where, about, by_model, questions, text)


def find_folder(folder: str | Path | None, instead: Path | None = None) -> Path:
    """The data folder that ``load_course`` looks for, or of ``instead``; or ``DataError``."""
    named = shown = str(folder or os.environ.get("COURSE_DATA") or "")
    try:
        path = Path(named).expanduser().resolve()
        for place in [path] if named else [place / "data" for place in (path, *path.parents)]:
            if place.is_dir() and (named or (place / PACKAGE).is_file()):
                # Whether it may be read and entered is said once, not again for each file in it.
                next(place.iterdir(), None)
                (place / "..").stat()
                return place
        if instead and not named:
            return instead / "data"
        missing = f"no folder 'data' with {PACKAGE} here or above; set COURSE_DATA to its place"
        shown, message = named or str(path), "is not a folder" if named else missing
    except (OSError, RuntimeError, ValueError) as error:
        message = f"cannot be read: {reason(error)}"
    shown = shorten(clean(shown), 200) or "the working folder"
    raise DataError([Problem(shown, 0, "", message)])


class _About(BaseModel):
    """What is read here of the data package; its schemas are for other programs."""

    id: str = Field("", validation_alias="name")
    title: str
    article: str = Field(validation_alias=AliasPath("sources", 0, "title"))
    url: str = Field("", validation_alias=AliasPath("sources", 0, "path"))
    license: str = Field("", validation_alias=AliasPath("sources", 0, "license"))


def _read_about(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """What the data package says of the text: its citation, and the course's title."""
    text, trouble = read_text(folder / PACKAGE)
    try:
        about = _About.model_validate_json(text).model_dump()
    except ValidationError as error:
        detail = error.errors()[0]
        message = "needs 'title', and 'sources' with the text's 'title' as its first entry"
        if detail["type"] == "json_invalid":
            message = f"is not JSON: {detail['ctx']['error']}"
        problems.append(Problem(PACKAGE, 0, "", trouble or message))
        return {}
    about["id"] = about["id"] or about["title"]
    for name, said in about.items():
        if message := damaged(said) or unseen(said):
            problems.append(Problem(PACKAGE, 0, name, message))
    return about


def _read_article(folder: Path, about: Mapping[str, str], problems: list[Problem]) -> str:
    """The article itself, which a course may hold only with its licence; empty if it does not."""
    text, trouble = read_text(folder / ARTICLE)
    if trouble == MISSING:
        return ""
    message = trouble or damaged(" ".join(text.split()))
    if about and not about["license"] and not message:
        first = f"the first entry of 'sources' in {PACKAGE}"
        message = f"ships with the course, which needs its licence: give 'license' in {first}"
    if message:
        problems.append(Problem(ARTICLE, 0, "", message))
    return clean(text)


def _read_quizzes(
    folder: Path, tables: Iterable[Table], problems: list[Problem]
) -> dict[str, Question]:
    """The questions, checked against the rows that they cite and the errors that they name."""
    coded = [table for table in tables if issubclass(table.model, Coded | Actor)]
    glossary = [table for table in tables if table.model is GlossaryEntry]
    questions = read_questions(folder, _names(coded), _names(glossary, kind="error"), problems)
    for pool, named in ((coded, Question.cited), (glossary, Question.slips)):
        _report_lost(pool, {name for each in questions.values() for name in named(each)}, problems)
    return questions


def _report_lost(tables: Sequence[Table], named: set[str], problems: list[Problem]) -> None:
    """Report tables without a file, if questions name what no other table has."""
    lost = [table for table in tables if table.missing]
    known = {cells.get(each.model.key[-1]) for each in tables for cells in each.cells.values()}
    unknown = sorted(named.difference(known))
    # Where tables need the file, too, that is said already.
    if lost and unknown and not any(each.problems or not each.complete for each in tables):
        files = ", ".join(table.file for table in lost)
        what = f"{count(len(unknown), 'row')} that no table has, '{shorten(unknown[0])}' first"
        problems.append(Problem(files, 0, "", f"missing, and questions name {what}"))


def _names(tables: Sequence[Table], kind: str = "") -> set[str] | None:
    """What rows are called, those with a wrong cell or kind too; None if not all are known."""
    if not all(table.complete and not table.missing for table in tables):
        return None
    rows = [(table.model.key[-1], cells) for table in tables for cells in table.cells.values()]
    return {cells[key] for key, cells in rows if not kind or cells.get("kind", kind) == kind}


def _flat(row: Row) -> dict[str, object]:
    values = {name: "; ".join(cell) if isinstance(cell, tuple) else cell for name, cell in row}
    if isinstance(row, Coded):
        values["commitment"] = row.commitment
    if isinstance(row, Statement):
        values["date"] = row.date
    return values
