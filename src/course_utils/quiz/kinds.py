"""The kinds of questions: what each may hold, how a response is judged and put into words."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from string import ascii_uppercase
from typing import Annotated as A
from typing import Any, ClassVar, Literal, TypeGuard

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from course_utils.quiz.questions import (
    Evidence,
    Keeping,
    Outcome,
    Prose,
    Question,
    Remark,
    Strict,
    Verdict,
    Worked,
)
from course_utils.quiz.typed import fold, how_to_type, read_number
from course_utils.source.tables import shorten

LETTERS = ascii_uppercase
Amount = A[Decimal, Field(max_digits=24, decimal_places=9)]
OF_THE_ABOVE = re.compile(
    r"\b(all|any|both|neither|none|some) of the (above|below|answers|choices|others?)\b"
    r"|^(all|both|neither|none) of (these|them)\W*$",
    re.IGNORECASE,
)


# Chosen


class Choice(Strict):
    """One answer to choose, and what a learner is told who chooses it."""

    text: A[Prose, "the answer"]
    correct: A[bool, "true for a key"] = False
    feedback: A[Prose, "why this fits or does not, worded about the reading"]
    evidence: Evidence = ()
    error: A[str, "the reasoning error behind a wrong choice"] = ""


class Chosen(Question):
    """What is answered by choosing among answers with letters."""

    choices: A[tuple[Choice, ...], Field(min_length=2, max_length=len(LETTERS))]
    answer: Worked

    def cited(self) -> Iterator[str]:
        """Yield what any choice cites."""
        yield from _cited(self.choices)

    def errors(self) -> Iterator[str]:
        """Yield those of the wrong choices."""
        yield from (choice.error for choice in self.choices if choice.error)

    def troubles(self) -> Iterator[str]:
        """Every choice but a key is a mistake with a name."""
        for choice in self.choices:
            if choice.correct == bool(choice.error):
                fault = (
                    "correct and names an error" if choice.correct else "wrong and names no error"
                )
                yield f"choices: '{shorten(choice.text)}' is {fault}"
        yield from _choice_troubles([choice.text for choice in self.choices])

    def shown(self) -> dict[str, Any]:
        """Return the choices, each with its letter."""
        return {"choices": _lettered(choice.text for choice in self.choices)}

    def lines(self) -> Iterator[str]:
        """Yield the choices, each with its letter."""
        yield from _lettered_lines(choice.text for choice in self.choices)


class SingleChoice(Chosen, kind="single choice"):
    """One of several answers is right; the response is its position, from 0."""

    kind: Literal["single choice"]

    def troubles(self) -> Iterator[str]:
        """There is one key."""
        keys = sum(choice.correct for choice in self.choices)
        if keys != 1:
            yield f"choices: {keys} are marked correct, a single choice has exactly 1"
        yield from super().troubles()

    def judge(self, response: object) -> Outcome:
        """Say whether the chosen answer is the key, in the words of that choice."""
        if not _is_place(response, self.choices):
            return Outcome("not answered", "Nothing is chosen yet: choose an answer, then check.")
        choice, letter = self.choices[response], LETTERS[response]
        message = f"Answer {letter} is {'right' if choice.correct else 'not right'}."
        remark = Remark(choice.feedback, choice.evidence, error=choice.error)
        return Outcome("right" if choice.correct else "wrong", message, (remark,))

    def words(self, response: Any) -> str:
        """Return the chosen answer."""
        return str(self.choices[response].text)


class MultipleChoice(Chosen, kind="multiple choice"):
    """One or more of several answers are right; the response is the list of their positions."""

    kind: Literal["multiple choice"]

    def troubles(self) -> Iterator[str]:
        """There is a key."""
        if not any(choice.correct for choice in self.choices):
            yield "choices: 0 are marked correct, a multiple choice has at least 1"
        yield from super().troubles()

    def how(self) -> str:
        return "Choose one or more."

    def judge(self, response: object) -> Outcome:
        """Count the keys that were chosen, and what was chosen beside them."""
        chosen = _places(response, self.choices)
        if not chosen:
            return Outcome(
                "not answered", "Nothing is chosen yet: choose all that fit, then check."
            )
        keys = {place for place, choice in enumerate(self.choices) if choice.correct}
        hits, extra = len(keys.intersection(chosen)), len(set(chosen) - keys)
        message = f"{hits} of {len(keys)} right answer{'s' * (len(keys) > 1)} chosen"
        if extra:
            message += f", and {extra} that {'does' if extra == 1 else 'do'} not fit"
        remarks = tuple(self._remark(place, chosen) for place in sorted(keys.union(chosen)))
        return Outcome(_verdict(hits, len(keys) + extra), f"{message}.", remarks)

    def _remark(self, place: int, chosen: Collection[int]) -> Remark:
        choice, taken = self.choices[place], place in chosen
        fit = "fits" if choice.correct else "does not fit"
        about = f"{LETTERS[place]} {fit}{'' if taken else ' and is not chosen'}."
        good = choice.correct and taken
        return Remark(choice.feedback, choice.evidence, about, good, choice.error)

    def words(self, response: Any) -> str:
        """Return the chosen answers."""
        return "; ".join(self.choices[place].text for place in response)


# Arranged


class Item(Strict):
    """One item of an order, and why it stands where it stands."""

    text: A[Prose, "the item"]
    feedback: A[Prose, "why it stands there, worded about the reading"]
    evidence: Evidence = ()


class Order(Question, kind="order"):
    """Items to be put in order; the response lists their places as they were dealt, from 0."""

    kind: Literal["order"]
    items: A[tuple[Item, ...], "in the right order", Field(min_length=3, max_length=9)]
    error: A[Prose, "the reasoning error behind a wrong order"]
    answer: Worked

    @property
    def dealt(self) -> tuple[int, ...]:
        """Where the items belong, as they are shown: the same each time, never in order."""

        def shuffled(place: int) -> bytes:
            return hashlib.sha256(f"{self.id} {self.items[place].text}".encode()).digest()

        in_order = list(range(len(self.items)))
        cards = sorted(in_order, key=shuffled)
        return tuple(cards if cards != in_order else [*cards[1:], cards[0]])

    def cited(self) -> Iterator[str]:
        """Yield what the items cite."""
        yield from _cited(self.items)

    def errors(self) -> Iterator[str]:
        """Yield the one of the whole question."""
        yield self.error

    def troubles(self) -> Iterator[str]:
        """No two items are the same."""
        yield from _twice("items", [item.text for item in self.items])

    def how(self) -> str:
        return "Put these in order, the first on top."

    def shown(self) -> dict[str, Any]:
        """Return the items as they are dealt."""
        return {"items": [self.items[place].text for place in self.dealt]}

    def lines(self) -> Iterator[str]:
        """Yield the items as they are dealt."""
        yield from (f"-  {text}" for text in self.shown()["items"])

    def judge(self, response: object) -> Outcome:
        """Count the pairs of neighbours of which the upper one belongs above the lower one."""
        places = _places(response, self.items)
        if len(places) != len(self.items) or places == tuple(range(len(places))):
            message = "Nothing is moved yet: put the items in order, then check."
            return Outcome("not answered", message)
        order = [self.dealt[place] for place in places]
        pairs = list(pairwise(order))
        broken = [(upper, lower) for upper, lower in pairs if upper > lower]
        count = f"{len(pairs) - len(broken)} of {len(pairs)} pairs in order"
        if not broken:
            remarks = tuple(self._remark(place) for place in order)
            return Outcome("right", f"{count}: every item stands where it belongs.", remarks)
        upper, lower = broken[0]
        first = f"“{self.items[upper].text}” before “{self.items[lower].text}”"
        verdict = _verdict(len(pairs) - len(broken), len(pairs))
        remarks = (self._remark(upper), self._remark(lower, self.error))
        return Outcome(verdict, f"{count}; the first that breaks is {first}.", remarks)

    def _remark(self, place: int, error: str = "") -> Remark:
        item = self.items[place]
        return Remark(item.feedback, item.evidence, f"“{item.text}”", error=error)

    def words(self, response: Any) -> str:
        """Return the items in the order of the response."""
        return "; ".join(self.items[self.dealt[place]].text for place in response)


class Sorted(Item):
    """One item to classify, and why it belongs where it belongs."""

    category: A[Prose, "the category it belongs to"]
    errors: A[dict[str, Prose], "reasoning errors by wrong category"] = Field(default_factory=dict)


class Classify(Question, kind="classify"):
    """Items to be given a category each; the response lists its position, or None, for each."""

    kind: Literal["classify"]
    categories: A[tuple[Prose, ...], Field(min_length=3, max_length=6)]
    items: A[tuple[Sorted, ...], Field(min_length=2, max_length=12)]
    answer: Worked

    def cited(self) -> Iterator[str]:
        """Yield what the items cite."""
        yield from _cited(self.items)

    def errors(self) -> Iterator[str]:
        """Yield those of the items."""
        for item in self.items:
            yield from item.errors.values()

    def troubles(self) -> Iterator[str]:
        """Every item has one of the categories, and an error only for another one."""
        yield from _twice("categories", self.categories)
        yield from _twice("items", [item.text for item in self.items])
        for item in self.items:
            for category in sorted({item.category, *item.errors} - set(self.categories)):
                yield f"items: '{shorten(item.text)}' has no category '{shorten(category)}'"
            if item.category in item.errors:
                yield f"items: '{shorten(item.text)}' names an error for its own category"

    def how(self) -> str:
        return "Choose a category for each."

    def shown(self) -> dict[str, Any]:
        """Return the categories and the items."""
        texts = [item.text for item in self.items]
        return {"categories": list(self.categories), "items": texts}

    def lines(self) -> Iterator[str]:
        """Yield the categories and the items."""
        yield f"Categories: {', '.join(self.categories)}"
        yield from (f"-  {item.text}" for item in self.items)

    def judge(self, response: object) -> Outcome:
        """Count the items in their category; as long as one has none, nothing is judged."""
        given = response if isinstance(response, list) and len(response) == len(self.items) else []
        chosen = [self.categories[place] for place in given if _is_place(place, self.categories)]
        if len(chosen) < len(self.items):
            missing = len(self.items) - len(chosen)
            has = "1 item has" if missing == 1 else f"{missing} items have"
            message = f"{has} no category yet: choose one for each, then check."
            return Outcome("not answered", message)
        remarks = tuple(map(_sorted_remark, self.items, chosen))
        hits = sum(bool(remark.fits) for remark in remarks)
        message = f"{hits} of {len(self.items)} items are in their category."
        return Outcome(_verdict(hits, len(self.items)), message, remarks)

    def words(self, response: Any) -> str:
        """Return each item with its category."""
        pairs = zip(self.items, response, strict=True)
        return "; ".join(f"{item.text}: {self.categories[place]}" for item, place in pairs)


def _sorted_remark(item: Sorted, category: str) -> Remark:
    fits = category == item.category
    about = f"“{item.text}”: “{category}” {'fits' if fits else 'does not fit'}."
    return Remark(item.feedback, item.evidence, about, fits, item.errors.get(category, ""))


# Typed


class Typed(Question):
    """What is answered by typing a number or a few words: the response is the text typed."""

    feedback: A[Prose, "why this is the answer, worded about the reading"]
    evidence: Evidence = ()
    answer: Worked

    def cited(self) -> Iterator[str]:
        """Yield what decides the answer."""
        yield from self.evidence

    def _right(self, response: str, counts: str = "") -> Outcome:
        message = f"“{shorten(self.words(response))}” is right{counts}."
        return Outcome("right", message, (Remark(self.feedback, self.evidence),))

    def _wrong(self, response: str, mistake: Misread | None, hint: str = "") -> Outcome:
        message = f"“{shorten(self.words(response))}” is not right{'' if mistake else hint}."
        feedback, error = (mistake.feedback, mistake.error) if mistake else ("", "")
        return Outcome("wrong", message, (Remark(feedback, self.evidence, error=error),))


class Misread(Strict):
    """What is said about a wrong answer that shows how it came about."""

    feedback: A[Prose, "what leads to this answer, worded about the reading"]
    error: A[Prose, "the reasoning error"]


class WrongNumber(Misread):
    """A number that shows how a reader came to it."""

    value: A[Amount, "the number"]
    tolerance: A[Amount, "how far off still counts as this mistake", Field(ge=0)] = Decimal()


class Number(Typed, kind="number"):
    """A number, right within a tolerance."""

    kind: Literal["number"]
    value: A[Amount, "the number"]
    tolerance: A[Amount, "how far off still counts as right", Field(ge=0)] = Decimal()
    unit: A[str, "what is counted"] = ""
    percentage: A[bool, "true if the number is per cent, from 0 to 100"] = False
    mistakes: A[tuple[WrongNumber, ...], "wrong numbers that show how they came about"] = ()

    def errors(self) -> Iterator[str]:
        """Yield those of the mistakes."""
        yield from (mistake.error for mistake in self.mistakes)

    def troubles(self) -> Iterator[str]:
        """No mistake counts as right, and a percentage can be typed."""
        for mistake in self.mistakes:
            if abs(mistake.value - self.value) <= self.tolerance + mistake.tolerance:
                yield f"mistakes: what is near {mistake.value} also counts as right"
        yield from _unit_troubles(self.unit, self.percentage)
        if self.percentage and not (self.value == 0 or 1 <= self.value <= 100):
            yield f"value: {self.value} is not 0, and not from 1 to 100, as a percentage is"

    def how(self) -> str:
        return how_to_type(self.unit, self.percentage)

    def shown(self) -> dict[str, Any]:
        """Return what is counted."""
        return {"unit": "%" if self.percentage else self.unit}

    def judge(self, response: object) -> Outcome:
        """Compare the number with the right one, then with the mistakes."""
        number = read_number(response, self.unit, self.percentage)
        if isinstance(number, str):
            return Outcome("not answered", number)
        if abs(number - self.value) <= self.tolerance:
            low, high = self.value - self.tolerance, self.value + self.tolerance
            counts = f": anything from {low} to {high} is" if self.tolerance else ""
            return self._right(str(response), counts)
        near = (each for each in self.mistakes if abs(number - each.value) <= each.tolerance)
        hint = f": it is too {'high' if number > self.value else 'low'}"
        return self._wrong(str(response), next(near, None), hint)


class WrongText(Misread):
    """Texts that show how a reader came to them."""

    texts: A[tuple[Prose, ...], Field(min_length=1)]


class ShortText(Typed, kind="short text"):
    """A word or a few, in any of the accepted spellings."""

    kind: Literal["short text"]
    accepted: A[tuple[Prose, ...], "spellings that are right", Field(min_length=1)]
    mistakes: A[tuple[WrongText, ...], "wrong texts that show how they came about"] = ()

    def errors(self) -> Iterator[str]:
        """Yield those of the mistakes."""
        yield from (mistake.error for mistake in self.mistakes)

    def troubles(self) -> Iterator[str]:
        """No spelling counts twice, and each holds something that counts."""
        texts = [*self.accepted, *(text for each in self.mistakes for text in each.texts)]
        for text in texts:
            if not fold(text):
                yield f"accepted: '{shorten(text)}' holds nothing that counts"
        yield from _twice("accepted, mistakes", texts, fold)

    def how(self) -> str:
        return "Write a word or a few. Capitals and accents do not matter."

    def judge(self, response: object) -> Outcome:
        """Look for the text among the accepted ones, then among the mistakes."""
        typed = fold(response) if isinstance(response, str) else ""
        if not typed:
            return Outcome("not answered", "Nothing is written yet: write an answer, then check.")
        if typed in map(fold, self.accepted):
            return self._right(str(response))
        found = (each for each in self.mistakes if typed in map(fold, each.texts))
        return self._wrong(str(response), next(found, None))


# Kept


class Reflection(Question, kind="reflection"):
    """A text of the learner's own, kept as it is typed and not graded."""

    kept_as: ClassVar[Keeping] = "draft"
    verb: ClassVar[str] = "Keep"
    offer: ClassVar[str] = "Show points to consider"
    kind: Literal["reflection"]
    answer: A[Prose, "points to consider, offered once something is written"]

    def how(self) -> str:
        return "Write in your own words. Your text is kept as you type and is not graded."

    def judge(self, response: object) -> Outcome:
        """Tell whether anything is written."""
        if isinstance(response, str) and response.strip():
            return Outcome("kept", "Your text is kept. It is not graded.")
        return Outcome("not answered", "Nothing is written yet.")


