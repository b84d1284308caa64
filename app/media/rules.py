"""Image states, renditions, limits, and what a content hash is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class ImageState(StrEnum):
    """RECEIVED until its author has confirmed the redacted picture; ERASED for good."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    ERASED = "erased"


class RenditionFormat(StrEnum):
    """How a rendition is encoded; JPEG for browsers that can't show WebP."""

    WEBP = "webp"
    JPEG = "jpeg"


class BlobKind(StrEnum):
    """Which of the two stores a file lies in."""

    RENDITION = "rendition"
    QUARANTINE = "quarantine"


class ScanState(StrEnum):
    """Whether the detectors have looked at the picture as it now is; OFF where none is installed or wanted."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    OFF = "off"


class Answer(StrEnum):
    """What the author did about a finding."""

    COVERED = "covered"
    DISMISSED = "dismissed"


class Dismissal(StrEnum):
    """Why a finding may stay in sight; moderators see it."""

    NOT_THAT = "not_that"
    TELLS_NOTHING = "tells_nothing"
    NOT_A_PERSON = "not_a_person"
    STAFF_AGREED = "staff_agreed"


class Sign(StrEnum):
    """What no detector sees: the author says of each picture that they have looked for it."""

    TATTOO = "tattoo"
    SCAR = "scar"
    JEWELLERY = "jewellery"
    NAME_BAND = "name_band"
    REFLECTION = "reflection"
    HANDWRITING = "handwriting"
    CLOCK = "clock"


SCAN_ATTEMPTS = 3
"""How often a scan that fails is begun again; then people alone must look."""
SCANNED_AT_ONCE = 12
"""Frames of a stack that are looked at in one go: the worker has other things to do, too."""
WIDTHS = (320, 960, 2048)
MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
MAX_FRAMES = 200
MAX_VOLUME = 100_000_000
"""Pixels of all frames of a stack together; of each frame alone MAX_PIXELS."""
MAX_RECTANGLES = 100
QUARANTINE_LIMIT = timedelta(days=7)
DESTROYED_WITHIN = timedelta(minutes=5)
ORPHAN_AGE = timedelta(hours=1)
"""How long a file may be without its row: no upload takes that long from its first byte to its commit."""


def content_hash_of(renditions: Iterable[tuple[int, int, RenditionFormat, str]]) -> str:
    """SHA-256 in hex over frame, nominal width, format and SHA-256 of each rendition, in whatever order they come.

    The first frame isn't numbered, so that pictures from before there were frames keep their hash.
    """
    lines = sorted(
        f"{f'{frame} ' if frame else ''}{nominal} {form.value} {digest}\n"
        for frame, nominal, form, digest in renditions
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
