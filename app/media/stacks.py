"""Stacks of frames, taken apart without decoding one."""

from __future__ import annotations

import json
from itertools import accumulate

from app.media.decoding.opening import STACK_MAGIC, stack_of

__all__ = ["frame_alone", "frames_alone", "stack_of"]


def frame_alone(data: bytes, number: int) -> bytes:
    """An original that holds one frame, counted from 0, of this one; else as `frames_alone`."""
    return frames_alone(data, number, number + 1)


def frames_alone(data: bytes, first: int, last: int) -> bytes:
    """An original that holds the frames from `first` to before `last`; whatever is no stack comes back as it is.

    Raises IndexError for a frame that isn't there.
    """
    if not data.startswith(STACK_MAGIC):
        return data
    line, _, body = data.removeprefix(STACK_MAGIC).partition(b"\n")
    lengths = json.loads(line)
    if not 0 <= first < last <= len(lengths):
        raise IndexError("a frame that isn't there")
    ends = list(accumulate(lengths, initial=0))
    return stack_of([body[ends[number] : ends[number + 1]] for number in range(first, last)])
