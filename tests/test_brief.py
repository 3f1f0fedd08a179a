"""The brief: what was made is offered, the page is whole and escaped, what is empty is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from course_utils.course import Course
from course_utils.pages.brief import EMPTY, HINT, brief_of, cited, plain
from course_utils.pages.class_answers import class_tally, show_class
from course_utils.quiz.forms import FormQuestion
from course_utils.reading.forecasts import ledger_of
from course_utils.record.record import Record
from course_utils.session import current_record, load_course
from course_utils.widgets.brief import export_brief, write_brief
from tests.cell_outputs import send
from tests.test_panels import seen

HTML = '<script>alert(1)</script> & "*bold*"'
PRESS: dict[str, Any] = {"take": [], "text": ""}
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course()


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    monkeypatch.setenv("COURSE_RECORD", str(tmp_path / "record"))
    return current_record()


@pytest.fixture
def asked(course: Course) -> FormQuestion:
    form = course.questions["brief"]
    assert isinstance(form, FormQuestion)
    return form


def written(**fields: str) -> str:
    return json.dumps(fields)


def test_a_page_and_its_markdown_escape_what_was_typed_and_name_what_is_empty(
    course: Course, asked: FormQuestion
) -> None:
    brief = brief_of(course, asked, written(headline=HTML, claim="One.\n\n# Two"), "ABC-DEF")
    page, markdown = brief.as_page().decode(), brief.as_markdown().decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;*bold*&#34;" in page
    assert '<p dir="auto"># Two</p>' in page
    assert plain(HTML) in markdown
    assert "\n\\# Two\n" in markdown
    parts = [blank.label for group in asked.groups() for blank in group.blanks.values()]
    labels = [HINT.split(label)[0] for label in parts]
    assert "Headline" in labels
    assert brief.empty == [label for label in labels if label not in (labels[0], labels[2])]
    assert page.count(EMPTY) == len(brief.empty)
    assert markdown.count(plain(EMPTY)) == len(brief.empty)
    for said in (*labels, "ABC-DEF", "7 December 2017", course.about["article"]):
        assert plain(said) in markdown


def test_sources_that_a_text_names_are_given_in_full_and_no_others(course: Course) -> None:
    (found,) = cited(course, "Kabul objected (enab baladi); so says nobody else.")
    assert found.startswith("Enab Baladi, “")
    assert "://" in found
    assert cited(course, "Enab Baladista") == []
    by_id = course.sources.iloc[0]
    assert any(by_id["title"] in line for line in cited(course, f"see {by_id['id']}."))


def test_the_panel_follows_what_is_written_and_hands_out_both_files(
    course: Course, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = export_brief(course)
    sent: list[tuple[Any, bytes]] = []
    monkeypatch.setattr(panel, "send", lambda content, buffers=(): sent.append((content, *buffers)))
    assert "Nothing is written yet" in str(panel.shown["content"])
    send(panel, PRESS | {"button": "page"})
    assert (panel.shown["refused"], sent) == (True, [])
    record.keep_draft("brief", written(headline=HTML, signposts="A law."))
    send(panel, PRESS | {"button": "refresh"})
    assert HTML in seen(panel)
    for button, ending, inside in (
        ("page", "html", b"&lt;script"),
        ("markdown", "md", b"\\<script"),
    ):
        send(panel, PRESS | {"button": button})
        name, data = sent[-1]
        assert name["name"].endswith(f".{ending}")
        assert inside in data


def test_what_was_made_and_the_numbers_committed_are_offered_in_the_brief(
    course: Course, record: Record
) -> None:
    assert write_brief(course).beside["offered"] == {}
    record.keep_draft("source-card", written(author=HTML))
    record.keep_draft("coding-P8", written(**{"C50 voice": "official quoted"}))
    event, form = next(iter(ledger_of(course).items()))
    record.add_forecast(event, form.version, 35, "a reason", False)
    offered = write_brief(course).beside["offered"]
    assert sorted(offered) == ["coding-P8", "ledger", "source-card"]
    assert HTML in offered["source-card"]
    assert offered["ledger"] == f"{form.stem} 35 %"
    assert "an official, quoted" in offered["coding-P8"]


def hand_in(folder: Path, name: str, course: Course, percent: float, guess: str) -> None:
    record = Record(folder.parent / name)
    record.choose_learner_code(name)
    record.add_prediction("number-for-may", "v", "5")
    record.add_prediction("number-for-may", "v", guess)
    event, form = next(iter(ledger_of(course).items()))
    record.add_forecast(event, form.version, percent, "why", False)
    record.lock()
    record.add_forecast(event, form.version, 99, "late", False)
    (folder / f"{name}.jsonl").write_bytes(record.export())


def test_a_class_sees_the_spread_of_a_word_and_of_an_event(course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name, percent, guess in (("A", 10, "20 %"), ("B", 30, "55"), ("C", 100, "perhaps")):
        hand_in(folder, name, course, percent, guess)
    event = next(iter(ledger_of(course)))
    numbers = class_tally(folder).numbers
    given = {key: sorted(rows["number"]) for key, rows in numbers.groupby("item")}
    assert given == {event: [10, 30, 100], "number-for-may": [5, 20, 55]}
    told = str(show_class(folder, course))
    assert "3 learners: 5 to 55 %, the middle 20 %" in told
    assert "3 learners: 10 to 100 %, the middle 30 %" in told


def test_the_printed_sheets_are_those_of_the_data() -> None:
    done = subprocess.run(
        [sys.executable, "tools/handouts.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
