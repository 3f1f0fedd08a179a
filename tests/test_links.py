"""Headings in order, links that say where they go and lead there, in all that is read.

That is the lessons of every course with what their cells store, the documents, and the addresses
of the sources.  No network is used.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import mistune
import pytest
from PIL import Image

from tests.lesson_runs import cells, source
from tests.shipped import COURSES, LESSONS_OF, ROOT, each_course

TEMPLATES = ROOT / "src/course_utils/pages/templates"
HOMES = COURSES | {"new course": ROOT / "src/course_utils/kit/template"}
BOOKS = [path for home in HOMES.values() for path in sorted(home.glob("notebooks/*.ipynb"))]
TEXTS = [path for at in ("", "data/", "deploy/**/", "docs/**/") for path in ROOT.glob(f"{at}*.md")]
DOCUMENTS = {str(path.relative_to(ROOT)): path for path in (*TEXTS, *BOOKS)}
each_document = pytest.mark.parametrize("path", DOCUMENTS.values(), ids=DOCUMENTS)
HEADING = re.compile(r"h[1-6]")
# What a cell stores of a form; when it runs, the form has headings of its own, from this level.
STILL, OF_A_FORM = 'class="course-still', 3
VAGUE = {"a", "click", "here", "it", "link", "more", "page", "read", "see", "the", "this"}
PICTURE_BYTES = 120_000


class Parts(HTMLParser):
    """The headings, links, pictures and running text of some HTML, and what a link can lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[str, str]] = []
        self.images: list[dict[str, str]] = []
        self.ids: set[str] = set()
        self.text = ""
        self._open: list[str] = []
        if STILL in html:
            self.headings.append((OF_A_FORM, "of a form"))
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        self._open.append(tag)
        if tag == "img":
            self.images.append(given)
        elif tag == "a":
            self.links.append(("", given["href"]))
        elif HEADING.fullmatch(tag):
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass  # such as an image, which has no end

    def handle_data(self, data: str) -> None:
        if "a" in self._open:
            said, href = self.links[-1]
            self.links[-1] = said + data, href
        elif not {"code", "pre", "style"}.intersection(self._open):
            self.text += data
        if any(map(HEADING.fullmatch, self._open)):
            level, said = self.headings[-1]
            self.headings[-1] = level, said + data


@cache
def parts(path: Path) -> list[Parts]:
    """The texts of a document from top to bottom: of a notebook each cell and each output."""
    if path.suffix == ".md":
        return [Parts(str(mistune.html(path.read_text(encoding="utf-8"))))]
    found = []
    for cell in cells(path):
        if cell["cell_type"] == "markdown":
            found.append(Parts(str(mistune.html(source(cell)))))
        for output in cell.get("outputs", ()):
            found.append(Parts("".join(output.get("data", {}).get("text/html", ""))))
    return found


def out_of_order(levels: list[int]) -> list[tuple[int, int]]:
    """Where a heading is more than one level below the one before it."""
    return [(last, level) for last, level in pairwise([0, *levels]) if level > last + 1]


@each_document
def test_a_document_has_one_first_heading_and_skips_no_level(path: Path) -> None:
    levels = [level for part in parts(path) for level, _ in part.headings]
    assert levels.count(1) == 1
    assert out_of_order(levels) == []


def test_headings_of_forms_and_panels_begin_below_those_of_a_lesson() -> None:
    script = (ROOT / "src/course_utils/widgets/question.js").read_text(encoding="utf-8")
    assert set(re.findall(r'make\("(h\d)"', script)) == {f"h{OF_A_FORM}"}
    for path in TEMPLATES.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
        if "panel.html" in (path.name, *re.findall(r'extends "(.*?)"', page)):
            assert out_of_order([1, 2, *([] if path.name == "panel.html" else [3]), *levels]) == []
            assert min(levels, default=OF_A_FORM) >= OF_A_FORM
        else:
            assert levels == [], "what a cell shows is a part of its section"


# Links


