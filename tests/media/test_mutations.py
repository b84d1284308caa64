"""Damaged uploads of any kind end as a picture or as a refusal, soon, and leave nothing behind."""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.uid import JPEG2000Lossless, RLELossless
from sqlalchemy.orm import Session

from app.kernel.blobs import LocalBlobs
from app.media import services
from app.media.answers import refusal_of
from app.media.children import Limits
from app.media.dicom import request_for
from app.media.errors import PictureRefused
from app.media.formats import kind_of
from app.media.originals import prepare
from app.media.redaction import Plan
from app.media.requests import request_of
from app.media.storage import ImageStore
from tests.media import dicoms
from tests.media.forking import Forks, Outcome, forks
from tests.media.pictures import FORMATS, encoded, photo, with_secrets

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOUND = {form: (encoded(photo(40, 30), form), with_secrets(form)) for form in FORMATS}
SMALL = np.arange(-300, 300, dtype=np.int16).reshape(20, 30)
RUNS = dicoms.dicom(SMALL)
RUNS.compress(RLELossless)
GREYS = (SMALL + 300).astype(np.uint16)
DICOMS = (
    dicoms.encoded(dicoms.dicom(SMALL, WindowCenter=40, WindowWidth=80)),
    dicoms.encoded(dicoms.dicom(np.stack([SMALL, SMALL]), RescaleSlope=2)),
    dicoms.encoded(dicoms.dicom(np.asarray(photo(30, 20)), Modality="US")),
    dicoms.encoded(RUNS),
    dicoms.encoded(dicoms.compressed(dicoms.dicom(GREYS), dicoms.picture(GREYS), JPEG2000Lossless)),
    dicoms.encoded(dicoms.secretive()),
)
TRIED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(TRIED, max_examples=10)
FEW = Limits(memory=1_000_000_000, processor=10)


class NoRow(Exception):
    """Raised where a row would be written."""


class Rowless:
    """A session in which no row can be written."""

    def add(self, _row: object) -> None:
        raise NoRow


@st.composite
def damaged(draw: st.DrawFn, sound: tuple[bytes, ...]) -> bytes:
    """A sound file in which some bytes were changed, put in, taken out or cut off."""
    data = bytearray(draw(st.sampled_from(sound)))
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 12))):
        at = chance.randrange(len(data)) if chance.random() < 0.5 else chance.randrange(min(len(data), 400))
        match chance.randrange(6):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + chance.randrange(1, 20)]
            case 3:
                data[at:at] = chance.randbytes(chance.randrange(1, 20))
            case 4 if len(data) > 500:
                del data[max(300, at) :]
            case _:
                data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data)


@pytest.fixture(scope="module")
def pictures() -> Iterator[Forks]:
    with forks("pictures") as running:
        yield running


@pytest.fixture(scope="module")
def dicom_child() -> Iterator[Forks]:
    with forks("dicom") as running:
        yield running


def _check(outcome: Outcome, name: str) -> None:
    """An answer of the right form, or an end by one of the limits; never a message of a crash."""
    assert outcome.seconds < 10
    signal = outcome.status & 0x7F
    assert outcome.status == 0 or signal in (9, 24), f"ended with status {outcome.status}"
    if outcome.status == 0:
        assert name in outcome.head or isinstance(refusal_of(outcome.head["refused"]), PictureRefused)


def test_sound_files_pass_here_too(pictures: Forks, dicom_child: Forks) -> None:
    for form, both in SOUND.items():
        for data in both:
            assert "pixel_hash" in pictures.ask(request_of(form, Plan(), 1, None, FEW), data).head
    for data in DICOMS:
        assert "bytes" in dicom_child.ask(request_for([data], FEW), data).head["originals"][0]


@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_picture_is_drawn_or_refused_within_seconds(pictures: Forks, form: str) -> None:
    @TRIED
    @given(damaged(SOUND[form]))
    def try_it(data: bytes) -> None:
        request = request_of(kind_of(data) or form, Plan(), 1, None, FEW)
        _check(pictures.ask(request, data), "pixel_hash")

    try_it()


def test_a_damaged_dicom_becomes_pixels_or_is_refused_within_seconds(dicom_child: Forks) -> None:
    @settings(TRIED, max_examples=150)
    @given(damaged(DICOMS))
    def try_it(data: bytes) -> None:
        _check(dicom_child.ask(request_for([data], FEW), data), "originals")

    try_it()


@pytest.mark.parametrize("form", FORMATS)
def test_noise_behind_a_good_beginning_is_refused(pictures: Forks, form: str) -> None:
    @settings(TRIED, max_examples=20)
    @given(st.binary(max_size=300))
    def try_it(noise: bytes) -> None:
        data = encoded(photo(40, 30), form)[:24] + noise
        outcome = pictures.ask(request_of(form, Plan(), 1, None, FEW), data)
        _check(outcome, "pixel_hash")
        assert "refused" in outcome.head or form == "GIF", "noise became a picture"

    try_it()


@FEWER
@given(damaged((*(data for pair in SOUND.values() for data in pair), *DICOMS)))
def test_a_damaged_picture_that_gets_no_row_leaves_no_file(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = ImageStore(LocalBlobs(Path(folder, "r")), LocalBlobs(Path(folder, "q")))
        with contextlib.suppress(PictureRefused, NoRow):
            services.receive(cast(Session, Rowless()), store, author_id=1, original=prepare(data), at=NOON)

        assert not [path for path in Path(folder).rglob("*") if path.is_file()]
