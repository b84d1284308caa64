"""Where QR codes and barcodes show. What they say is never read out of here."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, floor, radians, sin

import zxingcpp
from PIL import Image, ImageDraw

from app.media.decoding.bars import whole

OF_BARS = (zxingcpp.BarcodeFormat.AllLinear, zxingcpp.BarcodeFormat.PDF417)
"""Kinds that are read along lines, and so are missed when they lie aslant."""

MATRICES = frozenset(
    {
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.AztecCode,
        zxingcpp.BarcodeFormat.AztecRune,
        zxingcpp.BarcodeFormat.CompactPDF417,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.MaxiCode,
        zxingcpp.BarcodeFormat.MicroPDF417,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.PDF417,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.QRCodeModel1,
        zxingcpp.BarcodeFormat.QRCodeModel2,
        zxingcpp.BarcodeFormat.RMQRCode,
    }
)
"""Kinds whose four corners are reported."""

PASSES = 4
"""How often what was found is covered and looked for again: one code can keep its neighbour from being found."""

MOST_PIXELS = 16_000_000
"""Larger pictures are looked at in this size: a code that was meant to be read by a phone is large enough in it."""

SLANTS = (15, 30, 45, 60, 75)
"""Degrees by which the picture is turned to find bars that lie aslant: the reader looks along rows and columns."""

SLANTED_SIDE = 1600
"""Pixels of the longer side in which it's turned."""

MARGIN = 0.04
"""Of the longer side, added all round: the position that is reported is of the modules' middles."""

Point = tuple[float, float]
Box = tuple[int, int, int, int]


def boxes(picture: Image.Image, crop: list[int] | None) -> list[Box]:
    """Left, top, width and height of each code, in pixels of the picture before it was cropped."""
    scale = min(1.0, (MOST_PIXELS / (picture.width * picture.height)) ** 0.5)
    grey, found = shrunk(picture.convert("L"), scale), list[Box]()
    for _ in range(PASSES):
        new = [box_of(corners, grey.size) for corners in _seen(grey)]
        found += new
        for left, top, width, height in new:
            ImageDraw.Draw(grey).rectangle((left, top, left + width - 1, top + height - 1), fill=128)
        if not new:
            break
    return [_enlarged(box, picture.size, scale, crop) for box in joined(found)]


def joined(found: list[Box]) -> list[Box]:
    """The boxes with those that overlap made one: a code that lies aslant is found more than once."""
    left: list[Box] = []
    for box in found:
        for other in [each for each in left if _overlap(box, each)]:
            left.remove(other)
            right, bottom = max(box[0] + box[2], other[0] + other[2]), max(box[1] + box[3], other[1] + other[3])
            x, y = min(box[0], other[0]), min(box[1], other[1])
            box = (x, y, right - x, bottom - y)  # noqa: PLW2901 -- it grows with each that it meets
        left.append(box)
    return left


def _overlap(one: Box, other: Box) -> bool:
    return all(one[at] < other[at] + other[at + 2] and other[at] < one[at] + one[at + 2] for at in (0, 1))


def shrunk(picture: Image.Image, scale: float) -> Image.Image:
    """The picture at a smaller scale."""
    if scale >= 1:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BOX)


def _enlarged(box: Box, size: tuple[int, int], scale: float, crop: list[int] | None) -> Box:
    """The box in the picture at full size, before it was cropped."""
    left, top = floor(box[0] / scale), floor(box[1] / scale)
    right, bottom = min(size[0], ceil((box[0] + box[2]) / scale)), min(size[1], ceil((box[1] + box[3]) / scale))
    across, down = crop[:2] if crop else (0, 0)
    return left + across, top + down, max(1, right - left), max(1, bottom - top)


def _seen(grey: Image.Image) -> list[list[Point]]:
    """The corners of each code that is found: as the picture is, or with one threshold for all of it, or turned."""
    upright = zxingcpp.read_barcodes(grey) or zxingcpp.read_barcodes(grey, binarizer=zxingcpp.Binarizer.GlobalHistogram)
    if upright:
        return [_corners(code, grey) for code in upright]
    scale = min(1.0, SLANTED_SIDE / max(grey.size))
    small = shrunk(grey, scale)
    return [corners for slant in SLANTS for corners in _seen_aslant(small, slant, scale)]


def _seen_aslant(small: Image.Image, slant: int, scale: float) -> Iterator[list[Point]]:
    turned = small.rotate(slant, Image.Resampling.BILINEAR, expand=True, fillcolor=128)
    for code in zxingcpp.read_barcodes(turned, formats=zxingcpp.BarcodeFormats(OF_BARS)):
        yield [_turned_back(corner, turned, small, slant, scale) for corner in _corners(code, turned)]


def _turned_back(corner: Point, turned: Image.Image, small: Image.Image, slant: int, scale: float) -> Point:
    """Where a point of the turned, smaller picture lies in the picture itself."""
    angle = radians(slant)
    across, down = corner[0] - turned.width / 2, corner[1] - turned.height / 2
    x, y = across * cos(angle) - down * sin(angle), across * sin(angle) + down * cos(angle)
    return (x + small.width / 2) / scale, (y + small.height / 2) / scale


def _corners(code: zxingcpp.Barcode, grey: Image.Image) -> list[Point]:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    points = [(float(corner.x), float(corner.y)) for corner in corners]
    return points if code.format in MATRICES else whole(grey, points)


def box_of(corners: list[Point], size: tuple[int, int]) -> Box:
    """The box around the corners, somewhat larger, within the picture."""
    across, down = zip(*corners, strict=True)
    margin = 2 + MARGIN * max(max(across) - min(across), max(down) - min(down))
    left, top = max(0, floor(min(across) - margin)), max(0, floor(min(down) - margin))
    right, bottom = min(size[0], ceil(max(across) + margin)), min(size[1], ceil(max(down) + margin))
    left, top = min(left, size[0] - 1), min(top, size[1] - 1)
    return left, top, max(1, right - left), max(1, bottom - top)
