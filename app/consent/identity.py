"""Who signed on a screen, and the signature: strokes on a pad, or a typed name that is said to be one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import pairwise

Stroke = tuple[tuple[int, int], ...]

PAD_WIDTH, PAD_HEIGHT = 600, 200
"""The pad's own units; every screen scales to them."""
MOST_STROKES, MOST_POINTS = 200, 5000
SHORTEST = 60
"""How far a pen must have gone on the pad, in its units: less is a slip of the finger."""
NAME_LENGTH = 120


class NoSignature(ValueError):
    """What was sent is no drawing on the pad."""


@dataclass(frozen=True)
class Identity:
    """A name, the strokes, if there are any, and the names of witnesses, if they signed as well."""

    name: str
    strokes: tuple[Stroke, ...] = ()
    witnesses: str = ""

    def as_bytes(self) -> bytes:
        """For sealing."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(plain: bytes) -> Identity:
    """What `as_bytes` gave."""
    kept = json.loads(plain)
    return Identity(kept["name"], _strokes(kept["strokes"]), kept["witnesses"])


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """Strokes as the pad sends them: `[[[x, y], ...], ...]`, none for an empty text; raises NoSignature."""
    try:
        strokes = _strokes(json.loads(text or "[]"))
    except (ValueError, TypeError, RecursionError) as error:
        raise NoSignature from error
    points = sum(len(stroke) for stroke in strokes)
    if len(strokes) > MOST_STROKES or points > MOST_POINTS:
        raise NoSignature
    if any(not (0 <= x <= PAD_WIDTH and 0 <= y <= PAD_HEIGHT) for stroke in strokes for x, y in stroke):
        raise NoSignature
    if strokes and _length(strokes) < SHORTEST:
        raise NoSignature
    return strokes


def _strokes(given: object) -> tuple[Stroke, ...]:
    if not isinstance(given, list):
        raise TypeError("strokes are a list")
    return tuple(tuple((_whole(x), _whole(y)) for x, y in stroke) for stroke in given)


def _whole(number: object) -> int:
    if type(number) is not int:
        raise TypeError("coordinates are whole numbers")
    return number


def _length(strokes: tuple[Stroke, ...]) -> int:
    """How far the pen went, along the longer axis of each step."""
    steps = (pair for stroke in strokes for pair in pairwise(stroke))
    return sum(max(abs(x - a), abs(y - b)) for (a, b), (x, y) in steps)
