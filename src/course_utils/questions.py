"""What a question is: a model for each kind, read from the quiz files, checked like the tables."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Annotated as A
from typing import Any, ClassVar, Literal

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

Paragraphs = Mapping[str, tuple[str, ...]]
Prose = A[str, StringConstraints(min_length=1, strip_whitespace=True)]
Verdict = Literal["right", "wrong", "not answered"]


@dataclass(frozen=True)
class Outcome:
    """What a learner is told about one response."""

    verdict: Verdict
    message: str
    feedback: str = ""
    evidence: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    error: str = ""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Choice(_Strict):
    """One answer to choose, and what a learner is told who chooses it."""

    text: A[Prose, "the answer"]
    correct: A[bool, "true for the key"] = False
    feedback: A[Prose, "why this fits or does not, worded about the reading"]
    evidence: A[tuple[str, ...], "rows that decide it"] = Field(default=(), min_length=1)
    error: A[str, "the reasoning error behind a wrong choice"] = ""


class Question(_Strict):
    """What all kinds share; a kind adds what is answered, how it is shown and how it is judged."""

    kinds: ClassVar[dict[str, type[Question]]] = {}
    id: A[Id, "identifier, unique in the course"]
    kind: A[str, "kind of question"]
    stem: A[Prose, "what is asked"]
    hints: A[tuple[Prose, ...], "hints, one stage each"] = ()
    answer: A[Prose, "the worked answer, offered after an attempt"]
    _rows: Paragraphs = PrivateAttr(default_factory=dict)

    def __init_subclass__(cls, kind: str, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        cls.kinds[kind] = cls

    def model_post_init(self, rows: Paragraphs | None) -> None:
        """Remember where the cited rows stand; ``rows`` is the context of the validation."""
        known = rows or {}
        self._rows = {row: known[row] for row in self.evidence() if row in known}

    def paragraphs(self, evidence: tuple[str, ...]) -> tuple[str, ...]:
        """Paragraphs of the given rows, each once, in the order of the rows."""
        return tuple(dict.fromkeys(place for row in evidence for place in self._rows.get(row, ())))

    @abstractmethod
    def evidence(self) -> Iterator[str]:
        """Yield the rows that the question cites."""

    @abstractmethod
    def troubles(self) -> Iterator[str]:
        """Yield a sentence for each rule of its kind that the question breaks."""

    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """Return what the page draws below the stem: nothing that gives the key away."""

    @abstractmethod
    def lines(self) -> Iterator[str]:
        """Yield the same as plain text."""

    @abstractmethod
    def judge(self, response: object) -> Outcome:
        """Judge a response as it came from the page; what is no response at all is not answered."""


class SingleChoice(Question, kind="single choice"):
    """One of several answers is right; the response is its position, from 0."""

    kind: Literal["single choice"]
    choices: A[tuple[Choice, ...], Field(min_length=2, max_length=len(ascii_uppercase))]

    def evidence(self) -> Iterator[str]:
        """Yield what any choice cites."""
        for choice in self.choices:
            yield from choice.evidence

    def troubles(self) -> Iterator[str]:
        """One key; every other choice is a mistake with a name."""
        keys = sum(choice.correct for choice in self.choices)
        if keys != 1:
            yield f"choices: {keys} are marked correct, a single choice has exactly 1"
        for choice in self.choices:
            if choice.correct == bool(choice.error):
                fault = "correct and names an error" if choice.correct else "wrong and names none"
                yield f"choices: '{shorten(choice.text)}' is {fault}"

    def shown(self) -> dict[str, Any]:
        """Return the choices, each with its letter."""
        texts = [choice.text for choice in self.choices]
        return {"choices": list(zip(ascii_uppercase, texts, strict=False))}

    def lines(self) -> Iterator[str]:
        """Yield the choices, each with its letter."""
        for letter, text in self.shown()["choices"]:
            yield f"{letter}  {text}"

    def judge(self, response: object) -> Outcome:
        """Say whether the chosen answer is the key, in the words of that choice."""
        if type(response) is not int or response not in range(len(self.choices)):
            return Outcome("not answered", "Nothing is chosen yet: choose an answer, then check.")
        choice, letter = self.choices[response], ascii_uppercase[response]
        message = f"Answer {letter} is {'right' if choice.correct else 'not right'}."
        verdict: Verdict = "right" if choice.correct else "wrong"
        return Outcome(verdict, message, choice.feedback, choice.evidence, error=choice.error)


def read_questions(folder: Path, rows: Paragraphs, problems: list[Problem]) -> dict[str, Question]:
    """Read ``folder/*.yaml``, one file a lesson; add to ``problems`` what is wrong in any of them.

    ``rows`` are the identifiers that a question may cite.
    """
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = f"{folder.name}/{path.name}"
        for line, question in _read_file(name, path, rows, problems):
            if question.id in questions:
                message = f"'{question.id}' is taken by another question"
                problems.append(Problem(name, line, "id", message))
            messages = [*question.troubles(), *_unknown_rows(question, rows)]
            problems.extend(Problem(name, line, question.id, message) for message in messages)
            questions.setdefault(question.id, question)
    return questions


def _unknown_rows(question: Question, rows: Paragraphs) -> Iterator[str]:
    for row in sorted(set(question.evidence()) - set(rows)):
        yield f"evidence: no row is called '{row}'"


def _read_file(
    name: str, path: Path, rows: Paragraphs, problems: list[Problem]
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
        case "too_short" | "too_long":
            limit = detail["ctx"].get("min_length") or detail["ctx"]["max_length"]
            bound = "least" if detail["type"] == "too_short" else "most"
            return f"{where}: has {detail['ctx']['actual_length']}, at {bound} {limit} are needed"
        case _:
            return f"{where}: {sentence(detail)}"
