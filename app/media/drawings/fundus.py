"""A photograph of the back of the eye with one finding."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image

from app.media.drawings.brush import Colour, Line, Point, blob, ellipse, polygons, ring, strokes, tint, turned
from app.media.drawings.fundus_ground import DISC, FIELD, MACULA, SIZE, disc, finished, ground, vessels
from app.media.drawings.options import Kind, Words

Painter = Callable[[Random], Image.Image]
BLOOD: Colour = (112, 14, 12)
EXUDATE: Colour = (246, 226, 130)
WOOL: Colour = (244, 226, 204)


def paint(rng: Random, words: Words) -> Image.Image:
    """The photograph."""
    return finished(rng, FINDINGS[words["finding"]](rng))


def _normal(rng: Random) -> Image.Image:
    return _eye(rng, swollen=0.0, tortuous=0.0, wide=1.0)


def _eye(rng: Random, *, swollen: float, tortuous: float, wide: float) -> Image.Image:
    image = ground(rng)
    disc(image, swollen=swollen)
    vessels(rng, image, tortuous=tortuous, wide=wide)
    return image


def _diabetic(rng: Random) -> Image.Image:
    """Dots, blots, yellow exudates in a ring beside the macula, a few cotton-wool spots."""
    image = _eye(rng, swollen=0.0, tortuous=0.12, wide=1.15)
    dots = [ring(_anywhere(rng), (size, size)) for size in (rng.uniform(3, 6) for _ in range(75))]
    blots = [blob(rng, _anywhere(rng), (size, size * 0.9), wobble=0.25) for size in _sizes(rng, 9, 20, 24)]
    tint(image, BLOOD, polygons(SIZE, dots, blur=1.2), strength=0.85)
    tint(image, BLOOD, polygons(SIZE, blots, blur=2.2), strength=0.85)
    hard = [blob(rng, _beside_macula(rng), (size, size), wobble=0.3) for size in _sizes(rng, 3, 10, 80)]
    tint(image, EXUDATE, polygons(SIZE, hard, blur=1.2), strength=0.9)
    _cotton(rng, image, [(690, 440), (590, 800), (960, 760)])
    return image


def _anywhere(rng: Random) -> Point:
    """A place within the arcades, not on the disc."""
    while True:
        place = (rng.gauss(560, 210), rng.gauss(600, 200))
        if math.dist(place, (600, 600)) < FIELD - 40 and math.dist(place, DISC) > 110:
            return place


def _beside_macula(rng: Random) -> Point:
    turn, far = rng.gauss(3.6, 0.75), rng.gauss(118, 20)
    return (MACULA[0] + far * math.cos(turn), MACULA[1] + far * math.sin(turn))


def _sizes(rng: Random, low: float, high: float, count: int) -> list[float]:
    return [rng.uniform(low, high) for _ in range(count)]


def _cotton(rng: Random, image: Image.Image, places: list[Point]) -> None:
    spots = [blob(rng, place, (rng.uniform(22, 36), rng.uniform(16, 24)), wobble=0.3) for place in places]
    tint(image, WOOL, polygons(SIZE, spots, blur=8), strength=0.85)


def _vein_occlusion(rng: Random) -> Image.Image:
    """Wide winding veins and streaks of blood in all quadrants, pointing to a swollen disc."""
    image = _eye(rng, swollen=0.6, tortuous=1.0, wide=1.6)
    flames = [_flame(rng, far=rng.triangular(95, 560, 190), size=rng.uniform(0.5, 1.15)) for _ in range(300)]
    tint(image, BLOOD, polygons(SIZE, flames, blur=1.6), strength=0.8)
    blots = [blob(rng, _anywhere(rng), (size, size * 0.8), wobble=0.3) for size in _sizes(rng, 8, 22, 45)]
    tint(image, BLOOD, polygons(SIZE, blots, blur=3), strength=0.75)
    _cotton(rng, image, [(700, 470), (720, 745), (930, 480), (610, 850)])
    return image


def _flame(rng: Random, *, far: float, size: float) -> list[Point]:
    """A feathered streak which lies along the nerve fibres, so it points at the disc."""
    turn = rng.uniform(0, 2 * math.pi)
    centre = (DISC[0] + far * math.cos(turn), DISC[1] + far * math.sin(turn))
    long, thin = 27 * size, 4.6 * size
    streak = [(centre[0] + x, centre[1] + y) for x, y in ((-long, 0), (-long / 2, -thin), (long * 0.6, -thin * 0.7))]
    streak += [(centre[0] + x, centre[1] + y) for x, y in ((long, -2), (long * 0.7, thin), (-long / 2, thin * 0.8))]
    return turned(streak, centre, turn + rng.gauss(0, 0.12))


def _swollen_disc(rng: Random) -> Image.Image:
    """A raised red disc without an edge, its vessels veiled, streaks of blood and folds beside it."""
    image = _eye(rng, swollen=1.0, tortuous=0.35, wide=1.3)
    tint(image, (240, 156, 104), ellipse(SIZE, DISC, (150, 160), blur=34), strength=0.5)
    spokes: list[Line] = []
    for _ in range(90):
        turn, near = rng.uniform(0, 2 * math.pi), rng.uniform(38, 80)
        spokes.append(([_polar(turn, near), _polar(turn + rng.gauss(0, 0.05), near + rng.uniform(30, 80))], 2.5))
    tint(image, (252, 196, 150), strokes(SIZE, spokes, blur=2.4), strength=0.4)
    flames = [_flame(rng, far=rng.uniform(112, 170), size=rng.uniform(0.6, 1.1)) for _ in range(13)]
    tint(image, BLOOD, polygons(SIZE, flames, blur=1.6), strength=0.8)
    folds: list[Line] = [([_polar(2.6 + step / 14, far) for step in range(15)], 3.0) for far in (176, 194, 212, 230)]
    tint(image, (160, 62, 30), strokes(SIZE, folds, blur=2.6), strength=0.5)
    _cotton(rng, image, [(758, 690)])
    return image


def _polar(turn: float, far: float) -> Point:
    return (DISC[0] + far * math.cos(turn), DISC[1] + far * math.sin(turn))


FINDINGS: dict[str, Painter] = {
    "normal": _normal,
    "diabetic_retinopathy": _diabetic,
    "central_retinal_vein_occlusion": _vein_occlusion,
    "papilloedema": _swollen_disc,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
