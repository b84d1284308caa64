"""Files that are a picture and something else at once, and ordinary ones that only look a little like that."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

from tests.media.pictures import FORMATS, XMP, archive, chunk, encoded, photo

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
WINDOWS_PROGRAM = b"MZ" + b"\0" * 58 + struct.pack("<L", 64) + b"PE\0\0\x4c\x01"
TAILS: dict[str, tuple[bytes, str]] = {
    "a ZIP": (archive(), "ZIP"),
    "an empty ZIP": (b"PK\x05\x06" + b"\0" * 18, "ZIP"),
    "a ZIP after other bytes": (b"these are other bytes " * 9 + archive(), "ZIP"),
    "a ZIP with a comment after it": (archive()[:-2] + struct.pack("<H", 9) + b"a comment", "ZIP"),
    "a ZIP that breaks off": (b"x" * 99 + archive()[:50], "ZIP"),
    "a PDF": (PDF, "PDF"),
    "a PDF after other bytes": (b"\n" * 99 + PDF, "PDF"),
    "a page": (PAGE, "web page"),
    "a script": (b"<script>alert(1)</script>", "web page"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "web page"),
    "PHP": (b"<?php system($_GET[0]); ?>", "script"),
    "a shell script": (b"\n#!/bin/sh\nid\n", "script"),
    "a Windows program": (WINDOWS_PROGRAM, "program"),
    "a Windows program after other bytes": (b"x" * 99 + WINDOWS_PROGRAM, "program"),
    "a Linux program": (b"\x7fELF\x02\x01\x01" + b"\0" * 57, "program"),
    "a Java class": (b"\xca\xfe\xba\xbe\0\0\0\x34", "program"),
    "a RAR": (b"Rar!\x1a\x07\x01\0" + b"\x33" * 20, "archive"),
    "a 7z": (b"7z\xbc\xaf\x27\x1c\0\4" + b"\x33" * 20, "archive"),
    "a gzip": (b"\x1f\x8b\x08\0" + b"\0" * 20, "archive"),
    "a JPEG": (encoded(photo(), "JPEG"), "second picture"),
    "a PNG": (encoded(photo(), "PNG"), "second picture"),
    "a GIF": (encoded(photo(), "GIF"), "second picture"),
    "a WebP": (encoded(photo(), "WEBP"), "second picture"),
    "a PNG after other bytes": (b"x" * 99 + encoded(photo(), "PNG"), "second picture"),
    "a DICOM": (b"\0" * 128 + b"DICM\x02\0\0\0UL\4\0", "DICOM"),
    "an Office document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "Office document"),
}
"""What comes after the picture's end, and how it's called."""


def with_words(form: str, words: bytes) -> bytes:
    """A picture that holds these words in a comment or the like."""
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", words.decode("latin-1"), zip=True)
        return encoded(photo(), "PNG", pnginfo=notes)
    if form in ("JPEG", "GIF"):
        return encoded(photo(), form, comment=words)
    if form == "TIFF":
        return encoded(photo(), form, description=words.decode("latin-1"))
    return encoded(photo(), form, xmp=words)


def hidden_in_front() -> dict[str, tuple[bytes, str, str]]:
    """Name: (file, its format, what it is besides)."""
    jpeg = encoded(photo(), "JPEG")
    gif = encoded(photo(), "GIF")
    script = b"*/=1;alert(1);/*"
    return {
        "a JPEG whose first length opens a comment": (
            jpeg[:4] + b"/*" + script.ljust(0x2F2A - 2, b"\0") + jpeg[20:],
            "JPEG",
            "script",
        ),
        "a GIF whose width opens a comment": (gif[:6] + b"/*" + gif[8:] + script, "GIF", "script"),
        "a page in a GIF's beginning": (b"GIF89a<html><script>alert(1)</script></html>", "GIF", "web page"),
        "a JPEG with a PDF in a comment": (with_words("JPEG", PDF), "JPEG", "PDF"),
        "a PNG with a ZIP in a chunk and its directory at the end": (
            encoded(photo(), "PNG").replace(b"\0\0\0\0IEND", chunk(b"zzZz", archive()) + b"\0\0\0\0IEND"),
            "PNG",
            "ZIP",
        ),
    }


def all_of_them() -> Iterator[tuple[str, str, bytes, str]]:
    """Name, format, file and what it is besides, of every one."""
    for form in FORMATS:
        plain = encoded(photo(), form)
        for name, (tail, kind) in TAILS.items():
            yield f"{form} and {name}", form, plain + tail, kind
        for words, kind in ((PAGE, "web page"), (PDF, "PDF"), (b"<?php id(); ?>", "script")):
            yield f"{form} with a {kind} in its words", form, with_words(form, words), kind
    for name, (data, form, kind) in hidden_in_front().items():
        yield name, form, data, kind


def double(tail: bytes = b"") -> bytes:
    """A JPEG that says itself that a second picture follows, as phones make for depth."""
    both = io.BytesIO()
    photo().save(both, "MPO", save_all=True, append_images=[photo(60, 40)])
    return both.getvalue() + tail


def ordinary() -> dict[str, tuple[str, bytes]]:
    """Name: (format, file), of photos as phones, cameras and programs leave them."""
    jpeg, png = encoded(photo(), "JPEG"), encoded(photo(), "PNG")
    film = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + random.Random(4).randbytes(30_000)
    gain = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><Container:Directory hdrgm:Version="1.0"/></x:xmpmeta>'
    samsung = b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1740000000000SEFH\x6b\0\0\0SEFT"
    return {
        "two pictures for depth": ("JPEG", double()),
        "a picture with its gain map": ("JPEG", encoded(photo(), "JPEG", xmp=gain) + jpeg),
        "a motion photo": ("JPEG", encoded(photo(), "JPEG", xmp=XMP) + film),
        "a Samsung photo": ("JPEG", jpeg + samsung),
        "a Samsung photo with a depth map": ("JPEG", jpeg + jpeg + samsung),
        "padding": ("JPEG", jpeg + b"\0" * 4096),
        "a maker's own bytes": ("JPEG", jpeg + random.Random(5).randbytes(20_000)),
        "the rest of a longer file": ("PNG", png + encoded(photo(400, 300), "PNG")[200:]),
        "a description with a link": (
            "PNG",
            with_words("PNG", b'See <a href="https://example.org">this</a>'),
        ),
        "a comment about zips and pdfs": (
            "JPEG",
            with_words("JPEG", b"PK: the pdf and html came later <3"),
        ),
        "an empty comment": ("GIF", with_words("GIF", b" ")),
        "XMP after the end": ("JPEG", jpeg + b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>" + XMP),
        "a thumbnail in its EXIF": ("TIFF", encoded(photo(), "TIFF")),
    }


def noise(number: int) -> Image.Image:
    """Pixels that no encoder makes much smaller: any few bytes come about in them."""
    chance = random.Random(number)
    size = (chance.randrange(200, 500), chance.randrange(200, 500))
    return Image.frombytes("RGB", size, chance.randbytes(3 * size[0] * size[1]))
