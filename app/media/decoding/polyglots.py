"""Files that are a picture and something else at once.

Only pixels leave the house, so none of it could do harm here; but who uploads such a file sends more than a picture,
and what a careless program makes of it is no picture. Ordinary photos carry tails too: second pictures for depth or
brightness (MPF, Ultra HDR), short films (motion photos), makers' notes (Samsung). Those are taken. Packed pixels
hold any few bytes by chance, so short signatures count only where the picture's own structure has ended, and in its
middle only long ones do.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from app.media.decoding.anatomy import anatomy_of
from app.media.decoding.confined import Refused

PDF, ZIP, ARCHIVE, WEB_PAGE, SCRIPT, PROGRAM = "PDF", "ZIP", "archive", "web page", "script", "program"
PICTURE, DICOM, OFFICE = "second picture", "DICOM", "Office document"
NAMED = frozenset({PDF, ZIP, ARCHIVE, WEB_PAGE, SCRIPT, PROGRAM, PICTURE, DICOM, OFFICE})
"""All that a file can be besides a picture."""


@dataclass(frozen=True)
class Signature:
    """What betrays a kind of file: `first` is found fast, `whole` decides there; both in lower case."""

    kind: str
    first: bytes
    whole: re.Pattern[bytes]

    def is_in(self, lowered: bytes) -> bool:
        """Whether it's anywhere in these bytes, which have been turned to lower case."""
        at = lowered.find(self.first)
        while at >= 0 and not self.whole.match(lowered, at):
            at = lowered.find(self.first, at + 1)
        return at >= 0


def _signature(kind: str, first: bytes, rest: bytes = b"") -> Signature:
    return Signature(kind, first, re.compile(re.escape(first) + rest, re.DOTALL))


ANYWHERE = (
    _signature(PDF, b"%pdf-", rb"[12]\.\d"),
    _signature(ARCHIVE, b"rar!\x1a\x07", rb"[\x00\x01]"),
    _signature(PROGRAM, b"\x7felf", rb"[\x01\x02][\x01\x02]\x01"),
    _signature(PROGRAM, b"this program cannot be run in dos mode"),
    _signature(PROGRAM, b"\x00asm\x01\x00\x00\x00"),
    _signature(PROGRAM, b"dex\n03", rb"\d\x00"),
    _signature(WEB_PAGE, b"<!doctype html"),
    _signature(WEB_PAGE, b"</script>"),
    _signature(WEB_PAGE, b"</html>"),
    _signature(SCRIPT, b"<?php", rb"\s"),
)
"""Long enough never to come about by chance."""

IN_WORDS = (
    _signature(PDF, b"%pdf-"),
    _signature(WEB_PAGE, b"<html", rb"[\s>]"),
    _signature(WEB_PAGE, b"<script", rb"[\s>]"),
    _signature(WEB_PAGE, b"<iframe", rb"[\s>]"),
    _signature(WEB_PAGE, b"<body", rb"(>|\s+[a-z]+=)"),
    _signature(WEB_PAGE, b"<svg", rb"(>|\s+[a-z:]+=)"),
    _signature(SCRIPT, b"<?php"),
    _signature(SCRIPT, b"javascript:"),
)
"""In comments and other parts that aren't pixels, and after the end."""

AFTER_THE_END = (
    _signature(ARCHIVE, b"7z\xbc\xaf\x27\x1c"),
    _signature(PICTURE, b"\x89png\r\n\x1a\n\x00\x00\x00\rihdr"),
    _signature(PICTURE, b"gif8", rb"[79]a.{4}[\x00\x70-\x77\x80-\xff]"),
    _signature(PICTURE, b"\xff\xd8\xff\xe0", rb"..jfif\x00"),
    _signature(PICTURE, b"\xff\xd8\xff\xe1", rb"..exif\x00\x00"),
    _signature(OFFICE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
"""Where packed pixels have ended."""

RIGHT_AFTER_THE_END = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"pk(\x03\x04|\x01\x02|\x05\x06|\x07\x08)", ZIP),
        (rb"\x1f\x8b\x08|bzh[1-9]|\xfd7zxz\x00|.{257}ustar|mscf", ARCHIVE),
        (rb"mz.{58}|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|[cf]ws[\x01-\x20]", PROGRAM),
        (rb"#!\s*/|\*/", SCRIPT),
        (rb"%!ps", SCRIPT),
        (rb"\xff\xd8\xff|\x89png\r\n|gif8[79]a|riff....webp|(ii\*\x00|mm\x00\*)|8bps|bm....\x00\x00", PICTURE),
        (rb"<([a-wyz][a-z0-9]*[\s>/]|x:(?!xmp)|!--|!doctype|\?(?!xpacket))", WEB_PAGE),
    )
)
"""Short, and only counted where the tail begins; in lower case."""

