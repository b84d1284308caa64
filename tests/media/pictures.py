"""Pictures made for tests, with secrets planted wherever a format lets one be planted."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin, TiffImagePlugin

from app.media.cleaning import CleanImage, clean
from app.media.originals import prepare
from app.media.rules import RenditionFormat

pillow_heif.register_heif_opener()

SECRET = "Sven-Ostergren-19480317"
SECRET_BYTES = SECRET.encode()
HIDDEN_FORMS = (
    SECRET_BYTES,
    SECRET.encode("utf-16-le"),
    SECRET.encode("utf-16-be"),
    b"Exif",
    b"http://ns.adobe",
    b"ICC_PROFILE",
)
"""The secret, and the marks of blocks that could hold one."""

XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>{SECRET} http://ns.adobe.com/</rdf:li></x:xmpmeta>'.encode()


def photo(width: int = 120, height: int = 80) -> Image.Image:
    """Four plain quarters: red, green, blue, yellow, clockwise from the upper left."""
    picture = Image.new("RGB", (width, height))
    brush = ImageDraw.Draw(picture)
    middle, centre = width // 2, height // 2
    brush.rectangle((0, 0, middle - 1, centre - 1), fill=(220, 30, 30))
    brush.rectangle((middle, 0, width, centre - 1), fill=(30, 200, 30))
    brush.rectangle((middle, centre, width, height), fill=(30, 30, 220))
    brush.rectangle((0, centre, middle - 1, height), fill=(220, 220, 30))
    return picture


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def exif(*, orientation: int = 1) -> Image.Exif:
    """A camera's block: names, comment, place, turn."""
    block = Image.Exif()
    block[ExifTags.Base.Artist] = SECRET
    block[ExifTags.Base.ImageDescription] = SECRET
    block[ExifTags.Base.Orientation] = orientation
    block.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"UNICODE\0" + SECRET.encode("utf-16-be")
    place = block.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (59.0, 19.0, 46.0)
    place[ExifTags.GPS.GPSAreaInformation] = SECRET
    return block


def thumbnail_block() -> bytes:
    """An EXIF block whose second directory is a small picture with a comment in it."""
    small = encoded(photo(32, 24), "JPEG", comment=SECRET_BYTES)
    first = struct.pack("<HHHLLL", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHLLHHLLL", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(small), 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<L", 8) + first + second + small


def profile_with_text() -> bytes:
    """A valid sRGB profile whose description is the secret."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert b"s\0R\0G\0B" in made
    at = made.index(b"s\0R\0G\0B")
    hidden = SECRET.encode("utf-16-be")
    return made[:at] + hidden[: len(b"s\0R\0G\0B")] + made[at + len(b"s\0R\0G\0B") :] + SECRET_BYTES


def jpeg() -> bytes:
    """EXIF with GPS and thumbnail, comment, profile, XMP, and bytes after the end."""
    secrets = encoded(
        photo(), "JPEG", exif=exif(), comment=SECRET_BYTES, xmp=XMP, icc_profile=profile_with_text(), quality=90
    )
    block = thumbnail_block()
    second_block = b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">L", len(SECRET)) + SECRET_BYTES
    iptc_block = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return secrets[:2] + iptc_block + secrets[2:].replace(b"\xff\xdb", second_block + b"\xff\xdb", 1) + SECRET_BYTES


def png() -> bytes:
    """Text in plain, packed and international chunks, EXIF, profile, an unknown chunk, and bytes after the end."""
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Patient", SECRET)
    chunks.add_text("Packed", SECRET, zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", XMP.decode())
    chunks.add_itxt("Packed too", SECRET, zip=True)
    chunks.add(b"prIv", SECRET_BYTES)
    plain = encoded(photo(), "PNG", pnginfo=chunks, exif=exif(), icc_profile=profile_with_text())
    return plain + SECRET_BYTES


def webp() -> bytes:
    """EXIF, XMP and a profile."""
    return encoded(photo(), "WEBP", exif=exif(), xmp=XMP, icc_profile=profile_with_text(), lossless=True)


def heic() -> bytes:
    """EXIF and XMP in a HEIF container."""
    return encoded(photo(), "HEIF", exif=exif().tobytes(), xmp=XMP, quality=95)


def avif() -> bytes:
    """EXIF, XMP and a profile in an AVIF container."""
    return encoded(photo(), "AVIF", exif=exif().tobytes(), xmp=XMP, icc_profile=profile_with_text(), quality=95)


def tiff() -> bytes:
    """Tags of names, of a camera's maker, of Photoshop, XMP, a profile, a second page, and bytes after the end."""
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag in (ExifTags.Base.ImageDescription, ExifTags.Base.Artist, ExifTags.Base.HostComputer):
        tags[tag] = SECRET
    for number in (0x02BC, 0x83BB, 0x8649, 0xC634):  # XMP, IPTC, Photoshop, a private one of a maker
        tags[number] = XMP
        tags.tagtype[number] = 7
    second = photo(40, 30)
    second.info["comment"] = SECRET
    file = io.BytesIO()
    icc = profile_with_text()
    photo().save(file, "TIFF", tiffinfo=tags, icc_profile=icc, save_all=True, append_images=[second])
    return file.getvalue() + SECRET_BYTES


def gif() -> bytes:
    """A comment, an application's block with XMP, a second frame, and bytes after the end."""
    file = io.BytesIO()
    options = {"comment": SECRET_BYTES, "xmp": XMP, "save_all": True, "append_images": [photo().rotate(180)]}
    photo().save(file, "GIF", **options)
    return file.getvalue() + SECRET_BYTES


def archive() -> bytes:
    """A ZIP that holds the secret."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("notes.txt", SECRET)
    return file.getvalue()


@cache
def with_secrets(form: str) -> bytes:
    """A file of this format with every secret that it can hold."""
    return MAKERS[form]()


MAKERS = {"JPEG": jpeg, "PNG": png, "WEBP": webp, "HEIF": heic, "AVIF": avif, "TIFF": tiff, "GIF": gif}
FORMATS = tuple(MAKERS)
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def traces(data: bytes) -> list[bytes]:
    """Marks of hidden things in these bytes, and in whatever of them can be unpacked."""
    parts = [data]
    for start in ZLIB.finditer(data):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(data[start.start() :], 1 << 20))
    return [mark for mark in HIDDEN_FORMS if any(mark in part for part in parts)]


def taken(upload: bytes | io.BytesIO) -> CleanImage:
    """What becomes of an upload; raises a PictureRefused."""
    original = prepare(upload)
    return clean(original.data, frames=original.frames)


def chunk(name: bytes, content: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def promising_png(width: int, height: int) -> bytes:
    """A few bytes that promise a grey picture of this size."""
    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def shown(image: CleanImage, nominal: int, form: RenditionFormat = RenditionFormat.WEBP) -> Image.Image:
    """What a reader would see of this rendition."""
    data = next(made.data for made in image.renditions if (made.nominal, made.format) == (nominal, form))
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def pixels_of(data: bytes) -> NDArray[np.uint8]:
    """The pixels of a file, rows x columns x 3."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def all_shown(image: CleanImage) -> Iterator[Image.Image]:
    """All renditions, decoded."""
    for made in image.renditions:
        yield shown(image, made.nominal, made.format)


def near(found: object, wanted: tuple[int, int, int], *, within: int = 12) -> bool:
    """Whether a pixel has this colour, but for what the encoder loses."""
    return isinstance(found, tuple) and all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))
