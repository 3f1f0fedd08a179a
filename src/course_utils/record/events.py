"""What a learner did, an event a line of JSON: written with a checksum, read with distrust."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Annotated as A
from typing import Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import from_json

DAY = dt.timedelta(days=1)
FIRST, LAST = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2000, 9000))


def whole(text: str) -> str:
    """Return a text with whole characters only, so that it can be shown and stored anywhere.

    The two halves of a character (surrogates) become that character where they meet; half a
    character alone, which stands for nothing, becomes U+FFFD.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(response: object) -> Any:
    """Return a response as JSON gives it back; ``TypeError`` or ``ValueError`` if it cannot."""
    return DECODER.decode(whole(json.dumps(response, ensure_ascii=False, allow_nan=False)))


def _number(digits: str) -> int | float:
    """Read 70.0 as 70: other programs write it so, and a checksum must not depend on that."""
    number = float(digits)
    return int(number) if number.is_integer() else number


def _utc(time: dt.datetime) -> dt.datetime:
    return time if time.tzinfo is dt.UTC else time.astimezone(dt.UTC)


def _visible(code: str) -> str:
    if not code.isprintable() or code != code.strip():
        raise ValueError("not all of its characters are visible")
    return code


DECODER = json.JSONDecoder(parse_float=_number)
ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
Time = A[AwareDatetime, Field(ge=FIRST, lt=LAST), AfterValidator(_utc)]
Id = A[str, Field(pattern=r"^[0-9a-f]{32}$")]
# A control character in a name could begin a new row, and with it a formula, in a spreadsheet.
Name = A[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
Code = A[str, Field(min_length=1, max_length=40), AfterValidator(_visible)]


class Event(BaseModel):
    """Something that a learner did, never changed afterwards.

    ``time`` is UTC, ``item`` is what it was done to, ``version`` the hash of what was asked.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
    id: Id = Field(default_factory=partial(secrets.token_hex, 16))
    time: Time
    kind: Name
    item: Name = ""
    version: Name = ""

    @property
    def content(self) -> dict[str, Any]:
        """What only this kind of event says."""
        return {key: value for key, value in vars(self).items() if key not in COMMON}


class Attempt(Event):
    """An answer to a question, how it was judged, and the reasoning error behind it, if any."""

    kind: Literal["attempt"] = "attempt"
    response: Any
    verdict: Name
    error: Name = ""


class Guess(Event):
    """A guess made before a figure was shown."""

    kind: Literal["guess"] = "guess"
    response: Any


class Estimate(Event):
    """A probability from 0 to 100 percent that a forecast comes true, and the reason for it."""

    kind: Literal["forecast"] = "forecast"
    percent: A[int | float, Field(ge=0, le=100)]
    reason: str


class Draft(Event):
    """A text as it was typed in one window, and the ``id`` of the draft that it grew out of."""

    kind: Literal["draft"] = "draft"
    text: str
    window: Name
    over: Id | Literal[""] = ""


class CodeChosen(Event):
    """A code that stands for the learner: drawn at first, then as the learner likes."""

    kind: Literal["code chosen"] = "code chosen"
    code: Code
    drawn: bool


class Forgotten(Event):
    """The learner deleted the record: these files are not read, should they come back."""

    kind: Literal["forgotten"] = "forgotten"
    files: A[tuple[str, ...], Field(strict=False)]


class Header(Event):
    """The first line of a file that is carried away; its ``id`` is made of those that follow."""

    kind: Literal["export"] = "export"
    format: Literal["course-record"]
    layout: int


class Unknown(Event):
    """What a newer version of the course wrote: it is kept, and not used."""

    said: dict[str, Any]

    @property
    def content(self) -> dict[str, Any]:
        return self.said


COMMON = tuple(Event.model_fields)
KEYS = {*COMMON, "content", "checksum"}
KINDS: dict[str, type[Event]] = {
    kind.model_fields["kind"].default: kind
    for kind in (Attempt, Guess, Estimate, Draft, CodeChosen, Forgotten, Header)
}


def write_line(event: Event) -> bytes:
    """Write an event as one line, its keys sorted, so that the checksum comes first."""
    said: dict[str, Any] = {key: getattr(event, key) for key in COMMON}
    said |= {"time": event.time.isoformat(), "content": event.content}
    rest = ENCODER.encode(said).encode()
    return b'{"checksum":"%s",%s\n' % (_hash(rest).encode(), rest[1:])


def read_line(line: bytes) -> Event:
    """Read an event from its line; ``ValueError`` if it is not as ``write_line`` wrote it."""
    if line.startswith(b'{"checksum":"') and _hash(b"{" + line[31:]) == line[13:29].decode():
        return _event(from_json(line, allow_inf_nan=False))  # as it was written: much the faster
    return read_event(DECODER.decode(line.decode()))


def read_event(said: Any) -> Event:
    """Read an event from JSON, whoever wrote it and in whatever order its keys are.

    Raises ``ValueError`` for what is no event, or was changed.
    """
    if not isinstance(said, dict):
        raise ValueError("it is no event")
    rest = {key: value for key, value in said.items() if key != "checksum"}
    if said.get("checksum") != _hash(ENCODER.encode(rest).encode()):
        raise ValueError("it was changed after it was written")
    return _event(said)


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _event(said: dict[str, Any]) -> Event:
    """Check all of an event, whoever wrote it."""
    if said.keys() != KEYS:
        raise ValueError("something is missing, or too much")
    try:
        content = said["content"] if said["kind"] in KINDS else {"said": said["content"]}
        return KINDS.get(said["kind"], Unknown)(
            id=said["id"],
            time=dt.datetime.fromisoformat(said["time"]),
            kind=said["kind"],
            item=said["item"],
            version=said["version"],
            **content,
        )
    except (TypeError, OverflowError) as error:
        raise ValueError("it holds what no event holds") from error


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events, the oldest first; what a wrong clock dated far ahead is never the newest."""
    found = sorted(events, key=attrgetter("time", "id"))
    ahead = bisect(found, dt.datetime.now(dt.UTC) + DAY, key=attrgetter("time"))
    return found[ahead:] + found[:ahead]


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
