"""What a learner's record holds, and how two of them become one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import field
from typing import Annotated as A
from typing import Any, Literal
from uuid import uuid4

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

UUID4 = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
EXACT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
END_OF_TIME = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def whole(text: str) -> str:
    """Return a text with whole characters only, so that it can be shown and stored anywhere.

    The two halves of a character (surrogates) become that character where they meet; half a
    character alone, which stands for nothing, becomes U+FFFD.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(response: object) -> Any:
    """Return a response as JSON gives it back; ``TypeError`` or ``ValueError`` if it cannot."""
    return json.loads(whole(json.dumps(response, ensure_ascii=False, allow_nan=False)))


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC)


def _visible(code: str) -> str:
    if not code.isprintable() or code != code.strip():
        raise ValueError("not all of its characters are visible")
    return code


Time = A[AwareDatetime, Field(lt=END_OF_TIME), AfterValidator(_utc)]
Code = A[str, Field(min_length=1, max_length=40), AfterValidator(_visible)]


@dataclass(frozen=True, kw_only=True, config=EXACT)
class _Entry:
    """One thing a learner did, never changed afterwards.

    ``version`` is the hash of the text that was asked, ``time`` is UTC, ``id`` a random UUID.
    """

    item: str
    version: str
    time: Time
    id: A[str, Field(pattern=UUID4)] = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, kw_only=True, config=EXACT)
class Attempt(_Entry):
    """An answer to a question, how it was judged, and the reasoning error behind it, if any."""

    kind: Literal["attempt"] = "attempt"
    response: Any
    verdict: str
    error: str = ""


@dataclass(frozen=True, kw_only=True, config=EXACT)
class Prediction(_Entry):
    """A guess made before a figure was shown."""

    kind: Literal["prediction"] = "prediction"
    response: Any


@dataclass(frozen=True, kw_only=True, config=EXACT)
class Forecast(_Entry):
    """A probability from 0 to 100 percent, and the reason for it."""

    kind: Literal["forecast"] = "forecast"
    percent: A[float, Field(ge=0, le=100)]
    reason: str


@dataclass(frozen=True, config=EXACT)
class Draft:
    """A text as it was typed, and when (UTC)."""

    name: str
    text: str
    time: Time


@dataclass(frozen=True, config=EXACT)
class Learner:
    """The code that stands for a learner, whether the learner chose it, and since when (UTC)."""

    code: Code
    chosen: bool
    time: Time

    @property
    def rank(self) -> tuple[bool, float, str]:
        """The highest holds: chosen before random, then the last chosen or the first random."""
        seconds = self.time.timestamp()
        return self.chosen, seconds if self.chosen else -seconds, self.code


Entry = A[Attempt | Prediction | Forecast, Field(discriminator="kind")]
ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
LEARNER = TypeAdapter(Learner)


@dataclasses.dataclass(frozen=True)
class Contents:
    """What a record, a file or a session holds: entries by id, drafts by name and text.

    ``a | b`` is the union of both: the same in any order and any number of times.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    drafts: Mapping[tuple[str, str], Draft] = field(default_factory=dict)
    learner: Learner | None = None

    def __or__(self, other: Contents) -> Contents:
        drafts = dict(self.drafts)
        for key, draft in other.drafts.items():
            drafts[key] = max(draft, drafts.get(key, draft), key=lambda same: same.time)
        learners = [learner for learner in (self.learner, other.learner) if learner]
        learner = max(learners, key=lambda each: each.rank, default=None)
        return Contents({**other.entries, **self.entries}, drafts, learner)

    def __bool__(self) -> bool:
        return bool(self.entries or self.drafts or self.learner)

    def __len__(self) -> int:
        return len(self.entries) + len(self.drafts)

    def only(self, names: Collection[str]) -> Contents:
        """Return what belongs to these items and drafts."""
        entries = {key: entry for key, entry in self.entries.items() if entry.item in names}
        drafts = {key: draft for key, draft in self.drafts.items() if draft.name in names}
        return Contents(entries, drafts, self.learner)

    def without(self, drafts: Collection[tuple[str, str]]) -> Contents:
        """Return the same without these drafts, each given by name and text."""
        left = {key: draft for key, draft in self.drafts.items() if key not in drafts}
        return Contents(self.entries, left, self.learner)

    def beyond(self, known: Contents) -> Contents:
        """Return what ``known`` lacks of this; a draft of a newer time counts as lacking."""
        entries = {key: entry for key, entry in self.entries.items() if key not in known.entries}
        drafts = {
            key: draft
            for key, draft in self.drafts.items()
            if key not in known.drafts or known.drafts[key].time < draft.time
        }
        return Contents(entries, drafts, self.learner)

    def listed(self) -> list[Entry]:
        """Return the entries, the oldest first."""
        return sorted(self.entries.values(), key=lambda entry: (entry.time, entry.id))

    def texts(self, name: str) -> list[Draft]:
        """Return the texts kept under a name, the newest first."""
        mine = (draft for draft in self.drafts.values() if draft.name == name)
        return sorted(mine, key=lambda draft: (draft.time, draft.text), reverse=True)
