"""Nothing but pixels gets through."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.media.cleaning import clean
from app.media.rules import WIDTHS, RenditionFormat
from tests.media import pictures
from tests.media.pictures import HIDDEN_FORMS, SECRET_BYTES, all_shown, near, with_secrets

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@pytest.mark.parametrize("form", FORMATS)
def test_the_planted_secrets_are_really_there_before_cleaning(form: str) -> None:
    assert SECRET_BYTES in with_secrets(form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_planted_secret_is_in_any_byte_of_any_rendition(form: str) -> None:
    image = clean(with_secrets(form))

    assert len(image.renditions) == len(WIDTHS) * len(RenditionFormat)
    for made in image.renditions:
        assert not [mark for mark in HIDDEN_FORMS if mark in made.data], (made.nominal, made.format)


@pytest.mark.parametrize("form", FORMATS)
def test_pillow_finds_no_block_of_any_kind_in_a_rendition(form: str) -> None:
    for picture in all_shown(clean(with_secrets(form))):
        assert not picture.getexif()
        assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop", "adobe", "mp"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_rendition_ends_where_its_picture_ends(form: str) -> None:
    for made in clean(with_secrets(form)).renditions:
        if made.format is RenditionFormat.JPEG:
            assert made.data.endswith(b"\xff\xd9")
        else:
            assert int.from_bytes(made.data[4:8], "little") + 8 == len(made.data)


@pytest.mark.parametrize("form", FORMATS)
def test_the_picture_itself_is_still_the_same(form: str) -> None:
    for picture in all_shown(clean(with_secrets(form))):
        assert picture.size == (120, 80)
        assert near(picture.getpixel((20, 20)), (220, 30, 30))
        assert near(picture.getpixel((100, 60)), (30, 30, 220))


@pytest.mark.parametrize("tail", [pictures.archive(), b"<html><script>alert(1)</script>", b"%PDF-1.7 x"])
def test_a_file_that_is_two_things_at_once_becomes_a_picture_alone(tail: bytes) -> None:
    image = clean(pictures.encoded(pictures.photo(), "JPEG") + tail)

    assert not [made for made in image.renditions if tail[:12] in made.data]


def test_the_second_picture_of_a_phone_s_double_jpeg_is_left_behind() -> None:
    both = io.BytesIO()
    other = Image.new("RGB", (120, 80), (1, 2, 3))
    pictures.photo().save(both, "MPO", save_all=True, append_images=[other])

    image = clean(both.getvalue())

    assert near(pictures.shown(image, 960).getpixel((20, 20)), (220, 30, 30))
    assert all(made.data.count(b"\xff\xd8\xff") == (made.format is RenditionFormat.JPEG) for made in image.renditions)


def test_the_same_upload_gives_the_same_hashes_and_other_metadata_the_same_pixels() -> None:
    first, again = clean(with_secrets("PNG")), clean(with_secrets("PNG"))
    bare = clean(pictures.encoded(pictures.photo(), "PNG"))

    assert (first.content_hash, first.pixel_hash) == (again.content_hash, again.pixel_hash)
    assert bare.pixel_hash == first.pixel_hash
