"""A learner's own record: what was answered, guessed, forecast and written, kept on the disk."""

import datetime as dt
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, TypeVar

from course_utils.record.events import (
    DAY,
    Attempt,
    CodeChosen,
    Draft,
    Estimate,
    Event,
    Forgotten,
    Guess,
    Lock,
    code_of,
    in_order,
    plain,
    texts_by_item,
    whole,
)
from course_utils.record.exchange import RecordError, dump, load
from course_utils.record.folder import HERE, Folder

E = TypeVar("E", bound=Event)
# No vowels, so that no word comes out; no letter that reads like another or like a digit.
LETTERS = "BCDFGHJKMNPQRTVWX"
INSTANT = dt.timedelta(microseconds=1)
TRIES = 3  # to write, and to read back: another notebook may delete the record just then
ADVICE = "It is kept until this notebook is restarted: download your work before that."


class Saved(NamedTuple):
    """Whether something is safe on the disk, the sentence to show, and the ``id`` of an event."""

    yes: bool
    sentence: str
    id: str = ""

    def __bool__(self) -> bool:
        return self.yes


class Record:
    """What one learner did, in the folder at ``path``, which the first thing stored creates.

    Whatever happens to the disk, no method raises for it: what cannot be saved is held in memory,
    can be read and exported, and is saved with the next thing that can be.  ``about`` says to the
    learner where the folder is, and why there.
    """

    def __init__(self, path: str | Path, about: str = "") -> None:
        self.path = Path(path)
        self.about = about or HERE.format(path)
        self._folder = Folder(self.path)
        self._mine: dict[str, Event] = {}  # what this session stored
        self._saved: set[str] = set()  # and what of it was seen in the folder
        self._reason = self._told = ""
        self._session = secrets.token_hex(8)
        self._alone = threading.RLock()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of a learner, not even in a file that cannot be read."""
        events = self._events()
        return not self.notice and all(type(each) is Forgotten for each in events)

    @property
    def trouble(self) -> str:
        """What is not being saved and why, for the learner; empty while all is well."""
        return f"Your work is not being saved: {self._reason}. {ADVICE}" if self._reason else ""

    @property
    def notice(self) -> str:
        """What happened to the files, for the learner; empty as a rule."""
        return self._folder.notice

    # Store

    def add_attempt(
        self, item: str, version: str, response: object, verdict: str, error: str = ""
    ) -> Saved:
        """Store an answer to the question ``item``; ``version`` is the hash of its text.

        Raises ``TypeError`` or ``ValueError`` for a response that JSON cannot hold.
        """
        told = {"response": plain(response), "verdict": verdict, "error": error}
        return self._add(Attempt, item=item, version=version, **told)

    def add_prediction(self, item: str, version: str, response: object) -> Saved:
        """Store a guess made before a figure; raises as ``add_attempt`` does."""
        return self._add(Guess, item=item, version=version, response=plain(response))

    def add_forecast(
        self, item: str, version: str, percent: float, reason: str, known: bool = False
    ) -> Saved:
        """Store a probability and its reason; ``ValueError`` unless it is 0 to 100 percent.

        ``known`` tells whether the learner knew already how it came out.
        """
        told = {"percent": plain(percent), "reason": whole(reason), "known": known}
        return self._add(Estimate, item=item, version=version, **told)

    def lock(self) -> Saved:
        """Call all forecasts final; what is forecast later is kept, and is late."""
        return self._add(Lock)

    def keep_draft(self, item: str, text: str, window: str = "", over: str = "") -> Saved:
        """Keep a text as it is being typed, in place of what was typed before in this ``window``.

        ``over`` is the draft that this window began with, which then no longer counts either.
        """
        window = window or self._session
        return self._add(Draft, item=item, text=whole(text), window=window, over=over)

    def choose_learner_code(self, code: str) -> Saved:
        """Go by ``code`` from now on; ``RecordError`` says why it cannot be one."""
        try:
            return self._add(CodeChosen, code=" ".join(code.split()), drawn=False)
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

    @property
    def locked_at(self) -> dt.datetime | None:
        """When the forecasts were called final for the first time, here or elsewhere."""
        return min((lock.time for lock in self._listed(Lock)), default=None)

    def draft(self, item: str) -> str | None:
        """The text last typed under this name, or None."""
        return next((draft.text for draft in self.texts(item)), None)

    def texts(self, item: str) -> list[Draft]:
        """All texts of this name that count, the newest first: of each window or computer one."""
        return texts_by_item(self._listed(Draft, item)).get(item, [])

    def drafts(self) -> tuple[Draft, ...]:
        """The text last typed under each name, sorted by name."""
        return tuple(texts[0] for texts in texts_by_item(self._listed(Draft)).values())

    def earlier_drafts(self) -> tuple[Draft, ...]:
        """The other texts that count, of all names."""
        found = texts_by_item(self._listed(Draft)).values()
        return tuple(text for texts in found for text in texts[1:])

    def learner_code(self) -> str:
        """The code that stands for the learner; a random one is drawn when none was chosen."""
        with self._alone:
            if chosen := code_of(self._events()):
                return chosen.code
            code = "-".join("".join(map(secrets.choice, [LETTERS] * 3)) for _ in range(2))
            self._add(CodeChosen, code=code, drawn=True)
            return self.learner_code()

    # Carry away, bring back, delete

    def export(
        self, include_writing: bool = False, include: Collection[str] | None = None
    ) -> bytes:
        """Return one small file with answers, guesses, forecasts, their lock and the learner code.

        ``include_writing`` adds the texts; ``include`` keeps only these items.
        Raises ``RecordError`` for more than 5 MB.
        """
        self.learner_code()
        events = self._events()
        told = [each for each in events if isinstance(each, Attempt | Guess | Estimate)]
        written = [*self.drafts(), *self.earlier_drafts()] if include_writing else []
        chosen = [each for each in (*told, *written) if include is None or each.item in include]
        locks = sorted(self._listed(Lock), key=attrgetter("time"))[:1]
        return dump(filter(None, [*chosen, *locks, code_of(events)]))

    def merge(self, data: bytes | memoryview) -> Saved:
        """Add what an exported file holds and the record lacks; any order, any number of times.

        The ``id`` is of one that was added, and empty if all were here already.  Raises
        ``RecordError`` with the reason if the file is not taken; nothing is changed then.
        """
        brought = load(data)
        with self._alone:
            here = {event.id: event for event in self._events()}
            if any(here.get(event.id, event) != event for event in brought):
                raise RecordError("The file was changed: an entry in it differs from the record.")
            new = [event for event in brought if event.id not in here]
            saved = self._keep(new)
        added = Counter(event.kind for event in new if event.kind != "code chosen")
        uncounted = ("code chosen", "lock")
        known = sum(each.id in here for each in brought if each.kind not in uncounted)
        sentence = (
            f"Added: answers {added['attempt']}, guesses {added['guess']},"
            f" forecasts {added['forecast']}, texts {added['draft']};"
            f" here already: {known}."
            f"{' Your forecasts are final, as they were there.' * added['lock']}"
            f" {saved.sentence}"
        )
        return Saved(saved.yes, sentence, new[-1].id if added else "")

    def forget(self) -> Saved:
        """Delete all that the learner left; a file of it that returns is not read."""
        with self._alone:
            self._mine, self._saved, self._reason = {}, set(), ""
            try:
                self._look()
                if self._folder.files:
                    self._folder.forget(self._now())
                    self._look()
            except OSError as error:
                reason = self._folder.reason(error)
                return Saved(False, f"Your record could not be deleted: {reason}.")
            return Saved(True, "Your record is deleted.")

    # The folder and the memory

    def _listed(self, kind: type[E], item: str | None = None) -> tuple[E, ...]:
        events = [each for each in self._events() if type(each) is kind]
        return tuple(event for event in events if item is None or event.item == item)

    def _events(self) -> list[Event]:
        """All that is in the folder and in memory, in its order."""
        with self._alone:
            try:
                self._look()
            except OSError as error:
                self._reason = self._folder.reason(error)
            return in_order({**self._folder.events, **self._mine}.values())

    def _look(self) -> None:
        """Read the folder, and let go of what another notebook deleted on the learner's wish."""
        before = self._folder.forgotten
        self._folder.read()
        if self._folder.forgotten > before:
            self._mine = {key: self._mine[key] for key in self._mine.keys() - self._saved}
            self._saved = set()
        if self._mine.keys() <= self._saved:
            self._reason = ""

    def _now(self) -> dt.datetime:
        """Return now, or just after the newest event where another clock was ahead."""
        now = dt.datetime.now(dt.UTC)
        newest = (each.time + INSTANT for each in self._events()[-1:] if each.time <= now + DAY)
        return max([now, *newest])

    def _add(self, kind: Callable[..., Event], **said: object) -> Saved:
        with self._alone:
            event = kind(time=self._now(), **said)
            return self._keep([event])._replace(id=event.id)

    def _keep(self, new: Iterable[Event]) -> Saved:
        self._mine |= {event.id: event for event in new}
        try:
            self._save()
        except OSError as error:
            self._reason = self._folder.reason(error)
            return Saved(False, f"Not saved: {self._reason}. {ADVICE}")
        told, self._told = self._told, self.notice
        return Saved(True, "Saved." if self.notice == told else f"Saved. {self.notice}")

    def _save(self) -> None:
        """Write what the folder lacks of this session, and see whether it is there.

        What was written when the disk reported a failure is written again, though it can be read.
        """
        written = set(self._saved)
        for again in range(TRIES):
            self._look()
            safe = written & self._folder.events.keys()
            lacking = [event for key, event in self._mine.items() if key not in safe]
            if not lacking:
                self._saved = set(self._mine)
                self._reason = ""
                return
            self._folder.append(lacking, anew=again > 0)
            written.update(event.id for event in lacking)
        raise OSError(f"what is written into the folder {self.path} does not stay there")
