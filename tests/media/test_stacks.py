"""One frame of a stack alone."""

from __future__ import annotations

import pytest

from app.media.decoding.opening import stack_of
from app.media.stacks import frame_alone


def test_a_frame_alone_is_a_stack_of_one() -> None:
    stack = stack_of([b"first", b"2nd", b"the third"])
    assert [frame_alone(stack, number) for number in range(3)] == [
        stack_of([b"first"]),
        stack_of([b"2nd"]),
        stack_of([b"the third"]),
    ]


def test_any_other_picture_stays_as_it_is() -> None:
    assert frame_alone(b"\xff\xd8\xff and so on", 0) == b"\xff\xd8\xff and so on"


def test_a_frame_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        frame_alone(stack_of([b"one"]), 1)
