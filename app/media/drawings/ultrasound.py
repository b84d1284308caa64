"""An ultrasound sector: bright and dark tissue under speckle that widens with depth."""

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.media.drawings.brush import (
    Line,
    Point,
    Size,
    bend,
    blob,
    ellipse,
    glow,
    polygon,
    polygons,
    smooth,
    strokes,
)
from app.media.drawings.grain import clouds, sprinkle, stretch, white
from app.media.drawings.options import Kind, Words

SIZE: Size = (1240, 960)
APEX: Point = (620.0, -120.0)
NEAR, FAR, HALF_ANGLE = 170.0, 1040.0, 0.62
BEAMS, DEPTHS = 420, 760
TILE = 20


def paint(rng: Random, words: Words) -> Image.Image:
    """The frozen picture."""
    echo = sprinkle(Image.new("L", SIZE, 92), stretch(clouds(rng, SIZE, cell=130), gain=0.16))
    echo = FINDINGS[words["finding"]](rng, _skin(echo))
    echo = echo.filter(ImageFilter.GaussianBlur(1.4))
    image = ImageChops.multiply(echo, _speckle(rng)).point(lambda level: min(250, round(level * 1.9)))
    image = Image.composite(image, Image.new("L", SIZE, 3), _sector())
    _scale(image)
    return image


def _speckle(rng: Random) -> Image.Image:
    """Noise made in beams and depths, then bent into the sector."""
    beams = white(rng, (BEAMS, DEPTHS), spread=127).filter(ImageFilter.BoxBlur((1.1, 0.6)))
    tiles = [
        ((x, y, x + TILE, y + TILE), _source(x, y, x + TILE, y + TILE))
        for x in range(0, SIZE[0], TILE)
        for y in range(0, SIZE[1], TILE)
    ]
    bent = beams.transform(SIZE, Image.Transform.MESH, tiles, Image.Resampling.BILINEAR)
    return stretch(bent, gain=1.7)


def _source(left: int, top: int, right: int, bottom: int) -> tuple[float, ...]:
    """The tile's four corners (from the upper left, anticlockwise) in beams and depths."""
    corners = ((left, top), (left, bottom), (right, bottom), (right, top))
    return tuple(part for corner in corners for part in _beam(*corner))


def _beam(x: float, y: float) -> Point:
    turn = math.atan2(x - APEX[0], y - APEX[1])
    depth = math.hypot(x - APEX[0], y - APEX[1])
    beam = (turn / HALF_ANGLE + 1) / 2 * (BEAMS - 1)
    row = (depth - NEAR) / (FAR - NEAR) * (DEPTHS - 1)
    return (min(BEAMS - 1.0, max(0.0, beam)), min(DEPTHS - 1.0, max(0.0, row)))


def _arc(far: float, *, back: bool = False) -> list[Point]:
    turns = [HALF_ANGLE * (step / 20 - 1) for step in range(41)]
    points = [(APEX[0] + far * math.sin(turn), APEX[1] + far * math.cos(turn)) for turn in turns]
    return points[::-1] if back else points


def _sector() -> Image.Image:
    return polygon(SIZE, [*_arc(NEAR), *_arc(FAR, back=True)], blur=1.5)


def _skin(echo: Image.Image) -> Image.Image:
    layers: list[Line] = [
        (_arc(NEAR + 10), 16),
        (_arc(NEAR + 40), 5),
        (_arc(NEAR + 62), 9),
        (_arc(NEAR + 84), 4),
    ]
    return glow(echo, strokes(SIZE, layers, blur=2.5), gain=0.34)


def _scale(image: Image.Image) -> None:
    pen = ImageDraw.Draw(image)
    for mark in range(13):
        y = 60 + mark * 66
        pen.line((1208, y, 1222 if mark % 5 else 1232, y), fill=170, width=2)


BAG: tuple[Point, ...] = (
    (400, 330), (450, 290), (560, 306), (680, 368), (770, 440), (800, 500), (770, 548), (690, 550),
    (570, 520),
    (450, 460), (396, 400),
)  # fmt: skip


