"""What a child answers isn't believed: a file that took it over could make it say anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from app.media.decoding.polyglots import NAMED
from app.media.errors import (
    DamagedPicture,
    DicomRefused,
    PictureRefused,
    Polyglot,
    TooManyPixels,
    TooSlowToDecode,
    UnshowablePixels,
    UnsupportedFormat,
)
from app.media.formats import RAW
from app.media.rules import MAX_FRAMES, MAX_PIXELS, MAX_SIDE, MAX_VOLUME

PLAIN: dict[str, Callable[[], PictureRefused]] = {
    "too_many_pixels": lambda: TooManyPixels(MAX_PIXELS // 1_000_000, MAX_SIDE),
    "too_heavy": TooSlowToDecode,
    "unshowable": UnshowablePixels,
    "camera raw": lambda: UnsupportedFormat(RAW),
}


def opened(answer: bytes) -> tuple[dict[str, Any], bytes]:
    """The head and the body of an answer; raises DamagedPicture for one of another form."""
    line, _, body = answer.partition(b"\n")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DamagedPicture() from error
    if not isinstance(head, dict):
        raise DamagedPicture()
    return head, body


def refusal_of(refused: object) -> PictureRefused:
    """The refusal that an answer names; any other is a damaged picture."""
    match refused:
        case [str(code)] if code in PLAIN:
            return PLAIN[code]()
        case ["polyglot", str(kind)] if kind in NAMED:
            return Polyglot(kind)
        case [str(reason), *_] if reason in DicomRefused.REASONS:
            return DicomRefused(reason, frames=MAX_FRAMES, megapixels=MAX_VOLUME // 1_000_000)
    return DamagedPicture()


def size(value: object, *, most: int = MAX_SIDE) -> int:
    """A number of pixels or bytes; raises ValueError for anything else."""
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError("a size out of bounds")
    return value
