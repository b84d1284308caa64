"""The arithmetic of the detectors: boxes, spots and tiles. Needs no model."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.media.scanning.boxes import Boxes, inside, merged, surest, turned_back
from app.media.scanning.spots import spots
from app.media.scanning.views import OVERLAP, TILE, TURNS, at_scale, close, tiles


def boxes(*rows: tuple[float, ...]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 5)


def bright(picture: Image.Image) -> Boxes:
    """A detector of white: the box around all of it."""
    box = picture.convert("L").point(lambda value: 255 * (value > 128)).getbbox()
    return boxes((*box, 1.0)) if box else boxes()


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("side", [300, 150, 600])
def test_what_is_seen_turned_and_scaled_lies_where_it_is_in_the_picture(turn: int, side: int) -> None:
    picture = Image.new("RGB", (300, 200))
    ImageDraw.Draw(picture).rectangle((40, 120, 99, 139), fill="white")

    seen = at_scale(bright, picture, side, turn=turn)

    assert seen[0, :4] == pytest.approx([40, 120, 100, 140], abs=2)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_box_is_turned_back_as_pillow_turned_the_picture(turn: int) -> None:
    picture = Image.new("L", (30, 20))
    picture.paste(255, (4, 3, 9, 15))
    way = TURNS[turn]
    found = (picture if way is None else picture.transpose(way)).getbbox()
    assert found is not None

    assert turned_back(boxes((*found, 0.5)), turn, 30, 20).tolist() == [[4, 3, 9, 15, 0.5]]


@pytest.mark.parametrize("size", [(1, 1), (960, 960), (961, 10), (1280, 853), (2560, 1920), (4001, 3000)])
def test_tiles_cover_everything_and_overlap(size: tuple[int, int]) -> None:
    covered = np.zeros((size[1], size[0]), np.uint8)
    for left, top, right, bottom in tiles(*size):
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        assert max(right - left, bottom - top) <= TILE
        covered[top:bottom, left:right] += 1

    assert covered.min() == 1
    across = sorted({(left, right) for left, _, right, _ in tiles(*size)})
    assert all(before[1] - after[0] >= OVERLAP - 1 for before, after in pairwise(across))


def test_the_surest_box_of_a_place_stays_and_boxes_elsewhere_do() -> None:
    rows = boxes((0, 0, 10, 10, 0.4), (1, 1, 11, 11, 0.9), (50, 50, 60, 60, 0.3), (2, 2, 5, 5, 0.8))

    assert surest(rows, most_in_common=0.5).tolist() == [1, 2]


def test_boxes_merge_in_a_chain_and_keep_the_better_score() -> None:
    rows = boxes((0, 0, 10, 10, 0.4), (12, 0, 30, 10, 0.6), (5, 0, 17, 10, 0.5), (80, 80, 90, 90, 0.7))

    assert sorted(merged(rows, least_in_common=0.3).round(3).tolist()) == [
        pytest.approx([0, 0, 30, 10, 0.6]),
        pytest.approx([80, 80, 90, 90, 0.7]),
    ]


def test_nothing_gives_nothing() -> None:
    none = boxes()

    assert (
        len(merged(none, least_in_common=0.3)) == len(surest(none, most_in_common=0.5)) == len(inside(none, 9, 9)) == 0
    )
    assert len(spots(np.zeros((8, 8), bool), np.zeros((8, 8), np.float32)).x) == 0


def test_a_box_is_cut_to_the_picture_and_goes_if_it_is_outside() -> None:
    rows = boxes((-5, -5, 5, 5, 1), (95, 2, 140, 9, 1), (200, 200, 210, 210, 1))

    assert inside(rows, 100, 50).tolist() == [[0, 0, 5, 5, 1], [95, 2, 100, 9, 1]]


@pytest.mark.parametrize("degrees", [0, 10, 30, 60, 89, -20, -45, -80])
def test_a_slanted_spot_is_measured_along_its_own_axes(degrees: int) -> None:
    picture = Image.new("L", (200, 200))
    ImageDraw.Draw(picture).rectangle((40, 92, 159, 107), fill=255)
    mask = np.asarray(picture.rotate(-degrees)) > 128  # Pillow turns anticlockwise; angles here go clockwise

    found = spots(mask, mask.astype(np.float32))

    assert len(found.x) == 1
    assert (found.x[0], found.y[0]) == pytest.approx((100, 100), abs=1)
    assert found.length[0] == pytest.approx(120, abs=4)
    assert found.height[0] == pytest.approx(16, abs=3)
    assert np.degrees(found.angle[0]) == pytest.approx(degrees, abs=2)
    assert found.weight[0] == mask.sum()


def test_spots_that_touch_at_a_corner_are_one_and_others_are_not() -> None:
    mask = np.array([[1, 1, 0, 0, 0, 1], [0, 0, 1, 0, 0, 1], [0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0]], bool)

    assert sorted(spots(mask, mask.astype(np.float32)).weight.tolist()) == [1, 3, 3]


def test_a_spot_whose_parts_meet_only_further_down_is_one() -> None:
    mask = np.array([[1, 0, 1, 0, 1], [1, 0, 1, 0, 1], [1, 1, 1, 1, 1]], bool)

    assert spots(mask, mask.astype(np.float32)).weight.tolist() == [11]


@pytest.mark.parametrize(
    "box", [(10, 10, 30, 30, 1), (-900, -900, 5000, 5000, 1), (0, 0, 2, 90, 1), (95, 95, 100, 100, 1)]
)
def test_a_second_look_is_of_one_size_whatever_the_box(box: tuple[float, ...]) -> None:
    shown: list[Image.Image] = []

    def looking(picture: Image.Image) -> Boxes:
        shown.append(picture)
        return boxes((80, 80, 112, 112, 0.7), (0, 0, 20, 20, 0.9))

    assert close(looking, Image.new("RGB", (100, 100)), boxes(box)[0], 64, turn=1) == pytest.approx(0.7)
    assert shown[0].size == (192, 192)