def _liver(rng: Random, echo: Image.Image, *, wall: float) -> Image.Image:
    """Liver with a few vessels, the diaphragm, and a gallbladder whose wall is `wall` pixels thick."""
    veins = [blob(rng, place, size, wobble=0.15) for place, size in (((300, 520), (46, 18)), ((860, 300), (34, 20)))]
    echo = glow(echo, polygons(SIZE, veins, blur=3), gain=-0.3)
    echo = glow(echo, strokes(SIZE, [(bend((170, 700), (560, 980), (1060, 720)), 9)], blur=3), gain=0.5)
    bag = polygon(SIZE, smooth(BAG, closed=True), blur=2)
    coat = bag.filter(ImageFilter.MaxFilter(2 * round(wall) + 1)).filter(ImageFilter.GaussianBlur(2))
    echo = glow(echo, ImageChops.subtract(coat, bag), gain=0.3)
    echo = Image.composite(Image.new("L", SIZE, 9), echo, bag)
    # Sound passes fluid unweakened: what lies behind is brighter.
    return glow(echo, polygon(SIZE, _behind((480, 470), (760, 560)), blur=24), gain=0.12)


def _behind(left: Point, right: Point) -> list[Point]:
    """The strip of the sector that lies deeper than two points."""
    return [left, right, _deep(right), _deep(left)]


def _deep(point: Point) -> Point:
    share = (FAR + 60) / math.dist(point, APEX)
    return (APEX[0] + (point[0] - APEX[0]) * share, APEX[1] + (point[1] - APEX[1]) * share)


def _normal(rng: Random, echo: Image.Image) -> Image.Image:
    return _liver(rng, echo, wall=4)


def _stone(rng: Random, echo: Image.Image) -> Image.Image:
    """A bright curved echo in the neck with a black shadow, a thick wall, a dark rim of fluid."""
    echo = _liver(rng, echo, wall=15)
    rim = strokes(SIZE, [(smooth(((392, 432), (470, 504), (600, 566), (700, 588))), 9)], blur=4)
    echo = glow(echo, rim, gain=-0.3)
    left, right = (664.0, 500.0), (752.0, 506.0)
    echo = Image.composite(Image.new("L", SIZE, 7), echo, polygon(SIZE, _behind(left, right), blur=6))
    cap = [*bend(left, (706, 428), right), *bend((744, 512), (708, 462), (672, 506))]
    echo = glow(echo, polygon(SIZE, cap, blur=2.5), gain=0.85)
    sludge = polygon(SIZE, ((470, 452), (560, 480), (640, 512), (600, 524), (520, 496)), blur=8)
    return glow(echo, sludge, gain=0.14)


def _kidney(rng: Random, echo: Image.Image) -> Image.Image:
    """A kidney whose collecting system is wide and black."""
    echo = glow(echo, ellipse(SIZE, (620, 480), (330, 190), blur=5), gain=-0.12)
    echo = glow(echo, ellipse(SIZE, (620, 490), (220, 112), blur=16), gain=0.3)
    edge = strokes(SIZE, [(smooth(((290, 480), (420, 330), (620, 288), (820, 330), (950, 480))), 5)], blur=2)
    echo = glow(echo, edge, gain=0.4)
    wide = [blob(rng, (630, 505), (165, 66), wobble=0.12)]
    calices: list[Point] = [(448, 480), (505, 420), (600, 392), (690, 394), (765, 424), (815, 484)]
    wide += [blob(rng, place, (42, 31), wobble=0.16) for place in calices]
    necks: list[Line] = [([(630, 505), place], 58) for place in calices]
    water = ImageChops.lighter(polygons(SIZE, wide, blur=3), strokes(SIZE, necks, blur=4))
    echo = Image.composite(Image.new("L", SIZE, 9), echo, water)
    return glow(echo, polygon(SIZE, _behind((480, 600), (780, 600)), blur=24), gain=0.14)


FINDINGS: dict[str, Callable[[Random, Image.Image], Image.Image]] = {
    "normal": _normal,
    "gallstone": _stone,
    "hydronephrosis": _kidney,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
