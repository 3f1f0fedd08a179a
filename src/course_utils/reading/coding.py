"""A passage to be coded by the learner: its claims as a form, and our coding beside theirs."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

from course_utils.course import Course
from course_utils.quiz.forms import Blank, FormField, FormQuestion
from course_utils.quiz.questions import Judgement
from course_utils.quiz.typed import fold
from course_utils.reading.article import read_article
from course_utils.reading.voices import names_of
from course_utils.record.record import Record
from course_utils.record.tally import Tally
from course_utils.source.course_rows import Exercise
from course_utils.source.text_rows import Claim
from course_utils.words import listing

VOICES: dict[str, str] = {
    "author": "the author",
    "official quoted": "an official, quoted",
    "official paraphrased": "an official, reported",
    "party of itself": "a party, about itself",
    "party of another": "a party or unnamed, about others",
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
BLANKS = (
    Blank(name="voice", label="Whose word?", kind="choice", choices=tuple(VOICES)),
    Blank(name="certainty", label="How sure?", kind="choice", choices=tuple(CERTAINTIES)),
    Blank(name="hedge", label="Which word says so?"),
    Blank(name="because", label="I keep mine, because …", kind="text"),
)
PARTS = ("voice", "certainty", "hedge")  # the three that are coded
NAMES = {"voice": "whose word", "certainty": "how sure"}
MEND = "Somebody coded this passage, with some faults: mend what you would code otherwise. "
STEM = "{}: whose word is each claim, how sure is that voice, and which word says so?"
State = Literal["same", "second", "differs", ""]
Codes = dict[str, list[str]]  # by claim: voice, certainty, word
SAID: dict[State, str] = {
    "same": "The same as ours: ",
    "second": "Ours differs, and yours is a reading that we also find defensible. Ours: ",
    "differs": "Ours differs: ",
    "": "Ours: ",
}


class Coding(FormQuestion):
    """The claims of a passage, each with three codes to be given, and a reason to keep one's own.

    What is typed is kept under ``id``; what was compared is an attempt at ``item``.  ``start`` is
    the coding that stands there at first, to be mended; ``notes`` are said beside ours.
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
    start: dict[str, str]
    notes: dict[str, str]

    def say(self, choice: str) -> str:
        return (VOICES | CERTAINTIES).get(choice, choice)

    def how(self) -> str:
        return f"{MEND}{self.task}" if self.start else self.task

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"start": self.start}

    def lines(self) -> Iterator[str]:
        yield f"The passage: {self.where}"
        yield from (self._line(blank) for blank in BLANKS if blank.name in PARTS)
        for claim in self.claims:
            given = [self.say(self.start[key]) for key in _keys(claim) if key in self.start]
            coded = f" (coded: {'; '.join(given)})" if given else ""
            yield f"{claim.id}  {claim.claim}{coded}"

    def read(self, response: object) -> dict[str, str]:
        return dict(self.start) if response == "" else super().read(response)

    def coded(self, response: object) -> Codes:
        """The claims of which it is said whose word they are and how sure, with their codes."""
        written = self.read(response)
        given = {each.id: [written.get(key, "") for key in _keys(each)] for each in self.claims}
        return codes_in(given)

    def written(self, response: object) -> str:
        """The text of the form for an attempt, as which a coding is stored when it is compared."""
        pairs = {
            f"{claim} {part}": code
            for claim, codes in codes_in(response).items()
            for part, code in zip(PARTS, codes, strict=True)
        }
        return json.dumps({key: code for key, code in pairs.items() if code}, ensure_ascii=False)

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
        names = f" ({listing(names_of(course, claim))})" if claim.voice != "author" else ""
        word = f"“{'”, “'.join(claim.hedge)}”" if claim.hedge else "no word"
        ours = (f"{VOICES[claim.voice]}{names}", CERTAINTIES[claim.certainty], word)
        parts = {}
        for part, key, words in zip(PARTS, _keys(claim), ours, strict=True):
            how = agreement(claim, part, written.get(key, ""))
            parts[key] = [how, f"{SAID[how]}{words}"]
        differs = any(how in ("second", "differs") for how, _ in parts.values())
        return {"parts": parts, "notes": list(self._told(claim)), "differs": differs}

    def _told(self, claim: Claim) -> Iterator[str]:
        readings = [
            f"{NAMES.get(each.column, each.column)}: {self.say(each.code)} – {each.why}"
            for each in claim.readings
            if each.column != "role"
        ]
        if claim.condition:
            yield f"It depends on this: {claim.condition}."
        if readings:
            yield f"It can also be read so: {'; '.join(readings)}."
        yield from filter(None, [self.notes.get(claim.id)])


