"""What a class answered: a folder of exported records, as tables."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from course_utils.record.events import Attempt, Estimate, Event, Guess, code_of, in_order
from course_utils.record.exchange import LIMIT, RecordError, load

if TYPE_CHECKING:
    from pandas import DataFrame

UNJUDGED = ("not answered", "kept")
ASKED = ["question", "version"]
TRIES = [*ASKED, "learner"]
QUESTION = [*ASKED, "asked", "right_first", "right_last", "wrong_answer", "chose_it", "error"]
CODING = ["passage", "claim", "learner", "voice", "certainty", "hedge"]
NUMBER = ["item", "learner", "number"]
LEARNER = ["learner", "files", "questions", "right_first", "right_last"]
KINDS = {"attempt": "attempts", "guess": "predictions", "forecast": "forecasts"}
AS_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
# A spreadsheet takes a cell that begins like this for a formula, blanks before it or not.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Tally(NamedTuple):
    """The answers of a class, as data frames.

    ``by_question`` has a row for each question and ``version`` of its text.  ``asked`` counts the
    learners who answered it, ``right_first`` and ``right_last`` those whose first and last answer
    was right.  ``wrong_answer`` is the one, wrong or partly right, that most learners gave,
    ``chose_it`` how many did, and ``error`` its name.

    ``by_learner`` has a row for each learner code: ``files``, ``questions`` answered, how many of
    them right at first and at last, what else is in the files, and ``shares_with``, other codes
    with the same answers: one learner with two codes, or one who brought back another's file.

    ``skipped`` has a row for each file that could not be used, with the reason.

    ``codings`` has a row for each claim and learner: the codes as they were when the learner first
    set the course's coding beside them.

    ``numbers`` has a row for each guess that is a number, and each forecast in percent, as it was
    at last.
    """

    by_question: DataFrame
    by_learner: DataFrame
    skipped: DataFrame
    codings: DataFrame
    numbers: DataFrame

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write each table into ``folder`` as a CSV file that a spreadsheet opens well."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        tables = {Path(folder, f"{name}.csv"): table for name, table in self._asdict().items()}
        for path, table in tables.items():
            cells = table.map(_cell)
            cells.to_csv(path, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_ALL)
        return list(tables)


def count_answers(folder: str | Path) -> Tally:
    """What ``class_tally`` says, with wrong answers as JSON; a choice is its position, from 0."""
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"'{folder}' is not a folder")
    files: dict[str, list[str]] = defaultdict(list)  # the code as each file spells it
    events: dict[str, dict[str, Event]] = defaultdict(dict)
    skipped = []
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                with path.open("rb") as file:
                    found = load(file.read(LIMIT + 1))
            except (RecordError, OSError) as error:
                name = os.fsencode(path.relative_to(folder)).decode(errors="replace")
                unread = isinstance(error, OSError) and error.strerror
                reason = f"The file cannot be read: {unread}." if unread else str(error)
                skipped.append((name, reason))
            else:
                chosen = code_of(found)
                code = chosen.code if chosen else ""
                files[code.casefold()].append(code)
                events[code.casefold()] |= {event.id: event for event in found}
    learners = {files[key][0]: in_order(events[key].values()) for key in sorted(files)}
    return _counted(learners, [len(files[key]) for key in sorted(files)], skipped)


def _counted(
    learners: dict[str, list[Event]], files: list[int], skipped: list[tuple[str, str]]
) -> Tally:
    from pandas import DataFrame

    rows = [
        (each.item, each.version, code, each.verdict == "right", AS_JSON(each.response), each.error)
        for code, events in learners.items()
        for each in events
        if isinstance(each, Attempt) and each.verdict not in UNJUDGED
    ]
    answers = DataFrame(rows, columns=[*TRIES, "right", "wrong_answer", "error"])
    right = answers.astype({"right": bool}).groupby(TRIES)["right"]
    tries = right.agg(right_first="first", right_last="last").assign(asked=1, questions=1)
    questions = tries.groupby(ASKED).sum().join(_most_chosen(answers)).reset_index()
    questions = questions.fillna({"wrong_answer": "", "chose_it": 0, "error": ""})
    by_learner = tries.groupby("learner").sum().reindex(list(learners), fill_value=0)
    by_learner["files"] = files
    for kind, name in KINDS.items():
        by_learner[name] = [sum(e.kind == kind for e in events) for events in learners.values()]
    ids = {code: {event.id for event in events} for code, events in learners.items()}
    by_learner["shares_with"] = [
        "; ".join(other for other in ids if other != code and ids[other] & ids[code])
        for code in ids
    ]
    return Tally(
        questions.astype({"chose_it": int})[QUESTION],
        by_learner.reset_index(names="learner")[[*LEARNER, *KINDS.values(), "shares_with"]],
        DataFrame(skipped, columns=["file", "reason"]),
        DataFrame(_codings(learners), columns=CODING),
        DataFrame(_numbers(learners), columns=NUMBER),
    )


def _codings(learners: dict[str, list[Event]]) -> list[tuple[str, ...]]:
    """Each claim as a learner coded it first; what is no coding is left out."""
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for code, events in learners.items():
        for each in events:
            if isinstance(each, Attempt) and isinstance(each.response, dict):
                for claim, codes in each.response.items():
                    match codes:
                        case [str(voice), str(certainty), str(word)]:
                            key = (each.item, claim, code)
                            found.setdefault(key, (*key, voice, certainty, word))
    return sorted(found.values())


def _numbers(learners: dict[str, list[Event]]) -> list[tuple[str, str, float]]:
    """The last number of each learner for an item: a guess, or a forecast in time for the lock."""
    found: dict[tuple[str, str], float] = {}
    for code, events in learners.items():
        locked = min((each.time for each in events if each.kind == "lock"), default=None)
        for each in events:
            if isinstance(each, Estimate) and (locked is None or each.time <= locked):
                found[each.item, code] = each.percent
            elif isinstance(each, Guess) and isinstance(number := _typed(each.response), float):
                found[each.item, code] = number
    return [(*key, number) for key, number in sorted(found.items())]


def _typed(response: object) -> float | None:
    """A number as it was typed, with a percent sign or without."""
    try:
        return float(str(response).strip().rstrip("% ").replace(",", "."))
    except ValueError:
        return None


def _most_chosen(answers: DataFrame) -> DataFrame:
    """Of each question the wrong answer that most learners gave, each learner counted once."""
    answer = [*ASKED, "wrong_answer"]
    wrong = answers[~answers["right"].astype(bool)]
    given = wrong.drop_duplicates([*answer, "learner"], keep="last").groupby(answer)
    counted = given.agg(chose_it=("learner", "size"), error=("error", "first"))
    most = counted.sort_values("chose_it", ascending=False, kind="stable")
    return most.reset_index("wrong_answer").groupby(ASKED).first()


def _cell(value: object) -> object:
    """Make a text one that a spreadsheet shows in one cell and does not reckon with."""
    if not isinstance(value, str):
        return value
    text = CONTROL.sub(" ", value)
    return f"'{text}" if FORMULA.match(text) else text
