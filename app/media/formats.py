"""What kind of file some bytes are, by their first bytes; the file's name is never asked."""

from __future__ import annotations

import re

PDF, GIF, TIFF, BMP, ZIP, DICOM = "PDF", "GIF", "TIFF", "BMP", "ZIP", "DICOM"
SVG, WEB_PAGE, AVIF, VIDEO, SOUND = "SVG", "HTML", "AVIF", "MP4", "RIFF"
STACK = "STACK"
"""Frames that we made from DICOM; never an upload."""

ACCEPTED = frozenset({"JPEG", "PNG", "WEBP", "HEIF"})
"""Pillow's names of the formats that are decoded."""

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})

MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), kind)
    for pattern, kind in (
        (rb"casebook stack 1\n", STACK),
        (rb"\xff\xd8\xff", "JPEG"),
        (rb"\x89PNG\r\n\x1a\n", "PNG"),
        (rb"RIFF....WEBP", "WEBP"),
        (rb"RIFF", SOUND),
        (rb"....ftypavi[fs]", AVIF),
        (rb"....ftyp", VIDEO),
        (rb"GIF8[79]a", GIF),
        (rb"(II\*\x00|MM\x00\*|II\+\x00|MM\x00\+)", TIFF),
        (rb"BM....\x00\x00\x00\x00", BMP),
        (rb"PK(\x03\x04|\x05\x06)", ZIP),
        (rb".{128}DICM", DICOM),
        (rb".{0,1000}%PDF-", PDF),
        (rb"(\xef\xbb\xbf)?\s*(<\?xml.{0,1000}|<!--.{0,1000}|<!doctype svg.{0,1000})?<svg[\s/>]", SVG),
        (rb"(\xef\xbb\xbf)?\s*(<!--.{0,1000})?<(!doctype html|html|head|body|script)[\s>]", WEB_PAGE),
    )
)


def kind_of(data: bytes) -> str | None:
    """Return one of ACCEPTED, the usual name of another kind of file, or None when it's unknown."""
    start = data[:2048]
    if start[4:8] == b"ftyp" and start[8:12] in HEIF_BRANDS:
        return "HEIF"
    return next((kind for pattern, kind in MAGIC if pattern.match(start)), None)
