"""Where a picture's file really ends, and which parts of it hold words: read from its structure alone."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from app.media.decoding.confined import Refused

INFLATED = 1 << 20
"""The most bytes that a packed text may become here; no more of it is looked at."""

PIECES = 50_000
DIRECTORIES = 64
"""How many directories of a TIFF are followed."""


@dataclass
class Anatomy:
    """`end` is the first byte after the picture, `notes` are the contents of the parts that aren't pixels."""

    end: int
    notes: list[bytes] = field(default_factory=list)

    def note(self, *contents: bytes) -> None:
        """Keep what is no pixels; raises Refused for a file in more pieces than any camera makes."""
        self.notes += contents
        if len(self.notes) > PIECES:
            raise Refused("too_heavy")


def anatomy_of(data: bytes, form: str) -> Anatomy:
    """Read the structure; of a file that breaks off, the end is its last byte."""
    body = Anatomy(len(data))
    with suppress(IndexError, struct.error):
        READERS[form](data, body)
    return body


MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
"""A marker of a JPEG with something behind it: packed pixels never hold one."""


def _jpeg(data: bytes, body: Anatomy) -> None:
    at = 2
    while found := MARKER.search(data, at):
        at, kind = found.end(), found[0][1]
        if kind == 0xD9:
            body.end = at
            return
        length = int.from_bytes(data[at : at + 2], "big")
        if 0xE0 <= kind <= 0xEF or kind == 0xFE:
            body.note(data[at + 2 : at + length])
        at += length


def _png(data: bytes, body: Anatomy) -> None:
    at = 8
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">L4s", data, at)
        content = data[at + 8 : at + 8 + length]
        at += 12 + length
        if name == b"IEND":
            body.end = min(at, body.end)
            return
        if name not in (b"IDAT", b"fdAT"):
            body.note(content, *_unpacked(name, content))


def _unpacked(name: bytes, content: bytes) -> Iterator[bytes]:
    """The words of a packed text or profile, as far as they are looked at."""
    if name not in (b"zTXt", b"iTXt", b"iCCP"):
        return
    _, _, rest = content.partition(b"\0")
    packed = rest.split(b"\0", 3)[-1] if name == b"iTXt" else rest[1:]
    try:
        yield zlib.decompressobj().decompress(packed, INFLATED)
    except zlib.error:
        return


BLOCK = re.compile(rb"[!,;]")


def _gif(data: bytes, body: Anatomy) -> None:
    at = 13 + _colours(data[10])
    while (found := BLOCK.search(data, at)) and found[0] != b";":
        at = found.start()
        if found[0] == b",":
            at, _ = _blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            at, words = _blocks(data, at + 2)
            body.note(words)
    body.end = found.end() if found else len(data)


def _colours(flags: int) -> int:
    """Bytes of the colour table that follows, if one does."""
    return 3 * (2 << (flags & 7)) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> tuple[int, bytes]:
    """Where a chain of blocks ends, and its content."""
    parts = []
    while length := data[at]:
        parts.append(data[at + 1 : at + 1 + length])
        at += 1 + length
    return at + 1, b"".join(parts)


def _riff(data: bytes, body: Anatomy) -> None:
    body.end = min(len(data), int.from_bytes(data[4:8], "little") + 8)
    at = 12
    while at + 8 <= body.end:
        name, length = struct.unpack_from("<4sL", data, at)
        if name not in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF"):
            body.note(data[at + 8 : at + 8 + length])
        at += 8 + length + length % 2


def _boxes(data: bytes, body: Anatomy) -> None:
    """HEIF and AVIF: their boxes follow each other; all but the pixels' own may hold words."""
    at = 0
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">L4s", data, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        if length == 0 and name.isalnum():  # to the end
            return
        if length < 8 or at + length > len(data) or not name.isalnum():
            body.end = at
            return
        if name != b"mdat":
            body.note(data[at + 8 : at + length])
        at += length


def _tiff(data: bytes, body: Anatomy) -> None:
    """The end is that of the last thing that a directory points at."""
    order = "<" if data[:2] == b"II" else ">"
    ends, waiting, seen = [8], [struct.unpack_from(f"{order}L", data, 4)[0]], set[int]()
    while waiting and len(seen) < DIRECTORIES:
        at = waiting.pop()
        if at in seen or not at:
            continue
        seen.add(at)
        directory = Directory(data, at, order)
        ends += directory.ends()
        body.note(*directory.notes())
        waiting += directory.others()
    body.end = min(len(data), max(ends))


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


SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
NUMBERS = {3: "H", 4: "L", 13: "L"}
PIXELS = {0x0111: 0x0117, 0x0144: 0x0145, 0x0201: 0x0202}
"""Tags of where pixels lie, each with the tag of how many bytes they are."""

DIRECTORY_TAGS = (0x014A, 0x8769, 0x8825, 0xA005)
"""Smaller pictures, EXIF, place, interoperability."""

READERS: dict[str, Callable[[bytes, Anatomy], None]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _riff,
    "HEIF": _boxes,
    "AVIF": _boxes,
    "TIFF": _tiff,
}
