"""The kinds of questions: what each may hold, and how a response is judged."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Annotated as A
from typing import Any, ClassVar, Literal, TypeGuard

from pydantic import Field

from course_utils.quiz.forms import FormQuestion
from course_utils.quiz.questions import LETTERS, Absent, Explained, Judgement, Prose, Question
from course_utils.quiz.typed import Measured, Number, ShortText, written
from course_utils.words import shorten


class Item(Explained):
    """One answer or item, and why it fits, stands or belongs there."""

    text: A[Prose, "the answer or item"]


class Choice(Item):
    """One answer to choose, and what a learner is told who chooses it."""

    correct: A[bool, "true for a key"] = False
    error: A[str, "the reasoning error behind a wrong choice"] = ""


class Chosen(Question):
    """What is answered by choosing among answers with letters."""

    most_keys: ClassVar[int] = len(LETTERS)
    choices: A[tuple[Choice, ...], Field(min_length=2, max_length=len(LETTERS))]

    @property
    def keys(self) -> set[int]:
        """The places of the right answers, from 0."""
        return {place for place, choice in enumerate(self.choices) if choice.correct}

    def texts(self) -> dict[str, Sequence[str]]:
        return {"choices": [choice.text for choice in self.choices]}

    def troubles(self) -> Iterator[str]:
        if not 1 <= len(self.keys) <= self.most_keys:
            bound = "exactly" if self.most_keys == 1 else "at least"
            yield f"choices: {len(self.keys)} are marked correct, a {self.kind} has {bound} 1"
        for number, choice in enumerate(self.choices, start=1):
            if choice.correct and choice.error:
                yield f"choices, {number} '{shorten(choice.text)}': is correct and names an error"
        yield from super().troubles()


class SingleChoice(Chosen):
    """One of several answers is right; the response is its position, from 0."""

    most_keys = 1

    def judge(self, response: object) -> Judgement:
        if not _is_place(response, self.choices):
            return Judgement.none("Nothing is chosen yet: choose an answer, then check.")
        choice, letter = self.choices[response], LETTERS[response]
        message = f"Answer {letter} is {'right' if choice.correct else 'not right'}."
        return Judgement.counted(choice.correct, 1, message, choice.remark(error=choice.error))


class MultipleChoice(Chosen):
    """One or more of several answers are right; the response is the list of their positions."""

    task = "Choose one or more."

    def judge(self, response: object) -> Judgement:
        chosen, keys = _places(response, self.choices), self.keys
        if not chosen:
            return Judgement.none("Nothing is chosen yet: choose all that fit, then check.")
        hits, extra = len(keys.intersection(chosen)), len(set(chosen) - keys)
        message = f"{hits} of {len(keys)} right answer{'s' * (len(keys) > 1)} chosen"
        if extra:
            message += f", and {extra} that {'does' if extra == 1 else 'do'} not fit"
        remarks = []
        for place in sorted(keys.union(chosen)):
            choice, left_out = self.choices[place], place not in chosen
            fit = "fits" if choice.correct else "does not fit"
            about = f"{LETTERS[place]} {fit}{' and is not chosen' * left_out}."
            remarks.append(choice.remark(about, choice.correct and not left_out, choice.error))
        return Judgement.counted(hits, len(keys) + extra, f"{message}.", *remarks)


class Order(Question):
    """Items to be put in order; the response lists their places as they were dealt, from 0.

    What counts are the pairs of neighbours of which the upper one belongs above the lower one.
    """

    task = "Put these in order, the first on top."
    items: A[tuple[Item, ...], "in the right order", Field(min_length=3, max_length=9)]
    error: A[str, "the reasoning error behind a wrong order"] = ""

    @property
    def dealt(self) -> list[Item]:
        """The items as they are shown: the same each time, never in order."""
        digest = {item: sha256(f"{self.id} {item.text}".encode()).digest() for item in self.items}
        cards = sorted(self.items, key=digest.__getitem__)
        return [*cards[1:], cards[0]] if cards == list(self.items) else cards

    def texts(self) -> dict[str, Sequence[str]]:
        return {"items": [item.text for item in self.dealt]}

    def judge(self, response: object) -> Judgement:
        places = _places(response, self.items)
        if len(places) != len(self.items) or places == tuple(range(len(places))):
            return Judgement.none("Nothing is moved yet: put the items in order, then check.")
        dealt, belongs = self.dealt, self.items.index
        pairs = list(pairwise(dealt[place] for place in places))
        broken = [pair for pair in pairs if belongs(pair[0]) > belongs(pair[1])]
        hits = len(pairs) - len(broken)
        message = f"{hits} of {len(pairs)} pairs in order"
        if not broken:
            message += ": every item stands where it belongs."
            remarks = [item.remark(f"“{item.text}”") for item in self.items]
        else:
            upper, lower = broken[0]
            first, second = f"“{upper.text}”", f"“{lower.text}”"
            message += f"; the first that breaks is {first} before {second}."
            remarks = [upper.remark(first), lower.remark(second, error=self.error)]
        return Judgement.counted(hits, len(pairs), message, *remarks)


class Sorted(Item):
    """One item to classify, and why it belongs where it belongs."""

    category: A[Prose, "the category it belongs to"]
    errors: A[dict[str, Prose], "reasoning errors by wrong category"] = Field(default_factory=dict)


class Classify(Question):
    """Items to be given a category each; the response lists its position, or None, for each.

    As long as one has none, nothing is judged.
    """

    task = "Choose a category for each."
    categories: A[tuple[Prose, ...], Field(min_length=3, max_length=6)]
    items: A[tuple[Sorted, ...], Field(min_length=2, max_length=12)]

    def texts(self) -> dict[str, Sequence[str]]:
        return {"categories": self.categories, "items": [item.text for item in self.items]}

    def troubles(self) -> Iterator[str]:
        for item in self.items:
            for category in sorted({item.category, *item.errors} - set(self.categories)):
                yield f"items: '{shorten(item.text)}' has no category '{shorten(category)}'"
            if item.category in item.errors:
                yield f"items: '{shorten(item.text)}' names an error for its own category"
        yield from super().troubles()

    def judge(self, response: object) -> Judgement:
        given = response if isinstance(response, list) and len(response) == len(self.items) else []
        chosen = [self.categories[place] for place in given if _is_place(place, self.categories)]
        if missing := len(self.items) - len(chosen):
            has = "1 item has" if missing == 1 else f"{missing} items have"
            return Judgement.none(f"{has} no category yet: choose one for each, then check.")
        remarks = []
        for item, category in zip(self.items, chosen, strict=True):
            fits = category == item.category
            about = f"“{item.text}”: “{category}” {'fits' if fits else 'does not fit'}."
            remarks.append(item.remark(about, fits, item.errors.get(category, "")))
        hits = sum(bool(remark.fits) for remark in remarks)
        message = f"{hits} of {len(self.items)} items are in their category."
        return Judgement.counted(hits, len(self.items), message, *remarks)

    def words(self, response: Any) -> str:
        pairs = zip(self.items, response, strict=True)
        return "; ".join(f"{item.text}: {self.categories[place]}" for item, place in pairs)


class Reflection(Question):
    """A text of the learner's own, kept as it is typed and not graded."""

    kept_as = "draft"
    verb = "Keep"
    offer = "Show points to consider"
    task = (
        "Write in your own words. Your text is kept as you type, and the course does not grade it."
    )

    def judge(self, response: object) -> Judgement:
        if not written(response):
            return Judgement.none("Nothing is written yet.")
        return Judgement("kept", "Your text is kept. The course does not grade it.")


