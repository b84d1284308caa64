"""Soft shapes on a sheet, as masks ('L', 255 inside); all coordinates are pixels of the finished picture."""

import math
from collections.abc import Callable, Iterable, Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Size = tuple[int, int]
Colour = tuple[int, int, int]
Line = tuple[Sequence[Point], float]
Paint = Callable[[ImageDraw.ImageDraw, float], None]


def polygon(size: Size, points: Sequence[Point], *, blur: float = 0.0) -> Image.Image:
    """A filled outline."""
    return _sheet(size, lambda pen, scale: pen.polygon(_scaled(points, scale), fill=255), blur=blur)


def ellipse(size: Size, centre: Point, radii: Point, *, blur: float = 0.0) -> Image.Image:
    """A filled ellipse with its axes along the picture's."""
    return polygon(size, ring(centre, radii), blur=blur)


def strokes(size: Size, lines: Iterable[Line], *, blur: float = 0.0) -> Image.Image:
    """Lines, each with its own width in pixels."""

    def paint(pen: ImageDraw.ImageDraw, scale: float) -> None:
        for points, width in lines:
            pen.line(_scaled(points, scale), fill=255, width=max(1, round(width * scale)), joint="curve")

    return _sheet(size, paint, blur=blur)


def polygons(size: Size, outlines: Iterable[Sequence[Point]], *, blur: float = 0.0) -> Image.Image:
    """Many filled outlines on one sheet."""

    def paint(pen: ImageDraw.ImageDraw, scale: float) -> None:
        for points in outlines:
            pen.polygon(_scaled(points, scale), fill=255)

    return _sheet(size, paint, blur=blur)


def _sheet(size: Size, paint: Paint, *, blur: float) -> Image.Image:
    # A crisp edge is drawn at twice the size and reduced, a very soft one at a quarter: smooth, and fast.
    scale = 2.0 if blur < 3 else 1.0 if blur < 16 else 0.25
    sheet = Image.new("L", (round(size[0] * scale), round(size[1] * scale)))
    paint(ImageDraw.Draw(sheet), scale)
    if blur:
        sheet = sheet.filter(ImageFilter.GaussianBlur(blur * scale))
    return sheet if scale == 1 else sheet.resize(size, Image.Resampling.BILINEAR)


def _scaled(points: Sequence[Point], scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in points]


def faded(mask: Image.Image, strength: float) -> Image.Image:
    """The mask at `strength` times its weight (more than 1 saturates)."""
    return mask.point([min(255, round(level * strength)) for level in range(256)])


def tint(image: Image.Image, colour: Colour | int, mask: Image.Image, *, strength: float = 1.0) -> None:
    """Lay a colour over the picture, in place."""
    image.paste(colour, (0, 0), faded(mask, strength))


def glow(image: Image.Image, mask: Image.Image, *, gain: float) -> Image.Image:
    """The grey picture with the mask added (gain > 0) or taken away (gain < 0)."""
    change = faded(mask, abs(gain))
    return ImageChops.add(image, change) if gain > 0 else ImageChops.subtract(image, change)


def ring(centre: Point, radii: Point, *, steps: int = 72) -> list[Point]:
    """Points round an ellipse."""
    turns = [2 * math.pi * step / steps for step in range(steps)]
    return [(centre[0] + radii[0] * math.cos(turn), centre[1] + radii[1] * math.sin(turn)) for turn in turns]


def blob(rng: Random, centre: Point, radii: Point, *, wobble: float, lobes: int = 5) -> list[Point]:
    """A closed irregular outline: an ellipse whose radius sways by `wobble` of itself, `lobes` waves deep."""
    waves = [(number, rng.uniform(0, 2 * math.pi), rng.uniform(0.4, 1) / number) for number in range(2, lobes + 2)]
    outline = []
    for step in range(120):
        turn = 2 * math.pi * step / 120
        sway = 1 + wobble * sum(weight * math.sin(number * turn + phase) for number, phase, weight in waves)
        outline.append((centre[0] + radii[0] * sway * math.cos(turn), centre[1] + radii[1] * sway * math.sin(turn)))
    return outline


def bend(start: Point, control: Point, end: Point, *, steps: int = 24) -> list[Point]:
    """A quadratic Bezier curve."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return points


def turned(points: Sequence[Point], centre: Point, angle: float) -> list[Point]:
    """The points turned round a centre by `angle` radians."""
    cos, sin = math.cos(angle), math.sin(angle)
    shifted = [(x - centre[0], y - centre[1]) for x, y in points]
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in shifted]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    if closed:
        around = [points[-1], *points, points[0], points[1]]
        spans = count
    else:
        around = [points[0], *points, points[-1]]
        spans = count - 1
    curve = [_between(around[span : span + 4], step / steps) for span in range(spans) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _between(four: Sequence[Point], t: float) -> Point:
    weights = (
        0.5 * (-t + 2 * t**2 - t**3),
        0.5 * (2 - 5 * t**2 + 3 * t**3),
        0.5 * (t + 4 * t**2 - 3 * t**3),
        0.5 * (-(t**2) + t**3),
    )
    return (
        sum(weight * point[0] for weight, point in zip(weights, four, strict=True)),
        sum(weight * point[1] for weight, point in zip(weights, four, strict=True)),
    )
