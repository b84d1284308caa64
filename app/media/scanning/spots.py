"""The connected parts of a mask, and how each lies. Runs in the child; imports nothing of the house."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]


@dataclass(frozen=True)
class Spots:
    """One entry a part: the centre, length and height of the rectangle around it along its axes, the angle of the
    longer axis in radians clockwise from x (above -pi/2, up to pi/2), and the sum of the weights of its pixels."""

    x: Numbers
    y: Numbers
    length: Numbers
    height: Numbers
    angle: Numbers
    weight: Numbers


def spots(mask: NDArray[np.bool_], weights: NDArray[np.float32]) -> Spots:
    """The connected parts (8 neighbours) of a mask.

    Works on the runs of each line, joined to those they touch in the line above: there are few, so it is fast
    without a library for it. The algorithm is the classic one of Rosenfeld and Pfaltz (1966), on runs.
    """
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    leaders = _joined(rows.tolist(), starts.tolist(), ends.tolist())
    part = np.repeat(np.unique(leaders, return_inverse=True)[1], ends - starts)
    y, x = np.nonzero(mask)  # in the order of the runs
    return _measured(part, x + 0.5, y + 0.5, weights[mask].astype(np.float64))


def _measured(part: NDArray[np.intp], x: Numbers, y: Numbers, weights: Numbers) -> Spots:
    """Sums over the pixels of each part; the axes are those of its second moments."""
    count = np.bincount(part)
    middle_x, middle_y = np.bincount(part, x) / count, np.bincount(part, y) / count
    across, down = x - middle_x[part], y - middle_y[part]
    spread_x, spread_y, both = (np.bincount(part, value) / count for value in (across**2, down**2, across * down))
    angle = np.arctan2(2 * both, spread_x - spread_y) / 2
    along = across * np.cos(angle)[part] + down * np.sin(angle)[part]
    beside = down * np.cos(angle)[part] - across * np.sin(angle)[part]
    (first, last), (top, bottom) = _limits(part, along), _limits(part, beside)
    to_middle, to_side = (first + last) / 2, (top + bottom) / 2
    return Spots(
        x=middle_x + to_middle * np.cos(angle) - to_side * np.sin(angle),
        y=middle_y + to_middle * np.sin(angle) + to_side * np.cos(angle),
        length=last - first + 1,
        height=bottom - top + 1,
        angle=angle,
        weight=np.bincount(part, weights).astype(np.float64),
    )


def _limits(part: NDArray[np.intp], values: Numbers) -> tuple[Numbers, Numbers]:
    count = int(part.max(initial=-1)) + 1
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(low, part, values)
    np.maximum.at(high, part, values)
    return low, high


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
