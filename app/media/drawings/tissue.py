"""A stained section (haematoxylin and eosin) of a lymph node."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import Colour, Point, Size, blob, polygon, polygons, ring, tint, turned
from app.media.drawings.cells import places
from app.media.drawings.grain import clouds, film, sprinkle, stretch
from app.media.drawings.options import Kind, Words

SIZE: Size = (1280, 960)
NUCLEUS: Colour = (74, 46, 122)
PINK: Colour = (232, 158, 186)
PALE: Colour = (240, 190, 206)
NESTS: tuple[tuple[Point, float], ...] = (
    ((420.0, 420.0), 235.0),
    ((930.0, 600.0), 205.0),
    ((860.0, 130.0), 130.0),
)


def paint(rng: Random, words: Words) -> Image.Image:
    """The field of view."""
    image = Image.new("RGB", SIZE, (226, 170, 200))
    tint(image, (198, 130, 178), stretch(clouds(rng, SIZE, cell=60), gain=1.6), strength=0.6)
    FINDINGS[words["finding"]](rng, image)
    return sprinkle(image.filter(ImageFilter.GaussianBlur(0.9)), film(rng, SIZE, spread=18, blur=0.8))


def _lymphocytes(rng: Random, image: Image.Image, *, free: Callable[[Point], bool]) -> None:
    """Small dark round nuclei, closely packed wherever it is `free`."""
    dots = []
    for row in range(-1, SIZE[1] // 21 + 2):
        for column in range(-1, SIZE[0] // 23 + 2):
            place = (column * 23 + rng.uniform(-10, 10), row * 21 + rng.uniform(-10, 10))
            if free(place) and rng.random() < 0.88:
                dots.append(ring(place, (rng.uniform(6, 9), rng.uniform(6, 9)), steps=12))
    tint(image, NUCLEUS, polygons(SIZE, dots, blur=1.1), strength=0.82)


def _normal(rng: Random, image: Image.Image) -> None:
    """A sheet of lymphocytes with a paler follicle."""
    centre = (640.0, 480.0)
    tint(image, PALE, polygon(SIZE, blob(rng, centre, (280, 220), wobble=0.08), blur=30), strength=0.7)
    _lymphocytes(rng, image, free=lambda place: math.dist(place, centre) > 240)
    large = [
        blob(rng, spot, (12, 11), wobble=0.15)
        for spot in places(rng, SIZE, count=600, apart=29)
        if math.dist(spot, centre) < 245
    ]
    tint(image, (128, 92, 166), polygons(SIZE, large, blur=1.6), strength=0.7)


def _nests(rng: Random, image: Image.Image, *, dead: bool) -> None:
    """Round nests of pale cells, a giant cell in each; `dead` gives them a bare pink middle."""
    outlines = [blob(rng, centre, (size, size * 0.92), wobble=0.06) for centre, size in NESTS]
    whole = polygons(SIZE, outlines, blur=10)
    tint(image, PALE, whole, strength=0.92)
    streaks = ImageChops.multiply(whole, stretch(clouds(rng, SIZE, cell=24), gain=1.5))
    tint(image, PINK, streaks, strength=0.6)
    _lymphocytes(rng, image, free=lambda place: all(math.dist(place, centre) > size * 0.96 for centre, size in NESTS))
    for centre, size in NESTS:
        _slippers(rng, image, centre, size, hollow=0.52 if dead else 0.0)
        if dead:
            _dead_middle(rng, image, centre, size * 0.5)
        _giant(rng, image, (centre[0] + size * 0.5, centre[1] + size * 0.52), size * 0.23)


def _slippers(rng: Random, image: Image.Image, centre: Point, size: float, *, hollow: float) -> None:
    """Long pale nuclei which lie in whorls round the middle."""
    nuclei = []
    for _ in range(round(size * size / 330)):
        far, turn = size * math.sqrt(rng.uniform(hollow**2, 0.9)), rng.uniform(0, 6.283)
        place = (centre[0] + far * math.cos(turn), centre[1] + far * math.sin(turn))
        shape = ring(place, (rng.uniform(12, 17), rng.uniform(5, 7)), steps=20)
        nuclei.append(turned(shape, place, turn + 1.57 + rng.gauss(0, 0.6)))
    tint(image, (134, 100, 164), polygons(SIZE, nuclei, blur=1.2), strength=0.72)


def _dead_middle(rng: Random, image: Image.Image, centre: Point, size: float) -> None:
    """Grainy pink without nuclei, with a little dust of broken ones."""
    mask = polygon(SIZE, blob(rng, centre, (size, size * 0.9), wobble=0.12, lobes=8), blur=13)
    tint(image, (238, 146, 172), mask, strength=0.95)
    tint(
        image,
        (214, 104, 140),
        ImageChops.multiply(mask, stretch(clouds(rng, SIZE, cell=9), gain=1.6)),
        strength=0.5,
    )
    dust = [
        ring((centre[0] + rng.gauss(0, size * 0.5), centre[1] + rng.gauss(0, size * 0.5)), (2.6, 2.6), steps=8)
        for _ in range(60)
    ]
    tint(image, NUCLEUS, polygons(SIZE, dust, blur=1), strength=0.6)


def _giant(rng: Random, image: Image.Image, centre: Point, size: float) -> None:
    """One large pink cell whose many nuclei stand in a horseshoe at its edge."""
    body = polygon(SIZE, blob(rng, centre, (size, size * 0.85), wobble=0.08), blur=2.5)
    tint(image, (236, 156, 180), body, strength=0.95)
    start = rng.uniform(0, 6.28)
    nuclei = []
    for number in range(14):
        turn = start + number * 0.33
        place = (centre[0] + size * 0.74 * math.cos(turn), centre[1] + size * 0.62 * math.sin(turn))
        nuclei.append(blob(rng, place, (9, 7), wobble=0.1))
    tint(image, (96, 62, 140), polygons(SIZE, nuclei, blur=1.1), strength=0.85)


def _living(rng: Random, image: Image.Image) -> None:
    _nests(rng, image, dead=False)


def _dying(rng: Random, image: Image.Image) -> None:
    _nests(rng, image, dead=True)


FINDINGS: dict[str, Callable[[Random, Image.Image], None]] = {
    "normal": _normal,
    "granuloma": _living,
    "necrotising_granuloma": _dying,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
