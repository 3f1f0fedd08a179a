"""Write the printed sheets of the hour without installation from the data of the course.

With ``--check`` nothing is written; the exit code is 1 where a sheet is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import course_utils as cu
from course_utils.course import Course
from course_utils.source.course_rows import GlossaryEntry
from course_utils.source.text_rows import Claim

HOME = Path(__file__).parent.parent
SHEETS = {"organiser.html": "organiser", "answers.html": "answers"}
BYTES = re.compile(r"base64,[A-Za-z0-9+/=]+")  # another matplotlib draws the same in other bytes
IMAGE = re.compile(r"<img\b[^>]*>")
NAMES = ("IRGC", "IRGC-QF", "Basij", "BJI", "Fatehin", "NDF", "al-Hashd al-Shabi", "Houthis")
# One of these is a stranger: nobody says it in P11.
JUMBLED = ("C75", "C71", "C77", "C73", "", "C76", "C72", "C74")
STRANGER = "Iran denies that it has people in Yemen."
SPOKEN = ("C50", "C52", "C55")  # of P8: which of them is whose?
# Capitals, as degrees east and north.
PLACES = {
    "Lebanon": (35.5, 33.9),
    "Syria": (36.3, 33.5),
    "Iraq": (44.4, 33.3),
    "Iran": (51.4, 35.7),
    "Afghanistan": (69.2, 34.5),
    "Pakistan": (73.1, 33.7),
    "Saudi Arabia": (46.7, 24.7),
    "Yemen": (44.2, 15.4),
}


def main() -> int:
    """Write the sheets, or tell whether one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only tell whether one is stale")
    check = parser.parse_args().check
    stale = []
    for name, text in sheets().items():
        path = HOME / "handouts" / name
        stored = path.read_text(encoding="utf-8") if path.is_file() else ""
        if BYTES.sub("", stored) != BYTES.sub("", text):
            stale.append(name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    if stale and check:
        print(f"handouts: {', '.join(stale)} stale: run 'make handouts'", file=sys.stderr)
        return 1
    return 0


def sheets() -> dict[str, str]:
    """The text of each sheet, by the name of its file."""
    course = cu.load_course(HOME / "data", as_of="2017-12-07")
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "sheets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    values = _values(course)
    return {
        name: templates.get_template(f"{template}.html").render(values)
        for name, template in SHEETS.items()
    }


def _values(course: Course) -> dict[str, Any]:
    claims = {row.id: row for row in course.rows(Claim)}
    meanings = {row.term: row.meaning for row in course.rows(GlossaryEntry)}
    outlet = course.context.set_index("id")["finding"]
    return {
        "title": course.about["article"],
        "critics": outlet["p0-institute-critics"],
        "own": outlet["p0-institute-mission"],
        "names": {name: meanings[name] for name in NAMES},
        "places": PLACES,
        "jumbled": [claims.get(name) for name in JUMBLED],
        "stranger": STRANGER,
        "p11": [row for row in claims.values() if row.paragraph[0] == "P11"],
        "p8": [row for row in claims.values() if row.paragraph[0] == "P8"],
        "spoken": [claims[name] for name in SPOKEN],
        "network": IMAGE.findall(cu.draw_network(course).html)[0],  # without its words in a fold
    }


if __name__ == "__main__":
    sys.exit(main())
