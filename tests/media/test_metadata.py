"""Nothing but pixels gets through."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.media.cleaning import FullSize, clean, draw
from app.media.dicom import Facts
from app.media.originals import prepare
from app.media.redaction import Plan, Window
from app.media.rules import WIDTHS, RenditionFormat
from tests.media import dicoms, pictures
from tests.media.pictures import FORMATS, SECRET_BYTES, all_shown, encoded, near, traces, with_secrets

NEUTRAL = {"file_1", "soft_tissue", "lung", "bone", "brain", "mediastinum", "liver", "automatic"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_planted_secrets_are_really_there_before_cleaning(form: str) -> None:
    assert SECRET_BYTES in with_secrets(form)


@pytest.mark.parametrize("form", FORMATS)
def test_no_planted_secret_is_in_any_byte_of_any_rendition(form: str) -> None:
    image = clean(with_secrets(form))

    assert len(image.renditions) == len(WIDTHS) * len(RenditionFormat)
    for made in image.renditions:
        assert not traces(made.data), (made.nominal, made.format)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", FullSize)
def test_none_is_in_a_picture_at_full_size(form: str, size: FullSize) -> None:
    (page,) = draw(with_secrets(form), form=size).pages

    assert not traces(page)
    assert not set(Image.open(io.BytesIO(page)).info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_none_of_a_dicom_s_is_in_its_original_its_facts_or_its_renditions() -> None:
    upload = dicoms.encoded(dicoms.secretive())
    assert SECRET_BYTES in upload

    original = prepare(upload)
    image = clean(original.data, Plan(window=original.windows[0]), frames=original.frames)

    assert not traces(original.data)
    assert "19480317" not in repr(original.facts)
    assert original.facts == Facts(modality="ct", sex="male", age_band="70-79")
    assert {window.name for window in original.windows} <= NEUTRAL
    assert not [made for made in image.renditions if traces(made.data)]


def test_an_overlay_in_unused_bits_is_in_no_grey() -> None:
    (page,) = draw(prepare(dicoms.encoded(dicoms.secretive())).data, Plan(window=Window("wide", 0, 4096))).pages
    (bare,) = draw(prepare(dicoms.encoded(dicoms.dicom())).data, Plan(window=Window("wide", 0, 4096))).pages

    assert page == bare


def test_what_lay_outside_a_crop_is_in_no_byte() -> None:
    noisy = Image.effect_noise((400, 300), 90).convert("RGB")
    other = noisy.copy()
    other.paste((250, 10, 10), (200, 0, 400, 300))
    kept = Plan(crop={"x": 20, "y": 20, "width": 150, "height": 200})

    first, second = (clean(encoded(each, "PNG"), kept) for each in (noisy, other))

    assert first.pixel_hash != second.pixel_hash
    assert first.content_hash == second.content_hash


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
        assert near(picture.getpixel((20, 20)), (220, 30, 30), within=14)
        assert near(picture.getpixel((100, 60)), (30, 30, 220), within=14)


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
