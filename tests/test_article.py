from __future__ import annotations

import re
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.reading.article import (
    Article,
    own_copy,
    parse_article,
    passage,
    read_article,
    rows_with_passage,
    save_copy,
)
from course_utils.reading.saved_page import possible_texts
from tests.disguises import disguises
from tests.made_up_article import BODY, FOOTER, MENU, PAGE, PASSAGES, TITLE, made_up_course, page

DISGUISES = disguises(PAGE, TITLE)
# No empty line or end of a sentence parts the headline from the text.
RUN_TOGETHER = ("run together", "72 wide, no empty lines")
MULTIPART = (
    b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    b"Content-Transfer-Encoding: base64\n\n"
)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    return made_up_course(tmp_path)


def parsed(data: bytes) -> Article:
    return parse_article(data, PASSAGES)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\Wʼ]", text)).casefold()


# However it was saved


@pytest.mark.parametrize("name", DISGUISES)
def test_every_passage_is_found_and_shown_with_its_sentence(name: str) -> None:
    article, sound = parsed(DISGUISES[name]), parsed(page())
    assert (article.trouble, list(article.found)) == ("", list(PASSAGES))
    for label, anchor in PASSAGES:
        if label > "P1" or name not in RUN_TOGETHER:
            shown = article.passage(label, anchor)
            assert letters(shown) == letters(sound.passage(label, anchor)), anchor


def test_a_passage_is_shown_as_it_stands_in_the_copy() -> None:
    article = parsed(page(*(textwrap.fill(block, 60) for block in PAGE)))
    expected = "The mayor of Lund calls the idea “a fine flag without a ship.”"
    assert article.passage("P3", "fine flag without a ship") == expected
    assert article.passage("P0", "May Leave at Dusk") == TITLE  # and not the menu
    first = "As Capt. Brandt put it on March 9, “Our boats are a model for every village on the"
    assert article.passage("P3", "towns in the hills").startswith(first)
    assert "ferry" not in repr(article), "what is shown by accident shows no text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Up: The OFFICER'S well-\nknown flag!", True),
        ("the\u00a0officers well known\tflag", True),
        ("the “of-\nficer's” wellknown … flag¹", True),
        ("bathe officer’s well-known flag", False),
        ("the officer’s well-known flagship", False),
    ],
)
def test_words_are_found_however_they_are_written_but_only_whole(text: str, found: bool) -> None:
    pair = ("P1", "the officer's well-known flag")
    assert list(parse_article(text.encode(), (pair,)).found) == [pair] * found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the lamp", "Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said."),
        ("old timetable", "“The old timetable is gone.”"),
        ("gone.” Few", "“The old timetable is gone.” Few cared, e.g. in Lund."),
        ("headline", "A headline"),
        ("third", "And a third… perhaps."),
    ],
)
def test_the_sentences_around_words_are_found(words: str, expected: str) -> None:
    text = (
        "It rained. Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said. “The old timetable"
        " is gone.” Few cared, e.g. in Lund.\nA headline\nBelow it. And a third… perhaps. Who knows?"
    )
    pair = ("P1", words)
    assert parse_article(text.encode(), (pair,)).passage(*pair) == expected


@settings(deadline=None)
@given(st.binary(max_size=300) | st.binary().map(lambda body: MULTIPART + body))
def test_no_file_raises_an_error(data: bytes) -> None:
    assert not parsed(data).is_article


@pytest.mark.parametrize(
    "piece",
    [
        *["<", "<p ", "</", "<!--", "<script>", "<![x", '<a b="', "A. ", "&#", "a", "é", "â€"],
        *["[", "](", "[a](", "[a](b", "[a][", "[[a]", "http://", "https://x("],
        *["a   a", "a-\n", "1\n\n"],
    ],
)
@pytest.mark.parametrize("start", ["", "</p>"])
def test_a_broken_page_takes_no_time_and_raises_nothing(piece: str, start: str) -> None:
    began = time.perf_counter()
    parsed((start + piece * 50_000).encode())
    assert time.perf_counter() - began < 20


# The words of a page

