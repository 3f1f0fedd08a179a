"""A learner's own record: what was answered, guessed, forecast and written, kept on the disk."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from course_utils.entries import (
    Attempt,
    Contents,
    Draft,
    Entry,
    Forecast,
    Learner,
    Prediction,
    plain,
    whole,
)
from course_utils.exchange import RecordError, dump, load
from course_utils.store import File, Store, StoreError, one_at_a_time

if TYPE_CHECKING:
    from course_utils.course import Course

__all__ = [
    "Attempt",
    "Draft",
    "Forecast",
    "MergeReport",
    "Prediction",
    "Record",
    "RecordError",
    "Saved",
    "current_record",
]
E = TypeVar("E", Attempt, Prediction, Forecast)
# No vowels, so that no word comes out; no letter that reads like another or like a digit.
LETTERS = "BCDFGHJKMNPQRTVWX"
# Seconds to wait for another notebook that is writing; less while the file is in trouble anyway.
PATIENCE, SHORT_PATIENCE = 10.0, 0.2
INSTANT = dt.timedelta(microseconds=1)
ADVICE = "It is kept until this notebook is restarted: download your work before that."
_records: dict[Path, Record] = {}


@dataclass(frozen=True)
class Saved:
    """Whether something is safe on the disk, and the sentence to show; true if it is.

    ``id`` is the identifier of the entry that was stored, if it was one.
    """

    yes: bool
    sentence: str
    id: str = ""

    def __bool__(self) -> bool:
        return self.yes


@dataclass(frozen=True)
class MergeReport:
    """What of a file was new to the record, how many parts it had already, and what was saved."""

    added: Contents
    known: int
    saved: Saved

    @property
    def sentence(self) -> str:
        """The same in words."""
        kinds = Counter(entry.kind for entry in self.added.entries.values())
        return (
            f"Added: answers {kinds['attempt']}, guesses {kinds['prediction']},"
            f" forecasts {kinds['forecast']}, texts {len(self.added.drafts)};"
            f" here already: {self.known}. {self.saved.sentence}"
        )


class Record:
    """What one learner did, in the file at ``path``, which the first thing stored creates.

    Whatever happens to the disk, no method raises for it: what cannot be saved is held in memory,
    can be read and exported, and is saved with the next thing that can be.
    """

    def __init__(self, path: str | Path) -> None:
        self._store = Store(Path(path))
        self._forget_session()
        self._reason = self._told = ""
        self._unreadable = 0

    def _forget_session(self) -> None:
        """Let go of what is in memory: what was saved, in which file, and what could not be."""
        self._saved = self._unsaved = Contents()
        self._identity = ""
        self._typed: dict[str, str] = {}
        self._replaced: set[tuple[str, str]] = set()

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    @property
    def trouble(self) -> str:
        """What is not being saved and why, for the learner; empty while all is well."""
        return f"Your work is not being saved: {self._reason}. {ADVICE}" if self._reason else ""

    @property
    def notice(self) -> str:
        """What happened to the file in this session, for the learner; empty as a rule."""
        lost = f"{self._unreadable} of your entries cannot be read." if self._unreadable else ""
        return " ".join(filter(None, (self._store.notice, lost)))

    # Store

    def add_attempt(
        self, item: str, version: str, response: object, verdict: str, error: str = ""
    ) -> Saved:
        """Store an answer to the question ``item``; ``version`` is the hash of its text.

        Raises ``TypeError`` or ``ValueError`` for a response that JSON cannot hold.
        """
        made = partial(Attempt, response=plain(response), verdict=verdict, error=error)
        return self._add(item, partial(made, item=item, version=version))

    def add_prediction(self, item: str, version: str, response: object) -> Saved:
        """Store a guess made before a figure; raises as ``add_attempt`` does."""
        made = partial(Prediction, response=plain(response))
        return self._add(item, partial(made, item=item, version=version))

    def add_forecast(self, item: str, version: str, percent: float, reason: str) -> Saved:
        """Store a probability and its reason; ``ValueError`` unless it is 0 to 100 percent."""
        made = partial(Forecast, percent=percent, reason=whole(reason))
        return self._add(item, partial(made, item=item, version=version))

    def keep_draft(self, name: str, text: str) -> Saved:
        """Keep a text as it is being typed, in place of what this session typed before.

        What another session typed stays among the earlier texts, and so does a text that loses
        more than half of its length at once.
        """
        text = whole(text)
        with one_at_a_time:
            draft = Draft(name, text, self._time_after(name))
            before = self._typed.get(name)
            if before is not None and 2 * len(text) >= len(before):
                self._replace(name, before)
            self._typed[name] = text
            return self._keep(Contents(drafts={(name, text): draft}))

    def choose_learner_code(self, code: str) -> Saved:
        """Go by ``code`` from now on; ``RecordError`` says why it cannot be one."""
        with one_at_a_time:
            before = self._contents("").learner
            time = max(_now(), before.time + INSTANT) if before else _now()
            try:
                learner = Learner(" ".join(code.split()), True, time)
            except ValueError:
                raise RecordError("A learner code has 1 to 40 characters, all visible.") from None
            return self._keep(Contents(learner=learner))

    # Read

    def attempts(self, item: str | None = None) -> tuple[Attempt, ...]:
        """The answers to one question, or to all, in the order in which they were given."""
        return self._listed(Attempt, item)

    def predictions(self, item: str | None = None) -> tuple[Prediction, ...]:
        """The guesses, the oldest first."""
        return self._listed(Prediction, item)

    def forecasts(self, item: str | None = None) -> tuple[Forecast, ...]:
        """The forecasts, the oldest first."""
        return self._listed(Forecast, item)

    def draft(self, name: str) -> str | None:
        """The text last typed under this name, or None."""
        texts = self._contents(name).texts(name)
        return texts[0].text if texts else None

    def drafts(self) -> tuple[Draft, ...]:
        """The text last typed under each name, sorted by name."""
        contents = self._contents()
        names = sorted({name for name, _ in contents.drafts})
        return tuple(contents.texts(name)[0] for name in names)

    def earlier_drafts(self, name: str) -> tuple[Draft, ...]:
        """Other texts of this name, from other sessions or from a file, the newest first."""
        return tuple(self._contents(name).texts(name)[1:])

    def learner_code(self) -> str:
        """The code that stands for the learner; a random one is made when none was chosen."""
        with one_at_a_time:
            learner = self._contents("").learner
            if learner is None:
                letters = "".join(secrets.choice(LETTERS) for _ in range(6))
                learner = Learner(f"{letters[:3]}-{letters[3:]}", False, _now())
                self._keep(Contents(learner=learner))
                learner = self._contents("").learner or learner
            return learner.code

    # Carry away, bring back, delete

    def export(
        self, include_writing: bool = False, include: Collection[str] | None = None
    ) -> bytes:
        """Return one small JSON file with answers, guesses and forecasts.

        ``include_writing`` adds the drafts; ``include`` keeps only these items and drafts.
        Raises ``RecordError`` for more than 5 MB.
        """
        self.learner_code()
        contents = self._contents()
        chosen = contents if include is None else contents.only(include)
        return dump(chosen if include_writing else replace(chosen, drafts={}))

    def merge(self, data: bytes | memoryview) -> MergeReport:
        """Add what an exported file holds and the record lacks; any order, any number of times.

        Raises ``RecordError`` with the reason if the file is not taken; nothing is changed then.
        """
        brought = load(data)
        with one_at_a_time:
            here = self._contents()
            if any(
                here.entries.get(entry.id, entry) != entry for entry in brought.entries.values()
            ):
                raise RecordError("The file was changed: an answer in it differs from the record.")
            added = brought.beyond(here)
            return MergeReport(added, len(brought) - len(added), self._keep(added))

    def forget(self) -> Saved:
        """Delete all that the learner left, in this file and in damaged ones moved aside."""
        with one_at_a_time:
            self._forget_session()
            try:
                self._store.erase(self._patience())
            except StoreError as error:
                return Saved(False, f"Your record could not be deleted: {error}.")
            self._reason, self._unreadable = "", 0
            return Saved(True, "Your record is deleted.")

    # The file and the memory

    def _add(self, item: str, make: Callable[..., Entry]) -> Saved:
        with one_at_a_time:
            entry = make(time=self._time_after(item))
            return replace(self._keep(Contents({entry.id: entry})), id=entry.id)

    def _time_after(self, name: str) -> dt.datetime:
        """Return now, or just after the newest of this name where another clock was ahead."""
        known = self._contents(name)
        parts = (*known.entries.values(), *known.drafts.values())
        return max([_now(), *(part.time + INSTANT for part in parts)])

    def _replace(self, name: str, text: str) -> None:
        key = (name, text)
        self._replaced.add(key)
        self._saved, self._unsaved = self._saved.without({key}), self._unsaved.without({key})

    def _listed(self, kind: type[E], item: str | None) -> tuple[E, ...]:
        entries = self._contents(item).listed()
        return tuple(entry for entry in entries if isinstance(entry, kind))

    def _contents(self, name: str | None = None) -> Contents:
        """What is in the file and in memory, of one item or draft or of all."""
        with one_at_a_time:
            try:
                found = self._store.read(lambda file: self._read(file, name), self._patience())
                if not self._unsaved:
                    self._reason = ""
            except StoreError as error:
                self._reason, found = str(error), None
            memory = self._saved | self._unsaved
            return (found or Contents()) | (memory if name is None else memory.only({name}))

    def _read(self, file: File, name: str | None) -> Contents:
        self._drop_forgotten(file)
        contents, unreadable = file.read(name)
        self._unreadable = max(unreadable, self._unreadable)
        return contents

    def _keep(self, new: Contents) -> Saved:
        """Save ``new`` with all that waits in memory."""
        with one_at_a_time:
            self._unsaved |= new
            try:
                self._identity = self._store.write(self._write, self._patience())
            except StoreError as error:
                self._reason = str(error)
                return Saved(False, f"Not saved: {error}. {ADVICE}")
            self._saved, self._unsaved = self._saved | self._unsaved, Contents()
            self._replaced.clear()
            self._reason = ""
            told, self._told = self._told, self.notice
            return Saved(True, "Saved." if self.notice == told else f"Saved. {self.notice}")

    def _write(self, file: File) -> str:
        """Add what the file lacks: all of this session if the file is not the one known so far."""
        self._drop_forgotten(file)
        known = file.identity == self._identity
        file.add(self._unsaved if known else self._saved | self._unsaved, self._replaced)
        return file.identity

    def _drop_forgotten(self, file: File) -> None:
        """Do not bring back what another notebook deleted on the learner's wish."""
        if self._identity and file.forgot(self._identity):
            self._saved = Contents()

    def _patience(self) -> float:
        return SHORT_PATIENCE if self._reason else PATIENCE


def current_record(course: Course | None = None) -> Record:
    """Return the record of the current course: ``my-work/record.sqlite`` beside its data.

    The environment variable ``COURSE_RECORD`` names another file.  Each file has one ``Record``.
    """
    given = os.environ.get("COURSE_RECORD")
    if given:
        path = Path(given)
        with suppress(OSError, RuntimeError):  # The store will say what is missing.
            path = path.expanduser().absolute()
    else:
        from course_utils.course import current_course

        path = current_course(course).folder.parent / "my-work" / "record.sqlite"
    return _records.setdefault(path, Record(path))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
