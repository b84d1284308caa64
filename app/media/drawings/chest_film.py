"""A frontal chest film with one finding, on the side that is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageOps

from app.media.drawings.brush import (
    Line,
    Point,
    bend,
    blob,
    ellipse,
    faded,
    glow,
    polygon,
    polygons,
    smooth,
    strokes,
)
from app.media.drawings.chest_anatomy import LEFT_LUNG, RIGHT_LUNG, SIZE, film_of, finished, lungs
from app.media.drawings.grain import clouds, stretch
from app.media.drawings.lettering import letters
from app.media.drawings.options import Kind, Words

Sign = Callable[[Random, Image.Image, "Side"], Image.Image]


@dataclass(frozen=True)
class Side:
    """The side of a sign. Signs are written for the right; for the left the film is turned over before and after."""

    left: bool

    @property
    def lung(self) -> list[Point]:
        """The outline of the lung on this side, as it lies in the turned film."""
        return [(SIZE[0] - x, y) for x, y in LEFT_LUNG] if self.left else RIGHT_LUNG

    def turned(self, image: Image.Image) -> Image.Image:
        """The film as the signs expect it, and back again."""
        return ImageOps.mirror(image) if self.left else image


def paint(rng: Random, words: Words) -> Image.Image:
    """The film, with the side marker at the patient's right shoulder."""
    failing = words["finding"] == "oedema"
    image = film_of(rng, wide_heart=failing, vessels=1.35 if failing else 1.0)
    side = Side(left=words["side"] == "left")
    image = SIGNS[words["finding"]](rng, side.turned(image), side)
    image = finished(rng, side.turned(image))
    letters(image, (64, 60), "R", fill=225, height=54)
    return image


def _nothing(_rng: Random, image: Image.Image, _side: Side) -> Image.Image:
    return image


def _consolidation(rng: Random, image: Image.Image, _side: Side) -> Image.Image:
    """A dense upper lobe, ending sharply at the horizontal fissure, with air in its bronchi."""
    edge: list[Point] = [
        (540, 290),
        (430, 215),
        (290, 300),
        (200, 480),
        (190, 640),
        (300, 646),
        (420, 622),
        (540, 585),
    ]
    lobe = ImageChops.multiply(polygon(SIZE, edge, blur=5), lungs(blur=9))
    patchy = ImageChops.multiply(lobe, stretch(clouds(rng, SIZE, cell=80), gain=0.8).point(_lifted))
    image = _veiled(image, patchy, level=96, strength=0.85)
    return glow(image, ImageChops.multiply(_bronchi(), lobe), gain=-0.07)


def _lifted(level: int) -> int:
    return min(255, level + 75)


def _veiled(image: Image.Image, mask: Image.Image, *, level: int, strength: float) -> Image.Image:
    """Where something dense lies in front, everything behind it fades into one grey."""
    return Image.composite(Image.new("L", SIZE, level), image, faded(mask, strength))


def _bronchi() -> Image.Image:
    ways: list[Line] = [
        (bend((512, 480), (440, 450), (360, 420)), 9),
        (bend((440, 452), (400, 500), (330, 540)), 7),
        (bend((470, 468), (440, 390), (430, 340)), 7),
        (bend((500, 500), (430, 540), (380, 590)), 7),
    ]
    return strokes(SIZE, ways, blur=4)


def _collapse(rng: Random, image: Image.Image, side: Side) -> Image.Image:
    """A lung fallen from the chest wall: a fine edge, and beyond it black without markings."""
    edge = smooth(
        (
            (520, 262),
            (468, 268),
            (412, 330),
            (362, 470),
            (334, 640),
            (338, 790),
            (392, 872),
            (460, 890),
            (520, 925),
        )
    )
    fallen = polygon(SIZE, [*edge, (540, 700), (540, 400)], blur=2.5)
    field = polygon(SIZE, side.lung, blur=9)
    free = ImageChops.multiply(field, ImageOps.invert(fallen))
    bare = side.turned(film_of(rng, wide_heart=False, vessels=0))
    image = glow(Image.composite(bare, image, free), free, gain=-0.035)
    image = glow(image, ImageChops.multiply(fallen, field), gain=0.03)
    # Where the heart lies in front, the edge can't be seen.
    line = ImageChops.multiply(strokes(SIZE, [(edge, 3.0)], blur=1.2), field)
    return glow(image, line, gain=0.17)


def _fluid(_rng: Random, image: Image.Image, side: Side) -> Image.Image:
    """Fluid at the base, highest at the side wall, hiding the diaphragm and the heart's edge."""
    level = bend((190, 500), (255, 790), (620, 800))
    water = polygon(SIZE, [*level, (620, 1080), (190, 1080)], blur=14)
    within = ImageChops.lighter(polygon(SIZE, side.lung, blur=8), ellipse(SIZE, (380, 960), (170, 90), blur=12))
    return _veiled(image, ImageChops.multiply(water, within), level=100, strength=1.0)


def _oedema(rng: Random, image: Image.Image, _side: Side) -> Image.Image:
    """Haze spreading from both hila, fine lines at the bases, a little fluid in both angles."""
    right, left = (
        blob(rng, (420, 600), (120, 215), wobble=0.14),
        blob(rng, (785, 590), (120, 215), wobble=0.14),
    )
    wings = ImageChops.multiply(polygons(SIZE, (right, left), blur=48), lungs(blur=12))
    fluffy = ImageChops.multiply(wings, stretch(clouds(rng, SIZE, cell=55), gain=0.9).point(_lifted))
    image = _veiled(image, fluffy, level=92, strength=0.85)
    septa: list[Line] = []
    for number in range(9):
        height = 760 + 19 * number + rng.uniform(-4, 4)
        septa += [([(214, height), (258, height - 5)], 2.2), ([(986, height), (942, height - 5)], 2.2)]
    image = glow(image, strokes(SIZE, septa, blur=1.2), gain=0.1)
    angles = ImageChops.lighter(
        ellipse(SIZE, (225, 980), (70, 70), blur=18), ellipse(SIZE, (978, 995), (70, 70), blur=18)
    )
    return _veiled(image, ImageChops.multiply(angles, lungs(blur=20)), level=100, strength=0.9)


SIGNS: dict[str, Sign] = {
    "normal": _nothing,
    "consolidation": _consolidation,
    "pneumothorax": _collapse,
    "effusion": _fluid,
    "oedema": _oedema,
}
KIND = Kind(paint, {"finding": tuple(SIGNS), "side": ("right", "left")})
