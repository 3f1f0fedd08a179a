"""Forecasts from the kernel's side: real forms, real messages, files that come and go."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.quiz.forecasts import Forecasting
from course_utils.reading.forecasts import LEAST, Committed, brier_score, comparison, dots
from course_utils.reading.foreseen import AIM, foreseen
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.source.course_rows import LedgerEvent, Outcome
from course_utils.source.dates import day_name
from course_utils.source.text_rows import Forecast
from course_utils.widgets.forecasts import (
    ForecastForm,
    ForecastForms,
    commit_forecast,
    show_outcomes,
)
from course_utils.widgets.my_work import my_record
from course_utils.widgets.panel import BINDER
from tests.cell_outputs import cell_outputs, send, words_of
from tests.shipped import each_course, shipped
from tests.test_panels import nodes, seen
from tests.tiny_course import write_tiny_course

SECRET = "The secret outcome"
EVENTS = [
    {"happened": "yes", "resolved_on": "2018-01-26/2018-02", "outcome": f"{SECRET} <b>one</b>"},
    *({"happened": happened, "outcome": SECRET} for happened in ["no"] * 8 + ["void"]),
]
FIRST = "ledger-1"
MAY_REVISE = "You may revise it once, with another reason."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return load_course(write_tiny_course(tmp_path_factory.mktemp("course") / "data", ledger=EVENTS))


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    for name in ("COURSE_ARTICLE", *BINDER):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record"))
    return current_record()


def text(percent: str, reason: str = "a reason", known: str = "no") -> str:
    return json.dumps({"percent": percent, "reason": reason, "known": known})


def form_of(course: Course, event: str = FIRST) -> ForecastForm:
    form = commit_forecast(event, course=course)
    assert isinstance(form, ForecastForm)
    return form


def commit(form: ForecastForm, *given: str, **page: str) -> str:
    send(form, {"ask": "check", "response": text(*given), **page})
    message: str = form.outcome["message"]
    return message


def percents(record: Record, event: str = FIRST) -> list[float]:
    return [each.percent for each in record.forecasts(event)]


def press(panel: Any, button: str) -> str:
    send(panel, {"button": button, "take": [], "text": ""})
    said: str = panel.shown["said"]
    return said


def lock(course: Course) -> Any:
    panel = show_outcomes(course)
    press(panel, "lock")
    press(panel, "lock")
    return panel


AS_WRITTEN = {"60": 60, "60 %": 60, "0": 0, "100": 100}
READ_AS = {"60,5": 60.5, "60 per cent": 60, "٦٠": 60, "٦٠٫٥ ٪": 60.5, "۶۰": 60}


@pytest.mark.parametrize(("typed", "percent"), [*AS_WRITTEN.items(), *READ_AS.items()])
def test_a_number_is_read_as_it_is_written_and_another_reading_is_said(
    typed: str, percent: float, course: Course, record: Record
) -> None:
    said = f" “{typed}” is read as {percent:g}." if typed in READ_AS else ""
    assert commit(form_of(course), typed) == f"Committed: {percent:g} %. {MAY_REVISE}{said}"
    assert percents(record) == [percent]


REFUSED = [
    (("about 60",), "“about 60” is not a number"),
    (("sixty",), "is not a number"),
    (("160",), "“160” is not a percentage: write a number from 0 to 100."),
    (("-5",), "“-5” is not a percentage"),
    (("0.6",), "looks like a share of 1: write per cent"),
    (("1,000",), "can be read as two numbers"),
    (("<b>60</b>",), "is not a number"),
    (("",), "Write a probability, a number from 0 to 100."),
    (("60", " \n"), "Write in one line why."),
    (("60", "a reason", ""), "Say whether you already knew what happened."),
    (("60", "a reason", "maybe"), "Say whether you already knew"),
    (("", "", ""), "from 0 to 100. Write in one line why. Say whether"),
]


@pytest.mark.parametrize(("given", "said"), REFUSED)
def test_what_is_no_forecast_yet_is_refused_in_a_sentence_and_kept_as_typed(
    given: tuple[str, ...], said: str, course: Course, record: Record
) -> None:
    form = form_of(course)
    assert said in commit(form, *given)
    assert form.outcome["verdict"] == "not answered"
    assert percents(record) == []
    assert record.draft(FIRST) == text(*given)
    assert form_of(course).outcome["response"] == text(*given)


NO_FORMS: list[object] = [None, [], 60, "60", "{", '{"percent": 60}', "[" * 10**5]


@pytest.mark.parametrize("response", NO_FORMS)
def test_neither_typing_nor_a_message_that_is_no_form_commits_anything(
    response: object, course: Course, record: Record
) -> None:
    form = form_of(course)
    send(form, {"ask": "check", "response": response})
    assert form.outcome["verdict"] == "not answered"
    send(form, {"ask": "draft", "response": text("60"), "window": "w", "known": ""})
    assert (form.saved["yes"], percents(record)) == (True, [])
    assert "not committed yet" in seen(my_record(course))


def test_a_forecast_is_revised_once_with_a_reason_and_a_third_number_is_refused(
    course: Course, record: Record
) -> None:
    form = form_of(course)
    commit(form, "60")
    assert commit(form, "60") == f"Committed: 60 %. {MAY_REVISE}"
    assert "say why you revise" in commit(form, "70", "A Reason ")
    assert "Your number is 60 % already" in commit(form, "60", "the in-tray")
    assert percents(record) == [60]
    assert commit(form, "70", "the in-tray").startswith("Committed: 60 %, revised to 70 %.")
    again = form_of(course)
    assert commit(again, "80", "more").startswith("80 % is not taken: a forecast may be revised")
    assert percents(record) == [60, 70]
    assert record.draft(FIRST) == text("80", "more")
    assert "You have revised it once" in form_of(course).outcome["message"]


def test_a_form_shows_what_was_committed_elsewhere(course: Course, record: Record) -> None:
    form = form_of(course)
    record.add_forecast(FIRST, form.asked.version, 35, "why", known=True)
    shown = form_of(course).outcome
    assert json.loads(shown["response"]) == {"percent": "35", "reason": "why", "known": "yes"}
    assert shown["message"].startswith("Committed: 35 %; known before: not scored.")


def test_numbers_that_meet_from_several_windows_count_twice_at_most(
    course: Course, record: Record, tmp_path: Path
) -> None:
    version = form_of(course).asked.version
    other = Record(tmp_path / "other")
    for percent, here in ((10, record), (20, other), (30, record), (40, other)):
        here.add_forecast(FIRST, version, percent, "why")
    record.merge(other.export())
    numbers = Committed.of(record, form_of(course).asked)
    assert [each.percent for each in numbers.counted] == [10, 20]
    assert str(numbers) == "10 %, revised to 20 %; 2 further numbers: not counted"
    assert "80 % is not taken" in commit(form_of(course), "80", "third")


def test_another_wording_of_an_event_is_another_event(course: Course, record: Record) -> None:
    record.add_forecast(FIRST, "an earlier version", 10, "why")
    assert commit(form_of(course), "60").startswith("Committed: 60 %. You may")


def test_the_lock_holds_across_kernels_files_and_a_merge(
    course: Course, record: Record, tmp_path: Path
) -> None:
    commit(form_of(course), "60")
    other = Record(tmp_path / "other")  # another computer, which has the commitment, and no lock
    other.merge(record.export())
    lock(course)
    assert record.locked_at
    today = day_name(record.locked_at.astimezone().date(), year=True)
    said = f"Committed: 60 %; late: 70 %, not scored. All your numbers are final since {today}."
    assert commit(form_of(course), "70", "late") == said
    code = f"from course_utils.record.record import Record; r = Record({str(record.path)!r});"
    code += f"v = r.forecasts({FIRST!r})[0].version; r.add_forecast({FIRST!r}, v, 80, 'late');"
    subprocess.run([sys.executable, "-c", code + "assert r.locked_at"], check=True)  # a new kernel
    numbers = Committed.of(record, form_of(course).asked)
    assert ([each.percent for each in numbers.late], numbers.percent) == ([70, 80], 60)
    other.add_forecast(FIRST, form_of(course).asked.version, 90, "after the lock there")
    other.merge(record.export())
    assert other.locked_at == record.locked_at
    numbers = Committed.of(other, form_of(course).asked)
    assert [each.percent for each in numbers.late] == [70, 80, 90]
    fresh = Record(tmp_path / "fresh")
    said = fresh.merge(record.export(include={"nothing"})).sentence
    assert "Your forecasts are final, as they were there." in said
    assert fresh.locked_at == record.locked_at


def test_the_earliest_lock_counts(record: Record, tmp_path: Path) -> None:
    other = Record(tmp_path / "other")
    assert other.lock()
    first = other.locked_at
    assert record.lock()
    record.merge(other.export())
    assert record.locked_at == first
    assert record.forget()
    assert record.locked_at is None


def test_running_shows_no_outcome_and_locks_nothing(course: Course, record: Record) -> None:
    def stored() -> str:
        return json.dumps([words_of(cell_outputs(each)) for each in (show_outcomes(course), form)])

    panel, form = show_outcomes(course), form_of(course)
    before = stored()
    state = json.dumps([panel.get_state(), form.get_state()], default=str)
    assert SECRET not in before + state
    assert record.locked_at is None
    lock(course)
    assert stored() == before


def test_events_without_a_number_are_named_before_the_lock(course: Course, record: Record) -> None:
    commit(form_of(course), "60")
    panel = show_outcomes(course)
    assert press(panel, "lock") == "9 events without a number: show it all the same?"
    assert seen(panel).count("question 2") == 1
    assert "question 1\n" not in seen(panel)
    press(panel, "cancel")
    assert record.locked_at is None
    press(panel, "lock")
    commit(form_of(course, "ledger-2"), "40")  # it changed since: asked again
    assert press(panel, "lock").startswith("8 events without a number")
    assert SECRET not in json.dumps(panel.get_state(), default=str)
    assert press(panel, "lock") == "Your numbers are final. Saved."
    assert f"Yes, 26 January 2018 to February 2018. {SECRET} <b>one</b>" in seen(panel)
    assert "b" not in [tag for tag, _ in nodes(panel)]
    assert seen(show_outcomes(course)) == seen(panel)


def test_what_is_void_known_or_late_is_not_scored(course: Course) -> None:
    commit(form_of(course, "ledger-1"), "90")
    commit(form_of(course, "ledger-2"), "10", "x", "yes")
    commit(form_of(course, "ledger-10"), "50")
    panel = lock(course)
    commit(form_of(course, "ledger-3"), "20")
    shown = seen(show_outcomes(course))
    for said in (
        "1 event of yours can be scored. Nothing is compared",
        "10 %; known before: not scored",
        "late: 20 %, not scored",
        "Cannot be told",
    ):
        assert said in shown
    assert "80 to 100 %: 1 event, 1 happened" in seen(panel)


KNOWN_SCORES = [
    ([(100, True)], 0),
    ([(0, True)], 1),
    ([(50, True), (50, False)], 0.25),
    ([(70, True), (70, False)], (0.09 + 0.49) / 2),
    ([(80, False)] * 7 + [(80, True)], (7 * 0.64 + 0.04) / 8),
]


@pytest.mark.parametrize(("pairs", "score"), KNOWN_SCORES)
def test_a_brier_score_is_the_known_one(pairs: list[tuple[float, bool]], score: float) -> None:
    assert brier_score(pairs) == pytest.approx(score)


def test_of_nothing_there_is_no_score_and_of_few_no_comparison(course: Course) -> None:
    with pytest.raises(ValueError, match="needs at least one forecast"):
        brier_score([])
    assert "Nothing is compared" in comparison([(50, True)] * (LEAST - 1))
    for number in range(1, LEAST + 1):
        commit(form_of(course, f"ledger-{number}"), "90")
    assert "Your Brier score is 0.71. Always saying 50 % scores 0.25" in seen(lock(course))


def test_dots_count_each_event_once_and_the_ends_belong_somewhere() -> None:
    found = dots((percent, percent > 50) for percent in range(101))
    assert [each["numbers"] for each in found] == [20, 20, 20, 20, 21]
    assert [each["happened"] for each in found] == [0, 0, 9, 20, 21]
    assert found[0]["said"] == "0 to under 20 %"
    assert dots([(100, True)])[-1] == {"said": "80 to 100 %", "numbers": 1, "happened": 1}


def test_several_events_are_shown_below_one_another_and_an_unknown_one_is_named(
    course: Course,
) -> None:
    forms = commit_forecast("ledger-1", "ledger-2", course=course)
    assert isinstance(forms, ForecastForms)
    assert len(cell_outputs(forms)) == 4
    with pytest.raises(LookupError, match="no event is called 'ledger-99'; like it: ledger-"):
        commit_forecast("ledger-99", course=course)


def test_on_its_day_the_course_asks_and_knows_no_outcome(course: Course) -> None:
    then = load_course(course.folder, as_of="2017-12-07")
    assert SECRET not in repr(then.rows(LedgerEvent))
    asked = [Forecasting.of(event) for event in then.rows(LedgerEvent)]
    assert asked == [Forecasting.of(event) for event in course.rows(LedgerEvent)]
    with pytest.raises(ValueError, match=r"load it with load_course\(\), without as_of"):
        show_outcomes(then)


def test_the_record_shows_forecasts_in_words(course: Course, record: Record) -> None:
    commit(form_of(course), "60")
    shown = seen(my_record(course))
    assert "question 1" in shown
    assert "60 percent." in shown
    assert "not committed yet" not in shown
    assert '"percent"' not in shown


def cells(rows: list[dict[str, str]], column: str) -> list[str]:
    return [row[column] for row in rows]


@each_course
def test_what_the_article_foresaw_is_grouped_by_what_can_be_said_of_it(name: str) -> None:
    course = shipped(name)
    groups = foreseen(course)
    outcomes = {row.forecast_id for row in course.rows(Outcome)}
    assert sum(map(len, groups.values())) == len(outcomes)
    settled = cells(groups["Can be settled"], "What came of it")
    assert all(came.startswith(("Happened", "Did not happen")) for came in settled)
    asked = {row.event for row in course.rows(Forecast) if row.certainty == "asks or aims"}
    aims = {text.rsplit(" P", 1)[0] for text in cells(groups[AIM], "Forecast")}
    assert aims <= asked


def test_a_forecast_that_follows_another_event_is_told_with_it() -> None:
    told = "\n".join(cells(foreseen(shipped("root"))["Can be settled"], "Forecast"))
    assert told.count("as formations begin to leave") == 1
