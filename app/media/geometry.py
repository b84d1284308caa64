"""How rectangles lie to each other; all in pixels of one picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.media.models import Rectangle


class Boxed(Protocol):
    """Whatever has a place in a picture."""

    @property
    def x(self) -> int: ...

    @property
    def y(self) -> int: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...


SAME = 0.5
"""Two boxes that share this much of their joint area are about one thing."""
HIDDEN = 0.8
"""A box of which so much can't be seen any more is dealt with; the detectors look at the result again anyway."""


def box_of(thing: Boxed) -> Rectangle:
    """The box alone of what has one."""
    return {"x": thing.x, "y": thing.y, "width": thing.width, "height": thing.height}


def is_same(one: Rectangle, other: Rectangle) -> bool:
    """Whether two boxes are about one thing: intersection over union, as detectors are judged."""
    shared = _shared(one, other)
    return shared >= SAME * (_area(one) + _area(other) - shared)


def lies_in(inner: Rectangle, outer: Rectangle) -> bool:
    """Whether most of a box is part of another, larger one."""
    return _shared(inner, outer) >= HIDDEN * _area(inner)


def is_hidden(box: Rectangle, covers: Sequence[Rectangle], crop: Rectangle | None) -> bool:
    """Whether most of a box can't be seen: painted over, or cut off."""
    seen = [box] if crop is None else _parts_inside(box, crop)
    for cover in covers:
        seen = [part for piece in seen for part in _parts_outside(piece, cover)]
    return sum(map(_area, seen)) <= (1 - HIDDEN) * _area(box)


def moved(box: Rectangle, *, right: int, down: int) -> Rectangle:
    """The same box elsewhere."""
    return {**box, "x": box["x"] + right, "y": box["y"] + down}


def _parts_inside(box: Rectangle, frame: Rectangle) -> list[Rectangle]:
    left, top = max(box["x"], frame["x"]), max(box["y"], frame["y"])
    right = min(box["x"] + box["width"], frame["x"] + frame["width"])
    bottom = min(box["y"] + box["height"], frame["y"] + frame["height"])
    return list(_boxes([(left, top, right, bottom)]))


def _parts_outside(box: Rectangle, hole: Rectangle) -> list[Rectangle]:
    """Up to four boxes that make up what the hole leaves of a box."""
    inside = _parts_inside(box, hole)
    if not inside:
        return [box]
    cut = inside[0]
    left, top, right, bottom = box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
    cut_right, cut_bottom = cut["x"] + cut["width"], cut["y"] + cut["height"]
    return list(
        _boxes(
            [
                (left, top, right, cut["y"]),
                (left, cut_bottom, right, bottom),
                (left, cut["y"], cut["x"], cut_bottom),
                (cut_right, cut["y"], right, cut_bottom),
            ]
        )
    )


def _boxes(edges: Iterable[tuple[int, int, int, int]]) -> Iterable[Rectangle]:
    for left, top, right, bottom in edges:
        if right > left and bottom > top:
            yield {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _shared(one: Rectangle, other: Rectangle) -> int:
    return sum(map(_area, _parts_inside(one, other)))


def _area(box: Rectangle) -> int:
    return box["width"] * box["height"]
