"""A template becomes a page, and a page reads as plain text where nothing can show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment
    from pandas import DataFrame

BREAKS = {"br", "caption", "details", "div", "figcaption", "figure", "h3", "h4", "li", "ol", "p"}
BREAKS |= {"summary", "table", "tr", "ul"}
CELLS = {"td", "th"}


def render(template: str, **values: object) -> str:
    """Fill ``templates/<template>``; every value is escaped, and a missing one is an error."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


@cache
def sheet() -> str:
    """The style sheet of pages, to stand before them.

    It only adds: a notebook that is not trusted yet loses it.
    """
    css = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"


@dataclass(frozen=True, eq=False)
class Page:
    """What a ``show_*`` function returns; as the last line of a cell it shows itself.

    ``title`` is the finding, ``alt`` one sentence for who cannot see it, ``table`` the rows shown,
    and ``body`` the filled template, which says all of it.
    """

    title: str
    alt: str
    table: DataFrame
    body: str

    @property
    def html(self) -> str:
        """The page in its style; ``mathjax_ignore`` keeps dollar signs what they are."""
        return f'{sheet()}<div class="course-page mathjax_ignore">{self.body}</div>'

    @cached_property
    def description(self) -> list[str]:
        """The lines of the page in the order of reading."""
        return reading(self.body)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": str(self)}

    def __str__(self) -> str:
        return "\n".join(self.description)


def reading(html: str) -> list[str]:
    """The lines of well-formed HTML as a page without any style reads; cells name their column."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return [line for line in lines if line]


class _Reader(HTMLParser):
    """Gathers text, with a line for each block and a row for each row."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.first = True  # whether the next cell is the first of its row
        self.column = ""  # of the cell whose text comes next

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            inside = tag == "br" and not self.first
            self.parts.append(" " if inside else "\n")
        if tag == "tr":
            self.first = True
        if tag in CELLS:
            if not self.first:
                while self.parts[-1].isspace():
                    self.parts.pop()
                self.parts.append("; ")
            column = dict(attrs).get("data-column")
            self.first, self.column = False, f"{column}: " if column else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.parts.append("\n")
        if tag in ("tr", "table"):
            self.first = True

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split("\n"))
        if text.strip():  # a cell that begins with the name of its column says it once
            self.parts.append("" if text.startswith(self.column) else self.column)
            self.column = ""
        self.parts.append(text)
