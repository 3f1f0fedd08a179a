"""What a learner did, an event a line of JSON: written with a checksum, read with distrust."""

import datetime as dt
import hashlib
import json
import re
import secrets
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Annotated as A
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_serializer

DAY = dt.timedelta(days=1)
FIRST, LAST = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2000, 9000))
# What may be raised when something else is read than an event.
NO_EVENT = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


def whole(text: str) -> str:
    """Return a text that any place can hold: half a character (surrogate) alone becomes U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def plain(response: object) -> Any:
    """Return a response as JSON gives it back; ``TypeError`` or ``ValueError`` if it cannot."""
    return DECODER.decode(whole(json.dumps(response, ensure_ascii=False, allow_nan=False)))


def _number(digits: str) -> int | float:
    """Read 70.0 as 70, as other programs write it; what is no number or without end is an error."""
    number = float(digits)
    return int(number) if number == int(number) else number


DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_number)
ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
BEGINNING = re.compile(r"[^\s,]")  # of a JSON value, in a list or not
Time = A[AwareDatetime, Field(ge=FIRST, lt=LAST)]
Id = A[str, Field(pattern=r"^[0-9a-f]{32}$")]
# A control character in a name could begin a new row, and with it a formula, in a spreadsheet.
Name = A[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
# All of its characters can be seen, but for blanks between them.
Code = A[str, Field(pattern=r"^[^\p{C}\p{Z}]+( +[^\p{C}\p{Z}]+)*$", max_length=40)]


class Event(BaseModel):
    """Something that a learner did, never changed afterwards.

    ``item`` is what it was done to, ``version`` the hash of what was asked.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
    id: Id = Field(default_factory=partial(secrets.token_hex, 16))
    time: Time
    kind: Name
    item: Name = ""
    version: Name = ""


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
    """A probability from 0 to 100 percent that a forecast comes true, and the reason for it.

    ``known`` tells whether the learner knew already how it came out.
    """

    kind: Literal["forecast"] = "forecast"
    percent: A[int | float, Field(ge=0, le=100)]
    reason: str
    known: bool = False

    @model_serializer(mode="wrap")
    def _as_ever(self, write: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Write ``known`` only where it is so: a file from before it was asked stays the same."""
        return {key: value for key, value in write(self).items() if key != "known" or value}


class Lock(Event):
    """The learner called all forecasts final, to see the outcomes; the earliest one counts."""

    kind: Literal["lock"] = "lock"


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
    format: Literal["course-record"] = "course-record"
    layout: int = 1


class Unknown(Event):
    """What a newer version of the course wrote: it is kept, and not used."""

    model_config = ConfigDict(extra="allow")


COMMON = tuple(Event.model_fields)
KEYS = {*COMMON, "content", "checksum"}
KINDS: dict[str, type[Event]] = {
    kind.model_fields["kind"].default: kind
    for kind in (Attempt, Guess, Estimate, Lock, Draft, CodeChosen, Forgotten, Header)
}


def checksum(data: bytes) -> str:
    """Return what tells a line from one that was changed."""
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def write_line(event: Event) -> bytes:
    """Write an event as one line, its keys sorted, so that the checksum comes first."""
    content = event.model_dump()
    said = {key: content.pop(key) for key in COMMON}
    rest = ENCODER.encode(said | {"time": event.time.isoformat(), "content": content}).encode()
    return b'{"checksum":"%s",%s\n' % (checksum(rest).encode(), rest[1:])


def read_events(data: bytes) -> list[Event | None]:
    """Read the lines of a file, None for each that is no event; a formatter may have been there.

    What follows the last end of a line was cut short: it was never called saved.
    """
    *lines, rest = data.split(b"\n")
    lines = [line for line in lines if line.strip()]
    try:  # all at once, which is faster
        values = DECODER.decode((b"[%s]" % b",".join(lines)).decode())
        found = [_event(value, line) for value, line in zip(values, lines, strict=True)]
    except NO_EVENT:
        found = list(map(read_line, lines))
    if rest.strip():
        found += filter(None, [read_line(rest)])
    if found and all(found):
        return found
    return max(found, list(_laid_out(data)), key=lambda events: sum(map(bool, events)))


def read_line(line: bytes) -> Event | None:
    """Read an event from its line; None if it is not as ``write_line`` wrote it."""
    try:
        return _event(DECODER.decode(line.decode()), line)
    except NO_EVENT:
        return None


def _laid_out(data: bytes) -> Iterator[Event | None]:
    """Yield the events of JSON that is laid out in another way, as a list or not."""
    end = 0
    try:
        text = data.decode(json.detect_encoding(data)).lstrip("\ufeff")
        while begin := BEGINNING.search(text, end):
            value, end = DECODER.raw_decode(text, begin.start())
            yield from map(_event, value if isinstance(value, list) else [value])
    except NO_EVENT:
        yield None


def _event(said: Any, line: bytes = b"") -> Event | None:
    """Check all of an event, whoever wrote it; its checksum is that of its line or of its values.

    That of the line takes less time, the other fits however the values are laid out.
    """
    try:
        if said.keys() != KEYS:
            return None
        claimed = said.pop("checksum")
        fits = claimed == checksum(b"{" + line[31:])
        if not fits and claimed != checksum(ENCODER.encode(said).encode()):
            return None
        content, said["time"] = said.pop("content"), dt.datetime.fromisoformat(said["time"])
        return KINDS.get(said["kind"], Unknown)(**content, **said)
    except NO_EVENT:
        return None


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events, the oldest first; what a wrong clock dated far ahead is never the newest."""
    found = sorted(events, key=attrgetter("id"))
    found.sort(key=attrgetter("time"))  # twice, as comparing pairs takes twice as long
    ahead = bisect(found, dt.datetime.now(dt.UTC) + DAY, key=attrgetter("time"))
    return found[ahead:] + found[:ahead]


def code_of(events: Iterable[Event]) -> CodeChosen | None:
    """Of events in their order, the last code that the learner chose, or the first drawn."""
    codes = [event for event in events if type(event) is CodeChosen]
    return next(iter([code for code in codes if not code.drawn][-1:] or codes), None)


def texts_by_item(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """Of drafts in their order, those that count, by item and sorted by it, the newest first.

    Of each window the last counts, unless another window began with it.
    """
    drafts = list(drafts)
    last = {(draft.item, draft.window): draft.id for draft in drafts}
    counting = set(last.values()) - {draft.over for draft in drafts}
    found: dict[str, list[Draft]] = {}
    for draft in reversed(drafts):
        texts = found.setdefault(draft.item, [])
        if not texts or (draft.id in counting and draft.text not in texts[0].text):
            texts.append(draft)
    return dict(sorted(found.items()))
