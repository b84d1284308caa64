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


def surest(boxes: Boxes, *, most_in_common: float) -> Boxes:
    """The surest box of each place: others that share more than this part of either box go."""
    waiting, kept = boxes[np.argsort(-boxes[:, 4])], []
    while len(waiting):
        best = waiting[0]
        kept.append(best[None])
        common, areas = overlaps(best, waiting)
        smaller = np.minimum(areas, areas[0])
        waiting = waiting[(common <= most_in_common * smaller) & (np.arange(len(waiting)) > 0)]
    return together(kept)


def merged(boxes: Boxes) -> Boxes:
    """Boxes that touch become the one around them, as long as there are any; it has the better score."""
    groups = list(boxes)
    done: list[Boxes] = []
    while groups:
        grown = groups.pop()
        others = np.array(groups, np.float32).reshape(-1, 5)
        common, _ = overlaps(grown, others)
        near = common > 0
        if near.any():
            all_near = np.concatenate([grown[None], others[near]])
            low, high = all_near.min(axis=0), all_near.max(axis=0)
            groups = [*others[~near], np.array([*low[:2], *high[2:]], np.float32)]
        else:
            done.append(grown[None])
    return together(done)


def spots(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The connected parts (8 neighbours) of a mask, one row each: left, top, right, bottom, pixels.

    Works on the runs of each line, joined to those they touch in the line above: there are few, so it is fast
    without a library for it. The algorithm is the classic one of Rosenfeld and Pfaltz (1966), on runs.
    """
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    leaders = _joined(rows.tolist(), starts.tolist(), ends.tolist())
    _, names = np.unique(leaders, return_inverse=True)
    found = np.zeros((names.max() + 1 if len(names) else 0, 5), np.int32)
    found[:, :2] = max(mask.shape)
    np.minimum.at(found[:, 0], names, starts)
    np.minimum.at(found[:, 1], names, rows)
    np.maximum.at(found[:, 2], names, ends)
    np.maximum.at(found[:, 3], names, rows + 1)
    np.add.at(found[:, 4], names, ends - starts)
    return found


def _joined(rows: list[int], starts: list[int], ends: list[int]) -> NDArray[np.int32]:
    """For each run the first run of its part."""
    leaders = list(range(len(rows)))

    def leader(run: int) -> int:
        while leaders[run] != run:
            leaders[run] = leaders[leaders[run]]
            run = leaders[run]
        return run

    above = 0
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or (rows[above] == row - 1 and ends[above] < starts[run]):
            above += 1
        other = above
        while other < run and rows[other] == row - 1 and starts[other] <= ends[run]:
            first, second = leader(other), leader(run)
            leaders[max(first, second)] = min(first, second)
            other += 1
    return np.array([leader(run) for run in range(len(rows))], np.int32)
