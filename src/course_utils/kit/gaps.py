"""What a course that can be read still lacks: in rows, questions, tables and lessons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from course_utils.course import Course
from course_utils.kit.lessons import TO_WRITE, Notebook
from course_utils.quiz.kinds import Choice
from course_utils.quiz.questions import Explained
from course_utils.source import rows as models
from course_utils.source.errors import Problem
from course_utils.source.rows import TABLES, Row
from course_utils.source.tables import keys, shorten
from course_utils.words import listing

Asked = tuple[str, set[str], list[str], dict[str, str]]
MOST = 6  # names in a line: five, and how many others
# Rows that others should name: of which table, and the tables that may name them.
UNNAMED: dict[str, tuple[type[Row], Sequence[type[Row]]]] = {
    "Claims in no step of the argument": (models.Claim, [models.Link]),
    "Statements behind no claim and no step": (models.Statement, [models.Claim, models.Link]),
    "Actors in no tie and no statement": (models.Actor, [models.Relation, models.Statement]),
    "Forecasts without an outcome": (models.Forecast, [models.Outcome]),
    "Sources that nothing cites": (models.Source, TABLES),
}
COSTS = {
    "statements": "the timeline is empty",
    "actors": "nobody speaks or acts, and the network is empty",
    "relations": "the network has no ties",
    "claims": "there is no argument to take apart, and no passage to code",
    "links": "no claim supports or attacks another",
    "forecasts": "the author foresees nothing that could be rated",
    "hedges": "words of doubt are not listed",
    "assumptions": "no unstated premise is shown",
    "cases": "the comparison of cases is empty",
    "hypotheses": "no rival explanation is weighed",
    "context": "nothing is said of what other sources find",
    "outcomes": "nobody learns what came of the forecasts",
    "sources": "no date and no finding has a source",
    "ledger": "learners have no event to give a probability to",
    "scales": "no number has a word, and no scale is drawn",
    "glossary": "no term is explained, and no wrong choice can name its error",
    "terms": "there are no sides, topics, places and kinds of ties",
    "exercises": "who codes a passage starts from scratch, with all its claims",
}
# What a lesson needs at least, by the end of what it calls: draw_timeline, explore_timeline.
NEEDS = {
    "timeline": {"statements": 3, "dated statements": 2},
    "network": {"actors": 3, "relations": 3},
    "argument": {"claims": 3, "links": 2},
    "cases": {"cases": 4},
    "scales": {"scales": 3},
    "forecast": {"ledger": 1},
    "outcomes": {"decided events": 1},
}


def rows_to_complete(course: Course) -> Iterator[str]:
    """Yield what rows lack that they could have, with the first of them."""
    for title, (model, users) in UNNAMED.items():
        if any(course.tables[user] for user in users):
            named = _named(course, model, users)
            ids = (str(getattr(row, model.key[-1])) for row in course.tables[model])
            yield _line(title, (name for name in ids if name not in named))
    claims, hedges = course.rows(models.Claim), course.rows(models.Hedge)
    own = (row for row in claims if row.voice == "author" and hedges)
    said = {(row.id, word.lower()) for row in own for word in row.hedge}
    needed = (row for row in hedges if row.strength != "consequence")
    listed = {(name, row.word.lower()) for row in needed for name in row.claim_ids}
    yield _line("Claims with a hedge not in hedges.csv", sorted(row for row, _ in said - listed))
    yield _line("Claims without a hedge of hedges.csv", sorted(row for row, _ in listed - said))
    found = course.rows(models.Context)
    yield _line("Findings without a source", (row.id for row in found if not row.source_ids))
    slips = {slip for question in course.questions.values() for slip in question.slips()}
    errors = [row.term for row in course.rows(models.GlossaryEntry) if row.kind == "error"]
    yield _line("Errors of the glossary in no question", (e for e in errors if e not in slips))


def _named(course: Course, model: type[Row], users: Sequence[type[Row]]) -> set[str]:
    """The rows of a table that rows of other tables name."""
    names: set[str] = set()
    for user in users:
        columns = [column for column, key, _ in keys(user) if key.table == model.table]
        for cell in (getattr(row, column) for row in course.tables[user] for column in columns):
            names.update([cell] if isinstance(cell, str) else cell or ())
    return names


def questions(course: Course, lessons: Sequence[Notebook]) -> Iterator[str]:
    """Yield the kinds of questions by lesson, and what questions and lessons lack."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for question in course.questions.values():
        kinds[question.lesson][question.kind] += 1
    for lesson, counted in sorted(kinds.items()):
        yield f"{lesson}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(counted.items()))
    parts = [(name, part) for name, each in course.questions.items() for part in each.parts()]
    bare = (name for name, part in parts if isinstance(part, Explained) and not part.evidence)
    yield _line("Answers that cite no row", bare)
    wrong = ((name, p.error) for name, p in parts if isinstance(p, Choice) and not p.correct)
    yield _line("Wrong choices that name no error", (name for name, error in wrong if not error))
    for noun, _, names, asking in _asked(course, lessons) if lessons else ():
        yield _line(f"{noun} that no notebook asks for", (n for n in names if n not in asking))


