"""A learner's own record: what was answered, guessed, forecast and written, kept on the disk."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from course_utils.record.events import (
    Attempt,
    CodeChosen,
    Draft,
    Estimate,
    Event,
    Forgotten,
    Guess,
    plain,
    whole,
)
from course_utils.record.exchange import RecordError, dump, load
from course_utils.record.folder import Folder, FolderError, Found, origin

E = TypeVar("E", bound=Event)
# No vowels, so that no word comes out; no letter that reads like another or like a digit.
LETTERS = "BCDFGHJKMNPQRTVWX"
INSTANT, DAY = dt.timedelta(microseconds=1), dt.timedelta(days=1)
# Writing, and reading back; again if another notebook deleted the record just then.
TRIES = 3
ADVICE = "It is kept until this notebook is restarted: download your work before that."


@dataclass(frozen=True)
class Saved:
    """Whether something is safe on the disk, and the sentence to show; true if it is.

    ``id`` is the identifier of the event that was stored, if it was one.
    """

    yes: bool
    sentence: str
    id: str = ""

    def __bool__(self) -> bool:
        return self.yes


@dataclass(frozen=True)
class MergeReport:
    """What of a file was new to the record, how much it had already, and what was saved."""

    added: tuple[Event, ...]
    known: int
    saved: Saved

    @property
    def sentence(self) -> str:
        """The same in words."""
        kinds = Counter(event.kind for event in self.added)
        return (
            f"Added: answers {kinds['attempt']}, guesses {kinds['guess']},"
            f" forecasts {kinds['forecast']}, texts {kinds['draft']};"
            f" here already: {self.known}. {self.saved.sentence}"
        )


class Record:
    """What one learner did, in the folder at ``path``, which the first thing stored creates.

    Whatever happens to the disk, no method raises for it: what cannot be saved is held in memory,
    can be read and exported, and is saved with the next thing that can be.  ``about`` says to the
    learner where the folder is, and why there.
    """

    def __init__(self, path: str | Path, about: str = "") -> None:
        self.about = about or f"Your work is kept in the folder {path}."
        self._folder = Folder(Path(path))
        self._found = Found()
        self._mine: dict[str, Event] = {}  # what this session stored
        self._saved_in: dict[str, str] = {}  # and the file that has it, by its id
        self._reason = self._told = ""
        self._session = secrets.token_hex(8)
        self._alone = threading.RLock()

    @property
    def path(self) -> Path:
        """The folder."""
        return self._folder.path

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files in the folder that belong to the record."""
        self._events()
        return self._found.files

    @property
    def trouble(self) -> str:
        """What is not being saved and why, for the learner; empty while all is well."""
        return f"Your work is not being saved: {self._reason}. {ADVICE}" if self._reason else ""

    @property
    def notice(self) -> str:
        """What happened to the files, for the learner; empty as a rule."""
        lost, back, said = self._found.unreadable, self._found.returned, []
        if lost:
            said = [f"{lost} of your entries in {self.path} cannot be read: damaged or changed."]
        if back:
            said.append(
                f"Of a record that you deleted came back, and is not read: {', '.join(back)}."
                " Delete it, or take it in again with cu.bring_back_my_work()."
            )
        return " ".join(said)

    # Store

    def add_attempt(
        self, item: str, version: str, response: object, verdict: str, error: str = ""
    ) -> Saved:
        """Store an answer to the question ``item``; ``version`` is the hash of its text.

        Raises ``TypeError`` or ``ValueError`` for a response that JSON cannot hold.
        """
        kind = partial(Attempt, response=plain(response), verdict=verdict, error=error)
        return self._add(partial(kind, item=item, version=version))

    def add_prediction(self, item: str, version: str, response: object) -> Saved:
        """Store a guess made before a figure; raises as ``add_attempt`` does."""
        return self._add(partial(Guess, item=item, version=version, response=plain(response)))

    def add_forecast(self, item: str, version: str, percent: float, reason: str) -> Saved:
        """Store a probability and its reason; ``ValueError`` unless it is 0 to 100 percent."""
        kind = partial(Estimate, percent=plain(percent), reason=whole(reason))
        return self._add(partial(kind, item=item, version=version))

    def keep_draft(self, item: str, text: str, window: str = "", over: str = "") -> Saved:
        """Keep a text as it is being typed, in place of what was typed before in this ``window``.

        ``over`` is the draft that this window began with, which then no longer counts either.
        """
        kind = partial(Draft, text=whole(text), window=window or self._session, over=over)
        return self._add(partial(kind, item=item))

    def choose_learner_code(self, code: str) -> Saved:
        """Go by ``code`` from now on; ``RecordError`` says why it cannot be one."""
        try:
            return self._add(partial(CodeChosen, code=" ".join(code.split()), drawn=False))
        except ValueError:
            raise RecordError("A learner code has 1 to 40 characters, all visible.") from None

    # Read

    def attempts(self, item: str | None = None) -> tuple[Attempt, ...]:
        """The answers to one question, or to all, in the order in which they were given."""
        return self._listed(Attempt, item)

    def predictions(self, item: str | None = None) -> tuple[Guess, ...]:
        """The guesses, the oldest first."""
        return self._listed(Guess, item)

    def forecasts(self, item: str | None = None) -> tuple[Estimate, ...]:
        """The forecasts, the oldest first."""
        return self._listed(Estimate, item)

    def draft(self, item: str) -> str | None:
        """The text last typed under this name, or None."""
        texts = self.texts(item)
        return texts[0].text if texts else None

    def texts(self, item: str) -> tuple[Draft, ...]:
        """All texts of this name that count, the newest first.

        There are several if two windows were typed in at once, or two computers.  What is empty,
        or stands whole in the newest, is left out.
        """
        return texts_by_item(self._listed(Draft, item)).get(item, ())

    def drafts(self) -> tuple[Draft, ...]:
        """The text last typed under each name, sorted by name."""
        return tuple(texts[0] for texts in texts_by_item(self._listed(Draft)).values())

    def earlier_drafts(self, item: str | None = None) -> tuple[Draft, ...]:
        """The other texts that count, of this name or of all."""
        found = texts_by_item(self._listed(Draft, item)).values()
        return tuple(text for texts in found for text in texts[1:])

    def learner_code(self) -> str:
        """The code that stands for the learner; a random one is drawn when none was chosen."""
        with self._alone:
            chosen = code_of(self._events())
            if chosen is None:
                letters = "".join(secrets.choice(LETTERS) for _ in range(6))
                self._add(partial(CodeChosen, code=f"{letters[:3]}-{letters[3:]}", drawn=True))
                chosen = code_of(self._events())
            return chosen.code if chosen else ""

    # Carry away, bring back, delete

    def export(
        self, include_writing: bool = False, include: Collection[str] | None = None
    ) -> bytes:
        """Return one small file with answers, guesses, forecasts and the learner code.

        ``include_writing`` adds the texts; ``include`` keeps only these items.
        Raises ``RecordError`` for more than 5 MB.
        """
        self.learner_code()
        events = self._events()
        told = [each for each in events if isinstance(each, Attempt | Guess | Estimate)]
        written = [*self.drafts(), *self.earlier_drafts()] if include_writing else []
        chosen = [each for each in (*told, *written) if include is None or each.item in include]
        code = code_of(events)
        return dump([*chosen, code] if code else chosen)

    def merge(self, data: bytes | memoryview) -> MergeReport:
        """Add what an exported file holds and the record lacks; any order, any number of times.

        Raises ``RecordError`` with the reason if the file is not taken; nothing is changed then.
        """
        brought = load(data)
        with self._alone:
            here = {event.id: event for event in self._events()}
            if any(here.get(event.id, event) != event for event in brought):
                raise RecordError("The file was changed: an entry in it differs from the record.")
            new = [event for event in brought if event.id not in here]
            saved = self._keep(new)
        added = tuple(event for event in new if not isinstance(event, CodeChosen))
        told = [event for event in brought if not isinstance(event, CodeChosen)]
        return MergeReport(added, len(told) - len(added), saved)

    def forget(self) -> Saved:
        """Delete all that the learner left, and note which files, as copies of them may return."""
        with self._alone:
            self._mine, self._saved_in, self._reason = {}, {}, ""
            try:
                self._look()
                files = self._found.files
                if files:
                    names = self._found.forgotten.union(map(origin, files))
                    note = Forgotten(time=self._now(), files=tuple(sorted(names)))
                    self._folder.append([note], anew=True)
                    self._folder.remove(files)
                    self._look()
            except FolderError as error:
                return Saved(False, f"Your record could not be deleted: {error}.")
            return Saved(True, "Your record is deleted.")

    # The folder and the memory

    def _listed(self, kind: type[E], item: str | None = None) -> tuple[E, ...]:
        events = (each for each in self._events() if isinstance(each, kind))
        return tuple(event for event in events if item is None or event.item == item)

    def _events(self) -> list[Event]:
        """All that is in the folder and in memory, in its order."""
        with self._alone:
            try:
                self._look()
            except FolderError as error:
                self._reason = str(error)
            return in_order({**self._found.events, **self._mine}.values())

    def _look(self) -> None:
        """Read the folder, and let go of what another notebook deleted on the learner's wish."""
        self._found = self._folder.read()
        if self._found.forgotten:
            for key, file in tuple(self._saved_in.items()):
                if origin(file) in self._found.forgotten:
                    del self._mine[key], self._saved_in[key]
        if self._mine.keys() == self._saved_in.keys():
            self._reason = ""

    def _now(self) -> dt.datetime:
        """Return now, or just after the newest event where another clock was ahead."""
        now = dt.datetime.now(dt.UTC)
        return max([now, *(e.time + INSTANT for e in self._events() if e.time <= now + DAY)])

    def _add(self, make: Callable[..., Event]) -> Saved:
        with self._alone:
            event = make(time=self._now())
            return replace(self._keep([event]), id=event.id)

    def _keep(self, new: Iterable[Event]) -> Saved:
        self._mine |= {event.id: event for event in new}
        try:
            self._save()
        except FolderError as error:
            self._reason = str(error)
            return Saved(False, f"Not saved: {error}. {ADVICE}")
        told, self._told = self._told, self.notice
        return Saved(True, "Saved." if self.notice == told else f"Saved. {self.notice}")

    def _save(self) -> None:
        """Write what the folder lacks of this session, and see whether it is there.

        What was written when the disk reported a failure is written again, though it can be read.
        """
        written = set(self._saved_in)
        for again in range(TRIES):
            self._look()
            there = self._found.where
            lacking = {
                key: event
                for key, event in self._mine.items()
                if key not in written or key not in there
            }
            if not lacking:
                self._saved_in = {key: there[key] for key in self._mine}
                self._reason = ""
                return
            self._folder.append(lacking.values(), anew=again > 0)
            written |= lacking.keys()
        raise FolderError(f"what is written into the folder {self.path} does not stay there")


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events, the oldest first; what a wrong clock dated far ahead is never the newest."""
    tomorrow = dt.datetime.now(dt.UTC) + DAY
    return sorted(events, key=lambda each: (each.time <= tomorrow, each.time, each.id))


def code_of(events: Iterable[Event]) -> CodeChosen | None:
    """Of events in their order, the last code that the learner chose, or the first drawn."""
    codes = [event for event in events if isinstance(event, CodeChosen)]
    chosen = [code for code in codes if not code.drawn]
    return chosen[-1] if chosen else next(iter(codes), None)


def texts_by_item(drafts: Sequence[Draft]) -> dict[str, tuple[Draft, ...]]:
    """Of drafts in their order, those that count, by item and sorted by it, the newest first.

    Of each window the last counts, unless another window began with it.
    """
    last = {(draft.item, draft.window): draft.id for draft in drafts}
    counting = set(last.values()) - {draft.over for draft in drafts}
    found: dict[str, list[Draft]] = {}
    for draft in reversed(drafts):
        texts = found.setdefault(draft.item, [])
        if not texts or (draft.id in counting and draft.text not in texts[0].text):
            texts.append(draft)
    return {item: tuple(found[item]) for item in sorted(found)}
