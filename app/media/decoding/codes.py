"""Where QR codes and barcodes show. What they say is never read out of here."""

from __future__ import annotations

import zxingcpp
from PIL import Image, ImageDraw

PASSES = 4
"""How often what was found is covered and looked for again: one code can keep its neighbour from being found."""

MARGIN = 0.06
"""Of the longer side, added all round: the position that is reported is of the modules' middles."""

Box = tuple[int, int, int, int]


def boxes(picture: Image.Image, crop: list[int] | None) -> list[Box]:
    """Left, top, width and height of each code, in pixels of the picture before it was cropped."""
    grey, found = picture.convert("L"), list[Box]()
    for _ in range(PASSES):
        new = [_box_of(code, grey.size) for code in zxingcpp.read_barcodes(grey, return_errors=True)]
        if not new:
            break
        found += new
        for left, top, width, height in new:
            ImageDraw.Draw(grey).rectangle((left, top, left + width - 1, top + height - 1), fill=128)
    across, down = crop[:2] if crop else (0, 0)
    return [(left + across, top + down, width, height) for left, top, width, height in found]


def _box_of(code: zxingcpp.Barcode, size: tuple[int, int]) -> Box:
    place = code.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    margin = 2 + round(MARGIN * max(max(across) - min(across), max(down) - min(down)))
    left, top = max(0, min(across) - margin), max(0, min(down) - margin)
    right, bottom = min(size[0], max(across) + margin + 1), min(size[1], max(down) + margin + 1)
    return left, top, max(1, right - left), max(1, bottom - top)
