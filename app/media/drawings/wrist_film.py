"""A frontal film of a wrist, of a child (with growth plates) or an adult, whole or broken."""

from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageFilter

from app.media.drawings.brush import Point, Size, bend, blob, glow, polygon, polygons, smooth, strokes
from app.media.drawings.grain import clouds, film, sprinkle, stretch
from app.media.drawings.lettering import letters
from app.media.drawings.options import Kind, Words

SIZE: Size = (960, 1280)
Outline = Sequence[Point]

HAND: tuple[Point, ...] = (
    (300, 1320), (296, 1000), (262, 720), (212, 560), (120, 380), (80, 180), (60, -60), (900, -60),
    (860, 200),
    (780, 420), (742, 600), (712, 740), (690, 1000), (692, 1320),
)  # fmt: skip
RADIUS: tuple[Point, ...] = (
    (386, 1340), (384, 1100), (374, 930), (344, 800), (318, 720), (318, 660), (345, 628), (420,
    655), (500, 664),
    (530, 690), (530, 740), (505, 830), (486, 940), (482, 1100), (484, 1340),
)  # fmt: skip
ULNA: tuple[Point, ...] = (
    (566, 1340), (562, 1100), (560, 930), (556, 800), (546, 730), (556, 690), (600, 680), (640,
    672), (652, 700),
    (640, 770), (630, 930), (632, 1100), (636, 1340),
)  # fmt: skip
CARPALS: tuple[tuple[Point, Point], ...] = (
    ((370, 568), (50, 68)), ((462, 592), (54, 48)), ((556, 590), (50, 44)), ((594, 566), (26, 28)),
    ((330, 470), (46, 38)), ((388, 438), (34, 40)), ((466, 470), (50, 76)), ((560, 484), (46, 56)),
)  # fmt: skip
RAYS: tuple[tuple[Point, Point, float], ...] = (
    ((286, 425), (130, 190), 56), ((372, 375), (318, -60), 52), ((462, 372), (464, -60), 52),
    ((548, 392), (590, -60), 46), ((612, 418), (716, -40), 44),
)  # fmt: skip


def paint(rng: Random, words: Words) -> Image.Image:
    """The film."""
    child = words["injury"] == "buckle" or words["age"] == "child"
    forearm, hand = (
        [smooth(radius_outline(words["injury"]), closed=True), smooth(ULNA, closed=True)],
        _hand(rng, child=child),
    )
    image = glow(Image.new("L", SIZE, 4), polygon(SIZE, smooth(HAND, closed=True), blur=12), gain=0.2)
    # Bones which overlap in life lie on different layers, so that they add up.
    for layer in (forearm, hand[0::2], hand[1::2]):
        image = _layer(image, layer)
    bone = polygons(SIZE, forearm, blur=1.5)
    image = INJURIES[words["injury"]](rng, _spongy(rng, image, bone), bone)
    image = _plates(image, bone) if child else image
    image = image.point(lambda level: min(250, round(level * 1.12)))
    image = sprinkle(image.filter(ImageFilter.GaussianBlur(1.1)), film(rng, SIZE, spread=20, blur=0.9))
    letters(image, (60, 1180), "R", fill=225, height=54)
    return image


def radius_outline(injury: str) -> list[Point]:
    """The radius, whole or bent by its injury."""
    radius = list(RADIUS)
    if injury == "buckle":
        # The cortex folds outward on both sides, above the growth plate.
        radius[2:4] = [(376, 970), (366, 905), (342, 866), (336, 822), (326, 760)]
        radius[-5:-3] = [(512, 770), (504, 820), (514, 866), (492, 905), (486, 960)]
    if injury == "distal_radius":
        # The far part has slid to the thumb's side, and sunk.
        radius[3:11] = [
            (346, 800),
            (300, 742),
            (290, 690),
            (316, 664),
            (410, 694),
            (478, 706),
            (500, 724),
            (504, 766),
        ]
    return radius


