from __future__ import annotations

import os
import quopri
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.course import Course
from course_utils.reading.article import (
    LARGEST,
    Article,
    anchor_problems,
    own_copy,
    parse_article,
    passage,
    read_article,
)
from tests.disguises import linked, misread, printed, single_file, two_columns
from tests.made_up_article import (
    ARTICLE,
    BODY,
    BYLINE,
    FOOTER,
    MENU,
    PAGE,
    PASSAGES,
    TITLE,
    made_up_course,
    page,
)

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"})
GUILLEMETS = str.maketrans({"“": "«", "”": "»", "‘": "‹", "’": "ʼ"})
STYLES: tuple[dict[int, str], ...] = ({}, STRAIGHT, GUILLEMETS)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return made_up_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(autouse=True)
def no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)


def hyphenated(text: str) -> str:
    """Part every long word in the middle, at the end of a line."""
    return re.sub(r"\b([a-z]{4})([a-z]{4,})", r"\1-\n\2", text)


def as_html(*blocks: str) -> bytes:
    body = "\n".join(f"<p>{textwrap.fill(block, 60)}</p>" for block in blocks)
    return (
        f"<!DOCTYPE html><html><body>{body.replace('ferry', '<i>ferry</i>')}</body></html>".encode()
    )


def parted(*blocks: str, subhead: str = "") -> bytes:
    """Each paragraph in two blocks, at the end of its first sentence."""
    return page(
        *(
            re.sub(r"(?<!Capt\.)(?<=[.”]) (?=[A-Z])", f"\n\n{subhead}", block, count=1)
            for block in blocks
        )
    )


SAVED = {
    "as it is": page(),
    "a block a line": page(between="\n"),
    "CRLF": page(between="\r\n\r\n"),
    "BOM": b"\xef\xbb\xbf" + page(),
    "cp1252": page().decode().encode("cp1252"),
    "UTF-16": page().decode().encode("utf-16"),
    "straight quotes": page().decode().translate(STRAIGHT).encode(),
    "72 wide": page(*(textwrap.fill(block, 72) for block in PAGE)),
    "72 wide, no empty lines": page(*(textwrap.fill(block, 72) for block in PAGE), between="\n"),
    "hyphenated": page(*map(hyphenated, PAGE)),
    "soft hyphens": page(
        *(re.sub("([a-z]{3})([a-z]{3})", "\\1\u00ad\\2", block) for block in PAGE)
    ),
    "blanks that do not break": page(*(block.replace(" ", "\u00a0") for block in PAGE)),
    "ligatures": page(*(block.replace("fl", "ﬂ").replace("fi", "ﬁ") for block in PAGE)),
    "capitals": page().decode().upper().encode(),
    "subheads": page(*MENU, TITLE, BYLINE, *(f"A subhead\n\n{b}\n\n" for b in BODY), *FOOTER),
    "parted": parted(*PAGE),
    "parted by subheads": parted(*PAGE, subhead="A new subhead\n\n"),
    "run together": page(between=" "),
    "HTML": as_html(*PAGE),
    "the article alone": page(*ARTICLE),
    "twice": page() + b"\n\n" + page(),
    "single file": single_file(as_html(*PAGE).decode()),
    "single file in base64": single_file(as_html(*PAGE).decode(), "base64"),
    "single file in cp1252": single_file(as_html(*PAGE).decode(), charset="cp1252"),
    "quoted-printable": quopri.encodestring(page()),
    "Markdown": page(*(linked(block, "[{}](https://example.org/{}_(a))") for block in PAGE)),
    "Markdown with titles": page(*(linked(block, '[{}](/{} "Title")') for block in PAGE)),
    "Markdown with references": page(*(linked(block, "[{}][{}]") for block in PAGE)),
    "numbered links": page(*(linked(block, "[{1}]{0}") for block in PAGE)),
    "addresses": page(*(linked(block, "{} <https://example.org/{}>") for block in PAGE)),
    "print": printed(PAGE).encode(),
    "print, tight": printed(PAGE, apart="").encode(),
    "print, the headline as head": printed(ARTICLE, head=TITLE).encode(),
    "two columns": two_columns(PAGE, side_by_side=True).encode(),
    "two columns, one after the other": two_columns(PAGE, side_by_side=False).encode(),
    "Mac Roman": page().decode().encode("mac_roman"),
    "misread as cp1252": misread(page().decode(), "cp1252").encode(),
    "misread as Mac Roman": misread(page().decode(), "mac_roman").encode(),
    "misread twice": misread(misread(page().decode(), "cp1252"), "cp1252").encode(),
    "print of two columns, misread": misread(two_columns(PAGE, True), "cp1252").encode(),
}
WHOLE = [name for name in SAVED if name not in ("ligatures", "parted by subheads", "run together")]


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\Wʼ]", text)).casefold()


def assert_all_found(article: Article) -> None:
    assert (article.missing, article.trouble) == ((), "")
    for label, anchor in PASSAGES:
        assert article.find(label, anchor), (label, anchor)


