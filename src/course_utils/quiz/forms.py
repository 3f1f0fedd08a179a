"""Forms: named fields for what a learner makes, kept as one text while they are filled in."""

import json
from collections.abc import Iterator
from typing import Annotated as A
from typing import Any, Literal, NamedTuple

from pydantic import Field

from course_utils.quiz.questions import Judgement, Prose, Question, Strict, twice
from course_utils.quiz.typed import Number
from course_utils.source.cells import Id
from course_utils.words import listing

MOST_NAMED = 5  # fields that are still empty


class Blank(Strict):
    """One field to fill in: a line, a longer text, a choice or a number."""

    name: A[Id, "what its text is kept under"]
    label: A[Prose, "what is asked for"]
    kind: A[Literal["line", "text", "choice", "number"], "how it is filled in"] = "line"
    choices: tuple[Prose, ...] = ()
    unit: A[str, "of what the number is"] = ""
    draws_on: A[tuple[Id, ...], "forms whose texts are offered below it", Field(alias="from")] = ()


class FormField(Blank):
    """A field of a form, or with ``fields`` a group of them; ``repeat`` asks for several alike."""

    repeat: A[int, "how often it is there", Field(ge=1, le=9)] = 1
    fields: A[tuple[Blank, ...], "the fields of a group"] = ()


class Group(NamedTuple):
    """What stands together in a form: ``blanks`` by the key that each is kept under.

    ``name`` and ``title`` are empty where a field stands by itself.
    """

    name: str
    title: str
    blanks: dict[str, Blank]


class FormQuestion(Question):
    """Named fields of the learner's own; the response is the JSON of what is written in each.

    It is kept as it is typed, and not graded.
    """

    kept_as = "draft"
    verb = "Keep"
    offer = "Show a worked example"
    task = (
        "Fill in what you can, in your own words. It is kept as you type, and the course does not"
        " grade it."
    )
    fields: A[tuple[FormField, ...], Field(min_length=1)]

    def groups(self) -> list[Group]:
        """The fields as they are shown, each as often as it is asked for."""
        found = []
        for entry in self.fields:
            for number in range(1, entry.repeat + 1):
                again = f" {number}" if entry.repeat > 1 else ""
                name, title = f"{entry.name}{again}", f"{entry.label}{again}"
                inner = {f"{name} {blank.name}": blank for blank in entry.fields}
                alone: dict[str, Blank] = {name: entry.model_copy(update={"label": title})}
                found.append(Group(name, title, inner) if inner else Group("", "", alone))
        return found

    def say(self, choice: str) -> str:
        """A choice in words."""
        return choice

    def shown(self) -> dict[str, Any]:
        return {"groups": [self._drawn(group) for group in self.groups()]}

    def _drawn(self, group: Group) -> dict[str, Any]:
        blanks = [
            blank.model_dump(include={"label", "kind", "unit", "draws_on"})
            | {"key": key, "choices": [(each, self.say(each)) for each in blank.choices]}
            for key, blank in group.blanks.items()
        ]
        return group._asdict() | {"blanks": blanks}

    def lines(self) -> Iterator[str]:
        for entry in self.fields:
            often = f", {entry.repeat} times" if entry.repeat > 1 else ""
            parts = [self._line(blank) for blank in entry.fields]
            yield (
                f"{entry.label}{often}: {'; '.join(parts)}" if parts else self._line(entry) + often
            )

    def _line(self, blank: Blank) -> str:
        told = " / ".join(map(self.say, blank.choices)) or blank.unit
        return f"{blank.label} ({told})" if told else blank.label

    def read(self, response: object) -> dict[str, str]:
        """What is written, by field; empty if that is nothing, or no text of a form.

        Fields that the form had once are among it.
        """
        try:
            found = json.loads(response) if isinstance(response, str) else None
        except (ValueError, RecursionError):
            found = None
        pairs = found.items() if isinstance(found, dict) else ()
        return {key: text.strip() for key, text in pairs if isinstance(text, str) and text.strip()}

    def judge(self, response: object) -> Judgement:
        written = self.read(response)
        if not written:
            return Judgement.none("Nothing is written yet.")
        said, empty = ["Your form is kept. The course does not grade it."], []
        for group in self.groups():
            for key, blank in group.blanks.items():
                if key not in written:
                    empty.append(f"“{blank.label}”{' of ' * bool(group.title)}{group.title}")
                elif blank.kind == "number":
                    number = Number.model_construct(unit=blank.unit).read(written[key])
                    said += [number] if isinstance(number, str) else []
        if empty:
            said.append(f"Still empty: {listing(empty, MOST_NAMED)}.")
        return Judgement("kept", " ".join(said))

    def words(self, response: Any) -> str:
        written = self.read(response)
        told = []
        for group in self.groups():
            parts = [
                f"{blank.label.removesuffix('?')}: {self.say(written.pop(key))}"
                for key, blank in group.blanks.items()
                if key in written
            ]
            if parts:
                told.append(f"{group.title} – {'; '.join(parts)}" if group.title else parts[0])
        return "\n".join([*told, *(f"{key}: {text}".lstrip(": ") for key, text in written.items())])

    def troubles(self) -> Iterator[str]:
        for blanks in (self.fields, *(entry.fields for entry in self.fields)):
            yield from twice("fields", [blank.name for blank in blanks], str)
            # A screen reader tells fields apart by their labels alone.
            yield from twice("fields", [blank.label for blank in blanks], str)
            for blank in blanks:
                if (blank.kind == "choice") != (len(blank.choices) > 1):
                    rule = "a choice has two choices or more, another kind none"
                    yield f"fields: '{blank.name}': {rule}"
                if blank.unit and blank.kind != "number":
                    yield f"fields: '{blank.name}': only a number has a unit"
        yield from super().troubles()

    def draws_on(self) -> list[str]:
        blanks = (blank for entry in self.fields for blank in (entry.fields or (entry,)))
        return list(dict.fromkeys(name for blank in blanks for name in blank.draws_on))


def written_in(text: str) -> str:
    """What is written in the fields of a form, run together; another text as it is."""
    return " ".join(FormQuestion.model_construct().read(text).values()) or text
