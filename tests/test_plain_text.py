from __future__ import annotations

import codecs
import textwrap
import time

import pytest

from course_utils.plain_text import read_page, sentences_around

TEXT = "The mayor’s café said “no”… and the ﬂeet left.\n\nThen it rained."
PARAGRAPH = (
    "The ferry left the northern shore at dusk with most of the crew below deck. Nobody had told"
    " them that the lamp was out. It was a well-trained crew all the same."
)


def sentence(text: str, words: str) -> str:
    start = text.index(words)
    return text[slice(*sentences_around(text, start, start + len(words)))].strip()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_the_encoding_and_the_line_ends_change_nothing(data: bytes) -> None:
    assert read_page(data) == TEXT.replace("\n\n", "\n")


def test_windows_and_latin_encodings_are_read() -> None:
    plain = "The mayor’s café said “no”…"
    assert read_page(plain.encode("cp1252")) == plain
    assert read_page("naïve café".encode("latin-1")) == "naïve café"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    assert read_page("The mayor’s café".encode() + b"\xff") == "The mayor’s café\ufffd"


def test_blanks_that_do_not_break_are_blanks_and_what_is_not_seen_is_dropped() -> None:
    assert read_page("the\u00a0north\u00adern\u200b  shore\ufeff".encode()) == "the northern shore"


def test_a_word_parted_at_a_soft_hyphen_is_whole_again() -> None:
    assert read_page("the north\u00ad\r\nern shore".encode()) == "the northern shore"


@pytest.mark.parametrize("width", [25, 40, 72, 120])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_lines_broken_for_width_are_joined(width: int, between: str) -> None:
    blocks = ["By Night", PARAGRAPH, PARAGRAPH]
    wrapped = between.join(textwrap.fill(block, width) for block in blocks)
    assert read_page(wrapped.encode()).startswith(f"By Night\n{PARAGRAPH}")


def test_ragged_lines_are_joined_within_a_sentence() -> None:
    ragged = (
        "The ferry left the northern\nLake shore at dusk with\nMost of the crew below the deck."
    )
    assert "\n" not in read_page(ragged.encode())


@pytest.mark.parametrize("start", ["The ferry", "The Anglo-"])
def test_a_short_line_within_a_sentence_is_joined_all_the_same(start: str) -> None:
    rest = "danish crew left the northern shore at dusk, and nobody on the whole lake knew why."
    rest = rest.capitalize() if start.endswith("-") else rest
    assert "\n" not in read_page(f"{start}\n{rest}".encode())


def test_a_line_that_ends_early_after_a_sentence_ends_its_block() -> None:
    lines = "It rained at the time, or so they said.\nThe ferry left, but only after it had rained.\nA crew"
    assert read_page(lines.encode()).count("\n") == 1


def test_paragraphs_of_one_long_line_each_stay_apart() -> None:
    long = PARAGRAPH * 2
    assert read_page(f"{long}\n{long}\n{long}".encode()).split("\n") == [long] * 3


def test_a_word_parted_at_a_line_end_is_joined_where_the_page_has_it_whole() -> None:
    assert (
        read_page(b"The north-\nern lake, northern shore.") == "The northern lake, northern shore."
    )
    assert read_page(b"A well-\ntrained crew of Anglo-\nDanish sailors.").count("-") == 2
    assert read_page(b"A crew -\nall of them") == "A crew - all of them"


def test_of_an_html_page_the_words_are_left_a_block_a_line() -> None:
    html = """<!DOCTYPE html><html><head><style>p { color: red }</style>
    <script>if (a < b) { document.write("<p>no</p>") }</script><!-- <p>not this</p> --></head>
    <body><ul><li>Home</li><li>News</li></ul><p class="x">The <em>ferry</em>&rsquo;s
      crew <a href="#">sl</a>ept.</p><div>It rained&nbsp;then.<br>A lot.</div></body></html>"""
    assert read_page(html.encode()).split("\n") == [
        "Home",
        "News",
        "The ferry’s crew slept.",
        "It rained then.",
        "A lot.",
    ]


def test_a_text_that_only_mentions_tags_is_no_html() -> None:
    text = "You may use <b> and <i>, so 1 < 2 and 3 > 2."
    assert read_page(text.encode()) == text


@pytest.mark.parametrize(
    "piece", ["<", "<p ", "</", "<!--", "<script>", "<![x", '<a b="', "a-\n", "A. ", "&#"]
)
def test_a_broken_page_takes_no_time_and_raises_nothing(piece: str) -> None:
    start = time.perf_counter()
    read_page(b"</p>" + piece.encode() * 50_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the lamp", "Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said."),
        ("old timetable", "“The old timetable is gone.”"),
        ("gone.” Few", "“The old timetable is gone.” Few cared, e.g. in Lund."),
        ("Nobody", "Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said."),
        ("Lund", "Few cared, e.g. in Lund."),
        ("headline", "A headline"),
        ("Below", "Below is another line."),
        ("third", "And a third…"),
    ],
)
def test_the_sentences_around_words_are_found(words: str, expected: str) -> None:
    text = (
        "It rained. Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said. “The old"
        " timetable is gone.” Few cared, e.g. in Lund.\nA headline\nBelow is another line. And a third…"
    )
    assert sentence(text, words) == expected
    assert sentence(text.upper(), words.upper()) == expected.upper()


def test_a_stop_before_a_small_letter_ends_no_sentence() -> None:
    assert sentence("It rained. A third… perhaps. Who knows?", "third") == "A third… perhaps."
