"""Read the questions from the quiz files, checked like the tables."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_utils.quiz.kinds import KINDS, kind_of
from course_utils.quiz.questions import Question
from course_utils.source.errors import Problem
from course_utils.source.tables import sentence
from course_utils.source.text import clean, damaged, read_text, reason, unseen
from course_utils.words import shorten

# What a field may offer that is no question: a coding of a paragraph, and the numbers committed.
FROM_DATA = re.compile(r"coding-P\d+$|ledger$")
ENDINGS = (".yaml", ".yml")
# What an editor or a system leaves in a folder, and what explains one.
NO_QUIZ = re.compile(r"[.~].*|.*~|readme\b.*|thumbs\.db|desktop\.ini", re.IGNORECASE)
DEEPEST = 12
MOST_PARTS = 30_000  # keys, values, lists; a question has about fifty
Fault = tuple[int, str]  # a line of the file, and what is wrong there


def read_questions(
    folder: Path,
    rows: Collection[str] | None,
    errors: Collection[str] | None,
    problems: list[Problem],
) -> dict[str, Question]:
    """Read the quiz files of ``folder``, one a lesson; add to ``problems`` what is wrong in them.

    ``rows`` are those that a question may cite, ``errors`` the reasoning errors that it may name;
    either is None if it is not known which there are.
    """
    found: list[tuple[str, int, Question]] = []
    for path in quiz_files(folder, problems):
        name = f"{folder.name}/{clean(path.name)}"
        if message := unseen(path.name):
            problems.append(Problem(name, 0, "", f"its name {message}"))
        faults: list[Fault] = []
        for line, record in load_records(path, faults):
            question = _question(record, path.stem)
            if isinstance(question, list):
                place = shorten(record.get("id", "")) if isinstance(record, dict) else ""
                problems += [Problem(name, line, place, message) for message in question]
            else:
                found.append((name, line, question))
        problems += [Problem(name, line, "", message) for line, message in faults]
    texts = {question.id for *_, question in found if question.kept_as == "draft"}
    questions: dict[str, Question] = {}
    for name, line, question in found:
        if questions.setdefault(question.id, question) is not question:
            message = f"'{question.id}' is taken by another question"
            problems.append(Problem(name, line, "id", message))
        problems += [Problem(name, line, question.id, each) for each in question.troubles()]
        unknown = _unknown(question, rows, errors, texts)
        problems += [Problem(name, line, question.id, each, between=True) for each in unknown]
    return questions


def quiz_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The quiz files in their order; what is neither that nor ``NO_QUIZ`` is a problem."""
    try:
        paths = sorted(path for path in folder.iterdir() if not NO_QUIZ.fullmatch(path.name))
        found = [path for path in paths if path.suffix.lower() in ENDINGS]
        names = [f"{folder.name}/{clean(path.name)}" for path in paths if path not in found]
        message = f"is not read: the name of a quiz file ends in {' or '.join(ENDINGS)}"
        problems.extend(Problem(name, 0, "", message) for name in names)
        return found
    except FileNotFoundError:
        message = "the folder is missing; where there are no questions it is empty"
    except OSError as error:
        message = f"cannot be read: {reason(error)}"
    problems.append(Problem(folder.name, 0, "", message))
    return []


def _unknown(
    question: Question,
    rows: Collection[str] | None,
    errors: Collection[str] | None,
    texts: Collection[str],
) -> Iterator[str]:
    for row in sorted(set(question.cited()) - set(rows)) if rows is not None else ():
        yield f"evidence: no row is called '{shorten(row)}'"
    for error in sorted(set(question.slips()) - set(errors)) if errors is not None else ():
        yield f"error: '{shorten(error)}' is not in glossary.csv with the kind 'error'"
    for other in question.draws_on():
        if other not in texts and not FROM_DATA.match(other):
            yield f"from: no form or reflection is called '{other}'"


