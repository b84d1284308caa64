"""What is shown is what a viewer would show of the upload: turned, in sRGB, opaque, in three sizes."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, ImageDraw

from app.media.cleaning import clean
from app.media.rules import RenditionFormat
from tests.media import pictures
from tests.media.pictures import encoded, near, photo, shown
from tests.media.polyglots import noise

RED, GREEN = (220, 30, 30), (30, 200, 30)
UNDONE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held so stores an upright scene: the reverse of what the tag asks a viewer to do."""


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(orientation: int, form: str) -> None:
    turn = UNDONE[orientation]
    stored = photo() if turn is None else photo().transpose(turn)

    image = clean(encoded(stored, form, exif=pictures.exif(orientation=orientation)))

    assert (image.width, image.height) == (120, 80)
    for picture in pictures.all_shown(image):
        assert near(picture.getpixel((20, 20)), RED)
        assert near(picture.getpixel((100, 20)), GREEN)


def test_a_heic_turned_by_its_container_is_not_turned_twice() -> None:
    stored = photo().transpose(Image.Transpose.ROTATE_90)

    image = clean(encoded(stored, "HEIF", exif=pictures.exif(orientation=6).tobytes(), quality=95))

    assert (image.width, image.height) == (120, 80)
    assert near(shown(image, 960).getpixel((20, 20)), RED)


def test_a_nonsensical_orientation_is_none() -> None:
    assert clean(encoded(photo(), "JPEG", exif=pictures.exif(orientation=77))).width == 120


def test_renditions_fit_their_longest_side_and_are_never_enlarged() -> None:
    image = clean(encoded(photo(1200, 2400), "JPEG"))

    sizes = {(made.nominal, made.width, made.height) for made in image.renditions}
    assert sizes == {(320, 160, 320), (960, 480, 960), (2048, 1024, 2048)}
    assert {(made.width, made.height) for made in clean(encoded(photo(), "PNG")).renditions} == {(120, 80)}


def test_a_picture_of_one_pixel_and_a_very_long_one_have_all_renditions() -> None:
    for size in ((1, 1), (20_000, 1)):
        assert len(clean(encoded(Image.new("RGB", size), "PNG")).renditions) == 6


def test_what_lies_under_transparent_pixels_is_gone() -> None:
    layered = Image.new("RGBA", (64, 64), (255, 255, 255, 255))
    ImageDraw.Draw(layered).rectangle((5, 25, 30, 40), fill=(0, 0, 0, 0))
    bare = encoded(Image.new("RGB", (64, 64), "white"), "PNG")

    assert clean(encoded(layered, "PNG")).pixel_hash == clean(bare).pixel_hash


def test_what_is_too_faint_to_see_is_gone_as_well() -> None:
    layered = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(layered).rectangle((5, 25, 30, 40), fill=(0, 0, 0, 15))
    bare = encoded(Image.new("RGB", (64, 64), "white"), "PNG")

    assert clean(encoded(layered, "PNG")).pixel_hash == clean(bare).pixel_hash


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_half_transparent_pixels_are_shown_on_white(mode: str) -> None:
    data = encoded(Image.new("RGBA", (32, 32), (0, 0, 0, 128)).convert("RGBA" if mode == "RGBA" else "LA"), "PNG")
    if mode in ("P", "PA"):
        paletted = Image.new("P", (32, 32), 1)
        paletted.putpalette([0, 0, 0, 0, 0, 0])
        data = encoded(paletted, "PNG", transparency=bytes([255, 128]))

    assert near(shown(clean(data), 320).getpixel((16, 16)), (127, 127, 127), within=3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "RGBA", "LA"])
def test_every_kind_of_pixel_is_understood(mode: str) -> None:
    grey = Image.new("L", (48, 48), 255)
    if mode == "I;16":
        made = Image.new("I;16", (48, 48), 40_000)
    elif mode == "CMYK":
        made = Image.new("CMYK", (48, 48), (0, 0, 0, 0))
    else:
        made = grey.convert(mode)
    wanted = (156, 156, 156) if mode == "I;16" else (255, 255, 255)

    image = clean(encoded(made, "JPEG" if mode == "CMYK" else "PNG"))

    assert near(shown(image, 320, RenditionFormat.JPEG).getpixel((20, 20)), wanted, within=2)


