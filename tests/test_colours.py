"""Colours and forms that stand for different things are told apart: measured, by everyone's eyes.

Colour vision deficiencies are simulated by the matrices of Machado, Oliveira and Fernandes (2009,
severity 1.0); the distance of two colours is CIEDE2000 (Sharma, Wu and Dalal 2005), of which 2.3 is
just noticed.
"""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import IdentityTransform

from course_utils.figures import canvas, network, scales
from course_utils.figures.canvas import COLOURS, INK, PAPER, QUIET, SHADE

LUMINANCE = (0.2126, 0.7152, 0.0722)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), LUMINANCE, (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": (LUMINANCE, LUMINANCE, LUMINANCE),
}  # fmt: skip
# In grey six inks that are all dark enough for words lie closer: words and shapes say it again.
LEAST = {"usual": 18, "protanopia": 11, "deuteranopia": 11, "tritanopia": 11, "grey": 5}
TOLD_APART = {
    "marks of a timeline, whose shape says it again": COLOURS,
    "classes of ties, whose kind stands at each line in words": tuple(network.COLOURS.values()),
    "a marked number beside what is drawn around it": (scales.MARKED, INK, PAPER),
}
PIXELS = 9  # the smallest mark
UNLIKE = 0.2  # the share of all pixels of both that only one has


def linear(colour: str) -> Any:
    shares = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it."""
    dark, light = sorted(float(np.dot(LUMINANCE, linear(each))) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, eyes: str) -> tuple[float, float, float]:
    """A colour in CIELAB, as these eyes see it."""
    shares = np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1)
    t = np.array(TO_XYZ) @ shares / WHITE
    x, y, z = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = degrees(atan2(b1, a1 * stretch)) % 360, degrees(atan2(b2, a2 * stretch)) % 360
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0
    hue = radians((h1 + turn / 2) % 360 if c1 * c2 else h1 + h2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * cos(hue - radians(30)) + 0.24 * cos(2 * hue)
    t += 0.32 * cos(3 * hue + radians(6)) - 0.2 * cos(4 * hue - radians(63))
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)
    bend = radians(60 * exp(-(((degrees(hue) - 275) / 25) ** 2)))
    bent = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(bend)
    return sqrt(dl**2 + dc**2 + dh**2 + bent * dc * dh)


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_the_published_pairs(
    one: tuple[float, float, float], other: tuple[float, float, float], published: float
) -> None:
    assert distance(one, other) == pytest.approx(published, abs=1e-4)
    assert distance(other, one) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("what", TOLD_APART)
def test_colours_are_told_apart(what: str, eyes: str) -> None:
    pairs = combinations(TOLD_APART[what], 2)
    near = {pair: round(distance(*(seen(each, eyes) for each in pair)), 1) for pair in pairs}
    assert {pair: far for pair, far in near.items() if far < LEAST[eyes]} == {}


def test_words_and_marks_stand_out_from_what_they_stand_on() -> None:
    words = {(ink, paper) for ink in (*COLOURS, INK, QUIET) for paper in (PAPER, SHADE)}
    assert {pair for pair in words if contrast(*pair) < 4.5} == set()
    marked = {(ink, fill) for ink in (scales.MARKED, INK) for fill in scales.FILLS}
    assert {pair for pair in marked if contrast(*pair) < 3} == set()


def drawn(across: int = PIXELS, high: int = PIXELS, **look: Any) -> Any:
    """How dark each pixel becomes of a line or a mark in a field of so many pixels."""
    figure = Figure(figsize=((across + 6) / 72, (high + 6) / 72), dpi=72)
    middle, xs = high / 2 + 3, (3, across + 3) if "marker" not in look else (across / 2 + 3,)
    line = Line2D(xs, [middle] * len(xs), transform=IdentityTransform(), color="black", **look)
    figure.add_artist(line)
    canvas_of: Any = FigureCanvasAgg(figure)
    canvas_of.draw()
    return 1 - np.asarray(canvas_of.buffer_rgba())[:, :, 0] / 255


def alike(forms: dict[Any, Any]) -> dict[tuple[Any, Any], float]:
    """Pairs of forms of which too few pixels differ, with their share."""
    shares = {
        (a, b): float(np.abs(forms[a] - forms[b]).sum() / np.maximum(forms[a], forms[b]).sum())
        for a, b in combinations(forms, 2)
    }
    return {pair: share for pair, share in shares.items() if share < UNLIKE}


def test_shapes_are_told_apart_at_nine_pixels() -> None:
    assert len(canvas.SHAPES) == len(COLOURS)
    look: dict[str, Any] = {"ls": "none", "ms": PIXELS, "mew": 0}
    assert alike({shape: drawn(marker=shape, **look) for shape in canvas.SHAPES}) == {}


def test_lines_are_told_apart_at_the_length_of_the_legend_and_none_is_shorter() -> None:
    across = round(canvas.commitment_samples(canvas.LINES)[0].across)
    lines: dict[Any, Any] = {}
    for name, style in canvas.LINES.items():
        strokes = canvas.strokes(name, "#000000")
        inks = [drawn(across, ls=style, lw=width, **canvas.FLAT) for _, width in strokes]
        lines[name] = inks[0] - sum(inks[1:])  # the white within
    assert alike(lines) == {}
