"""What is covered is gone from every rendition, and nothing else has changed."""

from __future__ import annotations

import pytest
from PIL import Image, ImageStat
from PIL.ImageChops import difference

from app.media.cleaning import COVER, CleanImage, clean
from app.media.errors import BadRectangle
from app.media.models import Rectangle
from app.media.redaction import Plan, fit
from app.media.rules import MAX_RECTANGLES, RenditionFormat
from tests.media import pictures
from tests.media.pictures import encoded, near, photo

EDGE = 20
"""Pixels on both sides of an edge in which a lossy encoder may mix the two: a block of WebP and a filter's reach."""

FACE: Rectangle = {"x": 600, "y": 300, "width": 400, "height": 500}


@pytest.fixture(scope="module")
def upload() -> bytes:
    noisy = Image.merge("RGB", [Image.effect_noise((2400, 1600), 80) for _ in range(3)])
    return encoded(noisy, "JPEG", quality=95)


def test_a_covered_part_is_one_plain_colour_in_every_rendition(upload: bytes) -> None:
    for picture in pictures.all_shown(clean(upload, Plan((FACE,)))):
        scale = picture.width / 2400
        left, top = FACE["x"] * scale, FACE["y"] * scale
        right, bottom = left + FACE["width"] * scale, top + FACE["height"] * scale
        inside = picture.crop((round(left) + EDGE, round(top) + EDGE, round(right) - EDGE, round(bottom) - EDGE))
        assert all(near(colour, COVER, within=3) for _, colour in inside.getcolors(2**24) or [])


@pytest.mark.parametrize("nominal", [960, 2048])
def test_what_is_not_covered_is_untouched(upload: bytes, nominal: int) -> None:
    bare, covered = clean(upload), clean(upload, Plan((FACE,)))

    jpeg = _left_part(bare, covered, nominal, RenditionFormat.JPEG)
    webp = _left_part(bare, covered, nominal, RenditionFormat.WEBP)

    assert jpeg.getbbox() is None
    assert ImageStat.Stat(webp).mean[0] < 6, "noise is coarsened anew, as WebP chooses its steps by the whole"


def test_covering_changes_the_content_hash_and_not_the_pixel_hash(upload: bytes) -> None:
    bare, covered, again = clean(upload), clean(upload, Plan((FACE,))), clean(upload, Plan((FACE,)))

    assert bare.content_hash != covered.content_hash == again.content_hash
    assert bare.pixel_hash == covered.pixel_hash


def test_rectangles_are_in_pixels_of_the_upright_picture() -> None:
    stored = photo().transpose(Image.Transpose.ROTATE_90)
    corner: Rectangle = {"x": 0, "y": 0, "width": 40, "height": 30}

    image = clean(encoded(stored, "JPEG", exif=pictures.exif(orientation=6)), Plan((corner,)))

    shown = pictures.shown(image, 960)
    assert near(shown.getpixel((20, 15)), COVER, within=3)
    assert near(shown.getpixel((50, 35)), (220, 30, 30))
    assert near(shown.getpixel((100, 15)), (30, 200, 30))


def test_a_rectangle_of_one_pixel_covers_one_pixel() -> None:
    dot: Rectangle = {"x": 10, "y": 10, "width": 1, "height": 1}
    plain = encoded(Image.new("RGB", (64, 64), "white"), "PNG")

    picture = pictures.shown(clean(plain, Plan((dot,))), 960).convert("L")

    assert picture.getpixel((10, 10)) < 150  # type: ignore[operator]
    assert picture.getpixel((14, 14)) > 240  # type: ignore[operator]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ((-10, -10, 20, 20), (0, 0, 10, 10)),
        ((90, 70, 500, 500), (90, 70, 30, 10)),
        ((0, 0, 10**9, 10**9), (0, 0, 120, 80)),
        ((5, 6, 7, 8), (5, 6, 7, 8)),
    ],
)
def test_a_rectangle_is_cut_to_the_picture(asked: tuple[int, ...], kept: tuple[int, ...]) -> None:
    assert fit([_rectangle(asked)], width=120, height=80) == (_rectangle(kept),)


@pytest.mark.parametrize("asked", [(120, 0, 10, 10), (0, 80, 1, 1), (-9, 0, 9, 9), (5, 5, 0, 9), (5, 5, 9, -2)])
def test_a_rectangle_that_covers_nothing_is_refused(asked: tuple[int, ...]) -> None:
    with pytest.raises(BadRectangle, match="outside the picture"):
        fit([_rectangle((1, 1, 5, 5)), _rectangle(asked)], width=120, height=80)


def test_more_rectangles_than_a_person_draws_are_refused() -> None:
    with pytest.raises(BadRectangle, match="100 covered areas"):
        fit([_rectangle((1, 1, 5, 5))] * (MAX_RECTANGLES + 1), width=120, height=80)


def _left_part(one: CleanImage, other: CleanImage, nominal: int, form: RenditionFormat) -> Image.Image:
    """How far the two differ left of the covered part."""
    before, after = pictures.shown(one, nominal, form), pictures.shown(other, nominal, form)
    box = (0, 0, round(FACE["x"] * before.width / 2400) - EDGE, before.height)
    return difference(before.crop(box), after.crop(box)).convert("L")


def _rectangle(sides: tuple[int, ...]) -> Rectangle:
    x, y, width, height = sides
    return {"x": x, "y": y, "width": width, "height": height}
