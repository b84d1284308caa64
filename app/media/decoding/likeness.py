"""A perceptual hash: alike for pictures that look alike, whatever their size, encoder or brightness.

256 signs of the lowest 16 x 16 coefficients of a cosine transform of the picture in 64 x 64 greys, each against
their median (the scheme of C. Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, as
the imagehash package does it, with more bits). Mirroring a picture changes the signs of odd coefficients and turning
it exchanges rows and columns, so one transform gives the hashes of all 8 orientations.
"""

from __future__ import annotations

from functools import cache
from math import cos, pi
from statistics import median

from PIL import Image

SIDE = 64
KEPT = 16
TRIMMED_SIDE = 256
PLAIN = 12
"""By how much the greys of a plain frame may differ."""

Grid = list[list[float]]


def hashes(picture: Image.Image) -> list[str]:
    """The hash, 64 hexadecimal digits, of the picture as it is and in its 7 other orientations."""
    low = _transform(_greys(picture))
    upright = [_mirrored(low, across, down) for across in (1, -1) for down in (1, -1)]
    lying = [[list(column) for column in zip(*grid, strict=True)] for grid in upright]
    return [_bits(grid) for grid in (*upright, *lying)]


def _greys(picture: Image.Image) -> Grid:
    small = picture.convert("L").resize((TRIMMED_SIDE, TRIMMED_SIDE), Image.Resampling.BOX)
    values = small.resize((SIDE, SIDE), Image.Resampling.BOX, box=_content(small)).tobytes()
    return [[float(value) for value in values[start : start + SIDE]] for start in range(0, SIDE * SIDE, SIDE)]


def _content(small: Image.Image) -> tuple[int, int, int, int]:
    """The part within a plain frame, such as a screenshot has, that ends sharply; films that fade out have none."""
    rows, columns = _lines(small), _lines(small.transpose(Image.Transpose.TRANSPOSE))
    left, top = _frame(columns), _frame(rows)
    right, bottom = TRIMMED_SIDE - _frame(columns[::-1]), TRIMMED_SIDE - _frame(rows[::-1])
    return left, top, right, bottom


def _lines(small: Image.Image) -> list[bytes]:
    values = small.tobytes()
    return [values[start : start + TRIMMED_SIDE] for start in range(0, len(values), TRIMMED_SIDE)]


def _frame(lines: list[bytes]) -> int:
    """How many of the first lines are a plain frame: of one grey, and then most of a line is of others."""
    grey = lines[0][0]
    for at, line in enumerate(lines[: TRIMMED_SIDE // 4]):
        if max(line) - min(line) > PLAIN or abs(line[0] - grey) > PLAIN:
            inside = lines[at + 1]
            return at if sum(abs(value - grey) > PLAIN for value in inside) > TRIMMED_SIDE // 2 else 0
    return 0


def _transform(greys: Grid) -> Grid:
    """The lowest KEPT x KEPT coefficients of the cosine transform (type II), not normalised."""
    waves = _waves()
    rows = [[_sum(row, wave) for wave in waves] for row in greys]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [[_sum(column, wave) for column in columns] for wave in waves]


def _sum(values: list[float], wave: list[float]) -> float:
    return sum(value * weight for value, weight in zip(values, wave, strict=True))


@cache
def _waves() -> Grid:
    return [[cos(pi * order * (2 * at + 1) / (2 * SIDE)) for at in range(SIDE)] for order in range(KEPT)]


def _mirrored(low: Grid, across: int, down: int) -> Grid:
    """Of the picture mirrored from side to side and from top to bottom where the factor is -1."""
    return [[value * across**column * down**row for column, value in enumerate(line)] for row, line in enumerate(low)]


def _bits(grid: Grid) -> str:
    values = [value for line in grid for value in line]
    middle = median(values[1:])  # the first is the picture's brightness
    number = 0
    for value in values:
        number = number << 1 | (value > middle)
    return f"{number:0{KEPT * KEPT // 4}x}"
