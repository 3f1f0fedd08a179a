"""What a learner typed: which texts are the same, and which number a text is."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_utils.quiz.typed import Number, fold


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Ja'fari", "JAFARI"),
        ("IRGC-QF", "irgc qf"),
        ("Fāṭemiyoun", "Fatemiyoun"),
        ("Straße", "STRASSE"),
        ("İran", "iran"),
        ("  the\n council. ", "The council"),
        ("«council»", "“council”"),
        ("ش\u200cیعه", "شیعه"),
    ],
)
def test_what_a_reader_takes_for_the_same_is_the_same(text: str, other: str) -> None:
    assert fold(text) == fold(other) != ""


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text() | st.floats().map(str) | st.from_regex(r"[-+]?[0-9]*[.,]?[0-9]*( ?%)?"))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    for percentage in (False, True):
        number = Number.model_construct(percentage=percentage).read(text)
        if isinstance(number, str):
            assert number.endswith(".")
        else:
            assert math.isfinite(number)
            assert not percentage or 0 <= number <= 100


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=3), st.sampled_from(".,"))
def test_a_number_that_is_written_out_is_read_back(number: Decimal, point: str) -> None:
    typed = f"{number + 0:f}"
    read = Number.model_construct().read(typed.replace(".", point))
    assert read == number or (point == "," and isinstance(read, str) and "two numbers" in read)


def test_a_number_of_a_thousand_digits_is_refused() -> None:
    assert "is not a number" in str(Number.model_construct().read("1" * 1000))
