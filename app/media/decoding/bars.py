"""How far the bars of a barcode reach, when only some lines across them are known."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from PIL import Image

COLUMNS = 256
"""Samples along a line across the bars."""

ALIKE = 0.75
"""Which part of a further line's samples must be light or dark like those of the line that was read."""

MISSED = 0.05
"""Which part of the lines in a row may differ: a scratch or a shadow is no end."""

SHIFTS = range(-2, 3)
"""By how many samples the bars may lean from one line to the next."""

Point = tuple[float, float]


def whole(grey: Image.Image, corners: list[Point]) -> list[Point]:
    """The corners, and those of all lines above and below that show the same bars."""
    start, end = _middle(corners[0], corners[3]), _middle(corners[1], corners[2])
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length < 16:
        return corners
    step = length / COLUMNS
    along = ((end[0] - start[0]) / length * step, (end[1] - start[1]) / length * step)
    origin = (
        start[0] - COLUMNS / 2 * along[0] + COLUMNS * along[1],
        start[1] - COLUMNS / 2 * along[1] - COLUMNS * along[0],
    )
    place = (along[0], -along[1], origin[0], along[1], along[0], origin[1])
    size = (2 * COLUMNS, 2 * COLUMNS + 1)
    strip = grey.transform(size, Image.Transform.AFFINE, place, Image.Resampling.BILINEAR, fillcolor=128)
    ends = [(COLUMNS // 2 + end + shift, row) for row, shift in _alike(strip) for end in (0, COLUMNS)]
    return corners + [_at(place, column, row) for column, row in ends]


def _at(place: tuple[float, ...], column: int, row: int) -> Point:
    """Where a point of the strip lies in the picture."""
    return place[0] * column + place[1] * row + place[2], place[3] * column + place[4] * row + place[5]


def _alike(strip: Image.Image) -> Iterator[tuple[int, int]]:
    """Rows of the strip, from its middle outwards, that show the middle's bars, and how far those are shifted."""
    middle = strip.crop((COLUMNS // 2, COLUMNS, COLUMNS // 2 + COLUMNS, COLUMNS + 1)).tobytes()
    threshold = (min(middle) + max(middle)) / 2
    rows = strip.point([255 * (value > threshold) for value in range(256)], "1").tobytes()
    lines = [int.from_bytes(rows[at : at + COLUMNS // 4]) for at in range(0, len(rows), COLUMNS // 4)]
    bars = _window(lines[COLUMNS], 0)
    for direction in (-1, 1):
        shift = missed = 0
        for row in range(COLUMNS + direction, 2 * COLUMNS + 1 if direction > 0 else -1, direction):
            differing, best = min(((_window(lines[row], shift + by) ^ bars).bit_count(), shift + by) for by in SHIFTS)
            missed = 0 if differing <= (1 - ALIKE) * COLUMNS else missed + 1
            if missed > MISSED * COLUMNS or abs(best) > COLUMNS // 2:
                break
            if not missed:
                shift = best
                yield row, shift


def _window(line: int, shift: int) -> int:
    """COLUMNS of a line's 2 * COLUMNS samples, from the middle ones shifted."""
    return line >> max(0, COLUMNS // 2 - shift) & ((1 << COLUMNS) - 1)


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
