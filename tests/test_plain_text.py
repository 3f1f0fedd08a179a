from __future__ import annotations

import textwrap
import time

import pytest

from course_utils.reading.plain_text import blocks, is_whole, sentences_around

TEXT = "The mayor’s café said “no”… and the ﬂeet left.\n\nThen it rained."
PARAGRAPH = (
    "The ferry left the northern shore at dusk with most of the crew below deck. Nobody had told"
    " them that the lamp was out. It was a well-trained crew all the same."
)


def sentence(text: str, words: str) -> str:
    start = text.index(words)
    return text[slice(*sentences_around(text, start, start + len(words)))].strip()


def test_blanks_that_do_not_break_are_blanks_and_what_is_not_seen_is_dropped() -> None:
    assert blocks("the\u00a0north\u00adern\u200b  shore\ufeff") == "the northern shore"


def test_ligatures_and_parted_accents_are_letters() -> None:
    assert blocks("the o\ufb03cer’s \ufb02ag, the cafe\u0301") == "the officer’s flag, the café"


def test_a_word_parted_at_a_soft_hyphen_is_whole_again() -> None:
    assert blocks("the north\u00ad\r\nern shore") == "the northern shore"


@pytest.mark.parametrize("width", [25, 40, 72, 120])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_lines_broken_for_width_are_joined(width: int, between: str) -> None:
    printed = ["By Night", PARAGRAPH, PARAGRAPH]
    wrapped = between.join(textwrap.fill(block, width) for block in printed)
    assert blocks(wrapped).startswith(f"By Night\n{PARAGRAPH}")


def test_ragged_lines_are_joined_within_a_sentence() -> None:
    ragged = (
        "The ferry left the northern\nLake shore at dusk with\nMost of the crew below the deck."
    )
    assert "\n" not in blocks(ragged)


@pytest.mark.parametrize("start", ["The ferry", "The Anglo-"])
def test_a_short_line_within_a_sentence_is_joined_all_the_same(start: str) -> None:
    rest = "danish crew left the northern shore at dusk, and nobody on the whole lake knew why."
    rest = rest.capitalize() if start.endswith("-") else rest
    assert "\n" not in blocks(f"{start}\n{rest}")


def test_a_line_that_ends_early_after_a_sentence_ends_its_block() -> None:
    lines = "It rained at the time, or so they said.\nThe ferry left, but only after it had rained.\nA crew"
    assert blocks(lines).count("\n") == 1


def test_paragraphs_of_one_long_line_each_stay_apart() -> None:
    long = PARAGRAPH * 2
    assert blocks(f"{long}\n{long}\n{long}").split("\n") == [long] * 3


def test_a_word_parted_at_a_line_end_is_joined_where_the_page_has_it_whole() -> None:
    assert blocks("The north-\nern lake, northern shore.") == "The northern lake, northern shore."
    assert blocks("A well-\ntrained crew of Anglo-\nDanish sailors.").count("-") == 2
    assert blocks("A crew -\nall of them") == "A crew - all of them"


def test_of_an_html_page_the_words_are_left_a_block_a_line() -> None:
    html = """<!DOCTYPE html><html><head><style>p { color: red }</style>
    <script>if (a < b) { document.write("<p>no</p>") }</script><!-- <p>not this</p> --></head>
    <body><ul><li>Home</li><li>News</li></ul><p class="x">The <em>ferry</em>&rsquo;s
      crew <a href="#">sl</a>ept.</p><div>It rained&nbsp;then.<br>A lot.</div></body></html>"""
    assert blocks(html).split("\n") == [
        "Home",
        "News",
        "The ferry’s crew slept.",
        "It rained then.",
        "A lot.",
    ]


@pytest.mark.parametrize(
    "linked",
    [
        "the [northern shore](https://example.org/Shore_(lake)?a=1) at dusk",
        'the [northern](https://example.org "A title") [shore](#note) at dusk',
        "the [northern [sic] shore](/wiki/Shore) at dusk",
        "the [northern shore][2] at dusk",
        "the [4]northern shore [^5] at dusk",
        "the northern <https://example.org/a_(b)> shore https://example.org/x at dusk",
        "the ![a map](map.png) northern shore at dusk",
    ],
)
def test_of_links_only_their_names_are_left(linked: str) -> None:
    words = blocks(linked).replace("a map ", "").replace("[sic] ", "")
    assert words.split() == ["the", "northern", "shore", "at", "dusk"]


def test_square_brackets_that_are_no_link_stay() -> None:
    text = "It was taught to [the crews].” (See [sic] there.)"
    assert blocks(text) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“The ferry left.”", True),
        ("It left…", True),
        ("left at dusk.", False),
        ("12 The ferry left.", False),
        ("The ferry left", False),
        ("", False),
    ],
)
def test_a_sentence_is_whole_with_its_beginning_and_its_end(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


def test_a_text_that_only_mentions_tags_is_no_html() -> None:
    text = "You may use <b> and <i>, so 1 < 2 and 3 > 2."
    assert blocks(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        *["<", "<p ", "</", "<!--", "<script>", "<![x", '<a b="', "a-\n", "A. ", "&#"],
        *["[", "](", "[a](", "[a](b", "[a][", "[[a]", "http://", "https://x("],
    ],
)
def test_a_broken_page_takes_no_time_and_raises_nothing(piece: str) -> None:
    start = time.perf_counter()
    blocks("</p>" + piece * 50_000)
    assert time.perf_counter() - start < 20


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
