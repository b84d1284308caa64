"""Stamps of single blood cells, and their scattering over a slide without overlap."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops

from app.media.drawings.brush import Colour, Point, blob, ellipse, faded, polygon, tint
from app.media.drawings.grain import clouds, stretch

RED: Colour = (222, 134, 124)
PALE: Colour = (246, 220, 208)
VIOLET: Colour = (92, 52, 128)


@dataclass(frozen=True)
class Cell:
    """A drawn cell: its colours and the mask which cuts it out, both the same square."""

    colours: Image.Image
    mask: Image.Image


def red_cell(rng: Random, radius: float, *, pallor: float = 0.38, oval: float = 1.0, wobble: float = 0.035) -> Cell:
    """A red cell of `radius` pixels; its pale middle is `pallor` of that, its height `oval` of its width."""
    side, centre = _square(radius)
    outline = blob(rng, centre, (radius, radius * oval), wobble=wobble, lobes=4)
    colours = Image.new("RGB", side, _shade(rng, RED, 9))
    inner = (radius * pallor * 1.3, radius * pallor * 1.3 * oval)
    tint(colours, PALE, ellipse(side, centre, inner, blur=max(3.0, radius * 0.16)), strength=0.95)
    rim = ImageChops.subtract(polygon(side, outline), polygon(side, _smaller(outline, centre, 0.9), blur=2.5))
    tint(colours, (196, 100, 96), rim, strength=0.45)
    return _turned(rng, Cell(colours, polygon(side, outline, blur=0.8)))


def sickle(rng: Random, radius: float) -> Cell:
    """A crescent with two points and no pale middle."""
    side, centre = _square(radius * 1.5)
    bow = radius * rng.uniform(0.5, 0.95)
    upper = [(centre[0] + radius * 1.45 * x, centre[1] - bow * (1 - x * x)) for x in _span()]
    lower = [(centre[0] + radius * 1.45 * x, centre[1] - bow * 0.16 * (1 - x * x)) for x in reversed(_span())]
    colours = Image.new("RGB", side, _shade(rng, (204, 108, 104), 8))
    return _turned(rng, Cell(colours, polygon(side, [*upper, *lower], blur=0.9)))


def target_cell(rng: Random, radius: float) -> Cell:
    """A red cell with colour again in its pale middle."""
    cell = red_cell(rng, radius, pallor=0.5)
    side, centre = cell.mask.size, (cell.mask.width / 2, cell.mask.height / 2)
    tint(cell.colours, RED, ellipse(side, centre, (radius * 0.26, radius * 0.26), blur=4), strength=0.95)
    return cell


def white_cell(rng: Random, radius: float, *, nucleus: float, body: Colour, clumped: float) -> Cell:
    """A white cell; its nucleus is `nucleus` of its radius, its chromatin `clumped` from 0 (fine) to 1."""
    side, centre = _square(radius)
    colours = Image.new("RGB", side, body)
    place = (centre[0] + rng.gauss(0, radius * 0.04), centre[1] + rng.gauss(0, radius * 0.04))
    core = polygon(side, blob(rng, place, (radius * nucleus, radius * nucleus * 0.95), wobble=0.07), blur=1.2)
    tint(colours, _shade(rng, VIOLET, 8), core, strength=0.95)
    blocks = stretch(clouds(rng, side, cell=max(4, round(radius / (4 + 2 * (1 - clumped))))), gain=1 + 2 * clumped)
    light = blocks.point(lambda level: max(0, 2 * (level - 118)))
    tint(colours, (158, 112, 184), ImageChops.multiply(core, light), strength=0.35 + 0.3 * clumped)
    outline = blob(rng, centre, (radius, radius * 0.97), wobble=0.05)
    return Cell(colours, polygon(side, outline, blur=1))


def smear(rng: Random, radius: float) -> Cell:
    """A burst nucleus: a ragged violet smudge without a cell round it."""
    side, centre = _square(radius * 1.3)
    mask = polygon(side, blob(rng, centre, (radius * 1.1, radius * 0.8), wobble=0.4, lobes=9), blur=5)
    holes = stretch(clouds(rng, side, cell=14), gain=2).point(lambda level: min(255, max(0, 2 * (level - 60))))
    colours = Image.new("RGB", side, (140, 96, 164))
    return _turned(rng, Cell(colours, faded(ImageChops.multiply(mask, holes), 0.9)))


def _square(radius: float) -> tuple[tuple[int, int], Point]:
    side = math.ceil(radius * 2.5)
    return (side, side), (side / 2, side / 2)


def _span() -> list[float]:
    return [step / 10 - 1 for step in range(21)]


def _shade(rng: Random, colour: Colour, spread: int) -> Colour:
    change = rng.randint(-spread, spread)
    red, green, blue = (max(0, min(255, part + change)) for part in colour)
    return red, green, blue


def _smaller(outline: Sequence[Point], centre: Point, share: float) -> list[Point]:
    return [(centre[0] + share * (x - centre[0]), centre[1] + share * (y - centre[1])) for x, y in outline]


def _turned(rng: Random, cell: Cell) -> Cell:
    angle, way = rng.uniform(0, 360), Image.Resampling.BILINEAR
    # What turning leaves empty in the corners lies outside the mask.
    return Cell(cell.colours.rotate(angle, way), cell.mask.rotate(angle, way))


def slide(rng: Random, size: tuple[int, int], *, ground: Colour = (246, 240, 228)) -> Image.Image:
    """Empty glass, a little uneven."""
    image = Image.new("RGB", size, ground)
    tint(image, (232, 222, 214), stretch(clouds(rng, size, cell=240), gain=1.2), strength=0.4)
    return image


def lay(image: Image.Image, cell: Cell, place: Point) -> None:
    """Put a cell on the slide, its middle at `place`, with the faint dark line of its edge."""
    corner = (round(place[0] - cell.mask.width / 2), round(place[1] - cell.mask.height / 2))
    image.paste(cell.colours, corner, cell.mask)


def places(rng: Random, size: tuple[int, int], *, count: int, apart: float, taken: Sequence[Point] = ()) -> list[Point]:
    """Up to `count` places, `apart` pixels from each other and from those taken; the edge cuts cells."""
    free: list[Point] = list(taken)
    for _ in range(count * 12):
        if len(free) - len(taken) >= count:
            break
        place = (rng.uniform(-20, size[0] + 20), rng.uniform(-20, size[1] + 20))
        if all(math.dist(place, other) > apart for other in free):
            free.append(place)
    return free[len(taken) :]


Maker = Callable[[Random], Cell]
