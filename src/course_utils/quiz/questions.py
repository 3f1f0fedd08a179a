"""What a question is: what all kinds share."""

import hashlib
import json
import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from string import ascii_uppercase
from typing import Annotated as A
from typing import Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from course_utils.source.cells import Id
from course_utils.words import shorten

LETTERS = ascii_uppercase
OF_THE_ABOVE = re.compile(
    r"\b(all|any|both|neither|none|some) of the (above|below|answers|choices|others?)\b"
    r"|^(all|both|neither|none) of (these|them)\W*$",
    re.IGNORECASE,
)


def _refuse(_: object) -> None:
    raise PydanticCustomError("extra_forbidden", "is not a key of this kind")


Absent = BeforeValidator(_refuse)
Prose = A[str, StringConstraints(min_length=1, strip_whitespace=True)]
Keeping = Literal["attempt", "prediction", "draft"]
Verdict = Literal["right", "partly right", "wrong", "not answered", "kept"]


class Remark(NamedTuple):
    """What is said about a response, or a part of it: whether it fits, why, which rows decide."""

    text: str = ""
    evidence: tuple[str, ...] = ()
    about: str = ""
    fits: bool | None = None
    error: str = ""


class Judgement(NamedTuple):
    """What a learner is told about one response."""

    verdict: Verdict
    message: str
    remarks: tuple[Remark, ...] = ()

    @classmethod
    def none(cls, why: str) -> Self:
        return cls("not answered", why)

    @classmethod
    def counted(cls, hits: int, wanted: int, message: str, *remarks: Remark) -> Self:
        verdict: Verdict = "right" if hits == wanted else "partly right" if hits else "wrong"
        return cls(verdict, message, remarks)

    @property
    def error(self) -> str:
        """The first reasoning error that is named, if any is."""
        return next((remark.error for remark in self.remarks if remark.error), "")


class Strict(BaseModel):
    """A part of a quiz file: what it holds is fixed, and it has exactly the keys named here."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Explained(Strict):
    """What is explained to a learner: an answer, an item, or the whole question."""

    feedback: A[Prose, "why it is so, worded about the reading"]
    evidence: A[tuple[str, ...], "rows that decide it", Field(min_length=1)] = ()

    def remark(self, about: str = "", fits: bool | None = None, error: str = "") -> Remark:
        return Remark(self.feedback, self.evidence, about, fits, error)


class Question(Strict):
    """What all kinds share; a kind adds what is answered, how it is shown and how it is judged."""

    kept_as: ClassVar[Keeping] = "attempt"
    verb: ClassVar[str] = "Check"
    offer: ClassVar[str] = "Show the worked answer"
    task: ClassVar[str] = ""
    id: A[Id, "identifier, unique in the course"]
    kind: A[str, "kind of question"]
    stem: A[Prose, "what is asked"]
    hints: A[tuple[Prose, ...], "hints, one stage each"] = ()
    decides: A[tuple[Prose, ...], "columns of the cited rows that decide; none: any may"] = ()
    answer: A[Prose, "the worked answer, offered after an attempt"]
    lesson: A[str, "the name of its file without the ending, which no file says", Absent] = ""

    @abstractmethod
    def judge(self, response: object) -> Judgement:
        """Judge a response as it came from the page; what is no response at all is not answered."""

    def how(self) -> str:
        """Say in a sentence how it is answered, where the page does not show that."""
        return self.task

    def texts(self) -> dict[str, Sequence[str]]:
        """Return the ``choices``, ``categories`` or ``items`` to be shown."""
        return {}

    def shown(self) -> dict[str, Any]:
        """Return what the page draws below the stem: nothing that gives the key away."""
        texts: dict[str, Any] = {key: list(texts) for key, texts in self.texts().items()}
        if "choices" in texts:
            texts["choices"] = list(zip(LETTERS, texts["choices"], strict=False))
        return texts

    def lines(self) -> Iterator[str]:
        """Yield the same as plain text."""
        shown = self.shown()
        if "categories" in shown:
            yield f"Categories: {' / '.join(shown['categories'])}"
        yield from (f"{letter}  {text}" for letter, text in shown.get("choices", ()))
        yield from (f"-  {text}" for text in shown.get("items", ()))

    def words(self, response: Any) -> str:
        """Put a response that was judged, and is not ``not answered``, into words."""
        if isinstance(response, str):
            return response.strip()
        (texts,) = self.texts().values()
        places = response if isinstance(response, list) else [response]
        return "; ".join(texts[place] for place in places)

    @property
    def version(self) -> str:
        """A hash of what is asked: another wording is another version, another feedback is not."""
        asked = json.dumps([self.kind, self.stem, self.shown()], sort_keys=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    def troubles(self) -> Iterator[str]:
        """Yield a sentence for each rule of questions, or of its kind, that it breaks."""
        for text in filter(OF_THE_ABOVE.search, self.texts().get("choices", ())):
            yield f"choices: '{shorten(text)}' points to other choices and says nothing itself"
        for key, texts in self.texts().items():
            yield from twice(key, texts, lambda text: " ".join(text.casefold().split()))

    def cited(self) -> Iterator[str]:
        return (row for part in self.parts() for row in getattr(part, "evidence", ()))

    def draws_on(self) -> list[str]:
        """The forms whose texts are offered in it."""
        return []

    def slips(self) -> Iterator[str]:
        """Yield the reasoning errors that the question names."""
        for part in self.parts():
            yield from filter(None, [getattr(part, "error", "")])
            yield from getattr(part, "errors", {}).values()

    def parts(self) -> list[object]:
        """The question itself, and the choices, items or mistakes that it is made of."""
        lists = (value for _, value in self if isinstance(value, tuple))
        return [self, *chain.from_iterable(lists)]


def twice(key: str, texts: Sequence[str], same: Callable[[str], str]) -> Iterator[str]:
    """Yield a sentence for each text that is the ``same`` as a later one."""
    counts = Counter(map(same, texts))
    for text in texts:
        if counts.pop(same(text), 0) > 1:
            yield f"{key}: '{shorten(text)}' stands there more than once"