class Prediction(Measured):
    """A guess before a figure, kept and not graded: a choice, a number or a text."""

    kept_as = "prediction"
    verb = "Keep this guess"
    offer = ""
    form: A[Literal["choices", "value", "text"], "what is guessed"]
    choices: A[tuple[Prose, ...], Field(min_length=2, max_length=len(LETTERS))] = ()
    hints: A[tuple[Prose, ...], Absent] = ()
    decides: A[tuple[Prose, ...], Absent] = ()
    answer: A[str, Absent] = ""

    def how(self) -> str:
        tasks = {"choices": "Choose one.", "text": "Use your own words."}
        return f"{tasks.get(self.form, super().how())} A guess is not graded."

    def texts(self) -> dict[str, Sequence[str]]:
        return {"choices": self.choices}

    def shown(self) -> dict[str, Any]:
        return {"form": self.form} | super().shown()

    def troubles(self) -> Iterator[str]:
        if (self.form == "choices") != bool(self.choices):
            yield "choices: belong to 'form: choices', and to no other"
        if self.form != "value" and (self.unit or self.percentage):
            yield "unit, percentage: belong to 'form: value', and to no other"
        yield from super().troubles()

    def judge(self, response: object) -> Judgement:
        if self.form == "choices" and not _is_place(response, self.choices):
            return Judgement.none("Nothing is chosen yet: choose your guess first.")
        if self.form == "value" and isinstance(problem := self.read(response), str):
            return Judgement.none(problem)
        if self.form == "text" and not written(response):
            return Judgement.none("Nothing is written yet: write your guess first.")
        return Judgement("kept", "Your guess is kept. It is not graded.")


KINDS: dict[str, type[Question]] = {
    "single choice": SingleChoice,
    "multiple choice": MultipleChoice,
    "order": Order,
    "classify": Classify,
    "number": Number,
    "short text": ShortText,
    "reflection": Reflection,
    "prediction": Prediction,
}


def kind_of(record: dict[str, Any]) -> type[Question]:
    """The model of a question as its file has it: a reflection with ``fields`` is a form."""
    named = KINDS[record["kind"]]
    return FormQuestion if named is Reflection and "fields" in record else named


def _is_place(response: object, things: Sequence[object]) -> TypeGuard[int]:
    return type(response) is int and response in range(len(things))


def _places(response: object, things: Sequence[object]) -> tuple[int, ...]:
    """Return the positions of a list, or none if it is anything but different positions."""
    if not isinstance(response, list) or not all(_is_place(each, things) for each in response):
        return ()
    return tuple(response) if len(set(response)) == len(response) else ()
