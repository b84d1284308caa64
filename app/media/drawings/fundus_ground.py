"""The back of a right eye: the disc on the right of the picture, the macula left of the middle."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageFilter

from app.media.drawings.brush import Colour, Line, Point, Size, ellipse, smooth, strokes, tint
from app.media.drawings.grain import clouds, film, sprinkle, stretch

SIZE: Size = (1200, 1200)
DISC: Point = (830.0, 590.0)
MACULA: Point = (500.0, 625.0)
FIELD = 568

# The four arcades from the disc outward; the temporal two bow round the macula.
ARCADES: tuple[tuple[Point, ...], ...] = (
    (
        (830, 592),
        (800, 480),
        (725, 385),
        (610, 325),
        (470, 318),
        (330, 370),
        (190, 470),
        (60, 560),
        (-40, 640),
    ),
    (
        (830, 588),
        (800, 700),
        (725, 805),
        (610, 872),
        (470, 890),
        (330, 850),
        (190, 760),
        (60, 690),
        (-40, 640),
    ),
    ((830, 592), (862, 480), (925, 385), (1000, 300), (1060, 210), (1130, 80)),
    ((830, 588), (862, 700), (925, 800), (1000, 890), (1060, 980), (1130, 1120)),
)
VEIN: Colour = (112, 20, 16)
ARTERY: Colour = (168, 44, 26)
REFLEX: Colour = (226, 128, 88)


def ground(rng: Random) -> Image.Image:
    """The retina without disc and vessels: orange-red, mottled, darker at the macula ('RGB')."""
    image = Image.new("RGB", SIZE, (204, 92, 46))
    tint(image, (168, 62, 28), stretch(clouds(rng, SIZE, cell=130), gain=1.4), strength=0.4)
    tint(image, (226, 122, 66), ellipse(SIZE, (700, 600), (380, 380), blur=170), strength=0.55)
    tint(image, (122, 36, 18), ellipse(SIZE, MACULA, (96, 88), blur=46), strength=0.62)
    tint(image, (236, 170, 120), ellipse(SIZE, (MACULA[0] - 3, MACULA[1] - 3), (6, 6), blur=3), strength=0.6)
    return image


def disc(image: Image.Image, *, swollen: float) -> None:
    """The optic disc in place; `swollen` from 0 (sharp, cupped) to 1 (no edge, no cup)."""
    size = 76 + 34 * swollen
    edge = ellipse(SIZE, DISC, (size, size * 1.1), blur=5 + 26 * swollen)
    tint(image, (248, 196 - round(34 * swollen), 130 - round(30 * swollen)), edge, strength=0.93)
    cup = ellipse(SIZE, (DISC[0] - 6, DISC[1]), (31, 36), blur=8)
    tint(image, (255, 238, 196), cup, strength=0.9 * (1 - swollen))


def vessels(rng: Random, image: Image.Image, *, tortuous: float, wide: float) -> None:
    """Arteries and veins of the four arcades; `tortuous` 0 to 1, veins `wide` times their usual width."""
    veins: list[Line] = []
    arteries: list[Line] = []
    for arcade in ARCADES:
        _tree(rng, veins, _moved(rng, arcade, 16), width=13.0 * wide, wave=3 + 19 * tortuous)
        _tree(rng, arteries, _moved(rng, arcade, -18), width=9.0, wave=3 + 8 * tortuous)
    tint(image, VEIN, strokes(SIZE, veins, blur=1.5), strength=0.82)
    tint(image, ARTERY, strokes(SIZE, arteries, blur=1.4), strength=0.85)
    bright = [(line, width * 0.26) for line, width in arteries if width > 5]
    tint(image, REFLEX, strokes(SIZE, bright, blur=1.2), strength=0.5)


def finished(rng: Random, image: Image.Image) -> Image.Image:
    """The camera's part: fall-off of light, the round field on black, grain."""
    rim = ellipse(SIZE, (600, 600), (FIELD - 30, FIELD - 30), blur=70)
    dim = image.point(lambda level: round(level * 0.5))
    image = Image.composite(image, dim, rim).filter(ImageFilter.GaussianBlur(0.8))
    image = sprinkle(image, film(rng, SIZE, spread=14, blur=0.9))
    return Image.composite(image, Image.new("RGB", SIZE, (4, 3, 4)), ellipse(SIZE, (600, 600), (FIELD, FIELD), blur=2))


def _moved(rng: Random, arcade: Sequence[Point], shift: float) -> list[Point]:
    """An arcade pushed away from (or towards) the middle, more so with the distance from the disc."""
    moved = []
    for number, (x, y) in enumerate(arcade):
        part = min(1.0, number / 3)
        up = -1 if y < DISC[1] else 1
        moved.append((x + rng.gauss(0, 9) * part, y + up * shift * part + rng.gauss(0, 11) * part))
    return moved


def _tree(rng: Random, lines: list[Line], course: list[Point], *, width: float, wave: float) -> None:
    curve = _waving(rng, smooth(course, steps=12), wave)
    count = len(curve) - 1
    lines += [(curve[number : number + 2], width * (1 - 0.76 * number / count)) for number in range(count)]
    for number in range(14, count - 6, 11):
        heading = _heading(curve[number], curve[number + 1])
        side = rng.choice((-1, 1)) * rng.uniform(0.5, 1.1)
        thick = width * (1 - 0.76 * number / count) * 0.6
        _twig(rng, lines, curve[number], way=heading + side, width=thick, wave=wave)


def _twig(rng: Random, lines: list[Line], start: Point, *, way: float, width: float, wave: float) -> None:
    here, drift = start, rng.gauss(0, 0.05)
    while width > 1.1:
        way += drift + rng.gauss(0, 0.05 + wave * 0.014)
        there = (here[0] + 17 * math.cos(way), here[1] + 17 * math.sin(way))
        # No vessel crosses the fovea.
        if math.dist(there, MACULA) < 62:
            return
        lines.append(([here, there], width))
        if rng.random() < 0.13 and width > 2:
            _twig(rng, lines, there, way=way + rng.choice((-0.7, 0.7)), width=width * 0.7, wave=wave)
        here, width = there, width * 0.945


def _waving(rng: Random, curve: list[Point], wave: float) -> list[Point]:
    phase = rng.uniform(0, 6)
    moved = []
    for number, (x, y) in enumerate(curve[:-1]):
        normal = _heading(curve[number], curve[number + 1]) + math.pi / 2
        # Near the disc the vessels still lie straight.
        away = wave * min(1.0, number / 12) * math.sin(number * 0.62 + phase)
        moved.append((x + away * math.cos(normal), y + away * math.sin(normal)))
    return moved


def _heading(here: Point, there: Point) -> float:
    return math.atan2(there[1] - here[1], there[0] - here[0])
