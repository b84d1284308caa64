"""A stained blood film under oil, with one finding."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageFilter

from app.media.drawings.brush import Line, Point, Size, ellipse, ring, strokes, tint
from app.media.drawings.cells import (
    Cell,
    Maker,
    lay,
    places,
    red_cell,
    sickle,
    slide,
    smear,
    target_cell,
    white_cell,
)
from app.media.drawings.grain import film, sprinkle
from app.media.drawings.options import Kind, Words

SIZE: Size = (1280, 1024)
RADIUS = 44.0


def paint(rng: Random, words: Words) -> Image.Image:
    """The field of view."""
    image = slide(rng, SIZE)
    FINDINGS[words["finding"]](rng, image)
    return sprinkle(image.filter(ImageFilter.GaussianBlur(0.9)), film(rng, SIZE, spread=12, blur=0.8))


def _spread(rng: Random, image: Image.Image, maker: Maker, *, count: int, apart: float, taken: list[Point]) -> None:
    """Lay cells in free places and note those as taken."""
    for place in places(rng, SIZE, count=count, apart=apart, taken=taken):
        lay(image, maker(rng), place)
        taken.append(place)


def _healthy(rng: Random) -> Cell:
    return red_cell(rng, RADIUS * rng.uniform(0.94, 1.05))


def _normal(rng: Random, image: Image.Image) -> None:
    taken = _platelets(rng, image, count=12)
    _spread(rng, image, _healthy, count=130, apart=88, taken=taken)


def _platelets(rng: Random, image: Image.Image, *, count: int) -> list[Point]:
    dots = places(rng, SIZE, count=count, apart=150)
    for place in dots:
        tint(
            image,
            (150, 104, 158),
            ellipse(SIZE, place, (rng.uniform(8, 12), rng.uniform(7, 11)), blur=2.5),
            strength=0.7,
        )
    return dots


def _rings(rng: Random, image: Image.Image) -> None:
    """Fine rings with one or two dots, several in one cell, some at its very edge."""
    taken: list[Point] = []
    _spread(rng, image, _healthy, count=130, apart=88, taken=taken)
    hosts = rng.sample(taken, 24)
    loops: list[Line] = []
    dots: list[Line] = []
    for host in hosts:
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            _parasite(rng, host, loops, dots)
    tint(image, (84, 70, 150), strokes(SIZE, loops, blur=0.9), strength=0.85)
    tint(image, (132, 22, 84), strokes(SIZE, dots, blur=0.9), strength=1.0)


def _parasite(rng: Random, host: Point, loops: list[Line], dots: list[Line]) -> None:
    far, turn, size = rng.choice((10, 18, 36)), rng.uniform(0, 6.28), rng.uniform(8, 11.5)
    centre = (host[0] + far * math.cos(turn), host[1] + far * math.sin(turn))
    loops.append(([*ring(centre, (size, size), steps=24), (centre[0] + size, centre[1])], 2.6))
    for angle in (turn, turn + 1.1)[: rng.choice((1, 1, 2))]:
        spot = (centre[0] + size * math.cos(angle), centre[1] + size * math.sin(angle))
        dots.append((ring(spot, (1.6, 1.6), steps=8), 5.5))


def _sickles(rng: Random, image: Image.Image) -> None:
    """Crescents and boat shapes, target cells, a nucleated red cell."""
    taken: list[Point] = []
    _spread(rng, image, _nucleated, count=2, apart=300, taken=taken)
    _spread(rng, image, lambda chance: sickle(chance, RADIUS), count=26, apart=120, taken=taken)
    _spread(rng, image, lambda chance: target_cell(chance, RADIUS), count=18, apart=96, taken=taken)
    _spread(rng, image, _healthy, count=70, apart=92, taken=taken)


def _nucleated(rng: Random) -> Cell:
    return white_cell(rng, RADIUS * 0.95, nucleus=0.48, body=(206, 142, 150), clumped=1.0)


def _small_lymphocytes(rng: Random, image: Image.Image) -> None:
    """Many small round cells with blocky chromatin and hardly any cytoplasm, and smudged nuclei."""
    taken: list[Point] = []
    _spread(rng, image, lambda chance: smear(chance, 70), count=7, apart=210, taken=taken)
    _spread(rng, image, _lymphocyte, count=24, apart=128, taken=taken)
    _spread(rng, image, _healthy, count=90, apart=92, taken=taken)


def _lymphocyte(rng: Random) -> Cell:
    return white_cell(rng, rng.uniform(52, 60), nucleus=0.9, body=(176, 190, 226), clumped=0.9)


def _blasts(rng: Random, image: Image.Image) -> None:
    """Large cells with fine chromatin, pale nucleoli, and red needles in some of them; few platelets."""
    taken: list[Point] = []
    _spread(rng, image, _blast, count=11, apart=245, taken=taken)
    # A blast is wider than a red cell: places round it are taken too.
    taken += [spot for place in taken for spot in ring(place, (48, 48), steps=8)]
    _spread(rng, image, _healthy, count=90, apart=98, taken=taken)


def _blast(rng: Random) -> Cell:
    radius = rng.uniform(92, 108)
    cell = white_cell(rng, radius, nucleus=0.78, body=(176, 170, 214), clumped=0.15)
    side, middle = cell.mask.size, cell.mask.width / 2
    for _ in range(rng.randint(2, 3)):
        spot = (middle + rng.gauss(0, radius * 0.26), middle + rng.gauss(0, radius * 0.26))
        tint(cell.colours, (190, 160, 212), ellipse(side, spot, (13, 11), blur=3), strength=0.85)
    if rng.random() < 0.6:
        tint(cell.colours, (168, 22, 74), _needles(rng, side, middle, radius), strength=0.95)
    return cell


def _needles(rng: Random, side: Size, middle: float, radius: float) -> Image.Image:
    lines: list[Line] = []
    turn = rng.uniform(0, 6.28)
    for _ in range(rng.randint(1, 2)):
        x, y = middle + radius * 0.84 * math.cos(turn), middle + radius * 0.84 * math.sin(turn)
        along = (21 * math.cos(turn + math.pi / 2), 21 * math.sin(turn + math.pi / 2))
        lines.append(([(x - along[0], y - along[1]), (x + along[0], y + along[1])], 5.0))
        turn += 0.18
    return strokes(side, lines, blur=1.0)


def _hungry(rng: Random, image: Image.Image) -> None:
    """Small cells of many sizes with wide pale middles, long thin cells, plenty of platelets."""
    taken = _platelets(rng, image, count=26)
    _spread(rng, image, _pencil, count=13, apart=110, taken=taken)
    _spread(rng, image, lambda chance: target_cell(chance, 36), count=6, apart=90, taken=taken)
    _spread(rng, image, _hollow, count=140, apart=80, taken=taken)


def _pencil(rng: Random) -> Cell:
    return red_cell(rng, RADIUS * rng.uniform(0.95, 1.2), pallor=0.5, oval=rng.uniform(0.22, 0.36))


def _hollow(rng: Random) -> Cell:
    return red_cell(rng, rng.uniform(26, 40), pallor=rng.uniform(0.55, 0.66), oval=rng.uniform(0.8, 1.0), wobble=0.07)


FINDINGS: dict[str, Callable[[Random, Image.Image], None]] = {
    "normal": _normal,
    "malaria_rings": _rings,
    "sickle_cells": _sickles,
    "smudge_cells": _small_lymphocytes,
    "blasts": _blasts,
    "iron_deficiency": _hungry,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
