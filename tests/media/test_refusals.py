"""What isn't a sound picture of a known format is refused, by name, with what to do instead."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.settings import MEGABYTE
from app.media import cleaning, errors, services
from app.media.children import Limits
from app.media.models import Image as ImageRow
from app.media.originals import prepare
from app.media.rules import BlobKind
from app.media.storage import ImageStore
from tests.clock import HeldClock
from tests.media import pictures
from tests.media.pictures import encoded, photo, promising_png, taken

GIF_PAGE = b"GIF89a<html><script>alert(1)</script></html>"
OTHER_KINDS = {
    "SVG": [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?>\n<!-- x --><svg/>',
        b'\xef\xbb\xbf <!DOCTYPE svg PUBLIC "x"><svg viewBox="0 0 1 1"></svg>',
    ],
    "HTML": [b"<!doctype html><img src=x onerror=alert(1)>", b"<HTML><body>", b"<script>alert(1)</script>"],
    "GIF": [encoded(photo(), "GIF"), GIF_PAGE],
    "PDF": [encoded(photo(), "PDF"), b"\n\n%PDF-1.7\n"],
    "TIFF": [encoded(photo(), "TIFF")],
    "BMP": [encoded(photo(), "BMP")],
    "AVIF": [encoded(photo(), "AVIF")],
    "ZIP": [pictures.archive()],
    "DICOM": [b"\0" * 128 + b"DICM" + b"\0" * 64],
    "MP4": [b"\0\0\0\x18ftypisom\0\0\0\0isommp42"],
}
BOMBS = [promising_png(60_000, 60_000), promising_png(100_000, 8), promising_png(8, 20_001)]


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, all_ in OTHER_KINDS.items() for data in all_])
def test_another_kind_of_file_is_refused_by_its_name(kind: str, data: bytes) -> None:
    with pytest.raises(errors.UnsupportedFormat, match=f"This file is a {kind}. Export the picture as JPEG or PNG"):
        taken(data)


@pytest.mark.parametrize("data", [b"hello", b"\0" * 5000, b"\x7fELF" + b"\0" * 99, b"\xff\xd8"])
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


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.95])
def test_a_truncated_picture_is_refused(form: str, part: float) -> None:
    noisy = Image.effect_noise((400, 300), 90).convert("RGB")
    whole = encoded(noisy, form, quality=90)

    with pytest.raises(errors.DamagedPicture):
        taken(whole[: max(16, int(len(whole) * part))])


@pytest.mark.parametrize("data", BOMBS)
def test_a_few_bytes_that_promise_too_many_pixels_are_refused_before_decoding(data: bytes) -> None:
    began = time.perf_counter()

    with pytest.raises(errors.TooManyPixels):
        taken(data)

    assert len(data) < 200
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_fifty_one_megapixels_are_refused_in_every_format(form: str) -> None:
    options = {"JPEG": {}, "PNG": {"compress_level": 1}, "WEBP": {"method": 0}}[form]
    with pytest.raises(errors.TooManyPixels, match="more than 50 megapixels"):
        taken(encoded(Image.new("L", (8500, 6000)).convert("RGB"), form, **options))


def test_a_webp_that_promises_the_largest_canvas_is_refused() -> None:
    data = bytearray(encoded(Image.new("RGBA", (32, 32), (1, 2, 3, 4)), "WEBP", exif=pictures.exif()))
    assert data[12:16] == b"VP8X"
    data[24:30] = b"\xfe\x3f\0\xfe\x3f\0"

    with pytest.raises(errors.TooManyPixels):
        taken(bytes(data))


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


REFUSED = [b"", b"hello", GIF_PAGE, BOMBS[0], encoded(photo(), "JPEG")[:-400], pictures.archive()]


@pytest.mark.parametrize("data", REFUSED)
def test_nothing_of_a_refused_upload_is_kept(
    session: Session, store: ImageStore, clock: HeldClock, clara: int, data: bytes
) -> None:
    with pytest.raises(errors.PictureRefused):
        services.receive(session, store, author_id=clara, original=prepare(data), at=clock.now())

    assert not [key for kind in BlobKind for key in store.keys(kind)]
    assert session.scalar(select(func.count()).select_from(ImageRow)) == 0
