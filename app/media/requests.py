"""What the child that draws pictures is asked: see app.media.decoding.pictures."""

from __future__ import annotations

from typing import Any

from app.media.children import Limits
from app.media.models import Rectangle
from app.media.redaction import Plan
from app.media.rules import MAX_PIXELS, MAX_SIDE, WIDTHS

COVER = (32, 33, 36)
"""The colour over what is covered."""


def request_of(kind: str, plan: Plan, frames: int, form: str | None, limits: Limits) -> dict[str, Any]:
    """For a file of this kind and so many frames; `form` is how it is encoded at full size, None for renditions."""
    return {
        "format": kind,
        "frames": frames,
        "full_size": form,
        "widths": WIDTHS,
        "max_pixels": MAX_PIXELS,
        "max_side": MAX_SIDE,
        "memory": limits.memory,
        "seconds": limits.processor,
        "colour": COVER,
        "rectangles": [_sides(part) for part in plan.rectangles],
        "crop": _sides(plan.crop) if plan.crop else None,
        "turn": plan.turn,
        "window": [plan.window.low, plan.window.high] if plan.window else None,
    }


def _sides(part: Rectangle) -> list[int]:
    return [part["x"], part["y"], part["width"], part["height"]]
