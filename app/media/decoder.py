"""The only code that opens an untrusted picture. Runs as a child process without files, network or secrets.

Standard input: one line of JSON (format, widths, max_pixels, max_side, memory, seconds, colour, rectangles as
[left, top, width, height] in pixels of the upright picture), then the file. Standard output: one line of JSON,
then the bytes of the renditions in the order in which the line lists them. Imports nothing of the house, so that
it starts fast and so that what gets the better of it finds little.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, ImageFile, ImagePalette, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

LOADED_AHEAD = (ImagePalette, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Pillow imports these when it first needs them; by then no file can be opened any more."""

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
VISIBLE = [0] * 16 + list(range(16, 256))
"""From alpha to what counts of it: what is too faint to be seen counts as not there."""

STRIP = 256
# Chosen by measurement (see the media benchmark): WebP's methods above 4 cost more time than they save bytes.
# JPEG keeps full colour resolution, because redness and stains are findings.
ENCODERS: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 84, "method": 4},
    "jpeg": {"format": "JPEG", "quality": 86, "subsampling": 0, "optimize": True, "progressive": True},
}


class Refused(Exception):
    """The picture isn't decoded; the argument is the reason's code."""


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    prepare()
    confine(request["memory"], request["seconds"])
    answer(request, data)


def prepare() -> None:
    """Load what Pillow would load later, and make it judge sizes by our limit alone."""
    warnings.simplefilter("ignore")
    pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.preinit()


def confine(memory: int, seconds: int) -> None:
    """Give up, for good, files, core dumps and more memory (bytes) or processor time than needed."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,  # what is open stays open; nothing, not even a socket, can be added
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def answer(request: dict[str, Any], data: bytes) -> None:
    """Write the renditions, or the reason why there are none."""
    try:
        head, parts = work(request, data)
    except Refused as refusal:
        head, parts = {"refused": str(refusal)}, []
    except MemoryError:
        head, parts = {"refused": "too_heavy"}, []
    except Image.DecompressionBombError:
        head, parts = {"refused": "too_many_pixels"}, []
    except Exception:  # noqa: BLE001 -- Pillow's plugins raise whatever a broken file leads them to
        head, parts = {"refused": "damaged"}, []
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


def work(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Decode, cover, scale and encode; returns the head of the answer and the files."""
    Image.MAX_IMAGE_PIXELS = request["max_pixels"] // 2  # Pillow refuses twice of it, before it allocates
    picture = upright(opened(data, request))
    head: dict[str, Any] = {"width": picture.width, "height": picture.height, "pixel_hash": hash_of(picture)}
    cover(picture, request["rectangles"], tuple(request["colour"]))
    rendered = list(renditions(picture, request["widths"]))
    head["renditions"] = [described for described, _ in rendered]
    return head, [encoded for _, encoded in rendered]


def opened(data: bytes, request: dict[str, Any]) -> ImageFile.ImageFile:
    """Open as the one format that the first bytes promise; raises Refused before decoding too large a picture."""
    picture = Image.open(io.BytesIO(data), formats=[request["format"]])
    check_size(picture, request)
    picture.load()
    check_size(picture, request)  # HEIF learns its true size only now
    return picture


def check_size(picture: Image.Image, request: dict[str, Any]) -> None:
    """Raise Refused for too many pixels or too long a side."""
    if picture.width * picture.height > request["max_pixels"] or max(picture.size) > request["max_side"]:
        raise Refused("too_many_pixels")


def upright(picture: ImageFile.ImageFile) -> Image.Image:
    """The picture as a viewer would show it: sRGB, opaque, turned by its orientation tag."""
    turn = UPRIGHT.get(orientation_of(picture))
    profile = picture.info.get("icc_profile")
    plain = to_srgb(flattened(picture), profile if isinstance(profile, bytes) else None)
    return plain.transpose(turn) if turn is not None else plain


def orientation_of(picture: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; an unreadable EXIF block counts as none."""
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 -- a broken tag is no reason to refuse sound pixels
        return 1


def flattened(picture: Image.Image) -> Image.Image:
    """The picture as L, RGB or CMYK without transparency: on white, as a page would show it.

    Pixels under full transparency become white, so that nothing stays hidden in them. Pixels too faint to be
    seen count as fully transparent: a face at one per cent would be invisible and recoverable.
    """
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
    page = Image.new("RGB", picture.size, "white")
    for top, strip in strips(picture):
        layer = strip.convert("RGBA")
        page.paste(layer, (0, top), layer.getchannel("A").point(VISIBLE))
    return page


def strips(picture: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Horizontal parts of the picture with their upper edges, so that no step needs a whole second copy."""
    for top in range(0, picture.height, STRIP):
        yield top, picture.crop((0, top, picture.width, min(top + STRIP, picture.height)))


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply an embedded colour profile; one that doesn't fit the pixels is passed over."""
    if profile is not None:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned
    return picture.convert("RGB")


def hash_of(picture: Image.Image) -> str:
    """SHA-256 over width, height and all pixels."""
    digest = hashlib.sha256(f"{picture.width}x{picture.height}:".encode())
    for _, strip in strips(picture):
        digest.update(strip.tobytes())
    return digest.hexdigest()


def cover(picture: Image.Image, rectangles: list[list[int]], colour: tuple[int, ...]) -> None:
    """Paint over the rectangles at full size, before anything is scaled or encoded."""
    brush = ImageDraw.Draw(picture)
    for left, top, width, height in rectangles:
        brush.rectangle((left, top, left + width - 1, top + height - 1), fill=colour)


def renditions(picture: Image.Image, widths: list[int]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each width in each format, largest first; each smaller one is made from the one before."""
    for nominal in sorted(widths, reverse=True):
        picture = scaled(picture, nominal)
        bare = Image.frombytes("RGB", picture.size, picture.tobytes())  # pixels are all that can come along
        for name, options in ENCODERS.items():
            encoded = io.BytesIO()
            bare.save(encoded, **options)
            described = {"nominal": nominal, "format": name, "width": bare.width, "height": bare.height}
            yield {**described, "bytes": encoded.tell()}, encoded.getvalue()


def scaled(picture: Image.Image, nominal: int) -> Image.Image:
    """Fit the longest side into `nominal` pixels; never enlarged."""
    ratio = nominal / max(picture.size)
    if ratio >= 1:
        return picture
    size = (max(1, round(picture.width * ratio)), max(1, round(picture.height * ratio)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


if __name__ == "__main__":
    main()