def unknown_questions(course: Course, lessons: Sequence[Notebook]) -> Iterator[Problem]:
    """Yield what notebooks ask for and the course does not have."""
    for noun, known, _, asking in _asked(course, lessons):
        for name in sorted(asking.keys() - known):
            message = f"{noun}: there is none that is called '{shorten(name)}'"
            yield Problem(f"notebooks/{asking[name]}.ipynb", 0, "", message)


def _asked(course: Course, lessons: Sequence[Notebook]) -> Iterator[Asked]:
    """Yield what notebooks ask for by name: all there is, what they should ask, what they ask."""

    def asking(*names: str) -> dict[str, str]:
        calls = ((each.name, *call) for each in lessons for call in each.calls)
        return {text: lesson for lesson, name, texts in calls if name in names for text in texts}

    yield "Questions", {*course.questions}, [*course.questions], asking("ask", "predict")
    events = [row.id for row in course.rows(models.LedgerEvent)]
    yield "Events of the ledger", {*events}, events, asking("commit_forecast")
    passages = [row.paragraph for row in course.rows(models.Exercise)]
    coded = {row.paragraph[0] for row in course.rows(models.Claim)}
    yield "Passages to code", coded.union(passages), passages, asking("code")


def missing_tables(course: Course) -> Iterator[str]:
    """Yield the tables without a row, and what that costs."""
    empty = {model.table for model, rows in course.tables.items() if not rows}
    for table in filter(empty.__contains__, COSTS):
        yield f"{table}.csv is missing or empty: {COSTS[table]}."


def thin_lessons(course: Course, lessons: Sequence[Notebook]) -> Iterator[str]:
    """Yield what lessons have too few rows for, and the places that are left to write in."""
    dated = [row for row in course.rows(models.Statement) if row.period]
    decided = [row for row in course.rows(models.LedgerEvent) if row.happened != "open"]
    sizes = {model.table: len(rows) for model, rows in course.tables.items()}
    sizes |= {"dated statements": len(dated), "decided events": len(decided)}
    for lesson in lessons:
        shown = dict.fromkeys(name.partition("_")[2] for name, _ in lesson.calls)
        needs = [need for name in shown for need in NEEDS.get(name, {}).items()]
        few = [f"{sizes[what]} of {least} {what}" for what, least in needs if sizes[what] < least]
        if few:
            yield f"{lesson.name} is thin. It has only {listing(few)} that it needs."
    left = ", ".join(f"{each.name} {each.to_write}" for each in lessons if each.to_write)
    if left:
        yield f"Places that still say '{TO_WRITE}': {left}"


def _line(title: str, names: Iterable[str]) -> str:
    """How many there are, and the first of them; empty if there is none."""
    each = [*dict.fromkeys(names)]
    return f"{title}: {len(each)} ({listing(each, MOST)})" if each else ""
