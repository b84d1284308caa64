"""Axes for the two charts: a frame, a grid, numbers, and points joined by a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from app.media.drawings.brush import Colour, Point, Size, polygons, ring, strokes, tint
from app.media.drawings.lettering import letters

SIZE: Size = (1400, 1000)
LEFT, RIGHT, TOP, BOTTOM = 130, 1330, 120, 880
INK: Colour = (38, 46, 60)
GRID: Colour = (226, 230, 236)


@dataclass(frozen=True)
class Axes:
    """The ranges of both axes and the steps of their grids."""

    across: tuple[float, float, float]
    up: tuple[float, float, float]

    def place(self, x: float, y: float) -> Point:
        """The pixel of a value."""
        part_x = (x - self.across[0]) / (self.across[1] - self.across[0])
        part_y = (y - self.up[0]) / (self.up[1] - self.up[0])
        return (LEFT + part_x * (RIGHT - LEFT), BOTTOM - part_y * (BOTTOM - TOP))


def frame(axes: Axes, *, title: str, below: str) -> Image.Image:
    """White paper with grid, numbers and words."""
    image = Image.new("RGB", SIZE, (253, 253, 252))
    pen = ImageDraw.Draw(image)
    for value in _steps(axes.across):
        x = axes.place(value, axes.up[0])[0]
        pen.line((x, TOP, x, BOTTOM), fill=GRID, width=2)
        letters(image, (x - 10, BOTTOM + 14), f"{value:g}", fill=INK, height=24)
    for value in _steps(axes.up):
        y = axes.place(axes.across[0], value)[1]
        pen.line((LEFT, y, RIGHT, y), fill=GRID, width=2)
        letters(image, (LEFT - 74, y - 14), f"{value:g}", fill=INK, height=24)
    pen.rectangle((LEFT, TOP, RIGHT, BOTTOM), outline=INK, width=2)
    letters(image, (LEFT, 46), title, fill=INK, height=34)
    letters(image, (LEFT, BOTTOM + 56), below, fill=INK, height=24)
    return image


def _steps(span: tuple[float, float, float]) -> list[float]:
    count = round((span[1] - span[0]) / span[2])
    return [span[0] + number * span[2] for number in range(count + 1)]


def joined(image: Image.Image, points: Sequence[Point], *, colour: Colour) -> None:
    """Measured values: dots joined by a line."""
    tint(image, colour, strokes(SIZE, [(points, 4)]))
    tint(image, colour, polygons(SIZE, [ring(point, (9, 9), steps=24) for point in points]))


def curve(image: Image.Image, points: Sequence[Point], *, colour: Colour, width: float) -> None:
    """A smooth reference line."""
    tint(image, colour, strokes(SIZE, [(points, width)]))
