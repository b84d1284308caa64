"""A picture that is something else besides is refused by name; an ordinary photo with a tail is not."""

from __future__ import annotations

import io

import pytest

from app.media import errors
from app.media.cleaning import clean
from app.media.decoding import polyglots
from app.media.formats import kind_of
from app.media.originals import prepare
from tests.media import dicoms
from tests.media.pictures import FORMATS, archive, encoded, photo
from tests.media.polyglots import PDF, WINDOWS_PROGRAM, all_of_them, noise, ordinary

POLYGLOTS = {name: (form, data, kind) for name, form, data, kind in all_of_them()}
ORDINARY = ordinary()


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_else_a_picture_is_has_a_name(name: str) -> None:
    form, data, kind = POLYGLOTS[name]

    assert kind_of(data) == form
    assert polyglots.other_kind(data, form) == kind


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_photo_is_only_a_photo(name: str) -> None:
    form, data = ORDINARY[name]

    assert kind_of(data) == form
    assert polyglots.other_kind(data, form) is None
    assert clean(data).width == 120


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("number", range(6))
def test_noise_holds_nothing_by_chance(form: str, number: int) -> None:
    data = encoded(noise(number), form, **({"quality": 100} if form in ("JPEG", "WEBP", "HEIF") else {}))

    assert polyglots.other_kind(data, form) is None


@pytest.mark.parametrize("name", ["JPEG and a ZIP", "PNG and a PDF", "a page in a GIF's beginning", "WEBP and a JPEG"])
def test_it_is_refused_with_what_to_do(name: str) -> None:
    _, data, kind = POLYGLOTS[name]

    with pytest.raises(errors.Polyglot, match=f"a picture and a {kind} at once. Open it in a picture editor"):
        clean(prepare(data).data)


def test_a_second_picture_that_is_announced_excuses_nothing_else() -> None:
    form, data = ORDINARY["two pictures for depth"]

    assert polyglots.other_kind(data + archive(), form) == "ZIP"
    assert polyglots.other_kind(data + PDF, form) == "PDF"


@pytest.mark.parametrize(
    ("preamble", "kind"),
    [(WINDOWS_PROGRAM, "program"), (b"\x7fELF\2\1\1", "program"), (b"<html>", "web page"), (b"#!/bin/sh\n", "program")],
)
def test_a_dicom_that_begins_as_something_else_is_refused(preamble: bytes, kind: str) -> None:
    dataset = dicoms.dicom()
    dataset.preamble = preamble.ljust(128, b"\0")

    with pytest.raises(errors.Polyglot, match=f"and a {kind} at once"):
        prepare(dicoms.encoded(dataset))


def test_a_dicom_with_a_zip_at_its_end_is_refused() -> None:
    with pytest.raises(errors.Polyglot, match="ZIP"):
        prepare(dicoms.encoded(dicoms.dicom()) + archive())


def test_a_dicom_may_begin_as_the_tiff_that_scanners_write() -> None:
    dataset = dicoms.dicom()
    dataset.preamble = b"II*\0\x08\0\0\0".ljust(128, b"\0")

    assert prepare(dicoms.encoded(dataset)).data == prepare(dicoms.encoded(dicoms.dicom())).data


def test_a_picture_with_a_dicom_s_mark_is_refused() -> None:
    file = io.BytesIO()
    photo().save(file, "JPEG", comment=b"x" * 400)
    data = bytearray(file.getvalue())
    data[128:132] = b"DICM"

    assert polyglots.other_kind(bytes(data), "JPEG") == "DICOM"
