"""A clinical photograph of one lesion on skin of a chosen tone."""

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import Line, Point, blob, ellipse, faded, polygon, polygons, ring, strokes, tint
from app.media.drawings.grain import clouds, sprinkle, stretch, white
from app.media.drawings.options import Kind, Words
from app.media.drawings.skin_ground import SIZE, TONES, Tone, finished, ground, relief

Lesion = Callable[[Random, Image.Image, Tone], Image.Image]
CENTRE: Point = (640.0, 480.0)


def paint(rng: Random, words: Words) -> Image.Image:
    """The photograph."""
    tone, sole = TONES[words["tone"]], words["site"] == "sole"
    image = LESIONS[words["lesion"]](rng, ground(rng, tone, sole=sole), tone)
    return finished(rng, image, tone, hairs=0 if sole else 16)


def _none(_rng: Random, image: Image.Image, _tone: Tone) -> Image.Image:
    return image


def _melanoma(rng: Random, image: Image.Image, tone: Tone) -> Image.Image:
    """Asymmetric, notched, with several browns, black, blue-grey and a patch of regression."""
    outline = blob(rng, CENTRE, (235, 170), wobble=0.3, lobes=9)
    body = polygon(SIZE, outline, blur=7)
    # Pigment on every skin is darker than the skin; on a deep tone it is nearly black.
    tint(image, _mix(tone.pigment, (96, 58, 40), 0.5), body, strength=0.9)
    for colour, cell, gain in (((38, 24, 22), 120, 2.4), ((74, 74, 92), 100, 2.2), ((140, 88, 70), 75, 1.8)):
        patches = stretch(clouds(rng, SIZE, cell=cell), gain=gain).point(lambda level: max(0, 2 * (level - 128)))
        patches = patches.filter(ImageFilter.GaussianBlur(5))
        tint(image, colour, ImageChops.multiply(body, patches), strength=0.85)
    island = polygon(SIZE, blob(rng, (735, 420), (60, 44), wobble=0.25), blur=14)
    tint(image, (176, 158, 152), island, strength=0.45)
    image = relief(image, blob(rng, (590, 520), (95, 80), wobble=0.2), height=0.2, soft=15)
    spots = [ring((CENTRE[0] + rng.gauss(0, 235), CENTRE[1] + rng.gauss(0, 180)), (6, 6)) for _ in range(14)]
    tint(image, tone.pigment, polygons(SIZE, spots, blur=3), strength=0.6)
    return image


def _basal_cell(rng: Random, image: Image.Image, tone: Tone) -> Image.Image:
    """A pearly rolled edge with fine vessels round a small crusted ulcer."""
    outline = blob(rng, CENTRE, (190, 165), wobble=0.1)
    tint(image, tone.redness, polygon(SIZE, blob(rng, CENTRE, (245, 215), wobble=0.1), blur=40), strength=0.3)
    tint(image, _mix(tone.ground, (242, 206, 200), 0.6), polygon(SIZE, outline, blur=14), strength=0.75)
    image = relief(image, outline, height=0.26, soft=26)
    image = relief(image, blob(rng, CENTRE, (92, 76), wobble=0.14), height=-0.24, soft=17)
    vessels = [_vessel(rng) for _ in range(17)]
    tint(image, (172, 42, 52), strokes(SIZE, vessels, blur=1.2), strength=0.75)
    ulcer = blob(rng, (645, 485), (74, 58), wobble=0.2, lobes=8)
    tint(image, (128, 44, 36), polygon(SIZE, ulcer, blur=6), strength=0.85)
    crust = stretch(clouds(rng, SIZE, cell=26), gain=2).point(lambda level: max(0, 2 * (level - 128)))
    tint(image, (72, 38, 26), ImageChops.multiply(polygon(SIZE, ulcer, blur=9), crust), strength=0.9)
    return _shine(image, [(545, 372), (700, 352), (770, 420)])


