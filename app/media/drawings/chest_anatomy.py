"""A chest seen from the front, as layers which add up: what absorbs is light, air is dark.

The layers add to at most about 150; the tone curve at the end spreads them, so that ribs show over the heart
too. The patient faces the reader, so the patient's right is on the left of the picture.
"""

import math
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import (
    Line,
    Point,
    Size,
    bend,
    ellipse,
    faded,
    glow,
    polygon,
    polygons,
    smooth,
    strokes,
)
from app.media.drawings.grain import clouds, film, sprinkle, stretch

SIZE: Size = (1200, 1240)
MID = 600

RIGHT_LUNG = smooth(
    (
        (505, 205), (455, 182), (405, 205), (340, 290), (278, 430), (232, 600), (208, 780), (202,
        930), (218, 985),
        (255, 955), (320, 915), (400, 895), (470, 912), (512, 950), (505, 840), (500, 700), (520,
        560), (535, 400),
        (532, 270),
    ),
    closed=True,
)  # fmt: skip
LEFT_LUNG = smooth(
    (
        (695, 205), (745, 182), (795, 205), (860, 290), (922, 430), (968, 600), (992, 790), (998,
        955), (980, 1010),
        (945, 985), (890, 948), (830, 935), (795, 950), (790, 900), (755, 790), (705, 690), (676,
        560), (665, 400),
        (668, 270),
    ),
    closed=True,
)  # fmt: skip
TRUNK = smooth(
    (
        (500, -60), (505, 40), (480, 95), (370, 135), (210, 170), (120, 270), (100, 500), (108,
        800), (96, 1300),
        (1104, 1300), (1092, 800), (1100, 500), (1080, 270), (990, 170), (830, 135), (720, 95),
        (695, 40), (700, -60),
    ),
    closed=True,
)  # fmt: skip
ARM: tuple[Point, ...] = (
    (240, 160),
    (110, 185),
    (30, 280),
    (-30, 480),
    (-30, 1300),
    (52, 1300),
    (90, 700),
    (150, 480),
)
WALL = ((190, 165), (230, 225), (290, 268), (430, 332), (600, 378), (780, 402), (1100, 408))


def lungs(*, blur: float = 10) -> Image.Image:
    """The mask of both lung fields."""
    return polygons(SIZE, (RIGHT_LUNG, LEFT_LUNG), blur=blur)


def heart(*, wide: bool) -> Image.Image:
    """The mask of the heart and great vessels; `wide` is more than half of the chest."""
    grow = 1.36 if wide else 1.0
    outline: list[Point] = [
        (560, 330), (640, 318), (678, 365), (672, 430), (695, 500), (722, 600), (600 + 158 * grow, 720),
        (600 + 205 * grow, 850), (600 + 190 * grow, 940), (740, 985), (560, 985), (515, 940), (600 -
        104 * grow, 800),
        (512, 690), (540, 560), (548, 450),
    ]  # fmt: skip
    return polygon(SIZE, smooth(outline, closed=True), blur=11)


def film_of(rng: Random, *, wide_heart: bool, vessels: float) -> Image.Image:
    """The film without signs: body, lungs, heart, bones ('L'); `vessels` is the weight of the markings."""
    image = Image.new("L", SIZE, 2)
    arms = polygons(SIZE, (ARM, [(2 * MID - x, y) for x, y in ARM]), blur=12)
    image = glow(image, ImageChops.lighter(polygon(SIZE, TRUNK, blur=20), faded(arms, 0.6)), gain=0.29)
    image = glow(image, lungs(blur=11), gain=-0.235)
    image = glow(image, _markings(rng), gain=0.17 * vessels)
    image = glow(image, heart(wide=wide_heart), gain=0.2)
    image = glow(image, polygon(SIZE, ((552, 0), (648, 0), (656, 1240), (544, 1240)), blur=20), gain=0.1)
    image = glow(image, _airway(), gain=-0.08)
    return _bones(_belly(image))


def finished(rng: Random, image: Image.Image) -> Image.Image:
    """The last of the way: tone curve, scatter, screen blur and grain."""
    image = image.filter(ImageFilter.GaussianBlur(1.2)).point([_tone(level) for level in range(256)])
    image = sprinkle(image, stretch(clouds(rng, SIZE, cell=150), gain=0.07))
    return sprinkle(image, film(rng, SIZE, spread=22, blur=0.9))


def _tone(level: int) -> int:
    light: float = 250 * (1 - math.exp(-level / 60)) ** 1.6
    return round(light)


def _airway() -> Image.Image:
    trachea: Line = ([(600, 0), (602, 200), (606, 400)], 44)
    right: Line = (bend((606, 395), (585, 440), (535, 490)), 28)
    left: Line = (bend((606, 395), (630, 440), (690, 478)), 24)
    return strokes(SIZE, [trachea, right, left], blur=6)


