"""The directories of a TIFF, as far as they tell where its parts lie."""

from __future__ import annotations

import struct
from dataclasses import dataclass

DIRECTORIES = 64
"""How many directories of a file are followed."""

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
NUMBERS = {3: "H", 4: "L", 13: "L"}
PIXELS = {0x0111: 0x0117, 0x0144: 0x0145, 0x0201: 0x0202}
"""Tags of where pixels lie, each with the tag of how many bytes they are."""

DIRECTORY_TAGS = (0x014A, 0x8769, 0x8825, 0xA005)
"""Smaller pictures, EXIF, place, interoperability."""


@dataclass
class Directory:
    """One directory of a TIFF: where its values and what they point at lie."""

    data: bytes
    at: int
    order: str

    def __post_init__(self) -> None:
        self.count: int = self._numbers("H", 1, self.at)[0]
        self.values: dict[int, tuple[int, ...]] = {}
        self.places: list[tuple[int, int]] = []
        for entry in range(self.at + 2, self.at + 2 + 12 * self.count, 12):
            self._read(entry)

    def _read(self, entry: int) -> None:
        tag, kind = self._numbers("H", 2, entry)
        number, value = self._numbers("L", 2, entry + 4)
        length = SIZES.get(kind, 1) * number
        start = value if length > 4 else entry + 8
        self.places.append((start, length))
        if kind in NUMBERS and start + length <= len(self.data):
            self.values[tag] = self._numbers(NUMBERS[kind], number, start)

    def ends(self) -> list[int]:
        """The first byte after each thing that the directory points at, and after itself."""
        found = [self.at + 6 + 12 * self.count, *(start + length for start, length in self.places)]
        for place, size in PIXELS.items():
            pairs = zip(self.values.get(place, ()), self.values.get(size, ()), strict=False)
            found += [start + length for start, length in pairs]
        return found

    def notes(self) -> list[bytes]:
        """The values that lie outside the directory."""
        return [self.data[start : start + length] for start, length in self.places if length > 4]

    def others(self) -> list[int]:
        """Where further directories lie."""
        after = self._numbers("L", 1, self.at + 2 + 12 * self.count)
        return [*after, *(place for tag in DIRECTORY_TAGS for place in self.values.get(tag, ())[:DIRECTORIES])]

    def _numbers(self, kind: str, count: int, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f"{self.order}{count}{kind}", self.data, at)