LONG = "\n".join(f"{block} {block}" for block in BODY[:3])  # longer than any line of a print
NUMBERED = (
    "3/9/2019 The Lake 1\nThe ferry left on\n\n3/9/2019 The Lake 2\nMay 3, and\n\n12\nno ship"
)
HEAD = "Content-Type: multipart/related; boundary=lost\n"
HTML = """<!DOCTYPE html><html><head><style>p { color: red }</style>
    <script>if (a < b) { document.write("<p>no</p>") }</script><!-- <p>not this</p> --></head>
    <body><ul><li>Home</li><li>News</li></ul><p class="x">The <em>ferry</em>&rsquo;s
      crew <a href="#">sl</a>ept.</p><div>It rained&nbsp;then.<br>A lot.</div></body></html>"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Anglo-\nmost of its\ncrew left.", "The Anglo-most of its crew left."),
        ("The northern\nLake ferry with\nmost left.", "The northern Lake ferry with most left."),
        (LONG, LONG),
        ("The north-\nern lake, northern shore.", "The northern lake, northern shore."),
        ("A crew -\nall of them", "A crew - all of them"),
        (
            'the [northern [sic] shore](/a_(b)?c "Title") ![and a map](map.png) at [^5] dusk',
            "the northern [sic] shore and a map at dusk",
        ),
        *(
            (sound, sound)
            for sound in (
                "You may use <b> and <i>, so 1 < 2 and 3 > 2.",
                "It was taught to [the crews].” (See [sic] there.)",
                "Müller, Łódź, 漢字, Ω: “naïve” – no…",
            )
        ),
        (f"{NUMBERED}\n\n13\ncame.", "The ferry left on May 3, and no ship came."),
        (
            "The Lake\n\nIt left\n\nThe Lake\n\nfrom the\nharbour.\n\nIt rained\n\nThe Lake\n\non.",
            "The Lake\nIt left from the harbour.\nIt rained on.",
        ),
        (HTML, "Home\nNews\nThe ferry’s crew slept.\nIt rained then.\nA lot."),
        ("“No” – the café".encode() + b"\xff", "“No” – the café\ufffd"),
        (f"{HEAD}\nAt dusk.", "At dusk."),
    ],
)
def test_of_a_page_the_words_are_left_a_block_a_line(text: str | bytes, expected: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    assert next(possible_texts(data)).removeprefix(HEAD) == expected


# What is wrong with a copy

CHANGED = page().replace(b"first step to", b"move to").replace(b"bus line most", b"buses")


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (page(*PAGE[:-4], "Only boats are left."), "P5 is missing from this copy of the text."),
        *(
            (
                data,
                f"This is not the text of this course: 0 of {len(PASSAGES)} passages were found.",
            )
            for data in (b"", page(*MENU[:1], *FOOTER), page("Related", TITLE), b"\0\xff" * 99)
        ),
        (
            CHANGED,
            "These passages look damaged, or are of another version: P1 near “first step to"
            " service” and P4 near “bus line most”.",
        ),
    ],
)
def test_what_is_wrong_is_told_plainly_and_nothing_is_shown_of_it(
    data: bytes, trouble: str
) -> None:
    article = parsed(data)
    assert article.trouble == trouble
    lost = [pair for pair in PASSAGES if pair not in article.found]
    assert lost
    assert not any(article.passage(*pair) for pair in lost)


# The file


def test_a_named_copy_comes_first_and_one_that_cannot_be_read_says_why(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_article(course) is None
    save_copy(course, page())
    for named in (tmp_path / "nowhere.txt", tmp_path):
        monkeypatch.setenv("COURSE_ARTICLE", str(named))
        article = read_article(course)
        assert article
        assert not article.is_article
        assert article.trouble.startswith(f"{named} cannot be read: ")


def kept(course: Course) -> list[Path]:
    return sorted(own_copy(course).parent.iterdir())


def test_an_earlier_copy_is_kept_under_a_dated_name_but_no_copy_twice(course: Course) -> None:
    copies = [page(), page(*PAGE, "Second"), page(*PAGE, "Third")]
    for data in [*copies, copies[-1]]:
        save_copy(course, data)
        article = read_article(course)
        assert article
        assert article.text.encode() == data.replace(b"\n\n", b"\n")
    assert [path.read_bytes() for path in kept(course)] == copies
    *dated, last = kept(course)
    assert last == own_copy(course)
    assert all(re.fullmatch(r"article-\d{4}(-\d\d){2}-\d{6}-\d{6}\.txt", p.name) for p in dated)


@pytest.mark.parametrize("failing", ["write_bytes", "replace"])
def test_when_writing_fails_the_earlier_copy_stays_and_no_piece_is_left(
    failing: str, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_copy(course, page())
    write = Path.write_bytes

    def half(path: Path, data: Any) -> None:
        if failing == "write_bytes":
            write(path, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, failing, half)
    with pytest.raises(ValueError, match=r"article\.txt cannot be written: No space left"):
        save_copy(course, page(*PAGE, "Second"))
    assert kept(course) == [own_copy(course)]
    assert own_copy(course).read_bytes() == page()


# Behind a row


def test_the_passage_behind_a_row_comes_from_the_copy_or_else_where_it_is(course: Course) -> None:
    rows = rows_with_passage(course)
    for copy in (None, page(BODY[0], BODY[3])):
        if copy:
            save_copy(course, copy)
        assert passage(course, rows["forecasts-1"]) == 'P2, near "fleet has been growing"'
    save_copy(course, page())
    assert passage(course, rows["actors-1"]) == TITLE
    assert passage(course, rows["forecasts-1"]).startswith("It was founded after the storm of 1987")
