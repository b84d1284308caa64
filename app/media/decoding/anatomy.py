"""Where a picture's file really ends, and which parts of it hold words: read from its structure alone."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from app.media.decoding.confined import Refused
from app.media.decoding.directories import DIRECTORIES, Directory

INFLATED = 1 << 20
"""The most bytes that a packed text may become here; no more of it is looked at."""

PIECES = 50_000


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


READERS: dict[str, Callable[[bytes, Anatomy], None]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "GIF": _gif,
    "WEBP": _riff,
    "HEIF": _boxes,
    "AVIF": _boxes,
    "TIFF": _tiff,
}