def _odd_lines(text: str) -> Iterator[Fault]:
    """Yield lines with characters that nobody sees, and the first that an encoding damaged."""
    lines = list(enumerate(text.split("\n"), start=1))
    hurt = ((number, message) for number, line in lines if (message := damaged(line)))
    yield from islice(hurt, 1)
    yield from ((at, said) for at, line in lines if (said := unseen(line)) and not damaged(line))


def load_records(path: Path, faults: list[Fault]) -> list[tuple[int, Any]]:
    """Return the questions of one file with the line each begins in; every value is still text.

    There are none if the file has ``faults``, which are added.
    """
    import yaml

    text, trouble = read_text(path)
    faults.extend([(0, trouble)] if trouble else _odd_lines(text))
    try:
        faults.extend(islice(_too_much(text), 0 if faults else 1))
        if faults:
            return []
        loader = yaml.CBaseLoader(text)
        node = loader.get_single_node()
        if isinstance(node, yaml.SequenceNode):
            faults.extend(_faults(node))
            records = loader.construct_document(node)
            lines = [item.start_mark.line + 1 for item in node.value]
            return [] if faults else list(zip(lines, records, strict=True))
        faults.append((1, "must be a list of questions, each beginning with '- id:'"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or error
        faults.append((mark.line + 1 if mark else 0, f"is not YAML: {why}"))
    return []


def _too_much(text: str) -> Iterator[Fault]:
    """Yield what would cost endless time or memory, before anything is built from the text."""
    import yaml

    depth = 0
    for parts, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            yield line, f"'*{shorten(event.anchor)}' points to another place: write it out"
        if depth > DEEPEST:
            yield line, f"has more than {DEEPEST} levels, one in another"
        if parts > MOST_PARTS:
            yield line, f"has more than {MOST_PARTS} parts, from the first to this line"


def _faults(node: Any) -> Iterator[Fault]:
    """Yield what YAML passes over: characters that stand there escaped, and keys given twice."""
    if node.id == "scalar" and (message := unseen(node.value)):
        yield node.start_mark.line + 1, message
    pairs = node.value if node.id == "mapping" else []
    seen: dict[str, Any] = {}
    for key, _ in pairs:
        if seen.setdefault(str(key.value), key) is not key:
            message = f"'{shorten(key.value)}' stands twice in the same place"
            yield key.start_mark.line + 1, message
    for child in node.value if node.id == "sequence" else [part for pair in pairs for part in pair]:
        yield from _faults(child)


def _question(record: object, lesson: str) -> Question | list[str]:
    """Return the question, or a sentence on each key that is wrong."""
    if not isinstance(record, dict):
        return [f"'{shorten(record)}' is not a question: one begins with '- id:'"]
    kind = str(record.get("kind"))
    if kind not in KINDS:
        fault = f"'{shorten(kind)}' is not known" if "kind" in record else "is missing"
        return [f"kind: {fault}; known are: {', '.join(KINDS)}"]
    try:
        return kind_of(record).model_validate(record).model_copy(update={"lesson": lesson})
    except ValidationError as error:
        details = error.errors(include_url=False)
        # What holds wrong parts is called too short for them: they are named, and it is not.
        holders = {each["loc"][:depth] for each in details for depth in range(len(each["loc"]))}
        causes = [each for each in details if each["loc"] not in holders]
        return [f"{', '.join(_way(each['loc'], record))}: {sentence(each)}" for each in causes]


def _way(keys: Iterable[int | str], value: Any) -> Iterator[str]:
    """The way to a value, such as ``choices``, ``2 'The author'``, ``feedback``, from 1 on."""
    for key in keys:
        try:
            value = value[key]
        except (LookupError, TypeError):  # a key that is missing, or not meant here
            value = None
        text = value.get("text", "") if isinstance(value, dict) else ""
        named = f" '{shorten(text)}'" if text else ""
        yield f"{key + 1}{named}" if isinstance(key, int) else key
