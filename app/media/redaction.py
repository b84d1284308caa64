"""What is done to a picture before anybody else sees it, checked before anything is painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.errors import mark
from app.media.errors import BadCrop, BadRectangle
from app.media.models import Rectangle
from app.media.rules import MAX_RECTANGLES

LEAST_SIDE = 16
"""Pixels that each side of a crop must have."""


@dataclass(frozen=True)
class Window:
    """Which greys of a 16-bit original are shown: `low` and all below it black, `high` and all above it white.

    `name` is one of a fixed few ("automatic", "lung", ...), never words of the file.
    """

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Plan:
    """Turn by quarters clockwise (0 to 3), cover the rectangles, then keep the crop alone.

    Rectangles and crop are in pixels of the full-size picture, upright by its orientation tag and turned by `turn`,
    before it is cropped. `window` is for 16-bit originals.
    """

    rectangles: tuple[Rectangle, ...] = ()
    crop: Rectangle | None = None
    turn: int = 0
    window: Window | None = None


def fit(
    rectangles: Iterable[Rectangle], *, width: int, height: int, crop: Rectangle | None = None
) -> tuple[Rectangle, ...]:
    """Return the rectangles' parts that lie in the picture, which is `width` x `height` pixels once turned.

    Raises BadRectangle for one that covers nothing of the picture: somebody meant to hide something and would
    believe it hidden. Raises BadCrop for a crop that isn't all inside, or has a side below LEAST_SIDE pixels.
    """
    if crop is not None:
        _check_crop(crop, width, height)
    fitted = tuple(_cut(rectangle, width, height) for rectangle in rectangles)
    if len(fitted) > MAX_RECTANGLES:
        raise BadRectangle(
            mark("A picture can have %(most)s covered areas. Join some of them."),
            most=MAX_RECTANGLES,
        )
    return fitted


def _check_crop(crop: Rectangle, width: int, height: int) -> None:
    inside = 0 <= crop["x"] <= width - crop["width"] and 0 <= crop["y"] <= height - crop["height"]
    if not inside:
        raise BadCrop(mark("The part to keep reaches beyond the picture. Draw it again."))
    if min(crop["width"], crop["height"]) < LEAST_SIDE:
        raise BadCrop(mark("The part to keep is smaller than %(least)s pixels. Draw it larger."), least=LEAST_SIDE)


def _cut(rectangle: Rectangle, width: int, height: int) -> Rectangle:
    left, top = max(0, rectangle["x"]), max(0, rectangle["y"])
    right = min(width, rectangle["x"] + rectangle["width"])
    bottom = min(height, rectangle["y"] + rectangle["height"])
    if right <= left or bottom <= top:
        raise BadRectangle(mark("One of the covered areas lies outside the picture. Draw it again."))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
