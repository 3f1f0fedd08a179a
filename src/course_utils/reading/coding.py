"""A passage to be coded by the learner: its claims as a form, and our coding beside theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from course_utils.course import Course
from course_utils.quiz.forms import Blank, FormField, FormQuestion
from course_utils.quiz.questions import Judgement
from course_utils.quiz.typed import fold
from course_utils.reading.article import read_article
from course_utils.reading.voices import names_of
from course_utils.source.cells import Certainty, Voice
from course_utils.source.rows import Claim, Exercise
from course_utils.words import listing

if TYPE_CHECKING:
    from pandas import DataFrame

    from course_utils.record.record import Record

VOICES: dict[str, str] = {
    "author": "the author",
    "official quoted": "an official, quoted",
    "official paraphrased": "an official, reported",
    "party of itself": "no official, about itself",
    "party of another": "no official or unnamed, of others",
}
CERTAINTIES: dict[str, str] = {
    "asserted": "said as a fact",
    "concluded": "concluded from something",
    "taken for granted": "taken for granted",
    "future": "will be, no reservation",
    "hedged": "with a reservation",
    "conditional": "only on a condition",
    "not established": "left open",
    "asks or aims": "asked for or aimed at",
}
LABELS = {"voice": "Whose word?", "certainty": "How sure?", "hedge": "Which word says how sure?"}
NAMES = {"voice": "whose word", "certainty": "how sure"}
MEND = "Somebody coded this passage, with some faults: mend what you would code otherwise. "
STEM = "{}: whose word is each claim, how sure is that voice, and which word says so?"
BECAUSE = "because"
State = Literal["same", "second", "differs", ""]
Codes = dict[str, list[str]]  # by claim: voice, certainty, word


class Coding(FormQuestion):
    """The claims of a passage, each with three codes to be given, and a reason to keep one's own.

    What is typed is kept under ``id``; what was compared is an attempt at ``item``.
    """

    verb = "Compare with ours"
    offer = ""
    task = (
        "Code what you can; it is kept as you type. Then set ours beside it. Where the two differ,"
        " yours need not be wrong, and nothing is graded."
    )
    answer: str = ""
    item: str
    where: str
    claims: tuple[Claim, ...]
    exercises: dict[str, Exercise]

    @property
    def start(self) -> dict[str, str]:
        """The coding that stands there at first, to be mended."""
        given = {
            f"{claim} {part}": getattr(row, part) or ""
            for claim, row in self.exercises.items()
            for part in LABELS
        }
        return {key: code for key, code in given.items() if code}

    def say(self, choice: str) -> str:
        return (VOICES | CERTAINTIES).get(choice, choice)

    def how(self) -> str:
        return f"{MEND}{self.task}" if self.start else self.task

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"start": self.start}

    def lines(self) -> Iterator[str]:
        yield f"The passage: {self.where}"
        yield from (self._line(blank) for blank in self.fields[0].fields[: len(LABELS)])
        for claim in self.claims:
            codes = [self.start.get(f"{claim.id} {part}", "") for part in LABELS]
            given = "; ".join(self.say(code) for code in codes if code)
            yield f"{claim.id}  {claim.claim}{f' (coded: {given})' if given else ''}"

    def read(self, response: object) -> dict[str, str]:
        return dict(self.start) if response == "" else super().read(response)

    def coded(self, response: object) -> Codes:
        """The claims of which it is said whose word they are and how sure, with their codes."""
        written = self.read(response)
        found = {
            claim.id: [written.get(f"{claim.id} {part}", "") for part in LABELS]
            for claim in self.claims
        }
        return {claim: codes for claim, codes in found.items() if _is_coded(codes)}

    def written(self, response: object) -> str:
        """The text of the form for an attempt, as which a coding is stored when it is compared."""
        codes = codes_in(response).items()
        pairs = [
            (f"{name} {part}", code)
            for name, of in codes
            for part, code in zip(LABELS, of, strict=True)
        ]
        return json.dumps({key: code for key, code in pairs if code}, ensure_ascii=False)

    def judge(self, response: object) -> Judgement:
        coded = self.coded(response)
        if self.start and self.read(response) == self.start:
            return Judgement.none("Nothing is mended yet: change what you would code otherwise.")
        if not coded:
            return Judgement.none(
                "Nothing is coded yet: say of at least one claim whose word it is and how sure."
            )
        left = [f"“{claim.claim.rstrip('.')}”" for claim in self.claims if claim.id not in coded]
        said = "Ours stands beside yours. Where they differ, say why you keep yours, or change it."
        open_ = f" Not coded yet, so ours is not shown: {listing(left)}." if left else ""
        return Judgement("kept", f"{said}{open_}")

    def compare(self, course: Course, response: object, claims: Collection[str]) -> dict[str, Any]:
        """Our coding of these claims beside what the response says: by claim, part by part."""
        written = self.read(response)
        return {
            claim.id: self._beside(course, claim, written)
            for claim in self.claims
            if claim.id in claims
        }

    def _beside(self, course: Course, claim: Claim, written: Mapping[str, str]) -> dict[str, Any]:
        parts = {}
        for part in LABELS:
            key = f"{claim.id} {part}"
            state = agreement(claim, part, written.get(key, ""))
            parts[key] = [state, f"{SAID[state]}{self._ours(course, claim, part)}"]
        readings = [
            f"{NAMES.get(each.column, each.column)}: {self.say(each.code)} – {each.why}"
            for each in claim.readings
            if each.column != "role"
        ]
        notes = [f"It depends on this: {claim.condition}."] if claim.condition else []
        notes += [f"It can also be read so: {'; '.join(readings)}."] if readings else []
        row = self.exercises.get(claim.id)
        differs = any(state in ("second", "differs") for state, _ in parts.values())
        return {
            "parts": parts,
            "notes": notes + ([row.note] if row and row.note else []),
            "differs": differs,
        }

    def _ours(self, course: Course, claim: Claim, part: str) -> str:
        if part == "hedge":
            return f"“{'”, “'.join(claim.hedge)}”" if claim.hedge else "no word"
        names = f" ({listing(names_of(course, claim))})" if claim.voice != "author" else ""
        return self.say(claim.voice) + names if part == "voice" else self.say(claim.certainty)


SAID: dict[State, str] = {
    "same": "The same as ours: ",
    "second": "Ours differs, and yours is a reading that we also find defensible. Ours: ",
    "differs": "Ours differs: ",
    "": "Ours: ",
}


def agreement(claim: Claim, part: str, given: str) -> State:
    """Say how a learner's code sits with ours: of a word, what matters is that ours is in it."""
    if part == "hedge":
        ours = [f" {fold(word)} " for word in claim.hedge]
        same = any(word in f" {fold(given)} " for word in ours) if ours else not given.strip()
        return "same" if same else "differs" if given.strip() else ""
    if given == getattr(claim, part):
        return "same"
    second = any((each.column, each.code) == (part, given) for each in claim.readings)
    return "second" if second else "differs" if given else ""


