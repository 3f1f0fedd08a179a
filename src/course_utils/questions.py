"""What a question is: what all kinds share, read from the quiz files, checked like the tables."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated as A
from typing import Any, ClassVar, Literal, Protocol

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
)

from course_utils.cells import Id
from course_utils.errors import Problem
from course_utils.tables import read_utf8, sentence, shorten

Prose = A[str, StringConstraints(min_length=1, strip_whitespace=True)]
Evidence = A[tuple[str, ...], "rows that decide it", Field(min_length=1)]
Worked = A[Prose, "the worked answer, offered after an attempt"]
Verdict = Literal["right", "partly right", "wrong", "not answered", "kept"]
Keeping = Literal["attempt", "prediction", "draft"]


class Passage(Protocol):
    """What a question needs to know of a row that it cites: where the passage is."""

    @property
    def paragraph(self) -> tuple[str, ...]:
        """Its paragraphs, the one with the anchor first."""

    @property
    def anchor(self) -> str:
        """Words that find it."""


Passages = Mapping[str, Passage]


@dataclass(frozen=True)
class Source:
    """A row that decides, where its passage is, and the passage if the reader has a copy of it."""

    row: str
    where: str
    passage: str = ""


@dataclass(frozen=True)
class Remark:
    """What is said about a response, or a part of it: whether it fits, why, which rows decide."""

    text: str = ""
    evidence: tuple[str, ...] = ()
    about: str = ""
    fits: bool | None = None
    error: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a learner is told about one response."""

    verdict: Verdict
    message: str
    remarks: tuple[Remark, ...] = ()

    @property
    def error(self) -> str:
        """The first reasoning error that is named, if any is."""
        return next((remark.error for remark in self.remarks if remark.error), "")


