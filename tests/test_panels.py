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
from course_utils.record.events import code_of
from course_utils.record.exchange import LIMIT, load
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.widgets.form import HERE, place_of
from course_utils.widgets.my_work import (
    add_my_article,
    bring_back_my_work,
    forget_me,
    my_record,
    save_my_work,
)
from course_utils.widgets.panel import BINDER, ON_BINDER, Panel
from tests.cell_outputs import VIEW, cell_outputs, send, words_of
from tests.made_up_article import BODY, made_up_course, page
from tests.tiny_course import write_tiny_course

Make = Callable[[Course], Panel]
Sent = list[tuple[Any, bytes]]

USUAL = ("answer", "guess", "forecast")
TEXT = 'It\'s "quoted" <b>bold</b> &amp; \r\n {{ x }} <!-- چه کسی؟ ' + "long " * 2000
PANELS = (save_my_work, bring_back_my_work, forget_me, my_record, add_my_article)
UNKNOWN: list[object] = [None, [], {}, {"button": "ask"}, {"button": 1, "take": [], "text": ""}]
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


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What panels send to their pages beside their traits: pairs of words and bytes."""
    heard: Sent = []

    def hear(_: Panel, content: object, buffers: list[bytes] | None = None) -> None:
        heard.append((content, b"".join(buffers or [])))

    monkeypatch.setattr(Panel, "send", hear)
    return heard


def press(
    panel: Panel, button: str, *data: bytes, take: object = USUAL, text: str = "", **more: str
) -> str:
    """Let the panel receive what the page sends for a button; return what it says."""
    fields = [look for tag, look in nodes(panel) if tag == "input" and look["type"] == "text"]
    text = text or next((field["value"] for field in fields), "")
    send(panel, {"button": button, "take": take, "text": text, **more}, *data)
    said: str = panel.shown["said"]
    return said


def nodes(panel: Panel) -> list[tuple[str, dict[str, str]]]:
    """The elements of a panel with their attributes, in order."""
    return [(node[0], node[1]) for node in _all(panel.shown["content"]) if isinstance(node, list)]


def seen(panel: Panel) -> str:
    """All words of a panel, a line each."""
    return "\n".join(node for node in _all(panel.shown["content"]) if isinstance(node, str))


def _all(content: list[Any]) -> Iterator[Any]:
    for node in content:
        yield node
        if isinstance(node, list):
            yield from _all(node[2:])


def boxes(panel: Panel) -> dict[str, bool]:
    """The boxes of a panel, and whether they are ticked."""
    looks = [look for tag, look in nodes(panel) if tag == "input"]
    return {look["value"]: "checked" in look for look in looks if look["type"] == "checkbox"}


def buttons(panel: Panel) -> list[str]:
    return [look["value"] for tag, look in nodes(panel) if tag == "button"]


# All panels


@each_panel
def test_looking_writes_nothing_and_a_cell_stores_the_same_whatever_the_record_holds(
    make: Make, course: Course, record: Record
) -> None:
    empty = cell_outputs(make(course))
    assert not record.path.parent.exists()
    answer(course, record, "who-speaks", 0, "wrong")
    record.keep_draft("brief", TEXT)
    panel = make(course)
    still, live = full = cell_outputs(panel)
    assert words_of(empty) == words_of(full)
    assert [set(still), set(live)] == [{"text/plain", "text/html"}, {"text/plain", VIEW}]
    assert set(live[VIEW]) == {"version_major", "version_minor", "model_id"}
    assert still["text/plain"] == panel.about
    assert panel.about.endswith((" Run this cell to see it.", " Run this cell to use it."))
    for words in (f"<strong>{panel.heading}</strong>", panel.about, "If that does not help"):
        assert words in still["text/html"]
    assert panel.place.startswith(f"{place_of(record)}/")  # which forgetting clears
    assert len({each(course).place for each in PANELS}) == len(PANELS)
    before = json.dumps(panel.get_state()), Work.of(record)
    for content in UNKNOWN:
        send(panel, content)
        assert (json.dumps(panel.get_state()), Work.of(record)) == before


def test_pages_set_text_as_text() -> None:
    """Only what a template of the course escaped becomes HTML: pictures and pages."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in HERE.glob("*.js")}
    assert len(sources) == 4
    assert sources.pop("form.js").count("innerHTML") == 1
    for source in sources.values():
        assert not re.search("HTML|document.write|DOMParser", source.replace("HTMLElement", ""))
    pages = {name: re.findall(r"\bpage\((.*?)\)", source) for name, source in sources.items()}
    assert (pages["panel.js"], pages["question.js"]) == ([], ["html"])


