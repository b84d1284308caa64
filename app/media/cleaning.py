"""From an upload to a CleanImage: the one way for a picture to enter the house."""

from __future__ import annotations

import hashlib
import io
import json
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import InitVar, dataclass
from itertools import product
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Timer
from typing import Any, BinaryIO, Final, NoReturn

from app.kernel.settings import MEGABYTE
from app.media.errors import (
    DamagedPicture,
    EmptyFile,
    NotAPicture,
    PictureRefused,
    TooLarge,
    TooManyPixels,
    TooSlowToDecode,
    UnsupportedFormat,
)
from app.media.formats import ACCEPTED, kind_of
from app.media.models import Rectangle
from app.media.rules import MAX_PIXELS, MAX_SIDE, WIDTHS, RenditionFormat, content_hash_of

MAX_BYTES = 25 * MEGABYTE
MAX_ANSWER = 64 * MEGABYTE
DECODER = Path(__file__).with_name("decoder.py")
MEMORY = 1536 * MEGABYTE
PROCESSOR_SECONDS = 15
WALL_SECONDS = 20.0
TOO_HEAVY = frozenset({-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT})
COVER = (32, 33, 36)
HASH = re.compile("[0-9a-f]{64}")


class _Seal:
    """Held by this module alone."""


_SEAL: Final = _Seal()


@dataclass(frozen=True)
class CleanRendition:
    """One encoded picture without any metadata; `nominal` is the width it was made for, in pixels."""

    nominal: int
    format: RenditionFormat
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class CleanImage:
    """A picture redrawn from its pixels; only `clean()` makes one.

    `width` and `height` are of the upright picture at full size, `pixel_hash` is of its pixels before anything
    was covered. `content_hash` is of the renditions' bytes, not of the full-size pixels: it names exactly what
    readers get, and it can be checked against the stored files when the original has long been destroyed.
    """

    width: int
    height: int
    pixel_hash: str
    renditions: tuple[CleanRendition, ...]
    seal: InitVar[_Seal]

    def __post_init__(self, seal: _Seal) -> None:
        if seal is not _SEAL:
            raise TypeError("only clean() makes a CleanImage")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a CleanImage is not copied through bytes: whoever reads them could make one")

    @property
    def content_hash(self) -> str:
        """SHA-256 in hex over all renditions."""
        return content_hash_of(
            (rendition.nominal, rendition.format, hashlib.sha256(rendition.data).hexdigest())
            for rendition in self.renditions
        )


def clean(upload: BinaryIO | bytes, rectangles: Iterable[Rectangle] = (), *, max_bytes: int = MAX_BYTES) -> CleanImage:
    """Redraw the pixels into new files, so that no metadata can follow, with the rectangles painted over.

    Rectangles are in pixels of the upright picture. Raises a PictureRefused of app.media.errors.
    """
    data = read_upload(upload, max_bytes=max_bytes)
    kind = kind_of(data)
    if kind is None:
        raise NotAPicture()
    if kind not in ACCEPTED:
        raise UnsupportedFormat(kind)
    return _read_answer(_ask_decoder(_request(kind, rectangles) + data))


def read_upload(upload: BinaryIO | bytes, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the upload's bytes; raises EmptyFile or TooLarge, having read one byte too many at most."""
    data = upload if isinstance(upload, bytes) else upload.read(max_bytes + 1)
    if not data:
        raise EmptyFile()
    if len(data) > max_bytes:
        raise TooLarge(max_bytes // MEGABYTE)
    return data


def _request(kind: str, rectangles: Iterable[Rectangle]) -> bytes:
    request = {
        "format": kind,
        "widths": WIDTHS,
        "max_pixels": MAX_PIXELS,
        "max_side": MAX_SIDE,
        "memory": MEMORY,
        "seconds": PROCESSOR_SECONDS,
        "colour": COVER,
        "rectangles": [[part["x"], part["y"], part["width"], part["height"]] for part in rectangles],
    }
    return json.dumps(request).encode() + b"\n"


def _ask_decoder(message: bytes) -> bytes:
    """Run the child with an empty environment, so that it holds no secret, and return what it wrote."""
    command = [sys.executable, "-I", str(DECODER)]
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/") as child:  # noqa: S603 -- our own file
        alarm = Timer(WALL_SECONDS, child.kill)
        alarm.start()
        try:
            answer = _talk(child, message)
            code = child.wait()
        finally:
            alarm.cancel()
            child.kill()
    _check_end(code)
    return answer


def _talk(child: Popen[bytes], message: bytes) -> bytes:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the decoder was started without pipes")
    with suppress(BrokenPipeError):  # it died early; how, is seen in its exit code
        child.stdin.write(message)
    with suppress(BrokenPipeError):
        child.stdin.close()
    answer = child.stdout.read(MAX_ANSWER)
    child.stdout.close()
    return answer


def _check_end(code: int) -> None:
    if code == 0:
        return
    if code in TOO_HEAVY:
        raise TooSlowToDecode()
    if code > 0:  # Python itself gave up, before it had seen the picture: no fault of the upload
        raise RuntimeError(f"the decoder ended with {code}; run python -m app.media.decoder to see why")
    raise DamagedPicture()


def _read_answer(answer: bytes) -> CleanImage:
    """Check every field: a picture that took the child over could make it answer anything."""
    line, _, body = answer.partition(b"\n")
    try:
        head = json.loads(line)
        if "refused" in head:
            raise _refusal(head["refused"])
        return CleanImage(
            width=_size(head["width"]),
            height=_size(head["height"]),
            pixel_hash=_hash(head["pixel_hash"]),
            renditions=tuple(_cut(body, head["renditions"])),
            seal=_SEAL,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedPicture() from error


def _refusal(code: str) -> PictureRefused:
    if code == "too_many_pixels":
        return TooManyPixels(MAX_PIXELS // 1_000_000, MAX_SIDE)
    return TooSlowToDecode() if code == "too_heavy" else DamagedPicture()


def _cut(body: bytes, described: Sequence[dict[str, Any]]) -> Iterator[CleanRendition]:
    promised = {(part["nominal"], part["format"]) for part in described}
    if promised != set(product(WIDTHS, RenditionFormat)) or len(described) != len(promised):
        raise ValueError("other renditions than were asked for")
    if sum(part["bytes"] for part in described) != len(body):
        raise ValueError("more or less bytes than were promised")
    stream = io.BytesIO(body)
    for part in described:
        data = stream.read(_size(part["bytes"], most=MAX_ANSWER))
        if kind_of(data) != part["format"].upper():
            raise ValueError("another format than was asked for")
        width, height = _size(part["width"], most=part["nominal"]), _size(part["height"], most=part["nominal"])
        yield CleanRendition(part["nominal"], RenditionFormat(part["format"]), width, height, data)


def _size(value: object, *, most: int = MAX_SIDE) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError("a size out of bounds")
    return value


def _hash(value: str) -> str:
    if not HASH.fullmatch(value):
        raise ValueError("not a hash")
    return value
