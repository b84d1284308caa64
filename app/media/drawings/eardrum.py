"""A right eardrum through an otoscope."""

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
    ellipse,
    polygon,
    polygons,
    ring,
    strokes,
    tint,
)
from app.media.drawings.grain import clouds, film, sprinkle, stretch
from app.media.drawings.options import Kind, Words

SIZE: Size = (1080, 1080)
MIDDLE: Point = (540.0, 545.0)
DRUM: Point = (330.0, 352.0)
UMBO: Point = (530.0, 590.0)


def paint(rng: Random, words: Words) -> Image.Image:
    """The view, round on black."""
    image = Image.new("RGB", SIZE, (188, 122, 96))
    tint(image, (142, 78, 60), stretch(clouds(rng, SIZE, cell=140), gain=1.5), strength=0.55)
    tint(image, (52, 22, 16), ellipse(SIZE, MIDDLE, (390, 410), blur=40), strength=0.75)
    FINDINGS[words["finding"]](rng, image)
    tint(image, (255, 246, 230), ellipse(SIZE, (420, 380), (260, 220), blur=120), strength=0.16)
    image = sprinkle(image.filter(ImageFilter.GaussianBlur(1.2)), film(rng, SIZE, spread=14, blur=0.8))
    black = Image.new("RGB", SIZE, (6, 4, 4))
    return Image.composite(image, black, ellipse(SIZE, (540, 540), (512, 512), blur=5))


def _membrane(rng: Random, image: Image.Image, colour: Colour, shade: Colour) -> None:
    tint(image, colour, ellipse(SIZE, MIDDLE, DRUM, blur=5))
    mottle = ImageChops.multiply(ellipse(SIZE, MIDDLE, DRUM, blur=8), stretch(clouds(rng, SIZE, cell=110), gain=1.3))
    tint(image, shade, mottle, strength=0.55)
    edge = ImageChops.subtract(ellipse(SIZE, MIDDLE, DRUM), ellipse(SIZE, MIDDLE, (306, 328), blur=12))
    tint(image, (236, 216, 196), edge, strength=0.45)


def _handle(image: Image.Image, *, strength: float) -> None:
    """The malleus: its short process, and the handle down to the umbo."""
    line: list[Line] = [(bend((600, 268), (582, 430), UMBO), 27.0)]
    tint(
        image,
        (120, 84, 70),
        strokes(SIZE, [([(x + 10, y + 6) for x, y in line[0][0]], 27)], blur=7),
        strength=0.4,
    )
    tint(image, (240, 222, 198), strokes(SIZE, line, blur=4), strength=strength)
    tint(image, (250, 238, 220), ellipse(SIZE, (604, 268), (24, 20), blur=5), strength=strength)


def _cone(image: Image.Image) -> None:
    tint(image, (255, 252, 240), polygon(SIZE, (UMBO, (600, 836), (706, 786)), blur=13), strength=0.8)


def _vessels(rng: Random, image: Image.Image, *, count: int) -> None:
    lines: list[Line] = []
    rim = ring(MIDDLE, (316, 338), steps=count)
    for start in rim:
        aim = (start[0] + (MIDDLE[0] - start[0]) * 0.62, start[1] + (MIDDLE[1] - start[1]) * 0.62)
        knee = ((start[0] + aim[0]) / 2 + rng.gauss(0, 32), (start[1] + aim[1]) / 2 + rng.gauss(0, 32))
        lines.append((bend(start, knee, aim), rng.uniform(2.5, 5)))
    tint(image, (150, 24, 24), strokes(SIZE, lines, blur=1.8), strength=0.62)


def _normal(rng: Random, image: Image.Image) -> None:
    _membrane(rng, image, (206, 190, 178), (170, 150, 142))
    _vessels(rng, image, count=5)
    _handle(image, strength=0.9)
    _cone(image)


def _infected(rng: Random, image: Image.Image) -> None:
    """Bulging, red and yellow, without handle and cone."""
    _membrane(rng, image, (186, 62, 48), (138, 28, 28))
    bulge = polygon(SIZE, blob(rng, (500, 560), (215, 235), wobble=0.07), blur=60)
    tint(image, (226, 176, 112), bulge, strength=0.72)
    fold = polygon(SIZE, blob(rng, (500, 565), (262, 285), wobble=0.06), blur=24)
    tint(image, (112, 22, 22), ImageChops.subtract(ellipse(SIZE, MIDDLE, DRUM, blur=8), fold), strength=0.55)
    _vessels(rng, image, count=22)
    _handle(image, strength=0.12)
    tint(
        image,
        (255, 240, 220),
        polygon(SIZE, blob(rng, (418, 448), (46, 28), wobble=0.3), blur=11),
        strength=0.7,
    )


def _fluid(rng: Random, image: Image.Image) -> None:
    """Amber and drawn in, with bubbles behind it."""
    _membrane(rng, image, (196, 140, 70), (150, 92, 40))
    tint(image, (112, 62, 26), ellipse(SIZE, (540, 720), (270, 150), blur=36), strength=0.35)
    for x, y, size in (
        (408, 452, 44),
        (478, 404, 30),
        (372, 532, 26),
        (452, 500, 20),
        (660, 440, 34),
        (700, 508, 20),
    ):
        tint(image, (226, 196, 150), ellipse(SIZE, (x, y), (size, size), blur=2.5), strength=0.5)
        line: list[Line] = [([*ring((x, y), (size, size)), (x + size, y)], 4.0)]
        tint(image, (96, 50, 20), strokes(SIZE, line, blur=1.6), strength=0.75)
        tint(
            image,
            (255, 246, 226),
            ellipse(SIZE, (x - size * 0.4, y - size * 0.4), (6, 5), blur=2),
            strength=0.8,
        )
    _vessels(rng, image, count=7)
    _handle(image, strength=0.95)


def _pearl(rng: Random, image: Image.Image) -> None:
    """White debris in a pocket above the short process, a brown crust over it."""
    _normal(rng, image)
    tint(
        image,
        (58, 26, 20),
        polygon(SIZE, blob(rng, (560, 250), (150, 92), wobble=0.14), blur=16),
        strength=0.85,
    )
    flakes = [blob(rng, (560 + rng.gauss(0, 54), 248 + rng.gauss(0, 30)), (38, 26), wobble=0.3) for _ in range(15)]
    tint(image, (238, 230, 210), polygons(SIZE, flakes, blur=5), strength=0.9)
    shadow = stretch(clouds(rng, SIZE, cell=26), gain=2).point(lambda level: max(0, 2 * (level - 128)))
    tint(image, (176, 156, 122), ImageChops.multiply(polygons(SIZE, flakes, blur=7), shadow), strength=0.8)
    crust = [blob(rng, (640, 212), (48, 24), wobble=0.35), blob(rng, (500, 208), (26, 15), wobble=0.35)]
    tint(image, (108, 62, 26), polygons(SIZE, crust, blur=4), strength=0.9)


FINDINGS: dict[str, Callable[[Random, Image.Image], None]] = {
    "normal": _normal,
    "acute_otitis_media": _infected,
    "effusion": _fluid,
    "cholesteatoma": _pearl,
}
KIND = Kind(paint, {"finding": tuple(FINDINGS)})