@pytest.mark.parametrize("data", SAVED.values(), ids=SAVED)
def test_every_passage_is_found_in_a_copy_however_it_was_saved(data: bytes, course: Course) -> None:
    assert_all_found(parse_article(course, data))


@pytest.mark.parametrize("name", WHOLE)
def test_paragraphs_are_whole_and_nothing_is_added(name: str, course: Course) -> None:
    article = parse_article(course, SAVED[name])
    shown = [letters(article.paragraph(f"P{number}")) for number in range(6)]
    assert shown == [letters(text) for text in (TITLE + BYLINE, *BODY)]


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "72 wide, no empty lines"])
def test_the_sentence_behind_every_passage_is_the_articles(name: str, course: Course) -> None:
    article, sound = parse_article(course, SAVED[name]), parse_article(course, page())
    for pair in PASSAGES:
        assert letters(article.passage(*pair)) == letters(sound.passage(*pair)), pair


def test_a_paragraph_and_a_passage_are_shown_as_they_stand_in_the_copy(course: Course) -> None:
    article = parse_article(course, page(*(textwrap.fill(block, 60) for block in PAGE)))
    assert article.paragraph("P3") == BODY[2]
    assert article.paragraph("P0") == f"{TITLE}\n{BYLINE}"
    expected = "The mayor of Lund calls the idea “a fine flag without a ship.”"
    assert article.passage("P3", "fine flag without a ship") == expected
    first = "As Capt. Brandt put it on March 9, “Our boats are a model for every village on the"
    assert article.passage("P3", "towns in the hills").startswith(first)


def test_a_copy_shown_by_accident_does_not_show_its_text(course: Course) -> None:
    assert "ferry" not in repr(parse_article(course, page()))


def test_what_is_not_in_the_copy_is_an_empty_text(course: Course) -> None:
    article = parse_article(course, page())
    assert article.passage("P3", "empty boats in January") == ""
    assert article.passage("P9", "towns in the hills") == ""
    assert article.paragraph("P9") == ""


def test_missing_paragraphs_are_named(course: Course) -> None:
    two_gone = parse_article(course, page(*(b for b in PAGE if b not in (BODY[1], BODY[3]))))
    assert two_gone.missing == ("P2", "P4")
    assert two_gone.trouble == "P2 and P4 are missing from this copy of the article."
    assert two_gone.paragraph("P3") == BODY[2]
    one_gone = parse_article(course, page(*PAGE[:-6], *FOOTER))
    assert one_gone.trouble == "P5 is missing from this copy of the article."


@pytest.mark.parametrize(
    "data", [b"", page(*MENU[:1], *FOOTER), b"The council met. " * 99, b"\0\xff" * 99]
)
def test_a_different_text_is_told_plainly(data: bytes, course: Course) -> None:
    article = parse_article(course, data)
    assert not article.is_article
    assert article.trouble == "This text is not the article: 0 of 19 passages were found."


def test_a_page_that_only_names_the_article_is_not_the_article(course: Course) -> None:
    article = parse_article(course, page("Related", TITLE, "Some other page."))
    assert article.trouble.startswith("This text is not the article: ")


def test_another_version_is_told(course: Course) -> None:
    changed = page().decode().replace("first step to", "move to").replace("bus line most", "buses")
    article = parse_article(course, changed.replace("no official", "hardly any").encode())
    assert article.trouble == (
        "These passages look damaged, or are of another version: P1 near “first step to"
        " service”, P2 near “no official figures” and P4 near “bus line most”."
    )


def test_of_many_damaged_passages_some_are_named_and_the_rest_counted(course: Course) -> None:
    changed = page().decode()
    for said in ("first step", "fleet has", "fine flag", "bus line", "empty boats"):
        changed = changed.replace(said, "z".join(said))
    article = parse_article(course, changed.encode())
    assert len(article.damaged) == 5
    assert article.trouble.endswith("P3 near “fine flag without a ship” and 2 others.")


@pytest.mark.parametrize(
    ("data", "name"), [(b"%PDF-1.7", "a PDF file"), (b"PK\x03\x04", "a Word or zip file")]
)
def test_other_kinds_of_files_are_named(data: bytes, name: str, course: Course) -> None:
    article = parse_article(course, data + page())
    assert article.trouble == f"This is {name}: save the page as plain text."
    assert not article.is_article


def test_a_file_too_large_is_not_read(course: Course, tmp_path: Path) -> None:
    article = parse_article(course, page().ljust(LARGEST + 1))
    assert article.trouble == "This file is larger than 2 MB."
    assert parse_article(course, page().ljust(LARGEST)).trouble == ""
    (tmp_path / "copy.txt").write_bytes(page().ljust(LARGEST + 1))
    assert read_article(course, tmp_path / "copy.txt") == article


def test_an_anchor_that_does_not_stand_once_is_named_with_its_row(course: Course) -> None:
    assert anchor_problems(course, parse_article(course, page())) == []
    changed = (
        page().decode().replace("no official", "no").replace("hills…", "hills, towns in the hills…")
    )
    assert anchor_problems(course, parse_article(course, changed.encode())) == [
        'statements statements-1: "no official figures" stands 0 times in P2',
        'statements statements-3: "towns in the hills" stands 2 times in P3',
    ]