def _belly(image: Image.Image) -> Image.Image:
    image = glow(image, ellipse(SIZE, (345, 1190), (215, 282), blur=12), gain=0.1)
    image = glow(image, ellipse(SIZE, (880, 1200), (185, 260), blur=12), gain=0.08)
    return glow(image, ellipse(SIZE, (868, 1040), (84, 44), blur=12), gain=-0.12)


def _markings(rng: Random) -> Image.Image:
    """Vessels that branch from each hilum and thin towards the edge, within the lung fields."""
    lines: list[Line] = []
    for hilum, side in (((508.0, 545.0), -1), ((692.0, 525.0), 1)):
        for number in range(11):
            turn = -1.3 + 2.4 * number / 10 + rng.uniform(-0.1, 0.1)
            start = (hilum[0] + rng.uniform(-14, 14), hilum[1] + 52 * turn)
            _grow(
                rng,
                lines,
                start=start,
                way=side * (math.pi / 2 + 1.15 * turn),
                width=rng.uniform(6, 10) + 2.5 * max(0.0, turn),
            )
    hila = polygons(
        SIZE,
        [
            smooth(((520, 430), (478, 500), (462, 580), (478, 670), (500, 640), (520, 560)), closed=True),
            smooth(((680, 420), (716, 480), (742, 560), (730, 640), (704, 610), (684, 560)), closed=True),
        ],
        blur=15,
    )
    tree = ImageChops.lighter(strokes(SIZE, lines, blur=2.8), faded(hila, 0.8))
    return ImageChops.multiply(tree, lungs(blur=6))


def _grow(rng: Random, lines: list[Line], *, start: Point, way: float, width: float) -> None:
    """One vessel; `way` is its heading in radians from straight up, clockwise."""
    here, drift = start, rng.gauss(0, 0.05)
    while width > 1.2:
        way += drift + rng.gauss(0, 0.09)
        there = (here[0] + 26 * math.sin(way), here[1] - 26 * math.cos(way))
        lines.append(([here, there], width))
        if rng.random() < 0.3 and width > 2.2:
            _grow(
                rng,
                lines,
                start=there,
                way=way + rng.choice((-1, 1)) * rng.uniform(0.35, 0.8),
                width=width * 0.62,
            )
        here, width = there, width * rng.uniform(0.78, 0.92)


def _bones(image: Image.Image) -> Image.Image:
    bodies, edges = _ribs()
    image = glow(image, strokes(SIZE, bodies, blur=3.5), gain=0.05)
    image = glow(image, strokes(SIZE, edges, blur=1.8), gain=0.055)
    spine = [_vertebra(150 + 62 * number) for number in range(18)]
    image = glow(image, strokes(SIZE, spine, blur=3.5), gain=0.035)
    image = glow(image, strokes(SIZE, _clavicles(26), blur=3), gain=0.085)
    image = glow(image, strokes(SIZE, [*_shifted_clavicles()], blur=1.6), gain=0.05)
    blades = [
        (bend((205, 250), (330, 400), (262, 620)), 8.0),
        (bend((995, 250), (870, 400), (938, 620)), 8.0),
    ]
    image = glow(image, strokes(SIZE, blades, blur=4), gain=0.05)
    arms = [([(95, 235), (40, 620), (8, 1240)], 62.0), ([(1105, 235), (1160, 620), (1192, 1240)], 62.0)]
    return glow(image, strokes(SIZE, arms, blur=7), gain=0.13)


def _vertebra(height: float) -> Line:
    return ([(556, height), (644, height)], 10)


def _clavicles(width: float) -> list[Line]:
    right: list[Point] = [(566, 272), (500, 262), (420, 246), (330, 214), (240, 186), (170, 186)]
    curve = smooth(right)
    return [(curve, width), ([(2 * MID - x, y) for x, y in curve], width)]


def _shifted_clavicles() -> list[Line]:
    return [([(x, y + shift) for x, y in line], 3) for line, _ in _clavicles(3) for shift in (-12, 12)]


def _ribs() -> tuple[list[Line], list[Line]]:
    """The ribs' bodies, and the two bright edges of each."""
    bodies: list[Line] = []
    edges: list[Line] = []
    for number in range(10):
        for side in (-1, 1):
            back, front = _rib(number, side)
            bodies += [(back, 27), (front, 20)]
            edges += [([(x, y + shift) for x, y in back], 3) for shift in (-13, 13)]
    return bodies, edges


def _rib(number: int, side: int) -> tuple[list[Point], list[Point]]:
    top = 188 + 76 * number
    low = top + 62 + 9 * number
    reach = _reach(low)
    wall = (MID + side * reach, low)
    back = bend((MID + side * 52, top), (MID + side * reach * 0.74, top - 42), wall, steps=30)
    front = bend(wall, (wall[0] - side * 4, low + 70), (MID + side * reach * 0.55, low + 150), steps=20)
    # The lowest ribs end before they turn forward.
    return back, front if number < 7 else back[-2:]


def _reach(height: float) -> float:
    for (upper, near), (lower, far) in pairwise(WALL):
        if height <= lower:
            return near + (far - near) * (height - upper) / (lower - upper)
    return WALL[-1][1]
