"""Characters that nobody sees and damaged text are told from whatever a language may hold."""

from __future__ import annotations

import pytest

from course_utils.source.text import clean, damaged, unseen

INVISIBLE = {
    "\u00a0": "no-break space (U+00A0)",
    "\u200c": "zero width non-joiner (U+200C)",
    "\ufeff": "byte order mark (U+FEFF)",
    "\u00ad": "soft hyphen (U+00AD)",
    "\u202e": "right-to-left override (U+202E)",
    "\u2028": "line separator (U+2028)",
    "\u3164": "hangul filler (U+3164)",
    "\t": "tab (U+0009)",
    "\x00": "control character (U+0000)",
    "\ud800": "half of a character (U+D800)",
    "\ue000": "private character (U+E000)",
    "\uffff": "unknown character (U+FFFF)",
}
# Each as it is written where it is right: joiners in Persian, Hindi and emoji among them.
SEEN = [
    "plain words, twice\non two lines",
    "“curly” – ‘quotes’ … 50 %",
    "«CAFÉ»… “MALMÖ” „SKÅ“ “café”—he said",
    "می‌خواهد, क्‍ष, 👩‍👩‍👧 🫨",
    "Đorđe Šešelj, ÀÉÎÕÜ ÄÖÅ Ångström² SÃO JOÃO “IRMÃ”",
    "۱۲۳ ٪, a + b = c, $x_1$, <b>",
    "",
]
DAMAGED = ["“Mojahed”", "it’s", "1979–1988 — on", "café", "São Paulo", "Milošević", "İstanbul"]
DAMAGED += ["بسیج مردمی", "Москва", "Ελλάδα", "שלום", "中文", "🙂", "50 €", "a\u00a0b"]


@pytest.mark.parametrize(("char", "name"), INVISIBLE.items(), ids=INVISIBLE.values())
def test_an_invisible_character_is_named_and_can_be_cleaned_away(char: str, name: str) -> None:
    expected = f"after 'the author': {name}; delete or retype it"
    assert unseen(f"the author{char}, he says").endswith(expected)
    assert unseen(f"{char}author").startswith("holds an invisible character before 'author': ")
    assert unseen(char).isprintable()
    assert clean(f"a{char} b").replace("  ", " ") == "a b"


@pytest.mark.parametrize("text", [*SEEN, *DAMAGED[:-1]])
def test_what_a_language_may_hold_is_neither_invisible_nor_damaged(text: str) -> None:
    assert (unseen(text), damaged(text), clean(text)) == ("", "", text)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", DAMAGED)
def test_utf8_read_in_another_encoding_is_seen(text: str, encoding: str) -> None:
    read = text.encode().decode(encoding, "ignore")
    assert damaged(f"before {read} after").startswith("'")
    assert damaged(read).isprintable()
    assert damaged("Qom\ufffd").startswith("'Qom\ufffd' is damaged, ")  # lost before
