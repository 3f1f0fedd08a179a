"""Read the questions from the quiz files, checked like the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from course_utils.quiz.questions import Passages, Question
from course_utils.source.errors import Problem
from course_utils.source.tables import sentence, shorten
from course_utils.source.text import clean, damaged, read_text, reason, unseen, with_others

ENDINGS = (".yaml", ".yml")
DEEPEST = 12
MOST_QUESTIONS = 1000
MOST_PARTS = 60_000


def read_questions(
    folder: Path,
    rows: Passages | None,
    errors: Collection[str] | None,
    problems: list[Problem],
) -> dict[str, Question]:
    """Read the quiz files of ``folder``, one a lesson; add to ``problems`` what is wrong in them.

    ``rows`` are those that a question may cite, ``errors`` the reasoning errors that it may name;
    either is None if it is not known which there are.
    """
    questions: dict[str, Question] = {}
    for path in _quiz_files(folder, problems):
        name = f"{folder.name}/{clean(path.name)}"
        if message := unseen(path.name):
            problems.append(Problem(name, 0, "", f"its name {message}"))
        for line, question in _read_file(name, path, rows or {}, problems):
            if question.id in questions:
                message = f"'{question.id}' is taken by another question"
                problems.append(Problem(name, line, "id", message))
            own = [Problem(name, line, question.id, message) for message in question.troubles()]
            unknown = _unknown(question, rows, errors)
            between = [Problem(name, line, question.id, message, True) for message in unknown]
            problems.extend([*own, *between])
            questions.setdefault(question.id, question)
    return questions


def _quiz_files(folder: Path, problems: list[Problem]) -> list[Path]:
    """The quiz files in their order; hidden ones are what an editor or a system left behind."""
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        message = "the folder is missing; where there are no questions it is empty"
        problems.append(Problem(folder.name, 0, "", message))
        return []
    except OSError as error:
        problems.append(Problem(folder.name, 0, "", f"cannot be read: {reason(error)}"))
        return []
    named = (path for path in paths if not path.name.startswith("."))
    return [path for path in named if path.suffix.lower() in ENDINGS]


def _unknown(
    question: Question, rows: Passages | None, errors: Collection[str] | None
) -> Iterator[str]:
    for row in sorted(set(question.cited()) - set(rows)) if rows is not None else ():
        yield f"evidence: no row is called '{shorten(row)}'"
    for error in sorted(set(question.errors()) - set(errors)) if errors is not None else ():
        yield f"error: '{shorten(error)}' is not in glossary.csv with the kind 'error'"


def _read_file(
    name: str, path: Path, rows: Passages, problems: list[Problem]
) -> Iterator[tuple[int, Question]]:
    text, trouble = read_text(path)
    faults = [(0, trouble)] if trouble else [*_odd_lines(text)]
    records = [] if faults else _records(text, faults)
    records = [] if faults else records
    problems.extend(Problem(name, line, "", message) for line, message in faults)
    for line, record in records:
        place = shorten(record.get("id", "")) if isinstance(record, dict) else ""
        model = _model(record)
        if isinstance(model, str):
            problems.append(Problem(name, line, place, model))
            continue
        try:
            yield line, model.model_validate(record, context=rows).of_lesson(path.stem)
        except ValidationError as error:
            problems.extend(Problem(name, line, place, message) for message in _sentences(error))


def _odd_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with characters that nobody sees, and the first that an encoding damaged."""
    lines = list(enumerate(text.split("\n"), start=1))
    hurt = [(number, message) for number, line in lines if (message := damaged(line))]
    if hurt:
        yield hurt[0][0], with_others(hurt[0][1], len(hurt) - 1, "line")
    for number, line in lines:
        if not damaged(line) and (message := unseen(line)):
            yield number, message


