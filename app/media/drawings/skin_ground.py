"""Skin without a lesion, in five tones and on two sites."""

import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import Colour, Line, Size, polygon, strokes, tint
from app.media.drawings.grain import clouds, film, sprinkle, stretch, white

SIZE: Size = (1280, 960)


@dataclass(frozen=True)
class Tone:
    """Colours of one skin: ground, darker patches, redness as it shows on it, pigment, hair, palm and sole."""

    ground: Colour
    shade: Colour
    redness: Colour
    pigment: Colour
    hair: Colour
    sole: Colour


# From light to deep. Inflammation is pink on light skin, violet to brown-grey on deep skin.
TONES: dict[str, Tone] = {
    "light": Tone((233, 198, 178), (214, 166, 146), (206, 88, 84), (112, 66, 48), (150, 116, 84), (238, 204, 186)),
    "medium": Tone((212, 166, 132), (186, 134, 102), (184, 82, 72), (92, 54, 40), (70, 50, 38), (226, 182, 152)),
    "olive": Tone((184, 138, 100), (156, 110, 76), (152, 68, 62), (78, 46, 34), (46, 34, 28), (216, 168, 132)),
    "brown": Tone((136, 92, 64), (108, 70, 48), (104, 44, 52), (56, 32, 26), (24, 18, 16), (196, 142, 110)),
    "deep": Tone((88, 58, 42), (66, 42, 30), (72, 30, 44), (34, 20, 18), (12, 10, 10), (178, 124, 96)),
}


def ground(rng: Random, tone: Tone, *, sole: bool) -> Image.Image:
    """Bare skin ('RGB'): mottled, finely lined (ridged on a sole), lit from the upper left."""
    image = Image.new("RGB", SIZE, tone.sole if sole else tone.ground)
    tint(image, tone.shade, stretch(clouds(rng, SIZE, cell=190), gain=1.2), strength=0.3 if sole else 0.55)
    tint(image, tone.redness, stretch(clouds(rng, SIZE, cell=330, octaves=2), gain=1.3), strength=0.1)
    image = sprinkle(image, _ridges(rng) if sole else _lines(rng))
    return sprinkle(image, _light())


def finished(rng: Random, image: Image.Image, tone: Tone, *, hairs: int) -> Image.Image:
    """Hairs over the lesion, then the camera's grain."""
    if hairs:
        lines = [_hair(rng) for _ in range(hairs)]
        shadow = [([(x + 3, y + 4) for x, y in line], width + 1) for line, width in lines]
        tint(image, tone.pigment, strokes(SIZE, shadow, blur=2), strength=0.22)
        tint(image, tone.hair, strokes(SIZE, lines, blur=0.7), strength=0.6)
    return sprinkle(image.filter(ImageFilter.GaussianBlur(0.7)), film(rng, SIZE, spread=14, blur=0.7))


def _lines(rng: Random) -> Image.Image:
    """The fine net of furrows, lit from one side."""
    fine = white(rng, SIZE, spread=127).filter(ImageFilter.GaussianBlur(3.2))
    lit = stretch(fine, gain=5).filter(ImageFilter.EMBOSS)
    return stretch(lit.filter(ImageFilter.GaussianBlur(1.1)), gain=0.22)


def _ridges(rng: Random) -> Image.Image:
    """Parallel ridges of a palm or sole, bent by a slow random field."""
    rows = Image.new("L", SIZE, 128)
    lines: list[Line] = []
    bend, tilt = rng.uniform(30, 60), rng.uniform(-0.2, 0.2)
    for number in range(-30, 110):
        points = [
            (x, number * 11 + tilt * x + bend * math.sin(x / 330) + 5 * math.sin(x / 61 + number * 0.11))
            for x in range(-20, SIZE[0] + 40, 20)
        ]
        lines.append((points, 4))
    dark = strokes(SIZE, lines, blur=1.6)
    return ImageChops.subtract(rows, dark.point(lambda level: round(level * 0.1)))


def _light() -> Image.Image:
    slope = Image.linear_gradient("L").rotate(35, resample=Image.Resampling.BICUBIC).crop((45, 45, 211, 211))
    return stretch(slope.resize(SIZE, Image.Resampling.BICUBIC).point(lambda level: 255 - level), gain=0.16)


def _hair(rng: Random) -> Line:
    x, y, way = rng.uniform(0, SIZE[0]), rng.uniform(0, SIZE[1]), rng.gauss(0.7, 0.35)
    points = [(x, y)]
    curl = rng.gauss(0, 0.05)
    for _ in range(rng.randint(6, 13)):
        way += curl
        x, y = x + 15 * math.cos(way), y + 15 * math.sin(way)
        points.append((x, y))
    return points, rng.uniform(1.3, 2.2)


def relief(image: Image.Image, outline: list[tuple[float, float]], *, height: float, soft: float) -> Image.Image:
    """Raise an outline: lit on the upper left, shaded on the lower right."""
    bump = polygon(SIZE, outline, blur=soft)
    step = round(soft)
    toward = ImageChops.subtract(bump, ImageChops.offset(bump, step, step), scale=1, offset=128)
    return sprinkle(image, stretch(toward, gain=height))
