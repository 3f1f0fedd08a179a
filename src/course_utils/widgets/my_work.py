"""Carry one's work away in a file, bring it back, or delete it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from course_utils.reading.progress import Work
from course_utils.record.exchange import LIMIT, RecordError, load
from course_utils.record.record import Record
from course_utils.session import current_record
from course_utils.source.tables import shorten
from course_utils.widgets import panel
from course_utils.widgets.form import place_of
from course_utils.widgets.panel import Asked, Node, Panel, Reply
from course_utils.words import count, counts

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.record.events import Draft, Event

USUAL = ("answers", "guesses", "forecasts")
TEXT = "text "  # before the name of a text among what is ticked
BEGINNING = 40  # characters of a text that are shown
TOO_LARGE = (
    "The file is larger than 5 MB, and no file of this course is. It was not sent;"
    " your record is as it was."
)
EXPLAINED = {
    "code": "It stands for you in the file, in the place of a name. It is random until you choose"
    " another. Do not take your name, or anything else that tells who you are.",
    "file": "A file that you downloaded with cu.save_my_work(), at most 5 MB. What your record has"
    " already is not added again.",
}


def save_my_work(course: Course | None = None) -> SaveMyWork:
    """Show what a file with your work will hold, and a button that downloads it.

    Answers, guesses and forecasts are ticked; texts that you wrote go along only if you tick them.
    """
    return SaveMyWork(current_record(course))


def bring_back_my_work(course: Course | None = None) -> BringBackMyWork:
    """Show a field for a file that ``save_my_work()`` gave, to add what it holds to the record."""
    return BringBackMyWork(current_record(course))


def forget_me(course: Course | None = None) -> ForgetMe:
    """Show a button that deletes all that you left, after saying what goes and asking once more."""
    return ForgetMe(current_record(course))


class SaveMyWork(Panel):
    """What the file will hold, the learner code, and the download."""

    about = "A file with your work, to download. Run this cell to use it."

    def __init__(self, record: Record) -> None:
        self.taken: tuple[str, ...] = USUAL
        super().__init__("Save my work", record)

    def content(self) -> list[Node]:
        boxes = list(self._boxes(Work.of(self.record)))
        if not boxes:
            nothing = "Nothing is recorded yet: answer a question first, then run this cell again."
            return [panel.text(nothing)]
        code = {"type": "text", "value": self.record.learner_code(), "maxlength": "40"}
        look = code | {"autocomplete": "off", "spellcheck": "false"}
        field = panel.field_for("text", "Learner code", look, EXPLAINED["code"])
        return [
            ["fieldset", {}, ["legend", {}, "What goes into the file"], *boxes],
            ["div", {}, *field, panel.button("code", "Use this code")],
            panel.button("download", "Download"),
        ]

    def press(self, asked: Asked) -> Reply:
        self.taken = asked.take
        try:
            if asked.text != self.record.learner_code():
                self.record.choose_learner_code(asked.text)
            if asked.button == "download":
                return self._download()
        except RecordError as error:
            return Reply(str(error), True)
        return Reply(f"Your learner code is {self.record.learner_code()}.")

    def _boxes(self, work: Work) -> Iterator[Node]:
        entries = (work.answers, work.guesses, work.forecasts)
        for name, noun, found in zip(USUAL, ("answer", "guess", "forecast"), entries, strict=True):
            if found:
                yield panel.tick(name, count(len(found), noun), name in self.taken)
        for draft in work.texts:
            value = TEXT + draft.item
            yield panel.tick(value, _described(draft), value in self.taken)

    def _download(self) -> Reply:
        if not self.taken:
            return Reply("Nothing is ticked: tick what the file should hold.", True)
        data = self.record.export(include_writing=True, include=self._chosen())
        code = "".join(sign if sign.isalnum() else "-" for sign in self.record.learner_code())
        name = f"my-work-{code}-{dt.date.today()}.jsonl"
        self.send({"name": name}, [data])
        size = max(1, round(len(data) / 1000))
        return Reply(
            f"Your browser downloads {name}, {size} kB, with {_in_file(load(data))}."
            " It goes to your own downloads and to nobody else; you decide who gets it."
        )

    def _chosen(self) -> set[str]:
        """Names of the questions and texts that are ticked; what is a text needs its own tick."""
        work = Work.of(self.record)
        entries = (work.answers, work.guesses, work.forecasts)
        kinds = [found for name, found in zip(USUAL, entries, strict=True) if name in self.taken]
        texts = {draft.item for draft in work.texts}
        ticked = {name.removeprefix(TEXT) for name in self.taken if name.startswith(TEXT)}
        return ({entry.item for found in kinds for entry in found} - texts) | (ticked & texts)


class BringBackMyWork(Panel):
    """A field for the file, and what came of it."""

    about = "Your work, to be brought back from a file. Run this cell to use it."

    def __init__(self, record: Record) -> None:
        super().__init__("Bring back my work", record)

    def content(self) -> list[Node]:
        types = ".jsonl,.json,.zip,.txt"
        field = panel.file_field("File with your work", types, LIMIT, TOO_LARGE, EXPLAINED["file"])
        return [*field, panel.button("bring back", "Bring back")]

    def press(self, asked: Asked) -> Reply:
        if asked.data is None:
            return Reply("No file is chosen yet: choose one, then press the button.", True)
        try:
            saved = self.record.merge(asked.data)
        except RecordError as error:
            return Reply(f"{error} Your record is as it was.", True)
        again = " Run the cells of a lesson again to see your answers there." if saved.id else ""
        return Reply(f"{saved.sentence}{again}", not saved)


class ForgetMe(Panel):
    """What goes, and two buttons to choose from once it was said."""

    about = "All that this course keeps of your work, to be deleted. Run this cell to use it."

    def __init__(self, record: Record) -> None:
        self.told: list[str] = []
        super().__init__("Forget me", record)

    def content(self) -> list[Node]:
        if not self.told:
            why = "This deletes your record. You will see what goes, and are asked once more."
            return [panel.text(why), panel.button("ask", "Delete my record …")]
        return [
            panel.text("This is deleted, and nobody can bring it back:"),
            panel.items(self.told, "goes"),
            panel.text(
                "Your notebooks, your copy of the article and files that you downloaded stay."
            ),
            panel.button("cancel", "Cancel, keep everything", "goes"),
            panel.button("delete", "Delete all this", "goes"),
        ]

    def press(self, asked: Asked) -> Reply:
        told, self.told = self.told, []
        if asked.button == "cancel":
            return Reply("Nothing was deleted.", focus="ask")
        goes = what_goes(self.record)
        if asked.button == "delete" and goes == told:
            saved = self.record.forget()
            if saved:
                self.send({"forget": place_of(self.record)})
            return Reply(saved.sentence, not saved, "ask")
        if not goes:
            return Reply("There is nothing to delete.", focus="ask")
        self.told = goes
        changed = "Your record has changed since it was shown: look again. " if told else ""
        return Reply(f"{changed}Delete all this?", focus="cancel")


def what_goes(record: Record) -> list[str]:
    """Say what ``record.forget()`` deletes; empty if nothing is there."""
    work = Work.of(record)
    numbers = {"answer": len(record.attempts()), "guess": len(work.guesses)}
    numbers |= {"forecast": len(work.forecasts), "text": len(work.texts)}
    numbers |= {"earlier version": len(work.others)}
    if not any(numbers.values()) and record.is_empty:
        return []
    return [f"Your record in {record.path}: {counts(numbers)}, and your learner code."]


def _in_file(events: Iterable[Event]) -> str:
    found = tuple(events)
    kinds = Counter(event.kind for event in found)
    numbers = {"answer": kinds["attempt"], "guess": kinds["guess"]}
    texts = {event.item for event in found if event.kind == "draft"}
    return counts(numbers | {"forecast": kinds["forecast"], "text": len(texts)})


def _described(draft: Draft) -> str:
    """Name a text, and say how long it is and how it begins."""
    words = draft.text.split()
    begins = shorten(" ".join(words), BEGINNING)
    return f"Your text “{draft.item}”, {count(len(words), 'word')}: {begins}"
