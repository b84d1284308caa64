"""What isn't a sound picture of a known format is refused, by name, with what to do instead."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import time
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.settings import MEGABYTE
from app.media import cleaning, errors, services
from app.media.children import Limits
from app.media.models import Image as ImageRow
from app.media.originals import Prepared, prepare, prepare_all
from app.media.rules import BlobKind
from app.media.storage import ImageStore
from tests.clock import HeldClock
from tests.media import dicoms, pictures
from tests.media.pictures import encoded, photo, promising_png, taken

OTHER_KINDS = {
    "SVG": [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?>\n<!-- x --><svg/>',
        b'\xef\xbb\xbf <!DOCTYPE svg PUBLIC "x"><svg viewBox="0 0 1 1"></svg>',
    ],
    "web page": [b"<!doctype html><img src=x onerror=alert(1)>", b"<HTML><body>", b"<script>alert(1)</script>"],
    "PDF": [encoded(photo(), "PDF"), b"\n\n%PDF-1.7\n"],
    "PostScript": [encoded(photo(), "EPS")],
    "BMP": [encoded(photo(), "BMP")],
    "ICO": [encoded(photo(64, 64), "ICO")],
    "JPEG 2000": [encoded(photo(), "JPEG2000")],
    "PSD": [b"8BPS\0\1" + b"\0" * 40],
    "ZIP": [pictures.archive()],
    "gzip": [gzip.compress(b"<svg/>", mtime=0)],
    "archive": [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0\4"],
    "Office document": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600],
    "program": [b"\x7fELF\2\1\1" + b"\0" * 99, b"MZ" + b"\0" * 99, b"#!/bin/sh\nid\n"],
    "video": [b"\0\0\0\x18ftypisom\0\0\0\0isommp42", b"\x1a\x45\xdf\xa3\x01", b"RIFF\0\0\0\0AVI LIST"],
    "sound": [b"RIFF\0\0\0\0WAVEfmt ", b"ID3\x04\0\0\0\0"],
    "camera": [b"II*\0\x10\0\0\0CR\x02\0", encoded(photo(), "TIFF", tiffinfo={0xC612: b"\1\4\0\0"})],
}
BOMBS = [promising_png(60_000, 60_000), promising_png(100_000, 8), promising_png(8, 20_001)]


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, all_ in OTHER_KINDS.items() for data in all_])
def test_another_kind_of_file_is_refused_by_its_name_with_what_to_do(kind: str, data: bytes) -> None:
    with pytest.raises(errors.UnsupportedFormat, match=kind) as refusal:
        taken(data)

    assert kind == "program" or "upload" in str(refusal.value)


@pytest.mark.parametrize("data", [b"hello", b"\0" * 5000, b"\xff\xd8", b"casebook stack 1\n[5]\nhello"])
def test_what_is_no_known_file_is_refused_as_no_picture(data: bytes) -> None:
    with pytest.raises(errors.NotAPicture):
        taken(data)


def test_an_empty_file_is_refused() -> None:
    for upload in (b"", io.BytesIO()):
        with pytest.raises(errors.EmptyFile):
            taken(upload)


def test_a_file_with_a_byte_too_many_is_refused_and_not_read_further() -> None:
    upload = io.BytesIO(b"\xff\xd8\xff" + b"\0" * 2 * MEGABYTE)

    with pytest.raises(errors.TooLarge, match="larger than 1 MB") as refusal:
        prepare(upload, max_bytes=MEGABYTE)

    assert upload.tell() == MEGABYTE + 1
    assert refusal.value.status == 413


@pytest.mark.parametrize("form", pictures.FORMATS)
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_picture_is_refused(form: str, part: float) -> None:
    noisy = Image.effect_noise((400, 300), 90).convert("RGB")
    whole = encoded(noisy, form, **({} if form in ("GIF", "TIFF") else {"quality": 90}))

    with pytest.raises(errors.DamagedPicture):
        taken(whole[: max(16, int(len(whole) * part))])


def canvas(width: int, height: int) -> bytes:
    """A GIF that promises this canvas."""
    return b"GIF89a" + struct.pack("<HH", width, height) + encoded(photo(), "GIF")[10:]


def directory(width: int, height: int) -> bytes:
    """A TIFF that promises this many pixels."""
    made = encoded(Image.new("L", (16, 16)), "TIFF", compression="tiff_adobe_deflate")
    tags = {256: width, 257: height, 278: height}
    for tag, value in tags.items():
        at = made.index(struct.pack("<H", tag), struct.unpack_from("<L", made, 4)[0])
        made = made[: at + 2] + struct.pack("<HLL", 4, 1, value) + made[at + 12 :]
    return made


@pytest.mark.parametrize("data", [*BOMBS, canvas(60_000, 60_000), directory(60_000, 60_000), directory(20_001, 8)])
def test_a_few_bytes_that_promise_too_many_pixels_are_refused_before_decoding(data: bytes) -> None:
    began = time.perf_counter()

    with pytest.raises(errors.TooManyPixels):
        taken(data)

    assert len(data) < 2000
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_fifty_one_megapixels_are_refused_in_every_format(form: str) -> None:
    options: dict[str, dict[str, Any]] = {
        "PNG": {"compress_level": 1},
        "WEBP": {"method": 0},
        "TIFF": {"compression": "tiff_lzw"},
    }
    with pytest.raises(errors.TooManyPixels, match="more than 50 megapixels"):
        taken(encoded(Image.new("L", (8500, 6000)).convert("RGB"), form, **options.get(form, {})))


def test_a_webp_that_promises_the_largest_canvas_is_refused() -> None:
    data = bytearray(encoded(Image.new("RGBA", (32, 32), (1, 2, 3, 4)), "WEBP", exif=pictures.exif()))
    assert data[12:16] == b"VP8X"
    data[24:30] = b"\xfe\x3f\0\xfe\x3f\0"

    with pytest.raises(errors.TooManyPixels):
        taken(bytes(data))


def test_words_packed_to_explode_are_refused_or_passed_over_in_little_time() -> None:
    words = zlib.compress(b"A" * 200_000_000, 9)
    data = encoded(photo(), "PNG")
    at = data.index(b"IDAT") - 4
    bomb = data[:at] + pictures.chunk(b"zTXt", b"Comment\0\0" + words) + data[at:]
    began = time.perf_counter()

    with contextlib.suppress(errors.DamagedPicture, errors.TooSlowToDecode):
        taken(bomb)

    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("mode", ["F", "I"])
def test_measurements_are_refused_politely(mode: str) -> None:
    greys = Image.linear_gradient("L").convert(mode).point(lambda value: value * 1000 + 0)

    with pytest.raises(errors.UnshowablePixels, match="Export it with 8 or 16 bits"):
        taken(encoded(greys, "TIFF"))


REFUSED_DICOMS: dict[str, tuple[dict[str, Any], str]] = {
    "a PDF in it": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.104.1", "EncapsulatedDocument": b"%PDF-1.7 "}, "document"),
    "a PDF beside its pixels": ({"EncapsulatedDocument": b"no words."}, "document"),
    "a PDF in a text": ({"ImageComments": "%PDF-1.7 x"}, "document"),
    "a clinical document": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.104.2"}, "document"),
    "a model": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.104.3"}, "document"),
    "a structured report": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.88.11", "Modality": "SR"}, "a report"),
    "key objects": ({"Modality": "KO"}, "a report"),
    "a presentation state": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.11.1"}, "how another one is shown"),
    "a radiotherapy plan": ({"Modality": "RTPLAN"}, "radiotherapy"),
    "a dose": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.481.2"}, "radiotherapy"),
    "a segmentation": ({"Modality": "SEG"}, "parts of another picture"),
    "an ECG's curve": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.9.1.1", "Modality": "ECG"}, "a recording"),
    "a whole slide": ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.77.1.6"}, "whole slide"),
    "a disc's index": ({"SOPClassUID": "1.2.840.10008.1.3.10"}, "lists the pictures"),
    "no pixels": ({"PixelData": None}, "holds no picture"),
    "fractions": ({"PixelData": None, "FloatPixelData": b"\0" * 4}, "8 or 16 bits"),
    "too many pixels": ({"Rows": 8000, "Columns": 8000}, "more than 50 megapixels"),
    "too long a side": ({"Rows": 1, "Columns": 20_001}, "more than 20000 pixels"),
    "too many frames": ({"NumberOfFrames": 201}, "more than 200 frames"),
    "too many pixels in all": ({"NumberOfFrames": 150, "Rows": 1000, "Columns": 1000}, "100 megapixels together"),
    "fewer pixels than promised": ({"Rows": 200}, "damaged or incomplete"),
    "unknown colours": ({"PhotometricInterpretation": "ARGB"}, "not understood"),
}


@pytest.fixture(scope="module")
def refused_dicoms() -> list[Prepared]:
    """All in one go: each start of the child costs a quarter of a second."""
    pixels = np.zeros((8, 8), np.int16)
    return prepare_all([dicoms.encoded(dicoms.dicom(pixels, **tags)) for tags, _ in REFUSED_DICOMS.values()])


@pytest.mark.parametrize("name", REFUSED_DICOMS)
def test_a_dicom_that_is_no_picture_is_refused_with_the_reason(refused_dicoms: list[Prepared], name: str) -> None:
    result = refused_dicoms[[*REFUSED_DICOMS].index(name)].result

    assert isinstance(result, errors.PictureRefused)
    assert REFUSED_DICOMS[name][1] in str(result)


@pytest.mark.parametrize(
    ("syntax", "why"),
    [
        ("1.2.840.10008.1.2.4.70", "compressed in a way that can't be opened here. Export it uncompressed"),
        ("1.2.840.10008.1.2.4.80", "compressed in a way"),
        ("1.2.840.10008.1.2.4.201", "compressed in a way"),
        ("1.2.840.10008.1.2.4.100", "is a video"),
        ("1.2.840.10008.1.2.4.102", "is a video"),
        ("1.2.840.10008.1.2.4.107", "is a video"),
        ("1.2.3.4", "compressed in a way"),
    ],
)
def test_a_dicom_that_cannot_be_unpacked_is_refused_with_the_reason(syntax: str, why: str) -> None:
    dataset = dicoms.compressed(dicoms.dicom(np.zeros((8, 8), np.uint8)), Image.new("L", (8, 8)))
    dataset.file_meta.TransferSyntaxUID = UID(syntax)

    with pytest.raises(errors.DicomRefused, match=why):
        prepare(dicoms.encoded(dataset))


def test_a_deflated_dicom_that_explodes_is_refused() -> None:
    whole = dicoms.encoded(dicoms.dicom(), syntax=DeflatedExplicitVRLittleEndian)
    start = 128 + 4 + 12 + int.from_bytes(whole[140:144], "little")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(packer.compress(b"\0" * 100_000_000) for _ in range(4)) + packer.flush()
    began = time.perf_counter()

    with pytest.raises(errors.PictureRefused):
        prepare(whole[:start] + bomb)

    assert time.perf_counter() - began < 3


def test_a_picture_that_takes_too_long_is_refused_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LIMITS", Limits(wall=0.01))

    with pytest.raises(errors.TooSlowToDecode):
        taken(encoded(photo(), "PNG"))


def test_a_picture_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "LIMITS", Limits(memory=150 * MEGABYTE))

    with pytest.raises(errors.TooSlowToDecode):
        taken(encoded(Image.new("RGB", (6000, 6000)), "PNG", compress_level=1))


def test_the_name_of_a_file_decides_nothing(tmp_path: object) -> None:
    upload = io.BytesIO(encoded(photo(), "PNG"))
    upload.name = "holiday.svg"

    assert taken(upload).width == 120


REFUSED = [
    b"",
    b"hello",
    b"GIF89a<html><script>alert(1)</script></html>",
    BOMBS[0],
    encoded(photo(), "JPEG")[:-400],
    pictures.archive(),
]


@pytest.mark.parametrize("data", REFUSED)
def test_nothing_of_a_refused_upload_is_kept(
    session: Session, store: ImageStore, clock: HeldClock, clara: int, data: bytes
) -> None:
    with pytest.raises(errors.PictureRefused):
        services.receive(session, store, author_id=clara, original=prepare(data), at=clock.now())

    assert not [key for kind in BlobKind for key in store.keys(kind)]
    assert session.scalar(select(func.count()).select_from(ImageRow)) == 0
