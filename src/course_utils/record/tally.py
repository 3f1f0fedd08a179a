"""What a class answered: a folder of exported records, as tables."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from course_utils.record.events import Attempt, CodeChosen, Event, code_of, in_order
from course_utils.record.exchange import LIMIT, RecordError, load

if TYPE_CHECKING:
    from pandas import DataFrame

Wording = Callable[[Attempt], str]
UNJUDGED = ("not answered", "kept")
# A spreadsheet takes a cell that begins like this for a formula, blanks before it or not.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def as_json(attempt: Attempt) -> str:
    """Return a response as it is stored; a choice is its position, from 0."""
    return json.dumps(attempt.response, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Tally:
    """The answers of a class, as data frames, and one sentence about them.

    ``by_question`` has a row for each question and ``version`` of its text.  ``asked`` counts the
    learners who answered it, ``right_first`` and ``right_last`` those whose first and last answer
    was right.  ``wrong_answer`` is the one, wrong or partly right, that most learners gave,
    ``chose_it`` how many did, and ``error`` its name.

    ``by_learner`` has a row for each learner code: ``files``, ``questions`` answered, how many of
    them right at first and at last, what else is in the files, and ``shares_with``, other codes
    with the same answers: one learner with two codes, or one who brought back another's file.

    ``skipped`` has a row for each file that could not be used, with the reason.
    """

    by_question: DataFrame
    by_learner: DataFrame
    skipped: DataFrame
    sentence: str

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write each table into ``folder`` as a CSV file that a spreadsheet opens well."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        tables = vars(self) | {"sentence": None}
        paths = []
        for name, table in tables.items():
            if table is not None:
                paths.append(place / f"{name}.csv")
                cells = table.map(_cell)
                cells.to_csv(paths[-1], index=False, encoding="utf-8-sig", quoting=csv.QUOTE_ALL)
        return paths


def class_tally(folder: str | Path, wording: Wording = as_json) -> Tally:
    """Count the answers in all files of ``folder`` and of the folders in it.

    Files with the same learner code, in capitals or not, are joined.  ``wording`` puts a wrong
    answer into words.  Raises ``NotADirectoryError`` if there is no such folder.
    """
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"'{folder}' is not a folder")
    learners: dict[str, _Learner] = {}
    skipped = []
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                events = _read(path)
            except RecordError as error:
                name = os.fsencode(path.relative_to(folder)).decode(errors="replace")
                skipped.append({"file": name, "reason": str(error)})
                continue
            chosen = code_of(events)
            code = chosen.code if chosen else ""
            learners.setdefault(code.casefold(), _Learner(code)).add(events)
    return _tally([learner for _, learner in sorted(learners.items())], skipped, wording)


@dataclass
class _Learner:
    """What the files of one learner code hold."""

    code: str
    files: int = 0
    events: dict[str, Event] = field(default_factory=dict)

    def add(self, events: Iterable[Event]) -> None:
        self.files += 1
        self.events |= {event.id: event for event in events}

    def tries(self) -> dict[tuple[str, str], list[Attempt]]:
        """Return the answers to each question and version of it, the first given first."""
        found: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
        for event in in_order(self.events.values()):
            if isinstance(event, Attempt) and event.verdict not in UNJUDGED:
                found[event.item, event.version].append(event)
        return found


def _read(path: Path) -> tuple[Event, ...]:
    try:
        with path.open("rb") as file:
            return load(file.read(LIMIT + 1))
    except OSError as error:
        raise RecordError(f"The file cannot be read: {error.strerror}.") from error


def _tally(learners: list[_Learner], skipped: list[dict[str, str]], wording: Wording) -> Tally:
    from pandas import DataFrame

    questions: dict[tuple[str, str], list[list[Attempt]]] = defaultdict(list)
    for learner in learners:
        for question, tries in learner.tries().items():
            questions[question].append(tries)
    rows = [_question_row(*each, wording) for each in sorted(questions.items())]
    codes = _codes_by_entry(learners)
    return Tally(
        DataFrame(rows, columns=QUESTION),
        DataFrame([_learner_row(learner, codes) for learner in learners], columns=LEARNER),
        DataFrame(skipped, columns=["file", "reason"]),
        f"Learners: {len(learners)}, questions: {len(rows)}, files skipped: {len(skipped)}.",
    )


QUESTION = ["question", "version", "asked", *("right_first", "right_last")]
QUESTION += ["wrong_answer", "chose_it", "error"]
LEARNER = ["learner", "files", "questions", "right_first", "right_last"]
LEARNER += ["attempts", "predictions", "forecasts", "shares_with"]


def _question_row(
    question: tuple[str, str], tries: list[list[Attempt]], wording: Wording
) -> tuple[object, ...]:
    wrong = _most_chosen_wrong(tries)
    chosen = (wording(wrong[0]), len(wrong), wrong[0].error) if wrong else ("", 0, "")
    return (*question, len(tries), *_right(tries), *chosen)


def _learner_row(learner: _Learner, codes: dict[str, set[str]]) -> tuple[object, ...]:
    tries = learner.tries().values()
    kinds = Counter(event.kind for event in learner.events.values())
    others = set().union(*(codes[key] for key in learner.events if key in codes)) - {learner.code}
    counts = (kinds["attempt"], kinds["guess"], kinds["forecast"])
    return (
        *(learner.code, learner.files, len(tries), *_right(tries)),
        *(*counts, ", ".join(sorted(others))),
    )


def _right(tries: Iterable[list[Attempt]]) -> tuple[int, int]:
    """Return how many began with a right answer, and how many ended with one."""
    ends = [(each[0].verdict == "right", each[-1].verdict == "right") for each in tries]
    return sum(first for first, _ in ends), sum(last for _, last in ends)


def _most_chosen_wrong(tries: Iterable[list[Attempt]]) -> list[Attempt]:
    """Return the wrong answer that most learners gave, once for each of them."""
    given: dict[str, list[Attempt]] = defaultdict(list)
    for each in tries:
        wrong = {as_json(attempt): attempt for attempt in each if attempt.verdict != "right"}
        for answer, attempt in wrong.items():
            given[answer].append(attempt)
    return max((given[answer] for answer in sorted(given)), key=len, default=[])


def _codes_by_entry(learners: list[_Learner]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for learner in learners:
        for event in learner.events.values():
            if not isinstance(event, CodeChosen):
                codes[event.id].add(learner.code)
    return codes


def _cell(value: object) -> object:
    """Make a text one that a spreadsheet shows in one cell and does not reckon with."""
    if not isinstance(value, str):
        return value
    text = CONTROL.sub(" ", value)
    return f"'{text}" if FORMULA.match(text) else text
