"""From an original to a CleanImage: the one way for a picture to be shown."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import InitVar, dataclass
from enum import StrEnum
from itertools import product
from typing import Any, Final, NoReturn

from app.kernel.settings import MEGABYTE
from app.media.answers import opened, refusal_of, size
from app.media.children import Limits, ask
from app.media.errors import DamagedPicture, NotAPicture
from app.media.formats import ACCEPTED, STACK, kind_of
from app.media.redaction import Plan
from app.media.requests import request_of
from app.media.rules import WIDTHS, RenditionFormat, content_hash_of

LIMITS = Limits()
HASH = re.compile("[0-9a-f]{64}")
ORIENTATIONS = 8
MAX_CODES = 500


class FullSize(StrEnum):
    """How a picture at full size is encoded: PNG keeps each pixel, JPEG nearly so in a fifth of the bytes."""

    JPEG = "jpeg"
    PNG = "png"


class _Seal:
    """Held by this module alone."""


_SEAL: Final = _Seal()


@dataclass(frozen=True)
class CleanRendition:
    """One encoded picture without any metadata; `nominal` is the width it was made for, in pixels."""

    frame: int
    nominal: int
    format: RenditionFormat
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Code:
    """A QR code or barcode that still shows, in pixels as a Plan counts them; what it says is not told."""

    frame: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class CleanImage:
    """A picture redrawn from its pixels; only `clean()` makes one.

    `width` and `height` are of the upright, turned picture at full size, before it was cropped. `pixel_hash` is of
    the original's upright pixels, whatever the plan. `perceptual_hashes` are of the first frame as it is shown, of
    the picture itself and of its 7 other orientations. `content_hash` is of the renditions' bytes, not of the
    full-size pixels: it names exactly what readers get, and it can be checked against the stored files when the
    original has long been destroyed.
    """

    width: int
    height: int
    frames: int
    pixel_hash: str
    perceptual_hashes: tuple[str, ...]
    codes: tuple[Code, ...]
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
            (rendition.frame, rendition.nominal, rendition.format, hashlib.sha256(rendition.data).hexdigest())
            for rendition in self.renditions
        )


@dataclass(frozen=True)
class Drawing:
    """A picture at full size, for the detectors and the command line; it is never stored.

    `width` and `height` are before the crop, `pages` one file per frame.
    """

    width: int
    height: int
    codes: tuple[Code, ...]
    pages: tuple[bytes, ...]


def clean(data: bytes, plan: Plan = Plan(), *, frames: int = 1) -> CleanImage:  # noqa: B008 -- it can't change
    """Redraw the pixels of an Original's data into new files, by the plan, so that no metadata can follow.

    Raises a PictureRefused of app.media.errors.
    """
    head, body = _drawn(data, plan, frames, None)
    try:
        return CleanImage(
            width=size(head["width"]),
            height=size(head["height"]),
            frames=frames,
            pixel_hash=_hash(head["pixel_hash"]),
            perceptual_hashes=_hashes(head["perceptual_hashes"]),
            codes=_codes(head, frames),
            renditions=tuple(_renditions(body, head["renditions"], frames)),
            seal=_SEAL,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedPicture() from error


def draw(data: bytes, plan: Plan = Plan(), *, frames: int = 1, form: FullSize = FullSize.JPEG) -> Drawing:  # noqa: B008
    """Redraw the pixels like `clean()`, at full size alone: one file per frame, with no detail lost.

    Raises a PictureRefused of app.media.errors.
    """
    head, body = _drawn(data, plan, frames, form)
    try:
        described = head["renditions"]
        if [(part["frame"], part["format"]) for part in described] != [(number, form) for number in range(frames)]:
            raise ValueError("other files than were asked for")
        pages = tuple(file for _, file in _files(body, described))
        return Drawing(size(head["width"]), size(head["height"]), _codes(head, frames), pages)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedPicture() from error


def _drawn(data: bytes, plan: Plan, frames: int, form: FullSize | None) -> tuple[dict[str, Any], bytes]:
    """The head and the body of the child's answer; raises a PictureRefused."""
    kind = kind_of(data)
    if kind not in ACCEPTED | {STACK}:
        raise NotAPicture()
    limits = _limits(data, frames)
    request = request_of(kind, plan, frames, form, limits)
    answer = ask("pictures", json.dumps(request).encode() + b"\n" + data, limits)
    head, body = opened(answer)
    if head.get("refused") is not None:
        raise refusal_of(head["refused"])
    return head, body


def _limits(data: bytes, frames: int) -> Limits:
    """A second more for each 4 MB and for each second frame, and 4 MB of answer for each further frame."""
    return LIMITS.with_more(seconds=len(data) // (4 * MEGABYTE) + frames // 2, answer=(frames - 1) * 4 * MEGABYTE)


# Every field is checked: a picture that took the child over could make it answer anything.


def _renditions(body: bytes, described: list[dict[str, Any]], frames: int) -> Iterator[CleanRendition]:
    wanted = {(0, *each) for each in product(WIDTHS, RenditionFormat)}
    wanted |= {(number, WIDTHS[-1], form) for number in range(1, frames) for form in RenditionFormat}
    promised = {(part["frame"], part["nominal"], part["format"]) for part in described}
    if promised != wanted or len(described) != len(promised):
        raise ValueError("other renditions than were asked for")
    for part, data in _files(body, described):
        width, height = size(part["width"], most=part["nominal"]), size(part["height"], most=part["nominal"])
        yield CleanRendition(part["frame"], part["nominal"], RenditionFormat(part["format"]), width, height, data)


def _files(body: bytes, described: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
    if sum(part["bytes"] for part in described) != len(body):
        raise ValueError("more or less bytes than were promised")
    stream = io.BytesIO(body)
    for part in described:
        data = stream.read(size(part["bytes"], most=len(body)))
        if kind_of(data) != part["format"].upper():
            raise ValueError("another format than was asked for")
        yield part, data


def _codes(head: dict[str, Any], frames: int) -> tuple[Code, ...]:
    if len(head["codes"]) > MAX_CODES:
        raise ValueError("more codes than a picture can hold")
    codes = tuple(Code(*numbers) for numbers in head["codes"])
    for code in codes:
        size(code.frame + 1, most=frames)
        size(code.x + code.width, most=head["width"])
        size(code.y + code.height, most=head["height"])
        for least in (code.x + 1, code.y + 1, code.width, code.height):
            size(least)
    return codes


def _hash(value: str) -> str:
    if not HASH.fullmatch(value):
        raise ValueError("not a hash")
    return value


def _hashes(values: list[str]) -> tuple[str, ...]:
    if len(values) != ORIENTATIONS:
        raise ValueError("not the hashes of 8 orientations")
    return tuple(_hash(value) for value in values)
