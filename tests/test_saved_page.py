"""Bytes as what they may say: encodings, and single-file pages."""

from __future__ import annotations

import base64
import codecs
import quopri

import pytest

from course_utils.reading.saved_page import possible_texts
from tests.disguises import misread, single_file

TEXT = "The mayor’s café said “no”… and the ﬂeet left – late."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("ﬂ", "fl").encode("cp1252"),
        TEXT.replace("ﬂ", "fl").encode("mac_roman"),
    ],
)
def test_the_likely_encoding_comes_first(data: bytes) -> None:
    assert next(possible_texts(data)).lstrip("\ufeff") in (TEXT, TEXT.replace("ﬂ", "fl"))


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    assert next(possible_texts(TEXT.encode() + b"\xff")) == TEXT + "\ufffd"


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1", "mac_roman"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_text_that_was_misread_and_saved_is_among_the_readings(wrong: str, times: int) -> None:
    damaged = TEXT
    for _ in range(times):
        damaged = misread(damaged, wrong)
    assert TEXT in possible_texts(damaged.encode())


@pytest.mark.parametrize("errors", ["replace", "ignore"])
def test_a_closing_quote_that_was_lost_on_the_way_is_found_again(errors: str) -> None:
    damaged = TEXT.encode().decode("cp1252", errors)
    assert TEXT in possible_texts(damaged.encode())


@pytest.mark.parametrize(("wrong", "right"), [("cp1252", "mac_roman"), ("mac_roman", "cp1252")])
def test_two_encodings_of_one_byte_that_were_confused_are_told_apart(
    wrong: str, right: str
) -> None:
    plain = TEXT.replace("ﬂ", "fl")
    assert plain in possible_texts(plain.encode(right).decode(wrong).encode())


def test_what_is_no_damage_stays() -> None:
    text = "Müller, Łódź, 漢字, Ω: “naïve” – no…"
    assert next(possible_texts(text.encode())) == text


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_of_a_single_file_page_only_what_is_text_is_left(encoding: str) -> None:
    text = next(possible_texts(single_file(f"<p>{TEXT}</p>", encoding)))
    assert text.strip() == f"<p>{TEXT}</p>"


def test_text_with_escapes_and_no_header_is_read() -> None:
    long = f"{TEXT} " * 5
    assert next(possible_texts(quopri.encodestring(long.encode()))) == long


@pytest.mark.parametrize("body", [b"=", b"====", base64.b64encode(b"x")[:-1]])
def test_a_broken_single_file_page_raises_nothing(body: bytes) -> None:
    head = b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
    for encoding in (b"base64", b"quoted-printable", b"none"):
        list(possible_texts(head + b"Content-Transfer-Encoding: " + encoding + b"\n\n" + body))