def _keys(claim: Claim) -> list[str]:
    """Under which the codes of a claim are kept, in the order of ``PARTS``."""
    return [f"{claim.id} {part}" for part in PARTS]


def agreement(claim: Claim, part: str, given: str) -> State:
    """Say how a learner's code sits with ours: of a word, what matters is that ours is in it."""
    if part == "hedge":
        ours = [f" {fold(word)} " for word in claim.hedge]
        same = any(word in f" {fold(given)} " for word in ours) if ours else not given.strip()
    else:
        same = given == getattr(claim, part)
    second = any((each.column, each.code) == (part, given) for each in claim.readings)
    return "same" if same else "second" if second else "differs" if given.strip() else ""


def find_coding(course: Course, paragraph: str) -> Coding:
    """The coding of a paragraph; a ``LookupError`` names those that can be coded.

    Its claims are those of ``exercises``, or all of the paragraph if none is there.
    """
    rows = {row.claim_id: row for row in course.rows(Exercise) if row.paragraph == paragraph}
    claims = _claims_of(course, paragraph, rows)
    anchors = dict.fromkeys(claim.anchor for claim in claims)
    start = {
        f"{row.claim_id} {part}": getattr(row, part) for row in rows.values() for part in PARTS
    }
    return Coding(
        id=f"coding-{paragraph}",
        item=f"code-{paragraph}",
        kind="coding",
        stem=STEM.format(paragraph),
        where=f"{paragraph}, near “{'”, “'.join(anchors)}”.",
        fields=tuple(FormField(name=row.id, label=row.claim, fields=BLANKS) for row in claims),
        claims=tuple(claims),
        start={key: code for key, code in start.items() if code},
        notes={name: row.note for name, row in rows.items()},
    )


def _claims_of(course: Course, paragraph: str, chosen: Iterable[str]) -> list[Claim]:
    every = {claim.id: claim for claim in course.rows(Claim)}
    there = [claim for claim in every.values() if claim.paragraph[0] == paragraph]
    claims = [every[name] for name in chosen] or there
    if not claims:
        places = {claim.paragraph[0] for claim in every.values()}
        listed = listing(sorted(places, key=lambda place: int(place[1:])))
        known = f"there are: {listed}" if listed else "no claim is coded yet"
        raise LookupError(f"no paragraph to code is called '{paragraph}'; {known}")
    return claims


def passage_of(course: Course, coding: Coding) -> list[str]:
    """The sentences that the claims stand in, from the reader's copy; none if there is no copy."""
    article = read_article(course)
    if not article:
        return []
    pairs = {(claim.paragraph[0], claim.anchor) for claim in coding.claims} & article.found.keys()
    texts = [article.passage(*pair) for pair in sorted(pairs, key=article.found.__getitem__)]
    within = {text for text in texts if any(text != other and text in other for other in texts)}
    return [text for text in dict.fromkeys(texts) if text not in within]


def compared(record: Record, coding: Coding) -> Codes:
    """The claims that were compared, each as it was coded when ours was shown first."""
    found: Codes = {}
    for attempt in record.attempts(coding.item):
        found = codes_in(attempt.response) | found
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
    for place in dict.fromkeys(claim.paragraph[0] for claim in course.rows(Claim)):
        if {f"coding-{place}", f"code-{place}"} & set(items):
            yield find_coding(course, place).model_copy(update={"lesson": "Codings"})


def where_others_differ(course: Course, tally: Tally) -> Iterator[dict[str, Any]]:
    """Count by claim how many of a class coded it as we do, and what most of the others chose.

    What is no claim of the course, or no code, is left out.
    """
    given: dict[str, list[list[str]]] = defaultdict(list)
    for _, claim_id, _, *codes in tally.codings.itertuples(index=False):
        if _is_coded(codes):
            given[claim_id].append(codes)
    for claim in course.rows(Claim):
        if every := given[claim.id]:
            others = Counter((voice, certainty) for voice, certainty, _ in every)
            del others[claim.voice, claim.certainty]
            most = max(sorted(others), key=others.__getitem__, default=None)
            same = {
                part: sum(agreement(claim, part, codes[place]) == "same" for codes in every)
                for place, part in enumerate(PARTS)
            }
            yield same | {
                "claim": claim.id,
                "words": claim.claim,
                "coded_by": len(every),
                "other_coding": f"{VOICES[most[0]]}; {CERTAINTIES[most[1]]}" if most else "",
                "chose_it": others[most] if most else 0,
            }
