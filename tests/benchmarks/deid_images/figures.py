"""One line of the benchmark's table."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, against what it should be."""

    name: str
    got: float
    target: float
    ok: bool


def at_least(name: str, got: float, target: float) -> Figure:
    """A figure that should be high."""
    return Figure(name, got, target, got >= target)


def at_most(name: str, got: float, target: float) -> Figure:
    """A figure that should be low."""
    return Figure(name, got, target, got <= target)


def share(part: int, whole: int) -> float:
    """A part of a whole; nothing of nothing counts as all, for there was nothing to miss."""
    return part / whole if whole else 1.0
