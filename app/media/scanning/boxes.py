"""Boxes as rows of an array: left, top, right, bottom, score. Runs in the child; imports nothing of the house."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
"""One row a box: left, top, right, bottom in pixels, score from 0 to 1."""

NONE: Boxes = np.zeros((0, 5), np.float32)


def together(parts: list[Boxes]) -> Boxes:
    """All rows in one array."""
    return np.concatenate([NONE, *parts])


def inside(boxes: Boxes, width: int, height: int) -> Boxes:
    """Cut to the picture; what lies outside of it goes."""
    cut = boxes.copy()
    cut[:, 0:4:2] = cut[:, 0:4:2].clip(0, width)
    cut[:, 1:4:2] = cut[:, 1:4:2].clip(0, height)
    return cut[(cut[:, 2] - cut[:, 0] >= 1) & (cut[:, 3] - cut[:, 1] >= 1)]


def turned_back(boxes: Boxes, turn: int, width: int, height: int) -> Boxes:
    """Boxes of a picture that was turned `turn` quarters clockwise; width and height are those before turning."""
    left, top, right, bottom, score = boxes.T
    corners = {
        0: (left, top, right, bottom),
        1: (top, height - right, bottom, height - left),
        2: (width - right, height - bottom, width - left, height - top),
        3: (width - bottom, left, width - top, right),
    }[turn]
    return np.stack([*corners, score], axis=1)


def overlaps(box: Boxes, others: Boxes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Common area of one box with others, and the others' areas, in square pixels."""
    width = np.minimum(box[2], others[:, 2]) - np.maximum(box[0], others[:, 0])
    height = np.minimum(box[3], others[:, 3]) - np.maximum(box[1], others[:, 1])
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return width.clip(0) * height.clip(0), areas


def surest(boxes: Boxes, *, most_in_common: float) -> NDArray[np.intp]:
    """Which rows are the surest of their places, the best first: those that share more than this of either box go."""
    waiting, kept = np.argsort(-boxes[:, 4]), []
    while len(waiting):
        best = waiting[0]
        kept.append(best)
        common, areas = overlaps(boxes[best], boxes[waiting])
        apart = common <= most_in_common * np.minimum(areas, areas[0])
        apart[0] = False
        waiting = waiting[apart]
    return np.array(kept, np.intp)


def merged(boxes: Boxes, *, least_in_common: float) -> Boxes:
    """Boxes that share this part of the smaller one become the one around both, and so on; the better score stays."""
    waiting = list(boxes)
    done: list[Boxes] = []
    while waiting:
        grown = waiting.pop()
        others = np.array(waiting, np.float32).reshape(-1, 5)
        common, areas = overlaps(grown, others)
        own = (grown[2] - grown[0]) * (grown[3] - grown[1])
        near = common > least_in_common * np.minimum(areas, own)
        if near.any():
            both = np.concatenate([grown[None], others[near]])
            low, high = both.min(axis=0), both.max(axis=0)
            waiting = [*others[~near], np.array([*low[:2], *high[2:]], np.float32)]
        else:
            done.append(grown[None])
    return together(done)
