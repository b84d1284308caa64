"""The picture as a viewer would show it: upright, opaque, in sRGB, with 16-bit greys brought to what a screen shows."""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from app.media.decoding.confined import Refused
from app.media.decoding.redrawing import strips

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
DEEPEST = 65_535
VISIBLE = [0] * 16 + list(range(16, 256))
"""From alpha to what counts of it: what is too faint to be seen counts as not there."""


def upright(picture: Image.Image) -> Image.Image:
    """Turn by the orientation tag, in sRGB and opaque; greys of 16 bits stay as they are, in mode I."""
    turn = UPRIGHT.get(orientation_of(picture))
    profile = picture.info.get("icc_profile")
    plain = picture.convert("I") if picture.mode.startswith("I") else to_srgb(flattened(picture), profile)
    return plain.transpose(turn) if turn is not None else plain


def developed(picture: Image.Image, window: list[int] | None) -> Image.Image:
    """RGB of 8 bits: 16-bit greys from the window's low end (black) to its high end (white).

    Without a window as many bits are shown as the brightest pixel needs: 12-bit films come in 16-bit files.
    """
    if picture.mode != "I":
        return picture
    low, high = window or (0, full_range(picture))
    scale = 255 / (high - low)
    table = [round(min(255.0, max(0.0, (value - low) * scale))) for value in range(65_536)]
    return picture.point(table, "L").convert("RGB")


def full_range(picture: Image.Image) -> int:
    """The greatest grey of the 8 to 16 bits in which the picture's greys have room; raises Refused."""
    brightest = int(picture.getextrema()[1])  # type: ignore[arg-type]
    if brightest > DEEPEST:
        raise Refused("unshowable")
    return int((1 << max(8, brightest.bit_length())) - 1)


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
    if not picture.has_transparency_data:
        return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")
    page = Image.new("RGB", picture.size, "white")
    for top, strip in strips(picture):
        layer = strip.convert("RGBA")
        page.paste(layer, (0, top), layer.getchannel("A").point(VISIBLE))
    return page


def to_srgb(picture: Image.Image, profile: object) -> Image.Image:
    """Apply an embedded colour profile; one that doesn't fit the pixels is passed over."""
    if isinstance(profile, bytes):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned
    return picture.convert("RGB")
