"""Faces by CenterFace. Runs in the child; imports nothing of the house.

Xu, Yan, Yang, Huang, Tan, Luo: CenterFace: Joint Face Detection and Alignment Using Face as Point, 2020
(doi 10.1155/2020/7845384). The network answers for each square of 4 x 4 pixels: how sure it is that a face has its
centre there, the logarithm of height and width in squares, and how far the centre is from the square's own, y first.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from PIL import Image

from app.media.scanning.boxes import Boxes, surest

STRIDE = 4
UNIT = 32
"""Sides must be a multiple of it."""


def in_view(model: onnxruntime.InferenceSession, picture: Image.Image, *, least: float) -> Boxes:
    """Faces in an RGB picture as it is, from `least` sureness on, one box a face."""
    width, height = (-(-side // UNIT) * UNIT for side in picture.size)
    pixels = np.zeros((1, 3, height, width), np.float32)
    pixels[0, :, : picture.height, : picture.width] = np.asarray(picture).transpose(2, 0, 1)
    sure, extent, offset, _ = model.run(None, {"input.1": pixels})
    rows, columns = np.nonzero(sure[0, 0] > least)
    scores = sure[0, 0, rows, columns]
    tall, wide = np.exp(extent[0, :, rows, columns].clip(-5, 7)).T * STRIDE
    y, x = (offset[0, :, rows, columns].T + np.stack([rows, columns]) + 0.5) * STRIDE
    boxes = np.stack([x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2, scores], axis=1)
    found = boxes.astype(np.float32)
    return found[surest(found, most_in_common=0.4)]
