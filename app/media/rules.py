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


WIDTHS = (320, 960, 2048)
MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
MAX_RECTANGLES = 100
QUARANTINE_LIMIT = timedelta(days=7)
DESTROYED_WITHIN = timedelta(minutes=5)
ORPHAN_AGE = timedelta(hours=1)
"""How long a file may be without its row: no upload takes that long from its first byte to its commit."""


def content_hash_of(renditions: Iterable[tuple[int, RenditionFormat, str]]) -> str:
    """SHA-256 in hex over nominal width, format and SHA-256 of each rendition, in whatever order they come."""
    lines = sorted(f"{nominal} {form.value} {digest}\n" for nominal, form, digest in renditions)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
