from __future__ import annotations

import textwrap

import pytest

from course_utils.reading.saved_page import possible_texts

PARAGRAPH = (
    "The ferry left the northern shore at dusk with most of the crew below deck. Nobody had told"
    " them that the lamp was out. It was a well-trained crew all the same."
)


def read(text: str) -> str:
    return next(possible_texts(text.encode()))


@pytest.mark.parametrize("width", [25, 40, 72, 120])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_lines_broken_for_width_are_joined(width: int, between: str) -> None:
    wrapped = between.join(textwrap.fill(block, width) for block in ("By Night", *[PARAGRAPH] * 2))
    assert read(wrapped).startswith(f"By Night\n{PARAGRAPH}")


@pytest.mark.parametrize("first", ["The ferry", "The Anglo-", "The northern\nLake ferry with"])
def test_ragged_lines_are_joined_within_a_sentence(first: str) -> None:
    assert "\n" not in read(f"{first}\nmost of its\ncrew left.")


def test_paragraphs_of_one_long_line_each_stay_apart() -> None:
    long = PARAGRAPH * 2
    assert read(f"{long}\n{long}\n{long}").split("\n") == [long] * 3


def test_a_word_parted_at_a_line_end_is_joined_where_the_page_has_it_whole() -> None:
    assert read("The north-\nern lake, northern shore.") == "The northern lake, northern shore."
    assert read("A well-\ntrained crew of Anglo-\nDanish sailors.").count("-") == 2
    assert read("A crew -\nall of them") == "A crew - all of them"


def test_of_an_html_page_the_words_are_left_a_block_a_line() -> None:
    html = """<!DOCTYPE html><html><head><style>p { color: red }</style>
    <script>if (a < b) { document.write("<p>no</p>") }</script><!-- <p>not this</p> --></head>
    <body><ul><li>Home</li><li>News</li></ul><p class="x">The <em>ferry</em>&rsquo;s
      crew <a href="#">sl</a>ept.</p><div>It rained&nbsp;then.<br>A lot.</div></body></html>"""
    shown = ["Home", "News", "The ferry’s crew slept.", "It rained then.", "A lot."]
    assert read(html).split("\n") == shown


def test_of_links_only_their_names_are_left() -> None:
    linked = 'the [northern [sic] shore](/a_(b)?c "Title") ![and a map](map.png) at [^5] dusk'
    assert read(linked).split() == [
        "the",
        "northern",
        "[sic]",
        "shore",
        "and",
        "a",
        "map",
        "at",
        "dusk",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "You may use <b> and <i>, so 1 < 2 and 3 > 2.",
        "It was taught to [the crews].” (See [sic] there.)",
        "Müller, Łódź, 漢字, Ω: “naïve” – no…",
    ],
)
def test_what_is_no_markup_and_no_damage_stays(text: str) -> None:
    assert read(text) == text


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    assert next(possible_texts("“No” – the café".encode() + b"\xff")) == "“No” – the café\ufffd"


def test_heads_and_feet_of_pages_are_left_out_but_no_headline_and_no_end_of_a_sentence() -> None:
    pages = ["The Lake", "The ferry left on", "May 3 from the\nharbour of Lund.\n\nIt rained on"]
    text = "\n\nThe Lake\n\n".join([*pages, "the harbour of Lund."])
    assert read(text).count("The Lake") == 1
    numbered = (
        "3/9/2019 The Lake 1\nThe ferry left on\n\n3/9/2019 The Lake 2\nMay 3, and\n\n12\nno ship"
    )
    assert read(f"{numbered}\n\n13\ncame.") == "The ferry left on May 3, and no ship came."


def test_a_single_file_page_whose_parts_are_not_found_is_read_as_it_is() -> None:
    head = b"Content-Type: multipart/related; boundary=lost\n\n"
    assert next(possible_texts(head + PARAGRAPH.encode())).endswith(PARAGRAPH)
