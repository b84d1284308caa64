"""DICOM files that aren't taken: those that hold no picture, more than a picture, or one that can't be unpacked."""

from __future__ import annotations

import re
import zlib

from pydicom.dataset import FileDataset
from pydicom.pixels.decoders.base import get_decoder

from app.media.decoding.confined import Refused, Request
from app.media.decoding.polyglots import ANYWHERE, PDF, PICTURE, PROGRAM, ZIP, ends_as_zip

PREAMBLE = re.compile(
    rb"(?P<program>MZ|\x7fELF|#!|\xca\xfe\xba\xbe|[\xfe\xce\xcf][\xed\xfa])|(?P<PDF>\s*%PDF)|(?P<ZIP>PK)"
    rb"|(?P<picture>GIF8|\x89PNG|\xff\xd8\xff|BM|RIFF|8BPS)|(?P<page>\s*<)|(?P<archive>Rar!|7z\xbc)"
)
"""What the 128 bytes before a DICOM may not begin with (CVE-2019-11687): they make it another file as well.

A TIFF may be there: the standard's own example (PS3.10, 7.1) is a file that old viewers open as a TIFF, scanners write
such files, and of both pictures only the DICOM's pixels are looked at.
"""

PREAMBLE_KINDS = {
    "program": PROGRAM,
    "PDF": PDF,
    "ZIP": ZIP,
    "picture": PICTURE,
    "page": "web page",
    "archive": "archive",
}

BY_CLASS = (
    ("1.2.840.10008.5.1.4.1.1.104.", "document"),
    ("1.2.840.10008.5.1.4.1.1.88.", "report"),
    ("1.2.840.10008.5.1.4.1.1.11.", "presentation"),
    ("1.2.840.10008.5.1.4.1.1.481.", "radiotherapy"),
    ("1.2.840.10008.5.1.4.1.1.66.", "segmentation"),
    ("1.2.840.10008.5.1.4.1.1.9.", "recording"),
    ("1.2.840.10008.5.1.4.1.1.77.1.6", "whole_slide"),
    ("1.2.840.10008.1.3.10", "folder"),
)
"""Beginnings of SOP classes."""

BY_MODALITY = {
    "SR": "report",
    "DOC": "document",
    "KO": "report",
    "PR": "presentation",
    "SEG": "segmentation",
    "RTSTRUCT": "radiotherapy",
    "RTPLAN": "radiotherapy",
    "RTDOSE": "radiotherapy",
    "RTRECORD": "radiotherapy",
    "RTIMAGE": "radiotherapy",
    "REG": "no_pixels",
    "AU": "recording",
}
DEFLATED = b"1.2.840.10008.1.2.1.99"
HEADER = 1024
INFLATED, PIECE = 1 << 28, 1 << 24
"""The most bytes that a packed file may become, and how many are unpacked at a time to find out."""

VIDEO = re.compile(r"1\.2\.840\.10008\.1\.2\.(4\.10\d(\.1)?|7\.\d)")
UNPACKED = re.compile(r"1\.2\.840\.10008\.1\.2(\.1|\.1\.99|\.2)?")


def check_file(content: bytes) -> None:
    """Raise Refused for bytes that are another file besides a DICOM."""
    beginning = PREAMBLE.match(content[:128])
    if content[128:132] == b"DICM" and beginning:
        raise Refused("polyglot", PREAMBLE_KINDS[str(beginning.lastgroup)])
    lowered = content.lower()
    for signature in ANYWHERE:
        if signature.kind in (PDF, PROGRAM) and signature.is_in(lowered):
            raise Refused("document" if signature.kind == PDF else "polyglot", signature.kind)
    if ends_as_zip(content):
        raise Refused("polyglot", ZIP)
    _check_deflated(content)


def _check_deflated(content: bytes) -> None:
    """Raise Refused for a packed file that would grow beyond all measure; the reader would unpack all of it."""
    header = content[:HEADER]
    if header[128:132] != b"DICM" or DEFLATED not in header or header[132:136] != b"\x02\0\0\0":
        return
    start, unpacker = 144 + int.from_bytes(header[140:144], "little"), zlib.decompressobj(-zlib.MAX_WBITS)
    rest, size = content[start:], 0
    while rest and not unpacker.eof:
        size += len(unpacker.decompress(rest, PIECE))
        rest = unpacker.unconsumed_tail
        if size > INFLATED:
            raise Refused("too_heavy")


def check(dataset: FileDataset, request: Request) -> None:
    """Raise Refused for what holds no picture that can be drawn, before any pixel is unpacked."""
    _check_kind(dataset)
    if "PixelData" not in dataset:
        raise Refused("unshowable" if {"FloatPixelData", "DoubleFloatPixelData"} & _keywords(dataset) else "no_pixels")
    _check_syntax(dataset)
    _check_size(dataset, request)


def frames_of(dataset: FileDataset) -> int:
    """How many frames the header promises; an empty number counts as one."""
    return int(dataset.get("NumberOfFrames") or 1)


def _check_kind(dataset: FileDataset) -> None:
    if "EncapsulatedDocument" in dataset:
        raise Refused("document")
    sop = str(dataset.get("SOPClassUID") or dataset.file_meta.get("MediaStorageSOPClassUID") or "")
    reason = next((reason for start, reason in BY_CLASS if sop.startswith(start)), None)
    reason = reason or BY_MODALITY.get(str(dataset.get("Modality") or ""))
    if reason is not None:
        raise Refused(reason)


def _check_syntax(dataset: FileDataset) -> None:
    syntax = str(dataset.file_meta.get("TransferSyntaxUID") or "")
    if VIDEO.fullmatch(syntax):
        raise Refused("video")
    if not syntax or UNPACKED.fullmatch(syntax):
        return
    try:
        known = get_decoder(syntax).is_available
    except NotImplementedError:
        known = False
    if not known or (syntax.endswith(".4.51") and int(dataset.get("BitsStored") or 8) > 8):
        raise Refused("compression")


def _check_size(dataset: FileDataset, request: Request) -> None:
    rows, columns, frames = int(dataset.Rows), int(dataset.Columns), frames_of(dataset)
    if min(rows, columns, frames) < 1:
        raise Refused("damaged")
    if rows * columns > request["max_pixels"] or max(rows, columns) > request["max_side"]:
        raise Refused("too_many_pixels")
    if frames > request["max_frames"]:
        raise Refused("too_many_frames")
    if rows * columns * frames > request["max_volume"]:
        raise Refused("too_much_volume")


def _keywords(dataset: FileDataset) -> set[str]:
    return {element.keyword for element in dataset}
