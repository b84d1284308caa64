"""From DICOM files to originals: pixels and a few facts. No DICOM is kept, not even in quarantine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from app.kernel.settings import MEGABYTE
from app.media.answers import opened, refusal_of, size
from app.media.children import Limits, ask
from app.media.decoding.opening import STACK_MAGIC
from app.media.errors import DamagedPicture, PictureRefused, TooSlowToDecode
from app.media.redaction import Window
from app.media.rules import MAX_FRAMES, MAX_PIXELS, MAX_SIDE, MAX_VOLUME

LIMITS = Limits(memory=2560 * MEGABYTE, answer=512 * MEGABYTE)
WORD = re.compile("[A-Za-z0-9_+-]{1,20}")
MAX_WINDOWS = 20


@dataclass(frozen=True)
class Facts:
    """What a DICOM's header may tell the case form; each value is of a fixed list, or None.

    `modality`, `age_band` and `sex` are values of the enums in app.cases.rules; `body_part`, `laterality` (L, R, B)
    and `view` are DICOM codes. `spacing` is millimetres from one row, and from one column, to the next.
    """

    modality: str | None = None
    body_part: str | None = None
    laterality: str | None = None
    view: str | None = None
    age_band: str | None = None
    sex: str | None = None
    spacing: tuple[float, float] | None = None


@dataclass(frozen=True)
class Original:
    """What `clean()` draws from, again and again: the upload, or of a DICOM its pixels alone.

    `windows` are the ways to show a 16-bit original, the one to begin with first; empty for all others. Its plan
    must name one of them.
    """

    data: bytes
    frames: int = 1
    facts: Facts | None = None
    windows: tuple[Window, ...] = ()


Result = tuple[tuple[int, ...], Original | PictureRefused]


def original_of(data: bytes) -> Original:
    """The pixels and facts of one file; raises a PictureRefused."""
    [(_, result)] = _asked([data])
    if isinstance(result, PictureRefused):
        raise result
    return result


def originals_of(files: Sequence[bytes]) -> list[Result]:
    """What becomes of each file or series, with the places of its files; one that kills the child fails alone."""
    if not files:
        return []
    try:
        return _asked(files)
    except (DamagedPicture, TooSlowToDecode) as refusal:
        if len(files) == 1:
            return [((0,), refusal)]
    return [((place,), result) for place, file in enumerate(files) for _, result in originals_of([file])]


def _asked(files: Sequence[bytes]) -> list[Result]:
    limits = LIMITS.with_more(seconds=sum(map(len, files)) // (2 * MEGABYTE))
    request = json.dumps(request_for(files, limits)).encode() + b"\n"
    head, body = opened(ask("dicom", request + b"".join(files), limits))
    if head.get("refused") is not None:
        raise refusal_of(head["refused"])
    try:
        results = list(_results(head["originals"], body))
        if sorted(place for places, _ in results for place in places) != list(range(len(files))):
            raise ValueError("other files than were sent")
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise DamagedPicture() from error
    return results


def request_for(files: Sequence[bytes], limits: Limits) -> dict[str, Any]:
    """What the child is asked: see app.media.decoding.dicom."""
    return {
        "lengths": [len(file) for file in files],
        "max_pixels": MAX_PIXELS,
        "max_side": MAX_SIDE,
        "max_frames": MAX_FRAMES,
        "max_volume": MAX_VOLUME,
        "memory": limits.memory,
        "seconds": limits.processor,
    }


def _results(described: list[dict[str, Any]], body: bytes) -> Iterator[Result]:
    start = 0
    for part in described:
        places = tuple(size(place + 1) - 1 for place in part["sources"])
        if "refused" in part:
            yield places, refusal_of(part["refused"])
            continue
        end = start + size(part["bytes"], most=len(body) - start)
        yield places, _original(part, body[start:end])
        start = end
    if start != len(body):
        raise ValueError("more bytes than were promised")


def _original(part: dict[str, Any], data: bytes) -> Original:
    if not data.startswith(STACK_MAGIC) or len(part["windows"]) > MAX_WINDOWS:
        raise ValueError("not a stack")
    facts = part["facts"]
    spacing = facts.pop("spacing")
    return Original(
        data,
        frames=size(part["frames"], most=MAX_FRAMES),
        facts=Facts(
            **{name: _word(value) for name, value in facts.items()},
            spacing=(_length(spacing[0]), _length(spacing[1])) if spacing else None,
        ),
        windows=tuple(_window(*window) for window in part["windows"]),
    )


def _word(value: object) -> str | None:
    if value is not None and not (isinstance(value, str) and WORD.fullmatch(value)):
        raise ValueError("not a word of a list")
    return value


def _length(value: object) -> float:
    if not isinstance(value, float) or not 0 < value < 100:
        raise ValueError("not a length in millimetres")
    return value


def _window(name: object, low: object, high: object) -> Window:
    if not isinstance(low, float | int) or not isinstance(high, float | int):
        raise TypeError("not greys")
    if not (isfinite(low) and isfinite(high) and low < high and _word(name)):
        raise ValueError("not a window")
    return Window(str(name), float(low), float(high))
