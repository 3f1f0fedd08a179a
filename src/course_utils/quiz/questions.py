"""What a question is: what all kinds share."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated as A
from typing import Any, ClassVar, Literal, Protocol, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
)

from course_utils.source.cells import Id

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
    _lesson: str = PrivateAttr("")

    def __init_subclass__(cls, kind: str = "", **rest: Any) -> None:
        super().__init_subclass__(**rest)
        if kind:
            cls.kinds[kind] = cls

    def model_post_init(self, rows: Passages | None) -> None:
        """Remember where the cited rows stand; ``rows`` is the context of the validation."""
        known = rows or {}
        self._rows = {row: known[row] for row in self.cited() if row in known}

    @property
    def lesson(self) -> str:
        """The lesson that asks it: the name of its quiz file without the ending."""
        return self._lesson

    def of_lesson(self, lesson: str) -> Self:
        """Remember the lesson, and return the question."""
        self._lesson = lesson
        return self

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
