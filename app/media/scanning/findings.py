"""What a detector has seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What kind of identifier; CODE (QR and barcodes) is found by the decoder, without the [vision] extra."""

    TEXT = "text"
    FACE = "face"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Seen:
    """A box around an identifier, in pixels of the given picture; `score` is from 0 to 1, the surest highest."""

    kind: FindingKind
    x: int
    y: int
    width: int
    height: int
    score: float
