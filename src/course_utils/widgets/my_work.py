"""A learner's own: the work, to see, carry away, bring back or delete, and a copy of the text."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from typing import TYPE_CHECKING

from course_utils.quiz.forms import written_in
from course_utils.reading.article import LARGEST, own_copy, read_article, save_copy
from course_utils.reading.coding import Coding
from course_utils.reading.forecasts import ledger_of
from course_utils.reading.progress import Standing, Work, in_words, lessons, slips
from course_utils.record.exchange import LIMIT, RecordError, load
from course_utils.session import current_course, current_record
from course_utils.source.dates import day_name
from course_utils.source.text_rows import Forecast
from course_utils.widgets.form import place_of
from course_utils.widgets.panel import Asked, Panel, Reply
from course_utils.words import count, counts, shorten

if TYPE_CHECKING:
    from course_utils.course import Course
    from course_utils.record.record import Record

USUAL = ("answer", "guess", "forecast")
TEXT = "text "  # before the name of a text among what is ticked
NO_FILE = Reply("No file is chosen yet: choose one, then press the button.", True)


def my_record(course: Course | None = None) -> MyRecord:
    """Show what you answered, guessed and forecast, what is left, and which slips came up."""
    chosen = current_course(course)
    return MyRecord(chosen, current_record(chosen))


def save_my_work(course: Course | None = None) -> SaveMyWork:
    """Show what a file with your work will hold, and a button that downloads it.

    Answers, guesses and forecasts are ticked; texts that you wrote go along only if you tick them.
    """
    return SaveMyWork("Save my work", current_record(course))


def bring_back_my_work(course: Course | None = None) -> BringBackMyWork:
    """Show a field for a file that ``save_my_work()`` gave, to add what it holds to the record."""
    return BringBackMyWork("Bring back my work", current_record(course))


def forget_me(course: Course | None = None) -> ForgetMe:
    """Show a button that deletes all that you left, after saying what goes and asking once more."""
    return ForgetMe("Forget me", current_record(course))


def add_my_article(course: Course | None = None) -> AddMyArticle:
    """Show a field for your own copy of the text, and say what the course finds in it."""
    return AddMyArticle(current_course(course))


class MyRecord(Panel):
    """All that the record holds, in words, with a bar for each lesson."""

    about = "What you answered, guessed and forecast so far. Run this cell to see it."
    template = "my_record.html"

    def __init__(self, course: Course, record: Record) -> None:
        self.course = course
        super().__init__("My record", record)

    def values(self) -> dict[str, object]:
        work = Work.of(self.record)
        shown = lessons(self.course, work)
        questions = [each.question for one in shown for each in one.standings]
        asked = {question.id: question.version for question in questions}
        asked |= {each.item: each.version for each in questions if isinstance(each, Coding)}
        ledger = ledger_of(self.course)
        events = {name: each.stem for name, each in ledger.items()}
        asked |= {name: each.version for name, each in ledger.items()}
        answers = (*work.answers, *work.guesses)
        times = [each.time for kind in work[:4] for each in kind]
        return {
            "work": work,
            "since": day_name(min(times).astimezone().date(), year=True) if times else "",
            "lessons": shown,
            "last_answer": _last_answer,
            "slips": slips(self.course, shown),
            "events": {row.id: row.event for row in self.course.rows(Forecast)} | events,
            "begun": [
                (events[each.item], ledger[each.item].words(each.text))
                for each in work.texts
                if each.item in events.keys() - {each.item for each in work.forecasts}
            ],
            "texts": [each for each in (*work.texts, *work.others) if each.item not in asked],
            "others": sum(asked.get(each.item) != each.version for each in answers),
            "count": count,
            "about": self.record.about,
        }


class SaveMyWork(Panel):
    """What the file will hold, the learner code, and the download."""

    about = "A file with your work, to download. Run this cell to use it."
    template = "save_my_work.html"
    taken: tuple[str, ...] = USUAL

    def values(self) -> dict[str, object]:
        work = Work.of(self.record)
        told = zip(USUAL, map(len, work[:3]), strict=True)
        boxes = {noun: count(number, noun) for noun, number in told if number}
        for draft in work.texts:
            words = written_in(draft.text).split()
            said = f"{count(len(words), 'word')}: {shorten(' '.join(words), 40)}"
            boxes[TEXT + draft.item] = f"Your text “{draft.item}”, {said}"
        return {"boxes": boxes, "taken": self.taken, "code": boxes and self.record.learner_code()}

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

    def _download(self) -> Reply:
        if not self.taken:
            return Reply("Nothing is ticked: tick what the file should hold.", True)
        data = self.record.export(include_writing=True, include=self._chosen())
        code = "".join(sign if sign.isalnum() else "-" for sign in self.record.learner_code())
        name = f"my-work-{code}-{dt.date.today()}.jsonl"
        self.send({"name": name}, [data])
        return Reply(
            f"Your browser downloads {name}, {max(1, round(len(data) / 1000))} kB, with"
            f" {_held(data)}."
            " It goes to your own downloads and to nobody else; you decide who gets it."
        )

    def _chosen(self) -> set[str]:
        """Names of the questions and texts that are ticked; what is a text needs its own tick."""
        work = Work.of(self.record)
        kinds = dict(zip(USUAL, work[:3], strict=True))
        told = {each.item for noun in kinds if noun in self.taken for each in kinds[noun]}
        texts = {draft.item for draft in work.texts}
        return told - texts | {item for item in texts if TEXT + item in self.taken}


class BringBackMyWork(Panel):
    """A field for the file, and what came of it."""

    about = "Your work, to be brought back from a file. Run this cell to use it."
    template = "bring_back_my_work.html"

    def values(self) -> dict[str, object]:
        return {"limit": LIMIT}

    def press(self, asked: Asked) -> Reply:
        if asked.data is None:
            return NO_FILE
        try:
            saved = self.record.merge(asked.data)
        except RecordError as error:
            return Reply(f"{error} Your record is as it was.", True)
        again = " Run the cells of a lesson again to see your answers there." if saved.id else ""
        return Reply(f"{saved.sentence}{again}", not saved)


class ForgetMe(Panel):
    """What goes, and two buttons to choose from once it was said."""

    about = "All that this course keeps of your work, to be deleted. Run this cell to use it."
    template = "forget_me.html"
    told = ""

    def values(self) -> dict[str, object]:
        return {"goes": self.told}

    def press(self, asked: Asked) -> Reply:
        told, self.told = self.told, ""
        if asked.button == "cancel":
            return Reply("Nothing was deleted.", focus="ask")
        goes = self._what_goes()
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

    def _what_goes(self) -> str:
        """Say what is deleted; empty if nothing is there."""
        work = Work.of(self.record)
        nouns = (*USUAL, "text", "earlier version")
        numbers = dict(zip(nouns, map(len, work), strict=True))
        numbers["answer"] = len(self.record.attempts())  # also what was checked without an answer
        if self.record.is_empty and not any(numbers.values()):
            return ""
        return f"Your record in {self.record.path}: {counts(numbers)}, and your learner code."


class AddMyArticle(Panel):
    """A field for the saved page, and what is known of the copy."""

    about = "Your own copy of the text, to be added. Run this cell to use it."
    template = "my_article.html"

    def __init__(self, course: Course) -> None:
        self.course = course
        super().__init__("Add my copy of the text", current_record(course), what_is_found(course))

    def values(self) -> dict[str, object]:
        limits = {"limit": LARGEST, "size": f"{LARGEST / 1e6:.0f} MB"}
        return {**limits, "shipped": bool(self.course.text)}

    def press(self, asked: Asked) -> Reply:
        if asked.data is None:
            return NO_FILE
        try:
            path = save_copy(self.course, bytes(asked.data))
        except ValueError as error:
            return Reply(str(error), True)
        return Reply(f"Saved as {path}. {what_is_found(self.course)}")


def what_is_found(course: Course) -> str:
    """Say how much of the text the course finds in the reader's copy, if there is one."""
    article = read_article(course)
    if article is None:
        return "There is no copy yet."
    if not (os.environ.get("COURSE_ARTICLE") or own_copy(course).exists()):
        return "The text is part of this course: no copy is needed."
    whose = f"Your copy ({own_copy(course)})"
    if named := os.environ.get("COURSE_ARTICLE"):
        whose = f"The copy that COURSE_ARTICLE names ({named})"
    if article.trouble:
        return f"{whose}: {article.trouble}"
    found = count(len(article.paragraphs), "paragraph")
    return f"{whose} is complete: {found} found, none missing."


def _last_answer(standing: Standing) -> list[str]:
    if not standing.tries:
        return []
    last = standing.tries[-1]
    verdict = last.verdict if last.verdict in ("right", "partly right") else "not right yet"
    said = f"{verdict.capitalize()}. {count(len(standing.tries), 'answer')}, the last:"
    return [said, in_words(standing.question, last.response)]


def _held(data: bytes) -> str:
    """Say what is in a file; several versions of a text are one text."""
    held = {(event.kind, event.item if event.kind == "draft" else event.id) for event in load(data)}
    kinds = Counter(kind for kind, _ in held)
    nouns = {"answer": "attempt", "guess": "guess", "forecast": "forecast", "text": "draft"}
    return counts({noun: kinds[kind] for noun, kind in nouns.items()})
