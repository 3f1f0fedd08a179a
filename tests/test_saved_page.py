from __future__ import annotations

import pytest

from course_utils.reading.saved_page import possible_texts

PARAGRAPH = (
    "The ferry left the northern shore at dusk with most of the crew below deck. Nobody had told"
    " them that the lamp was out. It was a well-trained crew all the same."
)
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
        ("\n".join([PARAGRAPH * 2] * 3), "\n".join([PARAGRAPH * 2] * 3)),
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