def _vessel(rng: Random) -> Line:
    turn, here = rng.uniform(0, 6.283), rng.uniform(90, 120)
    start = ring(CENTRE, (here, here * 0.85), steps=400)[round(turn * 63)]
    points = [start]
    for _ in range(6):
        last = points[-1]
        out = ((last[0] - CENTRE[0]) * 0.1 + rng.gauss(0, 8), (last[1] - CENTRE[1]) * 0.1 + rng.gauss(0, 8))
        points.append((last[0] + out[0], last[1] + out[1]))
    return points, rng.uniform(1.5, 3.4)


def _shine(image: Image.Image, places: list[Point]) -> Image.Image:
    for place in places:
        tint(image, (255, 250, 246), ellipse(SIZE, place, (30, 9), blur=7), strength=0.5)
    return image


def _psoriasis(rng: Random, image: Image.Image, tone: Tone) -> Image.Image:
    """A sharply bordered plaque under silvery scale, and two small ones."""
    outlines = [
        blob(rng, CENTRE, (330, 225), wobble=0.16, lobes=7),
        blob(rng, (1085, 210), (80, 62), wobble=0.14),
        blob(rng, (170, 770), (66, 58), wobble=0.14),
    ]
    plaque = polygons(SIZE, outlines, blur=5)
    tint(image, tone.redness, plaque, strength=0.8)
    for outline in outlines:
        image = relief(image, outline, height=0.3, soft=8)
    inner = polygons(SIZE, [_shrunk(outline, 0.9) for outline in outlines], blur=16)
    for cell, colour, weight in ((64, (206, 198, 196), 0.7), (30, (232, 227, 225), 0.62)):
        flakes = stretch(clouds(rng, SIZE, cell=cell), gain=2.4).point(
            lambda level: max(0, min(255, 3 * (level - 112)))
        )
        tint(image, colour, ImageChops.multiply(inner, flakes), strength=weight)
    fissures = stretch(white(rng, SIZE, spread=127).filter(ImageFilter.GaussianBlur(5)), gain=7)
    scaled = stretch(fissures.filter(ImageFilter.EMBOSS), gain=0.5)
    return Image.composite(sprinkle(image, scaled), image, inner)


def _shrunk(outline: list[Point], share: float) -> list[Point]:
    x = sum(point[0] for point in outline) / len(outline)
    y = sum(point[1] for point in outline) / len(outline)
    return [(x + share * (point[0] - x), y + share * (point[1] - y)) for point in outline]


def _target(rng: Random, image: Image.Image, tone: Tone) -> Image.Image:
    """A wide ring round a cleared field with a small dark point in its middle."""
    outer = polygon(SIZE, blob(rng, CENTRE, (400, 320), wobble=0.07), blur=20)
    inner = polygon(SIZE, blob(rng, (650, 490), (285, 222), wobble=0.08), blur=30)
    band = ImageChops.subtract(outer, faded(inner, 0.86))
    mottled = ImageChops.multiply(band, stretch(clouds(rng, SIZE, cell=90), gain=0.6).point(lambda v: min(255, v + 80)))
    tint(image, tone.redness, mottled, strength=0.72)
    tint(image, tone.redness, polygon(SIZE, blob(rng, (648, 486), (72, 58), wobble=0.1), blur=26), strength=0.6)
    tint(
        image,
        _mix(tone.redness, (40, 16, 16), 0.6),
        ellipse(SIZE, (648, 486), (8, 7), blur=2.5),
        strength=0.9,
    )
    return image


def _mix(one: tuple[int, int, int], two: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


LESIONS: dict[str, Lesion] = {
    "none": _none,
    "melanoma": _melanoma,
    "basal_cell_carcinoma": _basal_cell,
    "psoriasis": _psoriasis,
    "erythema_migrans": _target,
}
KIND = Kind(paint, {"lesion": tuple(LESIONS), "tone": tuple(TONES), "site": ("body", "sole")})