def _hand(rng: Random, *, child: bool) -> list[Outline]:
    small = 0.8 if child else 1.0
    carpals = [blob(rng, place, (size[0] * small, size[1] * small), wobble=0.08) for place, size in CARPALS]
    return [*carpals, *(_ray(*ray) for ray in RAYS)]


def _ray(base: Point, head: Point, width: float) -> Outline:
    """A long bone which is narrow in its middle."""
    half = width / 2
    waist = ((base[0] + head[0]) / 2, (base[1] + head[1]) / 2)
    left = bend((base[0] - half, base[1]), (waist[0] - half * 0.2, waist[1]), (head[0] - half * 0.9, head[1]))
    right = bend((head[0] + half * 0.9, head[1]), (waist[0] + half * 0.2, waist[1]), (base[0] + half, base[1]))
    return smooth([*left, *right], closed=True, steps=3)


def _layer(image: Image.Image, outlines: Sequence[Outline]) -> Image.Image:
    """Bones, spongy inside and with a bright cortex."""
    whole = polygons(SIZE, outlines, blur=2)
    edges = strokes(SIZE, [([*outline, outline[0]], 17) for outline in outlines], blur=3.5)
    image = glow(image, whole, gain=0.28)
    return glow(image, ImageChops.multiply(edges, whole), gain=0.24)


def _spongy(rng: Random, image: Image.Image, bone: Image.Image) -> Image.Image:
    """Trabeculae in the ends of the forearm's bones."""
    end = ImageChops.multiply(bone, polygon(SIZE, ((250, 620), (680, 620), (680, 850), (250, 850)), blur=30))
    net = stretch(clouds(rng, SIZE, cell=12, octaves=2), gain=0.2)
    return Image.composite(sprinkle(image, net), image, end)


def _whole(_rng: Random, image: Image.Image, _bone: Image.Image) -> Image.Image:
    return image


def _folded(_rng: Random, image: Image.Image, bone: Image.Image) -> Image.Image:
    """The faint dense band of the fold."""
    band = polygon(SIZE, [*bend((330, 856), (425, 878), (526, 856)), (526, 880), (425, 902), (330, 880)], blur=9)
    return glow(image, ImageChops.multiply(band, bone), gain=0.15)


def _broken(rng: Random, image: Image.Image, bone: Image.Image) -> Image.Image:
    """A jagged line across the end of the radius, dense where it is driven in; the ulna's tip is off."""
    line = [(float(x), 800 - 0.16 * (x - 300) + rng.uniform(-12, 12)) for x in range(296, 532, 16)]
    dense = strokes(SIZE, [([(x, y - 17) for x, y in line], 22)], blur=7)
    cracks = strokes(
        SIZE, [(line, 5), ([(420, 784), (414, 740), (426, 702)], 4), ([(626, 714), (656, 694)], 6)], blur=2
    )
    image = glow(image, ImageChops.multiply(dense, bone), gain=0.15)
    return glow(image, ImageChops.multiply(cracks, bone), gain=-0.34)


def _plates(image: Image.Image, bone: Image.Image) -> Image.Image:
    """Growth plates: a dark gap between shaft and end, edged with white."""
    gaps = [(bend((300, 712), (425, 742), (545, 716)), 10.0), (bend((540, 738), (600, 748), (656, 734)), 9.0)]
    edges = [([(x, y + shift) for x, y in line], 5.0) for line, _ in gaps for shift in (-11, 11)]
    image = glow(image, ImageChops.multiply(strokes(SIZE, gaps, blur=3), bone), gain=-0.32)
    return glow(image, ImageChops.multiply(strokes(SIZE, edges, blur=2), bone), gain=0.16)


INJURIES: dict[str, Callable[[Random, Image.Image, Image.Image], Image.Image]] = {
    "none": _whole,
    "buckle": _folded,
    "distal_radius": _broken,
}
KIND = Kind(paint, {"injury": tuple(INJURIES), "age": ("adult", "child")})
