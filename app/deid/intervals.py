"""Which stretches of a text are taken, so that what comes later gets what is left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator


class Taken:
    """Stretches that don't overlap, half-open, in characters."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._stretches: list[tuple[int, int]] = sorted(stretches)

    def add(self, start: int, end: int) -> None:
        """Take a stretch that is free."""
        self._stretches.insert(bisect_left(self._stretches, (start, end)), (start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Say whether no character from `start` to `end` is taken."""
        return next(self._touching(start, end), None) is None

    def free_parts(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return what of a stretch is not taken, in the order of the text."""
        parts = []
        for low, high in self._touching(start, end):
            if start < low:
                parts.append((start, low))
            start = max(start, high)
        return [*parts, (start, end)] if start < end else parts

    def covers(self, start: int, end: int) -> bool:
        """Say whether a longer stretch that was taken has all of this one."""
        return any(
            low <= start and end <= high and high - low > end - start for low, high in self._touching(start, end)
        )

    def _touching(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        place = max(0, bisect_left(self._stretches, (start, start)) - 1)
        while place < len(self._stretches) and self._stretches[place][0] < end:
            if self._stretches[place][1] > start:
                yield self._stretches[place]
            place += 1