def find_coding(course: Course, paragraph: str) -> Coding:
    """The coding of a paragraph; a ``LookupError`` names those that can be coded.

    Its claims are those of ``exercises``, or all of the paragraph if none is there.
    """
    every = {claim.id: claim for claim in course.rows(Claim)}
    rows = {row.claim_id: row for row in course.rows(Exercise) if row.paragraph == paragraph}
    claims = [every[row] for row in rows] or [
        claim for claim in every.values() if claim.paragraph[0] == paragraph
    ]
    if not claims:
        places = {claim.paragraph[0] for claim in every.values()}
        known = listing(sorted(places, key=lambda place: int(place[1:])))
        raise LookupError(f"no paragraph to code is called '{paragraph}'; there are: {known}")
    asked: dict[str, Any] = {
        "id": f"coding-{paragraph}",
        "item": f"code-{paragraph}",
        "kind": "coding",
        "stem": STEM.format(paragraph),
        "where": _near(claims),
        "fields": [_entry(claim) for claim in claims],
        "claims": claims,
        "exercises": rows,
    }
    return Coding.model_validate(asked)


def _entry(claim: Claim) -> FormField:
    blanks = [
        Blank(name="voice", label=LABELS["voice"], kind="choice", choices=get_args(Voice)),
        Blank(
            name="certainty", label=LABELS["certainty"], kind="choice", choices=get_args(Certainty)
        ),
        Blank(name="hedge", label=LABELS["hedge"]),
        Blank(name=BECAUSE, label="I keep mine, because …", kind="text"),
    ]
    return FormField(name=claim.id, label=claim.claim, fields=tuple(blanks))


