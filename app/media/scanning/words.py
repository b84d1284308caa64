"""Whether strokes are writing, by PP-OCRv4's recogniser. Runs in the child; imports nothing of the house.

The network answers for each step along a line how likely each character is, or none (Graves and others: Connectionist
Temporal Classification, 2006). Only how many characters there are and how sure it is of them is taken from that; which
they are is never looked up, so what a picture says can't leave this process.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import onnxruntime
from PIL import Image

HEIGHT = 48
CLEAR = 0.9
SHORTEST, LONGEST = 48, 640
"""Widths in pixels at HEIGHT; of what is longer, the middle is read."""


class Reading(NamedTuple):
    """How many characters there are, and how sure each is on average, from 0 to 1."""

    characters: int
    sureness: float


def read(model: onnxruntime.InferenceSession, picture: Image.Image, line: list[float]) -> Reading:
    """Read one row of Lines along its axis, and the other way round where that doesn't give a clear answer."""
    reading = _read(model, _cut(picture, line, 0.0))
    if reading.sureness >= CLEAR:
        return reading
    return max(reading, _read(model, _cut(picture, line, math.pi)), key=lambda either: either.sureness)


def _cut(picture: Image.Image, line: list[float], way: float) -> Image.Image:
    """The line made level, HEIGHT pixels high."""
    x, y, length, height, angle, _ = line
    scale = height / HEIGHT
    width = round(min(max(length / scale, SHORTEST), LONGEST))
    cosine, sine = scale * math.cos(angle + way), scale * math.sin(angle + way)
    left, top = x - (cosine * width - sine * HEIGHT) / 2, y - (sine * width + cosine * HEIGHT) / 2
    matrix: tuple[float, ...] = (cosine, -sine, left, sine, cosine, top)
    if scale > 2:  # the transform looks at few pixels: let it find them averaged
        picture, matrix = _reduced(picture, line, matrix, int(scale))
    return picture.transform((width, HEIGHT), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _reduced(
    picture: Image.Image, line: list[float], matrix: tuple[float, ...], factor: int
) -> tuple[Image.Image, tuple[float, ...]]:
    x, y, length, height, _, _ = line
    away = math.hypot(length, height) / 2 + factor
    box = (
        max(0, int(x - away)),
        max(0, int(y - away)),
        min(picture.width, int(x + away)),
        min(picture.height, int(y + away)),
    )
    a, b, left, c, d, top = matrix
    moved = (a, b, left - box[0], c, d, top - box[1])
    return picture.crop(box).reduce(factor), tuple(value / factor for value in moved)


def _read(model: onnxruntime.InferenceSession, strip: Image.Image) -> Reading:
    blue_first = np.asarray(strip, np.float32)[:, :, ::-1].transpose(2, 0, 1)
    (likely,) = model.run(None, {"x": (blue_first / np.float32(127.5) - 1)[None]})
    best, sure = likely[0].argmax(axis=1), likely[0].max(axis=1)
    shown = (best > 0) & np.insert(best[1:] != best[:-1], 0, True)  # 0 is 'none'; a repeated answer is one character
    return Reading(int(shown.sum()), float(sure[shown].mean()) if shown.any() else 0.0)
