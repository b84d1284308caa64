"""Burned-in text by PP-OCRv4's detector. Runs in the child; imports nothing of the house.

Liao, Wan, Yao, Chen, Bai: Real-time Scene Text Detection with Differentiable Binarization, 2020
(doi 10.1609/aaai.v34i07.6812). The network answers for each pixel how surely it is of the inner part of a line of
text; a line's box is grown from it by a distance of area x ratio / perimeter, as its authors do.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from PIL import Image

from app.media.scanning.boxes import NONE, Boxes, spots

UNIT = 32
"""Sides must be a multiple of it."""
INNER = 0.3
"""From here on a pixel counts as of a line."""
GROWTH = 1.6
LEAST_HEIGHT = 2
"""Of the inner part, in cells of the map."""
CELL = 2
"""The map is looked at in cells of 2 x 2 pixels: letters of a word join, and there is a quarter to look at."""


def in_view(model: onnxruntime.InferenceSession, picture: Image.Image, *, least: float) -> Boxes:
    """Lines of text in an RGB picture as it is, from `least` sureness on, one box a line."""
    sure = _map(model, picture)
    found = spots(sure > INNER)
    found = found[np.minimum(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]) >= LEAST_HEIGHT]
    boxes = [_box(part, sure) for part in found]
    grown = np.array(boxes, np.float32) if boxes else NONE
    return grown[grown[:, 4] >= least]


def _map(model: onnxruntime.InferenceSession, picture: Image.Image) -> NDArray[np.float32]:
    width, height = (-(-side // UNIT) * UNIT for side in picture.size)
    pixels = np.zeros((1, 3, height, width), np.float32)
    blue_first = np.asarray(picture)[:, :, ::-1].transpose(2, 0, 1)
    pixels[0, :, : picture.height, : picture.width] = blue_first / np.float32(127.5) - 1
    (sure,) = model.run(None, {"x": pixels})
    cells = sure[0, 0].reshape(height // CELL, CELL, width // CELL, CELL)
    return np.asarray(cells.max(axis=(1, 3)), np.float32)


def _box(part: NDArray[np.int32], sure: NDArray[np.float32]) -> tuple[float, float, float, float, float]:
    """The grown box of one connected part of the map, in pixels. A slanted line counts as long as its diagonal."""
    left, top, right, bottom, area = part.tolist()
    inner = sure[top:bottom, left:right]
    score = float(inner[inner > INNER].mean())
    length = max(np.hypot(right - left, bottom - top), np.sqrt(area))
    away = area * GROWTH / (2 * (length + area / length))
    return (left - away) * CELL, (top - away) * CELL, (right + away) * CELL, (bottom + away) * CELL, score
