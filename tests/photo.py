"""A photo as a phone makes it: GPS, names, a thumbnail, a comment and bytes after the end, all made here."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import ExifTags, Image, ImageDraw

SECRETS = (b"Patient Surname", b"GPS-", b"THUMB-", b"COMMENT-", b"TRAILING-")
"""What must never come out again: each stands in the photo once, in a place of its own."""
SIZE = (1600, 1200)


def phone_photo(*, seed: int = 1, label: str = "Jane Surname 1968") -> bytes:
    """A JPEG of 1600 by 1200 pixels with a written name at the lower left, and everything above in its metadata."""
    image = _picture(Random(seed), label)
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = SECRETS[0].decode()
    exif[ExifTags.Base.Orientation] = 1
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (59.0, 20.0, 5.0),
            ExifTags.GPS.GPSAreaInformation: SECRETS[1] + b"59.33",
        }
    )
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=88, exif=exif, comment=SECRETS[3] + b"ward 7")
    return _with_thumbnail(buffer.getvalue()) + SECRETS[4] + b"left by the camera"


def _picture(rng: Random, label: str) -> Image.Image:
    """Skin-coloured ground with a round, reddish finding, unlike any other seed's."""
    image = Image.new("RGB", SIZE, (214, 168, 140))
    draw = ImageDraw.Draw(image)
    for _ in range(40):
        x, y, radius = rng.randrange(1500), rng.randrange(1100), rng.randrange(10, 90)
        draw.ellipse((x, y, x + radius, y + radius), fill=(190 + rng.randrange(30), 110, 100))
    draw.rectangle((60, 1040, 560, 1140), fill=(250, 250, 250))
    draw.text((80, 1060), label, fill=(10, 10, 10), font_size=48)
    return image


def _with_thumbnail(jpeg: bytes) -> bytes:
    """Put a JFIF extension (APP0 'JFXX') with a small JPEG behind the start marker."""
    small = BytesIO()
    Image.new("RGB", (64, 48), (200, 40, 40)).save(small, "JPEG", comment=SECRETS[2] + b"face")
    body = b"JFXX\0\x10" + small.getvalue()
    segment = b"\xff\xe0" + (len(body) + 2).to_bytes(2, "big") + body
    return jpeg[:2] + segment + jpeg[2:]