def _near(claims: Collection[Claim]) -> str:
    """Where a reader without a copy finds the passage."""
    label = next(iter(claims)).paragraph[0]
    anchors = dict.fromkeys(claim.anchor for claim in claims)
    return f"{label}, near “{'”, “'.join(anchors)}”."


def passage_of(course: Course, coding: Coding) -> list[str]:
    """The sentences that the claims stand in, from the reader's copy; none if there is no copy."""
    article = read_article(course)
    if not article:
        return []
    pairs = {(claim.paragraph[0], claim.anchor) for claim in coding.claims} & article.found.keys()
    texts = [article.passage(*pair) for pair in sorted(pairs, key=article.found.__getitem__)]
    whole = [text for text in texts if not any(text != other and text in other for other in texts)]
    return list(dict.fromkeys(whole))


def compared(record: Record, coding: Coding) -> Codes:
    """The claims that were compared, each as it was coded when ours was shown first."""
    found: Codes = {}
    for attempt in record.attempts(coding.item):
        for claim, codes in codes_in(attempt.response).items():
            found.setdefault(claim, codes)
    return found


def codes_in(response: object) -> Codes:
    """The codes in a response that was stored; what no form gives is left out."""
    pairs = response.items() if isinstance(response, dict) else ()
    return {str(claim): codes for claim, codes in pairs if _is_coded(codes)}


def _is_coded(codes: object) -> bool:
    match codes:
        case [str(voice), str(certainty), str()]:
            return voice in VOICES and certainty in CERTAINTIES
    return False


def codings_begun(course: Course, items: Collection[str]) -> Iterator[Coding]:
    """Yield the codings of which something is among these items of a record."""
    places = dict.fromkeys(claim.paragraph[0] for claim in course.rows(Claim))
    for place in places:
        if {f"coding-{place}", f"code-{place}"} & set(items):
            yield find_coding(course, place).model_copy(update={"lesson": "Codings"})


def where_others_differ(course: Course, codings: DataFrame) -> DataFrame:
    """Count by claim how many of a class coded it as we do, and what most of the others chose.

    ``codings`` is that of a ``Tally``; what is no claim of the course, or no code, is left out.
    """
    import pandas as pd

    rows = []
    for claim in course.rows(Claim):
        given = codings[codings["claim"] == claim.id][list(LABELS)].values.tolist()
        given = [codes for codes in given if _is_coded(codes)]
        same = [
            sum(agreement(claim, part, codes[place]) == "same" for codes in given)
            for place, part in enumerate(LABELS)
        ]
        pairs = Counter((voice, certainty) for voice, certainty, _ in given)
        del pairs[claim.voice, claim.certainty]
        most = max(sorted(pairs), key=pairs.__getitem__, default=None)
        chosen = f"{VOICES[most[0]]}; {CERTAINTIES[most[1]]}" if most else ""
        if given:
            times = pairs[most] if most else 0
            rows.append((claim.id, claim.claim, len(given), *same, chosen, times))
    names = ["claim", "words", "coded_by", *LABELS, "other_coding", "chose_it"]
    return pd.DataFrame(rows, columns=names)
