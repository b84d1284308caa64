"""Stacks of frames, taken apart without decoding one."""

from __future__ import annotations

import json

from app.media.decoding.opening import STACK_MAGIC, stack_of


def frame_alone(data: bytes, number: int) -> bytes:
    """An original that holds one frame, counted from 0, of this one; whatever is no stack comes back as it is.

    Raises IndexError for a frame that isn't there.
    """
    if not data.startswith(STACK_MAGIC):
        return data
    line, _, body = data.removeprefix(STACK_MAGIC).partition(b"\n")
    lengths = json.loads(line)
    start = sum(lengths[:number])
    return stack_of([body[start : start + lengths[number]]])
