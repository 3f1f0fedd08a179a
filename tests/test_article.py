from __future__ import annotations

import os
import re
import textwrap
import time
from pathlib import Path

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
    save_copy,
)
from tests.disguises import STRAIGHT, disguises
from tests.made_up_article import (
    ARTICLE,
    BODY,
    FOOTER,
    MENU,
    PAGE,
    PASSAGES,
    TITLE,
    made_up_course,
    page,
)

GUILLEMETS = str.maketrans({"“": "«", "”": "»", "‘": "‹", "’": "ʼ"})
DISGUISES = disguises(PAGE, TITLE)
# No empty line or end of a sentence parts the headline from the text.
RUN_TOGETHER = ("run together", "72 wide, no empty lines")


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the officer’s well-known flag", True),
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
        ("Nobody", "Nobody saw the lamp (it was out), Maj. Gen. A. Brandt said."),
        ("Lund", "Few cared, e.g. in Lund."),
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


MULTIPART = (
    b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    b"Content-Transfer-Encoding: base64\n\n"
)
BLOCKS = st.sampled_from([*MENU, *FOOTER]) | st.text(
    st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60
)


@st.composite
def saved_pages(draw: st.DrawFn) -> str:
    blocks = draw(st.lists(BLOCKS, max_size=2))
    for block in ARTICLE:
        blocks += [block, *draw(st.lists(BLOCKS, max_size=2))]
    widths = st.sampled_from([20, 33, 60, 72, 100, 5000])
    wrapped = [textwrap.fill(block, draw(widths)) for block in blocks]
    text = draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(wrapped)
    return text.translate(draw(st.sampled_from([{}, STRAIGHT, GUILLEMETS])))


@settings(deadline=None)
@given(saved_pages())
def test_wrapping_quotes_and_foreign_blocks_never_move_an_anchor(text: str) -> None:
    article = parsed(text.encode())
    assert article.trouble == ""
    for (label, anchor), (start, end) in article.found.items():
        own = next(b for b in ARTICLE if anchor in b)
        before, after = map(letters, own.split(anchor))
        assert letters(article.text[max(0, start - 40) : start]).endswith(before[-8:]), label
        assert letters(article.text[end : end + 40]).startswith(after[:8]), label


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


# What is wrong with a copy


def test_a_copy_shown_by_accident_does_not_show_its_text() -> None:
    assert "ferry" not in repr(parsed(page()))


def test_a_missing_paragraph_is_named_and_nothing_is_shown_of_it() -> None:
    gone = parsed(page(*PAGE[:-6], "Only the empty boats in January are left."))
    assert gone.trouble == "P5 is missing from this copy of the article."
    assert gone.passage("P5", "empty boats in January") == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        page(*MENU[:1], *FOOTER),
        page("Related", TITLE),
        b"The council met. " * 99,
        b"\0\xff" * 99,
    ],
)
def test_a_different_text_is_told_plainly(data: bytes) -> None:
    assert parsed(data).trouble == "This text is not the article: 0 of 19 passages were found."
    assert not parsed(data).is_article


def test_damaged_passages_are_named_and_of_many_the_rest_is_counted() -> None:
    changed = page().decode().replace("first step to", "move to").replace("bus line most", "buses")
    assert parsed(changed.replace("no official", "hardly any").encode()).trouble == (
        "These passages look damaged, or are of another version: P1 near “first step to"
        " service”, P2 near “no official figures” and P4 near “bus line most”."
    )
    for said in ("fleet has", "fine flag"):
        changed = changed.replace(said, "z".join(said))
    worse = parsed(changed.replace("empty boats", "boats").encode())
    assert worse.trouble.endswith("P3 near “fine flag without a ship” and 2 others.")


# The file


def named(path: Path, monkeypatch: pytest.MonkeyPatch, course: Course) -> Article:
    monkeypatch.setenv("COURSE_ARTICLE", str(path))
    article = read_article(course)
    assert article
    return article


def test_a_copy_is_found_beside_the_data_and_the_environment_comes_first(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_article(course) is None
    assert save_copy(course, page(*PAGE, "Own")) == tmp_path / "my-work" / "article.txt"
    own = read_article(course)
    assert own
    assert own.text.endswith("Own")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "copy.txt").write_bytes(page(*PAGE, f"Copy {name}"))
        os.utime(tmp_path / name / "copy.txt", ns=(1, 1))
        monkeypatch.chdir(tmp_path / name)  # of which a relative path speaks
        assert named(Path("copy.txt"), monkeypatch, course).text.endswith(f"Copy {name}")


def test_a_named_copy_that_cannot_be_read_says_why(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = named(tmp_path / "nowhere.txt", monkeypatch, course)
    assert article.trouble == f"There is no file {tmp_path / 'nowhere.txt'}."
    assert not article.is_article
    folder = named(tmp_path, monkeypatch, course)
    assert folder.trouble.startswith(f"{tmp_path} cannot be read: ")


def test_a_copy_is_read_again_only_when_it_changed(course: Course) -> None:
    copy = save_copy(course, page())
    first = read_article(course)
    assert read_article(course) is first
    save_copy(course, page(*PAGE[:-6], *FOOTER))
    os.utime(copy, ns=(1, 1))
    assert read_article(course) != first


def kept(course: Course) -> list[Path]:
    return sorted(own_copy(course).parent.iterdir())


def test_an_earlier_copy_is_kept_under_a_dated_name_but_no_copy_twice(course: Course) -> None:
    copies = [page(), page(*PAGE, "Second"), page(*PAGE, "Third")]
    for data in [*copies, copies[-1]]:
        save_copy(course, data)
    assert [path.read_bytes() for path in kept(course)] == copies
    *dated, last = kept(course)
    assert last == own_copy(course)
    assert all(re.fullmatch(r"article-\d{4}(-\d\d){2}-\d{6}-\d{6}\.txt", p.name) for p in dated)


@pytest.mark.parametrize("failing", ["write_bytes", "replace", "mkdir"])
def test_when_writing_fails_the_earlier_copy_stays_and_no_piece_is_left(
    failing: str, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_copy(course, page())
    write = Path.write_bytes

    def half(path: Path, data: bytes = b"", exist_ok: bool = True) -> int:
        if failing == "write_bytes":
            write(path, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, failing, half)
    with pytest.raises(
        ValueError, match=r"article\.txt cannot be written: No space left on device"
    ):
        save_copy(course, page(*PAGE, "Second"))
    assert [path.read_bytes() for path in kept(course)] == [page()]


# Behind a row


def test_the_passage_behind_a_row_comes_from_the_copy_or_else_where_it_is(course: Course) -> None:
    without = 'P2, near "no official figures"'
    assert passage(course, "statements-1") == without
    save_copy(course, page(BODY[0], BODY[3]))
    assert passage(course, "statements-1") == without
    save_copy(course, page())
    assert passage(course, "actors-1") == TITLE
    expected = "That could cost the bus line most of its passengers, who have complained"
    assert passage(course, "statements-6").startswith(expected)
    with pytest.raises(LookupError, match="is called 'S99'"):
        passage(course, "S99")