# The file


def test_without_a_copy_there_is_none(course: Course) -> None:
    assert read_article(course) is None


def test_a_copy_is_found_beside_the_data(tmp_path: Path) -> None:
    course = made_up_course(tmp_path)
    assert own_copy(course) == tmp_path / "my-work" / "article.txt"
    own_copy(course).parent.mkdir()
    own_copy(course).write_bytes(page())
    article = read_article(course)
    assert article
    assert_all_found(article)


def test_a_path_comes_before_the_environment_and_that_before_my_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = made_up_course(tmp_path)
    names = own_copy(course), tmp_path / "environment.txt", tmp_path / "path.txt"
    names[0].parent.mkdir()
    for number, name in enumerate(names):
        name.write_bytes(page(*PAGE, f"Copy {number}"))
    monkeypatch.setenv("COURSE_ARTICLE", str(names[1]))
    read = [read_article(course), read_article(course, names[2])]
    monkeypatch.setenv("COURSE_ARTICLE", "")
    read.append(read_article(course))
    assert [article.text[-6:] for article in read if article] == ["Copy 1", "Copy 2", "Copy 0"]


def test_a_named_copy_that_cannot_be_read_says_why(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_ARTICLE", str(tmp_path / "nowhere.txt"))
    article = read_article(course)
    assert article
    assert article.trouble == f"There is no file {tmp_path / 'nowhere.txt'}."
    assert not article.is_article
    folder = read_article(course, tmp_path)
    assert folder
    assert folder.trouble.startswith(f"{tmp_path} cannot be read: ")


def test_a_copy_is_read_again_when_it_changed(tmp_path: Path, course: Course) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(page())
    first = read_article(course, copy)
    assert read_article(course, copy) is first
    copy.write_bytes(page(*PAGE[:-6], *FOOTER))
    os.utime(copy, ns=(1, 1))
    second = read_article(course, copy)
    assert second
    assert second.missing == ("P5",)


def test_a_relative_path_means_the_working_folder(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "copy.txt").write_bytes(page(*PAGE, f"Copy {name}"))
        os.utime(tmp_path / name / "copy.txt", ns=(1, 1))
        monkeypatch.chdir(tmp_path / name)
        article = read_article(course, "copy.txt")
        texts.append(article.text[-8:] if article else "")
    assert texts == ["Copy one", "Copy two"]


# Behind a row


def test_the_passage_behind_a_row_comes_from_the_copy(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(page())
    monkeypatch.setenv("COURSE_ARTICLE", str(copy))
    assert passage(course, "actors-1") == TITLE
    expected = "That could cost the bus line most of its passengers, who have complained"
    assert passage(course, "statements-6").startswith(expected)


@pytest.mark.parametrize("data", [None, b"another text"])
def test_without_the_passage_a_row_tells_where_it_is(
    data: bytes | None, tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    if data:
        (tmp_path / "copy.txt").write_bytes(data)
        monkeypatch.setenv("COURSE_ARTICLE", str(tmp_path / "copy.txt"))
    assert passage(course, "statements-1") == 'P2, near "no official figures"'


def test_an_unknown_row_is_named(course: Course) -> None:
    with pytest.raises(LookupError, match="is called 'S99'"):
        passage(course, "S99")


# Whatever is around the article, and however its lines are broken

OWN_BLOCK = {
    (label, anchor): next(
        b for b in (ARTICLE[:2] if label == "P0" else [BODY[int(label[1]) - 1]]) if anchor in b
    )
    for label, anchor in PASSAGES
}
PROSE = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60)
FOREIGN = st.lists(st.sampled_from([*MENU, *FOOTER]) | PROSE, max_size=2)
WIDTHS = st.sampled_from([20, 33, 60, 72, 100, 5000])


@st.composite
def saved_pages(draw: st.DrawFn) -> str:
    blocks = draw(FOREIGN)
    for block in ARTICLE:
        blocks += [block, *draw(FOREIGN)]
    wrapped = [textwrap.fill(block, draw(WIDTHS)) for block in blocks]
    text = draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(wrapped)
    return text.translate(draw(st.sampled_from(STYLES)))


@settings(deadline=None)
@given(saved_pages())
def test_wrapping_quotes_and_foreign_blocks_never_move_an_anchor(course: Course, text: str) -> None:
    article = parse_article(course, text.encode())
    assert (article.missing, article.trouble) == ((), "")
    for label, anchor in PASSAGES:
        around = [neighbours(article.text, *span) for span in article.find(label, anchor)]
        own = OWN_BLOCK[label, anchor]
        start = own.index(anchor)
        before, after = neighbours(own, start, start + len(anchor))
        assert any(b.endswith(before) and a.startswith(after) for b, a in around), (label, anchor)


def neighbours(text: str, start: int, end: int) -> tuple[str, str]:
    return letters(text[max(0, start - 20) : start])[-10:], letters(text[end : end + 20])[:10]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_file_raises_an_error(course: Course, data: bytes) -> None:
    assert not parse_article(course, data).is_article
