"""A forecast as a form: a probability, the reason for it, and whether the outcome was known."""

import hashlib
import json
from typing import Annotated as A
from typing import NamedTuple, Self

from course_utils.quiz.forms import FormField, FormQuestion
from course_utils.quiz.questions import Absent, Judgement
from course_utils.quiz.typed import Number
from course_utils.source.course_rows import LedgerEvent
from course_utils.source.dates import Period

PERCENT, REASON, KNOWN = "percent", "reason", "known"
ANSWERS = ("no", "yes")
DID_YOU_KNOW = "Did you already know what happened?"
FIELDS = (
    FormField(name=PERCENT, label="Probability, 0 to 100", kind="number", unit="%"),
    FormField(name=REASON, label="Why, in one line; if you revise it, why you revise"),
    FormField(name=KNOWN, label=DID_YOU_KNOW, kind="choice", choices=ANSWERS),
)
LACKS = {
    PERCENT: "Write a probability, a number from 0 to 100.",
    REASON: "Write in one line why.",
    KNOWN: "Say whether you already knew what happened.",
}


class Given(NamedTuple):
    """What a learner commits: ``read_as`` says how a number was read that is written otherwise."""

    percent: float
    reason: str
    known: bool
    read_as: str


class Forecasting(FormQuestion):
    """An event of the ledger, to be given a probability; what is committed is judged elsewhere."""

    verb = "Commit"
    offer = ""
    terms: A[str, "by when it has to happen, and who decides"]
    answer: A[str, Absent] = ""

    @classmethod
    def of(cls, event: LedgerEvent) -> Self:
        """The form for an event; nothing in it comes from the outcome."""
        asked, last = (Period.of(day).name(year=True) for day in (event.as_of, event.deadline))
        terms = f"Asked as of {asked}. Deadline: {last}. Judge: {event.judge}."
        named = {"id": event.id, "kind": "forecast", "stem": event.question, "fields": FIELDS}
        return cls.model_validate(named | {"terms": terms})

    @property
    def version(self) -> str:
        """A hash of the event, its deadline and its judge: the labels of the fields may change."""
        asked = json.dumps([self.kind, self.stem, self.terms])
        return hashlib.sha256(asked.encode()).hexdigest()[:12]

    def how(self) -> str:
        return self.terms

    def given(self, response: object) -> Given | str:
        """Return what is to be committed, or say in sentences all that it still lacks."""
        written = self.read(response)
        if written.get(KNOWN) not in ANSWERS:
            written.pop(KNOWN, None)
        typed = written.get(PERCENT, "")
        number = Number.model_construct(percentage=True).read(typed)
        lacks = {name: said for name, said in LACKS.items() if name not in written}
        if isinstance(number, str):  # what is said of a number that is typed comes first
            return " ".join(({PERCENT: number} | lacks).values())
        if lacks:
            return " ".join(lacks.values())
        plain = typed.rstrip("% ") == f"{number:f}"
        read_as = "" if plain else f" “{typed}” is read as {float(number):g}."
        reason = " ".join(written[REASON].split())
        return Given(float(number), reason, written[KNOWN] == "yes", read_as)

    def filled(self, percent: float, reason: str, known: bool) -> str:
        """The text of the form with these values in it."""
        return json.dumps({PERCENT: f"{percent:g}", REASON: reason, KNOWN: ANSWERS[known]})

    def judge(self, response: object) -> Judgement:
        given = self.given(response)
        return Judgement.none(given) if isinstance(given, str) else Judgement("kept", "")
