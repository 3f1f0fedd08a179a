"""The record panels from the kernel's side: real widgets, real messages, their traits read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.reading.progress import Work
from course_utils.record.events import Attempt, Draft, Estimate, Guess, code_of
from course_utils.record.exchange import LIMIT, load
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.widgets.form import HERE, place_of
from course_utils.widgets.my_article import TOO_LARGE, add_my_article
from course_utils.widgets.my_record import my_record
from course_utils.widgets.my_work import bring_back_my_work, forget_me, save_my_work
from course_utils.widgets.notices import BINDER, ON_BINDER
from course_utils.widgets.panel import Node, Panel
from course_utils.widgets.still import HELP
from tests.cell_outputs import VIEW, cell_outputs, words_of
from tests.made_up_article import BODY, made_up_course, page
from tests.test_article import SAVED
from tests.tiny_course import write_tiny_course

USUAL = ("answers", "guesses", "forecasts")
TEXT = 'It\'s "quoted" <b>bold</b> چه کسی؟ ' + "long " * 2000
PANELS = (save_my_work, bring_back_my_work, forget_me, my_record, add_my_article)
each_panel = pytest.mark.parametrize("make", PANELS, ids=lambda make: make.__name__)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return load_course(write_tiny_course(tmp_path_factory.mktemp("course") / "data"))


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """A new record for each test, on no Binder, without a copy of the article."""
    for name in ("COURSE_ARTICLE", *BINDER):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "my-work" / "record"))
    return current_record()


def answer(course: Course, record: Record, item: str, response: object, verdict: str) -> None:
    error = "" if verdict == "right" else "source and subject confused"
    record.add_attempt(item, course.questions[item].version, response, verdict, error)


@pytest.fixture
def full(course: Course, record: Record) -> Record:
    """A record with three answers, two guesses, a forecast and two texts."""
    answer(course, record, "who-speaks", 0, "wrong")
    answer(course, record, "who-speaks", 1, "right")
    answer(course, record, "what-is-told", 0, "wrong")
    record.add_prediction("centre", "v", "the author")
    record.add_prediction("edge", "v", "nobody")
    record.add_forecast("forecasts-1", "v", 70, "they said so")
    record.keep_draft("brief", TEXT)
    record.keep_draft("note", "A thought")
    return record


def press(
    panel: Panel,
    button: str,
    take: tuple[str, ...] = USUAL,
    text: str | None = None,
    file: bytes | None = None,
) -> str:
    """Let the panel receive what the page sends for a button; return what it says."""
    code = re.search(r'"value": "([^"]+)", "maxlength"', json.dumps(panel.shown))
    content = {"button": button, "take": take, "text": text or (code[1] if code else "")}
    content["file"] = "" if file is None else "my-work.json"
    send(panel, content, [] if file is None else [memoryview(file)])
    said: str = panel.shown["said"]
    return said


def send(panel: Panel, content: object, buffers: list[memoryview]) -> None:
    data = {"method": "custom", "content": content}
    panel._handle_msg({"content": {"comm_id": panel.model_id, "data": data}, "buffers": buffers})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Callable[[Panel], list[tuple[Any, bytes]]]:
    """Listen to what a panel sends to its page beside its traits: pairs of words and bytes."""

    def listen(panel: Panel) -> list[tuple[Any, bytes]]:
        heard: list[tuple[Any, bytes]] = []
        publish = panel.comm.publish_msg

        def overhear(kind: str, **parts: Any) -> None:
            if (parts.get("data") or {}).get("method") == "custom":
                heard.append((parts["data"]["content"], b"".join(parts["buffers"] or [])))
            publish(kind, **parts)

        monkeypatch.setattr(panel.comm, "publish_msg", overhear)
        return heard

    return listen


def words(nodes: list[Node] | Node) -> str:
    """All words of the nodes, a line each."""
    return "\n".join(_words(nodes))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif node and isinstance(node[0], str) and node[1:] and isinstance(node[1], dict):
        for child in node[2:]:
            yield from _words(child)
    else:
        for child in node:
            yield from _words(child)


def seen(panel: Panel) -> str:
    return words(panel.shown["content"])


def controls(panel: Panel) -> dict[str, bool]:
    """The boxes of a panel, and whether they are ticked."""
    found = {}
    for node in _nodes(panel.shown["content"]):
        if node[0] == "input" and node[1]["type"] == "checkbox":
            found[node[1]["value"]] = "checked" in node[1]
    return found


def buttons(panel: Panel) -> list[str]:
    return [n[1]["value"] for n in _nodes(panel.shown["content"]) if n[0] == "button"]


def _nodes(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        if isinstance(node, list):
            yield node
            yield from _nodes(node[2:])


def everything(record: Record) -> tuple[object, ...]:
    work = Work.of(record)
    return work.answers, work.guesses, work.forecasts, work.texts


# All panels


@each_panel
def test_what_a_cell_stores_is_the_same_whatever_the_record_holds(
    make: Callable[[Course], Panel], course: Course, record: Record
) -> None:
    empty = cell_outputs(make(course))
    answer(course, record, "who-speaks", 0, "wrong")
    record.keep_draft("brief", TEXT)
    still, live = full = cell_outputs(make(course))
    assert words_of(empty) == words_of(full)
    assert re.fullmatch(r"[A-Z].*\. Run this cell to (see|use) it\.", still["text/plain"])
    assert [set(still), set(live)] == [{"text/plain", "text/html"}, {"text/plain", VIEW}]
    assert set(live[VIEW]) == {"version_major", "version_minor", "model_id"}


def test_my_record_says_what_it_is_for(course: Course) -> None:
    plain = cell_outputs(my_record(course))[0]["text/plain"]
    assert plain == "What you answered, guessed and forecast so far. Run this cell to see it."


@each_panel
def test_where_no_panel_comes_its_name_and_what_helps_are_read(
    make: Callable[[Course], Panel], course: Course
) -> None:
    panel = make(course)
    html = cell_outputs(panel)[0]["text/html"]
    assert f"<strong>{panel.heading}</strong>" in html
    assert panel.about in html
    assert HELP in html


def test_a_message_is_confirmed_and_what_is_refused_is_not_called_saved(
    course: Course, full: Record, sent: Any
) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    content = {"button": "code", "take": USUAL, "file": ""}
    send(panel, content | {"text": "blue heron", "id": "w-1"}, [])
    send(panel, content | {"text": "x" * 41, "id": "w-2"}, [])
    send(panel, {"id": "w-3"}, [])
    assert [message for message, _ in heard] == [
        {"done": "w-1", "saved": True},
        {"done": "w-2", "saved": False},
        {"done": "w-3", "saved": False},
    ]


def test_the_browser_keeps_what_is_typed_for_one_panel_of_one_record(
    course: Course, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [make(course).place for make in PANELS]
    assert len(set(places)) == len(PANELS)
    assert {place.split("/")[0] for place in places} == {place_of(record)}
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "other"))
    assert save_my_work(course).place not in places


def test_once_all_is_deleted_the_page_lets_go_of_what_it_keeps(
    course: Course, full: Record, sent: Any
) -> None:
    panel = forget_me(course)
    heard = sent(panel)
    press(panel, "ask")
    assert heard == []
    press(panel, "delete")
    assert [message for message, _ in heard] == [{"forget": place_of(full)}]


@each_panel
def test_a_panel_has_a_heading_and_an_accessible_name(
    make: Callable[[Course], Panel], course: Course
) -> None:
    panel = make(course)
    assert panel.heading == make.__name__.replace("_", " ").capitalize()
    assert panel.shown["content"][0] == ["h3", {"dir": "auto"}, panel.heading]


@each_panel
@pytest.mark.parametrize(
    "content",
    [None, "ask", [], {}, {"button": "ask"}, {"button": 1, "take": [], "text": "", "file": ""}],
)
def test_a_message_that_is_not_understood_changes_nothing(
    course: Course, make: Callable[[Course], Panel], content: object, full: Record
) -> None:
    panel = make(course)
    before = json.dumps(panel.get_state()), everything(full)
    send(panel, content, [])
    assert (json.dumps(panel.get_state()), everything(full)) == before


def test_the_same_button_twice_gets_a_reply_twice(course: Course, full: Record) -> None:
    panel, turns = bring_back_my_work(course), []
    panel.observe(lambda change: turns.append(change.new["turn"]), "shown")
    press(panel, "bring back")
    press(panel, "bring back")
    assert turns == [1, 2]


def test_the_page_sets_text_as_text() -> None:
    source = (HERE / "panel.js").read_text(encoding="utf-8")
    for way_in in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert way_in not in source


@each_panel
def test_nothing_is_written_by_looking(
    make: Callable[[Course], Panel], course: Course, record: Record
) -> None:
    make(course)
    assert not record.path.parent.exists()


@each_panel
@pytest.mark.parametrize("name", BINDER)
def test_on_binder_the_first_words_say_that_the_disk_goes(
    course: Course,
    make: Callable[[Course], Panel],
    name: str,
    full: Record,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert ON_BINDER not in seen(make(course))
    monkeypatch.setenv(name, "https://mybinder.org")
    assert words(make(course).shown["content"][0]) == ON_BINDER
    assert "idle minutes" in ON_BINDER


def test_what_is_not_being_saved_is_said_first(
    course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "file" / "record"))
    record = current_record()
    answer(course, record, "who-speaks", 1, "right")
    for make in (save_my_work, bring_back_my_work, forget_me, my_record):
        assert words(make(course).shown["content"][0]) == record.trouble
    assert record.trouble.startswith("Your work is not being saved: ")


def test_what_cannot_be_read_of_a_record_is_said_first(course: Course, full: Record) -> None:
    next(full.path.iterdir()).write_bytes(b"not an entry\n" * 500)
    assert words(my_record(course).shown["content"][0]) == full.notice
    assert "500 of your entries" in full.notice


# Save


def test_with_nothing_recorded_there_is_nothing_to_download(course: Course) -> None:
    panel = save_my_work(course)
    assert "Nothing is recorded yet" in seen(panel)
    assert buttons(panel) == []


def test_the_panel_says_what_will_be_in_the_file(course: Course, full: Record) -> None:
    panel = save_my_work(course)
    assert controls(panel) == {
        **dict.fromkeys(USUAL, True),
        "text brief": False,
        "text note": False,
    }
    for part in ("3 answers", "2 guesses", "1 forecast", "Your text “note”, 2 words: A thought"):
        assert part in seen(panel).splitlines()
    assert 'text “brief”, 2005 words: It\'s "quoted" <b>bold</b>' in seen(panel)
    assert "long long" not in seen(panel)


def test_the_file_brings_answers_guesses_and_forecasts_and_no_text(
    course: Course, full: Record, sent: Any, tmp_path: Path
) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    said = press(panel, "download")
    ((message, data),) = heard
    other = Record(tmp_path / "other")
    other.merge(data)
    assert everything(other) == (*everything(full)[:3], ())
    assert message["name"] in said
    assert re.fullmatch(r"my-work-[A-Z]{3}-[A-Z]{3}-\d{4}-\d\d-\d\d\.jsonl", message["name"])
    assert "2 kB, with 3 answers, 2 guesses and 1 forecast." in said
    assert "nobody else" in said
    assert not panel.shown["refused"]


@pytest.mark.parametrize(
    ("take", "kinds", "texts"),
    [
        (("answers",), {Attempt: 3}, set()),
        (("guesses", "forecasts"), {Guess: 2, Estimate: 1}, set()),
        (("answers", "text note"), {Attempt: 3}, {"note"}),
        (("text brief", "text note"), {}, {"brief", "note"}),
        (("text secret", "answers"), {Attempt: 3}, set()),
    ],
)
def test_only_what_is_ticked_goes_into_the_file(
    course: Course,
    take: tuple[str, ...],
    kinds: dict[type, int],
    texts: set[str],
    full: Record,
    sent: Any,
) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    press(panel, "download", take)
    events = load(heard[0][1])
    counts = Counter(
        type(event) for event in events if event.kind in ("attempt", "guess", "forecast")
    )
    assert counts == kinds
    assert {event.item for event in events if isinstance(event, Draft)} == texts
    assert controls(panel) == {value: value in take for value in controls(panel)}


def test_an_answer_that_is_a_text_needs_its_own_tick(
    course: Course, full: Record, sent: Any
) -> None:
    full.add_attempt("note", "v", "A thought", "kept")
    panel = save_my_work(course)
    heard = sent(panel)
    press(panel, "download")
    assert b"A thought" not in heard[0][1]


def test_with_nothing_ticked_nothing_is_sent(course: Course, full: Record, sent: Any) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    assert press(panel, "download", ()) == "Nothing is ticked: tick what the file should hold."
    assert (heard, panel.shown["refused"]) == ([], True)


def test_what_came_after_the_panel_was_shown_is_in_the_file(
    course: Course, full: Record, sent: Any
) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    answer(course, full, "what-is-told", 1, "right")
    assert "with 4 answers" in press(panel, "download")
    assert len(load(heard[0][1])) == 7 + 1
    assert "4 answers" in seen(panel).splitlines()


def test_a_learner_code_is_random_until_one_is_chosen(course: Course, full: Record) -> None:
    panel = save_my_work(course)
    assert f'"value": "{full.learner_code()}"' in json.dumps(panel.shown)
    assert press(panel, "code", text="  blue   heron ") == "Your learner code is blue heron."
    assert full.learner_code() == "blue heron"
    assert '"value": "blue heron"' in json.dumps(panel.shown)


@pytest.mark.parametrize("button", ["code", "download"])
def test_a_code_that_cannot_be_one_is_refused_and_nothing_is_sent(
    course: Course, button: str, full: Record, sent: Any
) -> None:
    panel, code = save_my_work(course), full.learner_code()
    heard = sent(panel)
    assert press(panel, button, text="x" * 41).startswith("A learner code has 1 to 40 characters")
    assert (heard, panel.shown["refused"], full.learner_code()) == ([], True, code)


def test_a_code_that_is_typed_and_not_yet_used_goes_into_the_download(
    course: Course, full: Record, sent: Any
) -> None:
    panel = save_my_work(course)
    heard = sent(panel)
    press(panel, "download", text="بلبل/../x")
    code = code_of(load(heard[0][1]))
    assert code
    assert code.code == full.learner_code() == "بلبل/../x"
    assert heard[0][0]["name"].startswith("my-work-بلبل----x-")


def test_more_than_a_file_can_hold_is_refused_with_the_reason(
    course: Course, full: Record, sent: Any
) -> None:
    full.keep_draft("brief", "x" * LIMIT)
    panel = save_my_work(course)
    heard = sent(panel)
    assert "5 MB" in press(panel, "download", ("text brief",))
    assert (heard, panel.shown["refused"]) == ([], True)


def test_what_cannot_be_saved_can_still_be_downloaded(
    course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sent: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "file" / "record"))
    answer(course, current_record(), "who-speaks", 1, "right")
    panel = save_my_work(course)
    heard = sent(panel)
    assert "with 1 answer." in press(panel, "download")
    assert len(load(heard[0][1])) == 1 + 1


# Bring back


@pytest.fixture
def file(course: Course, tmp_path: Path) -> bytes:
    """A file from elsewhere with one answer and one text."""
    other = Record(tmp_path / "other")
    answer(course, other, "what-is-told", 1, "right")
    other.keep_draft("essay", TEXT)
    return other.export(include_writing=True)


def test_a_file_is_added_once_however_often_it_is_sent(
    course: Course, full: Record, file: bytes
) -> None:
    panel = bring_back_my_work(course)
    first = press(panel, "bring back", file=file)
    assert first.startswith("Added: answers 1, guesses 0, forecasts 0, texts 1; here already: 0.")
    assert "Saved." in first
    assert not panel.shown["refused"]
    held = everything(full)
    again = press(panel, "bring back", file=file)
    assert again == "Added: answers 0, guesses 0, forecasts 0, texts 0; here already: 2. Saved."
    assert everything(full) == held
    assert len(full.attempts()) == 4
    assert full.draft("essay") == TEXT


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (
            lambda data: b"",
            "The file is empty. It is not the file that cu.save_my_work() downloads",
        ),
        (lambda data: b"%PDF-1.7", "The file is a PDF. It is not the file that cu.save_my_work()"),
        (lambda data: data[:-20], "The file is not whole: it was cut short or damaged."),
        (lambda data: data.replace(b"right", b"wrong"), "The file was changed after the course"),
        (lambda data: data + b" " * LIMIT, "The file is larger than 5 MB"),
    ],
    ids=["empty", "wrong", "truncated", "edited", "huge"],
)
def test_a_file_is_refused_with_the_reason_and_the_record_is_as_it_was(
    course: Course, spoil: Callable[[bytes], bytes], reason: str, full: Record, file: bytes
) -> None:
    panel, before = bring_back_my_work(course), everything(full)
    said = press(panel, "bring back", file=spoil(file))
    assert said.startswith(reason)
    assert said.endswith("Your record is as it was.")
    assert panel.shown["refused"]
    assert everything(full) == before


def test_without_a_file_the_panel_asks_for_one(course: Course, full: Record) -> None:
    panel = bring_back_my_work(course)
    assert press(panel, "bring back").startswith("No file is chosen yet")
    assert panel.shown["refused"]


def test_the_limit_of_the_page_is_that_of_the_kernel(course: Course, full: Record) -> None:
    panel = bring_back_my_work(course)
    (field,) = (n for n in _nodes(panel.shown["content"]) if n[0] == "input")
    assert field[1]["data-limit"] == str(LIMIT)
    assert "at most 5 MB" in seen(panel)


# Forget


def test_what_goes_is_said_exactly_before_it_goes(course: Course, full: Record) -> None:
    full.keep_draft("note", "x", "another window")
    panel = forget_me(course)
    assert str(full.path) not in seen(panel)
    press(panel, "ask")
    goes = [text for text in seen(panel).splitlines() if str(full.path.parent) in text]
    assert goes == [
        f"Your record in {full.path}: 3 answers, 2 guesses, 1 forecast, 2 texts and"
        " 1 earlier version, and your learner code.",
    ]
    assert (buttons(panel), panel.shown["focus"]) == (["cancel", "delete"], "cancel")


def test_cancelling_keeps_everything(course: Course, full: Record) -> None:
    panel, before = forget_me(course), everything(full)
    press(panel, "ask")
    assert press(panel, "cancel") == "Nothing was deleted."
    assert (buttons(panel), panel.shown["focus"]) == (["ask"], "ask")
    assert everything(full) == before


def test_after_the_confirmation_nothing_is_left(course: Course, full: Record) -> None:
    panel, code = forget_me(course), full.learner_code()
    press(panel, "ask")
    assert press(panel, "delete") == "Your record is deleted."
    assert everything(full) == everything(Record(full.path)) == ((), (), (), ())
    assert press(panel, "ask") == "There is nothing to delete."
    assert full.learner_code() != code
    assert (buttons(panel), panel.shown["focus"]) == (["ask"], "ask")


def test_nothing_is_deleted_that_was_not_asked_for_and_shown(course: Course, full: Record) -> None:
    panel = forget_me(course)
    press(panel, "delete")
    assert len(full.attempts()) == 3
    press(panel, "cancel")
    press(panel, "ask")
    answer(course, full, "what-is-told", 1, "right")
    assert press(panel, "delete").startswith("Your record has changed since it was shown")
    assert len(full.attempts()) == 4
    assert "4 answers" in seen(panel)
    assert press(panel, "delete") == "Your record is deleted."
    assert full.attempts() == ()


def test_with_nothing_kept_there_is_nothing_to_delete(course: Course) -> None:
    panel = forget_me(course)
    assert press(panel, "ask") == "There is nothing to delete."
    assert buttons(panel) == ["ask"]


# My record


def test_an_empty_record_says_how_to_begin(course: Course) -> None:
    assert "Begin with the first question in lesson: run its cell" in seen(my_record(course))


def test_it_says_what_was_answered_guessed_forecast_and_written(
    course: Course, full: Record
) -> None:
    said = seen(my_record(course))
    assert "So far: 3 answers, 2 guesses, 1 forecast and 2 texts, since " in said
    assert "What I answered in lesson" in said
    assert re.search(r"Right\. 2 answers, the last:\n.*An official\n", said)
    assert re.search(r"Not right yet\. 1 answer, the last:\n.*What happened\n", said)
    assert "event 1 70 percent.\nthey said so\n" in said
    assert TEXT in said
    assert "Other answers and guesses: 2. The course does not ask these questions" in said


def test_it_says_what_is_left_in_each_lesson(course: Course, full: Record) -> None:
    said = seen(my_record(course))
    assert "1 of 2 done, 1 not right yet" in said
    left = said.split("What is left in lesson\n")[1].split("What I answered")[0].splitlines()
    assert left == ["What does the second paragraph tell? (not right yet)"]
    answer(course, full, "what-is-told", 1, "right")
    assert "2 of 2 done" in seen(my_record(course))
    assert "What is left" not in seen(my_record(course))


def test_each_lesson_is_a_bar_with_its_name_and_one_count_said_once(
    course: Course, full: Record
) -> None:
    content = my_record(course).shown["content"]
    (bar,) = [node for node in content if node[0] == "label"]
    assert bar[2:] == [
        ["span", {"dir": "auto"}, "lesson"],
        ["meter", {"min": "0", "max": "2", "value": "1"}, "1 of 2"],
        ["span", {"dir": "auto"}, "1 of 2 done, 1 not right yet"],
    ]
    assert seen(my_record(course)).count("My record") == 1


def test_slips_are_summed_in_plain_sentences(course: Course, full: Record) -> None:
    said = seen(my_record(course)).splitlines()
    slip = "Source and subject confused, 2 times – meaning 3."
    assert f"{slip} 1 of the 2 questions where it came up is right by now." in said


def test_without_a_slip_none_is_spoken_of(course: Course, record: Record) -> None:
    answer(course, record, "who-speaks", 1, "right")
    assert "Slips" not in seen(my_record(course))


def test_an_answer_to_another_wording_is_kept_and_does_not_count(
    course: Course, record: Record
) -> None:
    record.add_attempt("who-speaks", "an older version", 1, "right")
    said = seen(my_record(course))
    assert "0 of 2 done, 2 not answered yet" in said
    assert "Other answers and guesses: 1. The course does not ask these questions" in said


@pytest.mark.parametrize("response", [None, [], [[]], {"a": {}}, -1, 99, "x", True, 1e300])
def test_a_response_that_no_form_gives_does_no_harm(
    response: object, course: Course, record: Record
) -> None:
    record.add_attempt("who-speaks", course.questions["who-speaks"].version, response, "wrong")
    assert "Not right yet. 1 answer, the last:\n" in seen(my_record(course))


# The article


@pytest.fixture
def coded(tmp_path: Path, course: Course) -> Course:
    return made_up_course(tmp_path / "made-up")


def test_without_a_copy_the_panel_says_that_lessons_work_all_the_same(coded: Course) -> None:
    panel = add_my_article(coded)
    assert "Every lesson works without one, too, by paragraph numbers." in seen(panel)
    assert panel.shown["said"] == "There is no copy yet."


def test_a_whole_copy_is_kept_and_called_complete(coded: Course) -> None:
    panel = add_my_article(coded)
    path = coded.folder.parent / "my-work" / "article.txt"
    whole = f"Your copy ({path}) is complete: 6 paragraphs found, none missing."
    assert press(panel, "add", file=page()) == f"Saved as {path}. {whole}"
    assert path.read_bytes() == page()
    assert add_my_article(coded).shown["said"] == whole


@pytest.mark.parametrize("disguise", ["single file", "two columns", "misread as cp1252"])
def test_a_copy_in_another_form_is_complete_too(disguise: str, coded: Course) -> None:
    panel = add_my_article(coded)
    assert "is complete: 6 paragraphs found" in press(panel, "add", file=SAVED[disguise])


def test_damaged_passages_are_named(coded: Course) -> None:
    damaged = page().replace(b"fine flag without", b"fine fl\xc3\x95ag without")
    said = press(add_my_article(coded), "add", file=damaged)
    assert "look damaged, or are of another version: P3 near “fine flag without a ship”." in said


def test_what_is_missing_from_a_copy_is_named(coded: Course) -> None:
    panel = add_my_article(coded)
    said = press(panel, "add", file=page(*BODY[:1], *BODY[2:]))
    assert "P0 and P2 are missing from this copy of the article." in said
    assert not panel.shown["refused"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Another text.", "This text is not the article: "),
        (b"%PDF-1.7", "This is a PDF file: save the page as plain text."),
        (b" " * 2_000_001, "This file is larger than 2 MB."),
    ],
)
def test_what_is_not_the_article_is_refused(data: bytes, reason: str, coded: Course) -> None:
    panel = add_my_article(coded)
    assert press(panel, "add", file=data).startswith(reason)
    assert panel.shown["refused"]
    assert not (coded.folder.parent / "my-work").exists()
    assert press(panel, "add").startswith("No file is chosen yet")


def test_a_copy_that_a_variable_names_is_called_by_its_name(
    coded: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_bytes(page())
    monkeypatch.setenv("COURSE_ARTICLE", str(tmp_path / "mine.txt"))
    said = add_my_article(coded).shown["said"]
    assert said.startswith(
        f"The copy that COURSE_ARTICLE names ({tmp_path / 'mine.txt'}) is complete"
    )


def test_the_limit_for_a_copy_is_said_in_the_page(coded: Course) -> None:
    panel = add_my_article(coded)
    assert "at most 2 MB" in seen(panel)
    assert TOO_LARGE in json.dumps(panel.shown)
