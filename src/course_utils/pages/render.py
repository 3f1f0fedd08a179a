"""A template becomes a page, and a page reads as plain text where nothing can show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib import resources
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinja2 import Environment

ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>")
CELL = re.compile(r'<t[dh]\b(?:[^>]*? data-column="([^"]*)")?[^>]*>(.*?)</t[dh]>')
BLOCK = re.compile(
    r"</?(?:br|caption|details|div|figcaption|figure|li|p|summary|table|tr|ul)\b[^>]*>"
)
TAG = re.compile(r"<[^>]*>")


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
def page_css() -> str:
    """The style sheet of pages; it only adds, for a notebook that is not trusted yet loses it."""
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


class Account(Protocol):
    """A page or a picture, of which explorers announce ``alt``; ``html`` has its texts escaped."""

    @property
    def alt(self) -> str: ...
    @property
    def html(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Page:
    """What a ``show_*`` function returns; as the last line of a cell it shows itself.

    ``title`` is the finding, without its full stop; ``body`` the filled template, which says all.
    """

    title: str
    body: str

    @property
    def alt(self) -> str:
        return f"{self.title}."

    @property
    def html(self) -> str:
        """The page in its style; ``mathjax_ignore`` keeps dollar signs what they are."""
        style = f"<style>{page_css()}</style>"
        return f'{style}<div class="course-page mathjax_ignore">{self.body}</div>'

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": str(self)}

    def __str__(self) -> str:
        return "\n".join(reading(self.body))


def reading(html: str) -> list[str]:
    """The lines of a template's HTML as a page without any style reads; cells name their column."""
    rows = ROW.sub(_row, " ".join(html.split()))
    lines = unescape(TAG.sub("", BLOCK.sub("\n", rows))).split("\n")
    return [" ".join(line.split()) for line in lines if line.strip()]


def _row(row: re.Match[str]) -> str:
    cells = []
    for column, cell in CELL.findall(row[1]):
        text = cell.replace("<br>", " ").strip()
        said = TAG.sub("", text).strip()
        # A cell that begins with the name of its column says it once.
        named = column and said and not said.startswith(f"{column}: ")
        cells.append(f"{column}: {text}" if named else text)
    return f"\n{'; '.join(cells)}\n"
