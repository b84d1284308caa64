"""Damaged uploads of any kind end as a picture or as a refusal, soon, and leave nothing behind."""

from __future__ import annotations

import contextlib
import random
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.orm import Session

from app.kernel.blobs import LocalBlobs
from app.media import services
from app.media.cleaning import CleanImage
from app.media.errors import PictureRefused
from app.media.originals import prepare
from app.media.storage import ImageStore
from tests.media.pictures import encoded, photo, taken, with_secrets

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOUND = (
    encoded(photo(40, 30), "JPEG", progressive=True),
    encoded(photo(40, 30), "PNG"),
    encoded(Image.effect_noise((40, 30), 80), "PNG"),
    encoded(photo(40, 30), "WEBP"),
    encoded(photo(40, 30), "WEBP", lossless=True),
    *(with_secrets(form) for form in ("JPEG", "PNG", "WEBP", "HEIF")),
)
TRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class NoRow(Exception):
    """Raised where a row would be written."""


class Rowless:
    """A session in which no row can be written."""

    def add(self, _row: object) -> None:
        raise NoRow


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound picture in which some bytes were changed, put in, taken out or cut off."""
    data = bytearray(draw(st.sampled_from(SOUND)))
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 12))):
        at = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + chance.randrange(1, 20)]
            case 3:
                data[at:at] = chance.randbytes(chance.randrange(1, 20))
            case _:
                data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


@TRIED
@given(damaged())
def test_a_damaged_picture_is_cleaned_or_refused_within_seconds(data: bytes) -> None:
    began = time.perf_counter()
    try:
        result: object = taken(data)
    except PictureRefused as refusal:
        result = refusal

    assert isinstance(result, CleanImage | PictureRefused)
    assert time.perf_counter() - began < 10


@TRIED
@given(damaged())
def test_a_damaged_picture_that_gets_no_row_leaves_no_file(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = ImageStore(LocalBlobs(Path(folder, "r")), LocalBlobs(Path(folder, "q")))
        with contextlib.suppress(PictureRefused, NoRow):
            services.receive(cast(Session, Rowless()), store, author_id=1, original=prepare(data), at=NOON)

        assert not [path for path in Path(folder).rglob("*") if path.is_file()]


@TRIED
@given(
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWEBPVP8 ", b"\0\0\0\x18ftypheic"]),
    st.binary(max_size=300),
)
def test_noise_behind_a_good_beginning_is_refused(start: bytes, noise: bytes) -> None:
    try:
        taken(start + noise)
    except PictureRefused:
        return
    raise AssertionError("noise became a picture")
