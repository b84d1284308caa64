"""What is covered is gone from every rendition, and nothing else has changed."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageStat
from PIL.ImageChops import difference

from app.media.cleaning import CleanImage, FullSize, clean, draw
from app.media.errors import BadCrop, BadRectangle
from app.media.models import Rectangle
from app.media.redaction import Plan, fit
from app.media.requests import COVER
from app.media.rules import MAX_RECTANGLES, RenditionFormat
from tests.media import pictures
from tests.media.pictures import encoded, near, photo

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (220, 220, 30)
EDGE = 20
"""Pixels on both sides of an edge in which a lossy encoder may mix the two: a block of WebP and a filter's reach."""

FACE: Rectangle = {"x": 600, "y": 300, "width": 400, "height": 500}


@pytest.fixture(scope="module")
def upload() -> bytes:
    noisy = Image.merge("RGB", [Image.effect_noise((1200, 800), 80).resize((2400, 1600)) for _ in range(3)])
    return encoded(noisy, "JPEG", quality=95)


@pytest.fixture(scope="module")
def bare(upload: bytes) -> CleanImage:
    """The picture with nothing covered."""
    return clean(upload)


@pytest.fixture(scope="module")
def covered(upload: bytes) -> CleanImage:
    """The picture with the face covered."""
    return clean(upload, Plan((FACE,)))


def test_a_covered_part_is_one_plain_colour_in_every_rendition(covered: CleanImage) -> None:
    for picture in pictures.all_shown(covered):
        scale = picture.width / 2400
        left, top = FACE["x"] * scale, FACE["y"] * scale
        right, bottom = left + FACE["width"] * scale, top + FACE["height"] * scale
        inside = picture.crop((round(left) + EDGE, round(top) + EDGE, round(right) - EDGE, round(bottom) - EDGE))
        assert all(near(colour, COVER, within=3) for _, colour in inside.getcolors(2**24) or [])


@pytest.mark.parametrize("nominal", [960, 2048])
def test_what_is_not_covered_is_untouched(bare: CleanImage, covered: CleanImage, nominal: int) -> None:
    jpeg = _left_part(bare, covered, nominal, RenditionFormat.JPEG)
    webp = _left_part(bare, covered, nominal, RenditionFormat.WEBP)

    assert jpeg.getbbox() is None
    assert ImageStat.Stat(webp).mean[0] < 6, "noise is coarsened anew, as WebP chooses its steps by the whole"


def test_covering_changes_the_content_hash_and_not_the_pixel_hash(
    upload: bytes, bare: CleanImage, covered: CleanImage
) -> None:
    again = clean(upload, Plan((FACE,)))

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


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_quarter_turn_is_clockwise_and_comes_before_the_rectangles(turn: int) -> None:
    corner: Rectangle = {"x": 0, "y": 0, "width": 24, "height": 24}
    clockwise = [RED, GREEN, BLUE, YELLOW]

    image = clean(encoded(photo(), "PNG"), Plan((corner,), turn=turn))

    assert (image.width, image.height) == ((120, 80) if turn % 2 == 0 else (80, 120))
    shown = pictures.shown(image, 2048)
    right, bottom = shown.width - 10, shown.height - 10
    corners = [(30, 30), (right, 10), (right, bottom), (10, bottom)]
    assert near(shown.getpixel((10, 10)), COVER, within=4)
    for at, place in enumerate(corners):
        assert near(shown.getpixel(place), clockwise[(at - turn) % 4], within=14)


def test_a_crop_is_cut_from_the_turned_picture_after_it_was_covered() -> None:
    face: Rectangle = {"x": 30, "y": 0, "width": 20, "height": 30}
    kept: Rectangle = {"x": 20, "y": 0, "width": 40, "height": 60}

    image = clean(encoded(photo(), "PNG"), Plan((face,), crop=kept, turn=1))

    assert (image.width, image.height) == (80, 120)
    shown = pictures.shown(image, 2048)
    assert shown.size == (40, 60)
    assert near(shown.getpixel((20, 15)), COVER, within=4)
    assert near(shown.getpixel((4, 50)), YELLOW, within=14)
    assert near(shown.getpixel((36, 50)), RED, within=14)


def test_neither_turn_nor_crop_changes_the_pixel_hash(upload: bytes, bare: CleanImage) -> None:
    kept: Rectangle = {"x": 0, "y": 0, "width": 300, "height": 300}

    assert clean(upload, Plan(turn=3, crop=kept)).pixel_hash == bare.pixel_hash


@pytest.mark.parametrize(
    "kept", [(0, 0, 121, 80), (-1, 0, 50, 50), (100, 60, 21, 20), (0, 0, 15, 80), (0, 0, 80, 15), (5, 5, -3, 20)]
)
def test_a_part_to_keep_must_be_a_part_and_large_enough(kept: tuple[int, ...]) -> None:
    with pytest.raises(BadCrop):
        fit([], width=120, height=80, crop=_rectangle(kept))


@pytest.mark.parametrize("kept", [(0, 0, 120, 80), (104, 64, 16, 16)])
def test_a_part_that_fits_is_fine(kept: tuple[int, ...]) -> None:
    assert fit([], width=120, height=80, crop=_rectangle(kept)) == ()


@pytest.mark.parametrize("form", FullSize)
def test_at_full_size_there_is_one_file_per_frame(upload: bytes, form: FullSize) -> None:
    drawing = draw(upload, Plan((FACE,)), form=form)

    (page,) = drawing.pages
    shown = Image.open(io.BytesIO(page))
    assert (drawing.width, drawing.height) == shown.size == (2400, 1600)
    assert shown.format == form.upper()
    assert near(shown.getpixel((FACE["x"] + 50, FACE["y"] + 50)), COVER, within=2)


def test_png_at_full_size_keeps_every_pixel() -> None:
    noisy = Image.effect_noise((64, 48), 90).convert("RGB")

    (page,) = draw(encoded(noisy, "PNG"), form=FullSize.PNG).pages

    assert (pictures.pixels_of(page) == pictures.pixels_of(encoded(noisy, "PNG"))).all()


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
