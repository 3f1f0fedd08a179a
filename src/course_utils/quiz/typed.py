"""What is answered by typing a number or a few words, read as a reader would read it."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated as A
from typing import Any

from pydantic import Field

from course_utils.quiz.questions import Explained, Judgement, Prose, Question, Remark, Strict, twice
from course_utils.words import shorten

QUOTES = re.compile(r"['\"`´‘’‚‛“”„‟«»‹›ʻʼʾʿ]")
BLANKS = re.compile(r"[\s\u2010-\u2015\u2212-]+")
UNSEEN = ("Mn", "Cf")
NUMBER = re.compile(r"[+-]?(\d+([.,\u066b]\d+)?|[.,\u066b]\d+)")  # 066b: an Arabic decimal point
TWO_NUMBERS = re.compile(r"[+-]?\d{1,3},\d{3}")
PER_CENT = re.compile(r"\s*([%\u066a]|per\s?cent)$")  # 066a: an Arabic percent sign
MOST_DIGITS = 40
Amount = A[Decimal, Field(max_digits=24, decimal_places=9)]


def fold(text: str) -> str:
    """Return a text without case, accents, quotes, hyphens, doubled blanks and a last full stop."""
    plain = unicodedata.normalize("NFKD", QUOTES.sub("", text)).casefold()
    parts = unicodedata.normalize("NFKD", plain)
    letters = "".join(part for part in parts if unicodedata.category(part) not in UNSEEN)
    return BLANKS.sub(" ", letters).strip(" .")


def written(response: object) -> str:
    """Return what was typed, without the blanks around it; empty if nothing was."""
    return response.strip() if isinstance(response, str) else ""


class Measured(Question):
    """What asks for a number: of what, or per cent."""

    unit: A[str, "what is counted"] = ""
    percentage: A[bool, "true if the number is per cent, from 0 to 100"] = False

    def troubles(self) -> Iterator[str]:
        if self.unit and self.percentage:
            yield "unit: a percentage has none"
        yield from super().troubles()

    def how(self) -> str:
        if self.percentage:
            return "Write a number from 0 to 100, in per cent."
        return f"Write a number ({self.unit})." if self.unit else "Write a number."

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"unit": "%" if self.percentage else self.unit}

    def read(self, response: object) -> Decimal | str:
        """Return the number that was typed, with its unit or without, or say why it is none."""
        typed = written(response)
        if not typed:
            return "Nothing is written yet: write a number, then check."
        bare = typed.replace("\u2212", "-").casefold().removesuffix(self.unit.casefold()).strip()
        digits = PER_CENT.sub("", bare) if self.percentage else bare
        shown = f"“{shorten(typed)}”"
        if len(digits) > MOST_DIGITS or not NUMBER.fullmatch(digits):
            return f"{shown} is not a number: write digits, such as 12 or 2.5."
        if TWO_NUMBERS.fullmatch(digits):
            return f"{shown} can be read as two numbers: write it without the comma."
        number = Decimal(digits.replace(",", ".").replace("\u066b", "."))
        if self.percentage and not 0 <= number <= 100:
            return f"{shown} is not a percentage: write a number from 0 to 100."
        if self.percentage and 0 < number < 1 and digits == bare:
            return f"{shown} looks like a share of 1: write per cent, such as 40 for two fifths."
        return number


class Misread(Strict):
    """What is said about a wrong answer that shows how it came about."""

    feedback: A[Prose, "what leads to this answer, worded about the reading"]
    error: A[str, "the reasoning error"] = ""


class Typed(Question, Explained):
    """What has one right answer to be typed: the response is the text typed."""

    def right(self, typed: object, note: str = "") -> Judgement:
        return Judgement("right", f"“{shorten(written(typed))}” is right{note}.", (self.remark(),))

    def wrong(self, typed: object, mistake: Misread | None, note: str = "") -> Judgement:
        """Return the mistake behind it, or a note where none is known."""
        message = f"“{shorten(written(typed))}” is not right{'' if mistake else note}."
        feedback, error = (mistake.feedback, mistake.error) if mistake else ("", "")
        return Judgement("wrong", message, (Remark(feedback, self.evidence, error=error),))


class WrongNumber(Misread):
    """A number that shows how a reader came to it."""

    value: A[Amount, "the number"]


class Number(Typed, Measured):
    """A number, right within a tolerance; else compared with the mistakes."""

    value: A[Amount, "the number"]
    tolerance: A[Amount, "how far off still counts", Field(ge=0)] = Decimal()
    mistakes: A[tuple[WrongNumber, ...], "wrong numbers that show how they came about"] = ()

    def troubles(self) -> Iterator[str]:
        for mistake in self.mistakes:
            if abs(mistake.value - self.value) <= self.tolerance:
                yield f"mistakes: what is near {mistake.value} also counts as right"
        if self.percentage and not (self.value == 0 or 1 <= self.value <= 100):
            yield f"value: {self.value} is not 0, and not from 1 to 100, as a percentage is"
        yield from super().troubles()

    def judge(self, response: object) -> Judgement:
        number = self.read(response)
        if isinstance(number, str):
            return Judgement.none(number)
        if abs(number - self.value) <= self.tolerance:
            low, high = self.value - self.tolerance, self.value + self.tolerance
            return self.right(response, f": anything from {low} to {high} is" * (low < high))
        found = (each for each in self.mistakes if each.value == number)
        side = "high" if number > self.value else "low"
        return self.wrong(response, next(found, None), f": it is too {side}")


class WrongText(Misread):
    """Texts that show how a reader came to them."""

    texts: A[tuple[Prose, ...], Field(min_length=1)]


class ShortText(Typed):
    """A word or a few, in any of the accepted spellings; else compared with the mistakes."""

    task = "Write a word or a few. Capitals and accents do not matter."
    accepted: A[tuple[Prose, ...], "spellings that are right", Field(min_length=1)]
    mistakes: A[tuple[WrongText, ...], "wrong texts that show how they came about"] = ()

    def troubles(self) -> Iterator[str]:
        texts = [*self.accepted, *(text for each in self.mistakes for text in each.texts)]
        for text in texts:
            if not fold(text):
                yield f"accepted: '{shorten(text)}' holds nothing that counts"
        yield from twice("accepted, mistakes", texts, fold)

    def judge(self, response: object) -> Judgement:
        typed = fold(written(response))
        if not typed:
            return Judgement.none("Nothing is written yet: write an answer, then check.")
        if typed in map(fold, self.accepted):
            return self.right(response)
        found = (each for each in self.mistakes if typed in map(fold, each.texts))
        return self.wrong(response, next(found, None))
