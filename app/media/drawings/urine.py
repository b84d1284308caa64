"""Urine sediment under the microscope, unstained."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import (
    Colour,
    Line,
    Point,
    Size,
    bend,
    blob,
    polygons,
    ring,
    strokes,
    tint,
    turned,
)
from app.media.drawings.cells import places
from app.media.drawings.grain import clouds, film, sprinkle, stretch
from app.media.drawings.options import Kind, Words

SIZE: Size = (1280, 960)
EDGE: Colour = (92, 100, 88)
LIGHT: Colour = (248, 250, 236)
RUST: Colour = (178, 108, 66)


def paint(rng: Random, words: Words) -> Image.Image:
    """The field of view."""
    image = Image.new("RGB", SIZE, (210, 214, 196))
    tint(image, (190, 196, 178), stretch(clouds(rng, SIZE, cell=260), gain=1.4), strength=0.6)
    FINDINGS[words["finding"]](rng, image)
    return sprinkle(image.filter(ImageFilter.GaussianBlur(0.9)), film(rng, SIZE, spread=14, blur=0.8))


def _outlined(image: Image.Image, outlines: list[list[Point]], *, fill: Colour, strength: float, width: float) -> None:
    """Things that break the light: a fill, a dark edge, and a bright one just outside."""
    edges: list[Line] = [([*outline, outline[0]], width) for outline in outlines]
    halo: list[Line] = [([*outline, outline[0]], width * 3.2) for outline in outlines]
    tint(image, LIGHT, strokes(SIZE, halo, blur=2.2), strength=0.6)
    tint(image, fill, polygons(SIZE, outlines, blur=1.2), strength=strength)
    tint(image, EDGE, strokes(SIZE, edges, blur=0.9), strength=0.8)


def _few_cells(rng: Random, image: Image.Image) -> None:
    """Flat folded epithelial cells, each with a small nucleus."""
    spots = places(rng, SIZE, count=7, apart=260)
    flat = [blob(rng, place, (92, 74), wobble=0.2, lobes=7) for place in spots]
    _outlined(image, flat, fill=(200, 204, 184), strength=0.5, width=2.4)
    _outlined(image, [ring(place, (15, 13)) for place in spots], fill=(160, 164, 146), strength=0.8, width=2)


def _loose_red_cells(rng: Random, image: Image.Image, *, count: int) -> None:
    """Red cells, many of them bent out of shape, some with buds like ears."""
    rings, buds = [], []
    for place in places(rng, SIZE, count=count, apart=64):
        rings.append(blob(rng, place, (20, 19), wobble=rng.choice((0.04, 0.2, 0.28))))
        if rng.random() < 0.4:
            turns = [rng.uniform(0, 6.28) for _ in range(2)]
            buds += [ring((place[0] + 21 * math.cos(turn), place[1] + 21 * math.sin(turn)), (7, 7)) for turn in turns]
    _outlined(image, buds, fill=(214, 170, 136), strength=0.7, width=2)
    _outlined(image, rings, fill=(210, 162, 128), strength=0.7, width=2.4)
    inner = [blob(rng, _middle(outline), (8, 8), wobble=0.2) for outline in rings]
    tint(image, (228, 206, 180), polygons(SIZE, inner, blur=3), strength=0.8)


def _middle(outline: list[Point]) -> Point:
    return (sum(x for x, _ in outline) / len(outline), sum(y for _, y in outline) / len(outline))


def _red_cell_casts(rng: Random, image: Image.Image) -> None:
    """Two bent cylinders packed with rust-coloured cells among loose misshapen ones."""
    _loose_red_cells(rng, image, count=46)
    for start, knee, end in (((250, 700), (560, 420), (1000, 330)), ((880, 820), (1010, 720), (1170, 700))):
        _cast(rng, image, bend(start, knee, end, steps=60))


def _cast(rng: Random, image: Image.Image, spine: list[Point]) -> None:
    tint(image, LIGHT, _rod_of(spine, 122, blur=4), strength=0.7)
    tint(image, EDGE, _rod_of(spine, 108, blur=2), strength=0.55)
    body = _rod_of(spine, 101, blur=1.5)
    tint(image, (216, 176, 138), body)
    packed = []
    for x, y in spine:
        for _ in range(5):
            spot = (x + rng.uniform(-46, 46), y + rng.uniform(-46, 46))
            packed.append(blob(rng, spot, (14, 13), wobble=0.12))
    cells = ImageChops.multiply(polygons(SIZE, packed, blur=1.5), body)
    tint(image, RUST, cells, strength=0.4)
    edges: list[Line] = [([*outline, outline[0]], 2.0) for outline in packed]
    tint(image, (112, 52, 28), ImageChops.multiply(strokes(SIZE, edges, blur=1.0), body), strength=0.55)


def _rod_of(spine: list[Point], width: float, *, blur: float) -> Image.Image:
    """A thick line with round ends."""
    ends = polygons(SIZE, [ring(end, (width / 2, width / 2)) for end in (spine[0], spine[-1])], blur=blur)
    return ImageChops.lighter(strokes(SIZE, [(spine, width)], blur=blur), ends)


def _envelopes(rng: Random, image: Image.Image) -> None:
    """Octahedra seen from above: squares with a cross; a few dumb-bells and long flat ovals."""
    squares, crosses = [], []
    for place in places(rng, SIZE, count=34, apart=112):
        half, angle = rng.uniform(16, 46), rng.uniform(0, 1.57)
        corners = ((-half, -half), (half, -half), (half, half), (-half, half))
        square = turned([(place[0] + x, place[1] + y) for x, y in corners], place, angle)
        squares.append(square)
        crosses += [([square[0], square[2]], 3.0), ([square[1], square[3]], 3.0)]
    _outlined(image, squares, fill=(232, 236, 222), strength=0.8, width=3.4)
    tint(image, EDGE, strokes(SIZE, crosses, blur=1.0), strength=0.75)
    longs = [turned(ring(place, (46, 15)), place, rng.uniform(0, 3)) for place in places(rng, SIZE, count=9, apart=240)]
    _outlined(image, longs, fill=(232, 236, 222), strength=0.7, width=3)


def _pus(rng: Random, image: Image.Image) -> None:
    """White cells with grainy lobed nuclei, alone and in clumps, and many short rods."""
    rods = [_rod(rng) for _ in range(420)]
    tint(image, (84, 92, 80), strokes(SIZE, rods, blur=0.8), strength=0.7)
    clump = [(640 + rng.gauss(0, 70), 470 + rng.gauss(0, 60)) for _ in range(13)]
    spots = clump + places(rng, SIZE, count=44, apart=84, taken=clump)
    _outlined(
        image,
        [blob(rng, spot, (33, 32), wobble=0.07) for spot in spots],
        fill=(186, 192, 172),
        strength=0.7,
        width=2.4,
    )
    lobes = []
    for x, y in spots:
        lobes += [blob(rng, (x + rng.gauss(0, 9), y + rng.gauss(0, 9)), (11, 10), wobble=0.15) for _ in range(3)]
    tint(image, (112, 118, 104), polygons(SIZE, lobes, blur=2), strength=0.7)


def _rod(rng: Random) -> Line:
    x, y, turn = rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1]), rng.uniform(0, 3.14)
    return [(x, y), (x + 12 * math.cos(turn), y + 12 * math.sin(turn))], 4.0


FINDINGS: dict[str, Callable[[Random, Image.Image], None]] = {
    "normal": _few_cells,
    "red_cell_casts": _red_cell_casts,
    "calcium_oxalate": _envelopes,
    "pyuria": _pus,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
