from __future__ import annotations

import pytest

from course_utils.reading.anchors import Letters, find_paragraphs

ANCHORS = {
    "P0": ["red gate"],
    "P1": ["an oak", "two elms", "the hill"],
    "P2": ["a pond", "the hill"],
}
ONE = "There stood an oak, two elms, and the hill."
TWO = "Behind lay a pond. The hill was bare."


def found(text: str, words: str) -> list[str]:
    return [text[span.start : span.end] for span in Letters(text).find(words)]


def paragraphs(text: str) -> dict[str, str]:
    pairs = [(label, anchor) for label, own in ANCHORS.items() for anchor in own]
    spans = find_paragraphs(text, Letters(text), pairs)
    return {label: text[slice(*span)].strip() for label, span in spans.items()}


@pytest.mark.parametrize(
    "text",
    [
        "the officer’s well-known flag",
        "The OFFICER'S well-\nknown flag",
        "the officer‘s well–known flag",
        "the\u00a0officers well known\tflag",
        "the “of-\nficer’s” wellknown … flag",
    ],
)
def test_words_are_found_however_they_are_written(text: str) -> None:
    assert found(text, "the officer's well-known flag") == [text]


def test_accents_count_for_nothing_and_footnote_marks_neither() -> None:
    assert found("the cafe\u0301¹ closed", "café closed") == ["cafe\u0301¹ closed"]


def test_only_whole_words_are_found() -> None:
    assert found("these oaks, bathe oak, the oakum, the oak’s", "the oak") == ["the oak"]


def test_words_without_letters_stand_nowhere() -> None:
    assert found("one — two", "—") == []


def test_every_place_is_found() -> None:
    assert found("the oak the oak the oak", "the oak the oak") == ["the oak the oak"] * 2


def test_a_paragraph_is_where_most_of_its_anchors_stand() -> None:
    assert paragraphs(f"A pond!\nThe red gate\n{ONE}\n{TWO}\nAn oak?") == {
        "P0": "The red gate",
        "P1": ONE,
        "P2": TWO,
    }


def test_half_of_the_anchors_are_not_most() -> None:
    assert paragraphs("Only a pond.") == {}
    assert list(paragraphs("An oak, two elms.")) == ["P1"]


def test_of_several_headlines_the_one_next_to_the_text_counts() -> None:
    assert (
        paragraphs(f"Home / red gate\nThe red gate\n{ONE}\nRed gate again")["P0"] == "The red gate"
    )


def test_paragraphs_follow_each_other() -> None:
    assert paragraphs(f"{TWO}\n{ONE}") == {"P1": ONE}


def test_a_repeated_anchor_does_not_stretch_a_paragraph() -> None:
    assert paragraphs(f"{ONE}\nA summary\nThe hill and two elms.")["P1"] == ONE


def test_the_halves_of_a_parted_paragraph_belong_together() -> None:
    parted = "There stood an oak.\nA subhead\nTwo elms, and the hill."
    assert paragraphs(f"{parted}\n{TWO}") == {"P1": parted, "P2": TWO}


def test_the_near_place_counts_more_than_a_far_one() -> None:
    far = "Nothing here.\n" * 500
    assert paragraphs(f"An oak, two elms.\n{far}The hill.")["P1"] == "An oak, two elms."


def test_paragraphs_in_one_line_are_parted_at_a_sentence() -> None:
    assert paragraphs(f"{ONE} {TWO}") == {"P1": ONE, "P2": TWO}


def test_words_that_stand_everywhere_point_nowhere() -> None:
    assert paragraphs("Red gate. " * 21) == {}


def test_words_that_stand_often_move_no_paragraph() -> None:
    text = "An oak, the hill.\nA pond.\nThe hill.\nThe hill."
    pairs = [("P1", "an oak"), ("P1", "the hill"), ("P2", "a pond")]
    spans = find_paragraphs(text, Letters(text), pairs)
    assert {label: text[slice(*span)].strip() for label, span in spans.items()} == {
        "P1": "An oak, the hill.",
        "P2": "A pond.",
    }
