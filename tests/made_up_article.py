"""An article that never was, on a web page that never was, and a course that codes it."""

from __future__ import annotations

from pathlib import Path

from course_utils.course import Course
from course_utils.session import load_course
from tests.tiny_course import Cells, write_tiny_course

TITLE = "The Last Ferry May Leave at Dusk After Its ‘Quiet’ Winter on the Lake"
BYLINE = "Ada Finch – The Harbour Gazette"
BODY = (
    "On March 3, Capt. Ole Brandt, head of the lake’s ferry company, told the council that the"
    " “old timetable” had served its purpose. In his answer, the mayor asked all crews to keep"
    " their boats ready. Several pilots have since described the plan as a first step to service"
    " all year round.",
    "The company is a little-known offshoot of a fishing cooperative (i.e., one owned by its"
    " members). It was founded after the storm of 1987, and its fleet has been growing ever since;"
    " no official figures exist. The council has asked for them twice.",
    "As Capt. Brandt put it on March 9, “Our boats are a model for every village on the"
    " shore,…and for the towns in the hills…Their crews will learn it from us.” Few in the villages"
    " have answered him. The mayor of Lund calls the idea “a fine flag without a ship.”",
    "If the villages agree, the ferry would reach the northern shore by autumn. That could cost"
    " the bus line most of its passengers, who have complained about late buses since spring. For"
    " example, a school on the northern shore has already moved its first lesson.",
    "Whatever the case, the company has so far refused to name a price. It remains unclear whether"
    " the council would pay for empty boats in January, and nobody has offered a forecast.",
)
MENU = ("Latest News", f"Home / Region / {TITLE}")
FOOTER = (
    "Check Also",
    "By Jo Reed – After months of debate, the council finally …",
    "Leave a Reply",
)
ARTICLE = (TITLE, BYLINE, *BODY)
PAGE = (*MENU, *ARTICLE, *FOOTER)

PASSAGES = (
    ("P0", "May Leave at Dusk"),
    ("P0", "The Harbour Gazette"),
    ("P1", "“old timetable” had served"),
    ("P1", "told the council"),
    ("P1", "first step to service"),
    ("P2", "little-known offshoot of"),
    ("P2", "fleet has been growing"),
    ("P2", "no official figures"),
    ("P3", "towns in the hills"),
    ("P3", "fine flag without a ship"),
    ("P4", "If the villages agree"),
    ("P4", "bus line most"),
    ("P4", "complained about late buses"),
    ("P5", "refused to name a price"),
    ("P5", "empty boats in January"),
)


def page(*blocks: str, between: str = "\n\n") -> bytes:
    """A saved page with these blocks, the whole made-up page if none are given."""
    return between.join(blocks or PAGE).encode()


def made_up_course(folder: Path) -> Course:
    """A course whose rows stand for ``PASSAGES``: two in each table, the rest are statements."""
    rows: list[Cells] = [{"paragraph": where, "anchor": anchor} for where, anchor in PASSAGES]
    data = write_tiny_course(
        folder / "data",
        actors=rows[:2],
        relations=rows[2:4],
        claims=rows[4:6],
        forecasts=rows[6:8],
        statements=rows[8:],
    )
    return load_course(data)
