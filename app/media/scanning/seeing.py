"""Which sizes and turns a picture is looked at in, and what is made of it. Imports nothing of the house."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PIL import Image

from app.media.scanning import faces, texts
from app.media.scanning.boxes import Boxes, inside, surest, together
from app.media.scanning.views import at_scale, framed
from app.media.scanning.weights import Models

MOST = 200
"""Boxes of a kind and picture; a page of print has fewer lines."""


def all_in(models: Models, picture: Image.Image) -> list[dict[str, Any]]:
    """Faces and lines of text in an RGB picture, the surest first, as the scanner answers them."""
    parts = {"face": faces_in(models, picture), "text": texts.in_picture(models.lines, models.words, picture)}
    seen = [_described(kind, box) for kind, boxes in parts.items() for box in _whole(boxes, picture)[:MOST].tolist()]
    return sorted(seen, key=lambda part: -float(part["score"]))


FACE_SURE = 0.5


def faces_in(models: Models, picture: Image.Image) -> Boxes:
    """Faces with the hair and chin around them; small ones, turned ones, and such as fill the picture."""
    detect = partial(faces.in_view, models.faces, least=FACE_SURE)
    views = [at_scale(detect, picture, 960)]
    views += [at_scale(detect, picture, 640, turn=turn) for turn in range(4)]
    views += [framed(detect, picture, 256, 64), framed(detect, picture, 400, 40)]
    if max(picture.size) > 1400:
        views.append(at_scale(detect, picture, 1600))
    return _grown(surest(together(views), most_in_common=0.5), sides=0.12, above=0.2, below=0.08)


def _grown(boxes: Boxes, *, sides: float, above: float, below: float) -> Boxes:
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    away = np.stack([-sides * width, -above * height, sides * width, below * height, 0 * width], axis=1)
    return boxes + away


def _whole(boxes: Boxes, picture: Image.Image) -> Boxes:
    """In whole pixels inside the picture, the surest first."""
    out = boxes.copy()
    out[:, :2], out[:, 2:4] = np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:4])
    cut = inside(out, *picture.size)
    return cut[np.argsort(-cut[:, 4])]


def _described(kind: str, box: list[float]) -> dict[str, Any]:
    left, top, right, bottom, score = box
    place = {"x": int(left), "y": int(top), "width": int(right - left), "height": int(bottom - top)}
    return {"kind": kind, **place, "score": round(min(1.0, max(0.0, score)), 4)}