@each_panel
def test_the_first_words_say_that_a_disk_goes_or_takes_nothing(
    course: Course, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: Sent
) -> None:
    def first_words() -> str:
        words: str = make(course).shown["content"][0][2]
        return words

    assert first_words() == make(course).heading
    if make != add_my_article:
        (tmp_path / "file").write_text("no folder")
        monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "file" / "record"))
        answer(course, current_record(), "who-speaks", 1, "right")
        assert first_words() == current_record().trouble
        assert "with 1 answer." in press(save_my_work(course), "download")
        assert len(load(sent[0][1])) == 1 + 1
    for name in BINDER:
        with monkeypatch.context() as on_binder:
            on_binder.setenv(name, "https://mybinder.org")
            assert first_words() == ON_BINDER


# Save


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (USUAL, "3 answers, 2 guesses and 1 forecast"),
        (("answer", "text note"), "4 answers and 1 text"),
        (("text brief", "text note"), "1 answer and 2 texts"),
        (("text secret", "answer"), "3 answers"),
    ],
)
def test_only_what_is_ticked_goes_into_the_file(
    course: Course, take: tuple[str, ...], said: str, full: Record, sent: Sent
) -> None:
    full.add_attempt("note", "v", "A thought", "kept")  # a text, though an answer
    panel = save_my_work(course)
    notes = dict.fromkeys(("text brief", "text note"), False)
    assert boxes(panel) == dict.fromkeys(USUAL, True) | notes
    for part in ("2 guesses", "1 forecast", "Your text “note”, 2 words: A thought"):
        assert part in seen(panel).splitlines()
    assert 'text “brief”, 2010 words: It\'s "quoted" <b>bold</b>' in seen(panel)
    assert "long long" not in seen(panel)
    reply = press(panel, "download", take=take)
    ((message, data),) = sent
    found = Counter(event.kind for event in load(data))
    kinds = (3 * ("answer" in take) + ("text note" in take), 2 * ("guess" in take))
    assert (found["attempt"], found["guess"], found["forecast"]) == (*kinds, "forecast" in take)
    texts = {event.item for event in load(data) if event.kind == "draft"}
    assert texts == {name for name in ("brief", "note") if f"text {name}" in take}
    assert (b"A thought" in data) == ("note" in texts)
    assert boxes(panel) == {value: value in take for value in boxes(panel)}
    assert re.fullmatch(r"my-work-[A-Z]{3}-[A-Z]{3}-\d{4}-\d\d-\d\d\.jsonl", message["name"])
    assert re.search(rf"{message['name']}, \d+ kB, with {said}\. .*nobody else", reply)


@pytest.mark.parametrize(
    ("button", "pressed", "reason"),
    [
        ("code", {"text": "x" * 41}, "A learner code has 1 to 40 characters"),
        ("download", {"text": "x" * 41}, "A learner code has 1 to 40 characters"),
        ("download", {"take": ()}, "Nothing is ticked: tick what the file should hold."),
        ("download", {"take": ("text huge",)}, "This is more than a file of 5 MB can hold"),
    ],
)
def test_what_cannot_be_downloaded_is_refused_with_the_reason_and_not_called_saved(
    course: Course, button: str, pressed: Any, reason: str, full: Record, sent: Sent
) -> None:
    full.keep_draft("huge", "x" * LIMIT)
    panel, code = save_my_work(course), full.learner_code()
    assert reason in press(panel, button, id="w-1", **pressed)
    assert (panel.shown["refused"], full.learner_code()) == (True, code)
    assert sent == [({"done": "w-1", "saved": False}, b"")]
    press(panel, "download", text="بلبل/../x")  # typed, and not yet used
    ((message, data),) = sent[1:]
    held = code_of(load(data))
    assert held
    assert held.code == full.learner_code() == "بلبل/../x"
    assert message["name"].startswith("my-work-بلبل----x-")


# Bring back


def test_a_file_is_refused_with_the_reason_and_the_record_is_as_it_was(
    course: Course, full: Record
) -> None:
    panel, before = bring_back_my_work(course), Work.of(full)
    for turn in (1, 2):  # a page waits for each reply, also for the same again
        assert press(panel, "bring back").startswith("No file is chosen yet")
        assert (panel.shown["refused"], panel.shown["turn"]) == (True, turn)
    said = press(panel, "bring back", full.export()[:-20])
    assert said.startswith("The file is not whole: it was cut short or damaged.")
    assert said.endswith("Your record is as it was.")
    assert panel.shown["refused"]
    assert Work.of(full) == before


