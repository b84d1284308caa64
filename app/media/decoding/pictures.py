"""From an untrusted picture, or from a stack of plain frames, to renditions.

A request names: format, frames (how many pictures the file holds), full_size (null, "jpeg" or "png"), widths,
max_pixels, max_side, memory, seconds, colour, and the plan: rectangles and crop as [left, top, width, height], turn
in quarters clockwise, window as [low, high] or null. Rectangles and crop are in pixels of the upright picture turned
by `turn`, before it is cropped.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from typing import Any

import pillow_heif
from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImagePalette,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from app.media.decoding import codes, likeness, polyglots
from app.media.decoding.confined import Answer, Refused, Request, serve
from app.media.decoding.opening import frames_of
from app.media.decoding.redrawing import cover, crop, full_size, renditions, strips, turned
from app.media.decoding.upright import developed, upright

LOADED_AHEAD = (
    AvifImagePlugin,
    GifImagePlugin,
    ImagePalette,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""Pillow imports these when it first needs them; by then no file can be opened any more."""


def main() -> None:
    """Answer one request."""
    prepare()
    serve(work)


def prepare() -> None:
    """Load what Pillow would load later, and make it judge sizes by our limit alone."""
    warnings.simplefilter("ignore")
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.preinit()


def work(request: Request, data: bytes) -> Answer:
    """Decode, turn, cover, crop, scale and encode each frame; returns the head of the answer and the files."""
    Image.MAX_IMAGE_PIXELS = request["max_pixels"] // 2  # Pillow refuses twice of it, before it allocates
    if request["format"] != "STACK":
        polyglots.check(data, request["format"])
    head: dict[str, Any] = {"codes": [], "renditions": []}
    digest, files = hashlib.sha256(), []
    for number, opened in enumerate(frames_of(data, request)):
        source = upright(opened)
        add_pixels(digest, source)
        shown = turned(developed(source, request["window"]), request["turn"])
        size = {"width": shown.width, "height": shown.height}
        if number and size != {name: head[name] for name in size}:
            raise Refused("damaged")
        head.update(size)
        cover(shown, request["rectangles"], tuple(request["colour"]))
        shown = crop(shown, request["crop"])
        head["codes"] += [[number, *box] for box in codes.boxes(shown, request["crop"])]
        if number == 0:
            head["perceptual_hashes"] = likeness.hashes(shown)
        for described, encoded in encodings(shown, number, request):
            head["renditions"].append({"frame": number, **described})
            files.append(encoded)
    return {**head, "pixel_hash": digest.hexdigest()}, files


def encodings(shown: Image.Image, number: int, request: Request) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The frame's files: all widths of the first frame, of further ones the largest alone; or one at full size."""
    if request["full_size"] is not None:
        yield full_size(shown, request["full_size"])
    else:
        yield from renditions(shown, request["widths"] if number == 0 else request["widths"][-1:])


def add_pixels(digest: Any, picture: Image.Image) -> None:
    """SHA-256 over width, height and all pixels of each frame, as the file has them: whatever is done to them later."""
    digest.update(f"{picture.width}x{picture.height}:".encode())
    for _, strip in strips(picture):
        digest.update(strip.tobytes())


if __name__ == "__main__":
    main()
