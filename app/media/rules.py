"""Image states, renditions and limits."""

from __future__ import annotations

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


WIDTHS = (320, 960, 2048)
MAX_PIXELS = 50_000_000
QUARANTINE_LIMIT = timedelta(days=7)