@pytest.mark.parametrize(
    ("mode", "compression"),
    [
        ("1", "group4"),
        ("1", "raw"),
        ("L", "tiff_lzw"),
        ("RGB", "tiff_adobe_deflate"),
        ("RGB", "jpeg"),
        ("RGB", "packbits"),
        ("RGBA", "tiff_lzw"),
        ("CMYK", "raw"),
        ("P", "raw"),
        ("LAB", "raw"),
        ("YCbCr", "raw"),
    ],
)
def test_every_usual_kind_of_tiff_is_understood(mode: str, compression: str) -> None:
    made = Image.new("RGB", (48, 48), "white")
    if mode == "LAB":
        made = Image.new("LAB", (48, 48), (255, 128, 128))
    elif mode == "CMYK":
        made = Image.new("CMYK", (48, 48), (0, 0, 0, 0))
    else:
        made = made.convert(mode)

    image = clean(encoded(made, "TIFF", compression=compression))

    assert near(shown(image, 320, RenditionFormat.JPEG).getpixel((20, 20)), (255, 255, 255), within=3)


def test_the_grainiest_picture_is_drawn_too() -> None:
    channels = [Image.effect_noise((300, 200), 200).resize((1200, 800), Image.Resampling.NEAREST) for _ in range(3)]

    assert len(clean(encoded(Image.merge("RGB", channels), "PNG")).renditions) == 6
    assert len(clean(encoded(noise(1), "PNG")).renditions) == 6


def test_of_a_tiff_the_first_page_is_taken() -> None:
    file = io.BytesIO()
    photo().save(file, "TIFF", save_all=True, append_images=[Image.new("RGB", (30, 30))])

    image = clean(file.getvalue())

    assert (image.width, image.height, image.frames) == (120, 80, 1)


def test_twelve_bits_in_a_file_of_sixteen_are_not_shown_black() -> None:
    image = clean(encoded(Image.new("I;16", (48, 48), 4095), "TIFF"))

    assert near(shown(image, 320).getpixel((20, 20)), (255, 255, 255), within=1)


def test_colours_are_brought_to_srgb_by_the_embedded_profile() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = _profile_with_swapped_red_and_green(plain)

    image = clean(encoded(photo(), "PNG", icc_profile=swapped))

    red, green, _ = shown(image, 960).getpixel((20, 20))  # type: ignore[misc]
    assert green > red, "the upload says that its first channel is green"


@pytest.mark.parametrize("profile", [b"no profile at all", b"", pictures.profile_with_text()[:200]])
def test_a_broken_profile_is_passed_over(profile: bytes) -> None:
    image = clean(encoded(photo(), "JPEG", icc_profile=profile))

    assert near(shown(image, 960).getpixel((20, 20)), RED)


def test_a_profile_for_another_kind_of_pixel_is_passed_over() -> None:
    image = clean(encoded(photo().convert("L"), "JPEG", icc_profile=pictures.profile_with_text()))

    assert (image.width, image.height) == (120, 80)


@pytest.mark.parametrize("form", ["WEBP", "PNG", "GIF", "AVIF"])
def test_of_an_animation_the_first_picture_is_taken(form: str) -> None:
    frames = [photo(), Image.new("RGB", (120, 80), (1, 2, 3))]
    moving = io.BytesIO()
    frames[0].save(moving, form, save_all=True, append_images=frames[1:], duration=100)

    image = clean(moving.getvalue())

    assert near(shown(image, 960).getpixel((20, 20)), RED)
    assert not any(b"ANIM" in made.data for made in image.renditions)


def _profile_with_swapped_red_and_green(profile: bytes) -> bytes:
    """Exchange the names of the two channels' tags in the profile's table."""
    for one, other in ((b"rXYZ", b"gXYZ"), (b"rTRC", b"gTRC")):
        profile = profile.replace(one, b"????", 1).replace(other, one, 1).replace(b"????", other, 1)
    return profile