class Strict(BaseModel):
    """A part of a quiz file: what it holds is fixed, and it has exactly the keys named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Question(Strict):
    """What all kinds share; a kind adds what is answered, how it is shown and how it is judged."""

    kinds: ClassVar[dict[str, type[Question]]] = {}
    kept_as: ClassVar[Keeping] = "attempt"
    verb: ClassVar[str] = "Check"
    offer: ClassVar[str] = "Show the worked answer"
    id: A[Id, "identifier, unique in the course"]
    kind: A[str, "kind of question"]
    stem: A[Prose, "what is asked"]
    hints: A[tuple[Prose, ...], "hints, one stage each"] = ()
    decides: A[tuple[Prose, ...], "columns of the cited rows that decide; none: any may"] = ()
    answer: str
    _rows: Passages = PrivateAttr(default_factory=dict)

    def __init_subclass__(cls, kind: str = "", **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if kind:
            cls.kinds[kind] = cls

    def model_post_init(self, rows: Passages | None) -> None:
        """Remember where the cited rows stand; ``rows`` is the context of the validation."""
        known = rows or {}
        self._rows = {row: known[row] for row in self.cited() if row in known}

    @property
    def version(self) -> str:
        """A hash of what is asked: another wording is another version, another feedback is not."""
        asked = json.dumps([self.kind, self.stem, self.shown()], sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    def passages(self, evidence: Iterable[str]) -> Iterator[tuple[str, Passage]]:
        """Yield the rows given, each once, with what is known of their passages."""
        for row in dict.fromkeys(evidence):
            if row in self._rows:
                yield row, self._rows[row]

    def cited(self) -> Iterator[str]:
        """Yield the rows that the question cites."""
        yield from ()

    def errors(self) -> Iterator[str]:
        """Yield the reasoning errors that the question names."""
        yield from ()

    def troubles(self) -> Iterator[str]:
        """Yield a sentence for each rule of its kind that the question breaks."""
        yield from ()

    def how(self) -> str:
        """Say in a sentence how it is answered, where the page does not show that."""
        return ""

    def shown(self) -> dict[str, Any]:
        """Return what the page draws below the stem: nothing that gives the key away."""
        return {}

    def lines(self) -> Iterator[str]:
        """Yield the same as plain text."""
        yield from ()

    @abstractmethod
    def judge(self, response: object) -> Outcome:
        """Judge a response as it came from the page; what is no response at all is not answered."""

    def words(self, response: Any) -> str:
        """Put a response that was judged, and is not ``not answered``, into words."""
        return str(response).strip()


def read_questions(
    folder: Path, rows: Passages, errors: Collection[str] | None, problems: list[Problem]
) -> dict[str, Question]:
    """Read ``folder/*.yaml``, one file a lesson; add to ``problems`` what is wrong in any of them.

    ``rows`` are those that a question may cite, ``errors`` the reasoning errors that it may name,
    or None if it is not known which there are.
    """
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = f"{folder.name}/{path.name}"
        for line, question in _read_file(name, path, rows, problems):
            if question.id in questions:
                message = f"'{question.id}' is taken by another question"
                problems.append(Problem(name, line, "id", message))
            messages = [*question.troubles(), *_unknown(question, rows, errors)]
            problems.extend(Problem(name, line, question.id, message) for message in messages)
            questions.setdefault(question.id, question)
    return questions


def _unknown(question: Question, rows: Passages, errors: Collection[str] | None) -> Iterator[str]:
    for row in sorted(set(question.cited()) - set(rows)):
        yield f"evidence: no row is called '{row}'"
    for error in sorted(set(question.errors()) - set(errors or ())) if errors is not None else ():
        yield f"error: '{error}' is not in glossary.csv with the kind 'error'"


def _read_file(
    name: str, path: Path, rows: Passages, problems: list[Problem]
) -> Iterator[tuple[int, Question]]:
    text, trouble = read_utf8(path)
    if trouble:
        problems.append(Problem(name, 0, "", trouble))
        return
    for line, record in _records(name, text, problems):
        place = str(record.get("id", "")) if isinstance(record, dict) else ""
        model = _model(record)
        if isinstance(model, str):
            problems.append(Problem(name, line, place, model))
            continue
        try:
            yield line, model.model_validate(record, context=rows)
        except ValidationError as error:
            messages = map(_sentence, error.errors(include_url=False))
            problems.extend(Problem(name, line, place, message) for message in messages)


def _records(name: str, text: str, problems: list[Problem]) -> list[tuple[int, Any]]:
    """Return the questions of one file with the line each begins in; every value is still text."""
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
        records = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or error
        problems.append(Problem(name, mark.line + 1 if mark else 0, "", f"is not YAML: {reason}"))
        return []
    if not isinstance(node, yaml.SequenceNode):
        message = "must be a list of questions, each beginning with '- id:'"
        problems.append(Problem(name, 1, "", message))
        return []
    problems.extend(Problem(name, line, "", message) for line, message in _doubled(node))
    lines = [item.start_mark.line + 1 for item in node.value]
    return list(zip(lines, records, strict=True))


def _doubled(node: Any) -> Iterator[tuple[int, str]]:
    """Yield line and sentence for each key given twice: YAML keeps the last without a word."""
    pairs = node.value if node.id == "mapping" else []
    seen: set[str] = set()
    for key, _ in pairs:
        if str(key.value) in seen:
            yield key.start_mark.line + 1, f"'{key.value}' stands twice in the same place"
        seen.add(str(key.value))
    for child in node.value if node.id == "sequence" else [value for _, value in pairs]:
        yield from _doubled(child)


def _model(record: object) -> type[Question] | str:
    """Return the model for the kind of ``record``, or a sentence on why there is none."""
    if not isinstance(record, dict):
        return f"'{shorten(record)}' is not a question: one begins with '- id:'"
    known = ", ".join(Question.kinds)
    if "kind" not in record:
        return f"kind: is missing; known are: {known}"
    kind = str(record["kind"])
    return Question.kinds.get(kind, f"kind: '{shorten(kind)}' is not known; known are: {known}")


def _sentence(detail: Any) -> str:
    """One error of pydantic, with its place counted from 1 and in words that need no Python."""
    where = ", ".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            return f"{where}: is not a key of this kind of question"
        case "tuple_type":
            return f"{where}: '{shorten(detail['input'])}' is not a list, each item with a '-'"
        case "decimal_parsing" | "decimal_type" | "finite_number":
            return f"{where}: '{shorten(detail['input'])}' is not a number"
        case "bool_parsing" | "bool_type":
            return f"{where}: '{shorten(detail['input'])}' is neither true nor false"
        case "too_short" | "too_long":
            limit = detail["ctx"].get("min_length") or detail["ctx"]["max_length"]
            bound = "least" if detail["type"] == "too_short" else "most"
            return f"{where}: has {detail['ctx']['actual_length']}, at {bound} {limit} are needed"
        case _:
            return f"{where}: {sentence(detail)}"
