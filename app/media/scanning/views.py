"""Ways to look at a picture: smaller, turned, in tiles. Runs in the child; imports nothing of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from app.media.scanning.boxes import Boxes, together, turned_back

Detector = Callable[[Image.Image], Boxes]

TURNS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
"""By quarters clockwise; Pillow counts them the other way round."""
TILE = 960
OVERLAP = 96
"""What stands on the edge of one tile is whole on the next, if it isn't higher than this."""


def scaled(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its long side at this many pixels."""
    ratio = side / max(picture.size)
    size = max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio))
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.BOX if ratio < 1 else Image.Resampling.BICUBIC)


def at_scale(detect: Detector, picture: Image.Image, side: int, *, turn: int = 0) -> Boxes:
    """What is seen at this size (and turned by so many quarters), in pixels of the picture; large sizes in tiles."""
    small = scaled(picture, side)
    way = TURNS[turn]
    shown = small if way is None else small.transpose(way)
    seen = together([_moved(detect(shown.crop(part)), part) for part in tiles(shown.width, shown.height)])
    back = turned_back(seen, turn, small.width, small.height)
    back[:, :4] *= max(picture.size) / max(small.size)
    return back


def framed(detect: Detector, picture: Image.Image, side: int, margin: int) -> Boxes:
    """What is seen at this size with a grey margin all around: a face that fills its picture has an outline again."""
    small = scaled(picture, side)
    page = Image.new("RGB", (small.width + 2 * margin, small.height + 2 * margin), (127, 127, 127))
    page.paste(small, (margin, margin))
    seen = _moved(detect(page), (-margin, -margin))
    seen[:, :4] *= max(picture.size) / max(small.size)
    return seen


def close(detect: Detector, picture: Image.Image, box: Boxes, side: int, *, turn: int) -> float:
    """How surely there is something in the middle of a second look at a box, its longer side scaled to `side` pixels.

    Around the box there is as much again on each side; what is found counts if its centre is in the middle third.
    """
    shown, way = _around(picture, box, 3 * side), TURNS[turn]
    seen = detect(shown if way is None else shown.transpose(way))
    off = (seen[:, :2] + seen[:, 2:4]) / 2 - 1.5 * side
    return float(seen[(np.abs(off) < side / 2).all(axis=1), 4].max(initial=0.0))


def _around(picture: Image.Image, box: Boxes, page: int) -> Image.Image:
    """A square page three times as large as the box, on grey where there is no picture."""
    scale = page / (3 * float(max(box[2] - box[0], box[3] - box[1])))
    left, top = (float(low + high) / 2 - page / scale / 2 for low, high in zip(box[:2], box[2:4], strict=True))
    right, bottom = min(picture.width, round(left + page / scale)), min(picture.height, round(top + page / scale))
    part = picture.crop((max(0, round(left)), max(0, round(top)), right, bottom))
    size = max(1, round(part.width * scale)), max(1, round(part.height * scale))
    shown = Image.new("RGB", (page, page), (127, 127, 127))
    small = part.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC)
    shown.paste(small, (round(max(0.0, -left) * scale), round(max(0.0, -top) * scale)))
    return shown


def tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Boxes of at most TILE x TILE pixels that cover everything and overlap by OVERLAP at least."""
    for top, bottom in _spans(height):
        for left, right in _spans(width):
            yield left, top, right, bottom


def _spans(length: int) -> list[tuple[int, int]]:
    """As few as fit, all of one length."""
    if length <= TILE:
        return [(0, length)]
    count = -(-(length - OVERLAP) // (TILE - OVERLAP))
    size = -(-(length + (count - 1) * OVERLAP) // count)
    starts = [round(number * (length - size) / (count - 1)) for number in range(count)]
    return [(start, start + size) for start in starts]


def _moved(boxes: Boxes, by: tuple[int, ...]) -> Boxes:
    return boxes + np.array([by[0], by[1], by[0], by[1], 0], np.float32)
