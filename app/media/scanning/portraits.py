"""Faces in a picture: small ones, turned ones, and such as fill it. Imports nothing of the house.

What the network isn't sure of gets a second look from near, at three sizes: a face is seen again, a pattern that
happened to look like one isn't (the figures are in decision 12).
"""

from __future__ import annotations

from functools import partial

import numpy as np
import onnxruntime
from PIL import Image

from app.media.scanning import faces
from app.media.scanning.boxes import Boxes, inside, surest, together
from app.media.scanning.views import at_scale, close, framed

WORTH_A_LOOK = 0.2
SURE = 0.58
SEEN_AGAIN, SURE_TOGETHER = 0.1, 0.43
"""The least mean of the second looks, and the least sum of it and the first score."""
SECOND_LOOKS = (64, 96, 150)
"""Longer sides of the face in pixels."""
MOST_ENLARGED = 3
MOST_LOOKED_AT = 10
"""Doubtful ones that are looked at again in a picture, the surest first: it bounds the time."""
AROUND = 0.16
"""The part of its width and height by which a box grows on each side, so that hair, ears and chin are covered."""


def in_picture(model: onnxruntime.InferenceSession, picture: Image.Image) -> Boxes:
    """Boxes around faces, with what surrounds them."""
    detect = partial(faces.in_view, model, least=WORTH_A_LOOK)
    small, middle, large = (min(side, MOST_ENLARGED * max(picture.size)) for side in (640, 960, 1600))
    views = [
        (0, framed(detect, picture, 256, 64)),
        (0, at_scale(detect, picture, small)),
        *((turn, at_scale(detect, picture, min(400, small), turn=turn)) for turn in (1, 2, 3)),
        *((turn, at_scale(detect, picture, middle, turn=turn)) for turn in range(4)),
        (0, at_scale(detect, picture, large)),
    ]
    seen = [(turn, inside(boxes, *picture.size)) for turn, boxes in views]
    found = together([boxes for _, boxes in seen])
    turns = np.repeat([turn for turn, _ in seen], [len(boxes) for _, boxes in seen])
    kept = surest(found, most_in_common=0.5)
    return _grown(_confirmed(model, picture, found[kept], turns[kept].tolist()))


def _confirmed(model: onnxruntime.InferenceSession, picture: Image.Image, found: Boxes, turns: list[int]) -> Boxes:
    """What is sure, at once or on second looks; rows come the surest first."""
    detect = partial(faces.in_view, model, least=0.05)
    sure = found[found[:, 4] >= SURE]
    seen_again = [sure]
    doubtful = slice(len(sure), len(sure) + MOST_LOOKED_AT)
    for box, turn in zip(found[doubtful], turns[doubtful], strict=True):
        looks = [close(detect, picture, box, side, turn=turn) for side in SECOND_LOOKS]
        again = sum(looks) / len(looks)
        if again >= SEEN_AGAIN and again + box[4] >= SURE_TOGETHER:
            seen_again.append(np.array([[*box[:4], min(1.0, again + box[4])]], np.float32))
    return together(seen_again)


def _grown(boxes: Boxes) -> Boxes:
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    away = np.stack([-width, -height, width, height, 0 * width], axis=1)
    return np.asarray(boxes + AROUND * away, np.float32)
