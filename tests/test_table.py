"""A table as HTML: its caption, its escaped texts, and which cells stay on one line."""

from __future__ import annotations

import pandas as pd
import pytest

from course_utils.figures.table import show_table, table_html


def cell(text: str) -> str:
    html = table_html(pd.DataFrame({"published": [text]}), "One cell")
    return html[html.index("<td") : html.index("</td>")]


@pytest.mark.parametrize("text", ["2017-11-26", "S10", "inconsistent"])
def test_a_date_or_a_short_word_stays_on_one_line(text: str) -> None:
    assert 'class="whole"' in cell(text)


@pytest.mark.parametrize("text", ["in Syria", "iranian-commanders"])
def test_words_with_blanks_and_long_words_may_break(text: str) -> None:
    assert "class=" not in cell(text)


def test_names_texts_and_caption_are_escaped() -> None:
    html = table_html(pd.DataFrame({"<i>": ["<b>bold</b>"]}), "<u>")
    assert not {"<i>", "<b>", "<u>"} & {html[at : at + 3] for at in range(len(html))}
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_a_named_index_is_the_first_column() -> None:
    counts = pd.DataFrame({"claims": [36]}, index=pd.Index(["left open"], name="commitment"))
    assert (
        str(show_table(counts, "By commitment"))
        == "By commitment\ncommitment: left open; claims: 36"
    )
