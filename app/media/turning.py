"""Quarter turns of rectangles and plans, together with the picture they lie in."""

from __future__ import annotations

from app.media.models import Rectangle
from app.media.redaction import Plan


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


def turned_plan(plan: Plan, quarters: int, *, width: int, height: int) -> Plan:
    """The same plan for the picture, now `width` x `height` pixels, turned clockwise by quarters."""

    def follow(rectangle: Rectangle) -> Rectangle:
        return turned(rectangle, quarters, width=width, height=height)

    crop = follow(plan.crop) if plan.crop else None
    return Plan(tuple(map(follow, plan.rectangles)), crop, (plan.turn + quarters) % 4, plan.window)
