"""One laboratory value over days, with its reference range and what was given when."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw

from app.media.drawings.brush import Colour, Point
from app.media.drawings.lettering import letters
from app.media.drawings.options import Kind, Words
from app.media.drawings.plot import BOTTOM, INK, TOP, Axes, frame, joined

RANGE: Colour = (226, 240, 226)
LINE: Colour = (28, 84, 140)


@dataclass(frozen=True)
class Course:
    """A value in time: its title, axes, reference range, points (day, value) and events (day, words)."""

    title: str
    axes: Axes
    usual: tuple[float, float]
    points: tuple[Point, ...]
    events: tuple[tuple[float, str], ...]


COURSES: dict[str, Course] = {
    "stable": Course(
        "Platelets (10^9 per litre)",
        Axes((0, 12, 1), (0, 400, 50)),
        (150, 400),
        ((0, 262), (1, 248), (3, 251), (5, 266), (7, 280), (9, 291), (11, 288)),
        ((0, "admission"),),
    ),
    "falling_platelets": Course(
        "Platelets (10^9 per litre)",
        Axes((0, 12, 1), (0, 400, 50)),
        (150, 400),
        ((0, 268), (1, 231), (3, 244), (5, 252), (6, 214), (7, 148), (8, 96), (9, 71), (10, 78), (12, 131)),
        ((1, "injections began"), (9, "injections stopped")),
    ),
    "rising_creatinine": Course(
        "Creatinine (micromol per litre)",
        Axes((0, 28, 4), (0, 400, 50)),
        (50, 105),
        ((0, 78), (3, 82), (10, 104), (14, 158), (17, 229), (20, 296), (22, 312), (25, 268), (28, 201)),
        ((0, "tablet A began"), (21, "tablet A stopped")),
    ),
    "falling_sodium": Course(
        "Sodium (mmol per litre)",
        Axes((0, 14, 1), (110, 150, 5)),
        (133, 146),
        ((0, 139), (2, 138), (4, 134), (6, 130), (8, 126), (10, 122), (11, 120)),
        ((2, "tablet B began"),),
    ),
}


def paint(rng: Random, words: Words) -> Image.Image:
    """The chart."""
    course = COURSES[words["course"]]
    axes = course.axes
    image = frame(axes, title=course.title, below="Day. Shaded: reference range.")
    _shade(image, axes, course.usual)
    for day, name in course.events:
        _event(image, axes.place(day, axes.up[0])[0], name)
    # A laboratory is never exact: the last digits differ from seed to seed.
    points = [axes.place(day, value * (1 + rng.gauss(0, 0.004))) for day, value in course.points]
    joined(image, points, colour=LINE)
    return image


def _shade(image: Image.Image, axes: Axes, usual: Point) -> None:
    upper, lower = axes.place(axes.across[0], usual[1]), axes.place(axes.across[1], usual[0])
    band = Image.new("RGB", image.size, RANGE)
    box = (round(upper[0]) + 2, round(upper[1]) + 2, round(lower[0]) - 2, round(lower[1]))
    image.paste(Image.blend(image.crop(box), band.crop(box), 0.6), box)


def _event(image: Image.Image, x: float, name: str) -> None:
    pen = ImageDraw.Draw(image)
    for y in range(TOP, BOTTOM, 18):
        pen.line((x, y, x, y + 9), fill=INK, width=3)
    letters(image, (x + 10, BOTTOM - 40), name, fill=INK, height=24)


KIND = Kind(paint, {"course": tuple(COURSES)})
