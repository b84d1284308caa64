"""Where lines of text may be, by PP-OCRv4's detector. Runs in the child; imports nothing of the house.

Liao, Wan, Yao, Chen, Bai: Real-time Scene Text Detection with Differentiable Binarization, 2020
(doi 10.1609/aaai.v34i07.6812). The network answers for each pixel how surely it is of the inner part of a line of
text. Each connected part gets the rectangle around it along its own axes, grown by a distance of area x ratio /
perimeter, as the authors do.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from app.media.scanning.spots import spots

Lines = NDArray[np.float32]
"""One row a line: centre x and y, length, height in pixels, angle (radians, clockwise from the x axis), score."""

UNIT = 32
"""Sides must be a multiple of it."""
INNER = 0.3
"""From here on a pixel counts as of a line."""
GROWTH = 1.6
LEAST_HEIGHT = 1.5
"""Of the inner part, in cells of the map."""
CELL = 2
"""The map is looked at in cells of 2 x 2 pixels: letters of a word join, and there is a quarter to look at."""


def in_view(model: onnxruntime.InferenceSession, picture: Image.Image, *, least: float) -> Lines:
    """Lines in an RGB picture as it is. The score is how surely the whole rectangle is of a line, from `least` on."""
    sure = _map(model, picture)
    found = spots(sure > INNER, sure)
    length, height = found.length, found.height
    score = found.weight / (length * height)
    away = length * height * GROWTH / (2 * (length + height))
    rows = np.stack([found.x, found.y, length + 2 * away, height + 2 * away, found.angle, score], axis=1)
    kept = rows[(height >= LEAST_HEIGHT) & (score >= least)].astype(np.float32)
    kept[:, :4] *= CELL
    return kept


def _map(model: onnxruntime.InferenceSession, picture: Image.Image) -> NDArray[np.float32]:
    width, height = (-(-side // UNIT) * UNIT for side in picture.size)
    pixels = np.zeros((1, 3, height, width), np.float32)
    blue_first = np.asarray(picture)[:, :, ::-1].transpose(2, 0, 1)
    pixels[0, :, : picture.height, : picture.width] = blue_first / np.float32(127.5) - 1
    (sure,) = model.run(None, {"x": pixels})
    cells = sure[0, 0].reshape(height // CELL, CELL, width // CELL, CELL)
    return np.asarray(cells.max(axis=(1, 3)), np.float32)
