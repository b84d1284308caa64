"""Weight for age in the first three years, over centile lines.

The lines are a rough sketch of the shape of infant growth (median from 3.3 kg at birth to 14 kg at three years,
equal steps of 12 % per standard deviation). They are not a growth standard, and the chart says so.
"""

import math
from itertools import pairwise
from random import Random

from PIL import Image

from app.media.drawings.brush import Colour, Point
from app.media.drawings.lettering import letters
from app.media.drawings.options import Kind, Words
from app.media.drawings.plot import INK, Axes, curve, frame, joined

AXES = Axes((0, 36, 3), (0, 20, 2))
MEDIAN = (
    (0, 3.3),
    (1, 4.3),
    (2, 5.2),
    (3, 5.9),
    (6, 7.5),
    (9, 8.6),
    (12, 9.4),
    (18, 10.7),
    (24, 11.9),
    (36, 14.1),
)
CENTILES = (("0.4th", -2.67), ("2nd", -2.0), ("9th", -1.33), ("25th", -0.67), ("50th", 0.0), ("75th", 0.67))
UPPER = (("91st", 1.33), ("98th", 2.0), ("99.6th", 2.67))
LINE: Colour = (96, 150, 176)
CHILD: Colour = (170, 40, 60)

# Age in months and standard deviations from the median at each weighing.
COURSES: dict[str, tuple[Point, ...]] = {
    "steady": ((0, 0.2), (2, 0.3), (4, 0.1), (6, 0.2), (9, 0.1), (12, 0.2), (15, 0.1), (18, 0.2), (24, 0.1)),
    "falling_after_weaning": (
        (0, 0.3), (2, 0.4), (4, 0.3), (6, 0.3), (9, -0.2), (12, -0.9), (15, -1.6), (18, -2.1), (20, -2.4),
    ),
    "never_gaining": ((0, 0.1), (0.5, -0.6), (1, -1.1), (2, -1.8), (3, -2.4), (4, -2.9)),
}  # fmt: skip


def paint(rng: Random, words: Words) -> Image.Image:
    """The chart with one child's weights."""
    note = "Age in months. Illustrative lines, not a growth standard."
    image = frame(AXES, title="Weight for age (kg)", below=note)
    for name, away in CENTILES + UPPER:
        line = [AXES.place(month / 2, _weight(month / 2, away)) for month in range(67)]
        curve(image, line, colour=LINE, width=3.4 if name == "50th" else 1.8)
        letters(image, (line[-1][0] + 8, line[-1][1] - 13), name, fill=INK, height=20)
    weighed = [(month, _weight(month, away + rng.gauss(0, 0.03))) for month, away in COURSES[words["course"]]]
    joined(image, [AXES.place(month, weight) for month, weight in weighed], colour=CHILD)
    return image


def _weight(month: float, away: float) -> float:
    """Kilograms at an age in months, `away` standard deviations from the median."""
    for (left, low), (right, high) in pairwise(MEDIAN):
        if month <= right:
            median = low + (high - low) * (month - left) / (right - left)
            return median * math.exp(0.12 * away)
    return MEDIAN[-1][1] * math.exp(0.12 * away)


KIND = Kind(paint, {"course": tuple(COURSES)})
