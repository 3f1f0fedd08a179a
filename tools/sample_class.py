"""Write the files of a made-up class, for the instructor's page: answers by chance, no person.

python tools/sample_class.py
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import get_args

import course_utils as cu
from course_utils.course import Course
from course_utils.quiz.kinds import Classify, Prediction, SingleChoice
from course_utils.quiz.questions import Question
from course_utils.reading.coding import find_coding
from course_utils.reading.forecasts import ledger_of
from course_utils.record.record import Record
from course_utils.source.cells import Certainty, Voice

HOME = Path(__file__).parent.parent
LEARNERS = 8
SEED = 1203  # any number: the same class each time, but for its identifiers
NEAR = 0.7  # how often an answer, or a code, is the course's own
WORDS = {"number-for-the-headline": 55, "number-for-may": 40, "number-for-likely": 70}
WORDS |= {"number-for-surely": 90}


def main() -> None:
    """Write one file a learner into ``data/sample-class``."""
    course = cu.load_course(HOME / "data")
    chance = random.Random(SEED)
    folder = HOME / "data" / "sample-class"
    folder.mkdir(exist_ok=True)
    for number in range(1, LEARNERS + 1):
        with tempfile.TemporaryDirectory() as place:
            record = Record(place)
            record.choose_learner_code(f"sample {number}")
            work(course, record, chance)
            (folder / f"sample-{number}.jsonl").write_bytes(record.export())


def work(course: Course, record: Record, chance: random.Random) -> None:
    """Answer, code and forecast as somebody might."""
    for question in course.questions.values():
        answer(question, record, chance)
    coding = find_coding(course, "P11")
    codes = {}
    for claim in coding.claims:
        voice, certainty = claim.voice, claim.certainty
        if chance.random() > NEAR:
            voice = chance.choice(get_args(Voice))
        if chance.random() > NEAR:
            certainty = chance.choice(get_args(Certainty))
        codes[claim.id] = [voice, certainty, "; ".join(claim.hedge)]
    record.add_attempt(coding.item, coding.version, codes, "kept")
    for event, asked in ledger_of(course).items():
        percent = 5 * chance.randint(1, 19)
        record.add_forecast(event, asked.version, percent, "made up", False)


def answer(question: Question, record: Record, chance: random.Random) -> None:
    """Answer a sorting, a single choice or a number for a word; leave the rest."""
    if question.id in WORDS and isinstance(question, Prediction):
        number = min(99, max(1, round(chance.gauss(WORDS[question.id], 15))))
        record.add_prediction(question.id, question.version, f"{number}")
        return
    if isinstance(question, SingleChoice):
        others = range(len(question.choices))
        response: object = min(question.keys) if chance.random() < NEAR else chance.choice(others)
    elif isinstance(question, Classify):
        response = [
            question.categories.index(item.category)
            if chance.random() < NEAR
            else chance.randrange(len(question.categories))
            for item in question.items
        ]
    else:
        return
    judged = question.judge(response)
    record.add_attempt(question.id, question.version, response, judged.verdict, judged.error)


if __name__ == "__main__":
    main()
