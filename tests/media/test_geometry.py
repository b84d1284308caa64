"""How boxes lie to each other, and how they turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.media.geometry import is_hidden, is_same, lies_in, moved
from app.media.models import Rectangle
from app.media.turning import turned

SIDES = {"x": st.integers(0, 80), "y": st.integers(0, 60), "width": st.integers(1, 20), "height": st.integers(1, 20)}
BOXES = st.fixed_dictionaries(SIDES)
WIDTH, HEIGHT = 100, 80


def box(x: int, y: int, width: int, height: int) -> Rectangle:
    return {"x": x, "y": y, "width": width, "height": height}


def pixels(one: Rectangle) -> set[tuple[int, int]]:
    across = range(one["x"], one["x"] + one["width"])
    down = range(one["y"], one["y"] + one["height"])
    return {(x, y) for x in across for y in down}


@given(BOXES, st.lists(BOXES, max_size=4), st.none() | BOXES)
def test_a_box_is_hidden_when_four_fifths_of_its_pixels_are(
    one: Rectangle, covers: list[Rectangle], crop: Rectangle | None
) -> None:
    visible = pixels(one) & (pixels(crop) if crop else pixels(one))
    for cover in covers:
        visible -= pixels(cover)
    share = len(visible) / len(pixels(one))
    if abs(share - 0.2) > 1e-9:
        assert is_hidden(one, covers, crop) == (share < 0.2)


@given(BOXES, BOXES)
def test_boxes_are_about_one_thing_when_they_share_half_of_their_joint_area(one: Rectangle, other: Rectangle) -> None:
    shared, joint = len(pixels(one) & pixels(other)), len(pixels(one) | pixels(other))
    assert is_same(one, other) == (shared >= joint / 2)
    assert lies_in(one, other) == (shared >= 0.8 * len(pixels(one)))


@given(BOXES, st.integers(0, 7))
def test_turning_by_quarters_turns_each_pixel(one: Rectangle, quarters: int) -> None:
    expected = pixels(one)
    height = HEIGHT
    for _ in range(quarters % 4):
        expected = {(height - 1 - y, x) for x, y in expected}
        height = WIDTH + HEIGHT - height
    assert pixels(turned(one, quarters, width=WIDTH, height=HEIGHT)) == expected


def test_a_moved_box_keeps_its_size() -> None:
    assert moved(box(1, 2, 3, 4), right=10, down=20) == box(11, 22, 3, 4)
