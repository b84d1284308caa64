"""Looking again at pictures that are shown: newer detectors may see what older ones, or none, did not.

Originals are long destroyed, so the largest stored file of each frame is looked at, which is what readers get.
"""

from __future__ import annotations

import logging
from math import ceil
from typing import NamedTuple

from app.media.models import Image, Rectangle, Rendition
from app.media.queries import largest
from app.media.rules import SCANNED_AT_ONCE
from app.media.scanning.detecting import ScanFailed, Scanner
from app.media.scanning.findings import Seen
from app.media.storage import ImageStore

log = logging.getLogger(__name__)


class Sight(NamedTuple):
    """What shows in some frames of a picture, in pixels of the turned picture at full size."""

    seen: list[tuple[int, Seen]]
    frames: int
    """So many frames have been looked at by now."""


def look(store: ImageStore, scanner: Scanner, image: Image) -> Sight | None:
    """Look at the next frames, or return None when they can't be looked at."""
    first, last = image.frames_again, min(image.frames_again + SCANNED_AT_ONCE, image.frames)
    try:
        seen = [(frame, sight) for frame in range(first, last) for sight in _look_at(store, scanner, image, frame)]
    except (ScanFailed, FileNotFoundError):
        log.exception("picture %s could not be looked at again", image.id)
        return None
    return Sight(seen, last)


def _look_at(store: ImageStore, scanner: Scanner, image: Image, frame: int) -> list[Seen]:
    file = largest(image, frame)
    return [_in_full(sight, file, part_shown(image)) for sight in scanner.scan(store.get(file.key))]


def part_shown(image: Image) -> Rectangle:
    """The part of the picture that readers get, in pixels at full size."""
    return image.crop or {"x": 0, "y": 0, "width": image.width, "height": image.height}


def _in_full(sight: Seen, file: Rendition, part: Rectangle) -> Seen:
    """The same sight in the pixels of the full-size picture; outward, so that nothing falls out of its box."""
    across, down = part["width"] / file.width, part["height"] / file.height
    left, top = int(sight.x * across), int(sight.y * down)
    right = min(part["width"], ceil((sight.x + sight.width) * across))
    bottom = min(part["height"], ceil((sight.y + sight.height) * down))
    return Seen(sight.kind, part["x"] + left, part["y"] + top, right - left, bottom - top, sight.score)
