"""Turning, covering, cropping, scaling and encoding pixels; nothing but pixels comes along."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageDraw, ImageFile

TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
"""Pillow turns the other way round: ROTATE_270 is a quarter clockwise."""

STRIP = 256
# Chosen by measurement (see the media benchmark): WebP's methods above 4 cost more time than they save bytes.
# JPEG keeps full colour resolution, because redness and stains are findings.
ENCODERS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 84, "method": 4},
    "jpeg": {"format": "JPEG", "quality": 86, "subsampling": 0, "optimize": True, "progressive": True},
}
FULL_SIZE: dict[str, dict[str, Any]] = {
    "jpeg": {"format": "JPEG", "quality": 95, "subsampling": 0},
    "png": {"format": "PNG", "compress_level": 4},
}
Described = tuple[dict[str, Any], bytes]


def strips(picture: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Horizontal parts of the picture with their upper edges, so that no step needs a whole second copy."""
    for top in range(0, picture.height, STRIP):
        yield top, picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))


def turned(picture: Image.Image, quarters: int) -> Image.Image:
    """Turn clockwise by quarters, 0 to 3."""
    return picture.transpose(TURNS[quarters]) if quarters else picture


def cover(picture: Image.Image, rectangles: list[list[int]], colour: tuple[int, ...]) -> None:
    """Paint over the rectangles at full size, before anything is scaled or encoded."""
    brush = ImageDraw.Draw(picture)
    for left, top, width, height in rectangles:
        brush.rectangle((left, top, left + width - 1, top + height - 1), fill=colour)


def crop(picture: Image.Image, part: list[int] | None) -> Image.Image:
    """The part alone; what lay outside is in no pixel that follows."""
    if part is None:
        return picture
    left, top, width, height = part
    return picture.crop((left, top, left + width, top + height))


def renditions(picture: Image.Image, widths: list[int]) -> Iterator[Described]:
    """Each width in each format, largest first; each smaller one is made from the one before."""
    for nominal in sorted(widths, reverse=True):
        picture = scaled(picture, nominal)
        for name, options in ENCODERS.items():
            yield _encoded(picture, name, options, nominal)


def full_size(picture: Image.Image, name: str) -> Described:
    """The picture as large as it is, its details kept."""
    return _encoded(picture, name, FULL_SIZE[name], max(picture.size))


def _encoded(picture: Image.Image, name: str, options: dict[str, Any], nominal: int) -> Described:
    """Encode the pixels alone.

    A progressive JPEG is made in one piece, and Pillow's guess at its length is too short for grainy pictures.
    """
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())  # pixels are all that can come along
    file = io.BytesIO()
    ImageFile.MAXBLOCK = max(1 << 16, 4 * bare.width * bare.height if options.get("progressive") else 0)
    bare.save(file, **options)
    described = {"nominal": nominal, "format": name, "width": bare.width, "height": bare.height}
    return {**described, "bytes": file.tell()}, file.getvalue()


def scaled(picture: Image.Image, nominal: int) -> Image.Image:
    """Fit the longest side into `nominal` pixels; never enlarged."""
    ratio = nominal / max(picture.size)
    if ratio >= 1:
        return picture
    size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