def _records(text: str, faults: list[tuple[int, str]]) -> list[tuple[int, Any]]:
    """Return the questions of one file with the line each begins in; every value is still text."""
    import yaml

    try:
        if unreadable := next(_too_much(text), None):
            faults.append(unreadable)
            return []
        loader = yaml.CBaseLoader(text)
        node = loader.get_single_node()
        records = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or error
        faults.append((mark.line + 1 if mark else 0, f"is not YAML: {why}"))
        return []
    if not isinstance(node, yaml.SequenceNode):
        faults.append((1, "must be a list of questions, each beginning with '- id:'"))
        return []
    faults.extend(_faults(node))
    lines = [item.start_mark.line + 1 for item in node.value]
    return list(zip(lines, records or [], strict=True))


def _too_much(text: str) -> Iterator[tuple[int, str]]:
    """Yield what would cost endless time or memory, before anything is built from the text."""
    import yaml

    depth, questions = 0, 0
    for parts, event in enumerate(yaml.parse(text, Loader=yaml.CBaseLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        questions += depth == 2 and isinstance(event, yaml.CollectionStartEvent)
        if isinstance(event, yaml.AliasEvent):
            yield line, f"'*{shorten(event.anchor)}' points to another place: write it out"
        if depth > DEEPEST:
            yield line, f"has more than {DEEPEST} levels, one in another"
        if questions > MOST_QUESTIONS or parts > MOST_PARTS:
            yield line, f"has more than {MOST_QUESTIONS} questions or {MOST_PARTS} parts"


def _faults(node: Any) -> Iterator[tuple[int, str]]:
    """Yield line and sentence for what YAML passes over: keys given twice, escaped characters."""
    if node.id == "scalar" and (message := unseen(node.value)):
        yield node.start_mark.line + 1, message
    pairs = node.value if node.id == "mapping" else []
    seen: set[str] = set()
    for key, _ in pairs:
        if str(key.value) in seen:
            message = f"'{shorten(key.value)}' stands twice in the same place"
            yield key.start_mark.line + 1, message
        seen.add(str(key.value))
    for child in node.value if node.id == "sequence" else [part for pair in pairs for part in pair]:
        yield from _faults(child)


def _model(record: object) -> type[Question] | str:
    """Return the model for the kind of ``record``, or a sentence on why there is none."""
    if not isinstance(record, dict):
        return f"'{shorten(record)}' is not a question: one begins with '- id:'"
    known = ", ".join(Question.kinds)
    if "kind" not in record:
        return f"kind: is missing; known are: {known}"
    kind = str(record["kind"])
    return Question.kinds.get(kind, f"kind: '{shorten(kind)}' is not known; known are: {known}")


def _sentences(error: ValidationError) -> Iterator[str]:
    """The errors of pydantic, without those that only count what another one is about."""
    for detail in error.errors(include_url=False):
        short = detail["type"] == "too_short"
        if not (short and len(detail["input"]) > detail["ctx"]["actual_length"]):
            yield _sentence(detail)


def _sentence(detail: Any) -> str:
    """One error of pydantic, with its place counted from 1 and in words that need no Python."""
    where = ", ".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
    came = f"'{shorten(detail['input'])}'"
    match detail["type"]:
        case "extra_forbidden":
            return f"{where}: is not a key of this kind of question"
        case "tuple_type":
            return f"{where}: {came} is not a list, each item with a '-'"
        case "string_type":
            form = "a list" if isinstance(detail["input"], list) else "several keys"
            return f"{where}: is {form}, where one text is expected"
        case "model_type" | "dict_type":
            return f"{where}: {came} stands alone, where keys are expected, such as 'text:'"
        case "decimal_parsing" | "decimal_type" | "finite_number":
            return f"{where}: {came} is not a number"
        case "decimal_max_digits" | "decimal_max_places" | "decimal_whole_digits":
            return f"{where}: {came} has more digits than a number here may have"
        case "bool_parsing" | "bool_type":
            return f"{where}: {came} is neither true nor false"
        case "too_short" | "too_long":
            limit = detail["ctx"].get("min_length") or detail["ctx"]["max_length"]
            bound = "least" if detail["type"] == "too_short" else "most"
            return f"{where}: has {detail['ctx']['actual_length']}, at {bound} {limit} are needed"
        case _:
            return f"{where}: {sentence(detail)}"
