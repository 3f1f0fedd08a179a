"""A learner's brief as one page: to print, and in plain text with light marks."""

import datetime as dt
import re
from typing import NamedTuple

from course_utils.course import Course
from course_utils.pages.render import render
from course_utils.quiz.forms import FormQuestion
from course_utils.reading.forecasts import cite
from course_utils.source.course_rows import LedgerEvent, Source
from course_utils.source.dates import Period

EMPTY = "Nothing is written here yet."
# What Markdown would take for a mark: https://spec.commonmark.org, "Backslash escapes".
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")

HINT = re.compile(r": | \(")  # what follows in a label is for the writer, not for the reader


class Part(NamedTuple):
    """A field of the brief with its text, which is empty where nothing was written."""

    label: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """The text, a paragraph each; what stands for it where there is none."""
        return [line.strip() for line in self.text.splitlines() if line.strip()] or [EMPTY]


class Brief(NamedTuple):
    """What stands on the page: whose brief it is, of which day, its parts, and the sources."""

    title: str
    by: str
    as_of: str
    parts: list[Part]
    sources: list[str]

    @property
    def empty(self) -> list[str]:
        """The labels of the parts that nobody wrote."""
        return [part.label for part in self.parts if not part.text]

    @property
    def words(self) -> int:
        """How many words the learner wrote."""
        return sum(len(part.text.split()) for part in self.parts)

    def as_page(self) -> bytes:
        """One page of HTML that needs no other file and prints well; every text is escaped."""
        return render("brief_page.html", brief=self).encode()

    def as_markdown(self) -> bytes:
        """The same in Markdown; no sign that a learner typed becomes a mark."""
        lines = [f"# {plain(self.title)}", f"{plain(self.by)}, as of {plain(self.as_of)}"]
        for part in self.parts:
            lines += [f"## {plain(part.label)}", *map(plain, part.paragraphs)]
        lines += ["## Sources", "\n".join(f"- {plain(each)}" for each in self.sources)]
        return ("\n\n".join(lines) + "\n").encode()


def plain(text: str) -> str:
    """A text of which Markdown makes nothing but that text."""
    return MARKS.sub(r"\\\1", text)


def brief_of(course: Course, asked: FormQuestion, response: str, code: str) -> Brief:
    """Read a brief from what is written in its form, for the learner with this ``code``.

    Its day is that of the course's forecasts; today where there are none.
    """
    written = asked.read(response)
    parts = [
        Part(HINT.split(blank.label)[0], written.get(key, ""))
        for group in asked.groups()
        for key, blank in group.blanks.items()
    ]
    told = " ".join(part.text for part in parts)
    asked_on = (event.as_of for event in course.rows(LedgerEvent))
    day = Period.of(max(asked_on, default=f"{dt.date.today()}")).name(year=True)
    return Brief("A brief", code, day, parts, [course.about["article"], *cited(course, told)])


def cited(course: Course, text: str) -> list[str]:
    """The sources that a text names, by publisher or by identifier, each in full."""
    found = []
    for source in course.rows(Source):
        names = [re.escape(name) for name in (source.publisher, source.id) if name]
        if re.search(rf"(?<!\w)({'|'.join(names)})(?!\w)", text, re.IGNORECASE):
            (told,) = cite(course, [source.id])
            found.append(f"{told}: {source.url}" if source.url else told)
    return found
