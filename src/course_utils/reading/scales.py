"""What a number is called: the words that scales of probability have for it, or none."""

from collections.abc import Sequence
from itertools import pairwise

from course_utils.course import Course
from course_utils.session import current_course
from course_utils.source.course_rows import Scale
from course_utils.words import listing, share, verb

Bands = dict[str, list[Scale]]  # by scale, the lowest first


def words_for(percent: float, course: Course | None = None) -> dict[str, str]:
    """What each scale calls a probability from 0 to 100: ``{"Kent 1964": "probable"}``.

    Where two bands share an end, both words are given; where there is none, it is said why.
    ``ValueError`` for anything but such a number.
    """
    given = percent_of(percent)
    return {name: word(bands, given) for name, bands in bands_of(current_course(course)).items()}


def percent_of(percent: object) -> float:
    """``percent`` itself; ``ValueError`` unless it is a number from 0 to 100."""
    if isinstance(percent, int | float) and not isinstance(percent, bool) and 0 <= percent <= 100:
        return percent
    raise ValueError(f"{percent!r} is not a percentage: give a number from 0 to 100, such as 60")


def bands_of(course: Course) -> Bands:
    """The bands of each scale, in the order of the file and from low to high."""
    bands = sorted(course.rows(Scale), key=lambda band: band.low_percent)
    names = dict.fromkeys(band.scale for band in course.rows(Scale))
    return {name: [band for band in bands if band.scale == name] for name in names}


def word(bands: Sequence[Scale], percent: float) -> str:
    """The word of one scale, both at a shared end, or why there is none."""
    if fitting := [f"“{band.term}”" for band in bands if covers(band, percent)]:
        return " and ".join(fitting)
    below = [band for band in bands if band.low_percent <= percent]
    above = [band for band in bands if band.low_percent > percent]
    if not below:
        return f"no word (the scale begins at {bands[0].low_percent})"
    if not above:
        return f"no word (the scale ends at {bands[-1].high_percent})"
    return f"no word (a gap between “{below[-1].term}” and “{above[0].term}”)"


def covers(band: Scale, percent: float) -> bool:
    """Whether a band has a word for a number; its upper end belongs to it or not."""
    last = band.high_included and percent == band.high_percent
    return last or band.low_percent <= percent < band.high_percent


def gaps(bands: Sequence[Scale]) -> list[tuple[int, int]]:
    """Where a scale has no word between two of its bands."""
    pairs = pairwise(bands)
    return [(a.high_percent, b.low_percent) for a, b in pairs if a.high_percent < b.low_percent]


def shared(bands: Sequence[Scale]) -> list[int]:
    """The numbers at which one band ends and the next begins, so that both words fit."""
    return [a.high_percent for a, b in pairwise(bands) if covers(a, b.low_percent)]


def finding(scales: Bands, percent: float | None) -> str:
    """The title of the picture: what a number is called, or where words are missing."""
    if not scales:
        return "The course has no scale of words of probability"
    if percent is not None:
        said = (f"{name} {word(bands, percent)}" for name, bands in scales.items())
        return f"What {percent:g} percent is called: {'; '.join(said)}"
    some = [name for name, bands in scales.items() if gaps(bands)]
    most = share(len(some), len(scales), "scale").capitalize()
    return f"{most} {verb(len(some), 'leaves', 'leave')} gaps between the words"


def describe(scales: Bands) -> list[str]:
    """A paragraph for each scale: its bands, its shared ends and its gaps."""
    told = []
    for name, bands in scales.items():
        said = [f"{name}: {'; '.join(f'{band.term}, {_span(band)}' for band in bands)}."]
        if ends := shared(bands):
            said.append(f"Two words fit at {listing(list(map(str, ends)))}.")
        if empty := [f"from {low} to {high}" for low, high in gaps(bands)]:
            said.append(f"It has no word {listing(empty)}.")
        told.append(" ".join(said))
    return told


def _span(band: Scale) -> str:
    return f"{band.low_percent} to {'' if band.high_included else 'under '}{band.high_percent}"


def rows(scales: Bands) -> dict[str, dict[str, object]]:
    """The bands, each with its scale, its word, the percentages it is for, and a note."""
    every = [band for bands in scales.values() for band in bands]
    shown = [(band.scale, band.term, f"{_span(band)} percent", band.note) for band in every]
    names = ("scale", "word", "for", "note")
    return {" ".join(row[:2]): dict(zip(names, row, strict=True)) for row in shown}
