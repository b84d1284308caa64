"""Pictures that look alike have hashes alike, in whatever orientation; others have not."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from app.media.cleaning import clean
from app.media.decoding import likeness
from app.media.drawings.registry import draw
from app.media.fingerprints import SAME_PICTURE, distance
from tests.media.pictures import encoded

KINDS = ("blood_film", "chest_film", "eardrum", "ecg", "fundus", "skin", "tissue", "ultrasound", "urine", "wrist_film")


@cache
def drawing(kind: str, seed: int = 3) -> Image.Image:
    """A drawing, made once."""
    return Image.open(io.BytesIO(draw(kind, seed=seed))).convert("RGB")


@cache
def hashes_of(kind: str) -> list[str]:
    """Its hashes, made once."""
    return likeness.hashes(drawing(kind))


def recompressed(picture: Image.Image) -> Image.Image:
    """As a messenger would send it on."""
    return Image.open(io.BytesIO(encoded(picture, "JPEG", quality=40)))


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "recompressed": recompressed,
    "smaller": lambda picture: picture.resize((picture.width * 3 // 10, picture.height * 3 // 10)),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.8),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
    "in grey": lambda picture: picture.convert("L"),
    "turned": lambda picture: picture.transpose(Image.Transpose.ROTATE_90),
    "mirrored": ImageOps.mirror,
    "mirrored and turned": lambda picture: ImageOps.flip(picture).transpose(Image.Transpose.ROTATE_270),
    "upside down": lambda picture: picture.transpose(Image.Transpose.ROTATE_180),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_picture_is_known_again(change: str) -> None:
    for kind in KINDS:
        before = hashes_of(kind)
        after = likeness.hashes(CHANGES[change](drawing(kind)))
        assert min(distance(after[0], each) for each in before) <= SAME_PICTURE, kind


def test_a_screenshot_s_frame_is_passed_over() -> None:
    film = drawing("fundus").crop((200, 200, 1000, 1000))
    framed = ImageOps.expand(film, 40, "white")

    assert distance(likeness.hashes(film)[0], likeness.hashes(framed)[0]) <= SAME_PICTURE


def test_different_pictures_are_different() -> None:
    hashes = {kind: hashes_of(kind) for kind in KINDS}

    for one, other in combinations(KINDS, 2):
        assert min(distance(hashes[one][0], each) for each in hashes[other]) > 2 * SAME_PICTURE, (one, other)


def test_the_eight_hashes_are_those_of_the_eight_orientations() -> None:
    picture = drawing("skin").resize((400, 400))
    turned = {likeness.hashes(picture.transpose(way))[0] for way in Image.Transpose} | {likeness.hashes(picture)[0]}

    for each in likeness.hashes(picture):
        assert min(distance(each, other) for other in turned) <= 8


def test_the_coefficients_are_those_of_the_cosine_transform() -> None:
    chance = np.random.default_rng(1)
    greys = chance.integers(0, 256, (likeness.SIDE, likeness.SIDE)).astype(float)
    order, at = np.arange(likeness.KEPT)[:, None], np.arange(likeness.SIDE)[None, :]
    waves = np.cos(np.pi * order * (2 * at + 1) / (2 * likeness.SIDE))

    assert np.allclose(likeness._transform(greys.tolist()), waves @ greys @ waves.T)


def test_they_are_of_the_picture_as_it_is_shown() -> None:
    data = encoded(drawing("eardrum"), "JPEG")

    hashes = clean(data).perceptual_hashes

    assert len(set(hashes)) == 8
    assert distance(hashes[0], likeness.hashes(drawing("eardrum"))[0]) <= 4
    assert all(len(each) == 64 for each in hashes)
