"""All that is seen in a picture, as the scanner answers it. Imports nothing of the house."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from app.media.scanning import portraits, texts
from app.media.scanning.boxes import Boxes, inside
from app.media.scanning.weights import Models

MOST = 200
"""Boxes of a kind and picture; a page of print has fewer lines."""


def all_in(models: Models, picture: Image.Image) -> list[dict[str, Any]]:
    """Faces and lines of text in an RGB picture, the surest first, in whole pixels inside it."""
    parts = {
        "face": portraits.in_picture(models.faces, picture),
        "text": texts.in_picture(models.lines, models.words, picture),
    }
    seen = [_described(kind, box) for kind, boxes in parts.items() for box in _whole(boxes, picture)[:MOST].tolist()]
    return sorted(seen, key=lambda part: -float(part["score"]))


def _whole(boxes: Boxes, picture: Image.Image) -> Boxes:
    out = boxes.copy()
    out[:, :2], out[:, 2:4] = np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:4])
    cut = inside(out, *picture.size)
    return cut[np.argsort(-cut[:, 4])]


def _described(kind: str, box: list[float]) -> dict[str, Any]:
    left, top, right, bottom, score = box
    place = {"x": int(left), "y": int(top), "width": int(right - left), "height": int(bottom - top)}
    return {"kind": kind, **place, "score": round(min(1.0, max(0.0, score)), 4)}
