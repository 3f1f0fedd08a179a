from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_utils.course import Course
from course_utils.reading.article import LARGEST, own_copy, read_article
from course_utils.reading.upload import save_copy
from tests.made_up_article import BODY, PAGE, made_up_course, page


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("COURSE_ARTICLE", raising=False)
    return made_up_course(tmp_path)


def kept(course: Course) -> list[str]:
    folder = own_copy(course).parent
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_an_upload_becomes_the_readers_copy(course: Course) -> None:
    data = page().decode().encode("cp1252")
    assert save_copy(course, data) == own_copy(course)
    assert own_copy(course).read_bytes() == data
    article = read_article(course)
    assert article
    assert article.trouble == ""
    assert kept(course) == ["article.txt"]


def test_an_earlier_copy_is_kept_under_a_dated_name(course: Course) -> None:
    copies = [page(), page(*PAGE, "Second"), page(*PAGE, "Third")]
    for data in copies:
        save_copy(course, data)
    names = kept(course)
    assert [bool(re.fullmatch(r"article-\d{4}-\d\d-\d\d-\d{6}-\d{6}\.txt", n)) for n in names] == [
        True,
        True,
        False,
    ]
    assert [(own_copy(course).parent / name).read_bytes() for name in names] == copies


def test_the_same_copy_again_is_not_kept_twice(course: Course) -> None:
    save_copy(course, page())
    save_copy(course, page())
    assert kept(course) == ["article.txt"]


def test_a_part_of_the_article_is_accepted(course: Course) -> None:
    save_copy(course, page(BODY[0], BODY[3]))
    article = read_article(course)
    assert article
    assert article.missing == ("P0", "P2", "P3", "P5")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Another text.", "This text is not the article: 0 of 19 passages were found."),
        (page().ljust(LARGEST + 1), "This file is larger than 2 MB."),
        (b"%PDF-1.7", "This is a PDF file: save the page as plain text."),
    ],
)
def test_what_is_not_the_article_is_refused_with_the_reason(
    data: bytes, reason: str, course: Course
) -> None:
    save_copy(course, page())
    with pytest.raises(ValueError, match="^" + re.escape(reason) + "$"):
        save_copy(course, data)
    assert own_copy(course).read_bytes() == page()
    assert kept(course) == ["article.txt"]


def test_a_folder_that_cannot_be_made_is_told(course: Course) -> None:
    own_copy(course).parent.write_text("a file where the folder should be")
    with pytest.raises(ValueError, match=r"article\.txt cannot be written: "):
        save_copy(course, page())


def test_when_writing_fails_the_earlier_copy_stays_and_no_piece_is_left(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_copy(course, page())
    write = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        write(path, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(ValueError, match="No space left on device"):
        save_copy(course, page(*PAGE, "Second"))
    assert own_copy(course).read_bytes() == page()
    assert kept(course) == ["article.txt"]