def _refuse(_: object) -> None:
    raise PydanticCustomError("extra_forbidden", "is not a key of this kind")


Absent = BeforeValidator(_refuse)


class Prediction(Question, kind="prediction"):
    """A guess before a figure, kept and not graded: a choice, a number or a text."""

    kept_as: ClassVar[Keeping] = "prediction"
    verb: ClassVar[str] = "Keep this guess"
    offer: ClassVar[str] = ""
    kind: Literal["prediction"]
    form: A[Literal["choices", "value", "text"], "what is guessed"]
    choices: A[tuple[Prose, ...], Field(min_length=2, max_length=len(LETTERS))] = ()
    unit: A[str, "what is counted, for a value"] = ""
    percentage: A[bool, "true if the value is per cent, from 0 to 100"] = False
    hints: A[tuple[Prose, ...], Absent] = ()
    decides: A[tuple[Prose, ...], Absent] = ()
    answer: A[str, Absent] = ""

    def troubles(self) -> Iterator[str]:
        """Each form has its own keys."""
        if (self.form == "choices") != bool(self.choices):
            yield "choices: belong to 'form: choices', and to no other"
        if self.form != "value" and (self.unit or self.percentage):
            yield "unit, percentage: belong to 'form: value', and to no other"
        yield from _unit_troubles(self.unit, self.percentage)
        yield from _choice_troubles(self.choices)

    def how(self) -> str:
        hows = {"choices": "Choose one.", "text": "Write a few words."}
        how = hows.get(self.form, how_to_type(self.unit, self.percentage))
        return f"{how} A guess is not graded."

    def shown(self) -> dict[str, Any]:
        """Return the form, and what it needs."""
        unit = "%" if self.percentage else self.unit
        return {"form": self.form, "choices": _lettered(self.choices), "unit": unit}

    def lines(self) -> Iterator[str]:
        """Yield the choices, if there are any."""
        yield from _lettered_lines(self.choices)

    def judge(self, response: object) -> Outcome:
        """Tell whether there is a guess of this form."""
        problem = self._problem(response)
        if problem:
            return Outcome("not answered", problem)
        return Outcome("kept", "Your guess is kept. It is not graded.")

    def _problem(self, response: object) -> str:
        if self.form == "choices":
            chosen = _is_place(response, self.choices)
            return "" if chosen else "Nothing is chosen yet: choose your guess first."
        if self.form == "value":
            number = read_number(response, self.unit, self.percentage)
            return number if isinstance(number, str) else ""
        written = isinstance(response, str) and response.strip()
        return "" if written else "Nothing is written yet: write your guess first."

    def words(self, response: Any) -> str:
        """Return the guess."""
        return self.choices[response] if self.form == "choices" else super().words(response)


