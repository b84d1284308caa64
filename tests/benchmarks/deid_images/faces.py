"""Faces: how many are covered, whatever was done to them."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image

from app.media.scanning.detecting import Scanner
from app.media.scanning.findings import FindingKind, Seen
from tests.benchmarks.deid_images.burned_in import AGAIN, hidden
from tests.benchmarks.deid_images.figures import Figure, at_least, at_most, share
from tests.benchmarks.deid_images.grounds import file_of
from tests.benchmarks.deid_images.portraits import Sitting, portraits, sitting

COVERED = 0.75
"""The part of the face's box that one finding must cover."""


def measure(scanner: Scanner, *, pictures: int, seed: int, folder: Path | None) -> list[Figure]:
    """Recall by what was done to the face, and over all; nothing where no photographs are at hand."""
    people = portraits(folder)
    if not people:
        print("faces: left out, for scikit-image isn't installed and no folder of photographs was named")
        return []
    found, shown, again = Counter[str](), Counter[str](), 0
    for number in range(pictures):
        rng = Random(f"face {seed} {number}")
        made = sitting(rng, rng.choice(people))
        change = made.change.partition(",")[0]
        shown[change] += 1
        seen = scanner.scan(made.data)
        found[change] += is_found(made, seen)
        if number % AGAIN == 0:
            picture = Image.open(BytesIO(made.data)).convert("RGB")
            again += any(one.kind is FindingKind.FACE for one in scanner.scan(file_of(hidden(picture, seen))))
    parts = [at_least(f"faces: {change}", share(found[change], shown[change]), 0.0) for change in shown]
    return [
        *parts,
        at_least("faces: found", share(found.total(), shown.total()), 0.98),
        at_most("faces: pictures in which one is seen again once covered", again / len(range(0, pictures, AGAIN)), 0.1),
    ]


def is_found(made: Sitting, seen: list[Seen]) -> bool:
    """Whether one finding covers enough of the face."""
    return any(one.kind is FindingKind.FACE and _common(made, one) >= COVERED for one in seen)


def _common(made: Sitting, one: Seen) -> float:
    left, top, right, bottom = made.face
    width = min(right, one.x + one.width) - max(left, one.x)
    height = min(bottom, one.y + one.height) - max(top, one.y)
    return max(0.0, width) * max(0.0, height) / ((right - left) * (bottom - top))