def shipped_addresses() -> set[str]:
    """Where the sources of all courses were read; not every one of these pages had https."""
    found = set()
    for home in HOMES.values():
        with (home / "data/sources.csv").open(encoding="utf-8", newline="") as file:
            found |= {row["url"] for row in csv.DictReader(file)}
        package = json.loads((home / "data/datapackage.json").read_bytes())
        found |= {source["path"] for source in package["sources"] if "path" in source}
    return found


def fault(address: str) -> str:
    """What is wrong with an address on the Web, as far as it can be seen from its letters."""
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http"):
        return "no https"
    if re.search(r"[\s<>\"'|\\^`{}]", address) or address.endswith((".", ",", ";")):
        return "a sign that does not belong to it"
    if any(address.count(a) != address.count(b) for a, b in ("()", "[]")):
        return "a bracket without its other half"
    host = r"(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}"
    return "" if re.fullmatch(host, parts.netloc, re.IGNORECASE) else "no host with a dot"


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("https://example.org/a_(b)?c=d&e=f#g", ""),
        ("nanobukva.ru", "no https"),
        ("ftp://example.org/a", "no https"),
        ("https://example.org/a b", "a sign that does not belong to it"),
        ("https://example.org/a.", "a sign that does not belong to it"),
        ("https://example.org/a_(b", "a bracket without its other half"),
        ("https://example/a", "no host with a dot"),
        ("https:///a.b", "no host with a dot"),
    ],
)
def test_a_malformed_address_is_told(address: str, wrong: str) -> None:
    assert fault(address) == wrong


def test_the_addresses_of_sources_and_of_the_project_are_well_formed() -> None:
    own = "\n".join((ROOT / each).read_text() for each in ("pyproject.toml", "CITATION.cff"))
    addresses = shipped_addresses() | set(re.findall(r"\bhttps?://[^\s\"']+", own))
    assert {each: fault(each) for each in addresses if fault(each)} == {}


def links(path: Path) -> Iterator[tuple[str, str, Parts]]:
    for part in parts(path):
        for said, href in part.links:
            yield " ".join(said.split()), href, part


@each_document
def test_a_link_says_where_it_goes_and_an_address_is_a_link(path: Path) -> None:
    for said, href, _ in links(path):
        assert set(re.findall(r"\w+", said.lower())) - VAGUE, href
        assert not re.search(r"://|www\.|^\S+\.(?:com|net|org|gov)\b", said), said
    bare = re.findall(r"https?://(?!example\.org)\S+", "".join(part.text for part in parts(path)))
    assert bare == []


def slug(heading: str, path: Path) -> str:
    """What a link calls a heading: JupyterLab keeps all signs, a page made of Markdown few."""
    kept = heading if path.suffix == ".ipynb" else re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


@each_document
def test_a_link_leads_somewhere(path: Path) -> None:
    for _, href, part in links(path):
        address = urlsplit(href)
        if address.scheme:
            assert not fault(href)
            assert address.scheme == "https" or href in shipped_addresses(), href
            continue
        there = (path.parent / unquote(address.path)).resolve() if address.path else path
        assert there.exists(), href
        assert there.is_relative_to(ROOT), href
        if name := unquote(address.fragment):
            named = {slug(said, there) for each in parts(there) for _, said in each.headings}
            assert name in part.ids | named, href


@each_course
def test_a_lesson_ends_with_a_link_to_the_next(name: str) -> None:
    lessons = LESSONS_OF[name]
    for path, following in pairwise(lessons):
        last = source(cells(path)[-1]).split("**Next**: ")[1]
        number = following.stem[:2]
        assert re.findall(r"\[[Ll](.*?)\]\((.*?)\)", last) == [(f"esson {number}", following.name)]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_picture_of_a_document_is_small_and_has_words_instead_of_it(path: Path) -> None:
    for image in parts(path)[0].images:
        assert len(image["alt"].split()) >= 8
        file = path.parent / image["src"]
        assert file.stat().st_size <= PICTURE_BYTES
        with Image.open(file) as picture:
            assert 600 <= picture.width <= 1280
