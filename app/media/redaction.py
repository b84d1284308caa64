"""Rectangles that cover a part of a picture: checked and cut to the picture before anything is painted."""

from __future__ import annotations

from collections.abc import Iterable

from app.kernel.errors import mark
from app.media.errors import BadRectangle
from app.media.models import Rectangle
from app.media.rules import MAX_RECTANGLES


def fit(rectangles: Iterable[Rectangle], *, width: int, height: int) -> list[Rectangle]:
    """Return the rectangles' parts that lie in the picture; sizes in pixels.

    Raises BadRectangle for one that covers nothing of the picture: somebody meant to hide something and would
    believe it hidden.
    """
    fitted = [_cut(rectangle, width, height) for rectangle in rectangles]
    if len(fitted) > MAX_RECTANGLES:
        raise BadRectangle(
            mark("A picture can have %(most)s covered areas. Join some of them."),
            most=MAX_RECTANGLES,
        )
    return fitted


def _cut(rectangle: Rectangle, width: int, height: int) -> Rectangle:
    left, top = max(0, rectangle["x"]), max(0, rectangle["y"])
    right = min(width, rectangle["x"] + rectangle["width"])
    bottom = min(height, rectangle["y"] + rectangle["height"])
    if right <= left or bottom <= top:
        raise BadRectangle(mark("One of the covered areas lies outside the picture. Draw it again."))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
