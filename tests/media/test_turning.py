"""Quarter turns of rectangles and plans: what was covered stays covered, whichever way a picture is turned."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.media.models import Rectangle
from app.media.redaction import Plan, Window
from app.media.turning import turned, turned_plan

SIDE = st.integers(1, 4000)


@st.composite
def pictures(draw: st.DrawFn) -> tuple[Rectangle, int, int]:
    """A rectangle inside a picture of some width and height."""
    width, height = draw(SIDE), draw(SIDE)
    x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    box: Rectangle = {
        "x": x,
        "y": y,
        "width": draw(st.integers(1, width - x)),
        "height": draw(st.integers(1, height - y)),
    }
    return box, width, height


@given(pictures())
def test_four_turns_are_none(drawn: tuple[Rectangle, int, int]) -> None:
    box, width, height = drawn
    assert turned(box, 4, width=width, height=height) == box
    assert turned(turned(box, 1, width=width, height=height), 3, width=height, height=width) == box


@given(pictures(), st.integers(-8, 8))
def test_a_turned_rectangle_keeps_its_size_and_stays_in_the_picture(
    drawn: tuple[Rectangle, int, int], quarters: int
) -> None:
    box, width, height = drawn
    there = turned(box, quarters, width=width, height=height)
    wide, high = (height, width) if quarters % 2 else (width, height)
    assert sorted((there["width"], there["height"])) == sorted((box["width"], box["height"]))
    assert 0 <= there["x"] <= wide - there["width"]
    assert 0 <= there["y"] <= high - there["height"]


@given(pictures(), st.integers(0, 3), st.integers(0, 3))
def test_two_turns_are_their_sum(drawn: tuple[Rectangle, int, int], first: int, second: int) -> None:
    box, width, height = drawn
    once = turned(box, first, width=width, height=height)
    wide, high = (height, width) if first % 2 else (width, height)
    assert turned(once, second, width=wide, height=high) == turned(box, first + second, width=width, height=height)


def test_the_upper_left_corner_goes_to_the_upper_right() -> None:
    corner: Rectangle = {"x": 0, "y": 0, "width": 10, "height": 4}
    assert turned(corner, 1, width=100, height=50) == {"x": 46, "y": 0, "width": 4, "height": 10}


def test_a_plan_turns_with_all_it_holds_and_keeps_its_greys() -> None:
    box: Rectangle = {"x": 0, "y": 0, "width": 10, "height": 4}
    lung = Window("lung", -1350, 150)
    there = turned_plan(Plan((box,), {**box, "x": 20}, 3, lung), 1, width=100, height=50)
    assert there == Plan(
        ({"x": 46, "y": 0, "width": 4, "height": 10},), {"x": 46, "y": 20, "width": 4, "height": 10}, 0, lung
    )
    assert turned_plan(there, 3, width=50, height=100) == Plan((box,), {**box, "x": 20}, 3, lung)
