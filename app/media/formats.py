"""What kind of file some bytes are, by their first bytes; the file's name is never asked."""

from __future__ import annotations

import re

ZIP, DICOM, VIDEO, ARCHIVE, RAW = "ZIP", "DICOM", "video", "archive", "camera raw"
SVG, WEB_PAGE, SOUND, OFFICE, PROGRAM = "SVG", "web page", "sound", "Office document", "program"

ACCEPTED = frozenset({"JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "GIF"})
"""Pillow's names of the formats that are decoded; DICOM is taken too, in its own way."""

STACK = "STACK"
"""Frames that we made from a DICOM; never an upload."""

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
STILL_BRANDS = frozenset({b"mif1", b"msf1", b"mif2", b"miaf"})
"""A still picture of some codec: which one, the brands that follow tell."""

MAGIC: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), kind)
    for pattern, kind in (
        (rb"casebook stack 1\n", STACK),
        (rb"\xff\xd8\xff", "JPEG"),
        (rb"\x89PNG\r\n\x1a\n", "PNG"),
        (rb"RIFF....WEBP", "WEBP"),
        (rb"RIFF....AVI ", VIDEO),
        (rb"RIFF|ID3|OggS|fLaC|FORM....AIF", SOUND),
        (rb"....ftypavi[fs]", "AVIF"),
        (rb"....ftypcrx ", RAW),
        (rb"(....(ftyp|moov|mdat|wide|styp)|\x1a\x45\xdf\xa3|\x00\x00\x01[\xb3\xba]|FLV\x01)", VIDEO),
        (rb"GIF8[79]a", "GIF"),
        (rb"(II\*\x00....CR\x02|FUJIFILMCCD-RAW|II(RO|U\x00|RS))", RAW),
        (rb".{128}DICM", DICOM),
        (rb"[\x02\x08]\x00[\x00-\x18]\x00(UL|UI|OB|CS|SH|LO|\x04\x00\x00\x00|.\x00\x00\x00[012]\.)", DICOM),
        (rb"(II\*\x00|MM\x00\*|II\+\x00|MM\x00\+)", "TIFF"),
        (rb"BM....\x00\x00\x00\x00", "BMP"),
        (rb"\x00\x00[\x01\x02]\x00[^\x00]\x00", "ICO"),
        (rb"8BPS", "PSD"),
        (rb"(\x00\x00\x00\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51)", "JPEG 2000"),
        (rb"(\xff\x0a|\x00\x00\x00\x0cJXL )", "JPEG XL"),
        (rb"PK(\x03\x04|\x05\x06|\x07\x08)", ZIP),
        (rb"\x1f\x8b", "gzip file (SVGZ, NIfTI or an archive)"),
        (rb"(Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|BZh[1-9]|\xfd7zXZ\x00|.{257}ustar)", ARCHIVE),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf", OFFICE),
        (rb"(MZ.{58}|\x7fELF|#!\s*/|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe)", PROGRAM),
        (rb".{0,1000}%PDF-", "PDF"),
        (rb"(\xc5\xd0\xd3\xc6|%!PS)", "PostScript"),
        (rb"(\xef\xbb\xbf)?\s*(<\?xml.{0,1000}|<!--.{0,1000}|<!doctype svg.{0,1000})?<svg[\s/>]", SVG),
        (rb"(\xef\xbb\xbf)?\s*(<!--.{0,1000})?<(!doctype html|html|head|body|script|iframe|\?php)[\s>]", WEB_PAGE),
        (rb"(\xef\xbb\xbf)?\s*<\?xml", "XML"),
        (rb".{344}(n\+1|ni1)\x00", "NIfTI"),
    )
)


def kind_of(data: bytes) -> str | None:
    """Return one of ACCEPTED, STACK, the usual name of another kind of file, or None when it's unknown."""
    start = data[:2048]
    if start[4:8] == b"ftyp" and (still := _still_of(start)):
        return still
    return next((kind for pattern, kind in MAGIC if pattern.match(start)), None)


def _still_of(start: bytes) -> str | None:
    """HEIF or AVIF by the brands of an ISO file that says it's a still picture."""
    major = start[8:12]
    if major in HEIF_BRANDS:
        return "HEIF"
    if major not in STILL_BRANDS:
        return None
    end = min(int.from_bytes(start[:4], "big"), len(start))
    brands = {start[at : at + 4] for at in range(16, end, 4)}
    return "AVIF" if b"avif" in brands and not brands & HEIF_BRANDS else "HEIF"