# Forget


def test_nothing_is_deleted_that_was_not_asked_for_and_shown(
    course: Course, full: Record, sent: Sent
) -> None:
    full.keep_draft("note", "x", "another window")
    panel, before, code = forget_me(course), Work.of(full), full.learner_code()
    assert str(full.path) not in seen(panel)
    press(panel, "delete")
    assert (Work.of(full), press(panel, "cancel")) == (before, "Nothing was deleted.")
    press(panel, "ask")
    assert (
        f"Your record in {full.path}: 3 answers, 2 guesses, 1 forecast, 2 texts and"
        " 1 earlier version, and your learner code."
    ) in seen(panel).splitlines()
    answer(course, full, "what-is-told", 1, "right")
    assert press(panel, "delete").startswith("Your record has changed since it was shown")
    assert len(full.attempts()) == 4
    assert "4 answers" in seen(panel)
    assert (buttons(panel), panel.shown["focus"], sent) == (["cancel", "delete"], "cancel", [])
    assert press(panel, "delete") == "Your record is deleted."
    assert [message for message, _ in sent] == [{"forget": place_of(full)}]
    assert Work.of(full) == Work.of(Record(full.path)) == ((), (), (), (), ())
    assert press(panel, "ask") == "There is nothing to delete."
    assert full.learner_code() != code
    assert (buttons(panel), panel.shown["focus"]) == (["ask"], "ask")


# My record


def test_it_says_what_was_done_how_far_each_lesson_is_and_what_is_left(
    course: Course, full: Record
) -> None:
    panel = my_record(course)
    said = seen(panel)
    assert "So far: 3 answers, 2 guesses, 1 forecast and 2 texts, since " in said
    assert "lesson\n1 of 2\n1 of 2 done, 1 not right yet\n" in said
    assert "left in lesson\nWhat does the second paragraph tell? (not right yet)\nWhat I" in said
    assert re.search(r"Right\. 2 answers, the last:\n.*An official\n", said)
    assert re.search(r"Not right yet\. 1 answer, the last:\n.*What happened\n", said)
    slip = "Source and subject confused, 2 times – meaning 3."
    assert f"{slip} 1 of the 2 questions where it came up is right by now." in said
    assert "event 1 70 percent.\nthey said so\n" in said
    assert f"brief\n{TEXT}\nnote\n" in said
    assert "Other answers and guesses: 2. The course does not ask these questions" in said
    assert {tag for tag, _ in nodes(panel)}.isdisjoint({"b", "script", "img"})
    answer(course, full, "what-is-told", 1, "right")
    assert "2 of 2 done" in seen(my_record(course))
    assert "What is left" not in seen(my_record(course))


def test_an_answer_to_another_wording_does_not_count_and_one_that_no_form_gives_does_no_harm(
    course: Course, record: Record
) -> None:
    record.add_attempt("who-speaks", "an older version", 1, "right")
    said = seen(my_record(course))
    assert "0 of 2 done, 2 not answered yet" in said
    assert "Other answers and guesses: 1. The course does not ask these questions" in said
    odd: list[Any] = [None, [[]], {"a": {}}, -1, 99, "x", True, 1e300]
    for response in odd:
        answer(course, record, "who-speaks", response, "wrong")
        assert "Not right yet. " in seen(my_record(course))


# The article


def test_a_copy_is_kept_or_refused_and_what_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coded = made_up_course(tmp_path / "made-up")
    panel = add_my_article(coded)
    assert panel.shown["said"] == "There is no copy yet."
    assert press(panel, "add", b"%PDF-1.7").startswith("This is a PDF file: save the page as")
    assert panel.shown["refused"]
    assert not (coded.folder.parent / "my-work").exists()
    said = press(panel, "add", page(*BODY[:1], *BODY[2:]))
    assert "P0 and P2 are missing from this copy of the text." in said
    path = coded.folder.parent / "my-work" / "article.txt"
    whole = f"Your copy ({path}) is complete: 6 paragraphs found, none missing."
    assert press(panel, "add", page()) == f"Saved as {path}. {whole}"
    assert (panel.shown["refused"], path.read_bytes()) == (False, page())
    assert add_my_article(coded).shown["said"] == whole
    (tmp_path / "mine.txt").write_bytes(page())
    monkeypatch.setenv("COURSE_ARTICLE", str(tmp_path / "mine.txt"))
    named = f"The copy that COURSE_ARTICLE names ({tmp_path / 'mine.txt'}) is complete"
    assert add_my_article(coded).shown["said"].startswith(named)
