"""Quarter turns of rectangles, together with the picture they lie in."""

from __future__ import annotations

from app.media.models import Rectangle


def turned(rectangle: Rectangle, quarters: int, *, width: int, height: int) -> Rectangle:
    """Where the rectangle lies once the picture, now `width` x `height` pixels, is turned clockwise by quarters."""
    for _ in range(quarters % 4):
        rectangle = {
            "x": height - rectangle["y"] - rectangle["height"],
            "y": rectangle["x"],
            "width": rectangle["height"],
            "height": rectangle["width"],
        }
        width, height = height, width
    return rectangle