COMPANIONS = re.compile(
    rb"\AMPF\x00|GContainer|Container:Directory|MotionPhoto|MicroVideo|hdrgm:|GDepth|GImage|MiCamera|ImageContainer",
)
"""In a JPEG's notes: its maker says that other pictures or a film follow."""

SAMSUNG = b"SEFT"
PADDING = b"\0\xff \t\r\n"
LAST_OF_ZIP = 22 + 65_535
"""Bytes from the end in which a ZIP's last record lies."""

SCRIPT_HEADS = {"GIF": (6, b"/*"), "JPEG": (4, b"/*"), "WEBP": (4, b"/*")}
"""Where a picture's first number, chosen so, opens a comment of JavaScript that hides the pixels."""


def check(data: bytes, form: str) -> None:
    """Raise Refused("polyglot", kind) for a file that is something else besides a picture of this form."""
    kind = other_kind(data, form)
    if kind is not None:
        raise Refused("polyglot", kind)


def other_kind(data: bytes, form: str) -> str | None:
    """One of NAMED, or None for a file that is only what it says."""
    at, opening = SCRIPT_HEADS.get(form, (0, b"no script"))
    if data[at : at + len(opening)] == opening:
        return SCRIPT
    if data[128:132] == b"DICM":
        return DICOM
    body = anatomy_of(data, form)
    tail = data[body.end :]
    return (
        _found(ANYWHERE, data)
        or _found(IN_WORDS, data[:1024], *body.notes, tail)
        or (ZIP if ends_as_zip(data) else None)
        or _in_tail(tail, with_companions=has_companions(form, body.notes, tail))
    )


def has_companions(form: str, notes: list[bytes], tail: bytes) -> bool:
    """Whether the file itself says that further pictures follow, as phones and cameras do."""
    if tail.rstrip(PADDING).endswith(SAMSUNG):
        return True
    return form == "JPEG" and any(COMPANIONS.search(note) for note in notes)


def ends_as_zip(data: bytes) -> bool:
    """Whether a ZIP reader would find a directory: by the last record and what it points at."""
    last = data.rfind(b"PK\x05\x06", max(0, len(data) - LAST_OF_ZIP))
    if last < 0 or last + 22 > len(data):
        return False
    size, offset = struct.unpack_from("<LL", data, last + 12)
    first = last - size
    return size == offset == 0 or (first >= 0 and data[first : first + 4] == b"PK\x01\x02")


def _in_tail(tail: bytes, *, with_companions: bool) -> str | None:
    start = tail.lstrip(PADDING)[:512].lower()
    kinds = [kind for form, kind in RIGHT_AFTER_THE_END if form.match(start)]
    kinds += [DICOM] if tail[128:132] == b"DICM" else []
    lowered = tail.lower()
    kinds += [signature.kind for signature in AFTER_THE_END if signature.is_in(lowered)]
    kinds += [kind for kind, holds in ((PROGRAM, holds_program), (ZIP, holds_entry)) if holds(tail)]
    return next((kind for kind in kinds if not (with_companions and kind == PICTURE)), None)


def holds_program(tail: bytes) -> bool:
    """Whether a Windows program begins somewhere: its first header points at its second."""
    at = tail.find(b"MZ")
    while at >= 0:
        (new,) = struct.unpack_from("<L", tail, at + 0x3C) if at + 0x40 <= len(tail) else (0,)
        if new and tail[at + new : at + new + 4] == b"PE\0\0":
            return True
        at = tail.find(b"MZ", at + 1)
    return False


def holds_entry(tail: bytes) -> bool:
    """Whether an entry of a ZIP begins somewhere, with a version, method and name that can be."""
    at = tail.find(b"PK\x03\x04")
    while at >= 0:
        if at + 30 <= len(tail):
            version, _, method = struct.unpack_from("<HHH", tail, at + 4)
            (length,) = struct.unpack_from("<H", tail, at + 26)
            name = tail[at + 30 : at + 30 + length]
            if version <= 63 and method in (0, 8, 9, 12, 14, 93, 95, 98, 99) and 0 < len(name) < 512 and name.isascii():
                return True
        at = tail.find(b"PK\x03\x04", at + 1)
    return False


def _found(signatures: tuple[Signature, ...], *parts: bytes) -> str | None:
    lowered = [part.lower() for part in parts]
    return next((signature.kind for signature in signatures if any(map(signature.is_in, lowered))), None)