# What several of them need


def _verdict(hits: int, wanted: int) -> Verdict:
    if hits == wanted:
        return "right"
    return "partly right" if hits else "wrong"


def _is_place(response: object, things: Sequence[object]) -> TypeGuard[int]:
    return type(response) is int and response in range(len(things))


def _places(response: object, things: Sequence[object]) -> tuple[int, ...]:
    """Return the positions of a list, or none if it is anything but different positions."""
    if not isinstance(response, list) or not all(_is_place(each, things) for each in response):
        return ()
    return tuple(response) if len(set(response)) == len(response) else ()


def _lettered(texts: Iterable[str]) -> list[tuple[str, str]]:
    return list(zip(LETTERS, texts, strict=False))


def _lettered_lines(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"{letter}  {text}" for letter, text in _lettered(texts))


def _cited(parts: Iterable[Choice | Item]) -> Iterator[str]:
    for part in parts:
        yield from part.evidence


def _choice_troubles(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        if OF_THE_ABOVE.search(text):
            yield f"choices: '{shorten(text)}' points to other choices and says nothing itself"
    yield from _twice("choices", texts)


def _same_words(text: str) -> str:
    return " ".join(text.casefold().split())


def _twice(
    key: str, texts: Sequence[str], same: Callable[[str], str] = _same_words
) -> Iterator[str]:
    counts = Counter(map(same, texts))
    for text in texts:
        if counts.pop(same(text), 0) > 1:
            yield f"{key}: '{shorten(text)}' stands there more than once"


def _unit_troubles(unit: str, percentage: bool) -> Iterator[str]:
    if unit and percentage:
        yield "unit: a percentage has none"
